//! A question as statements: what would be true if it were answered with yes.

use super::lexicon::{action_of, is};

/// What a question comes to: somebody, a verb, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// "The council will approve the dam", without a full stop.
    pub(super) text: String,
    /// "Will the council approve the dam".
    pub(super) asked: String,
    pub(super) pole_for: String,
    pub(super) pole_against: String,
}

const AUXILIARIES: [&str; 13] = [
    "will", "would", "can", "could", "should", "may", "might", "must", "shall", "does", "do",
    "did", "has",
];
const BEING: [&str; 6] = ["is", "are", "was", "were", "have", "had"];

/// The statements of a question; empty if it asks nothing.
pub(super) fn statements(question: &str, hero: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for part in question.split_inclusive(['?', '\n', '？', '؟']) {
        let part = tidy(part);
        if part.chars().any(char::is_alphanumeric) {
            found.extend(of_part(&part, hero));
        }
    }
    found
}

fn tidy(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ").replace('\0', "");
    line.trim_matches(|c: char| matches!(c, '?' | '.' | '!' | ' ' | ':' | '"' | '؟' | '？'))
        .to_owned()
}

fn of_part(part: &str, hero: &str) -> Vec<Statement> {
    let words: Vec<&str> = part.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    if let Some(rest) = after_lead(&lower) {
        return of_part(&words[rest..].join(" "), hero);
    }
    match lower[0].as_str() {
        first if AUXILIARIES.contains(&first) || BEING.contains(&first) => forks(&words, first),
        "how" | "what" | "which" | "who" | "when" | "where" | "why" | "whether" => {
            open_question(&words, &lower, hero)
        }
        "predict" | "forecast" | "simulate" | "assess" | "estimate" | "explore" | "model"
        | "analyse" | "analyze" | "evaluate" | "project" => listed(&words[1..]),
        _ if lower.iter().skip(1).any(|word| word == "will") && words.len() > 3 => {
            vec![plain(&words, lower.iter().position(|word| word == "will").unwrap_or(1))]
        }
        _ => listed(&words),
    }
}

/// A word without the marks around it, lower case.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// "How likely is it that …", "Predict whether …", "By June, will …": where the real question begins.
fn after_lead(lower: &[String]) -> Option<usize> {
    let is_at = |at: usize, word: &str| lower.get(at).is_some_and(|w| w == word);
    let chance = ["likely", "likelihood", "probability", "chance", "chances", "odds"];
    let asks = lower.iter().take(6).any(|word| chance.contains(&word.as_str()));
    let that = lower.iter().position(|word| word == "that" || word == "whether");
    if let Some(at) = that.filter(|at| (asks || *at <= 2) && at + 2 < lower.len()) {
        return Some(at + 1);
    }
    if matches!(lower[0].as_str(), "and" | "or" | "but" | "so" | "then") && lower.len() > 2 {
        return Some(1);
    }
    if matches!(lower[0].as_str(), "by" | "after" | "in" | "within" | "given" | "if") {
        return (2..lower.len().min(14)).find(|at| is_at(*at, "will") && lower.len() > at + 2);
    }
    None
}

/// "Will A … or will B …", "Will A do this or that": one statement for each.
fn forks(words: &[&str], auxiliary: &str) -> Vec<Statement> {
    let Some(or) = words.iter().position(|word| *word == "or").filter(|at| *at + 1 < words.len())
    else {
        return vec![inverted(words)];
    };
    let (left, right) = (&words[..or], &words[or + 1..]);
    let left: Vec<&str> = left.iter().map(|word| word.trim_end_matches(',')).collect();
    let first = bare(right[0]);
    if first == "not" || right.len() == 1 && bare(right[0]) == "no" {
        return vec![inverted(&left)];
    }
    if AUXILIARIES.contains(&first.as_str()) || BEING.contains(&first.as_str()) {
        return vec![inverted(&left), inverted(right)];
    }
    let verb = verb_at(&left);
    if (is_base_verb(&first) && right.len() > 1) || (is_base_verb(&first) && verb + 1 == left.len())
    {
        let mut other: Vec<&str> = left[..verb].to_vec();
        other.extend(right);
        return vec![inverted(&left), inverted(&other)];
    }
    let mut other: Vec<&str> = left[..replaced_from(&left, &first, right.len()).max(verb)].to_vec();
    other.extend(right);
    if auxiliary.is_empty() || other.len() < 3 {
        vec![inverted(words)]
    } else {
        vec![inverted(&left), inverted(&other)]
    }
}

