//! What a user tells a run while it is played is part of it, whatever dies afterwards.

use simswarm_core::contract::pod::Injection;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_drive::mind::RuleMind;
use simswarm_drive::{CheckpointStore, Drive, Ended, Execution, Inbox, Observer, Progress};
use tokio_util::sync::CancellationToken;

use crate::kill::{Death, Dying};
use crate::world::{input, log, scratch, store, undisturbed};

const TEXT: &str = "The ministry has stopped the closure of the night ferry.";

fn injection() -> Injection {
    let id = "018f0000-0000-7000-8000-000000000007".parse().unwrap();
    Injection { id, event: ExogenousEvent::plain(1, TEXT.to_owned()) }
}

/// Tells the run while round 2 is asked.
struct Teller<'a>(&'a Inbox);

impl Observer for Teller<'_> {
    fn observe(&self, progress: &Progress<'_>) {
        if matches!(progress, Progress::RoundBegan { round: 2, .. }) {
            self.0.put(injection());
        }
    }
}

/// Plays the run until it ends or its host dies.
async fn play(kept: &dyn CheckpointStore, dying: Option<&Dying>, inbox: &Inbox) -> Option<Ended> {
    let cancel = CancellationToken::new();
    let drive = Drive {
        mind: &RuleMind,
        store: kept,
        observer: &Teller(inbox),
        cancel: &cancel,
        inbox,
        execution: Execution::default(),
    };
    let input = input(5, 8, 6);
    match dying {
        None => Some(drive.run(&input).await.unwrap()),
        Some(dying) => tokio::select! {
            ended = drive.run(&input) => Some(ended.unwrap()),
            () = dying.is_dead() => None,
        },
    }
}

#[tokio::test]
async fn an_event_reaches_the_next_round_once_whenever_its_host_dies() {
    let input = input(5, 8, 6);
    let directory = scratch();
    let whole = store(directory.path(), &input);
    play(&whole, None, &Inbox::default()).await.unwrap();
    let text = String::from_utf8(log(&whole)).unwrap();
    let told: Vec<_> = text.lines().filter(|line| line.contains("\"exogenous\"")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains(TEXT)
            && told[0].contains("\"round\":3")
            && told[0].contains("\"injected\"")
            && told[0].contains("[{\"issue\":\"i0\",\"position\":-0.8}],\"stances_read\":true"),
        "{told:?}"
    );
    assert_ne!(log(&whole), undisturbed(&input).await);

    // Around round 3, whose answers and whose log are a write each; a world is kept with round 5.
    let deaths = (4..=12).flat_map(|write| [Death::BeforeWrite(write), Death::AfterWrite(write)]);
    for death in deaths {
        let directory = scratch();
        let dying = Dying::new(store(directory.path(), &input), death);
        let ended = play(&dying, Some(&dying), &Inbox::default()).await;
        assert_eq!(ended, None, "{death:?}");
        drop(dying);

        let survivor = store(directory.path(), &input);
        // Whoever goes on is told again of what came in round 2 and no committed round has, unless round 2 is asked again.
        let inbox = Inbox::default();
        let rounds = survivor.folder().rounds().unwrap();
        let is_noted = rounds.iter().any(|stored| !stored.injected.is_empty());
        let is_past = rounds.len() > 2 || survivor.load().await.unwrap().pending.contains_key(&2);
        if is_past && !is_noted {
            inbox.put(injection());
        }
        play(&survivor, None, &inbox).await.unwrap();

        assert!(log(&survivor) == log(&whole), "killed {death:?}");
        let rounds = survivor.folder().rounds().unwrap();
        let noted: Vec<_> = rounds.iter().filter(|stored| !stored.injected.is_empty()).collect();
        assert_eq!((noted.len(), noted[0].round), (1, 3));
    }
}
