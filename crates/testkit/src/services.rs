//! Where the test servers are: `make test-up` writes it into `.stack/test/env`.

use std::path::Path;

use simswarm_runtime::config::Vars;

/// The settings under which our programs reach the test servers.
///
/// # Panics
/// If `make test-up` was not run.
pub fn vars() -> Vars {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.stack/test/env");
    let Ok(text) = std::fs::read_to_string(path) else { not_running() };
    simswarm_runtime::tls::install_provider();
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches(['"', '\''])))
        .collect()
}

/// # Panics
/// Always: that is what it is for.
pub fn not_running() -> ! {
    panic!("the test services are not running: run `make test-up`")
}

/// The settings of `names`, for a program that is told nothing else.
///
/// # Panics
/// If `make test-up` was not run, or its settings lack one of them.
#[expect(clippy::expect_used, reason = "a test without its servers cannot go on")]
pub fn settings<'a>(names: &'a [&'a str]) -> impl Iterator<Item = (&'a str, String)> {
    let vars = vars();
    names.iter().map(move |name| {
        let value = vars.optional(name).expect("the test settings can be read");
        (*name, value.expect("the test settings are complete"))
    })
}
