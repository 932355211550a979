//! A progress bar on standard error, with rate and remaining time; and Ctrl-C, which stops an import without a trace.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::database::CancellationToken;
use crate::import::Progress;
use crate::repl::Interrupt;

/// See the module. Without a terminal, or when it is to be quiet, nothing is drawn.
pub(super) struct Bar {
    bar: Mutex<ProgressBar>,
    token: CancellationToken,
    drawn: bool,
}

impl Bar {
    pub fn new(quiet: bool) -> Bar {
        let token = CancellationToken::new();
        Interrupt::default().cancels(&token);
        let drawn = !quiet && io::stderr().is_terminal();
        Bar { bar: Mutex::new(ProgressBar::hidden()), token, drawn }
    }
}

impl Progress for Bar {
    fn begin(&self, what: &str, total: u64) {
        if !self.drawn {
            return;
        }
        // Work whose size is not known before only shows that it goes on.
        let (length, template) = match total {
            0 => (None, "{msg:24} {spinner}"),
            _ => (Some(total), "{msg:24} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left"),
        };
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        if let Ok(mut current) = self.bar.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn advance(&self, bytes: u64) {
        if self.drawn
            && let Ok(bar) = self.bar.lock()
        {
            bar.inc(bytes);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.token.is_cancelled()
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}
