//! The rest of a body that nobody read to its end. An answer before that end closes the connection under whoever
//! still writes: the answer is lost, and a proxy in between tells its client that we are away.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures::{StreamExt, stream};
use tokio::time::timeout;

/// A slower rest is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A body that the handler reads first, and we after it.
#[derive(Clone)]
struct SharedBody(Arc<Mutex<BodyDataStream>>);

impl SharedBody {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    }
}

/// Answers once the body is at its end, whatever the handler read of it.
pub async fn read_rest(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let rest = SharedBody(Arc::new(Mutex::new(body.into_data_stream())));
    let lent = rest.clone();
    let lent = Body::from_stream(stream::poll_fn(move |context| lent.poll(context)));
    let answer = next.run(Request::from_parts(head, lent)).await;
    let to_the_end = stream::poll_fn(move |context| rest.poll(context))
        .take_while(|part| std::future::ready(part.is_ok()))
        .for_each(|_part| std::future::ready(()));
    if let Err(elapsed) = timeout(PATIENCE, to_the_end).await {
        tracing::debug!(error = %elapsed, "a body did not come to its end in time");
    }
    answer
}
