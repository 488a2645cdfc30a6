//! Accepts a job: its rows and an intent in one transaction, and nothing else on the way. What starts it is
//! the relay's business, so a job is accepted whatever else is away.

use std::sync::Arc;

use axum::extract::{FromRef, State};
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::workflow::{START_SIMULATION, StartSimulation};
use simswarm_core::document::{Document, Question, Seed, TextError};
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::job::{MAX_REPLICATES, SizeError, Tier, TierBounds};
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::RunSettings;
use simswarm_core::{Ambient, RunId, UserId};
use simswarm_store::job::{NewJob, SeedChoice};
use simswarm_store::run::NewRun;
use simswarm_store::{Store, Tx};
use utoipa::ToSchema;

use super::settings::{BeliefsBody, EventBody, refusal};
use super::show::view;
use super::view::JobView;
use crate::error::{ApiError, FieldError};
use crate::extract::{Caller, Json};
use crate::limit::Limits;
use crate::openapi::{BodyErrors, CallerErrors, DuplicateJob};
use crate::settings::Settings;
use crate::state::AppState;
use crate::words::{CastWord, RecommenderWord, TierWord};

/// The farthest that a question looks ahead.
const MAX_FORECAST_DAYS: u16 = 365;

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateJob {
    /// The document: not blank, at most as long as `/config` says.
    #[schema(min_length = 1)]
    pub seed_text: String,
    /// The question about what happens next; it may be empty.
    #[schema(max_length = 2_000)]
    pub goal: String,
    #[serde(deserialize_with = "tier")]
    #[schema(value_type = TierWord)]
    pub tier: Tier,
    /// Whether research on the web may add to the document.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub enrich_web: bool,
    /// How many days ahead the question looks.
    #[schema(minimum = 1, maximum = 365)]
    pub forecast_days: i64,
    /// How many agents play, within the tier's bounds (`/tiers`); the tier's usual number when absent.
    pub agents: Option<u32>,
    /// How many rounds are played, within the tier's bounds (`/tiers`); the tier's usual number when absent.
    pub rounds: Option<u32>,
    /// The master seed of chance; drawn when absent.
    #[schema(value_type = Option<u64>, maximum = 9_007_199_254_740_991_u64)]
    pub seed: Option<Seed>,
    /// How many runs are played at the most that differ in their seed alone. Their forecasts are pooled, and the answer
    /// gets an interval.
    #[serde(default = "one")]
    #[schema(value_type = u32, default = 1, minimum = 1, maximum = 32)]
    pub replicates: i64,
    /// What happens from outside, each event in its round.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub events: Vec<EventBody>,
    /// Adds an economy: companies price, hire and invest, governments tax and pay benefits.
    #[serde(default)]
    pub economy: bool,
    /// What the agents' feeds are ranked by.
    #[serde(default, deserialize_with = "recommender")]
    #[schema(value_type = RecommenderWord, required = false)]
    pub recommender: Recommender,
    /// Who finds the cast in the document: the model that decides, where one does, or rules.
    #[serde(default, deserialize_with = "cast")]
    #[schema(value_type = CastWord, required = false)]
    pub cast: CastBy,
    /// How minds are moved.
    #[serde(default)]
    #[schema(required = false)]
    pub beliefs: BeliefsBody,
}

fn one() -> i64 {
    1
}

/// As a word first: a number in its place is then a wrong field, not broken JSON.
fn tier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tier, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn recommender<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Recommender, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn cast<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CastBy, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn yes() -> bool {
    true
}

/// What of the body is valid by itself; the size depends on the tier's row.
struct Asked {
    document: Document,
    question: Question,
    tier: Tier,
    enrich_web: bool,
    forecast_days: u16,
    agents: Option<u32>,
    rounds: Option<u32>,
    seed: Option<Seed>,
    replicates: u32,
    settings: RunSettings,
}

impl CreateJob {
    fn parse(self, max_seed_chars: usize) -> Result<Asked, ApiError> {
        let settings = RunSettings {
            events: self.events.into_iter().map(ExogenousEvent::from).collect(),
            economy: self.economy,
            recommender: self.recommender,
            cast: self.cast,
            beliefs: self.beliefs.into(),
        };
        let document = Document::parse(self.seed_text, max_seed_chars);
        // A limit of this instance, not a rule of the form: 400, as it always was.
        if let Err(TextError::TooLong { max, chars }) = document {
            return Err(ApiError::DocumentTooLong { max, chars });
        }
        let days = u16::try_from(self.forecast_days)
            .ok()
            .filter(|days| (1..=MAX_FORECAST_DAYS).contains(days))
            .ok_or_else(|| format!("must be between 1 and {MAX_FORECAST_DAYS}"));
        let replicates = u32::try_from(self.replicates)
            .ok()
            .filter(|replicates| (1..=MAX_REPLICATES).contains(replicates))
            .ok_or_else(|| format!("must be between 1 and {MAX_REPLICATES}"));
        match (document, Question::parse(&self.goal), days, replicates) {
            (Ok(document), Ok(question), Ok(forecast_days), Ok(replicates)) => Ok(Asked {
                document,
                question,
                tier: self.tier,
                enrich_web: self.enrich_web,
                forecast_days,
                agents: self.agents,
                rounds: self.rounds,
                seed: self.seed,
                replicates,
                settings,
            }),
            (document, question, days, replicates) => {
                let fields = [
                    document.err().map(|error| FieldError::new("seed_text", error.to_string())),
                    question.err().map(|error| FieldError::new("goal", error.to_string())),
                    days.err().map(|error| FieldError::new("forecast_days", error)),
                    replicates.err().map(|error| FieldError::new("replicates", error)),
                ];
                Err(ApiError::Invalid(fields.into_iter().flatten().collect()))
            }
        }
    }
}