/// Where the part of `left` begins that the alternative stands in for.
fn replaced_from(left: &[&str], first: &str, length: usize) -> usize {
    let same_class = |word: &str| {
        let articles = ["a", "an", "the", "its", "their"];
        let prepositions =
            ["in", "on", "by", "with", "before", "after", "to", "for", "at", "through"];
        (articles.contains(&first) && articles.contains(&word))
            || (prepositions.contains(&first) && prepositions.contains(&word))
    };
    let fallback = left.len().saturating_sub(length.min(3));
    left.iter().rposition(|word| same_class(&bare(word))).unwrap_or(fallback)
}

/// Words that are a verb in its plain form.
fn is_base_verb(word: &str) -> bool {
    const MORE: [&str; 85] = [
        "accept", "achieve", "affect", "agree", "allow", "announce", "apply", "avoid", "back",
        "be", "become", "break", "bring", "call", "cause", "change", "come", "comply", "cost",
        "create", "cross", "decide", "decline", "develop", "do", "drive", "drop", "emerge",
        "erode", "exceed", "face", "find", "follow", "force", "get", "give", "go", "happen",
        "have", "help", "hit", "hold", "improve", "invest", "issue", "lead", "lose", "make",
        "meet", "offer", "order", "outlast", "pay", "prevail", "produce", "prove", "push", "put",
        "reach", "rebound", "recover", "redesign", "remain", "respond", "react", "run", "see",
        "seek", "sell", "send", "shift", "show", "signal", "spread", "stand", "stay", "take",
        "trade", "trigger", "turn", "use", "vote", "work", "yield", "require",
    ];
    let known = action_of(word).is_some() && !word.ends_with("ed") && !word.ends_with("ing");
    let noun = ["tion", "ment", "ure", "al", "ence", "age"].iter().any(|end| word.ends_with(end));
    MORE.contains(&word)
        || (known && !noun && !word.ends_with('s'))
        || matches!(word, "pass" | "dismiss" | "postpone")
}

/// Words that are a noun as often as a verb: a later clear verb goes before them.
fn is_ambiguous(word: &str) -> bool {
    [
        "strike",
        "deal",
        "vote",
        "plan",
        "ban",
        "fund",
        "cut",
        "contract",
        "rally",
        "crash",
        "slump",
        "deny",
        "license",
        "finance",
        "change",
        "cost",
        "drop",
        "trade",
        "order",
        "work",
        "issue",
        "talks",
        "appeal",
        "challenge",
        "split",
        "block",
        "attack",
        "increase",
        "use",
        "offer",
        "launch",
        "growth",
        "peace",
        "success",
        "truce",
        "ceasefire",
        "layoffs",
        "compromise",
        "lawsuit",
        "walk",
        "roll",
        "call",
        "return",
        "delay",
        "force",
        "lead",
        "signal",
        "push",
        "rise",
        "fall",
        "decline",
        "release",
        "recall",
        "switch",
        "move",
        "support",
        "permit",
        "shift",
    ]
    .contains(&word)
}

/// The place of the main verb after an auxiliary; the second word if nothing looks like one.
fn verb_at(words: &[&str]) -> usize {
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let follows_noun = |at: usize| {
        let before = lower[at - 1].as_str();
        ![
            "a", "an", "the", "of", "its", "their", "his", "her", "and", "to", "for", "in", "on",
            "by",
        ]
        .contains(&before)
    };
    let verbs = || (2..lower.len()).filter(|at| is_base_verb(&lower[*at]) && follows_noun(*at));
    let ahead = lower.len().min(12);
    verbs()
        .find(|at| *at < ahead && !is_ambiguous(&lower[*at]))
        .into_iter()
        .chain(verbs().next())
        .min_by_key(|at| usize::from(is_ambiguous(&lower[*at])) * 100 + at)
        .unwrap_or_else(|| name_end(words))
}

