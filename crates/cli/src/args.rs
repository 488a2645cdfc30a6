//! The command line: what can be asked, and in what words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use simswarm_core::cast_by::CastBy;
use simswarm_core::document::{Seed, SeedTooLarge};
use simswarm_core::exogenous::{ExogenousEvent, Pointing};
use simswarm_core::job::MAX_REPLICATES;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;
use simswarm_llm::Price;

const EXAMPLE: &str = "\
Example:
  simswarm run examples/harbour-strike/document.md --seed 7 \\
      --goal \"Will the Kelmouth port strike end before the holiday season?\"

The same document, question and seed give the same run, byte for byte. A run that was stopped goes on
when the same command is given again with its seed.";

/// Simulates what happens next: casts the actors of a document and lets them talk, trade and change
/// their minds.
#[derive(Debug, Parser)]
#[command(name = "simswarm", version, after_help = EXAMPLE)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs one simulation on this machine, without any service, and writes its report.
    #[command(after_help = EXAMPLE)]
    Run(RunArgs),
}

#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// The document that the simulation starts from: a text file, or - for standard input.
    pub file: PathBuf,

    /// The question about what happens next. Without one the document speaks for itself.
    #[arg(long, value_name = "QUESTION", default_value = "", hide_default_value = true)]
    pub goal: String,

    /// How many agents take part.
    #[arg(long, value_name = "N", default_value_t = 10, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub agents: u32,

    /// How many rounds are played [default: 15, or those of the forked run].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub rounds: Option<u32>,

    /// The seed of all chance, 0 to 2^53 - 1. Drawn and printed when it is not given.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = seed)]
    pub seed: Option<Seed>,

    /// How many runs are played that differ in their seed alone: N, N + 1 and so on. Fewer are played once they tell
    /// enough. Their forecasts are pooled, and the answer gets an interval.
    #[arg(long, value_name = "R", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_REPLICATES)))]
    pub replicates: u32,

    /// Where the run is written [default: runs/NAME-SEED, after the file and the seed].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Days ahead that the question looks.
    #[arg(long, value_name = "N", default_value_t = 30, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub horizon_days: u32,

    /// Something that happens from outside and that everybody hears of, as "ROUND: text". Which way it points is read from
    /// its text, or given: "ROUND yes: text", no or neither. Can be given again.
    #[arg(long = "event", value_name = "ROUND: TEXT", value_parser = event)]
    pub event: Vec<ExogenousEvent>,

    /// A JSON file with a list of events: [{"round": 3, "text": "The court has ruled.", "audience": {"segment":
    /// "resident"}, "credibility": 0.8, "shifts": [{"issue": 0, "position": -0.5}]}]. All but round and text may be left
    /// out; "points" ("yes", "no", "neither", "text") is a word for it in place of shifts, and with neither the text is read;
    /// an audience is "everybody", or one of segment, kind, side ({"issue": 0, "pole": "for"}) and agents (a list).
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,

    /// Adds an economy: companies price, hire and invest, governments tax and pay benefits.
    #[arg(long)]
    pub economy: bool,
    /// What the agents' feeds are ranked by: chronological, popularity, interest or bridging [default: interest, or that of
    /// the forked run].
    #[arg(long, value_name = "NAME", value_parser = str::parse::<Recommender>)]
    pub recommender: Option<Recommender>,

    /// Goes on from a round of the run in DIR, with another seed, number of rounds, recommender or further events; all else
    /// has to be as it was there. The rounds up to that one are that run's.
    #[arg(long, value_name = "DIR", requires = "round", conflicts_with = "replicates")]
    pub fork: Option<PathBuf>,

    /// The last round that a fork has in common with its run.
    #[arg(long, value_name = "N", requires = "fork", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    pub round: Option<u32>,

    /// What weight agents give to what they read against what they hold, 0.01 to 0.99.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, value_parser = openness)]
    pub openness: Option<f64>,

    /// Views farther away than this move nobody (bounded confidence), 0.05 to 2; two opposite poles are 2 apart.
    #[arg(long, value_name = "DISTANCE", allow_negative_numbers = true, value_parser = reach)]
    pub reach: Option<f64>,

    /// Least time that a round takes, in milliseconds: to watch it.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub pace_ms: u64,

    #[command(flatten)]
    pub model: ModelArgs,
}

