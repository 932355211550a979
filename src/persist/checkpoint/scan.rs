//! Reading what can be read of a damaged checkpoint, frame by frame, without its directory.

use std::path::Path;

use super::super::codec;
use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, chain_start, io_error, payload_sum,
    u32_at,
};
use super::super::vfs::VfsFile;
use super::{DIRECTORY, Directory, FOOTER, SECTION};
use crate::error::Result;
use crate::graph::image::{Section, SectionName};

/// What was found of a checkpoint.
#[derive(Default)]
pub(in crate::persist) struct Scan {
    /// The sections that verify, by number.
    pub sections: Vec<(u32, Section)>,
    /// The names of all sections, if the directory verifies.
    pub names: Option<Vec<SectionName>>,
    /// Where bytes lie that no sound frame holds, and how many.
    pub broken: Vec<(u64, u64)>,
}

/// Looks at all of the file.
pub(in crate::persist) fn scan(file: &dyn VfsFile, path: &Path, header: &Header) -> Result<Scan> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let mut bytes = vec![0; len as usize];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    let mut scan = Scan::default();
    let chain = chain_start(header);
    let mut at = HEADER_LEN;
    let mut broken_from = None;
    while at < bytes.len() {
        match frame(&bytes[at..], header.salt, chain) {
            Some((frame, payload)) if scan.take(frame, payload) => {
                if let Some(from) = broken_from.take() {
                    scan.broken.push((from as u64, (at - from) as u64));
                }
                at += payload.len() + FRAME_HEADER_LEN + FRAME_TRAILER_LEN;
            }
            _ => {
                broken_from.get_or_insert(at);
                at += 1;
            }
        }
    }
    if let Some(from) = broken_from {
        scan.broken.push((from as u64, (bytes.len() - from) as u64));
    }
    Ok(scan)
}

impl Scan {
    /// Whether the frame is what it says.
    fn take(&mut self, frame: FrameHeader, payload: &[u8]) -> bool {
        match frame.kind {
            SECTION => {
                let number = frame.sequence.checked_sub(1).and_then(|number| u32::try_from(number).ok());
                match (number, codec::decode(payload)) {
                    (Some(number), Ok(section)) => {
                        self.sections.push((number, section));
                        true
                    }
                    _ => false,
                }
            }
            DIRECTORY => {
                let directory: Option<Directory> = codec::decode(payload).ok();
                self.names =
                    directory.map(|directory| directory.sections.iter().map(|place| place.name).collect());
                self.names.is_some()
            }
            FOOTER => true,
            _ => false,
        }
    }
}

/// The frame that the bytes begin with, if it verifies.
fn frame(bytes: &[u8], salt: u64, chain: u32) -> Option<(FrameHeader, &[u8])> {
    // The kind is small: most places that are no frame are left here.
    if *bytes.get(8)? > DIRECTORY.max(SECTION) as u8 {
        return None;
    }
    let encoded: &[u8; FRAME_HEADER_LEN] = bytes.first_chunk()?;
    let header = FrameHeader::decode(encoded, salt)?;
    let end = FRAME_HEADER_LEN.checked_add(usize::try_from(header.length).ok()?)?;
    let payload = bytes.get(FRAME_HEADER_LEN..end)?;
    let sum = bytes.get(end..end.checked_add(FRAME_TRAILER_LEN)?)?;
    (payload_sum(chain, encoded, payload) == u32_at(sum, 0)).then_some((header, payload))
}
