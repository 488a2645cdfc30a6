//! A door before a server that tests share: shut, that server is away for one test and there for all others.
#![expect(clippy::expect_used, reason = "a test without its door cannot go on")]

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// An address of its own, from which everything is passed on to the server while the door is open.
/// It is gone when this is dropped.
#[derive(Debug)]
pub struct Door {
    address: String,
    is_open: watch::Sender<bool>,
    /// Aborted when it is dropped.
    _keeper: JoinSet<()>,
}

impl Door {
    /// An open door before the server at `address`, which may have a scheme, a user and a path.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn before(address: &str) -> Self {
        let server = host_and_port(address);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let own = listener.local_addr().expect("what listens has an address").to_string();
        let address = address.replacen(server, &own, 1);
        let is_open = watch::Sender::new(true);
        let mut keeper = JoinSet::new();
        keeper.spawn(keep(listener, server.to_owned(), is_open.subscribe()));
        Self { address, is_open, _keeper: keeper }
    }

    /// The server's address by way of this door.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Cuts every connection, and lets nobody in from now on.
    pub fn shut(&self) {
        self.is_open.send_replace(false);
    }

    pub fn open(&self) {
        self.is_open.send_replace(true);
    }
}

fn host_and_port(address: &str) -> &str {
    let rest = address.rsplit_once("//").map_or(address, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

async fn keep(listener: TcpListener, server: String, mut is_open: watch::Receiver<bool>) {
    let mut guests = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (guest, _) = accepted.expect("a listener accepts");
                // Dropped where the door is shut: the caller sees its connection closed at once.
                if *is_open.borrow() {
                    guests.spawn(pass(guest, server.clone()));
                }
            }
            changed = is_open.changed() => {
                if changed.is_err() {
                    return;
                }
                if !*is_open.borrow_and_update() {
                    guests.shutdown().await;
                }
            }
            Some(_) = guests.join_next() => {}
        }
    }
}

/// Either side may hang up whenever it likes.
async fn pass(mut guest: TcpStream, server: String) {
    if let Ok(mut host) = TcpStream::connect(server).await {
        drop(copy_bidirectional(&mut guest, &mut host).await);
    }
}
