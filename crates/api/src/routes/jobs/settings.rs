//! What may be set about a run besides its size, as it stands on the wire.

use serde::{Deserialize, Serialize};
use simswarm_core::exogenous::{Audience, ExogenousEvent, Pointing, Pole, Shift};
use simswarm_core::run_settings::{BeliefOptions, RunSettings, SettingsError};
use utoipa::ToSchema;

use crate::error::{ApiError, FieldError};
use crate::words::{CastWord, RecommenderWord};

/// Something that happens to the simulated world from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ExogenousEvent)]
pub struct EventBody {
    /// The round whose turns are told of it, from 1.
    #[schema(minimum = 1)]
    pub round: u32,
    #[serde(flatten)]
    pub news: NewsBody,
}

/// What happens, whenever it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = News)]
pub struct NewsBody {
    /// What is told.
    #[schema(min_length = 1, max_length = 600)]
    pub text: String,
    /// Who hears of it.
    #[serde(default)]
    #[schema(required = false)]
    pub audience: AudienceBody,
    /// What it weighs against a post of a stranger; 1 when absent.
    #[serde(default = "fully_credible")]
    #[schema(minimum = 0, maximum = 1)]
    pub credibility: f64,
    /// What it says about the issues: towards these positions it moves whoever hears of it.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub shifts: Vec<ShiftBody>,
    /// Which way it points, where `shifts` is left out: on those issues that its text names, else on the first one. With
    /// neither, its text is read for it by rules, as with `text`; a text that takes no side moves nobody.
    #[serde(default)]
    pub points: Option<PointingBody>,
}

fn fully_credible() -> f64 {
    1.0
}

/// Who hears of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Audience)]
pub enum AudienceBody {
    #[default]
    Everybody,
    /// The members of one segment of the public, by its name.
    Segment(String),
    /// All actors of one kind: `person`, `company`, `government`, `organization`, `media`, `public`.
    Kind(String),
    /// All who stand on one side of an issue.
    Side {
        #[schema(maximum = 4)]
        issue: u32,
        pole: PoleBody,
    },
    /// Some agents, each by its id, slug or name.
    Agents(Vec<String>),
}

/// A side of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Pole)]
pub enum PoleBody {
    For,
    Against,
}

/// Which way an event points on what is at issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Pointing)]
pub enum PointingBody {
    /// Towards what is asked coming true.
    Yes,
    No,
    Neither,
    /// As its text is read.
    Text,
}

/// What an event says about one issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Shift)]
pub struct ShiftBody {
    /// The issue's number, from 0.
    #[schema(maximum = 4)]
    pub issue: u32,
    #[schema(minimum = -1, maximum = 1)]
    pub position: f64,
}

/// How minds are moved; what is left out is as usual.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = BeliefOptions)]
pub struct BeliefsBody {
    /// What weight agents give to what they read against what they hold.
    #[serde(default)]
    #[schema(minimum = 0.01, maximum = 0.99)]
    pub openness: Option<f64>,
    /// Views farther away than this move nobody (bounded confidence); two opposite poles are 2 apart.
    #[serde(default)]
    #[schema(minimum = 0.05, maximum = 2)]
    pub reach: Option<f64>,
}

/// The settings of a job's run, without the texts of its events: those are at `/jobs/{id}/injections`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = RunSettings)]
pub struct SettingsView {
    /// How many events were planned.
    pub events: usize,
    /// Whether companies price, hire and invest, and governments tax and pay benefits.
    pub economy: bool,
    /// What feeds are ranked by.
    pub recommender: RecommenderWord,
    /// Who finds the cast: the model that decides, where one does, or rules.
    pub cast: CastWord,
    pub beliefs: BeliefsBody,
}

impl From<&RunSettings> for SettingsView {
    fn from(settings: &RunSettings) -> Self {
        let BeliefOptions { openness, reach } = settings.beliefs;
        Self {
            events: settings.events.len(),
            economy: settings.economy,
            recommender: RecommenderWord(settings.recommender),
            cast: CastWord(settings.cast),
            beliefs: BeliefsBody { openness, reach },
        }
    }
}

impl From<BeliefsBody> for BeliefOptions {
    fn from(BeliefsBody { openness, reach }: BeliefsBody) -> Self {
        Self { openness, reach }
    }
}

impl From<EventBody> for ExogenousEvent {
    fn from(EventBody { round, news }: EventBody) -> Self {
        news.in_round(round)
    }
}

impl NewsBody {
    pub fn in_round(self, round: u32) -> ExogenousEvent {
        let Self { text, audience, credibility, shifts, points } = self;
        let shifts = shifts
            .into_iter()
            .map(|ShiftBody { issue, position }| Shift { issue, position })
            .collect();
        let (audience, points) = (audience.into(), points.map(Pointing::from));
        ExogenousEvent { round, text, audience, credibility, shifts, points }
    }
}

impl From<PointingBody> for Pointing {
    fn from(points: PointingBody) -> Self {
        match points {
            PointingBody::Yes => Self::Yes,
            PointingBody::No => Self::No,
            PointingBody::Neither => Self::Neither,
            PointingBody::Text => Self::Text,
        }
    }
}

impl From<Pointing> for PointingBody {
    fn from(points: Pointing) -> Self {
        match points {
            Pointing::Yes => Self::Yes,
            Pointing::No => Self::No,
            Pointing::Neither => Self::Neither,
            Pointing::Text => Self::Text,
        }
    }
}

impl From<AudienceBody> for Audience {
    fn from(audience: AudienceBody) -> Self {
        match audience {
            AudienceBody::Everybody => Self::Everybody,
            AudienceBody::Segment(name) => Self::Segment(name),
            AudienceBody::Kind(kind) => Self::Kind(kind),
            AudienceBody::Side { issue, pole } => {
                let pole = match pole {
                    PoleBody::For => Pole::For,
                    PoleBody::Against => Pole::Against,
                };
                Self::Side { issue, pole }
            }
            AudienceBody::Agents(names) => Self::Agents(names),
        }
    }
}

impl From<ExogenousEvent> for EventBody {
    fn from(event: ExogenousEvent) -> Self {
        Self { round: event.round, news: event.into() }
    }
}

impl From<ExogenousEvent> for NewsBody {
    fn from(event: ExogenousEvent) -> Self {
        let ExogenousEvent { round: _, text, audience, credibility, shifts, points } = event;
        let shifts = shifts
            .into_iter()
            .map(|Shift { issue, position }| ShiftBody { issue, position })
            .collect();
        let points = points.map(PointingBody::from);
        Self { text, audience: audience.into(), credibility, shifts, points }
    }
}

impl From<Audience> for AudienceBody {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Everybody => Self::Everybody,
            Audience::Segment(name) => Self::Segment(name),
            Audience::Kind(kind) => Self::Kind(kind),
            Audience::Side { issue, pole } => {
                let pole = match pole {
                    Pole::For => PoleBody::For,
                    Pole::Against => PoleBody::Against,
                };
                Self::Side { issue, pole }
            }
            Audience::Agents(names) => Self::Agents(names),
        }
    }
}

/// What is wrong with settings, at the field that has it. Of their events, the first `known` are not of this request.
pub fn refusal(error: &SettingsError, known: usize) -> ApiError {
    let path = match error {
        SettingsError::TooManyEvents => "events".to_owned(),
        SettingsError::Event { index, .. } => {
            format!("events.{}", index.saturating_sub(known))
        }
        SettingsError::Openness => "beliefs.openness".to_owned(),
        SettingsError::Reach => "beliefs.reach".to_owned(),
    };
    ApiError::Invalid(vec![FieldError::new(path, error.to_string())])
}
