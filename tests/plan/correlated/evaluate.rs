//! What a query means, evaluated clause by clause as the language describes it: nothing is planned, an outer
//! variable is simply found in the rows around. Written for clarity only.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::query::{Aggregate, Clause, Direction, Expr, List, Node, OfList, Path, Projection, Query};
use super::query::{CallForm, Hop};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Node(usize),
    Relationship(usize),
}

pub type Row = BTreeMap<String, Value>;

/// A graph of nodes with labels and properties `x`, `y`, and relationships with a type and a property `w`. All
/// have a property `id`: their place here.
#[derive(Debug, Default)]
pub struct Graph {
    pub nodes: Vec<(Vec<&'static str>, BTreeMap<&'static str, i64>)>,
    pub relationships: Vec<(usize, usize, &'static str, BTreeMap<&'static str, i64>)>,
}

/// The query takes too many steps to be evaluated so.
#[derive(Debug)]
pub struct TooLong;

pub type Result<T> = std::result::Result<T, TooLong>;

/// A graph, and the steps that may still be taken on it.
pub struct Evaluator<'a> {
    pub graph: &'a Graph,
    pub steps: u64,
}

impl Evaluator<'_> {
    /// The rows of a query of which these outer variables can be seen.
    pub fn query(&mut self, query: &Query, outer: &Row) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for branch in &query.branches {
            let mut found = vec![Row::new()];
            for clause in branch {
                found = self.clause(clause, found, outer)?;
            }
            rows.append(&mut found);
        }
        if query.branches.len() > 1 && !query.all {
            distinct(&mut rows);
        }
        Ok(rows)
    }

    fn step(&mut self) -> Result<()> {
        self.steps = self.steps.checked_sub(1).ok_or(TooLong)?;
        Ok(())
    }

    fn clause(&mut self, clause: &Clause, rows: Vec<Row>, outer: &Row) -> Result<Vec<Row>> {
        if let Clause::With(projection) | Clause::Return(projection) = clause {
            return self.project(projection, rows, outer);
        }
        let mut result = Vec::new();
        for row in rows {
            self.step()?;
            match clause {
                Clause::Match { optional, paths, filter } => {
                    let mut found = self.find(paths, filter.as_ref(), &row, outer)?;
                    if found.is_empty() && *optional {
                        found.push(with_nulls(&row, pattern_variables(paths), outer));
                    }
                    result.append(&mut found);
                }
                Clause::Unwind { list, variable } => {
                    for item in list {
                        let mut row = row.clone();
                        row.insert(variable.clone(), self.value(item, &row, outer)?);
                        result.push(row);
                    }
                }
                Clause::Call { optional, form, query } => {
                    let mut found = self.call(form, query, &row, outer)?;
                    if found.is_empty() && *optional {
                        let columns = columns(query).into_iter();
                        found.push(columns.map(|name| (name, Value::Null)).collect());
                    }
                    result.extend(found.into_iter().map(|found| joined(&row, found)));
                }
                Clause::With(_) | Clause::Return(_) => {}
            }
        }
        Ok(result)
    }

    fn call(&mut self, form: &CallForm, query: &Query, row: &Row, outer: &Row) -> Result<Vec<Row>> {
        let visible = joined(outer, row.clone());
        let (CallForm::Scoped(names) | CallForm::Importing(names)) = form else {
            return self.query(query, &visible);
        };
        let seen = visible.into_iter().filter(|(name, _)| names.contains(name)).collect();
        self.query(query, &seen)
    }

    /// The row with each match of the paths, no relationship being met twice.
    fn find(&mut self, paths: &[Path], filter: Option<&Expr>, row: &Row, outer: &Row) -> Result<Vec<Row>> {
        let mut found = vec![(row.clone(), Vec::new())];
        for path in paths {
            found = self.extend(found, outer, |graph, bound| starts(graph, &path.start, bound))?;
            let mut from = &path.start;
            for (hop, to) in &path.hops {
                found = self.extend(found, outer, |graph, bound| hops(graph, from, hop, to, bound))?;
                from = to;
            }
        }
        let mut kept = Vec::new();
        for (found, _) in found {
            if self.satisfies(paths, filter, &found, outer)? {
                kept.push(found);
            }
        }
        Ok(kept)
    }

    /// Each row with each of its continuations: what is bound, and the relationships that are used.
    fn extend(
        &mut self,
        rows: Vec<(Row, Vec<usize>)>,
        outer: &Row,
        continuations: impl Fn(&Graph, &Row) -> Vec<(Row, Vec<usize>)>,
    ) -> Result<Vec<(Row, Vec<usize>)>> {
        let mut result = Vec::new();
        for (row, used) in rows {
            for (bound, relationships) in continuations(self.graph, &joined(outer, row.clone())) {
                self.step()?;
                if relationships.iter().any(|one| used.contains(one)) {
                    continue;
                }
                let bound = bound.into_iter().filter(|(name, _)| !outer.contains_key(name));
                let used = used.iter().copied().chain(relationships).collect();
                result.push((joined(&row, bound.collect()), used));
            }
        }
        Ok(result)
    }

    fn satisfies(&mut self, paths: &[Path], filter: Option<&Expr>, row: &Row, outer: &Row) -> Result<bool> {
        let nodes = paths
            .iter()
            .flat_map(|path| std::iter::once(&path.start).chain(path.hops.iter().map(|(_, node)| node)));
        for node in nodes {
            let value = lookup(&node.variable, row, outer);
            let Value::Node(at) = value else { return Ok(false) };
            if node.label.is_some_and(|label| !self.graph.nodes[at].0.contains(&label)) {
                return Ok(false);
            }
            if let Some(x) = &node.x {
                let wanted = self.value(x, row, outer)?;
                let found = self.property(&value, "x");
                if wanted == Value::Null || wanted != found {
                    return Ok(false);
                }
            }
        }
        self.is_true(filter, row, outer)
    }

    fn is_true(&mut self, filter: Option<&Expr>, row: &Row, outer: &Row) -> Result<bool> {
        match filter {
            Some(filter) => Ok(self.value(filter, row, outer)? == Value::Boolean(true)),
            None => Ok(true),
        }
    }

    fn project(&mut self, projection: &Projection, rows: Vec<Row>, outer: &Row) -> Result<Vec<Row>> {
        let aggregates = projection.items.iter().any(|(expr, _)| expr.aggregates());
        // What comes out, and what can be seen beside it: the rows from before, when they are still there.
        let mut pairs: Vec<(Row, Row)> = Vec::new();
        if aggregates {
            pairs.extend(self.group(projection, rows, outer)?.into_iter().map(|row| (row, Row::new())));
        } else {
            for row in rows {
                self.step()?;
                let mut out = Row::new();
                for (expr, name) in &projection.items {
                    out.insert(name.clone(), self.value(expr, &row, outer)?);
                }
                pairs.push((out, row));
            }
        }
        if projection.distinct {
            let mut rows = pairs.into_iter().map(|(row, _)| row).collect();
            distinct(&mut rows);
            pairs = rows.into_iter().map(|row| (row, Row::new())).collect();
        }
        self.sort(projection, &mut pairs, outer)?;
        let skip = projection.skip.unwrap_or(0) as usize;
        let limit = projection.limit.map_or(usize::MAX, |limit| limit as usize);
        let mut result = Vec::new();
        for (row, before) in pairs.into_iter().skip(skip).take(limit) {
            let seen = joined(&before, row.clone());
            if self.is_true(projection.filter.as_ref(), &seen, outer)? {
                result.push(row);
            }
        }
        Ok(result)
    }

    fn sort(&mut self, projection: &Projection, pairs: &mut Vec<(Row, Row)>, outer: &Row) -> Result<()> {
        let mut keyed = Vec::new();
        for (row, before) in pairs.drain(..) {
            let seen = joined(&before, row.clone());
            let mut keys = Vec::new();
            for (key, _) in &projection.order_by {
                keys.push(self.value(key, &seen, outer)?);
            }
            keyed.push((keys, (row, before)));
        }
        keyed.sort_by(|(a, _), (b, _)| {
            let keys = a.iter().zip(b).zip(&projection.order_by);
            keys.map(|((a, b), (_, descending))| {
                // Nulls come last.
                let order = (*a == Value::Null).cmp(&(*b == Value::Null)).then(a.cmp(b));
                if *descending { order.reverse() } else { order }
            })
            .fold(Ordering::Equal, Ordering::then)
        });
        pairs.extend(keyed.into_iter().map(|(_, pair)| pair));
        Ok(())
    }

    fn group(&mut self, projection: &Projection, rows: Vec<Row>, outer: &Row) -> Result<Vec<Row>> {
        let keys: Vec<&(Expr, String)> = projection.items.iter().filter(|(e, _)| !e.aggregates()).collect();
        let mut groups: BTreeMap<Vec<Value>, Vec<Row>> = BTreeMap::new();
        if keys.is_empty() {
            groups.insert(Vec::new(), Vec::new());
        }
        for row in rows {
            self.step()?;
            let mut key = Vec::new();
            for (expr, _) in &keys {
                key.push(self.value(expr, &row, outer)?);
            }
            groups.entry(key).or_default().push(row);
        }
        let mut result = Vec::new();
        for (key, rows) in groups {
            let mut out: Row = keys.iter().map(|(_, name)| name.clone()).zip(key).collect();
            for (expr, name) in projection.items.iter().filter(|(expr, _)| expr.aggregates()) {
                out.insert(name.clone(), self.aggregate(expr, &rows, outer)?);
            }
            result.push(out);
        }
        Ok(result)
    }

    /// An expression that aggregates; beside the aggregate it mentions outer variables only.
    fn aggregate(&mut self, expr: &Expr, rows: &[Row], outer: &Row) -> Result<Value> {
        match expr {
            Expr::CountRows => Ok(Value::Integer(rows.len() as i64)),
            Expr::Add(left, right) => {
                Ok(add(&self.aggregate(left, rows, outer)?, &self.aggregate(right, rows, outer)?))
            }
            Expr::Aggregate(aggregate, is_distinct, argument) => {
                let mut values = Vec::new();
                for row in rows {
                    values.push(self.value(argument, row, outer)?);
                }
                values.retain(|value| *value != Value::Null);
                if *is_distinct {
                    values.sort();
                    values.dedup();
                }
                Ok(aggregated(*aggregate, &values))
            }
            other => self.value(other, &Row::new(), outer),
        }
    }

    fn value(&mut self, expr: &Expr, row: &Row, outer: &Row) -> Result<Value> {
        self.step()?;
        Ok(match expr {
            Expr::Integer(value) => Value::Integer(*value),
            Expr::Variable(name) => lookup(name, row, outer),
            Expr::Property(name, key) => self.property(&lookup(name, row, outer), key),
            Expr::Add(left, right) => add(&self.value(left, row, outer)?, &self.value(right, row, outer)?),
            Expr::Compare(left, op, right) => {
                compare(&self.value(left, row, outer)?, op, &self.value(right, row, outer)?)
            }
            Expr::And(left, right) => {
                either(self.value(left, row, outer)?, self.value(right, row, outer)?, false)
            }
            Expr::Or(left, right) => {
                either(self.value(left, row, outer)?, self.value(right, row, outer)?, true)
            }
            Expr::Not(inner) => match self.value(inner, row, outer)? {
                Value::Boolean(value) => Value::Boolean(!value),
                _ => Value::Null,
            },
            Expr::IsNull(inner) => Value::Boolean(self.value(inner, row, outer)? == Value::Null),
            Expr::Pattern(path) => {
                let found = self.find(std::slice::from_ref(path), None, row, outer)?;
                Value::Boolean(!found.is_empty())
            }
            Expr::Exists(query) => {
                Value::Boolean(!self.query(query, &joined(outer, row.clone()))?.is_empty())
            }
            Expr::Count(query) => {
                Value::Integer(self.query(query, &joined(outer, row.clone()))?.len() as i64)
            }
            Expr::OfList(what, list) => {
                let values = self.list(list, row, outer)?;
                match what {
                    OfList::Size => Value::Integer(values.len() as i64),
                    OfList::First => values.into_iter().next().unwrap_or(Value::Null),
                    OfList::Sum => aggregated(Aggregate::Sum, &values),
                }
            }
            // Computed by `aggregate`.
            Expr::CountRows | Expr::Aggregate(..) => Value::Null,
        })
    }

    fn list(&mut self, list: &List, row: &Row, outer: &Row) -> Result<Vec<Value>> {
        let mut values = Vec::new();
        match list {
            List::Of(items) => {
                for item in items {
                    values.push(self.value(item, row, outer)?);
                }
            }
            List::Collect(query) => {
                let column = columns(query).into_iter().next().unwrap_or_default();
                let rows = self.query(query, &joined(outer, row.clone()))?;
                values.extend(rows.into_iter().map(|row| lookup(&column, &row, &row)));
            }
            List::Pattern { path, filter, map } => {
                for found in self.find(std::slice::from_ref(path), filter.as_ref(), row, outer)? {
                    values.push(self.value(map, &found, outer)?);
                }
            }
            List::Comprehension { variable, list, filter, map } => {
                for item in list {
                    let mut inner = row.clone();
                    inner.insert(variable.clone(), self.value(item, row, outer)?);
                    if self.is_true(filter.as_ref(), &inner, outer)? {
                        values.push(self.value(map, &inner, outer)?);
                    }
                }
            }
        }
        Ok(values)
    }

    fn property(&self, of: &Value, key: &str) -> Value {
        let (properties, id) = match of {
            Value::Node(at) => (&self.graph.nodes[*at].1, *at),
            Value::Relationship(at) => (&self.graph.relationships[*at].3, *at),
            _ => return Value::Null,
        };
        match key {
            "id" => Value::Integer(id as i64),
            key => properties.get(key).map_or(Value::Null, |value| Value::Integer(*value)),
        }
    }
}

