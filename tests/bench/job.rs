//! How long a person waits: from `POST /api/jobs` to the first word of the run, and to the finished report.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should panic")]

use std::time::{Duration, Instant};

use simswarm_tests::{Installation, Size, watch};

const SIZE: Size = Size { agents: 10, rounds: 15 };
const JOBS: u64 = 5;
const TO_PROGRESS: Duration = Duration::from_secs(3);
const TO_COMPLETED: Duration = Duration::from_secs(15);

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(measure());
}

async fn measure() {
    let here = Installation::start(Duration::ZERO).await;
    let user = here.user().await;
    // An installation's first job waits until Temporal knows the namespace that was just registered.
    let first_ever = user.launch(SIZE, 0).await;
    user.until_status(first_ever, "COMPLETED").await;
    let (mut first_event, mut completed) = (Vec::new(), Vec::new());
    for seed in 1..=JOBS {
        let asked = Instant::now();
        let job = user.launch(SIZE, seed).await;
        let mut first = None;
        let watched = watch(&user, job, 0, |kind| {
            if kind == "event" {
                first.get_or_insert_with(|| asked.elapsed());
            }
        });
        let status = watched.await.status;
        assert_eq!(status, "COMPLETED", "job {job}");
        completed.push(asked.elapsed());
        first_event.push(first.unwrap());
    }
    println!("one job at a time, {} agents × {} rounds, {JOBS} jobs:", SIZE.agents, SIZE.rounds);
    print("POST to the first event", first_event, TO_PROGRESS);
    print("POST to COMPLETED", completed, TO_COMPLETED);
    here.finish().await;
}

fn print(what: &str, mut times: Vec<Duration>, limit: Duration) {
    times.sort_unstable();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "  {what}: median {:.2} s, worst {:.2} s, {:.2} of the limit of {} s",
        median.as_secs_f64(),
        worst.as_secs_f64(),
        worst.as_secs_f64() / limit.as_secs_f64(),
        limit.as_secs()
    );
}
