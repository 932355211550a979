//! Bad files, bad text and bad names, through the real program.

use serde_json::Value as Json;

use crate::support::program::{Folder, Run, casegraph, casegraph_reading};

/// A store that must not change.
struct Intact {
    folder: Folder,
    store: String,
    bytes: Vec<u8>,
}

impl Intact {
    fn new() -> Intact {
        let folder = Folder::new();
        let store = folder.korus();
        let bytes = std::fs::read(&store).expect("it is there");
        Intact { folder, store, bytes }
    }

    /// Runs a statement from standard input on the store; the error, as an object.
    #[track_caller]
    fn refuses(&self, statement: impl AsRef<[u8]>) -> Json {
        let run = casegraph_reading(["query", &self.store, "-", "--format", "json"], statement.as_ref());
        assert_eq!(run.out, "");
        self.error(run)
    }

    /// The error that a run ended with, after checking that the store is as it was.
    #[track_caller]
    fn error(&self, run: Run) -> Json {
        let error: Json = serde_json::from_str(&run.refusal()).expect("it is JSON");
        self.unchanged();
        error["error"].clone()
    }

    #[track_caller]
    fn unchanged(&self) {
        assert_eq!(std::fs::read(&self.store).expect("it is there"), self.bytes, "the store changed");
        for beside in ["-log", "-lock", "-new"] {
            let beside = format!("korus.casegraph{beside}");
            assert!(!self.folder.names().contains(&beside), "{beside} was left behind");
        }
    }
}

#[track_caller]
fn told(error: &Json, class: &str, detail: &str, message: &str) {
    let text = error["message"].as_str().unwrap_or_default();
    assert_eq!((error["class"].as_str(), error["detail"].as_str()), (Some(class), Some(detail)), "{error}");
    assert!(text.contains(message), "{error}");
    assert!(text.len() < 1000, "nobody reads {} bytes", text.len());
}

#[test]
fn unknown_foreign_and_truncated_files() {
    let folder = Folder::new();
    let whole = std::fs::read(folder.korus()).expect("it is there");
    let files: [(&str, Option<&[u8]>, &str); 7] = [
        ("missing", None, "StoreNotFound"),
        ("empty", Some(b""), "ForeignFile"),
        ("text", Some(b"CREATE (:A);\n"), "ForeignFile"),
        (
            "sqlite",
            Some(b"SQLite format 3\0 and so on, and so on, and so on, until it is long"),
            "ForeignFile",
        ),
        ("header", Some(&whole[..30]), "DamagedStore"),
        ("half", Some(&whole[..whole.len() / 2]), "DamagedStore"),
        ("nearly", Some(&whole[..whole.len() - 1]), "DamagedStore"),
    ];
    for (name, bytes, detail) in files {
        let path = bytes.map_or_else(|| folder.at(name), |bytes| folder.write(name, bytes));
        for args in [
            vec!["query", &path, "CREATE (:A)"],
            vec!["query", "--readonly", &path, "RETURN 1"],
            vec!["export", "json", &path],
            vec!["check", &path],
            vec!["path", &path, "a", "b"],
        ] {
            let error = casegraph(&args).refusal();
            assert!(error.contains(detail) && error.contains(name), "{args:?}: {error}");
        }
        if bytes.is_some() {
            let script = folder.write("script.cypher", "CREATE (:A);");
            let error = casegraph(["import", "cypher", &path, &script]).refusal();
            assert!(error.contains(detail), "{name}: {error}");
        }
        assert_eq!(std::fs::read(&path).ok().as_deref(), bytes, "{name} changed");
    }
    assert!(casegraph(["query", &folder.at(""), "RETURN 1"]).refusal().contains("not a regular file"));
}

