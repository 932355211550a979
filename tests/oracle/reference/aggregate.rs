//! Groups and what is computed from them.

use casegraph::syntax::ast::{Expr, ExprKind, FunctionCall, Projection};

use super::value::{V, distinct, order};
use super::{Outcome, Reference, Row, unknown};

const AGGREGATES: [&str; 6] = ["count", "sum", "avg", "min", "max", "collect"];

fn is_aggregate(call: &FunctionCall) -> bool {
    AGGREGATES.contains(&call.name.name.to_lowercase().as_str())
}

/// Whether an expression computes something from many rows. Only calls and operators between them are looked through; an aggregate
/// that stands elsewhere is unknown to the functions below.
pub fn aggregates(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::CountStar => true,
        ExprKind::Call(call) => is_aggregate(call) || call.arguments.iter().any(aggregates),
        ExprKind::Arithmetic(first, rest) => {
            aggregates(first) || rest.iter().any(|(_, expr)| aggregates(expr))
        }
        _ => false,
    }
}

impl Reference<'_> {
    /// One row for each group.
    pub fn grouped(&mut self, body: &Projection, columns: &[String], rows: Vec<Row>) -> Outcome<Vec<Row>> {
        let items = || body.items.iter().zip(columns);
        let mut groups: Vec<(Vec<V>, Vec<Row>)> = Vec::new();
        if items().all(|(item, _)| aggregates(&item.expr)) {
            groups.push((Vec::new(), Vec::new()));
        }
        for row in rows {
            self.step()?;
            let mut keys = Vec::new();
            for (item, _) in items().filter(|(item, _)| !aggregates(&item.expr)) {
                keys.push(self.value(&item.expr, &row)?);
            }
            let same = |known: &[V]| known.iter().zip(&keys).all(|(a, b)| order(a, b).is_eq());
            match groups.iter_mut().find(|(known, _)| same(known)) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((keys, vec![row])),
            }
        }
        let mut result = Vec::new();
        for (keys, rows) in groups {
            let mut keys = keys.into_iter();
            let mut out = Row::new();
            for (item, name) in items() {
                let value = match aggregates(&item.expr) {
                    true => self.of_group(&item.expr, &rows)?,
                    false => keys.next().unwrap_or(V::Null),
                };
                out.insert(name.clone(), value);
            }
            result.push(out);
        }
        Ok(result)
    }

    fn of_group(&mut self, expr: &Expr, rows: &[Row]) -> Outcome<V> {
        match &expr.kind {
            ExprKind::CountStar => Ok(V::Integer(rows.len() as i64)),
            ExprKind::Call(call) if is_aggregate(call) => {
                let [argument] = call.arguments.as_slice() else { return unknown("several arguments") };
                let mut values = Vec::new();
                for row in rows {
                    values.push(self.value(argument, row)?);
                }
                values.retain(|value| !value.is_null());
                if call.distinct {
                    distinct(&mut values);
                }
                aggregate(&call.name.name.to_lowercase(), values)
            }
            ExprKind::Call(call) => {
                let arguments = call
                    .arguments
                    .iter()
                    .map(|argument| self.of_group(argument, rows))
                    .collect::<Outcome<_>>()?;
                self.function(&call.name.name, arguments)
            }
            ExprKind::Arithmetic(first, rest) => {
                let mut value = self.of_group(first, rows)?;
                for (op, operand) in rest {
                    value = super::expression::arithmetic(*op, value, self.of_group(operand, rows)?)?;
                }
                Ok(value)
            }
            ExprKind::Literal(_) => self.value(expr, &Row::new()),
            _ => unknown("such an aggregation"),
        }
    }
}

fn aggregate(name: &str, values: Vec<V>) -> Outcome<V> {
    let count = values.len() as i64;
    match name {
        "count" => Ok(V::Integer(count)),
        "collect" => Ok(V::List(values)),
        "min" => Ok(values.into_iter().min_by(order).unwrap_or(V::Null)),
        "max" => Ok(values.into_iter().max_by(order).unwrap_or(V::Null)),
        "sum" => sum(&values),
        _ if count == 0 => Ok(V::Null),
        _ => match sum(&values)? {
            V::Integer(sum) => Ok(V::Float(sum as f64 / count as f64)),
            V::Float(sum) => Ok(V::Float(sum / count as f64)),
            _ => unknown("such an average"),
        },
    }
}

fn sum(values: &[V]) -> Outcome<V> {
    let mut sum = V::Integer(0);
    for value in values {
        sum = super::expression::arithmetic(casegraph::syntax::ast::ArithmeticOp::Add, sum, number(value)?)?;
    }
    Ok(sum)
}

fn number(value: &V) -> Outcome<V> {
    match value {
        V::Integer(_) | V::Float(_) => Ok(value.clone()),
        _ => unknown("a sum of other things than numbers"),
    }
}
