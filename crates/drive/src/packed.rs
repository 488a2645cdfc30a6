//! Objects as they are stored: compressed, and known by the hash and length of what is inside.

use std::io::{self, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::StoredObject;
use zstd::bulk::Compressor;

/// Fast, and within a few percent of what the slow levels reach on JSON lines.
const LEVEL: i32 = 3;
/// No object of ours comes near it; a damaged or hostile one must not fill the memory.
const MAX_LENGTH_BYTES: u64 = 4 << 30;

/// A compressed object.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    pub bytes: Vec<u8>,
    /// Hash of the uncompressed bytes, in hex.
    pub sha256: String,
    /// Length of the uncompressed bytes.
    pub length: u64,
}

/// Why stored bytes were not taken.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("it cannot be decompressed: {0}")]
    Compression(io::Error),
    #[error("its hash is {found}, {expected} was committed")]
    Hash { expected: String, found: String },
    #[error("its length is {found}, {expected} was committed")]
    Length { expected: u64, found: u64 },
    #[error("it cannot be read: {0}")]
    Shape(serde_json::Error),
}

impl Packed {
    /// Compresses `content`. The frame carries a checksum of its own, for objects whose hash is not yet
    /// known to anybody else.
    pub fn new(content: &[u8]) -> io::Result<Self> {
        let mut compressor = Compressor::new(LEVEL)?;
        compressor.include_checksum(true)?;
        Ok(Self {
            bytes: compressor.compress(content)?,
            sha256: sha256_hex(content),
            length: content.len() as u64,
        })
    }

    /// What is said about it: to the control plane, in the manifest.
    pub fn describe(&self, object: RoundObject, round: u32) -> StoredObject {
        StoredObject {
            object: object.name(round),
            sha256: self.sha256.clone(),
            length: self.length,
        }
    }
}

/// What is inside `bytes`, if it is what was described.
pub fn unpack(bytes: &[u8], described: &StoredObject) -> Result<Vec<u8>, UnpackError> {
    let content = unpack_by_hash(bytes, &described.sha256)?;
    let found = content.len() as u64;
    if found != described.length {
        return Err(UnpackError::Length { expected: described.length, found });
    }
    Ok(content)
}

/// What is inside `bytes`, if it has this hash.
pub fn unpack_by_hash(bytes: &[u8], expected: &str) -> Result<Vec<u8>, UnpackError> {
    let content = decompress(bytes)?;
    let found = sha256_hex(&content);
    if found != expected {
        return Err(UnpackError::Hash { expected: expected.to_owned(), found });
    }
    Ok(content)
}

/// What is inside `bytes`, checked by the frame's own checksum alone.
pub fn decompress(bytes: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut content = Vec::new();
    zstd::Decoder::new(bytes)
        .and_then(|decoder| decoder.take(MAX_LENGTH_BYTES).read_to_end(&mut content))
        .map_err(UnpackError::Compression)?;
    Ok(content)
}

/// What is inside the whole frames that `bytes` begin with: a frame that was added last may be torn.
pub fn decompress_whole(bytes: &[u8]) -> Vec<u8> {
    let (mut content, mut rest) = (Vec::new(), bytes);
    while let Some((mut frame, after)) = first_frame(rest) {
        content.append(&mut frame);
        rest = after;
    }
    content
}

fn first_frame(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let mut decoder = zstd::Decoder::with_buffer(bytes).ok()?.single_frame();
    let mut frame = Vec::new();
    decoder.by_ref().take(MAX_LENGTH_BYTES).read_to_end(&mut frame).ok()?;
    Some((frame, decoder.finish()))
}

/// The hash by which objects and documents are known, in hex.
pub fn sha256_hex(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// One JSON line for each item: the form of logs and of recorded answers.
pub fn to_lines<T: Serialize>(items: &[T]) -> Result<Vec<u8>, serde_json::Error> {
    let mut lines = Vec::new();
    for item in items {
        serde_json::to_writer(&mut lines, item)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// The items of JSON lines.
pub fn from_lines<T: DeserializeOwned>(lines: &[u8]) -> Result<Vec<T>, UnpackError> {
    lines_of(lines).map(from_line).collect()
}

/// The lines, but empty ones.
pub(crate) fn lines_of(lines: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}

/// The item of one JSON line.
pub(crate) fn from_line<T: DeserializeOwned>(line: &[u8]) -> Result<T, UnpackError> {
    serde_json::from_slice(line).map_err(UnpackError::Shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks_and_nothing_else_does() {
        let packed = Packed::new(b"round and round").unwrap();
        let described = packed.describe(RoundObject::Events, 3);

        assert_eq!(described.object, "r3.events.zst");
        assert_eq!(unpack(&packed.bytes, &described).unwrap(), b"round and round");

        let other = Packed::new(b"another thing").unwrap();
        assert!(matches!(unpack(&other.bytes, &described), Err(UnpackError::Hash { .. })));
    }

    #[test]
    fn a_flipped_bit_is_noticed_even_without_a_known_hash() {
        let mut packed = Packed::new(&[7; 4096]).unwrap();
        let last = packed.bytes.len() - 1;
        packed.bytes[last] ^= 1;

        assert!(matches!(decompress(&packed.bytes), Err(UnpackError::Compression(_))));
    }

    #[test]
    fn of_frames_one_after_the_other_the_whole_ones_are_read() {
        let frames = [b"one ", b"two "].map(|content| Packed::new(content).unwrap().bytes);
        let (first, both) = (frames[0].len(), frames.concat());

        assert_eq!(decompress(&both).unwrap(), b"one two ");
        assert_eq!(decompress_whole(&both), b"one two ");
        for torn in first..both.len() {
            assert_eq!(decompress_whole(&both[..torn]), b"one ", "{torn}");
        }
        assert_eq!(decompress_whole(b"no frame"), b"");
    }

    #[test]
    fn lines_read_as_they_were_written() {
        let lines = to_lines(&[1, 2, 3]).unwrap();

        assert_eq!(lines, b"1\n2\n3\n");
        assert_eq!(from_lines::<u8>(&lines).unwrap(), [1, 2, 3]);
        assert!(matches!(from_lines::<u8>(b"1\nx\n"), Err(UnpackError::Shape(_))));
    }
}
