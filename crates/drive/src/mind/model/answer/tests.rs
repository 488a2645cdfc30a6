use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;
use simswarm_engine::action::{Answer, AnswerOutcome, DeclaredStance, Outcome, Vote};
use simswarm_engine::world::turn::Asked;
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};
use simswarm_llm::{Finish, ToolCall, Usage};

use super::*;
use crate::mind::MindKind;

const DOCUMENT: &str = "Mayor Ilse Brandt of Vessel Bay said the night ferry closes. Tomas Reyes opposes it. \
    Northline Shipping offered to run it at half price until autumn.";

/// The first turn that acts in a round where posts have been shown.
fn turn(polled: bool) -> Turn {
    let input = RunInput {
        document: DOCUMENT.to_owned(),
        goal: "Will the night ferry be closed by June?".to_owned(),
        seed: Seed::try_from(3).unwrap(),
        agents: 6,
        rounds: 5,
        horizon_days: 30,
        events: Vec::new(),
        economy: false,
        recommender: Recommender::default(),
        cast: CastBy::default(),
        forked_at: None,
        beliefs: BeliefOptions::default(),
    };
    let (mut world, _) = crate::opening::open(&input, &MindKind::Rules).unwrap();
    while world.round() < 4 {
        let answer = |turn: &Turn| Answer {
            agent: turn.agent,
            outcome: AnswerOutcome::Decided(simswarm_engine::mind::rule::decide(turn)),
        };
        let answers = world.think().map(|turn| answer(&turn)).collect();
        world.apply(answers);
    }
    let mut turn = world.think().find(|turn| turn.feed.len() > 1).unwrap();
    turn.asked = if polled { Asked::ActAndPoll } else { Asked::Act };
    turn
}

fn reply(text: &str) -> ChatReply {
    ChatReply {
        text: Some(text.to_owned()),
        tool_calls: Vec::new(),
        finish: Finish::Stop,
        thought: false,
        usage: Usage::default(),
        model: "m".to_owned(),
    }
}

fn read_text(text: &str) -> Reading {
    read(&reply(text), &turn(false))
}

/// What is wrong with an answer of one action.
fn problem(action: &str) -> String {
    let reading = read_text(&format!("{{\"actions\":[{action}],\"poll\":[]}}"));
    assert!(!reading.is_usable(), "{action} was taken");
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    let problem = &reading.problems[0];
    format!("{}: {}", problem.action, problem.reason)
}

