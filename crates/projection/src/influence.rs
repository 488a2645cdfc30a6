//! `influence`: whose posts moved whom, by the causes that belief changes name, and who is attended to.
//!
//! A change is credited to the posts that it names, strongest first, in the proportions 1 : 1/2 : 1/3 … of their ranks; the log
//! does not hold their weights. What a post moved is a sum of distances on the scale from −1 to 1.

use std::collections::BTreeSet;

use serde::Serialize;
use simswarm_engine::{AgentId, PostId};

use super::history::{BeliefChange, History};
use super::interactions::attention;
use super::measure::pagerank::pagerank;
use super::stats::{count, short};

/// How many pairs and posts are listed.
const LISTED: usize = 100;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Influence<'a> {
    /// Everybody whose posts moved somebody, the most first.
    pub agents: Vec<Influencer<'a>>,
    /// Who moved whom, the most first.
    pub pairs: Vec<Pair<'a>>,
    /// The posts that moved the most.
    pub posts: Vec<MovingPost<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Influencer<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub name: &'a str,
    /// What its posts moved others, on all issues together.
    pub moved: f64,
    /// The same with its sign: above 0 more towards the poles for than towards those against.
    pub net: f64,
    /// How many agents it moved.
    pub people: u32,
    /// Share of all attention (`PageRank` over replies, reposts, up-votes and follows).
    pub pagerank: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair<'a> {
    pub source: AgentId,
    pub source_id: &'a str,
    pub target: AgentId,
    pub target_id: &'a str,
    pub moved: f64,
    /// How many changes of the target name a post of the source.
    pub changes: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MovingPost<'a> {
    pub post_id: PostId,
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub agent_name: &'a str,
    pub content: &'a str,
    pub round_num: u32,
    pub moved: f64,
    /// How many changes name it.
    pub changes: u32,
    pub event: String,
}

/// What is credited to somebody or something.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Credit {
    pub moved: f64,
    pub net: f64,
    /// How many changes name it.
    pub changes: u32,
    /// How many agents it moved.
    pub people: u32,
}

impl Credit {
    fn add(&mut self, step: f64) {
        self.moved += step.abs();
        self.net += step;
        self.changes += 1;
    }
}

/// What is credited to one agent.
pub fn credit(history: &History, agent: AgentId) -> Credit {
    let mut credit = Credit::default();
    let mut people = BTreeSet::new();
    for change in history.belief_changes.iter().filter(|change| change.agent != agent) {
        for (_, step) in shares(change).filter(|(post, _)| history.post(*post).agent == agent) {
            credit.add(step);
            people.insert(change.agent);
        }
    }
    Credit { people: count(people.len()), ..credit }
}

/// All credits of a run.
struct Credits {
    agents: Vec<Credit>,
    posts: Vec<Credit>,
    /// Source, target and what moved: the largest, unsorted.
    pairs: Vec<(AgentId, AgentId, Credit)>,
}

pub fn influence(history: &History) -> Influence<'_> {
    let credits = credits(history);
    let ranks = pagerank(&attention(history));
    let mut agents: Vec<Influencer<'_>> = history
        .agent_ids()
        .zip(credits.agents.iter().zip(&ranks))
        .filter(|(_, (credit, _))| credit.people > 0)
        .map(|(agent, (credit, rank))| influencer(history, agent, *credit, *rank))
        .collect();
    agents.sort_by(|one, other| {
        other.moved.total_cmp(&one.moved).then_with(|| one.agent.cmp(&other.agent))
    });
    let mut posts: Vec<PostId> =
        history.post_ids().filter(|post| credits.posts[post.index()].changes > 0).collect();
    posts.sort_by(|one, other| {
        let of = |post: &PostId| credits.posts[post.index()].moved;
        of(other).total_cmp(&of(one)).then_with(|| one.cmp(other))
    });
    posts.truncate(LISTED);
    Influence {
        agents,
        pairs: credits.pairs.iter().map(|pair| told(history, pair)).collect(),
        posts: posts
            .into_iter()
            .map(|post| moving_post(history, post, credits.posts[post.index()]))
            .collect(),
    }
}

