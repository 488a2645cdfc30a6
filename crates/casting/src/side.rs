//! Which side of an issue a sentence takes: the verbs that take one, what they are aimed at, and the words of mood.

use simswarm_engine::cast::Issue;

use crate::deed::{self, Deed};
use crate::lexicon::{Action, Side, action_of, carries, is};
use crate::text::{Token, TokenKind};

/// What decides the sign of a statement about an issue.
pub(crate) struct Aim<'a> {
    issue: &'a Issue,
    /// Whether the issue's action is good (+1) or bad (−1) for what it is done to.
    polarity: f64,
    deed: Option<Deed>,
    /// What is to be done where no table knows the action: "order".
    verb: Option<String>,
    /// The words of what is said to rise or fall, where the issue is a level that is reached or not.
    measured: Option<Vec<String>>,
    /// What the action is done to, where that is an action too: the strike in "the strike will end".
    target: Option<&'static Action>,
}

/// What a sentence says about an issue.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reading {
    /// For the proposition (> 0) or against it (< 0).
    pub(crate) score: f64,
    /// Whether it is the issue that a side is taken on, and not something else.
    pub(crate) direct: bool,
}

impl<'a> Aim<'a> {
    pub(crate) fn at(issue: &'a Issue) -> Self {
        let words = deed::undated(&crate::issue::words_of(&issue.proposition));
        let deed = deed::of(&words);
        let polarity = deed.map_or(1.0, |deed| match deed.side {
            Side::Same => deed.action.polarity,
            Side::Opposite => -deed.action.polarity,
        });
        // "will not …" turns the proposition round.
        let polarity = if words.iter().any(|word| word == "not") { -polarity } else { polarity };
        let target = (0..words.len()).filter(|at| !is_circumstance(&words, *at));
        let target = target.filter_map(|at| action_of(&words[at])).find(|(other, side)| {
            *side == Side::Same && deed.is_some_and(|deed| !std::ptr::eq(deed.action, *other))
        });
        let plain = words.iter().filter(|word| carries(word) && action_of(word).is_none());
        let measured = deed.filter(|deed| deed.is_level).map(|_| plain.cloned().collect());
        let verb = if deed.is_none() { main_verb(&words) } else { None };
        Self { issue, polarity, deed, verb, measured, target: target.map(|(target, _)| target) }
    }

    /// Whether the issue is that this actor comes out ahead.
    pub(crate) fn is_success_of(&self, name: &str) -> bool {
        let asked = self.issue.proposition.trim_start_matches("The ");
        let succeeds = self.deed.is_some_and(|deed| is("success", deed.word));
        succeeds && asked.strip_prefix(name).is_some_and(|rest| rest.starts_with(" will "))
    }

    /// Whether the issue is that somebody comes out ahead who is neither this actor nor named in these words: how the
    /// actor fares says nothing about that one.
    pub(crate) fn is_success_elsewhere(&self, name: &str, tokens: &[Token]) -> bool {
        let succeeds = self.deed.is_some_and(|deed| is("success", deed.word));
        let Some((subject, _)) = self.issue.proposition.split_once(" will ") else { return false };
        let named = tokens.iter().any(|token| {
            token.is_capitalised() && carries(&token.lower) && subject.contains(&token.text)
        });
        succeeds && !named && !self.is_success_of(name)
    }

    /// +1 if the word is what the issue says is done, −1 if it is the opposite.
    fn direction(&self, word: &str) -> Option<f64> {
        self.done(word).or_else(|| self.state(word))
    }

    /// The same of the action alone: "ended" where the strike is to end.
    pub(crate) fn done(&self, word: &str) -> Option<f64> {
        let Some(deed) = self.deed else {
            return self.verb.as_deref().filter(|verb| is_form_of(verb, word)).map(|_| 1.0);
        };
        deed.action.side(word).map(|found| if found == deed.side { 1.0 } else { -1.0 })
    }

