//! The posts that drew the most answers.

use simswarm_projection::history::History;
use simswarm_projection::posts::by_engagement;

use crate::line::line;
use crate::model::{Format, Section};
use crate::rule::Rule;

/// How many posts are shown.
const MOST: usize = 5;

pub(crate) fn section(history: &History) -> Option<Section> {
    let items = by_engagement(history)
        .into_iter()
        .take(MOST)
        .filter(|post| history.post(*post).engagement() > 0)
        .filter_map(|id| {
            let post = history.post(id);
            line(history)
                .name(post.agent)
                .say(", ")
                .round(post.seq, post.round)
                .say(": ")
                .quote(id)
                .say(" (")
                .number(Format::Count, Rule::Engagement { post: id })
                .say(" in all: ")
                .counted(Rule::UpVotes { post: id }, " up-vote, ", " up-votes, ")
                .counted(Rule::Reposts { post: id }, " repost, ", " reposts, ")
                .counted(Rule::Replies { post: id }, " reply)", " replies)")
                .end()
        })
        .collect();
    super::section("posts", "Posts that drew the most answers", super::list(items))
}
