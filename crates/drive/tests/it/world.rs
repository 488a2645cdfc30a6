//! What the tests share: an input, an undisturbed run, and its log.

use std::path::Path;

use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;
use simswarm_drive::directory::{DirectoryStore, OpenError, RunIdentity};
use simswarm_drive::mind::{Mind, RuleMind};
use simswarm_drive::{CheckpointStore, Drive, DriveError, Ended, Execution, Inbox, Unwatched};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::kill::Dying;

const DOCUMENT: &str = "\
The Harbour Council of Vessel Bay voted on Tuesday to close the night ferry to Gull Island by June. \
Mayor Ilse Brandt said the line loses two million crowns a year. \
\"We cannot pay for empty boats,\" Brandt said. \
The Gull Island Residents Association opposes the closure. \
\"Without the night ferry our nurses cannot get home,\" said Tomas Reyes, who chairs the association. \
Northline Shipping, which operates the ferry, offered to run it at half price until autumn. \
The Transport Ministry supports a public hearing before the closure. \
Union leader Petra Holm warned of a strike if crews are dismissed.";

/// A small run with this seed, cast by rules.
pub(crate) fn input(seed: u64, agents: u32, rounds: u32) -> RunInput {
    RunInput {
        document: DOCUMENT.to_owned(),
        goal: "Will the night ferry be closed by June?".to_owned(),
        seed: Seed::try_from(seed).unwrap(),
        agents,
        rounds,
        horizon_days: 90,
        events: Vec::new(),
        economy: false,
        recommender: Recommender::default(),
        cast: CastBy::Rules,
        forked_at: None,
        beliefs: BeliefOptions::default(),
    }
}

/// A folder for many runs, in memory where there is a place for that: flushing to a disk costs more than the run, and
/// what a flush is good for, a power cut, no test brings about.
pub(crate) fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_elsewhere| tempfile::tempdir()).unwrap()
}

pub(crate) fn store(path: &Path, input: &RunInput) -> DirectoryStore {
    loop {
        match DirectoryStore::open(path, &RunIdentity::of(input)) {
            // A write that was under way when a host died here holds the lock until it is done.
            Err(OpenError::Busy) => std::thread::yield_now(),
            opened => return opened.unwrap(),
        }
    }
}

/// Plays a run with this mind until its host dies.
pub(crate) async fn play_until_death(
    dying: &Dying,
    mind: &dyn Mind,
    input: &RunInput,
    execution: Execution,
) {
    tokio::select! {
        ended = play(dying, mind, input, execution) => { ended.unwrap(); }
        () = dying.is_dead() => {}
    }
}

/// Plays a run with this mind, where the directory stands.
pub(crate) async fn play(
    store: &dyn CheckpointStore,
    mind: &dyn Mind,
    input: &RunInput,
    execution: Execution,
) -> Result<Ended, DriveError> {
    let cancel = CancellationToken::new();
    Drive {
        mind,
        store,
        observer: &Unwatched,
        cancel: &cancel,
        inbox: &Inbox::default(),
        execution,
    }
    .run(input)
    .await
}

/// The whole committed log.
pub(crate) fn log(store: &DirectoryStore) -> Vec<u8> {
    let folder = store.folder();
    let rounds = folder.rounds().unwrap();
    rounds.iter().flat_map(|stored| folder.events(stored).unwrap()).collect()
}

/// The log of a run that nothing disturbs.
pub(crate) async fn undisturbed(input: &RunInput) -> Vec<u8> {
    let directory = scratch();
    let store = store(directory.path(), input);
    play(&store, &RuleMind, input, Execution::default()).await.unwrap();
    log(&store)
}
