//! Casts that a model finds: only what the document says, paid once, and where it fails rules take over and say so.

use serde_json::json;
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::{RunInput, Stored};
use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::{Mind, ModelMind, ModelSettings, RecordedMind};
use simswarm_drive::{Ended, Execution};
use simswarm_engine::cast::{Origin, Persona};
use simswarm_engine::{Event, EventBody};
use simswarm_llm::{Capabilities, ChatClient};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Fault, Said};

use super::{Run, by_schema, by_tools, endpoint, play, sensible_answer};
use crate::kill::{Death, Dying};
use crate::world::{self, log, scratch};

/// The beginning of every question about a document.
const ASKS: &str = "You prepare a simulation";

/// An endpoint whose model reads documents and decides turns.
async fn reading() -> FakeChat {
    let fake = FakeChat::start().await;
    fake.say(|question| {
        (!question.messages[0].1.starts_with(ASKS)).then(|| sensible_answer(question))
    });
    fake
}

fn casting_mind(fake: &FakeChat, capabilities: Capabilities) -> ModelMind {
    let client = ChatClient::new(endpoint(fake), capabilities).unwrap();
    ModelMind::new(client, ModelSettings::default())
}

/// A small run with this seed, cast by its model.
fn input(seed: u64, agents: u32, rounds: u32) -> RunInput {
    RunInput { cast: CastBy::Model, ..world::input(seed, agents, rounds) }
}

/// A document of several parts, each with a person of its own.
fn long(seed: u64) -> RunInput {
    let people = ["Ada Norling", "Bo Castell", "Cleo Drummond", "Dan Everly", "Eva Fontane"];
    let paragraph = |name: &&str| {
        let filler = "The ferry was late again and the quay stood empty until the evening. ";
        format!("{name} opposes the closure of the night ferry. {}", filler.repeat(45))
    };
    let paragraphs: Vec<String> = people.iter().map(paragraph).collect();
    RunInput { document: paragraphs.join("\n\n"), ..input(seed, 12, 1) }
}

fn personas(run: &Run) -> Vec<Persona> {
    let cast = |event: Event| {
        let EventBody::AgentCast { persona, .. } = event.body else { return None };
        Some(persona)
    };
    run.events().into_iter().filter_map(cast).collect()
}

fn named(run: &Run) -> Vec<String> {
    let is_named = |it: &Persona| matches!(it.origin, Origin::Named { .. });
    personas(run).into_iter().filter(is_named).map(|it| it.name).collect()
}

/// Why the cast is less than it could be.
fn shortfalls(run: &Run) -> Vec<String> {
    let events = run.events().into_iter().map(|event| serde_json::to_value(event).unwrap());
    let degraded = events.filter(|it| it["type"] == "degraded");
    degraded.map(|it| it["data"]["reason"].as_str().unwrap().to_owned()).collect()
}

/// Every question about the document that the endpoint was asked, with what it was asked about.
fn asked_about(fake: &FakeChat) -> Vec<String> {
    let asked = fake.asked().into_iter().map(|asked| asked.body["messages"].clone());
    let about = asked.filter(|it| it[0]["content"].as_str().unwrap_or_default().starts_with(ASKS));
    about.map(|it| format!("{} {}", it.as_array().unwrap().len(), it[1]["content"])).collect()
}

#[tokio::test]
async fn a_model_says_who_takes_part_what_is_at_issue_and_whom_it_touches() {
    let fake = reading().await;

    let run = play(&casting_mind(&fake, by_schema()), &input(7, 20, 1)).await;

    assert!(matches!(run.ended, Ok(Ended::Finished { .. })), "{:?}", run.ended);
    assert_eq!(shortfalls(&run), Vec::<String>::new());
    let names = named(&run);
    for name in ["Ilse Brandt", "Northline Shipping", "Tomas Reyes"] {
        assert!(names.iter().any(|it| it.contains(name)), "{name} is not among {names:?}");
    }
    let personas = personas(&run);
    assert_eq!(personas.len(), 20);
    let association = personas.iter().find(|it| it.name.contains("Residents Association")).unwrap();
    let stance = association.stances[0];
    assert!(stance.position < -0.5 && stance.evidence.is_some(), "{stance:?}");
    let publics = personas.iter().filter(|it| it.role.starts_with("person of the "));
    assert_eq!(publics.count() + names.len(), 20);
    let log = String::from_utf8(log(&run.store)).unwrap();
    assert!(log.contains("It will be so: the night ferry be closed by June."), "{log}");
    let operations = run.operations();
    assert_eq!(operations.calls, Some(fake.asked().len() as u64));
    assert!(operations.prompt_hashes.contains_key("cast_part"));
}

