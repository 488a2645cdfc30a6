//! How the rule-based mind speaks: two to four sentences out of the document's facts, figures and actors, the agent's
//! role and tone, and whom it answers.
//!
//! Tables of phrases are walked, not drawn: an agent starts somewhere in each and goes on by its number of texts, so
//! that it uses a whole table up before it repeats itself.

mod argument;
mod body;
mod lives;
mod material;
mod past;
mod phrasing;
mod replies;
mod reply;
mod tables;

use std::borrow::Cow;

use self::phrasing::{as_body, as_role, capitalised, own_case};
use super::bonds::Bond;
use super::opinion::{Change, ChangeKind};
use super::reading::UNDECIDED;
use crate::action::MAX_POST_CHARS;
use crate::cast::Persona;
use crate::env::news;
use crate::stream::Stream;
use crate::text::digest;
use crate::world::Turn;
use crate::world::turn::{BeliefView, NewsView, PostView};

/// What a text is about.
pub(super) enum Occasion<'t> {
    /// A word of its own.
    Own,
    /// It has heard of something.
    News(&'t NewsView),
    /// It has changed its mind.
    Turned(Change<'t>),
    /// An answer to what it rejects, to what it shares, to what it neither rejects nor shares.
    Objection(&'t PostView),
    Applause(&'t PostView),
    Talk(&'t PostView),
}

impl<'t> Occasion<'t> {
    fn addressed(&self) -> Option<&'t str> {
        match self {
            Self::Own | Self::News(_) | Self::Turned(_) => None,
            Self::Objection(view) | Self::Applause(view) | Self::Talk(view) => {
                Some(&*view.author.name)
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Sharp,
    Careful,
}

/// The characters of an item of news that a post repeats.
const HEADLINE_CHARS: usize = 180;

/// How often a text says who speaks, closes with a word to all, begins with its reason, and says in a word what has been said
/// in full before.
const STANDING: f64 = 0.2;
const CLOSING: f64 = 0.25;
const REASON_FIRST: f64 = 0.35;
const IN_A_WORD: f64 = 0.6;

/// A position nearer to the middle than this is put with care.
const FAINT: f64 = 0.2;

pub(super) struct Voice<'t, 's> {
    turn: &'t Turn,
    belief: &'t BeliefView,
    /// What the agent says, and what it denies.
    pole: Cow<'t, str>,
    other: Cow<'t, str>,
    stream: &'s mut Stream,
    /// Where this agent starts in the tables.
    start: u64,
    /// Arguments in this text so far: the next one begins with other words.
    arguments: u64,
    /// Facts that this text has used.
    told: Vec<&'t str>,
    /// Whom it speaks to: nobody is answered with words about himself.
    addressed: Option<&'t str>,
    /// What it remembers of whom it speaks to.
    bond: Bond,
}

impl<'t, 's> Voice<'t, 's> {
    /// A voice on one issue; none if there is no such issue.
    pub(super) fn new(turn: &'t Turn, issue: usize, stream: &'s mut Stream) -> Option<Self> {
        let belief = turn.beliefs.get(issue)?;
        let definition = turn.issues.get(issue)?;
        let (pole, other) = if belief.position >= 0.0 {
            (definition.pole_for.as_str(), definition.pole_against.as_str())
        } else {
            (definition.pole_against.as_str(), definition.pole_for.as_str())
        };
        let start = digest(&turn.persona.slug);
        Some(Self {
            turn,
            belief,
            pole: own_case(pole, &turn.persona),
            other: own_case(other, &turn.persona),
            stream,
            start,
            arguments: 0,
            told: Vec::new(),
            addressed: None,
            bond: Bond::default(),
        })
    }

    /// The voice, speaking to somebody whom it remembers.
    pub(super) fn with_bond(self, bond: Bond) -> Self {
        Self { bond, ..self }
    }

    /// A whole text for an occasion.
    pub(super) fn text(&mut self, occasion: &Occasion<'t>) -> String {
        self.addressed = occasion.addressed();
        let mut parts = Vec::with_capacity(5);
        match occasion {
            Occasion::Own => self.own(&mut parts),
            Occasion::News(item) => {
                parts.push(self.on_news(item));
                parts.push(self.stand(self.has_said_it()));
                parts.push(self.argument());
            }
            Occasion::Turned(change) => {
                parts.push(self.turning(change));
                parts.push(self.argument());
            }
            Occasion::Objection(view) => {
                parts.push(self.objection(view));
                parts.push(self.argument());
                if self.stream.chance(0.55) {
                    parts.push(self.stand(true));
                }
            }
            Occasion::Applause(view) => {
                parts.push(self.applause(view));
                parts.push(self.argument());
            }
            Occasion::Talk(view) => {
                parts.push(self.talk(view));
                parts.push(self.argument());
                parts.push(self.stand(false));
            }
        }
        if self.stream.chance(STANDING) {
            parts.insert(parts.len().min(1), self.standing());
        }
        if self.stream.chance(CLOSING) {
            let closings: &[&str] =
                if self.is_body() { &body::CLOSINGS } else { &tables::CLOSINGS };
            parts.push(self.next(closings, 11));
        }
        joined(&parts)
    }

    /// A post of its own: the point first and then why, or the other way round.
    fn own(&mut self, parts: &mut Vec<String>) {
        let brief = self.has_said_it() && self.turn.issues.len() == 1;
        let stand = self.stand(brief);
        if !self.is_undecided() && self.stream.chance(REASON_FIRST) {
            parts.push(self.argument());
            parts.push(stand);
            return;
        }
        parts.push(stand);
        let back = if self.stream.chance(0.4) { self.looking_back() } else { None };
        let looks_back = back.is_some();
        parts.extend(back);
        parts.push(self.argument());
        if !looks_back && self.stream.chance(0.4) {
            parts.push(self.argument());
        }
    }

    /// A sentence for a polled answer.
    pub(super) fn reason(&mut self) -> String {
        let lead = if self.is_undecided() {
            self.opening()
        } else {
            format!("{}.", capitalised(&self.pole))
        };
        let why = self.argument();
        joined(&[lead, why])
    }

    fn is_undecided(&self) -> bool {
        self.belief.position.abs() < UNDECIDED
    }

    /// Whether it speaks for more than itself.
    fn is_body(&self) -> bool {
        !super::speaks_for_itself(self.turn)
    }

    /// It has said in public, of late, what it holds now.
    fn has_said_it(&self) -> bool {
        self.is_where_it_was() && !self.turn.own_posts.is_empty()
    }

    fn tone(&self) -> Tone {
        if self.belief.confidence < 0.4 || self.belief.position.abs() < FAINT {
            Tone::Careful
        } else if self.turn.persona.traits.contrariness > 0.5 {
            Tone::Sharp
        } else {
            Tone::Plain
        }
    }

    /// The next phrase of a table, as this agent says it.
    fn next(&mut self, phrases: &[&str], table: u64) -> String {
        let phrase = self.phrase(phrases, table);
        if self.is_body() { as_body(phrase) } else { phrase.to_owned() }
    }

    /// The next phrase of a table. `table` numbers the tables, so that no two are walked in step.
    fn phrase<'a>(&mut self, phrases: &[&'a str], table: u64) -> &'a str {
        let length = phrases.len() as u64;
        let start = self.start.rotate_left((table * 7 % 61) as u32) % length;
        // Now and then a phrase is passed over, or two agents that start alike would stay alike.
        let skip = u64::from(self.stream.chance(0.25));
        let place = (start + u64::from(self.turn.written) + skip + 5 * self.arguments) % length;
        usize::try_from(place).ok().and_then(|place| phrases.get(place)).copied().unwrap_or("")
    }

    fn filled(&self, phrase: &str) -> String {
        phrase
            .replace("{pole}", &self.pole)
            .replace("{Pole}", &capitalised(&self.pole))
            .replace("{other}", &self.other)
    }

    /// Where it stands: in full, or in a word where all know what is asked.
    fn stand(&mut self, brief: bool) -> String {
        let in_a_word = brief && !self.is_undecided() && !self.is_body() && self.asks_yes_or_no();
        if !in_a_word || !self.stream.chance(IN_A_WORD) {
            return self.opening();
        }
        let phrase = match self.tone() {
            Tone::Plain => self.next(&tables::SHORT, 15),
            Tone::Sharp => self.next(&tables::SHARP_SHORT, 16),
            Tone::Careful => self.next(&tables::CAREFUL_SHORT, 17),
        };
        let answer = if self.belief.position > 0.0 { "yes" } else { "no" };
        phrase.replace("{answer}", answer).replace("{Answer}", &capitalised(answer))
    }

    fn asks_yes_or_no(&self) -> bool {
        let first = self.turn.brief.question.split(' ').next().unwrap_or_default();
        matches!(
            first,
            "Will" | "Is" | "Are" | "Does" | "Do" | "Can" | "Could" | "Should" | "Would"
        )
    }

    fn opening(&mut self) -> String {
        let body = self.is_body();
        if self.is_undecided() {
            let phrases: &[&str] =
                if body { &body::UNDECIDED_OPENINGS } else { &tables::UNDECIDED_OPENINGS };
            return self.next(phrases, 1);
        }
        let phrase = match self.tone() {
            Tone::Careful if body => self.next(&body::CAREFUL_OPENINGS, 4),
            Tone::Plain | Tone::Sharp if body => self.next(&body::OPENINGS, 2),
            Tone::Plain => self.next(&tables::PLAIN_OPENINGS, 2),
            Tone::Sharp => self.next(&tables::SHARP_OPENINGS, 3),
            Tone::Careful => self.next(&tables::CAREFUL_OPENINGS, 4),
        };
        self.filled(&phrase)
    }

    /// What it makes of news: welcome if they say what it holds, unwelcome if they say the opposite.
    fn on_news(&mut self, item: &NewsView) -> String {
        let held = self.belief.position;
        let said = item.stances.iter().find(|it| it.issue == self.belief.issue);
        let agreement = said.map_or(0.0, |stance| stance.position * held);
        if let Some(author) = news::author_of_viral(&item.text) {
            return self.next(&tables::VIRAL, 18).replace("{who}", author);
        }
        let phrases: &[&str] = if self.is_body() {
            &body::NEWS
        } else if agreement > 0.0 {
            &tables::WELCOME_NEWS
        } else if agreement < 0.0 {
            &tables::UNWELCOME_NEWS
        } else {
            &tables::NEWS
        };
        let phrase = self.next(phrases, 14);
        let text = item.text.trim_end_matches(['.', ' ']);
        let chars = text.chars().count();
        let headline: String = text.chars().take(HEADLINE_CHARS).collect();
        let more = if chars > HEADLINE_CHARS { "…" } else { "" };
        phrase.replace("{news}", &format!("{headline}{more}"))
    }

    fn turning(&mut self, change: &Change<'_>) -> String {
        let phrases: &[&str] = match (change.kind, change.by.is_some()) {
            (ChangeKind::Crossed, true) => &tables::CROSSED_BY,
            (ChangeKind::Crossed, false) => &tables::CROSSED,
            (ChangeKind::Weakened, _) => &tables::WEAKENED,
            (ChangeKind::Hardened, _) => &tables::HARDENED,
        };
        let phrase = self.next(phrases, 5);
        let text = self.filled(&phrase);
        change.by.map_or(text.clone(), |by| text.replace("{who}", &by.name))
    }
}

/// The role of a person, where the document knows one that it would name itself by.
fn as_role_of(persona: &Persona) -> String {
    let role = persona.role.as_str();
    let unspoken = role.starts_with("the name behind") || role == "person in the story";
    if unspoken { String::new() } else { as_role(role) }
}

/// Sentences as one text, as many as a post may hold.
fn joined(parts: &[String]) -> String {
    let mut text = String::new();
    let mut chars = 0;
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        let length = part.chars().count() + 1;
        if chars + length > MAX_POST_CHARS || text.contains(part) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
        chars += length;
    }
    text
}
