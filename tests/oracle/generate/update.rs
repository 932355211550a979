//! Statements that update. Each row does the same whatever came before it, or the rows are in one order.

use super::{Generator, Scope, Statement, Type};

impl Generator<'_, '_> {
    pub(super) fn updating(&mut self) -> Statement {
        let mut scope = Scope::new();
        let mut text = self.clauses(&mut scope);
        text += &self.in_order(&scope);
        for _ in 0..1 + self.choices.below(2) {
            text += &self.update(&mut scope, true);
        }
        if self.choices.chance(3) {
            text += "WITH count(*) AS k MATCH (m) RETURN k, count(m) AS c0, sum(m.i) AS c1";
        } else if self.choices.chance(2) {
            text += "RETURN count(*) AS c0";
        } else {
            text.truncate(text.trim_end().len());
        }
        Statement { text, ordered: false, updates: true }
    }

    /// Rows in one order, as far as what follows can tell.
    fn in_order(&mut self, scope: &Scope) -> String {
        let names: Vec<&str> =
            scope.iter().filter(|v| v.ty.is_certain()).map(|variable| variable.name.as_str()).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("WITH * ORDER BY {} ", names.join(", ")),
        }
    }

    fn update(&mut self, scope: &mut Scope, nests: bool) -> String {
        let node = self.some(scope, &[Type::Node]);
        let relationship = self.some(scope, &[Type::Relationship]);
        match (self.choices.below(if nests { 14 } else { 11 }), node, relationship) {
            (0, ..) => format!("CREATE (:New {{k: {}}}) ", self.storable(scope)),
            (1, Some(node), _) => {
                let rel_type = self.choices.pick(&["NEW", "R"]);
                format!(
                    "CREATE (:New {{i: 1}})-[:{rel_type} {{k: {}}}]->(:B:New) SET {node}.k = 1 ",
                    self.integer(scope, 0)
                )
            }
            (2 | 3, Some(node), _) => {
                let key = self.choices.pick(&["i", "x", "k"]);
                format!("SET {node}.{key} = {} ", self.storable(scope))
            }
            (4, Some(node), _) => format!("SET {node}{} ", self.choices.pick(&[":A", ":B:New", ":C"])),
            (5, Some(node), _) => format!("REMOVE {node}{} ", self.choices.pick(&[":A", ":B", ".x", ".i"])),
            (6, Some(node), _) => format!("SET {node} += {{k: {}, s: null}} ", self.storable(scope)),
            (7, ..) => {
                let (merged, key) = (self.fresh("m"), self.integer(scope, 0));
                let then = match self.choices.chance(2) {
                    true => format!("ON CREATE SET {merged}.made = true ON MATCH SET {merged}.met = 1 "),
                    false => String::new(),
                };
                format!("MERGE ({merged}:M {{k: coalesce({key}, 7)}}) {then}")
            }
            (8, _, Some(relationship)) => match self.choices.below(3) {
                0 => format!("SET {relationship}.k = {} ", self.storable(scope)),
                1 => format!("DELETE {relationship} "),
                _ => format!("REMOVE {relationship}.x "),
            },
            (9, Some(node), _) => {
                let delete = self.choices.pick(&["DETACH DELETE", "DETACH DELETE", "DELETE"]);
                scope.retain(|variable| variable.ty == Type::Integer);
                format!("{delete} {node} ")
            }
            (10, Some(node), _) => format!("MERGE ({node})-[:NEW]->(:One) "),
            (11, ..) => {
                let inner = self.update(&mut scope.clone(), false);
                format!("FOREACH (each IN {} | {inner}) ", self.choices.pick(&["[1, 2]", "[null]", "[]"]))
            }
            (12, Some(node), _) => {
                let inner = self.update(&mut scope.clone(), false);
                format!("WITH * CALL ({node}) {{ WITH {node} AS same SET same.k = 2 }} {inner}")
            }
            (13, Some(node), _) => format!("SET {node}.i = coalesce({node}.i, 0) + 1 "),
            _ => format!("CREATE (:Other {{k: {}}}) ", self.integer(scope, 1)),
        }
    }

    /// Something that can be a property.
    fn storable(&mut self, scope: &Scope) -> String {
        match self.choices.below(4) {
            0 | 1 => self.integer(scope, 1),
            2 => self.string(scope, 1),
            _ => self.choices.pick(&["null", "[1, 2]", "date('2020-02-29')", "true"]).to_owned(),
        }
    }
}
