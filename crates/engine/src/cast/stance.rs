//! Where a named actor stands when the run begins: from what the document says that it said and did.

use super::act::is_quote;
use super::actor::{Actor, Place};
use super::dice::Dice;
use super::lexicon::{Action, Side, action_of, is};
use super::text::{BlockKind, Sentence, Text, Token, TokenKind};
use super::{InitialStance, Issue, Span};

/// What decides the sign of a statement about an issue.
struct Aim<'a> {
    issue: &'a Issue,
    /// Whether the issue's action is good (+1) or bad (−1) for what it is done to.
    polarity: f64,
    action: Option<(&'static Action, Side)>,
    /// What the action is done to, where that is an action too: the strike in "the strike will end".
    target: Option<&'static Action>,
}

impl<'a> Aim<'a> {
    fn at(issue: &'a Issue) -> Self {
        let words = super::issue::words_of(&issue.proposition);
        // The verb stands after "will": the first action word from there on, else any.
        let from = words.iter().position(|word| word == "will").unwrap_or(0);
        let action = words[from..].iter().chain(&words).find_map(|word| action_of(word));
        let polarity = action.map_or(1.0, |(action, side)| match side {
            Side::Same => action.polarity,
            Side::Opposite => -action.polarity,
        });
        // "will not …" turns the proposition round.
        let polarity = if words.iter().any(|word| word == "not") { -polarity } else { polarity };
        let target = words.iter().filter_map(|word| action_of(word)).find(|(other, side)| {
            *side == Side::Same && action.is_some_and(|(main, _)| !std::ptr::eq(main, *other))
        });
        Self { issue, polarity, action, target: target.map(|(target, _)| target) }
    }

    /// +1 if the word is what the issue says is done, −1 if it is the opposite.
    fn direction(&self, word: &str) -> Option<f64> {
        let (action, side) = self.action?;
        let main = action.side(word).map(|found| if found == side { 1.0 } else { -1.0 });
        let done_to = self.target.and_then(|target| target.side(word));
        main.or(done_to.map(|found| match found {
            Side::Same => self.polarity,
            Side::Opposite => -self.polarity,
        }))
    }

    fn touches(&self, word: &str) -> bool {
        self.issue.keywords.iter().any(|keyword| keyword == word) || self.direction(word).is_some()
    }
}

/// One thing that an actor said or did.
struct Statement {
    span: Span,
    /// −1 … 1 or more: for or against.
    score: f64,
}

/// Where everybody stands; who says nothing stands with the body it answers for, or with who speaks for it.
pub(super) fn of_all(
    text: &Text,
    actors: &[Actor],
    issues: &[Issue],
    dice: impl Fn(u32) -> Dice,
) -> Vec<Vec<InitialStance>> {
    let own: Vec<Vec<InitialStance>> = (0..)
        .zip(actors)
        .map(|(index, actor)| of_actor(text, actor, actors, issues, &mut dice(index)))
        .collect();
    let ally = |actor: &Actor, issue: usize| {
        let answers = |one: &Actor, body: &Actor| one.employer.as_ref() == Some(&body.name);
        let tied = actors.iter().zip(&own);
        let tied = tied.filter(|(other, _)| answers(actor, other) || answers(other, actor));
        let stances = tied.filter_map(|(_, stances)| stances.get(issue));
        let told = stances.filter(|stance| stance.evidence.is_some());
        told.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
    };
    let settled = |(actor, stances): (&Actor, &Vec<InitialStance>)| {
        let one = |(issue, stance): (usize, &InitialStance)| {
            let lent = ally(actor, issue).filter(|_| stance.evidence.is_none());
            lent.map_or(*stance, |ally| InitialStance {
                position: 0.8 * ally.position,
                confidence: 0.85 * ally.confidence,
                evidence: ally.evidence,
            })
        };
        stances.iter().enumerate().map(one).collect()
    };
    actors.iter().zip(&own).map(settled).collect()
}

/// The stance of an actor on each issue.
fn of_actor(
    text: &Text,
    actor: &Actor,
    actors: &[Actor],
    issues: &[Issue],
    dice: &mut Dice,
) -> Vec<InitialStance> {
    let own = sentences_of(text, actor, actors);
    issues.iter().map(|issue| on_issue(text, &own, &Aim::at(issue), dice)).collect()
}

