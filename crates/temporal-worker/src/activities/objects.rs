//! Objects of rounds, read back and checked: what a pod says about them is not believed.

use simswarm_blob::Error;
use simswarm_core::failure::FailureKind;
use simswarm_store::segment::Object;

use super::Context;
use super::fault::Fault;

/// The uncompressed bytes of an object, if they have the length and the hash that they should have.
pub(super) async fn read(context: &Context, object: &Object) -> Result<Vec<u8>, Fault> {
    let read = context.blob.get_packed(&object.key, &object.sha256, object.length);
    match Box::pin(read).await {
        Ok(bytes) => Ok(bytes),
        Err(error @ (Error::NotFound { .. } | Error::TooLarge { .. } | Error::Mismatch { .. })) => {
            tracing::error!(%error, "an object is not what was announced");
            Err(Fault::decided(FailureKind::HostBad))
        }
        Err(error @ (Error::Unavailable { .. } | Error::Refused { .. })) => {
            Err(Fault::of_store(&error, "the object store"))
        }
    }
}
