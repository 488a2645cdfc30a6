//! `GET /health`: whether a job can be handed in.

use axum::extract::State;
use axum::http::StatusCode;
use simswarm_core::contract::pod::PodHealth;

use crate::extract::Json;
use crate::pod::Pod;

pub(super) async fn show(State(pod): State<Pod>) -> (StatusCode, Json<PodHealth>) {
    let (status, reason) = if pod.is_going() {
        (StatusCode::SERVICE_UNAVAILABLE, Some("the pod is going away".to_owned()))
    } else {
        (StatusCode::OK, None)
    };
    let health =
        PodHealth { ready: reason.is_none(), reason, versions: simswarm_drive::versions() };
    (status, Json(health))
}
