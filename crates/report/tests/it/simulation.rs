//! Reports of real runs: the examples' documents, played by the rule-based minds.

use std::collections::BTreeSet;

use simswarm_core::document::Seed;
use simswarm_core::exogenous::{ExogenousEvent, Pointing, Shift};
use simswarm_engine::world::Settings;
use simswarm_engine::{Event, EventBody};
use simswarm_report::{build, fold, to_markdown};

use crate::evidence::check;

pub(crate) fn play(document: &str, question: &str, agents: u32, rounds: u32) -> String {
    play_seed(7, document, question, agents, rounds)
}

pub(crate) fn play_seed(
    seed: u64,
    document: &str,
    question: &str,
    agents: u32,
    rounds: u32,
) -> String {
    play_with(document, question, agents, Settings::new(Seed::try_from(seed).unwrap(), rounds))
}

fn play_with(document: &str, question: &str, agents: u32, settings: Settings) -> String {
    let events = simswarm_testkit::play(document, question, agents, settings);
    events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect()
}

pub(crate) fn told(log: &str) -> String {
    check(log);
    to_markdown(&build(fold(log.as_bytes()).unwrap().history()))
}

fn every_post_is_told_once_in_a_sentence_and_quoted_once_among_the_movers(text: &str) {
    let labels = |line: &str| -> Vec<String> {
        let cited =
            line.split(" [p").skip(1).map(|rest| rest.split(']').next().unwrap().to_owned());
        cited.collect()
    };
    let mut quoted = BTreeSet::new();
    let movers = text.split("## Who moved").nth(1).map(|rest| rest.split("\n## ").next().unwrap());
    for line in movers.into_iter().flat_map(str::lines).filter(|line| line.contains('“')) {
        for (before, _) in line.match_indices("” [p") {
            let label = labels(&line[before..]).remove(0);
            assert!(quoted.insert(label.clone()), "p{label} is quoted twice: {text}");
        }
    }
    for line in text.lines() {
        let cited = labels(line);
        let distinct: BTreeSet<&String> = cited.iter().collect();
        assert_eq!(distinct.len(), cited.len(), "{line}");
    }
}

macro_rules! examples {
    ($($test:ident $folder:literal),+) => {$(
        #[test]
        fn $test() {
            let log = play(
                include_str!(concat!("../../../../examples/", $folder, "/document.md")),
                include_str!(concat!("../../../../examples/", $folder, "/question.txt")),
                30,
                15,
            );
            let text = told(&log);
            for section in ["Verdict", "Findings", "Blocs", "Markets", "Polls", "Limits"] {
                assert!(text.contains(&format!("## {section}")), "{text}");
            }
            every_post_is_told_once_in_a_sentence_and_quoted_once_among_the_movers(&text);
            println!("{text}");
        }
    )+};
}

examples! {
    the_report_on_the_clinic_tool_is_in_its_log "clinic-tool",
    the_report_on_the_harbour_strike_is_in_its_log "harbour-strike",
    the_report_on_the_river_dam_is_in_its_log "river-dam"
}

#[test]
fn two_agents_and_one_round_are_enough_for_a_report() {
    let document =
        "Das Rathaus plant, die Fähre zu schließen. Bürgermeisterin Anna Weber ist dafür.";

    let text = told(&play(document, "Wird die Fähre geschlossen?", 2, 1));

    assert!(text.contains("with 2 agents over 1 round "), "{text}");
}

