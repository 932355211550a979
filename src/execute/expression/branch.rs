//! `CASE` and `coalesce`: a branch is evaluated only for the rows that take it.

use std::sync::Arc;

use crate::error::Result;
use crate::value::{Value, equals};

use super::logical::booleans;
use super::{Column, Context, Expression, Rows};
use crate::execute::builder::ColumnBuilder;

/// Collects results of branches, each for some of the rows.
struct Merge {
    values: Vec<Value>,
}

impl Merge {
    fn new(len: usize) -> Merge {
        Merge { values: vec![Value::Null; len] }
    }

    fn put(&mut self, rows: &[u32], column: &Column) {
        for (i, row) in rows.iter().enumerate() {
            self.values[*row as usize] = column.value(i);
        }
    }

    fn finish(self) -> Arc<Column> {
        let mut builder = ColumnBuilder::with_capacity(self.values.len());
        self.values.into_iter().for_each(|value| builder.push(value));
        Arc::new(builder.finish())
    }
}

pub fn coalesce(ctx: &mut Context<'_>, rows: Rows<'_>, operands: &[Expression]) -> Result<Arc<Column>> {
    let Some((first, rest)) = operands.split_first() else { return Ok(Arc::new(Column::nulls(rows.len()))) };
    let column = first.evaluate(ctx, rows)?;
    let mut pending: Vec<u32> = (0..rows.len() as u32).filter(|row| column.is_null(*row as usize)).collect();
    if pending.is_empty() {
        return Ok(column);
    }
    let mut merge = Merge::new(rows.len());
    merge.put(&(0..rows.len() as u32).collect::<Vec<_>>(), &column);
    for operand in rest {
        if pending.is_empty() {
            break;
        }
        let places = rows.places(&pending);
        let column = operand.evaluate(ctx, Rows { batch: rows.batch, selection: Some(&places) })?;
        merge.put(&pending, &column);
        let mut at = 0;
        pending.retain(|_| {
            at += 1;
            column.is_null(at - 1)
        });
    }
    Ok(merge.finish())
}

pub fn case(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    subject: Option<&Expression>,
    branches: &[(Vec<Expression>, Expression)],
    otherwise: Option<&Expression>,
) -> Result<Arc<Column>> {
    let subject = subject.map(|subject| subject.evaluate(ctx, rows)).transpose()?;
    let mut merge = Merge::new(rows.len());
    let mut pending: Vec<u32> = (0..rows.len() as u32).collect();
    for (alternatives, result) in branches {
        let mut taken = Vec::new();
        for alternative in alternatives {
            if pending.is_empty() {
                break;
            }
            let places = rows.places(&pending);
            let here = Rows { batch: rows.batch, selection: Some(&places) };
            let column = alternative.evaluate(ctx, here)?;
            let hits = hits(subject.as_deref(), &pending, &column).map_err(|e| e.at(alternative.span))?;
            let mut at = 0;
            pending.retain(|row| {
                at += 1;
                if hits[at - 1] {
                    taken.push(*row);
                }
                !hits[at - 1]
            });
        }
        evaluate_into(ctx, rows, result, &taken, &mut merge)?;
    }
    if let Some(otherwise) = otherwise {
        evaluate_into(ctx, rows, otherwise, &pending, &mut merge)?;
    }
    Ok(merge.finish())
}

/// Which of the pending rows an alternative takes: where it is true, or equals the subject.
fn hits(subject: Option<&Column>, pending: &[u32], column: &Column) -> Result<Vec<bool>> {
    let Some(subject) = subject else {
        return Ok(booleans(column)?.iter().map(|value| *value == Some(true)).collect());
    };
    Ok(pending
        .iter()
        .enumerate()
        .map(|(i, row)| equals(&subject.value(*row as usize), &column.value(i)) == Some(true))
        .collect())
}

fn evaluate_into(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    result: &Expression,
    taken: &[u32],
    merge: &mut Merge,
) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    let places = rows.places(taken);
    let column = result.evaluate(ctx, Rows { batch: rows.batch, selection: Some(&places) })?;
    merge.put(taken, &column);
    Ok(())
}
