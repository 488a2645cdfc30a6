//! Reading jobs. A deleted job exists for the workers alone, until it is purged.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use simswarm_core::document::Seed;
use simswarm_core::job::Size;
use simswarm_core::{JobId, UserId};

use super::{ENTITY, Job, JobInput, JobPage, Jobs, NewJob, SeedChoice};
use crate::StoreError;
use crate::column::{json, number, shape, word};

/// The same request again within this time is taken for a double click.
const DUPLICATE_WINDOW: TimeDelta = TimeDelta::seconds(60);

struct Row {
    id: i64,
    user_id: i64,
    document_excerpt: String,
    document_chars: i32,
    question: String,
    tier: String,
    agents: i32,
    rounds: i32,
    seed: i64,
    forecast_days: i32,
    enrich_web: bool,
    settings: Value,
    enriched_seed: Option<String>,
    enrichment_citations: Option<Value>,
    markets_config: Option<Value>,
    status: String,
    pipeline_stage: Option<i16>,
    reason: Option<String>,
    waiting_reason: Option<String>,
    report_status: Option<String>,
    key_insight: Option<String>,
    cost_micro_usd: i64,
    share_token: Option<String>,
    retry_of: Option<i64>,
    replicates: i32,
    ensemble: Option<Value>,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    cancel_requested_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

fn seed(column: i64) -> Result<Seed, StoreError> {
    number::<u64, Seed>(ENTITY, number(ENTITY, column)?)
}

fn size(agents: i32, rounds: i32) -> Result<Size, StoreError> {
    Ok(Size { agents: number(ENTITY, agents)?, rounds: number(ENTITY, rounds)? })
}

impl TryFrom<Row> for Job {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            document_excerpt: row.document_excerpt,
            document_chars: number(ENTITY, row.document_chars)?,
            question: row.question,
            tier: word(ENTITY, &row.tier)?,
            size: size(row.agents, row.rounds)?,
            seed: seed(row.seed)?,
            forecast_days: number(ENTITY, row.forecast_days)?,
            enrich_web: row.enrich_web,
            settings: shape(ENTITY, row.settings)?,
            enriched_seed: row.enriched_seed,
            enrichment_citations: row.enrichment_citations,
            markets_config: row.markets_config,
            status: word(ENTITY, &row.status)?,
            pipeline_stage: row.pipeline_stage,
            reason: row.reason,
            waiting_reason: row.waiting_reason,
            report_status: row.report_status.map(|status| word(ENTITY, &status)).transpose()?,
            key_insight: row.key_insight,
            cost_micro_usd: row.cost_micro_usd,
            share_token: row.share_token,
            retry_of: row.retry_of.map(JobId::from),
            replicates: number(ENTITY, row.replicates)?,
            ensemble: row.ensemble.map(|value| shape(ENTITY, value)).transpose()?,
            created_at: row.created_at,
            started_at: row.started_at,
            completed_at: row.completed_at,
            cancel_requested_at: row.cancel_requested_at,
            deleted_at: row.deleted_at,
        })
    }
}

/// The columns of [`Row`]: `query_as!` takes literals only. The excerpt's length is `EXCERPT_CHARS`.
macro_rules! select_jobs {
    ($rest:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            Row,
            "select id, user_id, left(document, 1000) as \"document_excerpt!\",
               char_length(document) as \"document_chars!\", question, tier, agents, rounds, seed,
               forecast_days, enrich_web, settings, enriched_seed, enrichment_citations, markets_config,
               status, pipeline_stage, reason, waiting_reason, report_status, key_insight,
               cost_micro_usd, share_token, retry_of, replicates, ensemble, created_at, started_at,
               completed_at, cancel_requested_at, deleted_at
             from jobs j " + $rest,
            $($argument),+
        )
    };
}

