//! The command line through the real program: every subcommand, its formats, exit codes, and where errors go.

mod files;
mod path;
mod query;
mod shell;

use crate::support::program::{Folder, casegraph, casegraph_reading, command, start};

use serde_json::Value as Json;

/// The one line of JSON in a text.
#[track_caller]
fn json(text: &str) -> Json {
    assert_eq!(text.matches('\n').count(), 1, "one line: {text}");
    serde_json::from_str(text).expect("it is JSON")
}

/// Whether the text would do something to a terminal.
fn acts_on_terminal(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n')
}

#[test]
fn help_and_version_are_answers() {
    assert!(casegraph(["--version"]).answer().starts_with("casegraph "));
    let help = casegraph(["--help"]).answer();
    for name in ["shell", "query", "path", "import", "export", "info", "check", "completions", "man"] {
        assert!(help.contains(&format!("  {name} ")), "{name} is missing: {help}");
        casegraph([name, "--help"]).answer();
    }
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_data() {
    assert!(casegraph(["frobnicate"]).misuse().contains("frobnicate"));
    assert!(casegraph(["query"]).misuse().contains("<STORE>"));
    assert!(casegraph(["query", ":memory:", "RETURN 1", "--format", "xml"]).misuse().contains("jsonl"));
    assert!(casegraph(["query", ":memory:", "RETURN 1", "--timeout", "soon"]).misuse().contains("30s"));
    assert!(casegraph(["path", ":memory:", "a", "b", "-k", "0"]).misuse().contains("1..=1000"));
    assert!(casegraph(["import", "csv", "x", "--delimiter", "::"]).misuse().contains("delimiter"));
    assert!(casegraph(["completions", "cmd"]).misuse().contains("bash"));
    assert!(casegraph(["man", "import", "xml"]).misuse().contains("xml"));
}

#[test]
#[cfg(not(feature = "parquet"))]
fn what_the_program_was_not_built_with_is_told() {
    let told = casegraph(["import", "parquet", "x", "--nodes", "T=t.parquet"]).misuse();
    assert!(told.contains("built without Parquet") && told.contains("--features parquet"), "{told}");
}

#[test]
fn without_a_terminal_nothing_is_coloured() {
    let folder = Folder::new();
    let store = folder.korus();
    let outputs = [
        casegraph(["query", &store, "MATCH (n:Person) RETURN n", "--format", "table"]).answer(),
        casegraph(["path", &store, "Trump", "Kia"]).answer(),
        casegraph(["info", &store]).answer(),
        casegraph(["query", &store, "RETURN oops", "--format", "table"]).refusal(),
        casegraph(["query"]).misuse(),
        casegraph(["--help"]).answer(),
        casegraph_reading(["shell", &store], b".show Kia\n.help\n").answer(),
    ];
    for output in outputs {
        assert!(!acts_on_terminal(&output), "{output:?}");
    }
}

#[test]
fn data_cannot_act_on_the_terminal() {
    let evil = "RETURN 'a\\u001B[31mred\\u202E' AS x";
    for format in ["table", "markdown", "json", "jsonl"] {
        let out = casegraph(["query", ":memory:", evil, "--format", format]).answer();
        assert!(!acts_on_terminal(&out) && !out.contains('\u{202e}'), "{format}: {out:?}");
    }
    let err = casegraph(["query", ":memory:", "RETURN \u{1b}[31m", "--format", "table"]).refusal();
    assert!(!acts_on_terminal(&err), "{err:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let store = folder.korus();
    let many = "UNWIND range(1, 300000) AS x RETURN x, 'some text to fill the pipe with' AS text";
    let runs: [&[&str]; 5] = [
        &["query", ":memory:", many],
        &["query", ":memory:", many, "--format", "csv"],
        &["query", ":memory:", many, "--format", "json"],
        &["export", "json", &store],
        &["export", "dot", &store],
    ];
    for args in runs {
        let mut child = start(args);
        drop(child.stdin.take());
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = Folder::new();
    let store = folder.korus();
    let runs: [&[&str]; 8] = [
        &["query", &store, "RETURN 1"],
        &["query", &store, "RETURN 1", "--format", "csv"],
        &["path", &store, "Trump", "Kia"],
        &["export", "cypher", &store],
        &["export", "dot", &store, "-o", "/dev/full"],
        &["info", &store],
        &["check", &store],
        &["man"],
    ];
    for args in runs {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = command().args(args).stdout(full).output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {error}");
        assert!(error.contains("WriteFailed") && error.contains("No space left"), "{args:?}: {error}");
    }
}

#[test]
fn without_a_command_it_opens_the_case() {
    let out =
        casegraph_reading::<&str>([], b"MATCH (p:Person) RETURN count(*) > 3 AS several;\n.stats\n").answer();
    assert!(out.contains("true") && out.contains("KORUS case"), "{out}");
}

#[test]
fn completions_and_manual_cover_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = casegraph(["completions", shell]).answer();
        assert!(script.contains("casegraph") && script.contains("max-hops"), "{shell}");
    }
    assert!(casegraph(["man"]).answer().contains(".TH casegraph"));
    assert!(casegraph(["man", "import", "csv"]).answer().contains("relationships"));
}

#[test]
fn no_color_is_heard() {
    // Without a terminal there is no colour anyway: this is about the flags being accepted everywhere.
    let mut run = command();
    run.args(["--no-color", "query", ":memory:", "RETURN oops", "--format", "table"]).env("NO_COLOR", "1");
    let output = run.output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.contains(&0x1b));
}
