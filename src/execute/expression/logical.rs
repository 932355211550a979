//! Ternary logic over columns.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::Result;
use crate::semantic::bound::LogicalOp;
use crate::value::logic::{truth, xor as exclusive};

use super::{Column, Context, Expression, Rows};

/// A column as truth values; another type is a type error.
pub fn booleans(column: &Column) -> Result<Cow<'_, [Option<bool>]>> {
    match column {
        Column::Booleans(values) => Ok(Cow::Borrowed(values)),
        Column::Constant(value, len) => Ok(Cow::Owned(vec![truth(value)?; *len])),
        other => {
            (0..other.len()).map(|row| truth(&other.value(row))).collect::<Result<Vec<_>>>().map(Cow::Owned)
        }
    }
}

pub fn not(ctx: &mut Context<'_>, rows: Rows<'_>, operand: &Expression) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    let values = booleans(&column)?;
    Ok(Arc::new(Column::Booleans(values.iter().map(|value| value.map(|value| !value)).collect())))
}

pub fn is_null(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    operand: &Expression,
    negated: bool,
) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    let values = (0..column.len()).map(|row| Some(column.is_null(row) != negated)).collect();
    Ok(Arc::new(Column::Booleans(values)))
}

pub fn logical(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    op: LogicalOp,
    operands: &[Expression],
) -> Result<Arc<Column>> {
    let values = match op {
        LogicalOp::And => decide(ctx, rows, operands, false)?,
        LogicalOp::Or => decide(ctx, rows, operands, true)?,
        LogicalOp::Xor => xor(ctx, rows, operands)?,
    };
    Ok(Arc::new(Column::Booleans(values)))
}

/// `AND` (decided by a false) and `OR` (decided by a true): an operand is evaluated only for the rows that
/// the operands before it left undecided.
fn decide(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    operands: &[Expression],
    decisive: bool,
) -> Result<Vec<Option<bool>>> {
    let mut result = vec![Some(!decisive); rows.len()];
    let mut pending: Option<Vec<u32>> = None;
    for operand in operands {
        let places = pending.as_ref().map(|pending| rows.places(pending));
        let undecided = match &places {
            None => rows,
            Some(places) => Rows { batch: rows.batch, selection: Some(places) },
        };
        if undecided.len() == 0 {
            break;
        }
        let column = operand.evaluate(ctx, undecided)?;
        let values = booleans(&column).map_err(|error| error.at(operand.span))?;
        let mut left = Vec::with_capacity(values.len());
        for (i, value) in values.iter().enumerate() {
            let row = pending.as_ref().map_or(i as u32, |pending| pending[i]);
            match value {
                Some(value) if *value == decisive => result[row as usize] = Some(decisive),
                Some(_) => left.push(row),
                None => {
                    result[row as usize] = None;
                    left.push(row);
                }
            }
        }
        pending = Some(left);
    }
    Ok(result)
}

fn xor(ctx: &mut Context<'_>, rows: Rows<'_>, operands: &[Expression]) -> Result<Vec<Option<bool>>> {
    let mut result = vec![Some(false); rows.len()];
    for operand in operands {
        let column = operand.evaluate(ctx, rows)?;
        for (all, value) in result.iter_mut().zip(booleans(&column)?.iter()) {
            *all = exclusive(*all, *value);
        }
    }
    Ok(result)
}
