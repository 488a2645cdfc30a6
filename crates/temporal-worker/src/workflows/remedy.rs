//! What is done about a failed attempt: one table, without side effects.

use std::time::Duration;

use simswarm_core::failure::FailureKind;

/// How often each remedy is tried before the run is given up.
const BAD_HOSTS: u32 = 2;
const SAME_POD_TRIES: u32 = 3;
const UNREACHABLE_PODS: u32 = 2;
const LOST_PODS: u32 = 5;
const DEGRADED_PODS: u32 = 1;
const STUCK_PODS: u32 = 1;
const WAIT_FOR_STOCK: Duration = Duration::from_mins(30);

const ASK_FOR_STOCK_EVERY: Duration = Duration::from_secs(15);
const REST_BEFORE_SAME_POD: Duration = Duration::from_secs(2);

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Ask for a host again after a while: nothing was created.
    WaitForStock { rest: Duration },
    /// Talk to the same pod again after a while.
    SamePod { rest: Duration },
    /// Give the pod back and go on from the checkpoint with another one.
    NewPod,
    /// The run fails, for this reason.
    GiveUp,
    /// There is nothing left to decide.
    Leave,
}

/// What was already tried in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct History {
    waited_for_stock: Duration,
    bad_hosts: u32,
    tries_on_this_pod: u32,
    unreachable_pods: u32,
    lost_pods: u32,
    degraded_pods: u32,
    stuck_pods: u32,
}

impl History {
    /// The remedy for `failure` after all this, and the history with it.
    pub fn decide(mut self, failure: FailureKind) -> (Remedy, Self) {
        let remedy = match failure {
            FailureKind::NoStock => self.wait_for_stock(),
            FailureKind::HostBad => another(&mut self.bad_hosts, BAD_HOSTS),
            FailureKind::PodUnreachable => self.reach_again(),
            FailureKind::PodLost => another(&mut self.lost_pods, LOST_PODS),
            FailureKind::ModelDegraded => another(&mut self.degraded_pods, DEGRADED_PODS),
            FailureKind::Stuck => another(&mut self.stuck_pods, STUCK_PODS),
            FailureKind::RunFailed
            | FailureKind::RunTimedOut
            | FailureKind::StoreAway
            | FailureKind::OriginGone
            | FailureKind::Internal => Remedy::GiveUp,
            FailureKind::JobOver => Remedy::Leave,
        };
        if remedy == Remedy::NewPod {
            self.tries_on_this_pod = 0;
        }
        (remedy, self)
    }

    fn wait_for_stock(&mut self) -> Remedy {
        if self.waited_for_stock >= WAIT_FOR_STOCK {
            return Remedy::GiveUp;
        }
        self.waited_for_stock += ASK_FOR_STOCK_EVERY;
        Remedy::WaitForStock { rest: ASK_FOR_STOCK_EVERY }
    }

    fn reach_again(&mut self) -> Remedy {
        if self.tries_on_this_pod < SAME_POD_TRIES {
            self.tries_on_this_pod += 1;
            return Remedy::SamePod { rest: REST_BEFORE_SAME_POD };
        }
        another(&mut self.unreachable_pods, UNREACHABLE_PODS)
    }
}

fn another(used: &mut u32, budget: u32) -> Remedy {
    if *used >= budget {
        return Remedy::GiveUp;
    }
    *used += 1;
    Remedy::NewPod
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The remedies for the same failure over and over, up to the one that gives up.
    fn remedies(failure: FailureKind) -> Vec<Remedy> {
        let mut history = History::default();
        let mut remedies = Vec::new();
        loop {
            let (remedy, next) = history.decide(failure);
            history = next;
            remedies.push(remedy);
            if matches!(remedy, Remedy::GiveUp | Remedy::Leave) {
                return remedies;
            }
        }
    }

    fn new_pods(failure: FailureKind) -> usize {
        remedies(failure).into_iter().filter(|remedy| *remedy == Remedy::NewPod).count()
    }

    #[test]
    fn each_failure_has_its_budget_of_new_pods() {
        let budgets = FailureKind::ALL.map(|failure| (failure, new_pods(failure)));

        assert_eq!(
            budgets,
            [
                (FailureKind::NoStock, 0),
                (FailureKind::HostBad, 2),
                (FailureKind::PodUnreachable, 2),
                (FailureKind::PodLost, 5),
                (FailureKind::ModelDegraded, 1),
                (FailureKind::Stuck, 1),
                (FailureKind::RunFailed, 0),
                (FailureKind::RunTimedOut, 0),
                (FailureKind::StoreAway, 0),
                (FailureKind::JobOver, 0),
                (FailureKind::OriginGone, 0),
                (FailureKind::Internal, 0),
            ]
        );
    }

    #[test]
    fn an_unreachable_pod_is_tried_three_times_before_another_is_rented() {
        let same = Remedy::SamePod { rest: REST_BEFORE_SAME_POD };
        let of_one_pod = [same, same, same, Remedy::NewPod];

        let expected: Vec<_> =
            [of_one_pod, of_one_pod].concat().into_iter().chain([same, same, same]).collect();
        let remedies = remedies(FailureKind::PodUnreachable);

        assert_eq!(remedies.split_last(), Some((&Remedy::GiveUp, &expected[..])));
    }

    #[test]
    fn stock_is_waited_for_half_an_hour() {
        let waited: Duration = remedies(FailureKind::NoStock)
            .into_iter()
            .map(|remedy| match remedy {
                Remedy::WaitForStock { rest } => rest,
                Remedy::SamePod { .. } | Remedy::NewPod | Remedy::GiveUp | Remedy::Leave => {
                    Duration::ZERO
                }
            })
            .sum();

        assert_eq!(waited, Duration::from_mins(30));
    }

    #[test]
    fn one_failure_does_not_use_up_the_budget_of_another() {
        let mut history = History::default();
        for _ in 0..LOST_PODS {
            history = history.decide(FailureKind::PodLost).1;
        }

        assert_eq!(history.decide(FailureKind::Stuck).0, Remedy::NewPod);
        assert_eq!(history.decide(FailureKind::PodLost).0, Remedy::GiveUp);
    }

    #[test]
    fn a_job_that_is_over_is_left_alone() {
        assert_eq!(History::default().decide(FailureKind::JobOver).0, Remedy::Leave);
    }
}
