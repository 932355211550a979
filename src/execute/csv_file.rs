//! The files of `LOAD CSV`: which may be read, and their records one after the other.
//!
//! Fields are separated by one character, records by a line feed, before which a carriage return may stand. A field that
//! begins with a quote ends at the next quote that is not doubled; quotes inside other fields are text. Empty lines are no
//! records. An empty field without quotes is null.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// A record longer than this is an error: a quote that is never closed would swallow the file.
const LONGEST_RECORD: usize = 64 << 20;

/// The file that `LOAD CSV` names, which must lie below the root. `file:///a.csv` and `a.csv` are the same file of
/// the root; another absolute path has to lead there too.
pub fn resolve(root: Option<&Path>, name: &str) -> Result<PathBuf> {
    let Some(root) = root else {
        return Err(refused("LOAD CSV is switched off here")
            .hint("name a folder it may read: --csv-root, or OpenOptions::csv_root"));
    };
    let wanted = match name.split_once("://") {
        None => PathBuf::from(name),
        Some(("file", path)) => PathBuf::from(unescaped(path).trim_start_matches('/')),
        Some((scheme, _)) => {
            let message = format!("LOAD CSV reads local files, not {scheme}: addresses");
            return Err(Error::new(ErrorClass::Unsupported, "UnsupportedUrl", message));
        }
    };
    let outside = || refused(format!("`{name}` lies outside the folder that LOAD CSV may read"));
    // Before the file system is asked, so that nothing can be learned about files elsewhere.
    if !wanted.is_absolute() && !stays_below(&wanted) {
        return Err(outside());
    }
    let root = root.canonicalize().map_err(|error| unreadable(&root.display().to_string(), error))?;
    if wanted.is_absolute() && !(wanted.starts_with(&root) && wanted.components().all(is_no_step_up)) {
        return Err(outside());
    }
    let path = root.join(wanted).canonicalize().map_err(|error| unreadable(name, error))?;
    // Links may lead anywhere.
    if path.starts_with(&root) { Ok(path) } else { Err(outside()) }
}

fn is_no_step_up(component: Component<'_>) -> bool {
    component != Component::ParentDir
}

/// Whether no part of a relative path leaves the folder it begins in.
fn stays_below(path: &Path) -> bool {
    let mut depth = 0i32;
    path.components().all(|component| {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return false,
        }
        depth >= 0
    })
}

/// An address with its `%20` and the like resolved.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| bytes[at] == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorClass::ArgumentError, "FileNotAllowed", message)
}

fn unreadable(name: &str, error: std::io::Error) -> Error {
    let message = format!("LOAD CSV cannot read `{name}`: {error}");
    Error::new(ErrorClass::IoError, "FileNotReadable", message).caused_by(error)
}

/// The records of a file.
pub struct CsvFile {
    name: String,
    /// Where it lies, as text.
    path: Arc<str>,
    input: BufReader<File>,
    separator: u8,
    /// The names of the fields, when the first record has them.
    headers: Option<Vec<Arc<str>>>,
    /// The line of the record read last, from one.
    line: u64,
    next_line: u64,
    record: Vec<u8>,
}

impl CsvFile {
    /// Opens a file of the root, and reads its headers.
    pub fn open(root: Option<&Path>, name: &str, with_headers: bool, separator: u8) -> Result<CsvFile> {
        let path = resolve(root, name)?;
        let file = File::open(&path).map_err(|error| unreadable(name, error))?;
        let mut csv = CsvFile {
            name: name.to_owned(),
            path: path.to_string_lossy().into(),
            input: BufReader::with_capacity(1 << 16, file),
            separator,
            headers: None,
            line: 0,
            next_line: 1,
            record: Vec::new(),
        };
        csv.skip_byte_order_mark()?;
        if with_headers {
            let fields = csv.fields()?.unwrap_or_default();
            let name = |field: Option<String>| Arc::from(field.unwrap_or_default());
            csv.headers = Some(fields.into_iter().map(name).collect());
        }
        Ok(csv)
    }

    /// The next record: a list or, with headers, a map. Fields that a record lacks are null, those beyond the headers dropped.
    pub fn next(&mut self) -> Result<Option<Value>> {
        let Some(fields) = self.fields()? else { return Ok(None) };
        let values =
            fields.into_iter().map(|field| field.map_or(Value::Null, |text| Value::String(text.into())));
        Ok(Some(match &self.headers {
            None => Value::List(values.collect()),
            Some(headers) => {
                let values = values.chain(std::iter::repeat(Value::Null));
                let entries: crate::value::Map = headers.iter().cloned().zip(values).collect();
                Value::from(entries)
            }
        }))
    }

