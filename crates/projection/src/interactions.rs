//! Who dealt with whom: replies, reposts and up-votes, and the follows that hold at the end. Down-votes are left out: they
//! bring nobody together.

use crate::graph_data::answer;
use crate::history::History;
use crate::measure::graph::Graph;
use crate::social_graph::follows;

/// A tie for each interaction, from who acted to whose post it was, and for each follow.
fn ties(history: &History) -> Vec<(u32, u32)> {
    let follows = follows(history);
    let answers = history.acts.iter().filter_map(|act| answer(history, act));
    answers
        .filter(|(_, _, kind)| *kind != "dislike")
        .map(|(source, target, _)| (source.0, target.0))
        .chain(follows.keys().map(|(follower, followee)| (follower.0, followee.0)))
        .collect()
}

/// Without directions: in whose company an agent is.
pub(crate) fn company(history: &History) -> Graph {
    Graph::undirected(history.agents.len(), &ties(history))
}

/// From those who attend to those who are attended to.
pub(crate) fn attention(history: &History) -> Graph {
    Graph::directed(history.agents.len(), ties(history))
}
