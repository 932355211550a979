//! The KORUS case: through the library, and through the program.

use casegraph::Database;

use super::{Canonical, json, script, survives};
use crate::support::program::{Folder, casegraph};

#[test]
fn korus_survives() {
    survives(&casegraph::case::korus().expect("the case is sound").snapshot());
}

#[test]
fn korus_survives_in_the_log() {
    let folder = Folder::new();
    let db = Database::open(folder.at("a.casegraph")).expect("it opens");
    let mut transaction = db.write().expect("it writes");
    let scripts: Vec<_> = crate::support::program::korus_scripts().into_iter().map(Into::into).collect();
    let run = |statement: &str| transaction.query(statement).run().map(|_| ());
    casegraph::import::cypher::import(&scripts, &casegraph::import::Silent, run).expect("the case is sound");
    transaction.commit().expect("it is kept");
    // A store as a crash leaves it: the log was not folded.
    for suffix in ["", "-log"] {
        let from = folder.at(&format!("a.casegraph{suffix}"));
        std::fs::copy(from, folder.at(&format!("b.casegraph{suffix}"))).expect("it is there");
    }
    let crashed = Database::open(folder.at("b.casegraph")).expect("it opens");
    assert_eq!(script(&crashed.snapshot()), script(&db.snapshot()));
    assert_eq!(json(&crashed.snapshot()), json(&db.snapshot()));
    assert_eq!(crashed.snapshot().check(), Vec::<String>::new());
    let sample = casegraph::case::korus().expect("the case is sound");
    assert_eq!(script(&sample.snapshot()), script(&db.snapshot()), "the built-in case is what the files say");
}

#[test]
fn korus_survives_the_program() {
    let folder = Folder::new();
    let (first, second) = (folder.korus(), folder.at("second.casegraph"));
    let exported = casegraph(["export", "cypher", &first]).answer();
    let script = folder.write("export.cypher", &exported);
    casegraph(["import", "cypher", &second, &script]).answer();
    assert_eq!(casegraph(["export", "cypher", &second]).answer(), exported);
    let told = |store: &String| Canonical::read(casegraph(["export", "json", store]).answer().as_bytes());
    assert_eq!(told(&second), told(&first));
    assert_eq!(told(&second).relationships.len(), 313);
    casegraph(["check", &second]).answer();
}
