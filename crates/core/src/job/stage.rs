//! How far a live job has come: a coarse number that pages show.

/// Coarse progress. Its number is the wire value `pipeline_stage`; it never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Provisioning = 0,
    Seeding = 1,
    Researching = 2,
    Simulating = 3,
    Analysing = 4,
    Reporting = 5,
}

impl From<Stage> for i16 {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Provisioning => 0,
            Stage::Seeding => 1,
            Stage::Researching => 2,
            Stage::Simulating => 3,
            Stage::Analysing => 4,
            Stage::Reporting => 5,
        }
    }
}