#[test]
fn text_that_is_not_utf_8() {
    let intact = Intact::new();
    let error = intact.refuses(b"CREATE (:A);\nCREATE (:B {name: '\xff\xfe'})");
    told(&error, "DataError", "InvalidUtf8", "line 2");
    let script = intact.folder.write("bad.cypher", b"CREATE (:A);\n// \xe9t\xe9\n");
    let error = casegraph(["import", "cypher", &intact.store, &script]).refusal();
    assert!(error.contains("bad.cypher:2: the file is not UTF-8"), "{error}");
    let table = intact.folder.write("bad.csv", b"id:ID,name\n1,Zo\xeb\n");
    let error = casegraph(["import", "csv", &intact.store, "--nodes", &table]).refusal();
    assert!(error.contains("bad.csv") && error.contains("UTF-8"), "{error}");
    intact.unchanged();
    // In the pipe, the statement is refused, and what comes after it is not.
    let input = b"CREATE (:B {name: '\xff'});\nMATCH (b:B) RETURN count(*) AS n;\n";
    let out = casegraph_reading(["shell", &intact.store, "--format", "json"], input).answer();
    let lines: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    told(&lines[0]["error"], "DataError", "InvalidUtf8", "not UTF-8");
    assert_eq!(lines[1]["rows"], serde_json::json!([[0]]));
    intact.unchanged();
}

#[test]
fn ten_megabytes() {
    const LENGTH: usize = 10_000_000;
    let intact = Intact::new();
    let long = "x".repeat(LENGTH);
    let answered = format!("RETURN size('{long}') AS size");
    let run = casegraph_reading(["query", &intact.store, "-", "--format", "csv"], answered.as_bytes());
    assert_eq!(run.answer(), "size\n10000000\n");
    told(&intact.refuses(&long), "SyntaxError", "UnexpectedSyntax", "expected a clause");
    told(&intact.refuses(format!("RETURN '{long}")), "SyntaxError", "UnexpectedSyntax", "never closed");
    told(
        &intact.refuses(format!("RETURN {}", "1 + ".repeat(LENGTH / 4))),
        "SyntaxError",
        "UnexpectedSyntax",
        "ends here",
    );
    let longer = format!("RETURN '{}'", "x".repeat(17 << 20));
    told(&intact.refuses(&longer), "BudgetExceeded", "StatementTooLong", "16777216 are allowed");
    let script = intact.folder.write("long.cypher", format!("CREATE (:A); {longer};"));
    let error = casegraph(["import", "cypher", &intact.store, &script]).refusal();
    assert!(error.contains("StatementTooLong") && error.len() < 1000, "{} bytes", error.len());
    let piped =
        casegraph_reading(["shell", &intact.store, "--format", "json"], format!("{longer};\n").as_bytes());
    let error: Json = serde_json::from_str(&piped.answer()).expect("one line");
    told(&error["error"], "BudgetExceeded", "StatementTooLong", "16777216 are allowed");
    intact.unchanged();
}

#[test]
fn nesting_100_000_deep() {
    const DEPTH: usize = 100_000;
    let intact = Intact::new();
    let around = |open: &str, inside: &str, close: &str| {
        format!("RETURN {}{inside}{} AS x", open.repeat(DEPTH), close.repeat(DEPTH))
    };
    let statements = [
        around("(", "1", ")"),
        around("[", "", "]"),
        around("{a: ", "1", "}"),
        around("NOT ", "true", ""),
        around("- ", "1", ""),
        around("toString(", "1", ")"),
        around("CASE WHEN true THEN ", "1", " END"),
        around("[x IN ", "[]", " | x]"),
        around("EXISTS { MATCH (n) WHERE ", "true", " }"),
        format!("{} RETURN 1 {}", "CALL { ".repeat(DEPTH), "}".repeat(DEPTH)),
        format!(
            "FOREACH (x IN [1] | {} CREATE (:A) {}",
            "FOREACH (x IN [1] | ".repeat(DEPTH),
            ")".repeat(DEPTH + 1)
        ),
    ];
    for statement in &statements {
        let error = intact.refuses(statement);
        assert!(
            ["SyntaxError", "Unsupported"].contains(&error["class"].as_str().unwrap_or_default()),
            "{error}"
        );
        told(
            &error,
            error["class"].as_str().unwrap_or_default(),
            error["detail"].as_str().unwrap_or_default(),
            "",
        );
    }
    told(&intact.refuses(&statements[0]), "SyntaxError", "NestingTooDeep", "deeper than");
    // What is long but not deep is no matter.
    let chain = format!("RETURN {}1 AS x", "1 + ".repeat(DEPTH));
    let run = casegraph_reading(["query", &intact.store, "-", "--format", "csv"], chain.as_bytes());
    assert_eq!(run.answer(), "x\n100001\n");
    // The same in a parameter.
    let parameter = format!("x={}{}", "[".repeat(DEPTH / 10), "]".repeat(DEPTH / 10));
    let run = casegraph(["query", &intact.store, "RETURN $x", "-P", &parameter, "--format", "json"]);
    told(&intact.error(run), "BudgetExceeded", "NestingTooDeep", "deep");
    let input = format!(".param x {}{}\nRETURN 1 AS x;\n", "[".repeat(DEPTH), "]".repeat(DEPTH));
    let out = casegraph_reading(["shell", &intact.store, "--format", "json"], input.as_bytes()).answer();
    assert!(out.starts_with("{\"error\"") && out.lines().count() == 2, "{:.300}", out);
    intact.unchanged();
}

