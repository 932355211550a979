//! Indexes in use: how many entries are looked at, and that the answers are those without indexes, for values of every
//! type.

use casegraph::optimize::OptimizerOptions;
use casegraph::{Database, Result};

/// A thousand people, of whom every tenth has no nickname, in a ring of relationships.
fn people() -> Result<Database> {
    let database = Database::in_memory();
    for statement in [
        "CREATE CONSTRAINT FOR (p:P) REQUIRE p.id IS UNIQUE",
        "CREATE INDEX FOR (p:P) ON (p.age)",
        "CREATE INDEX FOR (p:P) ON (p.city, p.age)",
        "CREATE INDEX FOR (p:P) ON (p.nick)",
        "CREATE TEXT INDEX FOR (p:P) ON (p.rare)",
        "CREATE POINT INDEX FOR (p:P) ON (p.at)",
        "CREATE INDEX FOR ()-[r:R]-() ON (r.w)",
        "UNWIND range(0, 999) AS i CREATE (p:P {id: i, age: i / 10, city: 'c' + i % 10, at: point({x: i, y: 0})}) \
         SET p.nick = CASE WHEN i % 10 = 0 THEN null ELSE 'n' + i END, \
             p.rare = CASE WHEN i % 100 = 0 THEN 'rare ' + i END",
        "MATCH (p:P) MATCH (q:P {id: (p.id + 1) % 1000}) CREATE (p)-[:R {w: p.id}]->(q)",
        "CREATE INDEX FOR (q:Q) ON (q.id)",
        "CREATE INDEX FOR ()-[s:S]-() ON (s.w)",
        "MATCH (p:P {id: 999}) SET p:Q CREATE (p)-[:S {w: 3}]->(p) WITH p UNWIND range(0, 9) AS i CREATE (:Q {id: i})",
    ] {
        database.query(statement).run()?.rows()?;
    }
    Ok(database)
}

/// How many entries the seek of a query looked at.
fn hits(database: &Database, query: &str) -> Result<String> {
    let rows = database.query(&format!("PROFILE {query}")).run()?.rows()?;
    let lines: Vec<String> = rows.into_iter().map(|row| format!("{:?}", row.into_values())).collect();
    let Some(at) = lines[0].find("Hits") else { return Ok(lines.join("\n")) };
    let seek = lines.iter().find(|line| line.contains("Seek")).cloned().unwrap_or_default();
    let text: String = seek.chars().skip(lines[0][..at].chars().count()).collect();
    let digits: String = text.trim_start().chars().take_while(char::is_ascii_digit).collect();
    Ok(if digits.is_empty() { lines.join("\n") } else { digits })
}

