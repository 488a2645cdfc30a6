//! Puts the built-in report together.

use simswarm_projection::ensemble::Pool;
use simswarm_projection::history::History;

use crate::model::{REPORT_VERSION, Report, Section};
use crate::section::{
    blocs, cascades, circles, ensemble, events, findings, influence, limits, markets, movers,
    phases, polarisation, polls, posts, timeline, verdict,
};

/// Writes the report of a run from its log alone: no model, no guess.
pub fn build(history: &History) -> Report {
    write(history, None)
}

/// Writes the report of a job whose runs differ in their seed alone. They answer the question together; everything else is
/// told of the first one, whose log this is.
pub fn build_pooled(history: &History, pool: &Pool) -> Report {
    write(history, Some(pool))
}

fn write(history: &History, pool: Option<&Pool>) -> Report {
    let brief = history.opening.as_ref().map(|opening| &opening.brief);
    let sections: [Option<Section>; 15] = [
        pool.and_then(|pool| ensemble::section(history, pool)),
        findings::section(history),
        blocs::section(history),
        polarisation::section(history),
        circles::section(history),
        events::section(history),
        movers::section(history),
        influence::section(history),
        cascades::section(history),
        markets::section(history),
        timeline::section(history),
        phases::section(history),
        polls::section(history),
        posts::section(history),
        limits::section(history, pool),
    ];
    let pooled = pool.and_then(|pool| ensemble::verdict(history, pool));
    Report {
        version: REPORT_VERSION,
        title: brief.map_or_else(String::new, |brief| brief.title.clone()),
        question: brief.map_or_else(String::new, |brief| brief.question.clone()),
        verdict: pooled.unwrap_or_else(|| verdict::verdict(history)),
        sections: sections.into_iter().flatten().collect(),
    }
}
