//! Ctrl-C while a statement runs cancels that statement and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, ErrorClass, Result};
use crate::execute::CancellationToken;

/// What Ctrl-C does while nothing runs. At the shell's prompt the line editor sees the key first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenIdle {
    /// Nothing.
    Ignore,
    /// It ends the process, as it would without us.
    Exit,
}

/// The exit code of a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// The token of the running statement.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    token: CancellationToken,
    /// How many pieces of work lie inside one another: a file of statements and the statement of it that runs.
    running: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Catches Ctrl-C from now on, for the whole process.
    pub fn install(&self, idle: WhenIdle) -> Result<()> {
        let interrupt = self.clone();
        let handler = move || {
            if interrupt.running.load(Ordering::Relaxed) > 0 {
                interrupt.token.cancel();
            } else if idle == WhenIdle::Exit {
                std::process::exit(INTERRUPTED);
            }
        };
        // A shell on a terminal takes Ctrl-C even where its parent ignores it, as one started in the background does; others
        // leave that as it is.
        let installed = match idle {
            WhenIdle::Ignore => ctrlc::set_handler(handler),
            WhenIdle::Exit => ctrlc::try_set_handler(handler),
        };
        match installed {
            // Whoever set a handler before keeps it: an embedding program knows best.
            Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
            Err(error) => {
                let message = format!("cannot catch Ctrl-C: {error}");
                Err(Error::new(ErrorClass::IoError, "NoSignalHandler", message).caused_by(error))
            }
        }
    }

    /// Lets Ctrl-C cancel this token from now on, for programs without a session. Where signals cannot be caught, Ctrl-C
    /// ends the process as it would without us.
    pub fn cancels(&self, token: &CancellationToken) {
        let always = Interrupt { token: token.clone(), running: Arc::new(AtomicUsize::new(1)) };
        let _ = always.install(WhenIdle::Exit);
    }

    /// The token for the work that is about to begin; it goes on while the guard lives. What was cancelled stays
    /// cancelled until the outermost work has ended.
    pub fn begin(&self) -> (CancellationToken, Running) {
        if self.running.load(Ordering::Relaxed) == 0 {
            self.token.reset();
        }
        self.running.fetch_add(1, Ordering::Relaxed);
        (self.token.clone(), Running(self.running.clone()))
    }

    /// An error if Ctrl-C was pressed since the statement began.
    pub fn check(token: &CancellationToken) -> Result<()> {
        if token.is_cancelled() {
            let message = "the command was cancelled";
            return Err(Error::new(ErrorClass::Cancelled, "StatementCancelled", message));
        }
        Ok(())
    }
}

/// While it lives, something runs.
#[derive(Debug)]
pub struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
