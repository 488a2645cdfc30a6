//! `POST /grants`: leave to upload more, or the same objects again under new URLs.

use axum::extract::State;
use simswarm_core::contract::pod::{Grants, PodStatus};

use crate::error::ApiError;
use crate::extract::Json;
use crate::pod::Pod;

pub(super) async fn give(
    State(pod): State<Pod>,
    Json(grants): Json<Grants>,
) -> Result<Json<PodStatus>, ApiError> {
    let job = pod.job().ok_or_else(ApiError::no_job)?;
    job.grants
        .give(&grants.grants)
        .map_err(|error| ApiError::unprocessable("invalid_grant", error.to_string()))?;
    Ok(Json(job.status()))
}
