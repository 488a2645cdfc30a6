//! An event from outside moves minds that follow rules the way that its text, or whoever planned it, points.

use serde_json::Value;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::exogenous::{ExogenousEvent, Pointing};

use crate::world::{input, undisturbed};

const OFFER_TAKEN: &str = "The union accepted the offer and the strike ended.";
const OFFER_REFUSED: &str = "The union rejected the offer and the strike goes on.";
const NOTHING: &str = "A rainbow stood over Varrow Bay.";

fn strike(event: Option<(&str, Option<Pointing>)>) -> RunInput {
    let plan = |(text, points): (&str, _)| ExogenousEvent {
        points,
        ..ExogenousEvent::plain(2, text.to_owned())
    };
    RunInput {
        document: include_str!("../../../../examples/harbour-strike/document.md").to_owned(),
        goal: include_str!("../../../../examples/harbour-strike/question.txt").trim().to_owned(),
        events: event.map(plan).into_iter().collect(),
        ..input(7, 40, 8)
    }
}

async fn events(input: &RunInput) -> Vec<Value> {
    let log = String::from_utf8(undisturbed(input).await).unwrap();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where all stand on average and what the market says, in the end.
fn end(events: &[Value]) -> (f64, f64) {
    let last = events.iter().rev().find(|event| event["type"] == "round_ended").unwrap();
    let first = |list: &str| last["data"][list][0].as_f64().unwrap();
    (first("positions"), first("prices"))
}

fn told(events: &[Value]) -> &Value {
    &events.iter().find(|event| event["type"] == "exogenous").unwrap()["data"]
}

#[tokio::test]
async fn a_text_moves_opinion_and_market_the_way_it_reads() {
    let taken = events(&strike(Some((OFFER_TAKEN, None)))).await;
    let refused = events(&strike(Some((OFFER_REFUSED, None)))).await;
    let nothing = events(&strike(Some((NOTHING, None)))).await;

    let ((mean, price), (low, cheap)) = (end(&taken), end(&refused));
    let (middle, fair) = end(&nothing);
    assert!(mean > middle + 0.1 && middle > low + 0.1, "{mean} {middle} {low}");
    assert!(price > fair + 0.02 && fair > cheap + 0.02, "{price} {fair} {cheap}");
    let sides = |events: &[Value]| {
        let told = told(events);
        let position = told["stances"][0]["position"].as_f64();
        (position.map_or(0.0, f64::signum), told["stances_read"].clone())
    };
    assert_eq!(sides(&taken), (1.0, true.into()));
    assert_eq!(sides(&refused), (-1.0, true.into()));
    assert_eq!(sides(&nothing), (0.0, true.into()));
    let moved_by_it = nothing.iter().any(|event| event["data"].get("news").is_some());
    assert!(!moved_by_it, "a text that takes no side moves nobody");
}

#[tokio::test]
async fn who_says_which_way_it_points_is_not_overruled_by_its_text() {
    let plain = events(&strike(Some((NOTHING, Some(Pointing::Yes))))).await;
    let neither = events(&strike(Some((OFFER_TAKEN, Some(Pointing::Neither))))).await;

    assert_eq!(told(&plain)["stances"][0]["position"], 0.8);
    assert_eq!(told(&neither)["stances"], Value::Array(Vec::new()));
    for log in [&plain, &neither] {
        assert!(told(log).get("stances_read").is_none(), "it was given");
    }
    assert!(end(&plain).0 > end(&neither).0 + 0.1);
}
