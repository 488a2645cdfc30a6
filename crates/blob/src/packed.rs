//! Objects that are stored compressed (zstd), with the hash and length of what is inside kept elsewhere:
//! what a pod says about them is not believed until it is read back.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::{Blob, Error};

/// Far more than any round holds: a claim beyond it is a fault, not a round.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Why an object is not what it was announced to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    #[error("it is longer than any round")]
    TooLong,
    #[error("it cannot be inflated")]
    Garbled,
    #[error("its length differs")]
    Length,
    #[error("its hash differs")]
    Hash,
}

impl Blob {
    /// The uncompressed bytes of an object, if they have this length and this SHA-256 (in hex).
    pub async fn get_packed(&self, key: &str, sha256: &str, length: u64) -> Result<Vec<u8>, Error> {
        let packed = self.get(key, MAX_BYTES).await?;
        let wanted = sha256.to_owned();
        // Inflating and hashing take a while, so they are done off the runtime's threads.
        let checked = tokio::task::spawn_blocking(move || unpack(&packed, &wanted, length)).await;
        checked
            .unwrap_or(Err(Mismatch::Garbled))
            .map_err(|mismatch| Error::Mismatch { key: key.to_owned(), mismatch })
    }
}

fn unpack(packed: &[u8], sha256: &str, length: u64) -> Result<Vec<u8>, Mismatch> {
    if length > MAX_BYTES {
        return Err(Mismatch::TooLong);
    }
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::new(packed)
        .and_then(|decoder| decoder.take(length + 1).read_to_end(&mut bytes))
        .map_err(|_unreadable| Mismatch::Garbled)?;
    if bytes.len() as u64 != length {
        return Err(Mismatch::Length);
    }
    if hex::encode(Sha256::digest(&bytes)) != sha256 {
        return Err(Mismatch::Hash);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack_as(packed: &[u8], announced: &[u8]) -> Result<Vec<u8>, Mismatch> {
        unpack(packed, &hex::encode(Sha256::digest(announced)), announced.len() as u64)
    }

    #[test]
    fn only_what_was_announced_is_taken() {
        let packed = zstd::encode_all(&b"round"[..], 3).unwrap();

        assert_eq!(unpack_as(&packed, b"round"), Ok(b"round".to_vec()));
        assert_eq!(unpack_as(&packed, b"roun"), Err(Mismatch::Length));
        assert_eq!(unpack_as(&packed, b"Round"), Err(Mismatch::Hash));
        assert_eq!(unpack_as(b"round", b"round"), Err(Mismatch::Garbled));
    }

    #[test]
    fn a_bomb_is_not_inflated_beyond_what_was_announced() {
        let packed = zstd::encode_all(&vec![0; 64 * 1024 * 1024][..], 3).unwrap();

        assert_eq!(unpack_as(&packed, b"tiny"), Err(Mismatch::Length));
    }
}