/// Below this, what somebody says is no side taken.
const LEAST: f64 = 0.1;

fn on_issue(
    text: &Text,
    own: &[(usize, usize, usize)],
    aim: &Aim<'_>,
    dice: &mut Dice,
) -> InitialStance {
    let mut found: Vec<Statement> = Vec::new();
    for &(sentence, from, to) in own {
        let sentence = &text.sentences[sentence];
        let score = score(&sentence.tokens[from..to], aim);
        if score != 0.0 {
            found.push(Statement { span: sentence.span(), score });
        }
    }
    let total: f64 = found.iter().map(|statement| statement.score).sum();
    let best = found
        .iter()
        .filter(|statement| statement.score * total > 0.0)
        .max_by(|a, b| a.score.abs().total_cmp(&b.score.abs()).then(b.span.cmp(&a.span)));
    let Some(best) = best.filter(|_| total.abs() >= LEAST) else {
        let position = (0.12 * dice.bell()).clamp(-0.3, 0.3);
        return InitialStance { position, confidence: 0.25, evidence: None };
    };
    let position = libm::tanh(total).clamp(-0.95, 0.95);
    let statements = f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX));
    let agreement = total.abs() / found.iter().map(|s| s.score.abs()).sum::<f64>().max(1e-9);
    let confidence =
        (0.45 + 0.12 * statements.min(3.0) + 0.2 * agreement * position.abs()).min(0.95);
    InitialStance { position, confidence, evidence: Some(best.span) }
}

/// The parts of sentences that are an actor's own: from its name on, and quotations that go on after it.
fn sentences_of(text: &Text, actor: &Actor, actors: &[Actor]) -> Vec<(usize, usize, usize)> {
    let mut own: Vec<(usize, usize, usize)> = Vec::new();
    for place in actor.places.iter().filter(|place| !place.quoted) {
        let sentence = &text.sentences[place.sentence];
        if sentence.kind == BlockKind::Heading || own.iter().any(|part| part.0 == place.sentence) {
            continue;
        }
        let Some(part) = own_part(sentence, place, actors) else { continue };
        own.push((place.sentence, part.0, part.1));
        follow(text, place.sentence, actor, actors, &mut own);
    }
    own
}

/// The tokens of a sentence that count as an actor's: all of them unless another one speaks in it too.
fn own_part(sentence: &Sentence, place: &Place, actors: &[Actor]) -> Option<(usize, usize)> {
    use super::act::Act;
    let others = |wanted: fn(&Place) -> bool| {
        actors
            .iter()
            .flat_map(|actor| &actor.places)
            .filter(|other| other.sentence == place.sentence && other.first != place.first)
            .filter(|other| wanted(other))
            .map(|other| other.first)
            .collect::<Vec<usize>>()
    };
    if place.act == Act::Nothing {
        return None;
    }
    let acting = others(|other| other.act != Act::Nothing);
    let after = acting.iter().copied().filter(|first| *first >= place.end).min();
    let before = acting.iter().copied().filter(|first| *first < place.first).max();
    let listed = after.is_some_and(|first| {
        sentence.tokens[place.end..first].iter().all(|t| {
            t.kind == TokenKind::Mark
                || t.is_capitalised()
                || matches!(t.lower.as_str(), "and" | "or" | "the")
        })
    });
    let end = after.filter(|_| !listed).unwrap_or(sentence.tokens.len());
    let start = if before.is_some() { place.first } else { 0 };
    Some((start, end))
}

/// Sentences after one's own that go on with it: "He added …", or nothing but a quotation.
fn follow(
    text: &Text,
    from: usize,
    actor: &Actor,
    actors: &[Actor],
    own: &mut Vec<(usize, usize, usize)>,
) {
    let block = text.sentences[from].block;
    for next in from + 1..text.sentences.len().min(from + 4) {
        let sentence = &text.sentences[next];
        let named = actors.iter().flat_map(|a| &a.places).any(|p| p.sentence == next && !p.quoted);
        if sentence.block != block || named || own.iter().any(|part| part.0 == next) {
            return;
        }
        let first = &sentence.tokens[0];
        let pronoun = if actor.kind == super::ActorKind::Person { "he" } else { "they" };
        let goes_on = is_quote(first) || is(pronoun, &first.lower);
        if !goes_on {
            return;
        }
        own.push((next, 0, sentence.tokens.len()));
    }
}

