//! Objects of rounds, read back and checked: what a pod says about them is not believed.

use std::io::Read;

use sha2::{Digest, Sha256};
use simswarm_blob::Error;
use simswarm_core::failure::FailureKind;
use simswarm_store::segment::Object;

use super::Context;
use super::fault::Fault;

/// Far more than any round holds: a claim beyond it is a fault, not a round.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// The uncompressed bytes of an object, if they have the length and the hash that they should have.
pub(super) async fn read(context: &Context, object: &Object) -> Result<Vec<u8>, Fault> {
    let packed = match Box::pin(context.blob.get(&object.key, MAX_BYTES)).await {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Err(differs(object, "it is not there")),
        Err(error) => return Err(Fault::of_store(&error, "the object store")),
    };
    let wanted = object.clone();
    // Inflating and hashing take a while, so they are done off the runtime's threads.
    let checked = tokio::task::spawn_blocking(move || unpack(&packed, &wanted)).await;
    match checked {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(reason)) => Err(differs(object, reason)),
        Err(_died) => Err(Fault::decided(FailureKind::Internal)),
    }
}

fn differs(object: &Object, reason: &'static str) -> Fault {
    tracing::error!(object.key = object.key, "object is not what was announced: {reason}");
    Fault::decided(FailureKind::HostBad)
}

fn unpack(packed: &[u8], wanted: &Object) -> Result<Vec<u8>, &'static str> {
    if wanted.length > MAX_BYTES {
        return Err("it is too long");
    }
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::new(packed)
        .and_then(|decoder| decoder.take(wanted.length + 1).read_to_end(&mut bytes))
        .map_err(|_unreadable| "it cannot be inflated")?;
    if bytes.len() as u64 != wanted.length {
        return Err("its length differs");
    }
    if hex::encode(Sha256::digest(&bytes)) != wanted.sha256 {
        return Err("its hash differs");
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(bytes: &[u8]) -> Object {
        Object {
            key: "k".to_owned(),
            sha256: hex::encode(Sha256::digest(bytes)),
            length: bytes.len() as u64,
        }
    }

    #[test]
    fn only_what_was_announced_is_taken() {
        let packed = zstd::encode_all(&b"round"[..], 3).unwrap();

        assert_eq!(unpack(&packed, &object(b"round")), Ok(b"round".to_vec()));
        assert_eq!(unpack(&packed, &object(b"roun")), Err("its length differs"));
        assert_eq!(unpack(&packed, &object(b"Round")), Err("its hash differs"));
        assert_eq!(unpack(b"round", &object(b"round")), Err("it cannot be inflated"));
    }

    #[test]
    fn a_bomb_is_not_inflated_beyond_what_was_announced() {
        let packed = zstd::encode_all(&vec![0; 64 * 1024 * 1024][..], 3).unwrap();

        assert_eq!(unpack(&packed, &object(b"tiny")), Err("its length differs"));
    }
}
