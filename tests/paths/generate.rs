//! Random small graphs and path patterns, with the text of the query that asks for them.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A relationship of a graph; its number is its `id`.
#[derive(Clone, Debug)]
pub struct Relation {
    pub from: usize,
    pub to: usize,
    /// `R` or `S`.
    pub kind: usize,
    pub x: i64,
    pub weight: i64,
    pub valid_from: Option<i64>,
    pub valid_to: Option<i64>,
}

/// A graph of a few nodes; a node's number is its `id`.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Property `x` of each node.
    pub nodes: Vec<i64>,
    pub relations: Vec<Relation>,
}

impl Graph {
    /// The statement that makes it.
    pub fn script(&self) -> String {
        let mut text = "CREATE ".to_owned();
        for (id, x) in self.nodes.iter().enumerate() {
            let _ = write!(text, "{}(n{id}:N {{id: {id}, x: {x}}})", if id > 0 { ", " } else { "" });
        }
        for (id, relation) in self.relations.iter().enumerate() {
            let kind = ["R", "S"][relation.kind];
            let Relation { from, to, x, weight, .. } = relation;
            let _ = write!(text, ", (n{from})-[:{kind} {{id: {id}, x: {x}, w: {weight}");
            for (key, value) in [("valid_from", relation.valid_from), ("valid_to", relation.valid_to)] {
                if let Some(value) = value {
                    let _ = write!(text, ", {key}: {value}");
                }
            }
            let _ = write!(text, "}}]->(n{to})");
        }
        text
    }
}

/// How a hop is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Right,
    Left,
    Both,
}

/// A hop of a pattern: direction and type.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    pub drawn: Drawn,
    pub kind: Option<usize>,
}

/// What is asked of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Nothing,
    /// `r.x > n` of its first relationship.
    Relationship(i64),
    /// `u.x <= v.x` of the nodes of its first hop.
    Ends,
    /// `r.x <= s.x` of its first and last relationship.
    Spanning,
    /// `u.x <> w.x` of its first and last node.
    FarEnds,
}

/// A part of a pattern: hops, once or repeated.
#[derive(Clone, Debug)]
pub struct Part {
    pub hops: Vec<Hop>,
    pub repeated: Option<(u64, Option<u64>)>,
    pub condition: Condition,
}

/// The node behind a part.
#[derive(Clone, Copy, Debug)]
pub struct Middle {
    /// `WHERE m.x >= n`
    pub least: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Walk,
    Trail,
    Simple,
    Acyclic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    All,
    Any(usize),
    Shortest(usize),
    Groups(usize),
    Cheapest(usize),
    AllCheapest,
}

/// A pattern between two nodes.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub parts: Vec<Part>,
    pub middles: Vec<Middle>,
    pub mode: Mode,
    pub selector: Selector,
    /// The first node, and the last.
    pub ends: (Option<usize>, Option<usize>),
    pub during: Option<(Option<i64>, Option<i64>)>,
    pub forward: bool,
}

impl Pattern {
    pub fn by_cost(&self) -> bool {
        matches!(self.selector, Selector::Cheapest(_) | Selector::AllCheapest)
    }

    /// The query: ends, relationships, and what each variable of the pattern stands for.
    pub fn query(&self) -> String {
        let mut text = format!("MATCH p = {} {} ", self.selector_text(), self.mode_text());
        let end = |name: &str, id: Option<usize>| match id {
            Some(id) => format!("({name} {{id: {id}}})"),
            None => format!("({name})"),
        };
        text += &end("a", self.ends.0);
        for (at, part) in self.parts.iter().enumerate() {
            text += &self.part_text(at, part);
            if at + 1 < self.parts.len() {
                let least = self.middles.get(at).and_then(|middle| middle.least);
                let condition = least.map(|least| format!(" WHERE m{at}.x >= {least}")).unwrap_or_default();
                let _ = write!(text, "(m{at}{condition})");
            }
        }
        text += &end("b", self.ends.1);
        if let Some((from, to)) = self.during {
            let bound = |bound: Option<i64>| bound.map_or("null".to_owned(), |bound| bound.to_string());
            let _ = write!(text, " DURING {} TO {}", bound(from), bound(to));
        }
        if self.forward {
            text += " FORWARD IN TIME";
        }
        let lists: Vec<String> = (0..self.parts.len()).map(|at| self.list_text(at)).collect();
        let cost = if self.by_cost() { "cost(p)" } else { "0.0" };
        text + &format!(
            " RETURN a.id AS a, b.id AS b, [r IN relationships(p) | r.id] AS rs, [{}] AS lists, {cost} AS c",
            lists.join(", ")
        )
    }

    fn selector_text(&self) -> String {
        match self.selector {
            Selector::All => String::new(),
            Selector::Any(count) => format!("ANY {count}"),
            Selector::Shortest(count) => format!("SHORTEST {count}"),
            Selector::Groups(count) => format!("SHORTEST {count}"),
            Selector::Cheapest(count) => format!("CHEAPEST {count}"),
            Selector::AllCheapest => "ALL CHEAPEST".to_owned(),
        }
    }

    fn mode_text(&self) -> String {
        let mode = match self.mode {
            Mode::Walk => "WALK",
            Mode::Trail => "TRAIL",
            Mode::Simple => "SIMPLE",
            Mode::Acyclic => "ACYCLIC",
        };
        let groups = if matches!(self.selector, Selector::Groups(_)) { " GROUPS" } else { "" };
        format!("{mode}{groups}")
    }

