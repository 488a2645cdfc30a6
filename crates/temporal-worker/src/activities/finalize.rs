//! From committed rounds to artifacts: the log is read back, folded, written out, the manifest last.
//! Then, in one transaction, the job is handed to the report-worker; one of several runs is only noted as finished.

use std::sync::Arc;

use simswarm_core::artifact::{Artifact, artifact_key, manifest_key};
use simswarm_core::contract::job::{GENERATE_REPORT, GenerateReport};
use simswarm_core::failure::FailureKind;
use simswarm_core::job::JobStatus;
use simswarm_core::operations::{Operations, OperationsSummary};
use simswarm_core::{ReportId, RunId};
use simswarm_projection::read::{Line, lines};
use simswarm_projection::{Artifacts, Projector};
use simswarm_store::job::Change;
use simswarm_store::run::Run;
use simswarm_store::segment::Segment;
use simswarm_store::{StoreError, Tx};

use super::context::STORE_AWAY;
use super::fault::Fault;
use super::{AttemptRef, Context, objects};

/// Everything that the artifacts are made of.
struct Source {
    log: Vec<Vec<u8>>,
    operations: OperationsSummary,
}

/// The log, folded.
struct Folded {
    artifacts: Artifacts,
    operations: OperationsSummary,
}

/// One try. While it is a store that is missing, the job says so; the hand-over takes that word back.
pub(super) async fn finalize(context: &Context, input: AttemptRef) -> Result<(), Fault> {
    let outcome = fold_committed(context, input).await;
    if outcome.is_err_and(Fault::may_pass) {
        context.say_waiting(input.job_id, Some(STORE_AWAY)).await;
    }
    outcome
}

async fn fold_committed(context: &Context, input: AttemptRef) -> Result<(), Fault> {
    let mut tx = context.store.begin().await?;
    let job = tx.jobs().get(input.job_id).await?;
    let run = tx.runs().find_replicate(input.job_id, input.replicate).await?;
    let run = run.ok_or(Fault::decided(FailureKind::Internal))?;
    let segments = tx.segments().list(run.id).await?;
    tx.commit().await?;
    let is_handed_over = matches!(job.status, JobStatus::Reporting | JobStatus::Completed);
    if is_handed_over || run.finished_at.is_some() {
        // By an earlier try, whose answer was lost.
        return Ok(());
    }
    require_whole(&run, &segments)?;
    let operations = OperationsSummary {
        tier: Some(job.tier.as_str().to_owned()),
        attempts: Some(run.attempt),
        ..OperationsSummary::default()
    };
    let source = read(context, &segments, operations).await?;
    let folded = Arc::new(blocking(move || fold(source)).await?);
    write(context, run.id, &folded).await?;
    let mut tx = context.store.begin().await?;
    if job.replicates == 1 {
        hand_over(context, &mut tx, &run).await?;
    }
    tx.runs().finish(run.id, context.ambient.now()).await?;
    tx.commit().await?;
    context.tell_status(input.job_id).await;
    Ok(())
}

/// Every round from the opening to the last, each going on where the one before it ended.
fn require_whole(run: &Run, segments: &[Segment]) -> Result<(), Fault> {
    let rounds = segments.iter().map(|segment| segment.round);
    let starts = segments.iter().map(|segment| segment.seq_from);
    let expected = std::iter::once(1).chain(segments.iter().map(|segment| segment.seq_to + 1));
    let is_whole = rounds.eq(0..=run.size.rounds) && starts.eq(expected.take(segments.len()));
    if is_whole {
        Ok(())
    } else {
        tracing::error!(run.id = %run.id, "the committed rounds of the run are not whole");
        Err(Fault::decided(FailureKind::Internal))
    }
}

async fn read(
    context: &Context,
    segments: &[Segment],
    operations: OperationsSummary,
) -> Result<Source, Fault> {
    let mut rounds: Vec<Operations> = Vec::with_capacity(segments.len());
    let mut log = Vec::with_capacity(segments.len());
    for segment in segments {
        log.push(objects::read(context, &segment.events).await?);
        let bytes = objects::read(context, &segment.operations).await?;
        // A record that cannot be read costs a number in the manifest, not the run.
        rounds.push(serde_json::from_slice(&bytes).unwrap_or_default());
    }
    let OperationsSummary { tier, attempts, .. } = operations;
    let operations = OperationsSummary { tier, attempts, ..OperationsSummary::of(&rounds) };
    Ok(Source { log, operations })
}

/// Off the runtime's threads: it computes for long.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_died| Err(Fault::decided(FailureKind::Internal)))
}

fn broken(error: &dyn std::error::Error) -> Fault {
    tracing::error!(%error, "the log cannot be folded into artifacts");
    Fault::decided(FailureKind::Internal)
}

fn fold(source: Source) -> Result<Folded, Fault> {
    let mut projector = Projector::new();
    for line in source.log.iter().flat_map(|round| lines(round)) {
        match line.map_err(|error| broken(&error))? {
            Line::Known(event) => projector.push(&event).map_err(|error| broken(&error))?,
            Line::Later { seq } => projector.pass_over(seq).map_err(|error| broken(&error))?,
        }
    }
    Ok(Folded { artifacts: projector.finish(), operations: source.operations })
}

/// The manifest comes last: where it is, everything is.
async fn write(context: &Context, run: RunId, folded: &Arc<Folded>) -> Result<(), Fault> {
    for artifact in Artifact::ALL {
        put(context, &artifact_key(run, artifact), file(folded, artifact).await?).await?;
    }
    put(context, &manifest_key(run), file(folded, Artifact::RunManifest).await?).await
}

async fn file(folded: &Arc<Folded>, artifact: Artifact) -> Result<Vec<u8>, Fault> {
    let folded = Arc::clone(folded);
    blocking(move || {
        folded.artifacts.file(artifact, &folded.operations).map_err(|error| broken(&error))
    })
    .await
}

pub(super) async fn put(context: &Context, key: &str, bytes: Vec<u8>) -> Result<(), Fault> {
    let written = Box::pin(context.blob.put(key, "application/json", bytes.into())).await;
    written.map_err(|error| Fault::of_store(&error, "the object store"))
}

/// REPORTING, the report's row and its intent, in the caller's transaction, and once however often this is called.
pub(super) async fn hand_over(context: &Context, tx: &mut Tx, run: &Run) -> Result<(), StoreError> {
    let now = context.ambient.now();
    let id = ReportId::from(context.ambient.new_uuid());
    tx.jobs().advance(run.job_id, Change::Report, now).await?;
    let report = tx.reports().request(id, run.id, 0, now).await?;
    if report.id == id {
        let wake =
            GenerateReport { job_id: run.job_id, report_id: id, generation: report.generation };
        tx.outbox().push(GENERATE_REPORT, run.job_id, &wake, &*context.ambient).await?;
    }
    Ok(())
}
