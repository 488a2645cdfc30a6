//! Keys, hosts and bodies stay out of whatever may be printed.

use simswarm_llm::{ChatClient, Endpoint, EndpointKind, LlmError, probe};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Fault};

use crate::world::{BOTH, able, endpoint, question};

const KEY: &str = "sk-very-secret";
const BODY: &str = "the body of upstream.internal";

fn assert_says_nothing(printed: &str) {
    for secret in [KEY, "127.0.0.1", "http://", "passw0rd", "upstream", "<html"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

fn secretive(fake: &FakeChat, kind: EndpointKind) -> Endpoint {
    let mut endpoint = endpoint(fake, kind);
    endpoint.base_url = endpoint.base_url.replace("http://", "http://user:passw0rd@");
    endpoint.key = Some(KEY.to_owned().into());
    endpoint
}

#[tokio::test]
async fn neither_an_endpoint_nor_its_client_shows_key_or_address() {
    let fake = FakeChat::start().await;
    for kind in BOTH {
        let endpoint = secretive(&fake, kind);
        assert_says_nothing(&format!("{endpoint:?} {endpoint:#?}"));
        let client = ChatClient::new(endpoint, able()).unwrap();
        assert_says_nothing(&format!("{client:?} {client:#?}"));
    }
}

#[tokio::test]
async fn errors_show_neither_key_nor_address_nor_body() {
    let fake =
        FakeChat::with(Abilities { key: Some(KEY.to_owned()), ..Abilities::default() }).await;
    for kind in BOTH {
        // Without the user in the address, who would take the key's place.
        let base_url = fake.base_url();
        let endpoint = Endpoint { base_url, ..secretive(&fake, kind) };
        let client = ChatClient::new(endpoint, able()).unwrap();
        for fault in [
            Fault::Drop,
            Fault::DropMidway,
            Fault::html(200),
            Fault::html(400),
            Fault::html(401),
            Fault::html(404),
            Fault::html(500),
            Fault::error(400, KEY, BODY),
            Fault::error(529, KEY, BODY),
        ] {
            fake.fail_next([fault]);
            let error = client.complete(&question()).await.unwrap_err();
            assert_says_nothing(&format!("{error} {error:?}"));
        }
    }
}

#[tokio::test]
async fn a_configuration_that_cannot_be_used_is_not_quoted() {
    let fake = FakeChat::start().await;
    let endpoint = secretive(&fake, EndpointKind::OpenAiCompatible);
    let bad_key = Some("sk-\u{0}very-secret".to_owned().into());
    for bad in [
        Endpoint { base_url: "127.0.0.1".to_owned(), ..endpoint.clone() },
        Endpoint { base_url: "ftp://127.0.0.1/".to_owned(), ..endpoint.clone() },
        Endpoint { key: bad_key, ..endpoint.clone() },
    ] {
        let error = probe(&bad).await.unwrap_err();
        assert!(matches!(error, LlmError::Settings(_)), "{error:?}");
        assert_says_nothing(&format!("{error} {error:?}"));
    }
}
