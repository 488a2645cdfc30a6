//! Watching a job.

use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use simswarm_core::JobId;
use simswarm_core::contract::live::{LiveMessage, StatusSnapshot};
use simswarm_core::job::JobStatus;
use simswarm_store::job::Change;
use simswarm_testkit::wait::until;
use tokio::time::timeout;

use crate::app::{TestApp, create};
use crate::client::Client;
use crate::run::Played;

const PATIENCE: Duration = Duration::from_secs(10);

/// One server-sent event.
#[derive(Debug, PartialEq)]
struct Frame {
    name: String,
    id: Option<u64>,
    data: Value,
}

/// An open stream.
struct Stream {
    bytes: BoxStream<'static, Result<bytes::Bytes, reqwest::Error>>,
    text: String,
    comments: usize,
}

impl Stream {
    async fn open(client: &Client, id: JobId, last: Option<u64>) -> Self {
        let request = client.request(Method::GET, &format!("/api/jobs/{id}/progress"));
        let request = match last {
            Some(last) => request.header("last-event-id", last.to_string()),
            None => request,
        };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        Self { bytes: answer.bytes_stream().boxed(), text: String::new(), comments: 0 }
    }

    /// The next event; none at the end. Comments are counted.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                match parse(&block) {
                    Some(frame) => return Some(frame),
                    None => self.comments += 1,
                }
            } else {
                let chunk =
                    timeout(PATIENCE, self.bytes.next()).await.expect("a stream that lives");
                self.text.push_str(std::str::from_utf8(&chunk?.unwrap()).unwrap());
            }
        }
    }

    async fn named(&mut self, name: &str) -> Frame {
        loop {
            let frame = self.next().await.expect("a stream that goes on");
            if frame.name == name {
                return frame;
            }
        }
    }

    /// The numbers of the next `count` events of the log.
    async fn seqs(&mut self, count: usize) -> Vec<u64> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.named("event").await.id.unwrap());
        }
        seqs
    }

    async fn rest(mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }
}

fn parse(block: &str) -> Option<Frame> {
    let field = |name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
    };
    Some(Frame {
        name: field("event:")?,
        id: field("id:").map(|id| id.parse().unwrap()),
        data: serde_json::from_str(&field("data:")?).unwrap(),
    })
}

async fn running(app: &TestApp, committed: u32) -> (Client, Played) {
    let user = app.user().await;
    // Redis is shared: the stream of a job has to be nobody else's.
    app.db.rows("select setval('jobs_id_seq', (random() * 4e15)::bigint)").await;
    let id = create(&user, |_| ()).await;
    let played = app.play(id, committed).await;
    (user, played)
}

