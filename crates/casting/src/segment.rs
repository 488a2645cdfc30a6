//! The publics: which segments of society a story touches, how many of each, and where each leans.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use simswarm_engine::cast::{InitialStance, Issue};

use crate::actor::Actor;
use crate::deed;
use crate::lexicon::{Side, action_of};
use crate::text::{BlockKind, Text};

/// A part of the public, from the table.
pub(crate) struct Segment {
    pub(crate) label: &'static str,
    pub(crate) role: &'static str,
    weight: f64,
    topics: Vec<&'static str>,
    pub(crate) occupations: Vec<&'static str>,
    pub(crate) ages: &'static str,
    likes: Vec<&'static str>,
    dislikes: Vec<&'static str>,
    kin: Vec<&'static str>,
}

static SEGMENTS: LazyLock<Vec<Segment>> = LazyLock::new(|| {
    let table = include_str!("tables/segments.txt");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect()
});

static TOPICS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> =
    LazyLock::new(|| keyed(include_str!("tables/topics.txt")));

/// Whether a word is in the vocabulary of some topic.
pub(crate) fn is_topical(word: &str) -> bool {
    TOPICS.iter().any(|(_, words)| words.contains(&word)) && !crate::lexicon::is("thing", word)
}

/// A table of `key: word word word` lines.
pub(crate) fn keyed(table: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let line = |line: &'static str| {
        let (key, words) = line.split_once(':')?;
        Some((key, words.split_whitespace().collect()))
    };
    table.lines().filter_map(line).collect()
}

fn read(line: &'static str) -> Option<Segment> {
    let cells: Vec<&'static str> = line.split('|').map(str::trim).collect();
    let [label, role, weight, topics, occupations, ages, likes, dislikes, kin] = cells[..] else {
        return None;
    };
    Some(Segment {
        label,
        role,
        weight: weight.parse().ok()?,
        topics: topics.split_whitespace().collect(),
        occupations: occupations.split(',').map(str::trim).collect(),
        ages,
        likes: likes.split_whitespace().collect(),
        dislikes: dislikes.split_whitespace().collect(),
        kin: kin.split_whitespace().collect(),
    })
}

/// How strongly a document is about each topic.
fn topic_scores(text: &Text, question: &[String]) -> Vec<(&'static str, f64)> {
    let body = text.sentences.iter().flat_map(|sentence| {
        let weight = if sentence.kind == BlockKind::Heading { 2.0 } else { 1.0 };
        sentence.tokens.iter().map(move |token| (token.lower.as_str(), weight))
    });
    let asked = question.iter().map(|word| (word.as_str(), 2.0));
    let mut words: BTreeMap<&str, f64> = BTreeMap::new();
    for (word, weight) in body.chain(asked) {
        *words.entry(word).or_default() += weight;
    }
    let score = |(topic, listed): &(&'static str, Vec<&'static str>)| {
        let counts: Vec<f64> = listed.iter().filter_map(|word| words.get(word).copied()).collect();
        // One word of a topic may be chance, however often it comes.
        let most = if counts.len() == 1 { 1.5 } else { 6.0 };
        (*topic, counts.iter().map(|found| found.min(most)).sum::<f64>())
    };
    TOPICS.iter().map(score).collect()
}

/// A segment and how many members it has.
pub(crate) struct Share {
    pub(crate) segment: &'static Segment,
    pub(crate) members: u32,
}

/// The segments that a story touches, with `count` members shared out by weight.
pub(crate) fn shares(text: &Text, question: &[String], count: u32) -> Vec<Share> {
    let topics = topic_scores(text, question);
    let top = topics.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    let relevance = |segment: &Segment| {
        let general: f64 = if segment.topics.contains(&"general") { 0.35 } else { 0.0 };
        // A segment is its first topic; the others only add to it.
        let score = |wanted: &str| {
            topics.iter().find(|(topic, _)| *topic == wanted).map_or(0.0, |(_, score)| *score)
        };
        let own: Vec<f64> =
            segment.topics.iter().filter(|t| **t != "general").map(|topic| score(topic)).collect();
        let first = own.first().copied().unwrap_or(0.0);
        let more = own.iter().skip(1).copied().fold(0.0, f64::max);
        let best = first.max(f64::midpoint(first, more));
        let topical = if first >= 2.0 && top > 0.0 { best / top } else { 0.0 };
        if topical < 0.25 { general } else { general.max(topical) + 0.1 * general }
    };
    let mut ranked: Vec<(f64, &'static Segment)> = SEGMENTS
        .iter()
        .map(|segment| (relevance(segment) * (3.0 + segment.weight), segment))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.label.cmp(b.1.label)));
    let kinds = usize::try_from(count).unwrap_or(usize::MAX).min(14);
    ranked.truncate(kinds.max(1));
    divided(&ranked, count)
}

