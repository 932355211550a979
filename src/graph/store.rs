//! Publishing versions: many readers, each on its own immutable version, and one writer at a time.
//!
//! Opening a snapshot is a pointer copy under a lock that is never held longer than that, so readers do not
//! wait for a writer's work nor the writer for theirs.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::op::Op;
use super::recycle::Recycler;
use super::snapshot::Snapshot;
use super::state::GraphState;
use super::transaction::WriteTransaction;

/// A graph in memory: hands out snapshots and write transactions. Clones are handles of the same graph.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    published: Mutex<Published>,
    /// Whoever has the recycler may write; it is away while a transaction is open.
    writer: Mutex<Option<Recycler>>,
    writer_done: Condvar,
}

#[derive(Debug)]
struct Published {
    state: Arc<GraphState>,
    /// The number of commits so far.
    epoch: u64,
    /// What the next writer begins with: the transaction decided last, which is published when it is durable.
    head: Arc<GraphState>,
    head_epoch: u64,
    /// How often the head was taken back.
    lineage: u64,
    /// How many snapshots of each epoch are alive.
    readers: BTreeMap<u64, usize>,
}

/// What a transaction is about to publish; given to the log before anybody can see it.
#[derive(Debug)]
pub struct Changes<'a> {
    /// The changes in order.
    pub ops: &'a [Op],
    /// The state after them.
    pub state: &'a GraphState,
    /// Whether `ops` leave something out, as after a bulk load: then `state` has to be saved whole.
    pub whole: bool,
    /// The number this commit will have.
    pub epoch: u64,
}

impl Default for Store {
    fn default() -> Self {
        Store::new(GraphState::new())
    }
}

impl Store {
    /// A store that begins with this state.
    pub fn new(mut state: GraphState) -> Store {
        state.settle();
        let recycler = Recycler::new(&state);
        let state = Arc::new(state);
        let published = Published {
            head: state.clone(),
            state,
            epoch: 0,
            head_epoch: 0,
            lineage: 0,
            readers: BTreeMap::new(),
        };
        Store(Arc::new(Inner {
            published: Mutex::new(published),
            writer: Mutex::new(Some(recycler)),
            writer_done: Condvar::new(),
        }))
    }

    /// The version published last.
    pub fn snapshot(&self) -> Snapshot {
        let mut published = self.0.published();
        let epoch = published.epoch;
        *published.readers.entry(epoch).or_insert(0) += 1;
        Snapshot::new(published.state.clone(), epoch, self.0.clone())
    }

    /// Begins to write; waits for the transaction that writes now.
    pub fn begin(&self) -> WriteTransaction {
        let mut writer = lock(&self.0.writer);
        loop {
            if let Some(recycler) = writer.take() {
                drop(writer);
                return self.begin_with(recycler);
            }
            writer = self.0.writer_done.wait(writer).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Begins to write; gives up when the transaction that writes now has not ended within the time.
    pub fn begin_within(&self, time: Duration) -> Option<WriteTransaction> {
        let busy = |writer: &mut Option<Recycler>| writer.is_none();
        let waited = self.0.writer_done.wait_timeout_while(lock(&self.0.writer), time, busy);
        let (mut writer, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let recycler = writer.take()?;
        drop(writer);
        Some(self.begin_with(recycler))
    }

    /// Begins to write, unless another transaction does.
    pub fn try_begin(&self) -> Option<WriteTransaction> {
        let recycler = lock(&self.0.writer).take()?;
        Some(self.begin_with(recycler))
    }

    fn begin_with(&self, mut recycler: Recycler) -> WriteTransaction {
        let published = self.0.published();
        let oldest = published.readers.keys().next().copied().unwrap_or(published.epoch);
        let (state, epoch, lineage) = (published.head.clone(), published.head_epoch, published.lineage);
        drop(published);
        let state = GraphState::clone(&state);
        recycler.follow(lineage, epoch);
        recycler.release(oldest);
        WriteTransaction::new(self.0.clone(), state, epoch, lineage, recycler)
    }
}

impl Inner {
    fn published(&self) -> MutexGuard<'_, Published> {
        lock(&self.published)
    }

    /// Lets the next writer begin with the state, unless what it is built on was taken back.
    pub(super) fn decide(&self, state: &Arc<GraphState>, epoch: u64, lineage: u64) -> bool {
        let mut published = self.published();
        if published.lineage != lineage {
            return false;
        }
        let before = std::mem::replace(&mut published.head, state.clone());
        published.head_epoch = epoch;
        drop(published);
        // Freeing pages can take a while: not under the lock.
        drop(before);
        true
    }

    /// Makes the state visible, unless what it is built on was taken back.
    pub(super) fn publish(&self, state: Arc<GraphState>, epoch: u64, lineage: u64) -> bool {
        let mut published = self.published();
        if published.lineage != lineage {
            return false;
        }
        let before = std::mem::replace(&mut published.state, state);
        published.epoch = epoch;
        drop(published);
        drop(before);
        true
    }

    /// Forgets everything that was decided and not published, by this lineage. Whoever builds on it finds that at its end.
    pub(super) fn take_back(&self, lineage: u64) {
        let mut published = self.published();
        if published.lineage == lineage {
            published.lineage += 1;
            published.head = published.state.clone();
            published.head_epoch = published.epoch;
        }
    }

    pub(super) fn lineage(&self) -> u64 {
        self.published().lineage
    }

    pub(super) fn end_read(&self, epoch: u64) {
        let mut published = self.published();
        if let Some(count) = published.readers.get_mut(&epoch) {
            *count -= 1;
            if *count == 0 {
                published.readers.remove(&epoch);
            }
        }
    }

    pub(super) fn end_write(&self, recycler: Recycler) {
        *lock(&self.writer) = Some(recycler);
        self.writer_done.notify_one();
    }
}

/// Nothing that runs under these locks can leave what they guard half changed, so a poisoned one is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
