//! Which side an event from outside takes.

use simswarm_casting::{CastSettings, cast, take_side};
use simswarm_core::document::Seed;
use simswarm_core::exogenous::{ExogenousEvent, Pointing};
use simswarm_engine::cast::Issue;

const STRIKE: &str = include_str!("../../../../examples/harbour-strike/document.md");
const ENDS: &str = include_str!("../../../../examples/harbour-strike/question.txt");

fn issues(document: &str, question: &str) -> Vec<Issue> {
    let seed = Seed::try_from(1).unwrap();
    cast(document, question, CastSettings { seed, agents: 20, horizon_days: 30 }).unwrap().issues
}

/// Towards which position the text moves each issue; 0 where it takes no side.
fn sides(issues: &[Issue], text: &str, points: Option<Pointing>) -> Vec<f64> {
    let mut event = ExogenousEvent { points, ..ExogenousEvent::plain(1, text.to_owned()) };
    take_side(&mut event, issues);
    let of = |issue: usize| {
        event.shifts.iter().find(|it| it.issue as usize == issue).map_or(0.0, |it| it.position)
    };
    (0..issues.len()).map(of).collect()
}

fn check(issues: &[Issue], cases: &[(&str, i8)]) {
    for (text, sign) in cases {
        let position = sides(issues, text, None)[0];
        let found = i8::from(position > 0.0) - i8::from(position < 0.0);
        assert_eq!(found, *sign, "{text}: {position}");
    }
}

#[test]
fn what_has_happened_speaks_for_what_was_asked_or_against_it() {
    check(
        &issues(STRIKE, ENDS),
        &[
            ("The union accepted the offer and the strike ended.", 1),
            ("The strike at Kelmouth is over: the dockers returned to work on Monday.", 1),
            ("The dockers' union called off the strike.", 1),
            ("The union rejected the offer and the strike goes on.", -1),
            ("Talks to end the strike collapsed.", -1),
            ("The strike has not ended.", -1),
            ("The strike spreads to three more ports.", -1),
            ("A storm passed over Varrow Bay.", 0),
            ("A film about the strike was shown in the town hall.", 0),
            ("Will the strike end?", 0),
        ],
    );
    check(
        &issues("The council talked about the old quarry.", "Will the old quarry close by June?"),
        &[
            ("The quarry closed for good.", 1),
            ("The owner plans to close the quarry.", 1),
            ("The court stopped the closure of the quarry.", -1),
            ("A shop closed in the next town.", 0),
        ],
    );
    check(
        &issues("The agency looks into it.", "Will the agency order new radar at airports?"),
        &[
            ("The agency ordered new radar at all airports.", 1),
            ("The agency refused to order new radar.", -1),
            ("The agency opened a new office.", 0),
        ],
    );
}

#[test]
fn a_price_is_read_where_it_is_named() {
    check(
        &issues("Brent traded at $99.", "Will Brent crude stay above $100?"),
        &[
            ("Brent rose to $130 a barrel.", 1),
            ("Brent fell to $71 on Friday.", -1),
            ("Unemployment fell in Norway.", 0),
        ],
    );
}

#[test]
fn of_several_issues_only_those_that_are_named_are_meant() {
    let document =
        "Alba Motors and Varro Works both build trams. Alba Motors said it was confident.";
    let both = issues(document, "Who will win the contract, Alba Motors or Varro Works?");
    assert_eq!(both.len(), 2, "{both:?}");
    let position = |text, points| sides(&both, text, points);

    assert_eq!(position("Varro Works won the contract.", None), [0.0, 0.8]);
    assert_eq!(position("A jury praised Varro Works.", Some(Pointing::No)), [0.0, -0.8]);
    assert_eq!(position("It rained.", Some(Pointing::Yes)), [0.8, 0.0], "else the first");
    assert_eq!(position("It rained.", None), [0.0, 0.0]);
    assert_eq!(position("Varro Works won the contract.", Some(Pointing::Neither)), [0.0, 0.0]);
}
