//! The files that are derived from a run's log: their names, and where a run's objects lie.

use crate::{JobId, RunId};

/// The version of the artifacts' shapes, named in the manifest.
pub const SCHEMA_VERSION: u32 = 1;

macro_rules! artifacts {
    ($($(#[$doc:meta])* $artifact:ident $name:literal),+ $(,)?) => {
        /// A file that is derived from the log of a run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Artifact {
            $($(#[$doc])* $artifact),+
        }

        impl Artifact {
            /// All of them, in the order in which they are listed.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$artifact),+];

            /// The file's name without `.json`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$artifact => $name),+
                }
            }
        }
    };
}

artifacts! {
    ChatLog "chat_log",
    GraphData "graph_data",
    Posts "posts",
    TopPosts "top_posts",
    Profiles "profiles",
    EngagementSummary "engagement_summary",
    AgentTrajectories "agent_trajectories",
    SocialGraph "social_graph",
    Trades "trades",
    Relations "relations",
    Summary "summary",
    MarketCurves "market_curves",
    /// What happened from outside, and what became news by itself, with how many minds it moved.
    News "news",
    /// The economy round by round; null where the run has none.
    Economy "economy",
    Beliefs "beliefs",
    Polls "polls",
    /// Who deals with whom, and who among them is of one mind.
    Communities "communities",
    /// How far posts spread.
    Cascades "cascades",
    /// Whose posts moved whom.
    Influence "influence",
    /// How far apart the agents stand.
    Polarisation "polarisation",
    /// Stretches of rounds between which something changed.
    Phases "phases",
    /// Blocs, coalitions, phases and quotations in short: what a page shows of a story.
    StorySignals "story_signals",
    /// What the run forecasts at its end: what runs that differ in their seed are pooled from.
    Forecast "forecast",
    RunManifest "run_manifest",
}

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
pub fn artifact_key(run: RunId, artifact: Artifact) -> String {
    format!("runs/{run}/artifacts/{}.json", artifact.name())
}

/// The key of the manifest: written last, so that its presence means that the artifacts are whole.
pub fn manifest_key(run: RunId) -> String {
    format!("runs/{run}/manifest.json")
}

/// The name of the file that pools the forecasts of a job's runs, without `.json`.
pub const ENSEMBLE: &str = "ensemble";

/// The key of what a job's runs say together: written once no more of them are played.
pub fn ensemble_key(job: JobId) -> String {
    format!("jobs/{job}/{ENSEMBLE}.json")
}
