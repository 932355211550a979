//! Room on the stack for what recurses: trees, plans and programs are walked, run and dropped recursively.
//!
//! How deep they may be is bounded, but a thread may have as little as 2 MiB, and be deep in its own calls. So whatever
//! recurses says how deep it will go, or asks on its way; where the thread's own stack is too small, another one is used.

/// What a level of recursion takes at most: measured with the dense shapes of `tests/hard`, and doubled.
const LEVEL: usize = if cfg!(debug_assertions) { 24 << 10 } else { 8 << 10 };

/// What is needed besides the levels.
const BASE: usize = 192 << 10;

/// Levels that fit in between two calls of [`with_more_room`].
const STRIDE: usize = 16;

/// Does the work with room for so many levels of recursion.
pub fn with_room<T>(levels: usize, work: impl FnOnce() -> T) -> T {
    let needed = BASE + levels * LEVEL;
    stacker::maybe_grow(needed, needed, work)
}

/// Does the work with room for the levels up to the next call: for recursion that does not know how deep it will go.
pub fn with_more_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(STRIDE * LEVEL, 8 * STRIDE * LEVEL, work)
}