#[tokio::test]
async fn a_stream_begins_with_snapshots_and_the_log_from_its_first_event() {
    let app = TestApp::new().await;
    let (user, played) = running(&app, 2).await;

    let mut stream = Stream::open(&user, played.job, None).await;

    let status = stream.next().await.unwrap();
    assert_eq!((status.name.as_str(), status.id), ("status", None));
    assert_eq!(status.data, json!({ "status": "RUNNING", "pipeline_stage": 1, "reason": null }));
    let progress = stream.next().await.unwrap();
    assert_eq!((progress.name.as_str(), progress.id), ("progress", None));
    assert_eq!(
        progress.data,
        json!({
            "round": 1, "rounds": 15, "agents": 10, "seq": 8, "attempt": 1, "replicate": 1, "replicates": 1
        })
    );
    let first = stream.next().await.unwrap();
    assert_eq!(first.data, serde_json::to_value(&Played::events(0)[0]).unwrap());
    assert_eq!(first.id, Some(1));
    assert_eq!(stream.seqs(7).await, (2..=8).collect::<Vec<_>>());
    app.finish().await;
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event_that_was_received() {
    let app = TestApp::new().await;
    let (user, mut played) = running(&app, 2).await;

    let mut stream = Stream::open(&user, played.job, Some(6)).await;

    assert_eq!(stream.seqs(2).await, [7, 8]);
    played.commit(&app).await;
    app.parts.bus.publish(played.job, &played.messages(2)).await.unwrap();
    assert_eq!(stream.seqs(4).await, [9, 10, 11, 12]);
    assert_eq!(stream.named("progress").await.data["seq"], 12);
    app.finish().await;
}

#[tokio::test]
async fn a_number_beyond_the_log_goes_on_with_what_comes() {
    let app = TestApp::new().await;
    let (user, mut played) = running(&app, 1).await;
    let mut streams = Vec::new();
    for beyond in [5, u64::MAX] {
        streams.push(Stream::open(&user, played.job, Some(beyond)).await);
    }

    played.commit(&app).await;
    app.parts.bus.publish(played.job, &played.messages(1)).await.unwrap();

    for mut stream in streams {
        assert_eq!(stream.seqs(4).await, [5, 6, 7, 8]);
    }
    app.finish().await;
}

#[tokio::test]
async fn every_viewer_of_a_job_sees_its_end() {
    let app = TestApp::with(&[("STREAM_KEEP_ALIVE_MS", "60000")]).await;
    let (user, played) = running(&app, 1).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut stream = Stream::open(&user, played.job, None).await;
        stream.seqs(4).await;
        streams.push(stream);
    }
    app.advance_job(played.job, &[Change::Report, Change::Complete]).await;

    let told =
        StatusSnapshot { status: JobStatus::Completed, pipeline_stage: Some(5), reason: None };
    app.parts.bus.publish(played.job, &[LiveMessage::Status(told)]).await.unwrap();

    for stream in streams {
        assert_eq!(stream.rest().await.last().unwrap().data["status"], "COMPLETED");
    }
    app.finish().await;
}

#[tokio::test]
async fn what_redis_does_not_bring_is_read_from_the_committed_rounds() {
    let app = TestApp::new().await;
    let (user, mut played) = running(&app, 1).await;
    let mut stream = Stream::open(&user, played.job, None).await;
    assert_eq!(stream.seqs(4).await, [1, 2, 3, 4]);

    played.commit(&app).await;
    played.commit(&app).await;
    let third = played.messages(2);
    // Of round 1 nobody tells, of round 2 one event twice, and an older one again.
    let told =
        [third[0].clone(), third[0].clone(), LiveMessage::Event(Played::events(0)[0].clone())];
    app.parts.bus.publish(played.job, &told).await.unwrap();

    assert_eq!(stream.seqs(8).await, (5..=12).collect::<Vec<_>>());
    app.finish().await;
}

#[tokio::test]
async fn without_redis_a_stream_follows_what_is_committed() {
    let app = TestApp::with(&[("REDIS_URL", "redis://127.0.0.1:1")]).await;
    let (user, mut played) = running(&app, 1).await;
    let mut stream = Stream::open(&user, played.job, None).await;
    assert_eq!(stream.seqs(4).await, [1, 2, 3, 4]);

    played.commit(&app).await;

    assert_eq!(stream.seqs(4).await, [5, 6, 7, 8]);
    app.advance_job(played.job, &[Change::Fail { reason: "the engine gave up" }]).await;
    let last = stream.rest().await.pop().unwrap();
    assert_eq!(last.data["reason"], "the engine gave up");
    app.finish().await;
}

#[tokio::test]
async fn a_stream_ends_after_the_final_status_and_not_before_the_last_event() {
    let app = TestApp::new().await;
    let (user, mut played) = running(&app, 1).await;
    let stream = Stream::open(&user, played.job, None).await;
    played.commit(&app).await;
    app.advance_job(played.job, &[Change::Report, Change::Complete]).await;

    let told =
        StatusSnapshot { status: JobStatus::Completed, pipeline_stage: Some(5), reason: None };
    app.parts.bus.publish(played.job, &[LiveMessage::Status(told)]).await.unwrap();

    let frames = stream.rest().await;
    let seqs: Vec<_> = frames.iter().filter_map(|frame| frame.id).collect();
    assert_eq!(seqs, (1..=8).collect::<Vec<_>>());
    let last = frames.last().unwrap();
    assert_eq!((last.name.as_str(), &last.data["status"]), ("status", &json!("COMPLETED")));
    app.finish().await;
}

