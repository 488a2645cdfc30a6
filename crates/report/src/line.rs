//! Writes one claim, span by span. A number is computed from its rule, never handed in.

use simswarm_engine::{AgentId, IssueId, PostId};
use simswarm_projection::history::History;

use crate::model::{Citation, Claim, Format, Source, Span};
use crate::rule::Rule;

/// The most characters of a quotation.
const QUOTE_CHARS: usize = 160;

/// A claim being written.
pub(crate) struct Line<'h> {
    history: &'h History,
    spans: Vec<Span>,
    /// A number could not be computed: then there is nothing to claim.
    broken: bool,
}

pub(crate) fn line(history: &History) -> Line<'_> {
    Line { history, spans: Vec::new(), broken: false }
}

impl Line<'_> {
    pub(crate) fn say(mut self, words: &str) -> Self {
        if let Some(Span::Words { text }) = self.spans.last_mut() {
            text.push_str(words);
        } else {
            self.spans.push(Span::Words { text: words.to_owned() });
        }
        self
    }

    pub(crate) fn number(mut self, format: Format, rule: Rule) -> Self {
        match rule.evaluate(self.history) {
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
        self.say("“")
            .verbatim(text.trim().trim_end_matches(['.', '。', '।']), Source::Issue)
            .say("”")
    }

    pub(crate) fn cite_agent(mut self, agent: AgentId) -> Self {
        let event = self.history.agent(agent).seq;
        let citation = Citation { label: agent.to_string(), event, round: 0, agent: Some(agent) };
        self.spans.push(Span::Cite { citation });
        self
    }

    pub(crate) fn cite_post(mut self, post: PostId) -> Self {
        let citation = of_post(self.history, post);
        self.spans.push(Span::Cite { citation });
        self
    }

    pub(crate) fn cite_event(mut self, event: u64, round: u32, agent: Option<AgentId>) -> Self {
        let citation = Citation { label: format!("e{event}"), event, round, agent };
        self.spans.push(Span::Cite { citation });
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
    Citation { label: id.to_string(), event: post.seq, round: post.round, agent: Some(post.agent) }
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
