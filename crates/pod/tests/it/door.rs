//! Who gets in, and how the others are turned away.

use simswarm_core::RunId;
use simswarm_core::contract::pod::{Grant, PodHealth, PodPhase};
use uuid::Uuid;

use crate::control::{TOKEN, TestPod, job, refusal};

#[tokio::test]
async fn nobody_gets_in_without_the_token() {
    let pod = TestPod::start().await;
    for path in ["/status", "/events", "/logs", "/job", "/grants", "/cancel", "/nowhere"] {
        let url = format!("{}{path}", pod.url);
        let wrong = format!("{TOKEN}x");
        for request in [
            pod.http.get(&url),
            pod.http.get(&url).bearer_auth(wrong),
            pod.http.get(&url).basic_auth("pod", Some(TOKEN)),
        ] {
            let (status, code, _) = refusal(request).await;
            assert_eq!((status, code.as_str()), (401, "unauthorized"), "{path}");
        }
    }
}

#[tokio::test]
async fn health_is_for_everybody() {
    let pod = TestPod::start().await;

    let response = pod.http.get(format!("{}/health", pod.url)).send().await.unwrap();

    assert_eq!(response.status(), 200);
    let health: PodHealth = response.json().await.unwrap();
    assert!(health.ready);
    assert_eq!(health.versions, simswarm_drive::versions());
}

#[tokio::test]
async fn every_refusal_has_the_one_shape() {
    let pod = TestPod::start().await;
    let text = |path: &str, body: &'static str| {
        pod.post(path).header("content-type", "application/json").body(body)
    };
    let cases = [
        (pod.get("/nowhere"), 404, "not_found"),
        (pod.get("/job"), 405, "method_not_allowed"),
        (pod.post("/status"), 405, "method_not_allowed"),
        (text("/job", "{"), 400, "invalid_body"),
        (text("/job", "{}"), 422, "invalid_body"),
        (pod.post("/job").body("{}"), 415, "invalid_body"),
        (text("/grants", "[]"), 422, "invalid_body"),
        (text("/grants", "{\"grants\":[]}"), 404, "no_job"),
        (pod.post("/cancel"), 404, "no_job"),
        (pod.get("/events"), 404, "no_job"),
        (pod.get("/events?after=-1"), 422, "invalid_query"),
        (pod.get("/logs?tail=many"), 422, "invalid_query"),
        (pod.get("/logs?source=elsewhere"), 422, "invalid_query"),
    ];
    for (request, status, code) in cases {
        let (found, found_code, detail) = refusal(request).await;
        assert_eq!((found, found_code.as_str()), (status, code), "{detail}");
    }
    assert_eq!(pod.status().await.phase, PodPhase::Idle);
}

#[tokio::test]
async fn a_job_of_other_versions_is_refused_and_both_are_named() {
    let pod = TestPod::start().await;
    let mut request = job(2);
    request.versions.protocol += 1;
    request.versions.engine = "9.9.9".to_owned();
    let ours = simswarm_drive::versions();

    let (status, code, detail) = refusal(pod.post("/job").json(&request)).await;

    assert_eq!((status, code.as_str()), (422, "version_mismatch"));
    assert!(detail.contains("engine 9.9.9") && detail.contains(&format!("engine {}", ours.engine)));
    assert_eq!(pod.status().await.phase, PodPhase::Idle);
}

#[tokio::test]
async fn a_pod_takes_one_run_and_knows_it_again() {
    let pod = TestPod::start().await;
    let request = job(2);
    let mut another = job(2);
    another.run_id = RunId::from(Uuid::from_u128(8));

    assert_eq!(pod.submit(&request).await, 202);
    assert_eq!(pod.submit(&request).await, 200);

    let (status, code, detail) = refusal(pod.post("/job").json(&another)).await;
    assert_eq!((status, code.as_str()), (409, "another_run"));
    assert!(detail.contains(&request.run_id.to_string()));
}

#[tokio::test]
async fn a_grant_that_is_no_url_is_refused_with_its_object_and_without_its_url() {
    let pod = TestPod::start().await;
    let mut request = job(2);
    request.grants = vec![Grant { object: "r0.ops.zst".to_owned(), url: "secret".to_owned() }];

    let (status, code, detail) = refusal(pod.post("/job").json(&request)).await;

    assert_eq!((status, code.as_str()), (422, "invalid_grant"));
    assert!(detail.contains("r0.ops.zst") && !detail.contains("secret"));
    assert_eq!(pod.status().await.phase, PodPhase::Idle);
}
