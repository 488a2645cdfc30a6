//! Puts the built-in report together.

use simswarm_projection::history::History;

use crate::model::{REPORT_VERSION, Report, Section};
use crate::section::{blocs, findings, limits, markets, movers, polls, posts, timeline, verdict};

/// Writes the report of a run from its log alone: no model, no guess.
pub fn build(history: &History) -> Report {
    let brief = history.opening.as_ref().map(|opening| &opening.brief);
    let sections: [Option<Section>; 8] = [
        findings::section(history),
        blocs::section(history),
        movers::section(history),
        markets::section(history),
        timeline::section(history),
        polls::section(history),
        posts::section(history),
        limits::section(history),
    ];
    Report {
        version: REPORT_VERSION,
        title: brief.map_or_else(String::new, |brief| brief.title.clone()),
        question: brief.map_or_else(String::new, |brief| brief.question.clone()),
        verdict: verdict::verdict(history),
        sections: sections.into_iter().flatten().collect(),
    }
}
