//! Which day of the horizon a round is. The horizon is the question's and never changes: rounds share the days evenly that
//! are left when they are planned.

use serde::{Deserialize, Serialize};

/// How the days of the horizon are spread over the rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    horizon_days: u32,
    first: Plan,
    /// What was planned otherwise later on, in order.
    later: Vec<Plan>,
}

/// Rounds that end with the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    /// The round after which it holds, and the day on which that one ended.
    after: u32,
    day: u32,
    /// The last round.
    rounds: u32,
}

impl Calendar {
    pub fn new(horizon_days: u32, rounds: u32) -> Self {
        Self { horizon_days, first: Plan { after: 0, day: 0, rounds }, later: Vec::new() }
    }

    /// The last round, as it is planned now.
    pub fn rounds(&self) -> u32 {
        self.later.last().unwrap_or(&self.first).rounds
    }

    /// From now on `rounds` is the last round. After the last day no day is left: further rounds are played on it.
    pub fn plan(&mut self, after: u32, rounds: u32) {
        if rounds != self.rounds() {
            let day = self.day(after);
            self.later.push(Plan { after, day, rounds });
        }
    }

    /// The day of the horizon on which the round ends; 0 before the first.
    pub fn day(&self, round: u32) -> u32 {
        let held = self.later.iter().rfind(|plan| plan.after < round);
        let Plan { after, day, rounds } = *held.unwrap_or(&self.first);
        let left = u64::from(self.horizon_days.saturating_sub(day));
        let passed = u64::from(round.saturating_sub(after));
        let passed = passed * left / u64::from(rounds.saturating_sub(after).max(1));
        day + u32::try_from(passed.min(left)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(calendar: &Calendar, rounds: impl Iterator<Item = u32>) -> Vec<u32> {
        rounds.map(|round| calendar.day(round)).collect()
    }

    #[test]
    fn rounds_share_the_days_of_the_horizon() {
        let calendar = Calendar::new(30, 4);

        assert_eq!(days(&calendar, 0..=4), [0, 7, 15, 22, 30]);
    }

    #[test]
    fn further_rounds_share_the_days_that_are_left() {
        let mut calendar = Calendar::new(30, 4);
        calendar.plan(2, 7);

        assert_eq!(days(&calendar, 0..=7), [0, 7, 15, 18, 21, 24, 27, 30]);
        calendar.plan(6, 6 + 2);
        assert_eq!(days(&calendar, 5..=8), [24, 27, 28, 30]);
        assert_eq!(calendar.rounds(), 8);
    }

    #[test]
    fn after_the_last_day_there_is_none() {
        let mut calendar = Calendar::new(30, 4);
        calendar.plan(4, 6);

        assert_eq!(days(&calendar, 3..=6), [22, 30, 30, 30]);
    }

    #[test]
    fn the_same_plan_again_changes_no_day() {
        let mut calendar = Calendar::new(30, 7);
        calendar.plan(1, 7);

        assert_eq!(calendar, Calendar::new(30, 7));
    }
}
