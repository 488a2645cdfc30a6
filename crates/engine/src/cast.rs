//! Who takes part, what is at issue, and who stands where when it begins. The crate `casting` makes one out of a document.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::{AgentId, IssueId};

/// Everything that is fixed before the first round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cast {
    pub brief: Brief,
    /// One to five; never empty.
    pub issues: Vec<Issue>,
    /// Named actors first, in the order of their weight in the document, then the publics.
    pub agents: Vec<Persona>,
    pub relations: Vec<Relation>,
    pub markets: Vec<MarketSpec>,
}

/// What every agent knows: the shared part of what it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The document's own headline, or its first sentence.
    pub title: String,
    /// The question as it was asked; empty if none was.
    pub question: String,
    /// The sentences that carry the document, in its order.
    pub facts: Vec<Fact>,
    /// Days ahead that the question looks.
    pub horizon_days: u32,
}

/// A sentence of the document that the brief keeps.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fact {
    pub text: String,
    pub evidence: Span,
    /// Of each issue, in order, the pole that it speaks for: 1, -1, or 0 for neither. Empty where nobody has looked.
    #[serde(default)]
    pub sides: Vec<i8>,
}

/// In a log sides are left out where there are none, as in those that were written before there were any. A snapshot holds
/// no names of fields, so nothing may be missing there.
impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let with_sides = !serializer.is_human_readable() || !self.sides.is_empty();
        let mut fact = serializer.serialize_struct("Fact", 2 + usize::from(with_sides))?;
        fact.serialize_field("text", &self.text)?;
        fact.serialize_field("evidence", &self.evidence)?;
        if with_sides {
            fact.serialize_field("sides", &self.sides)?;
        }
        fact.end()
    }
}

/// A place in the document, counted in characters (Unicode scalar values), end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// A proposition that may come true, with two poles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// A statement that can be true or false: "The ferry line is closed by June."
    pub proposition: String,
    /// What holding it at +1 means, in a few words.
    pub pole_for: String,
    /// What holding it at −1 means.
    pub pole_against: String,
    /// Words by which a text is recognised as touching it, lower case.
    pub keywords: Vec<String>,
}

/// What kind of actor someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Person,
    Company,
    Government,
    Organization,
    Media,
    /// A member of a segment that the story touches; not named in the document.
    Public,
}

/// One agent before it acts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// Lower-case words of the name joined by `_`, unique in the run: the `agent_id` of the artifacts.
    pub slug: String,
    pub name: String,
    pub kind: ActorKind,
    /// "spokesperson of the port authority", "resident" …
    pub role: String,
    /// One or two sentences: who this is in this story.
    pub summary: String,
    /// The card that a mind is given.
    pub card: String,
    pub origin: Origin,
    /// One for each issue, in the issues' order.
    pub stances: Vec<InitialStance>,
    pub traits: Traits,
    /// What it cares about, lower case: words of the document.
    pub interests: Vec<String>,
    /// What it can spend on markets.
    pub cash: f64,
}

/// Where an agent comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The document names it, here.
    Named { evidence: Vec<Span> },
    /// A segment of the public that the story touches.
    Segment { segment: String },
}

/// Where an agent stands on one issue when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct InitialStance {
    /// −1 … 1.
    pub position: f64,
    /// 0 … 1.
    pub confidence: f64,
    /// The quotation or statement in the document that it rests on, if any.
    pub evidence: Option<Span>,
}

/// How an agent behaves. All 0 … 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Traits {
    /// Chance to be active in a round.
    pub activity: f64,
    /// Pull of where it began, in each round in which it reads something, against all that it holds and hears.
    pub stubbornness: f64,
    /// How much its voice carries.
    pub credibility: f64,
    /// Readiness to disagree in public.
    pub contrariness: f64,
    /// Readiness to stake cash.
    pub risk: f64,
}

/// A relation between two agents that the document states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    pub source: AgentId,
    pub target: AgentId,
    pub kind: RelationKind,
    /// The sentence that says so.
    pub fact: String,
    pub evidence: Span,
}

/// What one actor is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelationKind {
    Supports,
    Opposes,
    Regulates,
    WorksFor,
    /// They occur in one statement; nothing more can be said.
    MentionedWith,
}

/// A market to open: a share of YES pays 1 if its issue's proposition comes true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarketSpec {
    pub issue: IssueId,
    pub question: String,
    /// 0.05 … 0.95.
    pub initial_price: f64,
}
