//! `engagement_summary`: how much happened in each round.

use serde::Serialize;

use simswarm_engine::action::Vote;

use super::history::{Act, Deed, History};
use super::sentiment::Mean;

/// One round.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RoundRow {
    pub round: u32,
    /// Posts that answer no other post.
    pub total_posts: u32,
    /// Up-votes.
    pub total_likes: u32,
    /// Replies.
    pub total_comments: u32,
    /// Agents whose turn was decided.
    pub active_agents: u32,
    pub total_dislikes: u32,
    pub total_reposts: u32,
    pub total_follows: u32,
    pub total_trades: u32,
    pub total_market_comments: u32,
    pub total_economic_actions: u32,
    pub rejected: u32,
    pub idle: u32,
    pub skipped: u32,
    /// Mean sentiment of the round's posts and replies; null if there were none.
    pub sentiment: Option<f64>,
}

pub fn rounds(history: &History) -> Vec<RoundRow> {
    let mut rows: Vec<RoundRow> = history
        .rounds
        .iter()
        .map(|round| RoundRow {
            round: round.number,
            active_agents: round.decided,
            ..RoundRow::default()
        })
        .collect();
    for act in &history.acts {
        if let Some(row) = row_of(&mut rows, act.round) {
            add(row, history, act);
        }
    }
    for skipped in &history.skipped {
        if let Some(row) = row_of(&mut rows, skipped.round) {
            row.skipped += 1;
        }
    }
    let mut means = vec![Mean::default(); rows.len()];
    for (post, score) in history.posts.iter().zip(history.sentiments()) {
        if let Some(mean) = row_of(&mut means, post.round) {
            mean.add(*score);
        }
    }
    for (row, mean) in rows.iter_mut().zip(means) {
        row.sentiment = mean.value();
    }
    rows
}

fn row_of<Row>(rows: &mut [Row], round: u32) -> Option<&mut Row> {
    (round as usize).checked_sub(1).and_then(|place| rows.get_mut(place))
}

fn add(row: &mut RoundRow, history: &History, act: &Act) {
    let tally = match &act.deed {
        Deed::Wrote(post) if history.post(*post).parent.is_some() => &mut row.total_comments,
        Deed::Wrote(_) => &mut row.total_posts,
        Deed::Traded(_) => &mut row.total_trades,
        Deed::Voted { vote: Vote::Up, .. } => &mut row.total_likes,
        Deed::Voted { vote: Vote::Down, .. } => &mut row.total_dislikes,
        Deed::Reposted(_) => &mut row.total_reposts,
        Deed::Followed(_) => &mut row.total_follows,
        Deed::Commented { .. } => &mut row.total_market_comments,
        Deed::Managed(_) => &mut row.total_economic_actions,
        Deed::Rejected { .. } => &mut row.rejected,
        Deed::Nothing => &mut row.idle,
        // Nobody ever asked for these in a summary.
        Deed::Unfollowed(_) => return,
    };
    *tally += 1;
}
