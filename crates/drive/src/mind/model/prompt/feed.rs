//! What a participant is shown: news, posts, best first, and the newest remarks on markets.

use simswarm_engine::feed::Why;
use simswarm_engine::quote::quoted;
use simswarm_engine::world::Turn;
use simswarm_engine::world::turn::PostView;

use crate::mind::model::tokens::Section;

/// Tokens of one post with its author and its numbers.
const POST_TOKENS: usize = 95;
/// Less of a post says nothing.
const LEAST_POST_TOKENS: usize = 30;
const NEWS_TOKENS: usize = 80;
const COMMENT_TOKENS: usize = 40;
/// The newest remarks on each market.
const COMMENTS_TOLD: usize = 1;

/// The feed within a budget: the last posts are left out first.
pub(super) fn feed(turn: &Turn, budget: usize) -> String {
    let mut section = Section::new(budget);
    for item in &turn.news {
        section.push_cut("News: ", &quoted(&item.text), NEWS_TOKENS);
    }
    for post in &turn.feed {
        if section.left() < LEAST_POST_TOKENS {
            break;
        }
        section.push_cut(&mark(post), &quoted(&post.text), POST_TOKENS);
    }
    for market in &turn.markets {
        let newest = market.comments.iter().rev().take(COMMENTS_TOLD);
        for (author, text) in newest.filter(|(author, _)| author.agent != turn.agent) {
            let line = format!("on {}, {}: {}", market.market, author.agent, quoted(text));
            section.push_within(&line, COMMENT_TOKENS);
        }
    }
    if turn.feed.is_empty() && turn.news.is_empty() {
        section.push("Nothing new.");
    }
    section.into_text()
}

/// What stands before a post: whose it is, why it is shown, and what others made of it.
fn mark(post: &PostView) -> String {
    let mut marks = vec![why(post.why).to_owned()];
    if let Some(parent) = post.parent {
        marks.push(format!("answers {parent}"));
    }
    marks.extend(post.stances.iter().map(|it| format!("{} {:+.1}", it.issue, it.position)));
    let counts = [
        (post.ups, "up"),
        (post.downs, "down"),
        (post.reposts, "reposts"),
        (post.replies, "replies"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    marks.extend(counts.map(|(count, what)| format!("{count} {what}")));
    if post.my_vote.is_some() {
        marks.push("you voted".to_owned());
    }
    let author = quoted(&post.author.name);
    let (id, agent) = (post.post, post.author.agent);
    format!("{id} {agent} {author} ({}): ", marks.join(", "))
}

fn why(why: Why) -> &'static str {
    match why {
        Why::AnswersYou => "answers you",
        Why::Followed => "you follow",
        Why::Trending => "trending",
        Why::Issue => "on the issue",
        Why::Bridging => "liked on both sides",
        Why::Chance => "by chance",
    }
}
