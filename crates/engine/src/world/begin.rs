//! Round 0: a world out of its cast.

use std::sync::Arc;

use super::agent::Agent;
use super::exposure::Foreseen;
use super::log::Log;
use super::turn::Actor;
use super::{Settings, TurnCount, World};
use crate::calendar::Calendar;
use crate::cast::{Cast, MarketSpec, Origin, Persona, Relation};
use crate::env::economy::{Economy, Role};
use crate::env::market::Markets;
use crate::env::news::Newsroom;
use crate::env::social::{Social, follows};
use crate::event::{Event, EventBody};
use crate::number::{POSITION_DECIMALS, count, rounded};
use crate::{AgentId, ENGINE_VERSION, IssueId, MarketId};

/// The most named actors that every turn is told of.
const ACTORS_TOLD: usize = 12;

impl World {
    /// Starts a run: the world before its first round, and the events of round 0.
    ///
    /// Relations and markets that name an agent or issue that is not there are left out; stances that are missing
    /// count as undecided.
    pub fn begin(cast: Cast, settings: Settings) -> (Self, Vec<Event>) {
        let Cast { brief, issues, agents, mut relations, mut markets } = cast;
        relations.retain(|it| it.source.index().max(it.target.index()) < agents.len());
        markets.retain(|it| it.issue.index() < issues.len());
        let personas: Vec<Arc<Persona>> =
            agents.into_iter().map(|persona| Arc::new(exact(persona, issues.len()))).collect();
        let mut world = Self {
            round: 0,
            seq: 0,
            calendar: Calendar::new(brief.horizon_days, settings.rounds),
            leaves: false,
            brief: Arc::new(brief),
            actors: Arc::new(actors(&personas)),
            social: Social::new(personas.len(), issues.len()),
            markets: Markets::open(&markets, &personas),
            news: Newsroom::new(personas.len()),
            economy: settings.economy.map(|it| Economy::open(&personas, it)),
            agents: personas.iter().map(|persona| Agent::new(Arc::clone(persona))).collect(),
            issues: Arc::new(issues),
            turns: TurnCount::default(),
            settings,
            foreseen: Foreseen::default(),
        };
        let events = world.open(&personas, relations, &markets);
        (world, events)
    }

    fn open(
        &mut self,
        personas: &[Arc<Persona>],
        relations: Vec<Relation>,
        markets: &[MarketSpec],
    ) -> Vec<Event> {
        let follows = follows::seeded(self.settings.seed, personas, &relations);
        let mut log = Log::after(0, 0);
        log.push(EventBody::RunStarted {
            engine_version: ENGINE_VERSION.to_owned(),
            seed: self.settings.seed,
            rounds: self.settings.rounds,
            recommender: self.settings.feed.recommender,
            brief: (*self.brief).clone(),
        });
        for (index, definition) in self.issues.iter().cloned().enumerate() {
            log.push(EventBody::IssueDefined { issue: IssueId(count(index)), definition });
        }
        for (index, persona) in personas.iter().enumerate() {
            let agent = AgentId(count(index));
            log.push(EventBody::AgentCast { agent, persona: (**persona).clone() });
        }
        for Relation { source, target, kind, fact, evidence } in relations {
            log.push(EventBody::RelationFound { source, target, kind, fact, evidence });
        }
        self.open_markets(markets, &mut log);
        self.open_economy(&mut log);
        for (index, targets) in follows.into_iter().enumerate() {
            self.seed_follows(AgentId(count(index)), targets, &mut log);
        }
        for shortfall in &self.settings.degraded {
            log.push(EventBody::Degraded {
                what: shortfall.what,
                reason: shortfall.reason.clone(),
            });
        }
        let (seq, events) = log.into_events();
        self.seq = seq;
        self.schedule();
        events
    }

    fn open_markets(&self, specs: &[MarketSpec], log: &mut Log) {
        for (index, (spec, market)) in specs.iter().zip(&self.markets.list).enumerate() {
            log.push(EventBody::MarketOpened {
                market: MarketId(count(index)),
                issue: spec.issue,
                question: spec.question.clone(),
                initial_price: market.price(),
                liquidity: market.maker.b,
            });
        }
    }

    fn open_economy(&self, log: &mut Log) {
        let Some(economy) = &self.economy else { return };
        let agents = (0..self.agents.len()).map(|index| AgentId(count(index)));
        let of = |role: Role| agents.clone().filter(|it| economy.role(*it) == role).collect();
        log.push(EventBody::EconomyOpened {
            firms: of(Role::Firm),
            authorities: of(Role::Authority),
            labour_force: economy.labour_force(),
            money: economy.money().units(),
            metrics: economy.metrics(),
        });
    }

    fn seed_follows(&mut self, agent: AgentId, targets: Vec<AgentId>, log: &mut Log) {
        for target in &targets {
            self.social.members[target.index()].followers += 1;
        }
        self.social.members[agent.index()].follows.clone_from(&targets);
        log.push(EventBody::FollowsSeeded { agent, follows: targets });
    }
}

/// The persona with numbers that the log holds exactly and that are in their ranges.
fn exact(mut persona: Persona, issues: usize) -> Persona {
    let within = |value: f64, low: f64| {
        if value.is_finite() { rounded(value.clamp(low, 1.0), POSITION_DECIMALS) } else { 0.0 }
    };
    let undecided = crate::cast::InitialStance { position: 0.0, confidence: 0.2, evidence: None };
    persona.stances.resize(issues, undecided);
    for stance in &mut persona.stances {
        stance.position = within(stance.position, -1.0);
        stance.confidence = within(stance.confidence, 0.0);
    }
    let traits = &mut persona.traits;
    for value in [
        &mut traits.activity,
        &mut traits.stubbornness,
        &mut traits.credibility,
        &mut traits.contrariness,
        &mut traits.risk,
    ] {
        *value = within(*value, 0.0);
    }
    persona.cash = if persona.cash.is_finite() { rounded(persona.cash.max(0.0), 2) } else { 0.0 };
    persona
}

fn actors(personas: &[Arc<Persona>]) -> Vec<Actor> {
    let named = personas.iter().enumerate().filter(|(_, persona)| match persona.origin {
        Origin::Named { .. } => true,
        Origin::Segment { .. } => false,
    });
    named
        .take(ACTORS_TOLD)
        .map(|(index, persona)| Actor {
            agent: AgentId(count(index)),
            name: persona.name.clone(),
            role: persona.role.clone(),
            kind: persona.kind,
        })
        .collect()
}
