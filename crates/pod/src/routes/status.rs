//! `GET /status`: how far the job is, and what it waits for.

use axum::extract::State;
use simswarm_core::contract::pod::PodStatus;

use crate::extract::Json;
use crate::pod::Pod;

pub(super) async fn show(State(pod): State<Pod>) -> Json<PodStatus> {
    Json(pod.status())
}