/// Where a path can begin.
fn starts(graph: &Graph, node: &Node, bound: &Row) -> Vec<(Row, Vec<usize>)> {
    let all = (0..graph.nodes.len()).map(Value::Node);
    all.filter_map(|value| Some((bind(&node.variable, value, bound)?, Vec::new()))).collect()
}

/// Where a hop can lead.
fn hops(graph: &Graph, from: &Node, hop: &Hop, to: &Node, bound: &Row) -> Vec<(Row, Vec<usize>)> {
    let Some(Value::Node(here)) = bound.get(&from.variable) else { return Vec::new() };
    let (min, max) = hop.length.unwrap_or((1, 1));
    let mut trails = vec![(*here, Vec::new())];
    let mut found = Vec::new();
    for length in 0..=max {
        for (end, trail) in trails.iter().filter(|_| length >= min) {
            let Some(node) = bind(&to.variable, Value::Node(*end), bound) else { continue };
            let relationship = trail.first().filter(|_| hop.length.is_none());
            let relationship = relationship.map(|at| bind(&hop.variable, Value::Relationship(*at), bound));
            match relationship {
                None => found.push((node, trail.clone())),
                Some(Some(relationship)) => found.push((joined(&relationship, node), trail.clone())),
                Some(None) => {}
            }
        }
        trails = trails.iter().flat_map(|(end, trail)| longer(graph, *end, trail, hop)).collect();
    }
    found
}

