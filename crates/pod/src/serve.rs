//! Serves the pod until it is told to go, or until nobody speaks to it any more.

use std::io;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::pod::Pod;
use crate::routes::router;

/// How long a turn that was begun may take to end.
const STOP_GRACE: Duration = Duration::from_secs(20);
/// How long open answers may take to end after that.
const CLOSE_GRACE: Duration = Duration::from_secs(3);

/// Serves until `shutdown` is cancelled or the lease is over; the job is stopped then.
pub async fn serve(pod: Pod, listener: TcpListener, shutdown: CancellationToken) -> io::Result<()> {
    let closed = CancellationToken::new();
    let server = axum::serve(listener, router(pod.clone()))
        .with_graceful_shutdown(closed.clone().cancelled_owned())
        .into_future();
    tokio::pin!(server);
    let ending = async {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = pod.lease().expired() => {
                tracing::warn!("no word from the control plane for the whole lease: going");
            }
        }
        pod.stop(STOP_GRACE).await;
        closed.cancel();
        tokio::time::sleep(CLOSE_GRACE).await;
    };
    tokio::select! {
        result = &mut server => result,
        () = ending => Ok(()),
    }
}
