//! The economy: what changes hands, what is refused, what it is measured by.

use std::sync::Arc;

use proptest::prelude::*;
use simswarm_engine::action::{Action, Answer, AnswerOutcome, Decision, Economic, Policy};
use simswarm_engine::cast::{ActorKind, Cast};
use simswarm_engine::env::economy::metrics::Metric;
use simswarm_engine::env::economy::{Economy, EconomySettings, Role};
use simswarm_engine::env::news::Source;
use simswarm_engine::event::EventBody;
use simswarm_engine::stream::Stream;
use simswarm_engine::world::{Settings, Turn, World};
use simswarm_engine::{AgentId, Event};

use crate::casts::{cast, run, settings};

/// Two firms, a government, and households; all of them always active.
fn town(agents: u32) -> Cast {
    let mut cast = cast(agents);
    cast.agents[0].kind = ActorKind::Company;
    cast.agents[1].kind = ActorKind::Company;
    cast.agents[2].kind = ActorKind::Government;
    for agent in &mut cast.agents {
        agent.traits.activity = 1.0;
    }
    cast
}

fn with_economy(seed: u64, rounds: u32) -> Settings {
    Settings { economy: Some(EconomySettings::default()), ..settings(seed, rounds) }
}

fn economy(agents: u32) -> Economy {
    let agents: Vec<_> = town(agents).agents.into_iter().map(Arc::new).collect();
    Economy::open(&agents, EconomySettings::default())
}

/// Lets whoever is asked do this.
fn play(world: &mut World, mind: impl Fn(&Turn) -> Vec<Action>) -> Vec<Event> {
    let answer = |turn: &Turn| Answer {
        agent: turn.agent,
        outcome: AnswerOutcome::Decided(Decision { actions: mind(turn), ..Decision::default() }),
    };
    let answers = world.think().map(|turn| answer(&turn)).collect();
    world.apply(answers)
}

/// Anything at all, sensible or not.
fn whim(turn: &Turn) -> Vec<Action> {
    let mut stream = Stream::of_mind(turn.seed);
    let action = |stream: &mut Stream| {
        let scale = [1.0, 30.0, 3000.0, -5.0, f64::NAN, f64::INFINITY, 1e300][stream.below(7)];
        let value = scale * stream.unit();
        let count = [0, 1, 2, 5, u32::MAX][stream.below(5)];
        Action::Economic(match stream.below(6) {
            0 => Economic::SetPrice { price: value },
            1 => Economic::Hire { count },
            2 => Economic::Fire { count },
            3 => Economic::Invest { amount: value },
            4 => Economic::ApplyPolicy { policy: Policy::TaxRate, value },
            _ => Economic::ApplyPolicy { policy: Policy::Benefit, value },
        })
    };
    (0..3).map(|_| action(&mut stream)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_done_money_only_changes_hands(seed in 0_u64..1 << 53, agents in 3_u32..40) {
        let (mut world, _) = World::begin(town(agents), with_economy(seed, 25));
        let money = world.economy().unwrap().money();
        prop_assert!(money.units() > 0.0);
        while !world.is_over() {
            let log = play(&mut world, whim);
            let text = serde_json::to_string(&log).unwrap();
            prop_assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), log);
            let economy = world.economy().unwrap();
            prop_assert_eq!(economy.money(), money);
            let employed: usize = economy.firms().iter().map(|firm| firm.workers.len()).sum();
            let employed = f64::from(u32::try_from(employed).unwrap());
            let force = f64::from(economy.labour_force());
            let unemployed = economy.metrics().unemployment * force;
            // The metric has four decimals; a town of firms and a government has nobody to employ.
            prop_assert!((employed + unemployed - force).abs() <= 0.01 * force);
            prop_assert!(economy.firms().iter().all(|firm| firm.sold <= firm.made));
        }
        prop_assert_eq!(World::from_snapshot(&world.to_snapshot()).unwrap(), world);
    }
}

