//! The apply phase: a round made of its answers, in a seeded order that does not depend on which answer came first.

use std::collections::BTreeMap;

use super::World;
use super::exposure::Exposures;
use super::log::Log;
use super::turn::Asked;
use crate::action::{Answer, AnswerOutcome, Decision, MAX_ACTIONS, PollAnswer};
use crate::env::economy::Policies;
use crate::event::{Degradation, Event, EventBody, Polled};
use crate::number::{PRICE_DECIMALS, count, real, rounded};
use crate::stream::Purpose;
use crate::{AgentId, IssueId};

/// The share of skipped turns above which the log says that the run is degraded.
const SKIPPED_SHARE: f64 = 0.05;
/// Before so many turns a share says nothing.
const TURNS_BEFORE_JUDGING: u64 = 20;
/// The most characters of a polled reason.
const MAX_REASON_CHARS: usize = 300;

impl World {
    /// Plays the next round. Answers of agents that were not asked are ignored; an asked agent without an answer
    /// counts as skipped. Nothing happens once the run is over.
    pub fn apply(&mut self, answers: Vec<Answer>) -> Vec<Event> {
        if self.is_over() {
            return Vec::new();
        }
        let exposures = self.take_exposures();
        let mut outcomes = one_each(answers);
        self.round += 1;
        self.social.start_round();
        let mut log = Log::after(self.seq, self.round);
        let acting = self.in_order(&exposures);
        log.push(EventBody::RoundStarted { active: count(acting.len()) });
        self.write_fork(&mut log);
        self.write_news(&mut log);

        let mut polled: BTreeMap<AgentId, Vec<PollAnswer>> = BTreeMap::new();
        let mut readers = Vec::with_capacity(acting.len());
        for agent in acting {
            let exposure = &exposures[&agent];
            let Some(decision) = self.decided(agent, outcomes.remove(&agent), &mut log) else {
                continue;
            };
            log.push(EventBody::TurnDecided { agent, shown: exposure.posts() });
            self.act(agent, decision.actions, &mut log);
            self.pass_over(agent, decision.refused, &mut log);
            readers.push(agent);
            if exposure.asked == Asked::ActAndPoll {
                polled.insert(agent, decision.poll);
            }
        }
        for (agent, exposure) in exposures.iter().filter(|(_, it)| it.asked == Asked::Poll) {
            let outcome = outcomes.remove(agent);
            let decision = self.decided(*agent, outcome, &mut log);
            if let Some(decision) = decision {
                debug_assert!(exposure.shown.is_empty(), "who is only polled reads nothing");
                self.reject_all(*agent, decision.actions, &mut log);
                self.pass_over(*agent, decision.refused, &mut log);
                polled.insert(*agent, decision.poll);
            }
        }
        readers.sort_unstable();
        for agent in readers {
            self.read(agent, &exposures[&agent], &mut log);
        }
        self.write_poll(polled, &mut log);
        self.end_round(&mut log);
        let (seq, events) = log.into_events();
        self.seq = seq;
        events
    }

