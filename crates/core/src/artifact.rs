//! The files that are derived from a run's log: their names, and where a run's objects lie.

use crate::RunId;

/// The version of the artifacts' shapes, named in the manifest.
pub const SCHEMA_VERSION: u32 = 1;

/// The artifacts of a run, by file name without `.json`, in the order in which they are listed.
pub const NAMES: [&str; 15] = [
    "chat_log",
    "graph_data",
    "posts",
    "top_posts",
    "profiles",
    "engagement_summary",
    "agent_trajectories",
    "social_graph",
    "trades",
    "relations",
    "summary",
    "market_curves",
    "beliefs",
    "polls",
    "run_manifest",
];

/// What a pod writes for a round, through a granted URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundObject {
    /// The round's log, JSON lines.
    Events,
    /// The recorded answers of the round's minds.
    Answers,
    /// The world after the round.
    World,
    /// How the round was executed: latency, tokens, retries.
    Operations,
}

impl RoundObject {
    pub const ALL: [Self; 4] = [Self::Events, Self::Answers, Self::World, Self::Operations];

    fn word(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Answers => "answers",
            Self::World => "world",
            Self::Operations => "ops",
        }
    }

    /// The object's name inside its attempt: `r<round>.<what>.zst`.
    pub fn name(self, round: u32) -> String {
        format!("r{round}.{}.zst", self.word())
    }

    /// The object's key. It contains the attempt, so that a cut-off pod cannot touch its successor's.
    pub fn key(self, run: RunId, attempt: u32, round: u32) -> String {
        format!("{}{}", attempt_prefix(run, attempt), self.name(round))
    }
}

/// What every object of a run begins with.
pub fn run_prefix(run: RunId) -> String {
    format!("runs/{run}/")
}

/// What every object of one attempt begins with.
pub fn attempt_prefix(run: RunId, attempt: u32) -> String {
    format!("runs/{run}/a{attempt}/")
}

/// The key of an artifact, written by the control plane alone.
pub fn artifact_key(run: RunId, name: &str) -> String {
    format!("runs/{run}/artifacts/{name}.json")
}

/// The key of the manifest: written last, so that its presence means that the artifacts are whole.
pub fn manifest_key(run: RunId) -> String {
    format!("runs/{run}/manifest.json")
}
