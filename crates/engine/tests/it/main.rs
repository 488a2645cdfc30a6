//! The engine through its round loop, with casts made by hand.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for the events that it is about")]

mod answering;
mod casts;
mod economy;
mod ensembles;
mod follows;
mod golden;
mod market;
mod memories;
mod news;
mod recommenders;
mod rounds;
mod rules;
mod science;
mod speech;
mod voices;
