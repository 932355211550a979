//! Pairs of statements that have to give the same rows, whatever the graph: the rows of a pattern are those for which a predicate is
//! true, false and unknown together (ternary logic partitioning), a predicate filters as it counts, a pattern can be read
//! backwards, and so on. These find errors in operators, which all plans share.

use casegraph::syntax::ast::{ClauseKind, PathSelector, PatternElement, StatementBody};
use casegraph::syntax::printer::print_statement;
use casegraph::value::Map;

use super::answer::{Answer, ask, parameters};
use super::choices::{Choices, Lists};
use super::generate::{Generator, Scope, Type};
use super::graph::Graph;
use super::rules::{Stores, is_as_good};
use super::run::{Tally, run};
use super::variants::{every_rule, naive};

/// What relations are made of: a pattern, two predicates and an expression on its variables, and a number.
struct Parts {
    pattern: String,
    scope: Scope,
    p: String,
    q: String,
    e: String,
    i: String,
}

/// Two statements with the same rows.
struct Pair(&'static str, String, String);

#[test]
fn relations_hold() {
    let parameters = parameters();
    run("relations", 2_000, |lists, tally| check(lists, &parameters, tally));
}

fn check(lists: &Lists, parameters: &Map, tally: &mut Tally) -> Result<(), String> {
    let graph = Graph::generate(&mut Choices::new(&lists[0]));
    let stores = Stores::of(&graph).map_err(|error| format!("{}{error}", graph.script()))?;
    for list in &lists[1..] {
        let mut choices = Choices::new(list);
        let parts = Parts::generate(&mut choices);
        let pairs = parts.pairs();
        let turn = tally.begin();
        let Pair(name, left, right) = &pairs[turn % pairs.len()];
        let options = if turn.is_multiple_of(3) { naive() } else { every_rule().1 };
        let (_, database) = stores.each()[turn % 3];
        let [a, b] = [left, right].map(|text| ask(database, text, parameters, &options));
        tally.count(left, &a);
        if !(is_as_good(&a, &b, false) || is_as_good(&b, &a, false)) {
            return Err(format!("{}{left};\n{a}\n  by {name}:\n{right};\n{b}", graph.script()));
        }
        if turn.is_multiple_of(64)
            && let Some(difference) = repeated(database, list, parameters)
        {
            return Err(format!("{}{difference}", graph.script()));
        }
        if let Some(difference) = cut(database, &parts, parameters, turn) {
            return Err(format!("{}{difference}", graph.script()));
        }
    }
    Ok(())
}

impl Parts {
    fn generate(choices: &mut Choices<'_>) -> Parts {
        let mut generator = Generator::new(choices);
        let (pattern, mut scope) = generator.pattern_clause();
        scope.retain(|variable| variable.ty != Type::SomePath);
        Parts {
            p: generator.filter(&scope),
            q: generator.filter(&scope),
            e: generator.scalar(&scope),
            i: generator.whole_number(&scope),
            pattern,
            scope,
        }
    }

    /// The variables as columns.
    fn columns(&self) -> String {
        let names: Vec<&str> = self.scope.iter().map(|variable| variable.name.as_str()).collect();
        if names.is_empty() { "1 AS one".to_owned() } else { names.join(", ") }
    }

    /// One query for each truth of the predicate, with this before and behind it.
    fn partitioned(&self, before: &str, behind: &str, union: &str) -> String {
        let p = &self.p;
        let parts = [format!("({p})"), format!("NOT ({p})"), format!("({p}) IS NULL")];
        parts.map(|part| format!("{before} WHERE {part} {behind}")).join(&format!(" {union} "))
    }

    fn pairs(&self) -> Vec<Pair> {
        let mut pairs = self.partitions();
        pairs.extend(self.equivalences());
        pairs.extend(self.patterns());
        pairs
    }

    fn partitions(&self) -> Vec<Pair> {
        let Parts { pattern, e, i, .. } = self;
        let returned = format!("RETURN {}", self.columns());
        let whole = format!("{pattern} {returned}");
        let with = format!("{pattern} WITH *");
        let aggregated =
            format!("count(*) AS n, count({e}) AS k, sum({i}) AS s, min({e}) AS a, max({e}) AS z");
        let listed = format!("RETURN {aggregated}, collect({i}) AS l");
        let total = "RETURN sum(n) AS n, sum(k) AS k, sum(s) AS s, min(a) AS a, max(z) AS z, \
                     reduce(t = 0, x IN collect(l) | t + size(x)) AS l";
        let each = self.partitioned(&with, &listed, "UNION ALL");
        let optional = pattern.replacen("MATCH", "OPTIONAL MATCH", 1);
        let mut pairs = vec![
            Pair("partition behind WITH", whole.clone(), self.partitioned(&with, &returned, "UNION ALL")),
            Pair(
                "partition of aggregates",
                format!("{pattern} RETURN {aggregated}, size(collect({i})) AS l"),
                format!("CALL {{ {each} }} {total}"),
            ),
            Pair(
                "partition of DISTINCT",
                format!("{pattern} RETURN DISTINCT {e} AS e"),
                self.partitioned(&with, &format!("RETURN DISTINCT {e} AS e"), "UNION"),
            ),
            Pair(
                "partition behind OPTIONAL MATCH",
                format!("{optional} {returned}"),
                self.partitioned(&format!("{optional} WITH *"), &returned, "UNION ALL"),
            ),
        ];
        // A predicate is part of the search for shortest paths.
        if !pattern.contains("hortestPath") {
            pairs.push(Pair("partition", whole, self.partitioned(pattern, &returned, "UNION ALL")));
        }
        pairs
    }

    fn equivalences(&self) -> Vec<Pair> {
        let Parts { pattern, p, q, e, .. } = self;
        let columns = self.columns();
        let with = format!("{pattern} WITH *");
        let counted = format!("RETURN sum(CASE WHEN {p} THEN 1 ELSE 0 END) AS n");
        vec![
            Pair(
                "counting what is true",
                format!("{with} WHERE {p} RETURN count(*) AS n"),
                format!("{pattern} {counted}"),
            ),
            Pair(
                "two filters",
                format!("{with} WHERE ({p}) AND ({q}) RETURN {columns}"),
                format!("{with} WHERE {q} WITH * WHERE {p} RETURN {columns}"),
            ),
            Pair(
                "De Morgan's law",
                format!("{pattern} RETURN ({p}) OR ({q}) AS e"),
                format!("{pattern} RETURN NOT (NOT ({p}) AND NOT ({q})) AS e"),
            ),
            Pair(
                "exclusive or",
                format!("{pattern} RETURN ({p}) XOR ({q}) AS e"),
                format!("{pattern} RETURN (({p}) OR ({q})) AND NOT (({p}) AND ({q})) AS e"),
            ),
            Pair(
                "DISTINCT twice",
                format!("{pattern} RETURN DISTINCT {e} AS e"),
                format!("{pattern} WITH DISTINCT {e} AS e WITH DISTINCT e RETURN e"),
            ),
            Pair(
                "DISTINCT as groups",
                format!("{pattern} RETURN DISTINCT {e} AS e"),
                format!("{pattern} WITH {e} AS e, count(*) AS n RETURN e"),
            ),
            Pair(
                "UNWIND of collect",
                format!("{pattern} WITH {e} AS e WHERE e IS NOT NULL RETURN e"),
                format!("{pattern} WITH collect({e}) AS l UNWIND l AS e RETURN e"),
            ),
            Pair(
                "CASE of a truth",
                format!("{pattern} RETURN ({p}) AS e"),
                format!("{pattern} RETURN CASE WHEN {p} THEN true WHEN NOT ({p}) THEN false END AS e"),
            ),
            Pair(
                "membership as equality",
                format!("{pattern} RETURN {e} IN [1, 'a', null] AS e"),
                format!("{pattern} WITH {e} AS v RETURN v = 1 OR v = 'a' OR v = null AS e"),
            ),
            Pair(
                "a comprehension as UNWIND",
                format!("{pattern} RETURN size([x IN [1, 2, null] WHERE {p}]) AS n"),
                format!(
                    "{pattern} RETURN COUNT {{ UNWIND [1, 2, null] AS x WITH x WHERE {p} RETURN x }} AS n"
                ),
            ),
        ]
    }

    fn patterns(&self) -> Vec<Pair> {
        let Parts { pattern, p, .. } = self;
        let columns = self.columns();
        let body = pattern.trim_start_matches("MATCH ");
        let plain = !pattern.contains("hortestPath");
        let names: Vec<&str> = self.scope.iter().map(|variable| variable.name.as_str()).collect();
        let nulls: String = names.iter().map(|name| format!(", null AS {name}")).collect();
        let mut pairs = vec![
            Pair(
                "EXISTS as a count",
                format!("MATCH (o) RETURN EXISTS {{ {body} WHERE {p} }} AS e"),
                format!("MATCH (o) RETURN COUNT {{ {body} WHERE {p} }} > 0 AS e"),
            ),
            Pair(
                "COUNT as rows",
                format!("MATCH (o) RETURN o, COUNT {{ {body} WHERE {p} }} AS n"),
                format!(
                    "MATCH (o) OPTIONAL MATCH {body} WHERE {p} RETURN o, count({}) AS n",
                    names.first().unwrap_or(&"o")
                ),
            ),
            Pair(
                "OPTIONAL MATCH in two",
                format!("MATCH (o) OPTIONAL MATCH {body} WHERE {p} RETURN 1 AS i, {columns}"),
                format!(
                    "MATCH (o) MATCH {body} WHERE {p} RETURN 1 AS i, {columns} UNION ALL MATCH (o) \
                     WHERE NOT EXISTS {{ {body} WHERE {p} }} RETURN 1 AS i{nulls}"
                ),
            ),
        ];
        if names.is_empty() {
            pairs.truncate(1);
        }
        let whole = format!("{pattern} WHERE {p} RETURN {columns}");
        if plain {
            pairs.extend(backwards(&whole).map(|text| Pair("reading backwards", whole.clone(), text)));
            pairs.extend(exchanged(&whole).map(|text| Pair("other order", whole.clone(), text)));
            pairs.extend(separated(&whole).map(|text| Pair("two clauses", whole.clone(), text)));
        }
        pairs
    }
}

/// The statement with the paths of its first clause read from their ends.
fn backwards(text: &str) -> Option<String> {
    rewritten(text, |clauses| {
        let ClauseKind::Match { pattern, .. } = &mut clauses.first_mut()?.kind else { return None };
        for part in pattern {
            // The order of what they hold would be another.
            let has_list = |element: &PatternElement| match element {
                PatternElement::Relationship(it) => it.variable.is_some() && it.length.is_some(),
                PatternElement::Node(_) | PatternElement::Group { .. } => false,
            };
            if part.variable.is_some() || part.pattern.elements.iter().any(has_list) {
                continue;
            }
            part.pattern.elements.reverse();
            for element in &mut part.pattern.elements {
                if let PatternElement::Relationship(relationship) = element {
                    relationship.direction = relationship.direction.reverse();
                }
            }
        }
        Some(())
    })
}

/// The statement with the paths of its first clause in another order.
fn exchanged(text: &str) -> Option<String> {
    rewritten(text, |clauses| match &mut clauses.first_mut()?.kind {
        ClauseKind::Match { pattern, .. } if pattern.len() > 1 => {
            pattern.reverse();
            Some(())
        }
        _ => None,
    })
}

/// The statement with a clause for each path of the first, of which only one has relationships.
fn separated(text: &str) -> Option<String> {
    rewritten(text, |clauses| {
        let ClauseKind::Match { pattern, .. } = &mut clauses.first_mut()?.kind else { return None };
        let with_relationships = pattern.iter().filter(|part| part.pattern.elements.len() > 1).count();
        if pattern.len() < 2 || with_relationships > 1 {
            return None;
        }
        let first = pattern.remove(0);
        assert!(first.selector == PathSelector::All);
        let mut clause = clauses[0].clone();
        if let ClauseKind::Match { pattern, filter, .. } = &mut clause.kind {
            *pattern = vec![first];
            *filter = None;
        }
        clauses.insert(0, clause);
        Some(())
    })
}

type Clauses = Vec<casegraph::syntax::ast::Clause>;

fn rewritten(text: &str, rewrite: impl Fn(&mut Clauses) -> Option<()>) -> Option<String> {
    let mut statement = casegraph::syntax::parse(text).ok()?;
    let StatementBody::Query(query) = &mut statement.body else { return None };
    let [part] = query.parts.as_mut_slice() else { return None };
    rewrite(&mut part.clauses)?;
    Some(print_statement(&statement))
}

/// How the rows of a subquery differ when it is run for more rows than a batch holds.
fn repeated(database: &casegraph::Database, list: &[u16], parameters: &Map) -> Option<String> {
    const TIMES: usize = 400;
    const NUMBERS: usize = 3;
    let query = Generator::new(&mut Choices::new(list)).with_number("number");
    let called = format!("CALL (number) {{ {query} }} RETURN c0");
    let once = format!("UNWIND range(0, {}) AS number {called}", NUMBERS - 1);
    let last = TIMES * NUMBERS - 1;
    let often = format!("UNWIND range(0, {last}) AS i WITH i % {NUMBERS} AS number {called}");
    let [few, many] = [&once, &often].map(|text| ask(database, text, parameters, &every_rule().1));
    let (Answer::Rows { columns, rows }, Answer::Rows { rows: found, .. }) = (&few, &many) else {
        return None;
    };
    if rows.len() > 40 {
        return None;
    }
    let wanted = Answer::Rows { columns: columns.clone(), rows: vec![rows.as_slice(); TIMES].concat() };
    let difference =
        || format!("{often};\n{} rows, of which {TIMES} times those of\n{once};\n{few}", found.len());
    (!wanted.agrees(&many, false)).then(difference)
}

/// How a part of sorted rows differs from that part of all sorted rows.
fn cut(database: &casegraph::Database, parts: &Parts, parameters: &Map, turn: usize) -> Option<String> {
    let (skip, limit) = (turn % 3, turn % 4);
    let sorted = format!("{} RETURN {} AS e, {} AS i ORDER BY e DESC, i", parts.pattern, parts.e, parts.i);
    let cut = format!("{sorted} SKIP {skip} LIMIT {limit}");
    let [all, some] = [&sorted, &cut].map(|text| ask(database, text, parameters, &every_rule().1));
    let (Answer::Rows { rows: all, .. }, Answer::Rows { rows: some, .. }) = (&all, &some) else {
        return None;
    };
    let wanted: Vec<&String> = all.iter().skip(skip).take(limit).collect();
    (wanted != some.iter().collect::<Vec<_>>()).then(|| format!("{cut};\n{some:?}\n  of\n{all:?}"))
}
