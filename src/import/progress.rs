//! How an import tells how far it is, and hears that it should stop.

/// Watches an import; called from several threads.
pub trait Progress: Sync {
    /// A part of the work begins; `total` is its size in bytes, zero if it is not known.
    fn begin(&self, what: &str, total: u64) {
        let _ = (what, total);
    }

    /// So many bytes more are done.
    fn advance(&self, bytes: u64) {
        let _ = bytes;
    }

    /// Whether the import should stop and leave everything as it was.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
