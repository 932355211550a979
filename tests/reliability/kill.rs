//! The real program is killed under load, again and again. A log of acknowledgements outside of it is the judge: all that was
//! acknowledged is there, and of the rest at most what was asked for.
//!
//! `CASEGRAPH_KILL_ROUNDS` is the number of rounds, 50 unless given.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use casegraph::Database;

use super::shell::Shell;
use crate::support::generate::Random;
use crate::support::program::command;

/// Statements that are on their way at once.
const AHEAD: u64 = 30;

/// Asks for commits until the time is over, then kills. The numbers that were acknowledged, and the next that was not asked for.
fn load(store: &Path, first: u64, time: Duration, random: &mut Random) -> (Vec<u64>, u64) {
    let mut shell = Shell::writer(store);
    let (mut asked, mut answered) = (Vec::new(), 0);
    let mut acknowledged = Vec::new();
    let mut next = first;
    // Since the first answer: starting takes a while.
    let mut began = Instant::now();
    while began.elapsed() < time || answered == 0 {
        while asked.len() - answered < AHEAD as usize {
            let (line, number) = match random.below(40) {
                // A checkpoint, in the middle of which it may be killed too.
                0 => (".compact".to_owned(), None),
                1 => (format!("UNWIND range(1, 300) AS i CREATE (:K {{n: {next}}});"), Some(next)),
                _ => (
                    format!("CREATE (:K {{n: {next}, text: '{}'}});", "x".repeat(random.below(900) as usize)),
                    Some(next),
                ),
            };
            next += u64::from(number.is_some());
            asked.push(number);
            let _ = writeln!(shell.input, "{line}");
        }
        let Some(answer) = shell.answer() else { panic!("it ended by itself") };
        assert!(answer.get("error").is_none(), "{answer}");
        acknowledged.extend(asked[answered]);
        if answered == 0 {
            began = Instant::now();
        }
        answered += 1;
    }
    shell.child.kill().expect("it runs");
    // What it had said before it died counts.
    while shell.answer().is_some() {
        acknowledged.extend(asked[answered]);
        answered += 1;
    }
    (acknowledged, next)
}

#[test]
fn a_program_that_is_killed_loses_nothing_that_it_acknowledged() {
    let rounds = std::env::var("CASEGRAPH_KILL_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(50);
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("killed.casegraph");
    let mut random = Random(7);
    let mut must: BTreeSet<u64> = BTreeSet::new();
    let mut next = 0;
    Database::open(&path).and_then(Database::close).expect("it is made");
    let mut reader = Shell::reader(&path);
    for round in 0..rounds {
        let time = Duration::from_millis(u64::from(random.below(25)));
        let (acknowledged, after) = load(&path, next, time, &mut random);
        must.extend(acknowledged);
        next = after;
        // A reader that was there all the time, and the next writer.
        let seen = reader.value("MATCH (k:K) RETURN count(DISTINCT k.n)");
        assert!(seen >= must.len() as i64, "round {round}: a reader sees {seen} of {}", must.len());
        let database = Database::open(&path).unwrap_or_else(|error| panic!("round {round}: {error:?}"));
        let found = database.query("MATCH (k:K) RETURN k.n AS n, count(*) AS times").run();
        let found: Vec<(i64, i64)> = found.and_then(|mut rows| rows.rows_as()).expect("it reads");
        let there: BTreeSet<u64> = found.iter().map(|(n, _)| *n as u64).collect();
        assert!(must.is_subset(&there), "round {round}: lost {:?}", must.difference(&there));
        assert!(there.iter().all(|n| *n < next), "round {round}: there is what nobody asked for");
        assert!(found.iter().all(|(_, times)| [1, 300].contains(times)), "round {round}: half a transaction");
        if round % 5 == 0 {
            assert_eq!(database.snapshot().check(), Vec::<String>::new(), "round {round}");
        }
        // Killed too, as it were: the log stays for the next round.
        must = there;
        match round % 3 {
            0 => database.close().expect("it closes"),
            _ => drop(database),
        }
    }
    println!("{rounds} rounds, {} commits", must.len());
    assert!(must.len() > 4 * rounds);
}

#[test]
fn a_bulk_load_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let table = folder.path().join("people.csv");
    let rows: String = (0..20_000).map(|id| format!("{id},Person {id}\n")).collect();
    std::fs::write(&table, format!("id:ID(Person),name\n{rows}")).expect("it is written");
    let mut seen = BTreeSet::new();
    for round in 0..10 {
        let path = folder.path().join(format!("load{round}.casegraph"));
        let mut load = command();
        load.args(["import", "csv"]).arg(&path).arg("--nodes").arg(format!("Person={}", table.display()));
        let mut load = load.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(30 * round));
        load.kill().expect("it can be killed");
        load.wait().expect("it ends");
        let nodes = Database::open(&path).expect("it opens").snapshot().node_count();
        assert!([0, 20_000].contains(&nodes), "{nodes} nodes");
        seen.insert(nodes);
    }
    println!("{seen:?}");
}
