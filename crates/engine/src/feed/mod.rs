//! What an agent is shown: a few dozen candidates from indexes, scored, the best few kept. Never a look at all posts.
//!
//! Candidates: replies to the agent, what it follows, what trends, what both sides approve of, the newest on each issue, and
//! some at random. The score weighs recency, engagement, affinity and approval across the divide: a recommender is a choice
//! of weights. An author or a text that is already chosen counts against the next.

mod settings;

use serde::{Deserialize, Serialize};

pub use self::settings::FeedSettings;
use crate::belief::Belief;
use crate::belief::seen::Seen;
use crate::belief::trust::Trust;
use crate::env::social::Social;
use crate::env::social::post::Post;
use crate::stream::Stream;
use crate::{AgentId, PostId};

const FOLLOWED_CANDIDATES: usize = 40;
const TRENDING_CANDIDATES: usize = 16;
const BRIDGING_CANDIDATES: usize = 16;
const DRAWS_PER_ISSUE: usize = 4;
const EXPLORED: usize = 4;
/// Rounds after which a followed voice is no news any more.
const VOICE_ROUNDS: u32 = 4;

/// Why a post was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It answers the agent.
    AnswersYou,
    Followed,
    Trending,
    /// Both sides approve of it.
    Bridging,
    Issue,
    Chance,
}

/// Whose feed it is, and what of it matters here.
pub struct Reader<'a> {
    pub agent: AgentId,
    pub beliefs: &'a [Belief],
    pub trust: &'a Trust,
    pub seen: &'a Seen,
}

struct Candidate<'a> {
    id: PostId,
    post: &'a Post,
    why: Why,
    score: f64,
}

/// The posts that a reader is shown in `round`, best first.
pub fn feed(
    social: &Social,
    reader: &Reader<'_>,
    settings: &FeedSettings,
    round: u32,
    mut stream: Stream,
) -> Vec<(PostId, Why)> {
    let mut candidates = candidates(social, reader, round, &mut stream);
    for candidate in &mut candidates {
        let chance = settings.exploration * stream.unit();
        candidate.score = chance + score(social, reader, settings, round, candidate);
    }
    best(candidates, settings)
}

fn candidates<'a>(
    social: &'a Social,
    reader: &Reader<'_>,
    round: u32,
    stream: &mut Stream,
) -> Vec<Candidate<'a>> {
    let mut found = Vec::with_capacity(80);
    let member = &social.members[reader.agent.index()];
    found.extend(member.inbox.iter().map(|id| (*id, Why::AnswersYou)));
    let voices = member.follows.iter().flat_map(|agent| &social.members[agent.index()].voice);
    let fresh = voices.filter(|(_, said)| said + VOICE_ROUNDS >= round);
    let followed = found.len();
    found.extend(fresh.map(|(id, _)| (*id, Why::Followed)));
    found[followed..].sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(followed + FOLLOWED_CANDIDATES);
    found.extend(social.trending.first().take(TRENDING_CANDIDATES).map(|id| (id, Why::Trending)));
    found.extend(social.bridging.first().take(BRIDGING_CANDIDATES).map(|id| (id, Why::Bridging)));
    for window in &social.by_issue {
        for _ in 0..DRAWS_PER_ISSUE {
            // The lesser of two draws leans to the newest.
            let place = stream.below(window.length()).min(stream.below(window.length()));
            found.extend(window.nth_newest(place).map(|id| (id, Why::Issue)));
        }
    }
    let from = social.recent_from() as usize;
    for _ in 0..EXPLORED {
        let place = from + stream.below(social.posts.len() - from);
        found.push((PostId(crate::number::count(place)), Why::Chance));
    }
    found.sort_unstable();
    found.dedup_by_key(|(id, _)| *id);
    found
        .into_iter()
        .filter_map(|(id, why)| social.get(id).map(|post| Candidate { id, post, why, score: 0.0 }))
        .filter(|it| it.post.author != reader.agent && !reader.seen.has_post(it.id))
        .collect()
}

fn score(
    social: &Social,
    reader: &Reader<'_>,
    settings: &FeedSettings,
    round: u32,
    candidate: &Candidate<'_>,
) -> f64 {
    let post = candidate.post;
    let age = f64::from(round.saturating_sub(post.round));
    let recency = 2.0 / (2.0 + age);
    let engagement = (libm::log2(1.0 + post.engagement()) / 6.0).min(1.0);
    let follows = social.members[reader.agent.index()].is_following(post.author);
    let affinity = if follows { 0.4 } else { 0.0 }
        + 0.3 * reader.trust.of(post.author, round)
        + 0.3 * closeness(reader.beliefs, post);
    let due = match candidate.why {
        Why::AnswersYou => settings.answers,
        Why::Followed | Why::Trending | Why::Bridging | Why::Issue | Why::Chance => 0.0,
    };
    due + settings.recency * recency
        + settings.engagement * engagement
        + settings.affinity * affinity
        + settings.bridging * post.sides.approval()
}

/// How near a post's stances are to the reader's, 0 … 1; a half where it takes none.
fn closeness(beliefs: &[Belief], post: &Post) -> f64 {
    let mut pairs = post.stances.iter().filter_map(|stance| {
        let belief = beliefs.get(stance.issue.index())?;
        Some(1.0 - (stance.position - belief.position).abs() / 2.0)
    });
    let Some(first) = pairs.next() else { return 0.5 };
    let (sum, n) = pairs.fold((first, 1.0), |(sum, n), next| (sum + next, n + 1.0));
    sum / n
}

/// Takes the best one by one; each taken makes its author's others and its text's repetitions less welcome.
fn best(mut candidates: Vec<Candidate<'_>>, settings: &FeedSettings) -> Vec<(PostId, Why)> {
    let mut chosen: Vec<(PostId, Why)> = Vec::with_capacity(settings.length as usize);
    while chosen.len() < settings.length as usize {
        let top = candidates.iter().enumerate().max_by(|(_, one), (_, other)| {
            one.score.total_cmp(&other.score).then(one.id.cmp(&other.id))
        });
        let Some((place, _)) = top else { break };
        let taken = candidates.swap_remove(place);
        chosen.push((taken.id, taken.why));
        for other in &mut candidates {
            if other.post.author == taken.post.author {
                other.score -= settings.diversity;
            }
            if other.post.digest == taken.post.digest {
                other.score -= settings.repetition;
            }
        }
    }
    chosen
}
