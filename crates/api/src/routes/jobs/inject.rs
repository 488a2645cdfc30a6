//! Tells a running simulation that something happens, and shows what it was told: each of its runs that is not over.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use simswarm_core::contract::workflow::{INJECT_EVENT, InjectEvent};
use simswarm_core::{Ambient, InjectionId};
use simswarm_store::Store;
use simswarm_store::injection::{Injected, NewInjection};
use simswarm_store::run::Run;
use utoipa::ToSchema;
use uuid::Uuid;

use super::settings::{EventBody, NewsBody};
use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::{BodyErrors, JobErrors, NotAllowedNow};

/// The most events that a run can be told while it is played.
const MAX_INJECTIONS: usize = 100;
const MAX_KEY_CHARS: usize = 100;

/// What is told.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InjectBody {
    /// The same request sent again with the same key is told once.
    #[schema(min_length = 1, max_length = 100)]
    pub key: Option<String>,
    #[serde(flatten)]
    pub news: NewsBody,
}

/// An event that was put into a run.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Injection)]
pub struct InjectionView {
    pub id: Uuid,
    #[serde(flatten)]
    pub news: NewsBody,
    pub created_at: DateTime<Utc>,
    /// The committed round whose turns were told of it, in the first run that was; null until then. Runs that are played later
    /// are told in the same round.
    pub round: Option<u32>,
    /// How many of the job's runs were told so far.
    pub runs_told: u32,
    /// How many were played to their end without being told: their forecasts know nothing of it.
    pub runs_without: u32,
}

/// What happens to a run from outside.
#[derive(Debug, Serialize, ToSchema)]
pub struct Injections {
    /// What was planned when the job was created.
    pub planned: Vec<EventBody>,
    /// What was told while it was played, as it came.
    pub injected: Vec<InjectionView>,
}

impl InjectionView {
    /// The view of what was told to a job that has these runs.
    fn new(Injected { id, event, created_at, round, told, .. }: Injected, runs: &[Run]) -> Self {
        let number = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
        let without = runs.iter().filter(|run| !run.has_more() && !told.contains(&run.replicate));
        let (runs_told, runs_without) = (number(told.len()), number(without.count()));
        Self { id: id.into(), news: event.into(), created_at, round, runs_told, runs_without }
    }
}

/// Tell a running simulation that something happens
///
/// The next round whose turns are not made yet is told of it. Until then `round` is null. Of several runs, each that is not
/// over is told.
#[utoipa::path(
    post, path = "/jobs/{job_id}/events", tag = "jobs", operation_id = "inject_event",
    security(("bearer" = [])), params(JobPath), request_body = InjectBody,
    responses(
        (status = 202, description = "It will be told, or was with this key", body = InjectionView),
        JobErrors, BodyErrors, NotAllowedNow
    )
)]
pub async fn inject(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(ambient): State<Arc<dyn Ambient>>,
    Json(body): Json<InjectBody>,
) -> Result<(StatusCode, Json<InjectionView>), ApiError> {
    check_key(body.key.as_deref())?;
    let now = ambient.now();
    let mut tx = store.begin().await?;
    // Locked: of two equal requests at once, the second one waits here and then sees the first one's row.
    let status = tx.jobs().lock(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    let runs = tx.runs().list_by_job(id).await?;
    let first = runs.first().ok_or(ApiError::NotFound("job"))?.id;
    if let Some(key) = &body.key
        && let Some(known) = tx.injections().find_by_key(first, key).await?
    {
        return Ok((StatusCode::ACCEPTED, Json(InjectionView::new(known, &runs))));
    }
    // They are played one after the other.
    let playing = runs.iter().find(|run| run.has_more()).filter(|_| status.is_to_be_played());
    let run = playing.ok_or(ApiError::NothingToTell)?;
    let event = body.news.in_round(run.rounds_committed + 1);
    let sound = event.check(run.size.rounds);
    sound.map_err(|error| ApiError::field("text", format!("cannot be told: {error}")))?;
    if tx.injections().list(id).await?.len() >= MAX_INJECTIONS {
        return Err(ApiError::TooManyEvents { max: MAX_INJECTIONS });
    }
    let injection_id = InjectionId::from(ambient.new_uuid());
    let new = NewInjection { id: injection_id, run_id: first, event, request_key: body.key };
    tx.injections().insert(&new, now).await?;
    let intent = InjectEvent { job_id: id, injection_id };
    tx.outbox().push(INJECT_EVENT, id, &intent, &*ambient).await?;
    let told = tx.injections().get(injection_id).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, injection.id = %injection_id, "a run is to be told of an event");
    Ok((StatusCode::ACCEPTED, Json(InjectionView::new(told, &runs))))
}

fn check_key(key: Option<&str>) -> Result<(), ApiError> {
    match key {
        Some(key) if key.is_empty() || key.contains('\0') => {
            Err(ApiError::field("key", "must be text"))
        }
        Some(key) if key.chars().count() > MAX_KEY_CHARS => {
            Err(ApiError::field("key", format!("may have at most {MAX_KEY_CHARS} characters")))
        }
        Some(_) | None => Ok(()),
    }
}

/// What happens to the run from outside: what was planned, and what was told
#[utoipa::path(
    get, path = "/jobs/{job_id}/injections", tag = "jobs", operation_id = "list_injections",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "All of it", body = Injections), JobErrors)
)]
pub async fn injections(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
) -> Result<Json<Injections>, ApiError> {
    let mut tx = store.begin().await?;
    let job = tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    let injected = tx.injections().list(id).await?;
    let runs = tx.runs().list_by_job(id).await?;
    Ok(Json(Injections {
        planned: job.settings.events.into_iter().map(EventBody::from).collect(),
        injected: injected.into_iter().map(|it| InjectionView::new(it, &runs)).collect(),
    }))
}
