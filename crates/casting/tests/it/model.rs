//! What a model's answers about a document come to. Here the answers are given by hand, in any order.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use simswarm_casting::{CastAnswer, CastOutcome, CastSettings, Casted, Inquiry};
use simswarm_core::document::Seed;
use simswarm_core::operations::Spent;
use simswarm_engine::cast::{ActorKind, Persona, RelationKind};

/// Two parts: the second begins with the Estuary Maritime Office's short name.
fn document() -> String {
    let filler =
        "Nobody on the quay had anything to add to that in the days that followed. ".repeat(45);
    format!(
        "The Estuary Maritime Office (EMO) closed the lock on Monday. Harbour master Lena Marsh of the \
         Estuary Maritime Office said the gates were unsafe. Ferro Lines opposes the closure, and its \
         chairman Karl Voss called it reckless. {filler}\n\nEMO inspectors will return in May. Marsh said \
         that the lock reopens when it is safe. Voss threatened to sue the EMO over lost freight. {filler}"
    )
}

fn inquiry(agents: u32) -> Inquiry {
    let settings = CastSettings { seed: Seed::try_from(7).unwrap(), agents, horizon_days: 30 };
    Inquiry::new(&document(), "Will the lock reopen by June?", settings).unwrap()
}

fn said(question: &str, said: &Value) -> CastAnswer {
    let outcome = CastOutcome::Said(said.to_string());
    CastAnswer { question: question.to_owned(), outcome, spent: Spent::default() }
}

fn issues() -> CastAnswer {
    let issue = json!({"statement": "The lock will reopen by June.", "question": "Will the lock reopen by June?",
        "pole_for": "the lock will reopen by June", "pole_against": "the lock will stay closed"});
    said("issues", &json!({"issues": [issue]}))
}

fn publics() -> CastAnswer {
    let group = |label: &str, role: &str, weight: u32, position: f64| {
        json!({"label": label, "role": role, "weight": weight, "ages": "working",
            "occupations": ["clerk", "welder"], "positions": [{"issue": "i0", "position": position}]})
    };
    let groups = [
        group("lock keepers", "lock keeper", 60, 0.8),
        group("barge crews", "barge hand", 30, -0.4),
        group("anglers", "angler", 10, 0.0),
    ];
    said("publics", &json!({"publics": groups}))
}

fn actor(name: &str, kind: &str, more: &Value) -> Value {
    let mut actor = json!({"name": name, "aliases": [], "kind": kind, "role": "", "works_for": ""});
    for (key, value) in more.as_object().unwrap() {
        actor[key] = value.clone();
    }
    actor
}

/// The keys of the questions about the parts of the document, in its order.
fn parts(inquiry: &Inquiry) -> Vec<String> {
    let open = inquiry.open(&[issues()]).into_iter().map(|question| question.key);
    open.filter(|key| key.starts_with("part ")).collect()
}

fn answers(inquiry: &Inquiry) -> Vec<CastAnswer> {
    let parts = parts(inquiry);
    let first = json!({
        "actors": [
            actor("Estuary Maritime Office", "government", &json!({"aliases": ["EMO"],
                "evidence": "The Estuary Maritime Office (EMO) closed the lock"})),
            actor("Lena Marsh", "person", &json!({"role": "Harbour master", "works_for": "Estuary Maritime Office",
                "evidence": "Harbour master Lena Marsh of the Estuary Maritime Office said"})),
            actor("Ferro Lines", "company", &json!({"role": "the largest carrier of Europe",
                "evidence": "Ferro Lines opposes the closure"})),
            actor("Karl Voss", "person", &json!({"aliases": ["Voss"], "role": "chairman", "works_for": "Ferro Lines",
                "evidence": "its chairman Karl Voss called it reckless"})),
            actor("Monday", "none", &json!({"evidence": "closed the lock on Monday"})),
        ],
        "relations": [{"source": "Ferro Lines", "target": "EMO", "kind": "opposes",
            "evidence": "Ferro Lines opposes the closure"}],
        "stances": [
            {"actor": "Karl Voss", "issue": "i0", "position": 0.8, "confidence": 0.9,
                "evidence": "its chairman Karl Voss called it reckless"},
            {"actor": "Lena Marsh", "issue": "i0", "position": -0.6, "confidence": 0.6,
                "evidence": "said the gates were unsafe"},
        ],
    });
    let second = json!({
        "actors": [
            actor("EMO", "government", &json!({"evidence": "EMO inspectors will return in May"})),
            actor("Marsh", "person", &json!({"evidence": "Marsh said that the lock reopens"})),
            actor("Voss", "person", &json!({"evidence": "Voss threatened to sue the EMO"})),
        ],
        "relations": [],
        // Words that are another's: Ferro Lines stands nowhere near them.
        "stances": [{"actor": "Ferro Lines", "issue": "i0", "position": -0.9, "confidence": 0.9,
            "evidence": "EMO inspectors will return in May"}],
    });
    vec![issues(), said(&parts[0], &first), said(&parts[1], &second), publics()]
}

