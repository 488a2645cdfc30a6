//! The cookie that carries the refresh token.
//!
//! `SameSite=Strict` is what keeps other sites out: no request that another site causes, whether a link, a
//! form or a script, carries it. `Path` keeps it away from every route but the ones under `/api/auth`;
//! those two that read it only rotate or end a session, answer JSON that another site cannot read (no CORS
//! header is ever sent), and every other route wants the bearer header, which no browser adds by itself.

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use super::RefreshToken;
use super::refresh::LIFE;

const NAME: &str = "simswarm_refresh";
const PATH: &str = "/api/auth";

/// How the cookie is set on this instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshCookie {
    /// Sent over TLS only: the public URL is https.
    Secure,
    /// Also sent in clear: a page on this machine.
    Plain,
}

impl RefreshCookie {
    fn attributes(self) -> &'static str {
        match self {
            Self::Secure => "HttpOnly; SameSite=Strict; Secure",
            Self::Plain => "HttpOnly; SameSite=Strict",
        }
    }

    /// Hands `token` to the browser.
    pub fn set(
        self,
        headers: &mut HeaderMap,
        token: &RefreshToken,
    ) -> Result<(), http::header::InvalidHeaderValue> {
        let (secret, attributes) = (token.expose(), self.attributes());
        let max_age_s = LIFE.num_seconds();
        let mut value: HeaderValue =
            format!("{NAME}={secret}; Path={PATH}; Max-Age={max_age_s}; {attributes}").parse()?;
        value.set_sensitive(true);
        headers.append(SET_COOKIE, value);
        Ok(())
    }

    /// Makes the browser forget it.
    pub fn clear(self, headers: &mut HeaderMap) -> Result<(), http::header::InvalidHeaderValue> {
        let attributes = self.attributes();
        let value = format!("{NAME}=; Path={PATH}; Max-Age=0; {attributes}").parse()?;
        headers.append(SET_COOKIE, value);
        Ok(())
    }

    /// What the browser sent back.
    pub fn read(headers: &HeaderMap) -> Option<RefreshToken> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| *name == NAME && !value.is_empty())
            .map(|(_, value)| RefreshToken::presented(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_cookie_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1; simswarm_refresh=abc; b=2"));

        assert_eq!(RefreshCookie::read(&headers).unwrap().expose(), "abc");

        headers.insert(COOKIE, HeaderValue::from_static("simswarm_refresh=; other=abc"));
        assert!(RefreshCookie::read(&headers).is_none());
    }

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let mut headers = HeaderMap::new();

        RefreshCookie::Secure.set(&mut headers, &RefreshToken::presented("abc")).unwrap();

        assert_eq!(
            headers[SET_COOKIE],
            "simswarm_refresh=abc; Path=/api/auth; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure"
        );
    }
}
