//! `simswarm run --fork`: where a run is forked from, and what it must have in common with that run.

use std::path::PathBuf;

use simswarm_core::exogenous::ExogenousEvent;
use simswarm_drive::directory::{Folder, ForkError, RunIdentity};

use crate::args::RunArgs;
use crate::failure::Failure;
use crate::plan::{CHECKPOINT, Plan};

/// The run that another one is forked from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// As it was named.
    directory: PathBuf,
    pub(crate) run: RunIdentity,
    /// The last round that both have.
    round: u32,
}

impl Origin {
    /// The run that is named, if one is.
    pub(crate) fn read(args: &RunArgs) -> Result<Option<Self>, Failure> {
        let (Some(directory), Some(round)) = (&args.fork, args.round) else { return Ok(None) };
        let directory = directory.clone();
        match Folder::identity(&directory.join(CHECKPOINT)) {
            Ok(Some(run)) => Ok(Some(Self { directory, run, round })),
            Ok(None) => Err(refused(&directory.display(), &"it holds no run")),
            Err(error) => Err(refused(&directory.display(), &error)),
        }
    }

    /// A fork is the same story, and what has happened stays as it was.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), Failure> {
        let refused = |why: &dyn std::fmt::Display| refused(&self.directory.display(), why);
        let fork = plan.identity(&plan.input);
        if let Some(difference) = self.run.difference_of_fork(&fork) {
            return Err(refused(&format_args!("it holds a run with another {difference}")));
        }
        let (round, rounds) = (self.round, fork.rounds);
        if round >= rounds {
            return Err(refused(&format_args!(
                "of {rounds} rounds none is after its round {round}"
            )));
        }
        match Folder::has_round(&self.directory.join(CHECKPOINT), self.round) {
            Ok(true) => {}
            Ok(false) => return Err(refused(&ForkError::NotPlayed { round: self.round })),
            Err(error) => return Err(Failure::Failed(error.to_string())),
        }
        let more = plan.input.events.iter().skip(self.run.events_until(rounds).len());
        match more.min_by_key(|event| event.round) {
            Some(ExogenousEvent { round, text, .. }) if *round <= self.round => Err(refused(
                &format_args!("\"{text}\" cannot happen in its round {round} any more"),
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Puts the common rounds into the fork's folder.
    pub(crate) fn hand_over(&self, fork: &Folder) -> Result<(), Failure> {
        fork.fork_from(&self.directory.join(CHECKPOINT), self.round).map_err(|error| match error {
            ForkError::NotPlayed { .. } | ForkError::AnotherRound { .. } => {
                refused(&self.directory.display(), &error)
            }
            ForkError::Store(error) => Failure::Failed(error.to_string()),
        })
    }
}

fn refused(directory: &dyn std::fmt::Display, why: &dyn std::fmt::Display) -> Failure {
    Failure::Input(format!("{directory} cannot be forked: {why}"))
}
