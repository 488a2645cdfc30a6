//! Small logs of known answer, put together event by event.

use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_engine::action::{Action, DeclaredStance, Vote};
use simswarm_engine::cast::{ActorKind, Brief, InitialStance, Issue, Origin, Persona, Traits};
use simswarm_engine::event::{ENVELOPE_VERSION, EventBody};
use simswarm_engine::{AgentId, Event, IssueId, MarketId, PostId};
use simswarm_projection::Artifacts;

pub(crate) const FIRST: IssueId = IssueId(0);

/// A log that is being written.
pub(crate) struct Story {
    events: Vec<Event>,
    round: u32,
    posts: u32,
    /// On the one issue.
    positions: Vec<f64>,
}

fn persona(index: usize, position: f64) -> Persona {
    Persona {
        slug: format!("agent_{index}"),
        name: format!("Agent {index}"),
        kind: ActorKind::Person,
        role: format!("role {index}"),
        summary: String::new(),
        card: String::new(),
        origin: Origin::Named { evidence: Vec::new() },
        stances: vec![InitialStance { position, confidence: 0.5, evidence: None }],
        traits: Traits {
            activity: 0.5,
            stubbornness: 0.0,
            credibility: 0.5,
            contrariness: 0.5,
            risk: 0.5,
        },
        interests: Vec::new(),
        cash: 1000.0,
    }
}

impl Story {
    /// One issue, one market, and an agent for each of these positions.
    pub(crate) fn of(positions: &[f64], rounds: u32) -> Self {
        let mut story =
            Self { events: Vec::new(), round: 0, posts: 0, positions: positions.to_vec() };
        story.push(EventBody::RunStarted {
            engine_version: "0".to_owned(),
            seed: Seed::try_from(1).unwrap(),
            rounds,
            recommender: Recommender::default(),
            brief: Brief {
                title: "Ferry".to_owned(),
                question: "Will it close?".to_owned(),
                facts: Vec::new(),
                horizon_days: 30,
            },
        });
        story.push(EventBody::IssueDefined {
            issue: FIRST,
            definition: Issue {
                proposition: "The line is closed.".to_owned(),
                pole_for: "close the line".to_owned(),
                pole_against: "keep the line".to_owned(),
                keywords: vec!["ferry".to_owned()],
            },
        });
        for (index, position) in positions.iter().enumerate() {
            let agent = AgentId(u32::try_from(index).unwrap());
            story.push(EventBody::AgentCast { agent, persona: persona(index, *position) });
        }
        story.push(EventBody::MarketOpened {
            market: MarketId(0),
            issue: FIRST,
            question: "Closed?".to_owned(),
            initial_price: 0.5,
            liquidity: 100.0,
        });
        story
    }

    fn push(&mut self, body: EventBody) {
        let seq = self.events.len() as u64 + 1;
        self.events.push(Event { v: ENVELOPE_VERSION, seq, round: self.round, body });
    }

    pub(crate) fn begin_round(&mut self) {
        self.round += 1;
        self.push(EventBody::RoundStarted { active: 0 });
    }

    /// Ends the round with this price of the one market.
    pub(crate) fn end_round(&mut self, price: f64) {
        let agents = f64::from(u32::try_from(self.positions.len()).unwrap());
        let mean = self.positions.iter().sum::<f64>() / agents;
        self.push(EventBody::RoundEnded {
            posts: 0,
            actions: 0,
            rejected: 0,
            skipped: 0,
            prices: vec![price],
            positions: vec![mean],
        });
    }

    /// A round in which nothing is done.
    pub(crate) fn idle_round(&mut self, price: f64) {
        self.begin_round();
        self.end_round(price);
    }

    pub(crate) fn says(&mut self, agent: u32, parent: Option<PostId>, text: &str) -> PostId {
        let position = self.positions[agent as usize];
        let post = PostId(self.posts);
        self.posts += 1;
        self.push(EventBody::PostCreated {
            post,
            agent: AgentId(agent),
            parent,
            text: text.to_owned(),
            stances: vec![DeclaredStance { issue: FIRST, position }],
        });
        post
    }

    pub(crate) fn posts(&mut self, agent: u32) -> PostId {
        self.says(agent, None, "The ferry.")
    }

    pub(crate) fn replies(&mut self, agent: u32, parent: PostId) -> PostId {
        self.says(agent, Some(parent), "The ferry.")
    }

    fn acts(&mut self, agent: u32, action: Action) {
        self.push(EventBody::ActionApplied { agent: AgentId(agent), action });
    }

    pub(crate) fn reposts(&mut self, agent: u32, post: PostId) {
        self.acts(agent, Action::Repost { post });
    }

    pub(crate) fn votes(&mut self, agent: u32, post: PostId, vote: Vote) {
        self.acts(agent, Action::Vote { post, vote });
    }

    pub(crate) fn follows(&mut self, agent: u32, other: u32) {
        self.acts(agent, Action::Follow { agent: AgentId(other) });
    }

    pub(crate) fn moves(&mut self, agent: u32, to: f64, because: &[PostId]) {
        let from = std::mem::replace(&mut self.positions[agent as usize], to);
        self.push(EventBody::BeliefChanged {
            agent: AgentId(agent),
            issue: FIRST,
            from,
            to,
            confidence: 0.5,
            because: because.to_vec(),
            news: Vec::new(),
        });
    }

    pub(crate) fn folded(&self) -> Artifacts {
        Artifacts::from_events(&self.events).unwrap()
    }
}
