//! `phases`: stretches of rounds in which everything runs on as it did, and what changed between them.

use serde::Serialize;
use simswarm_engine::{IssueId, MarketId};

use super::history::{Deed, History};
use super::keywords::keywords;
use super::measure::change::{Series, change_points};
use super::stats::{count, short};

/// Movements of a mean position or of a price below this are no event.
const STILL: f64 = 0.02;
const KEYWORDS: usize = 5;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    pub phase: String,
    /// First and last round.
    pub rounds: [u32; 2],
    /// First and last day of the horizon.
    pub days: [u32; 2],
    pub week_range: String,
    /// Words that its posts have more of than those of other phases, the most telling first.
    pub keywords: Vec<String>,
    /// Actions that took effect, per round.
    pub activity: f64,
    /// Mean position on each issue at the end of its first and its last round.
    pub positions: Vec<Moved<IssueId>>,
    /// Price of each market at the same times.
    pub prices: Vec<Moved<MarketId>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moved<Id> {
    pub of: Id,
    pub from: f64,
    pub to: f64,
}

/// The phases of a run, one at least.
pub fn phases(history: &History) -> Vec<Stretch> {
    let rounds = count(history.rounds.len()).max(1);
    let activity = activity(history);
    let bounds = bounds(history, &activity, rounds);
    let of_round = |round: u32| bounds.iter().position(|[_, to]| round <= *to);
    let words =
        keywords(history, bounds.len(), KEYWORDS, |post| of_round(history.posts[post].round));
    let calendar = history.calendar();
    bounds
        .iter()
        .zip(words)
        .enumerate()
        .map(|(place, ([from, to], keywords))| {
            let last = calendar.day(*to).max(1);
            let days = [(calendar.day(from - 1) + 1).min(last), last];
            Stretch {
                phase: name(place, bounds.len()),
                rounds: [*from, *to],
                days,
                week_range: weeks(days),
                keywords,
                activity: mean(&activity, *from, *to),
                positions: moved(history.issue_ids(), |issue| {
                    ends(history, *from, *to, |ended| ended.positions.get(issue.index()).copied())
                }),
                prices: moved(history.market_ids(), |market| {
                    ends(history, *from, *to, |ended| ended.prices.get(market.index()).copied())
                }),
            }
        })
        .collect()
}

/// How many actions took effect in each round.
pub fn activity(history: &History) -> Vec<f64> {
    let mut activity = vec![0.0; history.rounds.len()];
    for act in &history.acts {
        let idle = matches!(act.deed, Deed::Nothing | Deed::Rejected { .. });
        let place = (act.round as usize).checked_sub(1).filter(|_| !idle);
        if let Some(actions) = place.and_then(|place| activity.get_mut(place)) {
            *actions += 1.0;
        }
    }
    activity
}

/// First and last round of each phase.
fn bounds(history: &History, activity: &[f64], rounds: u32) -> Vec<[u32; 2]> {
    let ended: Vec<_> = history.rounds.iter().filter_map(|round| round.ended.as_ref()).collect();
    let positions = history.issue_ids().map(|issue| {
        let values = ended.iter().filter_map(|ended| ended.positions.get(issue.index()).copied());
        Series::new(values.collect(), STILL)
    });
    let prices = history.market_ids().map(|market| {
        let values = ended.iter().filter_map(|ended| ended.prices.get(market.index()).copied());
        Series::new(values.collect(), STILL)
    });
    // A count varies by its root even if nothing changes.
    let usual = activity.iter().sum::<f64>() / f64::from(rounds);
    let actions = Series::new(activity.to_vec(), usual.sqrt());
    let series: Vec<Series> = positions.chain(prices).chain([actions]).flatten().collect();
    let mut bounds = Vec::new();
    let mut from = 1;
    for point in change_points(&series) {
        bounds.push([from, count(point)]);
        from = count(point) + 1;
    }
    bounds.push([from, rounds]);
    bounds
}

fn name(place: usize, phases: usize) -> String {
    match (phases, place) {
        (1, _) => "Full horizon".to_owned(),
        (2 | 3, 0) => "Early".to_owned(),
        (3, 1) => "Mid".to_owned(),
        (2, 1) | (3, 2) => "Late".to_owned(),
        _ => format!("Phase {}", place + 1),
    }
}

/// Days in weeks of the horizon: `Week 2`, `Weeks 2-3`.
fn weeks([from, to]: [u32; 2]) -> String {
    let week = |day: u32| day.div_ceil(7).max(1);
    let (from, to) = (week(from), week(to.max(from)));
    if from == to { format!("Week {from}") } else { format!("Weeks {from}-{to}") }
}

fn mean(values: &[f64], from: u32, to: u32) -> f64 {
    let inside = values.get(from as usize - 1..to as usize).unwrap_or_default();
    short(inside.iter().sum::<f64>() / f64::from(count(inside.len().max(1))))
}

fn moved<Id: Copy>(
    ids: impl Iterator<Item = Id>,
    ends: impl Fn(Id) -> Option<(f64, f64)>,
) -> Vec<Moved<Id>> {
    let moved = ids.filter_map(|of| ends(of).map(|(from, to)| Moved { of, from, to }));
    moved.collect()
}

/// A value at the end of the first and of the last round of a phase.
fn ends(
    history: &History,
    from: u32,
    to: u32,
    value: impl Fn(&super::history::Ended) -> Option<f64>,
) -> Option<(f64, f64)> {
    let at = |round: u32| value(history.rounds.get(round as usize - 1)?.ended.as_ref()?);
    Some((short(at(from)?), short(at(to)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_weeks() {
        assert_eq!(weeks([1, 7]), "Week 1");
        assert_eq!(weeks([1, 10]), "Weeks 1-2");
        assert_eq!(weeks([21, 30]), "Weeks 3-5");
        assert_eq!(weeks([1, 0]), "Week 1");
    }
}
