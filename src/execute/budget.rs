//! How much a statement may use, and how it is told to stop. Every loop that can run long counts its
//! steps on the [`Meter`], which looks at the clock and at the token about every thousand steps.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::algorithm::Work;
use crate::error::{Error, ErrorClass, Result};

/// Limits of one statement. The defaults are far above what an interactive question needs and below what
/// brings an ordinary machine down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// Wall-clock time; 30 minutes by default.
    pub time: Duration,
    /// Bytes held by operators that keep rows (sort, group, join, distinct, results of updates); 4 GiB by default.
    pub memory: u64,
    /// Rows of the result; a billion by default.
    pub rows: u64,
    /// Relationships looked at by variable-length and shortest-path searches; ten billion by default.
    pub expansions: u64,
}

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets {
            time: Duration::from_secs(30 * 60),
            memory: 4 << 30,
            rows: 1_000_000_000,
            expansions: 10_000_000_000,
        }
    }
}

/// Stops the statements that were given it; clones are the same token.
#[derive(Clone, Debug, Default)]
pub struct CancellationToken(Arc<AtomicBool>);

impl CancellationToken {
    /// A token that was not used.
    pub fn new() -> CancellationToken {
        CancellationToken::default()
    }

    /// Stops the statements at their next check.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was used.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Makes the token usable again.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Steps between two looks at the clock.
const CHECK_EVERY: u64 = 1000;

/// What a running statement has used. Workers of one statement count steps on meters of their own, made by
/// [`Meter::fork`], and share what is limited: memory exactly, looked at relationships up to the next check.
#[derive(Debug)]
pub struct Meter {
    budgets: Budgets,
    token: CancellationToken,
    started: Instant,
    work: u64,
    next_check: u64,
    memory: u64,
    rows: u64,
    expansions: u64,
    shared: Option<Arc<Shared>>,
}

/// What the workers of a statement have used together.
#[derive(Debug, Default)]
struct Shared {
    memory: AtomicU64,
    expansions: AtomicU64,
}

impl Meter {
    /// A meter that starts now.
    pub fn new(budgets: Budgets, token: CancellationToken) -> Meter {
        Meter {
            budgets,
            token,
            started: Instant::now(),
            work: 0,
            next_check: CHECK_EVERY,
            memory: 0,
            rows: 0,
            expansions: 0,
            shared: None,
        }
    }

    /// A worker's meter: with the same limits and the same clock. Until [`Meter::join`] memory is counted together.
    pub fn fork(&mut self) -> Meter {
        let shared = self.shared.get_or_insert_with(|| {
            let expansions = std::mem::take(&mut self.expansions);
            Arc::new(Shared { memory: self.memory.into(), expansions: expansions.into() })
        });
        Meter {
            budgets: self.budgets,
            token: self.token.clone(),
            started: self.started,
            work: 0,
            next_check: CHECK_EVERY,
            memory: 0,
            rows: 0,
            expansions: 0,
            shared: Some(shared.clone()),
        }
    }

    /// Takes over what a worker used.
    pub fn join(&mut self, worker: &Meter) {
        self.work += worker.work;
        if let Some(shared) = &self.shared {
            shared.expansions.fetch_add(worker.expansions, Ordering::Relaxed);
        }
    }

    /// After the last worker's [`Meter::join`]: counts alone again.
    pub fn alone(&mut self) {
        if let Some(shared) = self.shared.take() {
            self.memory = shared.memory.load(Ordering::Relaxed);
            self.expansions += shared.expansions.load(Ordering::Relaxed);
        }
    }

    /// Time since the statement began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Steps counted so far: nodes, relationships and rows touched.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// Counts steps.
    #[inline]
    pub fn step(&mut self, steps: u64) -> Result<()> {
        self.work += steps;
        if self.work >= self.next_check { self.check() } else { Ok(()) }
    }

