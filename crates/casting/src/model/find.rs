//! What the answers about a document come to: actors, stances, relations and publics, each by the model where it said them
//! and by rules where it did not.

use simswarm_engine::cast::{InitialStance, Issue, Relation, RelationKind, Span};

use super::merge::{Actors, merge};
use super::part::Part;
use super::read::{Named, Passage, Stated};
use super::record::{CastAnswer, Lost, State};
use super::{Inquiry, groups};
use crate::actor::{self, Actor};
use crate::assemble::Findings;
use crate::dice::Dice;
use crate::places::Places;
use crate::segment::{self, Public};
use crate::side::Aim;
use crate::stance::{self, Own};
use crate::{relation, rules};

/// How many of its parts a document may lose before rules read all of it.
const MOST_LOST: f64 = 0.5;

/// The passages that were read, and the parts of which there is no usable reading.
struct Reading {
    passages: Vec<Passage>,
    lost: Vec<(Part, Lost)>,
}

/// One word of somebody on an issue.
#[derive(Clone, Copy)]
struct Word {
    position: f64,
    confidence: f64,
    evidence: Span,
}

impl Inquiry {
    /// What the model found, with what rules had to find in its place; the error is why none of it will do.
    pub(super) fn find(&self, answers: &[CastAnswer]) -> Result<(Findings, Vec<String>), String> {
        let (asked, lost) = self.issues(answers);
        if let Some(Lost::Unanswered(reason)) = lost {
            return Err(reason);
        }
        let mut shortfalls: Vec<String> = Vec::new();
        if let Some(lost) = lost {
            shortfalls.push(format!("rules say what is at issue: {}", lost.reason()));
        }
        let issues: Vec<Issue> = asked.iter().map(|asked| asked.issue.clone()).collect();
        let Reading { passages, lost } = self.passages(answers, issues.len())?;
        let unread: Vec<Part> = lost.iter().map(|(part, _)| *part).collect();
        if let Some((_, lost)) = lost.first() {
            let (parts, all) = (unread.len(), self.parts.len());
            shortfalls.push(format!(
                "rules read {parts} of the document's {all} parts: {}",
                lost.reason()
            ));
        }
        let named: Vec<Vec<Named>> = passages.iter().map(|passage| passage.named.clone()).collect();
        if named.iter().all(Vec::is_empty) {
            return Err("the model found nobody in it who could take part".to_owned());
        }
        let found = merge(&self.story, &[named, vec![self.named_by_rules(&unread)]].concat());
        if found.actors.is_empty() {
            return Err("the model found nobody in it who could take part".to_owned());
        }
        let places = Places::of(&found.actors);
        let stances = self.stances(&found, &places, &passages, (&issues, &unread));
        let relations = self.relations(&found, &places, &passages, &unread);
        let publics = match groups(answers, issues.len()) {
            State::Read(groups) => shared_out(groups, self.story.left_beside(&found.actors)),
            State::Open(_) => rules::publics(&self.story, &found.actors, &issues, &stances),
            State::Lost(lost) => {
                shortfalls.push(format!("rules say whom the story touches: {}", lost.reason()));
                rules::publics(&self.story, &found.actors, &issues, &stances)
            }
        };
        let actors = found.actors;
        Ok((Findings { actors, asked, stances, relations, publics }, shortfalls))
    }

    /// The passages that were read, and the parts of which there is no usable reading.
    fn passages(&self, answers: &[CastAnswer], issues: usize) -> Result<Reading, String> {
        let (mut passages, mut unread) = (Vec::new(), Vec::new());
        for part in &self.parts {
            match self.passage(answers, part, issues) {
                State::Read(passage) => passages.push(passage),
                State::Open(_) => {}
                State::Lost(lost) => unread.push((*part, lost)),
            }
        }
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        match unread.first() {
            Some((_, lost)) if count(unread.len()) > MOST_LOST * count(self.parts.len()) => {
                let (parts, all) = (unread.len(), self.parts.len());
                Err(format!("the model read {} of its {all} parts: {}", all - parts, lost.reason()))
            }
            Some(_) | None => Ok(Reading { passages, lost: unread }),
        }
    }

    /// Whom rules find in parts that the model did not read.
    fn named_by_rules(&self, unread: &[Part]) -> Vec<Named> {
        if unread.is_empty() {
            return Vec::new();
        }
        let actors = actor::actors(&self.story.text);
        let here = |actor: &&Actor| {
            actor.places.iter().any(|place| unread.iter().any(|part| part.holds(place.span)))
        };
        let named = |actor: &Actor| {
            let forms = actor.places.iter().map(|place| self.story.text.slice(place.span));
            Named {
                names: std::iter::once(actor.name.clone()).chain(forms).collect(),
                kind: actor.kind,
                role: actor.role.clone(),
                works_for: actor.employer.clone(),
            }
        };
        actors.iter().filter(here).map(named).collect()
    }

