//! What reading does to one agent at the end of a round: its positions, its trust, and what the log says of it.

use super::World;
use super::exposure::Exposure;
use super::log::Log;
use super::memory::{Note, Remembered};
use crate::belief::Message;
use crate::event::EventBody;
use crate::number::{POSITION_DECIMALS, count, rounded};
use crate::{AgentId, IssueId, PostId};

/// The most posts that a change of belief is traced back to.
const CAUSES_KEPT: usize = 5;
/// A move since the last public word that an agent remembers.
const MEMORABLE_MOVE: f64 = 0.2;

/// A stance that was read, and where.
struct Heard {
    from: Voice,
    message: Message,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Post {
        post: PostId,
        author: AgentId,
    },
    /// News, by the number of its event.
    News(u64),
}

impl Voice {
    fn author(self) -> Option<AgentId> {
        match self {
            Self::Post { author, .. } => Some(author),
            Self::News(_) => None,
        }
    }
}

impl World {
    /// Lets an agent digest what it was shown and told. Who was shown nothing is not moved.
    pub(super) fn read(&mut self, agent: AgentId, exposure: &Exposure, log: &mut Log) {
        let shown = exposure.posts();
        let (heard, told) = (self.heard(agent, &shown), self.told(&exposure.news));
        let stubbornness = self.agents[agent.index()].persona.traits.stubbornness;
        let settings = self.settings.belief;
        for (index, (heard, told)) in heard.iter().zip(&told).enumerate() {
            let belief = &mut self.agents[agent.index()].beliefs[index];
            let held = belief.position;
            for news in told {
                belief.learn(news.message, &settings);
            }
            let messages: Vec<Message> = heard.iter().map(|heard| heard.message).collect();
            belief.read(&messages, stubbornness, &settings);
            let (now, reaches) = (belief.position, |stance| settings.reaches(held, stance));
            let near = heard.iter().chain(told).filter(|heard| reaches(heard.message.stance));
            let causes = causes(near, held, now);
            if let Some(strongest) = causes.first() {
                belief.moved_by = strongest.from.author();
            }
            self.report(agent, IssueId(count(index)), &causes, log);
        }
        self.judge_authors(agent, &heard);
        self.news.told(agent, &exposure.news);
        let state = &mut self.agents[agent.index()];
        for id in &shown {
            state.seen.add(*id, self.social.posts[id.index()].digest);
        }
        self.social.members[agent.index()].inbox.retain(|id| !shown.contains(id));
    }

    /// The stances that were shown, for each issue, with their weights: trust × credibility × novelty.
    fn heard(&self, agent: AgentId, shown: &[PostId]) -> Vec<Vec<Heard>> {
        let reader = &self.agents[agent.index()];
        let mut heard: Vec<Vec<Heard>> = self.issues.iter().map(|_| Vec::new()).collect();
        for (place, id) in shown.iter().enumerate() {
            let post = &self.social.posts[id.index()];
            let repeated = reader.seen.has_text(post.digest)
                || shown[..place]
                    .iter()
                    .any(|it| self.social.posts[it.index()].digest == post.digest);
            let novelty = if repeated { self.settings.belief.repeat_weight } else { 1.0 };
            let credibility = self.agents[post.author.index()].persona.traits.credibility;
            let weight = reader.trust.of(post.author, self.round) * credibility * novelty;
            for stance in &post.stances {
                let message = Message { stance: stance.position, weight };
                let from = Voice::Post { post: *id, author: post.author };
                heard[stance.issue.index()].push(Heard { from, message });
            }
        }
        heard
    }

    /// What news say about each issue: each a message that weighs its credibility.
    fn told(&self, news: &[u32]) -> Vec<Vec<Heard>> {
        let mut told: Vec<Vec<Heard>> = self.issues.iter().map(|_| Vec::new()).collect();
        for id in news {
            let item = self.news.item(*id);
            for stance in item.stances.iter() {
                let message = Message { stance: stance.position, weight: item.credibility };
                told[stance.issue.index()].push(Heard { from: Voice::News(item.event), message });
            }
        }
        told
    }

    fn report(&mut self, agent: AgentId, issue: IssueId, causes: &[&Heard], log: &mut Log) {
        let round = self.round;
        let state = &mut self.agents[agent.index()];
        let belief = &mut state.beliefs[issue.index()];
        let Some(from) = belief.report() else { return };
        let to = belief.reported;
        let (declared, by) = (belief.declared.unwrap_or(belief.initial), belief.moved_by);
        let confidence = rounded(belief.confidence, POSITION_DECIMALS);
        if (from - declared).abs() < MEMORABLE_MOVE && (to - declared).abs() >= MEMORABLE_MOVE {
            let what = Remembered::Moved { issue, from: declared, to, by };
            state.remember(Note { round, what });
        }
        let (mut because, mut news) = (Vec::new(), Vec::new());
        for heard in causes.iter().take(CAUSES_KEPT) {
            match heard.from {
                Voice::Post { post, .. } => because.push(post),
                Voice::News(event) => news.push(event),
            }
        }
        log.push(EventBody::BeliefChanged { agent, issue, from, to, confidence, because, news });
    }

    /// Trust follows agreement with what the reader holds now.
    fn judge_authors(&mut self, agent: AgentId, heard: &[Vec<Heard>]) {
        let rate = self.settings.belief.trust_rate;
        if rate <= 0.0 {
            return;
        }
        let state = &mut self.agents[agent.index()];
        for (belief, heard) in state.beliefs.iter().zip(heard) {
            for Heard { from, message } in heard {
                let Some(author) = from.author() else { continue };
                let agreement = 1.0 - (message.stance - belief.position).abs() / 2.0;
                state.trust.follow(author, agreement, rate, self.round);
            }
        }
    }
}

/// What pulled a position the way it went, strongest first.
fn causes<'a>(heard: impl Iterator<Item = &'a Heard>, held: f64, now: f64) -> Vec<&'a Heard> {
    let pull = |heard: &Heard| heard.message.weight * (heard.message.stance - held) * (now - held);
    let mut causes: Vec<&Heard> = heard.filter(|it| pull(it) > 0.0).collect();
    causes.sort_by(|one, other| pull(other).total_cmp(&pull(one)).then(one.from.cmp(&other.from)));
    causes
}
