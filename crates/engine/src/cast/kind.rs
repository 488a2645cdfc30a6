//! What a name is: a person, a body, or nothing that acts. The words of the name decide first, then its use.

use super::ActorKind;
use super::act::{self, Act};
use super::actor::Group;
use super::lexicon::is;
use super::scan::Mention;
use super::text::{Text, Token, TokenKind};

/// How a name is used in the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) speaks: u32,
    pub(super) acts: u32,
    /// Preceded by "the".
    the: u32,
    /// In a place where things stand: "in X", "at X".
    placed: u32,
    /// As a thing that somebody has: "its X app".
    thing: u32,
    /// With a role or title that only a person has.
    held: u32,
    /// Somebody holds a role for it.
    pub(super) employs: bool,
    /// Called a company, an association …
    called: Option<ActorKind>,
    told: u32,
    doubtful: bool,
    /// Outside quotations.
    unquoted: u32,
    /// Its last word is used alone elsewhere, as surnames are.
    pub(super) has_short_form: bool,
}

impl Facts {
    pub(super) fn gather(text: &Text, mentions: &[Mention]) -> Self {
        let mut facts = Self { doubtful: true, ..Self::default() };
        for mention in mentions {
            let sentence = &text.sentences[mention.sentence];
            let tokens = &sentence.tokens;
            match act::act(sentence, mention) {
                Act::Speaks => facts.speaks += 1,
                Act::Acts => facts.acts += 1,
                Act::Nothing => {}
            }
            facts.doubtful &= mention.doubtful;
            facts.unquoted += u32::from(!tokens[mention.first].quoted);
            facts.look_before(tokens, mention);
            // "Google's Veo": who has a thing with a name is somebody.
            let owned = tokens.get(mention.end).filter(|_| tokens[mention.end - 1].possessive);
            facts.employs |= owned.is_some_and(Token::is_capitalised) && mention.words.len() == 1;
            facts.thing += u32::from(is_thing_here(tokens, mention));
            facts.held += u32::from(is_held(tokens, mention));
            if let Some((from, to)) = act::role_after(tokens, mention) {
                facts.called = facts.called.or_else(|| called(&tokens[from..to]));
            }
            if let Some((from, to)) = description_before(tokens, mention) {
                facts.called = facts.called.or_else(|| called(&tokens[from..to]));
            }
        }
        facts
    }

    /// Whether the document says "the" before it.
    pub(super) fn takes_the(&self) -> bool {
        self.the > 0
    }

    fn look_before(&mut self, tokens: &[Token], mention: &Mention) {
        let Some(mut before) = mention.first.checked_sub(1) else { return };
        if tokens[before].lower == "the" {
            self.the += 1;
            let Some(next) = before.checked_sub(1) else { return };
            before = next;
        }
        let word = tokens[before].lower.as_str();
        self.placed += u32::from(is("place_prep", word) || matches!(word, "on" | "to"));
        self.told += u32::from(word == "told");
    }
}

/// "its Sora video app", "Google's Veo", "Sora, a text-to-video model".
fn is_thing_here(tokens: &[Token], mention: &Mention) -> bool {
    let before = mention.first.checked_sub(1).map(|at| &tokens[at]);
    let owned = before.is_some_and(|token| {
        matches!(token.lower.as_str(), "its" | "their" | "our" | "a" | "an")
            || (token.possessive && token.is_capitalised())
    });
    let following = tokens[mention.end..].iter().take(4);
    let mut product = false;
    for token in following {
        if is("product_noun", &token.lower) {
            product = true;
            break;
        }
        if token.kind == TokenKind::Mark || is("auxiliary", &token.lower) {
            break;
        }
    }
    let article = before.is_some_and(|token| matches!(token.lower.as_str(), "a" | "an"));
    let apposed = tokens.get(mention.end).is_some_and(|token| token.is_mark(','))
        && tokens[mention.end + 1..]
            .iter()
            .take(6)
            .take_while(|token| token.kind == TokenKind::Word)
            .enumerate()
            .any(|(at, token)| at > 0 && is("product_noun", &token.lower))
        && tokens.get(mention.end + 1).is_some_and(|t| matches!(t.lower.as_str(), "a" | "an"));
    let own = owned && !article && !tokens[mention.end - 1].possessive;
    let single = mention.words.len() == 1 && !acronym(&mention.words);
    // "a Learjet", but "a Boeing spokesman".
    let described = tokens.get(mention.end).is_some_and(|token| {
        token.kind == TokenKind::Word
            && !is("action", &token.lower)
            && !is("stop", &token.lower)
            && !token.lower.ends_with("ed")
    });
    let one_of = article && single && !described;
    (owned && product) || apposed || one_of || (own && single)
}