#[test]
fn what_cannot_be_done_is_refused_with_its_reason() {
    let (firm, government, household) = (AgentId(0), AgentId(2), AgentId(5));
    let policy = |policy, value| Economic::ApplyPolicy { policy, value };
    let cases = [
        (firm, Economic::SetPrice { price: f64::NAN }, "the price is not a finite number"),
        (firm, Economic::SetPrice { price: 0.0 }, "the price must be above zero"),
        (firm, Economic::SetPrice { price: 2e6 }, "the price is a number from 0 to 1000000"),
        (household, Economic::SetPrice { price: 3.0 }, "only a firm can do that"),
        (firm, Economic::Hire { count: 0 }, "the number of workers must be above zero"),
        (firm, Economic::Hire { count: 900 }, "3 workers are without work"),
        (firm, Economic::Fire { count: 99 }, "you have 7 workers"),
        (firm, Economic::Invest { amount: 1e5 }, "you have 5000.00 in cash"),
        (firm, policy(Policy::TaxRate, 0.1), "only a government can do that"),
        (government, policy(Policy::TaxRate, 0.9), "the tax rate is a number from 0 to 0.5"),
        (government, policy(Policy::Benefit, f64::INFINITY), "the benefit is not a finite number"),
    ];
    for (agent, action, expected) in cases {
        let mut economy = economy(20);
        let before = economy.clone();
        let refused = economy.act(agent, &action).unwrap_err();
        assert_eq!(refused.to_string(), expected, "{action:?}");
        assert_eq!(economy, before, "{action:?}");
    }
}

#[test]
fn wages_move_from_a_firm_to_its_workers_and_whom_it_cannot_pay_it_lets_go() {
    let mut economy = economy(20);
    let (firm, worker) = (AgentId(0), economy.firms()[0].workers[0]);
    assert_eq!(economy.role(worker), Role::Household);
    let idle = economy.metrics().unemployment;
    economy.act(firm, &Economic::Invest { amount: 4950.0 }).unwrap();
    economy.close_round();
    assert!(economy.firms()[0].workers.is_empty(), "fifty are no pay for anybody");
    assert!(economy.metrics().unemployment > idle);
    assert!(economy.metrics().investment > 4949.0);
}

#[test]
fn the_cheaper_firm_sells_more_and_taxes_reach_the_government() {
    let mut economy = economy(30);
    let (cheap, dear) = (AgentId(0), AgentId(1));
    economy.act(cheap, &Economic::SetPrice { price: 20.0 }).unwrap();
    economy.act(dear, &Economic::SetPrice { price: 60.0 }).unwrap();
    economy
        .act(AgentId(2), &Economic::ApplyPolicy { policy: Policy::Benefit, value: 0.0 })
        .unwrap();
    let treasury = economy.account(AgentId(2));
    economy.close_round();
    let (cheap, dear) = (&economy.firms()[0], &economy.firms()[1]);
    assert!(cheap.sold > dear.sold && cheap.wanted > dear.wanted);
    assert!(economy.account(AgentId(2)) > treasury);
}

#[test]
fn rule_based_firms_and_governments_act_and_their_metrics_are_news() {
    let (world, log) = run(town(60), with_economy(2, 20));
    let done = |is: &dyn Fn(&Economic) -> bool| {
        let actions = log.iter().filter_map(|it| match &it.body {
            EventBody::ActionApplied { action: Action::Economic(action), .. } => Some(action),
            _ => None,
        });
        actions.filter(|action| is(action)).count()
    };
    assert!(done(&|it| matches!(it, Economic::SetPrice { .. })) > 0);
    assert!(done(&|it| matches!(it, Economic::Hire { .. } | Economic::Fire { .. })) > 0);
    assert!(done(&|it| matches!(it, Economic::ApplyPolicy { .. })) > 0);
    // A rule knows what it can do; only of two that hire the last worker one comes too late.
    for it in &log {
        if let EventBody::ActionRejected { action: Action::Economic(action), reason, .. } = &it.body
        {
            let too_late = matches!(action, Economic::Hire { .. });
            assert!(
                too_late && reason.ends_with("workers are without work"),
                "{action:?} {reason}"
            );
        }
    }
    let changes: Vec<_> = log
        .iter()
        .filter_map(|it| match &it.body {
            EventBody::Exogenous { source: Source::MetricChange { metric, from, to }, .. } => {
                Some((*metric, *from, *to))
            }
            _ => None,
        })
        .collect();
    let measures: Vec<_> = log
        .iter()
        .filter_map(|it| match &it.body {
            EventBody::EconomyMeasured { metrics, .. } => Some(*metrics),
            _ => None,
        })
        .collect();
    assert!(!changes.is_empty(), "{measures:?}");
    // Before the first round nothing was made: that something is made in it is no change.
    let began = |metric| matches!(metric, Metric::Output | Metric::Sales);
    assert!(changes.iter().all(|(metric, from, _)| !began(*metric) || *from > 0.0), "{changes:?}");
    assert_eq!(measures.len(), 20);
    let metrics = world.economy().unwrap().metrics();
    assert!(metrics.output > 0.0 && metrics.sales > 0.0, "{metrics:?}");
}