/// Past the first noun phrase, where no verb is known.
fn name_end(words: &[&str]) -> usize {
    let mut at = 1;
    while at < words.len() && is("stop", &bare(words[at])) {
        at += 1;
    }
    at += 1;
    while at < words.len() && words[at].chars().next().is_some_and(char::is_uppercase) {
        at += 1;
    }
    at.min(words.len())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn decapitalised(word: &str) -> String {
    let shout = word.chars().nth(1).is_some_and(char::is_uppercase);
    if is("stop", &word.to_lowercase()) && !shout { word.to_lowercase() } else { word.to_owned() }
}

/// "Will the council approve the dam" → "The council will approve the dam".
fn inverted(words: &[&str]) -> Statement {
    let auxiliary = bare(words[0]);
    let at = if BEING.contains(&auxiliary.as_str()) { name_end(words) } else { verb_at(words) };
    let subject = words[1..at].join(" ");
    let rest = words[at..].join(" ");
    let helper = match auxiliary.as_str() {
        "does" | "do" | "did" => "will".to_owned(),
        other => other.to_owned(),
    };
    if subject.is_empty() || rest.is_empty() {
        let asked = words.join(" ");
        return Statement {
            text: format!("The answer to \"{asked}?\" is yes"),
            asked: capitalised(&asked),
            pole_for: "yes".to_owned(),
            pole_against: "no".to_owned(),
        };
    }
    Statement {
        text: capitalised(&format!("{subject} {helper} {rest}")),
        asked: capitalised(&words.join(" ")),
        pole_for: shortened(&format!("{subject} {helper} {rest}")),
        pole_against: shortened(&format!("{subject} {helper} not {rest}")),
    }
}

/// A statement that already is one: "the council will approve the dam".
fn plain(words: &[&str], will: usize) -> Statement {
    let mut asked = vec!["will"];
    asked.extend(&words[..will]);
    asked.extend(&words[will + 1..]);
    let first = decapitalised(words[0]);
    let mut said: Vec<&str> = words.to_vec();
    said[0] = &first;
    let against = format!("{} not {}", said[..=will].join(" "), said[will + 1..].join(" "));
    Statement {
        text: capitalised(&said.join(" ")),
        asked: capitalised(&asked.join(" ")),
        pole_for: shortened(&said.join(" ")),
        pole_against: shortened(&against),
    }
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= 14 { words.join(" ") } else { format!("{} …", words[..14].join(" ")) }
}

/// A statement of a subject and what becomes of it.
fn about(subject: &str, verb: &str, against: &str) -> Statement {
    let words: Vec<&str> = subject.split(' ').collect();
    let subject = format!("{} {}", decapitalised(words[0]), words[1..].join(" "));
    let subject = subject.trim();
    Statement {
        text: capitalised(&format!("{subject} will {verb}")),
        asked: format!("Will {subject} {verb}"),
        pole_for: shortened(&format!("{subject} will {verb}")),
        pole_against: shortened(&format!("{subject} will {against}")),
    }
}

/// What may become of a subject, by what kind of thing it is.
fn outlook(subject: &str) -> Statement {
    let lower = subject.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if names(&["reaction", "response", "sentiment", "opinion", "reception", "acceptance", "mood"]) {
        about(subject, "be favourable on balance", "be hostile on balance")
    } else if names(&[
        "price",
        "share",
        "demand",
        "sales",
        "revenue",
        "rate",
        "cost",
        "volume",
        "box office",
        "turnout",
        "value",
    ]) {
        about(subject, "rise", "fall or stay where it is")
    } else if names(&[
        "support",
        "trust",
        "confidence",
        "adoption",
        "pattern",
        "migration",
        "growth",
    ]) {
        about(subject, "grow", "shrink or stall")
    } else {
        about(
            subject,
            "turn out well for most of those it touches",
            "turn out badly for most of those it touches",
        )
    }
}

/// "creator migration patterns, competitor market share, and deal sentiment over 60 days".
fn listed(words: &[&str]) -> Vec<Statement> {
    let text = words.join(" ");
    let text = [" over ", " within ", " in the next ", " during the next "]
        .iter()
        .find_map(|lead| text.find(lead).map(|at| &text[..at]))
        .unwrap_or(&text);
    let parts: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let parts = if parts.len() > 5 { &parts[..1] } else { &parts[..] };
    parts
        .iter()
        .map(|part| part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part))
        .filter(|part| !part.is_empty())
        .map(outlook)
        .collect()
}

