//! `news`: what the agents heard of from beside the network, and how many of them it moved.

use std::collections::BTreeMap;

use serde::Serialize;
use simswarm_engine::action::DeclaredStance;
use simswarm_engine::env::news::Source;
use simswarm_engine::{AgentId, IssueId};

use super::history::History;
use super::stats::{count, short};

/// How many of those who were moved are named.
const NAMED: usize = 5;

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewsRow<'a> {
    /// From this round on its audience could hear of it.
    pub round_num: u32,
    pub source: Source,
    pub text: &'a str,
    /// How many agents it was for.
    pub audience: u32,
    pub credibility: f64,
    /// What it said about the issues.
    pub stances: &'a [DeclaredStance],
    /// Whether that was read from its text, and not given with it.
    pub stances_read: bool,
    /// Whom it moved on each issue, where it moved anybody.
    pub moved: Vec<Moved<'a>>,
    pub event: String,
}

/// Who changed their mind on an issue with this item among the causes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved<'a> {
    pub issue: IssueId,
    pub agents: u32,
    /// Those who moved furthest by these changes, the furthest first.
    pub furthest: Vec<Mover<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mover<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub name: &'a str,
    /// Above 0 towards the pole for.
    pub by: f64,
}

pub fn news(history: &History) -> Vec<NewsRow<'_>> {
    let mut moved: BTreeMap<(u64, IssueId), BTreeMap<AgentId, f64>> = BTreeMap::new();
    for change in &history.belief_changes {
        for event in &change.news {
            let agents = moved.entry((*event, change.issue)).or_default();
            *agents.entry(change.agent).or_default() += change.to - change.from;
        }
    }
    let moved_by = |event: u64| {
        let issues = moved.range((event, IssueId(0))..=(event, IssueId(u32::MAX)));
        issues.map(|((_, issue), agents)| told(history, *issue, agents)).collect()
    };
    history
        .news
        .iter()
        .map(|item| NewsRow {
            round_num: item.round,
            source: item.source,
            text: &item.text,
            audience: item.audience,
            credibility: item.credibility,
            stances: &item.stances,
            stances_read: item.stances_read,
            moved: moved_by(item.seq),
            event: format!("e{}", item.seq),
        })
        .collect()
}

fn told<'a>(history: &'a History, issue: IssueId, agents: &BTreeMap<AgentId, f64>) -> Moved<'a> {
    let mut ranked: Vec<(AgentId, f64)> = agents.iter().map(|(agent, by)| (*agent, *by)).collect();
    // Stable: where two are equal, in the cast's order.
    ranked.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let furthest = ranked.into_iter().take(NAMED).map(|(agent, by)| {
        let persona = &history.agent(agent).persona;
        Mover { agent, agent_id: &persona.slug, name: &persona.name, by: short(by) }
    });
    Moved { issue, agents: count(agents.len()), furthest: furthest.collect() }
}
