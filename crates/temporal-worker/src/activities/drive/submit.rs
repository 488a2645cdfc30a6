//! The hand-over of a run to a pod: its input, where it goes on, and leave for its first rounds.

use std::time::Duration;

use simswarm_blob::Audience;
use simswarm_core::contract::pod::{JobRequest, Resume, RunInput, SegmentLink, SnapshotLink};
use simswarm_core::failure::FailureKind;
use simswarm_core::run_settings::RunSettings;
use simswarm_store::segment::Segment;

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
    tx.commit().await?;
    let RunSettings { events, economy, recommender, beliefs } = input.settings;
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
            beliefs,
            forked_at: run.fork_round,
        },
        pace_ms: u64::try_from(context.settings.pace.as_millis()).unwrap_or(u64::MAX),
        lease_s: context.settings.lease.as_secs(),
        resume: resume(context, snapshot, &segments).await?,
        grants: grants::for_rounds(context, (run.id, session.attempt()), ahead).await?,
        injections,
    })
}

/// Where the run goes on; nothing for a run of which nothing is committed.
async fn resume(
    context: &Context,
    snapshot: Option<Segment>,
    segments: &[Segment],
) -> Result<Option<Resume>, Fault> {
    if snapshot.is_none() && segments.is_empty() {
        return Ok(None);
    }
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
    Ok(Some(Resume { snapshot, segments: links }))
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
