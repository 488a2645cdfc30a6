//! What the environments refuse, and what they say about it.

use simswarm_engine::action::{
    Action, Answer, AnswerOutcome, Decision, DeclaredStance, Outcome, Vote,
};
use simswarm_engine::event::EventBody;
use simswarm_engine::world::World;
use simswarm_engine::{AgentId, Event, IssueId, MarketId, PostId};

use crate::casts::{cast, settings};

fn post(text: &str) -> Action {
    Action::CreatePost { text: text.to_owned(), stances: Vec::new() }
}

fn buy(amount: f64) -> Action {
    Action::BuyShares { market: MarketId(0), outcome: Outcome::Yes, amount }
}

/// Lets every agent that is asked do the same.
fn play(world: &mut World, actions: &[Action]) -> Vec<Event> {
    let answers = world.think().map(|turn| Answer {
        agent: turn.agent,
        outcome: AnswerOutcome::Decided(Decision {
            actions: actions.to_vec(),
            ..Decision::default()
        }),
    });
    world.apply(answers.collect())
}

fn reasons(log: &[Event], of: AgentId) -> Vec<String> {
    let reason = log.iter().filter_map(|event| match &event.body {
        EventBody::ActionRejected { agent, reason, .. } if *agent == of => Some(reason.clone()),
        _ => None,
    });
    reason.collect()
}

/// A world of six named actors, active in the first round and, by their traits, in every other.
fn world() -> World {
    let mut cast = cast(6);
    cast.agents.iter_mut().for_each(|agent| agent.traits.activity = 1.0);
    World::begin(cast, settings(1, 9)).0
}

#[test]
fn a_refused_action_has_its_reason_and_the_agent_is_told() {
    let cases = [
        (post("  "), "the text is empty"),
        (post(&"long ".repeat(200)), "the text has 999 characters; 600 are the most"),
        (
            Action::Vote { post: PostId(0), vote: Vote::Up },
            "there is no post p0 that you could have seen",
        ),
        (Action::Repost { post: PostId(9) }, "there is no post p9 that you could have seen"),
        (Action::Follow { agent: AgentId(99) }, "there is no agent a99"),
        (buy(f64::NAN), "the amount is not a finite number"),
        (buy(f64::INFINITY), "the amount is not a finite number"),
        (buy(-5.0), "the amount must be above zero"),
        (buy(1e9), "you have 1000.00 in cash"),
        (
            Action::SellShares { market: MarketId(0), outcome: Outcome::No, shares: 3.0 },
            "you hold 0 shares of that outcome",
        ),
        (
            Action::CommentOnMarket { market: MarketId(4), text: "hm".to_owned() },
            "there is no market m4",
        ),
        (
            Action::CreatePost {
                text: "a stance".to_owned(),
                stances: vec![DeclaredStance { issue: IssueId(0), position: f64::NAN }],
            },
            "a stance is a number from -1 to 1",
        ),
    ];
    for (action, expected) in cases {
        let mut world = world();
        let log = play(&mut world, std::slice::from_ref(&action));
        assert_eq!(reasons(&log, AgentId(0)), [expected], "{action:?}");
        let turn = world.think().find(|turn| turn.agent == AgentId(0)).unwrap();
        assert_eq!(turn.results[0].rejected.as_deref(), Some(expected));
        let text = serde_json::to_string(&log).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), log);
    }
}

#[test]
fn nobody_votes_for_itself_or_twice_or_follows_itself() {
    let mut world = world();
    play(&mut world, &[post("one for all to see")]);
    let up = Action::Vote { post: PostId(0), vote: Vote::Up };
    let log = play(&mut world, &[up.clone(), up, Action::Follow { agent: AgentId(0) }]);
    let author = log
        .iter()
        .find_map(|event| match &event.body {
            EventBody::ActionRejected { agent, reason, .. } if reason == "p0 is your own post" => {
                Some(*agent)
            }
            _ => None,
        })
        .unwrap();
    let other = AgentId(u32::from(author == AgentId(1)) + 1);
    assert!(reasons(&log, other).contains(&"you have voted on p0 before".to_owned()));
    assert!(reasons(&log, AgentId(0)).contains(&"you cannot follow yourself".to_owned()));
}

#[test]
fn a_turn_has_three_actions_at_most() {
    let mut world = world();
    let log = play(&mut world, &[post("one"), post("two"), post("three"), post("four")]);
    assert_eq!(reasons(&log, AgentId(0)), ["a turn has 3 actions at most"]);
}
