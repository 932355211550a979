//! Decoders of others panic on some damaged files; that becomes an error.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

use parquet::errors::ParquetError;

thread_local! {
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Does the work, of which nothing is used any more if it panics.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    DECODING.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    DECODING.set(false);
    result.unwrap_or_else(|_| Err(ParquetError::General("the data is damaged".to_owned())))
}

/// Changes the program's panic hook, so that it does not tell of panics that become errors of this module. For programs
/// whose standard error is for people; without it the error is the same, with a message of the hook before it.
pub fn keep_decoders_quiet() {
    let usual = take_hook();
    set_hook(Box::new(move |info| {
        if !DECODING.get() {
            usual(info);
        }
    }));
}
