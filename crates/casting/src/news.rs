//! Which side an event from outside takes: the one that whoever tells it gives, or the one that its text is read for.

use simswarm_core::exogenous::{ExogenousEvent, Pointing, Shift};
use simswarm_engine::cast::Issue;

use crate::issue::words_of;
use crate::lexicon::{carries, is};
use crate::side::{Aim, Part};
use crate::text::{Token, TokenKind, tokens};

/// Where an event is for an issue that it speaks for in full.
const POSITION: f64 = 0.8;
/// What counts of a thing that is wanted, planned or begun, against one that has happened.
const WANTED: f64 = 0.5;
/// Less than this is no side.
const LEAST: f64 = 0.3;

/// Makes explicit what an event says about the issues. Whoever plays it again needs its text no more.
pub fn take_side(event: &mut ExogenousEvent, issues: &[Issue]) {
    if !event.shifts.is_empty() {
        return;
    }
    let points = event.points.unwrap_or(Pointing::Text);
    event.points = Some(points);
    let words = words_of(&event.text);
    let towards = |share: f64| {
        let shift = |issue| Shift { issue, position: share * POSITION };
        meant(issues, &words).into_iter().map(shift).collect()
    };
    event.shifts = match points {
        Pointing::Yes => towards(1.0),
        Pointing::No => towards(-1.0),
        Pointing::Neither => Vec::new(),
        Pointing::Text => read(issues, &words, &event.text),
    };
}

/// The issues that somebody means who says yes or no: those that the text names, else the first one.
fn meant(issues: &[Issue], words: &[String]) -> Vec<u32> {
    let named: Vec<u32> = numbered(issues)
        .filter(|(_, it)| names(issues, it, words))
        .map(|(number, _)| number)
        .collect();
    if named.is_empty() && !issues.is_empty() { vec![0] } else { named }
}

fn numbered(issues: &[Issue]) -> impl Iterator<Item = (u32, &Issue)> {
    (0..).zip(issues)
}

/// Whether a text has a word of an issue: of several issues, one that not all of them have.
fn names(issues: &[Issue], issue: &Issue, words: &[String]) -> bool {
    let others: Vec<Vec<String>> = issues
        .iter()
        .filter(|other| *other != issue)
        .map(|other| words_of(&other.proposition))
        .collect();
    let own = words_of(&issue.proposition);
    let tells = |word: &&String| {
        carries(word) && (others.is_empty() || !others.iter().all(|other| other.contains(word)))
    };
    own.iter().filter(tells).any(|word| words.contains(word))
}

/// Which sides a text takes, by what it says has happened.
fn read(issues: &[Issue], words: &[String], text: &str) -> Vec<Shift> {
    let chars: Vec<char> = text.chars().collect();
    let tokens = tokens(&chars, 0, chars.len());
    if text.trim_end().ends_with('?') {
        return Vec::new();
    }
    let side = |(number, issue): (u32, &Issue)| {
        let aim = Aim::at(issue);
        let score: f64 = clauses(&tokens).map(|words| told(&Part { words, aim: &aim })).sum();
        let position = POSITION * score.clamp(-1.0, 1.0);
        (score.abs() >= LEAST).then_some(Shift { issue: number, position })
    };
    numbered(issues).filter(|(_, issue)| names(issues, issue, words)).filter_map(side).collect()
}

/// The clauses of a text that say what is so, without their marks.
fn clauses(tokens: &[Token]) -> impl Iterator<Item = Vec<&Token>> {
    let joins = |token: &Token| {
        let word = matches!(
            token.lower.as_str(),
            "and" | "but" | "while" | "as" | "after" | "because" | "although" | "so"
        );
        word || token.kind == TokenKind::Mark && ",;:.!—–".contains(&token.text)
    };
    let supposed = |words: &Vec<&Token>| {
        words.iter().any(|token| matches!(token.lower.as_str(), "if" | "unless" | "whether"))
    };
    let clauses = tokens.split(move |token| joins(token));
    let words =
        clauses.map(|clause| clause.iter().filter(|it| it.kind != TokenKind::Mark).collect());
    words.filter(move |words| !supposed(words))
}

/// What a clause says of an issue: 1 for one that says that it is so, −1 for one that says that it is not.
fn told(part: &Part<'_, '_>) -> f64 {
    let mut used = vec![false; part.words.len()];
    let (mut sum, mut is_done) = (0.0, false);
    let weighed = |at: usize| if part.is_intended(at) { WANTED } else { 1.0 };
    for at in 0..part.words.len() {
        if used[at] {
            continue;
        }
        let found = part.aim.done(deed_at(part, at)).filter(|_| part.is_of_the_measured(at));
        if let Some(direction) = found {
            sum += weighed(at) * direction * part.negation(at);
            is_done = true;
        } else if let Some(cue) = part.strength(at) {
            let aimed = part.towards(at);
            if let Some(object) = aimed.object.filter(|_| aimed.direct) {
                used[object] = true;
                is_done = true;
            }
            let agrees =
                if aimed.direct { aimed.sign } else { f64::from(part.aim.is_end_of_quarrel()) };
            sum += WANTED * cue.signum() * agrees * part.negation(at);
        }
    }
    if !is_done {
        sum += (0..part.words.len()).filter_map(|at| state(part, at)).sum::<f64>();
    }
    if came_to_nothing(part) { -sum } else { sum }
}

/// What a word says is done: "is over" and "called off" are an end.
fn deed_at<'t>(part: &'t Part<'_, '_>, at: usize) -> &'t str {
    let before = at.checked_sub(1).map_or("", |before| part.word(before));
    match part.word(at) {
        "over" if is("being", before) => "end",
        "off" if matches!(before, "call" | "calls" | "called") => "end",
        word => word,
    }
}

/// "The strike goes on", "they returned to work": what becomes of what the action is done to.
fn state(part: &Part<'_, '_>, at: usize) -> Option<f64> {
    let word = part.word(at);
    let direction = part.aim.state(word)?;
    let lasts = part.words.iter().any(|token| is("lasting", &token.lower));
    (lasts || !part.aim.is_target(word)).then(|| direction * part.negation(at))
}

/// "Talks to end the strike collapsed": what was tried did not come about.
fn came_to_nothing(part: &Part<'_, '_>) -> bool {
    let tried = (0..part.words.len())
        .find(|at| part.aim.done(part.word(*at)).is_some() && part.is_intended(*at));
    tried.is_some_and(|at| (at + 1..part.words.len()).any(|it| is("futile", part.word(it))))
}
