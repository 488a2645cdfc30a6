//! How far posts went: what they drew, step by step.

use simswarm_projection::cascades::{Cascade, cascades};
use simswarm_projection::history::History;

use crate::counted::Counted;
use crate::line::line;
use crate::model::{Block, Claim, Format, Section};
use crate::reach::CascadeRule;
use crate::rule::Rule;

/// How many are told of.
const MOST: usize = 3;
/// A post, and as many replies and reposts as make a cascade worth a line.
const WORTH: u32 = 4;

pub(crate) fn section(history: &History) -> Option<Section> {
    let found = cascades(history);
    let items: Vec<Claim> = found
        .largest
        .iter()
        .take(MOST)
        .filter(|cascade| cascade.size >= WORTH)
        .filter_map(|cascade| told(history, cascade))
        .collect();
    if items.is_empty() {
        return None;
    }
    let answered = line(history)
        .say("Of ")
        .counted(
            Rule::Count { of: Counted::Posts },
            " post that answers no other, ",
            " posts that answer no other, ",
        )
        .number(Format::Count, Rule::Count { of: Counted::AnsweredPosts })
        .say(
            " drew a reply or a repost. Below, what answers a post is one step away from it, what answers that is two steps \
             away, and so on.",
        );
    let mut blocks = vec![Block::Paragraph { claims: vec![answered.end()?] }];
    blocks.extend(super::list(items));
    super::section("cascades", "How far posts went", blocks)
}

fn told(history: &History, cascade: &Cascade<'_>) -> Option<Claim> {
    let post = cascade.post_id;
    let of = |of| Rule::Cascade { post, of };
    line(history)
        .say("What ")
        .name(cascade.agent)
        .say(" wrote in ")
        .round(history.post(post).seq, history.post(post).round)
        .say(": ")
        .quote(post)
        .say(". With all that followed from it, it drew ")
        .counted(of(CascadeRule::Replies), " reply and ", " replies and ")
        .counted(of(CascadeRule::Reposts), " repost by ", " reposts by ")
        .counted(of(CascadeRule::Others), " other agent", " other agents")
        .say(", up to ")
        .counted(of(CascadeRule::Steps), " step away", " steps away")
        .say(", the last of them in round ")
        .number(Format::Count, of(CascadeRule::LastRound))
        .say(".")
        .end()
}
