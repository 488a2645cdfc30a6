//! The life of a job. Which step leads where is `core`'s rule; here it is applied, in one statement.

use chrono::{DateTime, Utc};
use simswarm_core::job::{EnsembleSummary, JobStatus, Stage, StepNotAllowed};
use simswarm_core::{JobId, UserId};

use super::{Advanced, Change, ENTITY, Jobs, NewFork, NewJob, SeedChoice};
use crate::StoreError;
use crate::column::{json, number, sentence, word};

/// What a step writes beside the status.
struct Effects {
    stage: Option<i16>,
    reason: Option<String>,
}

fn effects(change: Change<'_>) -> Effects {
    let none = Effects { stage: None, reason: None };
    match change {
        Change::Launch | Change::Complete | Change::Cancel => none,
        Change::Provision => Effects { stage: Some(Stage::Provisioning.into()), ..none },
        Change::Run => Effects { stage: Some(Stage::Seeding.into()), ..none },
        Change::Report => Effects { stage: Some(Stage::Reporting.into()), ..none },
        Change::Fail { reason } => Effects { reason: Some(sentence(reason)), ..none },
    }
}

impl Jobs<'_> {
    /// Accepts a job: its status is PENDING.
    pub async fn insert(&mut self, new: &NewJob, at: DateTime<Utc>) -> Result<JobId, StoreError> {
        let id = sqlx::query_scalar!(
            "insert into jobs (user_id, document, question, tier, agents, rounds, seed, seed_given,
               forecast_days, enrich_web, retry_of, created_at, status, replicates, settings)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             returning id",
            i64::from(new.user_id),
            new.document.as_str(),
            new.question.as_str(),
            new.tier.as_str(),
            number::<u32, i32>(ENTITY, new.size.agents)?,
            number::<u32, i32>(ENTITY, new.size.rounds)?,
            number::<u64, i64>(ENTITY, new.seed.seed().into())?,
            matches!(new.seed, SeedChoice::Given(_)),
            i32::from(new.forecast_days),
            new.enrich_web,
            new.retry_of.map(i64::from),
            at,
            JobStatus::Pending.as_str(),
            number::<u32, i32>(ENTITY, new.replicates)?,
            json(ENTITY, &new.settings)?,
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(id.into())
    }

    /// Accepts a fork, which has one run.
    pub async fn insert_fork(
        &mut self,
        new: NewFork<'_>,
        at: DateTime<Utc>,
    ) -> Result<JobId, StoreError> {
        let NewFork { origin, seed, rounds, settings } = new;
        let id = sqlx::query_scalar!(
            "insert into jobs (user_id, document, question, tier, agents, rounds, seed, seed_given,
               forecast_days, enrich_web, enriched_seed, enrichment_citations, markets_config,
               created_at, status, settings)
             select user_id, document, question, tier, agents, $6, $2, true,
               forecast_days, enrich_web, enriched_seed, enrichment_citations, markets_config,
               $3, $4, $5
             from jobs where id = $1
             returning id",
            i64::from(origin),
            number::<u64, i64>(ENTITY, seed.into())?,
            at,
            JobStatus::Pending.as_str(),
            json(ENTITY, settings)?,
            number::<u32, i32>(ENTITY, rounds)?,
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(StoreError::NotFound { entity: "job" })?;
        Ok(id.into())
    }

    /// Takes a step, if the rule allows it from the status that the job has at this moment.
    pub async fn advance(
        &mut self,
        id: JobId,
        change: Change<'_>,
        at: DateTime<Utc>,
    ) -> Result<Advanced, StoreError> {
        let step = change.step();
        let (from, to): (Vec<_>, Vec<_>) = JobStatus::ALL
            .into_iter()
            .filter_map(|from| Some((from, from.advance(step).ok()?)))
            .map(|(from, to)| (from.as_str().to_owned(), to.as_str().to_owned()))
            .unzip();
        let effects = effects(change);
        let row = sqlx::query!(
            r#"with old as (select id, status from jobs where id = $1 for update)
               update jobs j set
                 status = ($3::text[])[array_position($2::text[], old.status)],
                 pipeline_stage = greatest(j.pipeline_stage, $4::smallint),
                 reason = coalesce($5, j.reason),
                 waiting_reason = null,
                 started_at = case when $6 then coalesce(j.started_at, $8) else j.started_at end,
                 completed_at = case when $7 then $8 else j.completed_at end
               from old
               where j.id = old.id and old.status = any($2)
               returning old.status as "old!", j.status as "new!""#,
            i64::from(id),
            &from,
            &to,
            effects.stage,
            effects.reason,
            matches!(change, Change::Run),
            matches!(change, Change::Complete | Change::Fail { .. } | Change::Cancel),
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        match row {
            Some(row) => {
                Ok(Advanced { from: word(ENTITY, &row.old)?, to: word(ENTITY, &row.new)? })
            }
            None => Err(StepNotAllowed { from: self.get_status(id).await?, step }.into()),
        }
    }

    pub async fn get_status(&mut self, id: JobId) -> Result<JobStatus, StoreError> {
        let status = sqlx::query_scalar!("select status from jobs where id = $1", i64::from(id))
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "job" })?;
        word(ENTITY, &status)
    }

    /// Locks the owner's job until the end of the transaction, and answers its status: for decisions
    /// that depend on it, like who has to cancel.
    pub async fn lock(
        &mut self,
        id: JobId,
        owner: UserId,
    ) -> Result<Option<JobStatus>, StoreError> {
        let status = sqlx::query_scalar!(
            "select status from jobs
             where id = $1 and user_id = $2 and deleted_at is null for update",
            i64::from(id),
            i64::from(owner),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        status.map(|status| word(ENTITY, &status)).transpose()
    }

    /// Notes that the owner wants it stopped. The first request's time stays.
    pub async fn request_cancel(&mut self, id: JobId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update jobs set cancel_requested_at = coalesce(cancel_requested_at, $2) where id = $1",
            i64::from(id),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Hides the job from its owner at once, and takes its share link back. False: there was none.
    pub async fn delete(
        &mut self,
        id: JobId,
        owner: UserId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query!(
            "update jobs set deleted_at = $3, share_token = null
             where id = $1 and user_id = $2 and deleted_at is null",
            i64::from(id),
            i64::from(owner),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes a deleted job and every row that it owns, last of all. One that is gone already is fine.
    pub async fn purge(&mut self, id: JobId) -> Result<(), StoreError> {
        let done = sqlx::query!(
            "delete from jobs
             where id = $1 and deleted_at is not null
               and status not in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')",
            i64::from(id),
        )
        .execute(&mut *self.conn)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        match self.get_status(id).await {
            Ok(_) => Err(StoreError::NotPurgeable),
            Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Shows how far a live job has come. The stage never goes back.
    pub async fn set_stage(&mut self, id: JobId, stage: Stage) -> Result<(), StoreError> {
        sqlx::query!(
            "update jobs set pipeline_stage = greatest(pipeline_stage, $2)
             where id = $1 and status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')",
            i64::from(id),
            i16::from(stage),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Notes what the job's runs say together.
    pub async fn set_ensemble(
        &mut self,
        id: JobId,
        ensemble: &EnsembleSummary,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update jobs set ensemble = $2 where id = $1",
            i64::from(id),
            serde_json::json!(ensemble),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Says what a live job waits for, or that it waits no more. The next step clears it too.
    pub async fn set_waiting(&mut self, id: JobId, reason: Option<&str>) -> Result<(), StoreError> {
        sqlx::query!(
            "update jobs set waiting_reason = $2
             where id = $1 and status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING')",
            i64::from(id),
            reason,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