    fn part_text(&self, at: usize, part: &Part) -> String {
        let last = part.hops.len();
        let mut chain = format!("(u{at}_0)");
        for (number, hop) in part.hops.iter().enumerate() {
            let kind = hop.kind.map(|kind| [":R", ":S"][kind]).unwrap_or_default();
            let (tail, head) = match hop.drawn {
                Drawn::Right => ("-", "->"),
                Drawn::Left => ("<-", "-"),
                Drawn::Both => ("-", "-"),
            };
            let _ = write!(chain, "{tail}[r{at}_{number}{kind}]{head}(u{at}_{})", number + 1);
        }
        let condition = match part.condition {
            Condition::Nothing => String::new(),
            Condition::Relationship(least) => format!(" WHERE r{at}_0.x > {least}"),
            Condition::Ends => format!(" WHERE u{at}_0.x <= u{at}_1.x"),
            Condition::Spanning => format!(" WHERE r{at}_0.x <= r{at}_{}.x", last - 1),
            Condition::FarEnds => format!(" WHERE u{at}_0.x <> u{at}_{last}.x"),
        };
        let cost = match self.by_cost() {
            true => {
                format!(" COST {}", (0..last).map(|n| format!("r{at}_{n}.w")).collect::<Vec<_>>().join(" + "))
            }
            false => String::new(),
        };
        let quantifier = match part.repeated {
            None => "{1}".to_owned(),
            Some((0, None)) => "*".to_owned(),
            Some((1, None)) => "+".to_owned(),
            Some((min, None)) => format!("{{{min},}}"),
            Some((min, Some(max))) => format!("{{{min},{max}}}"),
        };
        format!("({chain}{condition}{cost}){quantifier}")
    }

    /// The relationships of each repetition, and its nodes.
    fn list_text(&self, at: usize) -> String {
        let last = self.parts[at].hops.len();
        format!("[[x IN r{at}_0 | x.id], [x IN r{at}_{} | x.id], [x IN u{at}_{last} | x.id]]", last - 1)
    }
}

pub fn graph() -> impl Strategy<Value = Graph> {
    (2..6_usize).prop_flat_map(|count| {
        let relation = (0..count, 0..count, 0..2_usize, 0..4_i64, 0..4_i64, years(), years()).prop_map(
            |(from, to, kind, x, weight, valid_from, valid_to)| Relation {
                from,
                to,
                kind,
                x,
                weight,
                valid_from,
                valid_to,
            },
        );
        (vec(0..3_i64, count), vec(relation, 0..8)).prop_map(|(nodes, relations)| Graph { nodes, relations })
    })
}

fn years() -> impl Strategy<Value = Option<i64>> {
    option::weighted(0.7, 2010..2016_i64)
}

fn hop() -> impl Strategy<Value = Hop> {
    let drawn = prop_oneof![4 => Just(Drawn::Right), 1 => Just(Drawn::Left), 1 => Just(Drawn::Both)];
    (drawn, option::weighted(0.4, 0..2_usize)).prop_map(|(drawn, kind)| Hop { drawn, kind })
}

fn part() -> impl Strategy<Value = Part> {
    let condition = prop_oneof![
        3 => Just(Condition::Nothing),
        1 => (0..3_i64).prop_map(Condition::Relationship),
        1 => Just(Condition::Ends),
        1 => Just(Condition::Spanning),
        1 => Just(Condition::FarEnds),
    ];
    let repeated = option::weighted(0.8, (0..3_u64, option::weighted(0.6, 0..3_u64)));
    let repeated =
        repeated.prop_map(|it| it.map(|(min, more): (u64, Option<u64>)| (min, more.map(|more| min + more))));
    let hops = prop_oneof![3 => vec(hop(), 1), 1 => vec(hop(), 2)];
    (hops, repeated, condition).prop_map(|(hops, repeated, condition)| Part { hops, repeated, condition })
}

pub fn pattern(nodes: usize) -> impl Strategy<Value = Pattern> {
    let mode = prop::sample::select(vec![Mode::Walk, Mode::Trail, Mode::Simple, Mode::Acyclic]);
    let selector = prop_oneof![
        3 => Just(Selector::All),
        1 => (1..4_usize).prop_map(Selector::Any),
        2 => (1..4_usize).prop_map(Selector::Shortest),
        2 => (1..3_usize).prop_map(Selector::Groups),
        2 => (1..4_usize).prop_map(Selector::Cheapest),
        1 => Just(Selector::AllCheapest),
    ];
    let ends = (option::weighted(0.7, 0..nodes), option::weighted(0.4, 0..nodes));
    let bound = || option::weighted(0.7, 2010..2016_i64);
    let times = (option::weighted(0.2, (bound(), bound())), prop::bool::weighted(0.2));
    let middle = option::weighted(0.3, 0..3_i64).prop_map(|least| Middle { least });
    (prop_oneof![3 => vec(part(), 1), 1 => vec(part(), 2)], vec(middle, 1), mode, selector, ends, times)
        .prop_map(|(parts, middles, mode, selector, ends, (during, forward))| {
            let mut pattern = Pattern { parts, middles, mode, selector, ends, during, forward };
            pattern.close();
            pattern
        })
}

impl Pattern {
    /// Sets bounds where there would be no end of walks, or more than brute force looks at.
    fn close(&mut self) {
        if self.mode != Mode::Walk || !(self.selector == Selector::All || self.by_cost()) {
            return;
        }
        let several = self.parts.len() > 1;
        for part in &mut self.parts {
            let most = if several || part.hops.len() > 1 { 1 } else { 3 };
            if let Some((min, max)) = &mut part.repeated {
                *min = (*min).min(most);
                let limit = if several { most } else { most + 1 };
                *max = Some(max.map_or(most, |max| max.min(limit)).max(*min));
            }
        }
    }
}