    /// The same of what the action is done to: that there is a strike, or that people return to work.
    pub(crate) fn state(&self, word: &str) -> Option<f64> {
        self.target.and_then(|target| target.side(word)).map(|found| match found {
            Side::Same => self.polarity,
            Side::Opposite => -self.polarity,
        })
    }

    /// Whether a quarrel is to end: then who agrees is for it, and who refuses against it.
    pub(crate) fn is_end_of_quarrel(&self) -> bool {
        let ends = self.deed.is_some_and(|deed| deed.action.side("settle") == Some(deed.side));
        ends && self.target.is_some_and(|target| target.polarity < 0.0)
    }

    /// Whether a rule or duty that keeps people from harm is to come about: "order tracking", "pass a law on safety".
    pub(crate) fn is_precaution(&self) -> bool {
        let words = crate::issue::words_of(&self.issue.proposition);
        let says = |section| words.iter().any(|word| is(section, word));
        let comes = self.deed.is_none_or(|deed| deed.side == Side::Same);
        comes && says("duty") && says("shield") && !words.iter().any(|word| is("negation", word))
    }

    /// Whether the word names what the action is done to.
    pub(crate) fn is_target(&self, word: &str) -> bool {
        self.target.is_some_and(|target| target.side(word) == Some(Side::Same))
    }

    fn touches(&self, word: &str) -> bool {
        self.issue.keywords.iter().any(|keyword| keyword == word) || self.direction(word).is_some()
    }

    /// What a sentence or a part of one says about the issue. An outlet's own words are no mood of its own.
    pub(crate) fn reading(&self, tokens: &[Token], outlet: bool) -> Reading {
        let words = tokens.iter().filter(|token| token.kind != TokenKind::Mark).collect();
        let part = Part { words, aim: self };
        let touching = part.words.iter().filter(|word| self.touches(&word.lower)).count();
        let (weight, mood) = match touching {
            0 => (0.5, 0.3),
            1 => (0.85, 1.0),
            _ => (1.0, 1.0),
        };
        let (strong, direct) = part.sides();
        let mood = if outlet { 0.0 } else { mood * part.mood() };
        Reading { score: weight * (strong + mood), direct: direct || touching > 0 }
    }
}

/// Verbs that say too little alone.
const BLAND: [&str; 16] = [
    "be", "become", "come", "do", "get", "give", "go", "have", "hold", "keep", "make", "manage",
    "put", "respond", "take", "turn",
];

fn main_verb(words: &[String]) -> Option<String> {
    let at = words.iter().position(|word| word == "will")? + 1;
    let verb = words[at..].iter().find(|word| *word != "not")?;
    (carries(verb) && !BLAND.contains(&verb.as_str())).then(|| verb.clone())
}

/// "order": "orders", "ordered", "ordering"; "require": "required"; "deny": "denied".
fn is_form_of(verb: &str, word: &str) -> bool {
    let stem = verb.strip_suffix('e').or_else(|| verb.strip_suffix('y')).unwrap_or(verb);
    word.strip_prefix(stem).is_some_and(|end| {
        word == verb || matches!(end, "s" | "es" | "ies" | "ed" | "ied" | "ing" | "ying")
    })
}

/// "gain from the closure", "recover after the attack": what only says where something comes from or when is not what
/// anything is done to, and who does it takes no side by that.
fn is_circumstance(words: &[String], at: usize) -> bool {
    let leads = |word: &str| {
        matches!(word, "from" | "after" | "amid" | "despite" | "during" | "following" | "since")
            || matches!(word, "because" | "through" | "without" | "over" | "by")
    };
    let before = words[..at].iter().rev().take(4);
    before.take_while(|word| action_of(word).is_none()).any(|word| leads(word))
}

/// How much a side counts that is taken on something else than the issue.
const ELSEWHERE: f64 = 0.3;
/// How much of a side is left that is taken under a condition: "would accept it if …".
const CONDITIONAL: f64 = 0.55;
/// How much of support that a "but" takes back.
const CONCEDED: f64 = 0.15;

/// The words of one statement, and the issue that they are read for.
pub(crate) struct Part<'t, 'a> {
    pub(crate) words: Vec<&'t Token>,
    pub(crate) aim: &'t Aim<'a>,
}