fn is_held(tokens: &[Token], mention: &Mention) -> bool {
    let role = act::role_before(tokens, mention)
        .is_some_and(|role| tokens[role.from..role.to].iter().any(|t| is("role", &t.lower)));
    let apposed = act::role_after(tokens, mention).is_some_and(|(from, to)| {
        let head = tokens[from..to]
            .iter()
            .take(7)
            .find(|t| is("role", &t.lower) || is("org_role", &t.lower));
        // An insurer or a developer may be a person or a body: a given name decides.
        let person = mention.words.first().is_some_and(|word| is("given", &word.to_lowercase()));
        head.is_some_and(|t| is("role", &t.lower) && (person || !is("org_role", &t.lower)))
    });
    mention.title.is_some() || role || apposed
}

/// "startup association CLAIRE", "shipping company Alba", "Berlin-based Aleph Alpha".
pub(super) fn description_before(tokens: &[Token], mention: &Mention) -> Option<(usize, usize)> {
    let last = mention.first.checked_sub(1)?;
    let word = tokens[last].lower.as_str();
    if word.ends_with("-based") {
        return Some((last, last + 1));
    }
    if !is("org_role", word) || tokens[last].is_capitalised() || tokens[last].possessive {
        return None;
    }
    let mut from = last;
    while from > 0 && last - from < 4 {
        let token = &tokens[from - 1];
        let adjective =
            is("demonym", &token.lower) || !token.is_capitalised() || token.is_acronym();
        let ends = token.kind != TokenKind::Word || is("stop", &token.lower) || !adjective;
        if ends || is("speech", &token.lower) || is("action", &token.lower) || token.possessive {
            break;
        }
        from -= 1;
    }
    Some((from, last + 1))
}

/// What kind of body a description names.
fn called(tokens: &[Token]) -> Option<ActorKind> {
    // "startup association": the last of several such nouns in a row says what it is.
    let from = tokens.iter().position(|token| is("org_role", &token.lower));
    let run = from.map(|from| tokens[from..].iter().take_while(|it| is("org_role", &it.lower)));
    let head = run.and_then(Iterator::last);
    let based = tokens.first().filter(|token| token.lower.ends_with("-based"));
    let word = head.or(based)?.lower.as_str();
    Some(match word {
        "ministry" | "council" | "commission" | "authority" | "department" | "office"
        | "bureau" | "court" | "regulator" | "agency" | "committee" => ActorKind::Government,
        "newspaper" | "broadcaster" | "publisher" => ActorKind::Media,
        "association" | "union" | "charity" | "party" | "nonprofit" | "non-profit"
        | "foundation" | "think-tank" | "coalition" | "alliance" | "federation" | "institute"
        | "university" | "college" | "hospital" | "clinic" | "network" | "club" | "tribe"
        | "campaign" | "movement" | "body" | "watchdog" | "collective" | "cooperative"
        | "co-operative" | "group" => ActorKind::Organization,
        _ => ActorKind::Company,
    })
}

fn acronym(words: &[String]) -> bool {
    let [word] = words else { return false };
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !word.chars().any(char::is_lowercase)
}

/// The kind of actor, or nothing for what is none.
pub(super) fn of(group: &Group) -> Option<ActorKind> {
    let facts = &group.facts;
    let lower: Vec<String> = group.words.iter().map(|word| word.to_lowercase()).collect();
    if facts.unquoted == 0 || is_never(&lower, facts) {
        return None;
    }
    if facts.held > 0 && !head_is_body(&lower) {
        return Some(ActorKind::Person);
    }
    let active = facts.speaks + facts.acts > 0 || facts.employs;
    let full = lower.join(" ");
    if is("country", &full) || is("place", &full) {
        let acts = is("country", &full) && facts.speaks + facts.acts > 0;
        return acts.then_some(ActorKind::Government);
    }
    if let Some(kind) = by_words(&lower) {
        return Some(kind);
    }
    // An office without its holder: "US Surgeon General".
    if lower.len() > 1 && lower.iter().skip(1).all(|word| is("title", word)) {
        return active.then_some(ActorKind::Government);
    }
    if let Some(kind) = facts.called {
        return Some(kind);
    }
    if facts.told > 0 && facts.speaks + facts.acts == 0 {
        return Some(ActorKind::Media);
    }
    if is_person(&lower, facts) {
        return Some(ActorKind::Person);
    }
    if acronym(&group.words) {
        let kind = if facts.the > 0 { ActorKind::Government } else { ActorKind::Organization };
        return (active || facts.the > 0).then_some(kind);
    }
    (active && !(facts.doubtful && facts.speaks == 0 && !facts.employs && facts.acts < 2))
        .then_some(ActorKind::Company)
}

