//! Predicates as indexes answer them, and the first rows in the order of one: on a node with a label, or a relationship of a type.

use super::{Generator, Scope, Type};

const KEYS: [&str; 7] = ["i", "x", "s", "f", "i", "x", "id"];

impl Generator<'_, '_> {
    /// `MATCH` with such predicates on an element.
    pub(super) fn seeking(&mut self, scope: &mut Scope) -> String {
        let before = scope.clone();
        let label = self.choices.pick(&["A", "B", "C"]);
        let (pattern, name) = match self.choices.below(3) {
            0 => {
                let name = self.declare(scope, "n", Type::Node);
                (format!("({name}:{label})"), name)
            }
            1 => {
                let name = self.declare(scope, "n", Type::Node);
                self.met.clear();
                let (hop, end) = (self.hop(&before, scope), self.node(&before, scope));
                (format!("({name}:{label}){hop}{end}"), name)
            }
            _ => {
                let name = self.declare(scope, "r", Type::Relationship);
                let (tail, head) = self.arrow();
                let rel_type = self.choices.pick(&["R", "S", "T"]);
                let (start, end) = (self.node(&before, scope), self.node(&before, scope));
                (format!("{start}{tail}[{name}:{rel_type}]{head}{end}"), name)
            }
        };
        format!("MATCH {pattern} WHERE {} ", self.all_sought(&name, &before))
    }

    fn all_sought(&mut self, name: &str, scope: &Scope) -> String {
        let count = 1 + self.choices.below(3);
        (0..count).map(|_| self.sought(name, scope)).collect::<Vec<_>>().join(" AND ")
    }

    fn sought(&mut self, name: &str, scope: &Scope) -> String {
        let key = self.choices.pick(&KEYS);
        let property = format!("{name}.{key}");
        match self.choices.below(10) {
            0..=2 => format!("{property} = {}", self.sought_value(key, scope)),
            3 => {
                let (a, b) = (self.sought_value(key, scope), self.sought_value(key, scope));
                format!("{property} IN [{a}, {b}]")
            }
            4 => {
                let op = self.choices.pick(&["<", ">", "<=", ">="]);
                format!("{property} {op} {}", self.sought_value(key, scope))
            }
            5 => {
                let (low, high) = (self.choices.pick(&["<", "<="]), self.choices.pick(&["<", "<="]));
                let (from, to) = (self.sought_value(key, scope), self.sought_value(key, scope));
                format!("{from} {low} {property} AND {property} {high} {to}")
            }
            6 => {
                let key = self.choices.pick(&["s", "x"]);
                let op = self.choices.pick(&["STARTS WITH", "CONTAINS", "ENDS WITH"]);
                format!("{name}.{key} {op} {}", self.sought_value("s", scope))
            }
            7 if self.choices.chance(2) => format!("id({name}) IN [0, {}]", self.sought_value("id", scope)),
            7 => format!("{property} IS NOT NULL"),
            8 => {
                let (a, b) = (self.sought_value(key, scope), self.sought_value(key, scope));
                format!("({property} = {a} OR {property} = {b})")
            }
            _ => self.near(name),
        }
    }

    fn near(&mut self, name: &str) -> String {
        let at = self.choices.pick(&[
            "{x: 1, y: 2}",
            "{x: 0, y: 0}",
            "{x: 1, y: 1, z: 1}",
            "{latitude: 1, longitude: 2}",
        ]);
        match self.choices.chance(2) {
            true => format!(
                "point.distance({name}.p, point({at})) <= {}",
                self.choices.pick(&["1", "2.0", "1e9", "0"])
            ),
            false => format!("point.withinBBox({name}.p, point({at}), point({{x: 3, y: 2}}))"),
        }
    }

    /// A value that the key may have.
    fn sought_value(&mut self, key: &str, scope: &Scope) -> String {
        if self.choices.chance(5) {
            let owner = self.some(scope, &[Type::Node, Type::Relationship]);
            return owner.map_or("$one".to_owned(), |name| format!("{name}.{key}"));
        }
        if self.choices.chance(12) {
            return self.choices.pick(&["null", "$none", "(0.0 / 0.0)", "true", "'a'", "[1, 2]"]).to_owned();
        }
        match key {
            "s" => self.choices.pick(&["'a'", "'b'", "''", "$text", "'ab'", "'A'"]).to_owned(),
            "f" => self.choices.pick(&["0.5", "1", "$half", "-2.25", "1.5"]).to_owned(),
            "x" => self.value(scope, 0),
            _ => self.choices.pick(&["1", "0", "2", "$one", "1.0", "-1"]).to_owned(),
        }
    }

    /// The first or last values of a property, as rows or as their extremes.
    pub(super) fn leading(&mut self, scope: &mut Scope) -> String {
        let element = self.fresh("n");
        let label = self.choices.pick(&["A", "B", "C"]);
        let hop = self.choices.pick(&["", "", "", "-->()", "--()"]);
        let filter = match self.choices.chance(2) {
            true => format!(" WHERE {}", self.all_sought(&element, scope)),
            false => String::new(),
        };
        let property = format!("{element}.{}", self.choices.pick(&KEYS));
        let value = self.fresh("v");
        let column = match self.choices.below(4) {
            0 => format!("{}({property}) AS {value}", self.choices.pick(&["min", "max"])),
            _ => {
                let order = self.choices.pick(&["", " DESC"]);
                let skip = self.choices.pick(&["", "", " SKIP 1"]);
                format!(
                    "{property} AS {value} ORDER BY {value}{order}{skip} LIMIT {}",
                    self.choices.pick(&["2", "1", "3", "$one"])
                )
            }
        };
        let is_alone = scope.is_empty();
        scope.push(super::Variable { name: value, ty: Type::Value });
        match is_alone {
            true => format!("MATCH ({element}:{label}){hop}{filter} WITH {column} "),
            false => format!("CALL (*) {{ MATCH ({element}:{label}){hop}{filter} RETURN {column} }} "),
        }
    }
}
