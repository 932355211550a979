//! `casegraph shell` through a pipe, as a program drives it: a line in, a line out, at once.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{Folder, casegraph, casegraph_reading, start};

/// The program, driven in step.
struct Driven {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Driven {
    fn new(args: &[&str]) -> Driven {
        let mut child = start(args);
        let stdout: ChildStdout = child.stdout.take().expect("it is a pipe");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let Ok(line) = line else { break };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Driven { stdin: child.stdin.take(), child, lines }
    }

    fn send(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("it is open");
        stdin.write_all(text.as_bytes()).and_then(|()| stdin.flush()).expect("it reads");
    }

    /// Writes an input and waits for its one line.
    #[track_caller]
    fn ask(&mut self, input: &str) -> Json {
        self.send(input);
        let line = self.lines.recv_timeout(Duration::from_secs(20));
        let line = line.unwrap_or_else(|_| panic!("no answer to {input:?}"));
        serde_json::from_str(&line).expect("it is JSON")
    }

    /// Checks that nothing is waiting.
    #[track_caller]
    fn nothing_more(&self) {
        assert_eq!(self.lines.recv_timeout(Duration::from_millis(100)).ok(), None);
    }

    fn leave(mut self) -> Option<i32> {
        drop(self.stdin.take());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
    }
}

#[test]
fn every_input_is_answered_by_one_line_before_the_next_is_written() {
    let folder = Folder::new();
    let store = folder.at("driven.casegraph");
    let mut driven = Driven::new(&["shell", &store, "--format", "json"]);
    assert_eq!(driven.ask("RETURN 1 AS x;\n")["rows"], json!([[1]]));
    // A command after a statement, and after blank lines and comments.
    assert_eq!(driven.ask(".stats\n")["nodes"], json!(0));
    assert_eq!(driven.ask("\n\n// a note;\n/* and\n another */\n.stats\n")["nodes"], json!(0));
    assert_eq!(driven.ask("CREATE (:A {name: 'x'});\n")["stats"]["nodes_created"], json!(1));
    assert_eq!(driven.ask("RETURN oops;\n")["error"]["detail"], json!("UndefinedVariable"));
    assert_eq!(driven.ask(".nosuch\n")["error"]["detail"], json!("UnknownCommand"));
    assert_eq!(driven.ask(".param limit 2\n")["message"], json!("$limit = 2"));
    assert_eq!(
        driven.ask("UNWIND range(1, 9) AS i WITH i LIMIT $limit RETURN i;\n")["rows"],
        json!([[1], [2]])
    );
    assert_eq!(driven.ask(".param when {\"$date\":\"2020-01-01\"}\n")["error"], Json::Null);
    assert_eq!(driven.ask("RETURN $when.year AS y;\n")["rows"], json!([[2020]]));
    assert_eq!(driven.ask(".param clear\n")["error"], Json::Null);
    assert_eq!(driven.ask("RETURN $limit;\n")["error"]["class"], json!("ParameterMissing"));
    driven.send("RETURN\n  'a;b' AS a, // ;\n  \"c;\n");
    driven.nothing_more();
    assert_eq!(driven.ask("d\" AS b /* ; */\n;\n")["rows"], json!([["a;b", "c;\nd"]]));
    driven.send("RETURN 1; RETURN 2;");
    driven.nothing_more();
    assert_eq!(driven.ask("\n")["rows"], json!([[1]]));
    assert_eq!(driven.ask("RETURN 3;\n")["rows"], json!([[2]]));
    assert_eq!(driven.ask("RETURN 4;\n")["rows"], json!([[3]]));
    assert_eq!(driven.ask("// the last\n")["rows"], json!([[4]]));
    driven.nothing_more();
    assert_eq!(driven.leave(), Some(0));
    assert_eq!(folder.names(), ["driven.casegraph"], "a closed store is one file");
    assert_eq!(
        casegraph(["query", &store, "MATCH (a:A) RETURN a.name AS name"]).answer(),
        "{\"name\":\"x\"}\n"
    );
}

#[test]
fn errors_do_not_end_the_protocol_and_the_last_statement_needs_no_semicolon() {
    let input = "RETURN RETURN;\nUNWIND [1, 0] AS x RETURN 1 / x;\nRETURN 7 AS x";
    let out = casegraph_reading(["shell", ":memory:", "--format", "json"], input.as_bytes()).answer();
    let answers: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[1]["error"]["class"], json!("ArithmeticError"));
    assert_eq!(answers[2]["rows"], json!([[7]]));
}