/// Largest remainders, and at least one each as long as there are enough.
fn divided(ranked: &[(f64, &'static Segment)], count: u32) -> Vec<Share> {
    let total: f64 = ranked.iter().map(|(score, _)| score).sum();
    let mut shares: Vec<Share> =
        ranked.iter().map(|(_, segment)| Share { segment, members: 0 }).collect();
    let mut given: Vec<f64> = vec![0.0; ranked.len()];
    for _ in 0..count {
        // The segment that is furthest below its share gets the next member.
        let next = (0..ranked.len()).max_by(|a, b| {
            let lack = |at: usize| ranked[at].0 / total / (given[at] + 0.5);
            lack(*a).total_cmp(&lack(*b)).then(b.cmp(a))
        });
        let Some(next) = next else { break };
        given[next] += 1.0;
        shares[next].members += 1;
    }
    shares
}

/// The leans of each segment. Part of what all share is taken off: the public as a whole begins undecided.
pub(crate) fn balanced_leans(
    shares: &[Share],
    issues: &[Issue],
    actors: &[Actor],
    stances: &[Vec<InitialStance>],
) -> Vec<Vec<f64>> {
    const TAKEN_OFF: f64 = 0.6;
    let mut all: Vec<Vec<f64>> =
        shares.iter().map(|share| leans(share.segment, issues, actors, stances)).collect();
    let members: f64 = shares.iter().map(|share| f64::from(share.members)).sum();
    for issue in 0..issues.len() {
        let weighed = shares.iter().zip(&all);
        let sum: f64 = weighed.map(|(share, own)| f64::from(share.members) * own[issue]).sum();
        let common = if members > 0.0 { TAKEN_OFF * sum / members } else { 0.0 };
        for own in &mut all {
            own[issue] -= common;
        }
    }
    all
}

/// How far a segment's heart and the actors it listens to draw it, for each issue.
fn leans(
    segment: &Segment,
    issues: &[Issue],
    actors: &[Actor],
    stances: &[Vec<InitialStance>],
) -> Vec<f64> {
    let on = |(index, issue): (usize, &Issue)| {
        let heard = heard(segment, actors, stances, index);
        (0.75 * stake(segment, issue) + heard).clamp(-0.8, 0.8)
    };
    issues.iter().enumerate().map(on).collect()
}

/// What a segment has to win or lose, −0.6 … 0.6: the verb of the issue counts most.
fn stake(segment: &Segment, issue: &Issue) -> f64 {
    let words = deed::undated(&crate::issue::words_of(&issue.proposition));
    let deed = deed::of(&words).map(|deed| deed.word);
    let mut sum = deed.map_or(0.0, |deed| 0.6 * liking(segment, deed));
    for word in words.iter().filter(|word| Some(word.as_str()) != deed) {
        sum += 0.25 * liking(segment, word);
    }
    let turned = if words.iter().any(|word| word == "not" || word == "fail") { -1.0 } else { 1.0 };
    (turned * sum).clamp(-0.6, 0.6)
}

/// +1 for what a segment wants, −1 for what it dreads; an opposite turns it round.
fn liking(segment: &Segment, word: &str) -> f64 {
    let direct = |list: &[&str]| {
        list.iter().any(|known| {
            *known == word || ["s", "d"].iter().any(|end| word.strip_suffix(end) == Some(known))
        })
    };
    if direct(&segment.likes) {
        return 1.0;
    }
    if direct(&segment.dislikes) {
        return -1.0;
    }
    let Some((action, side)) = action_of(word) else { return 0.0 };
    let related = |list: &[&str]| {
        let sides = list.iter().filter_map(|known| action.side(known));
        sides.map(|found| if found == side { 1.0 } else { -1.0 }).next().unwrap_or(0.0)
    };
    let sum: f64 = related(&segment.likes) - related(&segment.dislikes);
    let known = matches!(side, Side::Same | Side::Opposite);
    if known { sum.clamp(-1.0, 1.0) * 0.8 } else { 0.0 }
}

/// The pull of the named actors that are kin, by their confidence.
fn heard(segment: &Segment, actors: &[Actor], stances: &[Vec<InitialStance>], issue: usize) -> f64 {
    let mut sum = 0.0;
    let mut weights: f64 = 0.0;
    for (actor, stances) in actors.iter().zip(stances) {
        let Some(stance) = stances.get(issue).filter(|stance| stance.evidence.is_some()) else {
            continue;
        };
        let weight = if is_kin(segment, actor) { stance.confidence } else { 0.0 };
        sum += weight * stance.position;
        weights += weight;
    }
    if weights <= 0.0 {
        return 0.0;
    }
    0.35 * sum / weights
}

fn is_kin(segment: &Segment, actor: &Actor) -> bool {
    let mut said = actor.name.to_lowercase();
    if let Some(role) = &actor.role {
        said.push(' ');
        said.push_str(&role.to_lowercase());
    }
    said.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| segment.kin.contains(&word))
}
