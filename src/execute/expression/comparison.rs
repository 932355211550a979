//! Comparison over columns: typed loops for integers, floats and ids, the value rules for everything else.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::semantic::bound::ComparisonOp;
use crate::value::logic::and;
use crate::value::{Value, compare, contains, equals};

use super::{Column, Context, Expression, Rows};

/// `first op e op e ...`: true when each neighbouring pair is; null if undecided.
pub fn chain(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    first: &Expression,
    rest: &[(ComparisonOp, Expression)],
) -> Result<Arc<Column>> {
    let mut left = first.evaluate(ctx, rows)?;
    let mut result: Option<Vec<Option<bool>>> = None;
    for (op, operand) in rest {
        let right = operand.evaluate(ctx, rows)?;
        let pairs = columns(*op, &left, &right, rows.len());
        result = Some(match result {
            None => pairs,
            Some(before) => before.into_iter().zip(pairs).map(|(a, b)| and(a, b)).collect(),
        });
        left = right;
    }
    Ok(Arc::new(Column::Booleans(result.unwrap_or_else(|| vec![Some(true); rows.len()]))))
}

/// Compares row by row.
pub fn columns(op: ComparisonOp, left: &Column, right: &Column, len: usize) -> Vec<Option<bool>> {
    match (left, right) {
        (Column::Integers(a, None), Column::Integers(b, None)) => {
            a.iter().zip(b).map(|(a, b)| Some(holds(op, a.cmp(b)))).collect()
        }
        (Column::Integers(a, None), Column::Constant(Value::Integer(b), _)) => {
            a.iter().map(|a| Some(holds(op, a.cmp(b)))).collect()
        }
        (Column::Floats(a, None), Column::Floats(b, None)) => {
            a.iter().zip(b).map(|(a, b)| Some(float(op, *a, *b))).collect()
        }
        (Column::Floats(a, None), Column::Constant(Value::Float(b), _)) => {
            a.iter().map(|a| Some(float(op, *a, *b))).collect()
        }
        (Column::Texts(_), Column::Texts(_) | Column::Constant(Value::String(_), _)) => (0..len)
            .map(|row| left.text(row).zip(right.text(row)).map(|(a, b)| holds(op, a.cmp(b))))
            .collect(),
        _ => (0..len).map(|row| test(op, &left.value(row), &right.value(row))).collect(),
    }
}

/// One comparison of two values, in ternary logic.
pub fn test(op: ComparisonOp, left: &Value, right: &Value) -> Option<bool> {
    match op {
        ComparisonOp::Equal => equals(left, right),
        ComparisonOp::NotEqual => equals(left, right).map(|equal| !equal),
        ComparisonOp::Less => compare(left, right).less(),
        ComparisonOp::LessEqual => compare(left, right).less_or_equal(),
        ComparisonOp::Greater => compare(left, right).greater(),
        ComparisonOp::GreaterEqual => compare(left, right).greater_or_equal(),
    }
}

/// Whether an operator accepts this order of its operands.
pub fn holds(op: ComparisonOp, ordering: Ordering) -> bool {
    match op {
        ComparisonOp::Equal => ordering.is_eq(),
        ComparisonOp::NotEqual => ordering.is_ne(),
        ComparisonOp::Less => ordering.is_lt(),
        ComparisonOp::LessEqual => ordering.is_le(),
        ComparisonOp::Greater => ordering.is_gt(),
        ComparisonOp::GreaterEqual => ordering.is_ge(),
    }
}

/// IEEE comparison, where NaN is unequal to all and neither less nor greater.
pub fn float(op: ComparisonOp, a: f64, b: f64) -> bool {
    match op {
        ComparisonOp::Equal => a == b,
        ComparisonOp::NotEqual => a != b,
        ComparisonOp::Less => a < b,
        ComparisonOp::LessEqual => a <= b,
        ComparisonOp::Greater => a > b,
        ComparisonOp::GreaterEqual => a >= b,
    }
}

/// `element IN list`: null when not found but a null was compared.
pub fn is_in(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    element: &Expression,
    list: &Expression,
) -> Result<Arc<Column>> {
    let elements = element.evaluate(ctx, rows)?;
    let lists = list.evaluate(ctx, rows)?;
    let mut values = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        values.push(match lists.value(row) {
            Value::Null => None,
            Value::List(list) => {
                ctx.meter().step(list.len() as u64)?;
                contains(&list, &elements.value(row))
            }
            other => {
                return Err(Error::type_error(
                    "InvalidArgumentType",
                    format!("IN needs a list, found {}", other.type_name()),
                ));
            }
        });
    }
    Ok(Arc::new(Column::Booleans(values)))
}
