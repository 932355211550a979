//! What the searches look at and hold, counted.

use casegraph::algorithm::Weight;
use casegraph::graph::{Direction, NodeId, Snapshot};
use casegraph::path::{Counts, KCheapest, Links, Pool, Reach, Reached, Side, Weighted, cheapest, meet};

use super::{Counter, Edge, Follow, graph};

static OUT: Follow = Follow { direction: Direction::Outgoing, types: None, forbidden: Vec::new() };

/// A binary tree of so many levels that leads to its leaves, and one that leads from them to a root of its own. Nodes
/// are numbered from the first root on; the second root is the last.
fn hourglass(levels: u32) -> (u32, Vec<Edge>) {
    let side = (1 << levels) - 1;
    let leaves = 1 << (levels - 1);
    let last = 2 * side - leaves - 1;
    let mut edges = Vec::new();
    for node in 0..(side - leaves) {
        for child in [2 * node + 1, 2 * node + 2] {
            edges.push((node, child, 0, 1.0));
            // The other half is the same seen in a mirror, and has the leaves in common.
            let mirrored = |node: u32| if node >= side - leaves { node } else { last - node };
            edges.push((mirrored(child), mirrored(node), 0, 1.0));
        }
    }
    (last + 1, edges)
}

fn looked<T>(snapshot: &Snapshot, search: impl FnOnce(&Snapshot, &Counter, &Pool) -> T) -> (T, u64, usize) {
    let (counter, pool) = (Counter::default(), Pool::default());
    let found = search(snapshot, &counter, &pool);
    (found, counter.looked.get(), counter.most.get())
}

#[test]
fn a_search_from_both_ends_looks_at_two_small_balls_and_not_at_a_large_one() {
    // From the source a tree opens to 4,096 leaves, of which one leads on to the target by a line.
    let (levels, line) = (12, 12);
    let side = (1u32 << levels) - 1;
    let mut edges: Vec<Edge> = (1..side).map(|node| ((node - 1) / 2, node, 0, 1.0)).collect();
    edges.extend((0..line).map(|step| (side - 1 + step, side + step, 0, 1.0)));
    let snapshot = graph(side + line, &edges);
    let ends = (NodeId(0), NodeId(side + line - 1));
    let (length, relationships, held) = looked(&snapshot, |graph, counter, pool| {
        let mut hops = OUT.slices(graph, counter);
        meet::<_, Links>(&mut hops, pool, ends, None).unwrap().map(|meeting| meeting.length)
    });
    assert_eq!(length, Some(levels - 1 + line));
    // Back from the target each level has one relationship: the line, and the way to the root of the tree.
    assert!(relationships <= u64::from(2 * (levels + line)), "{relationships}");
    assert!(held <= 16 * 4 * (levels + line) as usize, "{held}");
}

#[test]
fn paths_are_counted_without_being_made() {
    // The hourglass repeated: each waist multiplies the paths by the number of leaves.
    let (nodes, one) = hourglass(4);
    let repeats = 20;
    let mut edges = Vec::new();
    for times in 0..repeats {
        let shift = times * (nodes - 1);
        edges.extend(one.iter().map(|(a, b, t, c)| (a + shift, b + shift, *t, *c)));
    }
    let snapshot = graph(repeats * (nodes - 1) + 1, &edges);
    let ends = (NodeId(0), NodeId(repeats * (nodes - 1)));
    let (count, relationships, _) = looked(&snapshot, |graph, counter, pool| {
        let mut hops = OUT.slices(graph, counter);
        meet::<_, Counts>(&mut hops, pool, ends, None).unwrap().map(|meeting| meeting.count())
    });
    assert_eq!(count, Some(1 << (3 * repeats)));
    assert!(relationships <= edges.len() as u64, "{relationships}");
}

