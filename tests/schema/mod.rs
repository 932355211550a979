//! Indexes and constraints of every kind: made, listed, kept in every form that a store takes, undone, dropped, and in force.

mod kept;
mod twin;
mod undone;
mod violations;

use casegraph::export::{Selection, write_cypher};
use casegraph::{Database, Result};

/// Statements that make an index of each kind, as `SHOW INDEXES` tells them.
const INDEXES: [&str; 8] = [
    "CREATE INDEX node_composite FOR (x:N) ON (x.a, x.b)",
    "CREATE POINT INDEX node_point FOR (x:N) ON (x.p)",
    "CREATE INDEX node_range FOR (x:N) ON (x.a)",
    "CREATE TEXT INDEX node_text FOR (x:N) ON (x.`a text`)",
    "CREATE INDEX rel_composite FOR ()-[x:R]-() ON (x.a, x.b)",
    "CREATE POINT INDEX rel_point FOR ()-[x:R]-() ON (x.p)",
    "CREATE INDEX rel_range FOR ()-[x:R]-() ON (x.a)",
    "CREATE TEXT INDEX rel_text FOR ()-[x:R]-() ON (x.`a text`)",
];

/// The same of constraints.
const CONSTRAINTS: [&str; 10] = [
    "CREATE CONSTRAINT node_key FOR (x:N) REQUIRE (x.k, x.l) IS NODE KEY",
    "CREATE CONSTRAINT node_present FOR (x:N) REQUIRE (x.e) IS NOT NULL",
    "CREATE CONSTRAINT node_typed FOR (x:N) REQUIRE (x.t) IS :: INTEGER | LIST<STRING NOT NULL>",
    "CREATE CONSTRAINT node_unique FOR (x:N) REQUIRE (x.u) IS UNIQUE",
    "CREATE CONSTRAINT node_unique_pair FOR (x:N) REQUIRE (x.u, x.v) IS UNIQUE",
    "CREATE CONSTRAINT rel_key FOR ()-[x:R]-() REQUIRE (x.k, x.l) IS RELATIONSHIP KEY",
    "CREATE CONSTRAINT rel_present FOR ()-[x:R]-() REQUIRE (x.e) IS NOT NULL",
    "CREATE CONSTRAINT rel_typed FOR ()-[x:R]-() REQUIRE (x.t) IS :: ZONED DATETIME | POINT",
    "CREATE CONSTRAINT rel_unique FOR ()-[x:R]-() REQUIRE (x.u) IS UNIQUE",
    "CREATE CONSTRAINT rel_unique_pair FOR ()-[x:R]-() REQUIRE (x.u, x.v) IS UNIQUE",
];

/// Elements that keep all constraints, and others beside them.
const DATA: &str = "
    UNWIND range(0, 9) AS i
    CREATE (n:N {k: i / 5, l: i % 5, u: i, v: 1, e: true, t: i, a: i % 2, b: 'b' + i, `a text`: 'text ' + i})
    SET n.p = point({x: i, y: 1})
    CREATE (n)-[r:R {k: i / 5, l: i % 5, u: i, v: 1, e: true, a: i % 2, b: 'b' + i, `a text`: 'text ' + i}]->(:O {u: 1})
    SET r.p = point({x: i, y: 1}), r.t = CASE i WHEN 0 THEN datetime('2020-01-01T00:00Z') ELSE r.p END";

/// Statements that one constraint each forbids, and that constraint.
const FORBIDDEN: [(&str, &str); 10] = [
    ("CREATE (:N {k: 1, l: 1, e: 1})", "node_key"),
    ("CREATE (:N {k: 9, l: 1})", "node_present"),
    ("MATCH (n:N {k: 1, l: 1}) SET n.t = 'text'", "node_typed"),
    ("MATCH (n:N {k: 1, l: 1}) SET n.v = 2, n.u = 5", "node_unique"),
    ("CREATE (:N {k: 9, l: 1, e: 1, u: 5, v: 1})", "node_unique"),
    ("MATCH ()-[r:R {u: 5}]->() SET r.l = 1", "rel_key"),
    ("MATCH ()-[r:R {u: 5}]->() REMOVE r.e", "rel_present"),
    ("MATCH ()-[r:R {u: 5}]->() SET r.t = date('2020-01-01')", "rel_typed"),
    ("MATCH ()-[r:R {u: 5}]->() SET r.u = 6", "rel_unique"),
    ("MATCH (n:N {u: 0}) CREATE (n)-[:R {k: 9, l: 9, e: 1, u: 0, v: 1}]->(n)", "rel_unique"),
];

/// Questions that each index, and that behind each uniqueness rule, answers, and how many rows they have.
const SOUGHT: [(&str, usize); 12] = [
    ("MATCH (n:N) WHERE n.a = 1 AND n.b = 'b3' RETURN n", 1),
    ("MATCH (n:N) WHERE point.distance(n.p, point({x: 5, y: 1})) < 1.5 RETURN n", 3),
    ("MATCH (n:N) WHERE n.a = 1 RETURN n", 5),
    ("MATCH (n:N) WHERE n.`a text` = 'text 4' RETURN n", 1),
    ("MATCH ()-[r:R]->() WHERE r.a = 1 AND r.b = 'b3' RETURN r", 1),
    ("MATCH ()-[r:R]->() WHERE point.withinBBox(r.p, point({x: 5, y: 0}), point({x: 7, y: 2})) RETURN r", 3),
    ("MATCH ()-[r:R]->() WHERE r.a = 1 RETURN r", 5),
    ("MATCH ()-[r:R]->() WHERE r.`a text` STARTS WITH 'text 4' RETURN r", 1),
    ("MATCH (n:N {k: 1, l: 1}) RETURN n", 1),
    ("MATCH (n:N {u: 3}) RETURN n", 1),
    ("MATCH ()-[r:R {k: 1, l: 1}]->() RETURN r", 1),
    ("MATCH ()-[r:R {u: 3}]->() RETURN r", 1),
];

