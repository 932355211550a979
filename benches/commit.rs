//! Durable single-statement commits a second, with one client and with many, beside SQLite (WAL, synchronous=FULL, through Python's
//! module where there is one) doing an equal insert, and a bare append with its sync, on the same disk in the same run.
//!
//! `cargo bench --bench commit`

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use casegraph::Database;

const TIME: Duration = Duration::from_secs(2);
const NODE: &str = "CREATE (:Person {id: $id, name: 'New Person', gender: 'female', age: 30})";
const EDGE: &str =
    "MATCH (a:Person {id: $from}), (b:Person {id: $to}) CREATE (a)-[:FOLLOWS {weight: 1.5}]->(b)";

fn main() -> casegraph::Result<()> {
    let folder = tempfile::tempdir_in(".").expect("a folder on the disk that is measured");
    let bare = bare(&folder.path().join("bare"));
    println!("256-byte append + fdatasync       {bare:>9.0} /s");
    let sqlite = sqlite(&folder.path().join("sqlite.db"));
    match sqlite {
        Some(rate) => println!("SQLite, one client                {rate:>9.0} /s"),
        None => println!("SQLite could not be measured: there is no python3 with sqlite3"),
    }
    for (what, statement) in [("node", NODE), ("edge", EDGE)] {
        for clients in [1, 16] {
            let path = folder.path().join(format!("{what}{clients}.casegraph"));
            let rate = commits(&path, statement, clients)?;
            print!(
                "casegraph, a {what}, {clients:>2} clients      {rate:>9.0} /s, {:.2} of bare",
                rate / bare
            );
            println!(
                "{}",
                sqlite.map_or(String::new(), |sqlite| format!(", {:.2} of SQLite", rate / sqlite))
            );
        }
    }
    Ok(())
}

fn bare(path: &Path) -> f64 {
    let file = File::create(path).expect("it can be made");
    let began = Instant::now();
    let mut written = 0;
    while began.elapsed() < TIME {
        file.write_all_at(&[7; 256], written * 256)
            .and_then(|()| file.sync_data())
            .expect("it can be written");
        written += 1;
    }
    written as f64 / began.elapsed().as_secs_f64()
}

fn sqlite(path: &Path) -> Option<f64> {
    const SCRIPT: &str = "
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA synchronous=FULL')
db.execute('CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, gender TEXT, age INTEGER)')
n, t = 0, time.perf_counter()
while time.perf_counter() - t < 2:
    db.execute('INSERT INTO person VALUES (?, ?, ?, ?)', (n, 'New Person', 'female', 30)); n += 1
print(n / (time.perf_counter() - t))
";
    let output = Command::new("python3").args(["-c", SCRIPT]).arg(path).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn commits(path: &Path, statement: &str, clients: u64) -> casegraph::Result<f64> {
    let database = Database::open(path)?;
    database.query("CREATE CONSTRAINT FOR (p:Person) REQUIRE p.id IS UNIQUE").run()?;
    database.query("UNWIND range(0, 9999) AS id CREATE (:Person {id: id})").run()?;
    let done = AtomicU64::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (database, done) = (&database, &done);
            scope.spawn(move || {
                let mut number = 0;
                while began.elapsed() < TIME {
                    let id = 10_000 + (number * clients + client) as i64;
                    let (from, to) = (id * 7919 % 10_000, id * 104_729 % 10_000);
                    let query = database.query(statement).param("id", id).param("from", from).param("to", to);
                    query.run().expect("it commits");
                    number += 1;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let rate = done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    database.close()?;
    Ok(rate)
}
