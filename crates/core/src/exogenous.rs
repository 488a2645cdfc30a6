//! Exogenous events: what happens to a simulated world from outside, planned by a user or put in while it runs.

use serde::{Deserialize, Serialize};

/// The most characters of an event's text.
pub const MAX_EVENT_CHARS: usize = 600;
/// The words for the kinds of actors.
pub const KINDS: [&str; 6] = ["person", "company", "government", "organization", "media", "public"];
/// The most issues that a run has.
pub const MAX_ISSUES: u32 = 5;
/// The most agents that an audience may name, and the most characters of a name in it.
const MAX_NAMED: usize = 20;
const MAX_NAME_CHARS: usize = 200;

/// One thing that happens, and who hears of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExogenousEvent {
    /// The round whose turns are told of it, from 1.
    pub round: u32,
    pub text: String,
    #[serde(default)]
    pub audience: Audience,
    /// What it weighs against a post of a stranger, 0 … 1.
    #[serde(default = "fully_credible")]
    pub credibility: f64,
    /// What it says about the issues: towards these positions it moves whoever hears of it.
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// Which way it points, where no shifts say so. Without either its text is read for it.
    #[serde(default)]
    pub points: Option<Pointing>,
}

/// Which way an event points on what is at issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pointing {
    /// Towards what is asked coming true.
    Yes,
    No,
    Neither,
    /// As its text is read.
    Text,
}

/// Who hears of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Everybody,
    /// The members of one segment of the public, by its name.
    Segment(String),
    /// All actors of one kind: `person`, `company`, `government`, `organization`, `media`, `public`.
    Kind(String),
    /// All who stand on one side of an issue.
    Side { issue: u32, pole: Pole },
    /// Some agents, each by its id, slug or name.
    Agents(Vec<String>),
}

/// A side of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pole {
    For,
    Against,
}

/// What an event says about one issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The issue's number, from 0.
    pub issue: u32,
    /// −1 … 1.
    pub position: f64,
}

/// Why an event was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExogenousError {
    #[error("its text is blank")]
    Blank,
    #[error("it contains the NUL character")]
    Nul,
    #[error("its text has {chars} characters; {MAX_EVENT_CHARS} are the most")]
    TooLong { chars: usize },
    #[error("its round {round} is not one from 1 to {rounds}")]
    Round { round: u32, rounds: u32 },
    #[error("its credibility is not a number from 0 to 1")]
    Credibility,
    #[error("a shift is not a number from -1 to 1 on one of the issues 0 to {}", MAX_ISSUES - 1)]
    Shift,
    #[error("it has shifts and a way it points: one of them says it all")]
    Points,
    #[error("its audience is none: {0}")]
    Audience(&'static str),
}

impl Audience {
    fn check(&self) -> Result<(), ExogenousError> {
        let is_name = |name: &String| {
            !name.trim().is_empty()
                && name.chars().count() <= MAX_NAME_CHARS
                && !name.contains('\0')
        };
        let refused = match self {
            Self::Everybody => None,
            Self::Segment(name) => (!is_name(name)).then_some("a segment is a short name"),
            Self::Kind(kind) => (!KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)))
                .then_some("a kind is person, company, government, organization, media or public"),
            Self::Side { issue, .. } => {
                (*issue >= MAX_ISSUES).then_some("an issue is a number from 0 to 4")
            }
            Self::Agents(names) => {
                (names.is_empty() || names.len() > MAX_NAMED || !names.iter().all(is_name))
                    .then_some("agents are 1 to 20 short names")
            }
        };
        refused.map_or(Ok(()), |why| Err(ExogenousError::Audience(why)))
    }
}

impl ExogenousEvent {
    /// An event that everybody hears of, and that nobody says more about than its text does.
    pub fn plain(round: u32, text: String) -> Self {
        let (audience, shifts) = (Audience::Everybody, Vec::new());
        Self { round, text, audience, credibility: fully_credible(), shifts, points: None }
    }

    /// Whether its shifts, if it has any, were read from its text.
    pub fn is_read(&self) -> bool {
        self.points == Some(Pointing::Text)
    }

    /// Checks it against the number of rounds.
    pub fn check(&self, rounds: u32) -> Result<(), ExogenousError> {
        let chars = self.text.chars().count();
        if self.text.trim().is_empty() {
            Err(ExogenousError::Blank)
        } else if self.text.contains('\0') {
            Err(ExogenousError::Nul)
        } else if chars > MAX_EVENT_CHARS {
            Err(ExogenousError::TooLong { chars })
        } else if !(1..=rounds).contains(&self.round) {
            Err(ExogenousError::Round { round: self.round, rounds })
        } else if !(0.0..=1.0).contains(&self.credibility) {
            Err(ExogenousError::Credibility)
        } else if !self.shifts.iter().all(Shift::is_sound)
            || self.shifts.len() > MAX_ISSUES as usize
        {
            Err(ExogenousError::Shift)
        } else if !self.shifts.is_empty() && self.points.is_some() {
            Err(ExogenousError::Points)
        } else {
            self.audience.check()
        }
    }
}

impl Shift {
    fn is_sound(&self) -> bool {
        self.issue < MAX_ISSUES && (-1.0..=1.0).contains(&self.position)
    }
}

fn fully_credible() -> f64 {
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_reads_with_what_it_leaves_out() {
        let text = r#"{"round": 3, "text": "The court has ruled."}"#;
        let event: ExogenousEvent = serde_json::from_str(text).unwrap();
        assert_eq!(event, ExogenousEvent::plain(3, "The court has ruled.".to_owned()));
        assert_eq!(event.check(3), Ok(()));
    }

    #[test]
    fn what_cannot_happen_is_refused() {
        let event = ExogenousEvent::plain(3, "The court has ruled.".to_owned());
        assert_eq!(event.check(2), Err(ExogenousError::Round { round: 3, rounds: 2 }));
        let blank = ExogenousEvent { text: " ".to_owned(), ..event.clone() };
        assert_eq!(blank.check(9), Err(ExogenousError::Blank));
        let certain = ExogenousEvent { credibility: f64::NAN, ..event.clone() };
        assert_eq!(certain.check(9), Err(ExogenousError::Credibility));
        let shifts = |shift| ExogenousEvent { shifts: vec![shift], ..event.clone() };
        let far = shifts(Shift { issue: 0, position: 1.5 });
        assert_eq!(far.check(9), Err(ExogenousError::Shift));
        let elsewhere = shifts(Shift { issue: MAX_ISSUES, position: 0.5 });
        assert_eq!(elsewhere.check(9), Err(ExogenousError::Shift));
        let ruled = shifts(Shift { issue: 0, position: 0.5 });
        let both = ExogenousEvent { points: Some(Pointing::No), ..ruled };
        assert_eq!(both.check(9), Err(ExogenousError::Points));
    }

    #[test]
    fn an_audience_that_cannot_be_is_refused() {
        let event = ExogenousEvent::plain(3, "The court has ruled.".to_owned());
        let check = |audience| ExogenousEvent { audience, ..event.clone() }.check(9);
        assert_eq!(check(Audience::Kind("Media".to_owned())), Ok(()));
        assert_eq!(check(Audience::Agents(vec!["a7".to_owned()])), Ok(()));
        for audience in [
            Audience::Kind("cats".to_owned()),
            Audience::Segment(" ".to_owned()),
            Audience::Agents(Vec::new()),
            Audience::Side { issue: MAX_ISSUES, pole: Pole::For },
        ] {
            assert!(matches!(check(audience), Err(ExogenousError::Audience(_))));
        }
    }
}