/// Goes through everybody's changes, so that one list of credits per author is enough for all pairs.
fn credits(history: &History) -> Credits {
    let mut all = Credits {
        agents: vec![Credit::default(); history.agents.len()],
        posts: vec![Credit::default(); history.posts.len()],
        pairs: Vec::new(),
    };
    let mut changes: Vec<&BeliefChange> = history.belief_changes.iter().collect();
    changes.sort_by_key(|change| change.agent);
    let mut by_author = vec![Credit::default(); history.agents.len()];
    let mut authors: Vec<AgentId> = Vec::new();
    for moved in changes.chunk_by(|one, other| one.agent == other.agent) {
        for change in moved {
            for (post, step) in shares(change) {
                let author = history.post(post).agent;
                if author == change.agent {
                    continue;
                }
                let credit = &mut by_author[author.index()];
                if credit.changes == 0 {
                    authors.push(author);
                }
                credit.add(step);
                all.posts[post.index()].add(step);
            }
        }
        let Some(target) = moved.first().map(|change| change.agent) else { continue };
        for author in authors.drain(..) {
            let credit = std::mem::take(&mut by_author[author.index()]);
            let sum = &mut all.agents[author.index()];
            sum.moved += credit.moved;
            sum.net += credit.net;
            sum.changes += credit.changes;
            sum.people += 1;
            all.pairs.push((author, target, credit));
        }
        largest(&mut all.pairs);
    }
    all.pairs.sort_by(by_moved);
    all.pairs.truncate(LISTED);
    all
}

/// The posts that a change names, with their shares of it.
fn shares(change: &BeliefChange) -> impl Iterator<Item = (PostId, f64)> + '_ {
    let weight = |rank: usize| 1.0 / f64::from(count(rank + 1));
    let whole: f64 = (0..change.because.len()).map(weight).sum();
    let step = change.to - change.from;
    change.because.iter().enumerate().map(move |(rank, post)| (*post, step * weight(rank) / whole))
}

/// Keeps the largest pairs once there are many more than are listed.
fn largest(pairs: &mut Vec<(AgentId, AgentId, Credit)>) {
    if pairs.len() > 100 * LISTED {
        pairs.sort_by(by_moved);
        pairs.truncate(LISTED);
    }
}

fn by_moved(
    one: &(AgentId, AgentId, Credit),
    other: &(AgentId, AgentId, Credit),
) -> std::cmp::Ordering {
    other.2.moved.total_cmp(&one.2.moved).then_with(|| (one.0, one.1).cmp(&(other.0, other.1)))
}

fn influencer(history: &History, agent: AgentId, credit: Credit, rank: f64) -> Influencer<'_> {
    let persona = &history.agent(agent).persona;
    Influencer {
        agent,
        agent_id: &persona.slug,
        name: &persona.name,
        moved: short(credit.moved),
        net: short(credit.net),
        people: credit.people,
        pagerank: (rank * 1e6).round() / 1e6,
    }
}

fn told<'a>(
    history: &'a History,
    (source, target, credit): &(AgentId, AgentId, Credit),
) -> Pair<'a> {
    Pair {
        source: *source,
        source_id: &history.agent(*source).persona.slug,
        target: *target,
        target_id: &history.agent(*target).persona.slug,
        moved: short(credit.moved),
        changes: credit.changes,
    }
}

fn moving_post(history: &History, id: PostId, credit: Credit) -> MovingPost<'_> {
    let post = history.post(id);
    let persona = &history.agent(post.agent).persona;
    MovingPost {
        post_id: id,
        agent: post.agent,
        agent_id: &persona.slug,
        agent_name: &persona.name,
        content: &post.text,
        round_num: post.round,
        moved: short(credit.moved),
        changes: credit.changes,
        event: format!("e{}", post.seq),
    }
}
