//! `LOAD CSV`: for each input row, a row per record of a file, read as the rows are asked for.

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::builder::ColumnBuilder;
use crate::execute::context::Context;
use crate::execute::csv_file::CsvFile;
use crate::execute::expression::Expression;
use crate::semantic::bound::{self, RecordOrigin, Slot};
use crate::value::Value;

use super::{Input, Operator, extended};

/// See the module.
pub struct LoadCsv {
    input: Input,
    from: Expression,
    slot: Slot,
    origin: RecordOrigin,
    with_headers: bool,
    separator: u8,
    carry: Vec<Slot>,
    current: Option<Current>,
}

/// An input batch at work.
struct Current {
    batch: Batch,
    names: Vec<Value>,
    row: usize,
    file: Option<CsvFile>,
}

impl LoadCsv {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, from: Expression, load: &bound::LoadCsv, carry: Vec<Slot>) -> LoadCsv {
        let (slot, origin) = (load.slot, load.origin);
        let (with_headers, separator) = (load.with_headers, load.separator);
        LoadCsv { input, from, slot, origin, with_headers, separator, carry, current: None }
    }

    fn open_file(&self, ctx: &Context<'_>, name: &Value) -> Result<CsvFile> {
        match name {
            Value::String(name) => {
                CsvFile::open(ctx.csv_root().map(|root| &**root), name, self.with_headers, self.separator)
                    .map_err(|error| error.at(self.from.span()))
            }
            other => Err(Error::type_error(
                "InvalidArgumentType",
                format!("LOAD CSV reads from a file's name, found {}", other.type_name()),
            )
            .at(self.from.span())),
        }
    }

    /// The next records of the batch at work, which may be of several files.
    fn read(&self, ctx: &mut Context<'_>, current: &mut Current) -> Result<Batch> {
        let (mut rows, mut records, mut bytes) = (Vec::new(), ColumnBuilder::default(), 0);
        let (mut lines, mut files) = (ColumnBuilder::default(), ColumnBuilder::default());
        while current.row < current.names.len() && rows.len() < BATCH_ROWS {
            let file = match &mut current.file {
                Some(file) => file,
                none => none.insert(self.open_file(ctx, &current.names[current.row])?),
            };
            match file.next()? {
                Some(record) => {
                    bytes += record.total_size();
                    rows.push(current.row as u32);
                    records.push(record);
                    lines.push(file.line());
                    files.push(file.path());
                }
                None => {
                    current.file = None;
                    current.row += 1;
                }
            }
        }
        ctx.meter().hold(bytes)?;
        ctx.meter().release(bytes);
        ctx.meter().step(rows.len() as u64 + 1)?;
        let columns = [
            (self.slot, records.finish()),
            (self.origin.line, lines.finish()),
            (self.origin.file, files.finish()),
        ];
        Ok(extended(&current.batch, &rows, &self.carry, columns))
    }
}

impl Operator for LoadCsv {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let mut current = match self.current.take() {
                Some(current) => current,
                None => {
                    let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                    let names = self.from.evaluate_batch(ctx, &batch)?;
                    let names = (0..batch.len()).map(|row| names.value(row)).collect();
                    Current { batch, names, row: 0, file: None }
                }
            };
            let records = self.read(ctx, &mut current)?;
            if current.row < current.names.len() {
                self.current = Some(current);
            }
            if !records.is_empty() {
                return Ok(Some(records));
            }
        }
    }
}
