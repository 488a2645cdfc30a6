//! How the rule-based minds speak: each as what it is, about what it answers, and with no more certainty than its facts have.

use std::collections::BTreeMap;

use simswarm_casting::{CastSettings, cast as cast_by_rules};
use simswarm_engine::cast::{ActorKind, Persona};
use simswarm_engine::event::EventBody;
use simswarm_engine::{Event, PostId};

use crate::casts::{cast, run, settings, stance};

const HARBOUR: [&str; 2] = [
    include_str!("../../../../examples/harbour-strike/document.md"),
    include_str!("../../../../examples/harbour-strike/question.txt"),
];

/// One post, who wrote it, and what it answers.
struct Said {
    author: Persona,
    text: String,
    stance: f64,
    answers: Option<PostId>,
}

fn said(agents: &[Persona], log: &[Event]) -> BTreeMap<PostId, Said> {
    let posts = log.iter().filter_map(|event| match &event.body {
        EventBody::PostCreated { post, agent, parent, text, stances } => {
            let said = Said {
                author: agents[agent.index()].clone(),
                text: text.clone(),
                stance: stances.first().map_or(0.0, |it| it.position),
                answers: *parent,
            };
            Some((*post, said))
        }
        _ => None,
    });
    posts.collect()
}

/// What a document's people say by rules.
fn of_document(
    [document, question]: [&str; 2],
    agents: u32,
    rounds: u32,
) -> BTreeMap<PostId, Said> {
    let asked = CastSettings { seed: settings(1, 1).seed, agents, horizon_days: 30 };
    let cast = cast_by_rules(document, question, asked).unwrap();
    let personas = cast.agents.clone();
    let (_, log) = run(cast, settings(1, rounds));
    said(&personas, &log)
}

#[test]
fn posts_do_not_all_begin_alike() {
    let said = of_document(HARBOUR, 200, 20);
    let mut openings: BTreeMap<String, usize> = BTreeMap::new();
    for post in said.values() {
        let words: Vec<&str> = post.text.split(' ').take(3).collect();
        *openings.entry(words.join(" ")).or_default() += 1;
    }
    let mut counts: Vec<usize> = openings.into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let posts = said.len();
    assert!(posts > 800, "{posts} posts");
    assert!(counts[0] * 40 < posts, "{} of {posts} begin alike", counts[0]);
    let ten: usize = counts.iter().take(10).sum();
    assert!(ten * 100 < posts * 15, "the ten commonest openings: {ten} of {posts}");
}

#[test]
fn a_fact_that_takes_no_side_is_told_and_proves_nothing() {
    const PROOF: [&str; 5] = [
        "What decides it for me",
        "how anyone gets around that",
        "That alone tells me",
        "Everything else follows",
        "My reason is a simple one",
    ];
    let proofs = |side: i8| {
        let mut cast = cast(30);
        for fact in &mut cast.brief.facts {
            fact.sides = vec![side, side];
        }
        let agents = cast.agents.clone();
        let (_, log) = run(cast, settings(2, 20));
        let said = said(&agents, &log);
        said.values().filter(|post| PROOF.iter().any(|proof| post.text.contains(proof))).count()
    };
    assert_eq!(proofs(0), 0);
    assert!(proofs(1) > 10, "{}", proofs(1));
}

#[test]
fn who_takes_no_side_is_not_contradicted() {
    const OBJECTIONS: [&str; 9] = [
        "I do not think so",
        "not how I see it",
        "I do not buy it",
        "wishful thinking",
        "where to begin",
        "Not so fast",
        "push back",
        "cannot be serious",
        "Hard to agree",
    ];
    let mut cast = cast(40);
    cast.issues.truncate(1);
    for (at, agent) in cast.agents.iter_mut().enumerate() {
        let held = [0.0, 0.9, 0.0, -0.9, 0.9, -0.9, 0.9][at % 7];
        agent.stances = vec![stance(held, 0.9)];
        agent.traits.stubbornness = 1.0;
        agent.traits.activity = 0.8;
        agent.traits.contrariness = 0.4;
    }
    let agents = cast.agents.clone();
    let mut settings = settings(4, 20);
    settings.belief.rigidity = 1.0;
    let (_, log) = run(cast, settings);
    let said = said(&agents, &log);
    let objects = |post: &&Said| OBJECTIONS.iter().any(|it| post.text.contains(it));
    let (mut objections, mut helped) = (0, 0);
    for post in said.values() {
        let Some(parent) = post.answers.and_then(|id| said.get(&id)) else { continue };
        if parent.stance == 0.0 || post.stance == 0.0 {
            assert!(!objects(&post), "{} > {}", parent.text, post.text);
            helped += 1;
        } else if objects(&post) {
            objections += 1;
        }
    }
    assert!(objections > 10 && helped > 10, "{objections} {helped}");
}

