//! Readers beside a writer, at every moment of its work, in the middle of its writes too: each sees a committed version with
//! all that was acknowledged, follows the writer, and writes nothing.

use std::path::Path;

use casegraph::graph::Store;
use casegraph::persist::{News, StoreFile, StoreOptions, SyncPolicy};

use super::disk::{Disk, Event, Fault};
use super::workload::{Program, STORE, Step, digest, options, run, steps};

struct Reader {
    file: StoreFile,
    store: Store,
}

impl Reader {
    fn open(disk: &Disk) -> casegraph::Result<Reader> {
        let options = StoreOptions { read_only: true, ..options(disk, SyncPolicy::Full) };
        let (file, state) = StoreFile::open(Path::new(STORE), &options)?;
        Ok(Reader { file, store: Store::new(state) })
    }

    fn refresh(&mut self) -> casegraph::Result<()> {
        let mut transaction = self.store.begin();
        match self.file.refresh()? {
            News::Nothing => return Ok(()),
            News::Commits(commits) => {
                commits.into_iter().flatten().try_for_each(|op| transaction.apply(op))?;
            }
            News::State(state) => transaction.replace_state(*state),
        }
        transaction.commit()
    }

    fn digest(&self) -> u64 {
        digest(self.store.snapshot().state())
    }
}

/// The event in pieces, as somebody who looks in the middle of it may see it.
fn pieces(event: &Event) -> Vec<Event> {
    match event {
        Event::Write(number, offset, bytes) if bytes.len() > 1 => {
            let (first, second) = bytes.split_at(bytes.len() / 2);
            let middle = *offset + first.len() as u64;
            vec![Event::Write(*number, *offset, first.into()), Event::Write(*number, middle, second.into())]
        }
        event => vec![event.clone()],
    }
}

#[test]
fn a_reader_sees_a_committed_version_at_every_moment_and_follows_the_writer() {
    let mut looks = 0;
    for seed in 1..=8 {
        let program = steps(seed, 24);
        let record = run(&program, SyncPolicy::Full).expect("nothing fails");
        let disk = Disk::default();
        let mut follower: Option<Reader> = None;
        let (mut acknowledged, mut begun) = (0, 0);
        for (moment, event) in record.events.iter().flat_map(pieces).enumerate() {
            match event {
                Event::Begun(version) => begun = version,
                Event::Acknowledged(version) => acknowledged = version,
                _ => disk.apply(&event),
            }
            if !disk.image().contains_key(Path::new(STORE)) {
                continue;
            }
            let told = |error| panic!("seed {seed}, moment {moment}, {event:?}: {error:?}\n{program:?}");
            let may = &record.versions[acknowledged..=begun];
            let fresh = Reader::open(&disk).unwrap_or_else(told);
            assert!(may.contains(&fresh.digest()), "seed {seed}, moment {moment}: a new reader; {program:?}");
            match &mut follower {
                Some(reader) => reader.refresh().unwrap_or_else(|error| panic!("{moment}: {error:?}")),
                None => follower = Some(fresh),
            }
            let seen = follower.as_ref().map(Reader::digest);
            let is_one = seen.is_some_and(|seen| may.contains(&seen));
            assert!(is_one, "seed {seed}, moment {moment}, {event:?}: the one that follows; {program:?}");
            looks += 2;
        }
        assert!(disk.is_untouched(), "a reader wrote");
    }
    println!("{looks} looks at stores that were being written");
}

#[test]
fn a_store_on_media_that_cannot_be_written_is_read_and_not_opened_for_writing() {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    program.commit(Step::Create(2, 10), |_| {}).expect("nothing fails");
    let expected = program.digest();
    drop(program);
    let image = disk.image();
    let medium = Disk::of(&image);
    medium.protect();
    let mut reader = Reader::open(&medium).expect("it can be read");
    reader.refresh().expect("it can be read");
    assert_eq!(reader.digest(), expected);
    let error = Program::open(&medium).err().expect("it cannot be written");
    assert!(error.hint_text().is_some_and(|hint| hint.contains("--readonly")), "{error:?}");
    assert!(medium.is_untouched());
    assert_eq!(medium.image(), image);
}

#[test]
fn a_reader_whose_disk_fails_keeps_what_it_has() {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    program.commit(Step::Create(2, 10), |_| {}).expect("nothing fails");
    let mut reader = Reader::open(&disk).expect("it can be read");
    for step in [Step::Create(1, 600), Step::Checkpoint, Step::Create(1, 5)] {
        let before = reader.digest();
        match step {
            Step::Checkpoint => program.checkpoint().expect("nothing fails"),
            step => program.commit(step, |_| {}).expect("nothing fails"),
        }
        for call in 0..4 {
            disk.fail_at(call, Fault::Io);
            // It may try again, and then succeeds.
            let _ = reader.refresh();
            let seen = reader.digest();
            assert!(seen == before || seen == program.digest());
        }
        reader.refresh().expect("nothing fails any more");
        assert_eq!(reader.digest(), program.digest());
    }
}
