//! The report of a run: a document of claims, each with the events that it rests on and the rule by which
//! each of its numbers can be computed again. The built-in one is written from the log alone.

mod analysis;
mod build;
mod company;
mod counted;
mod line;
mod log;
mod markdown;
mod model;
mod pool;
mod reach;
mod rule;
mod section;

pub use build::{build, build_pooled};
pub use company::CompanyRule;
pub use counted::Counted;
pub use log::{ReportError, fold};
pub use markdown::to_markdown;
pub use model::{Block, Citation, Claim, Format, Report, Section, Signal, Source, Span, Verdict};
pub use pool::{PoolRule, Question};
pub use reach::{CascadeRule, InfluenceRule};
pub use rule::Rule;
pub use simswarm_projection::ensemble::Pool;
