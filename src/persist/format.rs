//! The fixed parts of both files: the header, and frames with two checksums each.
//!
//! A frame's header checksum is verified before its length is believed, and its length is compared with what is left
//! of the file before anything is allocated.

use std::path::Path;

use crate::error::{Error, ErrorClass, Result};

/// First bytes of a checkpoint file.
pub(super) const STORE_MAGIC: [u8; 8] = *b"CASEGRPH";
/// First bytes of a log file.
pub(super) const LOG_MAGIC: [u8; 8] = *b"CASEGLOG";
/// A store of another major version is refused.
pub const FORMAT_MAJOR: u16 = 2;
/// A store of a newer minor version is refused, an older one is read.
pub const FORMAT_MINOR: u16 = 2;
/// From this minor version on a checkpoint names the log it was made from.
pub(super) const MINOR_WITH_ORIGIN: u16 = 2;

/// Length of [`Header`] on disk.
pub(super) const HEADER_LEN: usize = 56;
/// Length of [`FrameHeader`] on disk.
pub(super) const FRAME_HEADER_LEN: usize = 28;
/// Length of the checksum after a frame's payload.
pub(super) const FRAME_TRAILER_LEN: usize = 4;

/// More generations and commits than there will ever be; below it counting never overflows.
const MAX_COUNT: u64 = 1 << 62;

/// What both files begin with. All integers are little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Says which kind of file it is.
    pub magic: [u8; 8],
    /// The minor version it was written in.
    pub minor: u16,
    /// The store's identity; a log of another store is refused.
    pub store: [u8; 16],
    /// Counts checkpoints; a log belongs to the checkpoint of its generation.
    pub generation: u64,
    /// Goes into every checksum of the file, so that frames of an earlier file in the same place never verify.
    pub salt: u64,
    /// The sequence number of the last transaction before this file.
    pub base: u64,
}

impl Header {
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[0..8].copy_from_slice(&self.magic);
        bytes[8..10].copy_from_slice(&FORMAT_MAJOR.to_le_bytes());
        bytes[10..12].copy_from_slice(&self.minor.to_le_bytes());
        bytes[12..28].copy_from_slice(&self.store);
        bytes[28..36].copy_from_slice(&self.generation.to_le_bytes());
        bytes[36..44].copy_from_slice(&self.salt.to_le_bytes());
        bytes[44..52].copy_from_slice(&self.base.to_le_bytes());
        let sum = crc32fast::hash(&bytes[..52]);
        bytes[52..56].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Checks magic, checksum and version, in the order that makes the error most telling.
    pub fn decode(bytes: &[u8; HEADER_LEN], magic: [u8; 8], path: &Path) -> Result<Header> {
        if bytes[0..8] != magic {
            return Err(foreign(path));
        }
        if crc32fast::hash(&bytes[..52]) != u32_at(bytes, 52) {
            return Err(damaged(path, 0, "the header's checksum does not match"));
        }
        let (major, minor) = (u16_at(bytes, 8), u16_at(bytes, 10));
        if major != FORMAT_MAJOR || minor > FORMAT_MINOR {
            return Err(Error::new(
                ErrorClass::StorageError,
                "UnknownFormatVersion",
                format!(
                    "{} has format version {major}.{minor}; this program reads {FORMAT_MAJOR}.0 to \
                     {FORMAT_MAJOR}.{FORMAT_MINOR}",
                    path.display()
                ),
            )
            .hint("open it with the casegraph version that wrote it, or a newer one"));
        }
        let (generation, base) = (u64_at(bytes, 28), u64_at(bytes, 44));
        if generation.max(base) > MAX_COUNT {
            return Err(damaged(path, 28, "there cannot have been so many checkpoints or commits"));
        }
        let mut store = [0; 16];
        store.copy_from_slice(&bytes[12..28]);
        Ok(Header { magic, minor, store, generation, salt: u64_at(bytes, 36), base })
    }
}