fn agent<'a>(casted: &'a Casted, name: &str) -> &'a Persona {
    casted.cast.agents.iter().find(|agent| agent.name == name).unwrap()
}

#[test]
fn one_actor_has_many_names_in_many_parts_and_what_cannot_act_has_none() {
    let inquiry = inquiry(30);

    let casted = inquiry.cast(&answers(&inquiry));

    assert_eq!(casted.shortfall, None);
    let actors = casted.cast.agents.iter().filter(|agent| agent.kind != ActorKind::Public);
    let names: BTreeSet<&str> = actors.map(|agent| agent.name.as_str()).collect();
    assert_eq!(names, ["Estuary Maritime Office", "Ferro Lines", "Karl Voss", "Lena Marsh"].into());
    assert_eq!(agent(&casted, "Lena Marsh").role, "Harbour master of the Estuary Maritime Office");
    // Nothing in the document calls it that.
    assert_eq!(agent(&casted, "Ferro Lines").role, "company");
}

#[test]
fn stances_and_relations_rest_on_words_of_their_own() {
    let inquiry = inquiry(30);

    let casted = inquiry.cast(&answers(&inquiry));

    let stance = |name: &str| agent(&casted, name).stances[0];
    assert!((stance("Karl Voss").position - 0.8).abs() < 1e-9);
    assert!((stance("Lena Marsh").position + 0.6).abs() < 1e-9);
    // Who says nothing itself stands with who speaks for it.
    assert!(
        stance("Ferro Lines").position > 0.5 && stance("Estuary Maritime Office").position < -0.3
    );
    let place = stance("Lena Marsh").evidence.unwrap();
    let (from, to) = (place.start as usize, place.end as usize);
    let words: String = document().chars().skip(from).take(to - from).collect();
    assert_eq!(words, "said the gates were unsafe");
    let index =
        |name: &str| casted.cast.agents.iter().position(|agent| agent.name == name).unwrap();
    let between = |source: &str, target: &str| {
        let pair = (index(source), index(target));
        let all = casted.cast.relations.iter();
        all.filter(|it| (it.source.index(), it.target.index()) == pair).map(|it| it.kind).collect()
    };
    let found: Vec<RelationKind> = between("Ferro Lines", "Estuary Maritime Office");
    assert_eq!(found, [RelationKind::Opposes]);
    let found: Vec<RelationKind> = between("Lena Marsh", "Estuary Maritime Office");
    assert_eq!(found, [RelationKind::WorksFor]);
}

