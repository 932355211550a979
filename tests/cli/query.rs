//! `casegraph query`: formats, types, parameters, errors, and the stores it refuses.

use serde_json::json;

use super::{Folder, casegraph, casegraph_reading, json};

fn query(statement: &str, format: &str) -> String {
    casegraph(["query", ":memory:", statement, "--format", format]).answer()
}

#[test]
fn each_format_shows_the_same_answer() {
    let statement = "UNWIND [1, 2] AS i RETURN i, 'a,\"b\"|' AS text, null AS nothing";
    assert_eq!(query(statement, "csv"), "i,text,nothing\n1,\"a,\"\"b\"\"|\",\n2,\"a,\"\"b\"\"|\",\n");
    assert_eq!(
        query(statement, "jsonl"),
        "{\"i\":1,\"text\":\"a,\\\"b\\\"|\",\"nothing\":null}\n{\"i\":2,\"text\":\"a,\\\"b\\\"|\",\"nothing\":null}\n"
    );
    let markdown = query(statement, "markdown");
    assert!(markdown.starts_with("| i | text | nothing |\n| --- | --- | --- |\n| 1 | "), "{markdown}");
    assert_eq!(markdown.lines().count(), 4);
    let table = query(statement, "table");
    assert!(table.contains("│ i │ text") && table.contains("2 rows · "), "{table}");
    let quiet = casegraph(["-q", "query", ":memory:", statement, "--format", "table"]).answer();
    assert!(!quiet.contains("µs"), "{quiet}");
    // Without a terminal, a program reads.
    assert_eq!(casegraph(["query", ":memory:", statement]).answer(), query(statement, "jsonl"));
}

#[test]
fn texts_that_a_spreadsheet_would_run_are_marked_when_asked_for() {
    let statement = "RETURN '=1+1' AS a, '@x' AS b, -5 AS c, '-5' AS d, 'a=b' AS e";
    assert_eq!(query(statement, "csv"), "a,b,c,d,e\n=1+1,@x,-5,-5,a=b\n");
    let safe = casegraph(["query", ":memory:", statement, "--format", "csv", "--csv-safe"]).answer();
    assert_eq!(safe, "a,b,c,d,e\n'=1+1,'@x,-5,'-5,a=b\n");
}

