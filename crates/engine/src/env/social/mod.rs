//! The social network: posts, votes, reposts and who follows whom, with the rules for each act.

pub mod bridging;
pub mod follows;
pub mod index;
pub mod post;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use self::bridging::Sides;
use self::index::{Ranking, Window};
use self::post::Post;
use super::Rejection;
use crate::action::{DeclaredStance, MAX_POST_CHARS, Vote};
use crate::number::count;
use crate::text::digest;
use crate::{AgentId, PostId};

/// The most agents that one may follow: what keeps a feed's cost bounded.
pub const MAX_FOLLOWS: usize = 64;
/// How many of its last posts and reposts a follower can still be shown.
const VOICE_KEPT: usize = 6;
/// The newest replies that wait for an agent.
const INBOX_KEPT: usize = 5;

/// What the network knows of one agent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Member {
    /// In ascending order.
    pub follows: Vec<AgentId>,
    pub followers: u32,
    /// What it posted or reposted last, newest last, with the round. Kept in place: every follower's feed reads it.
    pub voice: SmallVec<[(PostId, u32); VOICE_KEPT]>,
    /// Replies to its posts that it has not been shown yet.
    pub inbox: Vec<PostId>,
    voted: Vec<(PostId, Vote)>,
    reposted: Vec<PostId>,
}

impl Member {
    pub fn is_following(&self, agent: AgentId) -> bool {
        self.follows.binary_search(&agent).is_ok()
    }

    pub fn vote_on(&self, post: PostId) -> Option<Vote> {
        let place = self.voted.binary_search_by_key(&post, |(voted, _)| *voted).ok()?;
        Some(self.voted[place].1)
    }

    pub fn has_reposted(&self, post: PostId) -> bool {
        self.reposted.binary_search(&post).is_ok()
    }

    fn speak(&mut self, post: PostId, round: u32) {
        if self.voice.len() == VOICE_KEPT {
            self.voice.remove(0);
        }
        self.voice.push((post, round));
    }
}

/// A text that someone wants to publish.
#[derive(Debug)]
pub struct Draft<'a> {
    pub author: AgentId,
    pub parent: Option<PostId>,
    pub text: &'a str,
    pub stances: &'a [DeclaredStance],
}

/// The whole network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Social {
    pub posts: Vec<Post>,
    pub members: Vec<Member>,
    /// What others do most with.
    pub trending: Ranking,
    /// What both sides approve of.
    pub bridging: Ranking,
    /// The newest posts that take a stance on each issue.
    pub by_issue: Vec<Window>,
    /// The number of posts when each of the last rounds began, newest last.
    round_starts: Vec<u32>,
}

/// The rounds whose posts random exploration draws from.
const EXPLORED_ROUNDS: usize = 4;

impl Social {
    pub fn new(agents: usize, issues: usize) -> Self {
        Self {
            posts: Vec::new(),
            members: vec![Member::default(); agents],
            trending: Ranking::default(),
            bridging: Ranking::default(),
            by_issue: vec![Window::default(); issues],
            round_starts: Vec::new(),
        }
    }

    /// Freezes what has been posted so far: what is written from now on is seen in the next round.
    pub fn start_round(&mut self) {
        if self.round_starts.len() == EXPLORED_ROUNDS {
            self.round_starts.remove(0);
        }
        self.round_starts.push(count(self.posts.len()));
    }

    /// The first post of the last few rounds.
    pub fn recent_from(&self) -> u32 {
        self.round_starts.first().copied().unwrap_or(0)
    }

    pub fn get(&self, id: PostId) -> Option<&Post> {
        self.posts.get(id.index())
    }

    /// A post that was there when the round began.
    fn seen(&self, id: PostId) -> Result<&Post, Rejection> {
        let frontier = self.round_starts.last().copied().unwrap_or(0);
        self.get(id).filter(|_| id.0 < frontier).ok_or(Rejection::UnknownPost(id))
    }

    fn others(&self, agent: AgentId, id: PostId) -> Result<(), Rejection> {
        if self.seen(id)?.author == agent { Err(Rejection::OwnPost(id)) } else { Ok(()) }
    }