#[test]
fn nodes_within_some_hops_look_at_each_relationship_once_at_most() {
    let edges: Vec<Edge> = (0..40).flat_map(|a| (0..40).map(move |b| (a, b, 0, 1.0))).collect();
    let snapshot = graph(40, &edges);
    let wanted = Reached { side: Side::Forward, zero: false, max: None, both: false, open: false };
    let (found, relationships, _) = looked(&snapshot, |graph, counter, pool| {
        let mut hops = OUT.slices(graph, counter);
        let mut found = Vec::new();
        Reach::new(&hops, pool, NodeId(0), wanted).next(&mut hops, 1000, &mut found).unwrap();
        found.len()
    });
    assert_eq!(found, 40);
    assert!(relationships <= edges.len() as u64, "{relationships}");
    // The first few are found at the first node.
    let (_, relationships, _) = looked(&snapshot, |graph, counter, pool| {
        let mut hops = OUT.slices(graph, counter);
        let mut found = Vec::new();
        Reach::new(&hops, pool, NodeId(0), wanted).next(&mut hops, 5, &mut found).unwrap();
    });
    assert_eq!(relationships, 40);
}

/// A square grid whose relationships lead right and down, with costs that differ.
fn grid(size: u32) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (row, column) in (0..size).flat_map(|row| (0..size).map(move |column| (row, column))) {
        let at = row * size + column;
        let cost = |salt: u32| f64::from(at.wrapping_mul(2_654_435_761u32.wrapping_add(salt)) % 7 + 1);
        if column + 1 < size {
            edges.push((at, at + 1, 0, cost(1)));
        }
        if row + 1 < size {
            edges.push((at, at + size, 0, cost(2)));
        }
    }
    edges
}

#[test]
fn searches_for_near_nodes_hold_the_same_in_a_large_graph_as_in_a_small_one() {
    let held = |size: u32| {
        let snapshot = graph(size * size, &grid(size));
        let weight = Weight { name: "cost".into(), key: snapshot.catalog().key("cost"), default: None };
        let ends = (NodeId(0), NodeId(3 * size + 3));
        let meeting = looked(&snapshot, |graph, counter, pool| {
            let mut hops = OUT.slices(graph, counter);
            meet::<_, Links>(&mut hops, pool, ends, None).unwrap().map(|meeting| meeting.length)
        });
        let cheap = looked(&snapshot, |graph, counter, pool| {
            let mut hops = Weighted::new(OUT.slices(graph, counter), Some(&weight));
            cheapest(&mut hops, pool, ends.0, ends.1).unwrap().map(|route| route.len())
        });
        let several = looked(&snapshot, |graph, counter, pool| {
            let mut hops = Weighted::new(OUT.slices(graph, counter), Some(&weight));
            let mut search = KCheapest::new(pool, ends.0, ends.1, Some(5));
            std::iter::from_fn(|| search.next(&mut hops).unwrap()).count()
        });
        assert_eq!((meeting.0, cheap.0, several.0), (Some(6), Some(6), 5));
        [(meeting.1, meeting.2), (cheap.1, cheap.2), (several.1, several.2)]
    };
    let (small, large) = (held(12), held(48));
    for ((few, little), (many, much)) in small.into_iter().zip(large) {
        assert!(many <= 2 * few && much <= 2 * little, "{small:?} {large:?}");
    }
}

#[test]
fn deviations_meet_what_the_first_search_knows() {
    let size = 60;
    let snapshot = graph(size * size, &grid(size));
    let weight = Weight { name: "cost".into(), key: snapshot.catalog().key("cost"), default: None };
    let (source, target) = (NodeId(0), NodeId(size * size - 1));
    let several = |wanted: usize| {
        looked(&snapshot, |graph, counter, pool| {
            let mut hops = Weighted::new(OUT.slices(graph, counter), Some(&weight));
            let mut search = KCheapest::new(pool, source, target, Some(wanted));
            std::iter::from_fn(|| search.next(&mut hops).unwrap()).count()
        })
    };
    let (one, three) = (several(1), several(3));
    assert_eq!((one.0, three.0), (1, 3));
    // Three paths of 118 hops take up to 236 searches; from one end each would look at all 7,080 relationships.
    assert!(three.1 < 60 * one.1, "{} {}", one.1, three.1);
}
