//! The document model: sections of blocks, blocks of claims, claims of spans.

use serde::{Deserialize, Serialize};
use simswarm_engine::AgentId;
use simswarm_engine::ensemble::Interval;

use crate::rule::Rule;

/// The version of the document's shape.
pub(crate) const REPORT_VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub version: u32,
    /// The document's title.
    pub title: String,
    /// The question as it was asked; empty if none was.
    pub question: String,
    pub verdict: Verdict,
    /// Never empty ones.
    pub sections: Vec<Section>,
}

/// The answer, with how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The answer in one sentence.
    pub answer: Claim,
    /// What it rests on, how far the signals agree and how far opinions are apart.
    pub basis: Vec<Claim>,
    /// The signals side by side.
    pub signals: Vec<Signal>,
    /// How many runs it is pooled from, if not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicates: Option<u32>,
}

/// One measure of the main issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// `poll`, `market` or `belief`.
    pub name: String,
    /// 0 … 1 for a poll and a market, −1 … 1 for beliefs.
    pub value: f64,
    /// How far it points to yes (1), to no (−1) or to neither (0).
    pub direction: i8,
    /// Where the value of infinitely many runs lies, if several were pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// A word that stays the same: `findings`, `blocs` …
    pub id: String,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    Heading { text: Claim },
    Paragraph { claims: Vec<Claim> },
    List { items: Vec<Claim> },
    Table { columns: Vec<String>, rows: Vec<Vec<Claim>> },
}

/// A statement about the run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Claim {
    pub spans: Vec<Span>,
}

/// A piece of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Span {
    /// Words of the report itself; they never hold a digit.
    Words {
        text: String,
    },
    /// A number, as shown and in full, with the rule to compute it again.
    Number {
        text: String,
        value: f64,
        format: Format,
        rule: Rule,
    },
    /// Words of the log, as they stand there.
    Verbatim {
        text: String,
        source: Source,
    },
    /// The beginning of a post, in quotation marks.
    Quote {
        text: String,
        citation: Citation,
    },
    Cite {
        citation: Citation,
    },
}

/// Where words come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Name,
    Issue,
    Question,
    Reason,
    News,
    /// A word that posts have, in lower case.
    Word,
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Count,
    /// 0.62 as `62%`.
    Percent,
    /// 0.05 as `5`: a difference of percentages.
    Points,
    /// With two decimals and a sign.
    Signed,
    /// With two decimals.
    Plain,
    Cash,
}

/// The event that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// `p12`, `a7` or `e345`; `r2:e345` is of the second run.
    pub label: String,
    /// Number of the event.
    pub event: u64,
    pub round: u32,
    /// Who did it, where it was somebody.
    pub agent: Option<AgentId>,
    /// In whose log the event is, counted from 1, where a job has several runs. Without one it is the first's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicate: Option<u32>,
}

impl Claim {
    /// The claim in plain text, without its citations.
    pub fn text(&self) -> String {
        self.spans
            .iter()
            .map(|span| match span {
                Span::Words { text } | Span::Number { text, .. } | Span::Verbatim { text, .. } => {
                    text.clone()
                }
                Span::Quote { text, .. } => format!("“{text}”"),
                Span::Cite { .. } => String::new(),
            })
            .collect()
    }

    /// Everything that it cites.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.spans.iter().filter_map(|span| match span {
            Span::Quote { citation, .. } | Span::Cite { citation } => Some(citation),
            Span::Words { .. } | Span::Number { .. } | Span::Verbatim { .. } => None,
        })
    }
}

impl Format {
    /// How `value` is shown.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count | Self::Cash => format!("{value:.0}"),
            Self::Percent => format!("{:.0}%", value * 100.0),
            Self::Points => format!("{:.0}", (value * 100.0).abs()),
            Self::Signed => {
                let shown = format!("{value:+.2}");
                if shown == "-0.00" { "+0.00".to_owned() } else { shown.replace('-', "−") }
            }
            Self::Plain => format!("{value:.2}"),
        }
    }
}
