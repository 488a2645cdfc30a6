//! What happens from outside, and what makes news by itself.

use simswarm_core::exogenous::{Audience, ExogenousEvent, Pole, Shift};
use simswarm_engine::action::{
    Action, Answer, AnswerOutcome, Decision, DeclaredStance, Outcome, Vote,
};
use simswarm_engine::cast::Cast;
use simswarm_engine::env::news::Source;
use simswarm_engine::event::EventBody;
use simswarm_engine::world::{Settings, Turn, World};
use simswarm_engine::{AgentId, Event, IssueId, MarketId, PostId};

use crate::casts::{answers, cast, run, settings, stance};

/// The court rules in this round, against the closure.
fn ruling(round: u32, audience: Audience) -> ExogenousEvent {
    ExogenousEvent {
        audience,
        credibility: 0.9,
        shifts: vec![Shift { issue: 0, position: -0.8 }],
        ..ExogenousEvent::plain(round, "The regional court has stopped the closure.".to_owned())
    }
}

fn with(events: Vec<ExogenousEvent>, rounds: u32) -> Settings {
    Settings { events, ..settings(3, rounds) }
}

/// Whoever is asked does this.
fn play(world: &mut World, mind: impl Fn(&Turn) -> Vec<Action>) -> Vec<Event> {
    let answer = |turn: &Turn| Answer {
        agent: turn.agent,
        outcome: AnswerOutcome::Decided(Decision { actions: mind(turn), ..Decision::default() }),
    };
    let answers = world.think().map(|turn| answer(&turn)).collect();
    world.apply(answers)
}

fn silent(_: &Turn) -> Vec<Action> {
    Vec::new()
}

/// Who is told of something in the next round.
fn told(world: &World) -> Vec<AgentId> {
    let turns = world.think().filter(|turn| !turn.news.is_empty());
    turns.map(|turn| turn.agent).collect()
}

#[test]
fn an_event_is_told_to_all_of_its_audience_in_its_round_and_never_again() {
    let event = ruling(3, Audience::Everybody);
    let (mut world, _) = World::begin(cast(30), with(vec![event], 6));
    for round in 1..=6 {
        let expected = if round == 3 { 30 } else { 0 };
        assert_eq!(told(&world).len(), expected, "round {round}");
        let log = play(&mut world, silent);
        let place = log.iter().position(|it| matches!(it.body, EventBody::Exogenous { .. }));
        assert_eq!(place, (round == 3).then_some(1), "right after the round's beginning");
    }
}

/// Who hears of an event for this audience.
fn heard_by(cast: Cast, audience: Audience) -> Vec<u32> {
    let (world, _) = World::begin(cast, with(vec![ruling(1, audience)], 2));
    told(&world).into_iter().map(|agent| agent.0).collect()
}

#[test]
fn an_audience_is_a_segment_a_kind_a_side_or_named_agents() {
    let nurses = Audience::Segment("Nurse".to_owned());
    assert_eq!(heard_by(cast(20), nurses), [7, 12, 17]);
    assert_eq!(heard_by(cast(9), Audience::Kind("person".to_owned())), [0, 1, 2, 3, 4, 5]);
    let words = ["a7", "agent_2", "ilse brandt i", "nobody"].map(str::to_owned).to_vec();
    assert_eq!(heard_by(cast(20), Audience::Agents(words)), [0, 2, 7]);
    let cast = cast(20);
    let of_side = |sign: f64| -> Vec<u32> {
        let held = cast.agents.iter().map(|it| it.stances[0].position * sign);
        (0..).zip(held).filter(|(_, held)| *held > 0.0).map(|(agent, _)| agent).collect()
    };
    let side = |pole| Audience::Side { issue: 0, pole };
    assert_eq!(heard_by(cast.clone(), side(Pole::For)), of_side(1.0));
    assert_eq!(heard_by(cast.clone(), side(Pole::Against)), of_side(-1.0));
    assert!(heard_by(cast, Audience::Side { issue: 9, pole: Pole::For }).is_empty());
}

#[test]
fn it_moves_who_hears_of_it_towards_what_it_says_and_nobody_else() {
    let audience = Audience::Agents((0..10).map(|agent| format!("a{agent}")).collect());
    let (mut world, _) = World::begin(cast(20), with(vec![ruling(1, audience)], 2));
    let log = play(&mut world, silent);
    let event = log.iter().find(|it| matches!(it.body, EventBody::Exogenous { .. })).unwrap().seq;
    let mut moved = Vec::new();
    for it in &log {
        if let EventBody::BeliefChanged { agent, issue, from, to, because, news, .. } = &it.body {
            assert!(issue.0 == 0 && (to + 0.8).abs() < (from + 0.8).abs());
            assert!(because.is_empty() && *news == [event]);
            moved.push(agent.0);
        }
    }
    // One of the ten holds that very position already.
    assert!(moved.len() >= 9 && moved.iter().all(|agent| *agent < 10), "{moved:?}");
}

