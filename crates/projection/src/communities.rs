//! `communities`: who keeps whose company, and the coalitions among them.

use serde::Serialize;
use simswarm_engine::{AgentId, IssueId};

use super::coalitions::{Coalition, coalitions};
use super::history::{History, narrow};
use super::interactions::company;
use super::measure::graph::{Graph, real};
use super::measure::modularity::{self, Partition};
use super::measure::spread::between;
use super::stance::Stance;
use super::stats::{count, distribution, short};
use super::tally::tallies;

/// How many members of a community are named.
const NAMED: usize = 5;

/// Who belongs together, computed once for all that is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    pub graph: Graph,
    pub partition: Partition,
}

impl Company {
    /// The communities of the undirected graph of interactions.
    pub fn of(history: &History) -> Self {
        let graph = company(history);
        let partition = modularity::communities(&graph);
        Self { graph, partition }
    }

    /// The members of each community of at least `least`, the largest first.
    pub fn members(&self, least: usize) -> Vec<Vec<AgentId>> {
        let mut members = vec![Vec::new(); self.partition.communities as usize];
        for (agent, community) in self.partition.of.iter().enumerate() {
            members[*community as usize].push(AgentId(narrow(agent)));
        }
        members.retain(|members| members.len() >= least);
        members
    }

    /// The share of all interactions whose ends are in one community; 0 if there are none.
    pub fn inside(&self) -> f64 {
        let of = &self.partition.of;
        let ties = |node: u32| self.graph.ties(node).iter();
        let own = |node: u32| {
            ties(node).filter(move |(other, _)| of[*other as usize] == of[node as usize])
        };
        let inside: u64 = self.graph.nodes().flat_map(own).map(|(_, weight)| weight).sum();
        let all: u64 = self.graph.nodes().map(|node| self.graph.degree(node)).sum();
        if all == 0 { 0.0 } else { real(inside) / real(all) }
    }

    /// How many agents dealt with nobody.
    pub fn alone(&self) -> u32 {
        count(self.graph.nodes().filter(|node| self.graph.ties(*node).is_empty()).count())
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Structure<'a> {
    /// How they were found.
    pub method: &'static str,
    /// Q of the whole partition: 0 is what chance gives, above 0.3 is a clear structure.
    pub modularity: f64,
    /// Of two agents and more, the largest first.
    pub communities: Vec<Group<'a>>,
    /// Agents that dealt with nobody.
    pub alone: u32,
    pub issues: Vec<IssueSplit>,
    pub coalitions: Vec<Coalition<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group<'a> {
    pub community: u32,
    pub size: u32,
    pub members: Vec<AgentId>,
    /// Those whose posts drew the most.
    pub leading: Vec<Leading<'a>>,
    /// Interactions among its members, and with others.
    pub ties_within: u64,
    pub ties_across: u64,
    /// In the issues' order.
    pub stances: Vec<Profile>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leading<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub name: &'a str,
    pub role: &'a str,
    pub engagement: u32,
}

/// Where a community's members stand on an issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Profile {
    pub issue: IssueId,
    /// Mean position before the first round, and at the end.
    pub initial_mean: f64,
    pub mean: f64,
    pub sd: f64,
    pub supports: u32,
    pub undecided: u32,
    pub opposes: u32,
}

/// How far an issue runs between the communities rather than through them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IssueSplit {
    pub issue: IssueId,
    /// Share of the positions' variance that lies between communities, before the first round and at the end.
    pub initial_between: f64,
    pub between: f64,
}

pub fn communities(history: &History) -> Structure<'_> {
    let company = history.company();
    let engagement: Vec<u32> = tallies(history).iter().map(|tally| tally.engagement).collect();
    let members = company.members(2);
    Structure {
        method: "louvain",
        modularity: short(company.partition.modularity),
        communities: members
            .into_iter()
            .enumerate()
            .map(|(number, members)| community(history, company, (number, members), &engagement))
            .collect(),
        alone: company.alone(),
        issues: history.issue_ids().map(|issue| split(history, company, issue)).collect(),
        coalitions: coalitions(history),
    }
}

fn community<'a>(
    history: &'a History,
    company: &Company,
    (number, members): (usize, Vec<AgentId>),
    engagement: &[u32],
) -> Group<'a> {
    let (mut within, mut across) = (0, 0);
    for (other, weight) in members.iter().flat_map(|agent| company.graph.ties(agent.0)) {
        if company.partition.of[*other as usize] as usize == number {
            within += weight;
        } else {
            across += weight;
        }
    }
    Group {
        community: narrow(number),
        size: count(members.len()),
        leading: leading(history, &members, engagement),
        // Each was counted from both its ends.
        ties_within: within / 2,
        ties_across: across,
        stances: history
            .issue_ids()
            .filter_map(|issue| profile(history, &members, issue))
            .collect(),
        members,
    }
}

fn leading<'a>(history: &'a History, members: &[AgentId], engagement: &[u32]) -> Vec<Leading<'a>> {
    let mut ranked = members.to_vec();
    ranked.sort_by_key(|agent| (std::cmp::Reverse(engagement[agent.index()]), *agent));
    let leading = ranked.into_iter().take(NAMED).map(|agent| {
        let persona = &history.agent(agent).persona;
        Leading {
            agent,
            agent_id: &persona.slug,
            name: &persona.name,
            role: &persona.role,
            engagement: engagement[agent.index()],
        }
    });
    leading.collect()
}

fn profile(history: &History, members: &[AgentId], issue: IssueId) -> Option<Profile> {
    let agents = || members.iter().map(|agent| history.agent(*agent));
    let before: Vec<f64> = agents().map(|agent| agent.initial_position(issue)).collect();
    let now: Vec<f64> = agents().map(|agent| agent.position(issue)).collect();
    let all = distribution(&now, -1.0, 1.0)?;
    let of = |stance| count(now.iter().filter(|x| Stance::of(**x) == stance).count());
    Some(Profile {
        issue,
        initial_mean: short(distribution(&before, -1.0, 1.0)?.mean),
        mean: short(all.mean),
        sd: short(all.sd),
        supports: of(Stance::Supports),
        undecided: of(Stance::Undecided),
        opposes: of(Stance::Opposes),
    })
}

fn split(history: &History, company: &Company, issue: IssueId) -> IssueSplit {
    let agents = &history.agents;
    let before: Vec<f64> = agents.iter().map(|agent| agent.initial_position(issue)).collect();
    let now: Vec<f64> = agents.iter().map(|agent| agent.position(issue)).collect();
    IssueSplit {
        issue,
        initial_between: short(between(&before, &company.partition.of)),
        between: short(between(&now, &company.partition.of)),
    }
}