#[test]
fn many_answers_take_up_what_they_answer() {
    let said = of_document(HARBOUR, 120, 20);
    let (mut quoting, mut taken_up) = (0, 0);
    for post in said.values().filter(|it| it.author.kind == ActorKind::Public) {
        let Some(parent) = post.answers.and_then(|id| said.get(&id)) else { continue };
        let figures =
            ["31 ships", "38,000 crowns", "1,600 tonnes", "60 ports", "9 million", "two million"];
        let first: String = post.text.split_inclusive(['.', '?']).take(2).collect();
        let by_figure = |it: &&str| parent.text.contains(*it) && first.contains(*it);
        quoting += 1;
        taken_up += usize::from(first.contains("the part about") || figures.iter().any(by_figure));
    }
    assert!(taken_up * 8 > quoting, "{taken_up} of {quoting} answers");
}

#[test]
fn bodies_make_statements_and_the_public_speaks_of_its_days() {
    const CHAT: [&str; 7] = [
        "If somebody made us choose",
        "Count us among",
        "Call us stubborn",
        "A hunch",
        "keeps us up",
        "tell a friend",
        "Enough with the fog",
    ];
    let said = of_document(HARBOUR, 120, 20);
    let person = |it: &&Said| matches!(it.author.kind, ActorKind::Person | ActorKind::Public);
    let bodies: Vec<&Said> = said.values().filter(|it| !person(it)).collect();
    assert!(bodies.len() > 20, "{}", bodies.len());
    for post in bodies {
        assert!(!CHAT.iter().any(|chat| post.text.contains(chat)), "{}", post.text);
    }
    let dockers = said.values().filter(|it| it.author.role == "dock worker");
    let own = ["My shift sees every box", "it is hands that stand idle", "in the canteen"];
    let speaks = |it: &&Said| own.iter().any(|own| it.text.contains(own));
    let (all, own) =
        dockers.fold((0, 0), |(all, own), it| (all + 1, own + usize::from(speaks(&it))));
    assert!(own * 12 > all && own > 5, "{own} of {all}");
}

#[test]
fn who_has_said_it_in_full_may_answer_in_a_word() {
    let said = of_document(HARBOUR, 60, 15);
    let short = |post: &&Said| {
        let text = &post.text;
        [" no.", " yes.", " yes,", " no,", "Yes, if", "No, if"].iter().any(|it| text.contains(it))
    };
    let brief = said.values().filter(short).count();
    assert!(brief * 20 > said.len(), "{brief} of {}", said.len());
    for post in said.values().filter(short) {
        let says_yes = post.text.contains(" is yes.") || post.text.contains("say yes");
        let says_no = post.text.contains(" is no.") || post.text.contains("say no");
        assert!(!(says_yes && post.stance < 0.0), "{} {}", post.stance, post.text);
        assert!(!(says_no && post.stance > 0.0), "{} {}", post.stance, post.text);
    }
}

#[test]
fn two_who_agree_say_so_and_move_on() {
    let posts = of_document(HARBOUR, 60, 30);
    let mut agreed: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for post in posts.values() {
        let Some(answered) = post.answers.and_then(|id| posts.get(&id)) else { continue };
        if post.stance * answered.stance > 0.0 && post.stance.abs().min(answered.stance.abs()) > 0.3
        {
            *agreed.entry((&post.author.slug, &answered.author.slug)).or_default() += 1;
        }
    }

    let (all, again): (u32, u32) =
        (agreed.values().sum(), agreed.values().map(|times| times.saturating_sub(2)).sum());
    assert!(all > 15, "there is agreement: {all}");
    assert!(again * 25 <= all, "{again} of {all} say a third time and more that they agree");
}