    /// Who acts, in the round's seeded order.
    fn in_order(&self, exposures: &Exposures) -> Vec<AgentId> {
        let acting = exposures.iter().filter(|(_, exposure)| exposure.asked != Asked::Poll);
        let mut order: Vec<(u64, AgentId)> = acting
            .map(|(agent, _)| (self.stream(self.round, *agent, Purpose::Order).word(), *agent))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, agent)| agent).collect()
    }

    /// What an agent decided; if its turn came to nothing, the log says why.
    fn decided(
        &mut self,
        agent: AgentId,
        outcome: Option<AnswerOutcome>,
        log: &mut Log,
    ) -> Option<Decision> {
        self.turns.asked += 1;
        let reason = match outcome {
            Some(AnswerOutcome::Decided(decision)) => return Some(decision),
            Some(AnswerOutcome::Skipped(reason)) => reason,
            None => "no answer came".to_owned(),
        };
        self.turns.skipped += 1;
        log.tally.skipped += 1;
        log.push(EventBody::TurnSkipped { agent, reason });
        None
    }

    fn write_poll(&self, polled: BTreeMap<AgentId, Vec<PollAnswer>>, log: &mut Log) {
        let answers: Vec<Polled> = polled
            .into_iter()
            .map(|(agent, answers)| Polled { agent, answers: self.valid(answers) })
            .filter(|polled| !polled.answers.is_empty())
            .collect();
        if !answers.is_empty() {
            log.push(EventBody::Poll { answers });
        }
    }

    /// One answer for each issue at most, in the issues' order, each a probability.
    fn valid(&self, answers: Vec<PollAnswer>) -> Vec<PollAnswer> {
        let known = |it: &PollAnswer| {
            it.issue.index() < self.issues.len() && (0.0..=1.0).contains(&it.probability)
        };
        let mut valid: BTreeMap<IssueId, PollAnswer> = BTreeMap::new();
        for mut answer in answers.into_iter().filter(known) {
            answer.probability = rounded(answer.probability, PRICE_DECIMALS);
            answer.reason = answer.reason.trim().chars().take(MAX_REASON_CHARS).collect();
            valid.entry(answer.issue).or_insert(answer);
        }
        valid.into_values().collect()
    }

    fn end_round(&mut self, log: &mut Log) {
        self.markets.close_round();
        self.notice_prices();
        self.close_economy(log);
        self.notice_metrics();
        self.schedule();
        self.report_skipped(log);
        let mean = |issue: usize| {
            let positions = self.agents.iter().map(|agent| agent.beliefs[issue].position);
            rounded(positions.sum::<f64>() / real(self.agents.len()).max(1.0), PRICE_DECIMALS)
        };
        log.push(EventBody::RoundEnded {
            posts: log.tally.posts,
            actions: log.tally.actions,
            rejected: log.tally.rejected,
            skipped: log.tally.skipped,
            prices: self.markets.prices(),
            positions: (0..self.issues.len()).map(mean).collect(),
        });
    }

    fn close_economy(&mut self, log: &mut Log) {
        let Some(economy) = &mut self.economy else { return };
        economy.close_round();
        let (metrics, policies) = (economy.metrics(), economy.policies());
        let Policies { tax_rate, benefit } = policies;
        log.push(EventBody::EconomyMeasured { metrics, tax_rate, benefit });
    }

    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 turns")]
    fn report_skipped(&mut self, log: &mut Log) {
        let turns = &mut self.turns;
        let share = turns.skipped as f64 / turns.asked.max(1) as f64;
        if turns.reported || turns.asked < TURNS_BEFORE_JUDGING || share <= SKIPPED_SHARE {
            return;
        }
        turns.reported = true;
        let reason = format!("{} of the first {} turns were skipped", turns.skipped, turns.asked);
        log.push(EventBody::Degraded { what: Degradation::SkippedTurns, reason });
    }

    /// Rejects what an agent did that was only polled.
    fn reject_all(&mut self, agent: AgentId, actions: Vec<crate::action::Action>, log: &mut Log) {
        for action in actions.into_iter().take(MAX_ACTIONS) {
            self.refuse(agent, action, &crate::env::Rejection::OnlyPolled, log);
        }
    }
}

/// One outcome for each agent, whatever the answers' order: a decision before a skipped turn, and among several the
/// one that comes first as text.
fn one_each(answers: Vec<Answer>) -> BTreeMap<AgentId, AnswerOutcome> {
    let mut outcomes: BTreeMap<AgentId, AnswerOutcome> = BTreeMap::new();
    for Answer { agent, outcome } in answers {
        match outcomes.get(&agent) {
            Some(kept) if rank(kept) <= rank(&outcome) => {}
            Some(_) | None => {
                outcomes.insert(agent, outcome);
            }
        }
    }
    outcomes
}

fn rank(outcome: &AnswerOutcome) -> (u8, String) {
    let kind = match outcome {
        AnswerOutcome::Decided(_) => 0,
        AnswerOutcome::Skipped(_) => 1,
    };
    (kind, format!("{outcome:?}"))
}
