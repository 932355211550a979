//! What is saved of a damaged store: everything that is not in the damaged place, and it is told what is lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casegraph::persist::{Vfs, salvage};
use casegraph::{Database, ErrorClass};

use crate::crash::disk::{Disk, Image};
use crate::crash::workload::{Program, STORE, Step, digest};
use crate::support::generate::Random;
use crate::support::program::casegraph;

fn log() -> PathBuf {
    PathBuf::from(format!("{STORE}-log"))
}

/// A store with all kinds of parts and a log.
fn store() -> (Image, u64) {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    let before = [
        Step::Create(8, 20),
        Step::Connect(0, 1),
        Step::Connect(1, 2),
        Step::Connect(5, 1),
        Step::Index(true),
    ];
    for step in before {
        program.commit(step, |_| {}).expect("nothing fails");
    }
    program.checkpoint().expect("nothing fails");
    for step in [Step::Create(2, 12), Step::Connect(8, 9), Step::Set(3, 44)] {
        program.commit(step, |_| {}).expect("nothing fails");
    }
    let digest = program.digest();
    (disk.image(), digest)
}

fn saved(image: &Image) -> casegraph::Result<casegraph::persist::Salvaged> {
    let disk = Disk::of(image);
    let vfs: Arc<dyn Vfs> = Arc::new(disk.clone());
    let saved = salvage(Path::new(STORE), &vfs);
    assert_eq!(&disk.image(), image, "a damaged store is only read");
    saved
}

#[test]
fn all_is_saved_of_a_sound_store() {
    let (image, expected) = store();
    let saved = saved(&image).expect("it is sound");
    assert_eq!(saved.lost, Vec::<String>::new());
    assert_eq!(digest(&saved.state), expected);
    assert_eq!(saved.state.check(), Vec::<String>::new());
}

#[test]
fn whatever_part_is_damaged_the_others_are_saved_and_the_loss_is_told() {
    let (image, expected) = store();
    let length = image[Path::new(STORE)].len();
    let mut complete = 0;
    for at in (56..length).step_by(3) {
        let mut damaged = image.clone();
        damaged.get_mut(Path::new(STORE)).expect("it is there")[at] ^= 0x55;
        let saved = saved(&damaged).unwrap_or_else(|error| panic!("byte {at}: {error:?}"));
        assert_eq!(saved.state.check(), Vec::<String>::new(), "byte {at}");
        assert!(!saved.lost.is_empty(), "byte {at}: nothing is told");
        // One direction of the relationships tells of the other.
        assert!(
            saved.state.relationship_count() == 4 || saved.lost.iter().any(|it| it.contains("relationship"))
        );
        assert!(
            saved.state.node_count() == 10 || saved.lost.iter().any(|it| it.contains("node")),
            "byte {at}"
        );
        complete += usize::from(digest(&saved.state) == expected);
    }
    assert!(complete > 0, "no place in the file is there twice");
}

#[test]
fn of_a_damaged_log_the_commits_around_the_damage_are_saved() {
    let (image, _) = store();
    let used = image[&log()].iter().rposition(|byte| *byte != 0).expect("there are commits");
    for at in (56..used).step_by(5) {
        let mut damaged = image.clone();
        damaged.get_mut(&log()).expect("it is there")[at] ^= 0x55;
        let saved = saved(&damaged).expect("the checkpoint is sound");
        assert_eq!(saved.state.check(), Vec::<String>::new(), "byte {at}");
        assert!(!saved.lost.is_empty(), "byte {at}: nothing is told");
        assert!(saved.state.node_count() >= 8, "byte {at}");
    }
}

#[test]
fn any_damage_ends_in_a_sound_graph_or_an_error() {
    let (image, _) = store();
    let mut random = Random(11);
    for round in 0..300 {
        let mut damaged = image.clone();
        for bytes in damaged.values_mut() {
            for _ in 0..random.below(6) {
                let (from, len) = (random.below(bytes.len() as u32) as usize, random.below(40) as usize);
                let end = (from + len).min(bytes.len());
                bytes[from..end].iter_mut().for_each(|byte| *byte = random.next() as u8);
            }
            if random.below(5) == 0 {
                bytes.truncate(random.below(bytes.len() as u32) as usize);
            }
        }
        match saved(&damaged) {
            Ok(saved) => assert_eq!(saved.state.check(), Vec::<String>::new(), "round {round}"),
            Err(error) => assert_eq!(error.class(), ErrorClass::StorageError, "round {round}: {error:?}"),
        }
        // The ordinary opening never believes any of it.
        match Program::open(&Disk::of(&damaged)) {
            Ok(program) => {
                assert_eq!(program.store.snapshot().check(), Vec::<String>::new(), "round {round}")
            }
            Err(error) => assert_eq!(error.class(), ErrorClass::StorageError, "round {round}: {error:?}"),
        }
    }
}

#[test]
fn the_program_tells_line_by_line_what_is_lost() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let [path, new] = ["damaged", "new"].map(|name| folder.path().join(format!("{name}.casegraph")));
    let database = Database::open(&path).expect("it is made");
    let create = "UNWIND range(0, 9) AS n CREATE (:Person {name: 'Person ' + n, age: 30 + n})";
    database.query(create).run().expect("it writes");
    database.close().expect("it closes");
    let mut bytes = std::fs::read(&path).expect("it is there");
    let at = bytes.windows(8).position(|window| window == b"Person 3").expect("names are text");
    bytes[at] = b'?';
    std::fs::write(&path, &bytes).expect("it is written");
    let [from, to] = [&path, &new].map(|path| path.to_str().expect("it is text"));
    casegraph(["query", from, "RETURN 1"]).refusal();
    let run = casegraph(["recover", from, to]);
    assert_eq!(run.code, Some(1), "something is lost: {}{}", run.out, run.err);
    for told in ["10 values of `name` on nodes are lost", "node 3: `name` is lost", "10 nodes"] {
        assert!(run.out.contains(told), "{told}: {}", run.out);
    }
    let ages =
        casegraph(["query", to, "MATCH (p:Person) RETURN sum(p.age) AS ages", "--format", "csv"]).answer();
    assert_eq!(ages.trim(), "ages\n345");
    assert!(casegraph(["check", to]).answer().contains("sound"));
}