/// The trail with one more relationship, in every way.
fn longer(graph: &Graph, end: usize, trail: &[usize], hop: &Hop) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    for (at, (start, target, rel_type, _)) in graph.relationships.iter().enumerate() {
        if trail.contains(&at) || hop.rel_type.is_some_and(|wanted| wanted != *rel_type) {
            continue;
        }
        let forward = hop.direction != Direction::Left && *start == end;
        // A loop is the same both ways.
        let backward = hop.direction != Direction::Right && *target == end && !(forward && start == target);
        let trail: Vec<usize> = trail.iter().copied().chain([at]).collect();
        found.extend(forward.then(|| (*target, trail.clone())));
        found.extend(backward.then_some((*start, trail)));
    }
    found
}

/// The variable with this value, unless it has another one.
fn bind(variable: &str, value: Value, bound: &Row) -> Option<Row> {
    let fits = bound.get(variable).is_none_or(|known| *known == value);
    fits.then(|| Row::from([(variable.to_owned(), value)]))
}

fn lookup(name: &str, row: &Row, outer: &Row) -> Value {
    row.get(name).or_else(|| outer.get(name)).cloned().unwrap_or(Value::Null)
}

fn joined(row: &Row, more: Row) -> Row {
    let mut row = row.clone();
    row.extend(more);
    row
}

