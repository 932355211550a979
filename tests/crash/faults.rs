//! Every call to the disk fails once, in every way: nothing acknowledged is lost, nothing that failed appears, and a handle
//! that does not know what the disk holds only reads.

use casegraph::persist::SyncPolicy;

use super::check::shrink;
use super::disk::{Disk, Fault};
use super::workload::{Program, Step, steps};

/// A program that goes on when something fails, and knows what it may find.
struct Stubborn {
    disk: Disk,
    program: Option<Program>,
    /// The digest of what was acknowledged last.
    known: u64,
    /// Whether a failed sync poisoned the handle, at some time.
    poisoned: bool,
}

impl Stubborn {
    fn new(disk: Disk) -> Result<Stubborn, String> {
        let mut stubborn = Stubborn { disk, program: None, known: 0, poisoned: false };
        stubborn.known = stubborn.open()?.digest();
        Ok(stubborn)
    }

    /// One opening may fail, the next one must not: only one call does.
    fn open(&mut self) -> Result<&mut Program, String> {
        if self.program.is_none() {
            let opened = Program::open(&self.disk).or_else(|_| Program::open(&self.disk));
            self.program = Some(opened.map_err(|error| format!("it does not open any more: {error:?}"))?);
        }
        Ok(self.program.as_mut().expect("it was just opened"))
    }

    fn step(&mut self, step: Step) -> Result<(), String> {
        let mut next = None;
        let program = self.open()?;
        let done = match step {
            Step::Checkpoint => program.checkpoint(),
            Step::Begin => program.begin_checkpoint(),
            Step::Finish => program.finish_checkpoint(),
            Step::Sync => program.file.sync(),
            Step::Reopen | Step::Kill | Step::Die(_) => {
                let program = self.program.take().expect("it was just opened");
                return match step {
                    // That it fails says nothing about what is in the store.
                    Step::Reopen => self.found(program.close().err().map(|_| self.known)),
                    _ => self.found(None),
                };
            }
            step => program.commit(step, |digest| next = Some(digest)),
        };
        match (done, next) {
            (Ok(()), Some(next)) => self.known = next,
            (Ok(()), None) => {}
            (Err(_), next) => return self.failed(next),
        }
        self.agrees()
    }

    fn failed(&mut self, next: Option<u64>) -> Result<(), String> {
        let program = self.open()?;
        // A page that could not be read is remembered, and the handle is of no more use.
        let damaged = program.store.snapshot().intact().is_err();
        if !program.file.is_read_only() && !damaged {
            return self.agrees();
        }
        let again = program.commit(Step::Create(1, 1), |_| {});
        if again.is_ok() {
            return Err("a handle that does not know what the disk holds was written".to_owned());
        }
        self.poisoned |= !damaged;
        self.program = None;
        self.found(next)
    }

    /// Opens the store: what is known, or else the other version, must be there.
    fn found(&mut self, other: Option<u64>) -> Result<(), String> {
        let digest = loop {
            let program = self.open()?;
            let digest = program.digest();
            if program.store.snapshot().intact().is_ok() {
                break digest;
            }
            self.program = None;
        };
        if digest != self.known && Some(digest) != other {
            return Err("it was opened with another version".to_owned());
        }
        self.known = digest;
        Ok(())
    }

    fn agrees(&mut self) -> Result<(), String> {
        let known = self.known;
        let program = self.open()?;
        let digest = program.digest();
        let intact = program.store.snapshot().intact().is_ok();
        match digest == known || !intact {
            true => Ok(()),
            false => Err("what failed is seen, or what was acknowledged is not".to_owned()),
        }
    }
}

/// Runs the steps while one call fails. Whether it was reached, and whether the handle was poisoned.
fn run(steps: &[Step], call: usize, fault: Fault) -> Result<(bool, bool), String> {
    let disk = Disk::default();
    disk.fail_at(call, fault);
    let mut stubborn = Stubborn::new(disk.clone())?;
    for step in steps {
        stubborn.step(*step)?;
    }
    // The process is killed, and the next one finds everything.
    let program = Program::open(&Disk::of(&disk.image())).map_err(|error| format!("at last: {error:?}"))?;
    let findings = program.store.snapshot().check();
    if program.digest() != stubborn.known || !findings.is_empty() {
        return Err(format!("at last another version is there; {findings:?}"));
    }
    Ok((disk.struck(), stubborn.poisoned))
}

/// Every call fails in every way. The number of failures, and how many of them poisoned a handle.
pub fn fail_everywhere(seed: u64, count: usize) -> (usize, usize) {
    let steps = steps(seed, count);
    let mut tally = (0, 0);
    for fault in Fault::ALL {
        for call in 0.. {
            match run(&steps, call, fault) {
                Ok((true, poisoned)) => tally = (tally.0 + 1, tally.1 + usize::from(poisoned)),
                Ok((false, _)) => break,
                Err(problem) => {
                    let (steps, problem) = shrink(steps, problem, |steps| run(steps, call, fault).err());
                    panic!("seed {seed}, {fault:?} at call {call}: {problem}\nthe program: {steps:?}");
                }
            }
        }
    }
    tally
}

/// A failed sync poisons the handle whatever the policy.
#[test]
fn a_failed_sync_poisons_the_handle_under_every_policy() {
    for sync in [SyncPolicy::Full, SyncPolicy::Off] {
        let disk = Disk::default();
        let mut program = Program::open_with(&disk, sync).expect("nothing fails yet");
        program.commit(Step::Create(1, 5), |_| {}).expect("nothing fails yet");
        // A write, then a sync, which Off leaves to an explicit one.
        disk.fail_at(1, Fault::Io);
        if program.commit(Step::Create(1, 5), |_| {}).is_ok() {
            disk.fail_at(0, Fault::Io);
            program.file.sync().expect_err("the sync fails");
        }
        let error = program.commit(Step::Create(1, 5), |_| {}).expect_err("it is poisoned");
        assert_eq!(error.detail(), "StorePoisoned");
        assert_eq!(program.store.snapshot().node_count(), if sync == SyncPolicy::Full { 1 } else { 2 });
    }
}
