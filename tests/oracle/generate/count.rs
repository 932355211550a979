//! Trees of hops of which an aggregation reads little, so that the rest has only to be counted.

use super::{Generator, Scope, Type, Variable};

impl Generator<'_, '_> {
    /// Patterns, and a `WITH` that aggregates them.
    pub(super) fn counting(&mut self, scope: &mut Scope) -> String {
        let mut nodes: Vec<String> = self.some(scope, &[Type::Node]).into_iter().collect();
        if nodes.is_empty() {
            nodes.push(self.fresh("n"));
        }
        let mut text = format!("MATCH {}", self.tree(&mut nodes));
        for _ in 0..self.choices.below(3) {
            text += &self.next_hops(&nodes);
        }
        let count = 1 + self.choices.below(2);
        let mut items = Vec::new();
        let mut after = Scope::new();
        for _ in 0..self.choices.below(3) {
            let (node, name) = (self.one_of(&nodes), self.fresh("v"));
            let (expr, ty) = match self.choices.below(3) {
                0 => (node, Type::Node),
                1 => (format!("{node}.i"), Type::Integer),
                _ => (self.value(scope, 0), Type::Value),
            };
            items.push(format!("{expr} AS {name}"));
            after.push(Variable { name, ty });
        }
        for _ in 0..count {
            let name = self.fresh("v");
            items.push(format!("{} AS {name}", self.counted(&nodes)));
            after.push(Variable { name, ty: Type::Value });
        }
        *scope = after;
        format!("{text}WITH {} ", items.join(", "))
    }

    fn one_of(&mut self, names: &[String]) -> String {
        names[self.choices.below(names.len())].clone()
    }

    /// Paths of one hop each, and predicates on them.
    fn tree(&mut self, nodes: &mut Vec<String>) -> String {
        let (mut paths, mut hops) = (Vec::new(), Vec::new());
        for _ in 0..1 + self.choices.below(3) {
            let (parent, hop, node) = (self.one_of(nodes), self.fresh("r"), self.fresh("n"));
            paths.push(format!("({parent}){}({node}{})", self.counted_hop(&hop), self.labels()));
            nodes.push(node);
            hops.push(hop);
        }
        for _ in 0..[0, 0, 1, 2][self.choices.below(4)] {
            let (from, to) = (self.one_of(nodes), self.one_of(nodes));
            paths.push(format!("({from}){}({to})", self.counted_hop("")));
        }
        let tests: Vec<String> = (0..self.choices.below(3)).map(|_| self.condition(nodes, &hops)).collect();
        let filter = if tests.is_empty() { String::new() } else { format!("WHERE {} ", tests.join(" AND ")) };
        format!("{} {filter}", paths.join(", "))
    }

    fn counted_hop(&mut self, name: &str) -> String {
        let types = self.choices.pick(&["", ":R", ":R", ":S", ":R|S"]);
        let (tail, head) = self.arrow();
        format!("{tail}[{name}{types}]{head}")
    }

    fn condition(&mut self, nodes: &[String], hops: &[String]) -> String {
        let (v, w, r) = (self.one_of(nodes), self.one_of(nodes), self.one_of(hops));
        match self.choices.below(14) {
            0 | 1 => format!("{v} <> {w}"),
            2 => format!("NOT {v} = {w}"),
            3 => format!("{v}.i > 0"),
            4 => format!("{v}.i <= {w}.i"),
            5 => format!("{r}.i > 0"),
            6 => format!("{r}.i = {v}.i"),
            7 => format!("NOT ({v})-[:S]-({w})"),
            8 => format!("COUNT {{ ({v})--()-[:R]->(:A) }} > 1"),
            9 => format!("NOT EXISTS {{ ({v})-[:R]->()-[s:S]-(z) WHERE s.i < z.i }}"),
            10 => format!("NOT EXISTS {{ ({v})-[:R|S]->({w}) }} AND {v} <> {w}"),
            11 => format!("EXISTS {{ ({v})-[:R]-()-->({w}) }}"),
            12 => format!("COUNT {{ ({v})-[:R]-({w}) }} = COUNT {{ ({w})-->() }}"),
            _ => format!("EXISTS {{ ({v})-->({w}) }}"),
        }
    }

    fn next_hops(&mut self, nodes: &[String]) -> String {
        let (from, one, two) = (self.one_of(nodes), self.counted_hop(""), self.counted_hop(""));
        let (o, q) = (self.fresh("o"), self.fresh("o"));
        match self.choices.below(5) {
            0 => format!("OPTIONAL MATCH ({from}){one}({o}:A) "),
            1 => format!("OPTIONAL MATCH ({from}){one}({o}){two}({q}) WHERE {o}.i > 0 "),
            2 => format!("MATCH ({from}){one}(){two}(:B) "),
            3 => format!("OPTIONAL MATCH ({from}){one}({o}) WHERE {o} <> {from} "),
            _ => format!("OPTIONAL MATCH ({from}){one}({o}) OPTIONAL MATCH ({o}){two}({q}) "),
        }
    }

    fn counted(&mut self, nodes: &[String]) -> String {
        let (v, w) = (self.one_of(nodes), self.one_of(nodes));
        match self.choices.below(10) {
            0..=2 => "count(*)".to_owned(),
            3 => format!("count({v})"),
            4 => format!("sum({v}.i)"),
            5 => format!("avg({v}.i)"),
            6 => format!("min({v}.x)"),
            7 => format!("count(DISTINCT {v})"),
            8 => format!("count(DISTINCT {w}.x)"),
            _ => format!("sum({v}.i + {w}.i)"),
        }
    }
}
