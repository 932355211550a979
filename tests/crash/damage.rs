//! Damage to a store's files: every cut of the log gives a committed prefix, every flipped bit is noticed.

use std::path::PathBuf;

use casegraph::ErrorClass;

use super::disk::{Disk, Image};
use super::workload::{Program, STORE, Step, sizes};

fn log() -> PathBuf {
    PathBuf::from(format!("{STORE}-log"))
}

/// A store with a checkpoint and a log, the versions that the log has, and where each ends in it.
fn store() -> (Image, Vec<u64>, Vec<usize>) {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    for step in [Step::Create(2, 40), Step::Index(true), Step::Connect(0, 1), Step::Checkpoint] {
        match step {
            Step::Checkpoint => program.checkpoint(),
            step => program.commit(step, |_| {}),
        }
        .expect("nothing fails");
    }
    let mut versions = vec![program.digest()];
    let mut ends = vec![0];
    for step in [Step::Create(1, 30), Step::Set(1, 500), Step::Connect(1, 2), Step::Delete(0)] {
        program.commit(step, |digest| versions.push(digest)).expect("nothing fails");
        ends.push(program.file.info().log_len as usize);
    }
    (disk.image(), versions, ends)
}

#[test]
fn a_log_cut_at_any_byte_gives_a_committed_prefix_and_can_be_written_again() {
    let (image, versions, ends) = store();
    let whole = &image[&log()];
    for cut in (0..=ends[4] + 8).chain((ends[4]..=whole.len()).step_by(100)) {
        let mut cut_off = image.clone();
        cut_off.insert(log(), whole[..cut].to_vec());
        let disk = Disk::of(&cut_off);
        let mut program = Program::open(&disk).unwrap_or_else(|error| panic!("cut at {cut}: {error:?}"));
        let expected = ends.iter().rposition(|end| *end <= cut).expect("the first end is zero");
        assert_eq!(program.digest(), versions[expected], "cut at {cut}");
        program.commit(Step::Create(1, 9), |_| {}).unwrap_or_else(|error| panic!("cut at {cut}: {error:?}"));
        let digest = program.digest();
        drop(program);
        let again = Program::open(&disk).unwrap_or_else(|error| panic!("cut at {cut}: {error:?}"));
        assert_eq!(again.digest(), digest, "cut at {cut}");
    }
}

#[test]
fn every_flipped_bit_of_a_store_is_refused_and_changes_nothing() {
    let (image, versions, ends) = store();
    let last = versions[versions.len() - 1];
    let mut noticed = 0;
    let mut torn = 0;
    for (path, bytes) in &image {
        // Behind the last commit the log has zeros that nobody reads for more than zeros.
        let used = if *path == log() { ends[4] + 2 } else { bytes.len() };
        for bit in 0..used * 8 {
            let mut flipped = image.clone();
            flipped.get_mut(path).expect("it is there")[bit / 8] ^= 1 << (bit % 8);
            let disk = Disk::of(&flipped);
            match Program::open(&disk) {
                Err(error) => {
                    assert_eq!(error.class(), ErrorClass::StorageError, "{error:?}");
                    assert!(error.message().contains("crash.casegraph"), "{error:?}");
                    assert_eq!(disk.image(), flipped, "bit {bit} of {path:?}: a file was changed");
                    noticed += 1;
                }
                Ok(program) if bit / 8 >= ends[4] => assert_eq!(program.digest(), last),
                Ok(program) => {
                    // One bit that is the only one in its sector is the same as an unfinished write.
                    assert!(*path == log() && bit / 8 >= ends[3], "bit {bit} of {path:?}");
                    assert_eq!(program.digest(), versions[3], "bit {bit} of {path:?}");
                    torn += 1;
                }
            }
        }
    }
    println!("{noticed} flipped bits refused, {torn} read as an unfinished write; {:?}", sizes(&image));
    assert!(torn <= 1, "{torn}");
}

#[test]
fn what_is_unreadable_is_an_error_and_never_an_empty_store() {
    let (image, ..) = store();
    for broken in [&b""[..], b"\0\0\0\0", &[0; 56], &[0xff; 4096]] {
        let mut damaged = image.clone();
        damaged.values_mut().for_each(|bytes| *bytes = broken.to_vec());
        let disk = Disk::of(&damaged);
        let error = Program::open(&disk).err().unwrap_or_else(|| panic!("{broken:?} was opened"));
        assert_eq!(error.class(), ErrorClass::StorageError, "{error:?}");
        assert_eq!(disk.image(), damaged);
    }
}
