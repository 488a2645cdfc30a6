//! What readers on both sides of an issue approve of.
//!
//! Bridging-based ranking lifts what is approved across a divide instead of what one camp applauds: Ovadya and Thorburn
//! 2023 ("Bridging systems", arXiv 2301.09976); Wojcik et al. 2022 ("Birdwatch", arXiv 2210.15723), whose matrix factorisation
//! has to find the sides first. Here the sides are known, a voter's side being the sign of its position, so that the measure is
//! the group-informed consensus of Polis (Small et al. 2021): the product over the sides of the share that approves, each with
//! Laplace's correction. It is kept vote by vote.

use serde::{Deserialize, Serialize};

use crate::action::Vote;

/// The votes on a post, by the side of its issue on which the voter stands: for, against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sides {
    ups: [u32; 2],
    downs: [u32; 2],
}

impl Sides {
    /// Counts a vote. `position` is the voter's on the post's issue; who stands in the very middle is on no side.
    pub fn add(&mut self, position: f64, vote: Vote) {
        let side = if position > 0.0 {
            0
        } else if position < 0.0 {
            1
        } else {
            return;
        };
        match vote {
            Vote::Up => self.ups[side] += 1,
            Vote::Down => self.downs[side] += 1,
        }
    }

    /// Approval on both sides, 0 … 1; a quarter where nobody has voted.
    pub fn approval(&self) -> f64 {
        let share = |side: usize| {
            let (ups, downs) = (f64::from(self.ups[side]), f64::from(self.downs[side]));
            (1.0 + ups) / (2.0 + ups + downs)
        };
        share(0) * share(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voted(votes: &[(f64, Vote, u32)]) -> f64 {
        let mut sides = Sides::default();
        for (position, vote, times) in votes {
            (0..*times).for_each(|_| sides.add(*position, *vote));
        }
        sides.approval()
    }

    #[test]
    fn few_votes_from_both_sides_are_worth_more_than_many_from_one() {
        let none = voted(&[(0.0, Vote::Up, 50)]);
        let one_camp = voted(&[(0.8, Vote::Up, 100), (-0.8, Vote::Down, 3)]);
        let both = voted(&[(0.8, Vote::Up, 3), (-0.8, Vote::Up, 3)]);
        assert!((none - 0.25).abs() < 1e-12);
        assert!(both > 0.6 && one_camp < none, "{both} {one_camp}");
    }
}