#[test]
fn a_statement_of_very_many_lines_with_semicolons_in_quotes_is_read_in_linear_time() {
    let lines = "  'one; two;',\n".repeat(60_000);
    let input = format!("RETURN size([\n{lines}  'end;'\n]) AS n;\n");
    let started = std::time::Instant::now();
    let out = casegraph_reading(["shell", ":memory:", "--format", "csv"], input.as_bytes()).answer();
    assert_eq!(out, "n\n60001\n");
    // In quadratic time it would take many minutes.
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_script_stops_at_its_first_error() {
    let input = b"RETURN 1 AS x;\nRETURN oops;\nRETURN 2 AS x;\n";
    let run = casegraph_reading(["shell", ":memory:", "--format", "csv"], input);
    assert_eq!((run.code, run.out.as_str()), (Some(1), "x\n1\n"));
    assert!(run.err.contains("UndefinedVariable") && run.err.contains('^'), "{}", run.err);
    let run = casegraph_reading(["shell", ":memory:", "--format", "jsonl"], input);
    assert_eq!((run.code, run.out.as_str()), (Some(1), "{\"x\":1}\n"));
    assert_eq!(super::json(&run.err)["error"]["detail"], json!("UndefinedVariable"));
}

#[test]
fn a_second_writer_is_refused_with_the_holders_process_id() {
    let folder = Folder::new();
    let store = folder.korus();
    let mut driven = Driven::new(&["shell", &store, "--format", "json"]);
    driven.ask("CREATE (:Seen);\n");
    let holder = driven.child.id().to_string();
    let error = super::json(&casegraph(["query", &store, "RETURN 1"]).refusal());
    assert_eq!(error["error"]["class"], json!("LockError"));
    assert!(error["error"]["message"].as_str().is_some_and(|text| text.contains(&holder)), "{error}");
    let error = casegraph_reading(["shell", &store, "--format", "json"], b"RETURN 1;\n").refusal();
    assert_eq!(super::json(&error)["error"]["class"], json!("LockError"));
    let script = folder.write("x.cypher", "RETURN 1;");
    assert!(casegraph(["import", "cypher", &store, &script]).refusal().contains(&holder));
    // Readers see what was committed, and are in nobody's way.
    let seen = "MATCH (n:Seen) RETURN count(*) AS n";
    assert_eq!(casegraph(["query", "--readonly", &store, seen]).answer(), "{\"n\":1}\n");
    casegraph(["info", &store]).answer();
    assert_eq!(driven.leave(), Some(0));
    assert_eq!(casegraph(["query", &store, seen]).answer(), "{\"n\":1}\n");
}

#[test]
fn what_was_answered_survives_a_kill() {
    let folder = Folder::new();
    let store = folder.at("killed.casegraph");
    let mut driven = Driven::new(&["shell", &store, "--format", "json"]);
    for number in 0..5 {
        driven.ask(&format!("CREATE (:Kept {{n: {number}}});\n"));
    }
    driven.ask(".begin\n");
    driven.ask("CREATE (:Lost);\n");
    driven.child.kill().expect("it runs");
    driven.child.wait().expect("it ends");
    let count = "MATCH (n) RETURN labels(n)[0] AS label, count(*) AS n";
    assert_eq!(casegraph(["query", &store, count]).answer(), "{\"label\":\"Kept\",\"n\":5}\n");
    assert_eq!(folder.names(), ["killed.casegraph"]);
}

#[test]
fn a_file_can_be_run_first() {
    let folder = Folder::new();
    let init = folder.write("init.cypher", "CREATE (:A);\n.param x 5\n");
    let input = b"MATCH (a:A) RETURN count(*) + $x AS n;";
    let out = casegraph_reading(["shell", ":memory:", "--init", &init, "--format", "csv"], input).answer();
    assert_eq!(out.lines().last(), Some("6"), "{out}");
    let broken = folder.write("broken.cypher", "RETURN 1;\nRETURN\noops;\n");
    let error = casegraph_reading(["shell", ":memory:", "--init", &broken], b"RETURN 1;").refusal();
    assert!(error.contains("broken.cypher:3") && error.contains("UndefinedVariable"), "{error}");
}

#[test]
fn answers_do_not_overwrite_a_store() {
    let folder = Folder::new();
    let store = folder.korus();
    for input in [".once {}\nRETURN 1;\n", ".output {}\nRETURN 1;\n", ".dot {}\n"] {
        let input = input.replace("{}", &store);
        let error = casegraph_reading(["shell", &store], input.as_bytes()).refusal();
        assert!(error.contains("WouldOverwriteStore"), "{error}");
    }
    casegraph(["check", &store]).answer();
}