/// How far a statement is for the issue's proposition (> 0) or against it (< 0).
fn score(tokens: &[Token], aim: &Aim<'_>) -> f64 {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.kind != TokenKind::Mark).collect();
    let touching = words.iter().filter(|word| aim.touches(&word.lower)).count();
    let (weight, mood) = match touching {
        0 => (0.5, 0.3),
        1 => (0.85, 1.0),
        _ => (1.0, 1.0),
    };
    let mut used = vec![false; words.len()];
    let mut strong = 0.0;
    let mut weak: f64 = 0.0;
    for at in 0..words.len() {
        if used[at] {
            continue;
        }
        let word = words[at].lower.as_str();
        let turned = negation(&words, at);
        if let Some(cue) = strength(word, words[at]) {
            let (sign, object) = towards(&words, at, aim);
            if let Some(object) = object {
                used[object] = true;
            }
            strong += cue * turned * sign;
        } else if let Some(direction) = aim.direction(word) {
            let meant = if intended(&words, at) { 0.9 } else { 0.3 };
            strong += meant * direction * turned;
        } else if is("weak_for", word) {
            weak += 0.15 * turned * aim.polarity;
        } else if is("weak_against", word) {
            weak -= 0.15 * turned * aim.polarity;
        } else if is("intent", word) && turned < 0.0 {
            weak -= 0.1 * aim.polarity;
        }
    }
    weight * (strong + mood * weak.clamp(-0.45, 0.45))
}

/// How much a side counts that is taken on something else than the issue.
const ELSEWHERE: f64 = 0.3;

/// What a verb that takes a side is aimed at, as a sign towards the proposition, and where that stands.
fn towards(words: &[&Token], at: usize, aim: &Aim<'_>) -> (f64, Option<usize>) {
    let ahead = || at + 1..words.len().min(at + 9);
    let action =
        ahead().find_map(|next| aim.direction(&words[next].lower).map(|found| (next, found)));
    let plan = ahead().take(5).find(|next| is("plan", &words[*next].lower));
    let nearer = |next: usize| plan.is_none_or(|plan| next <= plan + 2);
    if let Some((next, direction)) = action.filter(|(next, _)| nearer(*next)) {
        return (direction * negation_between(words, at, next), Some(next));
    }
    if plan.is_some() {
        return (1.0, None);
    }
    let being = |word: &str| matches!(word, "be" | "been" | "is" | "are" | "was" | "were");
    let passive = at > 0 && being(&words[at - 1].lower);
    let before = (at.saturating_sub(5)..at).filter(|_| passive);
    if let Some(direction) = before.rev().find_map(|back| aim.direction(&words[back].lower)) {
        return (direction, None);
    }
    let touched = ahead().any(|next| aim.touches(&words[next].lower));
    (aim.polarity * if touched { 1.0 } else { ELSEWHERE }, None)
}

/// +1 or −1 for a verb that takes a side.
fn strength(word: &str, token: &Token) -> Option<f64> {
    let quoted = if token.quoted { 0.7 } else { 1.2 };
    if is("strong_for", word) {
        Some(quoted)
    } else if is("strong_against", word) {
        Some(-quoted)
    } else {
        None
    }
}

/// −1 if an odd number of negations stands in the four words before.
fn negation(words: &[&Token], at: usize) -> f64 {
    negation_between(words, at.saturating_sub(5), at)
}

fn negation_between(words: &[&Token], from: usize, to: usize) -> f64 {
    let begin = if from + 5 >= to && from > 0 { from + 1 } else { from };
    let count = words[begin.min(to)..to]
        .iter()
        .filter(|word| is("negation", &word.lower) || word.lower.ends_with("n't"))
        .count();
    if count % 2 == 1 { -1.0 } else { 1.0 }
}

fn intended(words: &[&Token], at: usize) -> bool {
    words[at.saturating_sub(4)..at]
        .iter()
        .any(|word| is("intent", &word.lower) || word.lower == "to")
}
