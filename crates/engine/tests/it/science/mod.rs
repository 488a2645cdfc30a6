//! The parts reproduce known results when they are configured to, through the same rounds that every run is made of.

mod beliefs;
mod cascade;
mod market;
mod opinion;

use simswarm_core::document::Seed;
use simswarm_engine::action::{Action, Answer, AnswerOutcome, Decision, DeclaredStance};
use simswarm_engine::belief::{BeliefSettings, Openness};
use simswarm_engine::cast::Cast;
use simswarm_engine::stream::{Purpose, Stream};
use simswarm_engine::world::{Contact, Settings, Turn, World};
use simswarm_engine::{AgentId, Event, IssueId};

use crate::casts::{cast, stance};

pub(crate) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Agents with one issue, always active and free of stubbornness, who begin at these positions.
fn population(starts: &[f64]) -> Cast {
    let mut cast = cast(u32::try_from(starts.len()).unwrap());
    cast.issues.truncate(1);
    cast.relations.clear();
    for (agent, start) in cast.agents.iter_mut().zip(starts) {
        agent.stances = vec![stance(*start, 0.5)];
        agent.traits.activity = 1.0;
        agent.traits.stubbornness = 0.0;
        agent.traits.credibility = 1.0;
    }
    cast
}

/// Rounds without an end, in which agents meet in groups, all messages weigh the same, and nothing but the position
/// changes.
fn settings(seed: u64, size: usize, openness: Openness, reach: Option<f64>) -> Settings {
    let size = u32::try_from(size).unwrap();
    Settings {
        contact: Contact::Groups { size },
        belief: BeliefSettings {
            openness,
            rigidity: 0.0,
            reach,
            repeat_weight: 1.0,
            trust_rate: 0.0,
            news_share: 0.0,
        },
        poll_every: u32::MAX,
        ..Settings::new(Seed::try_from(seed).unwrap(), u32::MAX)
    }
}

fn uniform(seed: u64, n: usize) -> Vec<f64> {
    let mut stream = Stream::keyed(Seed::try_from(seed).unwrap(), 0, AgentId(0), Purpose::Mind);
    (0..n).map(|_| 2.0 * stream.unit() - 1.0).collect()
}

/// Plays a round in which each agent does what is said of its turn.
fn play(world: &mut World, mind: impl Fn(&Turn) -> Vec<Action>) -> Vec<Event> {
    let answer = |turn: &Turn| {
        let decision = Decision { actions: mind(turn), ..Decision::default() };
        Answer { agent: turn.agent, outcome: AnswerOutcome::Decided(decision) }
    };
    let answers = world.think().map(|turn| answer(&turn)).collect();
    world.apply(answers)
}

fn declare(turn: &Turn) -> Vec<Action> {
    let position = turn.beliefs[0].position;
    let stances = vec![DeclaredStance { issue: IssueId(0), position }];
    vec![Action::CreatePost { text: "This is where I stand.".to_owned(), stances }]
}

/// One step of a model in which all move at once: a round in which everybody says where it stands, and one in which
/// everybody reads and keeps silent.
fn step(world: &mut World) {
    play(world, declare);
    play(world, |_| Vec::new());
}

/// Where the agents stand.
fn positions(world: &World) -> Vec<f64> {
    world.think().map(|turn| turn.beliefs[0].position).collect()
}
