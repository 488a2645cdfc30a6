//! What members of a public say of their own days: a few sentences for each role of the tables, whatever their side.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static LIVES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("lives.txt").lines().filter(|line| !line.starts_with('#'));
    let life = |line: &'static str| {
        let (role, said) = line.split_once(" | ")?;
        Some((role, said.split(" | ").collect()))
    };
    lines.filter_map(life).collect()
});

/// The sentences of a role; none of one that the tables do not have.
pub(super) fn of(role: &str) -> &'static [&'static str] {
    LIVES.get(role).map_or(&[], Vec::as_slice)
}
