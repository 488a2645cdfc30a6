//! What a group of posts is about: the words that it has more of than the others. No list of words is needed, so that every
//! language is treated alike.
//!
//! Words are ranked by the z-score of their log-odds against the other groups with the whole as prior (Monroe, Colaresi & Quinn,
//! Fightin' Words, Political Analysis 16, 2008).

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::history::History;

/// The most posts that are read; of more, every so many-th is.
const READ: usize = 10_000;
/// The weight of the prior, in words.
const PRIOR: f64 = 500.0;
/// A word that is in fewer posts of a group says nothing about it.
const LEAST: u32 = 2;
/// The fewest letters of a word, in scripts that have cases; in others one may be a whole word.
const LETTERS: usize = 3;

/// In how many posts of a group each word is.
type Counts = BTreeMap<String, u32>;

/// The keywords of each group of posts: `group` says to which a post belongs, if to any.
pub(crate) fn keywords(
    history: &History,
    groups: usize,
    most: usize,
    group: impl Fn(usize) -> Option<usize>,
) -> Vec<Vec<String>> {
    let mut counts = vec![Counts::new(); groups];
    let step = history.posts.len() / READ + 1;
    for (place, post) in history.posts.iter().enumerate().step_by(step) {
        if let Some(counts) = group(place).and_then(|group| counts.get_mut(group)) {
            for word in words(&post.text) {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    let mut all = Counts::new();
    for (word, n) in counts.iter().flatten() {
        *all.entry(word.clone()).or_default() += n;
    }
    let filled = counts.iter().filter(|counts| !counts.is_empty()).count();
    counts
        .iter()
        .map(|own| {
            if filled > 1 {
                distinctive(own, &all, most)
            } else {
                of_the_issues(history, own, most)
            }
        })
        .collect()
}

/// The different words of a text, in lower case.
fn words(text: &str) -> std::collections::BTreeSet<String> {
    let lower = text.to_lowercase();
    lower.unicode_words().filter(|word| tells(word)).map(str::to_owned).collect()
}

fn tells(word: &str) -> bool {
    let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase();
    word.chars().any(char::is_alphabetic)
        && (word.chars().count() >= LETTERS || word.chars().any(caseless))
}

/// What one group says more than the others.
fn distinctive(own: &Counts, all: &Counts, most: usize) -> Vec<String> {
    let total = |counts: &Counts| counts.values().map(|n| f64::from(*n)).sum::<f64>();
    let (whole, here) = (total(all), total(own));
    let mut scored: Vec<(f64, &String)> = own
        .iter()
        .filter(|(_, n)| **n >= LEAST)
        .map(|(word, n)| {
            let n = f64::from(*n);
            let in_all = f64::from(all.get(word).copied().unwrap_or_default());
            let prior = PRIOR * in_all / whole;
            let odds = |n: f64, total: f64| {
                libm::log((n + prior) / (total + PRIOR - n - prior).max(f64::MIN_POSITIVE))
            };
            let more = odds(n, here) - odds(in_all - n, whole - here);
            let variance = 1.0 / (n + prior) + 1.0 / (in_all - n + prior);
            (more / variance.sqrt(), word)
        })
        .filter(|(score, _)| *score > 0.0)
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    scored.into_iter().take(most).map(|(_, word)| word.clone()).collect()
}

/// Where there is nothing to compare with: the issues' own words, by how often they occur.
fn of_the_issues(history: &History, own: &Counts, most: usize) -> Vec<String> {
    let mut known: Vec<(u32, &String)> = history
        .issues
        .iter()
        .flat_map(|issue| &issue.keywords)
        .filter_map(|word| own.get(word).map(|n| (*n, word)))
        .collect();
    known.sort_by_key(|(n, word)| (std::cmp::Reverse(*n), *word));
    known.dedup();
    known.into_iter().take(most).map(|(_, word)| word.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_script_count_and_short_ones_of_cased_scripts_do_not() {
        let words: Vec<String> = words("The Порт is 港口 — of 2026, порт!").into_iter().collect();

        assert_eq!(words, ["the", "порт", "口", "港"]);
    }

    #[test]
    fn a_group_is_told_by_what_the_others_do_not_say() {
        let counts = |pairs: &[(&str, u32)]| -> Counts {
            pairs.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect()
        };
        let own = counts(&[("the", 90), ("wages", 30), ("once", 1)]);
        let all = counts(&[("the", 190), ("wages", 31), ("delay", 40), ("once", 1)]);

        assert_eq!(distinctive(&own, &all, 1), ["wages"]);
        assert!(!distinctive(&own, &all, 9).contains(&"once".to_owned()));
    }
}
