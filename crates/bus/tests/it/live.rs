//! What watchers see.

use secrecy::ExposeSecret;
use simswarm_bus::{Bus, EntryId, Seen, Watch};
use simswarm_core::contract::live::{LiveMessage, LogEvent};
use simswarm_core::{Retry, Retryable};
use simswarm_testkit::bus;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

fn event(seq: u64) -> LiveMessage {
    let data = serde_json::json!({ "text": "hello" });
    LiveMessage::Event(LogEvent { v: 1, seq, round: 1, kind: "post".to_owned(), data })
}

fn seq(message: &LiveMessage) -> u64 {
    match message {
        LiveMessage::Event(event) => event.seq,
        LiveMessage::Status(_) | LiveMessage::Progress(_) => 0,
    }
}

async fn next_seq(watch: &mut Watch) -> u64 {
    match watch.next().await {
        Some(Seen::Entry(entry)) => seq(&entry.message),
        Some(Seen::Gap) => panic!("something was missed"),
        None => panic!("the task is gone"),
    }
}

#[tokio::test]
async fn a_stream_is_read_in_order_from_any_point() {
    let (redis, job) = (bus::open().await, bus::job());
    redis.publish(job, &[event(1), event(2)]).await.unwrap();
    redis.publish(job, &[event(3)]).await.unwrap();

    let all = redis.read(job, EntryId::START, 10).await.unwrap();
    let rest = redis.read(job, all[0].id, 10).await.unwrap();

    let seqs = |entries: &[simswarm_bus::Entry]| -> Vec<u64> {
        entries.iter().map(|entry| seq(&entry.message)).collect()
    };
    assert_eq!((seqs(&all), seqs(&rest)), (vec![1, 2, 3], vec![2, 3]));
    assert_eq!(all[1].id.to_string().parse(), Ok(all[1].id));
    redis.delete(job).await.unwrap();
    assert!(redis.read(job, EntryId::START, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stream_is_capped() {
    let (redis, job) = (bus::open().await, bus::job());
    let batch: Vec<_> = (1..=1_000).map(event).collect();
    for _ in 0..4 {
        redis.publish(job, &batch).await.unwrap();
    }

    let kept = redis.read(job, EntryId::START, 10_000).await.unwrap().len();

    assert!((2_000..2_200).contains(&kept), "{kept} are kept");
    redis.delete(job).await.unwrap();
}

#[tokio::test]
async fn ten_thousand_watchers_share_one_connection() {
    let redis = bus::open().await;
    let (live, tail) = redis.tail();
    let mut tasks = JoinSet::new();
    tasks.spawn(tail.run());
    let jobs: Vec<_> = (0..100).map(|_| bus::job()).collect();
    let mut watches = Vec::new();
    for number in 0..10_000 {
        watches.push(live.watch(jobs[number % jobs.len()]).await.unwrap());
    }

    for job in &jobs {
        redis.publish(*job, &[event(1), event(2)]).await.unwrap();
    }

    for watch in &mut watches {
        for expected in 1..=2 {
            assert_eq!(next_seq(watch).await, expected);
        }
    }
    for job in jobs {
        redis.delete(job).await.unwrap();
    }
}

#[tokio::test]
async fn a_watcher_that_falls_behind_is_told() {
    let (redis, job) = (bus::open().await, bus::job());
    let (live, tail) = redis.tail();
    let mut tasks = JoinSet::new();
    tasks.spawn(tail.run());
    let (mut slow, mut quick) = (live.watch(job).await.unwrap(), live.watch(job).await.unwrap());
    for number in 0..10 {
        let batch: Vec<_> = (1..=100).map(|at| event(number * 100 + at)).collect();
        redis.publish(job, &batch).await.unwrap();
        for at in 1..=100 {
            assert_eq!(next_seq(&mut quick).await, number * 100 + at);
        }
    }

    assert_eq!(slow.next().await, Some(Seen::Gap));
    assert!(matches!(slow.next().await, Some(Seen::Entry(_))));
    redis.delete(job).await.unwrap();
}

/// A way to Redis that can be cut: its port.
async fn cuttable(cut: watch::Receiver<u32>, tasks: &mut JoinSet<()>) -> u16 {
    let url = bus::url();
    let address = url.expose_secret().trim_start_matches("redis://");
    let target = address.split('/').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((mut inner, _)) = listener.accept().await {
            let (target, mut cut) = (target.clone(), cut.clone());
            cut.mark_unchanged();
            connections.spawn(async move {
                let mut outer = TcpStream::connect(target).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut inner, &mut outer) => {}
                    _ = cut.changed() => {}
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn a_lost_connection_is_a_gap_and_then_goes_on() {
    let (cut, cutting) = watch::channel(0);
    let mut tasks = JoinSet::new();
    let port = cuttable(cutting, &mut tasks).await;
    let (direct, job) = (bus::open().await, bus::job());
    let redis = Bus::open(&format!("redis://127.0.0.1:{port}/0").into()).unwrap();
    let (live, tail) = redis.tail();
    tasks.spawn(tail.run());
    let mut watching = live.watch(job).await.unwrap();
    direct.publish(job, &[event(1)]).await.unwrap();
    assert_eq!(next_seq(&mut watching).await, 1);

    cut.send(1).unwrap();

    assert_eq!(watching.next().await, Some(Seen::Gap));
    direct.publish(job, &[event(2)]).await.unwrap();
    assert!(matches!(watching.next().await, Some(Seen::Entry(entry)) if seq(&entry.message) == 2));
    direct.delete(job).await.unwrap();
}

#[tokio::test]
async fn without_redis_publishing_is_an_error_to_log_and_watching_waits() {
    let away = Bus::open(&"redis://127.0.0.1:1/0".to_owned().into()).unwrap();
    let (live, tail) = away.tail();
    let mut tasks = JoinSet::new();
    tasks.spawn(tail.run());

    let error = away.publish(bus::job(), &[event(1)]).await.unwrap_err();

    assert_eq!(error.retry(), Retry::Again);
    assert!(away.health().await.is_err());
    assert!(live.watch(bus::job()).await.is_some());
}
