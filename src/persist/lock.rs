//! One writer process: an advisory lock on a file beside the store that names its holder, and one on the store itself,
//! which has other names where it has hard links.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::files::Files;
use super::format::io_error;
use super::vfs::{Access, Vfs, VfsFile};
use crate::error::{Error, ErrorClass, Result};

/// The held lock; its file is removed when it is dropped.
pub(super) struct WriterLock {
    vfs: Arc<dyn Vfs>,
    path: PathBuf,
    file: Box<dyn VfsFile>,
    /// The store's file under any of its names.
    store: Option<Box<dyn VfsFile>>,
}

/// Longest holder text that is read from a lock file.
const HOLDER_LEN: u64 = 256;

impl WriterLock {
    /// Takes the lock, or says who holds it. The operating system drops the lock of a process that dies, so
    /// a file left behind by a crash does not block.
    pub fn acquire(files: &Files) -> Result<WriterLock> {
        let path = files.lock();
        let locked = files.vfs.lock(&path).map_err(|error| io_error("lock", &path, error))?;
        let Some(file) = locked else {
            return Err(held_by_another(files, &path));
        };
        let holder = format!("{} {}\n", std::process::id(), host());
        file.set_len(0)
            .and_then(|()| file.write_all_at(holder.as_bytes(), 0))
            .map_err(|error| io_error("write", &path, error))?;
        Ok(WriterLock { vfs: files.vfs.clone(), path, file, store: None })
    }

    /// Locks the store's own file; refused when it is open under another name.
    pub fn lock_store(&mut self, store: Box<dyn VfsFile>, path: &Path) -> Result<()> {
        if !store.try_lock().map_err(|error| io_error("lock", path, error))? {
            let message = format!("{} is open for writing under another name", path.display());
            return Err(in_use(message));
        }
        self.hold(store);
        Ok(())
    }

    /// Holds a locked file from now on, instead of the one before.
    pub fn hold(&mut self, store: Box<dyn VfsFile>) {
        if let Some(before) = self.store.replace(store) {
            let _ = before.unlock();
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // A lock file that stays is harmless: the next writer takes it over. Locks end with their handles at the latest.
        let _ = self.vfs.remove(&self.path);
        let _ = self.store.take().map(|store| store.unlock());
        let _ = self.file.unlock();
    }
}

fn held_by_another(files: &Files, path: &Path) -> Error {
    let holder = read_holder(files.vfs.as_ref(), path).unwrap_or_default();
    let mut words = holder.split_whitespace();
    let who = match (words.next(), words.next()) {
        (Some(pid), Some(host)) => format!("process {pid} on {host}"),
        (Some(pid), None) => format!("process {pid}"),
        _ => "another process".to_owned(),
    };
    in_use(format!("{} is open for writing by {who}", files.path.display()))
}

fn in_use(message: String) -> Error {
    Error::new(ErrorClass::LockError, "StoreInUse", message)
        .hint("close the other one, or open the store with --readonly")
}

/// The holder writes its name after it has the lock: that may be a moment away.
fn read_holder(vfs: &dyn Vfs, path: &Path) -> Option<String> {
    const PAUSES: [u64; 6] = [0, 1, 5, 20, 50, 100];
    PAUSES.iter().find_map(|pause| {
        std::thread::sleep(Duration::from_millis(*pause));
        try_read_holder(vfs, path).filter(|holder| holder.ends_with('\n'))
    })
}

fn try_read_holder(vfs: &dyn Vfs, path: &Path) -> Option<String> {
    let file = vfs.open(path, Access::Read).ok()?;
    let mut bytes = vec![0; file.len().ok()?.min(HOLDER_LEN) as usize];
    file.read_exact_at(&mut bytes, 0).ok()?;
    String::from_utf8(bytes).ok()
}

fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "this host".into())
}
