//! Tells a running simulation that something happens, and shows what it was told.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use simswarm_core::contract::workflow::{INJECT_EVENT, InjectEvent};
use simswarm_core::{Ambient, InjectionId};
use simswarm_store::Store;
use simswarm_store::injection::{Injected, NewInjection};
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
    /// The committed round whose turns were told of it; null until then.
    pub round: Option<u32>,
}

/// What happens to a run from outside.
#[derive(Debug, Serialize, ToSchema)]
pub struct Injections {
    /// What was planned when the job was created.
    pub planned: Vec<EventBody>,
    /// What was told while it was played, as it came.
    pub injected: Vec<InjectionView>,
}

impl From<Injected> for InjectionView {
    fn from(Injected { id, event, created_at, round, .. }: Injected) -> Self {
        Self { id: id.into(), news: event.into(), created_at, round }
    }
}

/// Tell a running simulation that something happens
///
/// The next round whose turns are not made yet is told of it. Until then `round` is null.
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
    let run = tx.runs().find_by_job(id).await?.ok_or(ApiError::NotFound("job"))?;
    if let Some(key) = &body.key
        && let Some(known) = tx.injections().find_by_key(run.id, key).await?
    {
        return Ok((StatusCode::ACCEPTED, Json(known.into())));
    }
    let next = run.rounds_committed + 1;
    if !status.is_to_be_played() || next > run.size.rounds {
        return Err(ApiError::NothingToTell);
    }
    let event = body.news.in_round(next);
    let sound = event.check(run.size.rounds);
    sound.map_err(|error| ApiError::field("text", format!("cannot be told: {error}")))?;
    if tx.injections().list(run.id).await?.len() >= MAX_INJECTIONS {
        return Err(ApiError::TooManyEvents { max: MAX_INJECTIONS });
    }
    let injection_id = InjectionId::from(ambient.new_uuid());
    let new = NewInjection { id: injection_id, run_id: run.id, event, request_key: body.key };
    tx.injections().insert(&new, now).await?;
    let intent = InjectEvent { job_id: id, injection_id };
    tx.outbox().push(INJECT_EVENT, id, &intent, &*ambient).await?;
    let told = tx.injections().get(injection_id).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, injection.id = %injection_id, "a run is to be told of an event");
    Ok((StatusCode::ACCEPTED, Json(told.into())))
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
    let injected = match tx.runs().find_by_job(id).await? {
        Some(run) => tx.injections().list(run.id).await?,
        None => Vec::new(),
    };
    Ok(Json(Injections {
        planned: job.settings.events.into_iter().map(EventBody::from).collect(),
        injected: injected.into_iter().map(InjectionView::from).collect(),
    }))
}
