//! How a name is used in the document: what it does there, who holds an office for it, what it is called.

use simswarm_engine::cast::ActorKind;

use crate::act::{self, Act};
use crate::kind::is_acronym;
use crate::lexicon::is;
use crate::scan::Mention;
use crate::text::{Text, Token, TokenKind};

/// How a name is used in the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) speaks: u32,
    pub(crate) acts: u32,
    /// Preceded by "the".
    pub(crate) the: u32,
    /// "Alba's X": the name before it has it.
    pub(crate) owned: u32,
    /// As a thing that somebody has: "its X app".
    pub(crate) thing: u32,
    /// With a role or title that only a person has.
    pub(crate) held: u32,
    /// Somebody holds a role for it.
    pub(crate) employs: bool,
    /// Called a company, an association …
    pub(crate) called: Option<ActorKind>,
    pub(crate) told: u32,
    pub(crate) doubtful: bool,
    /// Outside quotations.
    pub(crate) unquoted: u32,
    /// Its last word is used alone elsewhere, as surnames are.
    pub(crate) has_short_form: bool,
}

impl Facts {
    pub(crate) fn gather(text: &Text, mentions: &[Mention]) -> Self {
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
            facts.called = facts
                .called
                .or_else(|| led_as(tokens, mention))
                .or_else(|| listed_as(tokens, mention))
                .or_else(|| state_body(tokens, mention));
            facts.owned += u32::from(owner_before(tokens, mention).is_some());
        }
        facts
    }

    /// Whether the document says "the" before it.
    pub(crate) fn takes_the(&self) -> bool {
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
    let single = mention.words.len() == 1
        && !is_acronym(&mention.words)
        && state_body(tokens, mention).is_none();
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
    mention.title.is_some() || role || apposed || act::role_identified(tokens, mention).is_some()
}

/// "Alba's Office of Trade", "Norway's NVE": the name that has it.
pub(crate) fn owner_before<'t>(tokens: &'t [Token], mention: &Mention) -> Option<&'t Token> {
    let before = mention.first.checked_sub(1).map(|at| &tokens[at])?;
    (before.possessive && before.is_capitalised()).then_some(before)
}

/// "Norway's NVE": an authority of a country.
fn state_body(tokens: &[Token], mention: &Mention) -> Option<ActorKind> {
    let [word] = mention.words.as_slice() else { return None };
    let owner = owner_before(tokens, mention).filter(|owner| is("country", &owner.lower))?;
    let shouts = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    (shouts && owner.lower != word.to_lowercase()).then_some(ActorKind::Government)
}

/// "Alba CEO …", "Alba executive director …": only some bodies have such offices.
fn led_as(tokens: &[Token], mention: &Mention) -> Option<ActorKind> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    match (word(mention.end), word(mention.end + 1)) {
        ("ceo" | "cfo" | "cto" | "coo" | "co-founder" | "cofounder" | "founder", _)
        | ("chief", "executive" | "financial" | "technology" | "operating") => {
            Some(ActorKind::Company)
        }
        ("executive", "director") | ("secretary-general", _) | ("director", "general") => {
            Some(ActorKind::Organization)
        }
        _ => None,
    }
}

/// "banks including A and B", "platforms (A, B)", "partnering with A and B": what the members of a list are called.
fn listed_as(tokens: &[Token], mention: &Mention) -> Option<ActorKind> {
    let member = |token: &Token| {
        token.is_capitalised()
            || token.is_mark(',')
            || matches!(token.lower.as_str(), "and" | "or" | "as well as" | "of" | "the")
    };
    let begin = mention.first.saturating_sub(24);
    let lead = (begin..mention.first).rev().find(|at| !member(&tokens[*at]))?;
    let noun = match tokens[lead].lower.as_str() {
        "including" | "like" | "(" => lead.checked_sub(1)?,
        "as" if lead > 1 && tokens[lead - 1].lower == "such" => lead - 2,
        "with" => {
            let partner = (lead.saturating_sub(3)..lead).any(|at| {
                ["partner", "merge", "merging"].iter().any(|it| tokens[at].lower.starts_with(it))
            });
            return partner.then_some(ActorKind::Company);
        }
        _ => return None,
    };
    let several = tokens[noun].lower.as_str();
    let singular = several.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.or_else(|| several.strip_suffix('s').map(str::to_owned))?;
    is("org_role", &singular).then(|| kind_called(&singular))
}

/// "startup association CLAIRE", "shipping company Alba", "Berlin-based Aleph Alpha".
pub(crate) fn description_before(tokens: &[Token], mention: &Mention) -> Option<(usize, usize)> {
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
    Some(kind_called(head.or(based)?.lower.as_str()))
}

fn kind_called(word: &str) -> ActorKind {
    match word {
        "ministry" | "council" | "commission" | "authority" | "department" | "office"
        | "bureau" | "court" | "regulator" | "agency" | "committee" => ActorKind::Government,
        "newspaper" | "broadcaster" | "publisher" => ActorKind::Media,
        "association" | "union" | "charity" | "party" | "nonprofit" | "non-profit"
        | "foundation" | "think-tank" | "coalition" | "alliance" | "federation" | "institute"
        | "university" | "college" | "hospital" | "clinic" | "network" | "club" | "tribe"
        | "campaign" | "movement" | "body" | "watchdog" | "collective" | "cooperative"
        | "co-operative" | "group" => ActorKind::Organization,
        _ => ActorKind::Company,
    }
}
