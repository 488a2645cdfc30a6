//! `POST /job`: the one job of this pod.

use axum::extract::State;
use axum::http::StatusCode;
use simswarm_core::contract::pod::{JobRequest, PodStatus, Versions};

use crate::error::ApiError;
use crate::extract::Json;
use crate::pod::{Pod, Taken};

pub(super) async fn submit(
    State(pod): State<Pod>,
    Json(request): Json<JobRequest>,
) -> Result<(StatusCode, Json<PodStatus>), ApiError> {
    check_versions(&request.versions)?;
    let taken = pod
        .take(request)
        .map_err(|error| ApiError::unprocessable("invalid_grant", error.to_string()))?;
    match taken {
        Taken::Begun => Ok((StatusCode::ACCEPTED, Json(pod.status()))),
        Taken::KnownAlready => Ok((StatusCode::OK, Json(pod.status()))),
        Taken::Busy(job) => {
            let detail = format!("this pod has run {}, attempt {}", job.run_id, job.attempt);
            Err(ApiError::new(StatusCode::CONFLICT, "another_run", detail))
        }
        Taken::Going => {
            Err(ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "going", "the pod is going away"))
        }
    }
}

fn check_versions(named: &Versions) -> Result<(), ApiError> {
    let ours = simswarm_drive::versions();
    if *named == ours {
        return Ok(());
    }
    let words = |versions: &Versions| {
        let Versions { protocol, engine, checkpoint } = versions;
        format!("protocol {protocol}, engine {engine}, checkpoint {checkpoint}")
    };
    let detail = format!("the job names {}; this pod has {}", words(named), words(&ours));
    Err(ApiError::unprocessable("version_mismatch", detail))
}
