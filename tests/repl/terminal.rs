//! The real program on a real pseudo-terminal, as a person uses it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Expect, Session};

/// Long enough for a loaded machine; a test that passes does not wait for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal of 100 columns with the program on it, its data folder at `home`.
struct Shell(OsSession);

impl Shell {
    /// The shell on the KORUS case.
    fn korus(home: &Path) -> Shell {
        Shell::start(home, &[])
    }

    /// The shell on an empty graph in memory.
    fn empty(home: &Path) -> Shell {
        Shell::start(home, &["shell", ":memory:"])
    }

    fn start(home: &Path, arguments: &[&str]) -> Shell {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
        command
            .args(arguments)
            .env("XDG_DATA_HOME", home)
            .env("HOME", home)
            .env("TERM", "xterm-256color")
            .env("NO_COLOR", "1")
            .env("PAGER", "cat");
        let mut session = Session::spawn(command).expect("the program starts");
        session.get_process_mut().set_window_size(100, 40).expect("the terminal has a size");
        session.set_expect_timeout(Some(PATIENCE));
        session.set_expect_lazy(true);
        let mut shell = Shell(session);
        shell.expect(".help helps.");
        shell.ready();
        shell
    }

    #[track_caller]
    fn expect(&mut self, text: &str) {
        if let Err(error) = self.0.expect(text) {
            panic!("waited for `{text}`: {error}");
        }
    }

    #[track_caller]
    fn send(&mut self, keys: &str) {
        self.0.send(keys).expect("the terminal takes keys");
    }

    /// Waits until the program reads a new line; while one is read its prompt is painted again and again, but the
    /// terminal is told only once to mark pasted text.
    #[track_caller]
    fn ready(&mut self) {
        self.expect("\x1b[?2004h");
        self.expect("> ");
    }

    /// Ctrl-C at the prompt.
    #[track_caller]
    fn clear_line(&mut self) {
        self.control(ControlCode::EndOfText);
        self.ready();
    }

    /// Types a line and waits until the program has seen it all and answers `expected`.
    #[track_caller]
    fn ask(&mut self, line: &str, expected: &str) {
        self.send(line);
        self.send("\r");
        // Bracketed paste is switched off when the line is accepted.
        self.expect("\x1b[?2004l");
        self.expect(expected);
        self.ready();
    }

    #[track_caller]
    fn control(&mut self, code: ControlCode) {
        self.0.send(code).expect("the terminal takes keys");
    }

    #[track_caller]
    fn leave(mut self) {
        self.control(ControlCode::EndOfTransmission);
        self.ended();
    }

    /// Waits for the end, which has to be a success.
    #[track_caller]
    fn ended(mut self) {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.0.get_process().status().expect("the program can be asked") {
                WaitStatus::StillAlive => std::thread::sleep(Duration::from_millis(10)),
                ended => return assert!(matches!(ended, WaitStatus::Exited(_, 0)), "{ended:?}"),
            }
        }
        let _ = self.0.get_process_mut().exit(true);
        panic!("the program does not end");
    }
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

#[test]
fn the_case_is_explored_by_name() {
    let home = home();
    let mut shell = Shell::korus(home.path());
    shell.ask(".show kia", "also known as Kia Motors");
    shell.ask(".path Trump, Hyundai", "Hyundai produces in United States");
    shell.ask(".show congres", "did you mean");
    shell.ask(".help", "Explore without Cypher");
    shell.ask(".help path", "the K shortest paths");
    shell.ask("help", "See what there is");
    shell.leave();
}

#[test]
fn tab_completes_what_is_begun() {
    let home = home();
    let mut shell = Shell::korus(home.path());
    shell.send("MAT\t");
    shell.expect("MATCH ");
    shell.send("(p:Pers\t");
    shell.expect("(p:Person");
    shell.send(" {name: 'wendy\t");
    shell.expect("'Wendy Cutler'");
    shell.send("}) RETURN p.descr\t");
    shell.expect("p.description");
    shell.send(";\r");
    shell.expect("Chief negotiator");
    shell.ready();
    shell.send(".sho\t");
    shell.expect(".show ");
    shell.send("hyund\t");
    shell.expect("Hyundai");
    shell.clear_line();
    shell.send(".read Cargo.to\t");
    shell.expect("Cargo.toml");
    shell.clear_line();
    shell.leave();
}

#[test]
fn a_statement_spans_lines_and_comes_back_whole() {
    let home = home();
    let mut shell = Shell::empty(home.path());
    shell.send("UNWIND [1, 2] AS x\r");
    shell.send("RETURN x * 21\r");
    shell.ask("  AS answer;", "│     42 │");
    // Up brings back all three lines, Enter runs them.
    shell.send("\x1b[A");
    shell.expect("AS answer;");
    shell.ask("", "2 rows");
    shell.leave();

    // The next session remembers it as one entry.
    let mut shell = Shell::empty(home.path());
    shell.send("\x1b[A");
    shell.expect("UNWIND [1, 2] AS x");
    shell.expect("AS answer;");
    shell.ask("", "│     42 │");
    shell.leave();
}

#[test]
fn long_answers_go_through_the_pager() {
    let home = home();
    let mut shell = Shell::empty(home.path());
    // The pager of these tests is `cat`, so everything is there, and the shell goes on behind it.
    shell.ask("UNWIND range(1, 300) AS x RETURN x;", "300 rows");
    shell.ask(".pager off", "pager: off");
    shell.ask("UNWIND range(1, 300) AS x RETURN x;", "300 rows");
    shell.leave();
}

#[test]
fn ctrl_c_cancels_the_statement_and_nothing_else() {
    let home = home();
    let mut shell = Shell::empty(home.path());
    shell.send("UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(x + y);\r");
    shell.expect("\x1b[?2004l");
    std::thread::sleep(Duration::from_millis(300));
    let pressed = Instant::now();
    shell.control(ControlCode::EndOfText);
    shell.expect("Cancelled");
    assert!(pressed.elapsed() < Duration::from_secs(5), "it took {:?}", pressed.elapsed());
    shell.ready();
    shell.ask("RETURN 6 * 7 AS n;", "│ 42 │");
    shell.leave();
}

#[test]
fn ctrl_c_at_the_prompt_clears_the_line() {
    let home = home();
    let mut shell = Shell::empty(home.path());
    shell.send("CREATE (:Oops");
    shell.clear_line();
    shell.ask("MATCH (n) RETURN count(n) AS n;", "│ 0 │");
    shell.leave();
}

#[test]
fn errors_point_at_their_place_and_the_shell_goes_on() {
    let home = home();
    let mut shell = Shell::empty(home.path());
    shell.ask("RETURN oops;", "^^^^");
    shell.send("RETURN (1]\r");
    shell.expect("does not close");
    shell.clear_line();
    shell.ask(".begin", "transaction open");
    shell.send("quit\r");
    shell.expect("rolled back");
    shell.ended();
}
