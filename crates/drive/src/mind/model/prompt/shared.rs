//! The part of a prompt that all turns of a run share: the rules, the tools, and the story.

use simswarm_engine::world::Turn;

use super::template::rules;
use crate::mind::model::form::Form;
use crate::mind::model::quote::quoted;
use crate::mind::model::tokens::{Section, cut};

/// Tokens of a question, a title, an issue's or a market's line, at most.
const QUESTION_TOKENS: usize = 200;
const TITLE_TOKENS: usize = 50;
const ISSUE_TOKENS: usize = 90;
const ACTOR_TOKENS: usize = 30;
/// Of the facts and the named participants together.
const MOST_FACTS_TOKENS: usize = 1600;
const LEAST_FACTS_TOKENS: usize = 200;
/// What everything else of a call needs: rules, issues, the turn's own part, the answer and one repair.
const REST_TOKENS: usize = 4200;

/// The shared part of every turn of this turn's run, for a model that reads so many tokens at once.
pub(in crate::mind::model) fn shared(
    turn: &Turn,
    form: Form,
    context_tokens: Option<u32>,
) -> String {
    let budget = context_tokens.map_or(MOST_FACTS_TOKENS, |context| {
        (context as usize).saturating_sub(REST_TOKENS).clamp(LEAST_FACTS_TOKENS, MOST_FACTS_TOKENS)
    });
    format!(
        "{}\n<story>\n{}{}</story>",
        rules(form, turn.economy.is_some()),
        asked(turn),
        told(turn, budget)
    )
}

/// What the run is about.
fn asked(turn: &Turn) -> String {
    let brief = &turn.brief;
    let question = match brief.question.as_str() {
        "" => "What happens next?".to_owned(),
        question => cut(&quoted(question), QUESTION_TOKENS).into_owned(),
    };
    let mut text = format!(
        "Title: {}\nQuestion: {question}\nThe question looks {} days ahead of the report.\nIssues\n",
        cut(&quoted(&brief.title), TITLE_TOKENS),
        brief.horizon_days,
    );
    for (place, issue) in turn.issues.iter().enumerate() {
        let line = format!(
            "i{place}: {} | 1: {} | -1: {}",
            quoted(&issue.proposition),
            quoted(&issue.pole_for),
            quoted(&issue.pole_against)
        );
        text.push_str(&cut(&line, ISSUE_TOKENS));
        text.push('\n');
    }
    for market in &turn.markets {
        let line = format!("{} on {}: {}", market.market, market.issue, quoted(&market.question));
        text.push_str(&cut(&line, ISSUE_TOKENS));
        text.push('\n');
    }
    text
}

/// What is known: who is named, and the facts in the document's order, as far as there is room.
fn told(turn: &Turn, budget: usize) -> String {
    let mut section = Section::new(budget);
    section.push("Named participants");
    for actor in turn.actors.iter() {
        let line = format!("{}: {}, {}", actor.agent, quoted(&actor.name), quoted(&actor.role));
        section.push_within(&line, ACTOR_TOKENS);
    }
    section.push("Facts");
    for fact in &turn.brief.facts {
        if !section.push(&format!("- {}", quoted(&fact.text))) {
            break;
        }
    }
    section.into_text()
}
