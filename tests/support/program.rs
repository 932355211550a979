//! Running the real program.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// How a run ended.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// What it answered, after checking that it succeeded without a word on standard error.
    #[track_caller]
    pub fn answer(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// Standard error, after checking that a query or data was found wrong.
    #[track_caller]
    pub fn refusal(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert!(!self.err.is_empty(), "it fails without a word");
        self.err
    }

    /// Standard error, after checking that the arguments were found wrong.
    #[track_caller]
    pub fn misuse(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{}", self.err);
        self.err
    }
}

/// The program, not yet started; nothing in the environment changes what it does.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
    command.env_remove("NO_COLOR").env_remove("TERM").stdin(Stdio::null());
    command
}

/// Runs the program.
pub fn casegraph<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    casegraph_reading(args, b"")
}

/// Runs the program with this on its standard input.
pub fn casegraph_reading<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>, input: &[u8]) -> Run {
    let mut command = command();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let output = std::thread::scope(|scope| {
        // It need not read all of it.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("it ends")
    });
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
    }
}

/// Starts the program with pipes at both ends.
pub fn start<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Child {
    let mut command = command();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// A folder of a test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder for the test"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in it, as an argument.
    pub fn at(&self, name: &str) -> String {
        self.path().join(name).to_str().expect("the path is text").to_owned()
    }

    /// Makes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path().join(name), content).expect("the folder is there");
        self.at(name)
    }

    /// The names of its files, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path()).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// A store with the KORUS case.
    pub fn korus(&self) -> String {
        static STORE: OnceLock<(Folder, PathBuf)> = OnceLock::new();
        let (_, store) = STORE.get_or_init(|| {
            let folder = Folder::new();
            let store = folder.at("korus.casegraph");
            let args = ["import", "cypher", &store].map(str::to_owned).into_iter().chain(korus_scripts());
            casegraph(args).answer();
            (folder, store.into())
        });
        std::fs::copy(store, self.path().join("korus.casegraph")).expect("the store is there");
        self.at("korus.casegraph")
    }
}

/// The scripts of the KORUS case, in order.
pub fn korus_scripts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graph-data/korus");
    let entries = std::fs::read_dir(folder).expect("the case is there");
    let mut scripts: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").path().to_str().expect("the path is text").to_owned())
        .filter(|path| path.ends_with(".cypher"))
        .collect();
    scripts.sort();
    scripts
}
