//! Questions as issues: explicit propositions with two poles, whatever way it is asked.

use simswarm_casting::{CastSettings, cast};
use simswarm_core::document::Seed;
use simswarm_engine::cast::Cast;

const FERRIES: &str = "Corvane Ferries cut its fares on Monday. Ostrel Shipping CEO Lena Marsh said the \
    price war \"helps nobody\". Bluewake Marine sued Corvane Ferries over the harbour slots. The Ministry \
    of Transport announced an inquiry. Public anger over cancelled crossings has grown, and islanders \
    complained about the crossings.";

fn cast_of(document: &str, question: &str) -> Cast {
    let settings = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 30, horizon_days: 30 };
    cast(document, question, settings).unwrap()
}

fn propositions(question: &str) -> Vec<String> {
    cast_of(FERRIES, question).issues.into_iter().map(|issue| issue.proposition).collect()
}

#[test]
fn who_wins_is_one_issue_for_each_that_may() {
    let who = propositions("Who wins the price war?");
    assert!(who.contains(&"Corvane Ferries will win the price war.".to_owned()), "{who:?}");
    assert!(who.contains(&"Bluewake Marine will win the price war.".to_owned()), "{who:?}");
    assert!((3..=5).contains(&who.len()), "{who:?}");
    // Who speaks for a body is no other candidate than the body.
    assert_eq!(who.iter().filter(|it| it.contains("Marsh") || it.contains("Ostrel")).count(), 1);
    for issue in cast_of(FERRIES, "Who wins the price war?").issues {
        assert!(issue.pole_for.contains(" will win "), "{}", issue.pole_for);
        assert!(issue.pole_against.contains(" will not win "), "{}", issue.pole_against);
    }
}

#[test]
fn which_companies_asks_about_companies_alone() {
    for question in
        ["Which companies gain from the inquiry?", "Which companies will gain from the inquiry?"]
    {
        let mut which = propositions(question);
        which.sort();
        assert_eq!(
            which,
            [
                "Bluewake Marine will gain from the inquiry.",
                "Corvane Ferries will gain from the inquiry.",
                "Ostrel Shipping will gain from the inquiry.",
            ],
            "{question}"
        );
    }
}

#[test]
fn names_that_a_question_lists_are_its_candidates() {
    let two = ["Corvane Ferries will win it.", "Bluewake Marine will win it."];
    assert_eq!(propositions("Who will win it, Corvane Ferries or Bluewake Marine?"), two);
    assert_eq!(propositions("Will Corvane Ferries or Bluewake Marine win it?"), two);
}

#[test]
fn a_subject_of_two_is_one_subject() {
    assert_eq!(
        propositions("Will Corvane Ferries and Bluewake Marine settle?"),
        ["Corvane Ferries and Bluewake Marine will settle."]
    );
    assert_eq!(
        propositions("Will Corvane and Bluewake appeal?"),
        ["Corvane and Bluewake will appeal."]
    );
}

#[test]
fn a_common_noun_keeps_no_capital() {
    let issue = &cast_of(FERRIES, "Will Public anger over the crossings fade?").issues[0];
    assert_eq!(issue.pole_for, "public anger over the crossings will fade");
    // A name of a trade keeps its own.
    let oil =
        &cast_of("Brent crude rose. Traders wait.", "Will Brent crude stay above $100?").issues[0];
    assert_eq!(oil.pole_for, "Brent crude will stay above $100");
}

#[test]
fn a_length_of_time_is_no_issue() {
    let whole = propositions("Predict the next month");
    assert!(!whole.iter().any(|it| it.to_lowercase().contains("month")), "{whole:?}");
    assert_eq!(
        propositions("Predict the next month of ticket prices"),
        ["Ticket prices will rise."]
    );
    assert_eq!(
        propositions("Predict how the islanders will react to the inquiry")[0],
        "The islanders will respond favourably to the inquiry."
    );
}

#[test]
fn the_date_of_a_question_is_none_of_its_keywords() {
    let issue = &cast_of(FERRIES, "Will the harbour reopen by the end of April?").issues[0];
    assert!(issue.keywords.iter().any(|it| it == "reopen"));
    assert!(!issue.keywords.iter().any(|it| it == "end" || it == "ended"), "{:?}", issue.keywords);
}
