//! Telling a frame with one wrong bit from one that was not written to its end.
//!
//! Both fail their checksum, and both may be the last of the file. A checksum is linear: the difference between the one that is
//! stored and the one that is computed tells where a single wrong bit is (Peterson and Brown, Cyclic codes for error
//! detection, 1961). Then the frame was whole, so it may have been acknowledged, and is damaged. An unfinished write
//! leaves sectors as they were before, that is zeros: a wrong bit with nothing but zeros behind it in its sector
//! may come from that.

use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, header_sum, payload_sum, u32_at,
};

/// CRC-32's polynomial, lowest bit first.
const POLYNOMIAL: u32 = 0xedb8_8320;
/// The smallest unit that a disk writes.
const SECTOR: u64 = 512;

/// Whether the bytes from `at` on, up to the end of the file, begin with a frame that one flipped bit broke.
pub(super) fn is_flipped(bytes: &[u8], at: u64, salt: u64, chain: u32) -> bool {
    let Some((header, flipped)) = header(bytes, salt) else { return false };
    let Some(end) = header.frame_len().and_then(|len| usize::try_from(len).ok()) else { return false };
    let Some(frame) = bytes.get(..end) else { return false };
    let encoded = header.encode(salt);
    let payload = &frame[FRAME_HEADER_LEN..end - FRAME_TRAILER_LEN];
    let stored = u32_at(frame, end - FRAME_TRAILER_LEN);
    let difference = payload_sum(chain, &encoded, payload) ^ stored;
    let place = match flipped {
        Some(place) => (difference == 0).then_some(place),
        None => wrong_bit(difference, payload.len())
            .map(|byte| FRAME_HEADER_LEN + byte)
            .or_else(|| in_sum(difference).map(|byte| end - FRAME_TRAILER_LEN + byte)),
    };
    place.is_some_and(|place| {
        let sector_end = (SECTOR - (at + place as u64) % SECTOR) as usize + place;
        frame[place..sector_end.min(end)].iter().any(|byte| *byte != 0)
    })
}

/// The header, and which of its bytes had to be corrected.
fn header(bytes: &[u8], salt: u64) -> Option<(FrameHeader, Option<usize>)> {
    const SUMMED: usize = FRAME_HEADER_LEN - 4;
    let mut header: [u8; FRAME_HEADER_LEN] = *bytes.first_chunk()?;
    if let Some(decoded) = FrameHeader::decode(&header, salt) {
        return Some((decoded, None));
    }
    let difference = header_sum(salt, &header) ^ u32_at(&header, SUMMED);
    let place = match wrong_bit(difference, SUMMED) {
        Some(byte) => {
            let bit = (0..8).find(|bit| {
                header[byte] ^= 1 << bit;
                let found = header_sum(salt, &header) == u32_at(&header, SUMMED);
                if !found {
                    header[byte] ^= 1 << bit;
                }
                found
            });
            bit.map(|_| byte)
        }
        None => in_sum(difference).map(|byte| {
            let sum = header_sum(salt, &header);
            header[SUMMED..].copy_from_slice(&sum.to_le_bytes());
            SUMMED + byte
        }),
    }?;
    FrameHeader::decode(&header, salt).map(|decoded| (decoded, Some(place)))
}

/// The byte, of `len`, in which one wrong bit makes this difference to their checksum.
fn wrong_bit(difference: u32, len: usize) -> Option<usize> {
    // The last bit that is summed is the highest of the last byte.
    let mut effect = POLYNOMIAL;
    for byte in (0..len).rev() {
        for _ in 0..8 {
            if effect == difference {
                return Some(byte);
            }
            effect = (effect >> 1) ^ if effect & 1 == 1 { POLYNOMIAL } else { 0 };
        }
    }
    None
}

/// The byte of the stored checksum that has one wrong bit.
fn in_sum(difference: u32) -> Option<usize> {
    (difference.count_ones() == 1).then(|| difference.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: u64 = 0x5eed;
    const CHAIN: u32 = 77;

    fn frame(payload: &[u8]) -> Vec<u8> {
        let header =
            FrameHeader { length: payload.len() as u64, kind: 1, sequence: 9, flags: 0 }.encode(SALT);
        let sum = payload_sum(CHAIN, &header, payload);
        [&header[..], payload, &sum.to_le_bytes()].concat()
    }

    #[test]
    fn one_wrong_bit_is_told_from_an_unfinished_write() {
        let whole = frame(&[0x5a; 700]);
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(is_flipped(&flipped, 100, SALT, CHAIN), "bit {bit}");
        }
        for cut in 0..whole.len() {
            let mut torn = whole.clone();
            torn[cut..].fill(0);
            assert!(!is_flipped(&torn, 100, SALT, CHAIN), "zeros from {cut} on");
            assert!(!is_flipped(&whole[..cut], 100, SALT, CHAIN), "cut at {cut}");
        }
        let mut twice = whole.clone();
        twice[40] ^= 1;
        twice[50] ^= 1;
        assert!(!is_flipped(&twice, 100, SALT, CHAIN));
    }
}
