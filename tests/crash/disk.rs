//! A simulated disk: files in memory, a record of everything that changed them, and calls that fail when told to.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use casegraph::persist::{Access, Vfs, VfsFile};

/// What changed the disk, or what the program was told at that moment.
#[derive(Clone, Debug)]
pub enum Event {
    Create(PathBuf, usize),
    Write(usize, u64, Arc<[u8]>),
    SetLen(usize, u64),
    Sync(usize),
    /// The file of this number goes from a name to another.
    Rename(PathBuf, PathBuf, usize),
    Remove(PathBuf),
    SyncFolder,
    /// The version of this number may be found from now on.
    Begun(usize),
    /// The version of this number, or one after it, has to be found from now on.
    Acknowledged(usize),
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The device fails.
    Io,
    /// There is no space: half of what is written arrives.
    Full,
    /// Half of what is written or read is done, and said so.
    Short,
    /// A signal came first.
    Interrupted,
    /// What is read comes from another place of the file, or has a wrong bit.
    Misread,
    /// It panics, as a bug would.
    Panic,
    /// The program was killed.
    Dead,
}

impl Fault {
    /// The ways in which a device or the system fails.
    pub const ALL: [Fault; 5] = [Fault::Io, Fault::Full, Fault::Short, Fault::Interrupted, Fault::Misread];
}

/// File contents by name, as a crash leaves them.
pub type Image = BTreeMap<PathBuf, Vec<u8>>;

/// Clones are handles of the same disk.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    names: BTreeMap<PathBuf, usize>,
    /// By number; a file stays while it may be open.
    files: Vec<Vec<u8>>,
    locks: BTreeSet<PathBuf>,
    events: Vec<Event>,
    calls: usize,
    fault: Option<(usize, Fault)>,
    /// Whether the call that should fail was made.
    struck: bool,
    /// Nothing may be written.
    read_only: bool,
    /// How long a sync takes.
    sync_takes: Duration,
    /// From this call on the program is dead: nothing that it asks for is done.
    dies_at: Option<usize>,
}

impl Disk {
    /// The disk after a crash, before anything is done.
    pub fn of(image: &Image) -> Disk {
        let disk = Disk::default();
        let mut inner = disk.inner();
        for (path, bytes) in image {
            let number = inner.files.len();
            inner.files.push(bytes.clone());
            inner.names.insert(path.clone(), number);
        }
        drop(inner);
        disk
    }

    /// What a program that starts now would find, as after a kill of the one before.
    pub fn image(&self) -> Image {
        let inner = self.inner();
        inner.names.iter().map(|(path, number)| (path.clone(), inner.files[*number].clone())).collect()
    }

    /// From now on the call of this number fails, once.
    pub fn fail_at(&self, call: usize, fault: Fault) {
        let mut inner = self.inner();
        inner.calls = 0;
        inner.struck = false;
        inner.fault = Some((call, fault));
    }

    /// From the call of this number on the program is dead.
    pub fn die_at(&self, call: usize) {
        let mut inner = self.inner();
        inner.calls = 0;
        inner.dies_at = Some(call);
    }

    /// Another program runs.
    pub fn revive(&self) {
        self.inner().dies_at = None;
    }

    /// Whether the call that should fail was made.
    pub fn struck(&self) -> bool {
        self.inner().struck
    }

    /// From now on a sync takes so long.
    pub fn slow_down(&self, sync_takes: Duration) {
        self.inner().sync_takes = sync_takes;
    }

    /// From now on every attempt to write fails.
    pub fn protect(&self) {
        self.inner().read_only = true;
    }

    /// Records what the program was told.
    pub fn mark(&self, event: Event) {
        self.inner().events.push(event);
    }

    /// Everything that happened, in order.
    pub fn events(&self) -> Vec<Event> {
        self.inner().events.clone()
    }

    /// Whether nothing was changed. That something is made durable is no change.
    pub fn is_untouched(&self) -> bool {
        self.inner().events.iter().all(|event| matches!(event, Event::Sync(_)))
    }

