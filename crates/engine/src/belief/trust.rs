//! Whom an agent trusts: only authors that it has read, the few that it feels most about, fading back to neutral.

use serde::{Deserialize, Serialize};

use crate::AgentId;

/// Trust in a stranger.
pub const NEUTRAL: f64 = 0.5;
/// The most authors that an agent has a feeling about.
const KEPT: usize = 48;
/// What is left of a feeling after a round without news of its object.
const FADING: f64 = 0.985;

/// One agent's feelings about others, in their order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trust(Vec<Feeling>);

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Feeling {
    agent: AgentId,
    /// Trust less the neutral, when it was last changed.
    offset: f64,
    round: u32,
}

impl Feeling {
    fn offset_in(self, round: u32) -> f64 {
        self.offset * libm::pow(FADING, f64::from(round.saturating_sub(self.round)))
    }
}

impl Trust {
    fn place(&self, agent: AgentId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&agent, |feeling| feeling.agent)
    }

    /// Trust in an author, 0 … 1.
    pub fn of(&self, agent: AgentId, round: u32) -> f64 {
        let offset = self.place(agent).map_or(0.0, |place| self.0[place].offset_in(round));
        NEUTRAL + offset
    }

    /// Moves trust in an author towards `agreement` (0 … 1).
    pub fn follow(&mut self, agent: AgentId, agreement: f64, rate: f64, round: u32) {
        let now = self.of(agent, round);
        let offset = (now + rate * (agreement - now)).clamp(0.0, 1.0) - NEUTRAL;
        let feeling = Feeling { agent, offset, round };
        match self.place(agent) {
            Ok(place) => self.0[place] = feeling,
            Err(place) => {
                self.0.insert(place, feeling);
                self.forget_the_faintest(round);
            }
        }
    }

    fn forget_the_faintest(&mut self, round: u32) {
        if self.0.len() <= KEPT {
            return;
        }
        let faintest = self.0.iter().enumerate().min_by(|(_, one), (_, other)| {
            one.offset_in(round).abs().total_cmp(&other.offset_in(round).abs())
        });
        if let Some((place, _)) = faintest {
            self.0.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_stays_small_and_in_range() {
        let mut trust = Trust::default();
        for round in 0..400 {
            trust.follow(AgentId(round * 7 % 331), f64::from(round % 3) / 2.0, 0.3, round);
        }
        assert!(trust.0.len() <= KEPT);
        assert!((0..331).all(|agent| (0.0..=1.0).contains(&trust.of(AgentId(agent), 400))));
    }

    #[test]
    fn a_feeling_fades_to_neutral() {
        let mut trust = Trust::default();
        trust.follow(AgentId(1), 1.0, 0.5, 1);
        assert!(trust.of(AgentId(1), 2) > 0.7);
        assert!((trust.of(AgentId(1), 500) - NEUTRAL).abs() < 0.001);
    }
}
