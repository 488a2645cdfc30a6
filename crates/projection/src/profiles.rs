//! `profiles`: who everybody is, where it began and ended, and what it did.

use serde::Serialize;

use simswarm_engine::AgentId;
use simswarm_engine::cast::{InitialStance, Origin, Traits};

use super::graph_data::group;
use super::history::History;
use super::sentiment::of_agents;
use super::stance::Stance;
use super::tally::{Tally, tallies};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile<'a> {
    pub agent_id: &'a str,
    pub name: &'a str,
    /// One or two sentences: who this is in this story.
    pub persona: &'a str,
    pub total_posts: u32,
    /// Everything that took effect.
    pub total_actions: u32,
    pub rounds_active: u32,
    pub platforms: Vec<&'static str>,
    pub agent: AgentId,
    pub kind: &'static str,
    pub role: &'a str,
    pub origin: &'a Origin,
    pub traits: Traits,
    pub interests: &'a [String],
    pub total_replies: u32,
    pub total_votes: u32,
    pub total_trades: u32,
    /// What its posts and replies drew.
    pub engagement: u32,
    /// Mean sentiment of them; null if it wrote nothing.
    pub sentiment: Option<f64>,
    pub rejected: u32,
    pub skipped: u32,
    /// On each issue, in the issues' order.
    pub initial_stances: &'a [InitialStance],
    pub final_positions: &'a [f64],
    /// On the first issue, at the end.
    pub stance: &'static str,
    pub event: String,
}

/// Sorted by slug.
pub fn profiles(history: &History) -> Vec<Profile<'_>> {
    let tallies = tallies(history);
    let mut profiles: Vec<Profile<'_>> = history
        .agent_ids()
        .zip(tallies.iter().zip(of_agents(history)))
        .map(|(id, (tally, sentiment))| Profile { sentiment, ..profile(history, id, tally) })
        .collect();
    profiles.sort_by_key(|profile| profile.agent_id);
    profiles
}

fn profile<'a>(history: &'a History, id: AgentId, tally: &Tally) -> Profile<'a> {
    let agent = history.agent(id);
    let persona = &agent.persona;
    Profile {
        agent_id: &persona.slug,
        name: &persona.name,
        persona: &persona.summary,
        total_posts: tally.posts,
        total_actions: tally.actions,
        rounds_active: agent.turns_decided,
        platforms: tally.platforms(),
        agent: id,
        kind: group(persona.kind),
        role: &persona.role,
        origin: &persona.origin,
        traits: persona.traits,
        interests: &persona.interests,
        total_replies: tally.replies,
        total_votes: tally.votes,
        total_trades: tally.trades,
        engagement: tally.engagement,
        sentiment: None,
        rejected: tally.rejected,
        skipped: agent.turns_skipped,
        initial_stances: &persona.stances,
        final_positions: &agent.positions,
        stance: Stance::of(agent.positions.first().copied().unwrap_or_default()).as_str(),
        event: format!("e{}", agent.seq),
    }
}
