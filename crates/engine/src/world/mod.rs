//! The whole state of a run as plain data, and the two phases of a round: [`World::think`] and [`World::apply`].

mod act;
mod agent;
mod apply;
mod begin;
mod belief;
mod contact;
mod economy;
mod exposure;
mod fork;
mod log;
pub mod memory;
mod news;
pub mod recall;
pub mod settings;
mod snapshot;
mod think;
pub mod turn;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::agent::Agent;
use self::exposure::Foreseen;
use self::turn::Actor;
use crate::calendar::Calendar;
use crate::cast::{Brief, Issue};
use crate::env::economy::Economy;
use crate::env::market::Markets;
use crate::env::news::Newsroom;
use crate::env::social::Social;
use crate::number::count;

pub use self::settings::{Contact, Settings};
pub use self::snapshot::{CHECKPOINT_VERSION, SnapshotError};
pub use self::turn::Turn;

/// The state of a run between two rounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct World {
    settings: Settings,
    /// The last round that was played.
    round: u32,
    /// Number of the last event.
    seq: u64,
    brief: Arc<Brief>,
    issues: Arc<Vec<Issue>>,
    actors: Arc<Vec<Actor>>,
    agents: Vec<Agent>,
    social: Social,
    markets: Markets,
    news: Newsroom,
    economy: Option<Economy>,
    turns: TurnCount,
    calendar: Calendar,
    /// The next round is the first one that is not the forked run's.
    leaves: bool,
    #[serde(skip)]
    foreseen: Foreseen,
}

/// How many turns were asked, and how many of them came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct TurnCount {
    asked: u64,
    skipped: u64,
    /// The log says already that too many were skipped.
    reported: bool,
}

impl World {
    /// The last round that was played; 0 before the first.
    pub fn round(&self) -> u32 {
        self.round
    }

    pub fn rounds(&self) -> u32 {
        self.settings.rounds
    }

    pub fn is_over(&self) -> bool {
        self.round >= self.settings.rounds
    }

    /// Number of the last event of the log so far.
    pub fn last_seq(&self) -> u64 {
        self.seq
    }

    /// The economy, where the run has one.
    pub fn economy(&self) -> Option<&Economy> {
        self.economy.as_ref()
    }

    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    pub fn agents(&self) -> u32 {
        count(self.agents.len())
    }
}
