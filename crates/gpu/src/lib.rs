//! Providers of pods.
