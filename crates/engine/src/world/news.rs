//! What becomes news, and for whom: events from outside, viral posts, jumps of a price.

use simswarm_core::exogenous::{Audience, ExogenousEvent, Pole};

use super::World;
use super::log::Log;
use crate::action::DeclaredStance;
use crate::cast::{ActorKind, Origin, Persona};
use crate::env::economy::metrics::Metric;
use crate::env::news::{self, Item, Source};
use crate::event::EventBody;
use crate::number::{POSITION_DECIMALS, count, real, rounded};
use crate::{AgentId, IssueId, MarketId, PostId};

/// The characters of a viral post that its headline quotes.
const QUOTED_CHARS: usize = 120;

impl World {
    /// Puts an event into the run, whatever its round: the next round's turns are told of it.
    ///
    /// It is an input like the answers: whoever replays a run injects it again before the same round.
    pub fn inject(&mut self, event: &ExogenousEvent) {
        self.foreseen = super::exposure::Foreseen::default();
        self.happen(event, Source::Injected);
    }

    /// Lets what is planned for the next round wait for its audience.
    pub(super) fn schedule(&mut self) {
        let next = self.round + 1;
        let events = self.settings.events.iter();
        let due: Vec<ExogenousEvent> = events.filter(|it| it.round == next).cloned().collect();
        for event in due {
            self.happen(&event, Source::Scheduled);
        }
    }

    /// Issues that are not there are left out, as is an audience that is not there.
    pub(super) fn happen(&mut self, event: &ExogenousEvent, source: Source) {
        let known = event.shifts.iter().filter(|it| (it.issue as usize) < self.issues.len());
        let stances = known.filter(|it| it.position.is_finite()).map(|shift| DeclaredStance {
            issue: IssueId(shift.issue),
            position: rounded(shift.position.clamp(-1.0, 1.0), POSITION_DECIMALS),
        });
        let credibility = if event.credibility.is_finite() { event.credibility } else { 0.0 };
        let item = Item {
            source,
            text: event.text.trim().into(),
            stances: stances.collect(),
            stances_read: event.is_read(),
            credibility: rounded(credibility.clamp(0.0, 1.0), POSITION_DECIMALS),
            audience: 0,
            event: 0,
        };
        let audience = self.audience(&event.audience);
        self.news.publish(item, &audience);
    }

    fn audience(&self, audience: &Audience) -> Vec<AgentId> {
        let everybody = (0..self.agents.len()).map(|index| AgentId(count(index)));
        everybody.filter(|agent| self.is_in(*agent, audience)).collect()
    }

    fn is_in(&self, agent: AgentId, audience: &Audience) -> bool {
        let state = &self.agents[agent.index()];
        match audience {
            Audience::Everybody => true,
            Audience::Segment(name) => is_of_segment(&state.persona, name),
            Audience::Kind(name) => kind_in_words(state.persona.kind).eq_ignore_ascii_case(name),
            Audience::Side { issue, pole } => {
                state.beliefs.get(*issue as usize).is_some_and(|belief| match pole {
                    Pole::For => belief.position > 0.0,
                    Pole::Against => belief.position < 0.0,
                })
            }
            Audience::Agents(words) => words.iter().any(|word| {
                let Persona { slug, name, .. } = &*state.persona;
                *word == agent.to_string() || word == slug || word.eq_ignore_ascii_case(name)
            }),
        }
    }

    /// What an upvote or a repost has made of a post: from the one that makes it viral on, all hear of it who have not
    /// seen it.
    pub(super) fn noticed(&mut self, id: PostId) {
        let post = &self.social.posts[id.index()];
        let viral = self.settings.news.viral_among(real(self.agents.len()));
        if post.ups + post.reposts != viral {
            return;
        }
        let author = post.author;
        let quoted: String = post.text.chars().take(QUOTED_CHARS).collect();
        let more = if quoted.len() < post.text.len() { "…" } else { "" };
        let text = news::viral(&self.agents[author.index()].name, &format!("{quoted}{more}"));
        let everybody = (0..self.agents.len()).map(|index| AgentId(count(index)));
        let audience: Vec<AgentId> = everybody
            .filter(|it| *it != author && !self.agents[it.index()].seen.has_post(id))
            .collect();
        self.news.publish(signal(Source::ViralPost { post: id }, text), &audience);
    }

    /// The prices that have moved far since their market was last in the news: all hear of them.
    pub(super) fn notice_prices(&mut self) {
        let threshold = self.settings.news.price_move;
        for index in 0..self.markets.list.len() {
            let market = &mut self.markets.list[index];
            let (from, to) = (market.in_the_news_at, market.price());
            if (to - from).abs() < threshold {
                continue;
            }
            market.in_the_news_at = to;
            let way = if to > from { "up" } else { "down" };
            let text = format!(
                "The market on \"{}\" went {way} from {:.0} % to {:.0} %.",
                market.question,
                100.0 * from,
                100.0 * to
            );
            let market = MarketId(count(index));
            let audience = self.audience(&Audience::Everybody);
            self.news.publish(signal(Source::PriceMove { market, from, to }, text), &audience);
        }
    }

    /// The metrics of the economy that are news: all hear of them.
    pub(super) fn notice_metrics(&mut self) {
        let threshold = self.settings.news.metric_change;
        let Some(economy) = &mut self.economy else { return };
        let mut items = Vec::new();
        for metric in Metric::ALL {
            if !economy.is_news(metric, threshold) {
                continue;
            }
            let (from, to) = (economy.told.get(metric), economy.metrics().get(metric));
            economy.told.set(metric, to);
            let way = if to > from { "rose" } else { "fell" };
            let text = match metric {
                Metric::Unemployment => {
                    format!("Unemployment {way} from {:.0} % to {:.0} %.", 100.0 * from, 100.0 * to)
                }
                Metric::AveragePrice => {
                    format!("The average price {way} from {from:.2} to {to:.2}.")
                }
                Metric::Output | Metric::Sales | Metric::Investment => {
                    format!("The economy's {metric} {way} from {from:.0} to {to:.0}.")
                }
            };
            items.push(signal(Source::MetricChange { metric, from, to }, text));
        }
        let audience = self.audience(&Audience::Everybody);
        for item in items {
            self.news.publish(item, &audience);
        }
    }

    /// Writes the news of this round into the log.
    pub(super) fn write_news(&mut self, log: &mut Log) {
        for item in self.news.unwritten() {
            item.event = log.push(EventBody::Exogenous {
                source: item.source,
                text: item.text.to_string(),
                audience: item.audience,
                credibility: item.credibility,
                stances: item.stances.to_vec(),
                stances_read: item.stances_read,
            });
        }
    }
}

/// News that says nothing about any issue.
fn signal(source: Source, text: String) -> Item {
    let text = text.into();
    let stances = [].into();
    Item { source, text, stances, stances_read: false, credibility: 1.0, audience: 0, event: 0 }
}

fn is_of_segment(persona: &Persona, name: &str) -> bool {
    match &persona.origin {
        Origin::Segment { segment } => segment.eq_ignore_ascii_case(name),
        Origin::Named { .. } => false,
    }
}

fn kind_in_words(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Company => "company",
        ActorKind::Government => "government",
        ActorKind::Organization => "organization",
        ActorKind::Media => "media",
        ActorKind::Public => "public",
    }
}