/// Laws, places, products, codes and peoples.
fn is_never(lower: &[String], facts: &Facts) -> bool {
    let Some(last) = lower.last() else { return true };
    let active = facts.speaks + facts.acts > 0 || facts.employs;
    let law = is("thing", last) && !(facts.held > 0 && lower.len() > 1);
    let first = lower.first().map_or("", String::as_str);
    let lettered = lower.len() == 2 && last.chars().count() == 1;
    let headed = (is("thing", first) || (is("place_suffix", first) && !is("head_of", first)))
        && (lettered || lower.iter().any(|word| word == "of" || word == "on"));
    let place = is("place_suffix", last) && facts.speaks == 0 && !facts.employs && facts.held == 0;
    let peoples = lower.iter().all(|word| is("demonym", word));
    let code = last.chars().any(|c| c.is_ascii_digit()) && (lower.len() > 1 || last.len() > 3);
    let code = code && !active;
    let short = lower.len() == 1 && is("acronym_no", last);
    let alone = lower.len() == 1 && is("title", last);
    let product = facts.thing > 0 && facts.held == 0 && !facts.employs;
    let product = product && by_words(lower).is_none();
    law || headed || place || peoples || code || short || alone || product
}

fn head_is_body(lower: &[String]) -> bool {
    by_words(lower).is_some() && !lower.first().is_some_and(|word| is("given", word))
}

/// What the words of a name say: its last one, or the one before "of".
fn by_words(lower: &[String]) -> Option<ActorKind> {
    let head = lower.iter().position(|word| matches!(word.as_str(), "of" | "for" | "on"));
    let head = head.filter(|at| *at > 0).map_or(lower.len(), |at| at);
    let heads = &lower[..head];
    let last = heads.last()?;
    if is("government", last) || heads.iter().any(|w| matches!(w.as_str(), "ministry" | "guard")) {
        let club = is("organization", last) && lower.len() > 1 && head == lower.len();
        return Some(if club { ActorKind::Organization } else { ActorKind::Government });
    }
    if head < lower.len() && matches!(last.as_str(), "city" | "town" | "state" | "county") {
        return Some(ActorKind::Government);
    }
    if heads.len() > 1 && heads.iter().any(|word| is("organization", word)) && !is("company", last)
    {
        return Some(ActorKind::Organization);
    }
    if head < lower.len() && is("head_of", last) {
        return Some(ActorKind::Organization);
    }
    if is("media", last)
        && (heads.len() > 1
            || matches!(
                last.as_str(),
                "bloomberg"
                    | "reuters"
                    | "cnbc"
                    | "bbc"
                    | "cnn"
                    | "npr"
                    | "techcrunch"
                    | "politico"
                    | "axios"
            ))
    {
        return Some(ActorKind::Media);
    }
    let central = heads.iter().any(|word| matches!(word.as_str(), "central" | "reserve"));
    if last == "bank" && central {
        return Some(ActorKind::Government);
    }
    (lower.len() > 1 && is("company", last) || is("company", last) && last.len() < 4)
        .then_some(ActorKind::Company)
        .or_else(|| {
            lower.first().filter(|w| *w == "air" && lower.len() > 1).map(|_| ActorKind::Company)
        })
}

/// Two to four words, a known given name or somebody who speaks, and a surname used alone.
fn is_person(lower: &[String], facts: &Facts) -> bool {
    if !(2..=5).contains(&lower.len()) {
        return false;
    }
    let given = lower.first().is_some_and(|word| is("given", word));
    let initial = lower.iter().any(|word| word.chars().count() == 1) && !facts.employs;
    let speaks = facts.the == 0
        && !facts.employs
        && (facts.speaks > 0 || (facts.has_short_form && facts.acts > 0));
    given || initial || speaks
}
