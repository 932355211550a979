//! Expressions other than predicates.

use super::{Generator, NESTING, Scope, Type};

/// Types of variables whose values can be told apart.
const CERTAIN: [Type; 7] =
    [Type::Value, Type::Integer, Type::Node, Type::Relationship, Type::Relationships, Type::Path, Type::List];

impl Generator<'_, '_> {
    /// Anything.
    pub(super) fn value(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(if depth > 0 { 16 } else { 8 }) {
            0 => self.literal(),
            1..=4 => self.property(scope, "x"),
            5 => self.some(scope, &[Type::Value, Type::Integer]).unwrap_or_else(|| "1".to_owned()),
            6 => self.choices.pick(&["$one", "$none", "$text", "$half", "$list", "$map.x"]).to_owned(),
            7 => self.some(scope, &CERTAIN).unwrap_or_else(|| "2".to_owned()),
            8 => {
                let condition = self.predicate(scope, depth - 1);
                let (yes, no) = (self.value(scope, depth - 1), self.value(scope, depth - 1));
                format!("CASE WHEN {condition} THEN {yes} ELSE {no} END")
            }
            9 => format!("coalesce({}, {})", self.value(scope, depth - 1), self.value(scope, depth - 1)),
            10 => format!("{}[{}]", self.list(scope, depth - 1), self.integer(scope, 0)),
            11 => self.string(scope, depth - 1),
            12 => self.integer(scope, depth - 1),
            13 => {
                let (subject, when) = (self.value(scope, depth - 1), self.value(scope, 0));
                format!("CASE {subject} WHEN {when} THEN {} END", self.value(scope, depth - 1))
            }
            14 => match self.choices.below(4) {
                0 => format!("{{a: {}, b: 1}}.a", self.value(scope, depth - 1)),
                1 => format!("head({})", self.list(scope, depth - 1)),
                2 => format!("last({})", self.list(scope, depth - 1)),
                _ => {
                    let owner = self.some(scope, &[Type::Node, Type::Relationship]);
                    owner.map_or("null".to_owned(), |name| format!("{name}['x']"))
                }
            },
            _ => match self.choices.chance(2) && self.nesting < NESTING {
                true => self.first_collected(scope),
                false => {
                    let outer = std::mem::replace(&mut self.is_valued, true);
                    let text = format!("({})", self.predicate(scope, depth - 1));
                    self.is_valued = outer;
                    text
                }
            },
        }
    }

    fn literal(&mut self) -> String {
        const LITERALS: [&str; 17] = [
            "1",
            "0",
            "2",
            "null",
            "'a'",
            "'b'",
            "true",
            "false",
            "1.0",
            "0.5",
            "''",
            "[1, 2]",
            "[1, null]",
            "date('2020-02-29')",
            "(0.0 / 0.0)",
            "{i: 1}",
            "9007199254740993",
        ];
        self.choices.pick(&LITERALS).to_owned()
    }

    /// A property of a node or relationship.
    pub(super) fn property(&mut self, scope: &Scope, key: &str) -> String {
        let types: &[Type] =
            if self.choices.chance(4) { &[Type::Relationship, Type::Node] } else { &[Type::Node] };
        let key = match self.choices.below(6) {
            4 => "i",
            5 => "s",
            _ => key,
        };
        match self.some(scope, types) {
            Some(name) => format!("{name}.{key}"),
            None => "1".to_owned(),
        }
    }

    /// The first of a subquery's values in their order.
    fn first_collected(&mut self, scope: &Scope) -> String {
        let (clauses, inner) = self.nested(scope);
        let item = self.value(&inner, 0);
        let order = self.choices.pick(&["", " DESC"]);
        format!("COLLECT {{ {clauses}RETURN {item} AS item ORDER BY item{order} }}[0]")
    }

