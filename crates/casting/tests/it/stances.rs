//! Stances of the examples' quoted actors: the side a reader would give them, and its turn with their words.

use simswarm_casting::{CastSettings, cast};
use simswarm_core::document::Seed;
use simswarm_engine::cast::Cast;

const HARBOUR: [&str; 2] = [
    include_str!("../../../../examples/harbour-strike/document.md"),
    include_str!("../../../../examples/harbour-strike/question.txt"),
];
const CLINIC: [&str; 2] = [
    include_str!("../../../../examples/clinic-tool/document.md"),
    include_str!("../../../../examples/clinic-tool/question.txt"),
];
const DAM: [&str; 2] = [
    include_str!("../../../../examples/river-dam/document.md"),
    include_str!("../../../../examples/river-dam/question.txt"),
];

/// Who, on which side of the first issue, by which words, and the words turned round.
type Row = (&'static str, f64, &'static str, &'static str);

const ON_THE_DAM: [Row; 11] = [
    ("Matthias Brenner", 1.0, "Brenner supports removal", "Brenner opposes removal"),
    (
        "Agnes Thorley",
        -1.0,
        "opposes removal and promised to fight it",
        "supports removal and promised to back it",
    ),
    ("Isk Valley Growers' Cooperative", -1.0, "condemned the plan", "welcomed the plan"),
    ("Rolf Hasek", -1.0, "condemned the plan", "welcomed the plan"),
    ("Sennet Nation", 1.0, "welcomed the vote", "condemned the vote"),
    ("Maren Whitewater", 1.0, "urged the council to remove it", "urged the council to keep it"),
    (
        "Jonas Feld",
        1.0,
        "praised the council and announced that private donors would give 9 million crowns if removal began",
        "condemned the council and announced that private donors would give nothing",
    ),
    ("Sabine Ortega", 1.0, "Ortega supports removal", "Ortega opposes removal"),
    ("Isk Valley Power", -1.0, "rejects removal", "supports removal"),
    ("Nell Adair", 1.0, "backed removal", "opposed removal"),
    ("Bruno Castell", -1.0, "defended the reservoir", "condemned the reservoir"),
];

const ON_THE_CLINIC: [Row; 7] = [
    ("Sunniva Brandt", 1.0, "Brandt supports approval", "Brandt opposes approval"),
    ("College of Radiologists", -1.0, "opposes the approval", "supports the approval"),
    ("St Brannoc Hospital", 1.0, "welcomed it", "condemned it"),
    ("Petra Lindqvist", 1.0, "praised the relief", "denounced the relief"),
    ("Viktor Salas", -1.0, "denounced the plan", "praised the plan"),
    ("Meridian Mutual", 1.0, "insurer, supports approval", "insurer, opposes approval"),
    ("Idris Calder", -1.0, "should be rejected", "should be welcomed"),
];

const ON_THE_STRIKE: [Row; 6] = [
    ("Oriana Pell", 1.0, "Pell supports a settlement", "Pell opposes a settlement"),
    (
        "Ilse Varga",
        -1.0,
        "We will not return to work without a guarantee for every one of the 420.\" Varga opposes any settlement",
        "We will return to work with a guarantee for every one of the 420.\" Varga supports any settlement",
    ),
    ("National Federation of Transport Workers", -1.0, "backed the strike", "opposed the strike"),
    ("Marek Osei", 1.0, "would accept the payment", "would reject the payment"),
    ("Freya Lund", 1.0, "Lund welcomed the idea", "Lund condemned the idea"),
    ("Henrik Stahl", -1.0, "rejected the demand", "accepted the demand"),
];

fn cast_of(document: &str, question: &str) -> Cast {
    let seed = Seed::try_from(7).unwrap();
    cast(document, question, CastSettings { seed, agents: 60, horizon_days: 30 }).unwrap()
}

fn position(cast: &Cast, name: &str) -> f64 {
    let found = cast.agents.iter().find(|agent| agent.name == name);
    assert!(found.is_some(), "{name} is not cast");
    found.unwrap().stances[0].position
}

fn every_sign_and_its_turn([document, question]: [&str; 2], rows: &[Row]) {
    let before = cast_of(document, question);
    let mut wrong = Vec::new();
    for (name, side, words, turned) in rows {
        let other = document.replacen(words, turned, 1);
        assert_ne!(other, document, "{words} is not in the document");
        let (first, second) = (position(&before, name), position(&cast_of(&other, question), name));
        if first * side <= 0.0 || second * side >= 0.0 {
            wrong.push(format!("{name}: {first:+.2}, turned {second:+.2}, expected {side:+}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_quoted_of_the_dam_stand_where_they_say_and_turn_with_their_words() {
    every_sign_and_its_turn(DAM, &ON_THE_DAM);
}

#[test]
fn the_quoted_of_the_clinic_stand_where_they_say_and_turn_with_their_words() {
    every_sign_and_its_turn(CLINIC, &ON_THE_CLINIC);
}

#[test]
fn the_quoted_of_the_strike_stand_where_they_say_and_turn_with_their_words() {
    every_sign_and_its_turn(HARBOUR, &ON_THE_STRIKE);
}

#[test]
fn what_is_said_about_something_else_weighs_little() {
    let cast = cast_of(HARBOUR[0], HARBOUR[1]);
    for name in ["Casper Lind", "Pavel Drozd", "Tomas Okello"] {
        let position = position(&cast, name);
        assert!(position.abs() < 0.35, "{name}: {position}");
    }
}

/// Where somebody stands on a question about a document of our own.
fn stands(document: &str, question: &str, name: &str) -> f64 {
    position(&cast_of(document, question), name)
}

#[test]
fn praise_with_a_warning_stays_praise() {
    let said = "Skerry Watch director Oto Brandl praised the harbour rule but warned: \"Without adequate funding for \
        inspections, this risks becoming a dead letter.\"";
    let question = "Will the ministry delay the harbour rule?";
    assert!(stands(said, question, "Oto Brandl") < -0.1);
    let other = said.replace("praised", "condemned");
    assert!(stands(&other, question, "Oto Brandl") > 0.1);
}

#[test]
fn a_condition_makes_support_weaker_and_leaves_its_side() {
    let question = "Will the council approve the pier?";
    let plain = "Builder Oto Brandl supports approval of the pier.";
    let bound = "Builder Oto Brandl supports approval of the pier if the town pays.";
    let (plain, bound) =
        (stands(plain, question, "Oto Brandl"), stands(bound, question, "Oto Brandl"));
    assert!(plain > bound && bound > 0.1, "{plain} and {bound}");
}

#[test]
fn what_is_granted_before_a_but_is_no_side() {
    let said = "\"We support the crews' strike, but our members cannot eat principles,\" said baker Oto Brandl.";
    let question = "Will the strike end?";
    assert!(stands(said, question, "Oto Brandl") > -0.3);
    let plain = "\"We support the crews' strike to the last day,\" said baker Oto Brandl.";
    assert!(stands(plain, question, "Oto Brandl") < -0.3);
}

#[test]
fn who_attacks_something_else_stands_with_the_body_that_took_a_side() {
    let said = "The Crews' Federation backed the strike. Its secretary, Lena Marsh, condemned the machines as \"a \
        thief of wages\".";
    assert!(stands(said, "Will the strike end?", "Lena Marsh") < -0.1);
}

#[test]
fn a_price_to_be_reached_is_a_rise() {
    let said = "Tavin Fund increased its Orbcoin allocation. Northgate Bank reduced its Orbcoin holdings. Skerry \
        Energy said that costs exceed 6 cents. Investors trade the token on exchanges, and crypto wallets filled.";
    let question = "Will Orbcoin reach $100,000 by September 2027?";
    assert!(stands(said, question, "Tavin Fund") > 0.1);
    let cast = cast_of(said, question);
    let energy = cast.agents.iter().find(|agent| agent.name == "Skerry Energy").unwrap();
    assert_eq!(energy.stances[0].evidence, None);
    let mean = |role: &str| {
        let of_role: Vec<f64> = cast
            .agents
            .iter()
            .filter(|agent| agent.role == role)
            .map(|agent| agent.stances[0].position)
            .collect();
        of_role.iter().sum::<f64>() / f64::from(u32::try_from(of_role.len()).unwrap())
    };
    assert!(mean("crypto holder") > mean("crypto skeptic") + 0.2);
    assert!(mean("crypto skeptic") < 0.0, "{}", mean("crypto skeptic"));
}

#[test]
fn others_being_wrong_denies_what_they_say() {
    let said = "Trader Oto Brandl posted: \"Every time, they say Orbcoin is doomed and priced in. Every time, they're \
        wrong.\"";
    assert!(stands(said, "Will Orbcoin reach $100,000?", "Oto Brandl") > 0.0);
}

#[test]
fn a_fact_has_the_side_that_it_speaks_for() {
    let document = "Tolvin Freight opposes the closure of the Delmar depot in May. The ministry supports the closure of the \
        depot and 40 mayors back it. The depot was built in 1962 by 300 workers.";
    let asked = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 12, horizon_days: 30 };
    let cast = cast(document, "Will the depot be closed by June?", asked).unwrap();

    let sides: Vec<&[i8]> = cast.brief.facts.iter().map(|fact| fact.sides.as_slice()).collect();

    assert_eq!(sides, [&[-1], &[1], &[0]], "{:?}", cast.brief.facts);
}

#[test]
fn who_is_asked_about_hopes_for_itself_where_it_says_nothing() {
    let document = "Tolvin Games said that it closes its studio app. Its rivals Arbel Studios and Keno Pictures keep theirs \
        open. Arbel Studios published figures on Monday. Keno Pictures hired staff in May.";
    let seed = Seed::try_from(7).unwrap();
    let asked = CastSettings { seed, agents: 12, horizon_days: 30 };
    let cast = cast(document, "Which companies gain from the closure of the app?", asked).unwrap();
    let mut hopes = 0;
    for (at, issue) in cast.issues.iter().enumerate() {
        let Some(actor) = cast.agents.iter().find(|it| issue.proposition.starts_with(&it.name))
        else {
            continue;
        };
        let stance = actor.stances[at];
        if stance.evidence.is_none() {
            assert!(stance.position > 0.3, "{}: {}", issue.proposition, stance.position);
            hopes += 1;
        }
    }
    assert!(hopes > 0, "{:?}", cast.issues);
}

#[test]
fn harm_that_was_done_speaks_for_a_rule_against_it_and_for_nothing_else() {
    let document = "A ferry collided with the pier of Delmar on Monday and 12 passengers were injured. The ferry was built in \
        1962 by 300 workers. The ministry opened an inquiry that takes 40 days.";
    let sides = |question| {
        let asked = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 12, horizon_days: 30 };
        let facts = cast(document, question, asked).unwrap().brief.facts;
        facts.iter().map(|fact| fact.sides[0]).collect::<Vec<i8>>()
    };

    assert_eq!(sides("Will the ministry order safety radar on all ferries?"), [1, 0, 0]);
    assert_eq!(sides("Will the ministry sell the ferry line?"), [0, 0, 0]);
}

#[test]
fn how_one_candidate_fares_says_nothing_of_another() {
    let document = "Tolvin Games announced failures and losses on the day of the closure of the app. Arbel Studios published figures on \
        Monday. Keno Pictures hired staff in May.";
    let asked = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 12, horizon_days: 30 };
    let cast = cast(document, "Which companies gain from the closure of the app?", asked).unwrap();
    let tolvin = cast.agents.iter().find(|it| it.name == "Tolvin Games").unwrap();
    assert!(cast.issues.len() > 1, "{:?}", cast.issues);

    for (issue, stance) in cast.issues.iter().zip(&tolvin.stances) {
        let own = issue.proposition.starts_with("Tolvin");
        assert_eq!(stance.evidence.is_some(), own, "{}", issue.proposition);
        assert!(!own || stance.position < 0.0, "{}", stance.position);
    }
}
