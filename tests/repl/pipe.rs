//! The pipe protocol: exactly one line of JSON for each input, at once.

use std::io::Cursor;

use casegraph::repl::{Ended, Format, run_pipe};
use serde_json::{Value as Json, json};

use super::session;

/// The answers to an input, each parsed.
fn drive(input: &str) -> Vec<Json> {
    let (session, written) = session();
    let ended =
        run_pipe(session, Cursor::new(input.to_owned()), Format::Json).expect("the pipe does not break");
    assert_eq!(ended, Ended::Well);
    written.text().lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn each_input_is_answered_with_one_line() {
    let answers = drive("RETURN 1 AS a;\n.stats\nRETURN oops;\n.nonsense\nCREATE (:A {x: 1});\n");
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["columns"], json!(["a"]));
    assert_eq!(answers[0]["rows"], json!([[1]]));
    assert!(answers[0]["elapsed_us"].is_u64());
    assert_eq!(answers[1]["nodes"], json!(0));
    let error = &answers[2]["error"];
    assert_eq!(
        (&error["class"], &error["line"], &error["column"]),
        (&json!("SyntaxError"), &json!(1), &json!(8))
    );
    assert_eq!(answers[3]["error"]["detail"], json!("UnknownCommand"));
    assert_eq!(answers[4]["stats"], json!({ "nodes_created": 1, "properties_set": 1, "labels_added": 1 }));
}

#[test]
fn a_statement_spans_lines_and_a_line_holds_statements() {
    let answers =
        drive("RETURN\n  ';' AS a,\n  1 // ;\n  AS b\n;RETURN 2; RETURN\n3;\n\n;\n// nothing\nRETURN 4");
    let rows: Vec<&Json> = answers.iter().map(|answer| &answer["rows"]).collect();
    assert_eq!(rows, [&json!([[";", 1]]), &json!([[2]]), &json!([[3]]), &json!([[4]])]);
}

#[test]
fn an_error_points_into_the_statement() {
    let answers = drive("RETURN 1;\n\nMATCH (n)\n  RETURN m;\n");
    assert_eq!((&answers[1]["error"]["line"], &answers[1]["error"]["column"]), (&json!(2), &json!(10)));
}

#[test]
fn values_are_typed_without_loss() {
    let answers = drive(
        "RETURN 9007199254740993 AS i, 1.0 AS f, 0.0/0.0 AS undefined, date('2020-01-02') AS d, duration('P1M') AS p,\n\
         [1, null, {k: 'v'}] AS l, point({x: 1, y: 2}) AS pt;\n",
    );
    assert!(answers[0]["error"].is_null(), "{}", answers[0]);
    assert_eq!(answers[0]["rows"][0][0].as_i64(), Some(9_007_199_254_740_993));
    assert_eq!(answers[0]["rows"][0][1].to_string(), "1.0");
    assert_eq!(answers[0]["rows"][0][2], json!({ "$float": "NaN" }));
    assert_eq!(answers[0]["rows"][0][3], json!({ "$date": "2020-01-02" }));
    assert_eq!(answers[0]["rows"][0][4], json!({ "$duration": "P1M" }));
    assert_eq!(answers[0]["rows"][0][5], json!([1, null, { "k": "v" }]));
    assert!(answers[0]["rows"][0][6]["$point"].is_object());
}

#[test]
fn parameters_are_set_and_cleared() {
    let answers = drive(
        ".param when {\"$date\": \"2020-01-02\"}\n.param list [1, 2.5]\nRETURN $when.year AS y, $list AS l;\n.param clear\nRETURN $list;\n",
    );
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[2]["rows"], json!([[2020, [1, 2.5]]]));
    assert_eq!(answers[4]["error"]["class"], json!("ParameterMissing"));
}

#[test]
fn an_error_on_the_way_leaves_no_half_line() {
    let answers = drive("UNWIND [1, 2, 0] AS x RETURN 10 / x;\nRETURN 1;\n");
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["error"]["class"], json!("ArithmeticError"));
    assert_eq!(answers[0]["error"]["status"], json!("Neo.ClientError.Statement.ArithmeticError"));
}

#[test]
fn files_are_answered_with_one_line() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("two.cypher");
    std::fs::write(&file, "CREATE (:A);\nMATCH (a:A) RETURN a;\n.stats\n").expect("the file is written");
    let answers = drive(&format!(".read {}\nMATCH (a:A) RETURN count(*) AS n;\n", file.display()));
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["rows"], json!([[1]]));
    std::fs::write(&file, "CREATE (:A);\nRETURN\noops;\n").expect("the file is written");
    let answers = drive(&format!(".read {}\n", file.display()));
    assert_eq!((answers.len(), &answers[0]["error"]["line"]), (1, &json!(3)));
}

#[test]
fn what_would_break_the_protocol_is_refused() {
    let answers = drive(".mode csv\n.output x\n.once x\n.output\nRETURN 1;\n.quit\nRETURN 2;\n");
    assert_eq!(answers.len(), 6);
    assert!(answers[..4].iter().all(|answer| answer["error"]["detail"] == json!("NotInProtocol")));
    assert_eq!(answers[5], json!({}));
}

#[test]
fn transactions_go_through_the_pipe() {
    let answers =
        drive(".begin\nCREATE (:A);\nRETURN oops;\n.rollback\nMATCH (n) RETURN count(*) AS n;\n.rollback\n");
    assert_eq!(answers.len(), 6);
    assert_eq!(answers[4]["rows"], json!([[0]]));
    assert_eq!(answers[5]["error"]["detail"], json!("NoTransaction"));
}

#[test]
fn answers_are_data_for_commands_too() {
    let input = format!("{}\n.show kia\n.path kia, hyundai\n.labels\n.help\n", super::CASE);
    let answers = drive(&input);
    let [show, path, labels, help] = &answers[answers.len() - 4..] else { panic!("four answers") };
    assert_eq!(show["profile"]["name"], json!("Kia"));
    assert_eq!(show["profile"]["relations"][1]["status"], json!("claim"));
    assert_eq!(path["paths"][0]["nodes"], json!(["Kia", "São Land", "Hyundai"]));
    assert_eq!(path["citations"][0]["source"], json!("Morning Post"));
    assert_eq!(labels["columns"], json!(["label", "nodes"]));
    assert!(help["text"].is_string());
}

#[test]
fn a_script_stops_at_its_first_error() {
    let (session, written) = session();
    let input = Cursor::new("RETURN 1 AS a;\nRETURN oops;\nRETURN 2 AS a;\n");
    let ended = run_pipe(session, input, Format::Csv).expect("the pipe does not break");
    assert_eq!(ended, Ended::WithErrors);
    assert_eq!(written.text(), "a\n1\n");
}
