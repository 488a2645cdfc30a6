//! Computes again who dealt with whom and what came of it, from the raw lines of the log. Only which agents are a community is
//! taken from the artifact.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use simswarm_core::artifact::Artifact;
use simswarm_core::operations::OperationsSummary;
use simswarm_report::fold;

use crate::recount::{mean, number, of, place, positions, stance};

/// Who wrote each post.
fn authors(log: &[Value]) -> Vec<usize> {
    of(log, "post_created").map(|event| place(&event["data"]["agent"])).collect()
}

fn action<'a>(log: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    of(log, "action_applied").filter(move |event| event["data"]["action"]["type"] == kind)
}

/// A reply, a repost, an up-vote, or a follow that holds at the end: two different agents.
fn ties(log: &[Value]) -> Vec<(usize, usize)> {
    let authors = authors(log);
    let author = |post: &Value| authors[place(post)];
    let replies = of(log, "post_created").filter(|event| !event["data"]["parent"].is_null());
    let mut ties: Vec<(usize, usize)> = replies
        .map(|event| (place(&event["data"]["agent"]), author(&event["data"]["parent"])))
        .collect();
    let ups = action(log, "vote").filter(|event| event["data"]["action"]["vote"] == "up");
    ties.extend(
        ups.chain(action(log, "repost")).map(|event| {
            (place(&event["data"]["agent"]), author(&event["data"]["action"]["post"]))
        }),
    );
    let mut follows = BTreeSet::new();
    for event in of(log, "follows_seeded") {
        let whom = event["data"]["follows"].as_array().unwrap();
        follows.extend(whom.iter().map(|whom| (place(&event["data"]["agent"]), place(whom))));
    }
    for event in of(log, "action_applied") {
        let action = &event["data"]["action"];
        let pair = || (place(&event["data"]["agent"]), place(&action["agent"]));
        match action["type"].as_str().unwrap() {
            "follow" => follows.insert(pair()),
            "unfollow" => follows.remove(&pair()),
            _ => false,
        };
    }
    ties.extend(follows);
    ties.retain(|(one, other)| one != other);
    ties
}

