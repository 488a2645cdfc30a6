//! Leaves a run after one of its rounds, with a change: a job of its own, whose rounds up to there are the other's.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use simswarm_core::contract::workflow::{START_SIMULATION, StartSimulation};
use simswarm_core::document::Seed;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::job::{Size, SizeRange, TierBounds};
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::RunSettings;
use simswarm_core::{Ambient, RunId};
use simswarm_store::Store;
use simswarm_store::job::NewFork;
use simswarm_store::run::{NewRun, Run};
use utoipa::ToSchema;

use super::create::Quota;
use super::settings::{EventBody, refusal};
use super::show::view;
use super::view::JobView;
use crate::error::{ApiError, FieldError};
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::{BodyErrors, JobErrors, NoCheckpoint};
use crate::words::RecommenderWord;

/// Where to leave, and what is otherwise from there on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ForkJob {
    /// The last round that both have: one that is played.
    #[schema(minimum = 0)]
    pub round: u32,
    /// Of which of the job's runs, counted from 1.
    #[serde(default = "first")]
    #[schema(default = 1, minimum = 1)]
    pub replicate: u32,
    /// Another seed of chance.
    #[schema(value_type = Option<u64>, maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<Seed>,
    /// Another last round, within the tier's bounds and after the one that is left. Events that were planned for later are
    /// dropped.
    #[schema(minimum = 1)]
    pub rounds: Option<u32>,
    /// What happens besides, each event in a later round. With those of the other job, 20 at most.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub events: Vec<EventBody>,
    /// Another ranking of feeds.
    #[schema(value_type = Option<RecommenderWord>)]
    pub recommender: Option<Recommender>,
}

fn first() -> u32 {
    1
}

impl ForkJob {
    /// The size of the fork of a run of that size, which has something left to play.
    fn size(&self, before: Size, bounds: &TierBounds) -> Result<Size, ApiError> {
        // Where no rounds are added there is nothing after the last one.
        let last = before.rounds.saturating_sub(self.rounds.is_none().into());
        if self.round > last {
            return Err(ApiError::field("round", format!("must be at most {last}")));
        }
        let Some(rounds) = self.rounds else { return Ok(before) };
        let SizeRange { min, max, .. } = bounds.rounds;
        if !(min..=max).contains(&rounds) {
            let reason = format!("must be between {min} and {max} in this tier");
            return Err(ApiError::field("rounds", reason));
        }
        if rounds <= self.round {
            let reason = format!("must be more than {}, the last round that both have", self.round);
            return Err(ApiError::field("rounds", reason));
        }
        Ok(Size { rounds, ..before })
    }

    /// The settings of the fork of `run`, which is played by `before`.
    fn settings(
        self,
        run: &Run,
        rounds: u32,
        before: RunSettings,
    ) -> Result<RunSettings, ApiError> {
        let mut events = before.events;
        events.retain(|event| event.round <= rounds);
        let known = events.len();
        let further = self.events.into_iter().map(ExogenousEvent::from);
        events.extend(further);
        let recommender = self.recommender.unwrap_or(before.recommender);
        let settings = RunSettings { events, recommender, ..before };
        settings.check(rounds).map_err(|error| refusal(&error, known))?;
        let early = settings.events.iter().skip(known).position(|event| event.round <= self.round);
        if let Some(place) = early {
            let reason = format!("cannot happen: its round must be after round {}", self.round);
            return Err(ApiError::Invalid(vec![FieldError::new(
                format!("events.{place}"),
                reason,
            )]));
        }
        if run.last_seq == 0 || self.round > run.rounds_committed {
            let (round, committed) = (self.round, run.rounds_committed);
            return Err(ApiError::NoCheckpoint { round, committed });
        }
        Ok(settings)
    }
}

/// Leave a run after a round
///
/// A new job that has the rounds of the other one's run up to that round, and goes on from there with another seed,
/// another number of rounds, further events or another ranking of feeds. The other job may still run; it stays as it is.
#[utoipa::path(
    post, path = "/jobs/{job_id}/fork", tag = "jobs", operation_id = "fork_job",
    security(("bearer" = [])), params(JobPath), request_body = ForkJob,
    responses(
        (status = 201, description = "The fork is accepted", body = JobView),
        JobErrors, BodyErrors, NoCheckpoint
    )
)]
#[expect(clippy::too_many_arguments, reason = "each is a part that it uses")]
pub async fn fork(
    caller: Caller,
    JobPath(origin): JobPath,
    State(store): State<Store>,
    State(quota): State<Quota>,
    State(ambient): State<Arc<dyn Ambient>>,
    Json(body): Json<ForkJob>,
) -> Result<(StatusCode, Json<JobView>), ApiError> {
    let now = ambient.now();
    quota.check(caller.user, now)?;
    let mut tx = store.begin().await?;
    // Locked, so that it is not deleted meanwhile.
    tx.jobs().lock(origin, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    let job = tx.jobs().get(origin).await?;
    let replicate = body.replicate.checked_sub(1);
    let replicate = replicate.ok_or_else(|| ApiError::field("replicate", "must be at least 1"))?;
    let run = tx.runs().find_replicate(origin, replicate).await?;
    let run = run.ok_or(ApiError::NotFound("run"))?;
    let (round, seed) = (body.round, body.seed.unwrap_or(run.seed));
    let bounds = tx.routing().get(job.tier).await.map_err(ApiError::from_store)?.bounds;
    let size = body.size(run.size, &bounds)?;
    let settings = body.settings(&run, size.rounds, job.settings)?;
    quota.require_room(&mut tx, caller.user).await?;
    let new = NewFork { origin, seed, rounds: size.rounds, settings: &settings };
    let id = tx.jobs().insert_fork(new, now).await?;
    let new = NewRun {
        id: RunId::from(ambient.new_uuid()),
        job_id: id,
        replicate: 0,
        seed,
        size,
        fork: Some((run.id, round)),
    };
    tx.runs().insert(&new, now).await?;
    tx.outbox().push(START_SIMULATION, id, &StartSimulation { job_id: id }, &*ambient).await?;
    let job = view(&mut tx, id, caller).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, job.origin = %origin, "a fork was accepted");
    Ok((StatusCode::CREATED, Json(job)))
}
