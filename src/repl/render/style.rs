//! How output looks: width, colours, and whether a terminal shows it.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

/// Where output goes decides how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Columns that lines must fit in; `None` for no limit.
    pub width: Option<usize>,
    /// Whether to colour.
    pub color: bool,
    /// Whether a terminal shows it, so that control characters must be written out in every format.
    pub terminal: bool,
    /// Whether texts in CSV that a spreadsheet would take for a formula are marked as texts.
    pub csv_safe: bool,
}

/// Headings.
pub const HEADING: Style = Style::new().bold();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// What is to be read with care.
pub const CAUTION: Style = AnsiColor::Yellow.on_default();
/// What is wrong.
pub const WRONG: Style = AnsiColor::Red.on_default();
/// Commands and other things to type.
pub const TYPED: Style = AnsiColor::Cyan.on_default();

impl Look {
    /// Neither width nor colours: for files and programs.
    pub fn plain() -> Look {
        Look::default()
    }

    /// The text in a style, if colours are on.
    pub fn paint<'a>(&self, style: Style, text: &'a str) -> Cow<'a, str> {
        if self.color && !text.is_empty() {
            Cow::Owned(format!("{style}{text}{style:#}"))
        } else {
            Cow::Borrowed(text)
        }
    }
}
