//! What an agent still knows, and what of it comes to mind in a turn.
//!
//! The retrieval score of Park et al. 2023 ("Generative Agents", section 4.1), recency + importance + relevance with
//! equal weights, each 0 … 1. Importance goes by the kind of a note, and relevance by whom and what the turn shows,
//! where the paper asks a model for both. What scores best comes to mind, as much as a budget of tokens holds. A full
//! memory forgets what scores least without anything to be relevant to.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::memory::{Note, Remembered};
use super::turn::Named;
use crate::env::social::Social;
use crate::number::{count, real};
use crate::{AgentId, PostId};

/// The most notes that an agent keeps: about 40 bytes each.
const KEPT: usize = 64;
/// What recency keeps of itself from one round to the next: it halves in fourteen rounds.
const DECAY: f64 = 0.95;
/// Relevance of a note on a post that is shown or answered here, on somebody who is read here, on an issue that all of
/// the feed is about.
const SAME_THREAD: f64 = 1.0;
const SAME_PERSON: f64 = 0.7;
const SAME_ISSUE: f64 = 0.5;
/// Characters of a remembered text that are told.
const EXCERPT_CHARS: usize = 80;
/// English text has about four bytes to a token; ids like "p1234" have fewer, hence a margin for each line.
const BYTES_PER_TOKEN: usize = 4;
const MARGIN_TOKENS: usize = 4;

/// The notes of one agent, oldest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Memory(Vec<Note>);

impl Memory {
    pub(super) fn add(&mut self, note: Note) {
        self.0.push(note);
        if self.0.len() > KEPT {
            let faintest = self
                .scored(note.round, |_| 0.0)
                .min_by(|(_, one), (_, other)| one.total_cmp(other));
            if let Some((place, _)) = faintest {
                self.0.remove(place);
            }
        }
    }

    /// The notes with their scores in `round`, newest first, by their places.
    fn scored(
        &self,
        round: u32,
        relevance: impl Fn(Remembered) -> f64,
    ) -> impl Iterator<Item = (usize, f64)> {
        let (mut age, mut recency) = (0, 1.0);
        self.0.iter().enumerate().rev().map(move |(place, note)| {
            while age < round.saturating_sub(note.round) {
                age += 1;
                recency *= DECAY;
            }
            (place, recency + note.what.importance() + relevance(note.what))
        })
    }

    /// The notes that come to mind in `round`, oldest first: those that score best, as many as fit into `tokens`.
    pub(super) fn recall(
        &self,
        round: u32,
        cue: &Cue,
        tokens: u32,
        told: impl Fn(Note) -> Recollection,
    ) -> Vec<Recollection> {
        let mut ranked: Vec<(usize, f64)> =
            self.scored(round, |note| cue.relevance(note)).collect();
        ranked.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(other.0.cmp(&one.0)));
        let mut left = tokens;
        let mut recalled = Vec::new();
        for (place, _) in ranked {
            let recollection = told(self.0[place]);
            let Some(rest) = left.checked_sub(recollection.tokens()) else { break };
            left = rest;
            recalled.push((place, recollection));
        }
        recalled.sort_unstable_by_key(|(place, _)| *place);
        recalled.into_iter().map(|(_, recollection)| recollection).collect()
    }
}

/// What a turn shows, as far as memories can have to do with it.
pub(super) struct Cue {
    people: Vec<AgentId>,
    posts: Vec<PostId>,
    /// The share of the shown posts that are about each issue.
    issues: Vec<f64>,
}

impl Cue {
    pub(super) fn of(social: &Social, shown: impl Iterator<Item = PostId>) -> Self {
        let (mut people, mut posts) = (Vec::new(), Vec::new());
        let mut issues = vec![0.0; social.by_issue.len()];
        let mut of_all = 0;
        for (id, post) in shown.filter_map(|id| Some((id, social.get(id)?))) {
            people.push(post.author);
            posts.push(id);
            posts.extend(post.parent);
            of_all += 1;
            for stance in &post.stances {
                issues[stance.issue.index()] += 1.0;
            }
        }
        people.sort_unstable();
        posts.sort_unstable();
        for posts in &mut issues {
            *posts /= real(of_all).max(1.0);
        }
        Self { people, posts, issues }
    }

    fn relevance(&self, note: Remembered) -> f64 {
        if note.post().is_some_and(|post| self.posts.binary_search(&post).is_ok()) {
            return SAME_THREAD;
        }
        if note.person().is_some_and(|agent| self.people.binary_search(&agent).is_ok()) {
            return SAME_PERSON;
        }
        let share = note.issue().and_then(|issue| self.issues.get(issue.index()));
        SAME_ISSUE * share.copied().unwrap_or(0.0).min(1.0)
    }
}

/// A note that came to mind, with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recollection {
    pub note: Note,
    /// Whom it is about.
    pub who: Option<Named>,
    /// What was written, in a post of its own or in an answer to it.
    pub text: Option<Arc<str>>,
}

impl Recollection {
    /// About how many tokens its line has: bytes / 4 and a margin for ids.
    pub fn tokens(&self) -> u32 {
        let name = self.who.as_ref().map_or(0, |who| who.name.len() + 3);
        let text = self.text.as_ref().map_or(0, |text| excerpt(text).len() + 5);
        count((self.note.bytes() + name + text).div_ceil(BYTES_PER_TOKEN) + MARGIN_TOKENS)
    }
}

impl fmt::Display for Recollection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.note)?;
        if let Some(who) = &self.who {
            write!(f, " ({})", who.name)?;
        }
        let Some(text) = &self.text else { return Ok(()) };
        let excerpt = excerpt(text);
        let more = if excerpt.len() < text.len() { "…" } else { "" };
        write!(f, ": {excerpt}{more}")
    }
}

fn excerpt(text: &str) -> &str {
    text.char_indices().nth(EXCERPT_CHARS).map_or(text, |(end, _)| &text[..end])
}
