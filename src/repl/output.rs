//! Where answers go: the terminal (through a pager when long), a pipe, a file of `.output` or `.once`, or a writer of
//! the embedding program.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::pager::Paged;
use super::render::{Look, RenderError};
use crate::error::{Error, ErrorClass, Result};
use crate::persist::refuse_overwriting;

/// The narrowest terminal that output is fitted to.
const NARROWEST: u16 = 20;

/// The destinations of a session.
pub struct Output {
    standard: Standard,
    standing: Option<BufWriter<File>>,
    once: Option<BufWriter<File>>,
    color: bool,
    /// Whether long output on a terminal is paged.
    pub paging: bool,
    /// Whether texts in CSV that a spreadsheet would take for a formula are marked as texts.
    pub csv_safe: bool,
}

enum Standard {
    Terminal,
    Stdout,
    Writer(Box<dyn Write + Send>),
}

impl Output {
    /// Standard output. `color` is a wish: it is granted on a terminal that knows colours, unless NO_COLOR is set.
    pub fn stdout(color: bool) -> Output {
        let terminal = io::stdout().is_terminal();
        let standard = if terminal { Standard::Terminal } else { Standard::Stdout };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = color && terminal && !dumb && !no_color();
        Output { standard, standing: None, once: None, color, paging: terminal && !dumb, csv_safe: false }
    }

    /// Any writer, without colours or width.
    pub fn writer(writer: impl Write + Send + 'static) -> Output {
        let standard = Standard::Writer(Box::new(writer));
        Output { standard, standing: None, once: None, color: false, paging: false, csv_safe: false }
    }

    /// Whether colours were granted.
    pub fn color(&self) -> bool {
        self.color
    }

    /// Whether a person reads along.
    pub fn is_terminal(&self) -> bool {
        matches!(self.standard, Standard::Terminal)
    }

    /// How output to the present destination looks.
    pub fn look(&self) -> Look {
        let to_file = self.once.is_some() || self.standing.is_some();
        if to_file || !self.is_terminal() {
            return Look { csv_safe: self.csv_safe, ..Look::plain() };
        }
        let width = screen().map(|(width, _)| usize::from(width.max(NARROWEST)));
        Look { width, color: self.color, terminal: true, csv_safe: self.csv_safe }
    }

    /// Sends all that follows to a file, or back to where it went before.
    pub fn redirect(&mut self, path: Option<&Path>) -> Result<()> {
        self.once = None;
        if let Some(mut before) = self.standing.take() {
            before.flush().map_err(|error| write_failed(&error))?;
        }
        self.standing = path.map(create).transpose()?;
        Ok(())
    }

    /// Sends the next answer to a file.
    pub fn redirect_once(&mut self, path: &Path) -> Result<()> {
        self.once = Some(create(path)?);
        Ok(())
    }

    /// Writes one answer to where it belongs. Nobody reading any more is not an error.
    pub fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write, &Look) -> Result<(), RenderError>,
    ) -> Result<(), RenderError> {
        let look = self.look();
        let written = if let Some(mut file) = self.once.take() {
            write(&mut file, &look).and_then(|()| Ok(file.flush()?))
        } else if let Some(file) = &mut self.standing {
            write(file, &look).and_then(|()| Ok(file.flush()?))
        } else {
            self.write_standard(write, &look)
        };
        match written {
            Err(error) if error.is_broken_pipe() && self.is_terminal() => Ok(()),
            other => other,
        }
    }

    /// Writes a remark for the person or program that asked, wherever answers go.
    pub fn notice(
        &mut self,
        write: impl FnOnce(&mut dyn Write, &Look) -> Result<(), RenderError>,
    ) -> Result<(), RenderError> {
        let look = self.look();
        match self.write_standard(write, &look) {
            Err(error) if error.is_broken_pipe() && self.is_terminal() => Ok(()),
            other => other,
        }
    }

    fn write_standard(
        &mut self,
        write: impl FnOnce(&mut dyn Write, &Look) -> Result<(), RenderError>,
        look: &Look,
    ) -> Result<(), RenderError> {
        match &mut self.standard {
            Standard::Terminal if self.paging => {
                let height = screen().map_or(24, |(_, height)| usize::from(height));
                let mut paged = Paged::new(height.saturating_sub(1).max(1));
                let written = write(&mut paged, look);
                // The reader may still be in the pager when the statement fails.
                let finished = paged.finish();
                written.and(finished.map_err(RenderError::from))
            }
            Standard::Terminal | Standard::Stdout => {
                let mut out = BufWriter::new(io::stdout().lock());
                write(&mut out, look).and_then(|()| Ok(out.flush()?))
            }
            Standard::Writer(writer) => write(writer, look).and_then(|()| Ok(writer.flush()?)),
        }
    }
}

/// Whether the NO_COLOR convention asks for no colours.
pub fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Width and height of the terminal.
fn screen() -> Option<(u16, u16)> {
    let (width, height) = terminal_size::terminal_size()?;
    (width.0 > 0 && height.0 > 0).then_some((width.0, height.0))
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    refuse_overwriting(path)?;
    File::create(path).map(BufWriter::new).map_err(|error| {
        let message = format!("cannot write `{}`: {error}", path.display());
        Error::new(ErrorClass::IoError, "CannotCreateFile", message).caused_by(error)
    })
}

fn write_failed(error: &io::Error) -> Error {
    Error::new(ErrorClass::IoError, "WriteFailed", format!("cannot write the output: {error}"))
}