impl RunArgs {
    /// How minds are moved.
    pub(crate) fn beliefs(&self) -> BeliefOptions {
        BeliefOptions { openness: self.openness, reach: self.reach }
    }
}

/// The language model that finds the cast and decides the agents' turns. Without one rules do both.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Language model (without one, cast and minds follow rules)")]
pub struct ModelArgs {
    /// Where it is asked, up to the version, as in `http://127.0.0.1:8000/v1`.
    #[arg(long, value_name = "URL", requires = "model")]
    pub endpoint: Option<String>,

    /// Its name, as the endpoint knows it.
    #[arg(long, value_name = "NAME", requires = "endpoint")]
    pub model: Option<String>,

    /// The environment variable that holds the endpoint's key.
    #[arg(long, value_name = "VAR", requires = "endpoint")]
    pub api_key_env: Option<String>,

    /// What the endpoint speaks.
    #[arg(long, value_enum, default_value_t = Protocol::Openai, requires = "endpoint")]
    pub protocol: Protocol,

    /// Who finds the cast in the document: model or rules.
    #[arg(long, value_name = "BY", default_value_t, value_parser = str::parse::<CastBy>, requires = "endpoint")]
    pub cast: CastBy,

    /// Calls in flight at the most; fewer where the endpoint complains.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024), requires = "endpoint")]
    pub concurrency: u16,

    /// What its tokens cost, in dollars per million: those of the prompt, those of it that come from a cache, and
    /// those of the answer.
    #[arg(long, value_name = "PROMPT,CACHED,ANSWER", value_parser = price, requires = "endpoint")]
    pub price: Option<Price>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Protocol {
    /// What vLLM, Ollama, llama.cpp and most others speak.
    Openai,
    Anthropic,
}

fn price(text: &str) -> Result<Price, String> {
    let micro = |dollars: &str| -> Option<u64> {
        let dollars: f64 = dollars.trim().parse().ok()?;
        // In whole millionths; a million dollars for a million tokens is beyond any price.
        (0.0..=1e6).contains(&dollars).then(|| whole(dollars * 1e6))
    };
    let parts: Vec<Option<u64>> = text.split(',').map(micro).collect();
    match parts[..] {
        [Some(prompt_micro_usd), Some(cached_micro_usd), Some(completion_micro_usd)] => {
            Ok(Price { prompt_micro_usd, cached_micro_usd, completion_micro_usd })
        }
        _ => Err("three amounts like 0.15,0.075,0.6 are wanted".to_owned()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller has seen that it is between 0 and 10^12"
)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn openness(text: &str) -> Result<f64, String> {
    let openness = number(text)?;
    let options = BeliefOptions { openness: Some(openness), reach: None };
    options.check().map(|()| openness).map_err(|error| error.to_string())
}

fn reach(text: &str) -> Result<f64, String> {
    let reach = number(text)?;
    let options = BeliefOptions { openness: None, reach: Some(reach) };
    options.check().map(|()| reach).map_err(|error| error.to_string())
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_no_number| format!("\"{text}\" is no number"))
}

fn seed(text: &str) -> Result<Seed, SeedTooLarge> {
    text.parse::<u64>().map_err(|_no_number| SeedTooLarge).and_then(Seed::try_from)
}

fn event(text: &str) -> Result<ExogenousEvent, String> {
    let (when, what) = text.split_once(':').ok_or("it is not of the form \"ROUND: text\"")?;
    let (round, points) = match when.trim().split_once(' ') {
        Some((round, points)) => (round, Some(pointing(points.trim())?)),
        None => (when.trim(), None),
    };
    let round = round.parse().map_err(|_no_number| format!("\"{round}\" is no round"))?;
    Ok(ExogenousEvent { points, ..ExogenousEvent::plain(round, what.trim().to_owned()) })
}

fn pointing(word: &str) -> Result<Pointing, String> {
    match word {
        "yes" => Ok(Pointing::Yes),
        "no" => Ok(Pointing::No),
        "neither" => Ok(Pointing::Neither),
        "text" => Ok(Pointing::Text),
        _ => Err(format!("\"{word}\" is none of yes, no, neither and text")),
    }
}
