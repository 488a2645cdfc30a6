//! The one error of this crate.

use std::time::Duration;

use neo4rs::{Neo4jClientErrorKind, Neo4jErrorKind, Neo4jSecurityErrorKind};
use simswarm_core::{Retry, Retryable};

/// Why Neo4j did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("Neo4j did not answer within {limit:?}")]
    TimedOut { limit: Duration },
    /// It is away, starting or overloaded.
    #[error("Neo4j is not available")]
    Unavailable(#[source] neo4rs::Error),
    #[error("Neo4j refused a statement")]
    Refused(#[source] neo4rs::Error),
    /// The graph names in a relation what is not among its nodes.
    #[error("{missing} relations of the graph lead to a node that it does not have")]
    Dangling { missing: usize },
    #[error("what Neo4j holds is no graph of ours: {reason}")]
    Corrupt { reason: String },
}

impl Retryable for Error {
    fn retry(&self) -> Retry {
        match self {
            Self::TimedOut { .. } | Self::Unavailable(_) => Retry::Again,
            Self::Refused(_) | Self::Dangling { .. } | Self::Corrupt { .. } => Retry::Never,
        }
    }
}

/// What Neo4j blames on its client, and yet passes by itself.
fn may_pass(kind: Neo4jClientErrorKind) -> bool {
    matches!(
        kind,
        Neo4jClientErrorKind::SessionExpired
            | Neo4jClientErrorKind::Security(Neo4jSecurityErrorKind::AuthorizationExpired)
    )
}

impl From<neo4rs::Error> for Error {
    fn from(error: neo4rs::Error) -> Self {
        let refused = if let neo4rs::Error::Neo4j(answer) = &error {
            matches!(answer.kind(), Neo4jErrorKind::Client(kind) if !may_pass(kind))
        } else {
            matches!(
                error,
                neo4rs::Error::AuthenticationError(_)
                    | neo4rs::Error::DeserializationError(_)
                    | neo4rs::Error::InvalidConfig
            )
        };
        if refused { Self::Refused(error) } else { Self::Unavailable(error) }
    }
}