#[test]
fn only_what_is_wanted_is_looked_at() -> Result<()> {
    let database = people()?;
    let mut wrong = Vec::new();
    for (query, wanted) in [
        ("MATCH (p:P {id: 500}) RETURN p", 1),
        ("MATCH (p:P) WHERE p.id = 5000 RETURN p", 1),
        ("MATCH (p:P) WHERE p.id IN [1, 2, 3, 3.0] RETURN p", 3),
        ("MATCH (p:P) WHERE p.id = 1 OR p.id = 2 RETURN p", 2),
        ("MATCH (p:P) WHERE p.id >= 990 RETURN p", 10),
        ("MATCH (p:P) WHERE 10 < p.id <= 15 RETURN p", 5),
        ("MATCH (p:P) WHERE p.nick STARTS WITH 'n99' RETURN p", 10),
        ("MATCH (p:P) WHERE p.rare CONTAINS '5' RETURN p", 10),
        ("MATCH (p:P) WHERE p.rare ENDS WITH '500' RETURN p", 10),
        ("MATCH (p:P) WHERE p.rare IS NOT NULL RETURN p", 10),
        ("MATCH (p:P {city: 'c7', age: 50}) RETURN p", 1),
        ("MATCH (p:P {city: 'c7'}) WHERE p.age >= 95 RETURN p", 5),
        // A call of point() counts too.
        ("MATCH (p:P) WHERE point.distance(p.at, point({x: 500, y: 0})) <= 2 RETURN p", 5 + 1),
        (
            "MATCH (p:P) WHERE point.withinBBox(p.at, point({x: 7.5, y: -1}), point({x: 9, y: 1})) RETURN p",
            2 + 2,
        ),
        ("MATCH (p:P) RETURN p.id ORDER BY p.id LIMIT 10", 10),
        ("MATCH (p:P) RETURN p.id ORDER BY p.id DESC SKIP 5 LIMIT 10", 15),
        ("MATCH (p:P) WHERE p.age > 20 RETURN p.id ORDER BY p.age LIMIT 10", 10),
        ("MATCH (p:P {city: 'c7'}) WHERE p.age > 20 RETURN p.id ORDER BY p.age DESC LIMIT 3", 3),
        ("MATCH (p:P) RETURN min(p.id) AS m", 1),
        ("MATCH (p:P) WHERE p.id < 500 RETURN max(p.id) AS m", 1),
        ("MATCH (p:P {age: 7}) RETURN count(*) AS n", 10),
        ("MATCH (p:P) WITH p ORDER BY p.id LIMIT 3 MATCH (p)-[r:R]->(q) RETURN q.id", 3),
        ("MATCH (p:P) WHERE p.id % 2 = 0 RETURN p.age AS a ORDER BY p.id LIMIT 5", 16),
        ("MATCH (p:P) WHERE p.nick IS NOT NULL RETURN p.nick ORDER BY p.nick DESC LIMIT 2", 2),
        ("MATCH (p:P) WHERE p.nick CONTAINS '9' RETURN p.nick ORDER BY p.nick DESC LIMIT 2", 16),
        ("MATCH (p:P) WHERE p.nick STARTS WITH 'n5' RETURN p.nick ORDER BY p.nick LIMIT 2", 2),
        ("MATCH (p:P) RETURN p.nick ORDER BY p.nick LIMIT 2", 2),
        ("MATCH (p:P) WITH max(p.id) AS last MATCH (q:P {id: last}) RETURN q.age", 1),
        ("MATCH ()-[r:R]->() RETURN r.w ORDER BY r.w LIMIT 10", 10),
        ("MATCH (a)-[r:R]->(b) WHERE r.w > 500 RETURN a.id, b.id ORDER BY r.w DESC LIMIT 10", 10),
        ("MATCH ()-[r:R]->() RETURN min(r.w) AS w", 1),
        ("MATCH ()-[r:R]-() RETURN max(r.w) AS w", 1),
        ("MATCH (a)-[r:R {w: 500}]->(b) RETURN a.id, b.id", 1),
        ("MATCH (a)-[r:R]-(b) WHERE r.w < 3 RETURN a.id, b.id", 3),
        ("MATCH (a:P)-[r:R]->(b)-[s:R]->(c) WHERE s.w IN [1, 2] RETURN a.id, c.id", 2),
        ("MATCH (p:P|Q) WHERE p.id = 500 RETURN p", 1),
        ("MATCH (p) WHERE (p:Q OR p:P) AND p.id IN [998, 999] RETURN p", 3),
        ("MATCH (a)-[r:R|S|R {w: 3}]->(b) RETURN a.id, b.id", 2),
        ("MERGE (p:P {id: 77}) RETURN p.age", 1),
        ("UNWIND [1, 2] AS i MERGE (p:P {id: i}) RETURN p.age", 2),
    ] {
        let hits = hits(&database, query)?;
        if hits != wanted.to_string() {
            wrong.push(format!("{query}: {hits} for {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Literals of values of every type a property can have.
const VALUES: [&str; 44] = [
    "null",
    "1",
    "1.0",
    "2",
    "-0.0",
    "0",
    "1.5",
    "9007199254740993",
    "9007199254740992.0",
    "0.0 / 0.0",
    "1.0 / 0.0",
    "''",
    "'a'",
    "'ab'",
    "'b'",
    "'1'",
    "true",
    "false",
    "[]",
    "[1, 2]",
    "[1.0, 2]",
    "[0.0 / 0.0]",
    "['a']",
    "date('2020-01-01')",
    "date('2020-06-01')",
    "time('12:00+01:00')",
    "time('11:00Z')",
    "localtime('11:00')",
    "datetime('2020-01-01T12:00+01:00')",
    "datetime('2020-01-01T11:00Z')",
    "datetime('2020-01-01T12:00[Europe/Stockholm]')",
    "localdatetime('2020-01-01T12:00')",
    "duration('P1D')",
    "duration('PT24H')",
    "point({x: 1, y: 2})",
    "point({x: 1, y: 2, z: 3})",
    "point({longitude: 12, latitude: 55})",
    "point({x: -0.0, y: 0})",
    "reduce(t = '', i IN range(1, 9) | t + 'a piece of a text that is long, ')",
    "reduce(t = '', i IN range(1, 9) | t + 'a piece of a text that is long, ') + 'c'",
    "9223372036854775807",
    "9223372036854775807.0",
    "[date('2020-01-01'), date('2020-06-01')]",
    "duration('PT86400S')",
];

const INDEXES: [&str; 9] = [
    "CREATE INDEX FOR (k:K) ON (k.x)",
    "CREATE INDEX FOR (k:K) ON (k.k, k.x)",
    "CREATE INDEX FOR ()-[s:S]-() ON (s.x)",
    "CREATE INDEX FOR ()-[s:S]-() ON (s.k, s.x)",
    "CREATE INDEX FOR (n:N) ON (n.x)",
    "CREATE INDEX FOR (n:N) ON (n.k, n.x)",
    "CREATE INDEX FOR (n:M) ON (n.p)",
    "CREATE INDEX FOR ()-[r:R]-() ON (r.x)",
    "CREATE INDEX FOR ()-[r:R]-() ON (r.k, r.x)",
];

/// Two nodes, and two relationships, for each value, and points; others without the label and type.
fn of_all_types(indexed: bool) -> Result<Database> {
    let database = Database::in_memory();
    for index in INDEXES.iter().filter(|_| indexed) {
        database.query(index).run()?;
    }
    let mut script = "CREATE (o:O {i: -1})".to_owned();
    for (i, value) in VALUES.iter().chain(&VALUES).enumerate() {
        let k = i % 3;
        let turn = (i + i / VALUES.len()) % 4;
        let (labels, rel_type) = (["N", "N:K", "K:N", "K"][turn], ["R", "R", "R", "S"][turn]);
        let properties = format!("i: {i}, k: {k}, x: {value}");
        script += &format!(" CREATE (n{i}:{labels} {{{properties}}})-[:{rel_type} {{{properties}}}]->(o)");
    }
    script += " CREATE (:O {i: 900, x: 1})-[:S {i: 900, x: 1}]->(l), (l)-[:R {i: 901, x: 1, k: 1}]->(l)";
    for (i, at) in
        ["x: 1, y: 1", "x: 2, y: 0", "x: 5, y: 1.5", "x: 1, y: 1, z: 1", "longitude: 179.5, latitude: 1"]
            .iter()
            .chain(&[
                "longitude: -179.5, latitude: 1",
                "longitude: 12, latitude: 80",
                "longitude: 12.1, latitude: 55",
            ])
            .enumerate()
    {
        script += &format!(" CREATE (:M {{i: {i}, p: point({{{at}}})}})");
    }
    database.query(&script).run()?;
    Ok(database)
}

fn conditions() -> Vec<String> {
    let mut all = Vec::new();
    for (at, value) in VALUES.iter().enumerate() {
        for op in ["=", "<", "<=", ">", ">="] {
            all.push(format!("e.x {op} {value}"));
        }
        let other = VALUES[(at * 7 + 3) % VALUES.len()];
        all.push(format!("e.x IN [{value}, {other}, {value}]"));
        all.push(format!("e.x = {value} OR e.x = {other}"));
        all.push(format!("e.k = 1 AND e.x = {value}"));
        all.push(format!("e.k = 1.0 AND e.x IN [{value}, {other}]"));
        all.push(format!("e.k = 1 AND {value} <= e.x"));
        all.push(format!("e.k = {value} AND e.x IS NOT NULL"));
        for third in VALUES.iter().skip(at % 7).step_by(7) {
            all.push(format!("{value} <= e.x AND e.x < {third}"));
        }
    }
    for text in ["''", "'a'", "'b'", "null", "1"] {
        for op in ["STARTS WITH", "CONTAINS", "ENDS WITH"] {
            all.push(format!("e.x {op} {text}"));
        }
    }
    all.extend(
        ["e.x IS NOT NULL", "e.x IS NULL", "e.k = 1 AND e.x IS NOT NULL", "e.x <> 1"].map(String::from),
    );
    all
}

/// The rows, sorted unless the query sorts them; an error's class.
fn rows(database: &Database, query: &str, options: OptimizerOptions) -> Vec<String> {
    let answer = database.query(query).optimizer(options).run().and_then(|mut result| result.rows());
    let mut rows: Vec<String> = match answer {
        Ok(rows) => rows.into_iter().map(|row| format!("{:?}", row.into_values())).collect(),
        Err(error) => vec![format!("{:?} {}", error.class(), error.detail())],
    };
    if !query.contains("ORDER BY") {
        rows.sort();
    }
    rows
}

fn assert_equal_answers(plain: &Database, indexed: &Database, query: &str) {
    let wanted = rows(plain, query, OptimizerOptions::none());
    assert_eq!(rows(indexed, query, OptimizerOptions::default()), wanted, "{query}");
}

#[test]
fn answers_are_those_without_indexes() -> Result<()> {
    let (plain, indexed) = (of_all_types(false)?, of_all_types(true)?);
    for (at, condition) in conditions().iter().enumerate() {
        let node = ["(e:N)", "(e:N|K)", "(e:K|N|Unknown)", "(e:N&K)"][at % 4];
        assert_equal_answers(&plain, &indexed, &format!("MATCH {node} WHERE {condition} RETURN e.i"));
        let pattern = ["(a)-[e:R]->(b)", "(a)-[e:R]-(b)", "(a)<-[e:S|R]-(b)", "(a)-[e:R|S|R]-(b)"][at % 4];
        assert_equal_answers(
            &plain,
            &indexed,
            &format!("MATCH {pattern} WHERE {condition} RETURN a.i, e.i, b.i"),
        );
    }
    Ok(())
}

#[test]
fn answers_depend_on_no_literal() -> Result<()> {
    let (plain, indexed) = (of_all_types(false)?, of_all_types(true)?);
    let values = VALUES.join(", ");
    for condition in [
        "e.x = v",
        "e.x < v",
        "v <= e.x",
        "e.x IN [v, 1]",
        "e.x STARTS WITH v",
        "e.k = 1 AND e.x > v",
        "e.x CONTAINS v",
    ] {
        for pattern in ["(e:N)", "(e:N|K)", "()-[e:R]->()", "()-[e:S|R]-()"] {
            let query = format!("UNWIND [{values}] AS v MATCH {pattern} WHERE {condition} RETURN v, e.i");
            assert_equal_answers(&plain, &indexed, &query);
        }
    }
    Ok(())
}

#[test]
fn the_order_is_that_of_a_sort() -> Result<()> {
    let (plain, indexed) = (of_all_types(false)?, of_all_types(true)?);
    for order in ["e.x", "e.x DESC"] {
        for limit in ["LIMIT 1", "LIMIT 7", "SKIP 3 LIMIT 20", "SKIP 60 LIMIT 100", "LIMIT 0"] {
            for filter in [
                "",
                "WHERE e.x > 0",
                "WHERE e.x IS NOT NULL",
                "WHERE e.i % 2 = 0",
                "WHERE e.k = 1 AND e.x < 'b'",
            ] {
                let query = format!("MATCH (e:N) {filter} RETURN e.x AS x, e.i ORDER BY {order} {limit}");
                assert_equal_answers(&plain, &indexed, &query);
                let query =
                    format!("MATCH (e:N) {filter} WITH e ORDER BY {order} {limit} RETURN e.i ORDER BY e.i");
                assert_equal_answers(&plain, &indexed, &query);
                let query = format!(
                    "MATCH ()-[e:R]->(:O {{i: -1}}) {filter} RETURN e.x AS x, e.i ORDER BY {order} {limit}"
                );
                assert_equal_answers(&plain, &indexed, &query);
            }
        }
    }
    for filter in ["", "WHERE e.x > 0", "WHERE e.x = 5", "WHERE e.x < 'b'", "WHERE e.i > 40"] {
        for function in ["min", "max"] {
            for pattern in ["(e:N)", "()-[e:R]->()", "()-[e:R]-()"] {
                let query = format!("MATCH {pattern} {filter} RETURN {function}(e.x) AS x");
                assert_equal_answers(&plain, &indexed, &query);
            }
        }
    }
    Ok(())
}

#[test]
fn ids_are_found_as_they_are_compared() -> Result<()> {
    let (plain, indexed) = (of_all_types(false)?, of_all_types(true)?);
    for function in ["id", "elementId"] {
        for value in
            ["1", "1.0", "'n1'", "'n01'", "'r1'", "'1'", "-1", "1.5", "null", "'n99999999999'", "'n'"]
        {
            for condition in ["= v", "IN [v]", "IN [v, 1, 'n1', v, 1.0, 2, 'n2']"] {
                let condition = condition.replace('v', value);
                let query = format!("MATCH (n) WHERE {function}(n) {condition} RETURN n.i");
                assert_equal_answers(&plain, &indexed, &query);
                let query = format!("UNWIND [{value}, 3] AS w MATCH (n) WHERE {function}(n) = w RETURN n.i");
                assert_equal_answers(&plain, &indexed, &query);
                let condition = condition.replace("'n", "'r");
                for pattern in ["(a)-[r]->(b)", "(a)-[r:R]-(b)", "(a)<-[r:S|R]-(b)", "(a:O)-[r]-()--(b)"] {
                    let query = format!(
                        "MATCH {pattern} WHERE {function}(r) {condition} RETURN a.i, r.i, b.i ORDER BY a.i, r.i, b.i"
                    );
                    assert_equal_answers(&plain, &indexed, &query);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn ids_are_sought() -> Result<()> {
    let database = people()?;
    for (query, wanted) in [
        ("MATCH (p:P) WHERE id(p) = 7 RETURN p", 1),
        ("MATCH (p:P) WHERE elementId(p) IN ['n7', 'n8'] RETURN p", 2),
        ("UNWIND ['n7', 'n8', 'n9'] AS id MATCH (p:P) WHERE elementId(p) = id RETURN p", 3),
        ("MATCH ()-[r]->() WHERE id(r) = 7 RETURN r", 1),
        ("MATCH (p:P)-[r:R]-(q) WHERE elementId(r) = 'r7' RETURN p, q", 1),
        ("MATCH (p:P)-[r:R]->(q) WHERE id(r) IN [7, 8, 9999] DELETE r", 3),
    ] {
        assert_eq!(hits(&database, query)?, wanted.to_string(), "{query}");
    }
    Ok(())
}

#[test]
fn points_are_found_where_they_are() -> Result<()> {
    let (plain, indexed) = (of_all_types(false)?, of_all_types(true)?);
    let near = ["{x: 1, y: 1}", "{x: 4, y: 1}", "{x: 1, y: 1, z: 0}"].map(|at| (at, [0.0, 1.0, 1.5, 4.1]));
    let far = [
        "{longitude: 179.9, latitude: 1}",
        "{longitude: 12, latitude: 56}",
        "{longitude: 100, latitude: 89}",
    ]
    .map(|at| (at, [1000.0, 120_000.0, 800_000.0, 1e7]));
    for (at, distances) in near.into_iter().chain(far) {
        for distance in distances {
            for op in ["<", "<="] {
                let query =
                    format!("MATCH (m:M) WHERE point.distance(m.p, point({at})) {op} {distance} RETURN m.i");
                assert_equal_answers(&plain, &indexed, &query);
            }
        }
    }
    for (from, to) in [
        ("{x: 0, y: 0}", "{x: 3, y: 1}"),
        ("{x: 3, y: 0}", "{x: 0, y: 1}"),
        ("{x: 0, y: 0, z: 0}", "{x: 3, y: 1, z: 1}"),
        ("{longitude: 170, latitude: 0}", "{longitude: -170, latitude: 2}"),
        ("{longitude: 11, latitude: 50}", "{longitude: 13, latitude: 90}"),
        ("{x: 0, y: 0}", "{longitude: 13, latitude: 90}"),
    ] {
        let query = format!("MATCH (m:M) WHERE point.withinBBox(m.p, point({from}), point({to})) RETURN m.i");
        assert_equal_answers(&plain, &indexed, &query);
    }
    Ok(())
}
