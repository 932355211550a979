//! Reading what can be read of a damaged log.

use std::path::Path;

use super::super::codec;
use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, chain_start, io_error, payload_sum,
    u32_at,
};
use super::super::vfs::VfsFile;
use super::{COMMIT, PART};
use crate::error::Result;
use crate::graph::Op;

/// Passes each commit that can be read to `apply`, with its number. What cannot be read, in words.
pub(in crate::persist) fn salvage(
    file: &dyn VfsFile,
    path: &Path,
    header: &Header,
    mut apply: impl FnMut(u64, Vec<Op>),
) -> Result<Vec<String>> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let mut bytes = vec![0; len as usize];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    // What is behind the last byte that is not zero was never written.
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(HEADER_LEN, |last| last + 1);
    let mut problems = Vec::new();
    let (mut at, mut chain, mut next) = (HEADER_LEN, chain_start(header), header.base + 1);
    let mut ops = Vec::new();
    let mut whole = true;
    while at < end {
        let Some((frame, payload, sum)) = frame(&bytes, at, header.salt, chain) else {
            let Some(found) = (at + 1..end).find(|at| is_next(&bytes, *at, header.salt, next)) else {
                problems.push(format!("the log is damaged from byte {at} on; nothing behind it can be read"));
                break;
            };
            problems.push(format!("the log is damaged from byte {at} to {found}"));
            // A frame ends with the checksum that the next one is chained to.
            (at, chain) = (found, u32_at(&bytes, found - FRAME_TRAILER_LEN));
            (ops, whole) = (Vec::new(), false);
            if self::frame(&bytes, at, header.salt, chain).is_none() {
                at += 1;
            }
            continue;
        };
        let mut rest = payload;
        while let Ok((op, read)) = codec::decode_prefix(rest) {
            ops.push(op);
            rest = &rest[read..];
        }
        if !rest.is_empty() {
            problems.push(format!("{} bytes of commit {} cannot be decoded", rest.len(), frame.sequence));
        }
        if frame.kind == COMMIT {
            match frame.sequence.saturating_sub(next) {
                0 => {}
                1 => problems.push(format!("commit {next} is lost")),
                _ => problems.push(format!("commits {next} to {} are lost", frame.sequence - 1)),
            }
            if !whole {
                problems.push(format!("commit {} may lack its beginning", frame.sequence));
            }
            apply(frame.sequence, std::mem::take(&mut ops));
            (next, whole) = (frame.sequence.saturating_add(1), true);
        }
        at += payload.len() + FRAME_HEADER_LEN + FRAME_TRAILER_LEN;
        chain = sum;
    }
    Ok(problems)
}

fn frame(bytes: &[u8], at: usize, salt: u64, chain: u32) -> Option<(FrameHeader, &[u8], u32)> {
    let bytes = bytes.get(at..)?;
    let encoded: &[u8; FRAME_HEADER_LEN] = bytes.first_chunk()?;
    let header = FrameHeader::decode(encoded, salt)?;
    let end = FRAME_HEADER_LEN.checked_add(usize::try_from(header.length).ok()?)?;
    let payload = bytes.get(FRAME_HEADER_LEN..end)?;
    let sum = u32_at(bytes.get(end..end.checked_add(FRAME_TRAILER_LEN)?)?, 0);
    (payload_sum(chain, encoded, payload) == sum && matches!(header.kind, COMMIT | PART))
        .then_some((header, payload, sum))
}

/// Whether the header of a frame that can come next is here.
fn is_next(bytes: &[u8], at: usize, salt: u64, next: u64) -> bool {
    let header =
        bytes.get(at..).and_then(|bytes| bytes.first_chunk()).and_then(|it| FrameHeader::decode(it, salt));
    header.is_some_and(|header| header.sequence >= next && matches!(header.kind, COMMIT | PART))
}