#[test]
fn unknown_names() {
    let intact = Intact::new();
    told(&intact.refuses("MATCH (n) RETURN m"), "SyntaxError", "UndefinedVariable", "`m`");
    told(&intact.refuses("RETURN nosuch(1)"), "SyntaxError", "UnknownFunction", "nosuch");
    told(&intact.refuses("CALL no.such()"), "ProcedureError", "ProcedureNotFound", "no.such");
    let run = casegraph(["path", &intact.store, "Nobody", "Kia", "--format", "json"]);
    told(&intact.error(run), "EntityNotFound", "UnknownName", "`Nobody`");
    let run = casegraph(["path", &intact.store, "", "Kia", "--format", "json"]);
    told(&intact.error(run), "EntityNotFound", "EmptyName", "missing");
    // A label that nothing has is no error: there are no such nodes.
    assert_eq!(
        casegraph(["query", &intact.store, "MATCH (n:Nosuch) RETURN count(*) AS n"]).answer(),
        "{\"n\":0}\n"
    );
}

#[test]
fn an_empty_path() {
    let intact = Intact::new();
    let run = casegraph(["path", &intact.store, "Trump", "Donald Trump", "--format", "json"]);
    told(&intact.error(run), "ArgumentError", "EmptyPath", "same node");
    let error = casegraph_reading(["shell", &intact.store], b".path Trump, Trump\n").refusal();
    assert!(error.contains("EmptyPath"), "{error}");
    assert!(casegraph(["query", "", "RETURN 1"]).misuse().contains("STORE"));
    intact.unchanged();
}

#[test]
fn a_missing_parameter() {
    let intact = Intact::new();
    let error = intact.refuses("CREATE (:A) WITH 1 AS x RETURN x + $missing");
    told(&error, "ParameterMissing", "MissingParameter", "`$missing`");
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("-P missing=")), "{error}");
}

#[test]
fn a_csv_file_with_a_wrong_header() {
    let intact = Intact::new();
    let cases = [
        ("nodes", "", "no header"),
        ("nodes", "id:ID,age:integre\n1,2\n", "integre"),
        ("nodes", "id:ID,id2:ID\n1,2\n", "two ID columns"),
        ("nodes", "id:ID,name,name\n1,a,b\n", "name"),
        ("relationships", ":START_ID,:TYPE\n1,R\n", ":END_ID"),
        ("relationships", ":START_ID,:END_ID\n1,2\n", "TYPE"),
        ("relationships", "a,b\n1,2\n", ":START_ID"),
    ];
    for (kind, content, expected) in cases {
        let file = intact.folder.write("table.csv", content);
        let error = casegraph(["import", "csv", &intact.store, &format!("--{kind}"), &file]).refusal();
        assert!(error.contains("table.csv") && error.contains(expected), "{content:?}: {error}");
        intact.unchanged();
    }
    let file = format!("A={}", intact.folder.write("table.csv", "id:ID\n1\n1\n"));
    assert!(casegraph(["import", "csv", &intact.store, "--nodes", &file]).refusal().contains("table.csv:3"));
    let missing = intact.folder.at("missing.csv");
    assert!(
        casegraph(["import", "csv", &intact.store, "--nodes", &missing]).refusal().contains("missing.csv")
    );
    intact.unchanged();
}

#[test]
fn an_import_that_fails_makes_no_content() {
    let folder = Folder::new();
    let script = folder.write("bad.cypher", "CREATE (:A);\nRETURN 1 / 0;\n");
    let store = folder.at("new.casegraph");
    let error = casegraph(["import", "cypher", &store, &script]).refusal();
    assert!(error.contains("DivisionByZero") && error.contains("bad.cypher:2"), "{error}");
    assert_eq!(casegraph(["query", &store, "MATCH (n) RETURN count(*) AS n"]).answer(), "{\"n\":0}\n");
}