#[test]
fn an_injected_event_is_told_next_and_replays() {
    let (mut world, _) = World::begin(cast(20), settings(3, 5));
    let given = answers(&world);
    world.apply(given);
    let kept = world.to_snapshot();
    // Thought of before and after: the turns are those after.
    let before = world.think().len();
    world.inject(&ruling(1, Audience::Everybody));
    assert!(before < 20 && told(&world).len() == 20);
    let given = answers(&world);
    let log = world.apply(given.clone());
    let is_injected = |it: &Event| {
        matches!(it.body, EventBody::Exogenous { source: Source::Injected, audience: 20, .. })
    };
    assert!(log.iter().any(is_injected));
    let mut replayed = World::from_snapshot(&kept).unwrap();
    replayed.inject(&ruling(1, Audience::Everybody));
    assert_eq!(replayed.apply(given), log);
    assert_eq!(replayed, world);
}

#[test]
fn who_could_not_be_asked_is_told_later() {
    let event = ruling(1, Audience::Agents(vec!["a4".to_owned()]));
    let mut cast = cast(10);
    cast.agents[4].traits.activity = 1.0;
    let (mut world, _) = World::begin(cast, with(vec![event], 3));
    world.apply(Vec::new());
    assert_eq!(told(&world), [AgentId(4)]);
    play(&mut world, silent);
    assert!(told(&world).is_empty());
}

#[test]
fn rule_based_minds_write_about_it_and_the_crowd_follows_it() {
    let plays = |events: Vec<ExogenousEvent>| {
        let (_, log) = run(cast(40), with(events, 8));
        let quotes = |it: &&Event| matches!(&it.body, EventBody::PostCreated { text, .. } if text.contains("has stopped the closure"));
        let ends = log.iter().filter_map(|it| match &it.body {
            EventBody::RoundEnded { positions, prices, .. } => Some((positions[0], prices[0])),
            _ => None,
        });
        (log.iter().filter(quotes).count(), ends.collect::<Vec<_>>())
    };
    let (without, quiet) = plays(Vec::new());
    let (quoted, moved) = plays(vec![ruling(2, Audience::Everybody)]);
    assert!(without == 0 && quoted > 10, "{quoted} posts about it");
    assert!(moved[1].0 < quiet[1].0 - 0.01, "{moved:?} {quiet:?}");
    assert!(moved[7].0 < quiet[7].0 && moved[7].1 < quiet[7].1, "{moved:?} {quiet:?}");
}

/// What happened stays what happened: an opinion does not go back to what it was before it, though it goes back from what
/// others merely say.
#[test]
fn news_count_and_what_they_changed_lasts() {
    let mut cast = cast(20);
    for agent in &mut cast.agents {
        agent.stances[0] = stance(0.3, 0.4);
        agent.traits.activity = 1.0;
        agent.traits.stubbornness = 0.3;
    }
    let (mut world, _) = World::begin(cast, with(vec![ruling(2, Audience::Everybody)], 12));
    let say = |turn: &Turn| {
        let position = turn.beliefs[0].position;
        let stances = vec![DeclaredStance { issue: IssueId(0), position }];
        vec![Action::CreatePost { text: format!("{} speaks.", turn.agent), stances }]
    };
    let mut means = Vec::new();
    while !world.is_over() {
        let log = play(&mut world, say);
        means.extend(log.iter().filter_map(|it| match &it.body {
            EventBody::RoundEnded { positions, .. } => Some(positions[0]),
            _ => None,
        }));
    }
    assert!(means[1] < 0.1, "{means:?}");
    assert!(means[11] < 0.15, "{means:?}");
}

#[test]
fn a_post_that_many_like_reaches_those_who_have_not_seen_it() {
    let mut cast = cast(12);
    cast.agents.iter_mut().for_each(|agent| agent.traits.activity = 1.0);
    let mut settings = settings(1, 9);
    settings.feed.length = 0;
    settings.news.viral = 4;
    let (mut world, _) = World::begin(cast, settings);
    let post = Action::CreatePost { text: "The line must stay.".to_owned(), stances: Vec::new() };
    play(&mut world, |turn| if turn.agent.0 == 0 { vec![post.clone()] } else { Vec::new() });
    let like = |turn: &Turn| match turn.agent.0 {
        1..=5 => vec![Action::Vote { post: PostId(0), vote: Vote::Up }],
        _ => Vec::new(),
    };
    play(&mut world, like);
    let turns: Vec<Turn> = world.think().collect();
    let hear = turns.iter().filter(|turn| !turn.news.is_empty());
    let hear: Vec<u32> = hear.map(|turn| turn.agent.0).collect();
    assert_eq!(hear, (1..12).collect::<Vec<_>>(), "all but its author");
    assert!(turns[1].news.len() == 1 && turns[1].news[0].text.contains("The line must stay."));
}

#[test]
fn a_price_that_jumps_is_news() {
    let (mut world, _) = World::begin(cast(6), settings(1, 9));
    let buy = |turn: &Turn| {
        let (market, amount) = (MarketId(0), turn.cash);
        vec![Action::BuyShares { market, outcome: Outcome::Yes, amount }]
    };
    play(&mut world, buy);
    let log = play(&mut world, silent);
    let jump = log.iter().find_map(|it| match it.body {
        EventBody::Exogenous { source: Source::PriceMove { from, to, .. }, .. } => Some((from, to)),
        _ => None,
    });
    let (from, to) = jump.unwrap();
    assert!((from - 0.4).abs() < 1e-9 && to > 0.7, "{from} {to}");
}
