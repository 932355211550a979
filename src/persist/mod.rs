//! A store on disk: one file, and a log beside it while open.
//!
//! In: the operations of each committing transaction. Out: after reopening, exactly the committed state, or
//! an error that names the damage and its offset. The file `NAME.casegraph` holds a checkpoint, `NAME.casegraph-log` the
//! transactions since, `NAME.casegraph-lock` the process that writes. Nothing here knows queries.
//!
//! A commit is encoded, appended to the log, synced, and only then published. A checkpoint is written to a
//! temporary file, synced, renamed over the old one, and the folder synced, before a new log begins.
//! `docs/format.md` describes every byte.

mod backup;
mod checkpoint;
mod codec;
mod files;
mod format;
mod guard;
mod lock;
mod log;
mod os;
mod salvage;
mod store;
mod vfs;

pub use backup::{Backup, restore};
pub use format::{FORMAT_MAJOR, FORMAT_MINOR};
pub use guard::refuse_overwriting;
pub use os::OsVfs;
pub use salvage::{Salvaged, salvage};
pub use store::{Fold, News, StoreFile, StoreInfo, StoreOptions, SyncPolicy};
pub use vfs::{Access, Vfs, VfsFile};