impl Asked {
    fn sized(
        self,
        user_id: UserId,
        bounds: &TierBounds,
        ambient: &dyn Ambient,
    ) -> Result<NewJob, ApiError> {
        let size =
            bounds.choose(self.agents, self.rounds).map_err(|SizeError { what, min, max }| {
                ApiError::field(what, format!("must be between {min} and {max} in this tier"))
            })?;
        self.settings.check(size.rounds).map_err(|error| refusal(&error, 0))?;
        let seed = self.seed.map_or_else(
            || SeedChoice::Drawn(Seed::draw(&ambient.random_bytes())),
            SeedChoice::Given,
        );
        Ok(NewJob {
            user_id,
            document: self.document,
            question: self.question,
            tier: self.tier,
            size,
            seed,
            forecast_days: self.forecast_days,
            enrich_web: self.enrich_web,
            settings: self.settings,
            retry_of: None,
            replicates: self.replicates,
        })
    }
}

/// What one user may ask of this instance.
#[derive(Clone)]
pub struct Quota {
    limits: Arc<Limits>,
    max_seed_chars: usize,
    max_active_jobs: u32,
}

impl FromRef<AppState> for Quota {
    fn from_ref(state: &AppState) -> Self {
        let settings: &Settings = &state.settings;
        Self {
            limits: Arc::clone(&state.limits),
            max_seed_chars: settings.max_seed_chars,
            max_active_jobs: settings.max_active_jobs,
        }
    }
}

impl Quota {
    /// Counts a request for a job.
    pub(super) fn check(&self, user: UserId, now: DateTime<Utc>) -> Result<(), ApiError> {
        self.limits.create_job.check(user, now)
    }

    /// Refuses another job where enough are under way.
    pub(super) async fn require_room(&self, tx: &mut Tx, user: UserId) -> Result<(), ApiError> {
        if tx.jobs().count_live(user).await? >= u64::from(self.max_active_jobs) {
            return Err(ApiError::TooManyActiveJobs { max: self.max_active_jobs });
        }
        Ok(())
    }
}

/// Ask for a simulation
#[utoipa::path(
    post, path = "/jobs", tag = "jobs", operation_id = "create_job", security(("bearer" = [])),
    request_body = CreateJob,
    responses(
        (status = 201, description = "The job is accepted", body = JobView),
        CallerErrors, BodyErrors, DuplicateJob
    )
)]
pub async fn create(
    caller: Caller,
    State(store): State<Store>,
    State(quota): State<Quota>,
    State(ambient): State<Arc<dyn Ambient>>,
    Json(body): Json<CreateJob>,
) -> Result<(StatusCode, Json<JobView>), ApiError> {
    let now = ambient.now();
    quota.check(caller.user, now)?;
    let asked = body.parse(quota.max_seed_chars)?;
    let mut tx = store.begin().await?;
    let route = tx.routing().get(asked.tier).await.map_err(ApiError::from_store)?;
    let new = asked.sized(caller.user, &route.bounds, &*ambient)?;
    // Locks the user: of two equal requests at once, the second one waits here and then sees the first.
    if let Some(id) = tx.jobs().find_live_duplicate(&new, now).await? {
        return Err(ApiError::DuplicateJob(id));
    }
    quota.require_room(&mut tx, caller.user).await?;
    let id = tx.jobs().insert(&new, now).await?;
    for replicate in 0..new.replicates {
        let run_id = RunId::from(ambient.new_uuid());
        let seed = new.seed.seed().of_replicate(replicate);
        let run = NewRun { id: run_id, job_id: id, replicate, seed, size: new.size, fork: None };
        tx.runs().insert(&run, now).await?;
    }
    tx.outbox().push(START_SIMULATION, id, &StartSimulation { job_id: id }, &*ambient).await?;
    let job = view(&mut tx, id, caller).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, user.id = %caller.user, "a job was accepted");
    Ok((StatusCode::CREATED, Json(job)))
}
