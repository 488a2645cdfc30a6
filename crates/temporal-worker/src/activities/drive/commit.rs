//! From uploaded to committed: a round counts once its objects were read back and its row was written by
//! the attempt that plays the run. Only then is it shown.

use futures::try_join;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::live::{LiveMessage, LogEvent, Progress};
use simswarm_core::contract::pod::{Stored, StoredObject};
use simswarm_core::failure::FailureKind;
use simswarm_core::job::Stage;
use simswarm_store::segment::Object;

use super::super::fault::Fault;
use super::super::objects;
use super::session::Session;

/// Checks, commits and shows a round.
pub(super) async fn commit(session: &Session<'_>, stored: &Stored) -> Result<(), Fault> {
    let log = verify(session, stored).await?;
    write(session, stored).await?;
    show(session, stored, log).await;
    Ok(())
}

/// Reads everything back that a later attempt or a reader rests on. Answers the round's log.
async fn verify(session: &Session<'_>, stored: &Stored) -> Result<Vec<LogEvent>, Fault> {
    let read = async |kind: RoundObject, said: &StoredObject| {
        let object = Object {
            key: kind.key(session.run().id, session.attempt(), stored.round),
            sha256: said.sha256.clone(),
            length: said.length,
        };
        objects::read(session.context(), &object).await
    };
    let snapshot = async {
        match &stored.snapshot {
            Some(said) => read(RoundObject::World, said).await.map(Some),
            None => Ok(None),
        }
    };
    let (log, _, _, _) = try_join!(
        read(RoundObject::Events, &stored.events),
        read(RoundObject::Answers, &stored.answers),
        read(RoundObject::Operations, &stored.operations),
        snapshot,
    )?;
    parse(&log, stored).ok_or_else(|| {
        tracing::error!(run.id = %session.run().id, round = stored.round, "log of a round is no log");
        Fault::decided(FailureKind::HostBad)
    })
}

/// The events of the log, if they are those that were announced, numbered without a gap.
fn parse(log: &[u8], stored: &Stored) -> Option<Vec<LogEvent>> {
    let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let events: Vec<LogEvent> = lines.map(serde_json::from_slice).collect::<Result<_, _>>().ok()?;
    let numbered = events.iter().map(|event| event.seq).eq(stored.seq_from..=stored.seq_to);
    let of_this_round = events.iter().all(|event| event.round == stored.round);
    (numbered && of_this_round).then_some(events)
}

async fn write(session: &Session<'_>, stored: &Stored) -> Result<(), Fault> {
    let context = session.context();
    let mut tx = context.store.begin().await?;
    let now = context.ambient.now();
    tx.segments().commit(session.run().id, session.attempt(), stored, now).await?;
    tx.injections().applied(session.run().id, &stored.injected, stored.round).await?;
    if stored.round > 0 {
        tx.jobs().set_stage(session.run().job_id, Stage::Simulating).await?;
    }
    Ok(tx.commit().await?)
}

async fn show(session: &Session<'_>, stored: &Stored, log: Vec<LogEvent>) {
    let run = session.run();
    let ensemble = session.ensemble();
    let progress = Progress {
        round: stored.round,
        rounds: run.size.rounds,
        agents: run.size.agents,
        seq: ensemble.first_seq.unwrap_or(stored.seq_to),
        attempt: session.attempt(),
        replicate: run.replicate + 1,
        replicates: ensemble.replicates,
    };
    // A stream has one log, numbered without a gap: of several runs, the first one's.
    let shown = if ensemble.first_seq.is_none() { log } else { Vec::new() };
    let events = shown.into_iter().map(LiveMessage::Event);
    let messages: Vec<_> = events.chain([LiveMessage::Progress(progress)]).collect();
    session.context().publish(run.job_id, &messages).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(round: u32, seq_from: u64, seq_to: u64) -> Stored {
        let object = StoredObject { object: String::new(), sha256: String::new(), length: 0 };
        Stored {
            round,
            seq_from,
            seq_to,
            events: object.clone(),
            answers: object.clone(),
            snapshot: None,
            operations: object,
            injected: Vec::new(),
        }
    }

    const LOG: &[u8] = b"{\"v\":1,\"seq\":4,\"round\":2,\"type\":\"a\",\"data\":{}}\n\
        {\"v\":1,\"seq\":5,\"round\":2,\"type\":\"b\",\"data\":{\"x\":1}}\n";

    #[test]
    fn a_log_is_taken_only_as_it_was_announced() {
        assert_eq!(parse(LOG, &stored(2, 4, 5)).unwrap().len(), 2);
        assert!(parse(LOG, &stored(2, 4, 6)).is_none(), "an event is missing");
        assert!(parse(LOG, &stored(2, 3, 5)).is_none(), "the first one is missing");
        assert!(parse(LOG, &stored(3, 4, 5)).is_none(), "another round's");
        assert!(parse(b"garbage", &stored(2, 4, 5)).is_none());
    }
}
