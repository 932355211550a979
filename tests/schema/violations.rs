//! Whatever breaks a constraint is refused with an error that names the values, the elements and the constraint, and changes
//! nothing.

use casegraph::{Database, Result};

use super::{CONSTRAINTS, DATA, fill, refusal, run_all};

/// Statements, and the error each is refused with.
fn assert_refused(database: &Database, cases: &[(&str, &str)]) {
    let answers: Vec<String> =
        cases.iter().map(|(statement, _)| format!("{statement}\n{}", refusal(database, statement))).collect();
    let wanted: Vec<String> = cases
        .iter()
        .map(|(statement, error)| format!("{statement}\nConstraintValidationFailed {error}"))
        .collect();
    assert_eq!(answers.join("\n\n"), wanted.join("\n\n"));
}

#[test]
fn equal_values_are_refused_however_they_are_written() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    database.query("CREATE (:M {k: 0, l: 0, e: 1}), (:M {k: 9, l: 9, e: 1, u: 5, v: 1})").run()?;
    let key = "both have `k` = 0 and `l` = 0, against constraint `node_key`";
    let unique = "both have `u` = 5, against constraint `node_unique`";
    assert_refused(
        &database,
        &[
            (
                "CREATE (:N {k: 0, l: 0, e: 1})",
                &format!("PropertyUniqueness: node 0 and node 22 under `N` {key}"),
            ),
            (
                "CREATE (:N {k: 0.0, l: -0.0, e: 1})",
                &format!("PropertyUniqueness: node 0 and node 22 under `N` {key}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n.k = 0, n.l = 0",
                &format!("PropertyUniqueness: node 0 and node 3 under `N` {key}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n = {u: 5, e: 1, k: 8, l: 8}",
                &format!("PropertyUniqueness: node 5 and node 3 under `N` {unique}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n += {u: 5}",
                &format!("PropertyUniqueness: node 5 and node 3 under `N` {unique}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n['u'] = 5",
                &format!("PropertyUniqueness: node 5 and node 3 under `N` {unique}"),
            ),
            (
                "MATCH (m:M {k: 0}) SET m:N",
                &format!("PropertyUniqueness: node 0 and node 20 under `N` {key}"),
            ),
            (
                "MATCH (m:M {k: 9}) SET m:$('N')",
                &format!("PropertyUniqueness: node 5 and node 21 under `N` {unique}"),
            ),
            (
                "MERGE (n:N {k: 0, l: 0, x: 1}) ON CREATE SET n.e = 1",
                &format!("PropertyUniqueness: node 0 and node 22 under `N` {key}"),
            ),
            (
                "MATCH (n:N {u: 3}) FOREACH (i IN [3, 4, 5] | SET n.u = i)",
                "PropertyUniqueness: node 4 and node 3 under `N` both have `u` = 4, against constraint `node_unique`",
            ),
            (
                "UNWIND [20, 21, 22, 20] AS u CREATE (n:N {k: u, l: 1, e: 1}) SET n.k = u",
                "PropertyUniqueness: node 22 and node 25 under `N` both have `k` = 20 and `l` = 1, against constraint `node_key`",
            ),
            (
                "MATCH (n:N {u: 3}) CALL (n) { SET n.u = 5 } RETURN n",
                &format!("PropertyUniqueness: node 5 and node 3 under `N` {unique}"),
            ),
            (
                "INSERT (:N {k: 0, l: 0, e: 1})",
                &format!("PropertyUniqueness: node 0 and node 22 under `N` {key}"),
            ),
            (
                "MATCH ()-[r:R {u: 3}]->() SET r.u = 5",
                "PropertyUniqueness: relationship 5 and relationship 3 under `R` both have `u` = 5, against constraint `rel_unique`",
            ),
            (
                "MATCH (a:N {u: 0}), (b:N {u: 1}) MERGE (a)-[r:R {k: 0, l: 0}]->(b)",
                "PropertyUniqueness: relationship 0 and relationship 10 under `R` both have `k` = 0 and `l` = 0, against constraint `rel_key`",
            ),
        ],
    );
    Ok(())
}

#[test]
fn missing_values_and_values_of_other_types_are_refused() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    database.query("CREATE (:M {k: 9, l: 9}), (:M {k: 9, l: 9, e: 1, t: 1.5})").run()?;
    let absent = "under `N` has no `e`, against constraint `node_present`";
    let typed = "which is not of type INTEGER | LIST<STRING NOT NULL>, against constraint `node_typed`";
    assert_refused(
        &database,
        &[
            ("CREATE (:N {k: 9, l: 9})", &format!("PropertyPresence: node 22 {absent}")),
            (
                "CREATE (:N {k: 9, e: 1})",
                "PropertyPresence: node 22 under `N` has no `l`, against constraint `node_key`",
            ),
            ("CREATE (:N {k: 9, l: 9, e: null})", &format!("PropertyPresence: node 22 {absent}")),
            ("MATCH (n:N {u: 3}) REMOVE n.e", &format!("PropertyPresence: node 3 {absent}")),
            ("MATCH (n:N {u: 3}) SET n.e = null", &format!("PropertyPresence: node 3 {absent}")),
            ("MATCH (n:N {u: 3}) SET n = {k: 9, l: 9}", &format!("PropertyPresence: node 3 {absent}")),
            ("MATCH (m:M) WHERE m.e IS NULL SET m:N", &format!("PropertyPresence: node 20 {absent}")),
            ("MERGE (n:N {k: 9, l: 9})", &format!("PropertyPresence: node 22 {absent}")),
            (
                "MATCH (m:M {t: 1.5}) SET m:N",
                &format!("PropertyType: node 21 under `N` has `t` = 1.5, {typed}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n.t = ['a', 'b'], n.t = 'a'",
                &format!("PropertyType: node 3 under `N` has `t` = 'a', {typed}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n.t = [1, 2]",
                &format!("PropertyType: node 3 under `N` has `t` = [1, 2], {typed}"),
            ),
            (
                "MATCH (n:N {u: 3}) SET n.t = true RETURN n",
                &format!("PropertyType: node 3 under `N` has `t` = true, {typed}"),
            ),
            (
                "MATCH ()-[r:R {u: 3}]->() REMOVE r.k",
                "PropertyPresence: relationship 3 under `R` has no `k`, against constraint `rel_key`",
            ),
            (
                "MATCH ()-[r:R {u: 3}]->() SET r = {k: 9, l: 9}",
                "PropertyPresence: relationship 3 under `R` has no `e`, against constraint `rel_present`",
            ),
            (
                "MATCH ()-[r:R {u: 3}]->() SET r.t = localdatetime('2020-01-01T00:00')",
                "PropertyType: relationship 3 under `R` has `t` = localdatetime('2020-01-01T00:00'), which is not of type ZONED DATETIME | POINT, against constraint `rel_typed`",
            ),
        ],
    );
    Ok(())
}

#[test]
fn a_constraint_is_refused_by_what_is_there() -> Result<()> {
    let database = Database::in_memory();
    database.query(DATA).run()?;
    run_all(
        &database,
        &[
            "MATCH (n:N {u: 4}) SET n.u = 3, n.k = 0, n.l = 3, n.t = 1.0 REMOVE n.e",
            "MATCH ()-[r:R {u: 7}]->() SET r.u = 8, r.k = 1, r.l = 3, r.t = 'text' REMOVE r.e",
        ],
    )?;
    let broken = [
        "Uniqueness: node 3 and node 4 under `N` both have `k` = 0 and `l` = 3, against constraint `node_key`",
        "Presence: node 4 under `N` has no `e`, against constraint `node_present`",
        "Type: node 4 under `N` has `t` = 1.0, which is not of type INTEGER | LIST<STRING NOT NULL>, against constraint `node_typed`",
        "Uniqueness: node 3 and node 4 under `N` both have `u` = 3, against constraint `node_unique`",
        "Uniqueness: node 3 and node 4 under `N` both have `u` = 3 and `v` = 1, against constraint `node_unique_pair`",
        "Uniqueness: relationship 7 and relationship 8 under `R` both have `k` = 1 and `l` = 3, against constraint `rel_key`",
        "Presence: relationship 7 under `R` has no `e`, against constraint `rel_present`",
        "Type: relationship 7 under `R` has `t` = 'text', which is not of type ZONED DATETIME | POINT, against constraint `rel_typed`",
        "Uniqueness: relationship 7 and relationship 8 under `R` both have `u` = 8, against constraint `rel_unique`",
        "Uniqueness: relationship 7 and relationship 8 under `R` both have `u` = 8 and `v` = 1, against constraint `rel_unique_pair`",
    ];
    let broken: Vec<String> = broken.iter().map(|error| format!("Property{error}")).collect();
    let cases: Vec<(&str, &str)> = CONSTRAINTS.into_iter().zip(broken.iter().map(String::as_str)).collect();
    assert_refused(&database, &cases);
    Ok(())
}

#[test]
fn values_may_change_places_by_way_of_others() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    run_all(
        &database,
        &[
            "MATCH (a:N {u: 1}), (b:N {u: 2}) SET a.u = null, b.u = 1, a.u = 2",
            "MATCH (n:N {u: 3}) DETACH DELETE n CREATE (:N {u: 3, k: 0, l: 3, e: 1})",
            "MATCH (n:N {u: 5}) REMOVE n:N CREATE (:N {u: 5, k: 1, l: 0, e: 1})",
            "MATCH (n:N {u: 6}) SET n.u = 6, n = properties(n), n += {u: 6.0}",
            "MATCH (a)-[r:R {u: 6}]->(b) WITH a, b, r, properties(r) AS p DELETE r CREATE (b)-[s:R]->(a) SET s = p",
        ],
    )?;
    assert_eq!(database.snapshot().check(), [""; 0]);
    Ok(())
}

#[test]
fn a_map_changes_values_that_are_unique_together_at_once() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    for (statement, set) in [
        ("MATCH (n:N {k: 0, l: 1}) SET n += {k: 1, l: 7}", 2),
        ("MATCH (n:N {k: 0, l: 2}) SET n = {k: 1, l: 8, e: true, u: 2, v: 1}", 7),
        ("MATCH (n:N {k: 1, l: 8}) SET n += {k: 1, l: 8, e: true}", 0),
        ("MATCH (n:N {k: 0, l: 4}) SET n += {v: null, u: null}", 2),
        ("MATCH (n:N {u: 0, v: 1}) SET n += {v: 2, u: 1.5}", 2),
        ("MATCH ()-[r:R {k: 0, l: 1}]->() SET r += {k: 1, l: 7}", 2),
    ] {
        assert_eq!(database.query(statement).run()?.summary().counters.properties_set, set, "{statement}");
    }
    let taken = "MATCH (n:N {k: 1, l: 8}) SET n += {k: 1, l: 1}";
    assert!(
        refusal(&database, taken).ends_with("both have `k` = 1 and `l` = 1, against constraint `node_key`")
    );
    assert_eq!(database.snapshot().check(), [""; 0]);
    Ok(())
}

#[test]
fn a_long_value_is_cut_in_the_error() -> Result<()> {
    let database = Database::in_memory();
    database.query("CREATE CONSTRAINT c FOR (n:L) REQUIRE n.x IS UNIQUE").run()?;
    let text = "long ".repeat(10_000);
    database.query("CREATE (:L {x: $x})").param("x", text.as_str()).run()?;
    let error =
        database.query("CREATE (:L {x: $x})").param("x", text.as_str()).run().expect_err("it is there");
    assert!(error.message().len() < 200, "{}", error.message());
    assert!(error.message().ends_with("…, against constraint `c`"), "{}", error.message());
    Ok(())
}