impl Jobs<'_> {
    /// A job as its owner sees it: another's, a missing and a deleted one are all absent.
    pub async fn find(&mut self, id: JobId, owner: UserId) -> Result<Option<Job>, StoreError> {
        let row = select_jobs!(
            "where id = $1 and user_id = $2 and deleted_at is null",
            i64::from(id),
            i64::from(owner),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Job::try_from).transpose()
    }

    /// A job as the workers see it, deleted or not.
    pub async fn get(&mut self, id: JobId) -> Result<Job, StoreError> {
        select_jobs!("where id = $1", i64::from(id))
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "job" })?
            .try_into()
    }

    /// Somebody's jobs, newest first. One that was retried is represented by its retry.
    pub async fn list(
        &mut self,
        owner: UserId,
        limit: u32,
        offset: u64,
    ) -> Result<JobPage, StoreError> {
        let jobs = select_jobs!(
            "where user_id = $1 and deleted_at is null and not exists (
               select 1 from jobs r
               where r.retry_of = j.id and r.user_id = j.user_id and r.deleted_at is null
             )
             order by created_at desc, id desc limit $2 offset $3",
            i64::from(owner),
            i64::from(limit),
            i64::try_from(offset).unwrap_or(i64::MAX),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Job::try_from)
        .collect::<Result<_, _>>()?;
        let total = sqlx::query_scalar!(
            r#"select count(*) as "count!" from jobs j
               where user_id = $1 and deleted_at is null and not exists (
                 select 1 from jobs r
                 where r.retry_of = j.id and r.user_id = j.user_id and r.deleted_at is null
               )"#,
            i64::from(owner),
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(JobPage { jobs, total: number(ENTITY, total)? })
    }

    /// The whole document, as it came.
    pub async fn find_document(
        &mut self,
        id: JobId,
        owner: UserId,
    ) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar!(
            "select document from jobs where id = $1 and user_id = $2 and deleted_at is null",
            i64::from(id),
            i64::from(owner),
        )
        .fetch_optional(&mut *self.conn)
        .await?)
    }

    /// Everything that the job's run depends on.
    pub async fn get_input(&mut self, id: JobId) -> Result<JobInput, StoreError> {
        let row = sqlx::query!(
            r#"select coalesce(enriched_seed, document) as "document!", question, agents, rounds,
                 seed, forecast_days, settings
               from jobs where id = $1"#,
            i64::from(id),
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(StoreError::NotFound { entity: "job" })?;
        Ok(JobInput {
            document: row.document,
            question: row.question,
            size: size(row.agents, row.rounds)?,
            seed: seed(row.seed)?,
            forecast_days: number(ENTITY, row.forecast_days)?,
            settings: shape(ENTITY, row.settings)?,
        })
    }

    /// A live job of the last minute that asks for the same. The user stays locked until the end of the
    /// transaction, so that of two equal requests at once the second one sees the first one's row.
    pub async fn find_live_duplicate(
        &mut self,
        new: &NewJob,
        at: DateTime<Utc>,
    ) -> Result<Option<JobId>, StoreError> {
        let owner = i64::from(new.user_id);
        sqlx::query!("select id from users where id = $1 for no key update", owner)
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "user" })?;
        let given = match new.seed {
            SeedChoice::Given(seed) => Some(number::<u64, i64>(ENTITY, seed.into())?),
            SeedChoice::Drawn(_) => None,
        };
        let id = sqlx::query_scalar!(
            "select id from jobs
             where user_id = $1 and created_at > $2 and deleted_at is null
               and status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')
               and tier = $3 and agents = $4 and rounds = $5
               and case when seed_given then seed end is not distinct from $6
               and forecast_days = $7 and enrich_web = $8 and question = $9 and document = $10
               and replicates = $11
               and settings = $12
             order by id limit 1",
            owner,
            at - DUPLICATE_WINDOW,
            new.tier.as_str(),
            number::<u32, i32>(ENTITY, new.size.agents)?,
            number::<u32, i32>(ENTITY, new.size.rounds)?,
            given,
            i32::from(new.forecast_days),
            new.enrich_web,
            new.question.as_str(),
            new.document.as_str(),
            number::<u32, i32>(ENTITY, new.replicates)?,
            json(ENTITY, &new.settings)?,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(id.map(JobId::from))
    }

    /// How many of the owner's jobs are under way: deleted ones count until their host is gone.
    pub async fn count_live(&mut self, owner: UserId) -> Result<u64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from jobs
               where user_id = $1
                 and status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')"#,
            i64::from(owner),
        )
        .fetch_one(&mut *self.conn)
        .await?;
        number(ENTITY, count)
    }

    /// Live jobs after `after`, by id: what the sweep over stale work walks through.
    pub async fn list_live(&mut self, after: JobId, limit: u32) -> Result<Vec<Job>, StoreError> {
        select_jobs!(
            "where id > $1 and status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')
             order by id limit $2",
            i64::from(after),
            i64::from(limit),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Job::try_from)
        .collect()
    }
}
