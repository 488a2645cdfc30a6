//! The HTTP client of our programs: never without a timeout, never redirected by the other side.

use std::time::Duration;

use reqwest::redirect::Policy;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

/// A client whose requests take at most `timeout`, with the body.
pub fn build(timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(timeout)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(Policy::none())
        .build()
}

/// A client for streams that last: each read takes at most `silence`, the whole as long as it likes.
pub fn build_streaming(silence: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(silence)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(Policy::none())
        .build()
}