    /// Does what another program did.
    pub fn apply(&self, event: &Event) {
        let mut inner = self.inner();
        let inner = &mut *inner;
        match event {
            Event::Create(path, number) => {
                inner.files.resize_with(inner.files.len().max(number + 1), Vec::new);
                inner.names.insert(path.clone(), *number);
            }
            Event::Write(number, offset, bytes) => write_into(&mut inner.files[*number], bytes, *offset),
            Event::SetLen(number, len) => inner.files[*number].resize(*len as usize, 0),
            Event::Rename(from, to, number) => {
                inner.names.remove(from);
                inner.names.insert(to.clone(), *number);
            }
            Event::Remove(path) => {
                inner.names.remove(path);
            }
            Event::Sync(_) | Event::SyncFolder | Event::Begun(_) | Event::Acknowledged(_) => {}
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A fault may be a panic in a call; the disk itself is whole between two of them.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Counts a call; the fault if it is its turn.
    fn call(&self) -> Option<Fault> {
        let mut inner = self.inner();
        let call = inner.calls;
        inner.calls += 1;
        if inner.dies_at.is_some_and(|dies| call >= dies) {
            return Some(Fault::Dead);
        }
        let (at, fault) = inner.fault?;
        if call != at {
            return None;
        }
        inner.fault = None;
        inner.struck = true;
        drop(inner);
        assert!(fault != Fault::Panic, "a bug in the engine");
        Some(fault)
    }

    /// A call that can only fail or not.
    fn whole_call(&self) -> io::Result<()> {
        match self.call() {
            Some(Fault::Io | Fault::Dead) => Err(broken()),
            Some(Fault::Full) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::Interrupted) => Err(io::ErrorKind::Interrupted.into()),
            _ => Ok(()),
        }
    }

    fn writable(&self) -> io::Result<()> {
        match self.inner().read_only {
            true => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
            false => Ok(()),
        }
    }
}

fn broken() -> io::Error {
    io::Error::other("the device failed")
}

impl Vfs for Disk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn VfsFile>> {
        self.whole_call()?;
        if access != Access::Read {
            self.writable()?;
        }
        let mut inner = self.inner();
        let found = inner.names.get(path).copied();
        let number = match (found, access) {
            (Some(_), Access::CreateNew) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(number), _) => number,
            (None, Access::CreateNew) => {
                let number = inner.files.len();
                inner.files.push(Vec::new());
                inner.names.insert(path.to_owned(), number);
                inner.events.push(Event::Create(path.to_owned(), number));
                number
            }
            (None, _) => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(Box::new(DiskFile { disk: self.clone(), number }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole_call()?;
        self.writable()?;
        let mut inner = self.inner();
        let number = inner.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        inner.names.insert(to.to_owned(), number);
        inner.events.push(Event::Rename(from.to_owned(), to.to_owned(), number));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.whole_call()?;
        self.writable()?;
        let mut inner = self.inner();
        inner.names.remove(path).ok_or(io::ErrorKind::NotFound)?;
        inner.events.push(Event::Remove(path.to_owned()));
        Ok(())
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        self.whole_call()?;
        Ok(self.inner().names.contains_key(path))
    }

    fn sync_folder_of(&self, _path: &Path) -> io::Result<()> {
        self.whole_call()?;
        self.writable()?;
        self.inner().events.push(Event::SyncFolder);
        Ok(())
    }

    /// A lock is no file here: it would double the states that a crash can leave, and none of them matters.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn VfsFile>>> {
        self.whole_call()?;
        self.writable()?;
        let free = self.inner().locks.insert(path.to_owned());
        Ok(free.then(|| -> Box<dyn VfsFile> { Box::new(Lock { disk: self.clone(), path: path.to_owned() }) }))
    }
}

struct Lock {
    disk: Disk,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.disk.inner().locks.remove(&self.path);
    }
}

impl VfsFile for Lock {
    fn read_at(&self, _: &mut [u8], _: u64) -> io::Result<usize> {
        Ok(0)
    }

    fn write_at(&self, bytes: &[u8], _: u64) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(0)
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
}

struct DiskFile {
    disk: Disk,
    number: usize,
}

impl DiskFile {
    fn write(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.disk.writable()?;
        let mut inner = self.disk.inner();
        write_into(&mut inner.files[self.number], bytes, offset);
        inner.events.push(Event::Write(self.number, offset, bytes.into()));
        Ok(bytes.len())
    }
}

impl VfsFile for DiskFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let fault = self.disk.call();
        let inner = self.disk.inner();
        let file = &inner.files[self.number];
        let mut read = file.len().saturating_sub(offset as usize).min(buffer.len());
        let mut from = offset as usize;
        match fault {
            Some(Fault::Io | Fault::Dead) => return Err(broken()),
            Some(Fault::Interrupted) => return Err(io::ErrorKind::Interrupted.into()),
            Some(Fault::Short) => read = read.div_ceil(2),
            // Half of all wrong reads come from another place, the others have a wrong bit.
            Some(Fault::Misread) if read > 1 && offset.is_multiple_of(2) && from > read => from -= read / 2,
            _ => {}
        }
        buffer[..read].copy_from_slice(&file[from..from + read]);
        if fault == Some(Fault::Misread) && from == offset as usize && read > 0 {
            buffer[read / 2] ^= 1 << (read % 8);
        }
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let half = &bytes[..bytes.len() / 2];
        match self.disk.call() {
            Some(Fault::Io) => {
                self.write(half, offset)?;
                Err(broken())
            }
            Some(Fault::Full) => {
                self.write(half, offset)?;
                Err(io::ErrorKind::StorageFull.into())
            }
            Some(Fault::Dead) => Err(broken()),
            Some(Fault::Short) if bytes.len() > 1 => self.write(half, offset),
            Some(Fault::Interrupted) => Err(io::ErrorKind::Interrupted.into()),
            _ => self.write(bytes, offset),
        }
    }

    fn len(&self) -> io::Result<u64> {
        self.disk.whole_call()?;
        Ok(self.disk.inner().files[self.number].len() as u64)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.whole_call()?;
        self.disk.writable()?;
        let mut inner = self.disk.inner();
        inner.files[self.number].resize(len as usize, 0);
        inner.events.push(Event::SetLen(self.number, len));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let takes = self.disk.inner().sync_takes;
        if !takes.is_zero() {
            std::thread::sleep(takes);
        }
        self.disk.whole_call()?;
        self.disk.inner().events.push(Event::Sync(self.number));
        Ok(())
    }
}

/// Writes as a file system does: a gap before `offset` reads as zeros.
pub fn write_into(file: &mut Vec<u8>, bytes: &[u8], offset: u64) {
    let (from, to) = (offset as usize, offset as usize + bytes.len());
    if file.len() < to {
        file.resize(to, 0);
    }
    file[from..to].copy_from_slice(bytes);
}