#[tokio::test]
async fn evidence_is_where_the_document_says_it() {
    let fake = reading().await;
    let input = input(7, 20, 1);

    let run = play(&casting_mind(&fake, by_schema()), &input).await;

    let letters: Vec<char> = input.document.chars().collect();
    let mut places = 0;
    for persona in personas(&run) {
        let Origin::Named { evidence } = persona.origin else { continue };
        let stances = persona.stances.iter().filter_map(|stance| stance.evidence);
        for place in evidence.into_iter().chain(stances) {
            let said: String = letters[place.start as usize..place.end as usize].iter().collect();
            let last = persona.name.split(' ').next_back().unwrap();
            assert!(said.contains(last), "{said} says nothing of {}", persona.name);
            places += 1;
        }
    }
    assert!(places > 8, "{places}");
}

#[tokio::test]
async fn the_cast_is_the_same_whatever_way_the_endpoint_answers() {
    let mut logs = Vec::new();
    for capabilities in [by_schema(), by_tools(), Capabilities::default()] {
        let fake = reading().await;
        let run = play(&casting_mind(&fake, capabilities), &input(7, 20, 1)).await;
        assert_eq!(shortfalls(&run), Vec::<String>::new());
        logs.push(personas(&run));
    }
    assert_eq!(logs[0], logs[1]);
    assert_eq!(logs[0], logs[2]);
}

