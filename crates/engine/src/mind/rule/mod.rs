//! The rule-based mind: a pure function of the turn.
//!
//! It reads what it was shown, answers whoever answered it, argues with what it rejects, backs what it shares, says so
//! when it has changed its mind, and trades where the price is not what it holds likely. What it remembers makes it go after
//! old opponents, stand by whom it owes something, and refer back to what it said and who moved it. Chance comes from
//! the turn's seed.

mod bonds;
mod economy;
mod opinion;
mod reading;
mod trade;
mod voice;

use self::opinion::{poll, turned};
use self::reading::{Reading, read};
use self::trade::trade;
use self::voice::{Occasion, Voice};
use crate::action::{Action, Decision, DeclaredStance, MAX_ACTIONS, Vote};
use crate::cast::ActorKind;
use crate::env::news::Source;
use crate::number::rounded;
use crate::stream::Stream;
use crate::world::Turn;
use crate::world::memory::Remembered;

/// Decimals of a declared stance.
const STANCE_DECIMALS: u8 = 2;
/// A follower list beyond which nobody looks for more.
const FOLLOWS_ENOUGH: u32 = 40;
/// How often somebody who has made up its mind answers one who has not.
const HELPING: f64 = 0.12;
/// How often a moderate word finds approval also where it is not shared.
const FAIR_CHANCE: f64 = 0.12;

/// What the agent of this turn does.
pub fn decide(turn: &Turn) -> Decision {
    let mut mind = Mind { turn, stream: Stream::of_mind(turn.seed) };
    let mut actions = Vec::with_capacity(MAX_ACTIONS);
    if turn.acts() {
        let readings = read(turn);
        actions.extend(mind.say(&readings));
        actions.extend(economy::manage(turn));
        actions.extend(trade(turn, &mut mind.stream));
        mind.react(&readings, &mut actions);
        actions.truncate(MAX_ACTIONS);
    }
    let poll = if turn.polled() { poll(turn, &mut mind.stream) } else { Vec::new() };
    Decision { actions, poll, refused: Vec::new() }
}

/// Whether the agent is a person, and no body that makes statements.
fn speaks_for_itself(turn: &Turn) -> bool {
    matches!(turn.persona.kind, ActorKind::Person | ActorKind::Public)
}

struct Mind<'t> {
    turn: &'t Turn,
    stream: Stream,
}

