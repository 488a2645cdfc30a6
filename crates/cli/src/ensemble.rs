//! `simswarm run --replicates`: runs that differ in their seed alone, one after the other, until they tell enough; then what
//! they say together. Each is a whole run in a folder of its own, so that a finished one is never played again.

use std::path::PathBuf;

use simswarm_core::operations::OperationsSummary;
use simswarm_projection::ensemble::{Ended, Pool};
use simswarm_projection::forecast::Forecast;
use simswarm_report::Claim;

use crate::failure::Failure;
use crate::outputs::{self, Before, REPORT};
use crate::plan::Single;
use crate::run::{Player, bill, broken};

/// Plays the runs of a plan and answers what to tell about them.
pub(crate) async fn play(player: &Player<'_>) -> Result<String, Failure> {
    let plan = player.plan;
    let finished_before = outputs::are_written(&plan.out);
    let (mut forecasts, mut spent) = (Vec::new(), Vec::new());
    let mut pool = Pool::of(&forecasts, plan.replicates);
    while pool.ended.is_none() {
        let title = format!("run {} of {} ", pool.replicates + 1, plan.replicates);
        let (forecast, operations) = outcome(player, &plan.single(pool.replicates), title).await?;
        forecasts.push(forecast);
        spent.push(operations);
        pool = Pool::of(&forecasts, plan.replicates);
    }
    let answer = write(pool.clone(), plan.single(0).out, plan.out.clone()).await?;
    Ok(summary(player, &pool, &answer, spent, finished_before))
}

/// What a run comes to: as it was written, where it is finished already.
async fn outcome(
    player: &Player<'_>,
    single: &Single,
    title: String,
) -> Result<(Forecast, OperationsSummary), Failure> {
    let read = || outputs::outcome(&single.out).map_err(|error| broken(&single.out, &error));
    // Even a finished one is taken only if it is the run that is asked for.
    drop(player.open(single)?);
    if let Some(outcome) = read()? {
        return Ok(outcome);
    }
    player.play(single, title).await?;
    read()?.ok_or_else(|| Failure::Failed(format!("{} was taken away", single.out.display())))
}

async fn write(pool: Pool, first: PathBuf, out: PathBuf) -> Result<Claim, Failure> {
    let written = tokio::task::spawn_blocking(move || {
        outputs::write_pool(&pool, &first, &out).map_err(|error| broken(&out, &error))
    });
    written.await.map_err(|error| Failure::Failed(format!("the report broke off: {error}")))?
}

fn summary(
    player: &Player<'_>,
    pool: &Pool,
    answer: &Claim,
    spent: Vec<OperationsSummary>,
    finished_before: Before,
) -> String {
    let plan = player.plan;
    let note = match finished_before {
        Before::Absent => "",
        Before::Present => "This ensemble was finished already.\n",
    };
    let enough = match pool.ended {
        Some(Ended::NarrowEnough) => "; no more were needed: every interval is narrow enough",
        Some(Ended::AllPlayed | Ended::TooManyFailed) | None => "",
    };
    format!(
        "{note}{}\nReport  {}\nRuns    {} of {}{enough}\nSeeds   {} and the next ones\n{}",
        outputs::plain(answer),
        plan.out.join(REPORT).display(),
        pool.replicates,
        pool.planned,
        u64::from(plan.input.seed),
        bill(&OperationsSummary::together(spent))
    )
}
