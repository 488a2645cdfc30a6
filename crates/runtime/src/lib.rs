//! What every process of ours starts with.