    /// Publishes a post or a reply.
    pub fn publish(&mut self, draft: &Draft<'_>, round: u32) -> Result<PostId, Rejection> {
        let text = checked_text(draft.text)?;
        self.check_stances(draft.stances)?;
        let id = PostId(count(self.posts.len()));
        if let Some(parent) = draft.parent {
            let to = self.seen(parent)?.author;
            self.posts[parent.index()].replies += 1;
            self.touch(parent);
            if to != draft.author {
                self.deliver(to, id);
            }
        }
        for stance in draft.stances {
            self.by_issue[stance.issue.index()].push(id);
        }
        self.posts.push(Post {
            author: draft.author,
            round,
            parent: draft.parent,
            text: text.into(),
            stances: draft.stances.into(),
            digest: digest(text),
            ups: 0,
            downs: 0,
            sides: Sides::default(),
            reposts: 0,
            replies: 0,
        });
        self.members[draft.author.index()].speak(id, round);
        Ok(id)
    }

    fn check_stances(&self, stances: &[DeclaredStance]) -> Result<(), Rejection> {
        for stance in stances {
            if stance.issue.index() >= self.by_issue.len() {
                return Err(Rejection::UnknownIssue(stance.issue));
            }
            if !(-1.0..=1.0).contains(&stance.position) {
                return Err(Rejection::StanceOutOfRange);
            }
        }
        Ok(())
    }

    fn deliver(&mut self, to: AgentId, reply: PostId) {
        let inbox = &mut self.members[to.index()].inbox;
        if inbox.len() == INBOX_KEPT {
            inbox.remove(0);
        }
        inbox.push(reply);
    }

    fn touch(&mut self, id: PostId) {
        let post = &self.posts[id.index()];
        self.trending.place(id, post.round, 1.0 + post.engagement());
    }

    /// Votes on a post of another; `position` is the voter's on the post's issue.
    pub fn vote(
        &mut self,
        agent: AgentId,
        id: PostId,
        vote: Vote,
        position: f64,
    ) -> Result<(), Rejection> {
        self.others(agent, id)?;
        let voted = &mut self.members[agent.index()].voted;
        let Err(place) = voted.binary_search_by_key(&id, |(post, _)| *post) else {
            return Err(Rejection::VotedBefore(id));
        };
        voted.insert(place, (id, vote));
        let post = &mut self.posts[id.index()];
        match vote {
            Vote::Up => post.ups += 1,
            Vote::Down => post.downs += 1,
        }
        post.sides.add(position, vote);
        self.bridging.place(id, post.round, post.sides.approval());
        self.touch(id);
        Ok(())
    }

    pub fn repost(&mut self, agent: AgentId, id: PostId, round: u32) -> Result<(), Rejection> {
        self.others(agent, id)?;
        let member = &mut self.members[agent.index()];
        let Err(place) = member.reposted.binary_search(&id) else {
            return Err(Rejection::RepostedBefore(id));
        };
        member.reposted.insert(place, id);
        member.speak(id, round);
        self.posts[id.index()].reposts += 1;
        self.touch(id);
        Ok(())
    }

    fn member_of(&self, agent: AgentId) -> Result<&Member, Rejection> {
        self.members.get(agent.index()).ok_or(Rejection::UnknownAgent(agent))
    }

    pub fn follow(&mut self, agent: AgentId, target: AgentId) -> Result<(), Rejection> {
        self.member_of(target)?;
        if agent == target {
            return Err(Rejection::Yourself);
        }
        let follows = &mut self.members[agent.index()].follows;
        let Err(place) = follows.binary_search(&target) else {
            return Err(Rejection::FollowsAlready(target));
        };
        if follows.len() >= MAX_FOLLOWS {
            return Err(Rejection::FollowsEnough(MAX_FOLLOWS));
        }
        follows.insert(place, target);
        self.members[target.index()].followers += 1;
        Ok(())
    }

    pub fn unfollow(&mut self, agent: AgentId, target: AgentId) -> Result<(), Rejection> {
        self.member_of(target)?;
        let follows = &mut self.members[agent.index()].follows;
        let Ok(place) = follows.binary_search(&target) else {
            return Err(Rejection::FollowsNot(target));
        };
        follows.remove(place);
        self.members[target.index()].followers -= 1;
        Ok(())
    }
}

/// The text as it is published: trimmed, with at least one letter or digit, and not too long.
pub fn checked_text(text: &str) -> Result<&str, Rejection> {
    let text = text.trim();
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Rejection::EmptyText);
    }
    let chars = text.chars().count();
    if chars > MAX_POST_CHARS {
        return Err(Rejection::TextTooLong { chars, max: MAX_POST_CHARS });
    }
    Ok(text)
}
