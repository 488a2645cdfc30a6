//! Somebody who watches a job while it runs.

use futures::StreamExt;
use reqwest::Method;

use crate::User;

/// What was seen before the stream ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// The numbers of the events, in the order in which they came.
    pub seqs: Vec<u64>,
    /// How often word came of how far the run is.
    pub progress: usize,
    /// The last status that was told.
    pub status: String,
}

/// Watches from the event after `after` until the stream ends, for whatever reason. `seen` is told each
/// kind of message as it comes.
pub async fn watch(user: &User, job: i64, after: u64, mut seen: impl FnMut(&str)) -> Watched {
    let request = user.request(Method::GET, &format!("/api/jobs/{job}/progress"));
    let answer = request.header("Last-Event-ID", after.to_string()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let (mut watched, mut text, mut chunks) =
        (Watched::default(), String::new(), answer.bytes_stream());
    // A connection that breaks ends the stream as well as a last message does.
    while let Some(Ok(chunk)) = chunks.next().await {
        text.push_str(&String::from_utf8_lossy(&chunk));
        while let Some((message, rest)) = text.split_once("\n\n") {
            if let Some(kind) = field(message, "event") {
                watched.note(kind, message);
                seen(kind);
            }
            text = rest.to_owned();
        }
    }
    watched
}

impl Watched {
    fn note(&mut self, kind: &str, message: &str) {
        match kind {
            "event" => self.seqs.push(field(message, "id").unwrap().parse().unwrap()),
            "progress" => self.progress += 1,
            "status" => {
                let data = field(message, "data").unwrap();
                let status: serde_json::Value = serde_json::from_str(data).unwrap();
                status["status"].as_str().unwrap().clone_into(&mut self.status);
            }
            other => panic!("no such message is documented: {other}"),
        }
    }
}

fn field<'m>(message: &'m str, name: &str) -> Option<&'m str> {
    let value = |line: &'m str| line.strip_prefix(name)?.strip_prefix(':').map(str::trim);
    message.lines().find_map(value)
}
