//! The whole cast: named actors first, publics to fill, issues, relations, brief and market.

use std::collections::BTreeSet;

use simswarm_core::document::Seed;
use simswarm_engine::IssueId;
use simswarm_engine::cast::{ActorKind, Cast, InitialStance, Issue, MarketSpec, Origin, Persona};

use crate::actor::{self, Actor};
use crate::dice::Dice;
use crate::people::Names;
use crate::places::Places;
use crate::region::Regions;
use crate::scan::Casing;
use crate::segment::{self, Segment, Share};
use crate::subjects::Subjects;
use crate::text::Text;
use crate::{brief, issue, persona, relation, stance, telling, traits};

/// What a cast depends on besides its document and question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CastSettings {
    pub seed: Seed,
    /// How many agents to cast.
    pub agents: u32,
    /// Days ahead that the question looks.
    pub horizon_days: u32,
}

/// Why nobody could be cast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    #[error("the document has no words")]
    NoWords,
    #[error("a run needs at least one agent")]
    NoAgents,
}

/// Named actors beyond this are background: readers do not tell more apart.
const MAX_NAMED: u32 = 60;
/// What a named actor can spend; nobody has more, because the market's depth is measured in it.
const CASH: f64 = 1_000.0;

/// Casts a run from a document and a question, by rules alone. The same input gives the same cast.
pub fn cast(document: &str, question: &str, settings: CastSettings) -> Result<Cast, CastError> {
    let text = Text::read(document);
    if !text.has_words() {
        return Err(CastError::NoWords);
    }
    if settings.agents == 0 {
        return Err(CastError::NoAgents);
    }
    let mut actors = actor::actors(&text);
    let cap = (settings.agents * 2 / 3).clamp(1, MAX_NAMED);
    actors.truncate(usize::try_from(cap).unwrap_or(usize::MAX));
    let title = brief::title(&text);
    let casing = Casing::of(&text);
    let subjects = Subjects::new(&actors, &title, &casing);
    let asked = issue::issues(&text, question, &subjects, settings.horizon_days);
    let issues: Vec<Issue> = asked.iter().map(|asked| asked.issue.clone()).collect();
    let scene = Scene { text: &text, issues: &issues, settings, title };
    let places = Places::of(&actors);
    let stances = scene.stances(&actors, &places);
    let mut agents = scene.named(&actors, &stances);
    let words = issue::words_of(question);
    let left = settings.agents - u32::try_from(agents.len()).unwrap_or(settings.agents);
    let shares = segment::shares(&text, &words, left);
    scene.publics(&shares, (&actors, &stances), &mut agents);
    name_apart(&mut agents);
    let markets = asked.first().map(|asked| MarketSpec {
        issue: IssueId(0),
        question: asked.market.clone(),
        initial_price: opening_price(&agents),
    });
    Ok(Cast {
        brief: brief::brief(&text, question, &places, &issues, settings.horizon_days),
        relations: relation::relations(&text, &actors, &places),
        markets: markets.into_iter().collect(),
        issues,
        agents,
    })
}

struct Scene<'a> {
    text: &'a Text,
    issues: &'a [Issue],
    settings: CastSettings,
    title: String,
}