    pub(super) fn integer(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(if depth > 0 { 14 } else { 6 }) {
            0 => self.choices.pick(&["1", "0", "2", "3", "-1", "$one"]).to_owned(),
            1..=3 => {
                let name = self.some(scope, &[Type::Node, Type::Node, Type::Relationship]);
                let key = self.choices.pick(&["i", "i", "id"]);
                name.map_or("1".to_owned(), |name| format!("{name}.{key}"))
            }
            4 => self.some(scope, &[Type::Integer]).unwrap_or_else(|| "2".to_owned()),
            5 => match self.some(scope, &[Type::Path, Type::SomePath]) {
                Some(path) => format!("length({path})"),
                None => "0".to_owned(),
            },
            6 | 7 => {
                let op = self.choices.pick(&["+", "-", "*"]);
                format!("({} {op} {})", self.integer(scope, depth - 1), self.integer(scope, depth - 1))
            }
            8 => format!("size({})", self.list(scope, depth - 1)),
            9 => format!("({} % 3)", self.integer(scope, depth - 1)),
            10 => format!("size({})", self.bag(scope, depth - 1)),
            11 if self.nesting < NESTING => format!("COUNT {{ {} }}", self.subquery(scope)),
            12 => {
                let list = self.list(scope, depth - 1);
                let item = self.fresh("e");
                format!(
                    "reduce(total = 0, {item} IN {list} | total + CASE WHEN {item} IS NULL THEN 1 ELSE 2 END)"
                )
            }
            13 => match self.some(scope, &[Type::Node]) {
                Some(name) => format!("size(labels({name}))"),
                None => "abs(-2)".to_owned(),
            },
            _ => format!("coalesce({}, 0)", self.integer(scope, depth - 1)),
        }
    }

    /// An integer or a float of which sums are exact.
    pub(super) fn number(&mut self, scope: &Scope) -> String {
        match self.choices.below(4) {
            0..=2 => self.integer(scope, 1),
            _ => self.some(scope, &[Type::Node]).map_or("0.5".to_owned(), |name| format!("{name}.f")),
        }
    }

    pub(super) fn string(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(if depth > 0 { 9 } else { 3 }) {
            0 => self.choices.pick(&["'a'", "''", "'ab'", "$text", "'B'"]).to_owned(),
            1 | 2 => self.some(scope, &[Type::Node]).map_or("'b'".to_owned(), |name| format!("{name}.s")),
            3 => format!("toUpper({})", self.string(scope, depth - 1)),
            4 => format!("({} + {})", self.string(scope, depth - 1), self.string(scope, depth - 1)),
            5 => format!("substring({}, 0, 1)", self.string(scope, depth - 1)),
            6 => format!("toString({})", self.integer(scope, depth - 1)),
            7 => match self.some(scope, &[Type::Relationship]) {
                Some(name) => format!("type({name})"),
                None => "reverse('ab')".to_owned(),
            },
            _ => format!("replace({}, 'a', 'bb')", self.string(scope, depth - 1)),
        }
    }

    /// A list in a known order.
    pub(super) fn list(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(if depth > 0 { 10 } else { 4 }) {
            0 => self.choices.pick(&["[1, 2]", "[]", "[null, 1]", "['a', 1, null]", "[[1], 2.0]"]).to_owned(),
            1 => format!("[{}, {}]", self.value(scope, 0), self.value(scope, 0)),
            2 => self.some(scope, &[Type::List, Type::Relationships]).unwrap_or_else(|| "$list".to_owned()),
            3 => "range(0, 2)".to_owned(),
            4 => {
                let list = self.list(scope, depth - 1);
                let mut inner = scope.clone();
                let item = self.declare(&mut inner, "e", Type::Value);
                let filter = match self.choices.chance(2) {
                    true => format!(" WHERE {}", self.predicate(&inner, depth - 1)),
                    false => String::new(),
                };
                format!("[{item} IN {list}{filter} | {}]", self.value(&inner, depth - 1))
            }
            5 => format!("({} + {})", self.list(scope, depth - 1), self.list(scope, depth - 1)),
            6 => format!("{}[{}..2]", self.list(scope, depth - 1), self.integer(scope, 0)),
            7 => format!("tail({})", self.list(scope, depth - 1)),
            8 => match self.some(scope, &[Type::Path]) {
                Some(path) => format!("{}({path})", self.choices.pick(&["nodes", "relationships"])),
                None => format!("reverse({})", self.list(scope, depth - 1)),
            },
            _ => "split('a,b', ',')".to_owned(),
        }
    }

    /// A list in no order.
    pub(super) fn bag(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(3) {
            0 => {
                let mut inner = scope.clone();
                let met = std::mem::take(&mut self.met);
                let start = self.node(scope, &mut inner);
                let hop = self.hop(scope, &mut inner);
                let end = self.node(scope, &mut inner);
                self.met = met;
                let filter = match self.choices.chance(2) {
                    true => format!(" WHERE {}", self.predicate(&inner, depth.min(1))),
                    false => String::new(),
                };
                format!("[{start}{hop}{end}{filter} | {}]", self.value(&inner, 0))
            }
            1 if self.nesting < NESTING => {
                let (clauses, inner) = self.nested(scope);
                format!("COLLECT {{ {clauses}RETURN {} }}", self.item_of(&inner))
            }
            _ => self.some(scope, &[Type::Bag]).unwrap_or_else(|| self.list(scope, depth.min(1))),
        }
    }
}
