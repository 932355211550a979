//! Readers and writers at the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use casegraph::{Database, Result};

use super::{number, numbered};

#[test]
fn a_long_read_neither_blocks_a_write_nor_sees_it() -> Result<()> {
    let db = numbered("A", 5000)?;
    let mut reading = db.query("MATCH (a:A) RETURN a.n").run()?;
    assert!(reading.next_row()?.is_some(), "it has begun");

    let writer = db.clone();
    let (done, finished) = mpsc::channel();
    let writing = thread::spawn(move || -> Result<()> {
        writer.query("MATCH (a:A) SET a.n = -1").run()?;
        writer.query("UNWIND range(1, 100) AS n CREATE (:A {n: -1})").run()?;
        done.send(()).expect("the test waits for it");
        Ok(())
    });
    finished.recv_timeout(Duration::from_secs(60)).expect("the write does not wait for the read");
    writing.join().expect("the writer does not panic")?;
    assert_eq!(number(&db, "MATCH (a:A) WHERE a.n = -1 RETURN count(a)")?, 5100);

    let rest = reading.rows_as::<i64>()?;
    assert_eq!(
        (rest.len(), rest.iter().min().copied()),
        (4999, Some(1)),
        "it reads what was there at its start"
    );
    Ok(())
}

#[test]
fn readers_see_whole_transactions_only() -> Result<()> {
    const TRANSFERS: i64 = 60;
    let db = Database::in_memory();
    db.query("CREATE (:Account {id: 1, sum: 1000}), (:Account {id: 2, sum: 0})").run()?;
    let over = AtomicBool::new(false);
    thread::scope(|scope| -> Result<()> {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| -> Result<usize> {
                    let mut read = 0;
                    while !over.load(Ordering::Acquire) || read == 0 {
                        let transaction = db.read();
                        let sums = "MATCH (a:Account) RETURN sum(a.sum), count(a)";
                        assert_eq!(transaction.query(sums).run()?.rows_as::<(i64, i64)>()?, [(1000, 2)]);
                        let links = "MATCH (:Account)-[t:TRANSFER]->(b:Account {id: 2}) WITH b, count(t) AS n RETURN n * 10 = b.sum";
                        let agreed = transaction.query(links).run()?.rows_as::<bool>()?;
                        assert!(agreed.iter().all(|agrees| *agrees), "a half of a transaction was seen");
                        read += 1;
                    }
                    Ok(read)
                })
            })
            .collect();
        let written = (|| {
            for _ in 0..TRANSFERS {
                let mut transaction = db.write()?;
                transaction.query("MATCH (a:Account {id: 1}) SET a.sum = a.sum - 10").run()?;
                transaction.query("MATCH (a:Account {id: 2}) SET a.sum = a.sum + 10").run()?;
                let link = "MATCH (a:Account {id: 1}), (b:Account {id: 2}) CREATE (a)-[:TRANSFER]->(b)";
                transaction.query(link).run()?;
                transaction.commit()?;
            }
            Ok(())
        })();
        over.store(true, Ordering::Release);
        for reader in readers {
            assert!(reader.join().expect("no reader panics")? > 0);
        }
        written
    })?;
    assert_eq!(number(&db, "MATCH (:Account)-[t]->() RETURN count(t)")?, TRANSFERS);
    Ok(())
}

#[test]
fn writers_take_turns() -> Result<()> {
    let db = numbered("Counter", 1)?;
    thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    for _ in 0..25 {
                        db.query("MATCH (c:Counter) SET c.n = c.n + 1").run()?;
                    }
                    Ok(())
                })
            })
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("no writer panics"))
    })?;
    assert_eq!(number(&db, "MATCH (c:Counter) RETURN c.n")?, 100);
    Ok(())
}
