//! The judge: after any crash the store opens, and holds all that was acknowledged and nothing that was not begun.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::crashes::Crashes;
use super::disk::{Disk, Event, Image};
use super::workload::{Program, Record, Step, policy, run, sizes, steps};
use crate::support::generate::Random;

/// How many states were recovered from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Different states that crashes of the program left.
    pub states: usize,
    /// Different states that crashes of the recovery left.
    pub in_recovery: usize,
}

/// Crashes of the program of one seed.
pub struct Judge {
    random: Random,
    seen: HashSet<u64>,
    pub tally: Tally,
    /// One state of so many is looked at thoroughly.
    thorough: usize,
}

/// The versions that may be found.
#[derive(Clone, Copy, Debug)]
struct Expected<'a> {
    versions: &'a [u64],
    acknowledged: usize,
    begun: usize,
}

impl Expected<'_> {
    fn has(&self, digest: u64) -> bool {
        self.versions[self.acknowledged..=self.begun].contains(&digest)
    }
}

impl Judge {
    pub fn new(seed: u64, thorough: usize) -> Judge {
        Judge { random: Random(seed ^ 0xc7a5), seen: HashSet::new(), tally: Tally::default(), thorough }
    }

    /// Crashes at every moment of the record. What is wrong, if anything is.
    pub fn judge(&mut self, record: &Record) -> Result<(), String> {
        let mut crashes = Crashes::default();
        let mut expected = Expected { versions: &record.versions, acknowledged: 0, begun: 0 };
        for (moment, event) in record.events.iter().enumerate() {
            match event {
                Event::Begun(version) => expected.begun = *version,
                Event::Acknowledged(version) => expected.acknowledged = *version,
                _ => {}
            }
            if !crashes.follow(event) && !matches!(event, Event::Acknowledged(_)) {
                continue;
            }
            for state in crashes.states(&mut self.random) {
                if self.is_new(&state, expected) {
                    self.tally.states += 1;
                    self.recover(&state, expected)
                        .map_err(|problem| format!("crash after event {moment}, {event:?}: {problem}"))?;
                }
            }
        }
        Ok(())
    }

    /// The same files are another state when something else was acknowledged.
    fn is_new(&mut self, state: &Image, expected: Expected<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        state.hash(&mut hasher);
        (expected.acknowledged, expected.begun).hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }

    fn recover(&mut self, state: &Image, expected: Expected<'_>) -> Result<(), String> {
        let disk = Disk::of(state);
        let found = open(&disk, state, expected)?;
        self.crash_in_recovery(state, &disk.events(), expected)?;
        if self.tally.states.is_multiple_of(self.thorough) {
            go_on(found, &disk, state)?;
        }
        Ok(())
    }

    /// Recovery is a program too: it may crash at each of its steps, and what it leaves is recovered from.
    fn crash_in_recovery(
        &mut self,
        state: &Image,
        events: &[Event],
        expected: Expected<'_>,
    ) -> Result<(), String> {
        let mut crashes = Crashes::from(state);
        for event in events {
            crashes.follow(event);
            for left in crashes.states(&mut self.random) {
                if self.is_new(&left, expected) {
                    self.tally.in_recovery += 1;
                    let again = open(&Disk::of(&left), &left, expected);
                    again.map_err(|problem| format!("in recovery after {event:?}: {problem}"))?;
                }
            }
        }
        Ok(())
    }
}

fn open(disk: &Disk, state: &Image, expected: Expected<'_>) -> Result<Program, String> {
    let program = Program::open(disk).map_err(|error| format!("{error:?}; files {:?}", sizes(state)))?;
    if !expected.has(program.digest()) {
        let at = expected.versions.iter().position(|version| *version == program.digest());
        return Err(format!(
            "found version {at:?}, not one of {} to {}; files {:?}",
            expected.acknowledged,
            expected.begun,
            sizes(state)
        ));
    }
    Ok(program)
}

/// The recovered store is sound, can be written, and holds what was written when it is opened again.
fn go_on(mut program: Program, disk: &Disk, state: &Image) -> Result<(), String> {
    let files = || format!("files {:?}", sizes(state));
    let findings = program.store.snapshot().check();
    if !findings.is_empty() {
        return Err(format!("{findings:?}; {}", files()));
    }
    let written = program.commit(Step::Create(1, 3), |_| {});
    written.map_err(|error| format!("it cannot be written: {error:?}; {}", files()))?;
    let digest = program.digest();
    drop(program);
    let again = Program::open(disk).map_err(|error| format!("a second time: {error:?}; {}", files()))?;
    match again.digest() == digest {
        true => Ok(()),
        false => Err(format!("what was written after the crash is not there; {}", files())),
    }
}

/// Crashes the program of a seed; panics with the smallest program that fails.
pub fn crash(seed: u64, count: usize, thorough: usize) -> Tally {
    let steps = steps(seed, count);
    let attempt = |steps: &[Step]| -> Result<Tally, String> {
        let record =
            run(steps, policy(seed)).map_err(|error| format!("the program fails by itself: {error:?}"))?;
        let mut judge = Judge::new(seed, thorough);
        judge.judge(&record).map(|()| judge.tally)
    };
    attempt(&steps).unwrap_or_else(|problem| {
        let (steps, problem) = shrink(steps, problem, |steps| attempt(steps).err());
        panic!("seed {seed}: {problem}\nthe program: {steps:?}");
    })
}

/// Leaves out steps while it still fails.
pub fn shrink(
    mut steps: Vec<Step>,
    mut problem: String,
    fails: impl Fn(&[Step]) -> Option<String>,
) -> (Vec<Step>, String) {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        match fails(&fewer) {
            Some(other) => (steps, problem) = (fewer, other),
            None => at += 1,
        }
    }
    (steps, problem)
}