fn open_question(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    let helper = lower
        .iter()
        .position(|word| AUXILIARIES.contains(&word.as_str()) || BEING.contains(&word.as_str()));
    let Some(at) = helper.filter(|at| *at + 1 < words.len() && *at < 6) else {
        return listed(&words[1..]);
    };
    let rest = &words[at..];
    match lower[0].as_str() {
        "who" => vec![about(hero, &words[at + 1..].join(" "), "not come out ahead")],
        "when" => vec![inverted_as_will(rest)],
        "why" => vec![about(&words[at + 1..].join(" "), "continue", "come to an end")],
        "what" | "which" | "where" | "whether" => what_of(&words[at + 1..], &lower[at + 1..], hero),
        _ => how_of(rest, &lower[at..]),
    }
}

fn inverted_as_will(rest: &[&str]) -> Statement {
    let mut words = vec!["will"];
    words.extend(&rest[1..]);
    inverted(&words)
}

/// "What will happen to X", "What does this mean for X", "What will X do".
fn what_of(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    let after =
        |word: &str| lower.iter().rposition(|w| w == word).filter(|at| at + 1 < words.len());
    if let Some(at) = after("to").or_else(|| after("for")).or_else(|| after("on")) {
        return vec![about(
            &words[at + 1..].join(" "),
            "come out of it stronger",
            "come out of it weaker",
        )];
    }
    if lower.last().is_some_and(|word| word == "do" || word == "happen")
        && words.len() > 1
        && lower[0] != "happen"
    {
        let subject = words[..words.len() - 1].join(" ");
        return vec![about(&subject, "give way", "hold its course")];
    }
    if matches!(lower.first().map(String::as_str), Some("happen" | "be" | "come" | "change")) {
        return vec![about(hero, "come out of it stronger", "come out of it weaker")];
    }
    vec![outlook(&words.join(" "))]
}

/// "How will X react to Y", "How will X affect Y", "How will X migrate".
fn how_of(rest: &[&str], lower: &[String]) -> Vec<Statement> {
    let verb = verb_at(rest);
    let subject = rest[1..verb.min(rest.len())].join(" ");
    let object = rest.get(verb + 1..).map(|tail| tail.join(" ")).unwrap_or_default();
    if subject.is_empty() || verb >= rest.len() {
        return listed(&rest[1..]);
    }
    let verb = lower[verb].as_str();
    match verb {
        "react" | "respond" => {
            let to = if object.is_empty() { String::new() } else { format!(" {object}") };
            vec![
                about(&subject, &format!("respond favourably{to}"), "respond with hostility"),
                about(
                    &format!("the response of {}", decapitalised(&subject)),
                    "grow calmer with time",
                    "grow louder with time",
                ),
            ]
        }
        "affect" | "change" | "shape" | "impact" | "influence" | "hit" if !object.is_empty() => {
            object
                .split(" and ")
                .map(|part| {
                    about(part, "be better off because of it", "be worse off because of it")
                })
                .take(3)
                .collect()
        }
        _ => {
            let tail = if object.is_empty() { String::new() } else { format!(" {object}") };
            vec![
                about(
                    &subject,
                    &format!("manage to {verb}{tail}"),
                    &format!("fail to {verb}{tail}"),
                ),
                about(
                    &format!("most of {}", decapitalised(&subject)),
                    "be content with how it goes",
                    "be discontent with how it goes",
                ),
            ]
        }
    }
}
