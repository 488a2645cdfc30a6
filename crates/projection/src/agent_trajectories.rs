//! `agent_trajectories`: what each agent did in each round in which it was active, and where it then stood.

use serde::Serialize;

use simswarm_engine::AgentId;

use super::history::{Deed, History};
use super::sentiment::Mean;
use super::stats::short;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trajectory<'a> {
    pub agent_id: &'a str,
    pub agent: AgentId,
    pub name: &'a str,
    pub rounds: Vec<Step>,
}

/// One round of one agent.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Step {
    pub round: u32,
    /// Posts that answer no other post.
    pub posts: u32,
    pub replies: u32,
    /// Everything that took effect.
    pub actions: u32,
    pub rejected: u32,
    /// Mean sentiment of what it wrote in the round; null if it wrote nothing.
    pub sentiment: Option<f64>,
    /// Position on each issue at the end of the round, in the issues' order, to four decimals.
    pub positions: Vec<f64>,
}

pub fn trajectories(history: &History) -> Vec<Trajectory<'_>> {
    let mut all: Vec<Trajectory<'_>> = history
        .agent_ids()
        .map(|agent| {
            let persona = &history.agent(agent).persona;
            let (agent_id, name) = (persona.slug.as_str(), persona.name.as_str());
            Trajectory { agent_id, agent, name, rounds: Vec::new() }
        })
        .collect();
    for act in &history.acts {
        add(&mut all[act.agent.index()].rounds, history, act.round, &act.deed);
    }
    place(&mut all, history);
    feel(&mut all, history);
    all
}

fn add(steps: &mut Vec<Step>, history: &History, round: u32, deed: &Deed) {
    if steps.last().is_none_or(|step| step.round != round) {
        steps.push(Step { round, ..Step::default() });
    }
    let Some(step) = steps.last_mut() else { return };
    match deed {
        Deed::Nothing => return,
        Deed::Rejected { .. } => {
            step.rejected += 1;
            return;
        }
        Deed::Wrote(post) if history.post(*post).parent.is_some() => step.replies += 1,
        Deed::Wrote(_) => step.posts += 1,
        Deed::Traded(_)
        | Deed::Voted { .. }
        | Deed::Reposted(_)
        | Deed::Followed(_)
        | Deed::Unfollowed(_)
        | Deed::Commented { .. }
        | Deed::Managed(_) => {}
    }
    step.actions += 1;
}

/// Writes how each agent sounded in each of its rounds.
fn feel(all: &mut [Trajectory<'_>], history: &History) {
    let mut means: Vec<Vec<Mean>> =
        all.iter().map(|trajectory| vec![Mean::default(); trajectory.rounds.len()]).collect();
    for (post, score) in history.posts.iter().zip(history.sentiments()) {
        let rounds = &all[post.agent.index()].rounds;
        if let Ok(place) = rounds.binary_search_by_key(&post.round, |step| step.round) {
            means[post.agent.index()][place].add(*score);
        }
    }
    for (trajectory, means) in all.iter_mut().zip(means) {
        for (step, mean) in trajectory.rounds.iter_mut().zip(means) {
            step.sentiment = mean.value();
        }
    }
}

/// Writes where each agent stood at the end of each of its rounds.
fn place(all: &mut [Trajectory<'_>], history: &History) {
    let mut changes = vec![Vec::new(); all.len()];
    for change in &history.belief_changes {
        changes[change.agent.index()].push(change);
    }
    for (trajectory, changes) in all.iter_mut().zip(changes) {
        let agent = history.agent(trajectory.agent);
        let mut positions: Vec<f64> =
            history.issue_ids().map(|issue| agent.initial_position(issue)).collect();
        let mut changes = changes.into_iter().peekable();
        for step in &mut trajectory.rounds {
            while let Some(change) = changes.next_if(|change| change.round <= step.round) {
                positions[change.issue.index()] = change.to;
            }
            step.positions = positions.iter().copied().map(short).collect();
        }
    }
}
