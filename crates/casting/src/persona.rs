//! Persona cards: what an agent is told about itself, put together from the document and its attributes.

use simswarm_engine::cast::{ActorKind, InitialStance, Issue, Traits};

use crate::actor::Actor;
use crate::dice::Dice;
use crate::region::Regions;
use crate::text::Text;
use simswarm_engine::text;

/// Quotations and deeds of one actor on its card, in characters, at most.
const MAX_RECORD_CHARS: usize = 520;

pub(crate) fn role(actor: &Actor) -> String {
    actor.role.clone().unwrap_or_else(|| kind_word(actor.kind).to_owned())
}

pub(crate) fn kind_word(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person in the story",
        ActorKind::Company => "company",
        ActorKind::Government => "public authority",
        ActorKind::Organization => "organisation",
        ActorKind::Media => "news outlet",
        ActorKind::Public => "member of the public",
    }
}

/// Offices that one person holds.
const OFFICES: [&str; 17] = [
    "president",
    "chairman",
    "chairwoman",
    "chair",
    "ceo",
    "mayor",
    "governor",
    "secretary",
    "director",
    "head",
    "chief",
    "cfo",
    "cto",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "leader",
];

fn with_article(noun: &str) -> String {
    let first = noun.split([' ', '-']).next().unwrap_or_default().to_lowercase();
    let is_office = OFFICES.contains(&first.as_str())
        || matches!(first.as_str(), "minister" | "managing" | "executive" | "general" | "prime");
    if is_office && noun.contains(" of ") {
        format!("the {noun}")
    } else {
        text::with_article(noun)
    }
}

/// What the document says of a named actor, sentence by sentence, up to a length.
fn record(text: &Text, actor: &Actor) -> Vec<String> {
    let mut places: Vec<_> = actor.places.iter().filter(|place| !place.quoted).collect();
    // "Case: A v. B" is a label, not a deed.
    let is_label = |at: usize| text.sentences[at].tokens.get(1).is_some_and(|it| it.is_mark(':'));
    places.sort_by(|a, b| {
        is_label(a.sentence)
            .cmp(&is_label(b.sentence))
            .then(b.act.cmp(&a.act))
            .then(a.span.cmp(&b.span))
    });
    let mut kept: Vec<usize> = Vec::new();
    let mut length = 0;
    for place in places {
        let sentence = &text.sentences[place.sentence];
        let chars = sentence.end - sentence.start;
        if !kept.contains(&place.sentence)
            && (kept.is_empty() || length + chars <= MAX_RECORD_CHARS)
        {
            kept.push(place.sentence);
            length += chars;
        }
    }
    kept.sort_unstable();
    kept.into_iter()
        .map(|at| cut(&text.slice(text.sentences[at].span()), MAX_RECORD_CHARS))
        .collect()
}

/// A text up to a length, at a word's end, closed like a sentence.
fn cut(text: &str, max_chars: usize) -> String {
    let ended = |text: &str| text.ends_with(['.', '!', '?', '"', '”', '。', '»', ')']);
    if text.chars().count() <= max_chars {
        return if ended(text) { text.to_owned() } else { format!("{text}.") };
    }
    let head: String = text.chars().take(max_chars).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{whole} …")
}

pub(crate) fn named_summary(text: &Text, actor: &Actor) -> String {
    let said = record(text, actor).into_iter().next().unwrap_or_default();
    let who = format!("{} is {} in this story.", actor.name, with_article(&role(actor)));
    format!("{who} {}", cut(&said, 240)).trim().to_owned()
}

pub(crate) fn named_card(
    text: &Text,
    actor: &Actor,
    issues: &[Issue],
    stances: &[InitialStance],
    traits: Traits,
) -> String {
    let mut lines = vec![format!("You are {}, {}.", actor.name, with_article(&role(actor)))];
    if actor.kind != ActorKind::Person {
        lines.push(
            "You speak as a body: through statements, in its interest and within its mandate."
                .to_owned(),
        );
    }
    if let Some(employer) = &actor.employer {
        lines
            .push(format!("You answer for {employer} and weigh its interest in all that you say."));
    }
    lines.push("What the document reports of you:".to_owned());
    lines.extend(record(text, actor));
    lines.extend(issues.iter().zip(stances).map(|(issue, stance)| position(issue, *stance)));
    lines.push(manner(traits).to_owned());
    lines.push("You keep to the facts that you know, name figures only where they are given, and answer those who address you.".to_owned());
    lines.push("Where the document is silent about you, you reason from your office and from what your side has to win or lose.".to_owned());
    lines.join(" ")
}

