//! The only file that knows bincode. Framing, versions and checksums are [`super::format`]'s, so that another
//! codec could take its place.
//!
//! Decoding is bounded: bincode checks every claimed length against a limit before it allocates, and
//! bytes left over are an error. What is decoded never nests deeper than its types do.

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why bytes could not be encoded or decoded, as text for an error with a place.
pub(super) type CodecError = String;

/// Appends `value` to `into`.
pub(super) fn encode<T: Serialize>(value: &T, into: &mut Vec<u8>) -> Result<(), CodecError> {
    let config = bincode::config::standard();
    bincode::serde::encode_into_std_write(value, into, config).map(|_| ()).map_err(|error| error.to_string())
}

/// The value that all of `bytes` encode.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let (value, read) = decode_prefix(bytes)?;
    if read != bytes.len() {
        return Err(format!("{} bytes are left over", bytes.len() - read));
    }
    Ok(value)
}

/// The value that `bytes` begin with, and how many of them it takes.
pub(super) fn decode_prefix<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, usize), CodecError> {
    /// bincode counts what it decodes by its size in memory, and limits are types to it. An element of one byte on disk takes
    /// at most 32 in memory, so the first power of four that is not below 32 times the input's length is taken.
    macro_rules! with_limit {
        ($($bits:literal),*) => {
            match bytes.len().saturating_mul(32) {
                $(len if len <= 1 << $bits => decode_within::<T, { 1 << $bits }>(bytes),)*
                _ => Err(format!("{} bytes are more than any that are written", bytes.len())),
            }
        };
    }
    with_limit!(8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36)
}

fn decode_within<T: DeserializeOwned, const LIMIT: usize>(bytes: &[u8]) -> Result<(T, usize), CodecError> {
    let config: Configuration<LittleEndian, Varint, Limit<LIMIT>> =
        bincode::config::standard().with_limit::<LIMIT>();
    bincode::serde::decode_from_slice(bytes, config).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_leftover_bytes() {
        let mut bytes = Vec::new();
        encode(&vec!["Seoul".to_owned(), "Washington".to_owned()], &mut bytes).unwrap();
        assert_eq!(decode::<Vec<String>>(&bytes).unwrap(), ["Seoul", "Washington"]);
        bytes.push(0);
        assert!(decode::<Vec<String>>(&bytes).unwrap_err().contains("left over"));
    }

    #[test]
    fn a_claimed_length_is_not_believed() {
        // 0xfd announces a 64-bit length: 2^63 bytes of string in nine bytes of input.
        let bytes = [0xfd, 0, 0, 0, 0, 0, 0, 0, 0x80];
        assert!(decode::<String>(&bytes).is_err());
        assert!(decode::<Vec<u64>>(&bytes).is_err());
    }
}