    /// The first line of the record read last.
    pub fn line(&self) -> Value {
        Value::Integer(i64::try_from(self.line).unwrap_or(i64::MAX))
    }

    /// The path of the file.
    pub fn path(&self) -> Value {
        Value::String(self.path.clone())
    }

    fn skip_byte_order_mark(&mut self) -> Result<()> {
        let start = self.input.fill_buf().map_err(|error| unreadable(&self.name, error))?;
        if start.starts_with(b"\xEF\xBB\xBF") {
            self.input.consume(3);
        }
        Ok(())
    }

    fn fields(&mut self) -> Result<Option<Vec<Option<String>>>> {
        loop {
            if !self.read_record()? {
                return Ok(None);
            }
            if !self.record.is_empty() {
                return self.split().map(Some);
            }
        }
    }

    /// Puts the next record, without its line end, in place: lines, as long as a quote is open. False at the end.
    fn read_record(&mut self) -> Result<bool> {
        self.record.clear();
        self.line = self.next_line;
        let mut seen = 0;
        let mut quoted = Quoted::No;
        loop {
            let read = self.input.read_until(b'\n', &mut self.record);
            let read = read.map_err(|error| unreadable(&self.name, error))?;
            if read == 0 {
                return match (seen, quoted) {
                    (0, _) => Ok(false),
                    (_, Quoted::Open) => Err(self.error("a quote is not closed")),
                    _ => Ok(true),
                };
            }
            self.next_line += 1;
            quoted = quoted.after(&self.record[seen..], self.separator);
            seen = self.record.len();
            if quoted != Quoted::Open {
                let end = self.record.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'));
                self.record.truncate(end.map_or(0, |at| at + 1));
                return Ok(true);
            }
            if seen > LONGEST_RECORD {
                return Err(self.error("a record is too long; is a quote not closed?"));
            }
        }
    }

    fn split(&self) -> Result<Vec<Option<String>>> {
        let mut fields = Vec::with_capacity(self.headers.as_ref().map_or(8, Vec::len));
        let mut rest = self.record.as_slice();
        loop {
            let (field, end) = match rest.first() {
                Some(b'"') => self.quoted(&rest[1..])?,
                _ => {
                    let end = memchr::memchr(self.separator, rest).unwrap_or(rest.len());
                    ((end > 0).then(|| rest[..end].to_vec()), end)
                }
            };
            let text = field.map(String::from_utf8).transpose();
            fields.push(text.map_err(|_| self.error("a field is not UTF-8"))?);
            match rest.get(end..) {
                Some([_, next @ ..]) => rest = next,
                _ => return Ok(fields),
            }
        }
    }

    /// A field behind its opening quote, and where it ends counted from that quote.
    fn quoted(&self, text: &[u8]) -> Result<(Option<Vec<u8>>, usize)> {
        let (mut field, mut at) = (Vec::new(), 0);
        while let Some(len) = memchr::memchr(b'"', &text[at..]) {
            field.extend_from_slice(&text[at..at + len]);
            at += len + 1;
            match text.get(at) {
                Some(b'"') => {
                    field.push(b'"');
                    at += 1;
                }
                Some(byte) if *byte != self.separator => {
                    return Err(self.error("text follows a closing quote"));
                }
                _ => return Ok((Some(field), at + 1)),
            }
        }
        Err(self.error("a quote is not closed"))
    }

    fn error(&self, what: &str) -> Error {
        let message = format!("{}, line {}: {what}", self.name, self.line);
        Error::new(ErrorClass::DataError, "MalformedCsv", message)
    }
}

/// Where in a record some text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    No,
    /// In a quoted field.
    Open,
}

impl Quoted {
    /// After more text, which begins where a field does or inside a quoted one.
    fn after(self, text: &[u8], separator: u8) -> Quoted {
        let mut open = self == Quoted::Open;
        let mut field_begins = !open;
        for byte in text {
            match byte {
                // Doubled quotes close and open again.
                b'"' if open || field_begins => {
                    open = !open;
                    // Behind a closing quote another one opens again: it was doubled.
                    field_begins = !open;
                }
                byte => field_begins = !open && *byte == separator,
            }
        }
        if open { Quoted::Open } else { Quoted::No }
    }
}
