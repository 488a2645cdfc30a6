//! What is wrong with an answer is said to the model once.

use simswarm_drive::Ended;
use simswarm_engine::EventBody;
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Question, Said};

use super::{Run, by_schema, endpoint, mind, play, sensible_answer};
use crate::world::input;

/// A run whose model answers with `wrong` until it is told what is wrong, and then with what `right` makes of it.
async fn run(wrong: &'static str, right: fn(&Question) -> Said) -> (Run, FakeChat) {
    let fake = FakeChat::start().await;
    fake.say(move |question| {
        Some(if question.messages.len() > 2 { right(question) } else { Said::text(wrong) })
    });
    let run = play(&mind(endpoint(&fake), by_schema()), &input(7, 4, 2)).await;
    (run, fake)
}

const UNKNOWN_POST: &str =
    r#"{"actions":[{"tool":"reply","post":"p999","text":"No.","stances":[]}],"poll":[]}"#;

#[tokio::test]
async fn wrong_arguments_are_put_right_once() {
    let (run, fake) = run(UNKNOWN_POST, sensible_answer).await;

    assert!(matches!(run.ended, Ok(Ended::Finished { .. })), "{:?}", run.ended);
    assert_eq!(run.skipped(), Vec::<String>::new());
    assert_eq!(run.count("action_unreadable"), 0);
    assert_eq!(run.count("post_created"), run.count("turn_decided"));
    let asked = fake.asked();
    let messages = asked[1].body["messages"].as_array().unwrap();
    assert_eq!(messages[2]["content"], UNKNOWN_POST);
    let told = messages[3]["content"].as_str().unwrap();
    assert!(told.contains("- reply: you were shown no post p999\n"), "{told}");
    let operations = run.operations();
    assert_eq!(operations.repairs, operations.calls.map(|calls| calls / 2));
}

#[tokio::test]
async fn what_stays_wrong_is_written_down_and_the_rest_is_taken() {
    const HALF_RIGHT: &str = r#"{"actions":[
        {"tool":"create_post","text":"The ferry stays.","stances":[]},
        {"tool":"buy_shares","market":"m0","outcome":"yes","amount":NaN}],
        "poll":[{"issue":"i0","probability":0.5,"reason":"r"}]}"#;
    let (run, fake) = run(HALF_RIGHT, |_| Said::text(HALF_RIGHT)).await;

    assert_eq!(run.skipped(), Vec::<String>::new());
    assert!(run.count("post_created") > 0);
    let refused = run.events().into_iter().find_map(|event| {
        let EventBody::ActionUnreadable { action, reason, .. } = event.body else { return None };
        Some((action, reason))
    });
    let reason = "\"amount\" must be a finite number, not null".to_owned();
    assert_eq!(refused, Some(("buy_shares".to_owned(), reason)));
    let own =
        |asked: &simswarm_testkit::llm::Asked| asked.body["messages"][1]["content"].to_string();
    assert!(
        fake.asked().iter().any(|it| own(it).contains("Last time: buy_shares: not done, since")),
        "no agent is told what became of its action"
    );
}

#[tokio::test]
async fn an_answer_without_anything_sound_is_an_error_and_no_decision() {
    let (run, _fake) = run("I would rather not say.", |_| Said::text("No.")).await;

    assert_eq!(run.count("turn_decided"), 0);
    let sentence = "the model's answer could not be used: answer: it holds no JSON object with \
                    \"actions\" and \"poll\"";
    assert!(run.skipped().iter().all(|it| it == sentence), "{:?}", run.skipped());
}

#[tokio::test]
async fn a_word_that_nothing_is_done_is_a_decision() {
    const NOTHING: &str = r#"{"actions":[{"tool":"do_nothing"}],"poll":[{"issue":"i0","probability":0.5,"reason":"r"}]}"#;
    let (run, _fake) = run(NOTHING, |_| Said::text(NOTHING)).await;

    assert!(run.count("turn_decided") > 0);
    assert_eq!((run.count("post_created"), run.skipped().len()), (0, 0));
    assert_eq!(run.operations().repairs, Some(0));
}