/// What stands before a frame's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameHeader {
    /// Of the payload, in bytes.
    pub length: u64,
    /// Meaning depends on the file.
    pub kind: u32,
    /// Of the commit in a log, of the section in a checkpoint.
    pub sequence: u64,
    /// Zero, or a bit of [`KNOWN_FLAGS`].
    pub flags: u32,
}

/// A frame with another flag is one of a later version.
const KNOWN_FLAGS: u32 = 1;

impl FrameHeader {
    pub fn encode(&self, salt: u64) -> [u8; FRAME_HEADER_LEN] {
        let mut bytes = [0; FRAME_HEADER_LEN];
        bytes[0..8].copy_from_slice(&self.length.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.kind.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.sequence.to_le_bytes());
        bytes[20..24].copy_from_slice(&self.flags.to_le_bytes());
        let sum = header_sum(salt, &bytes);
        bytes[24..28].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// `None` when the bytes are no frame header of this file.
    pub fn decode(bytes: &[u8; FRAME_HEADER_LEN], salt: u64) -> Option<FrameHeader> {
        let flags = u32_at(bytes, 20);
        if header_sum(salt, bytes) != u32_at(bytes, 24) || flags & !KNOWN_FLAGS != 0 {
            return None;
        }
        let (length, kind, sequence) = (u64_at(bytes, 0), u32_at(bytes, 8), u64_at(bytes, 12));
        Some(FrameHeader { length, kind, sequence, flags })
    }

    /// Bytes the whole frame takes, unless that overflows.
    pub fn frame_len(&self) -> Option<u64> {
        self.length.checked_add((FRAME_HEADER_LEN + FRAME_TRAILER_LEN) as u64)
    }
}

/// The checksum after a payload: over the checksum of the frame before it, the frame's header, and the payload.
pub(super) fn payload_sum(previous: u32, header: &[u8; FRAME_HEADER_LEN], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&previous.to_le_bytes());
    hasher.update(header);
    hasher.update(payload);
    hasher.finalize()
}

/// The checksum that a frame's header ends with.
pub(super) fn header_sum(salt: u64, header: &[u8; FRAME_HEADER_LEN]) -> u32 {
    salted(salt, &header[..24])
}

/// The checksum that the first frame of a file is chained to.
pub(super) fn chain_start(header: &Header) -> u32 {
    salted(header.salt, &header.encode())
}

fn salted(salt: u64, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&salt.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// The file is something else.
pub(super) fn foreign(path: &Path) -> Error {
    Error::new(
        ErrorClass::StorageError,
        "ForeignFile",
        format!("{} is not a casegraph store", path.display()),
    )
    .hint("a Cypher script is loaded with `casegraph import cypher STORE FILE`")
}

/// The file is ours and broken at `offset`.
pub(super) fn damaged(path: &Path, offset: u64, what: &str) -> Error {
    Error::new(
        ErrorClass::StorageError,
        "DamagedStore",
        format!("{} is damaged at byte {offset}: {what}", path.display()),
    )
    .hint("nothing was changed; restore a copy of the file")
}

/// An operation of the operating system failed.
pub(super) fn io_error(what: &str, path: &Path, error: std::io::Error) -> Error {
    let hint = match error.kind() {
        std::io::ErrorKind::NotFound => Some("check the path; folders are not created"),
        std::io::ErrorKind::PermissionDenied => Some("check the permissions of the file and its folder"),
        std::io::ErrorKind::StorageFull => Some("the disk is full; what was committed before is intact"),
        std::io::ErrorKind::ReadOnlyFilesystem => Some("open it with --readonly"),
        _ => None,
    };
    let mapped = Error::new(
        ErrorClass::IoError,
        "FileOperationFailed",
        format!("cannot {what} {}: {error}", path.display()),
    );
    match hint {
        Some(hint) => mapped.hint(hint),
        None => mapped,
    }
    .caused_by(error)
}