/// The propositions of a log with their means in its last poll, the likeliest first.
fn polled(log: &str) -> Vec<(f64, String)> {
    let events: Vec<Event> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut propositions = Vec::new();
    let mut last = Vec::new();
    for event in events {
        if let EventBody::IssueDefined { definition, .. } = event.body {
            propositions.push(definition.proposition);
        } else if let EventBody::Poll { answers } = event.body {
            last = answers;
        }
    }
    let mean = |issue: usize| {
        let own = last.iter().flat_map(|it| &it.answers).filter(|it| it.issue.index() == issue);
        let own: Vec<f64> = own.map(|it| it.probability).collect();
        own.iter().sum::<f64>() / f64::from(u32::try_from(own.len()).unwrap())
    };
    let mut ranked: Vec<(f64, String)> =
        propositions.into_iter().enumerate().map(|(at, said)| (mean(at), said)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// Several companies that could win, one likelier than the others.
pub(crate) const PRICE_WAR: &str = "Corvane Ferries cut its fares on Monday and expects to lose the price war. Ostrel Shipping CEO Lena \
        Marsh said Ostrel Shipping will win the price war. Bluewake Marine sued Corvane Ferries over the harbour slots. \
        The Ministry of Transport backs Bluewake Marine.";

#[test]
fn the_verdict_on_candidates_names_the_likeliest_and_who_comes_next() {
    let mut led = 0;
    for question in ["Who wins the price war?", "Which companies gain from the price war?"] {
        let log = play(PRICE_WAR, question, 20, 8);
        let ranked = polled(&log);
        assert!(ranked.len() > 2, "{ranked:?}");
        let first = log.lines().find(|line| line.contains("issue_defined")).unwrap();
        led += usize::from(!first.contains(&ranked[0].1));

        let text = told(&log);

        let answer = text.split("## Verdict").nth(1).unwrap();
        let place = |said: &str| answer.find(said.trim_end_matches('.')).unwrap();
        let [a, b, c] = [0, 1, 2].map(|at| place(&ranked[at].1));
        assert!(a < b && b < c, "{question} {ranked:?}: {answer}");
        assert!(answer[..a].contains("the likeliest of those asked about"), "{answer}");
    }
    assert!(led > 0, "where the first candidate leads nothing is shown");
}

/// A strike that is told of a ruling, which takes a side, and of a storm, which takes none.
fn played_with_news() -> String {
    let document = include_str!("../../../../examples/harbour-strike/document.md");
    let question = include_str!("../../../../examples/harbour-strike/question.txt");
    let shifts = vec![Shift { issue: 0, position: 1.0 }];
    let ruling = ExogenousEvent::plain(1, "The court has ruled.".to_owned());
    // As it is once its text is read.
    let storm = ExogenousEvent {
        points: Some(Pointing::Text),
        ..ExogenousEvent::plain(2, "A storm closes the port.".to_owned())
    };
    let events = vec![ExogenousEvent { shifts, ..ruling }, storm];
    let settings = Settings { events, ..Settings::new(Seed::try_from(7).unwrap(), 2) };
    play_with(document, question.trim(), 12, settings)
}

#[test]
fn what_happened_from_outside_is_told_with_whom_it_moved() {
    let log = played_with_news();

    let report = told(&log);

    let section = report.split("## What happened from outside").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let lines: Vec<&str> = section.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(lines.len(), 3, "{section}");
    assert!(
        lines[0].starts_with("- In round 1 [e")
            && lines[0]
                .contains("“The court has ruled.” As it was given, it speaks for “the Kelmouth")
    );
    assert!(lines[1].contains("changed their mind on “"), "{section}");
    assert!(
        lines[2].contains(
            "“A storm closes the port.” Its text takes no side on what is at issue. No change of mind"
        ),
        "{section}"
    );
    let document = "The ferry council of Vessel Bay will vote on the night line in June.";
    assert!(!told(&play(document, "Will it close?", 12, 2)).contains("What happened from outside"));
}

#[test]
fn who_is_moved_by_news_alone_is_said_to_be() {
    let log = played_with_news();

    let report = told(&log);

    let news = log.lines().find(|line| line.contains("The court has ruled.")).unwrap();
    let news: serde_json::Value = serde_json::from_str(news).unwrap();
    let cited = format!("news alone moved it, told in round 1 [e{}].", news["seq"]);
    assert!(report.contains(&cited), "{report}");
    assert!(!report.contains("names no post as its cause"), "{report}");
}

#[test]
fn a_fork_of_another_length_is_complete_and_says_where_it_left() {
    let document = include_str!("../../../../examples/harbour-strike/document.md");
    let question = include_str!("../../../../examples/harbour-strike/question.txt");
    let settings = |seed, rounds| Settings::new(Seed::try_from(seed).unwrap(), rounds);
    for rounds in [6, 12] {
        let fork = (4, settings(9, rounds));
        let events = simswarm_testkit::play_fork(document, question, 20, settings(7, 9), fork);
        let text = |events: &[Event]| -> String {
            events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect()
        };

        let whole = told(&text(&events));
        let cut: Vec<Event> = events.into_iter().filter(|event| event.round < rounds).collect();
        let cut = told(&text(&cut));

        for report in [&whole, &cut] {
            assert!(report.contains("The run goes its own way from round 5 on"), "{report}");
        }
        assert!(whole.contains(&format!("over {rounds} rounds")), "{whole}");
        assert!(!whole.contains("not complete"), "{whole}");
        let planned = format!("The run is not complete: {rounds} rounds were planned.");
        assert!(cut.contains(&planned), "{cut}");
    }
}
