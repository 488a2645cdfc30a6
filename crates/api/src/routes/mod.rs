//! The table of routes: one line each. The document is made from the same lines.

pub mod auth;
pub mod jobs;
pub mod service;

use std::net::IpAddr;

use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::limit::{Limiter, Limits};
use crate::openapi::Head;
use crate::state::AppState;

/// Routes and what the document says of them.
pub type Routes = OpenApiRouter<AppState>;
/// One of the limits by client address.
pub type Which = fn(&Limits) -> &Limiter<IpAddr>;

/// Every route under `/api`, with the document that describes them. `limited` puts a limit before the
/// routes that have one of their own.
pub fn table(limited: impl Fn(Which, UtoipaMethodRouter<AppState>) -> Routes) -> Routes {
    let api = Routes::new()
        .routes(routes!(service::health::health))
        .routes(routes!(service::ready::ready))
        .routes(routes!(service::config::config))
        .routes(routes!(service::tiers::tiers))
        .merge(limited(|limits| &limits.register, routes!(auth::register::register)))
        .merge(limited(|limits| &limits.login, routes!(auth::login::login)))
        .merge(limited(|limits| &limits.refresh, routes!(auth::refresh::refresh)))
        .routes(routes!(auth::logout::logout))
        .routes(routes!(auth::me::me))
        .routes(routes!(jobs::create::create, jobs::list::list))
        .routes(routes!(jobs::show::show, jobs::delete::delete))
        .routes(routes!(jobs::document::document))
        .routes(routes!(jobs::cancel::cancel))
        .routes(routes!(jobs::fork::fork))
        .routes(routes!(jobs::progress::progress))
        .routes(routes!(jobs::events::events, jobs::inject::inject))
        .routes(routes!(jobs::inject::injections))
        .routes(routes!(jobs::sim_data::sim_data))
        .routes(routes!(jobs::ensemble::ensemble))
        .routes(routes!(jobs::graph::graph))
        .routes(routes!(jobs::report::report));
    Routes::with_openapi(Head::openapi()).nest("/api", api)
}
