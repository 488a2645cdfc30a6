//! Who is cast from a document and as what, on short sentences made for one thing each.

use simswarm_casting::{CastSettings, cast};
use simswarm_core::document::Seed;
use simswarm_engine::cast::{ActorKind, Cast, Persona, RelationKind};

fn cast_of(document: &str) -> Cast {
    let settings = CastSettings { seed: Seed::try_from(7).unwrap(), agents: 30, horizon_days: 30 };
    cast(document, "Will the plan pass?", settings).unwrap()
}

fn named(cast: &Cast) -> Vec<(&str, ActorKind)> {
    let named = cast.agents.iter().filter(|agent| agent.kind != ActorKind::Public);
    named.map(|agent| (agent.name.as_str(), agent.kind)).collect()
}

fn agent<'a>(cast: &'a Cast, name: &str) -> &'a Persona {
    let found = cast.agents.iter().find(|agent| agent.name == name);
    assert!(found.is_some(), "{name} is not among {:?}", named(cast));
    found.unwrap()
}

#[test]
fn members_of_a_list_are_what_the_list_is_called() {
    let document = "The inquiry looks at banks including Norvik Bank, Orel Pareva, and Tarn Group. \
        Other platforms (Pinglo, Snipsy) face the same rules. Corvane Ferries is partnering with Delmar \
        and QuB on the software.";
    let cast = cast_of(document);
    for name in ["Orel Pareva", "Pinglo", "Snipsy", "Delmar", "QuB"] {
        assert_eq!(agent(&cast, name).kind, ActorKind::Company, "{name}");
    }
}

#[test]
fn an_office_says_what_kind_of_body_has_it() {
    let document = "TKV CEO Lena Marsh cut the fares. \"It works,\" Marsh said. RiverWatch executive director \
        Oto Brandl criticised TKV.";
    let cast = cast_of(document);
    assert_eq!(agent(&cast, "TKV").kind, ActorKind::Company);
    assert_eq!(agent(&cast, "RiverWatch").kind, ActorKind::Organization);
}

#[test]
fn authorities_of_a_country_are_cast_as_such_and_answer_for_it() {
    let document = "Norway's NvK and Denmark's DLR have been designated as lead supervisors of the ferries. \
        Norway's Coastal Guard Navy declared the fjord closed. Norway said that it would talk.";
    let cast = cast_of(document);
    assert_eq!(agent(&cast, "NvK").kind, ActorKind::Government);
    assert_eq!(agent(&cast, "DLR").kind, ActorKind::Government);
    let at = |name: &str| cast.agents.iter().position(|agent| agent.name == name).unwrap();
    let (navy, state) = (at("Coastal Guard Navy"), at("Norway"));
    let tie = cast
        .relations
        .iter()
        .find(|it| it.source.index() == navy && it.target.index() == state)
        .unwrap();
    assert_eq!(tie.kind, RelationKind::WorksFor);
    assert!(tie.fact.contains("declared the fjord closed"), "{}", tie.fact);
}

#[test]
fn what_a_company_has_and_who_only_carries_words_take_no_part() {
    let document = "Corvane's Harbour Trust saw inflows of 3 million, according to Bloomberg data. Corvane CEO \
        Lena Marsh told CNBC: \"We will buy more.\"";
    let cast = cast_of(document);
    let names: Vec<&str> = named(&cast).into_iter().map(|(name, _)| name).collect();
    for name in ["Harbour Trust", "Bloomberg", "CNBC"] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert!(names.contains(&"Lena Marsh") && names.contains(&"Corvane"), "{names:?}");
}

#[test]
fn who_is_identified_by_a_role_is_a_person_with_it() {
    let document = "A jury ruled for the islanders. The plaintiff (identified as R.T.B.) alleged that the ferry \
        company had lied.";
    let cast = cast_of(document);
    let plaintiff = agent(&cast, "R.T.B");
    assert_eq!((plaintiff.kind, plaintiff.role.as_str()), (ActorKind::Person, "plaintiff"));
}

#[test]
fn the_people_of_a_body_act_for_it() {
    let cast =
        cast_of("The G9 foreign ministers reached an agreement on the strait. Ships waited.");
    assert_eq!(agent(&cast, "G9").kind, ActorKind::Government);
}

#[test]
fn roles_name_the_whole_body_and_link_to_it_as_one_says() {
    let document = "Tavin Invest raised its target. Tavin analyst Lena Marsh published a report. Skerry \
        Maritime Office director Oto Brandl confirmed the inquiry.";
    let cast = cast_of(document);
    assert_eq!(agent(&cast, "Lena Marsh").role, "analyst at Tavin Invest");
    assert_eq!(agent(&cast, "Oto Brandl").role, "director of the Skerry Maritime Office");
}

#[test]
fn the_publics_live_where_the_story_plays() {
    let document = "A ferry from Quebec hit the pier while docking in New York City. Crews in New York City cleared \
        the pier. The rule may push jobs to China. New York police asked for witnesses.";
    let cast = cast_of(document);
    let publics: Vec<&str> = cast
        .agents
        .iter()
        .filter(|agent| agent.kind == ActorKind::Public)
        .map(|agent| agent.summary.as_str())
        .collect();
    let from =
        |place: &str| publics.iter().filter(|it| it.contains(&format!("from {place}:"))).count();
    assert!(from("New York City") > publics.len() / 2, "{publics:#?}");
    assert_eq!((from("China"), from("York")), (0, 0), "{publics:#?}");
}
