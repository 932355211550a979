//! `CALL procedure(...)`: for each input row, the rows of a procedure.

use std::sync::Arc;

use crate::algorithm::Work;
use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::Batch;
use crate::execute::budget::SharedMeter;
use crate::execute::builder::ColumnBuilder;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::function::{Procedure, Type};
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::{Input, Operator, Pieces};

/// Rows between two looks at the budgets.
const CHECK_EVERY: u64 = 1024;

/// Calls a procedure.
pub struct CallProcedure {
    /// The rows.
    input: Input,
    name: Name,
    arguments: Vec<Expression>,
    yields: Vec<(usize, Slot)>,
    is_void: bool,
    carry: Vec<Slot>,
    pieces: Pieces,
}

impl CallProcedure {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(
        input: Input,
        name: Name,
        arguments: Vec<Expression>,
        yields: Vec<(usize, Slot)>,
        is_void: bool,
        carry: Vec<Slot>,
    ) -> CallProcedure {
        CallProcedure { input, name, arguments, yields, is_void, carry, pieces: Pieces::default() }
    }

    fn call(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Batch> {
        let Some(procedure) = ctx.procedures().find(&self.name).cloned() else {
            let message = format!("there is no procedure `{}`", self.name);
            return Err(Error::new(ErrorClass::ProcedureError, "ProcedureNotFound", message));
        };
        let columns = self
            .arguments
            .iter()
            .map(|argument| argument.evaluate_batch(ctx, batch))
            .collect::<Result<Vec<_>>>()?;
        let mut rows = Vec::new();
        let mut results: Vec<ColumnBuilder> = self.yields.iter().map(|_| ColumnBuilder::default()).collect();
        for row in 0..batch.len() {
            let values = columns.iter().map(|column| column.value(row)).collect();
            self.call_row(ctx, &procedure, values, row, (&mut rows, &mut results))?;
        }
        let mut result = batch.gather_slots(&rows, &self.carry);
        for ((_, slot), column) in self.yields.iter().zip(results) {
            result.set(*slot, Arc::new(column.finish()));
        }
        Ok(result)
    }

    fn call_row(
        &self,
        ctx: &mut Context<'_>,
        procedure: &Procedure,
        values: Vec<Value>,
        row: usize,
        (rows, results): (&mut Vec<u32>, &mut [ColumnBuilder]),
    ) -> Result<()> {
        let arguments = coerced(procedure, values)?;
        let (mut count, mut bytes, mut held) = (0u64, 0, 0);
        let work = SharedMeter::new(ctx.meter().fork());
        let context = ctx.call_context(&work);
        for yielded in (procedure.body)(&context, &arguments)? {
            let yielded = yielded?;
            if self.is_void {
                continue;
            }
            for ((column, _), result) in self.yields.iter().zip(&mut *results) {
                let value = yielded.get(*column).cloned().ok_or_else(|| {
                    Error::internal(format!("`{}` yielded a row that is too short", procedure.name))
                })?;
                bytes += value.total_size();
                result.push(value);
            }
            rows.push(row as u32);
            count += 1;
            if count.is_multiple_of(CHECK_EVERY) {
                work.step(CHECK_EVERY)?;
                work.hold(bytes)?;
                held += std::mem::take(&mut bytes);
            }
        }
        if self.is_void {
            rows.push(row as u32);
        }
        work.hold(bytes)?;
        work.release(bytes + held);
        ctx.meter().join(&work.into_inner());
        ctx.meter().step(count % CHECK_EVERY + 1)
    }
}

/// The arguments as the procedure's parameters take them.
fn coerced(procedure: &Procedure, values: Vec<Value>) -> Result<Vec<Value>> {
    let one = |(value, parameter): (Value, &crate::function::ProcedureColumn)| match (value, parameter.ty) {
        (Value::Integer(value), Type::Float) => Ok(Value::Float(value as f64)),
        (value, ty) if is_of(&value, ty) => Ok(value),
        (value, _) => Err(Error::type_error(
            "InvalidArgumentType",
            format!(
                "`{}` does not take {} for its parameter `{}`",
                procedure.name,
                value.type_name(),
                parameter.name
            ),
        )),
    };
    let left_out = procedure.parameters.iter().skip(values.len());
    let defaults = left_out.map(|parameter| Ok(parameter.default.clone().unwrap_or_default()));
    values.into_iter().zip(&procedure.parameters).map(one).chain(defaults).collect()
}

/// Whether a value can stand for a parameter of a type; null always can.
fn is_of(value: &Value, ty: Type) -> bool {
    match ty {
        Type::Any => true,
        Type::Boolean => matches!(value, Value::Null | Value::Boolean(_)),
        Type::Integer => matches!(value, Value::Null | Value::Integer(_)),
        Type::Float => matches!(value, Value::Null | Value::Float(_)),
        Type::Number => matches!(value, Value::Null | Value::Integer(_) | Value::Float(_)),
        Type::String => matches!(value, Value::Null | Value::String(_)),
        Type::List | Type::RelationshipList => matches!(value, Value::Null | Value::List(_)),
        Type::Map => matches!(value, Value::Null | Value::Map(_) | Value::Node(_) | Value::Relationship(_)),
        Type::Node => matches!(value, Value::Null | Value::Node(_)),
        Type::Relationship => matches!(value, Value::Null | Value::Relationship(_)),
        Type::Path => matches!(value, Value::Null | Value::Path(_)),
        Type::Date => matches!(value, Value::Null | Value::Date(_)),
        Type::LocalTime => matches!(value, Value::Null | Value::LocalTime(_)),
        Type::Time => matches!(value, Value::Null | Value::Time(_)),
        Type::LocalDateTime => matches!(value, Value::Null | Value::LocalDateTime(_)),
        Type::DateTime => matches!(value, Value::Null | Value::DateTime(_)),
        Type::Duration => matches!(value, Value::Null | Value::Duration(_)),
        Type::Point => matches!(value, Value::Null | Value::Point(_)),
    }
}

impl Operator for CallProcedure {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.pieces = Pieces::default();
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.pieces.next() {
                return Ok(Some(batch));
            }
            let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
            self.pieces = Pieces::new(self.call(ctx, &batch)?);
        }
    }
}
