//! The files of a store by their names, and what is done to them.

use std::ffi::OsString;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::format::io_error;
use super::vfs::{Access, Vfs, VfsFile};
use crate::error::{Error, ErrorClass, Result};

/// Where a store lies.
#[derive(Clone)]
pub(super) struct Files {
    pub vfs: Arc<dyn Vfs>,
    /// The checkpoint.
    pub path: PathBuf,
}

impl Files {
    /// A name beside the store's.
    pub fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(self.path.as_os_str());
        name.push(suffix);
        PathBuf::from(name)
    }

    pub fn log(&self) -> PathBuf {
        self.beside("-log")
    }

    pub fn new_log(&self) -> PathBuf {
        self.beside("-log-new")
    }

    pub fn new_checkpoint(&self) -> PathBuf {
        self.beside("-new")
    }

    pub fn lock(&self) -> PathBuf {
        self.beside("-lock")
    }

    /// Opens a file that is there.
    pub fn open(&self, path: &Path, access: Access) -> Result<Box<dyn VfsFile>> {
        self.vfs.open(path, access).map_err(|error| io_error("open", path, error))
    }

    /// Opens a file to be read, if it is there.
    pub fn open_if_there(&self, path: &Path, access: Access) -> Result<Option<Box<dyn VfsFile>>> {
        match self.vfs.open(path, access) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error("open", path, error)),
        }
    }

    /// Makes a file; one that was left behind under the name is removed.
    pub fn create(&self, path: &Path) -> Result<Box<dyn VfsFile>> {
        self.remove_if_there(path)?;
        self.vfs.open(path, Access::CreateNew).map_err(|error| io_error("create", path, error))
    }

    /// Puts a file, which is durable, in the place of another, and returns after that is durable too.
    pub fn replace(&self, new: &Path, old: &Path) -> Result<()> {
        self.rename(new, old)?;
        self.sync_folder()
    }

    pub fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.vfs.rename(from, to).map_err(|error| io_error("replace", to, error))
    }

    /// Returns after the names of the store's files are durable.
    pub fn sync_folder(&self) -> Result<()> {
        let path = &self.path;
        self.vfs.sync_folder_of(path).map_err(|error| io_error("sync the folder of", path, error))
    }

    pub fn exists(&self, path: &Path) -> Result<bool> {
        self.vfs.exists(path).map_err(|error| io_error("find", path, error))
    }

    pub fn remove_if_there(&self, path: &Path) -> Result<()> {
        match self.vfs.remove(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io_error("remove", path, error)),
            _ => Ok(()),
        }
    }

    /// There is no store.
    pub fn missing(&self) -> Error {
        let message = format!("there is no store {}", self.path.display());
        Error::new(ErrorClass::StorageError, "StoreNotFound", message)
            .hint("check the path; a new store is made by opening it for writing")
    }

    /// The log is of another store, or of another time of this one.
    pub fn foreign_log(&self) -> Error {
        let message = format!("{} does not belong to the store file beside it", self.log().display());
        Error::new(ErrorClass::StorageError, "ForeignLog", message).hint(
            "the store file was replaced by another or older one; put back the one the log belongs to, \
             or move the log away to do without what it holds",
        )
    }
}

/// 64 bits that no other call returns: the standard library seeds every `RandomState` from the operating system.
pub(super) fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u128(std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_nanos()));
    hasher.finish()
}
