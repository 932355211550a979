//! Reading clauses and projections.

use super::{DEPTH, Generator, NESTING, Scope, Type, Variable};

impl Generator<'_, '_> {
    /// Some reading clauses.
    pub(super) fn clauses(&mut self, scope: &mut Scope) -> String {
        let mut text = String::new();
        let count = 1 + self.choices.below(3);
        for at in 0..count {
            text += &self.clause(scope, at == 0);
        }
        text
    }

    fn clause(&mut self, scope: &mut Scope, is_first: bool) -> String {
        match self.choices.below(18) {
            0..=4 => self.matching(scope, false),
            5 | 6 => self.matching(scope, !is_first),
            7 => self.unwind(scope),
            8 if self.nesting < NESTING => self.call(scope),
            9 if !is_first => format!("FILTER {} ", self.predicate(scope, 1)),
            10 if !is_first => {
                let value = self.value(scope, DEPTH - 1);
                format!("LET {} = {value} ", self.declare(scope, "v", Type::Value))
            }
            11 | 12 => self.seeking(scope),
            13 if self.nesting < NESTING => self.leading(scope),
            14 | 15 => self.counting(scope),
            _ if is_first => self.matching(scope, false),
            _ => self.with(scope),
        }
    }

    fn matching(&mut self, scope: &mut Scope, optional: bool) -> String {
        let paths = self.paths(scope);
        let filter = match self.choices.below(5) {
            0..=2 => String::new(),
            _ => format!(" WHERE {}", self.predicate(scope, DEPTH - 1)),
        };
        format!("{}MATCH {paths}{filter} ", if optional { "OPTIONAL " } else { "" })
    }

    fn unwind(&mut self, scope: &mut Scope) -> String {
        let list = match self.choices.chance(3) {
            true => self.bag(scope, 1),
            false => self.list(scope, 1),
        };
        format!("UNWIND {list} AS {} ", self.declare(scope, "u", Type::Value))
    }

    /// `CALL` with a query of its own, whose columns are added to the scope.
    fn call(&mut self, scope: &mut Scope) -> String {
        let imports: Scope = scope.iter().filter(|_| !self.choices.chance(3)).cloned().collect();
        let names = imports.iter().map(|variable| variable.name.clone()).collect::<Vec<_>>().join(", ");
        let form = self.choices.below(3);
        self.nesting += 1;
        let inner = if form == 1 { scope.clone() } else { imports };
        let columns: Vec<String> = (0..1 + self.choices.below(2)).map(|_| self.fresh("q")).collect();
        let (mut query, mut after) = self.columns_of(inner.clone(), &columns);
        if form < 2 && self.choices.chance(5) {
            let (second, other) = self.columns_of(inner, &columns);
            query = format!("{query} {} {second}", self.choices.pick(&["UNION ALL", "UNION"]));
            after.iter_mut().zip(&other).for_each(|(one, other)| one.ty = one.ty.or(other.ty));
        }
        self.nesting -= 1;
        let body = match form {
            0 => format!("({names}) {{ {query} }}"),
            1 => format!("(*) {{ {query} }}"),
            _ if names.is_empty() => format!("{{ {query} }}"),
            _ => format!("{{ WITH {names} {query} }}"),
        };
        scope.extend(after);
        format!("{}CALL {body} ", self.choices.pick(&["", "", "", "OPTIONAL "]))
    }

    /// Clauses that end with these columns.
    fn columns_of(&mut self, mut scope: Scope, names: &[String]) -> (String, Scope) {
        let clauses = self.clauses(&mut scope);
        let (returned, after) = self.projection(&scope, Some(names));
        (format!("{clauses}RETURN {returned}"), after)
    }

    fn with(&mut self, scope: &mut Scope) -> String {
        let (text, after) = self.projection(scope, None);
        *scope = after;
        let filter = match self.choices.chance(3) {
            true => format!(" WHERE {}", self.predicate(scope, DEPTH - 1)),
            false => String::new(),
        };
        format!("WITH {text}{filter} ")
    }

    /// What stands behind `WITH` or `RETURN`, and the variables it leaves. Without names it passes some variables on.
    fn projection(&mut self, scope: &Scope, names: Option<&[String]>) -> (String, Scope) {
        let aggregates = self.choices.chance(3);
        let mut items: Vec<String> = Vec::new();
        let mut after = Scope::new();
        if names.is_none() {
            for variable in scope {
                if items.len() < 3 && !self.choices.chance(3) {
                    items.push(variable.name.clone());
                    after.push(variable.clone());
                }
            }
        }
        let named = match names {
            Some(names) => names.to_vec(),
            None if items.is_empty() || self.choices.chance(2) => vec![self.fresh("v")],
            None => Vec::new(),
        };
        for name in named {
            let (expr, ty) = self.item(scope, aggregates);
            items.push(format!("{expr} AS {name}"));
            after.push(Variable { name, ty });
        }
        let distinct = if self.choices.chance(4) && !has_bag(&after) { "DISTINCT " } else { "" };
        let mut text = format!("{distinct}{}", items.join(", "));
        if self.choices.chance(3) && after.iter().all(|variable| variable.ty.is_certain()) {
            text += &self.slice(&after, true);
        }
        (text, after)
    }

