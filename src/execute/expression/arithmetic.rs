//! Arithmetic over columns: typed loops for integers and floats, the value rules for everything else.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::semantic::bound::ArithmeticOp;
use crate::value::{self, Value};

use super::{Column, Context, Expression, Rows, bounded};
use crate::execute::builder::ColumnBuilder;

/// `first op e op e ...`, from the left.
pub fn chain(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    first: &Expression,
    rest: &[(ArithmeticOp, Expression)],
) -> Result<Arc<Column>> {
    let mut left = first.evaluate(ctx, rows)?;
    for (op, operand) in rest {
        let right = operand.evaluate(ctx, rows)?;
        let combined = match lists(*op, left, &right) {
            Ok(joined) => joined?,
            Err(left) => combine(ctx, *op, &left, &right, rows.len())?,
        };
        left = Arc::new(combined);
    }
    Ok(left)
}

/// Constant lists joined; gives the left side back where it is something else.
fn lists(op: ArithmeticOp, left: Arc<Column>, right: &Column) -> Result<Result<Column>, Arc<Column>> {
    match (op, &*left, right) {
        (
            ArithmeticOp::Add | ArithmeticOp::Concat,
            Column::Constant(Value::List(_), 1..),
            Column::Constant(Value::List(more), _),
        ) => match Arc::unwrap_or_clone(left) {
            Column::Constant(Value::List(list), len) => {
                Ok(value::arithmetic::append(list, more).map(|joined| Column::Constant(joined, len)))
            }
            other => Err(Arc::new(other)),
        },
        _ => Err(left),
    }
}

fn combine(
    ctx: &mut Context<'_>,
    op: ArithmeticOp,
    left: &Column,
    right: &Column,
    len: usize,
) -> Result<Column> {
    if let Some(integers) = integers(op, left, right) {
        return integers;
    }
    if let Some(floats) = floats(op, left, right) {
        return Ok(floats);
    }
    if let (Column::Constant(a, _), Column::Constant(b, _)) = (left, right) {
        return Ok(if len == 0 { Column::nulls(0) } else { Column::Constant(apply(op, a, b)?, len) });
    }
    ctx.meter().step(len as u64)?;
    let mut result = ColumnBuilder::with_capacity(len);
    for row in 0..len {
        result.push(apply(op, &left.value(row), &right.value(row))?);
    }
    Ok(result.finish())
}

fn apply(op: ArithmeticOp, left: &Value, right: &Value) -> Result<Value> {
    bounded(match op {
        ArithmeticOp::Add => value::arithmetic::add(left, right)?,
        ArithmeticOp::Subtract => value::arithmetic::subtract(left, right)?,
        ArithmeticOp::Multiply => value::arithmetic::multiply(left, right)?,
        ArithmeticOp::Divide => value::arithmetic::divide(left, right)?,
        ArithmeticOp::Modulo => value::arithmetic::modulo(left, right)?,
        ArithmeticOp::Power => value::arithmetic::power(left, right)?,
        ArithmeticOp::Concat => value::arithmetic::concat(left, right)?,
    })
}

/// Integers without nulls, where an operation is a checked machine operation.
fn integers(op: ArithmeticOp, left: &Column, right: &Column) -> Option<Result<Column>> {
    let checked: fn(i64, i64) -> Option<i64> = match op {
        ArithmeticOp::Add => i64::checked_add,
        ArithmeticOp::Subtract => i64::checked_sub,
        ArithmeticOp::Multiply => i64::checked_mul,
        ArithmeticOp::Divide | ArithmeticOp::Modulo | ArithmeticOp::Power | ArithmeticOp::Concat => {
            return None;
        }
    };
    let values: Option<Vec<i64>> = match (left, right) {
        (Column::Integers(a, None), Column::Integers(b, None)) => {
            a.iter().zip(b).map(|(a, b)| checked(*a, *b)).collect()
        }
        (Column::Integers(a, None), Column::Constant(Value::Integer(b), _)) => {
            a.iter().map(|a| checked(*a, *b)).collect()
        }
        (Column::Constant(Value::Integer(a), _), Column::Integers(b, None)) => {
            b.iter().map(|b| checked(*a, *b)).collect()
        }
        _ => return None,
    };
    Some(match values {
        Some(values) => Ok(Column::Integers(values, None)),
        None => Err(Error::new(
            ErrorClass::ArithmeticError,
            "IntegerOverflow",
            "the result does not fit into 64 bits",
        )),
    })
}

/// Floats without nulls.
fn floats(op: ArithmeticOp, left: &Column, right: &Column) -> Option<Column> {
    let compute: fn(f64, f64) -> f64 = match op {
        ArithmeticOp::Add => |a, b| a + b,
        ArithmeticOp::Subtract => |a, b| a - b,
        ArithmeticOp::Multiply => |a, b| a * b,
        ArithmeticOp::Divide => |a, b| a / b,
        ArithmeticOp::Modulo | ArithmeticOp::Power | ArithmeticOp::Concat => return None,
    };
    let values = match (left, right) {
        (Column::Floats(a, None), Column::Floats(b, None)) => {
            a.iter().zip(b).map(|(a, b)| compute(*a, *b)).collect()
        }
        (Column::Floats(a, None), Column::Constant(Value::Float(b), _)) => {
            a.iter().map(|a| compute(*a, *b)).collect()
        }
        (Column::Constant(Value::Float(a), _), Column::Floats(b, None)) => {
            b.iter().map(|b| compute(*a, *b)).collect()
        }
        _ => return None,
    };
    Some(Column::Floats(values, None))
}

/// `-operand`
pub fn negate(ctx: &mut Context<'_>, rows: Rows<'_>, operand: &Expression) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    let mut result = ColumnBuilder::with_capacity(rows.len());
    for row in 0..rows.len() {
        result.push(value::arithmetic::negate(&column.value(row))?);
    }
    Ok(Arc::new(result.finish()))
}

/// `+operand`: nothing but a check that it is a number.
pub fn plus(ctx: &mut Context<'_>, rows: Rows<'_>, operand: &Expression) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    for row in 0..rows.len() {
        value::arithmetic::plus(&column.value(row))?;
    }
    Ok(column)
}
