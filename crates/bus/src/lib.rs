//! Redis: live events and limits.