#[tokio::test]
async fn who_is_in_no_document_is_in_no_cast() {
    let fake = FakeChat::start().await;
    fake.say(|question| {
        if !question.messages[0].1.starts_with(ASKS) {
            return Some(sensible_answer(question));
        }
        question.messages[1].1.contains("<passage>").then(|| {
            let actor = |name: &str, evidence: &str| {
                json!({"name": name, "aliases": [], "kind": "company", "role": "", "works_for": "",
                    "evidence": evidence})
            };
            let actors = [
                actor("Northline Shipping", "Northline Shipping, which operates the ferry"),
                actor("Zebra Holdings", "Zebra Holdings, which operates the ferry"),
                actor("Quagga Partners", "which operates the ferry"),
            ];
            let stance = json!({"actor": "Northline Shipping", "issue": "i0", "position": -0.9,
                "confidence": 0.9, "evidence": "Northline Shipping will never close it"});
            Said::text(json!({"actors": actors, "relations": [], "stances": [stance]}).to_string())
        })
    });

    let run = play(&casting_mind(&fake, by_schema()), &input(7, 20, 1)).await;

    assert_eq!(named(&run), ["Northline Shipping"]);
    assert_eq!(personas(&run)[0].stances[0].evidence, None);
    assert_eq!(shortfalls(&run), Vec::<String>::new());
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_put_right_once() {
    let fake = reading().await;
    // What is at issue, and then the first part.
    fake.fail_next([Fault::HalfJson]);

    let run = play(&casting_mind(&fake, by_schema()), &input(7, 12, 1)).await;

    assert_eq!(shortfalls(&run), Vec::<String>::new());
    assert_eq!(run.operations().repairs, Some(1));
    let asked = &fake.asked()[1].body["messages"];
    let told = asked[3]["content"].as_str().unwrap();
    assert!(told.contains("it is no JSON object that is whole"), "{told}");
}

/// Lets the questions about this part of the document meet a fault, always; the others are answered well.
fn spoil(fake: &FakeChat, part: &'static str, answer: &'static str) {
    fake.say(move |question| {
        let (system, own) = (&question.messages[0].1, &question.messages[1].1);
        if !system.starts_with(ASKS) {
            return Some(sensible_answer(question));
        }
        (own.contains("<passage>") && own.contains(part)).then(|| Said::text(answer))
    });
}

#[tokio::test]
async fn rules_read_the_part_that_the_model_cannot_and_the_run_says_so() {
    let fake = FakeChat::start().await;
    spoil(&fake, "Cleo Drummond", "{\"actors\": [");

    let run = play(&casting_mind(&fake, by_schema()), &long(7)).await;

    let names = named(&run);
    for name in ["Ada Norling", "Bo Castell", "Cleo Drummond", "Eva Fontane"] {
        assert!(names.iter().any(|it| it == name), "{name} is not among {names:?}");
    }
    let [told] = &shortfalls(&run)[..] else { panic!("{:?}", shortfalls(&run)) };
    assert!(
        told.starts_with("rules read 1 of the document's 5 parts: the model's answer"),
        "{told}"
    );
    let all = personas(&run);
    let by_rules = all.iter().find(|it| it.name == "Cleo Drummond").unwrap();
    assert!(by_rules.stances[0].evidence.is_some(), "{by_rules:?}");
    let twice = asked_about(&fake).iter().filter(|it| it.contains("Cleo Drummond")).count();
    assert_eq!(twice, 2, "an answer is put right once");
}

#[tokio::test]
async fn a_model_that_gives_no_cast_leaves_it_to_rules_and_the_run_says_why() {
    let dead = Fault::error(401, "authentication_error", "no");
    let cases = [
        (Fault::NothingFound, "the cast was found by rules: the model found nobody"),
        (Fault::Fabricated, "the cast was found by rules: the model read 0 of its 1 parts"),
        (dead, "the cast was found by rules: the model's endpoint wants a key (status 401)"),
    ];
    let rules = play_by_rules(input(7, 12, 1)).await;
    for (fault, reason) in cases {
        let fake = reading().await;
        fake.fail_every(1, fault.clone());

        let run = play(&casting_mind(&fake, by_schema()), &input(7, 12, 1)).await;

        let told = shortfalls(&run);
        assert!(told.iter().any(|it| it.starts_with(reason)), "{fault:?}: {told:?}");
        assert_eq!(personas(&run), personas(&rules), "{fault:?}");
    }
}

async fn play_by_rules(input: RunInput) -> Run {
    let fake = reading().await;
    let input = RunInput { cast: CastBy::Rules, ..input };
    let run = play(&casting_mind(&fake, by_schema()), &input).await;
    assert_eq!(asked_about(&fake), Vec::<String>::new());
    run
}

#[tokio::test]
async fn an_endpoint_that_is_busy_is_asked_again() {
    let fake = reading().await;
    fake.fail_next([Fault::too_many("0"), Fault::Drop]);

    let run = play(&casting_mind(&fake, by_schema()), &input(7, 12, 1)).await;

    assert_eq!(shortfalls(&run), Vec::<String>::new());
}

#[tokio::test]
async fn no_answer_about_the_document_is_paid_twice_whenever_the_host_dies() {
    let input = long(7);
    let undisturbed = {
        let fake = reading().await;
        play(&casting_mind(&fake, by_schema()), &input).await
    };
    // What is at issue, five parts and the publics are seven questions; several answers may be one write.
    for death in (0..7).flat_map(|n| [Death::BeforeWrite(n), Death::AfterWrite(n)]) {
        let fake = reading().await;
        let model = casting_mind(&fake, by_schema());
        let directory = scratch();
        let open = || {
            let identity = RunIdentity::of(&input);
            DirectoryStore::open(directory.path(), &identity).unwrap()
        };
        let dying = Dying::new(open(), death);
        let execution = Execution { concurrency: 1.try_into().unwrap(), ..Execution::default() };
        world::play_until_death(&dying, &model, &input, execution).await;
        let recorded = dying.cast_answers();
        drop(dying);

        let (survivor, afterwards) = (open(), reading().await);
        let model = casting_mind(&afterwards, by_schema());
        world::play(&survivor, &model, &input, Execution::default()).await.unwrap();

        assert_eq!(log(&survivor), log(&undisturbed.store), "{death:?}");
        assert_eq!(asked_about(&afterwards).len(), 7 - recorded, "{death:?}");
        let written = matches!(death, Death::AfterWrite(_) | Death::BeforeWrite(1..));
        assert_eq!(recorded > 0, written, "{death:?}");
    }
}

#[tokio::test]
async fn an_answer_that_a_kill_tore_is_asked_for_again_and_no_other() {
    let input = long(7);
    let first = reading().await;
    let model = casting_mind(&first, by_schema());
    let directory = scratch();
    let open = || DirectoryStore::open(directory.path(), &RunIdentity::of(&input)).unwrap();
    let dying = Dying::new(open(), Death::AfterWrite(1));
    let execution = Execution { concurrency: 1.try_into().unwrap(), ..Execution::default() };
    world::play_until_death(&dying, &model, &input, execution).await;
    let recorded = dying.cast_answers();
    drop(dying);
    let path = directory.path().join("r0.answers.zst");
    let kept = std::fs::read(&path).unwrap();
    std::fs::write(&path, &kept[..kept.len() - 3]).unwrap();

    // Killed once more: what was torn must not spoil what is added after it.
    let dying = Dying::new(open(), Death::AfterWrite(1));
    let second = reading().await;
    let model = casting_mind(&second, by_schema());
    world::play_until_death(&dying, &model, &input, execution).await;
    let recorded_then = dying.cast_answers();
    drop(dying);
    let (survivor, third) = (open(), reading().await);
    let model = casting_mind(&third, by_schema());
    world::play(&survivor, &model, &input, Execution::default()).await.unwrap();

    assert_eq!(
        log(&survivor),
        log(&play(&casting_mind(&reading().await, by_schema()), &input).await.store)
    );
    // What is at issue was in the first write, which is whole.
    let asked = asked_about(&first);
    assert!(recorded > 1 && !asked_about(&second).contains(&asked[0]));
    assert!(recorded_then > 1);
    assert_eq!(asked_about(&third).len(), 7 - recorded_then);
}

#[tokio::test]
async fn a_cast_is_made_again_from_its_recorded_answers_without_the_model() {
    let fake = reading().await;
    let model = casting_mind(&fake, by_schema());
    let input = long(3);
    let run = play(&model, &input).await;
    let folder = run.store.folder();
    let recorded = RecordedMind::new(model.kind()).with_casting(folder.casting().unwrap());
    let answers = fake.asked().len();

    let again = {
        let directory = scratch();
        let store = world::store(directory.path(), &input);
        world::play(&store, &recorded, &input, Execution::default()).await.unwrap();
        let rounds = store.folder().rounds().unwrap();
        store.folder().events(&rounds[0]).unwrap()
    };

    let rounds = folder.rounds().unwrap();
    assert_eq!(again, folder.events(&rounds[0]).unwrap());
    assert_eq!(fake.asked().len(), answers);
}

#[tokio::test]
async fn a_run_goes_on_from_its_recorded_cast_where_no_world_was_kept() {
    let fake = reading().await;
    let model = casting_mind(&fake, by_schema());
    let input = RunInput { rounds: 2, ..long(5) };
    let directory = scratch();
    let store = world::store(directory.path(), &input);
    world::play(&store, &model, &input, Execution::default()).await.unwrap();
    let whole = log(&store);
    drop(store);
    let path = directory.path().join("r0.json");
    let mut stored: Stored = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    stored.snapshot = None;
    std::fs::write(&path, serde_json::to_vec(&stored).unwrap()).unwrap();
    std::fs::remove_file(directory.path().join("r2.json")).unwrap();
    let before = asked_about(&fake).len();

    let store = world::store(directory.path(), &input);
    world::play(&store, &model, &input, Execution::default()).await.unwrap();

    assert_eq!(log(&store), whole);
    assert_eq!(asked_about(&fake).len(), before);
}
