//! Computes a report's numbers again, from the raw lines of the log and with none of the crate's code.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::recount_ties;

pub(crate) fn events(log: &str) -> Vec<Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn of<'a>(log: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    log.iter().filter(move |event| event["type"] == kind)
}

pub(crate) fn place(id: &Value) -> usize {
    id.as_str().unwrap()[1..].parse().unwrap()
}

pub(crate) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Position of every agent on `issue` after `round`.
pub(crate) fn positions(log: &[Value], issue: &Value, round: u64) -> Vec<f64> {
    let mut all: Vec<f64> = of(log, "agent_cast")
        .map(|event| {
            event["data"]["persona"]["stances"][place(issue)]["position"].as_f64().unwrap()
        })
        .collect();
    for event in of(log, "belief_changed") {
        if event["data"]["issue"] == *issue && event["round"].as_u64().unwrap() <= round {
            all[place(&event["data"]["agent"])] = event["data"]["to"].as_f64().unwrap();
        }
    }
    all
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / number(values.len())
}

fn spread(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / number(values.len())).sqrt()
}

pub(crate) fn stance(position: f64) -> &'static str {
    if position >= 0.2 {
        "supports"
    } else if position <= -0.2 {
        "opposes"
    } else {
        "undecided"
    }
}

fn at<'a>(log: &'a [Value], seq: &Value) -> &'a Value {
    log.iter().find(|event| event["seq"] == *seq).unwrap()
}

fn prices(log: &[Value], market: &Value) -> Vec<f64> {
    let opened = of(log, "market_opened").filter(|event| event["data"]["market"] == *market);
    let traded = of(log, "trade").filter(|event| event["data"]["market"] == *market);
    opened
        .map(|event| event["data"]["initial_price"].as_f64().unwrap())
        .chain(traded.map(|event| event["data"]["price_after"].as_f64().unwrap()))
        .chain(
            of(log, "round_ended")
                .map(|event| event["data"]["prices"][place(market)].as_f64().unwrap()),
        )
        .collect()
}

fn answers(log: &[Value], rule: &Value) -> Vec<f64> {
    let polled = at(log, &rule["poll"])["data"]["answers"].as_array().unwrap();
    polled
        .iter()
        .flat_map(|one| one["answers"].as_array().unwrap())
        .filter(|answer| answer["issue"] == rule["issue"])
        .map(|answer| answer["probability"].as_f64().unwrap())
        .collect()
}

fn answered(log: &[Value], post: &Value, what: &str) -> usize {
    match what {
        "replies" => of(log, "post_created").filter(|e| e["data"]["parent"] == *post).count(),
        "reposts" => of(log, "action_applied")
            .filter(|e| e["data"]["action"]["type"] == "repost")
            .filter(|e| e["data"]["action"]["post"] == *post)
            .count(),
        _ => of(log, "action_applied")
            .filter(|e| e["data"]["action"]["type"] == "vote")
            .filter(|e| e["data"]["action"]["vote"] == "up")
            .filter(|e| e["data"]["action"]["post"] == *post)
            .count(),
    }
}

fn counted(log: &[Value], what: &str) -> f64 {
    let root = |event: &&Value| event["data"]["parent"].is_null();
    number(match what {
        "agents" => of(log, "agent_cast").count(),
        "rounds" => of(log, "round_ended").count(),
        "rounds_planned" => {
            let planned = of(log, "run_started").chain(of(log, "run_forked")).last().unwrap();
            return planned["data"]["rounds"].as_f64().unwrap();
        }
        "turns" => of(log, "turn_decided").count() + of(log, "turn_skipped").count(),
        "skipped_turns" => of(log, "turn_skipped").count(),
        "posts" => of(log, "post_created").filter(root).count(),
        "answered_posts" => {
            let drew = |e: &&Value| {
                let post = &e["data"]["post"];
                answered(log, post, "replies") + answered(log, post, "reposts") > 0
            };
            of(log, "post_created").filter(root).filter(drew).count()
        }
        "replies" => of(log, "post_created").filter(|event| !root(event)).count(),
        "trades" => of(log, "trade").count(),
        "rejected" => of(log, "action_rejected").count(),
        "polls" => of(log, "poll").count(),
        "belief_changes" => of(log, "belief_changed").count(),
        other => panic!("nobody counts {other}"),
    })
}

/// How many different agents the events are of.
fn agents<'a>(events: impl Iterator<Item = &'a Value>) -> f64 {
    let who = events.map(|event| event["data"]["agent"].as_str().unwrap());
    number(who.collect::<BTreeSet<_>>().len())
}

/// Whether a change of mind has this news among its causes.
fn told_by(change: &Value, news: &Value) -> bool {
    change["data"]["news"].as_array().is_some_and(|causes| causes.contains(news))
}

