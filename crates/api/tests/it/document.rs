//! The OpenAPI document: it describes every route and every answer, and is committed for the page.

use http::Method;
use serde_json::Value;

use crate::app::TestApp;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frontend/openapi.json");

fn document() -> Value {
    serde_json::from_str(&simswarm_api::document().unwrap()).unwrap()
}

/// Every operation: its method, its path, itself.
fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| {
                let method = method.to_uppercase().parse().unwrap();
                (method, path.clone(), operation.clone())
            })
        })
        .collect()
}

#[test]
fn the_committed_document_is_that_of_this_code() {
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();

    assert!(
        committed == simswarm_api::document().unwrap(),
        "run: cargo run -p simswarm-api -- openapi > frontend/openapi.json"
    );
}

#[test]
fn every_operation_documents_each_of_its_answers() {
    let document = document();
    let mut ids = std::collections::HashSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        let responses = operation["responses"].as_object().unwrap();
        let mut expected = vec!["429", "500", "503"];
        if operation.get("security").is_some() {
            expected.push("401");
        }
        if path.contains("{job_id}") {
            expected.extend(["404", "422"]);
        }
        if operation.get("requestBody").is_some() {
            expected.extend(["400", "413", "415", "422"]);
        }
        if operation["parameters"].as_array().is_some_and(|parameters| !parameters.is_empty()) {
            expected.push("422");
        }
        for status in expected {
            let schema = &responses[status]["content"]["application/json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Error", "{name} {status}");
        }
        let successes: Vec<_> =
            responses.iter().filter(|(status, _)| status.starts_with('2')).collect();
        assert_eq!(successes.len(), 1, "{name}");
        let (status, success) = successes[0];
        if status != "204" {
            for (kind, content) in success["content"].as_object().unwrap() {
                assert!(content.get("schema").is_some(), "{name} as {kind}");
            }
        }
        assert!(ids.insert(operation["operationId"].clone()), "{name}: its id is taken");
        assert!(operation["summary"].is_string() && operation["tags"][0].is_string(), "{name}");
    }
}

#[test]
fn every_schema_that_is_named_is_there() {
    let document = document();
    let text = document.to_string();
    let schemas = document["components"]["schemas"].as_object().unwrap();

    for named in text.split("#/components/schemas/").skip(1) {
        let name = named.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

/// The routes that were asked for, and no other: one that is only in the router, or only in the document,
/// would show here or below.
#[test]
fn the_routes_are_those_of_the_contract() {
    let mut routes: Vec<_> = operations(&document())
        .into_iter()
        .map(|(method, path, _)| format!("{path} {method}"))
        .collect();
    routes.sort_unstable();

    insta::assert_snapshot!(routes.join("\n"), @r"
    /api/auth/login POST
    /api/auth/logout POST
    /api/auth/me GET
    /api/auth/refresh POST
    /api/auth/register POST
    /api/config GET
    /api/health GET
    /api/jobs GET
    /api/jobs POST
    /api/jobs/{job_id} DELETE
    /api/jobs/{job_id} GET
    /api/jobs/{job_id}/cancel POST
    /api/jobs/{job_id}/document GET
    /api/jobs/{job_id}/ensemble GET
    /api/jobs/{job_id}/events GET
    /api/jobs/{job_id}/events POST
    /api/jobs/{job_id}/fork POST
    /api/jobs/{job_id}/graph GET
    /api/jobs/{job_id}/injections GET
    /api/jobs/{job_id}/progress GET
    /api/jobs/{job_id}/report GET
    /api/jobs/{job_id}/sim-data GET
    /api/ready GET
    /api/tiers GET
    ");
}

#[tokio::test]
async fn every_documented_operation_answers_as_documented() {
    let app = TestApp::new().await;
    let user = app.user().await;

    for (method, path, operation) in operations(&document()) {
        let path = path.replace("{job_id}", "1");
        for client in [app.anonymous(), user.clone()] {
            let answer = client.send(client.request(method.clone(), &path)).await;
            let documented = &operation["responses"][answer.status.as_str()];
            assert!(documented.is_object(), "{method} {path} answered {}", answer.status);
        }
        let guarded = operation.get("security").is_some();
        let anonymous = app.anonymous();
        let answer = anonymous.send(anonymous.request(method.clone(), &path)).await;
        if guarded {
            assert_eq!(answer.status, 401, "{method} {path}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_document_can_be_browsed_without_a_network() {
    let app = TestApp::new().await;
    let anyone = app.anonymous();

    let served = anyone.get("/api/openapi.json").await;
    let page = anyone.get("/api/docs/").await;

    assert_eq!(served.text, simswarm_api::document().unwrap());
    assert_eq!(anyone.get("/api/docs").await.headers["location"], "/api/docs/");
    assert_eq!(page.headers["content-type"], "text/html");
    assert!(
        page.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'")
    );
    // Nothing inline that the policy would refuse, and nothing from elsewhere.
    assert!(!page.text.contains("<script>") && !page.text.contains("http"), "{}", page.text);
    for part in page.text.split(['"', '\'']).filter(|part| part.starts_with("./")) {
        let file = anyone.get(&format!("/api/docs/{}", &part[2..])).await;
        assert_eq!(file.status, 200, "{part}");
    }
    let settings = anyone.get("/api/docs/swagger-initializer.js").await;
    assert!(settings.text.contains("/api/openapi.json"));
    assert_eq!(anyone.get("/api/docs/nothing.js").await.error().0, 404);
    app.finish().await;
}
