//! Time, ids and chance from the system: what a test replaces.

use chrono::{DateTime, Utc};
use rand::TryRng;
use simswarm_core::Ambient;
use uuid::Uuid;

/// The system's clock, UUIDs of version 7, the operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Ambient for System {
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
    fn new_uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    #[expect(clippy::expect_used, reason = "without randomness no token is safe: better to stop")]
    fn random_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the operating system has randomness");
        bytes
    }
}