impl Part<'_, '_> {
    pub(crate) fn word(&self, at: usize) -> &str {
        &self.words[at].lower
    }

    /// The sum of the sides that the statement takes, and whether one of them is on the issue itself.
    fn sides(&self) -> (f64, bool) {
        let end = self.caveat().unwrap_or(self.words.len());
        let mut used = vec![false; self.words.len()];
        let (mut sum, mut direct) = (0.0, false);
        for at in 0..end {
            if used[at] {
                continue;
            }
            if let Some(cue) = self.strength(at) {
                let aimed = self.towards(at);
                if let Some(object) = aimed.object {
                    used[object] = true;
                }
                let whole = if cue > 0.0 { self.reserve(at, end) } else { 1.0 };
                sum += cue * whole * self.negation(at) * aimed.sign;
                direct |= aimed.sign != 0.0 && aimed.direct;
            } else if is("caution", self.word(at)) {
                // What somebody warns of is what they do not want.
                let feared = self.action_ahead(at, 12);
                if let Some((object, direction)) = feared {
                    used[object] = true;
                    sum -= 0.8 * direction * self.negation_between(at, object);
                    direct = true;
                }
            } else if let Some(direction) = self
                .aim
                .direction(self.word(at))
                .filter(|_| self.is_of_the_measured(at) && !self.is_object(at))
            {
                let meant = if self.is_intended(at) { 0.9 } else { 0.3 };
                sum += meant * direction * self.negation(at);
                direct = true;
            }
        }
        (sum, direct)
    }

    /// Words of hope and fear: what follows a "but" weighs more than what it is set against.
    fn mood(&self) -> f64 {
        let end = self.caveat().unwrap_or(self.words.len());
        let turn = (0..end).find(|at| self.word(*at) == "but");
        let mut sum: f64 = 0.0;
        for at in 0..end {
            let word = self.word(at);
            if self.strength(at).is_some() || self.aim.direction(word).is_some() {
                continue;
            }
            let weight = turn.map_or(1.0, |turn| if at > turn { 1.5 } else { 0.7 });
            let turned = 0.15 * weight * self.negation(at) * self.aim.polarity;
            if self.denies_others(at) {
                sum = -sum;
            } else if is("weak_for", word) {
                sum += turned;
            } else if is("weak_against", word) {
                sum -= turned;
            } else if is("intent", word) && self.negation(at) < 0.0 {
                sum -= 0.1 * self.aim.polarity;
            }
        }
        sum.clamp(-0.45, 0.45)
    }

    /// "praised it, but warned …": where a warning begins that takes nothing back.
    fn caveat(&self) -> Option<usize> {
        let contrast = |at: &usize| {
            matches!(self.word(*at), "but" | "while" | "though" | "although" | "yet")
                && (at + 1..self.words.len().min(at + 4)).any(|next| is("caution", self.word(next)))
        };
        let at = (1..self.words.len()).find(contrast)?;
        (0..at).any(|before| self.strength(before).is_some()).then_some(at)
    }

    /// "they're wrong": what was said before is the view of others.
    fn denies_others(&self, at: usize) -> bool {
        let others = |word: &str| {
            matches!(word, "they're" | "they" | "critics" | "sceptics" | "skeptics" | "doubters")
        };
        matches!(self.word(at), "wrong" | "mistaken")
            && (at.saturating_sub(2)..at).any(|before| others(self.word(before)))
    }

    /// How much is left of support that is given under a condition, or only to be set aside: "we support it, but …".
    fn reserve(&self, at: usize, end: usize) -> f64 {
        let ahead = || at + 1..end.min(at + 14);
        let condition = |word: &str| {
            matches!(word, "if" | "unless" | "provided" | "providing" | "until" | "once")
        };
        let but = ahead().find(|next| self.word(*next) == "but");
        if but.is_some_and(|but| (but..end).all(|next| self.strength(next).is_none())) {
            CONCEDED
        } else if ahead().any(|next| condition(self.word(next))) {
            CONDITIONAL
        } else {
            1.0
        }
    }

