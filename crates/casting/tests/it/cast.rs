//! Casting by rules, on the repository's own examples.

use std::collections::BTreeSet;

use proptest::prelude::*;
use simswarm_casting::{CastError, CastSettings, cast};
use simswarm_core::document::Seed;
use simswarm_engine::cast::{ActorKind, Cast, Origin, Persona, Span};

const HARBOUR: &str = include_str!("../../../../examples/harbour-strike/document.md");
const HARBOUR_ASKS: &str = include_str!("../../../../examples/harbour-strike/question.txt");
const CLINIC: &str = include_str!("../../../../examples/clinic-tool/document.md");
const DAM: &str = include_str!("../../../../examples/river-dam/document.md");
const DAM_ASKS: &str = include_str!("../../../../examples/river-dam/question.txt");

fn settings(agents: u32) -> CastSettings {
    CastSettings { seed: Seed::try_from(7).unwrap(), agents, horizon_days: 30 }
}

fn cast_of(document: &str, question: &str) -> Cast {
    cast(document, question, settings(60)).unwrap()
}

fn agent<'a>(cast: &'a Cast, name: &str) -> &'a Persona {
    let names: Vec<&str> = cast.agents.iter().map(|agent| agent.name.as_str()).collect();
    let found = cast.agents.iter().find(|agent| agent.name == name);
    assert!(found.is_some(), "{name} is not among {names:?}");
    found.unwrap()
}

fn text_at(document: &str, span: Span) -> String {
    let start = usize::try_from(span.start).unwrap();
    let end = usize::try_from(span.end).unwrap();
    document.chars().skip(start).take(end - start).collect()
}

#[test]
fn the_people_that_a_reader_would_name_are_cast() {
    let harbour = cast_of(HARBOUR, HARBOUR_ASKS);
    for name in ["Ilse Varga", "Henrik Stahl", "Oriana Pell", "Miriam Adeyo", "Lucille Tamm"] {
        assert_eq!(agent(&harbour, name).kind, ActorKind::Person, "{name}");
    }
    assert_eq!(agent(&harbour, "Northquay Terminals").kind, ActorKind::Company);
    let clinic = cast_of(CLINIC, "");
    for name in ["Sunniva Brandt", "Anselm Okoro", "Petra Lindqvist", "Noor Haddad"] {
        assert_eq!(agent(&clinic, name).kind, ActorKind::Person, "{name}");
    }
    assert_eq!(agent(&clinic, "Medical Devices Agency").kind, ActorKind::Government);
}

#[test]
fn places_months_and_products_are_not_cast() {
    let named = |document: &str| -> Vec<String> {
        let cast = cast_of(document, "");
        let named = cast.agents.into_iter().filter(|agent| agent.kind != ActorKind::Public);
        named.map(|agent| agent.name).collect()
    };
    for name in ["Varrow Bay", "November", "Friday", "Arbitration", "Sandhaven"] {
        assert!(!named(HARBOUR).iter().any(|found| found == name), "{name}");
    }
    for name in ["Lumira", "March", "Patients", "Waiting"] {
        assert!(!named(CLINIC).iter().any(|found| found == name), "{name}");
    }
    assert!(!named(DAM).iter().any(|found| found == "Aldermoor Dam" || found == "Removal"));
}

#[test]
fn evidence_points_at_the_characters_of_the_name() {
    let document = format!("Ünïcödé 🦀 story.\n\n{DAM}");
    for agent in cast_of(&document, DAM_ASKS).agents {
        if let Origin::Named { evidence } = agent.origin {
            let last = agent.name.rsplit(' ').next().unwrap().to_owned();
            let found = evidence.iter().any(|span| text_at(&document, *span).contains(&last));
            assert!(found, "{} has no mention with its own name", agent.name);
        }
    }
}

#[test]
fn turning_a_statement_round_turns_its_actor_and_the_price() {
    let turned = DAM.replace("Brenner supports removal", "Brenner opposes removal");
    assert_ne!(turned, DAM);
    let (before, after) = (cast_of(DAM, DAM_ASKS), cast_of(&turned, DAM_ASKS));
    let position = |cast: &Cast| agent(cast, "Matthias Brenner").stances[0].position;
    assert!(position(&before) > 0.0, "{}", position(&before));
    assert!(position(&after) < 0.0, "{}", position(&after));
    assert!(before.markets[0].initial_price > after.markets[0].initial_price);
}

