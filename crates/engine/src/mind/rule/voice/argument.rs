//! Why: a fact, a figure, an actor, the speaker's own days, or what it cares about.

use super::material::{clean, figure};
use super::phrasing::{capitalised, the};
use super::{Voice, as_role_of, body, lives, tables};
use crate::cast::{ActorKind, Brief, Fact};
use crate::text::with_article;
use crate::world::turn::{Actor, PostView};

/// How a sentence begins that leans on the one before it.
const HANGING: [&str; 8] = ["Its ", "His ", "Her ", "Their ", "It ", "He ", "She ", "They "];
/// So many of its first characters tell a fact from others.
const HEAD_CHARS: usize = 32;
/// So many facts are looked at before one is told.
const LOOKED_AT: usize = 3;
/// How often a fact that speaks for the speaker goes before everything else.
const PROVEN: f64 = 0.5;

/// A fact in plain words.
struct Told {
    text: String,
    /// It speaks for what the speaker holds.
    proves: bool,
}

impl<'t> Voice<'t, '_> {
    /// A sentence or two on why.
    pub(super) fn argument(&mut self) -> String {
        self.arguments += 1;
        let fact = self.fact();
        let proven = fact.as_ref().is_some_and(|fact| fact.proves) && self.stream.chance(PROVEN);
        let kind = if proven { 1.0 } else { self.stream.unit() };
        let said = match kind {
            ..0.12 => fact.as_ref().and_then(|fact| figure(&fact.text)).map(|it| self.figured(&it)),
            ..0.27 => self.pointing(),
            ..0.5 => self.living(),
            ..0.58 => self.caring(),
            _ => None,
        };
        said.unwrap_or_else(|| self.told(fact))
    }

    fn told(&mut self, fact: Option<Told>) -> String {
        let body = self.is_body();
        let Some(fact) = fact else {
            return self.next(if body { &body::BARE } else { &tables::BARE }, 12);
        };
        let phrases: &[&str] = if body {
            &body::FACTS
        } else if fact.proves {
            &tables::PROOFS
        } else {
            &tables::FACTS
        };
        self.next(phrases, 10).replace("{fact}", &fact.text)
    }

    fn figured(&mut self, figure: &str) -> String {
        let phrase = self.next(&tables::FIGURES, 7);
        phrase.replace("{figure}", figure).replace("{Figure}", &capitalised(figure))
    }

    /// A sentence on somebody in the story: whom the issue is about, or another.
    fn pointing(&mut self) -> Option<String> {
        let decider = if self.stream.chance(0.5) { self.decider() } else { None };
        let (phrases, actor): (&[&str], &Actor) = match decider {
            Some(actor) => (&tables::DECIDERS, actor),
            None => (&tables::ACTORS, self.actor()?),
        };
        let phrases = if self.is_body() { &body::ACTORS } else { phrases };
        let name = the(actor, &self.turn.brief);
        let phrase = self.next(phrases, 8);
        Some(phrase.replace("{actor}", &name).replace("{Actor}", &capitalised(&name)))
    }

    /// What a member of a public says of its own days, if it has not said that of late.
    fn living(&mut self) -> Option<String> {
        let persona = &self.turn.persona;
        if persona.kind != ActorKind::Public {
            return None;
        }
        let said = |line: &&str| self.turn.own_posts.iter().any(|post| post.text.contains(line));
        let fresh = lives::of(&persona.role).iter().filter(|line| !said(line));
        let fresh: Vec<&str> = fresh.copied().collect();
        (!fresh.is_empty()).then(|| self.next(&fresh, 19))
    }

    fn caring(&mut self) -> Option<String> {
        if self.is_body() {
            return None;
        }
        let interests = &self.turn.persona.interests;
        // Who cares about one thing only would say so in every post.
        let topic = self.stream.pick(interests).filter(|_| interests.len() > 1)?;
        Some(self.next(&tables::INTERESTS, 9).replace("{topic}", topic))
    }

    /// A fact of the brief that this text has not told yet and that is not about the speaker or whom it speaks to: one that
    /// it has not told of late, that speaks for it, and that touches the issue or what it cares about, sooner than another.
    /// None that speaks for the other side.
    fn fact(&mut self) -> Option<Told> {
        let facts = self.turn.brief.facts.iter();
        let facts = facts.filter(|fact| self.side_of(fact) >= 0.0 && self.may_tell(&fact.text));
        let fit: Vec<&'t Fact> = facts.collect();
        let mut best: Option<(_, &'t Fact)> = None;
        for _ in 0..LOOKED_AT {
            let fact = *self.stream.pick(&fit)?;
            let speaks = self.side_of(fact) > 0.0;
            let appeal = (!self.has_told(&fact.text), speaks, self.touches(&fact.text));
            if best.is_none_or(|(most, _)| appeal > most) {
                best = Some((appeal, fact));
            }
        }
        let ((_, proves, _), fact) = best?;
        self.told.push(&fact.text);
        Some(Told { text: clean(&fact.text)?, proves })
    }

    /// More than 0 for a fact that speaks for what the agent holds, less for one that speaks against it.
    fn side_of(&self, fact: &Fact) -> f64 {
        let side = fact.sides.get(self.belief.issue.index()).copied().unwrap_or_default();
        if self.is_undecided() { 0.0 } else { f64::from(side) * self.belief.position }
    }

    /// One of its own posts that it has at hand tells the fact.
    fn has_told(&self, fact: &str) -> bool {
        let head = head(fact);
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
        wanted
            .any(|word| fact.split(|c: char| !c.is_alphanumeric() && c != '-').any(|it| it == word))
    }

    /// What a post has quoted, in a word or two: the figure of the fact that it tells, or who is named in it. The answer does
    /// not tell it again.
    pub(super) fn quoted(&mut self, view: &PostView) -> Option<String> {
        let brief: &'t Brief = &self.turn.brief;
        let fact = brief.facts.iter().find(|fact| view.text.contains(head(&fact.text)))?;
        let named = || {
            let actors = self.turn.actors.iter();
            let mut told = actors.filter(|actor| fact.text.contains(&actor.name));
            let actor = told.find(|actor| actor.agent != self.turn.agent)?;
            (actor.name != *view.author.name)
                .then(|| format!("the part about {}", the(actor, brief)))
        };
        let quoted = figure(&fact.text).or_else(named)?;
        self.told.push(&fact.text);
        Some(quoted)
    }

    /// An actor whom the issue names, other than the agent itself.
    fn decider(&mut self) -> Option<&'t Actor> {
        let asked = &self.turn.issues.get(self.belief.issue.index())?.proposition;
        let words: Vec<&str> = asked.split(|c: char| !c.is_alphanumeric()).collect();
        let named = |actor: &&Actor| {
            let telling = |word: &&str| word.chars().count() > 2 && *word != "Company";
            actor.name.split(' ').filter(telling).any(|word| words.contains(&word))
        };
        let own = self.turn.agent;
        let deciders: Vec<&'t Actor> =
            self.turn.actors.iter().filter(named).filter(|it| it.agent != own).collect();
        self.stream.pick(&deciders).copied()
    }

    /// A named actor other than the agent itself and whom it speaks to, a weighty one sooner than another.
    fn actor(&mut self) -> Option<&'t Actor> {
        let actors = &self.turn.actors;
        let place = self.stream.below(actors.len()).min(self.stream.below(actors.len()));
        let actor = actors.get(place)?;
        let addressed = self.addressed == Some(actor.name.as_str());
        (actor.agent != self.turn.agent && !addressed).then_some(actor)
    }

    /// Who is speaking.
    pub(super) fn standing(&mut self) -> String {
        let persona = &self.turn.persona;
        let (phrases, role): (&[&str], String) = match persona.kind {
            ActorKind::Person => (&tables::PERSONS, as_role_of(persona)),
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

fn head(fact: &str) -> &str {
    fact.char_indices().nth(HEAD_CHARS).map_or(fact, |(end, _)| &fact[..end])
}
