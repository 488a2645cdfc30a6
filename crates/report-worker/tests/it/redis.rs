//! A Redis of a test's own, that can be killed and started again.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

pub(crate) struct Redis {
    port: u16,
    data: TempDir,
    server: Option<Child>,
}

impl Redis {
    pub(crate) fn start() -> Self {
        // The kernel names a free port; nobody else gets it in the moment before Redis takes it.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut redis = Self { port, data: TempDir::new().unwrap(), server: None };
        redis.start_again();
        redis
    }

    pub(crate) fn start_again(&mut self) {
        let server = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--save", ""])
            .arg("--dir")
            .arg(self.data.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.server = Some(server);
    }

    /// Kills it with everything that it held.
    pub(crate) fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}
