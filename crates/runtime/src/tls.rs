//! The TLS provider of the process. Two are in the dependency tree, so one has to be chosen aloud.

/// Installs aws-lc-rs: the first statement of every `main`, since a TLS client that is built earlier
/// panics. A second call changes nothing.
pub fn install_provider() {
    // An error says that one is installed already, which is what was wanted.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
}
