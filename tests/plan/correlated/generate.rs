//! Random queries that nest subqueries. All are well-formed and have one answer: what is limited is ordered by
//! all of its columns, and lists are only counted or summed unless they are ordered.

use super::query::*;
use crate::plan::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Node,
    Relationship,
    Integer,
}

type Variable = (String, Type);

/// The variables at a place: of the query at hand, and of those around it.
#[derive(Clone, Debug, Default)]
struct Scope {
    locals: Vec<Variable>,
    outer: Vec<Variable>,
}

impl Scope {
    fn all(&self) -> Vec<Variable> {
        self.locals.iter().cloned().chain(self.outer_only().outer).collect()
    }

    fn nested(&self) -> Scope {
        Scope { locals: Vec::new(), outer: self.all() }
    }

    /// The outer variables that no local one hides.
    fn outer_only(&self) -> Scope {
        let hidden = |name: &String| self.locals.iter().any(|(local, _)| local == name);
        let outer = self.outer.iter().filter(|(name, _)| !hidden(name)).cloned().collect();
        Scope { locals: Vec::new(), outer }
    }

    /// Makes the columns visible, instead of what had their names.
    fn add(&mut self, columns: &[Variable]) {
        self.locals.retain(|(name, _)| !columns.iter().any(|(column, _)| column == name));
        self.locals.extend(columns.iter().cloned());
    }

    fn declare(&mut self, variable: &Variable) {
        if !self.all().contains(variable) {
            self.locals.push(variable.clone());
        }
    }
}

/// How a query ends.
enum End<'a> {
    /// With these columns.
    Columns(&'a [Variable]),
    /// With one row for each match.
    Match,
}

pub struct Generator<'r> {
    pub random: &'r mut Random,
    names: u32,
    /// Relationships of the clause at hand that an earlier one bound; each can stand in it once.
    met: Vec<String>,
}

impl<'r> Generator<'r> {
    pub fn new(random: &'r mut Random) -> Generator<'r> {
        Generator { random, names: 0, met: Vec::new() }
    }

    /// A statement with subqueries nested so deep; it may mention these integers.
    pub fn statement(&mut self, depth: u32, integers: &[&str]) -> Query {
        let outer = integers.iter().map(|name| (name.to_string(), Type::Integer)).collect();
        let mut scope = Scope { locals: Vec::new(), outer };
        let mut clauses = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            clauses.push(self.clause(&mut scope, depth));
        }
        let mut columns: Vec<(Expr, String)> = Vec::new();
        for (name, ty) in scope.locals.clone().into_iter().take(5) {
            let expr = match ty {
                Type::Integer => Expr::Variable(name),
                Type::Node | Type::Relationship => Expr::Property(name, "id"),
            };
            columns.push((expr, self.fresh("c")));
        }
        if columns.is_empty() || self.random.chance(2) {
            let value = self.integer(&scope, depth);
            columns.push((value, self.fresh("c")));
        }
        clauses.push(Clause::Return(Projection { items: columns, ..Projection::default() }));
        Query { branches: vec![clauses], all: false }
    }

    fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        match choices.len() {
            0 => None,
            len => choices.get(self.random.below(len as u64) as usize).cloned(),
        }
    }

    fn some_of(&mut self, scope: &Scope, ty: Type) -> Option<String> {
        let fitting: Vec<Variable> = scope.all().into_iter().filter(|(_, of)| *of == ty).collect();
        // Outer variables are what this is about.
        let outer: Vec<Variable> = scope.outer.iter().filter(|(_, of)| *of == ty).cloned().collect();
        let choices = if !outer.is_empty() && self.random.chance(2) { outer } else { fitting };
        self.one_of(&choices).map(|(name, _)| name)
    }

    fn clause(&mut self, scope: &mut Scope, depth: u32) -> Clause {
        match self.random.below(10) {
            0..=4 => self.matching(scope, depth),
            5 => {
                let count = 1 + self.random.below(3);
                let list = (0..count).map(|_| self.integer(scope, 0)).collect();
                let variable = self.fresh("u");
                scope.declare(&(variable.clone(), Type::Integer));
                Clause::Unwind { list, variable }
            }
            6 | 7 if depth > 0 => self.call(scope, depth),
            _ => self.with(scope, depth),
        }
    }

    fn matching(&mut self, scope: &mut Scope, depth: u32) -> Clause {
        let before = scope.clone();
        self.met.clear();
        let mut paths = vec![self.path(&before, scope)];
        if self.random.chance(4) {
            paths.push(self.path(&before, scope));
        }
        let filter = self.random.chance(2).then(|| self.condition(scope, depth));
        Clause::Match { optional: self.random.chance(5), paths, filter }
    }

    /// A path whose expressions mention what was there `before`, and whose new variables go to `scope`.
    fn path(&mut self, before: &Scope, scope: &mut Scope) -> Path {
        let start = self.node(before, scope);
        let mut hops = Vec::new();
        for _ in 0..[0, 1, 1, 1, 2][self.random.below(5) as usize] {
            let hop = self.hop(before, scope);
            hops.push((hop, self.node(before, scope)));
        }
        Path { start, hops }
    }

    fn node(&mut self, before: &Scope, scope: &mut Scope) -> Node {
        let known = if self.random.chance(2) { self.some_of(scope, Type::Node) } else { None };
        let variable = match known {
            Some(name) => name,
            None if self.random.chance(3) => self.fresh("_n"),
            None => {
                let name = self.fresh("n");
                scope.declare(&(name.clone(), Type::Node));
                name
            }
        };
        let label = self.random.chance(3).then(|| if self.random.chance(2) { "A" } else { "B" });
        let x = self.random.chance(6).then(|| Box::new(self.integer(before, 0)));
        Node { variable, label, x }
    }

    fn hop(&mut self, before: &Scope, scope: &mut Scope) -> Hop {
        let length = self.random.chance(6).then(|| {
            let min = self.random.below(2) as usize;
            (min, min + 1 + self.random.below(2) as usize)
        });
        let known = self.some_of(before, Type::Relationship).filter(|name| !self.met.contains(name));
        let variable = match self.random.below(8) {
            0 | 1 if length.is_none() => {
                let name = self.fresh("r");
                scope.declare(&(name.clone(), Type::Relationship));
                name
            }
            2 if length.is_none() && known.is_some() => known.unwrap_or_default(),
            _ => self.fresh("_r"),
        };
        self.met.push(variable.clone());
        let rel_type = self.random.chance(3).then(|| if self.random.chance(2) { "R" } else { "S" });
        let directions = [Direction::Right, Direction::Left, Direction::Both];
        Hop { variable, rel_type, direction: directions[self.random.below(3) as usize], length }
    }

    fn with(&mut self, scope: &mut Scope, depth: u32) -> Clause {
        let mut columns: Vec<Variable> = Vec::new();
        for variable in scope.all() {
            if self.random.chance(2) && columns.len() < 3 {
                let renamed = self.random.chance(4);
                let name = if renamed { self.fresh("v") } else { variable.0.clone() };
                columns.push((name, variable.1));
            }
        }
        if columns.is_empty() || self.random.chance(2) {
            columns.push((self.fresh("v"), Type::Integer));
        }
        let projection = self.projection(&columns, scope, depth, true);
        scope.locals = columns;
        Clause::With(projection)
    }

    /// A projection to these columns. A column of the name of a variable passes it on.
    fn projection(&mut self, columns: &[Variable], scope: &Scope, depth: u32, filters: bool) -> Projection {
        let aggregating = self.random.chance(3);
        let mut items = Vec::new();
        for (name, ty) in columns {
            let passed = scope.all().contains(&(name.clone(), *ty));
            let expr = match ty {
                _ if passed => Expr::Variable(name.clone()),
                Type::Integer if aggregating => self.aggregate(scope),
                Type::Integer => self.integer(scope, depth),
                _ => Expr::Variable(self.some_of(scope, *ty).unwrap_or_default()),
            };
            items.push((expr, name.clone()));
        }
        let distinct = self.random.chance(4);
        let aggregates = items.iter().any(|(expr, _)| expr.aggregates());
        let mut after = scope.outer_only();
        if !aggregates && !distinct {
            after.locals = scope.locals.clone();
        }
        after.add(columns);
        let mut projection = Projection { items, distinct, ..Projection::default() };
        if self.random.chance(3) {
            self.slice(&mut projection, columns, &after, depth);
        }
        if projection.skip.is_some() || projection.limit.is_some() {
            // Of equal rows any may be kept, and what they came from may differ.
            after = scope.outer_only();
            after.add(columns);
        }
        projection.filter = (filters && self.random.chance(3)).then(|| self.condition(&after, depth));
        projection
    }

    /// Some order, and maybe a part of it.
    fn slice(&mut self, projection: &mut Projection, columns: &[Variable], scope: &Scope, depth: u32) {
        if self.random.chance(2) {
            let key = self.integer(scope, depth);
            projection.order_by.push((key, self.random.chance(2)));
        }
        for (name, ty) in columns {
            let key = match ty {
                Type::Integer => Expr::Variable(name.clone()),
                Type::Node | Type::Relationship => Expr::Property(name.clone(), "id"),
            };
            projection.order_by.push((key, self.random.chance(2)));
        }
        projection.skip = self.random.chance(4).then(|| self.random.below(2));
        projection.limit = self.random.chance(2).then(|| self.random.below(4));
    }

    fn aggregate(&mut self, scope: &Scope) -> Expr {
        use Aggregate::*;
        let gathered = match self.random.below(4) {
            0 => Expr::CountRows,
            _ => {
                let aggregate = [Count, Sum, Min, Max, Collect][self.random.below(5) as usize];
                let argument = match self.some_of(scope, Type::Node) {
                    Some(name) if matches!(aggregate, Count | Collect) => Expr::Variable(name),
                    _ => self.integer(scope, 0),
                };
                Expr::Aggregate(aggregate, self.random.chance(3), Box::new(argument))
            }
        };
        match self.random.chance(2) {
            true => Expr::Add(Box::new(self.simple(&scope.outer_only())), Box::new(gathered)),
            false => gathered,
        }
    }

    fn call(&mut self, scope: &mut Scope, depth: u32) -> Clause {
        let visible = scope.all();
        let imports: Vec<Variable> = visible.iter().filter(|_| !self.random.chance(3)).cloned().collect();
        let names: Vec<String> = imports.iter().map(|(name, _)| name.clone()).collect();
        let (form, inner) = match self.random.below(4) {
            0 => (CallForm::Star, Scope { locals: Vec::new(), outer: visible }),
            1 => (CallForm::Importing(names), Scope { locals: imports, outer: Vec::new() }),
            _ => (CallForm::Scoped(names), Scope { locals: Vec::new(), outer: imports }),
        };
        let columns: Vec<Variable> = (0..1 + self.random.below(2))
            .map(|_| {
                let ty = if self.random.chance(3) { Type::Node } else { Type::Integer };
                (self.fresh("q"), ty)
            })
            .collect();
        let query = self.query(&inner, depth - 1, &End::Columns(&columns));
        columns.iter().for_each(|column| scope.declare(column));
        Clause::Call { optional: self.random.chance(5), form, query }
    }

    fn query(&mut self, scope: &Scope, depth: u32, end: &End<'_>) -> Query {
        let count = match end {
            End::Columns(_) if self.random.chance(4) => 2,
            End::Columns(_) | End::Match => 1,
        };
        let branches = (0..count).map(|_| self.branch(scope.clone(), depth, end)).collect();
        Query { branches, all: self.random.chance(2) }
    }

    fn branch(&mut self, mut scope: Scope, depth: u32, end: &End<'_>) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for _ in 0..self.random.below(4) {
            clauses.push(self.clause(&mut scope, depth));
        }
        let End::Columns(columns) = end else {
            clauses.push(self.matching(&mut scope, depth));
            return clauses;
        };
        let needs_node = columns.iter().any(|(_, ty)| *ty == Type::Node);
        if needs_node && self.some_of(&scope, Type::Node).is_none() {
            let variable = self.fresh("n");
            scope.declare(&(variable.clone(), Type::Node));
            let start = Node { variable, label: None, x: None };
            let paths = vec![Path { start, hops: Vec::new() }];
            clauses.push(Clause::Match { optional: false, paths, filter: None });
        }
        clauses.push(Clause::Return(self.projection(columns, &scope, depth, false)));
        clauses
    }

    fn simple(&mut self, scope: &Scope) -> Expr {
        let (ty, keys): (_, &[&'static str]) = match self.random.below(4) {
            0 => (Type::Integer, &[]),
            1 => (Type::Relationship, &["w", "id"]),
            _ => (Type::Node, &["x", "x", "y", "id"]),
        };
        match self.some_of(scope, ty) {
            None => Expr::Integer(self.random.below(4) as i64),
            Some(name) => match self.one_of(keys) {
                Some(key) => Expr::Property(name, key),
                None => Expr::Variable(name),
            },
        }
    }

    fn integer(&mut self, scope: &Scope, depth: u32) -> Expr {
        match self.random.below(if depth > 0 { 10 } else { 6 }) {
            0 => Expr::Add(Box::new(self.simple(scope)), Box::new(self.simple(scope))),
            1..=5 => self.simple(scope),
            6 => Expr::Count(Box::new(self.any_query(scope, depth - 1))),
            7 => self.ordered_first(scope, depth - 1),
            _ => {
                let what = if self.random.chance(2) { OfList::Size } else { OfList::Sum };
                Expr::OfList(what, Box::new(self.list(scope, depth - 1)))
            }
        }
    }

    /// The first of a list in a known order.
    fn ordered_first(&mut self, scope: &Scope, depth: u32) -> Expr {
        let column = (self.fresh("q"), Type::Integer);
        let end = End::Columns(std::slice::from_ref(&column));
        let mut branch = self.branch(scope.nested(), depth, &end);
        if let Some(Clause::Return(projection)) = branch.last_mut()
            && projection.order_by.is_empty()
        {
            projection.order_by.push((Expr::Variable(column.0), self.random.chance(2)));
        }
        let query = Query { branches: vec![branch], all: false };
        Expr::OfList(OfList::First, Box::new(List::Collect(query)))
    }

    fn any_query(&mut self, scope: &Scope, depth: u32) -> Query {
        let scope = scope.nested();
        if self.random.chance(3) {
            return self.query(&scope, depth, &End::Match);
        }
        let columns = [(self.fresh("q"), Type::Integer)];
        self.query(&scope, depth, &End::Columns(&columns))
    }

    fn list(&mut self, scope: &Scope, depth: u32) -> List {
        match self.random.below(4) {
            0 | 1 => {
                let columns = [(self.fresh("q"), Type::Integer)];
                List::Collect(self.query(&scope.nested(), depth, &End::Columns(&columns)))
            }
            2 => {
                let mut inner = scope.clone();
                self.met.clear();
                let start = self.node(scope, &mut inner);
                let hop = self.hop(scope, &mut inner);
                let end = self.node(scope, &mut inner);
                let filter = self.random.chance(2).then(|| self.condition(&inner, depth));
                let map = self.integer(&inner, depth);
                List::Pattern { path: Path { start, hops: vec![(hop, end)] }, filter, map }
            }
            _ => {
                let variable = self.fresh("e");
                let list = (0..self.random.below(4)).map(|_| self.simple(scope)).collect();
                let mut inner = scope.clone();
                inner.declare(&(variable.clone(), Type::Integer));
                let filter = self.random.chance(2).then(|| self.condition(&inner, depth));
                let map = self.integer(&inner, depth);
                List::Comprehension { variable, list, filter, map }
            }
        }
    }

    fn condition(&mut self, scope: &Scope, depth: u32) -> Expr {
        match self.random.below(if depth > 0 { 12 } else { 7 }) {
            0 => Expr::IsNull(Box::new(self.simple(scope))),
            1 => {
                let (left, right) = (self.condition(scope, 0), self.condition(scope, depth.min(1)));
                match self.random.chance(2) {
                    true => Expr::And(Box::new(left), Box::new(right)),
                    false => Expr::Or(Box::new(left), Box::new(right)),
                }
            }
            2 => Expr::Not(Box::new(self.condition(scope, depth))),
            3 => self.node_condition(scope),
            4..=7 => {
                let op = ["=", "<>", "<", ">", "<=", ">="][self.random.below(6) as usize];
                Expr::Compare(Box::new(self.integer(scope, depth)), op, Box::new(self.simple(scope)))
            }
            _ => Expr::Exists(Box::new(self.any_query(scope, depth - 1))),
        }
    }

    /// Two nodes are the same, or joined.
    fn node_condition(&mut self, scope: &Scope) -> Expr {
        let (Some(a), Some(b)) = (self.some_of(scope, Type::Node), self.some_of(scope, Type::Node)) else {
            return Expr::IsNull(Box::new(self.simple(scope)));
        };
        if self.random.chance(2) {
            let op = if self.random.chance(2) { "=" } else { "<>" };
            return Expr::Compare(Box::new(Expr::Variable(a)), op, Box::new(Expr::Variable(b)));
        }
        let node = |variable: String| Node { variable, label: None, x: None };
        let mut hop = self.hop(&Scope::default(), &mut Scope::default());
        hop.variable = self.fresh("_r");
        let end = if self.random.chance(2) { self.fresh("_n") } else { b };
        Expr::Pattern(Path { start: node(a), hops: vec![(hop, node(end))] })
    }
}
