//! Random numbers for `rand()` and `randomUUID()`: quick and well spread, not for secrets.

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher, RandomState};

thread_local! {
    static STATE: Cell<u64> = Cell::new(seed());
}

/// The standard library seeds its hashers from the operating system's randomness.
fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The next 64 bits of this thread's sequence (SplitMix64, Steele, Lea and Flood 2014).
fn next() -> u64 {
    STATE.with(|state| {
        let current = state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        state.set(current);
        let mixed = (current ^ (current >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

/// At least zero and below one, in steps of 2^-53.
pub(super) fn unit() -> f64 {
    (next() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A UUID of version 4 (RFC 9562).
pub(super) fn uuid() -> String {
    let (high, low) = (next(), next());
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_range_and_uuids_in_form() {
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&unit())));
        let id = uuid();
        let bytes = id.as_bytes();
        assert_eq!((id.len(), bytes[14], bytes[8]), (36, b'4', b'-'));
        assert!(b"89ab".contains(&bytes[19]));
        assert_ne!(uuid(), uuid());
    }
}
