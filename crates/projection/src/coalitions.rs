//! Coalitions: a community most of whose members stand on the same side of an issue, for as long as they do.

use serde::Serialize;
use simswarm_engine::{AgentId, IssueId};

use super::history::{History, narrow};
use super::stance::Stance;
use super::stats::{count, short};

/// The smallest community that can be one: two are a pair.
pub const SMALLEST: usize = 3;
/// At least two in three members share the stance.
const SHARE: (u32, u32) = (2, 3);
/// For how many rounds, unless there were fewer.
const LASTING: u32 = 3;
const POLES: [Stance; 2] = [Stance::Supports, Stance::Opposes];

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coalition<'a> {
    pub community: u32,
    pub issue: IssueId,
    pub stance: Stance,
    /// What it stands for, in the issue's words.
    pub pole: &'a str,
    /// At the ends of these rounds and of all between them it held; round 0 is before the first.
    pub from_round: u32,
    pub to_round: u32,
    /// Members of the community that share the stance at the end of it, and their share of the community.
    pub size: u32,
    pub share: f64,
    /// How many came to the stance after it began, and left it before it ended.
    pub joined: u32,
    pub left: u32,
    /// Everybody who was in it.
    pub members: Vec<Membership<'a>>,
}

/// From its first to its last round in a coalition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Membership<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub from_round: u32,
    pub to_round: u32,
}

/// A stretch of rounds in which an agent was on one side of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spell {
    agent: AgentId,
    issue: IssueId,
    stance: Stance,
    from: u32,
    to: u32,
}

/// The coalitions among the communities, by community, issue and time.
pub fn coalitions(history: &History) -> Vec<Coalition<'_>> {
    let company = history.company();
    let communities = company.members(SMALLEST);
    let rounds = count(history.rounds.len());
    let mut spells: Vec<Vec<Spell>> = vec![Vec::new(); communities.len()];
    for spell in all_spells(history, rounds) {
        let community = company.partition.of[spell.agent.index()] as usize;
        if let Some(spells) = spells.get_mut(community) {
            spells.push(spell);
        }
    }
    let mut found = Vec::new();
    for (number, (members, spells)) in communities.iter().zip(&spells).enumerate() {
        for issue in history.issue_ids() {
            for stance in POLES {
                let same = |spell: &&Spell| spell.issue == issue && spell.stance == stance;
                let spells = spells.iter().filter(same).copied().collect();
                let side = Side { history, number, size: members.len(), spells };
                found.extend(side.coalitions(issue, stance, rounds));
            }
        }
    }
    found.sort_by_key(|coalition| (coalition.community, coalition.issue, coalition.from_round));
    found
}

/// The spells of everybody on every issue, by agent within an issue's changes.
fn all_spells(history: &History, rounds: u32) -> Vec<Spell> {
    let issues = history.issues.len();
    let mut now: Vec<(Stance, u32)> = history
        .agents
        .iter()
        .flat_map(|agent| history.issue_ids().map(|issue| agent.initial_position(issue)))
        .map(|position| (Stance::of(position), 0))
        .collect();
    let mut spells = Vec::new();
    let mut end = |agent: AgentId, issue: IssueId, (stance, from): (Stance, u32), before: u32| {
        if stance != Stance::Undecided && from < before {
            spells.push(Spell { agent, issue, stance, from, to: before - 1 });
        }
    };
    for change in &history.belief_changes {
        let state = &mut now[change.agent.index() * issues + change.issue.index()];
        let (stance, round) = (Stance::of(change.to), change.round.min(rounds));
        if stance != state.0 {
            end(change.agent, change.issue, *state, round);
            *state = (stance, round);
        }
    }
    for (agent, states) in history.agent_ids().zip(now.chunks(issues.max(1))) {
        for (issue, state) in history.issue_ids().zip(states) {
            end(agent, issue, *state, rounds + 1);
        }
    }
    spells
}

/// One community's members on one side of one issue.
struct Side<'a> {
    history: &'a History,
    number: usize,
    size: usize,
    spells: Vec<Spell>,
}

impl<'a> Side<'a> {
    fn coalitions(&self, issue: IssueId, stance: Stance, rounds: u32) -> Vec<Coalition<'a>> {
        let counts = self.counts(rounds);
        let enough = |members: &u32| members * SHARE.1 >= count(self.size) * SHARE.0;
        let lasting = LASTING.min(rounds + 1);
        let mut found = Vec::new();
        let mut from = 0;
        for run in counts.chunk_by(|one, other| enough(one) == enough(other)) {
            let length = count(run.len());
            if run.first().is_some_and(enough) && length >= lasting {
                found.push(self.coalition((issue, stance), (from, from + length - 1), &counts));
            }
            from += length;
        }
        found
    }

    /// How many are on this side at the end of each round.
    fn counts(&self, rounds: u32) -> Vec<u32> {
        let mut changes = vec![0_i64; rounds as usize + 2];
        for spell in &self.spells {
            changes[spell.from as usize] += 1;
            changes[spell.to as usize + 1] -= 1;
        }
        let sums = changes.iter().scan(0, |sum, change| {
            *sum += change;
            Some(u32::try_from(*sum).unwrap_or_default())
        });
        sums.take(rounds as usize + 1).collect()
    }

    fn coalition(
        &self,
        (issue, stance): (IssueId, Stance),
        (from, to): (u32, u32),
        counts: &[u32],
    ) -> Coalition<'a> {
        let definition = self.history.issue(issue);
        let members = self.members(from, to);
        let size = counts[to as usize];
        Coalition {
            community: narrow(self.number),
            issue,
            stance,
            pole: match stance {
                Stance::Opposes => &definition.pole_against,
                Stance::Supports | Stance::Undecided => &definition.pole_for,
            },
            from_round: from,
            to_round: to,
            size,
            share: short(f64::from(size) / f64::from(count(self.size))),
            joined: count(members.iter().filter(|member| member.from_round > from).count()),
            left: count(members.iter().filter(|member| member.to_round < to).count()),
            members,
        }
    }

    /// Everybody who was on this side in these rounds, by agent.
    fn members(&self, from: u32, to: u32) -> Vec<Membership<'a>> {
        let mut inside: Vec<&Spell> =
            self.spells.iter().filter(|spell| spell.from <= to && spell.to >= from).collect();
        inside.sort_by_key(|spell| (spell.agent, spell.from));
        let members = inside.chunk_by(|one, other| one.agent == other.agent);
        members
            .filter_map(|spells| {
                let (first, last) = (spells.first()?, spells.last()?);
                Some(Membership {
                    agent: first.agent,
                    agent_id: &self.history.agent(first.agent).persona.slug,
                    from_round: first.from.max(from),
                    to_round: last.to.min(to),
                })
            })
            .collect()
    }
}
