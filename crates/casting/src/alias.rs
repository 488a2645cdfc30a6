//! Several names of one actor: acronym and expansion, surname and full name, "the Commission".

use std::collections::{BTreeMap, BTreeSet};

use simswarm_engine::cast::ActorKind;

use crate::actor::Group;
use crate::facts::Facts;
use crate::kind;
use crate::lexicon::is;
use crate::scan::{Mention, is_typed};
use crate::text::Text;

/// Merges the groups and says which key went into which.
pub(crate) fn merge(text: &Text, groups: &mut BTreeMap<String, Group>) -> BTreeMap<String, String> {
    let mut into: BTreeMap<String, String> = BTreeMap::new();
    for (short, long) in introduced(text, groups) {
        absorb(text, groups, &short, &long, &mut into);
    }
    note_short_forms(groups);
    let keys: Vec<String> = groups.keys().cloned().collect();
    let index = Index::of(groups);
    for short in &keys {
        if let Some(long) = longer_of(groups, &index, short) {
            absorb(text, groups, short, &long, &mut into);
        }
    }
    split_surnames(text, groups);
    // An alias of an alias ends where the last one went.
    let direct = into.clone();
    for target in into.values_mut() {
        while let Some(next) = direct.get(target) {
            target.clone_from(next);
        }
    }
    into
}

/// A name of two or three words whose last word stands alone elsewhere is most likely a person's.
fn note_short_forms(groups: &mut BTreeMap<String, Group>) {
    let single: Vec<String> = groups.keys().filter(|key| !key.contains(' ')).cloned().collect();
    for group in groups.values_mut().filter(|group| (2..=3).contains(&group.words.len())) {
        let last = group.words.last().map(|word| word.to_lowercase()).unwrap_or_default();
        group.facts.has_short_form = !is_typed(&last) && single.contains(&last);
    }
}

fn absorb(
    text: &Text,
    groups: &mut BTreeMap<String, Group>,
    short: &str,
    long: &str,
    into: &mut BTreeMap<String, String>,
) {
    if short == long || !groups.contains_key(long) {
        return;
    }
    let Some(alias) = groups.remove(short) else { return };
    if let Some(group) = groups.get_mut(long) {
        let employs = group.facts.employs || alias.facts.employs;
        group.mentions.extend(alias.mentions);
        group.mentions.sort_by_key(|mention| (mention.sentence, mention.first));
        group.facts = Facts::gather(text, &group.mentions);
        group.facts.employs |= employs;
        group.facts.has_short_form = true;
        into.insert(short.to_owned(), long.to_owned());
    }
}

/// "European Maritime Office (EMO)" and "EMO (European Maritime Office)".
fn introduced(text: &Text, groups: &BTreeMap<String, Group>) -> Vec<(String, String)> {
    let mut at: BTreeMap<(usize, usize), (&String, &Mention)> = BTreeMap::new();
    for (key, group) in groups {
        for mention in &group.mentions {
            at.insert((mention.sentence, mention.first), (key, mention));
        }
    }
    let mut found = Vec::new();
    for (&(sentence, _), &(key, mention)) in &at {
        let tokens = &text.sentences[sentence].tokens;
        let opens = tokens.get(mention.end).is_some_and(|token| token.is_mark('('));
        let Some(&(inner_key, inner)) = at.get(&(sentence, mention.end + 1)).filter(|_| opens)
        else {
            continue;
        };
        if stands_for(&inner.words, &mention.words) {
            found.push((inner_key.clone(), key.clone()));
        } else if stands_for(&mention.words, &inner.words) {
            found.push((key.clone(), inner_key.clone()));
        }
    }
    found
}

/// Whether `short` is an acronym of `long`: its letters are the initials, in order.
fn stands_for(short: &[String], long: &[String]) -> bool {
    let [acronym] = short else { return false };
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || long.len() < 2 || letters.iter().any(|c| c.is_lowercase()) {
        return false;
    }
    let said: String = letters.iter().collect::<String>().to_lowercase();
    initials(long).contains(&said)
}

/// The names of several words by what a short form of them may be: a word of theirs, or their initials.
struct Index(BTreeMap<String, BTreeSet<String>>);

impl Index {
    fn of(groups: &BTreeMap<String, Group>) -> Self {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (key, group) in groups.iter().filter(|(_, group)| group.words.len() > 1) {
            let words = group.words.iter().map(|word| word.to_lowercase());
            for form in words.chain(initials(&group.words)) {
                found.entry(form).or_default().insert(key.clone());
            }
        }
        Self(found)
    }

    /// The keys of the names that `word` may stand for or stand in, in order.
    fn longer<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a String> + use<'a> {
        self.0.get(word).into_iter().flatten()
    }
}

