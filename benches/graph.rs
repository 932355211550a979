//! How fast the graph is read and written: a breadth-first search over its slices beside one over a bare
//! compressed sparse row array, and loading and writing.

use casegraph::graph::{Direction, NodeId, Snapshot, Store, TypeId};
use casegraph::value::Value;
use divan::{Bencher, black_box};

const NODES: u32 = 100_000;
const RELATIONSHIPS: usize = 2_400_000;

fn main() {
    divan::main();
}

fn edges() -> impl Iterator<Item = (u32, u32)> {
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    (0..RELATIONSHIPS).map(move |_| (random() % NODES, random() % NODES))
}

fn loaded(types: u16) -> Store {
    let store = Store::default();
    let mut write = store.begin();
    let mut load = write.bulk();
    let types: Vec<TypeId> =
        (0..types).map(|i| load.intern_type(&format!("T{i}")).expect("few types")).collect();
    for _ in 0..NODES {
        load.create_node(&[]).expect("ids are left");
    }
    for (i, (start, end)) in edges().enumerate() {
        load.create_relationship(NodeId(start), types[i % types.len()], NodeId(end))
            .expect("the nodes are there");
    }
    load.finish().expect("nothing forbids it");
    write.commit().expect("nothing forbids it");
    store
}

struct Csr {
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

fn csr() -> Csr {
    let mut edges: Vec<_> = edges().collect();
    edges.sort_unstable();
    let mut offsets = vec![0; NODES as usize + 1];
    edges.iter().for_each(|(start, _)| offsets[*start as usize + 1] += 1);
    (0..NODES as usize).for_each(|i| offsets[i + 1] += offsets[i]);
    Csr { offsets, targets: edges.into_iter().map(|(_, end)| end).collect() }
}

fn search<I: Iterator<Item = u32>>(neighbours: impl Fn(u32) -> I) -> usize {
    let mut seen = vec![0u64; (NODES as usize).div_ceil(64)];
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
    queue.len()
}

fn over_slices(snapshot: &Snapshot, rel_type: Option<TypeId>) -> usize {
    search(|node| snapshot.neighbours(NodeId(node), Direction::Outgoing, rel_type).map(|next| next.0))
}

#[divan::bench(sample_count = 20)]
fn bfs_bare_csr(bencher: Bencher) {
    let csr = csr();
    bencher.bench_local(|| {
        search(|node| {
            let range = csr.offsets[node as usize] as usize..csr.offsets[node as usize + 1] as usize;
            csr.targets[range].iter().copied()
        })
    });
}

#[divan::bench(sample_count = 20)]
fn bfs_snapshot(bencher: Bencher) {
    let snapshot = loaded(1).snapshot();
    bencher.bench_local(|| over_slices(&snapshot, None));
}

#[divan::bench(sample_count = 20)]
fn bfs_snapshot_of_one_type_in_three(bencher: Bencher) {
    let snapshot = loaded(3).snapshot();
    bencher.bench_local(|| over_slices(&snapshot, Some(TypeId(1))));
}

#[divan::bench(sample_count = 20)]
fn bfs_petgraph(bencher: Bencher) {
    let snapshot = loaded(1).snapshot();
    bencher.bench_local(|| {
        let mut bfs = petgraph::visit::Bfs::new(&snapshot, NodeId(0));
        let mut count = 0;
        while bfs.next(&snapshot).is_some() {
            count += 1;
        }
        count
    });
}

/// After a tenth as many single writes as there are relationships.
#[divan::bench(sample_count = 20)]
fn bfs_snapshot_after_writes(bencher: Bencher) {
    let store = loaded(1);
    let mut write = store.begin();
    for (start, end) in edges().step_by(10) {
        write.create_relationship(NodeId(end), TypeId(0), NodeId(start)).expect("the nodes are there");
    }
    write.commit().expect("nothing forbids it");
    let snapshot = store.snapshot();
    bencher.bench_local(|| over_slices(&snapshot, None));
}

#[divan::bench(sample_count = 3)]
fn bulk_load(bencher: Bencher) {
    bencher.bench_local(|| loaded(1));
}

#[divan::bench(sample_count = 3)]
fn write_100k_relationships_in_one_transaction(bencher: Bencher) {
    let store = loaded(1);
    bencher.bench_local(|| {
        let mut write = store.begin();
        for (start, end) in edges().take(100_000) {
            write.create_relationship(NodeId(end), TypeId(0), NodeId(start)).expect("the nodes are there");
        }
        black_box(write.relationship_count())
    });
}

/// With a savepoint each, as statements have.
#[divan::bench(sample_count = 3)]
fn write_1000_statements(bencher: Bencher) {
    let store = loaded(1);
    bencher.bench_local(|| {
        let mut write = store.begin();
        let key = write.intern_key("since").expect("few keys");
        for (start, end) in edges().take(1000) {
            let savepoint = write.savepoint();
            let rel = write
                .create_relationship(NodeId(end), TypeId(0), NodeId(start))
                .expect("the nodes are there");
            write.set_relationship_property(rel, key, Value::Integer(1999)).expect("nothing forbids it");
            write.check_statement().expect("nothing was deleted");
            drop(savepoint);
        }
    });
}

/// Taking the graph apart, without encoding.
#[divan::bench(sample_count = 3)]
fn image_parts(bencher: Bencher) {
    let snapshot = loaded(3).snapshot();
    bencher.bench_local(|| snapshot.to_parts().count());
}
