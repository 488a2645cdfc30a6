//! A language model's endpoint on loopback: real HTTP in both protocols, made-up answers, faults when told to.

mod abilities;
mod anthropic;
mod casting;
mod fault;
mod openai;
mod question;
mod sample;
mod script;
mod serve;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;

pub use abilities::{Abilities, Format, Switch, Thinks, Tools};
pub use fault::Fault;
pub use question::{Question, Said, SaidCall};

use script::Script;

/// A request as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Null where there was none.
    pub body: Value,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A running endpoint. It is gone when this is dropped.
#[derive(Debug)]
pub struct FakeChat {
    address: SocketAddr,
    script: Arc<Script>,
    /// Aborted when it is dropped.
    _server: JoinSet<()>,
}

impl FakeChat {
    /// An endpoint that can do everything and serves [`Abilities::MODEL`].
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start() -> Self {
        Self::with(Abilities::default()).await
    }

    /// An endpoint that can do no more than that.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn with(abilities: Abilities) -> Self {
        let script = Arc::new(Script::new(abilities));
        let (address, server) = serve::serve(Arc::clone(&script)).await;
        Self { address, script, _server: server }
    }

    /// Of either protocol: `http://127.0.0.1:<port>/v1`.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Every answer to a question takes that long from now on.
    pub fn take(&self, latency: Duration) {
        self.script.set_latency(latency);
    }

    /// The next questions meet these faults, one each; several calls add up.
    pub fn fail_next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.script.queue(faults);
    }

    /// Every `nth` question from now on meets the fault: with 1 each one does. It replaces the one before.
    pub fn fail_every(&self, nth: usize, fault: Fault) {
        self.script.fail_every(nth, fault);
    }

    /// No question meets a fault any more.
    pub fn recover(&self) {
        self.script.recover();
    }

    /// What is said from now on; where it says none, a valid answer is made up.
    pub fn say(&self, answer: impl Fn(&Question) -> Option<Said> + Send + Sync + 'static) {
        self.script.set_voice(Arc::new(answer));
    }

    /// Every request up to now, those for the list of models included.
    pub fn asked(&self) -> Vec<Asked> {
        self.script.asked()
    }

    /// How many questions were in flight at the most since the start.
    pub fn most_in_flight(&self) -> usize {
        self.script.most_in_flight()
    }
}