/// A town that nobody pushes: with its few firms a worker or a price more is a large part of the whole.
#[test]
fn in_a_small_town_a_metric_is_news_rarely_and_sales_do_not_jump_about() {
    for (seed, agents) in [(1, 20), (2, 30), (3, 40)] {
        let mut town = town(agents);
        // Many firms for the size: each household's budget at one of them is less than two units.
        for agent in &mut town.agents[3..7] {
            agent.kind = ActorKind::Company;
        }
        let (_, log) = run(town, with_economy(seed, 30));
        let told = log.iter().filter(|it| {
            matches!(it.body, EventBody::Exogenous { source: Source::MetricChange { .. }, .. })
        });
        let rounds: std::collections::BTreeSet<u32> = told.map(|it| it.round).collect();
        assert!((1..=9).contains(&rounds.len()), "{agents} agents: news in {rounds:?}");
        let sales: Vec<f64> = log
            .iter()
            .filter_map(|it| match &it.body {
                EventBody::EconomyMeasured { metrics, .. } => Some(metrics.sales),
                _ => None,
            })
            .collect();
        let settled = &sales[10..];
        let jumps = settled.windows(2).filter(|two| (two[1] - two[0]).abs() > 0.1 * two[0]).count();
        assert!(jumps <= 3, "{agents} agents: {jumps} jumps in {settled:?}");
    }
}

/// What is too little for a unit at one firm is spent at another.
#[test]
fn a_household_spends_its_budget_however_many_firms_share_it() {
    let mut town = town(40);
    for agent in &mut town.agents[3..15] {
        agent.kind = ActorKind::Company;
    }
    let agents: Vec<_> = town.agents.into_iter().map(Arc::new).collect();
    let settings = EconomySettings { productivity: 1000.0, ..EconomySettings::default() };
    let mut economy = Economy::open(&agents, settings);
    let price = 12.0;
    for place in 0..economy.firms().len() {
        let firm = economy.firms()[place].agent;
        economy.act(firm, &Economic::SetPrice { price }).unwrap();
    }
    let wages = settings.wage * f64::from(economy.labour_force()) * settings.employment;
    let cash = settings.household_cash * f64::from(economy.labour_force()) + wages;
    economy.close_round();
    let spent = price * economy.metrics().sales;
    assert!(spent > 0.85 * settings.spending * cash, "{spent} of {}", settings.spending * cash);
}

#[test]
fn a_run_has_no_economy_unless_it_is_asked_for() {
    let (mut world, opening) = World::begin(town(9), settings(1, 2));
    assert!(!opening.iter().any(|it| matches!(it.body, EventBody::EconomyOpened { .. })));
    assert!(world.think().all(|turn| turn.economy.is_none()));
    let log = play(&mut world, |_| vec![Action::Economic(Economic::Hire { count: 1 })]);
    let reason = log.iter().find_map(|it| match &it.body {
        EventBody::ActionRejected { reason, .. } => Some(reason.as_str()),
        _ => None,
    });
    assert_eq!(reason, Some("there is no economy in this run"));
}

#[test]
fn an_economic_action_has_its_own_name_in_the_log() {
    let action = Action::Economic(Economic::ApplyPolicy { policy: Policy::TaxRate, value: 0.2 });
    let text = serde_json::to_string(&action).unwrap();
    assert_eq!(text, r#"{"type":"apply_policy","policy":"tax_rate","value":0.2}"#);
    assert_eq!(serde_json::from_str::<Action>(&text).unwrap(), action);
}

#[test]
fn a_firm_that_is_alone_employs_as_many_as_several_would() {
    for agents in [10, 60, 300] {
        let mut cast = town(agents);
        cast.agents[1].kind = ActorKind::Person;
        let (world, _) = World::begin(cast, with_economy(3, 5));

        let unemployment = world.economy().unwrap().metrics().get(Metric::Unemployment);
        assert!((0.1..=0.21).contains(&unemployment), "{agents} agents: {unemployment}");
    }
}