#[test]
fn values_are_taken_for_what_they_are_meant_to_be() {
    let shown = turn(false).feed[0].post.0;
    let text = format!(
        "Here you are:\n```json\n{{\"actions\":[\
         {{\"tool\":\"Vote\",\"post\":\"P{shown}\",\"vote\":\"upvote\"}},\
         {{\"name\":\"buy_shares\",\"arguments\":\"{{\\\"market\\\":0,\\\"outcome\\\":\\\"YES\\\",\\\"amount\\\":\\\"5\\\"}}\"}},\
         {{\"tool\":\"reply\",\"post\":{shown},\"text\":\" Why? \",\"stances\":{{\"I0\":\"-0.5\"}}}}\
         ]}}\n```\nI hope [this] helps {{}}."
    );

    let reading = read_text(&text);

    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let stance = DeclaredStance { issue: IssueId(0), position: -0.5 };
    assert_eq!(
        reading.into_decision().actions,
        [
            Action::Vote { post: PostId(shown), vote: Vote::Up },
            Action::BuyShares { market: MarketId(0), outcome: Outcome::Yes, amount: 5.0 },
            Action::Reply { post: PostId(shown), text: "Why?".to_owned(), stances: vec![stance] },
        ]
    );
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let cases = [
        (r#"{"tool":"shout","text":"x"}"#, "shout: there is no such tool; there are create_post, "),
        (r#"{"tool":"vote","post":"p999","vote":"up"}"#, "vote: you were shown no post p999"),
        (
            r#"{"tool":"vote","post":"m0","vote":"up"}"#,
            "vote: \"post\" must be the id of a post, like p3, not \"m0\"",
        ),
        (r#"{"tool":"follow","agent":"a999"}"#, "follow: you were shown no participant a999"),
        (r#"{"tool":"create_post","text":""}"#, "create_post: \"text\" is empty"),
        (r#"{"tool":"create_post","text":null}"#, "create_post: \"text\" is missing"),
        (
            r#"{"tool":"buy_shares","market":"m0","outcome":"yes","amount":NaN}"#,
            "buy_shares: \"amount\" must be a finite number, not null",
        ),
        (
            r#"{"tool":"buy_shares","market":"m0","outcome":"yes","amount":"1e999"}"#,
            "buy_shares: \"amount\" must be a finite number",
        ),
        (
            r#"{"tool":"buy_shares","market":"m7","outcome":"yes","amount":1}"#,
            "buy_shares: there is no market m7",
        ),
        (
            r#"{"tool":"create_post","text":"x","stances":[{"issue":"i0","position":3}]}"#,
            "create_post: the position on i0 must be a number from -1 to 1",
        ),
        (
            r#"{"tool":"vote","arguments":null}"#,
            "vote: its arguments must be a JSON object, not null",
        ),
        ("7", "action: an action is an object with \"tool\", not 7"),
    ];
    for (action, sentence) in cases {
        let said = problem(action);
        assert!(said.starts_with(sentence), "{action}: {said}");
    }
    assert!(
        problem(&format!(r#"{{"tool":"create_post","text":"{}"}}"#, "x".repeat(700)))
            .contains("700 characters")
    );
}

#[test]
fn nothing_is_done_only_if_the_model_says_so() {
    assert!(read_text(r#"{"actions":[{"tool":"do_nothing"}],"poll":[]}"#).is_usable());
    for text in [
        "",
        "I would rather not.",
        "{}",
        "[]",
        "null",
        r#"{"actions":[],"poll":[]}"#,
        "{\"actions\":[{\"tool\"",
    ] {
        let reading = read_text(text);
        assert!(!reading.is_usable(), "{text}");
        assert_eq!(reading.problems.len(), 1, "{text}");
    }
}

#[test]
fn an_answer_that_was_cut_off_is_told_to_be_shorter() {
    let cut = ChatReply { finish: Finish::Length, ..reply("{\"actions\":[{\"tool\":\"create") };

    let reading = read(&cut, &turn(false));

    assert!(reading.problems[0].reason.contains("be shorter"));
}

#[test]
fn sound_actions_are_taken_and_the_others_named() {
    let text = r#"{"actions":[{"tool":"create_post","text":"A."},{"tool":"repost","post":"p999"}],"poll":[]}"#;

    let decision = read_text(text).into_decision();

    assert_eq!(decision.actions.len(), 1);
    assert_eq!(decision.refused[0].action, "repost");
}

#[test]
fn calls_of_tools_are_read_like_json() {
    let call = |name: &str, arguments: &str| ToolCall {
        name: name.to_owned(),
        arguments: arguments.to_owned(),
    };
    let reply = ChatReply {
        text: None,
        tool_calls: vec![
            call("follow", r#"{"agent":"@a0"}"#),
            call("create_post", "null"),
            call("create_post", r#"{"text": "cut o"#),
            call("answer_poll", r#"{"answers":[{"issue":"i0","probability":"40%","reason":"r"}]}"#),
        ],
        ..reply("")
    };

    let reading = read(&reply, &turn(true));

    assert_eq!(reading.problems.len(), 2, "{:?}", reading.problems);
    let decision = reading.into_decision();
    assert_eq!(decision.actions, [Action::Follow { agent: AgentId(0) }]);
    assert!((decision.poll[0].probability - 0.4).abs() < 1e-9);
}

#[test]
fn a_poll_wants_a_probability_on_every_issue() {
    let read = |poll: &str| {
        let text = format!(r#"{{"actions":[{{"tool":"do_nothing"}}],"poll":{poll}}}"#);
        let reading = read(&reply(&text), &turn(true));
        reading.problems.iter().map(|it| it.reason.clone()).collect::<Vec<String>>().join("; ")
    };

    assert_eq!(read(r#"[{"issue":"i0","probability":0.3,"reason":"r"}]"#), "");
    assert_eq!(read(r#"{"i0":0.3}"#), "");
    assert_eq!(read("[]"), "there is no answer on i0");
    assert_eq!(read("null"), "it was not answered");
    assert_eq!(
        read(r#"[{"issue":"i0","probability":30}]"#),
        "the probability on i0 must be a number from 0 to 1"
    );
    assert_eq!(read(r#"[{"issue":"i9","probability":0.3}]"#), "there is no issue \"i9\"");
}
