//! What each agent did over the whole run, counted.

use super::history::{Deed, History};

/// One agent's counts. An action counts when it took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Posts that answer no other post.
    pub posts: u32,
    pub replies: u32,
    pub votes: u32,
    pub reposts: u32,
    pub follows: u32,
    pub trades: u32,
    pub market_comments: u32,
    /// What it did in the economy.
    pub economic: u32,
    pub rejected: u32,
    /// Everything that took effect.
    pub actions: u32,
    /// What its posts and replies drew.
    pub engagement: u32,
}

impl Tally {
    /// The environments in which it acted.
    pub fn platforms(&self) -> Vec<&'static str> {
        let market = self.trades + self.market_comments;
        let mut platforms = Vec::new();
        if self.economic > 0 {
            platforms.push("economic");
        }
        if market > 0 {
            platforms.push("market");
        }
        if self.actions > market + self.economic {
            platforms.push("social");
        }
        platforms
    }

    fn add(&mut self, history: &History, deed: &Deed) {
        match deed {
            Deed::Wrote(post) if history.post(*post).parent.is_some() => self.replies += 1,
            Deed::Wrote(_) => self.posts += 1,
            Deed::Traded(_) => self.trades += 1,
            Deed::Voted { .. } => self.votes += 1,
            Deed::Reposted(_) => self.reposts += 1,
            Deed::Followed(_) | Deed::Unfollowed(_) => self.follows += 1,
            Deed::Commented { .. } => self.market_comments += 1,
            Deed::Managed(_) => self.economic += 1,
            Deed::Rejected { .. } => {
                self.rejected += 1;
                return;
            }
            Deed::Nothing => return,
        }
        self.actions += 1;
    }
}

/// The counts of every agent, in the cast's order.
pub fn tallies(history: &History) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); history.agents.len()];
    for act in &history.acts {
        tallies[act.agent.index()].add(history, &act.deed);
    }
    for post in &history.posts {
        tallies[post.agent.index()].engagement += post.engagement();
    }
    tallies
}
