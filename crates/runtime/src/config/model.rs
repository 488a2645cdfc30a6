//! The model of a host that pods run on.

use simswarm_core::pod::ModelServer;

use super::{ConfigError, Vars};

/// `MODEL_ENDPOINT` and `MODEL_NAME`, both or neither: the server beside the pods, and which of its models decides.
pub fn model_server(vars: &Vars) -> Result<Option<ModelServer>, ConfigError> {
    match (vars.optional("MODEL_ENDPOINT")?, vars.optional("MODEL_NAME")?) {
        (Some(endpoint), Some(model)) => Ok(Some(ModelServer { endpoint, model })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(ConfigError::invalid("MODEL_NAME", "MODEL_ENDPOINT needs it")),
        (None, Some(_)) => Err(ConfigError::invalid("MODEL_ENDPOINT", "MODEL_NAME needs it")),
    }
}
