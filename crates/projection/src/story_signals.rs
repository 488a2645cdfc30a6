//! `story_signals`: blocs, coalitions, phases and quotations in short: what a page or a report shows of a story first.

use serde::Serialize;
use simswarm_engine::{AgentId, IssueId, PostId};

use super::coalitions::coalitions;
use super::history::{History, Post};
use super::keywords::keywords;
use super::measure::spread::spread;
use super::phases::phases;
use super::posts::by_engagement;
use super::stance::Stance;
use super::stats::count;
use super::tally::{Tally, tallies};

/// How many members of a bloc or a coalition are named.
const NAMED: usize = 50;
const QUOTED: usize = 12;
const KEYWORDS: usize = 3;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StorySignals<'a> {
    pub stakeholder_positions: Vec<Bloc<'a>>,
    pub named_coalitions: Vec<Named<'a>>,
    pub phase_boundaries: Vec<Boundary>,
    pub quotable_posts: Vec<Quote<'a>>,
    /// The two poles of the issue that divides the agents most; empty without issues.
    pub disagreement_axis: String,
    pub sim_scale: Scale,
}

/// Everybody on one side of the issue that divides most.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bloc<'a> {
    pub name: &'static str,
    pub stance: Stance,
    pub issue: IssueId,
    /// Names of those who drew the most.
    pub members: Vec<&'a str>,
    pub member_count: u32,
    /// Words that its members' posts have more of than those of the other blocs.
    pub rationale_keywords: Vec<String>,
}

/// A community that is of one mind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named<'a> {
    pub name: String,
    pub members: Vec<&'a str>,
    pub size: u32,
    pub stance: Stance,
    pub issue: IssueId,
    pub pole: &'a str,
    pub community: u32,
    pub from_round: u32,
    pub to_round: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Boundary {
    pub phase: String,
    pub rounds: [u32; 2],
    pub week_range: String,
    pub dominant_topic: String,
}

/// The post of a side and a phase that drew the most; nobody is quoted twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quote<'a> {
    pub post_id: PostId,
    pub agent: AgentId,
    pub agent_name: &'a str,
    pub agent_role: &'a str,
    pub phase: String,
    pub stance: Stance,
    pub text: &'a str,
    pub engagement: u32,
    pub sentiment: f64,
    pub event: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scale {
    pub participants: u32,
    pub horizon_days: u32,
    pub bloc_count: u32,
    /// `present` if anything was traded.
    pub market_stress: &'static str,
}

pub fn story_signals(history: &History) -> StorySignals<'_> {
    let issue = most_divided(history);
    let tallies = tallies(history);
    let coalitions = named(history, &tallies);
    let boundaries: Vec<Boundary> = phases(history)
        .into_iter()
        .map(|phase| Boundary {
            dominant_topic: phase.keywords.into_iter().next().unwrap_or_default(),
            phase: phase.phase,
            rounds: phase.rounds,
            week_range: phase.week_range,
        })
        .collect();
    StorySignals {
        stakeholder_positions: issue.map_or_else(Vec::new, |issue| blocs(history, issue, &tallies)),
        quotable_posts: quotes(history, issue, &boundaries),
        phase_boundaries: boundaries,
        disagreement_axis: issue.map_or_else(String::new, |issue| {
            let definition = history.issue(issue);
            format!("{} vs {}", definition.pole_for, definition.pole_against)
        }),
        sim_scale: Scale {
            participants: count(history.agents.len()),
            horizon_days: history.opening.as_ref().map_or(0, |opening| opening.brief.horizon_days),
            bloc_count: count(coalitions.len()),
            market_stress: if history.trades.is_empty() { "none_observed" } else { "present" },
        },
        named_coalitions: coalitions,
    }
}

/// The issue on which the agents are the most polarised at the end; the first of equals.
fn most_divided(history: &History) -> Option<IssueId> {
    let mut most = None;
    for issue in history.issue_ids() {
        let positions: Vec<f64> =
            history.agents.iter().map(|agent| agent.position(issue)).collect();
        let apart = spread(&positions).map_or(0.0, |spread| spread.esteban_ray);
        if most.is_none_or(|(_, known)| apart > known) {
            most = Some((issue, apart));
        }
    }
    most.map(|(issue, _)| issue)
}

