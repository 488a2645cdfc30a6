//! Casting by rules alone: word tables find what a model would find.

use simswarm_engine::cast::{Cast, InitialStance, Issue};

use crate::actor::{self, Actor};
use crate::assemble::{CastError, CastSettings, Findings, Story, put_together};
use crate::issue::{self, Asked};
use crate::places::Places;
use crate::scan::Casing;
use crate::subjects::Subjects;
use crate::{relation, segment, stance};

/// Casts a run from a document and a question, by rules alone. The same input gives the same cast.
pub fn cast(document: &str, question: &str, settings: CastSettings) -> Result<Cast, CastError> {
    let story = Story::read(document, question, settings)?;
    let findings = find(&story);
    Ok(put_together(&story, findings))
}

/// What rules find in a story.
pub(crate) fn find(story: &Story) -> Findings {
    let mut actors = actor::actors(&story.text);
    actors.truncate(story.most_named());
    let asked = issues(story, &actors);
    let issues: Vec<Issue> = asked.iter().map(|asked| asked.issue.clone()).collect();
    let places = Places::of(&actors);
    let dice = |index| story.dice("stance", index);
    let stances = stance::of_all(&story.text, &actors, &places, &issues, dice);
    let publics = publics(story, &actors, &issues, &stances);
    let relations = relation::relations(&story.text, &actors, &places);
    Findings { actors, asked, stances, relations, publics }
}

/// What is at issue.
pub(crate) fn issues(story: &Story, actors: &[Actor]) -> Vec<Asked> {
    let casing = Casing::of(&story.text);
    let subjects = Subjects::new(actors, &story.title, &casing);
    issue::issues(&story.text, &story.question, &subjects, story.settings.horizon_days)
}

/// Who fills the cast.
pub(crate) fn publics(
    story: &Story,
    actors: &[Actor],
    issues: &[Issue],
    stances: &[Vec<InitialStance>],
) -> Vec<segment::Public> {
    let left = story.left_beside(actors);
    segment::publics(&story.text, &story.question, left, issues, (actors, stances))
}
