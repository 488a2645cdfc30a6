//! Who stands where at the end, issue by issue.

use simswarm_engine::IssueId;
use simswarm_projection::history::History;
use simswarm_projection::stance::Stance;

use crate::analysis::members;
use crate::line::line;
use crate::model::{Block, Claim, Format, Section, Source};
use crate::rule::Rule;

/// How many members of a bloc are named.
const NAMED: usize = 8;

pub(crate) fn section(history: &History) -> Option<Section> {
    let mut blocks = Vec::new();
    for issue in history.issue_ids().filter(|_| !history.agents.is_empty()) {
        blocks.extend(line(history).proposition(issue).end().map(|text| Block::Heading { text }));
        let items = Stance::ALL.into_iter().filter_map(|stance| bloc(history, issue, stance));
        blocks.extend(super::list(items.collect()));
        blocks
            .extend(changed(history, issue).map(|claim| Block::Paragraph { claims: vec![claim] }));
    }
    super::section("blocs", "Blocs", blocks)
}

fn bloc(history: &History, issue: IssueId, stance: Stance) -> Option<Claim> {
    let members = members(history, issue, stance);
    if members.is_empty() {
        return None;
    }
    let definition = history.issue(issue);
    let size = |round| Rule::BlocSize { issue, stance, round };
    let begun = match stance {
        Stance::Supports => {
            line(history).say("For (").verbatim(&definition.pole_for, Source::Issue).say("): ")
        }
        Stance::Opposes => line(history)
            .say("Against (")
            .verbatim(&definition.pole_against, Source::Issue)
            .say("): "),
        Stance::Undecided => line(history).say("Undecided: "),
    };
    let mut told = begun
        .counted(size(history.rounds_played()), " agent", " agents")
        .say(", at the start ")
        .number(Format::Count, size(0))
        .say(". ");
    for (place, agent) in members.iter().take(NAMED).enumerate() {
        told = told.say(if place == 0 { "" } else { ", " }).name(*agent).cite_agent(*agent);
    }
    told.say(if members.len() > NAMED { " and others." } else { "." }).end()
}

fn changed(history: &History, issue: IssueId) -> Option<Claim> {
    let rule = Rule::ChangedStance { issue };
    if rule.evaluate(history)? == 0.0 {
        return line(history).say("Nobody changed sides.").end();
    }
    line(history).counted(rule, " agent", " agents").say(" changed sides or left the middle.").end()
}
