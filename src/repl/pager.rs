//! Long output goes through a pager, short output straight to the terminal.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

/// What pages when PAGER names nothing: leave at once if it fits, keep colours, keep the screen.
const DEFAULT: &str = "less -FRX";

/// Holds output back until it is longer than the screen; then a pager gets it, and all that follows.
pub struct Paged {
    height: usize,
    lines: usize,
    state: State,
}

enum State {
    Holding(Vec<u8>),
    Paging(Child),
    /// There is no pager: straight to the terminal.
    Direct,
}

impl Paged {
    /// For a screen of so many lines.
    pub fn new(height: usize) -> Paged {
        Paged { height, lines: 0, state: State::Holding(Vec::new()) }
    }

    /// Ends the output: shows what was held back, or waits until the reader leaves the pager.
    pub fn finish(self) -> io::Result<()> {
        match self.state {
            State::Holding(held) => {
                let mut out = io::stdout().lock();
                out.write_all(&held)?;
                out.flush()
            }
            State::Paging(mut child) => {
                drop(child.stdin.take());
                child.wait().map(|_| ())
            }
            State::Direct => io::stdout().flush(),
        }
    }

    fn overflow(&mut self) -> io::Result<()> {
        let State::Holding(held) = std::mem::replace(&mut self.state, State::Direct) else { return Ok(()) };
        match spawn() {
            Some(child) => {
                self.state = State::Paging(child);
                self.write_through(&held)
            }
            None => io::stdout().write_all(&held),
        }
    }

    fn write_through(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.state {
            State::Paging(child) => match &mut child.stdin {
                Some(pipe) => pipe.write_all(bytes),
                None => Err(io::ErrorKind::BrokenPipe.into()),
            },
            State::Holding(held) => {
                held.extend_from_slice(bytes);
                Ok(())
            }
            State::Direct => io::stdout().write_all(bytes),
        }
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_through(bytes)?;
        if matches!(self.state, State::Holding(_)) {
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
            if self.lines >= self.height {
                self.overflow()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn spawn() -> Option<Child> {
    let named = std::env::var("PAGER").ok().filter(|named| !named.trim().is_empty());
    let line = named.as_deref().unwrap_or(DEFAULT);
    let mut words = line.split_whitespace();
    let program = words.next()?;
    Command::new(program).args(words).stdin(Stdio::piped()).spawn().ok()
}
