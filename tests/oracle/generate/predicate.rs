//! Predicates: true, false or null.

use super::{Generator, NESTING, Scope, Type};

impl Generator<'_, '_> {
    pub(super) fn predicate(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(if depth > 0 { 20 } else { 9 }) {
            0 | 1 => {
                let op = self.comparison();
                format!("{} {op} {}", self.property(scope, "x"), self.value(scope, 0))
            }
            2 => format!(
                "{} {}",
                self.value(scope, depth.min(1)),
                self.choices.pick(&["IS NULL", "IS NOT NULL"])
            ),
            3 => self.has_label(scope),
            4 => format!("{} IN {}", self.value(scope, 0), self.list(scope, 0)),
            5 => {
                let op = self.choices.pick(&["<", "<=", ">", ">=", "=", "<>"]);
                format!("{} {op} {}", self.integer(scope, 0), self.integer(scope, depth.min(1)))
            }
            6 => self.same_element(scope),
            7 => {
                let op = self.choices.pick(&["STARTS WITH", "ENDS WITH", "CONTAINS"]);
                format!("{} {op} {}", self.property(scope, "s"), self.string(scope, depth.min(1)))
            }
            8 => self.choices.pick(&["true", "false", "null"]).to_owned(),
            9..=11 => self.connected(scope, depth),
            12 => format!("NOT ({})", self.predicate(scope, depth - 1)),
            13 if !scope.is_empty() => match self.is_valued {
                true => format!("EXISTS {{ {} }}", self.closed_pattern(scope)),
                false => self.closed_pattern(scope),
            },
            14 if self.nesting < NESTING => format!("EXISTS {{ {} }}", self.subquery(scope)),
            15 => self.of_list(scope, depth - 1),
            16 => {
                let (low, high) = (self.choices.pick(&["<", "<="]), self.choices.pick(&["<", "<=", "<>"]));
                let (from, to) = (self.integer(scope, 0), self.integer(scope, 0));
                format!("{from} {low} {} {high} {to}", self.property(scope, "i"))
            }
            17 => self.typed(scope),
            18 => format!("{} IN {}", self.value(scope, depth - 1), self.bag(scope, depth - 1)),
            _ => {
                let op = self.comparison();
                format!("{} {op} {}", self.value(scope, depth - 1), self.value(scope, depth - 1))
            }
        }
    }

    fn comparison(&mut self) -> &'static str {
        self.choices.pick(&["=", "<", ">", "<>", "<=", ">="])
    }

    fn has_label(&mut self, scope: &Scope) -> String {
        match self.some(scope, &[Type::Node]) {
            Some(name) => {
                let labels = [":A", ":B", ":C", ":(A|B)", ":!A", ":A&B"];
                format!("{name}{}", self.choices.pick(&labels))
            }
            None => "true".to_owned(),
        }
    }

    fn same_element(&mut self, scope: &Scope) -> String {
        let types: &[Type] = if self.choices.chance(4) { &[Type::Relationship] } else { &[Type::Node] };
        let (a, b) = (self.some(scope, types), self.some(scope, types));
        let op = self.choices.pick(&["=", "<>"]);
        match (a, b) {
            (Some(a), Some(b)) => format!("{a} {op} {b}"),
            _ => format!("1 {op} 2"),
        }
    }

    fn connected(&mut self, scope: &Scope, depth: usize) -> String {
        let op = self.choices.pick(&["OR", "AND", "XOR", "OR"]);
        let mut text = format!("({}", self.predicate(scope, depth - 1));
        for _ in 0..1 + self.choices.below(2) {
            text += &format!(" {op} {}", self.predicate(scope, depth - 1));
        }
        text + ")"
    }

    fn of_list(&mut self, scope: &Scope, depth: usize) -> String {
        let kind = self.choices.pick(&["any", "all", "none", "single"]);
        let nodes = self.some(scope, &[Type::Path, Type::Relationships]);
        let (list, ty) = match (nodes, self.choices.below(4)) {
            (Some(name), 0 | 1) if name.starts_with("rs") => (name, Type::Relationship),
            (Some(name), 0) => (format!("nodes({name})"), Type::Node),
            (Some(name), 1) => (format!("relationships({name})"), Type::Relationship),
            (_, 2) => (self.bag(scope, depth), Type::Value),
            _ => (self.list(scope, depth), Type::Value),
        };
        let mut inner = scope.clone();
        let item = self.declare(&mut inner, "e", ty);
        let test = match ty {
            Type::Value => {
                let op = self.comparison();
                format!("{item} {op} {}", self.value(scope, 0))
            }
            _ => self.predicate(&inner, depth.min(1)),
        };
        format!("{kind}({item} IN {list} WHERE {test})")
    }

    fn typed(&mut self, scope: &Scope) -> String {
        let types =
            ["INTEGER", "STRING", "FLOAT NOT NULL", "LIST<ANY>", "DATE", "INTEGER | FLOAT", "BOOLEAN"];
        let (negated, ty) = (self.choices.pick(&["", "NOT "]), self.choices.pick(&types));
        format!("({} IS {negated}:: {ty})", self.property(scope, "x"))
    }
}