#[test]
fn publics_come_by_their_weight_and_thousands_of_them_differ() {
    for agents in [10, 1_000, 10_000] {
        let inquiry = inquiry(agents);

        let casted = inquiry.cast(&answers(&inquiry));

        let all = &casted.cast.agents;
        assert_eq!(u32::try_from(all.len()).unwrap(), agents);
        let cards: BTreeSet<&str> = all.iter().map(|agent| agent.card.as_str()).collect();
        assert_eq!(cards.len(), all.len());
        let of = |role: &str| all.iter().filter(|agent| agent.role == role).count();
        if agents >= 1_000 {
            let (keepers, crews) = (of("lock keeper"), of("barge hand"));
            assert!((keepers * 10 / crews).abs_diff(20) <= 1, "{keepers} and {crews}");
            let mean = |role: &str| {
                let own = all.iter().filter(|agent| agent.role == role);
                let sum: f64 = own.map(|agent| agent.stances[0].position).sum();
                sum / f64::from(u32::try_from(of(role)).unwrap())
            };
            assert!(mean("lock keeper") > 0.3 && mean("barge hand") < -0.3);
        }
    }
}

#[test]
fn the_order_of_the_answers_is_nothing() {
    let inquiry = inquiry(30);
    let mut answers = answers(&inquiry);
    let casted = inquiry.cast(&answers);

    answers.reverse();

    assert_eq!(inquiry.cast(&answers), casted);
    assert_eq!(inquiry.open(&answers), Vec::new());
}

#[test]
fn an_issue_needs_two_poles() {
    let inquiry = inquiry(30);
    let one = json!({"statement": "The lock will reopen.", "question": "Will it?", "pole_for": "it will reopen",
        "pole_against": "it will reopen"});
    let answers = [said("issues", &json!({"issues": [one]}))];

    let [again] = &inquiry.open(&answers)[..] else { panic!("one question is open") };

    assert!(again.repair.as_ref().unwrap().problem.contains("two poles that differ"));
}

#[test]
fn an_actor_that_the_document_does_not_name_is_asked_for_again_and_then_left_to_rules() {
    let inquiry = inquiry(30);
    let parts = parts(&inquiry);
    let invented =
        actor("Zebra Holdings", "company", &json!({"evidence": "Zebra Holdings bought the lock"}));
    let invented = json!({"actors": [invented], "relations": [], "stances": []});
    let mut answers = answers(&inquiry);
    answers[2] = said(&parts[1], &invented);
    assert!(inquiry.open(&answers)[0].repair.is_some());
    answers.push(said(&parts[1], &invented));

    assert_eq!(inquiry.open(&answers), Vec::new());
    let casted = inquiry.cast(&answers);

    assert!(casted.cast.agents.iter().all(|agent| agent.name != "Zebra Holdings"));
    assert!(casted.shortfall.unwrap().starts_with("rules read 1 of the document's 2 parts"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is said, and whatever of, every question is asked twice at the most and a whole cast comes of it.
    #[test]
    fn no_document_and_no_answer_breaks_it(
        document in "[A-Z][a-z]{2,8} \\PC{1,200}",
        from in 0..100_usize,
        length in 0..60_usize,
        name in "\\PC{1,20}",
        position in proptest::num::f64::ANY,
    ) {
        let settings = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 10, horizon_days: 30 };
        let inquiry = Inquiry::new(&document, "", settings).unwrap();
        let evidence: String = document.chars().skip(from).take(length).collect();
        let first: String = evidence.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let of = |name: &str| actor(name, "person", &json!({"aliases": [first], "works_for": name, "evidence": evidence}));
        let passage = json!({
            "actors": [of(&name), of(&first), actor("It", "none", &json!({}))],
            "relations": [{"source": name, "target": first, "kind": "supports", "evidence": evidence}],
            "stances": [{"actor": first, "issue": "i0", "position": position, "confidence": position, "evidence": evidence}],
        });
        let mut answers = Vec::new();
        for _wave in 0..4 {
            for question in inquiry.open(&answers) {
                let answer = match question.name {
                    "issues" => issues(),
                    "publics" => publics(),
                    _ => said(&question.key, &passage),
                };
                answers.push(answer);
            }
        }

        prop_assert_eq!(inquiry.open(&answers), Vec::new());
        let casted = inquiry.cast(&answers);

        prop_assert_eq!(casted.cast.agents.len(), 10);
        let stances = casted.cast.agents.iter().flat_map(|agent| &agent.stances);
        prop_assert!(stances.into_iter().all(|it| it.position.abs() <= 1.0 && it.confidence <= 1.0));
    }
}