/// The number that `rule` stands for.
pub(crate) fn compute(log: &[Value], rule: &Value) -> f64 {
    let round = rule["round"].as_u64().unwrap_or_default();
    let market = &rule["market"];
    let trades = || of(log, "trade").filter(|event| event["data"]["market"] == *market);
    let all = || positions(log, &rule["issue"], round);
    let changes = || of(log, "belief_changed").filter(|e| e["data"]["issue"] == rule["issue"]);
    let names = |e: &&Value| e["data"]["because"].as_array().unwrap().contains(&rule["post"]);
    let own = |e: &&Value| e["data"]["agent"] == rule["agent"];
    match rule["rule"].as_str().unwrap() {
        "count" => counted(log, rule["of"].as_str().unwrap()),
        "round_of" => at(log, &rule["event"])["round"].as_f64().unwrap(),
        "horizon" => log[0]["data"]["brief"]["horizon_days"].as_f64().unwrap(),
        "price" if round == 0 => prices(log, market)[0],
        "price" => of(log, "round_ended").find(|e| e["round"] == round).unwrap()["data"]["prices"]
            [place(market)]
        .as_f64()
        .unwrap(),
        "lowest_price" => prices(log, market).into_iter().reduce(f64::min).unwrap(),
        "highest_price" => prices(log, market).into_iter().reduce(f64::max).unwrap(),
        "price_after" => at(log, &rule["trade"])["data"]["price_after"].as_f64().unwrap(),
        "trade_cost" => at(log, &rule["trade"])["data"]["cost"].as_f64().unwrap(),
        "market_trades" => number(trades().count()),
        "market_traders" => agents(trades()),
        "market_volume" => trades().map(|e| e["data"]["cost"].as_f64().unwrap()).sum(),
        "mean_position" => mean(&all()),
        "position_spread" => spread(&all()),
        "position" => all()[place(&rule["agent"])],
        "bloc_size" => {
            number(all().iter().filter(|x| stance(**x) == rule["stance"].as_str().unwrap()).count())
        }
        "changed_stance" => {
            let (begun, ended) =
                (positions(log, &rule["issue"], 0), positions(log, &rule["issue"], u64::MAX));
            number(begun.iter().zip(&ended).filter(|(x, y)| stance(**x) != stance(**y)).count())
        }
        "changes" => number(changes().filter(own).count()),
        "causes_of_all" => number(changes().filter(names).count()),
        "moved_by_news" => agents(changes().filter(|e| told_by(e, &rule["news"]))),
        "poll_sample" => {
            number(at(log, &rule["poll"])["data"]["answers"].as_array().unwrap().len())
        }
        "poll_mean" => mean(&answers(log, rule)),
        "poll_spread" => spread(&answers(log, rule)),
        "poll_low" => (mean(&answers(log, rule)) - margin(log, &answers(log, rule))).max(0.0),
        "poll_high" => (mean(&answers(log, rule)) + margin(log, &answers(log, rule))).min(1.0),
        "engagement" => number(
            ["up_votes", "reposts", "replies"]
                .map(|what| answered(log, &rule["post"], what))
                .iter()
                .sum(),
        ),
        what @ ("up_votes" | "reposts" | "replies") => number(answered(log, &rule["post"], what)),
        "polarisation" => polarisation(&all()),
        "actions" => actions(log, rule),
        "cascade" => recount_ties::cascade(log, &rule["post"], rule["of"].as_str().unwrap()),
        "influence" => recount_ties::influence(log, &rule["agent"], rule["of"].as_str().unwrap()),
        "company" => recount_ties::company(log, &rule["of"]),
        "difference" => compute(log, &rule["to"]) - compute(log, &rule["from"]),
        other => panic!("nobody knows how to compute {other}"),
    }
}

/// Of the mean over all agents, by some of them.
fn margin(log: &[Value], values: &[f64]) -> f64 {
    let (sample, all) = (number(values.len()), number(of(log, "agent_cast").count()));
    if sample >= all {
        0.0
    } else if sample < 2.0 {
        1.0
    } else {
        let variance = spread(values).powi(2) * sample / (sample - 1.0);
        1.96 * (variance / sample * (all - sample) / all).sqrt()
    }
}

/// What took effect between two rounds, in one of them on average.
fn actions(log: &[Value], rule: &Value) -> f64 {
    let (from, to) = (rule["from"].as_u64().unwrap(), rule["to"].as_u64().unwrap());
    let kinds = ["post_created", "trade", "action_applied"];
    let done = |event: &&Value| {
        kinds.iter().any(|kind| event["type"] == *kind)
            && (from..=to).contains(&event["round"].as_u64().unwrap())
    };
    number(log.iter().filter(done).count()) / number(usize::try_from(to + 1 - from).unwrap())
}

/// Esteban and Ray's index with α = 1.6 over ten equal groups, 1 for two equal camps at the ends.
fn polarisation(positions: &[f64]) -> f64 {
    let mut groups = vec![Vec::new(); 10];
    for position in positions {
        let tenths = (0..9).filter(|edge| *position >= f64::from(*edge) / 5.0 - 0.8 - 1e-10);
        groups[tenths.count()].push(*position);
    }
    let camps: Vec<(f64, f64)> = groups
        .iter()
        .filter(|group| !group.is_empty())
        .map(|group| (number(group.len()) / number(positions.len()), mean(group)))
        .collect();
    let felt: f64 = camps
        .iter()
        .flat_map(|one| camps.iter().map(move |other| (one, other)))
        .map(|(one, other)| one.0.powf(2.6) * other.0 * (one.1 - other.1).abs())
        .sum();
    felt * 2.0_f64.powf(1.6)
}
