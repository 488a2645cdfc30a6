//! `posts` and `top_posts`: what was written, and what drew the most answers.

use std::cmp::Reverse;

use serde::Serialize;

use simswarm_engine::action::DeclaredStance;
use simswarm_engine::{AgentId, PostId};

use super::history::{History, Post};

/// How many posts `top_posts` lists.
pub const TOP_POSTS: usize = 20;

/// A post or a reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostRow<'a> {
    pub post_id: PostId,
    pub agent_id: &'a str,
    pub agent: AgentId,
    pub agent_name: &'a str,
    pub platform: &'static str,
    pub content: &'a str,
    pub round_num: u32,
    pub action_type: &'static str,
    pub parent: Option<PostId>,
    pub stances: &'a [DeclaredStance],
    /// VADER's compound score of the text, −1 … 1.
    pub sentiment: f64,
    /// Always null, as it always was.
    pub timestamp: (),
    pub success: bool,
    pub event: String,
}

/// A post with what came back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopPost<'a> {
    pub post_id: PostId,
    pub agent_id: &'a str,
    pub agent: AgentId,
    pub agent_name: &'a str,
    pub platform: &'static str,
    pub content: &'a str,
    pub round_num: u32,
    /// Always null, as it always was.
    pub timestamp: (),
    pub num_likes: u32,
    /// Reposts and replies.
    pub num_shares: u32,
    pub num_dislikes: u32,
    pub num_reposts: u32,
    pub num_replies: u32,
    /// In how many turns it was shown.
    pub num_shown: u32,
    /// Likes and shares.
    pub engagement: u32,
    /// VADER's compound score of the text, −1 … 1.
    pub sentiment: f64,
    pub event: String,
}

pub fn posts(history: &History) -> Vec<PostRow<'_>> {
    history.post_ids().map(|id| post_row(history, id)).collect()
}

fn post_row(history: &History, id: PostId) -> PostRow<'_> {
    let post = history.post(id);
    let persona = &history.agent(post.agent).persona;
    PostRow {
        post_id: id,
        agent_id: &persona.slug,
        agent: post.agent,
        agent_name: &persona.name,
        platform: "social",
        content: &post.text,
        round_num: post.round,
        action_type: if post.parent.is_some() { "reply" } else { "create_post" },
        parent: post.parent,
        stances: &post.stances,
        sentiment: history.sentiments()[id.index()],
        timestamp: (),
        success: true,
        event: format!("e{}", post.seq),
    }
}

/// Posts by what they drew, the earlier one first where that is equal.
pub fn by_engagement(history: &History) -> Vec<PostId> {
    let mut ranked: Vec<PostId> = history.post_ids().collect();
    ranked.sort_by_key(|id| (Reverse(history.post(*id).engagement()), *id));
    ranked
}

pub fn top_posts(history: &History) -> Vec<TopPost<'_>> {
    by_engagement(history).into_iter().take(TOP_POSTS).map(|id| top_post(history, id)).collect()
}

fn top_post(history: &History, id: PostId) -> TopPost<'_> {
    let post: &Post = history.post(id);
    let persona = &history.agent(post.agent).persona;
    TopPost {
        post_id: id,
        agent_id: &persona.slug,
        agent: post.agent,
        agent_name: &persona.name,
        platform: "social",
        content: &post.text,
        round_num: post.round,
        timestamp: (),
        num_likes: post.up,
        num_shares: post.reposts + post.replies,
        num_dislikes: post.down,
        num_reposts: post.reposts,
        num_replies: post.replies,
        num_shown: post.shown,
        engagement: post.engagement(),
        sentiment: history.sentiments()[id.index()],
        event: format!("e{}", post.seq),
    }
}
