//! What nodes and relationships take in memory, and what a million single writes do to reading: a graph of a million
//! nodes and ten million relationships of a skewed distribution, before and after as many transactions of one change each.
//! Prints bytes and ratios; resident memory is known on Linux only.

use std::time::{Duration, Instant};

use casegraph::graph::{Direction, NodeId, RelId, Snapshot, Store, TypeId};

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NODES: u32 = 1_000_000;
const RELATIONSHIPS: usize = 10_000_000;
const WRITES: usize = 1_000_000;

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let mut random = Random(1);
    let empty = resident();
    let store = with_nodes();
    let nodes = resident();
    load(&store, &mut random);
    let snapshot = store.snapshot();
    let reading = read(&snapshot);
    let full = resident();
    drop(snapshot);
    println!(
        "{NODES} nodes without properties           {:>6.1} bytes each",
        per(nodes - empty, NODES as usize)
    );
    println!(
        "{RELATIONSHIPS} relationships without properties {:>5.1} bytes each",
        per(full - nodes, RELATIONSHIPS)
    );
    let started = Instant::now();
    write(&store, &mut random);
    let took = started.elapsed();
    let snapshot = store.snapshot();
    let later = read(&snapshot);
    let alive = snapshot.relationship_count() as usize;
    println!(
        "{WRITES} transactions of one change        {:>6.2} µs each",
        took.as_secs_f64() * 1e6 / WRITES as f64
    );
    println!("{alive} relationships after them        {:>6.1} bytes each", per(resident() - nodes, alive));
    println!(
        "reading all of them afterwards            {:>6.2} times as long as before",
        ratio(later, reading)
    );
}

/// A small generator of its own, so that a run repeats.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 33) * u64::from(bound)) >> 31) as u32
    }

    /// Some nodes come much more often than others.
    fn node(&mut self) -> NodeId {
        let bound = self.below(NODES) + 1;
        NodeId(self.below(bound))
    }
}

fn with_nodes() -> Store {
    let store = Store::default();
    let mut write = store.begin();
    let mut load = write.bulk();
    load.intern_type("T").expect("few types");
    let label = load.intern_label("N").expect("few labels");
    for _ in 0..NODES {
        load.create_node(&[label]).expect("ids are left");
    }
    load.finish().expect("nothing forbids it");
    write.commit().expect("nothing forbids it");
    store
}

fn load(store: &Store, random: &mut Random) {
    let mut write = store.begin();
    let mut load = write.bulk();
    for _ in 0..RELATIONSHIPS {
        load.create_relationship(random.node(), TypeId(0), random.node()).expect("the nodes are there");
    }
    load.finish().expect("nothing forbids it");
    write.commit().expect("nothing forbids it");
}

/// Creations and deletions, each in a transaction of its own.
fn write(store: &Store, random: &mut Random) {
    for round in 0..WRITES {
        let mut write = store.begin();
        if round % 4 == 0 {
            let id = RelId(random.below(RELATIONSHIPS as u32));
            if write.state().relationship(id).is_some() {
                write.delete_relationship(id).expect("it is there");
            }
        } else {
            write.create_relationship(random.node(), TypeId(0), random.node()).expect("the nodes are there");
        }
        write.commit().expect("nothing forbids it");
    }
}

/// The shortest of some runs over everything, in both directions.
fn read(snapshot: &Snapshot) -> Duration {
    let run = || {
        let started = Instant::now();
        let mut sum = 0u64;
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let mut cursor = snapshot.cursor(direction, Some(TypeId(0)));
            for node in 0..NODES {
                cursor.runs(NodeId(node)).for_each(|run| {
                    sum += run.neighbours.iter().map(|end| u64::from(end.0)).sum::<u64>();
                });
            }
        }
        std::hint::black_box(sum);
        started.elapsed()
    };
    (0..7).map(|_| run()).min().unwrap_or_default()
}

fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or_default() * 4096
}

fn per(bytes: usize, count: usize) -> f64 {
    bytes as f64 / count as f64
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}
