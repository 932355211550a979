//! The real program as another process, driven through its pipe.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use crate::support::program::command;

/// `casegraph shell STORE --format json`; killed when it is dropped.
pub struct Shell {
    pub child: Child,
    pub input: ChildStdin,
    pub output: BufReader<ChildStdout>,
}

impl Shell {
    pub fn writer(store: &Path) -> Shell {
        Shell::start(store, &[])
    }

    pub fn reader(store: &Path) -> Shell {
        Shell::start(store, &["--readonly"])
    }

    fn start(store: &Path, options: &[&str]) -> Shell {
        let mut command = command();
        command.arg("shell").arg(store).args(["--format", "json"]).args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("the program starts");
        let input = child.stdin.take().expect("it is a pipe");
        let output = BufReader::new(child.stdout.take().expect("it is a pipe"));
        Shell { child, input, output }
    }

    /// The answer to a statement or command.
    pub fn ask(&mut self, line: &str) -> serde_json::Value {
        writeln!(self.input, "{line}").expect("it listens");
        self.answer().unwrap_or_else(|| panic!("no answer to {line}"))
    }

    /// The next answer; nothing when the program has ended.
    pub fn answer(&mut self) -> Option<serde_json::Value> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line).ok()?;
        (read > 0 && line.ends_with('\n')).then(|| serde_json::from_str(&line).expect("it is JSON"))
    }

    /// The only value of the answer.
    pub fn value(&mut self, statement: &str) -> i64 {
        let answer = self.ask(&format!("{statement};"));
        answer["rows"][0][0].as_i64().unwrap_or_else(|| panic!("{statement}: {answer}"))
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