#[tokio::test]
async fn a_viewer_hears_of_a_cancelled_job_at_once() {
    // Long enough that the stream cannot have looked by itself.
    let app = TestApp::with(&[("STREAM_KEEP_ALIVE_MS", "60000")]).await;
    let (user, _) = running(&app, 1).await;
    let id = create(&user, |job| job["goal"] = "another".into()).await;
    let mut stream = Stream::open(&user, id, None).await;
    stream.named("status").await;

    user.post_cookie(&format!("/api/jobs/{id}/cancel"), None).await;

    let frames = stream.rest().await;
    assert_eq!(frames.last().unwrap().data["status"], "CANCELLED");
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_has_ended_is_told_whole_and_at_once() {
    let app = TestApp::new().await;
    let (user, played) = running(&app, 3).await;
    app.advance_job(played.job, &[Change::Report, Change::Complete]).await;

    let all = Stream::open(&user, played.job, None).await.rest().await;
    let rest = Stream::open(&user, played.job, Some(12)).await.rest().await;

    assert_eq!(all.iter().filter(|frame| frame.name == "event").count(), 12);
    assert_eq!(all.last().unwrap().data["status"], "COMPLETED");
    let names: Vec<_> = rest.iter().map(|frame| frame.name.as_str()).collect();
    assert_eq!(names, ["progress", "status"]);
    app.finish().await;
}

#[tokio::test]
async fn a_quiet_stream_is_kept_alive_until_its_session_ends() {
    let app = TestApp::new().await;
    let (user, played) = running(&app, 1).await;
    let mut stream = Stream::open(&user, played.job, Some(4)).await;
    stream.named("progress").await;

    user.post_cookie("/api/auth/logout", None).await;

    assert_eq!(stream.next().await, None);
    app.finish().await;
}

#[tokio::test]
async fn comments_come_while_nothing_happens() {
    let app = TestApp::new().await;
    let (user, mut played) = running(&app, 1).await;
    let mut stream = Stream::open(&user, played.job, Some(4)).await;
    stream.named("progress").await;
    let chunk = timeout(PATIENCE, stream.bytes.next()).await.unwrap().unwrap().unwrap();
    assert!(chunk.starts_with(b":"), "{chunk:?}");

    // The job is looked at on the same occasion, so that what Redis lost is found.
    played.commit(&app).await;

    assert_eq!(stream.seqs(4).await, [5, 6, 7, 8]);
    app.finish().await;
}

#[tokio::test]
async fn a_stream_ends_when_its_job_is_deleted_and_when_the_process_stops() {
    let app = TestApp::new().await;
    let (user, played) = running(&app, 1).await;
    let mut stream = Stream::open(&user, played.job, None).await;
    stream.named("event").await;
    user.delete(&format!("/api/jobs/{}", played.job)).await;
    stream.rest().await;
    let other = create(&user, |_| ()).await;
    let mut stream = Stream::open(&user, other, None).await;
    stream.named("progress").await;

    app.stop();

    assert_eq!(stream.next().await, None);
    app.finish().await;
}

#[tokio::test]
async fn a_number_that_is_none_and_a_stream_too_many_are_refused() {
    let app = TestApp::with(&[("MAX_STREAMS", "2"), ("MAX_STREAMS_PER_USER", "1")]).await;
    let (user, played) = running(&app, 1).await;
    let path = format!("/api/jobs/{}/progress", played.job);
    let wrong = user.send(user.request(Method::GET, &path).header("last-event-id", "x")).await;
    assert_eq!(wrong.error(), (422, "invalid".to_owned()));
    let mut stream = Stream::open(&user, played.job, None).await;
    stream.named("progress").await;

    assert_eq!(user.get(&path).await.error(), (429, "too_many_streams".to_owned()));
    let other = app.other_user().await;
    let theirs = create(&other, |_| ()).await;
    let mut second = Stream::open(&other, theirs, None).await;
    second.named("status").await;
    drop(stream);
    until("the slot is free again", async || {
        let request = user.request(Method::GET, &path).send().await.unwrap();
        (request.status() == StatusCode::OK).then_some(())
    })
    .await;
    app.finish().await;
}
