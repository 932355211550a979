//! Rows divided among workers (Leis et al. 2014, morsel-driven parallelism).
//!
//! In: a source of rows, and the operators above it that work row by row, a copy for each worker. The source is read
//! by the caller; its rows are cut into morsels, each of which one worker takes through its operators to a partial
//! result. Out: the partial results, handed over one by one in the order of the morsels, so that what is made of them is
//! the same as without workers. How rows are cut depends on the rows alone, never on the number of threads.
//!
//! Workers live for some morsels only and never wait for one another: between two batches nothing runs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::stack;

use super::batch::{BATCH_ROWS, Batch};
use super::context::Context;
use super::operator::Input;

/// Batches of the source that are divided at a time.
const ROUND: usize = 64;
/// Into so many morsels few rows are cut at least.
const FEW: usize = 16;
/// Rows of the first morsel, whose work tells whether it is worth to divide the others.
const PROBE: usize = 32;
/// Steps below which to wake other threads is not worth it.
const WORTH: u64 = 30_000;

/// What workers make of the rows of a morsel.
pub trait Sink: Sync {
    /// What a worker keeps between two morsels.
    type Local: Default + Send;
    /// The result of a morsel.
    type Partial: Send;

    /// The result of no rows.
    fn begin(&self, local: &mut Self::Local) -> Self::Partial;

    /// Adds rows.
    fn add(
        &self,
        ctx: &mut Context<'_>,
        local: &mut Self::Local,
        partial: &mut Self::Partial,
        batch: Batch,
    ) -> Result<()>;
}

/// A source, and for each worker the operators above it.
pub struct Morsels {
    source: Input,
    /// The first is the caller's.
    workers: Vec<Input>,
    /// The rows of a morsel, where that is given.
    rows: Option<usize>,
}

impl Morsels {
    /// Operators whose `Argument` is a morsel of the source's rows.
    pub fn new(source: Input, workers: Vec<Input>, rows: Option<usize>) -> Morsels {
        Morsels { source, workers, rows }
    }

