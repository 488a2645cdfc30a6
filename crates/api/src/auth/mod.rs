//! Who is asking: passwords, the access token that proves a session, the refresh cookie that renews it.

mod access;
mod cookie;
mod password;
mod refresh;

pub use access::{AccessTokens, Claims, InvalidAccessToken, LIFE as ACCESS_LIFE};
pub use cookie::RefreshCookie;
pub use password::{PasswordFailure, Passwords, Verdict};
pub use refresh::{LIFE as REFRESH_LIFE, RefreshToken};
