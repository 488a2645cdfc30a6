//! `cascades`: how far posts spread: trees of a post, its replies, theirs, and the reposts of all of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use simswarm_engine::{AgentId, PostId};

use super::history::{Deed, History, Post, narrow};
use super::measure::tree::{Shape, shape};
use super::stats::{count, short};

/// How many cascades are listed.
const LISTED: usize = 100;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cascades<'a> {
    /// Posts that answer no other, and those of them that drew a reply or a repost.
    pub posts: u32,
    pub answered: u32,
    /// Nodes of a post's tree, the post itself among them: over all posts.
    pub mean_size: f64,
    pub deepest: u32,
    /// Over the answered posts.
    pub mean_virality: f64,
    /// How many trees there are of each size.
    pub sizes: Vec<SizeCount>,
    /// The earlier one first where two are equal.
    pub largest: Vec<Cascade<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SizeCount {
    pub size: u32,
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cascade<'a> {
    /// The post that it began with.
    pub post_id: PostId,
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub agent_name: &'a str,
    pub content: &'a str,
    pub from_round: u32,
    /// The round of its last reply or repost.
    pub to_round: u32,
    pub size: u32,
    pub depth: u32,
    /// The most nodes at one depth.
    pub width: u32,
    /// Mean number of steps between two nodes: near 2 it is a broadcast, the more the further it was passed on.
    pub virality: f64,
    pub replies: u32,
    pub reposts: u32,
    /// Different agents in it, the author among them.
    pub agents: u32,
    /// In how many turns its posts were shown.
    pub shown: u32,
    pub event: String,
}

/// A tree that is being gathered.
#[derive(Debug, Clone)]
struct Tree {
    root: PostId,
    /// Of each node but the root, in the order in which they came.
    parents: Vec<u32>,
    agents: Vec<AgentId>,
    reposts: u32,
    shown: u32,
    to_round: u32,
}

pub fn cascades(history: &History) -> Cascades<'_> {
    let trees = gather(history);
    let shapes: Vec<Shape> = trees.iter().map(|tree| shape(&tree.parents)).collect();
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    for shape in &shapes {
        *sizes.entry(shape.size).or_default() += 1;
    }
    let nodes: f64 = shapes.iter().map(|shape| f64::from(shape.size)).sum();
    let answered = count(shapes.iter().filter(|shape| shape.size > 1).count());
    let virality: f64 = shapes.iter().map(|shape| shape.virality).sum();
    let mut order: Vec<usize> = (0..trees.len()).filter(|at| shapes[*at].size > 1).collect();
    order.sort_by_key(|at| (Reverse(shapes[*at].size), *at));
    order.truncate(LISTED);
    Cascades {
        posts: count(trees.len()),
        answered,
        mean_size: short(nodes / f64::from(count(trees.len().max(1)))),
        deepest: shapes.iter().map(|shape| shape.depth).max().unwrap_or_default(),
        mean_virality: short(virality / f64::from(answered.max(1))),
        sizes: sizes.into_iter().map(|(size, count)| SizeCount { size, count }).collect(),
        largest: order.into_iter().map(|at| cascade(history, &trees[at], shapes[at])).collect(),
    }
}

/// The cascade that began with a post, if it answers no other.
pub fn cascade_of(history: &History, root: PostId) -> Option<Cascade<'_>> {
    let tree = gather(history).into_iter().find(|tree| tree.root == root)?;
    Some(cascade(history, &tree, shape(&tree.parents)))
}

/// All trees, in the order in which they began.
fn gather(history: &History) -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    // The tree of each post, and its place in it.
    let mut places: Vec<(usize, u32)> = Vec::with_capacity(history.posts.len());
    for (id, post) in history.post_ids().zip(&history.posts) {
        let place = if let Some(parent) = post.parent {
            let (tree, node) = places[parent.index()];
            (tree, trees[tree].grow(node, post.agent, post.round))
        } else {
            trees.push(Tree::new(id, post));
            (trees.len() - 1, 0)
        };
        trees[place.0].shown += post.shown;
        places.push(place);
    }
    for act in &history.acts {
        if let Deed::Reposted(post) = act.deed {
            let (tree, node) = places[post.index()];
            trees[tree].grow(node, act.agent, act.round);
            trees[tree].reposts += 1;
        }
    }
    trees
}

impl Tree {
    /// A post that nobody has answered yet.
    fn new(root: PostId, post: &Post) -> Self {
        Self {
            root,
            parents: Vec::new(),
            agents: vec![post.agent],
            reposts: 0,
            shown: 0,
            to_round: post.round,
        }
    }

    /// Hangs a node below another one; answers its place.
    fn grow(&mut self, below: u32, agent: AgentId, round: u32) -> u32 {
        self.parents.push(below);
        self.agents.push(agent);
        self.to_round = self.to_round.max(round);
        narrow(self.parents.len())
    }
}

fn cascade<'a>(history: &'a History, tree: &Tree, shape: Shape) -> Cascade<'a> {
    let post = history.post(tree.root);
    let persona = &history.agent(post.agent).persona;
    let mut agents = tree.agents.clone();
    agents.sort_unstable();
    agents.dedup();
    Cascade {
        post_id: tree.root,
        agent: post.agent,
        agent_id: &persona.slug,
        agent_name: &persona.name,
        content: &post.text,
        from_round: post.round,
        to_round: tree.to_round,
        size: shape.size,
        depth: shape.depth,
        width: shape.width,
        virality: short(shape.virality),
        replies: shape.size - 1 - tree.reposts,
        reposts: tree.reposts,
        agents: count(agents.len()),
        shown: tree.shown,
        event: format!("e{}", post.seq),
    }
}
