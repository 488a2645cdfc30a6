//! A deleted job leaves nothing behind: stopped first, then its objects, its graph, and the rows last.
//! The pod ledger stays, since what was rented was rented.

use simswarm_core::JobId;
use simswarm_core::artifact::run_prefix;
use simswarm_store::StoreError;
use simswarm_store::job::Change;

use super::Relay;
use super::stale::Workflow;
use super::tell::Untold;

impl Relay {
    pub(super) async fn purge(&self, job: JobId) -> Result<(), Untold> {
        if self.is_workflow_open(job).await? {
            self.cancel(job).await?;
            return Err(Untold::StillOpen);
        }
        self.close(job).await?;
        self.require_no_pod(job).await?;
        self.clear(job).await?;
        let mut tx = self.context.store.begin().await?;
        tx.jobs().purge(job).await?;
        tx.commit().await?;
        tracing::info!(job.id = %job, "deleted job is purged");
        Ok(())
    }

    /// Whether the workflow of the job still does something.
    async fn is_workflow_open(&self, job: JobId) -> Result<bool, Untold> {
        match self.describe(job).await? {
            Workflow::Open => Ok(true),
            Workflow::Closed | Workflow::Unknown => Ok(false),
        }
    }

    /// Cancels a job that has no workflow any more, if it is not over: nobody else will.
    pub(super) async fn close(&self, job: JobId) -> Result<(), Untold> {
        let mut tx = self.context.store.begin().await?;
        match tx.jobs().advance(job, Change::Cancel, self.context.ambient.now()).await {
            Ok(_) => tx.commit().await?,
            Err(StoreError::Step(_) | StoreError::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        self.context.tell_status(job).await;
        Ok(())
    }

    async fn require_no_pod(&self, job: JobId) -> Result<(), Untold> {
        let mut tx = self.context.store.begin().await?;
        let pods = tx.pods().list_by_job(job).await?;
        tx.commit().await?;
        if pods.iter().any(|pod| pod.state.may_exist()) { Err(Untold::PodThere) } else { Ok(()) }
    }

    async fn clear(&self, job: JobId) -> Result<(), Untold> {
        let mut tx = self.context.store.begin().await?;
        let runs = tx.runs().list_by_job(job).await?;
        tx.commit().await?;
        let prefixes = runs.iter().map(|run| run_prefix(run.id)).chain([job_prefix(job)]);
        for prefix in prefixes {
            if let Err(error) = self.context.blob.delete_prefix(&prefix).await {
                tracing::warn!(job.id = %job, %error, "objects of a deleted job are still there");
                return Err(Untold::StoreAway("the object store"));
            }
        }
        if let Err(error) = self.context.bus.delete(job).await {
            // It is capped, and forgotten by itself.
            tracing::warn!(job.id = %job, %error, "live messages of a deleted job are still there");
        }
        for run in &runs {
            if let Err(error) = self.context.graph.delete(run.id).await {
                tracing::warn!(job.id = %job, %error, "graph of a deleted job is still there");
                return Err(Untold::StoreAway("the graph database"));
            }
        }
        Ok(())
    }
}

/// What every object of a job, apart from its runs, begins with.
fn job_prefix(job: JobId) -> String {
    format!("jobs/{job}/")
}
