//! Objects against a real S3 server.

use std::time::Duration;

use bytes::Bytes;
use simswarm_blob::{Audience, Blob, Error, Settings};
use simswarm_core::{Retry, Retryable};
use simswarm_testkit::blob;
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn an_object_reads_back_as_it_was_written() {
    let (bucket, key) = (blob::open().await, format!("{}a.json", blob::prefix()));

    bucket.put(&key, "application/json", Bytes::from_static(b"{}")).await.unwrap();

    assert_eq!(bucket.get(&key, 10).await.unwrap(), "{}");
    assert!(bucket.exists(&key).await.unwrap());
    bucket.delete_prefix(&key).await.unwrap();
}

#[tokio::test]
async fn a_missing_object_is_told_apart() {
    let (bucket, key) = (blob::open().await, format!("{}none", blob::prefix()));

    let error = bucket.get(&key, 10).await.unwrap_err();

    assert!(matches!(error, Error::NotFound { .. }));
    assert!(!bucket.exists(&key).await.unwrap());
}

#[tokio::test]
async fn an_object_over_the_cap_is_not_read() {
    let (bucket, key) = (blob::open().await, format!("{}big", blob::prefix()));
    bucket.put(&key, "text/plain", Bytes::from(vec![b'x'; 11])).await.unwrap();

    let error = bucket.get(&key, 10).await.unwrap_err();

    assert!(matches!(error, Error::TooLarge { length: 11, cap: 10, .. }));
    bucket.delete_prefix(&key).await.unwrap();
}

#[tokio::test]
async fn more_than_a_thousand_objects_are_deleted_by_prefix() {
    const COUNT: usize = 1_050;
    let (bucket, prefix) = (blob::open().await, blob::prefix());
    let mut writers = JoinSet::new();
    for writer in 0..16 {
        let (bucket, prefix) = (bucket.clone(), prefix.clone());
        writers.spawn(async move {
            for number in (writer..COUNT).step_by(16) {
                let key = format!("{prefix}runs/{number}");
                bucket.put(&key, "text/plain", Bytes::from_static(b"x")).await.unwrap();
            }
        });
    }
    writers.join_all().await;
    let kept = format!("{prefix}other");
    bucket.put(&kept, "text/plain", Bytes::from_static(b"x")).await.unwrap();

    assert_eq!(bucket.delete_prefix(&format!("{prefix}runs/")).await.unwrap(), COUNT);

    assert_eq!(bucket.list(&prefix).await.unwrap(), [kept]);
    assert_eq!(bucket.delete_prefix(&prefix).await.unwrap(), 1);
}

#[tokio::test]
async fn the_whole_bucket_cannot_be_deleted_by_accident() {
    let error = blob::open().await.delete_prefix("").await.unwrap_err();

    assert!(matches!(error, Error::Refused { .. }));
}

#[tokio::test]
async fn a_pod_uploads_and_a_browser_downloads_without_a_key() {
    let (bucket, key) = (blob::open().await, format!("{}up", blob::prefix()));
    let http = simswarm_runtime::http_client::build(MINUTE).unwrap();
    let put = bucket.presign_put(Audience::Pod, &key, MINUTE).await.unwrap();
    let get = bucket.presign_get(Audience::Browser, &key, MINUTE).await.unwrap();
    assert_eq!(format!("{put:?}"), "Presigned([REDACTED])");

    let uploaded = http.put(put.into_string()).body("ten bytes!").send().await.unwrap();
    let downloaded = http.get(get.into_string()).send().await.unwrap();

    assert!(uploaded.status().is_success());
    assert_eq!(downloaded.text().await.unwrap(), "ten bytes!");
    bucket.delete_prefix(&key).await.unwrap();
}

#[tokio::test]
async fn a_url_names_the_host_of_its_audience() {
    let bucket = Blob::open(&Settings {
        pod_endpoint: "http://pods.example.org:9000".to_owned(),
        public_endpoint: "https://files.example.org".to_owned(),
        ..blob::settings()
    });

    let pod = bucket.presign_get(Audience::Pod, "k", MINUTE).await.unwrap().into_string();
    let browser = bucket.presign_get(Audience::Browser, "k", MINUTE).await.unwrap().into_string();

    assert!(pod.starts_with("http://pods.example.org:9000/simswarm/k?"));
    assert!(browser.starts_with("https://files.example.org/simswarm/k?"));
}

#[tokio::test]
async fn a_store_that_is_away_is_worth_another_try() {
    let away = "http://127.0.0.1:1".to_owned();
    let bucket = Blob::open(&Settings { endpoint: away, ..blob::settings() });

    let error = bucket.get("k", 10).await.unwrap_err();

    assert_eq!(error.retry(), Retry::Again);
}

#[tokio::test]
async fn a_wrong_key_is_not() {
    let secret_key = "wrong-wrong-wrong".into();
    let bucket = Blob::open(&Settings { secret_key, ..blob::settings() });

    let error = bucket.get("k", 10).await.unwrap_err();

    assert_eq!(error.retry(), Retry::Never);
}
