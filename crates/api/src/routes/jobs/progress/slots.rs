//! How many streams may be open: in this process, and by one user, so that nobody takes them all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use simswarm_core::UserId;

use crate::error::ApiError;
use crate::settings::StreamSettings;

/// The open streams of this process.
#[derive(Clone)]
pub struct StreamSlots {
    max: usize,
    max_per_user: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    total: usize,
    by_user: HashMap<UserId, usize>,
}

/// Leave to have a stream open; given back when it is dropped.
pub(super) struct Slot {
    user: UserId,
    open: Arc<Mutex<Open>>,
}

impl StreamSlots {
    pub fn new(settings: &StreamSettings) -> Self {
        Self { max: settings.max_open, max_per_user: settings.max_per_user, open: Arc::default() }
    }

    pub(super) fn take(&self, user: UserId) -> Result<Slot, ApiError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_user = open.by_user.get(&user).copied().unwrap_or(0);
        if of_user >= self.max_per_user {
            return Err(ApiError::TooManyStreams { max: self.max_per_user });
        }
        if open.total >= self.max {
            return Err(ApiError::TooManyStreams { max: self.max });
        }
        open.total += 1;
        open.by_user.insert(user, of_user + 1);
        drop(open);
        Ok(Slot { user, open: Arc::clone(&self.open) })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.total = open.total.saturating_sub(1);
        let left = open.by_user.get(&self.user).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            open.by_user.remove(&self.user);
        } else {
            open.by_user.insert(self.user, left);
        }
    }
}
