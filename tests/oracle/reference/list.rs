//! Expressions over lists, and subqueries.

use casegraph::syntax::ast::{Expr, ExprKind, ListPredicateKind, PathSelector, PatternPart, Subquery};

use super::value::{Truth, V, all, any};
use super::{Outcome, Reference, Row, unknown};

impl Reference<'_> {
    pub fn list_expression(&mut self, expr: &Expr, row: &Row) -> Outcome<V> {
        match &expr.kind {
            ExprKind::Index(of, index) => {
                let (of, index) = (self.value(of, row)?, self.value(index, row)?);
                match (of, index) {
                    (V::Null, _) | (_, V::Null) => Ok(V::Null),
                    (V::List(list), V::Integer(index)) => {
                        let at = if index < 0 { index + list.len() as i64 } else { index };
                        let found = usize::try_from(at).ok().and_then(|at| list.get(at).cloned());
                        Ok(found.unwrap_or(V::Null))
                    }
                    (of, V::String(key)) => self.property(&of, &key),
                    _ => unknown("such an index"),
                }
            }
            ExprKind::Slice(of, from, to) => {
                let of = self.value(of, row)?;
                let mut bound = |bound: Option<&Expr>, otherwise: i64| {
                    bound.map_or(Ok(V::Integer(otherwise)), |bound| self.value(bound, row))
                };
                let (from, to) = (bound(from.as_deref(), 0)?, bound(to.as_deref(), i64::MAX)?);
                slice(of, from, to)
            }
            ExprKind::ListComprehension { variable, list, filter, map } => {
                let Some(list) = self.items(list, row)? else { return Ok(V::Null) };
                let mut result = Vec::new();
                for item in list {
                    let mut row = row.clone();
                    row.insert(variable.name.clone(), item.clone());
                    if self.is_true(filter.as_deref(), &row)? {
                        result.push(map.as_ref().map_or(Ok(item), |map| self.value(map, &row))?);
                    }
                }
                Ok(V::List(result))
            }
            ExprKind::PatternComprehension { variable, pattern, filter, map } => {
                let part = PatternPart {
                    variable: variable.clone(),
                    selector: PathSelector::All,
                    mode: None,
                    pattern: (**pattern).clone(),
                    during: None,
                    forward: false,
                    span: expr.span,
                };
                let found = self.matches(&[part], filter.as_deref(), row)?;
                let values = found.iter().map(|row| self.value(map, row));
                Ok(V::List(values.collect::<Outcome<_>>()?))
            }
            ExprKind::Reduce { accumulator, init, variable, list, body } => {
                let mut value = self.value(init, row)?;
                let Some(list) = self.items(list, row)? else { return Ok(V::Null) };
                for item in list {
                    let mut row = row.clone();
                    row.insert(accumulator.name.clone(), value);
                    row.insert(variable.name.clone(), item);
                    value = self.value(body, &row)?;
                }
                Ok(value)
            }
            ExprKind::Collect(query) => {
                let (columns, rows) = self.query(query, row)?;
                let [column] = columns.as_slice() else { return unknown("several columns") };
                Ok(V::List(rows.into_iter().map(|mut row| row.remove(column).unwrap_or(V::Null)).collect()))
            }
            ExprKind::Count(subquery) => Ok(V::Integer(self.subquery(subquery, row)?.len() as i64)),
            _ => unknown("such an expression"),
        }
    }

    fn items(&mut self, list: &Expr, row: &Row) -> Outcome<Option<Vec<V>>> {
        match self.value(list, row)? {
            V::Null => Ok(None),
            V::List(list) => Ok(Some(list)),
            _ => unknown("no list"),
        }
    }

    pub fn subquery(&mut self, subquery: &Subquery, row: &Row) -> Outcome<Vec<Row>> {
        match subquery {
            Subquery::Pattern(pattern, filter) => self.matches(pattern, filter.as_ref(), row),
            Subquery::Query(query) => Ok(self.query(query, row)?.1),
        }
    }

    pub fn list_predicate(
        &mut self,
        kind: ListPredicateKind,
        variable: &str,
        list: &Expr,
        filter: &Expr,
        row: &Row,
    ) -> Outcome<Truth> {
        let Some(list) = self.items(list, row)? else { return Ok(None) };
        let mut truths = Vec::new();
        for item in list {
            let mut row = row.clone();
            row.insert(variable.to_owned(), item);
            truths.push(self.value(filter, &row)?.truth()?);
        }
        let true_ones = truths.iter().filter(|truth| **truth == Some(true)).count();
        Ok(match kind {
            ListPredicateKind::All => all(truths),
            ListPredicateKind::Any => any(truths),
            ListPredicateKind::None => any(truths).map(|value| !value),
            ListPredicateKind::Single if true_ones > 1 => Some(false),
            ListPredicateKind::Single if truths.contains(&None) => None,
            ListPredicateKind::Single => Some(true_ones == 1),
        })
    }
}

fn slice(of: V, from: V, to: V) -> Outcome<V> {
    match (of, from, to) {
        (V::Null, ..) | (_, V::Null, _) | (_, _, V::Null) => Ok(V::Null),
        (V::List(list), V::Integer(from), V::Integer(to)) => {
            let len = list.len() as i64;
            let place = |at: i64| if at < 0 { (at + len).max(0) } else { at.min(len) } as usize;
            let (from, to) = (place(from), place(to));
            Ok(V::List(if from < to { list[from..to].to_vec() } else { Vec::new() }))
        }
        _ => unknown("such a slice"),
    }
}
