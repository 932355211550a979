//! The real program in a real pipe.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value as Json;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_casegraph"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments);
    // The program may leave before it has read everything.
    let _ = child.stdin.take().expect("it has an input").write_all(input);
    child.wait_with_output().expect("the program ends")
}

#[test]
fn a_program_gets_each_answer_before_it_asks_again() {
    let mut child = start(&["shell", ":memory:", "--format", "json"]);
    let mut input = child.stdin.take().expect("it has an input");
    let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
    let mut ask = |text: &str| -> Json {
        input.write_all(text.as_bytes()).expect("it reads");
        input.flush().expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).expect("the answer is JSON")
    };
    assert_eq!(ask("CREATE (:Person {name: 'Ada'});\n")["stats"]["nodes_created"], 1);
    assert!(ask("RETURN oops;\n")["error"].is_object());
    assert_eq!(ask("MATCH (p:Person)\nRETURN p.name;\n")["rows"][0][0], "Ada");
    assert_eq!(ask(".show ada\n")["profile"]["name"], "Ada");
    assert_eq!(ask("RETURN 1; // one\n")["rows"][0][0], 1);
    assert_eq!(ask("/* two\nlines; */\n// and one\n  .stats\n")["nodes"], 1);
    drop(input);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = start(&["shell", ":memory:", "--format", "csv"]);
    let mut input = child.stdin.take().expect("it has an input");
    input.write_all(b"UNWIND range(1, 3000000) AS x RETURN x;\nRETURN 2;\n").expect("it reads");
    drop(input);
    let mut first = [0; 4];
    child.stdout.take().expect("it has an output").read_exact(&mut first).expect("it answers");
    assert_eq!(&first, b"x\n1\n");
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_script_ends_with_the_status_of_its_statements() {
    let arguments = ["shell", ":memory:", "--format", "csv"];
    let good = run(&arguments, b"RETURN 1 AS a;");
    assert!(good.status.success());
    assert_eq!(good.stdout, b"a\n1\n");
    let bad = run(&arguments, b"RETURN 1 AS a;\nRETURN oops;\nRETURN 3 AS a;");
    assert_eq!(bad.status.code(), Some(1));
    assert_eq!(bad.stdout, b"a\n1\n");
    assert!(String::from_utf8_lossy(&bad.stderr).contains("^^^^"));
    let open = run(&arguments, b".begin\nCREATE (:A);\n");
    assert_eq!(open.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&open.stderr).contains("rolled back"));
}

#[test]
fn no_bytes_make_it_fall_over() {
    let arguments = ["shell", ":memory:", "--format", "json"];
    let open = vec![b'('; 100_000];
    let inputs: [&[u8]; 8] = [
        b"\xff\xfe\x00;\n",
        b"'",
        b"/*",
        b"....\n:::\n;;;\n",
        b"\0;\n",
        b"RETURN '\xf0\x9f';\n",
        b".\n. x\n",
        &open,
    ];
    for input in inputs {
        let output = run(&arguments, input);
        assert!(output.status.success(), "{input:?}: {output:?}");
        for line in output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            serde_json::from_slice::<Json>(line).expect("each line is JSON");
        }
    }
}

#[test]
fn statements_are_kept_in_the_store() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let store = folder.path().join("a.casegraph");
    let store = store.to_str().expect("the folder's name is text");
    assert!(run(&["shell", store], b"CREATE (:A);\n.begin\nCREATE (:B);\n.commit\n").status.success());
    let counted = run(&["shell", store, "--format", "csv"], b"MATCH (n) RETURN count(n) AS n;");
    assert_eq!(counted.stdout, b"n\n2\n");
}
