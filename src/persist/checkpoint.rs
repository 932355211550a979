//! The store's one file: a whole graph, section by section, between a header and a footer that counts them.

use std::path::Path;

use rayon::prelude::*;

use super::codec;
use super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, STORE_MAGIC, chain_start, damaged,
    foreign, io_error, payload_sum, u32_at,
};
use super::vfs::VfsFile;
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::graph::image::{GraphStateBuilder, Section};

/// The frame after the last section.
const FOOTER: u32 = 0;
/// A frame that holds a section.
const SECTION: u32 = 1;
/// Sections are encoded and decoded on all cores, about this many bytes of them at a time.
const BATCH_LEN: usize = 32 << 20;
/// How many sections are encoded at a time.
const BATCH_SECTIONS: usize = 512;

/// Writes a whole checkpoint and returns after it is durable; the file has to be empty.
pub(super) fn write(file: &dyn VfsFile, path: &Path, header: &Header, state: &GraphState) -> Result<()> {
    let mut writer = Writer {
        file,
        path,
        salt: header.salt,
        chain: chain_start(header),
        at: 0,
        sequence: 0,
        buffer: header.encode().to_vec(),
    };
    let mut sections = state.to_sections();
    loop {
        let batch: Vec<Section> = sections.by_ref().take(BATCH_SECTIONS).collect();
        if batch.is_empty() {
            break;
        }
        let encoded: Result<Vec<Vec<u8>>> = batch.par_iter().map(encode).collect();
        for payload in encoded? {
            writer.frame(SECTION, &payload)?;
        }
    }
    let count = writer.sequence;
    writer.frame(FOOTER, &count.to_le_bytes())?;
    writer.flush()?;
    file.sync_data().map_err(|error| io_error("sync", path, error))
}

fn encode(section: &Section) -> Result<Vec<u8>> {
    let mut payload = Vec::new();
    codec::encode(section, &mut payload)
        .map_err(|error| Error::internal(format!("cannot encode a section: {error}")))?;
    Ok(payload)
}

struct Writer<'a> {
    file: &'a dyn VfsFile,
    path: &'a Path,
    salt: u64,
    chain: u32,
    at: u64,
    sequence: u64,
    buffer: Vec<u8>,
}

impl Writer<'_> {
    fn frame(&mut self, kind: u32, payload: &[u8]) -> Result<()> {
        self.sequence += 1;
        let header = FrameHeader { length: payload.len() as u64, kind, sequence: self.sequence };
        let header = header.encode(self.salt);
        self.chain = payload_sum(self.chain, &header, payload);
        self.buffer.extend_from_slice(&header);
        self.buffer.extend_from_slice(payload);
        self.buffer.extend_from_slice(&self.chain.to_le_bytes());
        if self.buffer.len() >= BATCH_LEN { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.write_all_at(&self.buffer, self.at).map_err(|error| io_error("write", self.path, error))?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

/// Reads the header alone.
pub(super) fn read_header(file: &dyn VfsFile, path: &Path) -> Result<Header> {
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

/// Reads and verifies all of it.
pub(super) fn read(file: &dyn VfsFile, path: &Path, header: &Header) -> Result<GraphState> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let mut reader = Reader {
        file,
        path,
        salt: header.salt,
        chain: chain_start(header),
        at: HEADER_LEN as u64,
        len,
        sequence: 0,
    };
    let mut builder = GraphStateBuilder::new();
    loop {
        let (batch, is_last) = reader.batch()?;
        let sections: Vec<Result<Section, (u64, String)>> = batch
            .par_iter()
            .map(|(at, payload)| codec::decode(payload).map_err(|error| (*at, error)))
            .collect();
        for (section, (at, _)) in sections.into_iter().zip(&batch) {
            let section = section.map_err(|(at, error)| damaged(path, at, &error))?;
            builder.add(section).map_err(|error| damaged(path, *at, error.message()))?;
        }
        if is_last {
            break;
        }
    }
    builder.finish().map_err(|error| damaged(path, len, error.message()).caused_by(error))
}

struct Reader<'a> {
    file: &'a dyn VfsFile,
    path: &'a Path,
    salt: u64,
    chain: u32,
    at: u64,
    len: u64,
    sequence: u64,
}

/// The payloads of some sections, each with its frame's offset.
type Batch = Vec<(u64, Vec<u8>)>;

impl Reader<'_> {
    /// The next sections, and whether the footer came after them.
    fn batch(&mut self) -> Result<(Batch, bool)> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_LEN {
            let at = self.at;
            let (kind, payload) = self.frame()?;
            match kind {
                SECTION => {
                    bytes += payload.len();
                    batch.push((at, payload));
                }
                FOOTER => {
                    self.check_footer(at, &payload)?;
                    return Ok((batch, true));
                }
                other => return Err(damaged(self.path, at, &format!("unknown kind of frame {other}"))),
            }
        }
        Ok((batch, false))
    }

    fn check_footer(&self, at: u64, payload: &[u8]) -> Result<()> {
        if payload != (self.sequence - 1).to_le_bytes() {
            return Err(damaged(self.path, at, "the number of sections is wrong"));
        }
        if self.at != self.len {
            return Err(damaged(self.path, self.at, "something follows the end"));
        }
        Ok(())
    }

    fn frame(&mut self) -> Result<(u32, Vec<u8>)> {
        let at = self.at;
        let cut = |at| damaged(self.path, at, "the file is cut off");
        if self.len - at < FRAME_HEADER_LEN as u64 {
            return Err(cut(self.len));
        }
        let mut header_bytes = [0; FRAME_HEADER_LEN];
        self.read(&mut header_bytes, at)?;
        let header = FrameHeader::decode(&header_bytes, self.salt)
            .ok_or_else(|| damaged(self.path, at, "a section's header does not verify"))?;
        let frame_len =
            header.frame_len().filter(|frame| *frame <= self.len - at).ok_or_else(|| cut(self.len))?;
        let mut payload = vec![0; header.length as usize + FRAME_TRAILER_LEN];
        self.read(&mut payload, at + FRAME_HEADER_LEN as u64)?;
        let sum = u32_at(&payload, header.length as usize);
        payload.truncate(header.length as usize);
        if payload_sum(self.chain, &header_bytes, &payload) != sum || header.sequence != self.sequence + 1 {
            return Err(damaged(self.path, at, "a section does not verify"));
        }
        (self.chain, self.at, self.sequence) = (sum, at + frame_len, header.sequence);
        Ok((header.kind, payload))
    }

    fn read(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        self.file.read_exact_at(buffer, at).map_err(|error| io_error("read", self.path, error))
    }
}