    /// "The strike has ended": what something was done to says nothing beside what was done.
    fn is_object(&self, at: usize) -> bool {
        let near = at.saturating_sub(5)..self.words.len().min(at + 6);
        self.aim.done(self.word(at)).is_none()
            && near.into_iter().any(|it| self.aim.done(self.word(it)).is_some())
    }

    /// Other things rise and fall too: a level's word counts beside what is measured, or where somebody says "we".
    pub(crate) fn is_of_the_measured(&self, at: usize) -> bool {
        let Some(measured) = &self.aim.measured else { return true };
        let near = at.saturating_sub(5)..self.words.len().min(at + 6);
        let own = |word: &str| matches!(word, "we" | "our" | "we're");
        near.into_iter().any(|it| {
            let word = self.word(it);
            measured.iter().any(|known| known == word) || own(word) && self.words[it].quoted
        })
    }

    fn action_ahead(&self, at: usize, reach: usize) -> Option<(usize, f64)> {
        (at + 1..self.words.len().min(at + reach))
            .find_map(|next| self.aim.direction(self.word(next)).map(|found| (next, found)))
    }

    /// What a verb that takes a side is aimed at.
    pub(crate) fn towards(&self, at: usize) -> Aimed {
        let ahead = || at + 1..self.words.len().min(at + 9);
        let plan = ahead().take(5).find(|next| is("plan", self.word(*next)));
        let nearer = |next: usize| plan.is_none_or(|plan| next <= plan + 2);
        if let Some((next, direction)) = self.action_ahead(at, 9).filter(|(next, _)| nearer(*next))
        {
            let sign = direction * self.negation_between(at, next);
            return Aimed { sign, object: Some(next), direct: true };
        }
        if plan.is_some() {
            return Aimed { sign: 1.0, object: None, direct: true };
        }
        let being = |word: &str| matches!(word, "be" | "been" | "is" | "are" | "was" | "were");
        let passive = at > 0 && being(self.word(at - 1));
        let before = (at.saturating_sub(5)..at).filter(|_| passive);
        if let Some(direction) = before.rev().find_map(|back| self.aim.direction(self.word(back))) {
            return Aimed { sign: direction, object: None, direct: true };
        }
        if ahead().any(|next| self.aim.touches(self.word(next))) {
            return Aimed { sign: self.aim.polarity, object: None, direct: true };
        }
        // A strike is not what is attacked with the machines that it is about.
        let elsewhere = if self.aim.target.is_some() { 0.0 } else { ELSEWHERE };
        Aimed { sign: elsewhere * self.aim.polarity, object: None, direct: false }
    }

    /// More than 0 for a verb that takes a side for its object, less for one against it.
    pub(crate) fn strength(&self, at: usize) -> Option<f64> {
        let quoted = if self.words[at].quoted { 0.7 } else { 1.2 };
        if is("strong_for", self.word(at)) {
            Some(quoted)
        } else if is("strong_against", self.word(at)) {
            Some(-quoted)
        } else {
            None
        }
    }

    /// −1 if an odd number of negations stands in the four words before.
    pub(crate) fn negation(&self, at: usize) -> f64 {
        self.negation_between(at.saturating_sub(5), at)
    }

    fn negation_between(&self, from: usize, to: usize) -> f64 {
        let begin = if from + 5 >= to && from > 0 { from + 1 } else { from };
        let count = (begin.min(to)..to)
            .filter(|at| is("negation", self.word(*at)) || self.word(*at).ends_with("n't"))
            .count();
        if count % 2 == 1 { -1.0 } else { 1.0 }
    }

    pub(crate) fn is_intended(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at)
            .any(|before| is("intent", self.word(before)) || self.word(before) == "to")
    }
}

/// The sign of a side towards the proposition, and the word that it was aimed at.
pub(crate) struct Aimed {
    pub(crate) sign: f64,
    pub(crate) object: Option<usize>,
    pub(crate) direct: bool,
}
