//! What the pod is told by its environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use simswarm_core::pod::ModelServer;
use simswarm_llm::{Endpoint, EndpointKind, Limits};
use simswarm_runtime::config::{ConfigError, Vars, model_server};
use simswarm_runtime::telemetry::LogConfig;

/// Where a pod listens unless it is told otherwise.
const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), 5000);

/// The settings of one pod.
#[derive(Debug)]
pub struct PodConfig {
    pub log: LogConfig,
    /// Port 0 lets the system choose one.
    pub listen: SocketAddr,
    /// Where the address that it listens on is written once it listens.
    pub port_file: Option<PathBuf>,
    pub token: SecretString,
    /// The model that decides; none where rules do.
    pub model: Option<Endpoint>,
}

impl PodConfig {
    /// `POD_TOKEN`, `POD_LISTEN`, `POD_PORT_FILE`, `MODEL_ENDPOINT` and `MODEL_NAME`, `LOG_FORMAT`,
    /// `LOG_FILTER`.
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        Ok(Self {
            log: LogConfig::read(vars)?,
            listen: vars.parse_or(
                "POD_LISTEN",
                "an address like 127.0.0.1:5000",
                DEFAULT_LISTEN,
            )?,
            port_file: vars.optional("POD_PORT_FILE")?.map(PathBuf::from),
            token: vars.secret("POD_TOKEN", "the bearer token of this attempt")?,
            model: model_server(vars)?.map(endpoint),
        })
    }
}

fn endpoint(server: ModelServer) -> Endpoint {
    Endpoint {
        kind: EndpointKind::OpenAiCompatible,
        base_url: server.endpoint,
        model: server.model,
        key: None,
        limits: Limits::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_without_a_token_does_not_start() {
        let error = PodConfig::read(&Vars::default()).unwrap_err();

        assert_eq!(error.to_string(), "POD_TOKEN is not set: the bearer token of this attempt");
    }

    #[test]
    fn a_model_has_an_address_and_a_name() {
        let read = |pairs: [(&str, &str); 2]| PodConfig::read(&Vars::from(pairs));
        let config = PodConfig::read(&Vars::from([
            ("POD_TOKEN", "t"),
            ("MODEL_ENDPOINT", "http://127.0.0.1:8000/v1"),
            ("MODEL_NAME", "m"),
        ]))
        .unwrap();

        assert_eq!(config.model.map(|endpoint| endpoint.model).as_deref(), Some("m"));
        let error = read([("POD_TOKEN", "t"), ("MODEL_NAME", "m")]).unwrap_err();
        assert!(error.to_string().contains("MODEL_ENDPOINT"), "{error}");
    }

    #[test]
    fn the_token_is_not_shown() {
        let config = PodConfig::read(&Vars::from([("POD_TOKEN", "hunter2")])).unwrap();

        assert_eq!(config.listen.port(), 5000);
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
