//! The words of `core` on the wire: what they may be comes from there, so that the document cannot lag.

use std::borrow::Cow;

use serde::Serialize;
use simswarm_core::cast_by::CastBy;
use simswarm_core::job::{JobStatus, Tier};
use simswarm_core::recommender::Recommender;
use simswarm_core::report::ReportStatus;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident of $core:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub $core);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words = $core::ALL.map($core::as_str);
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($core).into()
            }
        }
    )+};
}

words! {
    /// Where a job is in its life.
    StatusWord of JobStatus;
    /// The size class of a job.
    TierWord of Tier;
    /// How far a report has come.
    ReportWord of ReportStatus;
    /// What feeds are ranked by.
    RecommenderWord of Recommender;
    /// Who finds the cast.
    CastWord of CastBy;
}
