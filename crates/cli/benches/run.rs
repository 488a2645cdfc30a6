//! How long `simswarm run` takes for a large cast, artifacts, log and report written, and what memory it needs:
//! `cargo bench -p simswarm-cli --bench run -- [AGENTS [ROUNDS]]`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should panic")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// Limits of issue 4 for 10,000 agents and 100 rounds.
const MOST_SECONDS: f64 = 60.0;
const MOST_MB: f64 = 2048.0;
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/harbour-strike");

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u32>().ok());
    let agents = numbers.next().unwrap_or(10_000);
    let rounds = numbers.next().unwrap_or(100);
    let example = Path::new(EXAMPLE);
    let question = std::fs::read_to_string(example.join("question.txt")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_simswarm"))
        .arg("run")
        .arg(example.join("document.md"))
        .args(["--goal", question.trim(), "--seed", "7"])
        .args(["--agents", &agents.to_string(), "--rounds", &rounds.to_string()])
        .arg("--out")
        .arg(folder.path().join("run"))
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let seconds = started.elapsed().as_secs_f64();
    assert!(status.success(), "the run failed");
    let peak_mb = peak_mb();
    println!(
        "simswarm run, {agents} agents x {rounds} rounds, artifacts written: {seconds:.1} s, {:.2} of \
         the limit of {MOST_SECONDS} s",
        seconds / MOST_SECONDS
    );
    println!(
        "its peak memory: {peak_mb:.0} MB, {:.2} of the limit of {MOST_MB} MB",
        peak_mb / MOST_MB
    );
}

/// The peak resident memory of the program that was run.
fn peak_mb() -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "kilobytes of one machine")]
    let kb = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() as f64;
    kb / 1024.0
}
