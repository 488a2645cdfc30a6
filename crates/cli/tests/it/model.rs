//! The command with a language model, which a fake endpoint plays.

use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Said};

use crate::{folder, log, refused, run, told, usual};

const ANSWER: &str = r#"{"actions":[{"tool":"create_post","text":"The ferry has to stay.","stances":[]}],
    "poll":[{"issue":"i0","probability":0.3,"reason":"So far."}]}"#;

/// An endpoint whose model answers turns; the probe's questions it answers as any model does.
async fn endpoint() -> FakeChat {
    let fake = FakeChat::start().await;
    fake.say(|question| question.messages[0].1.starts_with("You play").then(|| Said::text(ANSWER)));
    fake
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_decides_and_its_tokens_and_their_cost_are_told() {
    let (folder, fake) = (folder(), endpoint().await);
    let url = fake.base_url();
    let model = ["--endpoint", &url, "--model", Abilities::MODEL, "--price", "1,0.5,2"];
    let arguments = usual(&[&model[..], &["--rounds", "4", "--out", "there"]].concat());

    let output = run(&folder, &arguments);

    let probed = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(
        probed,
        "fake-8b: answers by a schema, calls tools, does not think first, reads 32768 tokens\n"
    );
    let said = told(&output);
    assert!(said.contains("\nCalls   "), "{said}");
    assert!(said.contains("\nTokens  ") && said.contains("\nCost    0."), "{said}");
    let log_text = String::from_utf8(log(&folder, "there")).unwrap();
    assert!(log_text.contains("The ferry has to stay."));
    assert!(!log_text.contains("rule_based_minds") && !log_text.contains("turn_skipped"));
    let manifest = folder.path().join("there/artifacts/run_manifest.json");
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(manifest).unwrap()).unwrap();
    assert_eq!(manifest["operations"]["model"]["name"], "fake-8b");
    assert!(manifest["operations"]["tokens"]["prompt"].as_u64().unwrap() > 1000);

    let rules = refused(&run(&folder, &usual(&["--rounds", "4", "--out", "there"])), 2);

    assert_eq!(rules, "simswarm: there cannot be used: it holds a run with another model\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_will_not_do_is_refused_in_a_sentence() {
    let (folder, fake) = (folder(), endpoint().await);
    let url = fake.base_url();
    let cases: [(&[&str], i32, &str); 3] = [
        (
            &["--endpoint", &url, "--model", "fake-70b"],
            2,
            "simswarm: the model's endpoint does not serve \"fake-70b\"; it serves fake-8b\n",
        ),
        // Port 9 of loopback: nobody listens there.
        (
            &["--endpoint", "http://127.0.0.1:9/v1", "--model", "m"],
            1,
            "simswarm: the model's endpoint cannot be reached\n",
        ),
        (
            &["--endpoint", &url, "--model", "m", "--api-key-env", "NO_SUCH_KEY"],
            2,
            "simswarm: NO_SUCH_KEY is not set: the endpoint's key\n",
        ),
    ];
    for (model, code, sentence) in cases {
        assert_eq!(refused(&run(&folder, &usual(model)), code), sentence);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_casts_unless_rules_are_to() {
    let (folder, fake) = (folder(), endpoint().await);
    let url = fake.base_url();
    let model = ["--endpoint", &url, "--model", Abilities::MODEL, "--rounds", "1"];
    let play = |more: &[&str]| run(&folder, &usual(&[&model[..], more].concat()));

    told(&play(&["--out", "model"]));
    told(&play(&["--out", "rules", "--cast", "rules"]));

    let model = String::from_utf8(log(&folder, "model")).unwrap();
    assert!(model.contains("It will be so: ") && !model.contains("rule_based_casting"));
    let rules = String::from_utf8(log(&folder, "rules")).unwrap();
    assert!(!rules.contains("It will be so: ") && rules.contains("rule_based_casting"));
    let other = refused(&play(&["--out", "rules"]), 2);
    let words = "simswarm: rules cannot be used: it holds a run with another way of casting\n";
    assert!(other.ends_with(words), "{other}");
    let unknown = refused(&play(&["--cast", "dice"]), 2);
    assert!(unknown.contains("must be rules or model"), "{unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_cannot_cast_is_told_of_in_the_report() {
    let (folder, fake) = (folder(), FakeChat::start().await);
    let cannot = "I am only a small model.";
    fake.say(move |question| {
        let system = &question.messages[0].1;
        (system.starts_with("You play").then(|| Said::text(ANSWER)))
            .or_else(|| system.starts_with("You prepare").then(|| Said::text(cannot)))
    });
    let url = fake.base_url();
    let model = ["--endpoint", &url, "--model", Abilities::MODEL, "--rounds", "1", "--out", "it"];

    told(&run(&folder, &usual(&model)));

    let report = std::fs::read_to_string(folder.path().join("it/report.md")).unwrap();
    assert!(
        report.contains("Degraded (rule-based casting): the cast was found by rules"),
        "{report}"
    );
}
