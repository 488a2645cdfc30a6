//! What the finished runs of an ensemble say together, and whether another one is played. The database knows which are
//! finished; their forecasts are among their artifacts. Once no more are played, the pool is written and the job handed over.

use simswarm_blob::Error;
use simswarm_core::JobId;
use simswarm_core::artifact::{Artifact, artifact_key, ensemble_key};
use simswarm_core::failure::FailureKind;
use simswarm_core::job::{EnsembleSummary, FailedRun, JobStatus, PooledForecast};
use simswarm_projection::ensemble::{Pool, PooledEvent};
use simswarm_projection::forecast::Forecast;
use simswarm_store::injection::Injected;
use simswarm_store::run::Run;

use super::context::STORE_AWAY;
use super::fault::Fault;
use super::finalize::{hand_over, put};
use super::give_up::Played;
use super::{Context, NextRun, Pooled};

/// A forecast is a few numbers.
const MAX_BYTES: u64 = 1024 * 1024;

/// One try. While it is a store that is missing, the job says so; the hand-over takes that word back.
pub(super) async fn pool(context: &Context, job: JobId) -> Result<Pooled, Fault> {
    let outcome = decide(context, job).await;
    if outcome.is_err_and(Fault::may_pass) {
        context.say_waiting(job, Some(STORE_AWAY)).await;
    }
    outcome
}

async fn decide(context: &Context, id: JobId) -> Result<Pooled, Fault> {
    let mut tx = context.store.begin().await?;
    let job = tx.jobs().get(id).await?;
    let runs = tx.runs().list_by_job(id).await?;
    let injected = tx.injections().list(id).await?;
    tx.commit().await?;
    if matches!(job.status, JobStatus::Reporting | JobStatus::Completed) {
        // Handed over before, by a try whose answer was lost.
        return Ok(Pooled { next: None });
    }
    let played = Played::of(&runs);
    let mut forecasts = Vec::with_capacity(played.finished.len());
    for run in &played.finished {
        forecasts.push(forecast(context, run).await?);
    }
    let failed = played.failed.iter().map(|(run, reason)| FailedRun {
        replicate: run.replicate + 1,
        reason: (*reason).to_owned(),
    });
    let pool = Pool::of_finished(&forecasts, job.replicates, failed.collect());
    let told = injected.into_iter().map(told).collect();
    let pool = Pool { told, ..pool };
    match (pool.ended, played.next, played.finished.first()) {
        (None, Some(next), _) => {
            Ok(Pooled { next: Some(NextRun { replicate: next.replicate, attempts: next.attempt }) })
        }
        (Some(_), _, Some(first)) => {
            write(context, &pool, first).await?;
            Ok(Pooled { next: None })
        }
        (None, None, _) | (Some(_), _, None) => Err(Fault::decided(FailureKind::Internal)),
    }
}

fn told(Injected { event, round, told, .. }: Injected) -> PooledEvent {
    PooledEvent { text: event.text, round, runs: told.into_iter().map(|run| run + 1).collect() }
}

async fn forecast(context: &Context, run: &Run) -> Result<Forecast, Fault> {
    let key = artifact_key(run.id, Artifact::Forecast);
    let bytes = match Box::pin(context.blob.get(&key, MAX_BYTES)).await {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Err(Fault::decided(FailureKind::Internal)),
        Err(error) => return Err(Fault::of_store(&error, "the object store")),
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        tracing::error!(run.id = %run.id, %error, "the forecast of a finished run cannot be read");
        Fault::decided(FailureKind::Internal)
    })
}

/// The object first: where the row says that there is an ensemble, it is there.
async fn write(context: &Context, pool: &Pool, first: &Run) -> Result<(), Fault> {
    let bytes = serde_json::to_vec(pool).map_err(|error| {
        tracing::error!(job.id = %first.job_id, %error, "an ensemble cannot be written");
        Fault::decided(FailureKind::Internal)
    })?;
    put(context, &ensemble_key(first.job_id), bytes).await?;
    let mut tx = context.store.begin().await?;
    tx.jobs().set_ensemble(first.job_id, &summary(pool)).await?;
    hand_over(context, &mut tx, first).await?;
    tx.commit().await?;
    context.tell_status(first.job_id).await;
    Ok(())
}

/// The polls on the main issue, or else its market.
fn summary(pool: &Pool) -> EnsembleSummary {
    let polled = pool.issues.get(pool.main()).and_then(|issue| issue.forecast.as_ref());
    let market = pool.markets.first().and_then(|market| market.forecast.as_ref());
    let forecast = polled.or(market).and_then(|pooled| {
        let interval = pooled.interval?;
        Some(PooledForecast {
            probability: pooled.centre,
            low: interval.low,
            high: interval.high,
            level: pool.level,
        })
    });
    let likeliest = pool.ranked.first().and_then(|place| pool.issues.get(*place));
    EnsembleSummary {
        planned: pool.planned,
        replicates: pool.replicates,
        failed: pool.failed.clone(),
        likeliest: likeliest.map(|issue| issue.proposition.clone()),
        forecast,
    }
}
