//! The log of a run: append-only, typed, numbered. Nothing in it depends on how the run was executed.
//!
//! Order inside a round: `round_started`, in a fork's first own round `run_forked`, news, turns in the seeded order (each `turn_decided` or
//! `turn_skipped`, followed by what its actions did), belief changes, polls, the economy, `round_ended`.
//! Round 0 holds the cast. A change of meaning is a new type, never a new sense of an old one.

use serde::{Deserialize, Serialize};
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;

use crate::action::{Action, Outcome, PollAnswer};
use crate::cast::{Brief, Issue, Persona, RelationKind, Span};
use crate::env::economy::metrics::Metrics;
use crate::env::news::Source;
use crate::{AgentId, IssueId, MarketId, PostId};

/// The version of the envelope.
pub const ENVELOPE_VERSION: u32 = 1;

/// One fact of a run: `{"v":1,"seq":n,"round":r,"type":"…","data":{…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub v: u32,
    /// From 1, without a gap.
    pub seq: u64,
    pub round: u32,
    #[serde(flatten)]
    pub body: EventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventBody {
    /// The first event of a run: what its log depends on besides the document and the answers.
    RunStarted {
        engine_version: String,
        seed: Seed,
        rounds: u32,
        /// What feeds are ranked by; left out where it is the usual one.
        #[serde(default, skip_serializing_if = "Recommender::is_usual")]
        recommender: Recommender,
        brief: Brief,
    },
    IssueDefined {
        issue: IssueId,
        definition: Issue,
    },
    AgentCast {
        agent: AgentId,
        persona: Persona,
    },
    /// A relation that the document states.
    RelationFound {
        source: AgentId,
        target: AgentId,
        kind: RelationKind,
        fact: String,
        evidence: Span,
    },
    MarketOpened {
        market: MarketId,
        issue: IssueId,
        question: String,
        initial_price: f64,
        /// The maker's liquidity, b of the cost function.
        liquidity: f64,
    },
    /// The run has an economy: who is what in it, and all the money that there is, for ever.
    EconomyOpened {
        firms: Vec<AgentId>,
        authorities: Vec<AgentId>,
        labour_force: u32,
        money: f64,
        metrics: Metrics,
    },
    /// Whom an agent follows before the first round.
    FollowsSeeded {
        agent: AgentId,
        follows: Vec<AgentId>,
    },
    /// Something about the run is less than it could be, and its readers should know.
    Degraded {
        what: Degradation,
        reason: String,
    },

    RoundStarted {
        active: u32,
    },
    /// Up to the round before this one the log is that of the run which this one was forked from; what it depends on from
    /// here on.
    RunForked {
        seed: Seed,
        /// The last round, as it is planned now.
        rounds: u32,
        /// What feeds are ranked by; left out where it is the usual one.
        #[serde(default, skip_serializing_if = "Recommender::is_usual")]
        recommender: Recommender,
    },
    /// Something that agents hear of from beside the network, from this round on.
    Exogenous {
        source: Source,
        text: String,
        /// How many agents it is for.
        audience: u32,
        credibility: f64,
        stances: Vec<crate::action::DeclaredStance>,
        /// Whether the stances, or that there are none, were read from the text, and not given with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stances_read: bool,
    },
    /// A mind answered. `shown` is what the agent saw: its exposure.
    TurnDecided {
        agent: AgentId,
        shown: Vec<PostId>,
    },
    /// A mind could not be asked, or made no sense.
    TurnSkipped {
        agent: AgentId,
        reason: String,
    },
    /// A post or reply was written; its action carries the text.
    PostCreated {
        post: PostId,
        agent: AgentId,
        /// The post it replies to.
        parent: Option<PostId>,
        text: String,
        stances: Vec<crate::action::DeclaredStance>,
    },
    /// An action that made no post and no trade took effect: votes, reposts, follows, comments.
    ActionApplied {
        agent: AgentId,
        action: Action,
    },
    /// An action that could not be taken, and why: the agent is told so in its next turn.
    ActionRejected {
        agent: AgentId,
        action: Action,
        reason: String,
    },
    /// A part of an answer that was no action, and why: the agent is told so in its next turn.
    ActionUnreadable {
        agent: AgentId,
        /// What it was meant to be, in a few words.
        action: String,
        reason: String,
    },
    Trade {
        market: MarketId,
        agent: AgentId,
        side: Side,
        outcome: Outcome,
        shares: f64,
        /// Cash paid (buy) or received (sell).
        cost: f64,
        /// Price of YES before and after.
        price_before: f64,
        price_after: f64,
    },
    BeliefChanged {
        agent: AgentId,
        issue: IssueId,
        from: f64,
        to: f64,
        confidence: f64,
        /// The posts that moved it, strongest first, five at most.
        because: Vec<PostId>,
        /// The news that moved it: the numbers of their events.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        news: Vec<u64>,
    },
    /// The economy at the end of a round.
    EconomyMeasured {
        metrics: Metrics,
        tax_rate: f64,
        benefit: f64,
    },
    /// A sample of agents answered in private.
    Poll {
        answers: Vec<Polled>,
    },
    RoundEnded {
        posts: u32,
        actions: u32,
        rejected: u32,
        skipped: u32,
        /// Price of YES of each market, in the markets' order.
        prices: Vec<f64>,
        /// Mean position on each issue over all agents, in the issues' order.
        positions: Vec<f64>,
    },
}

/// Bought from the maker, or sold to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Buy,
    Sell,
}

/// One agent's private answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Polled {
    pub agent: AgentId,
    pub answers: Vec<PollAnswer>,
}

/// In what a run may be less than it could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Degradation {
    /// The cast, or the part of it that the reason names, was found by rules, not by a model.
    RuleBasedCasting,
    /// Minds follow rules, not a model.
    RuleBasedMinds,
    /// More than one turn in twenty was skipped.
    SkippedTurns,
}