impl Scene<'_> {
    fn stances(&self, actors: &[Actor], places: &Places<'_>) -> Vec<Vec<InitialStance>> {
        stance::of_all(self.text, actors, places, self.issues, |index| self.dice("stance", index))
    }

    /// Chance depends on the document too, or the publics of two stories would be the same people.
    fn dice(&self, purpose: &str, index: u32) -> Dice {
        Dice::new(self.settings.seed, &format!("{purpose} {}", self.title), index)
    }

    fn named(&self, actors: &[Actor], stances: &[Vec<InitialStance>]) -> Vec<Persona> {
        let interests = telling::words(self.text, 12);
        let one = |(index, (actor, stances)): (u32, (&Actor, &Vec<InitialStance>))| {
            let traits = traits::of_named(actor, &mut self.dice("traits", index));
            Persona {
                slug: String::new(),
                name: actor.name.clone(),
                kind: actor.kind,
                role: persona::role(actor),
                summary: persona::named_summary(self.text, actor),
                card: persona::named_card(self.text, actor, self.issues, stances, traits),
                origin: Origin::Named {
                    evidence: actor.places.iter().map(|place| place.span).collect(),
                },
                stances: stances.clone(),
                traits,
                interests: self.interests_of(actor, &interests),
                cash: CASH,
            }
        };
        (0..).zip(actors.iter().zip(stances)).map(one).collect()
    }

    /// The words of an actor's own sentences that the whole document cares about.
    fn interests_of(&self, actor: &Actor, telling: &[String]) -> Vec<String> {
        let own = |word: &&String| {
            actor.places.iter().any(|place| {
                self.text.sentences[place.sentence].tokens.iter().any(|t| &t.lower == *word)
            })
        };
        let mut found: Vec<String> = telling.iter().filter(own).take(5).cloned().collect();
        found.extend(telling.iter().filter(|word| !own(word)).take(5 - found.len()).cloned());
        found
    }

    fn publics(
        &self,
        shares: &[Share],
        (actors, stances): (&[Actor], &[Vec<InitialStance>]),
        agents: &mut Vec<Persona>,
    ) {
        let known: Vec<String> = actors.iter().map(|actor| actor.name.clone()).collect();
        let mut names = Names::new(self.text, &known);
        let interests = telling::words(self.text, 24);
        let regions = Regions::of(self.text);
        let leans = segment::balanced_leans(shares, self.issues, actors, stances);
        let most = shares.iter().map(|share| share.members).max().unwrap_or(0);
        // Segment by segment in turn, so that any first part of the publics is a mix.
        for turn in 0..most {
            for (share, leans) in
                shares.iter().zip(&leans).filter(|(share, _)| turn < share.members)
            {
                let index = u32::try_from(agents.len()).unwrap_or(u32::MAX);
                let mut dice = self.dice("public", index);
                let name = names.next(&mut dice);
                let bent = (share.segment, leans.as_slice());
                agents.push(self.member(name, bent, (&interests, &regions), &mut dice));
            }
        }
    }

    fn member(
        &self,
        name: String,
        (segment, leans): (&Segment, &[f64]),
        (interests, regions): (&[String], &Regions),
        dice: &mut Dice,
    ) -> Persona {
        let life = persona::life(dice, segment.ages, &segment.occupations, regions, interests);
        let traits = traits::of_public(life.temper, dice);
        let stances: Vec<InitialStance> =
            leans.iter().map(|lean| public_stance(*lean, dice)).collect();
        let mut own = vec![life.concern.clone()];
        own.extend((0..3).filter_map(|_| interests.get(dice.below(interests.len())).cloned()));
        own.retain(|word| !word.is_empty());
        own.sort();
        own.dedup();
        let context = (stances.as_slice(), traits, self.title.as_str());
        Persona {
            slug: String::new(),
            kind: ActorKind::Public,
            role: segment.role.to_owned(),
            summary: persona::public_summary(&name, segment.role, &life),
            card: persona::public_card(&name, segment.role, &life, self.issues, context),
            origin: Origin::Segment { segment: segment.label.to_owned() },
            name,
            stances,
            traits,
            interests: own,
            cash: 10.0 * libm::floor(dice.between(30.0, 100.0)),
        }
    }
}

fn public_stance(lean: f64, dice: &mut Dice) -> InitialStance {
    let position = (lean + 0.28 * dice.bell()).clamp(-0.95, 0.95);
    let confidence = (0.2 + 0.35 * position.abs() + 0.15 * dice.unit()).min(0.8);
    InitialStance { position, confidence, evidence: None }
}

/// Gives every agent a slug of its own.
fn name_apart(agents: &mut [Persona]) {
    let mut taken = BTreeSet::new();
    for (index, agent) in (0_u32..).zip(agents) {
        let base = slug(&agent.name, index);
        let mut slug = base.clone();
        let mut number = 2;
        while !taken.insert(slug.clone()) {
            slug = format!("{base}_{number}");
            number += 1;
        }
        agent.slug = slug;
    }
}

fn slug(name: &str, index: u32) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() { format!("agent_{index}") } else { words.join("_") }
}

/// What the cast as a whole holds likely before it begins.
fn opening_price(agents: &[Persona]) -> f64 {
    let mut sum = 0.0;
    let mut weights = 0.0;
    for agent in agents {
        if let Some(stance) = agent.stances.first() {
            let weight = stance.confidence * (0.3 + agent.traits.credibility);
            sum += weight * stance.position;
            weights += weight;
        }
    }
    let mean = if weights > 0.0 { sum / weights } else { 0.0 };
    (0.5 + 0.45 * mean).clamp(0.05, 0.95)
}
