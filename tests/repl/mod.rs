//! The shell: renderers against golden tables, the pipe protocol, and the real program on a pseudo-terminal.

mod pipe;
mod program;
mod render;
mod session;
#[cfg(unix)]
mod terminal;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use casegraph::Database;
use casegraph::repl::{Format, Output, Place, Session};

/// What a session wrote.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("output is UTF-8")
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A session on an empty graph in memory, and what it writes. Times are left out, so that output can be compared.
fn session() -> (Session, Written) {
    let written = Written::default();
    let mut session =
        Session::new(Database::in_memory(), Place::Memory(None), Output::writer(written.clone()));
    session.settings.timer = false;
    (session, written)
}

/// A small case with evidence: two carmakers, a country, a claim, a proposal, two sources.
const CASE: &str = "
    CREATE (:Source {key: 's1', title: 'Morning Post'}), (:Source {key: 's2', title: 'Evening Star'});
    MATCH (s:Source {key: 's1'}) CREATE (:Excerpt {key: 's1:p1', locator: 'page 1', summary: 'Kia builds cars.'})-[:FROM]->(s);
    MATCH (s:Source {key: 's2'}) CREATE (:Excerpt {key: 's2:p9', locator: 'page 9', summary: 'A tax is said to help.'})-[:FROM]->(s);
    CREATE (k:Actor:Company {name: 'Kia', aliases: ['Kia Motors'], cites: ['s1:p1']}),
           (h:Actor:Company {name: 'Hyundai', aliases: []}),
           (c:Actor:Country {name: 'São Land', aliases: ['Saoland']}),
           (m:Measure {name: 'Car tax', aliases: []}),
           (k)-[:BUILDS_IN {status: 'fact', cites: ['s1:p1'], valid_from: '2010'}]->(c),
           (h)-[:BUILDS_IN {status: 'fact', cites: ['s1:p1']}]->(c),
           (m)-[:HELPS {status: 'claim', according_to: 'Hyundai', cites: ['s2:p9']}]->(k),
           (c)-[:CONSIDERS {status: 'proposal', cites: ['s2:p9']}]->(m);
";

/// A session on [`CASE`].
fn case() -> (Session, Written) {
    let (mut session, written) = session();
    let mut loading =
        Session::new(session.database().clone(), Place::Memory(None), Output::writer(io::sink()));
    loading.run_text(CASE).unwrap_or_else(|failure| panic!("{}", failure.text(false)));
    session.settings.format = Format::Table;
    (session, written)
}

/// What the session writes for an input that succeeds.
fn answer(session: &mut Session, written: &Written, input: &str) -> String {
    let before = written.text().len();
    session.run_text(input).unwrap_or_else(|failure| panic!("{}", failure.text(false)));
    written.text()[before..].to_owned()
}

/// What the session says of an input that fails.
fn refusal(session: &mut Session, input: &str) -> String {
    match session.run_text(input) {
        Ok(_) => panic!("`{input}` succeeds"),
        Err(failure) => failure.text(false),
    }
}
