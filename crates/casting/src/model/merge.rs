//! Names of many passages to actors: one for everybody, whatever it is called where.

use std::collections::{BTreeMap, BTreeSet};

use simswarm_engine::cast::ActorKind;

use super::read::Named;
use crate::actor::{Actor, Group, by_weight, key_of, with_employers};
use crate::alias;
use crate::assemble::Story;
use crate::facts::Facts;
use crate::scan::{self, Mention};
use crate::text::{BlockKind, Text, Token, TokenKind, tokens};

/// The actors of a story, and which of them a name means.
pub(crate) struct Actors {
    pub(crate) actors: Vec<Actor>,
    meant: BTreeMap<String, usize>,
}

impl Actors {
    /// Whom a name means, if that is one of them.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.meant.get(&key_of(&words_of(name))).copied()
    }
}

/// Those whom the passages name, the weightiest first. Who stands nowhere in the document under any of its names is
/// nobody.
pub(crate) fn merge(story: &Story, passages: &[Vec<Named>]) -> Actors {
    let mut names = Names::default();
    for passage in passages {
        names.learn(passage);
    }
    names.unite_surnames();
    let mut groups = names.groups(&story.text);
    let merged = alias::merge(&story.text, &mut groups);
    let last = |key: &String| merged.get(key).unwrap_or(key).clone();
    let roots: BTreeMap<String, String> =
        names.spelled.keys().map(|key| (key.clone(), last(&names.root(key)))).collect();
    let mut about: BTreeMap<&String, Vec<&Named>> = BTreeMap::new();
    for named in passages.iter().flatten() {
        if let Some(root) = named.names.first().and_then(|name| roots.get(&key_of(&words_of(name))))
        {
            about.entry(root).or_default().push(named);
        }
    }
    let mut found: Vec<(String, Actor)> = Vec::new();
    for (root, group) in &groups {
        let Some(said) = about.get(root).filter(|_| !group.mentions.is_empty()) else { continue };
        let employer = said.iter().filter_map(|named| named.works_for.as_ref());
        let employer = employer
            .filter_map(|name| roots.get(&key_of(&words_of(name))))
            .find(|employer| *employer != root && groups.contains_key(*employer));
        let mut actor = Actor::of(&story.text, group, kind_of(said), employer.cloned());
        let role = said.iter().filter_map(|named| named.role.as_ref());
        let role =
            role.filter(|role| is_in(&story.text, role, &actor.name)).max_by_key(|it| it.len());
        actor.role = role.cloned().or(actor.role);
        found.push((root.clone(), actor));
    }
    found.sort_by(|(_, a), (_, b)| by_weight(a, b));
    found.truncate(story.most_named());
    let order: BTreeMap<String, usize> =
        found.iter().enumerate().map(|(index, (root, _))| (root.clone(), index)).collect();
    let meant = roots.iter().filter_map(|(key, root)| Some((key.clone(), *order.get(root)?)));
    Actors { meant: meant.collect(), actors: with_employers(found, &roots) }
}

/// The kind that is given most often; of two, the one that is given first.
fn kind_of(said: &[&Named]) -> ActorKind {
    let votes = |kind: ActorKind| said.iter().filter(|named| named.kind == kind).count();
    let most = said.iter().map(|named| votes(named.kind)).max().unwrap_or(0);
    let first = said.iter().find(|named| votes(named.kind) == most);
    first.map_or(ActorKind::Organization, |named| named.kind)
}

/// Whether a role is in words of the document, and more than the name itself.
fn is_in(text: &Text, role: &str, name: &str) -> bool {
    let words: Vec<String> = words_of(role).iter().map(|word| word.to_lowercase()).collect();
    let stands = |word: &String| {
        text.sentences.iter().any(|it| it.tokens.iter().any(|token| token.lower == *word))
    };
    !words.is_empty() && role.to_lowercase() != name.to_lowercase() && words.iter().all(stands)
}

/// The words of a name, without "the".
fn words_of(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = tokens(&chars, 0, chars.len())
        .into_iter()
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| token.text)
        .collect();
    if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    words
}

/// All names by their keys, and which are one actor's.
#[derive(Default)]
struct Names {
    spelled: BTreeMap<String, Spelled>,
}

struct Spelled {
    words: Vec<String>,
    kind: ActorKind,
    /// The key of another name of the same actor.
    same_as: Option<String>,
}

impl Names {
    /// Learns the names of one passage. What is the first name of one there is no other's alias.
    fn learn(&mut self, passage: &[Named]) {
        let key = |name: &String| key_of(&words_of(name));
        let first: Vec<String> =
            passage.iter().filter_map(|it| it.names.first()).map(key).collect();
        for named in passage {
            let mut names = named.names.iter();
            let Some(main) = names.next() else { continue };
            self.know(main, named.kind);
            for alias in names.filter(|alias| !first.contains(&key(alias))) {
                self.know(alias, named.kind);
                self.unite(&key(main), &key(alias));
            }
        }
    }