    /// Counts steps of a path search.
    #[inline]
    pub fn expand(&mut self, relationships: u64) -> Result<()> {
        self.expansions += relationships;
        if self.expansions > self.budgets.expansions {
            return Err(self.expanded_too_much());
        }
        self.step(relationships + 1)
    }

    fn expanded_too_much(&self) -> Error {
        let most = self.budgets.expansions;
        exceeded("ExpansionBudgetExceeded", format!("the search looked at more than {most} relationships"))
    }

    /// Tells the other workers what this one looked at since the last time.
    fn share_expansions(&mut self) -> Result<()> {
        let Some(shared) = &self.shared else { return Ok(()) };
        let own = std::mem::take(&mut self.expansions);
        let before = shared.expansions.fetch_add(own, Ordering::Relaxed);
        if before + own > self.budgets.expansions { Err(self.expanded_too_much()) } else { Ok(()) }
    }

    /// Looks at the clock and the token.
    pub fn check(&mut self) -> Result<()> {
        self.next_check = self.work + CHECK_EVERY;
        self.share_expansions()?;
        if self.token.is_cancelled() {
            return Err(Error::new(
                ErrorClass::Cancelled,
                "StatementCancelled",
                "the statement was cancelled",
            ));
        }
        if self.started.elapsed() > self.budgets.time {
            return Err(exceeded(
                "TimeBudgetExceeded",
                format!("the statement ran longer than {:?}", self.budgets.time),
            ));
        }
        Ok(())
    }

    /// Counts bytes that an operator keeps.
    pub fn hold(&mut self, bytes: usize) -> Result<()> {
        let bytes = bytes as u64;
        let held = match &self.shared {
            None => {
                self.memory += bytes;
                self.memory
            }
            Some(shared) => shared.memory.fetch_add(bytes, Ordering::Relaxed) + bytes,
        };
        if held > self.budgets.memory {
            return Err(exceeded(
                "MemoryBudgetExceeded",
                format!("the statement holds more than {} bytes of rows", self.budgets.memory),
            ));
        }
        Ok(())
    }

    /// Gives bytes back.
    pub fn release(&mut self, bytes: usize) {
        let bytes = bytes as u64;
        match &self.shared {
            None => self.memory = self.memory.saturating_sub(bytes),
            Some(shared) => {
                // What is given back was counted there, so this cannot go below zero.
                shared.memory.fetch_sub(bytes, Ordering::Relaxed);
            }
        }
    }

    /// Counts rows of the result.
    pub fn rows(&mut self, rows: usize) -> Result<()> {
        self.rows += rows as u64;
        if self.rows > self.budgets.rows {
            return Err(exceeded(
                "RowBudgetExceeded",
                format!("the result has more than {} rows", self.budgets.rows),
            ));
        }
        Ok(())
    }
}

/// The meter of an algorithm, which several threads count on.
pub struct SharedMeter(Mutex<Meter>);

impl SharedMeter {
    /// Of a fork of the statement's meter.
    pub fn new(fork: Meter) -> SharedMeter {
        SharedMeter(Mutex::new(fork))
    }

    /// For [`Meter::join`].
    pub fn into_inner(self) -> Meter {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Meter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work for SharedMeter {
    fn step(&self, steps: u64) -> Result<()> {
        self.lock().step(steps)
    }

    fn expand(&self, relationships: u64) -> Result<()> {
        self.lock().expand(relationships)
    }

    fn hold(&self, bytes: usize) -> Result<()> {
        self.lock().hold(bytes)
    }

    fn release(&self, bytes: usize) {
        self.lock().release(bytes);
    }
}

impl crate::path::Meter for &mut Meter {
    #[inline]
    fn expand(&mut self, relationships: u64) -> Result<()> {
        Meter::expand(self, relationships)
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        Meter::hold(self, bytes)
    }

    fn release(&mut self, bytes: usize) {
        Meter::release(self, bytes);
    }
}

fn exceeded(detail: &'static str, message: String) -> Error {
    Error::new(ErrorClass::BudgetExceeded, detail, message).hint("narrow the query, or raise the budget")
}
