//! A breadth-first search over the snapshot's adjacency beside the same search over bare compressed sparse
//! rows, on the generated social graph. Prints how many times as long it takes, which should be at most 2.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use casegraph::graph::{Direction, GraphState, NodeId, TypeId};
use divan::{Bencher, black_box};

#[path = "../tests/support/generate.rs"]
#[allow(dead_code, reason = "each user of the generator needs another part of it")]
mod generate;

const PERSONS: u32 = 100_000;
const FOLLOWS: usize = 2_400_000;

/// Compressed sparse rows and nothing else.
struct Csr {
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

struct Both {
    state: GraphState,
    csr: Csr,
}

static BOTH: LazyLock<Both> = LazyLock::new(|| {
    let social = generate::Social::new(PERSONS, FOLLOWS);
    let state = social.state().expect("the graph is good");
    let mut edges: Vec<(u32, u32)> = social.follows.iter().map(|(start, end, _)| (*start, *end)).collect();
    edges.sort_unstable();
    let mut offsets = vec![0; PERSONS as usize + 1];
    edges.iter().for_each(|(start, _)| offsets[*start as usize + 1] += 1);
    (0..PERSONS as usize).for_each(|i| offsets[i + 1] += offsets[i]);
    Both { state, csr: Csr { offsets, targets: edges.into_iter().map(|(_, end)| end).collect() } }
});

fn main() {
    if !std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        print_ratios();
    }
    divan::main();
}

/// The nodes that are reached from the first, in the order they are.
fn search<I: Iterator<Item = u32>>(neighbours: impl Fn(u32) -> I) -> Vec<u32> {
    let mut seen = vec![0u64; (PERSONS as usize).div_ceil(64)];
    let mut queue = vec![0u32];
    seen[0] = 1;
    let mut at = 0;
    while let Some(node) = queue.get(at).copied() {
        at += 1;
        for next in neighbours(node) {
            let (word, bit) = (next as usize / 64, 1 << (next % 64));
            if seen[word] & bit == 0 {
                seen[word] |= bit;
                queue.push(next);
            }
        }
    }
    queue
}

fn over_bare_rows(csr: &Csr) -> Vec<u32> {
    search(|node| {
        let range = csr.offsets[node as usize] as usize..csr.offsets[node as usize + 1] as usize;
        csr.targets[range].iter().copied()
    })
}

fn over_state(state: &GraphState, rel_type: Option<TypeId>) -> Vec<u32> {
    search(|node| state.neighbours(NodeId(node), Direction::Outgoing, rel_type).map(|next| next.0))
}

const ROUNDS: usize = 60;

/// The shortest of many runs of each, in turns: what else the machine does only ever adds to a run, and meets
/// all of them.
fn shortest<const N: usize>(runs: [&dyn Fn() -> Vec<u32>; N]) -> [Duration; N] {
    let mut times = [Duration::MAX; N];
    for _ in 0..ROUNDS {
        for (run, time) in runs.iter().zip(&mut times) {
            let started = Instant::now();
            black_box(run());
            *time = started.elapsed().min(*time);
        }
    }
    times
}

fn print_ratios() {
    let Both { state, csr } = &*BOTH;
    let rel_type = state.catalog().rel_type("FOLLOWS");
    let expected = over_bare_rows(csr);
    for only in [None, rel_type] {
        assert_eq!(over_state(state, only), expected, "both visit the same nodes in the same order");
    }
    println!("breadth-first search reaches {} of {PERSONS} nodes", expected.len());
    let [bare, all, one] =
        shortest([&|| over_bare_rows(csr), &|| over_state(state, None), &|| over_state(state, rel_type)]);
    println!("bare rows          {bare:>10.2?}");
    for (name, time) in [("snapshot", all), ("snapshot, one type", one)] {
        println!("{name:18} {time:>10.2?}  {:.2} times as long", time.as_secs_f64() / bare.as_secs_f64());
    }
}

#[divan::bench(sample_count = 30)]
fn bare_rows(bencher: Bencher) {
    bencher.bench_local(|| over_bare_rows(&BOTH.csr));
}

#[divan::bench(sample_count = 30)]
fn snapshot(bencher: Bencher) {
    bencher.bench_local(|| over_state(&BOTH.state, None));
}

#[divan::bench(sample_count = 30)]
fn snapshot_of_one_type(bencher: Bencher) {
    let rel_type = BOTH.state.catalog().rel_type("FOLLOWS");
    bencher.bench_local(|| over_state(&BOTH.state, rel_type));
}
