//! One of our programs as a process, which can be killed and started again.
#![expect(clippy::expect_used, reason = "a test without its program cannot go on")]
#![expect(clippy::print_stderr, reason = "the harness shows what a failed test printed")]

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::wait;

/// It is told nothing but its variables. Dropped, it is killed; in a test that fails, the end of its log is
/// shown.
#[derive(Debug)]
pub struct Program {
    path: PathBuf,
    log: PathBuf,
    vars: Vec<(String, String)>,
    process: Option<Child>,
}

/// What a reader of a failed test wants to see of a log.
const SHOWN_LINES: usize = 40;

impl Program {
    /// One that is not started yet. What it says on its standard error is added to `log`.
    ///
    /// # Panics
    /// If it is not built.
    pub fn new(path: &Path, log: &Path) -> Self {
        assert!(path.exists(), "{} is not built: run deploy/native/build", path.display());
        Self { path: path.to_owned(), log: log.to_owned(), vars: Vec::new(), process: None }
    }

    /// What it is told when it is next started.
    pub fn set(&mut self, name: &str, value: &str) {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_owned(), value.to_owned()));
    }

    /// # Panics
    /// If it cannot be started.
    pub fn start(&mut self) {
        let log = OpenOptions::new().create(true).append(true).open(&self.log);
        let process = Command::new(&self.path)
            .env_clear()
            .envs(self.vars.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.expect("a log can be written"))
            .spawn()
            .expect("a program of ours can be started");
        self.process = Some(process);
    }

    /// Starts it, and waits until it ends as it should.
    ///
    /// # Panics
    /// If it fails.
    pub async fn run(&mut self) {
        self.start();
        // Never blocking: a door that it needs may be kept by this very thread.
        let what = format!("{} to end", self.path.display());
        let status = wait::until(&what, async || {
            self.process.as_mut()?.try_wait().expect("a child can be waited for")
        })
        .await;
        assert!(status.success(), "{} failed", self.path.display());
    }

    /// SIGKILL: no line of it runs any more.
    ///
    /// # Panics
    /// If it is not ours to kill.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("a child can be killed");
            process.wait().expect("a child can be waited for");
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            let from = lines.len().saturating_sub(SHOWN_LINES);
            eprintln!("the end of {}:\n{}", self.log.display(), lines[from..].join("\n"));
        }
    }
}
