//! Writing a checkpoint from beginning to end.

use std::path::Path;

use rayon::prelude::*;

use super::super::codec;
use super::super::format::{FrameHeader, Header, chain_start, io_error, payload_sum};
use super::super::vfs::VfsFile;
use super::{DIRECTORY, Directory, FOOTER, Origin, Place, SECTION, footer_len};
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::graph::image::{Content, Part, SectionName};

/// What is kept before it is written.
const BUFFER_LEN: usize = 4 << 20;
/// How many sections are encoded at a time, on all cores.
const BATCH_SECTIONS: usize = 512;

/// Writes a whole checkpoint and returns its length after it is durable; the file has to be empty.
pub(in crate::persist) fn write(
    file: &dyn VfsFile,
    path: &Path,
    header: &Header,
    origin: Origin,
    state: &GraphState,
) -> Result<u64> {
    let mut writer = Writer {
        file,
        path,
        salt: header.salt,
        chain: chain_start(header),
        at: 0,
        sequence: 0,
        buffer: header.encode().to_vec(),
    };
    let mut directory = Directory::default();
    let mut parts = state.to_parts();
    loop {
        let batch: Vec<Part> = parts.by_ref().take(BATCH_SECTIONS).collect();
        if batch.is_empty() {
            break;
        }
        let encoded: Vec<Result<(SectionName, Vec<u8>)>> = batch.par_iter().map(encode).collect();
        for section in encoded {
            let (name, payload) = section?;
            let length = writer.frame(SECTION, &payload)?;
            directory.sections.push(Place { name, length });
        }
    }
    // What could not be read must not be missing in the new file.
    state.intact()?;
    let len = writer.finish(&directory, origin, footer_len(header))?;
    file.sync_data().map_err(|error| io_error("sync", path, error))?;
    Ok(len)
}

fn encode(part: &Part) -> Result<(SectionName, Vec<u8>)> {
    let payload = match &part.content {
        Content::Made(section) => encoded(section)?,
        Content::Saved(source, number) => source.encoded(*number)?,
    };
    Ok((part.name, payload))
}

fn encoded<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut payload = Vec::new();
    codec::encode(value, &mut payload)
        .map_err(|error| Error::internal(format!("cannot encode a section: {error}")))?;
    Ok(payload)
}

struct Writer<'a> {
    file: &'a dyn VfsFile,
    path: &'a Path,
    salt: u64,
    chain: u32,
    /// Where the buffer belongs.
    at: u64,
    sequence: u64,
    buffer: Vec<u8>,
}

impl Writer<'_> {
    /// The length of the frame.
    fn frame(&mut self, kind: u32, payload: &[u8]) -> Result<u64> {
        self.sequence += 1;
        let before = self.buffer.len();
        let header = FrameHeader { length: payload.len() as u64, kind, sequence: self.sequence, flags: 0 };
        let header = header.encode(self.salt);
        self.buffer.extend_from_slice(&header);
        self.buffer.extend_from_slice(payload);
        self.buffer.extend_from_slice(&payload_sum(self.chain, &header, payload).to_le_bytes());
        let length = (self.buffer.len() - before) as u64;
        if self.buffer.len() >= BUFFER_LEN {
            self.flush()?;
        }
        Ok(length)
    }

    fn finish(mut self, directory: &Directory, origin: Origin, footer_len: usize) -> Result<u64> {
        let (at, count) = (self.at + self.buffer.len() as u64, self.sequence);
        let length = self.frame(DIRECTORY, &encoded(directory)?)?;
        let chain = origin.chain.map_or(u64::MAX, u64::from);
        let footer = [at, length, count, origin.salt, chain];
        let footer: Vec<u8> = footer.into_iter().flat_map(u64::to_le_bytes).collect();
        self.frame(FOOTER, &footer[..footer_len])?;
        self.flush()?;
        Ok(self.at)
    }

    fn flush(&mut self) -> Result<()> {
        self.file.write_all_at(&self.buffer, self.at).map_err(|error| io_error("write", self.path, error))?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}
