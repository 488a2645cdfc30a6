//! What the rule-based minds say: about the document, to each other, and rarely the same thing twice.

use std::collections::BTreeSet;

use simswarm_casting::{CastSettings, cast as cast_by_rules};
use simswarm_engine::action::Action;
use simswarm_engine::event::EventBody;
use simswarm_engine::mind::rule::decide;
use simswarm_engine::text::normalised;
use simswarm_engine::world::World;

use crate::casts::{answers, cast, run, settings};

/// The documents that come with the repository, with their questions.
const EXAMPLES: [(&str, &str); 3] = [
    (
        include_str!("../../../../examples/clinic-tool/document.md"),
        include_str!("../../../../examples/clinic-tool/question.txt"),
    ),
    (
        include_str!("../../../../examples/harbour-strike/document.md"),
        include_str!("../../../../examples/harbour-strike/question.txt"),
    ),
    (
        include_str!("../../../../examples/river-dam/document.md"),
        include_str!("../../../../examples/river-dam/question.txt"),
    ),
];

#[test]
fn few_posts_of_two_hundred_agents_in_fifty_rounds_are_the_same() {
    let cast_of = |(document, question): (&str, &str)| {
        let seed = settings(1, 1).seed;
        let asked = CastSettings { seed, agents: 200, horizon_days: 30 };
        cast_by_rules(document, question, asked).unwrap()
    };
    for cast in EXAMPLES.map(cast_of).into_iter().chain([cast(200)]) {
        let title = cast.brief.title.clone();
        let (_, log) = run(cast, settings(1, 50));
        let texts: Vec<String> = log
            .iter()
            .filter_map(|event| match &event.body {
                EventBody::PostCreated { text, .. } => Some(normalised(text)),
                _ => None,
            })
            .collect();
        let distinct: BTreeSet<&String> = texts.iter().collect();
        let repeated = texts.len() - distinct.len();
        println!("{title}: {repeated} of {} posts repeat another", texts.len());
        assert!(texts.len() > 1000, "{title}: {} posts", texts.len());
        assert!(repeated * 10 < texts.len(), "{title}: {repeated} of {}", texts.len());
    }
}

#[test]
fn a_post_is_plain_text_without_a_slot_left_open() {
    let (_, log) = run(cast(60), settings(2, 20));
    for event in &log {
        if let EventBody::PostCreated { text, .. } = &event.body {
            assert!(!text.contains(['{', '}', '*', '#', '<', '>', '`', '\n']), "{text}");
            assert!(
                !text.contains("  ") && text.ends_with(['.', '!', '?', '…', '"', '”']),
                "{text}"
            );
        }
    }
}

#[test]
fn nobody_says_a_thing_twice_in_one_post_or_tells_a_report_of_its_own_words() {
    let mut cast = cast(30);
    cast.brief.facts.truncate(3);
    let names: Vec<String> = cast.agents.iter().map(|agent| agent.name.clone()).collect();
    cast.agents[0].name = "Ilse Brandt".to_owned();
    let facts: Vec<String> = cast.brief.facts.iter().map(|fact| fact.text.clone()).collect();
    let about_the_mayor = facts.iter().find(|fact| fact.contains("Ilse Brandt")).unwrap().clone();
    let (_, log) = run(cast, settings(5, 25));
    let mut told = 0;
    for event in &log {
        let EventBody::PostCreated { agent, text, parent, .. } = &event.body else { continue };
        for fact in &facts {
            assert!(text.matches(fact.as_str()).count() < 2, "{text}");
        }
        if text.contains(&about_the_mayor) {
            told += 1;
            assert_ne!(agent.index(), 0, "the mayor quotes a report of herself: {text}");
            let to_the_mayor = parent.is_some() && text.contains("Ilse Brandt,");
            assert!(!to_the_mayor, "{}: {text}", names[agent.index()]);
        }
    }
    assert!(told > 5, "{told}");
}

#[test]
fn agents_answer_object_vote_follow_and_change_their_minds_aloud() {
    let (_, log) = run(cast(60), settings(3, 30));
    let count = |of: &dyn Fn(&EventBody) -> bool| log.iter().filter(|it| of(&it.body)).count();
    let replies = count(&|it| matches!(it, EventBody::PostCreated { parent: Some(_), .. }));
    let votes =
        count(&|it| matches!(it, EventBody::ActionApplied { action: Action::Vote { .. }, .. }));
    let follows =
        count(&|it| matches!(it, EventBody::ActionApplied { action: Action::Follow { .. }, .. }));
    let rejected = count(&|it| matches!(it, EventBody::ActionRejected { .. }));
    assert!(replies > 20 && votes > 20 && follows > 5, "{replies} {votes} {follows}");
    assert_eq!(rejected, 0, "the rule-based mind knows the rules");
}

#[test]
fn a_decision_is_a_function_of_the_turn() {
    let (mut world, _) = World::begin(cast(20), settings(3, 6));
    while !world.is_over() {
        for turn in world.think() {
            assert_eq!(decide(&turn), decide(&turn.clone()));
        }
        let given = answers(&world);
        world.apply(given);
    }
}
