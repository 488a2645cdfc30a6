//! How far apart the agents stood, from the start to the end.

use simswarm_engine::IssueId;
use simswarm_projection::history::History;
use simswarm_projection::polarisation::polarisation;

use crate::line::line;
use crate::model::{Block, Claim, Format, Section};
use crate::rule::Rule;

/// Of fewer agents there are no camps to tell of.
const LEAST: usize = 4;
/// What would be shown as nothing is not worth a row.
const WORTH: f64 = 0.01;
const COLUMNS: [&str; 5] = ["Proposition", "At the start", "At the end", "Highest", "In round"];

pub(crate) fn section(history: &History) -> Option<Section> {
    if history.agents.len() < LEAST || history.rounds_played() == 0 {
        return None;
    }
    let rows: Vec<Vec<Claim>> = polarisation(history)
        .iter()
        .filter_map(|issue| {
            let played = issue.rounds.iter().filter(|row| row.round <= history.rounds_played());
            let highest = played
                .min_by(|one, other| other.spread.esteban_ray.total_cmp(&one.spread.esteban_ray))?;
            (highest.spread.esteban_ray >= WORTH)
                .then(|| row(history, issue.issue, highest.round))?
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let explained = line(history).say(
        "Polarisation is zero if all stand at one place and one if half of them stand at each end (Esteban and Ray’s index): it \
         grows as positions move apart, and as they gather in few and large camps.",
    );
    let blocks = vec![
        Block::Paragraph { claims: vec![explained.end()?] },
        Block::Table { columns: super::columns(&COLUMNS), rows },
    ];
    super::section("polarisation", "How far apart they stand", blocks)
}

fn row(history: &History, issue: IssueId, highest: u32) -> Option<Vec<Claim>> {
    let at = |round| line(history).number(Format::Plain, Rule::Polarisation { issue, round }).end();
    let when = if highest == 0 {
        line(history).say("the start")
    } else {
        let event = super::end_of(history, highest)?;
        line(history)
            .number(Format::Count, Rule::RoundOf { event, round: highest })
            .cite_event(event, highest, None)
    };
    Some(vec![
        line(history).proposition(issue).end()?,
        at(0)?,
        at(history.rounds_played())?,
        at(highest)?,
        when.end()?,
    ])
}