#[test]
fn json_is_one_line_for_each_statement_in_exactly_this_form() {
    let out = query("CREATE (:A {x: 1}); MATCH (a:A) RETURN a.x AS x, 'é' AS text", "json");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    let (created, time) = lines[0].rsplit_once(':').expect("it has fields");
    assert_eq!(
        created,
        r#"{"columns":[],"rows":[],"stats":{"nodes_created":1,"properties_set":1,"labels_added":1},"elapsed_us""#
    );
    assert!(time.strip_suffix('}').is_some_and(|time| time.parse::<u64>().is_ok()), "{time}");
    let (read, _) = lines[1].rsplit_once(':').expect("it has fields");
    assert_eq!(read, r#"{"columns":["x","text"],"rows":[[1,"é"]],"stats":{},"elapsed_us""#);
}

#[test]
fn json_tells_every_type_apart() {
    let cases = [
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("1.0", "1.0"),
        ("-0.0", "-0.0"),
        ("1e300", "1e300"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("0.0 / 0.0", r#"{"$float":"NaN"}"#),
        ("1.0 / 0.0", r#"{"$float":"Infinity"}"#),
        ("-1.0 / 0.0", r#"{"$float":"-Infinity"}"#),
        ("true", "true"),
        ("null", "null"),
        ("'a\"\\\\\\n'", r#""a\"\\\n""#),
        ("[1, 1.0, [null]]", "[1,1.0,[null]]"),
        ("{b: 1, a: {}}", r#"{"a":{},"b":1}"#),
        ("{`$date`: '2020-01-01'}", r#"{"$map":{"$date":"2020-01-01"}}"#),
        ("{`$a`: 1, b: 2}", r#"{"$a":1,"b":2}"#),
        ("date('2020-02-29')", r#"{"$date":"2020-02-29"}"#),
        ("localtime('10:11:12.5')", r#"{"$localtime":"10:11:12.500"}"#),
        ("time('10:11+01:00')", r#"{"$time":"10:11+01:00"}"#),
        ("localdatetime('2020-01-02T03:04')", r#"{"$localdatetime":"2020-01-02T03:04"}"#),
        ("datetime('2020-01-02T03:04Z')", r#"{"$datetime":"2020-01-02T03:04Z"}"#),
        ("duration('P1Y2DT3.5S')", r#"{"$duration":"P1Y2DT3.5S"}"#),
        ("point({x: 1, y: 2})", r#"{"$point":{"crs":"cartesian","x":1.0,"y":2.0}}"#),
    ];
    for (expression, expected) in cases {
        let out = query(&format!("RETURN {expression} AS v"), "json");
        let rows = out
            .split_once("\"rows\":[[")
            .and_then(|(_, rest)| rest.split_once("]],\"stats\""))
            .map(|it| it.0);
        assert_eq!(rows, Some(expected), "{expression}: {out}");
        // What it wrote can be given back as a parameter and is the same value.
        let parameter = format!("v={expected}");
        let same = "RETURN $v AS v";
        let back = casegraph(["query", ":memory:", same, "--format", "json", "-P", &parameter]).answer();
        assert!(back.contains(&format!("\"rows\":[[{expected}]]")), "{expression}: {back}");
    }
}

#[test]
fn graph_elements_are_objects() {
    let statement =
        "CREATE p = (:A:B {x: 1})-[:R {w: 0.5}]->(:C) RETURN p, nodes(p)[0] AS n, relationships(p)[0] AS r";
    let answer = json(&query(statement, "json"));
    let a = json!({"$node": {"id": 0, "labels": ["A", "B"], "properties": {"x": 1}}});
    let r = json!({"$rel": {"id": 0, "type": "R", "start": 0, "end": 1, "properties": {"w": 0.5}}});
    let c = json!({"$node": {"id": 1, "labels": ["C"], "properties": {}}});
    assert_eq!(answer["rows"], json!([[{"$path": [a, r, c]}, a, r]]));
}

#[test]
fn errors_are_objects_on_standard_error() {
    for format in ["json", "jsonl"] {
        let error = casegraph(["query", ":memory:", "MATCH (n)\nRETURN m", "--format", format]).refusal();
        assert_eq!(
            error,
            "{\"error\":{\"class\":\"SyntaxError\",\"detail\":\"UndefinedVariable\",\
             \"status\":\"Neo.ClientError.Statement.SyntaxError\",\"message\":\"the variable `m` is not defined here\",\"line\":2,\"column\":8,\"hint\":null}}\n"
        );
    }
    let error = casegraph(["query", ":memory:", "MATCH (n)\nRETURN m", "--format", "table"]).refusal();
    assert!(error.contains("UndefinedVariable") && error.contains("2 | RETURN m\n  |        ^"), "{error}");
    let error = json(&casegraph(["query", "none.casegraph", "RETURN 1", "--format", "json"]).refusal());
    assert_eq!(error["error"]["detail"], "StoreNotFound");
}

#[test]
fn statements_before_an_error_are_answered_and_kept() {
    let folder = Folder::new();
    let store = folder.korus();
    let run = casegraph(["query", &store, "CREATE (:New) RETURN 1 AS x; RETURN oops; RETURN 2 AS x"]);
    assert_eq!((run.code, run.out.as_str()), (Some(1), "{\"x\":1}\n"));
    assert_eq!(casegraph(["query", &store, "MATCH (n:New) RETURN count(*) AS n"]).answer(), "{\"n\":1}\n");
}

#[test]
fn parameters_are_json_or_text() {
    let out = casegraph([
        "query",
        ":memory:",
        "RETURN $a AS a, $b AS b, $c AS c, $d AS d, $e AS e",
        "-P",
        "a=1",
        "-P",
        "b=plain = text",
        "-P",
        "c={\"$date\":\"2020-01-01\"}",
        "--param",
        "$d=[1.0]",
        "-P",
        "e=",
    ]);
    assert_eq!(
        out.answer(),
        "{\"a\":1,\"b\":\"plain = text\",\"c\":{\"$date\":\"2020-01-01\"},\"d\":[1.0],\"e\":\"\"}\n"
    );
    let error = casegraph(["query", ":memory:", "RETURN 1", "-P", "novalue"]).refusal();
    assert!(error.contains("InvalidParameter"), "{error}");
    let error = casegraph(["query", ":memory:", "RETURN $x", "-P", "x={\"a\": }"]).refusal();
    assert!(error.contains("InvalidJson"), "what looks like JSON is not taken for text: {error}");
}

#[test]
fn a_dash_reads_the_statements_from_standard_input() {
    let out = casegraph_reading(["query", ":memory:", "-"], b"CREATE (:A);\nMATCH (a)\nRETURN count(*) AS n")
        .answer();
    assert_eq!(out, "{\"n\":1}\n");
}

#[test]
fn limits_stop_a_statement() {
    let endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)";
    let error =
        json(&casegraph(["query", ":memory:", endless, "--timeout", "50ms", "--format", "json"]).refusal());
    assert_eq!(error["error"]["detail"], "TimeBudgetExceeded");
    let large = "UNWIND range(1, 1000000) AS a RETURN collect(toString(a))";
    let error =
        json(&casegraph(["query", ":memory:", large, "--memory", "1MB", "--format", "json"]).refusal());
    assert_eq!(error["error"]["detail"], "MemoryBudgetExceeded");
}

#[test]
fn a_dialect_holds_for_the_statements_that_do_not_choose_another() {
    let make = "CREATE (c:C)-[:L]->(c)";
    let count = "MATCH p = (:C)-[*1..2]->(:C) RETURN count(*) AS n";
    let run = |dialect: &str, statements: &str| {
        let script = format!("{make}; {statements}");
        casegraph(["query", ":memory:", &script, "--dialect", dialect, "--format", "csv"]).answer()
    };
    assert_eq!(run("cypher", count), "n\n1\n");
    assert_eq!(run("Kuzu", count), "n\n2\n");
    assert_eq!(run("gql", &format!("SET SESSION DIALECT memgraph; {count}")), "n\n1\n");
    let plan = run("gql", &format!("EXPLAIN {count}"));
    assert!(plan.contains(" walk"), "{plan}");
    let refused = casegraph(["query", ":memory:", count, "--dialect", "klingon"]).misuse();
    assert!(refused.contains("the dialects are cypher, gql, kuzu, memgraph"), "{refused}");
}

#[test]
fn a_missing_store_is_an_error_and_not_made() {
    let folder = Folder::new();
    let missing = folder.at("missing.casegraph");
    for args in [
        vec!["query", &missing, "RETURN 1"],
        vec!["query", &missing, "CREATE (:A)"],
        vec!["path", &missing, "a", "b"],
        vec!["export", "json", &missing],
        vec!["info", &missing],
        vec!["check", &missing],
        vec!["shell", "--readonly", &missing],
    ] {
        let error = casegraph(&args).refusal();
        assert!(error.contains("StoreNotFound") && error.contains("missing.casegraph"), "{args:?}: {error}");
        assert!(folder.names().is_empty(), "{args:?} made {:?}", folder.names());
    }
}

#[test]
fn a_statement_in_the_place_of_the_store_is_noticed() {
    let folder = Folder::new();
    for statement in ["MATCH (n) RETURN n", "RETURN 1", "CREATE (:A);"] {
        let mut run = super::command();
        let output = run.current_dir(folder.path()).args(["shell", statement]).output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains("StoreNameIsQuery") && error.contains("put the store first"), "{error}");
        assert_eq!((output.status.code(), folder.names().len()), (Some(1), 0));
    }
}

#[test]
fn read_only_writes_nothing() {
    let folder = Folder::new();
    let store = folder.korus();
    let before = std::fs::read(&store).expect("it is there");
    let error = casegraph(["query", "--readonly", &store, "CREATE (:A)"]).refusal();
    assert!(error.contains("ReadOnlyStore"), "{error}");
    casegraph(["query", "--readonly", &store, "MATCH (n) RETURN count(*)"]).answer();
    assert_eq!(folder.names(), ["korus.casegraph"]);
    assert_eq!(std::fs::read(&store).expect("it is there"), before);
}
