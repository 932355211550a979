//! `LOAD CSV`: for each input row, a row per record of a file, read as the rows are asked for.

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::builder::ColumnBuilder;
use crate::execute::context::Context;
use crate::execute::csv_file::CsvFile;
use crate::execute::expression::Expression;
use crate::plan::SlotSet;
use crate::semantic::bound::{self, Slot};
use crate::value::Value;

use super::{Input, Operator, extended};

/// See the module.
pub struct LoadCsv {
    input: Input,
    from: Expression,
    slot: Slot,
    /// The slots for a record's line and file, where they are wanted.
    line: Option<Slot>,
    path: Option<Slot>,
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
    /// Over an input; `carry` are the slots of the input needed above, `live` all that are.
    pub fn new(
        input: Input,
        from: Expression,
        load: &bound::LoadCsv,
        carry: Vec<Slot>,
        live: &SlotSet,
    ) -> LoadCsv {
        let (slot, with_headers, separator) = (load.slot, load.with_headers, load.separator);
        let wanted = |slot| live.contains(slot).then_some(slot);
        let (line, path) = (wanted(load.origin.line), wanted(load.origin.file));
        LoadCsv { input, from, slot, line, path, with_headers, separator, carry, current: None }
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
        let (mut lines, mut paths) = (ColumnBuilder::default(), ColumnBuilder::default());
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
                    if self.line.is_some() {
                        lines.push(file.line());
                    }
                    if self.path.is_some() {
                        paths.push(file.path());
                    }
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
        let columns = [(Some(self.slot), records), (self.line, lines), (self.path, paths)];
        let columns = columns.into_iter().filter_map(|(slot, column)| Some((slot?, column.finish())));
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
