//! Who moved, how far, and because of which posts or news.

use std::collections::BTreeSet;

use simswarm_engine::{IssueId, PostId};
use simswarm_projection::history::History;

use crate::analysis::{Mover, movers};
use crate::line::line;
use crate::model::{Block, Claim, Format, Section};
use crate::rule::Rule;

/// How many are told of for each issue.
const MOST: usize = 5;

pub(crate) fn section(history: &History) -> Option<Section> {
    let mut blocks = Vec::new();
    let mut quoted = BTreeSet::new();
    for issue in history.issue_ids() {
        let told = movers(history, issue);
        let items: Vec<Claim> = told
            .iter()
            .take(MOST)
            .filter_map(|mover| moved(history, issue, mover, &mut quoted))
            .collect();
        if !items.is_empty() {
            blocks
                .extend(line(history).proposition(issue).end().map(|text| Block::Heading { text }));
            blocks.extend(super::list(items));
        }
    }
    super::section("movers", "Who moved, and why", blocks)
}

/// `quoted` are the posts whose words stand in this section already.
fn moved(
    history: &History,
    issue: IssueId,
    mover: &Mover<'_>,
    quoted: &mut BTreeSet<PostId>,
) -> Option<Claim> {
    let agent = mover.agent;
    let at = |round| Rule::Position { agent, issue, round };
    let told = line(history)
        .name(agent)
        .cite_agent(agent)
        .say(" moved from ")
        .number(Format::Signed, at(0))
        .say(" to ")
        .number(Format::Signed, at(history.rounds_played()));
    let Some(step) = mover.step else { return told.say(".").end() };
    let told = told
        .say(" over ")
        .counted(Rule::Changes { agent, issue }, " change", " changes")
        .say(". The largest came in ")
        .round(step.seq, step.round)
        .cite_event(step.seq, step.round, Some(agent));
    let Some(post) = step.because.first().copied() else {
        let Some(news) = step.news.first().and_then(|event| history.news(*event)) else {
            return told.say("; the log names no post as its cause.").end();
        };
        let told = told.say("; news alone moved it, told in ").round(news.seq, news.round);
        return told.cite_event(news.seq, news.round, None).say(".").end();
    };
    let told = told
        .say("; the first cause that the log names is a post by ")
        .name(history.post(post).agent);
    let told = if quoted.insert(post) { told.say(": ").quote(post) } else { told.cite_post(post) };
    told.say(".").end()
}
