//! `summary`: the run in counts.

use serde::Serialize;

use simswarm_engine::event::Degradation;

use super::graph_data;
use super::history::History;
use super::stats::count;
use super::tally::tallies;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary<'a> {
    /// `completed`, or `partial` where the log ends before the last round.
    pub status: &'static str,
    /// The report is written from these files, so that it never is among them.
    pub report_pending: bool,
    pub chat_log_entries: u32,
    pub graph_nodes: u32,
    pub graph_edges: u32,
    pub title: &'a str,
    pub question: &'a str,
    #[serde(flatten)]
    pub counts: Counts,
    pub degraded: Vec<Degradation>,
}

/// What there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Counts {
    pub events: u64,
    pub agents: u32,
    pub issues: u32,
    pub markets: u32,
    pub rounds_planned: u32,
    pub rounds_played: u32,
    pub turns: u32,
    pub turns_skipped: u32,
    pub posts: u32,
    pub replies: u32,
    pub votes: u32,
    pub reposts: u32,
    pub follows: u32,
    pub trades: u32,
    /// Cash that changed hands on all markets.
    pub volume: f64,
    pub market_comments: u32,
    pub rejected: u32,
    pub belief_changes: u32,
    pub polls: u32,
}

pub fn summary(history: &History) -> Summary<'_> {
    let (graph_nodes, graph_edges) = graph_data::size(history);
    let whole = history.rounds_played() == history.rounds_planned();
    let brief = history.opening.as_ref().map(|opening| &opening.brief);
    Summary {
        status: if whole { "completed" } else { "partial" },
        report_pending: true,
        chat_log_entries: count(history.acts.len()),
        graph_nodes,
        graph_edges,
        title: brief.map_or("", |brief| brief.title.as_str()),
        question: brief.map_or("", |brief| brief.question.as_str()),
        counts: counts(history),
        degraded: history.degraded.iter().map(|degraded| degraded.what).collect(),
    }
}

pub fn counts(history: &History) -> Counts {
    let mut counts = Counts {
        events: history.seq,
        agents: count(history.agents.len()),
        issues: count(history.issues.len()),
        markets: count(history.markets.len()),
        rounds_planned: history.rounds_planned(),
        rounds_played: history.rounds_played(),
        turns: history.turns(),
        turns_skipped: count(history.skipped.len()),
        trades: count(history.trades.len()),
        volume: history.trades.iter().map(|trade| trade.cost).sum(),
        belief_changes: count(history.belief_changes.len()),
        polls: count(history.polls.len()),
        ..Counts::default()
    };
    for tally in tallies(history) {
        counts.posts += tally.posts;
        counts.replies += tally.replies;
        counts.votes += tally.votes;
        counts.reposts += tally.reposts;
        counts.follows += tally.follows;
        counts.market_comments += tally.market_comments;
        counts.rejected += tally.rejected;
    }
    counts
}
