//! Accounts: an access token in the answer, a refresh token in a cookie.

pub mod login;
pub mod logout;
pub mod me;
pub mod refresh;
pub mod register;
pub mod session;
pub mod view;
