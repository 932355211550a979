//! The graph and its files: committing in groups, folding the log in the background, following another process.
//!
//! Whoever commits puts the transaction into a queue, in the order in which transactions were decided, and lets the next
//! writer begin. The first to come makes the queue durable, with one write and one sync; those that come meanwhile
//! wait and are the next group.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::Thread;
use std::time::Duration;

use crate::error::{Error, ErrorClass, Result};
use crate::graph::{self, Decided, Op, Store};
use crate::persist::{Backup, News, StoreFile, SyncPolicy, Vfs};

use super::closed;

/// See the module.
pub(super) struct Durable {
    pub store: Store,
    /// None in memory and after closing. A version is published while this is locked, so that what the files hold and what
    /// is seen go together.
    file: Mutex<Option<StoreFile>>,
    in_memory: bool,
    queue: Mutex<Queue>,
    /// Locked, before the file, by whoever makes a checkpoint.
    folding: Mutex<()>,
    /// Whether a thread makes one.
    in_background: AtomicBool,
    /// Wakes the thread that syncs after a while, if there is one.
    unsynced: Option<SyncSender<()>>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Of those whose transaction was waiting.
    results: HashMap<Ticket, Result<()>>,
    next: Ticket,
    /// Whether a thread makes a group durable.
    is_led: bool,
}

type Ticket = u64;

/// A transaction in the queue, and the thread that sleeps until its result is there or it has to lead.
struct Waiting {
    ticket: Ticket,
    decided: Decided,
    thread: Thread,
}

impl Durable {
    pub fn new(store: Store, file: Option<StoreFile>) -> Arc<Durable> {
        let (sender, receiver) = sync_channel(1);
        let period = match file.as_ref().map(StoreFile::sync_policy) {
            Some(SyncPolicy::Group(period)) => Some(period),
            _ => None,
        };
        let durable = Arc::new(Durable {
            store,
            in_memory: file.is_none(),
            file: Mutex::new(file),
            queue: Mutex::default(),
            folding: Mutex::new(()),
            in_background: AtomicBool::new(false),
            unsynced: period.map(|_| sender),
        });
        if let Some(period) = period {
            let weak = Arc::downgrade(&durable);
            spawn("casegraph-sync", move || sync_after(period, &receiver, &weak));
        }
        durable
    }

    /// Makes everything durable and visible, or fails and changes nothing.
    pub fn commit(self: &Arc<Durable>, mut transaction: graph::WriteTransaction) -> Result<()> {
        match self.enqueue(&mut transaction)? {
            Some(ticket) => {
                // The next writer begins while this one waits for the disk.
                drop(transaction);
                self.wait_for(ticket)
            }
            None => Ok(()),
        }
    }

    /// As [`Durable::commit`], and the transaction goes on.
    pub fn commit_so_far(self: &Arc<Durable>, transaction: &mut graph::WriteTransaction) -> Result<()> {
        self.enqueue(transaction)?.map_or(Ok(()), |ticket| self.wait_for(ticket))
    }

    /// While the transaction lives nobody else decides one, so the queue is in the order of decisions.
    fn enqueue(&self, transaction: &mut graph::WriteTransaction) -> Result<Option<Ticket>> {
        let Some(decided) = transaction.decide()? else { return Ok(None) };
        if self.in_memory {
            return decided.publish().map(|()| None);
        }
        let mut queue = lock(&self.queue);
        let ticket = queue.next;
        queue.next += 1;
        queue.waiting.push(Waiting { ticket, decided, thread: std::thread::current() });
        Ok(Some(ticket))
    }

    fn wait_for(self: &Arc<Durable>, ticket: Ticket) -> Result<()> {
        let mut queue = lock(&self.queue);
        loop {
            if let Some(result) = queue.results.remove(&ticket) {
                return result;
            }
            if queue.is_led {
                drop(queue);
                std::thread::park();
                queue = lock(&self.queue);
                continue;
            }
            queue.is_led = true;
            let group = std::mem::take(&mut queue.waiting);
            drop(queue);
            let led = group.iter().map(|one| (one.ticket, one.thread.clone())).collect();
            let mut leading = Leading { durable: self, led, results: Vec::new() };
            leading.results = self.make_durable(group);
            drop(leading);
            queue = lock(&self.queue);
        }
    }

    /// The results, in order.
    fn make_durable(self: &Arc<Durable>, group: Vec<Waiting>) -> Vec<Result<()>> {
        let mut results = Vec::with_capacity(group.len());
        let mut together: Vec<Decided> = Vec::new();
        for Waiting { decided, .. } in group {
            // Only who leads takes back: what is not lost now is not lost before it is written.
            if decided.is_lost() {
                self.write_together(std::mem::take(&mut together), &mut results);
                results.push(decided.publish());
            } else if decided.changes().whole {
                self.write_together(std::mem::take(&mut together), &mut results);
                results.push(self.write_whole(decided));
            } else {
                together.push(decided);
            }
        }
        self.write_together(together, &mut results);
        results
    }

    fn write_together(self: &Arc<Durable>, mut group: Vec<Decided>, results: &mut Vec<Result<()>>) {
        let count = group.len();
        let Some(last) = group.pop() else { return };
        let written = self.write(|file| {
            if last.is_lost() {
                return last.publish();
            }
            let mut ops: Vec<&[Op]> = group.iter().map(|decided| decided.changes().ops).collect();
            ops.push(last.changes().ops);
            file.append_together(&ops)?;
            drop(ops);
            last.publish()
        });
        if written.is_ok() {
            group.into_iter().for_each(Decided::published_with_another);
        }
        results.extend((1..count).map(|_| written.as_ref().copied().map_err(again)));
        results.push(written);
    }