fn position(issue: &Issue, stance: InitialStance) -> String {
    let claim = issue.proposition.trim_end_matches('.');
    let firmly = match stance.confidence {
        c if c >= 0.65 => "firmly",
        c if c >= 0.4 => "on balance",
        _ => "tentatively",
    };
    match stance.position {
        p if p > 0.15 => {
            format!("On the statement \"{claim}\", you stand {firmly} on the side of yes.")
        }
        p if p < -0.15 => {
            format!("On the statement \"{claim}\", you stand {firmly} on the side of no.")
        }
        _ => format!("On the statement \"{claim}\", you have not made up your mind."),
    }
}

fn manner(traits: Traits) -> &'static str {
    if traits.contrariness > 0.6 {
        "You contradict in the open, ask for proof, and enjoy a sharp exchange."
    } else if traits.stubbornness > 0.3 {
        "You hold to your line, repeat your reasons patiently, and change it only for hard facts."
    } else if traits.activity > 0.6 {
        "You speak often and early, react to news within the hour, and like to be quoted."
    } else if traits.risk > 0.6 {
        "You like to commit, to put numbers on your view and money behind it."
    } else {
        "You listen first, weigh both sides, and speak in measured, plain sentences."
    }
}

/// A member of a segment: what was drawn for it.
pub(crate) struct Life {
    pub(crate) age: u32,
    pub(crate) occupation: String,
    pub(crate) region: String,
    pub(crate) media: &'static str,
    pub(crate) temper: &'static str,
    pub(crate) concern: String,
}

const MEDIA: [&str; 8] = [
    "reads the local paper over breakfast",
    "gets the news from group chats and short videos",
    "listens to the radio at work",
    "follows specialists online and reads long reports",
    "watches the evening news",
    "scrolls headlines on the way to work",
    "trusts colleagues more than any outlet",
    "subscribes to two newspapers that disagree",
];

/// Temperaments: the card's words.
const TEMPERS: [&str; 6] =
    ["outspoken", "cautious", "sceptical", "good-humoured", "impatient", "even-tempered"];

pub(crate) fn life(
    dice: &mut Dice,
    ages: &str,
    occupations: &[String],
    regions: &Regions,
    interests: &[String],
) -> Life {
    let (low, high) = match ages {
        "young" => (17, 31),
        "old" => (64, 86),
        "working" => (24, 64),
        _ => (19, 79),
    };
    let years = usize::try_from(high - low).unwrap_or(1);
    let age = low + u32::try_from(dice.below(years)).unwrap_or(0);
    let of = |dice: &mut Dice, list: &[String]| {
        list.get(dice.below(list.len())).cloned().unwrap_or_default()
    };
    let region = regions.pick(dice);
    let concern = of(dice, interests);
    let occupation = of(dice, occupations);
    Life {
        age,
        occupation,
        region,
        media: dice.pick(&MEDIA).unwrap_or(MEDIA[0]),
        temper: dice.pick(&TEMPERS).unwrap_or(TEMPERS[0]),
        concern,
    }
}

pub(crate) fn public_summary(name: &str, role: &str, life: &Life) -> String {
    let from =
        if life.region.is_empty() { String::new() } else { format!(" from {}", life.region) };
    format!("{name}, {}, {}{from}: {}.", life.age, life.occupation, with_article(role))
}

pub(crate) fn public_card(
    name: &str,
    role: &str,
    life: &Life,
    issues: &[Issue],
    (stances, traits, title): (&[InitialStance], Traits, &str),
) -> String {
    let from =
        if life.region.is_empty() { String::new() } else { format!(" from {}", life.region) };
    let temper = with_article(life.temper);
    let mut lines = vec![
        format!(
            "You are {name}, {} years old, {}{from}.",
            life.age,
            with_article(&life.occupation)
        ),
        format!(
            "In this story you are {}: what is reported under \"{title}\" reaches into your own days.",
            with_article(role)
        ),
        format!("You are {temper} person who {}.", life.media),
    ];
    if !life.concern.is_empty() {
        lines.push(format!("Whenever the talk turns to \"{}\", you listen closely.", life.concern));
    }
    lines.extend(issues.iter().zip(stances).map(|(issue, stance)| position(issue, *stance)));
    lines.push(manner(traits).to_owned());
    lines.push(means(traits).to_owned());
    lines.push("You are nobody's spokesperson: you know what the news says and what your work and your neighbours tell you, no more.".to_owned());
    lines.push("You write as people write to each other, a few sentences at most, and you change your mind when someone you trust gives you a reason.".to_owned());
    lines.join(" ")
}

fn means(traits: Traits) -> &'static str {
    match traits.risk {
        r if r > 0.6 => "You put a fair part of your money on what you are sure of.",
        r if r > 0.3 => "You bet now and then, in small amounts.",
        _ => "You are careful with money and bet only when the odds look plainly wrong.",
    }
}