    fn know(&mut self, name: &str, kind: ActorKind) {
        let words = words_of(name);
        let key = key_of(&words);
        if !key.is_empty() {
            self.spelled.entry(key).or_insert(Spelled { words, kind, same_as: None });
        }
    }

    fn unite(&mut self, main: &str, alias: &str) {
        let (root, other) = (self.root(main), self.root(alias));
        let kind = |key: &String| self.spelled.get(key).map(|spelled| spelled.kind);
        if root != other
            && kind(&root) == kind(&other)
            && let Some(spelled) = self.spelled.get_mut(&other)
        {
            spelled.same_as = Some(root);
        }
    }

    /// A person of one word is who has that surname, if one person does.
    fn unite_surnames(&mut self) {
        let persons = self.spelled.iter().filter(|(_, it)| it.kind == ActorKind::Person);
        let (short, full): (Vec<_>, Vec<_>) = persons.partition(|(_, it)| it.words.len() == 1);
        let bearer = |surname: &String| {
            let has = |key: &&String| key.split(' ').next_back() == Some(surname);
            let roots: BTreeSet<String> =
                full.iter().map(|(key, _)| *key).filter(has).map(|key| self.root(key)).collect();
            let [root] = &roots.into_iter().collect::<Vec<String>>()[..] else { return None };
            Some(root.clone())
        };
        let pairs: Vec<(String, String)> =
            short.iter().filter_map(|(key, _)| Some((bearer(key)?, (*key).clone()))).collect();
        for (full, short) in pairs {
            self.unite(&full, &short);
        }
    }

    fn root(&self, key: &str) -> String {
        let mut at = key;
        while let Some(next) = self.spelled.get(at).and_then(|spelled| spelled.same_as.as_ref()) {
            at = next;
        }
        at.to_owned()
    }

    /// Where the document names whom: the longest name wins a place, headlines count for who stands nowhere else.
    fn groups(&self, text: &Text) -> BTreeMap<String, Group> {
        let mut by_first: BTreeMap<String, Vec<(&String, &Spelled)>> = BTreeMap::new();
        for (key, spelled) in &self.spelled {
            if let Some(word) = spelled.words.first() {
                by_first.entry(word.to_lowercase()).or_default().push((key, spelled));
            }
        }
        for names in by_first.values_mut() {
            names.sort_by_key(|(_, spelled)| std::cmp::Reverse(spelled.words.len()));
        }
        let known: BTreeMap<(usize, usize), Mention> =
            scan::mentions(text).into_iter().map(|it| ((it.sentence, it.first), it)).collect();
        let mut found: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
        for (index, sentence) in text.sentences.iter().enumerate() {
            let mut at = 0;
            while at < sentence.tokens.len() {
                let here = &sentence.tokens[at..];
                let names = by_first.get(&here[0].lower).into_iter().flatten();
                let Some((key, end)) = names.clone().find_map(|(key, spelled)| {
                    is_at(here, &spelled.words).then_some((*key, at + spelled.words.len()))
                }) else {
                    at += 1;
                    continue;
                };
                let words: Vec<String> =
                    sentence.tokens[at..end].iter().map(|token| token.text.clone()).collect();
                let title =
                    known.get(&(index, at)).filter(|it| it.end == end).and_then(|it| it.title);
                let mention =
                    Mention { sentence: index, first: at, end, words, title, doubtful: false };
                found.entry(self.root(key)).or_default().push(mention);
                at = end;
            }
        }
        found.into_iter().map(|(root, mentions)| (root, group(text, mentions))).collect()
    }
}

/// Whether a name stands where these tokens begin: with its capital, wherever it has one.
fn is_at(here: &[Token], words: &[String]) -> bool {
    let same = |(token, word): (&Token, &String)| {
        token.text == *word
            || token.lower == word.to_lowercase()
                && !token.text.chars().next().is_some_and(char::is_lowercase)
    };
    here.len() >= words.len() && here.iter().zip(words).all(same)
}

/// The mentions of one actor, under the fullest of its names.
fn group(text: &Text, mentions: Vec<Mention>) -> Group {
    let heading = |mention: &Mention| text.sentences[mention.sentence].kind == BlockKind::Heading;
    let shouted = mentions.iter().all(heading);
    let mentions: Vec<Mention> =
        mentions.into_iter().filter(|mention| shouted || !heading(mention)).collect();
    let fullest = mentions.iter().rev().max_by_key(|it| (it.words.len(), it.words.join(" ").len()));
    let words = fullest.map(|mention| mention.words.clone()).unwrap_or_default();
    Group { words, facts: Facts::gather(text, &mentions), mentions }
}
