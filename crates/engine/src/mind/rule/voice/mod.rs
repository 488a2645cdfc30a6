//! How the rule-based mind speaks: two to four sentences out of the document's facts, figures and actors, the agent's
//! role and tone, and whom it answers.
//!
//! Tables of phrases are walked, not drawn: an agent starts somewhere in each and goes on by its number of texts, so
//! that it uses a whole table up before it repeats itself.

mod material;
mod tables;

use self::material::{as_body, as_role, capitalised, clean, figure};
use super::bonds::Bond;
use super::opinion::{Change, ChangeKind};
use crate::action::MAX_POST_CHARS;
use crate::cast::{ActorKind, Fact};
use crate::stream::Stream;
use crate::text::{digest, with_article};
use crate::world::Turn;
use crate::world::memory::{Accord, Remembered};
use crate::world::recall::Recollection;
use crate::world::turn::{Actor, BeliefView, NewsView, PostView};

/// What a text is about.
pub(super) enum Occasion<'t> {
    /// A word of its own.
    Own,
    /// It has heard of something.
    News(&'t NewsView),
    /// It has changed its mind.
    Turned(Change<'t>),
    /// An answer to what it rejects, to what it shares, to what it neither rejects nor shares.
    Objection(&'t PostView),
    Applause(&'t PostView),
    Talk(&'t PostView),
}

impl<'t> Occasion<'t> {
    fn addressed(&self) -> Option<&'t str> {
        match self {
            Self::Own | Self::News(_) | Self::Turned(_) => None,
            Self::Objection(view) | Self::Applause(view) | Self::Talk(view) => {
                Some(&*view.author.name)
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Sharp,
    Careful,
}

/// How a sentence begins that leans on the one before it.
const HANGING: [&str; 8] = ["Its ", "His ", "Her ", "Their ", "It ", "He ", "She ", "They "];

/// The characters of an item of news that a post repeats.
const HEADLINE_CHARS: usize = 180;
/// So many of its first characters tell a fact from others.
const HEAD_CHARS: usize = 32;

/// Rounds after which one may say that one has said it before.
const LONG_AGO: u32 = 3;

/// A position nearer to the middle than this takes no side.
const UNDECIDED: f64 = 0.1;

pub(super) struct Voice<'t, 's> {
    turn: &'t Turn,
    belief: &'t BeliefView,
    /// What the agent says, and what it denies.
    pole: &'t str,
    other: &'t str,
    stream: &'s mut Stream,
    /// Where this agent starts in the tables.
    start: u64,
    /// Arguments in this text so far: the next one begins with other words.
    arguments: u64,
    /// Facts that this text has used.
    told: Vec<&'t str>,
    /// Whom it speaks to: nobody is answered with words about himself.
    addressed: Option<&'t str>,
    /// What it remembers of whom it speaks to.
    bond: Bond,
}

impl<'t, 's> Voice<'t, 's> {
    /// A voice on one issue; none if there is no such issue.
    pub(super) fn new(turn: &'t Turn, issue: usize, stream: &'s mut Stream) -> Option<Self> {
        let belief = turn.beliefs.get(issue)?;
        let definition = turn.issues.get(issue)?;
        let (pole, other) = if belief.position >= 0.0 {
            (definition.pole_for.as_str(), definition.pole_against.as_str())
        } else {
            (definition.pole_against.as_str(), definition.pole_for.as_str())
        };
        let start = digest(&turn.persona.slug);
        Some(Self {
            turn,
            belief,
            pole,
            other,
            stream,
            start,
            arguments: 0,
            told: Vec::new(),
            addressed: None,
            bond: Bond::default(),
        })
    }

    /// The voice, speaking to somebody whom it remembers.
    pub(super) fn with_bond(self, bond: Bond) -> Self {
        Self { bond, ..self }
    }

    /// A whole text for an occasion.
    pub(super) fn text(&mut self, occasion: &Occasion<'t>) -> String {
        self.addressed = occasion.addressed();
        let mut parts = Vec::with_capacity(5);
        match occasion {
            Occasion::Own => {
                parts.push(self.opening());
                let back = if self.stream.chance(0.4) { self.looking_back() } else { None };
                let looks_back = back.is_some();
                parts.extend(back);
                parts.push(self.argument());
                if !looks_back && self.stream.chance(0.4) {
                    parts.push(self.argument());
                }
            }
            Occasion::News(item) => {
                parts.push(self.on_news(item));
                parts.push(self.opening());
                parts.push(self.argument());
            }
            Occasion::Turned(change) => {
                parts.push(self.turning(change));
                parts.push(self.argument());
            }
            Occasion::Objection(view) => {
                parts.push(self.addressed(self.objections(), view));
                parts.push(self.argument());
                if self.stream.chance(0.55) {
                    parts.push(self.opening());
                }
            }
            Occasion::Applause(view) => {
                parts.push(self.addressed(self.applause(), view));
                parts.push(self.argument());
            }
            Occasion::Talk(view) => {
                parts.push(self.addressed(&tables::TALK, view));
                parts.push(self.argument());
                parts.push(self.opening());
            }
        }
        if self.stream.chance(0.3) {
            parts.insert(parts.len().min(1), self.standing());
        }
        if self.stream.chance(0.35) {
            parts.push(self.next(&tables::CLOSINGS, 11));
        }
        joined(&parts)
    }

    /// A sentence for a polled answer.
    pub(super) fn reason(&mut self) -> String {
        let lead = if self.is_undecided() {
            self.next(&tables::UNDECIDED_OPENINGS, 1)
        } else {
            format!("{}.", capitalised(self.pole))
        };
        let why = self.argument();
        joined(&[lead, why])
    }

    fn is_undecided(&self) -> bool {
        self.belief.position.abs() < UNDECIDED
    }

    fn applause(&self) -> &'static [&'static str] {
        if self.bond.is_debt() { &tables::THANKS } else { &tables::APPLAUSE }
    }

    fn objections(&self) -> &'static [&'static str] {
        match self.tone() {
            Tone::Sharp | Tone::Plain if self.bond.is_grudge() => &tables::OLD_QUARRELS,
            Tone::Sharp => &tables::SHARP_OBJECTIONS,
            Tone::Plain | Tone::Careful => &tables::PLAIN_OBJECTIONS,
        }
    }

    fn tone(&self) -> Tone {
        if self.belief.confidence < 0.4 {
            Tone::Careful
        } else if self.turn.persona.traits.contrariness > 0.5 {
            Tone::Sharp
        } else {
            Tone::Plain
        }
    }

    /// The next phrase of a table, as this agent says it.
    fn next(&mut self, phrases: &[&str], table: u64) -> String {
        let phrase = self.phrase(phrases, table);
        match self.turn.persona.kind {
            ActorKind::Person | ActorKind::Public => phrase.to_owned(),
            ActorKind::Company
            | ActorKind::Government
            | ActorKind::Organization
            | ActorKind::Media => as_body(phrase),
        }
    }

    /// The next phrase of a table. `table` numbers the tables, so that no two are walked in step.
    fn phrase<'a>(&mut self, phrases: &[&'a str], table: u64) -> &'a str {
        let length = phrases.len() as u64;
        let start = self.start.rotate_left((table * 7 % 61) as u32) % length;
        // Now and then a phrase is passed over, or two agents that start alike would stay alike.
        let skip = u64::from(self.stream.chance(0.25));
        let place = (start + u64::from(self.turn.written) + skip + 5 * self.arguments) % length;
        usize::try_from(place).ok().and_then(|place| phrases.get(place)).copied().unwrap_or("")
    }

    fn filled(&self, phrase: &str) -> String {
        phrase
            .replace("{pole}", self.pole)
            .replace("{Pole}", &capitalised(self.pole))
            .replace("{other}", self.other)
    }

    fn opening(&mut self) -> String {
        if self.is_undecided() {
            return self.next(&tables::UNDECIDED_OPENINGS, 1);
        }
        let phrase = match self.tone() {
            Tone::Plain => self.next(&tables::PLAIN_OPENINGS, 2),
            Tone::Sharp => self.next(&tables::SHARP_OPENINGS, 3),
            Tone::Careful => self.next(&tables::CAREFUL_OPENINGS, 4),
        };
        self.filled(&phrase)
    }

    /// What it makes of news: welcome if they say what it holds, unwelcome if they say the opposite.
    fn on_news(&mut self, item: &NewsView) -> String {
        let held = self.belief.position;
        let said = item.stances.iter().find(|it| it.issue == self.belief.issue);
        let agreement = said.map_or(0.0, |stance| stance.position * held);
        let phrases: &[&str] = if agreement > 0.0 {
            &tables::WELCOME_NEWS
        } else if agreement < 0.0 {
            &tables::UNWELCOME_NEWS
        } else {
            &tables::NEWS
        };
        let phrase = self.next(phrases, 14);
        let text = item.text.trim_end_matches(['.', ' ']);
        let chars = text.chars().count();
        let headline: String = text.chars().take(HEADLINE_CHARS).collect();
        let more = if chars > HEADLINE_CHARS { "…" } else { "" };
        phrase.replace("{news}", &format!("{headline}{more}"))
    }

    fn turning(&mut self, change: &Change<'_>) -> String {
        let phrases: &[&str] = match (change.kind, change.by.is_some()) {
            (ChangeKind::Crossed, true) => &tables::CROSSED_BY,
            (ChangeKind::Crossed, false) => &tables::CROSSED,
            (ChangeKind::Weakened, _) => &tables::WEAKENED,
            (ChangeKind::Hardened, _) => &tables::HARDENED,
        };
        let phrase = self.next(phrases, 5);
        let text = self.filled(&phrase);
        change.by.map_or(text.clone(), |by| text.replace("{who}", &by.name))
    }

    fn addressed(&mut self, phrases: &[&str], view: &PostView) -> String {
        let phrase = self.next(phrases, 6);
        self.filled(&phrase).replace("{who}", &view.author.name)
    }

    /// Why: a fact, a figure, an actor or an interest of its own.
    fn argument(&mut self) -> String {
        self.arguments += 1;
        let kind = self.stream.unit();
        let fact = self.fact();
        if kind < 0.25
            && let Some(figure) = fact.as_deref().and_then(figure)
        {
            return self.next(&tables::FIGURES, 7).replace("{figure}", &figure);
        }
        if (0.25..0.45).contains(&kind)
            && let Some(actor) = self.actor()
        {
            let name = actor.name.as_str();
            return self.next(&tables::ACTORS, 8).replace("{actor}", name);
        }
        if (0.45..0.6).contains(&kind)
            && let Some(topic) = self.stream.pick(&self.turn.persona.interests)
        {
            return self.next(&tables::INTERESTS, 9).replace("{topic}", topic);
        }
        match fact {
            Some(fact) => self.next(&tables::FACTS, 10).replace("{fact}", &fact),
            None => self.next(&tables::BARE, 12),
        }
    }

    /// A fact of the brief that this text has not told yet and that is not about the speaker or whom it speaks to: one that
    /// it has not told of late, and that touches what the agent cares about, or the issue, sooner than another. None that
    /// speaks for the other side.
    fn fact(&mut self) -> Option<String> {
        let facts = self.turn.brief.facts.iter().filter(|fact| !self.speaks_against_it(fact));
        let facts = facts.map(|it| it.text.as_str());
        let fit: Vec<&'t str> = facts.filter(|fact| self.may_tell(fact)).collect();
        let first = *self.stream.pick(&fit)?;
        let second = *self.stream.pick(&fit)?;
        let appeal = |fact: &str| (!self.has_told(fact), self.touches(fact));
        let fact = if appeal(second) > appeal(first) { second } else { first };
        self.told.push(fact);
        clean(fact)
    }

    /// Whether a fact speaks for the pole that the agent denies.
    fn speaks_against_it(&self, fact: &Fact) -> bool {
        let side = fact.sides.get(self.belief.issue.index()).copied().unwrap_or_default();
        !self.is_undecided() && f64::from(side) * self.belief.position < 0.0
    }

    /// One of its own posts that it has at hand tells the fact.
    fn has_told(&self, fact: &str) -> bool {
        let head = fact.char_indices().nth(HEAD_CHARS).map_or(fact, |(end, _)| &fact[..end]);
        self.turn.own_posts.iter().any(|post| post.text.contains(head))
    }

    fn may_tell(&self, fact: &str) -> bool {
        let persona = &self.turn.persona;
        let own = (persona.kind != ActorKind::Public).then_some(persona.name.as_str());
        let about = |name: &str| {
            // People are named by their surname; so is many a body.
            name.rsplit(' ').next().is_some_and(|last| last.len() > 2 && fact.contains(last))
        };
        // Who "its chairman" is, only the document's last sentence knows.
        let hangs = HANGING.iter().any(|word| fact.starts_with(word));
        !hangs && !self.told.contains(&fact) && !own.into_iter().chain(self.addressed).any(about)
    }

    fn touches(&self, fact: &str) -> bool {
        let fact = fact.to_lowercase();
        let keywords = self.turn.issues.get(self.belief.issue.index()).map(|it| &it.keywords);
        let mut wanted = self.turn.persona.interests.iter().chain(keywords.into_iter().flatten());
        wanted.any(|word| fact.contains(word.as_str()))
    }

    /// A sentence on what it remembers of this issue: who moved it, who has contradicted it or passed it on, or that it
    /// has said so before; the newest of these.
    fn looking_back(&mut self) -> Option<String> {
        let memory = self.turn.memory.iter().rev();
        let mut on_this = memory.filter(|it| it.note.what.issue() == Some(self.belief.issue));
        let (phrases, who) = on_this.find_map(|it| self.phrases_on(it))?;
        let phrase = self.next(phrases, 14);
        let text = self.filled(&phrase);
        Some(who.map_or(text.clone(), |who| text.replace("{who}", who)))
    }

    /// How a memory is put into words, if it can be.
    fn phrases_on(
        &self,
        memory: &'t Recollection,
    ) -> Option<(&'static [&'static str], Option<&'t str>)> {
        let who = memory.who.as_ref().map(|who| &*who.name);
        let age = self.turn.round.saturating_sub(memory.note.round);
        let firm = !self.is_undecided();
        match memory.note.what {
            Remembered::Moved { to, .. } if to * self.belief.position > 0.0 && firm => {
                who.map(|who| (&tables::MOVED_BY[..], Some(who)))
            }
            Remembered::WasAnswered { accord: Accord::Against, .. } if firm => {
                who.map(|who| (&tables::CONTRADICTED_BY[..], Some(who)))
            }
            Remembered::WasAnswered { accord: Accord::With, .. } if firm => {
                who.map(|who| (&tables::BACKED_BY[..], Some(who)))
            }
            Remembered::Posted { .. } if firm && age >= LONG_AGO && self.is_where_it_was() => {
                Some((&tables::SAID_BEFORE, None))
            }
            Remembered::Posted { .. }
            | Remembered::Answered { .. }
            | Remembered::WasAnswered { .. }
            | Remembered::WasReposted { .. }
            | Remembered::WasFollowed { .. }
            | Remembered::Voted { .. }
            | Remembered::Reposted { .. }
            | Remembered::Followed { .. }
            | Remembered::Unfollowed { .. }
            | Remembered::Traded { .. }
            | Remembered::Commented { .. }
            | Remembered::Moved { .. } => None,
        }
    }

    /// It has declared itself, and on the side where it stands now.
    fn is_where_it_was(&self) -> bool {
        self.belief.declared.is_some_and(|said| said * self.belief.position > 0.0)
    }

    /// A named actor other than the agent itself, a weighty one sooner than another.
    fn actor(&mut self) -> Option<&'t Actor> {
        let actors = &self.turn.actors;
        let place = self.stream.below(actors.len()).min(self.stream.below(actors.len()));
        let actor = actors.get(place)?;
        (actor.agent != self.turn.agent).then_some(actor)
    }

    /// Who is speaking.
    fn standing(&mut self) -> String {
        let persona = &self.turn.persona;
        let (phrases, role): (&[&str], String) = match persona.kind {
            ActorKind::Person => (&tables::PERSONS, as_role(&persona.role)),
            ActorKind::Public => (&tables::PUBLICS, with_article(&persona.role)),
            ActorKind::Government => (&tables::AUTHORITIES, persona.name.clone()),
            ActorKind::Company | ActorKind::Organization | ActorKind::Media => {
                (&tables::BODIES, persona.name.clone())
            }
        };
        if role.trim().is_empty() {
            return String::new();
        }
        self.next(phrases, 13).replace("{role}", &role)
    }
}

/// Sentences as one text, as many as a post may hold.
fn joined(parts: &[String]) -> String {
    let mut text = String::new();
    let mut chars = 0;
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        let length = part.chars().count() + 1;
        if chars + length > MAX_POST_CHARS || text.contains(part) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
        chars += length;
    }
    text
}