/// The communities of the artifact, then everybody else alone.
fn communities(log: &[Value]) -> (Vec<Vec<usize>>, usize) {
    let lines: Vec<String> = log.iter().map(ToString::to_string).collect();
    let artifacts = fold(lines.join("\n").as_bytes()).unwrap();
    let file = artifacts.file(Artifact::Communities, &OperationsSummary::default()).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    let mut all: Vec<Vec<usize>> = file["communities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["members"].as_array().unwrap().iter().map(place).collect())
        .collect();
    let circles = all.iter().filter(|members| members.len() >= 3).count();
    let known: BTreeSet<usize> = all.iter().flatten().copied().collect();
    let agents = of(log, "agent_cast").count();
    all.extend((0..agents).filter(|agent| !known.contains(agent)).map(|agent| vec![agent]));
    (all, circles)
}

pub(crate) fn company(log: &[Value], rule: &Value) -> f64 {
    let (communities, circles) = communities(log);
    let (ties, issue) = (ties(log), &rule["issue"]);
    let circle = || {
        let circle = usize::try_from(rule["circle"].as_u64().unwrap()).unwrap();
        assert!(circle < circles);
        &communities[circle]
    };
    let round = |name: &str| rule[name].as_u64().unwrap();
    let standing = |round: u64| -> BTreeSet<usize> {
        let all = positions(log, issue, round);
        let same = |agent: &&usize| stance(all[**agent]) == rule["stance"].as_str().unwrap();
        circle().iter().filter(same).copied().collect()
    };
    let inside = |members: &[usize]| {
        number(ties.iter().filter(|(a, b)| members.contains(a) && members.contains(b)).count())
    };
    let all = number(ties.len());
    let ever = |from: u64, to: u64| -> BTreeSet<usize> { (from..=to).flat_map(standing).collect() };
    match rule["what"].as_str().unwrap() {
        "circles" => number(circles),
        "alone" => {
            let company: BTreeSet<usize> = ties.iter().flat_map(|(a, b)| [*a, *b]).collect();
            number(of(log, "agent_cast").count() - company.len())
        }
        "inside" => communities.iter().map(|it| inside(it)).sum::<f64>() / all,
        "beyond_chance" => communities.iter().fold(0.0, |sum, members| {
            let ends = ties.iter().flat_map(|(a, b)| [a, b]).filter(|it| members.contains(it));
            let share = number(ends.count()) / (2.0 * all);
            sum + inside(members) / all - share * share
        }),
        "members" => number(circle().len()),
        "mean_position" => {
            let all = positions(log, issue, round("round"));
            mean(&circle().iter().map(|agent| all[*agent]).collect::<Vec<_>>())
        }
        "size" => number(standing(round("round")).len()),
        "joined" => {
            number(ever(round("from"), round("to")).difference(&standing(round("from"))).count())
        }
        "left" => {
            number(ever(round("from"), round("to")).difference(&standing(round("to"))).count())
        }
        "between" => between(&positions(log, issue, round("round")), &communities),
        other => panic!("nobody knows how to compute {other}"),
    }
}

/// The share of the variance that the groups' means have.
fn between(all: &[f64], groups: &[Vec<usize>]) -> f64 {
    let square = |x: f64| (x - mean(all)) * (x - mean(all));
    let whole: f64 = all.iter().map(|x| square(*x)).sum();
    let apart: f64 = groups
        .iter()
        .map(|group| {
            let own: Vec<f64> = group.iter().map(|agent| all[*agent]).collect();
            number(own.len()) * square(mean(&own))
        })
        .sum();
    if whole < 1e-12 { 0.0 } else { apart / whole }
}

/// What hangs below a post, round by round: who did it, in which round, and how far from the post.
fn below(log: &[Value], root: &Value) -> Vec<(&'static str, usize, u64, u32)> {
    let mut depths = BTreeMap::from([(root.to_string(), 0)]);
    let mut found = Vec::new();
    for event in log {
        let data = &event["data"];
        let (kind, parent) = match event["type"].as_str().unwrap() {
            "post_created" => ("reply", &data["parent"]),
            "action_applied" if data["action"]["type"] == "repost" => {
                ("repost", &data["action"]["post"])
            }
            _ => continue,
        };
        let Some(depth) = depths.get(&parent.to_string()).map(|depth| depth + 1) else { continue };
        if kind == "reply" {
            depths.insert(data["post"].to_string(), depth);
        }
        found.push((kind, place(&data["agent"]), event["round"].as_u64().unwrap(), depth));
    }
    found
}

pub(crate) fn cascade(log: &[Value], post: &Value, what: &str) -> f64 {
    let (all, wrote) = (below(log, post), authors(log)[place(post)]);
    let kinds = |kind| number(all.iter().filter(|it| it.0 == kind).count());
    match what {
        "replies" => kinds("reply"),
        "reposts" => kinds("repost"),
        "others" => {
            let who: BTreeSet<usize> =
                all.iter().map(|it| it.1).filter(|it| *it != wrote).collect();
            number(who.len())
        }
        "steps" => f64::from(all.iter().map(|it| it.3).max().unwrap()),
        "last_round" => {
            let last = all.iter().map(|it| it.2).max().unwrap();
            f64::from(u32::try_from(last).unwrap())
        }
        other => panic!("nobody knows how to compute {other}"),
    }
}

pub(crate) fn influence(log: &[Value], agent: &Value, what: &str) -> f64 {
    let authors = authors(log);
    let mut people = BTreeSet::new();
    let (mut moved, mut net) = (0.0, 0.0);
    for event in of(log, "belief_changed").filter(|event| event["data"]["agent"] != *agent) {
        let data = &event["data"];
        let because = data["because"].as_array().unwrap();
        let step = data["to"].as_f64().unwrap() - data["from"].as_f64().unwrap();
        let weights = (1..=because.len()).map(|rank| 1.0 / number(rank));
        let whole: f64 = weights.clone().sum();
        for (post, weight) in because.iter().zip(weights) {
            if authors[place(post)] == place(agent) {
                people.insert(data["agent"].to_string());
                moved += (step * weight / whole).abs();
                net += step * weight / whole;
            }
        }
    }
    match what {
        "people" => number(people.len()),
        "moved" => moved,
        "net" => net,
        other => panic!("nobody knows how to compute {other}"),
    }
}
