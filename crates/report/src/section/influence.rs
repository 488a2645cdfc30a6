//! Whose posts moved others, and how far.

use simswarm_projection::history::History;
use simswarm_projection::influence::{Influence, Influencer, influence};

use crate::line::line;
use crate::model::{Block, Claim, Format, Section};
use crate::reach::InfluenceRule;
use crate::rule::Rule;

/// How many are told of.
const MOST: usize = 5;
const COLUMNS: [&str; 5] =
    ["Whose posts", "Agents moved", "Distance", "For less against", "The post that moved most"];

pub(crate) fn section(history: &History) -> Option<Section> {
    let found = influence(history);
    let rows: Vec<Vec<Claim>> =
        found.agents.iter().take(MOST).filter_map(|agent| row(history, &found, agent)).collect();
    if rows.is_empty() {
        return None;
    }
    let explained = line(history).say(
        "A change of mind names the posts that caused it, the strongest first. It is shared out among them: the second is \
         credited with half as much as the first, the third with a third, and so on. Distances are on the scale of positions, \
         from minus one to plus one, and are added up over all agents that were moved and all issues; in “for less against” \
         moves towards the side against count as negative.",
    );
    let blocks = vec![
        Block::Paragraph { claims: vec![explained.end()?] },
        Block::Table { columns: super::columns(&COLUMNS), rows },
    ];
    super::section("influence", "Whose posts moved others", blocks)
}

fn row(history: &History, found: &Influence<'_>, who: &Influencer<'_>) -> Option<Vec<Claim>> {
    let agent = who.agent;
    let number = |format, of| line(history).number(format, Rule::Influence { agent, of }).end();
    // Only the posts that moved the most of all are listed: somebody may be moved by many small ones.
    let post = found.posts.iter().find(|post| post.agent == agent);
    let post = match post {
        Some(post) => line(history).quote(post.post_id),
        None => line(history).say("none stands out"),
    };
    Some(vec![
        line(history).name(agent).cite_agent(agent).end()?,
        number(Format::Count, InfluenceRule::People)?,
        number(Format::Plain, InfluenceRule::Moved)?,
        number(Format::Signed, InfluenceRule::Net)?,
        post.end()?,
    ])
}
