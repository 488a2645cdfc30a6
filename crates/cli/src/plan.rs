//! What is to be run and where it is written: the arguments, read and checked.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use simswarm_core::Ambient;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::document::{DEFAULT_MAX_DOCUMENT_CHARS, Document, Question, Seed};
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_drive::directory::{Folder, RunIdentity};
use simswarm_llm::{Endpoint, Price};
use simswarm_runtime::config::Vars;

use crate::args::RunArgs;
use crate::failure::Failure;
use crate::fork::Origin;
use crate::model;

/// The folder of the checkpoint, inside the directory of the run.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// The folder of the runs, inside the directory of an ensemble: `replicates/1` is the first one's.
const REPLICATES: &str = "replicates";
/// How many rounds are played where nothing is said.
const USUAL_ROUNDS: u32 = 15;
/// A longer document has too many characters whatever they are: no more of it is read.
const MAX_BYTES: usize = DEFAULT_MAX_DOCUMENT_CHARS * 4;

/// A checked command.
#[derive(Debug)]
pub struct Plan {
    /// Of the first run.
    pub(crate) input: RunInput,
    /// The directory of the run, or of the ensemble.
    pub(crate) out: PathBuf,
    /// How many runs are played at the most.
    pub(crate) replicates: u32,
    /// The run that this one is forked from.
    pub(crate) origin: Option<Origin>,
    pub(crate) model: Option<ModelPlan>,
}

/// One run of a plan.
#[derive(Debug)]
pub(crate) struct Single {
    pub(crate) input: RunInput,
    pub(crate) out: PathBuf,
}

impl Single {
    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.out.join(CHECKPOINT)
    }
}

/// The model that is asked, and how.
#[derive(Debug)]
pub(crate) struct ModelPlan {
    pub(crate) endpoint: Endpoint,
    pub(crate) price: Option<Price>,
}

impl Plan {
    /// Reads the document and settles what was left open.
    pub fn read(args: &RunArgs, vars: &Vars, ambient: &dyn Ambient) -> Result<Self, Failure> {
        let document = Document::parse(read_text(&args.file)?, DEFAULT_MAX_DOCUMENT_CHARS)
            .map_err(|error| Failure::Input(format!("the document {error}")))?;
        let goal = Question::parse(&args.goal)
            .map_err(|error| Failure::Input(format!("the question {error}")))?;
        let origin = Origin::read(args)?;
        let forked = origin.as_ref().map(|origin| &origin.run);
        let rounds = args.rounds.or(forked.map(|run| run.rounds)).unwrap_or(USUAL_ROUNDS);
        let mut events = forked.map_or_else(Vec::new, |run| run.events_until(rounds));
        events.extend(planned_events(args, rounds)?);
        let endpoint = model::endpoint(&args.model, vars)?;
        let price = args.model.price;
        let model = endpoint.map(|endpoint| ModelPlan { endpoint, price });
        let seed = match (args.seed, &origin) {
            (None, Some(origin)) => origin.run.seed,
            (_, _) => choose_seed(args, ambient)?,
        };
        let recommender = args.recommender.or(origin.as_ref().map(|it| it.run.recommender));
        let out = args.out.clone().unwrap_or_else(|| {
            let what = match args.round {
                Some(round) => format!("-fork-{round}"),
                None if args.replicates > 1 => "-ensemble".to_owned(),
                None => String::new(),
            };
            Path::new("runs").join(format!("{}-{}{what}", name_of(&args.file), u64::from(seed)))
        });
        refuse_other_files(&out, args.replicates)?;
        let plan = Self {
            input: RunInput {
                document: document.into_string(),
                goal: goal.into_string(),
                seed,
                agents: args.agents,
                rounds,
                horizon_days: args.horizon_days,
                events,
                economy: args.economy,
                recommender: recommender.unwrap_or_default(),
                cast: args.model.cast,
                forked_at: args.round,
                beliefs: args.beliefs(),
            },
            out,
            replicates: args.replicates,
            origin,
            model,
        };
        if let Some(origin) = &plan.origin {
            origin.check(&plan)?;
        }
        Ok(plan)
    }

    /// What makes a run of the plan this one and no other.
    pub(crate) fn identity(&self, input: &RunInput) -> RunIdentity {
        let model = self.model.as_ref().map(|model| model.endpoint.model.clone());
        RunIdentity::of(input).with_model(model).with_cast(input.cast)
    }

