//! `news`: what the agents heard of from beside the network, and how many of them it moved.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use simswarm_engine::action::DeclaredStance;
use simswarm_engine::env::news::Source;
use simswarm_engine::{AgentId, IssueId};

use super::history::History;
use super::stats::count;

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
    /// Whom it moved on each issue, where it moved anybody.
    pub moved: Vec<Moved>,
    pub event: String,
}

/// How many agents changed their mind on an issue with this item among the causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moved {
    pub issue: IssueId,
    pub agents: u32,
}

pub fn news(history: &History) -> Vec<NewsRow<'_>> {
    let mut moved: BTreeMap<(u64, IssueId), BTreeSet<AgentId>> = BTreeMap::new();
    for change in &history.belief_changes {
        for event in &change.news {
            moved.entry((*event, change.issue)).or_default().insert(change.agent);
        }
    }
    let moved_by = |event: u64| {
        let issues = moved.range((event, IssueId(0))..=(event, IssueId(u32::MAX)));
        issues.map(|((_, issue), who)| Moved { issue: *issue, agents: count(who.len()) }).collect()
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
            moved: moved_by(item.seq),
            event: format!("e{}", item.seq),
        })
        .collect()
}