#[test]
fn another_question_gives_other_issues() {
    let one = cast_of(DAM, DAM_ASKS);
    let other = cast_of(DAM, "How will farmers react to the removal?");
    assert_ne!(one.issues, other.issues);
    assert_eq!(
        one.issues[0].proposition,
        "The Tessel County Council will vote to remove the Aldermoor Dam on 30 June."
    );
}

#[test]
fn without_a_question_the_issues_are_what_may_come() {
    let first = |document: &str| cast_of(document, "").issues[0].proposition.clone();
    assert_eq!(first(HARBOUR), "The strike will end.");
    assert_eq!(first(CLINIC), "The Medical Devices Agency will let hospitals use Lumira.");
    assert_eq!(first(DAM), "The Tessel County Council will remove the Aldermoor Dam.");
    let asking = format!("{DAM}\n\nKey questions: Who closed the gate? Will the repair cost more?");
    assert_eq!(first(&asking), "The repair will cost more.");
}

#[test]
fn a_question_with_a_date_is_given_no_other() {
    let market = |question: &str| cast_of(DAM, question).markets[0].question.clone();
    assert_eq!(market(DAM_ASKS), DAM_ASKS.trim());
    assert_eq!(market("Will the dam fall?"), "Will the dam fall within 30 days?");
}

#[test]
fn however_one_asks_what_is_at_issue_is_a_sentence() {
    let document = "Varrow Lines closed its ferry on Monday. \"We had no choice,\" said Varrow Lines \
        director Ada Holm. Many islanders protested. Holm met the islanders on Tuesday.";
    let asked = [
        ("What happens next?", "Ada Holm will come out of it stronger."),
        (
            "What happens to the islanders after the closure?",
            "The islanders will come out of it stronger.",
        ),
        (
            "What will become of the ferry if nobody pays?",
            "The ferry will come out of it stronger.",
        ),
        ("Who wins the dispute?", "Ada Holm will win the dispute."),
        ("Which islands suffer most?", "The islands will suffer most."),
        ("How likely is a strike by June?", "There will be a strike by June."),
        ("How many islanders will leave?", "Many islanders will leave."),
        ("How long will the closure last?", "The closure will last."),
        ("What are the chances that Holm resigns?", "Holm will resign."),
        ("Holm regrets it?", "Holm will regret it."),
        ("Does this hurt the islanders?", "This will hurt the islanders."),
        ("What do analysts expect?", "Ada Holm will come out of it stronger."),
        ("What does this mean for tourism?", "Tourism will come out of it stronger."),
    ];
    for (question, proposition) in asked {
        assert_eq!(cast_of(document, question).issues[0].proposition, proposition, "{question}");
    }
    let two = cast_of(document, "Will Holm resign, and will the ferry return?").issues;
    let two: Vec<&str> = two.iter().map(|issue| issue.proposition.as_str()).collect();
    assert_eq!(two, ["Holm will resign.", "The ferry will return."]);
}

#[test]
fn only_what_lies_ahead_is_given_a_term() {
    let market = |question: &str| cast_of(DAM, question).markets[0].question.clone();
    assert_eq!(market("Should the dam go?"), "Should the dam go?");
    assert_eq!(
        market("Will the dam fall over the next 60 days?"),
        "Will the dam fall over the next 60 days?"
    );
}

#[test]
fn the_poles_of_an_issue_are_whole_sentences() {
    let issue = cast_of(DAM, DAM_ASKS).issues[0].clone();
    assert!(issue.pole_against.ends_with("on 30 June"), "{}", issue.pole_against);
}

#[test]
fn a_fact_begins_after_its_dateline_and_the_publics_live_where_it_was_written() {
    let harbour = cast_of(HARBOUR, HARBOUR_ASKS);
    let first = &harbour.brief.facts[0];
    assert!(first.text.starts_with("All six container berths"), "{}", first.text);
    assert_eq!(text_at(HARBOUR, first.evidence), first.text);
    let publics = harbour.agents.iter().filter(|agent| agent.kind == ActorKind::Public);
    for public in publics {
        assert!(public.summary.contains("from Kelmouth:"), "{}", public.summary);
    }
}

