//! The end of a process, from a task's side.

use std::time::Duration;

use simswarm_runtime::shutdown::{Finished, Shutdown};

#[tokio::test]
async fn a_task_that_watches_the_token_ends_in_time() {
    let shutdown = Shutdown::default();
    let token = shutdown.token();
    shutdown.spawn(async move { token.cancelled().await });

    shutdown.begin();

    assert_eq!(shutdown.finished(Duration::from_secs(5)).await, Finished::InTime);
}

#[tokio::test]
async fn a_task_that_does_not_is_counted() {
    let shutdown = Shutdown::default();
    shutdown.spawn(std::future::pending());

    shutdown.begin();

    assert_eq!(shutdown.finished(Duration::from_millis(20)).await, Finished::CutOff { tasks: 1 });
}
