//! A bulk load gives what single writes give, also on top of a graph that has something.

use casegraph::graph::{ConstraintKind, Direction, GraphState, IndexKind, NodeId, Store, Target};
use casegraph::value::Value;

fn random(state: &mut u64) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as u32
}

/// What matters of a graph, as text.
fn describe(state: &GraphState) -> Vec<String> {
    let nodes = state.nodes().map(|node| {
        let properties: Vec<_> = state.node_properties(node).collect();
        let out: Vec<_> = state.expand(node, Direction::Outgoing, None).collect();
        let back: Vec<_> = state.expand(node, Direction::Incoming, None).collect();
        format!("{node:?} {:?} {properties:?} {out:?} {back:?}", state.labels(node))
    });
    let rels = state.relationships().map(|rel| {
        let properties: Vec<_> = state.relationship_properties(rel).collect();
        format!("{rel:?} {:?} {properties:?}", state.relationship(rel))
    });
    nodes.chain(rels).collect()
}

#[test]
fn the_same_as_single_writes() {
    let stores = [Store::default(), Store::default()];
    for (bulk, store) in stores.iter().enumerate() {
        let mut state = 5;
        for round in 0..3u32 {
            let mut write = store.begin();
            let label = write.intern_label("Person").unwrap();
            let types = [write.intern_type("KNOWS").unwrap(), write.intern_type("LIKES").unwrap()];
            let key = write.intern_key("n").unwrap();
            if round == 0 {
                write.create_index(None, IndexKind::Range, Target::Label(label), &[key]).unwrap();
            }
            let first = 700 * round;
            let ends: Vec<_> = (0..3000).map(|_| [random(&mut state), random(&mut state)]).collect();
            let end = |at: u32| NodeId(if at.is_multiple_of(4) { 3 } else { at % (first + 700) });
            let weight = Value::Float(0.5);
            // The round between is written singly in both, and there are hubs for the last one to merge with.
            if bulk == 1 && round != 1 {
                let mut load = write.bulk();
                for n in 0..700 {
                    let node = load.create_node(&[label][..(n % 2) as usize]).unwrap();
                    load.set_node_property(node, key, Value::Integer(n % 50)).unwrap();
                }
                for [a, b] in &ends {
                    let rel = load.create_relationship(end(*a), types[(b % 2) as usize], end(*b)).unwrap();
                    load.set_relationship_property(rel, key, weight.clone()).unwrap();
                }
                load.finish().unwrap();
                write
                    .commit_with(|changes| {
                        assert!(changes.whole);
                        Ok(())
                    })
                    .unwrap();
            } else {
                for n in 0..700 {
                    let node = write.create_node(&[label][..(n % 2) as usize]).unwrap();
                    write.set_node_property(node, key, Value::Integer(n % 50)).unwrap();
                }
                for [a, b] in &ends {
                    let rel = write.create_relationship(end(*a), types[(b % 2) as usize], end(*b)).unwrap();
                    write.set_relationship_property(rel, key, weight.clone()).unwrap();
                }
                write.commit().unwrap();
            }
        }
        assert_eq!(store.snapshot().check(), Vec::<String>::new());
    }
    let [single, bulk] = stores.each_ref().map(|store| describe(&store.snapshot()));
    assert!(single == bulk);
}

#[test]
fn a_load_that_breaks_a_rule_changes_nothing() {
    let store = Store::default();
    let mut write = store.begin();
    let label = write.intern_label("Person").unwrap();
    let key = write.intern_key("name").unwrap();
    write.create_constraint(None, ConstraintKind::Key, Target::Label(label), &[key]).unwrap();
    for name in [Some("Ada"), None] {
        let mut load = write.bulk();
        for _ in 0..2 {
            let node = load.create_node(&[label]).unwrap();
            if let Some(name) = name {
                load.set_node_property(node, key, Value::String(name.into())).unwrap();
            }
        }
        assert!(load.finish().is_err());
    }
    write.commit().unwrap();
    assert_eq!(store.snapshot().node_count(), 0);
}