fn with_nulls(row: &Row, variables: Vec<&String>, outer: &Row) -> Row {
    let new = variables.into_iter().filter(|name| !row.contains_key(*name) && !outer.contains_key(*name));
    joined(row, new.map(|name| (name.clone(), Value::Null)).collect())
}

fn pattern_variables(paths: &[Path]) -> Vec<&String> {
    let mut names = Vec::new();
    for path in paths {
        names.push(&path.start.variable);
        names.extend(path.hops.iter().flat_map(|(hop, node)| [&hop.variable, &node.variable]));
    }
    names
}

/// The columns' names in order.
pub fn columns(query: &Query) -> Vec<String> {
    match query.branches.first().and_then(|branch| branch.last()) {
        Some(Clause::Return(projection)) => projection.items.iter().map(|(_, name)| name.clone()).collect(),
        _ => Vec::new(),
    }
}

fn distinct(rows: &mut Vec<Row>) {
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| seen.insert(row.clone()));
}

fn aggregated(aggregate: Aggregate, values: &[Value]) -> Value {
    let integers = values.iter().filter_map(|v| if let Value::Integer(v) = v { Some(*v) } else { None });
    match aggregate {
        Aggregate::Count | Aggregate::Collect => Value::Integer(values.len() as i64),
        Aggregate::Sum => Value::Integer(integers.sum()),
        Aggregate::Min => integers.min().map_or(Value::Null, Value::Integer),
        Aggregate::Max => integers.max().map_or(Value::Null, Value::Integer),
    }
}

fn add(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Value::Integer(left + right),
        _ => Value::Null,
    }
}

fn compare(left: &Value, op: &str, right: &Value) -> Value {
    if *left == Value::Null || *right == Value::Null {
        return Value::Null;
    }
    Value::Boolean(match op {
        "=" => left == right,
        "<>" => left != right,
        "<" => left < right,
        ">" => left > right,
        "<=" => left <= right,
        _ => left >= right,
    })
}

/// Ternary `OR` when `decides` is true, `AND` when it is false.
fn either(left: Value, right: Value, decides: bool) -> Value {
    let decides = Value::Boolean(decides);
    match () {
        () if left == decides || right == decides => decides,
        () if left == Value::Null || right == Value::Null => Value::Null,
        () => left,
    }
}
