//! A Redis of a test's own, that can be killed and started again.
#![expect(clippy::expect_used, reason = "a test without its server cannot go on")]

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// It keeps nothing on disk: killed, it has lost everything. It is gone when this is dropped.
#[derive(Debug)]
pub struct OwnRedis {
    port: u16,
    data: TempDir,
    server: Option<Child>,
}

impl OwnRedis {
    /// # Panics
    /// If `redis-server` is not installed.
    pub fn start() -> Self {
        // The kernel names a free port; nobody else gets it in the moment before Redis takes it.
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let port = listener.local_addr().expect("what listens has an address").port();
        drop(listener);
        let data = TempDir::new().expect("there is room for a folder");
        let mut redis = Self { port, data, server: None };
        redis.start_again();
        redis
    }

    /// # Panics
    /// If `redis-server` is not installed.
    pub fn start_again(&mut self) {
        let server = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--save", ""])
            .arg("--dir")
            .arg(self.data.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed");
        self.server = Some(server);
    }

    /// SIGKILL, with everything that it held.
    ///
    /// # Panics
    /// If it is not ours to kill.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("a child can be killed");
            server.wait().expect("a child can be waited for");
        }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        self.kill();
    }
}
