//! Opening a checkpoint: the header, the footer and the directory at once, each section when it is asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::super::codec;
use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, STORE_MAGIC, chain_start, damaged,
    foreign, io_error, payload_sum, u32_at, u64_at,
};
use super::super::vfs::VfsFile;
use super::{DIRECTORY, Directory, FOOTER, Origin, SECTION, footer_len};
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::graph::image::{Section, SectionName, SectionSource};

/// A file up to this length is verified whole when it is opened, which takes a few milliseconds; of a longer one each
/// section is verified when it is read.
const VERIFIED_LEN: u64 = 16 << 20;

/// The header of a checkpoint file.
pub(in crate::persist) fn read_header(file: &dyn VfsFile, path: &Path) -> Result<Header> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    if len < HEADER_LEN as u64 {
        let mut bytes = vec![0; (len as usize).min(STORE_MAGIC.len())];
        file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
        return Err(if !bytes.is_empty() && STORE_MAGIC.starts_with(&bytes) {
            damaged(path, len, "the file ends within its header")
        } else {
            foreign(path)
        });
    }
    let mut bytes = [0; HEADER_LEN];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    Header::decode(&bytes, STORE_MAGIC, path)
}

/// A checkpoint that was opened.
pub(in crate::persist) struct Opened {
    /// The graph; it keeps the file for the pages that are read later.
    pub state: GraphState,
    pub origin: Origin,
    /// Bytes of the file.
    pub len: u64,
}

/// The graph that the file holds.
pub(in crate::persist) fn read(file: Box<dyn VfsFile>, path: &Path, header: &Header) -> Result<Opened> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let mut sections = Sections {
        file: Arc::from(file),
        path: path.to_owned(),
        salt: header.salt,
        chain: chain_start(header),
        footer_len: footer_len(header),
        len,
        frames: Vec::new(),
    };
    let directory = sections.directory()?;
    sections.frames = directory.frames;
    if len <= VERIFIED_LEN {
        let numbers = 0..sections.frames.len() as u32;
        numbers.into_par_iter().try_for_each(|number| sections.encoded(number).map(drop))?;
    }
    let state = GraphState::open(directory.names, Arc::new(sections))
        .map_err(|error| damaged(path, directory.at, error.message()).caused_by(error))?;
    Ok(Opened { state, origin: directory.origin, len })
}

/// The sections of an open file.
struct Sections {
    file: Arc<dyn VfsFile>,
    path: PathBuf,
    salt: u64,
    chain: u32,
    footer_len: usize,
    len: u64,
    /// Where each section's frame begins and its length.
    frames: Vec<(u64, u64)>,
}

struct Contents {
    /// Where the directory begins.
    at: u64,
    names: Vec<SectionName>,
    frames: Vec<(u64, u64)>,
    origin: Origin,
}

/// What the footer says.
struct Footer {
    /// Where the directory's frame begins.
    at: u64,
    /// Its length.
    length: u64,
    /// The number of sections.
    count: u64,
    origin: Origin,
}

impl SectionSource for Sections {
    fn read(&self, number: u32) -> Result<Section> {
        let payload = self.encoded(number)?;
        let (at, _) = self.frames[number as usize];
        codec::decode(&payload).map_err(|error| damaged(&self.path, at, &error))
    }

    fn encoded(&self, number: u32) -> Result<Vec<u8>> {
        let Some((at, length)) = self.frames.get(number as usize) else {
            return Err(Error::internal(format!("there is no section {number}")));
        };
        self.frame(*at, *length, SECTION, u64::from(number) + 1)
    }
}

