//! The hand-over of a run to a pod: its input, where it goes on, and leave for its first rounds.

use std::ops::Range;
use std::time::Duration;

use simswarm_blob::Audience;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{
    AskedBy, CastingLink, JobRequest, PendingLink, Resume, RunInput, SegmentLink, SnapshotLink,
};
use simswarm_core::failure::FailureKind;
use simswarm_core::run_settings::RunSettings;
use simswarm_store::run::Run;
use simswarm_store::segment::Segment;
use simswarm_store::{StoreError, Tx};

use super::super::Context;
use super::super::context::versions;
use super::super::fault::Fault;
use super::grants::{self, ROUNDS_AHEAD};
use super::session::Session;

const LIFETIME: Duration = Duration::from_hours(1);

/// The body of `POST /job` for a session.
pub(super) async fn request(session: &Session<'_>) -> Result<JobRequest, Fault> {
    let context = session.context();
    let run = session.run();
    let mut tx = context.store.begin().await?;
    let input = tx.jobs().get_input(run.job_id).await?;
    let snapshot = tx.segments().find_newest_snapshot(run.id).await?;
    let segments = match &snapshot {
        Some(kept) => tx.segments().list_after_round(run.id, kept.round).await?,
        None => tx.segments().list(run.id).await?,
    };
    let injections = tx.injections().list_waiting(run).await?;
    let is_open = snapshot.is_none() && segments.is_empty();
    let answered = if is_open { answered_by_another(&mut tx, run).await? } else { None };
    tx.commit().await?;
    let RunSettings { events, economy, recommender, cast, beliefs } = input.settings;
    let next = session.next_round();
    let ahead = next..next.saturating_add(ROUNDS_AHEAD).min(run.size.rounds + 1);
    Ok(JobRequest {
        run_id: run.id,
        attempt: session.attempt(),
        versions: versions(),
        input: RunInput {
            document: input.document,
            goal: input.question,
            seed: run.seed,
            agents: run.size.agents,
            rounds: run.size.rounds,
            horizon_days: input.forecast_days.into(),
            events,
            economy,
            recommender,
            cast,
            beliefs,
            forked_at: run.fork_round,
        },
        pace_ms: u64::try_from(context.settings.pace.as_millis()).unwrap_or(u64::MAX),
        lease_s: context.settings.lease.as_secs(),
        resume: resume(session, snapshot, &segments).await?,
        casting: if is_open { casting(session, answered).await? } else { None },
        grants: grants::for_rounds(context, (run.id, session.attempt()), ahead).await?,
        injections,
    })
}

/// Where the run goes on; nothing for a run of which nothing is committed.
async fn resume(
    session: &Session<'_>,
    snapshot: Option<Segment>,
    segments: &[Segment],
) -> Result<Option<Resume>, Fault> {
    let context = session.context();
    let Some(last) = segments.last().or(snapshot.as_ref()) else { return Ok(None) };
    let pending = pending(session, last).await?;
    let mut links = Vec::with_capacity(segments.len());
    for segment in segments {
        links.push(SegmentLink {
            round: segment.round,
            answers_url: readable(context, &segment.answers.key).await?,
            events_sha256: segment.events.sha256.clone(),
        });
    }
    let snapshot = match snapshot.and_then(|kept| Some((kept.round, kept.seq_to, kept.snapshot?))) {
        None => None,
        Some((round, seq, object)) => Some(SnapshotLink {
            round,
            seq,
            url: readable(context, &object.key).await?,
            sha256: object.sha256,
        }),
    };
    Ok(Some(Resume { snapshot, segments: links, pending }))
}

/// Answers of the rounds after the `last` committed one, as far as lost attempts recorded them: a pod may have uploaded a round
/// and asked the next one before anybody committed the first. Those of the attempt that committed the last one and of any later
/// one were given in just that world, and of those of the second the pod itself sees to which world they belong.
async fn pending(session: &Session<'_>, last: &Segment) -> Result<Vec<PendingLink>, Fault> {
    let mut links = Vec::new();
    for round in (last.round + 1..).take(ROUNDS_AHEAD as usize) {
        let Some(key) = left_by(session, last.attempt..session.attempt(), round).await? else {
            break;
        };
        links.push(PendingLink { round, url: readable(session.context(), &key).await? });
    }
    Ok(links)
}

/// The key of the newest answers of a round that one of these attempts left.
async fn left_by(
    session: &Session<'_>,
    attempts: Range<u32>,
    round: u32,
) -> Result<Option<String>, Fault> {
    for attempt in attempts.rev() {
        let key = RoundObject::Answers.key(session.run().id, attempt, round);
        let left = Box::pin(session.context().blob.exists(&key)).await;
        if left.map_err(|error| Fault::of_store(&error, "the object store"))? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Where the answers lie that another run of the job was cast from: what is asked about the document does not depend on the
/// seed, and is paid once.
async fn answered_by_another(tx: &mut Tx, run: &Run) -> Result<Option<String>, StoreError> {
    for other in tx.runs().list_by_job(run.job_id).await? {
        if other.id != run.id
            && other.last_seq > 0
            && let Some(opening) = tx.segments().list(other.id).await?.into_iter().next()
        {
            return Ok(Some(opening.answers.key));
        }
    }
    Ok(None)
}

/// What was answered about the document before, by another run or else by the last attempt of this one that left anything.
async fn casting(
    session: &Session<'_>,
    answered: Option<String>,
) -> Result<Option<CastingLink>, Fault> {
    let (key, asked_by) = match answered {
        Some(key) => (key, AskedBy::AnotherRun),
        None => match left_by(session, 1..session.attempt(), 0).await? {
            Some(key) => (key, AskedBy::ThisRun),
            None => return Ok(None),
        },
    };
    let url = readable(session.context(), &key).await?;
    Ok(Some(CastingLink { url, asked_by }))
}

async fn readable(context: &Context, key: &str) -> Result<String, Fault> {
    match context.blob.presign_get(Audience::Pod, key, LIFETIME).await {
        Ok(url) => Ok(url.into_string()),
        Err(error) => {
            tracing::error!(%error, "no leave to read could be made");
            Err(Fault::decided(FailureKind::Internal))
        }
    }
}
