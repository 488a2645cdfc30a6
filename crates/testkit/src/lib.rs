//! What tests share: the addresses of real servers, a world of its own for each test, time that stands
//! still. A dev-dependency only. It panics where a program would answer an error.

pub mod ambient;
#[cfg(feature = "blob")]
pub mod blob;
#[cfg(feature = "bus")]
pub mod bus;
#[cfg(feature = "db")]
pub mod db;
mod door;
#[cfg(feature = "graph")]
pub mod graph;
#[cfg(feature = "llm")]
pub mod llm;
#[cfg(feature = "play")]
mod play;
mod program;
mod redis;
#[cfg(feature = "db")]
mod rows;
pub mod services;
pub mod wait;

pub use ambient::FrozenAmbient;
#[cfg(feature = "db")]
pub use db::TestDb;
pub use door::Door;
#[cfg(feature = "llm")]
pub use llm::FakeChat;
#[cfg(feature = "play")]
pub use play::{play, play_fork};
pub use program::Program;
pub use redis::OwnRedis;