impl<'t> Mind<'t> {
    /// One text at most: on the news, a change of mind, an answer, an objection, applause, or a word of its own.
    fn say(&mut self, readings: &[Reading<'t>]) -> Option<Action> {
        let traits = self.turn.persona.traits;
        if let Some(post) = self.comment_on_news() {
            return Some(post);
        }
        if let Some(change) = turned(self.turn)
            && self.stream.chance(0.85)
        {
            let issue = change.issue;
            return self.post(issue.index(), &Occasion::Turned(change));
        }
        let answer = readings.iter().find(|it| it.answers_me());
        // Who is only agreed with has little to answer, and next to nothing the second time.
        let due = |reading: &Reading<'_>| match (reading.is_shared(), reading.bond.is_understood())
        {
            (false, _) => 0.55,
            (true, false) => 0.25,
            (true, true) => 0.03,
        };
        if let Some(reading) = answer
            && self.stream.chance(due(reading))
        {
            return self.reply(reading);
        }
        let rejected = readings.iter().filter(|it| it.is_rejected());
        let worst = rejected.max_by(|a, b| a.provocation().total_cmp(&b.provocation()));
        if let Some(reading) = worst
            && self.stream.chance(0.12 + 0.5 * traits.contrariness * -reading.agreement)
        {
            return self.reply(reading);
        }
        let shared = readings.iter().filter(|it| it.is_shared() && !it.bond.is_understood());
        let best = shared.max_by(|a, b| a.appeal().total_cmp(&b.appeal()));
        if let Some(reading) = best
            && self.stream.chance(if reading.bond.is_debt() { 0.24 } else { 0.14 })
        {
            return self.reply(reading);
        }
        if let Some(reading) = readings.iter().find(|it| it.seeks_a_side)
            && self.stream.chance(HELPING)
        {
            return self.reply(reading);
        }
        let urge = if self.turn.written == 0 { 0.8 } else { 0.14 + 0.3 * traits.activity };
        if self.stream.chance(urge) {
            let issue = self.topic()?;
            return self.post(issue, &Occasion::Own);
        }
        None
    }

    /// A post about the latest news: nearly always of an event from outside, now and then of what goes on anyway.
    fn comment_on_news(&mut self) -> Option<Action> {
        let events = self.turn.news.iter().rev();
        let item = events.max_by_key(|item| item.source.is_exogenous())?;
        let urge = match item.source {
            Source::Scheduled | Source::Injected => 0.7,
            Source::PriceMove { .. } | Source::MetricChange { .. } => 0.08,
            // Who has something to say on a post says it to its author.
            Source::ViralPost { .. } if speaks_for_itself(self.turn) => 0.03,
            Source::ViralPost { .. } => 0.0,
        };
        if !self.stream.chance(urge) {
            return None;
        }
        let issue = match item.stances.first() {
            Some(stance) => stance.issue.index(),
            None => self.topic()?,
        };
        self.post(issue, &Occasion::News(item))
    }

    /// The issue to speak of: the one that it holds most firmly, now and then another, and sooner one that it did not
    /// speak of last.
    fn topic(&mut self) -> Option<usize> {
        let notes = self.turn.memory.iter().rev().map(|it| it.note.what);
        let last = notes
            .filter(|what| matches!(what, Remembered::Posted { .. }))
            .find_map(Remembered::issue);
        let mut best = None;
        for (index, belief) in self.turn.beliefs.iter().enumerate() {
            let pull = 0.2 + belief.position.abs() * (0.3 + belief.confidence);
            let fresh = if last == Some(belief.issue) { 0.7 } else { 1.0 };
            let weight = fresh * pull * (0.4 + 0.6 * self.stream.unit());
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, index));
            }
        }
        best.map(|(_, index)| index)
    }

    fn stances(&self, issue: usize) -> Vec<DeclaredStance> {
        let belief = self.turn.beliefs.get(issue);
        let stance = belief.map(|belief| DeclaredStance {
            issue: belief.issue,
            position: rounded(belief.position, STANCE_DECIMALS),
        });
        stance.into_iter().collect()
    }

    fn post(&mut self, issue: usize, occasion: &Occasion<'_>) -> Option<Action> {
        let text = Voice::new(self.turn, issue, &mut self.stream)?.text(occasion);
        Some(Action::CreatePost { text, stances: self.stances(issue) })
    }

    fn reply(&mut self, reading: &Reading<'t>) -> Option<Action> {
        let occasion = if reading.is_rejected() {
            Occasion::Objection(reading.view)
        } else if reading.is_shared() {
            Occasion::Applause(reading.view)
        } else {
            Occasion::Talk(reading.view)
        };
        let text = Voice::new(self.turn, reading.issue, &mut self.stream)?
            .with_bond(reading.bond)
            .text(&occasion);
        let stances = self.stances(reading.issue);
        Some(Action::Reply { post: reading.view.post, text, stances })
    }

    /// Votes, reposts and follows, on what stirred it most, as far as the turn has room.
    fn react(&mut self, readings: &[Reading<'t>], actions: &mut Vec<Action>) {
        let mut by_force: Vec<&Reading<'t>> = readings.iter().collect();
        by_force.sort_by(|a, b| b.agreement.abs().total_cmp(&a.agreement.abs()));
        for reading in by_force {
            if actions.len() >= MAX_ACTIONS {
                return;
            }
            actions.extend(self.reaction(reading));
        }
    }

    fn reaction(&mut self, reading: &Reading<'t>) -> Option<Action> {
        let view = reading.view;
        let force = reading.agreement.abs();
        if reading.is_shared() {
            if !view.reposted && self.stream.chance(0.22 * force) {
                return Some(Action::Repost { post: view.post });
            }
            let admired = view.trust > 0.5 || reading.bond.is_debt();
            let has_room = self.turn.follows < FOLLOWS_ENOUGH;
            if !view.followed && admired && has_room && self.stream.chance(0.3 * force) {
                return Some(Action::Follow { agent: view.author.agent });
            }
            if view.my_vote.is_none() && self.stream.chance(0.5 * force) {
                return Some(Action::Vote { post: view.post, vote: Vote::Up });
            }
        } else if reading.is_rejected() {
            let patience = if reading.bond.is_grudge() { 0.44 } else { 0.38 };
            if view.followed && view.trust < patience && self.stream.chance(0.35) {
                return Some(Action::Unfollow { agent: view.author.agent });
            }
            if view.my_vote.is_none() && self.stream.chance(0.35 * force) {
                return Some(Action::Vote { post: view.post, vote: Vote::Down });
            }
        } else if view.my_vote.is_none() && self.stream.chance(FAIR_CHANCE) {
            return Some(Action::Vote { post: view.post, vote: Vote::Up });
        }
        None
    }
}
