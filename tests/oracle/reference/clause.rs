//! Clauses: from rows to rows.

use std::cmp::Ordering;

use casegraph::syntax::ast::{Clause, ClauseKind, Expr, Ident, Projection, Query, SingleQuery, SortItem};

use super::aggregate::aggregates;
use super::pattern::variables;
use super::value::{V, order};
use super::{Outcome, Reference, Row, unknown};

/// Columns and rows.
pub type Table = (Vec<String>, Vec<Row>);

impl Reference<'_> {
    /// A query that sees these variables.
    pub fn query(&mut self, query: &Query, outer: &Row) -> Outcome<Table> {
        let mut parts = query.parts.iter();
        let Some(first) = parts.next() else { return unknown("no query") };
        let (columns, mut rows) = self.single(first, outer)?;
        for part in parts {
            rows.append(&mut self.single(part, outer)?.1);
        }
        if query.unions.iter().any(|(all, _)| !all) {
            distinct_rows(&columns, &mut rows);
        }
        Ok((columns, rows))
    }

    fn single(&mut self, query: &SingleQuery, outer: &Row) -> Outcome<Table> {
        let mut rows = vec![outer.clone()];
        for clause in &query.clauses {
            if let ClauseKind::Return(body) = &clause.kind {
                let columns = columns(body)?;
                return Ok((columns, self.project(body, None, rows, None)?));
            }
            rows = self.clause(clause, rows, outer)?;
        }
        Ok((Vec::new(), rows))
    }

    fn clause(&mut self, clause: &Clause, rows: Vec<Row>, outer: &Row) -> Outcome<Vec<Row>> {
        if let ClauseKind::With { body, filter } = &clause.kind {
            return self.project(body, filter.as_ref(), rows, Some(outer));
        }
        let mut result = Vec::new();
        for row in rows {
            self.step()?;
            match &clause.kind {
                ClauseKind::Match { optional, repeatable: None | Some(false), pattern, filter, hints: _ } => {
                    let mut found = self.matches(pattern, filter.as_ref(), &row)?;
                    if found.is_empty() && *optional {
                        found.push(with_nulls(row, variables(pattern)));
                    }
                    result.append(&mut found);
                }
                ClauseKind::Unwind { list, variable } => match self.value(list, &row)? {
                    V::Null => {}
                    V::List(items) => result.extend(items.into_iter().map(|item| with(&row, variable, item))),
                    other => result.push(with(&row, variable, other)),
                },
                ClauseKind::Filter(filter) => {
                    if self.is_true(Some(filter), &row)? {
                        result.push(row);
                    }
                }
                ClauseKind::Let(items) => {
                    let mut row = row;
                    for (name, expr) in items {
                        row = with(&row, name, self.value(expr, &row)?);
                    }
                    result.push(row);
                }
                ClauseKind::CallSubquery { optional, imports, query, transactions: None } => {
                    result.append(&mut self.call(*optional, imports.as_deref(), query, &row)?);
                }
                _ => return unknown("such a clause"),
            }
        }
        Ok(result)
    }

    fn call(
        &mut self,
        optional: bool,
        imports: Option<&[Ident]>,
        query: &Query,
        row: &Row,
    ) -> Outcome<Vec<Row>> {
        let (columns, found) = match imports {
            Some([star]) if star.name == "*" => self.query(query, row)?,
            Some(names) => {
                let seen = |name: &String| names.iter().any(|import| import.name == *name);
                let scope = row.iter().filter(|(name, _)| seen(name));
                self.query(query, &scope.map(|(name, value)| (name.clone(), value.clone())).collect())?
            }
            None => self.importing(query, row)?,
        };
        if found.is_empty() && optional {
            return Ok(vec![with_nulls(row.clone(), columns)]);
        }
        let joined = found.into_iter().map(|found| row.clone().into_iter().chain(found).collect());
        Ok(joined.collect())
    }

    /// `CALL { WITH a, b ... }`: what the first clause names is passed in, and is a variable like any other.
    fn importing(&mut self, query: &Query, row: &Row) -> Outcome<Table> {
        let [part] = query.parts.as_slice() else { return unknown("a union in CALL { }") };
        let mut clauses = part.clauses.as_slice();
        let mut rows = vec![Row::new()];
        if let [Clause { kind: ClauseKind::With { body, filter: None }, .. }, rest @ ..] = clauses {
            rows = self.project(body, None, vec![row.clone()], Some(&Row::new()))?;
            clauses = rest;
        }
        for clause in clauses {
            if let ClauseKind::Return(body) = &clause.kind {
                let columns = columns(body)?;
                return Ok((columns, self.project(body, None, rows, None)?));
            }
            rows = self.clause(clause, rows, &Row::new())?;
        }
        unknown("a subquery without RETURN")
    }

    /// `WITH` and `RETURN`. What is around a subquery stays visible behind its `WITH`.
    fn project(
        &mut self,
        body: &Projection,
        filter: Option<&Expr>,
        rows: Vec<Row>,
        outer: Option<&Row>,
    ) -> Outcome<Vec<Row>> {
        let columns = if body.star { Vec::new() } else { columns(body)? };
        if body.star && (!body.items.is_empty() || body.distinct || outer.is_none()) {
            return unknown("a star");
        }
        if body.group_by.is_some() {
            return unknown("GROUP BY");
        }
        // What comes out, and what an order may look at beside it.
        let mut pairs: Vec<(Row, Row)> = Vec::new();
        if body.star {
            pairs.extend(rows.into_iter().map(|row| (row.clone(), row)));
        } else if body.items.iter().any(|item| aggregates(&item.expr)) {
            pairs.extend(self.grouped(body, &columns, rows)?.into_iter().map(|row| (row, Row::new())));
        } else {
            for row in rows {
                self.step()?;
                let mut out = Row::new();
                for (item, name) in body.items.iter().zip(&columns) {
                    out.insert(name.clone(), self.value(&item.expr, &row)?);
                }
                pairs.push((out, row));
            }
        }
        if body.distinct {
            let mut rows = pairs.into_iter().map(|(row, _)| row).collect();
            distinct_rows(&columns, &mut rows);
            pairs = rows.into_iter().map(|row| (row, Row::new())).collect();
        }
        self.sort(&body.order_by, &mut pairs, outer)?;
        let skip = self.bound(body.skip.as_ref())?.unwrap_or(0);
        let limit = self.bound(body.limit.as_ref())?.unwrap_or(usize::MAX);
        let mut result = Vec::new();
        for (row, before) in pairs.into_iter().skip(skip).take(limit) {
            let around = outer.cloned().unwrap_or_default();
            let row: Row = around.into_iter().chain(row).collect();
            let seen = before.into_iter().chain(row.clone()).collect();
            if self.is_true(filter, &seen)? {
                result.push(row);
            }
        }
        Ok(result)
    }

    fn sort(&mut self, keys: &[SortItem], pairs: &mut Vec<(Row, Row)>, outer: Option<&Row>) -> Outcome<()> {
        let mut keyed = Vec::new();
        for (row, before) in pairs.drain(..) {
            let around = outer.cloned().unwrap_or_default().into_iter();
            let seen: Row = around.chain(before.clone()).chain(row.clone()).collect();
            let values = keys.iter().map(|key| self.value(&key.expr, &seen)).collect::<Outcome<Vec<V>>>()?;
            keyed.push((values, (row, before)));
        }
        keyed.sort_by(|(a, _), (b, _)| {
            let each = a.iter().zip(b).zip(keys).map(|((a, b), key)| match key.descending {
                true => order(b, a),
                false => order(a, b),
            });
            each.fold(Ordering::Equal, Ordering::then)
        });
        pairs.extend(keyed.into_iter().map(|(_, pair)| pair));
        Ok(())
    }

    fn bound(&mut self, expr: Option<&Expr>) -> Outcome<Option<usize>> {
        let Some(expr) = expr else { return Ok(None) };
        match self.value(expr, &Row::new())? {
            V::Integer(number) if number >= 0 => Ok(Some(number as usize)),
            _ => unknown("such a limit"),
        }
    }

    pub fn is_true(&mut self, filter: Option<&Expr>, row: &Row) -> Outcome<bool> {
        match filter {
            Some(filter) => Ok(self.value(filter, row)?.truth()? == Some(true)),
            None => Ok(true),
        }
    }
}

/// The names of the columns.
fn columns(body: &Projection) -> Outcome<Vec<String>> {
    if body.star {
        return unknown("RETURN *");
    }
    Ok(body
        .items
        .iter()
        .map(|item| item.alias.as_ref().map_or_else(|| item.text.clone(), |alias| alias.name.clone()))
        .collect())
}

fn with(row: &Row, variable: &Ident, value: V) -> Row {
    let mut row = row.clone();
    row.insert(variable.name.clone(), value);
    row
}

fn with_nulls(mut row: Row, names: Vec<String>) -> Row {
    for name in names {
        row.entry(name).or_insert(V::Null);
    }
    row
}

fn distinct_rows(columns: &[String], rows: &mut Vec<Row>) {
    let mut kept: Vec<Row> = Vec::new();
    let same = |a: &Row, b: &Row| columns.iter().all(|name| order(&a[name], &b[name]).is_eq());
    rows.retain(|row| {
        let is_new = !kept.iter().any(|known| same(known, row));
        if is_new {
            kept.push(row.clone());
        }
        is_new
    });
}