    /// An order by all columns and, if asked for, a part of the rows.
    fn slice(&mut self, columns: &Scope, cuts: bool) -> String {
        let mut keys = Vec::new();
        for column in columns {
            keys.push(format!("{}{}", column.name, self.choices.pick(&["", " DESC"])));
        }
        let mut text = format!(" ORDER BY {}", keys.join(", "));
        if cuts && self.choices.chance(3) {
            text += &format!(" {} {}", self.choices.pick(&["SKIP", "OFFSET"]), self.choices.below(2));
        }
        if cuts && !self.choices.chance(3) {
            text += &format!(" LIMIT {}", self.choices.pick(&["3", "2", "1", "4", "$one", "0"]));
        }
        text
    }

    /// A column: an expression and what it holds.
    fn item(&mut self, scope: &Scope, aggregates: bool) -> (String, Type) {
        if aggregates && !self.choices.chance(4) {
            return self.aggregate(scope);
        }
        match self.choices.below(6) {
            0 => match self.some(scope, &[Type::Node]) {
                Some(name) => (name, Type::Node),
                None => (self.value(scope, 1), Type::Value),
            },
            1 => (self.integer(scope, 2), Type::Integer),
            2 => (self.list(scope, 1), Type::List),
            _ => (self.value(scope, DEPTH - 1), Type::Value),
        }
    }

    fn aggregate(&mut self, scope: &Scope) -> (String, Type) {
        let distinct = self.choices.pick(&["", "DISTINCT "]);
        match self.choices.below(9) {
            0 => ("count(*)".to_owned(), Type::Integer),
            1 => (format!("count({distinct}{})", self.value(scope, 1)), Type::Integer),
            2 => (format!("sum({distinct}{})", self.number(scope)), Type::Value),
            3 => (format!("min({distinct}{})", self.value(scope, 1)), Type::Value),
            4 => (format!("max({distinct}{})", self.value(scope, 1)), Type::Value),
            5 => (format!("collect({distinct}{})", self.value(scope, 1)), Type::Bag),
            6 => (format!("(count(*) + count({distinct}{}))", self.integer(scope, 1)), Type::Integer),
            7 => (format!("avg({distinct}{})", self.integer(scope, 0)), Type::Value),
            _ => (format!("size(collect({distinct}{}))", self.value(scope, 0)), Type::Integer),
        }
    }

    /// `RETURN`, and whether the rows are in one order.
    pub(super) fn returning(&mut self, scope: &Scope, names: &[String]) -> (String, bool) {
        let aggregates = self.choices.chance(4);
        let (mut items, mut columns) = (Vec::new(), Scope::new());
        for name in names {
            let (mut expr, mut ty) = self.item(scope, aggregates);
            if ty == Type::Bag {
                (expr, ty) = (format!("size({expr})"), Type::Integer);
            }
            items.push(format!("{expr} AS {name}"));
            columns.push(Variable { name: name.clone(), ty });
        }
        let distinct = if self.choices.chance(5) { "DISTINCT " } else { "" };
        let mut text = format!("RETURN {distinct}{}", items.join(", "));
        let ordered = self.choices.chance(2);
        if ordered {
            text += &self.slice(&columns, true);
        }
        (text, ordered)
    }

    /// What stands in the braces of `EXISTS` and `COUNT`.
    pub(super) fn subquery(&mut self, scope: &Scope) -> String {
        if self.choices.chance(2) {
            let (clauses, inner) = self.nested(scope);
            let clauses = format!("{clauses}RETURN {}", self.item_of(&inner));
            if !self.choices.chance(5) {
                return clauses;
            }
            let (second, inner) = self.nested(scope);
            let union = self.choices.pick(&["UNION ALL", "UNION"]);
            return format!("{clauses} {union} {second}RETURN {}", self.item_of(&inner));
        }
        self.nesting += 1;
        let met = std::mem::take(&mut self.met);
        let mut inner = scope.clone();
        let paths = self.paths(&mut inner);
        let filter = match self.choices.chance(2) {
            true => format!(" WHERE {}", self.predicate(&inner, 1)),
            false => String::new(),
        };
        // Clauses need no RETURN here.
        let text = match self.choices.chance(6) {
            true => format!("MATCH {paths}{filter} {}", self.matching(&mut inner, false)),
            false => format!("{paths}{filter}"),
        };
        self.met = met;
        self.nesting -= 1;
        text
    }

    /// The column of a subquery.
    pub(super) fn item_of(&mut self, scope: &Scope) -> String {
        match self.choices.below(6) {
            0 => format!("DISTINCT {} AS item", self.value(scope, 0)),
            1 => {
                let item = self.value(scope, 0);
                let order = self.choices.pick(&["", " DESC", " SKIP 1", " DESC LIMIT 1", " LIMIT 2"]);
                format!("{item} AS item ORDER BY item{order}")
            }
            2 => {
                let aggregate = self.choices.pick(&["count", "sum", "min", "max"]);
                format!("{aggregate}({}) AS item", self.integer(scope, 0))
            }
            _ => format!("{} AS item", self.value(scope, 0)),
        }
    }

    /// Clauses of a subquery and the variables at their end.
    pub(super) fn nested(&mut self, scope: &Scope) -> (String, Scope) {
        self.nesting += 1;
        let met = std::mem::take(&mut self.met);
        let mut inner = scope.clone();
        let mut text = self.matching(&mut inner, false);
        if self.choices.chance(3) {
            text += &self.clause(&mut inner, false);
        }
        self.met = met;
        self.nesting -= 1;
        (text, inner)
    }
}

fn has_bag(scope: &Scope) -> bool {
    scope.iter().any(|variable| !variable.ty.is_certain())
}