impl Sections {
    /// What the footer and the directory say, which has to tile the file.
    fn directory(&self) -> Result<Contents> {
        let cut = || damaged(&self.path, self.len, "the file is cut off");
        let frame_len = self.footer_len + FRAME_HEADER_LEN + FRAME_TRAILER_LEN;
        let footer_at = self.len.checked_sub(frame_len as u64).ok_or_else(cut)?;
        let Footer { at, length, count, origin } = self.footer(footer_at)?;
        let tiled = at >= HEADER_LEN as u64 && at.checked_add(length) == Some(footer_at);
        if !tiled {
            return Err(damaged(&self.path, footer_at, "the directory is not where it should be"));
        }
        let payload = self.frame(at, length, DIRECTORY, count.saturating_add(1))?;
        let directory: Directory =
            codec::decode(&payload).map_err(|error| damaged(&self.path, at, &error))?;
        let mut frames = Vec::with_capacity(directory.sections.len());
        let mut end = HEADER_LEN as u64;
        for place in &directory.sections {
            frames.push((end, place.length));
            end = end.saturating_add(place.length);
        }
        if end != at || frames.len() as u64 != count {
            return Err(damaged(&self.path, at, "the directory does not fit the file"));
        }
        let names = directory.sections.iter().map(|place| place.name).collect();
        Ok(Contents { at, names, frames, origin })
    }

    fn footer(&self, at: u64) -> Result<Footer> {
        let mut bytes = vec![0; self.footer_len + FRAME_HEADER_LEN + FRAME_TRAILER_LEN];
        self.read_at(&mut bytes, at)?;
        let (header, payload, sum) = parts(&bytes);
        let decoded = FrameHeader::decode(&header, self.salt);
        let sound = decoded.is_some_and(|header| {
            header.kind == FOOTER && header.length == payload.len() as u64 && header.flags == 0
        }) && payload_sum(self.chain, &header, payload) == sum;
        if !sound {
            return Err(damaged(&self.path, at, "the end does not verify; the file may be cut off"));
        }
        let count = u64_at(payload, 16);
        if decoded.map(|header| header.sequence) != count.checked_add(2) {
            return Err(damaged(&self.path, at, "the number of sections is wrong"));
        }
        let origin = match payload.get(24..40) {
            Some(origin) => Origin { salt: u64_at(origin, 0), chain: u32::try_from(u64_at(origin, 8)).ok() },
            None => Origin::NONE,
        };
        Ok(Footer { at: u64_at(payload, 0), length: u64_at(payload, 8), count, origin })
    }

    /// The payload of a frame that has to be of this kind and number.
    fn frame(&self, at: u64, length: u64, kind: u32, sequence: u64) -> Result<Vec<u8>> {
        const FRAME_LEN: u64 = (FRAME_HEADER_LEN + FRAME_TRAILER_LEN) as u64;
        if length < FRAME_LEN || at.checked_add(length).is_none_or(|end| end > self.len) {
            return Err(damaged(&self.path, at, "a section does not fit the file"));
        }
        let mut bytes = vec![0; length as usize];
        self.read_at(&mut bytes, at)?;
        let (header, payload, sum) = parts(&bytes);
        let wanted = FrameHeader { length: length - FRAME_LEN, kind, sequence, flags: 0 };
        if FrameHeader::decode(&header, self.salt) != Some(wanted)
            || payload_sum(self.chain, &header, payload) != sum
        {
            return Err(damaged(&self.path, at, "a section does not verify"));
        }
        bytes.truncate(bytes.len() - FRAME_TRAILER_LEN);
        bytes.drain(..FRAME_HEADER_LEN);
        Ok(bytes)
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        self.file.read_exact_at(buffer, at).map_err(|error| io_error("read", &self.path, error))
    }
}

/// A frame's header, payload and checksum; the bytes are at least as many as the header and the checksum take.
fn parts(frame: &[u8]) -> ([u8; FRAME_HEADER_LEN], &[u8], u32) {
    let (head, rest) = frame.split_at(FRAME_HEADER_LEN);
    let mut header = [0; FRAME_HEADER_LEN];
    header.copy_from_slice(head);
    let (payload, sum) = rest.split_at(rest.len() - FRAME_TRAILER_LEN);
    (header, payload, u32_at(sum, 0))
}