fn side(history: &History, agent: AgentId, issue: IssueId) -> Stance {
    Stance::of(history.agent(agent).position(issue))
}

fn blocs<'a>(history: &'a History, issue: IssueId, tallies: &[Tally]) -> Vec<Bloc<'a>> {
    let place = |stance| Stance::ALL.iter().position(|one| *one == stance);
    let words = keywords(history, Stance::ALL.len(), KEYWORDS, |post| {
        place(side(history, history.posts[post].agent, issue))
    });
    let bloc = |(stance, rationale_keywords): (Stance, Vec<String>)| {
        let agents = history.agent_ids().filter(|agent| side(history, *agent, issue) == stance);
        let agents: Vec<AgentId> = agents.collect();
        Some(Bloc {
            name: match stance {
                Stance::Supports => "Support bloc",
                Stance::Undecided => "Undecided bloc",
                Stance::Opposes => "Opposition bloc",
            },
            stance,
            issue,
            member_count: count(agents.len()),
            members: names(history, agents, tallies),
            rationale_keywords,
        })
        .filter(|bloc| bloc.member_count > 0)
    };
    Stance::ALL.into_iter().zip(words).filter_map(bloc).collect()
}

/// The names of those who drew the most.
fn names<'a>(history: &'a History, mut agents: Vec<AgentId>, tallies: &[Tally]) -> Vec<&'a str> {
    agents.sort_by_key(|agent| (std::cmp::Reverse(tallies[agent.index()].engagement), *agent));
    let agents = agents.into_iter().take(NAMED);
    agents.map(|agent| history.agent(agent).persona.name.as_str()).collect()
}

fn named<'a>(history: &'a History, tallies: &[Tally]) -> Vec<Named<'a>> {
    coalitions(history)
        .into_iter()
        .map(|coalition| {
            let last = coalition.members.iter().filter(|one| one.to_round == coalition.to_round);
            let members = names(history, last.map(|one| one.agent).collect(), tallies);
            Named {
                name: match (members.first(), coalition.size) {
                    (Some(lead), 1) => (*lead).to_owned(),
                    (Some(lead), 2) => format!("{lead} and one other"),
                    (Some(lead), size) => format!("{lead} and {} others", size - 1),
                    (None, _) => String::new(),
                },
                members,
                size: coalition.size,
                stance: coalition.stance,
                issue: coalition.issue,
                pole: coalition.pole,
                community: coalition.community,
                from_round: coalition.from_round,
                to_round: coalition.to_round,
            }
        })
        .collect()
}

/// Of each phase and side the post that drew the most, in that order of what they drew.
fn quotes<'a>(history: &'a History, issue: Option<IssueId>, phases: &[Boundary]) -> Vec<Quote<'a>> {
    let mut quotes: Vec<(usize, Quote<'_>)> = Vec::new();
    for id in by_engagement(history) {
        let post = history.post(id);
        let stance = stance(post, issue);
        let place = phases.iter().position(|phase| post.round <= phase.rounds[1]);
        let Some(place) = place.filter(|_| !post.text.is_empty()) else { continue };
        let taken = |(phase, quote): &(usize, Quote<'_>)| {
            quote.agent == post.agent || (*phase == place && quote.stance == stance)
        };
        if !quotes.iter().any(taken) {
            quotes.push((place, quote(history, id, stance, &phases[place].phase)));
        }
        if quotes.len() == QUOTED.min(phases.len() * Stance::ALL.len()) {
            break;
        }
    }
    quotes.into_iter().map(|(_, quote)| quote).collect()
}

/// The side that a post itself takes.
fn stance(post: &Post, issue: Option<IssueId>) -> Stance {
    let declared = post.stances.iter().find(|stance| Some(stance.issue) == issue);
    declared.map_or(Stance::Undecided, |stance| Stance::of(stance.position))
}

fn quote<'a>(history: &'a History, id: PostId, stance: Stance, phase: &str) -> Quote<'a> {
    let post = history.post(id);
    let persona = &history.agent(post.agent).persona;
    Quote {
        post_id: id,
        agent: post.agent,
        agent_name: &persona.name,
        agent_role: &persona.role,
        phase: phase.to_owned(),
        stance,
        text: &post.text,
        engagement: post.engagement(),
        sentiment: history.sentiments()[id.index()],
        event: format!("e{}", post.seq),
    }
}
