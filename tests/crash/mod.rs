//! A store on a simulated disk that crashes at every moment, fails at every call and reads wrong bits: nothing that was
//! acknowledged is ever lost, nothing damaged is ever believed.
//!
//! `CASEGRAPH_CRASH_STATES` is the number of states to recover from (20,000 unless given), `CASEGRAPH_CRASH_SEED` the first
//! seed. A failure prints its seed and the smallest program that shows it.

mod check;
pub mod crashes;
mod damage;
pub mod disk;
mod faults;
mod hostile;
mod readers;
pub mod workload;

use std::time::Instant;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn after_a_crash_at_any_moment_all_that_was_acknowledged_is_there() {
    let wanted = from_environment("CASEGRAPH_CRASH_STATES", 20_000) as usize;
    let first = from_environment("CASEGRAPH_CRASH_SEED", 1);
    let began = Instant::now();
    let mut total = check::Tally::default();
    let mut seed = first;
    while total.states < wanted {
        let tally = check::crash(seed, 24, 16);
        total.states += tally.states;
        total.in_recovery += tally.in_recovery;
        seed += 1;
    }
    println!("seeds {first} to {}: {total:?} in {:?}", seed - 1, began.elapsed());
    assert!(total.in_recovery > wanted / 20, "{total:?}");
}

#[test]
fn whatever_call_fails_nothing_is_lost_and_nothing_that_failed_appears() {
    let programs = from_environment("CASEGRAPH_CRASH_STATES", 20_000).div_ceil(20_000);
    let first = from_environment("CASEGRAPH_CRASH_SEED", 1);
    let mut total = (0, 0);
    for seed in first..first + programs {
        let (failures, poisoned) = faults::fail_everywhere(seed, 16);
        total = (total.0 + failures, total.1 + poisoned);
    }
    println!("{} calls failed, {} of them poisoned a handle", total.0, total.1);
    assert!(total.0 > 200 && total.1 > 0, "{total:?}");
}
