//! A fork comes to one log, whoever dies on the way there, however many rounds it has.

use std::num::NonZeroU32;
use std::path::Path;

use simswarm_core::contract::pod::RunInput;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_drive::Execution;
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::RuleMind;
use tempfile::TempDir;

use crate::kill::{Death, Dying};
use crate::world::{input, log, play, play_until_death, scratch, store};

const SEED: u64 = 5;
const AGENTS: u32 = 6;
const ROUNDS: u32 = 6;

/// A run to its end, and what it was played from.
async fn origin(rounds: u32) -> (TempDir, RunInput) {
    let (directory, input) = (scratch(), input(SEED, AGENTS, rounds));
    play(&store(directory.path(), &input), &RuleMind, &input, Execution::default()).await.unwrap();
    (directory, input)
}

/// The folder of a fork, with the rounds that it takes over.
fn forked(at: &Path, from: &Path, input: &RunInput) -> DirectoryStore {
    let store = store(at, input);
    store.folder().fork_from(from, input.forked_at.unwrap()).unwrap();
    store
}

fn text(log: Vec<u8>) -> String {
    String::from_utf8(log).unwrap()
}

#[tokio::test]
async fn a_fork_to_more_rounds_and_to_fewer_is_played_to_its_own_end() {
    let (from, before) = origin(ROUNDS).await;
    let whole = text(log(&store(from.path(), &before)));
    // The last one goes on where the run had ended.
    for (after, rounds) in [(3, 9), (3, 4), (0, 2), (ROUNDS, 8)] {
        let input = RunInput { rounds, forked_at: Some(after), ..before.clone() };
        let directory = scratch();
        let store = forked(directory.path(), from.path(), &input);

        play(&store, &RuleMind, &input, Execution::default()).await.unwrap();

        let log = text(log(&store));
        let end = format!("\"round\":{rounds},\"type\":\"round_ended\"");
        assert!(log.lines().last().unwrap().contains(&end), "{after} to {rounds}");
        let marks: Vec<&str> = log.lines().filter(|it| it.contains("\"run_forked\"")).collect();
        let mark = format!(
            "\"round\":{},\"type\":\"run_forked\",\"data\":{{\"seed\":5,\"rounds\":{rounds}}}}}",
            after + 1
        );
        assert!(matches!(marks[..], [only] if only.ends_with(&mark)), "{marks:?}");
        let is_common = |line: &&str| {
            (0..=after).any(|round| line.contains(&format!(",\"round\":{round},\"type\"")))
        };
        let common =
            |log: &str| log.lines().filter(is_common).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(common(&log), common(&whole), "{after} to {rounds}");
    }
}

#[tokio::test]
async fn a_fork_of_another_length_comes_to_the_same_log_wherever_its_host_dies() {
    let (from, before) = origin(ROUNDS).await;
    for rounds in [4, 8] {
        let events = vec![ExogenousEvent::plain(4, "The council has ruled.".to_owned())];
        let input = RunInput { rounds, events, forked_at: Some(3), ..before.clone() };
        let undisturbed = scratch();
        let store = forked(undisturbed.path(), from.path(), &input);
        play(&store, &RuleMind, &input, Execution::default()).await.unwrap();
        let expected = log(&store);
        // No world is kept but the first one's and that after the fork: what lies between is played again.
        let snapshot_every = NonZeroU32::new(99).unwrap();
        let execution = Execution { snapshot_every, ..Execution::default() };
        for death in
            (0..2 * (rounds - 3)).flat_map(|n| [Death::BeforeWrite(n), Death::AfterWrite(n)])
        {
            let directory = scratch();
            let inner = forked(directory.path(), from.path(), &input);
            play_until_death(&Dying::new(inner, death), &RuleMind, &input, execution).await;
            let store = forked(directory.path(), from.path(), &input);

            play(&store, &RuleMind, &input, execution).await.unwrap();

            assert_eq!(log(&store), expected, "{death:?} of {rounds} rounds");
        }
    }
}
