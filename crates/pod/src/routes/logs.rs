//! `GET /logs`: the newest lines of this pod's log.

use axum::extract::State;
use serde::Deserialize;
use simswarm_core::contract::pod::PodLogs;

use crate::error::ApiError;
use crate::extract::{Json, Query};
use crate::pod::Pod;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default = "usual_tail")]
    tail: usize,
    #[serde(default)]
    source: Source,
}

/// Whose log: so far there is one program on a pod.
#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "lowercase")]
enum Source {
    #[default]
    All,
    Pod,
}

fn usual_tail() -> usize {
    100
}

pub(super) async fn show(
    State(pod): State<Pod>,
    Query(asked): Query<Asked>,
) -> Result<Json<PodLogs>, ApiError> {
    match asked.source {
        Source::All | Source::Pod => Ok(Json(pod.log().tail(asked.tail))),
    }
}
