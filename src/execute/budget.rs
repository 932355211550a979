//! How much a statement may use, and how it is told to stop. Every loop that can run long counts its
//! steps on the [`Meter`], which looks at the clock and at the token about every thousand steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

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

/// What a running statement has used.
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
            return Err(exceeded(
                "ExpansionBudgetExceeded",
                format!("the search looked at more than {} relationships", self.budgets.expansions),
            ));
        }
        self.step(relationships + 1)
    }

    /// Looks at the clock and the token.
    pub fn check(&mut self) -> Result<()> {
        self.next_check = self.work + CHECK_EVERY;
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
        self.memory += bytes as u64;
        if self.memory > self.budgets.memory {
            return Err(exceeded(
                "MemoryBudgetExceeded",
                format!("the statement holds more than {} bytes of rows", self.budgets.memory),
            ));
        }
        Ok(())
    }

    /// Gives bytes back.
    pub fn release(&mut self, bytes: usize) {
        self.memory = self.memory.saturating_sub(bytes as u64);
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

fn exceeded(detail: &'static str, message: String) -> Error {
    Error::new(ErrorClass::BudgetExceeded, detail, message).hint("narrow the query, or raise the budget")
}