/// The initials of a name, lower case: all of them, and those of its capitalised words.
fn initials(words: &[String]) -> [String; 2] {
    let parts = words.iter().flat_map(|word| word.split('-'));
    let all: Vec<char> = parts.filter_map(|part| part.chars().next()).collect();
    let upper: String = all.iter().filter(|c| c.is_uppercase()).collect();
    [all.iter().collect::<String>().to_lowercase(), upper.to_lowercase()]
}

/// The longer name that a shorter one stands for, if one is clear.
fn longer_of(groups: &BTreeMap<String, Group>, index: &Index, short: &str) -> Option<String> {
    let group = groups.get(short)?;
    let words: Vec<String> = group.words.iter().map(|word| word.to_lowercase()).collect();
    if is("country", short) || is("place", short) {
        return None;
    }
    let first = |group: &Group| group.mentions.iter().map(|m| (m.sentence, m.first)).min();
    let acronym = words.first().map(|word| word.replace('.', ""));
    let keys: BTreeSet<&String> =
        words.first().into_iter().chain(&acronym).flat_map(|word| index.longer(word)).collect();
    let candidates = keys
        .into_iter()
        .filter_map(|key| groups.get(key).map(|long| (key, long)))
        .filter(|(key, long)| key.as_str() != short && is_short_for(&words, group, long));
    // The name that was introduced last before the short form is first used; else the first one.
    let here = first(group);
    let mut before: Option<(&String, _)> = None;
    let mut after: Option<(&String, _)> = None;
    for (key, long) in candidates {
        let place = first(long);
        if place < here {
            if before.is_none_or(|(_, best)| place > best) {
                before = Some((key, place));
            }
        } else if after.is_none_or(|(_, best)| place < best) {
            after = Some((key, place));
        }
    }
    before.or(after).map(|(key, _)| key.clone())
}

fn is_short_for(short: &[String], short_group: &Group, long: &Group) -> bool {
    let lower: Vec<String> = long.words.iter().map(|word| word.to_lowercase()).collect();
    if lower.len() <= short.len() {
        return false;
    }
    if stands_for(&short_group.words, &long.words) {
        return true;
    }
    let Some(kind) = kind::of(long) else { return false };
    if kind == ActorKind::Person {
        let surname = short.len() == 1 && lower.last() == short.first();
        let titled = short_group.mentions.iter().any(|mention| mention.title.is_some());
        return surname && (titled || !is_typed(&short[0]));
    }
    // "the Commission" for "European Commission".
    if short.len() == 1 && is_typed(&short[0]) && !is("media", &short[0]) {
        return lower.contains(&short[0]);
    }
    // "AI Office" for "EU AI Office".
    let scope = &lower[..lower.len() - short.len()];
    let local = |word: &String| is("country", word) || is("place", word) || is("demonym", word);
    if short.len() > 1 && lower.ends_with(short) && scope.iter().all(local) {
        return true;
    }
    let starts = lower.starts_with(short) && lower[short.len()..].iter().all(|w| is("generic", w));
    let core: Vec<&String> = lower.iter().filter(|word| !is("generic", word)).collect();
    let family = short.len() == 1
        && core.last() == short.first().as_ref()
        && core.first().is_some_and(|word| is("given", word) || *word == "walt");
    starts || family
}

/// One surname, two people: a short mention belongs to whoever was named in full last before it.
fn split_surnames(text: &Text, groups: &mut BTreeMap<String, Group>) {
    let mut full: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, group) in groups.iter().filter(|(_, group)| group.words.len() > 1) {
        if let Some(last) = group.words.last() {
            full.entry(last.to_lowercase()).or_default().push(key.clone());
        }
    }
    for (surname, keys) in full.into_iter().filter(|(_, keys)| keys.len() > 1) {
        let mut introduced: Vec<((usize, usize), String)> = Vec::new();
        let mut short = Vec::new();
        for key in &keys {
            let Some(group) = groups.get_mut(key) else { continue };
            for mention in std::mem::take(&mut group.mentions) {
                if mention.words.len() > 1 {
                    introduced.push(((mention.sentence, mention.first), key.clone()));
                    group.mentions.push(mention);
                } else if mention.words[0].to_lowercase() == surname {
                    short.push(mention);
                } else {
                    group.mentions.push(mention);
                }
            }
        }
        introduced.sort();
        for mention in short {
            let place = (mention.sentence, mention.first);
            let before = introduced.iter().rev().find(|(at, _)| *at < place);
            let owner = before.or_else(|| introduced.first()).map(|(_, key)| key.clone());
            if let Some(group) = owner.and_then(|key| groups.get_mut(&key)) {
                group.mentions.push(mention);
            }
        }
        for key in &keys {
            if let Some(group) = groups.get_mut(key) {
                group.mentions.sort_by_key(|mention| (mention.sentence, mention.first));
                let employs = group.facts.employs;
                group.facts = Facts::gather(text, &group.mentions);
                group.facts.employs |= employs;
                group.facts.has_short_form = true;
            }
        }
    }
}