    fn write_whole(self: &Arc<Durable>, decided: Decided) -> Result<()> {
        let _folding = lock(&self.folding);
        self.write(|file| {
            if !decided.is_lost() {
                file.append(&decided.changes())?;
            }
            decided.publish()
        })
    }

    fn write(self: &Arc<Durable>, write: impl FnOnce(&mut StoreFile) -> Result<()>) -> Result<()> {
        let mut file = self.open_file()?;
        let Some(open) = file.as_mut() else { return Err(closed()) };
        write(open)?;
        let is_large = open.wants_checkpoint();
        drop(file);
        if let Some(unsynced) = &self.unsynced {
            // One that is there already is enough.
            let _ = unsynced.try_send(());
        }
        if is_large && !self.in_background.swap(true, Ordering::SeqCst) {
            self.fold_in_background();
        }
        Ok(())
    }

    /// The file for writing. After a panic while somebody wrote nobody knows what the file holds.
    fn open_file(&self) -> Result<MutexGuard<'_, Option<StoreFile>>> {
        self.file.lock().map_err(|_| {
            let message = "an earlier commit was interrupted by a bug; this handle only reads";
            Error::new(ErrorClass::IoError, "StorePoisoned", message)
                .hint("close and reopen the store; everything acknowledged is in it")
        })
    }

    /// The file, to ask what it is like.
    pub fn file(&self) -> MutexGuard<'_, Option<StoreFile>> {
        lock(&self.file)
    }

    fn fold_in_background(self: &Arc<Durable>) {
        let durable = self.clone();
        let spawned = spawn("casegraph-checkpoint", move || {
            // What fails now is tried again when the log has grown, and at closing.
            let _ = durable.checkpoint();
            durable.in_background.store(false, Ordering::SeqCst);
        });
        if !spawned {
            self.in_background.store(false, Ordering::SeqCst);
        }
    }

    /// Saves everything committed into the store's one file. Others read and commit meanwhile.
    pub fn checkpoint(&self) -> Result<()> {
        let _folding = lock(&self.folding);
        let (mut fold, snapshot) = match self.open_file()?.as_mut() {
            Some(file) => (file.begin_checkpoint()?, self.store.snapshot()),
            None => return Ok(()),
        };
        fold.write(snapshot.state())?;
        drop(snapshot);
        match self.open_file()?.as_mut() {
            Some(file) => file.finish_checkpoint(fold),
            None => Err(closed()),
        }
    }

    /// Copies the version committed last into a new file. Others read and commit meanwhile.
    pub fn backup(&self, path: &Path, vfs: &Arc<dyn Vfs>) -> Result<()> {
        let file = self.file();
        let backup = file.as_ref().map_or_else(Backup::of_nothing, StoreFile::begin_backup);
        let snapshot = self.store.snapshot();
        drop(file);
        backup.write(snapshot.state(), path, vfs)
    }

    /// Takes over what another process has committed. Whether there was anything.
    pub fn refresh(&self) -> Result<bool> {
        let mut transaction = self.store.begin();
        let mut file = self.file();
        let Some(file) = file.as_mut() else { return Ok(false) };
        match file.refresh()? {
            News::Nothing => return Ok(false),
            News::Commits(commits) => {
                commits.into_iter().flatten().try_for_each(|op| transaction.apply(op))?;
            }
            News::State(state) => transaction.replace_state(*state),
        }
        transaction.commit()?;
        Ok(true)
    }

    /// Folds the log and lets go of the files, after the checkpoint that is being made.
    pub fn close(&self) -> Result<()> {
        let _folding = lock(&self.folding);
        let is_known = !self.file.is_poisoned();
        match self.file().take() {
            Some(file) if is_known => file.close(self.store.snapshot().state()),
            _ => Ok(()),
        }
    }
}

/// Whoever leads leaves no one waiting, whatever happens.
struct Leading<'a> {
    durable: &'a Durable,
    led: Vec<(Ticket, Thread)>,
    /// In the order of the led.
    results: Vec<Result<()>>,
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        let mut results = std::mem::take(&mut self.results).into_iter();
        let mut queue = lock(&self.durable.queue);
        queue.is_led = false;
        for (ticket, _) in &self.led {
            let result = results.next().unwrap_or_else(|| {
                Err(Error::internal(
                    "the commit was interrupted; reopening the store shows whether it happened",
                ))
            });
            queue.results.insert(*ticket, result);
        }
        let next = queue.waiting.first().map(|one| one.thread.clone());
        drop(queue);
        self.led.iter().map(|(_, thread)| thread).chain(&next).for_each(Thread::unpark);
    }
}

/// The error once more, for another who waited for the same.
fn again(error: &Error) -> Error {
    let copy = Error::new(error.class(), error.detail(), error.message());
    match error.hint_text() {
        Some(hint) => copy.hint(hint),
        None => copy,
    }
}

fn sync_after(period: Duration, unsynced: &Receiver<()>, durable: &Weak<Durable>) {
    while unsynced.recv().is_ok() {
        std::thread::sleep(period);
        let Some(durable) = durable.upgrade() else { return };
        let Ok(mut file) = durable.open_file() else { return };
        // A sync that fails poisons the file, which the next commit is told.
        let _ = file.as_mut().map(StoreFile::sync);
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).is_ok()
}

/// Nothing that runs under these locks leaves what they guard half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
