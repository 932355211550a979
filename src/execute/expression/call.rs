//! Calls of scalar functions.

use std::sync::Arc;

use crate::algorithm::Unlimited;
use crate::error::{Error, Result};
use crate::function::{CallContext, FunctionRef, Implementation, Purity};
use crate::value::Value;

use super::{Column, Context, Expression, Rows, bounded};
use crate::execute::builder::ColumnBuilder;

pub fn call(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    function: FunctionRef,
    arguments: &[Expression],
) -> Result<Arc<Column>> {
    let Implementation::Scalar(code) = function.implementation else {
        return Err(Error::internal(format!("aggregate `{}` where a value is needed", function.name)));
    };
    let columns =
        arguments.iter().map(|argument| argument.evaluate(ctx, rows)).collect::<Result<Vec<_>>>()?;
    ctx.meter().step(rows.len() as u64)?;
    let context = CallContext { graph: ctx.graph(), clock: ctx.clock(), work: &Unlimited, pool: ctx.pool() };
    let call = |row: usize, values: &mut Vec<Value>| {
        values.clear();
        values.extend(columns.iter().map(|column| column.value(row)));
        if function.strict && values.iter().any(|value| matches!(value, Value::Null)) {
            return Ok(Value::Null);
        }
        code(&context, values).and_then(bounded)
    };
    let mut values = Vec::with_capacity(columns.len());
    // The same arguments in all rows: one call will do, unless each call may differ.
    let constant = columns.iter().all(|column| matches!(**column, Column::Constant(..)));
    if constant && function.purity != Purity::Volatile && rows.len() > 0 {
        return Ok(Arc::new(Column::Constant(call(0, &mut values)?, rows.len())));
    }
    let mut result = ColumnBuilder::with_capacity(rows.len());
    for row in 0..rows.len() {
        result.push(call(row, &mut values)?);
    }
    Ok(Arc::new(result.finish()))
}
