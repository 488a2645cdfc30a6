//! Casts made by hand, and runs of them.

use simswarm_core::document::Seed;
use simswarm_engine::action::{Answer, AnswerOutcome};
use simswarm_engine::cast::{
    ActorKind, Brief, Cast, Fact, InitialStance, Issue, MarketSpec, Origin, Persona, Relation,
    RelationKind, Span, Traits,
};
use simswarm_engine::mind::rule::decide;
use simswarm_engine::world::{Settings, Turn, World};
use simswarm_engine::{AgentId, Event, IssueId};

const FACTS: [&str; 8] = [
    "The port authority spent $14 million on the ferry line last year, 40% more than planned.",
    "Mayor Ilse Brandt said that the line loses money on every crossing.",
    "About 3,200 commuters cross the bay each working day.",
    "The union called the plan reckless and announced a strike for 9 May.",
    "Harbour Freight offered to lease two of the five vessels for ten years.",
    "A survey found 61% of the islanders against a closure.",
    "The regional court will hear the residents' complaint within 30 days.",
    "Repairs to the north pier cost 2.3 million and took seven months.",
];
const ROLES: [&str; 5] = ["commuter", "shop owner", "nurse", "island resident", "student"];
const INTERESTS: [&str; 6] = ["ferry", "jobs", "prices", "harbour", "schools", "budget"];

/// How many named actors lead every cast: a0 is the quoted mayor, a1 and a2 work for her.
pub(crate) const NAMED: u32 = 6;

pub(crate) fn stance(position: f64, confidence: f64) -> InitialStance {
    InitialStance { position, confidence, evidence: None }
}

fn persona(index: u32) -> Persona {
    let i = index as usize;
    let wave = f64::from(index * 37 % 21) / 10.0 - 1.0;
    let named = index < NAMED;
    let name = ["Ilse", "Marek", "Dana", "Tom", "Aiko", "Ruth", "Omar"][i % 7];
    let family = ["Brandt", "Kessler", "Olsen", "Haddad", "Lind"][i / 7 % 5];
    Persona {
        slug: format!("agent_{index}"),
        name: format!("{name} {family} {}", "I".repeat(i / 35 + 1)),
        kind: if named { ActorKind::Person } else { ActorKind::Public },
        role: if named { "member of the council".to_owned() } else { ROLES[i % 5].to_owned() },
        summary: "Somebody with a view on the ferry.".to_owned(),
        card: "You live by the bay and have a view on the ferry line.".to_owned(),
        origin: if named {
            Origin::Named { evidence: vec![Span { start: 0, end: 4 }] }
        } else {
            Origin::Segment { segment: ROLES[i % 5].to_owned() }
        },
        stances: vec![stance(wave, 0.3 + f64::from(index % 5) / 10.0), stance(-wave / 2.0, 0.4)],
        traits: Traits {
            activity: 0.3 + f64::from(index % 4) / 10.0,
            stubbornness: f64::from(index % 3) / 20.0,
            credibility: if named { 0.9 } else { 0.4 },
            contrariness: f64::from(index % 7) / 7.0,
            risk: f64::from(index % 5) / 5.0,
        },
        interests: vec![INTERESTS[i % 6].to_owned(), INTERESTS[(i + 2) % 6].to_owned()],
        cash: 1000.0,
    }
}

fn issue(proposition: &str, pole_for: &str, pole_against: &str) -> Issue {
    Issue {
        proposition: proposition.to_owned(),
        pole_for: pole_for.to_owned(),
        pole_against: pole_against.to_owned(),
        keywords: vec!["ferry".to_owned(), "closure".to_owned()],
    }
}

fn works_for_the_mayor(source: u32) -> Relation {
    Relation {
        source: AgentId(source),
        target: AgentId(0),
        kind: RelationKind::WorksFor,
        fact: "They work for the mayor.".to_owned(),
        evidence: Span { start: 0, end: 10 },
    }
}

pub(crate) fn cast(agents: u32) -> Cast {
    Cast {
        brief: Brief {
            title: "The ferry line before its last vote".to_owned(),
            question: "Will the council close the ferry line by June?".to_owned(),
            facts: FACTS
                .map(|text| Fact { text: text.to_owned(), evidence: Span { start: 0, end: 9 } })
                .to_vec(),
            horizon_days: 30,
        },
        issues: vec![
            issue(
                "The council will close the ferry line by June.",
                "the council will close the ferry line",
                "the council will keep the ferry line open",
            ),
            issue("The strike will last.", "the strike will last", "the strike will be over soon"),
        ],
        agents: (0..agents).map(persona).collect(),
        relations: (1..agents.min(3)).map(works_for_the_mayor).collect(),
        markets: vec![MarketSpec {
            issue: IssueId(0),
            question: "Does the council close the ferry line by June?".to_owned(),
            initial_price: 0.4,
        }],
    }
}

pub(crate) fn settings(seed: u64, rounds: u32) -> Settings {
    Settings::new(Seed::try_from(seed).unwrap(), rounds)
}

/// What the rule-based mind answers in the next round.
pub(crate) fn answers(world: &World) -> Vec<Answer> {
    let answer =
        |turn: Turn| Answer { agent: turn.agent, outcome: AnswerOutcome::Decided(decide(&turn)) };
    world.think().map(answer).collect()
}

/// A run to its end: the world, and the whole log.
pub(crate) fn run(cast: Cast, settings: Settings) -> (World, Vec<Event>) {
    let (mut world, mut log) = World::begin(cast, settings);
    while !world.is_over() {
        let answers = answers(&world);
        log.extend(world.apply(answers));
    }
    (world, log)
}