/// Everything that the language tells about the schema, but for the numbers that stand for order.
const TOLD: [&str; 8] = [
    "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint, createStatement, \
     entries, distinctKeys ORDER BY name",
    "SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties, ownedIndex, propertyType, \
     createStatement ORDER BY name",
    "CALL db.labels()",
    "CALL db.relationshipTypes()",
    "CALL db.propertyKeys()",
    "CALL db.schema.visualization()",
    "CALL db.schema.nodeTypeProperties()",
    "CALL db.schema.relTypeProperties()",
];

fn run_all(database: &Database, statements: &[&str]) -> Result<()> {
    statements.iter().try_for_each(|statement| database.query(statement).run().map(drop))
}

/// A store with all kinds of indexes and constraints, and elements.
fn fill(database: &Database) -> Result<()> {
    run_all(database, &INDEXES)?;
    database.query(DATA).run()?;
    run_all(database, &CONSTRAINTS)
}

/// The rows of a query, a line each.
fn rows(database: &Database, query: &str) -> Result<Vec<String>> {
    let rows = database.query(query).run()?.rows()?;
    Ok(rows.into_iter().map(|row| format!("{:?}", row.values())).collect())
}

fn told(database: &Database) -> Result<Vec<String>> {
    let answers: Vec<Vec<String>> = TOLD.iter().map(|query| rows(database, query)).collect::<Result<_>>()?;
    Ok(answers.concat())
}

/// All of the graph as text.
fn content(database: &Database) -> String {
    let snapshot = database.snapshot();
    let mut text = Vec::new();
    let selection = Selection::everything(snapshot.state());
    write_cypher(snapshot.state(), &selection, &mut text).expect("a vector takes everything");
    String::from_utf8(text).expect("a script is UTF-8")
}

/// The detail and message of the error that a statement is refused with; nothing may have changed by it.
fn refusal(database: &Database, statement: &str) -> String {
    let before = content(database);
    let answer = database.query(statement).run().and_then(|mut result| result.rows());
    let error = answer.map(drop).expect_err(statement);
    assert_eq!(content(database), before, "{statement}");
    assert_eq!(database.snapshot().check(), [""; 0], "{statement}");
    format!("{:?} {}: {}", error.class(), error.detail(), error.message())
}

/// All indexes answer their questions.
fn assert_answering(database: &Database, form: &str) -> Result<()> {
    assert_eq!(database.snapshot().check(), [""; 0], "{form}");
    for (query, found) in SOUGHT {
        let plan = rows(database, &format!("EXPLAIN {query}"))?.concat();
        assert!(plan.contains("IndexSeek"), "{form}: {query}: {plan}");
        assert_eq!(rows(database, query)?.len(), found, "{form}: {query}");
    }
    Ok(())
}

/// All constraints forbid what breaks them.
fn assert_enforcing(database: &Database, form: &str) {
    for (statement, constraint) in FORBIDDEN {
        let refusal = refusal(database, statement);
        assert!(refusal.starts_with("ConstraintValidationFailed Property"), "{form}: {statement}: {refusal}");
        assert!(
            refusal.ends_with(&format!("against constraint `{constraint}`")),
            "{form}: {statement}: {refusal}"
        );
    }
}

#[test]
fn each_kind_is_told_as_it_was_made() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    let told = |what: &str| -> Result<Vec<String>> {
        let query = format!(
            "SHOW {what} YIELD name, createStatement AS it ORDER BY name WHERE it CONTAINS $what RETURN it"
        );
        database
            .query(&query)
            .param("what", what.trim_end_matches("ES").trim_end_matches('S'))
            .run()?
            .rows_as()
    };
    assert_eq!(told("INDEXES")?, INDEXES);
    assert_eq!(told("CONSTRAINTS")?, CONSTRAINTS);
    assert_answering(&database, "new")?;
    assert_enforcing(&database, "new");
    Ok(())
}

#[test]
fn each_kind_is_dropped_by_its_name_once() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    let name = |statement: &str| statement.split(' ').find(|it| it.contains('_')).map(str::to_owned);
    let indexes = INDEXES.iter().map(|statement| ("INDEX", name(statement)));
    let constraints = CONSTRAINTS.iter().map(|statement| ("CONSTRAINT", name(statement)));
    for (what, name) in indexes.chain(constraints) {
        let name = name.expect("each has a name");
        let stats = database.query(&format!("DROP {what} {name}")).run()?.summary().counters;
        assert_eq!(stats.indexes_removed + stats.constraints_removed, 1, "{name}");
        assert!(refusal(&database, &format!("DROP {what} {name}")).contains("NotFound"), "{name}");
        let again = database.query(&format!("DROP {what} {name} IF EXISTS")).run()?.summary().counters;
        assert_eq!(again.indexes_removed + again.constraints_removed, 0, "{name}");
    }
    for listing in ["SHOW INDEXES", "SHOW CONSTRAINTS"] {
        assert_eq!(rows(&database, listing)?, [""; 0]);
    }
    for (statement, _) in FORBIDDEN {
        database.query(statement).run()?;
    }
    Ok(())
}