    /// Begins a run.
    pub fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.source.open(ctx)
    }

    /// Runs to the end; `take` gets the result of each morsel, in order.
    pub fn run<S: Sink>(
        &mut self,
        ctx: &mut Context<'_>,
        sink: &S,
        mut take: impl FnMut(&mut Context<'_>, S::Partial) -> Result<()>,
    ) -> Result<()> {
        let mut locals: Vec<S::Local> = self.workers.iter().map(|_| S::Local::default()).collect();
        let mut is_first = true;
        let mut divided = self.rows.is_some();
        loop {
            let (batches, is_last) = self.pull(ctx)?;
            let held: usize = batches.iter().map(Batch::memory).sum();
            ctx.meter().hold(held)?;
            let mut morsels = cut(batches, is_first && is_last, is_first, self.rows).into_iter();
            if !divided {
                divided = self.run_alone(ctx, sink, &mut locals, &mut morsels, &mut take)?;
            }
            self.run_together(ctx, sink, &mut locals, morsels.collect(), &mut take)?;
            ctx.meter().release(held);
            is_first = false;
            if is_last {
                return Ok(());
            }
        }
    }

    /// The next batches of the source, small ones put together; whether there are no more.
    fn pull(&mut self, ctx: &mut Context<'_>) -> Result<(Vec<Batch>, bool)> {
        let mut batches = Vec::new();
        let mut small: Vec<Batch> = Vec::new();
        let mut rows = 0;
        while batches.len() < ROUND {
            let next = self.source.next(ctx)?;
            let is_last = next.is_none();
            rows += next.as_ref().map_or(0, Batch::len);
            small.extend(next);
            if rows >= BATCH_ROWS / 2 || (is_last && rows > 0) {
                batches.push(Batch::concat(&small, ctx.width()));
                small.clear();
                rows = 0;
            }
            if is_last {
                return Ok((batches, true));
            }
        }
        Ok((batches, false))
    }

    /// Runs morsels on this thread until there is so much to do that others should help; whether there is.
    fn run_alone<S: Sink>(
        &mut self,
        ctx: &mut Context<'_>,
        sink: &S,
        locals: &mut [S::Local],
        morsels: &mut std::vec::IntoIter<Batch>,
        take: &mut impl FnMut(&mut Context<'_>, S::Partial) -> Result<()>,
    ) -> Result<bool> {
        let (Some(worker), Some(local)) = (self.workers.first_mut(), locals.first_mut()) else {
            return Err(Error::internal("rows are divided among no workers"));
        };
        let (mut work, mut rows) = (0, 0);
        while let Some(morsel) = morsels.next() {
            let before = ctx.meter().work();
            rows += morsel.len() as u64;
            let partial = run_one(ctx, sink, worker, local, morsel)?;
            work += ctx.meter().work() - before;
            take(ctx, partial)?;
            let left: usize = morsels.as_slice().iter().map(Batch::len).sum();
            if work / rows.max(1) * left as u64 > WORTH {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Runs morsels on all threads.
    fn run_together<S: Sink>(
        &mut self,
        ctx: &mut Context<'_>,
        sink: &S,
        locals: &mut [S::Local],
        morsels: Vec<Batch>,
        take: &mut impl FnMut(&mut Context<'_>, S::Partial) -> Result<()>,
    ) -> Result<()> {
        if morsels.is_empty() {
            return Ok(());
        }
        let others = self.workers.len().min(morsels.len()) - 1;
        let mut contexts: Vec<Context<'static>> = (0..others).map_while(|_| ctx.fork()).collect();
        let levels = ctx.levels();
        let queue = Queue::new(morsels, sink);
        let mut pairs = self.workers.iter_mut().zip(locals);
        let Some((own, own_local)) = pairs.next() else {
            return Err(Error::internal("rows are divided among no workers"));
        };
        let mut handed_over = 0;
        let result: Result<()> = rayon::in_place_scope(|scope| {
            for ((worker, local), context) in pairs.zip(&mut contexts) {
                let queue = &queue;
                scope.spawn(move |_| stack::with_room(levels, || queue.work(context, worker, local)));
            }
            while queue.work_once(ctx, own, own_local) {
                queue.hand_over(ctx, &mut handed_over, take)?;
            }
            Ok(())
        });
        ctx.join(contexts);
        result?;
        queue.hand_over(ctx, &mut handed_over, take)
    }
}

/// Takes a morsel through a worker's operators.
fn run_one<S: Sink>(
    ctx: &mut Context<'_>,
    sink: &S,
    worker: &mut Input,
    local: &mut S::Local,
    morsel: Batch,
) -> Result<S::Partial> {
    let mut partial = sink.begin(local);
    ctx.push_argument(morsel);
    let result = drain(ctx, sink, worker, local, &mut partial);
    ctx.pop_argument();
    result.map(|()| partial)
}

fn drain<S: Sink>(
    ctx: &mut Context<'_>,
    sink: &S,
    worker: &mut Input,
    local: &mut S::Local,
    partial: &mut S::Partial,
) -> Result<()> {
    worker.open(ctx)?;
    while let Some(batch) = worker.next(ctx)? {
        ctx.meter().step(batch.len() as u64)?;
        sink.add(ctx, local, partial, batch)?;
    }
    Ok(())
}

/// Morsels: of rows that are all there are, if these are few, many small ones.
fn cut(batches: Vec<Batch>, is_all: bool, is_first: bool, rows: Option<usize>) -> Vec<Batch> {
    let all: usize = batches.iter().map(Batch::len).sum();
    let most = match rows {
        Some(rows) => rows,
        None if is_all => all.div_ceil(FEW).clamp(1, BATCH_ROWS),
        None => BATCH_ROWS,
    };
    let mut morsels = Vec::with_capacity(batches.len() + FEW);
    for batch in batches {
        let mut from = 0;
        while from < batch.len() {
            let is_probe = is_first && rows.is_none() && morsels.is_empty();
            let morsel = batch.slice(from, if is_probe { most.min(PROBE) } else { most });
            from += morsel.len();
            morsels.push(morsel);
        }
    }
    morsels
}

/// Morsels that wait for a worker, and results that wait for those before them.
struct Queue<'s, S: Sink> {
    sink: &'s S,
    morsels: Vec<Mutex<State<S::Partial>>>,
    /// The first that no worker has taken.
    next: AtomicUsize,
    /// The first that failed: those behind it are not begun any more.
    failed: AtomicUsize,
}

enum State<P> {
    Waits(Batch),
    Runs,
    Done(Result<P>),
}

impl<'s, S: Sink> Queue<'s, S> {
    fn new(morsels: Vec<Batch>, sink: &'s S) -> Queue<'s, S> {
        Queue {
            sink,
            failed: AtomicUsize::new(morsels.len()),
            morsels: morsels.into_iter().map(|morsel| Mutex::new(State::Waits(morsel))).collect(),
            next: AtomicUsize::new(0),
        }
    }

    fn put(&self, at: usize, state: State<S::Partial>) -> State<S::Partial> {
        let mut place = self.morsels[at].lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut place, state)
    }

    fn work(&self, ctx: &mut Context<'_>, worker: &mut Input, local: &mut S::Local) {
        while self.work_once(ctx, worker, local) {}
    }

    /// Takes the next morsel through a worker's operators; false when there is none.
    fn work_once(&self, ctx: &mut Context<'_>, worker: &mut Input, local: &mut S::Local) -> bool {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        if at >= self.failed.load(Ordering::Relaxed) {
            return false;
        }
        let State::Waits(morsel) = self.put(at, State::Runs) else { return false };
        let result = run_one(ctx, self.sink, worker, local, morsel);
        if result.is_err() {
            self.failed.fetch_min(at, Ordering::Relaxed);
        }
        self.put(at, State::Done(result));
        true
    }

    /// Hands over the results up to the first that is not there yet; `handed_over` were before.
    fn hand_over(
        &self,
        ctx: &mut Context<'_>,
        handed_over: &mut usize,
        take: &mut impl FnMut(&mut Context<'_>, S::Partial) -> Result<()>,
    ) -> Result<()> {
        while let Some(place) = self.morsels.get(*handed_over) {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            if !matches!(*place, State::Done(_)) {
                return Ok(());
            }
            let state = std::mem::replace(&mut *place, State::Runs);
            drop(place);
            *handed_over += 1;
            let State::Done(result) = state else { return Ok(()) };
            result.and_then(|partial| take(ctx, partial)).inspect_err(|_| self.stop())?;
        }
        Ok(())
    }

    /// No morsel is begun any more.
    fn stop(&self) {
        self.failed.store(0, Ordering::Relaxed);
    }
}
