//! Somebody who uses the API, with a token or without.

use std::time::Duration;

use serde_json::{Value, json};
use simswarm_testkit::wait;

const TIMEOUT: Duration = Duration::from_secs(30);
/// The first example: what every simulation of these tests is about.
pub const DOCUMENT: &str = include_str!("../../examples/harbour-strike/document.md");
/// What is asked about it.
pub const QUESTION: &str = include_str!("../../examples/harbour-strike/question.txt");

/// How large a simulation is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub agents: u32,
    pub rounds: u32,
}

/// What the API said.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

/// Somebody, at the API of one installation.
#[derive(Debug, Clone)]
pub struct User {
    pub(crate) http: reqwest::Client,
    base: String,
    token: String,
}

impl User {
    pub(crate) fn anonymous(address: &str) -> Self {
        let http = reqwest::Client::builder().read_timeout(TIMEOUT).build().unwrap();
        Self { http, base: format!("http://{address}"), token: String::new() }
    }

    pub(crate) async fn register(address: &str) -> Self {
        let user = Self::anonymous(address);
        let account = json!({ "email": "ann@example.org", "password": "correct horse battery" });
        let answer = user.post("/api/auth/register", &account).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        Self { token: answer.body["token"].as_str().unwrap().to_owned(), ..user }
    }

    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        if self.token.is_empty() { request } else { request.bearer_auth(&self.token) }
    }

    /// None where there is no answer at all.
    async fn send(request: reqwest::RequestBuilder) -> Option<Answer> {
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.ok()?;
        // A body that is not JSON has no field that anybody asks for.
        Some(Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() })
    }

    pub async fn try_get(&self, path: &str) -> Option<Answer> {
        Self::send(self.request(reqwest::Method::GET, path)).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.try_get(path).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Self::send(self.request(reqwest::Method::POST, path).json(body)).await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Self::send(self.request(reqwest::Method::DELETE, path)).await.unwrap()
    }

    /// Asks for a simulation of the first example, and answers its number.
    pub async fn launch(&self, size: Size, seed: u64) -> i64 {
        let body = json!({
            "seed_text": DOCUMENT,
            "goal": QUESTION.trim(),
            "tier": "small",
            "enrich_web": false,
            "forecast_days": 30,
            "agents": size.agents,
            "rounds": size.rounds,
            "seed": seed,
        });
        let answer = self.post("/api/jobs", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["id"].as_i64().unwrap()
    }

    /// The job, once it is as `wanted`. Whoever asks meanwhile may get no answer.
    pub async fn job_until(&self, job: i64, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        wait::until(&format!("job {job} to be {what}"), async || {
            let answer = self.try_get(&format!("/api/jobs/{job}")).await?;
            assert_ne!(answer.body["status"], "FAILED", "{}", answer.body);
            (answer.status == 200 && wanted(&answer.body)).then_some(answer.body)
        })
        .await
    }

    pub async fn until_status(&self, job: i64, status: &str) -> Value {
        self.job_until(job, status, |job| job["status"] == status).await
    }

    /// Waits until that round is committed; answers which one is by then.
    pub async fn until_round(&self, job: i64, round: u64) -> u32 {
        let reached = |job: &Value| job["live_status"]["round"].as_u64().unwrap_or_default();
        let what = format!("in round {round}");
        let job = self.job_until(job, &what, |job| reached(job) >= round).await;
        u32::try_from(reached(&job)).unwrap()
    }

    /// Every event of a job, in order.
    pub async fn log(&self, job: i64) -> Vec<Value> {
        let (mut log, mut after) = (Vec::new(), 0);
        loop {
            let mut page =
                self.get(&format!("/api/jobs/{job}/events?limit=1000&after={after}")).await;
            assert_eq!(page.status, 200, "{}", page.body);
            log.append(page.body["events"].as_array_mut().unwrap());
            match page.body["next_after"].as_u64() {
                Some(next) => after = next,
                None => return log,
            }
        }
    }
}
