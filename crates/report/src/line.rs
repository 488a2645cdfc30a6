//! Writes one claim, span by span. A number is computed from its rule, never handed in.

use simswarm_engine::{AgentId, IssueId, PostId};
use simswarm_projection::ensemble::{Pool, PooledRun};
use simswarm_projection::forecast::PollRef;
use simswarm_projection::history::History;

use crate::model::{Citation, Claim, Format, Source, Span};
use crate::rule::Rule;

/// The most characters of a quotation.
const QUOTE_CHARS: usize = 160;

/// A claim being written.
pub(crate) struct Line<'h> {
    history: &'h History,
    /// What its run says together with others, where it is one of several.
    pool: Option<&'h Pool>,
    spans: Vec<Span>,
    /// A number could not be computed: then there is nothing to claim.
    broken: bool,
}

pub(crate) fn line(history: &History) -> Line<'_> {
    Line { history, pool: None, spans: Vec::new(), broken: false }
}

impl<'h> Line<'h> {
    /// From here on numbers may also be those of several runs together.
    pub(crate) fn pooled(self, pool: &'h Pool) -> Self {
        Self { pool: Some(pool), ..self }
    }

    pub(crate) fn say(mut self, words: &str) -> Self {
        if let Some(Span::Words { text }) = self.spans.last_mut() {
            text.push_str(words);
        } else {
            self.spans.push(Span::Words { text: words.to_owned() });
        }
        self
    }

    pub(crate) fn number(mut self, format: Format, rule: Rule) -> Self {
        let value = match (&rule, self.pool) {
            (Rule::Ensemble { of }, Some(pool)) => of.evaluate(pool),
            (_, _) => rule.evaluate(self.history),
        };
        match value {
            Some(value) => {
                let text = format.show(value);
                self.spans.push(Span::Number { text, value, format, rule });
            }
            None => self.broken = true,
        }
        self
    }

    /// A count with its noun, in the right number: "1 post", "2 posts".
    pub(crate) fn counted(self, rule: Rule, one: &str, many: &str) -> Self {
        let single = rule.evaluate(self.history) == Some(1.0);
        self.number(Format::Count, rule).say(if single { one } else { many })
    }

    /// "round 3".
    pub(crate) fn round(self, event: u64, round: u32) -> Self {
        self.say("round ").number(Format::Count, Rule::RoundOf { event, round })
    }

    pub(crate) fn verbatim(mut self, text: &str, source: Source) -> Self {
        self.spans.push(Span::Verbatim { text: one_line(text), source });
        self
    }

    pub(crate) fn name(self, agent: AgentId) -> Self {
        let name = self.history.agent(agent).persona.name.clone();
        self.verbatim(&name, Source::Name)
    }

    /// The proposition of an issue, in quotation marks.
    pub(crate) fn proposition(self, issue: IssueId) -> Self {
        let text = self.history.issue(issue).proposition.clone();
        self.statement(&text)
    }

    /// A proposition, in quotation marks.
    pub(crate) fn statement(self, text: &str) -> Self {
        self.say("“")
            .verbatim(text.trim().trim_end_matches(['.', '。', '।']), Source::Issue)
            .say("”")
    }

    pub(crate) fn cite_agent(mut self, agent: AgentId) -> Self {
        let (label, event) = (agent.to_string(), self.history.agent(agent).seq);
        let agent = Some(agent);
        let citation = Citation { label, event, round: 0, agent, replicate: None };
        self.spans.push(Span::Cite { citation });
        self
    }

    pub(crate) fn cite_post(mut self, post: PostId) -> Self {
        let citation = of_post(self.history, post);
        self.spans.push(Span::Cite { citation });
        self
    }

    pub(crate) fn cite_event(mut self, event: u64, round: u32, agent: Option<AgentId>) -> Self {
        let label = format!("e{event}");
        let citation = Citation { label, event, round, agent, replicate: None };
        self.spans.push(Span::Cite { citation });
        self
    }

    /// The poll that a run of the pool ended with.
    pub(crate) fn cite_run(mut self, run: &PooledRun) -> Self {
        if let Some(PollRef { event, round }) = run.poll {
            let label = format!("r{}:e{event}", run.replicate);
            let replicate = Some(run.replicate);
            let citation = Citation { label, event, round, agent: None, replicate };
            self.spans.push(Span::Cite { citation });
        }
        self
    }

    /// The beginning of a post.
    pub(crate) fn quote(mut self, post: PostId) -> Self {
        let text = shorten(&one_line(&self.history.post(post).text));
        let citation = of_post(self.history, post);
        self.spans.push(Span::Quote { text, citation });
        self
    }

    pub(crate) fn end(self) -> Option<Claim> {
        (!self.broken).then_some(Claim { spans: self.spans })
    }
}

fn of_post(history: &History, id: PostId) -> Citation {
    let post = history.post(id);
    Citation {
        label: id.to_string(),
        event: post.seq,
        round: post.round,
        agent: Some(post.agent),
        replicate: None,
    }
}

/// White space, line breaks among it, as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cut at a word's end where there is one, with an ellipsis.
fn shorten(text: &str) -> String {
    if text.chars().count() <= QUOTE_CHARS {
        return text.to_owned();
    }
    let head: String = text.chars().take(QUOTE_CHARS).collect();
    let cut = head.rfind(' ').filter(|place| *place > head.len() / 2).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([',', ';', ':', ' ']))
}