    /// A run of the plan, counted from 0; the only one is written where the plan says.
    pub(crate) fn single(&self, replicate: u32) -> Single {
        let seed = self.input.seed.of_replicate(replicate);
        Single {
            input: RunInput { seed, ..self.input.clone() },
            out: directory(&self.out, self.replicates, replicate),
        }
    }
}

/// Where a run is written.
fn directory(out: &Path, replicates: u32, replicate: u32) -> PathBuf {
    if replicates == 1 {
        out.to_owned()
    } else {
        out.join(REPLICATES).join((replicate + 1).to_string())
    }
}

/// What happens from outside: the events of the command line, then those of the file.
fn planned_events(args: &RunArgs, rounds: u32) -> Result<Vec<ExogenousEvent>, Failure> {
    let mut events = args.event.clone();
    if let Some(file) = &args.events {
        let read: Vec<ExogenousEvent> =
            serde_json::from_str(&read_text(file)?).map_err(|error| {
                Failure::Input(format!("{} is no list of events: {error}", file.display()))
            })?;
        events.extend(read);
    }
    for event in &events {
        event.check(rounds).map_err(|error| {
            Failure::Input(format!("the event \"{}\" cannot happen: {error}", event.text))
        })?;
    }
    Ok(events)
}

/// The seed that was given; else that of the run which the directory holds, so that it can go on; else a
/// drawn one.
fn choose_seed(args: &RunArgs, ambient: &dyn Ambient) -> Result<Seed, Failure> {
    if let Some(seed) = args.seed {
        return Ok(seed);
    }
    let held = match &args.out {
        Some(out) => {
            let first = directory(out, args.replicates, 0);
            Folder::identity(&first.join(CHECKPOINT)).map_err(|error| {
                Failure::Input(format!("{} cannot be used: {error}", out.display()))
            })?
        }
        None => None,
    };
    Ok(held.map_or_else(|| Seed::draw(&ambient.random_bytes()), |identity| identity.seed))
}

/// A directory with files of somebody else is not written into: a `report.md` there would be lost.
fn refuse_other_files(out: &Path, replicates: u32) -> Result<(), Failure> {
    if out.is_file() {
        let out = out.display();
        return Err(Failure::Input(format!("{out} cannot be used: it is a file; name a folder")));
    }
    let Ok(entries) = fs::read_dir(out) else { return Ok(()) };
    let (own, other) =
        if replicates == 1 { (CHECKPOINT, REPLICATES) } else { (REPLICATES, CHECKPOINT) };
    if out.join(own).exists() || entries.count() == 0 {
        return Ok(());
    }
    let what = match (out.join(other).exists(), replicates) {
        (false, _) => "other files",
        (true, 1) => "an ensemble",
        (true, _) => "a single run",
    };
    let out = out.display();
    Err(Failure::Input(format!("{out} cannot be used: it holds {what}; name another --out")))
}

fn read_text(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        read_some(io::stdin().lock())
    } else {
        File::open(file).and_then(read_some)
    };
    let bytes = bytes.map_err(|error| Failure::Input(unreadable(file, &error)))?;
    if bytes.len() > MAX_BYTES {
        return Err(Failure::Input(format!(
            "the document must have at most {DEFAULT_MAX_DOCUMENT_CHARS} characters, has many more"
        )));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_not_text| Failure::Input(format!("{} is not UTF-8 text", file.display())))?;
    // The mark that some editors put before a text is no part of it.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

fn read_some(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(file: &Path, error: &io::Error) -> String {
    let file = file.display();
    let is = |kind| error.kind() == kind;
    if is(io::ErrorKind::NotFound) {
        format!("there is no file {file}")
    } else if is(io::ErrorKind::IsADirectory) {
        format!("{file} is a folder: name a text file")
    } else if is(io::ErrorKind::PermissionDenied) {
        format!("you may not read {file}")
    } else {
        format!("{file} cannot be read: {error}")
    }
}

/// What the directory of the run is named after.
fn name_of(file: &Path) -> String {
    let stem = file.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let name: String = stem
        .chars()
        .map(|letter| if letter.is_alphanumeric() || letter == '_' { letter } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "stdin".to_owned() } else { name.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_named_after_its_document() {
        assert_eq!(name_of(Path::new("examples/Night Ferry.txt")), "night-ferry");
        assert_eq!(name_of(Path::new("-")), "stdin");
    }
}
