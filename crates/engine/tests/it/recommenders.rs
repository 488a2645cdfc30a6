//! What each recommender does to what agents are shown, measured on the log.

use simswarm_core::recommender::Recommender;
use simswarm_engine::action::{Action, DeclaredStance, Vote};
use simswarm_engine::cast::Cast;
use simswarm_engine::event::EventBody;
use simswarm_engine::feed::FeedSettings;
use simswarm_engine::{AgentId, Event, PostId};

use crate::casts::{cast, run, settings};

const AGENTS: u32 = 150;
const ROUNDS: u32 = 20;

/// What a run's feeds were like.
#[derive(Debug)]
struct Feeds {
    /// Gini coefficient of how often each post was shown.
    concentration: f64,
    /// The share of shown stances that are on the reader's side of the issue.
    agreement: f64,
    /// Mean approval on both sides of what was shown, by the votes so far.
    common_ground: f64,
    /// Mean age of a shown post in rounds.
    age: f64,
}

fn log_of(cast: Cast, recommender: Recommender, seed: u64) -> Vec<Event> {
    let mut settings = settings(seed, ROUNDS);
    settings.feed = FeedSettings::of(recommender);
    run(cast, settings).1
}

struct Published {
    round: u32,
    stances: Vec<DeclaredStance>,
    shown: u32,
    /// Votes of those for the issue's proposition and of those against it: up, down.
    votes: [[u32; 2]; 2],
}

impl Published {
    /// The product of both sides' approval: group-informed consensus (Small et al. 2021, "Polis").
    fn common_ground(&self) -> f64 {
        let approval = |[ups, downs]: [u32; 2]| f64::from(1 + ups) / f64::from(2 + ups + downs);
        self.votes.map(approval).iter().product()
    }
}

/// Reads a log along: posts as they come, positions as they change.
#[derive(Default)]
struct Reader {
    positions: Vec<Vec<f64>>,
    posts: Vec<Published>,
    shown: f64,
    ages: f64,
    common_ground: f64,
    stances: f64,
    own_side: f64,
}

impl Reader {
    fn read(&mut self, event: &Event) {
        match &event.body {
            EventBody::AgentCast { persona, .. } => {
                self.positions.push(persona.stances.iter().map(|it| it.position).collect());
            }
            EventBody::PostCreated { stances, .. } => self.posts.push(Published {
                round: event.round,
                stances: stances.clone(),
                shown: 0,
                votes: [[0; 2]; 2],
            }),
            EventBody::BeliefChanged { agent, issue, to, .. } => {
                self.positions[agent.index()][issue.index()] = *to;
            }
            EventBody::ActionApplied { agent, action: Action::Vote { post, vote } } => {
                let post = &mut self.posts[post.index()];
                let issue = post.stances[0].issue;
                let side = usize::from(self.positions[agent.index()][issue.index()] < 0.0);
                post.votes[side][usize::from(*vote == Vote::Down)] += 1;
            }
            EventBody::TurnDecided { agent, shown } => {
                for post in shown {
                    self.see(*agent, *post, event.round);
                }
            }
            _ => {}
        }
    }

    fn see(&mut self, agent: AgentId, post: PostId, round: u32) {
        let post = &mut self.posts[post.index()];
        post.shown += 1;
        self.shown += 1.0;
        self.ages += f64::from(round - post.round);
        self.common_ground += post.common_ground();
        for stance in &post.stances {
            let held = self.positions[agent.index()][stance.issue.index()];
            self.stances += 1.0;
            self.own_side += if held * stance.position > 0.0 { 1.0 } else { 0.0 };
        }
    }
}

fn feeds(recommender: Recommender, seed: u64) -> Feeds {
    let mut reader = Reader::default();
    for event in &log_of(cast(AGENTS), recommender, seed) {
        reader.read(event);
    }
    Feeds {
        concentration: gini(reader.posts.iter().map(|post| post.shown).collect()),
        agreement: reader.own_side / reader.stances,
        common_ground: reader.common_ground / reader.shown,
        age: reader.ages / reader.shown,
    }
}

/// Gini's coefficient of inequality: 0 where all have the same, near 1 where one has all.
fn gini(mut counts: Vec<u32>) -> f64 {
    counts.sort_unstable();
    let n = f64::from(u32::try_from(counts.len()).unwrap());
    let total: f64 = counts.iter().copied().map(f64::from).sum();
    let ranked = (1_u32..).zip(&counts).map(|(rank, it)| f64::from(rank) * f64::from(*it));
    2.0 * ranked.sum::<f64>() / (n * total) - (n + 1.0) / n
}

#[test]
fn each_recommender_leaves_its_mark_on_what_is_shown() {
    // One run more or less has more of one side than another: what bridging takes from the own side shows on average.
    let mut own_sides = (0.0, 0.0);
    for seed in 1..4 {
        let of = |recommender| {
            let feeds = feeds(recommender, seed);
            println!("seed {seed}, {recommender}: {feeds:.3?}");
            feeds
        };
        let chronological = of(Recommender::Chronological);
        let popularity = of(Recommender::Popularity);
        let interest = of(Recommender::Interest);
        let bridging = of(Recommender::Bridging);
        for other in [&popularity, &interest, &bridging] {
            assert!(chronological.age < other.age);
        }
        for other in [&chronological, &interest, &bridging] {
            assert!(popularity.concentration > other.concentration + 0.05);
        }
        for other in [&chronological, &popularity, &bridging] {
            assert!(interest.agreement > other.agreement + 0.05);
        }
        own_sides.0 += bridging.agreement;
        own_sides.1 += chronological.agreement;
        for other in [&chronological, &popularity, &interest] {
            assert!(bridging.common_ground > other.common_ground + 0.05);
        }
    }
    assert!(own_sides.0 < own_sides.1 - 0.03, "{own_sides:?}");
}

#[test]
fn a_chronological_feed_is_in_the_order_of_time() {
    let log = log_of(cast(60), Recommender::Chronological, 5);
    let mut rounds: Vec<u32> = Vec::new();
    let mut turns = 0;
    for event in &log {
        match &event.body {
            EventBody::PostCreated { .. } => rounds.push(event.round),
            EventBody::TurnDecided { shown, .. } if shown.len() > 1 => {
                turns += 1;
                let newest_first = shown.windows(2).all(|pair| pair[0] > pair[1]);
                assert!(newest_first, "{shown:?}");
                assert!(shown.windows(2).all(|it| rounds[it[0].index()] >= rounds[it[1].index()]));
            }
            _ => {}
        }
    }
    assert!(turns > 200, "{turns}");
    let other = log_of(cast(60), Recommender::Interest, 5);
    let in_order = |event: &Event| match &event.body {
        EventBody::TurnDecided { shown, .. } => shown.is_sorted_by(|one, other| one > other),
        _ => true,
    };
    assert!(!other.iter().all(in_order));
}

#[test]
fn the_log_names_its_recommender_unless_it_is_the_usual_one() {
    let first = |recommender| {
        let log = log_of(cast(4), recommender, 1);
        serde_json::to_string(&log[0]).unwrap()
    };
    assert!(first(Recommender::Bridging).contains("\"recommender\":\"bridging\""));
    assert!(!first(Recommender::Interest).contains("recommender"));
}
