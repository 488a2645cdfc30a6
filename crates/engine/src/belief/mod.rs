//! What agents hold, and how what they read moves it: Friedkin and Johnsen's update (1990) with normalised weights.
//!
//! x' = (1 − s) [(1 − a) x + a Σ w m / Σ w] + s x0, with openness a in (0, 1), stubbornness s, and for each message
//! m a weight w = trust × credibility × novelty, cut to zero beyond the reach of an optional bounded-confidence kernel
//! (Deffuant et al. 2000, Hegselmann and Krause 2002). It is a convex combination: it stays in the hull of its inputs, cannot
//! oscillate, and with a fixed openness does not depend on how many messages there are. Where nothing weighs anything,
//! nothing moves.
//!
//! x0 stands for the circumstances that an opinion rests on (Friedkin and Johnsen 1999). What others say leaves them as they
//! are; news are a change of them, and move x0 as they move x.

pub mod seen;
pub mod trust;

use serde::{Deserialize, Serialize};

use crate::AgentId;
use crate::cast::InitialStance;
use crate::number::{POSITION_DECIMALS, rounded};

/// Changes of a position below this are not written into the log, until they add up to it.
pub const REPORTED_CHANGE: f64 = 0.001;
/// So much evidence makes half of a confidence that rests on evidence alone.
const HALF_EVIDENCE: f64 = 8.0;
/// What evidence is still worth after a round in which there was more.
const EVIDENCE_KEPT: f64 = 0.97;

/// The range of a.
const OPENNESS: (f64, f64) = (0.001, 0.999);

/// a: the weight of what was read against what was held, in (0, 1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Openness {
    /// The same share however much was read.
    Share(f64),
    /// What was held is one voice among those that were read: a = n / (n + 1) of n messages (Hegselmann and Krause
    /// 2002). Its outcome depends on the feed's length.
    OneAmongAll,
}

/// How minds are moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BeliefSettings {
    pub openness: Openness,
    /// How much of its openness an agent loses when it is certain, 0 … 1.
    pub rigidity: f64,
    /// Messages farther away than this weigh nothing.
    pub reach: Option<f64>,
    /// What a text that was seen before weighs against a new one, 0 … 1.
    pub repeat_weight: f64,
    /// How fast trust in an author follows agreement, 0 … 1.
    pub trust_rate: f64,
    /// How far fully credible news draw who is not sure of anything, 0 … 1.
    pub news_share: f64,
}

impl Default for BeliefSettings {
    fn default() -> Self {
        Self {
            openness: Openness::Share(0.22),
            rigidity: 0.5,
            reach: None,
            repeat_weight: 0.25,
            trust_rate: 0.08,
            news_share: 0.3,
        }
    }
}

impl BeliefSettings {
    /// Whether a message is near enough to what is held to weigh anything.
    pub fn reaches(&self, held: f64, stance: f64) -> bool {
        self.reach.is_none_or(|reach| (stance - held).abs() <= reach)
    }

    /// The openness of an agent that is so sure, to so many messages.
    fn openness(&self, confidence: f64, messages: f64) -> f64 {
        let share = match self.openness {
            Openness::Share(share) => share,
            Openness::OneAmongAll => messages / (messages + 1.0),
        };
        let (least, most) = OPENNESS;
        (share * (1.0 - self.rigidity * confidence)).clamp(least, most)
    }
}

/// One agent's belief on one issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    pub position: f64,
    pub initial: f64,
    /// x0: where it began, and where news have moved that to since.
    anchor: f64,
    pub confidence: f64,
    pub initial_confidence: f64,
    /// Weight of what was read about it, fading.
    evidence: f64,
    /// How far apart what was read lies, 0 … 1, on average.
    dissent: f64,
    /// Position that the log knows.
    pub reported: f64,
    /// What the agent last declared in public.
    pub declared: Option<f64>,
    /// Whose post pulled most when it last moved.
    pub moved_by: Option<AgentId>,
}

/// A stance that was read, and what it weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    pub stance: f64,
    pub weight: f64,
}

impl Belief {
    pub fn new(stance: InitialStance) -> Self {
        Self {
            position: stance.position,
            initial: stance.position,
            anchor: stance.position,
            confidence: stance.confidence,
            initial_confidence: stance.confidence,
            evidence: 0.0,
            dissent: 0.0,
            reported: stance.position,
            declared: None,
            moved_by: None,
        }
    }

    /// Reads what was shown about the issue.
    pub fn read(&mut self, messages: &[Message], stubbornness: f64, settings: &BeliefSettings) {
        let held = self.position;
        let heard = messages
            .iter()
            .filter(|message| message.weight > 0.0 && settings.reaches(held, message.stance));
        let (mut count, mut weight, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for message in heard {
            count += 1.0;
            weight += message.weight;
            sum += message.weight * message.stance;
            squares += message.weight * message.stance * message.stance;
        }
        if weight <= 0.0 {
            return;
        }
        let mean = sum / weight;
        let spread = libm::sqrt((squares / weight - mean * mean).max(0.0));
        let openness = settings.openness(self.confidence, count);
        let moved = (1.0 - openness) * held + openness * mean;
        let position = (1.0 - stubbornness) * moved + stubbornness * self.anchor;
        self.position = position.clamp(-1.0, 1.0);
        self.weigh(weight, spread.max((mean - held).abs() / 2.0));
    }

    /// Is told an item of news about the issue, whose weight is its credibility.
    pub fn learn(&mut self, news: Message, settings: &BeliefSettings) {
        if news.weight <= 0.0 || !settings.reaches(self.position, news.stance) {
            return;
        }
        let share = settings.news_share * news.weight * (1.0 - settings.rigidity * self.confidence);
        let share = share.clamp(0.0, 1.0);
        let drawn = |from: f64| (from + share * (news.stance - from)).clamp(-1.0, 1.0);
        let dissent = (news.stance - self.position).abs() / 2.0;
        self.position = drawn(self.position);
        self.anchor = drawn(self.anchor);
        self.weigh(news.weight, dissent);
    }

    /// Confidence rises with evidence and falls with disagreement, within itself and with what was held.
    fn weigh(&mut self, weight: f64, dissent: f64) {
        let before = self.evidence * EVIDENCE_KEPT;
        self.evidence = before + weight;
        self.dissent = (before * self.dissent + weight * dissent.min(1.0)) / self.evidence;
        let share = self.evidence / (self.evidence + HALF_EVIDENCE);
        let borne_out = 0.95 - 0.85 * self.dissent.min(1.0);
        self.confidence =
            ((1.0 - share) * self.initial_confidence + share * borne_out).clamp(0.02, 0.98);
    }

    /// What the position was when the log last heard of it, if it has moved enough to say so; marks it as said.
    pub fn report(&mut self) -> Option<f64> {
        let from = self.reported;
        if (self.position - from).abs() < REPORTED_CHANGE {
            return None;
        }
        self.reported = rounded(self.position, POSITION_DECIMALS);
        Some(from)
    }
}
