//! The OpenAPI document: what all operations share. The operations themselves stand at their handlers.

use std::collections::BTreeMap;

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};
use utoipa::{IntoResponses, Modify, OpenApi};

use crate::error::ErrorBody;
use crate::routes::jobs::progress::{ProgressView, StatusView};

/// What stands above the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "SimSwarm",
        version = env!("CARGO_PKG_VERSION"),
        description = "Simulations of what happens next, from a document and a question. Every error has \
            the shape `Error`; an unknown path answers 404 and a wrong method 405 with `Allow`, in that \
            shape too. Times are UTC."
    ),
    tags(
        (name = "auth", description = "Accounts and sessions"),
        (name = "jobs", description = "Simulations: ask for one, watch it, read its results"),
        (name = "service", description = "The state of this instance")
    ),
    components(schemas(ErrorBody, ProgressView, StatusView)),
    modifiers(&Security)
)]
pub struct Head;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("The `token` that register, login and refresh answer."))
            .build();
        let cookie = ApiKeyValue::with_description(
            "simswarm_refresh",
            "Set by register, login and refresh; sent by browsers to `/api/auth` only.",
        );
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

fn response(status: u16, description: &str) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).build();
    let mut builder =
        ResponseBuilder::new().description(description).content("application/json", body);
    if matches!(status, 429 | 503) {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build();
        let header = HeaderBuilder::new()
            .schema(Some(seconds))
            .description(Some("Seconds after which another try may be taken."))
            .build();
        builder = builder.header("Retry-After", header);
    }
    builder.build()
}

/// Groups of errors, as types that a `#[utoipa::path]` can name.
macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident: $($status:literal $text:literal),+;)+) => {$(
        $(#[$doc])*
        pub struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                BTreeMap::from([$(($status.to_string(), response($status, $text).into())),+])
            }
        }
    )+};
}

errors! {
    /// What any operation may answer.
    CommonErrors:
        429 "Too many requests: from this address, or by this account",
        500 "Something went wrong on our side",
        503 "A store that this needs is away";

    /// What any operation of a signed-in user may answer.
    CallerErrors:
        401 "No access token, or one that is no longer good",
        429 "Too many requests: from this address, or by this account",
        500 "Something went wrong on our side",
        503 "A store that this needs is away";

    /// What any operation on a job may answer.
    JobErrors:
        401 "No access token, or one that is no longer good",
        404 "There is no such job, or it is another user's, or it is deleted",
        422 "The id or a parameter is not of its form",
        429 "Too many requests: from this address, or by this account",
        500 "Something went wrong on our side",
        503 "A store that this needs is away";

    /// What an operation with a body may answer.
    BodyErrors:
        400 "The body is no JSON, or a text in it is longer than this instance takes",
        413 "The body is too large",
        415 "The body is not declared as JSON",
        422 "A field is missing or not of its form",
        429 "Too many requests: from this address, or by this account",
        500 "Something went wrong on our side",
        503 "A store that this needs is away";

    /// A query parameter may be wrong.
    QueryErrors: 422 "A parameter is not of its form";

    /// The address has an account.
    EmailTaken: 409 "The address has an account already";

    /// Wrong password or unknown address.
    WrongCredentials: 401 "The email or the password is wrong";

    /// The cookie is missing, used up, revoked or too old.
    InvalidToken: 401 "No refresh cookie, or one that is no longer good";

    /// The same job was asked for moments ago.
    DuplicateJob: 409 "The same job was created within the last minute; `detail` names its id";

    /// The round is not there to go on from.
    NoCheckpoint: 409 "The round is not played yet";

    /// The job is in no state for this.
    NotAllowedNow: 409 "The job is in no state in which this can be done";
}
