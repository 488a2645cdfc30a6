//! Casting with a language model, without the asking: which questions are open, and what cast their answers make.
//!
//! First what is at issue; then each part of the document (who is named, who stands where, by which words) and the
//! publics. A claim without a place in the document is dropped. What the model does not answer usably, rules answer,
//! and the cast says so.

mod find;
mod locate;
mod merge;
mod part;
mod prompt;
mod read;
mod record;

use simswarm_core::operations::Spent;
use simswarm_engine::cast::{Cast, Issue};
use simswarm_engine::quote::quoted;

use self::locate::Original;
use self::part::Part;
use self::prompt::{ISSUES_KEY, PUBLICS_KEY};
use self::read::Passage;
use self::record::{Lost, State, state};
use crate::actor;
use crate::assemble::{CastError, CastSettings, Story, put_together};
use crate::issue::{self, Asked};
use crate::places::Places;
use crate::segment::Public;
use crate::{brief, rules};

pub use self::prompt::{Question, templates};
pub use self::record::{CastAnswer, CastOutcome, Repair};

/// A document that a model is asked about.
pub struct Inquiry {
    story: Story,
    original: Original,
    parts: Vec<Part>,
}

/// A cast, and in what it is less than it could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Casted {
    pub cast: Cast,
    /// Why all or some of it was found by rules.
    pub shortfall: Option<String>,
}

impl Inquiry {
    pub fn new(document: &str, question: &str, settings: CastSettings) -> Result<Self, CastError> {
        let story = Story::read(document, question, settings)?;
        let parts = part::parts(&story.text);
        Ok(Self { original: Original::of(document), story, parts })
    }

    /// The questions that have to be asked next, in any order; none once the cast can be made.
    pub fn open(&self, answers: &[CastAnswer]) -> Vec<Question> {
        let asked = match state(answers, ISSUES_KEY, read::issues) {
            State::Open(repair) => return vec![Question { repair, ..self.ask_issues() }],
            // Who does not answer the first question is not asked another one.
            State::Lost(Lost::Unanswered(_)) => return Vec::new(),
            State::Lost(Lost::Unusable(_)) | State::Read(_) => self.issues(answers).0,
        };
        let issues: Vec<Issue> = asked.into_iter().map(|asked| asked.issue).collect();
        let title = &self.story.title;
        let parts = self.parts.iter().filter_map(|part| {
            let State::Open(repair) = self.passage(answers, part, issues.len()) else {
                return None;
            };
            let shown = part.shown(&self.story.text);
            Some(Question { repair, ..prompt::about_part(part.key(), title, &issues, &shown) })
        });
        let mut open: Vec<Question> = parts.collect();
        if let State::Open(repair) = groups(answers, issues.len()) {
            let facts = self.facts();
            let question = &self.story.question;
            open.push(Question {
                repair,
                ..prompt::about_publics(title, question, &issues, &facts)
            });
        }
        open
    }

    /// The cast that these answers make, whatever their order.
    pub fn cast(&self, answers: &[CastAnswer]) -> Casted {
        match self.find(answers) {
            Ok((findings, lost)) => {
                let lost = (!lost.is_empty()).then(|| lost.join("; "));
                Casted { cast: put_together(&self.story, findings), shortfall: lost }
            }
            Err(reason) => Casted {
                cast: put_together(&self.story, rules::find(&self.story)),
                shortfall: Some(format!("the cast was found by rules: {reason}")),
            },
        }
    }

    /// What is at issue; by rules where the model does not say it, and why it does not.
    fn issues(&self, answers: &[CastAnswer]) -> (Vec<Asked>, Option<Lost>) {
        let lost = match state(answers, ISSUES_KEY, read::issues) {
            State::Read(statements) => {
                let days = self.story.settings.horizon_days;
                return (statements.iter().map(|it| issue::asked(it, days)).collect(), None);
            }
            State::Open(_) => None,
            State::Lost(lost) => Some(lost),
        };
        let mut actors = actor::actors(&self.story.text);
        actors.truncate(self.story.most_named());
        (rules::issues(&self.story, &actors), lost)
    }

    fn ask_issues(&self) -> Question {
        let head = self.parts.first().map_or_else(String::new, |it| it.shown(&self.story.text));
        let mut shown = head.clone();
        for fact in self.facts().iter().filter(|fact| !head.contains(*fact)) {
            shown.push_str(fact);
            shown.push('\n');
        }
        prompt::about_issues(&self.story.title, &self.story.question, &shown)
    }

    /// The sentences that carry the document, by rules.
    fn facts(&self) -> Vec<String> {
        let brief = brief::brief(&self.story.text, "", &Places::of(&[]), &[], 0);
        brief.facts.into_iter().map(|fact| quoted(&fact.text)).collect()
    }

    fn passage(&self, answers: &[CastAnswer], part: &Part, issues: usize) -> State<Passage> {
        state(answers, &part.key(), |said| read::passage(said, &self.original, part.span, issues))
    }
}

/// Where the question about the publics stands.
fn groups(answers: &[CastAnswer], issues: usize) -> State<Vec<(f64, Public)>> {
    state(answers, PUBLICS_KEY, |said| read::publics(said, issues))
}

/// What all answers took.
pub fn spent(answers: &[CastAnswer]) -> Spent {
    answers.iter().map(|answer| answer.spent).sum()
}
