//! What the handlers work with. Each takes the parts it uses, never the whole.

use std::sync::Arc;

use axum::extract::FromRef;
use simswarm_blob::Blob;
use simswarm_bus::{Bus, Live};
use simswarm_core::Ambient;
use simswarm_graph::Graphs;
use simswarm_store::Store;
use tokio_util::sync::CancellationToken;

use crate::auth::{AccessTokens, PasswordFailure, Passwords, RefreshCookie};
use crate::client_address::TrustedProxies;
use crate::extract::BodyLimit;
use crate::limit::Limits;
use crate::presence::RedisPresence;
use crate::routes::jobs::progress::{Desk, StreamSlots};
use crate::settings::Settings;

/// The stores and the surroundings that the API is given.
#[derive(Clone)]
pub struct Parts {
    pub store: Store,
    pub blob: Blob,
    pub bus: Bus,
    pub graphs: Graphs,
    pub ambient: Arc<dyn Ambient>,
    /// Ends every stream when the process ends.
    pub stop: CancellationToken,
}

/// The state of the API.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub store: Store,
    pub blob: Blob,
    pub bus: Bus,
    pub graphs: Graphs,
    pub ambient: Arc<dyn Ambient>,
    pub stop: CancellationToken,
    pub settings: Arc<Settings>,
    pub passwords: Passwords,
    pub access: AccessTokens,
    pub cookie: RefreshCookie,
    pub limits: Arc<Limits>,
    pub proxies: Arc<TrustedProxies>,
    pub body_limit: BodyLimit,
    pub live: Live,
    pub redis: RedisPresence,
    pub slots: StreamSlots,
    pub desk: Desk,
}

impl AppState {
    pub fn new(settings: Settings, parts: Parts, live: Live) -> Result<Self, PasswordFailure> {
        Ok(Self {
            passwords: Passwords::new(settings.password_hashes_at_once, &*parts.ambient)?,
            access: AccessTokens::new(&settings.secret_key),
            cookie: settings.cookie(),
            limits: Arc::new(Limits::new(&settings.rate_limits)),
            proxies: Arc::new(settings.trusted_proxies.clone()),
            body_limit: BodyLimit(settings.max_body_bytes()),
            live,
            redis: RedisPresence::default(),
            slots: StreamSlots::new(&settings.streams),
            desk: Desk::new(parts.store.clone()),
            store: parts.store,
            blob: parts.blob,
            bus: parts.bus,
            graphs: parts.graphs,
            ambient: parts.ambient,
            stop: parts.stop,
            settings: Arc::new(settings),
        })
    }
}