    /// Where everybody stands: by what the model found, and in the parts that it did not read by rules.
    fn stances(
        &self,
        found: &Actors,
        places: &Places<'_>,
        passages: &[Passage],
        (issues, unread): (&[Issue], &[Part]),
    ) -> Vec<Vec<InitialStance>> {
        let mut said: Vec<Vec<Vec<Word>>> =
            vec![vec![Vec::new(); issues.len()]; found.actors.len()];
        for stated in passages.iter().flat_map(|passage| &passage.stated) {
            let Stated { actor, issue, position, confidence, evidence } = stated;
            let actor = found.find(actor).filter(|it| self.is_near(&found.actors[*it], *evidence));
            if let Some(actor) = actor {
                let word =
                    Word { position: *position, confidence: *confidence, evidence: *evidence };
                said[actor][*issue].push(word);
            }
        }
        if !unread.is_empty() {
            let aims: Vec<Aim<'_>> = issues.iter().map(Aim::at).collect();
            let lost =
                |sentence: usize| unread.iter().any(|it| (it.first..it.end).contains(&sentence));
            for ((index, actor), said) in (0..).zip(&found.actors).zip(&mut said) {
                let dice = &mut self.story.dice("stance", index);
                let own = stance::of_actor(&self.story.text, actor, (places, &lost), &aims, dice);
                for (own, said) in own.iter().zip(said) {
                    let stance = own.stance;
                    let (position, confidence) = (stance.position, stance.confidence);
                    said.extend(stance.evidence.map(|evidence| Word {
                        position,
                        confidence,
                        evidence,
                    }));
                }
            }
        }
        let own: Vec<Vec<Own>> = (0..)
            .zip(&said)
            .map(|(index, said)| {
                let mut dice = self.story.dice("stance", index);
                said.iter().map(|said| settled(said, &mut dice)).collect()
            })
            .collect();
        stance::settled(&found.actors, &own)
    }

    /// Whether somebody is named in the sentence of a place, or in one close by: what stands elsewhere is another's.
    fn is_near(&self, actor: &Actor, place: Span) -> bool {
        let start = usize::try_from(place.start).unwrap_or(usize::MAX);
        let sentence = self.story.text.sentences.partition_point(|it| it.end <= start);
        let near = sentence.saturating_sub(3)..=sentence + 1;
        actor.places.iter().any(|place| near.contains(&place.sentence))
    }

    /// What the model found between them; beside that, who is named in one sentence.
    fn relations(
        &self,
        found: &Actors,
        places: &Places<'_>,
        passages: &[Passage],
        unread: &[Part],
    ) -> Vec<Relation> {
        let text = &self.story.text;
        let by_rules = relation::relations(text, &found.actors, places);
        let lost = |it: &Relation| unread.iter().any(|part| part.holds(it.evidence));
        let kept = |it: &Relation| {
            lost(it) || matches!(it.kind, RelationKind::WorksFor | RelationKind::MentionedWith)
        };
        let related = passages.iter().flat_map(|passage| &passage.related).filter_map(|it| {
            let (source, target) = (found.find(&it.source)?, found.find(&it.target)?);
            let fact = text.slice(it.evidence);
            let (source, target) = (relation::id(source), relation::id(target));
            (source != target).then_some(Relation {
                source,
                target,
                kind: it.kind,
                fact,
                evidence: it.evidence,
            })
        });
        relation::without_repeats(related.chain(by_rules.into_iter().filter(kept)).collect())
    }
}

/// What somebody says on one issue, taken together.
fn settled(said: &[Word], dice: &mut Dice) -> Own {
    let weight: f64 = said.iter().map(|word| word.confidence).sum();
    if weight <= 0.0 {
        return Own::silent(dice);
    }
    let position = said.iter().map(|it| it.position * it.confidence).sum::<f64>() / weight;
    let strength = |word: &Word| word.position * word.confidence * position.signum();
    let order = |a: &&Word, b: &&Word| {
        strength(a).total_cmp(&strength(b)).then(b.evidence.cmp(&a.evidence))
    };
    let evidence = said.iter().max_by(order).map(|word| word.evidence);
    let apart = said.iter().map(|it| it.confidence * (it.position - position).abs()).sum::<f64>();
    let most = said.iter().map(|word| word.confidence).fold(0.0, f64::max);
    let confidence = (most * (1.0 - 0.5 * apart / weight)).clamp(0.3, 0.95);
    Own { stance: InitialStance { position, confidence, evidence }, direct: true }
}

/// The publics with their members.
fn shared_out(groups: Vec<(f64, Public)>, count: u32) -> Vec<Public> {
    let weights: Vec<f64> = groups.iter().map(|(weight, _)| *weight).collect();
    let members = segment::divided(&weights, count);
    let with = |((_, public), members): ((f64, Public), u32)| Public { members, ..public };
    segment::balanced(groups.into_iter().zip(members).map(with).collect())
}