#[test]
fn what_agents_care_about_are_things() {
    let measures = ["million", "crowns", "cent", "days", "post", "back"];
    for document in [HARBOUR, CLINIC, DAM] {
        for agent in cast_of(document, "").agents {
            for interest in &agent.interests {
                assert!(!measures.contains(&interest.as_str()), "{}: {interest}", agent.name);
                assert!(!interest.contains(char::is_numeric), "{}: {interest}", agent.name);
            }
        }
    }
}

#[test]
fn a_short_document_has_few_such_things_and_no_verbs_or_adjectives_among_them() {
    let document = "Tolvin shuts down its studio app. The app had capable users who must migrate to alternatives amid broader \
        turmoil. Lena Marsh, chair of the Makers' Guild, said the closure was the deadliest US accident for the case. The \
        closure will allow others to grow.";
    let cast = cast_of(document, "Who gains?");
    let all: BTreeSet<&String> = cast.agents.iter().flat_map(|it| &it.interests).collect();
    for word in ["migrate", "capable", "amid", "broader", "allow", "deadliest", "case"] {
        assert!(!all.iter().any(|it| *it == word), "{all:?}");
    }
    assert!(all.iter().any(|it| *it == "closure"), "{all:?}");
}

#[test]
fn roles_are_whole_and_name_whom_they_are_held_for() {
    let dam = cast_of(DAM, DAM_ASKS);
    assert_eq!(agent(&dam, "Dorothea Kane").role, "chief inspector of the Dam Safety Inspectorate");
    assert_eq!(agent(&dam, "Bruno Castell").role, "hotel owner");
    let clinic = cast_of(CLINIC, "");
    assert_eq!(agent(&clinic, "Anselm Okoro").role, "president of the College of Radiologists");
    assert_eq!(agent(&clinic, "Viktor Salas").role, "board member");
    assert_eq!(agent(&clinic, "Greta Holm").role, "actuary of Meridian Mutual");
    let harbour = cast_of(HARBOUR, HARBOUR_ASKS);
    assert!(!agent(&harbour, "Tomas Okello").role.contains("Varga"));
}

#[test]
fn a_third_of_a_small_cast_is_the_public() {
    let cast = cast(HARBOUR, HARBOUR_ASKS, settings(10)).unwrap();
    assert_eq!(cast.agents.len(), 10);
    let publics = cast.agents.iter().filter(|agent| agent.kind == ActorKind::Public).count();
    assert!(publics >= 3, "{publics}");
}

#[test]
fn ten_thousand_agents_are_all_distinct() {
    let cast = cast(HARBOUR, HARBOUR_ASKS, settings(10_000)).unwrap();
    let names: BTreeSet<&str> = cast.agents.iter().map(|agent| agent.name.as_str()).collect();
    let slugs: BTreeSet<&str> = cast.agents.iter().map(|agent| agent.slug.as_str()).collect();
    assert_eq!((cast.agents.len(), names.len(), slugs.len()), (10_000, 10_000, 10_000));
}

#[test]
fn the_same_input_gives_the_same_cast() {
    assert_eq!(cast_of(CLINIC, "Will it pass?"), cast_of(CLINIC, "Will it pass?"));
}

#[test]
fn only_a_document_without_a_word_cannot_be_cast() {
    assert_eq!(cast(" \u{0} 12 …", "", settings(10)), Err(CastError::NoWords));
    for document in
        ["One", "A HEADLINE ONLY", "- a\n- b", "港口罢工进入第三周。", "إضراب الميناء مستمر"]
    {
        assert_eq!(cast(document, "", settings(10)).unwrap().agents.len(), 10, "{document}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_breaks_the_casting(document in "\\PC{0,400}", question in "\\PC{0,80}", agents in 1_u32..40) {
        if let Ok(cast) = cast(&document, &question, settings(agents)) {
            prop_assert_eq!(u32::try_from(cast.agents.len()).unwrap(), agents);
            prop_assert!((1..=5).contains(&cast.issues.len()));
            let price = cast.markets[0].initial_price;
            prop_assert!((0.05..=0.95).contains(&price));
        }
    }
}
