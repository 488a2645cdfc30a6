//! Where a named actor stands when the run begins: from what the document says that it said and did.

use super::act::is_quote;
use super::actor::{Actor, Place};
use super::dice::Dice;
use super::lexicon::{Side, action_of, is};
use super::text::{BlockKind, Sentence, Text, Token, TokenKind};
use super::{InitialStance, Issue, Span};

/// What decides the sign of a statement about an issue.
struct Aim<'a> {
    issue: &'a Issue,
    /// Whether the issue's action is good (+1) or bad (−1) for what it is done to.
    polarity: f64,
    action: Option<(&'static super::lexicon::Action, Side)>,
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
        Self { issue, polarity, action }
    }

    /// +1 if the word is what the issue says is done, −1 if it is the opposite.
    fn direction(&self, word: &str) -> Option<f64> {
        let (action, side) = self.action?;
        action.side(word).map(|found| if found == side { 1.0 } else { -1.0 })
    }

    fn touches(&self, word: &str) -> bool {
        self.issue.keywords.iter().any(|keyword| keyword == word)
    }
}

/// One thing that an actor said or did.
struct Statement {
    span: Span,
    /// −1 … 1 or more: for or against.
    score: f64,
}

/// The stance of an actor on each issue.
pub(super) fn of_actor(
    text: &Text,
    actor: &Actor,
    actors: &[Actor],
    issues: &[Issue],
    dice: &mut Dice,
) -> Vec<InitialStance> {
    let own = sentences_of(text, actor, actors);
    issues.iter().map(|issue| on_issue(text, &own, &Aim::at(issue), dice)).collect()
}

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
    let Some(best) = best else {
        let position = (0.12 * dice.bell()).clamp(-0.3, 0.3);
        return InitialStance { position, confidence: 0.25, evidence: None };
    };
    let position = libm::tanh(total).clamp(-0.95, 0.95);
    let position = if position.abs() < 0.2 { 0.2 * position.signum() } else { position };
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
    let weight = match touching {
        0 => 0.3,
        1 => 0.75,
        _ => 1.0,
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
            let object = (at + 1..words.len().min(at + 9)).find_map(|next| {
                aim.direction(&words[next].lower).map(|direction| (next, direction))
            });
            let own = if takes_plan(&words, at) { 1.0 } else { aim.polarity };
            let sign = object.map_or(own, |(next, direction)| {
                used[next] = true;
                direction * negation_between(&words, at, next)
            });
            strong += cue * turned * sign;
        } else if let Some(direction) = aim.direction(word) {
            let meant = if intended(&words, at) { 0.9 } else { 0.45 };
            strong += meant * direction * turned;
        } else if is("weak_for", word) {
            weak += 0.25 * turned * aim.polarity;
        } else if is("weak_against", word) {
            weak -= 0.25 * turned * aim.polarity;
        } else if is("intent", word) && turned < 0.0 {
            weak -= 0.2 * aim.polarity;
        }
    }
    weight * (strong + weak.clamp(-0.6, 0.6))
}

/// Whether a verb is about what is proposed ("condemned the plan"), not about what it would be done to.
fn takes_plan(words: &[&Token], at: usize) -> bool {
    const PLANS: [&str; 10] = [
        "plan", "vote", "proposal", "decision", "move", "council", "idea", "verdict", "ruling",
        "deal",
    ];
    words.iter().skip(at + 1).take(5).any(|word| PLANS.contains(&word.lower.as_str()))
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
