//! The searches of `casegraph::path`: what they find is compared with what plain enumeration finds on generated
//! graphs with parallel relationships and loops, and what they look at is counted.

mod brute;
mod kernels;
mod statements;
mod work;

use std::cell::Cell;

use casegraph::graph::{Direction, GraphState, NodeId, RelId, Snapshot, Store, TypeId};
use casegraph::path::{Meter, Slices};
use casegraph::value::Value;

/// A meter that only counts.
#[derive(Default)]
pub struct Counter {
    pub looked: Cell<u64>,
    pub held: Cell<usize>,
    pub most: Cell<usize>,
}

impl Meter for &Counter {
    fn expand(&mut self, relationships: u64) -> casegraph::Result<()> {
        self.looked.set(self.looked.get() + relationships);
        Ok(())
    }

    fn hold(&mut self, bytes: usize) -> casegraph::Result<()> {
        self.held.set(self.held.get() + bytes);
        self.most.set(self.most.get().max(self.held.get()));
        Ok(())
    }

    fn release(&mut self, bytes: usize) {
        self.held.set(self.held.get() - bytes);
    }
}

/// A relationship: from, to, type, cost.
pub type Edge = (u32, u32, u16, f64);

/// A graph whose relationship `i` is the i-th edge, with its cost as the property `cost`.
pub fn graph(nodes: u32, edges: &[Edge]) -> Snapshot {
    let store = Store::default();
    let mut write = store.begin();
    let cost = write.intern_key("cost").expect("it fits");
    for name in ["A", "B"] {
        write.intern_type(name).expect("it fits");
    }
    for _ in 0..nodes {
        write.create_node(&[]).expect("it fits");
    }
    for (from, to, rel_type, weight) in edges {
        let rel = write.create_relationship(NodeId(*from), TypeId(*rel_type), NodeId(*to)).expect("it fits");
        write.set_relationship_property(rel, cost, Value::Float(*weight)).expect("it can be stored");
    }
    write.commit().expect("nothing forbids it");
    store.snapshot()
}

/// What may be followed: a direction, types and relationships left out.
#[derive(Clone, Debug)]
pub struct Follow {
    pub direction: Direction,
    pub types: Option<Vec<TypeId>>,
    pub forbidden: Vec<RelId>,
}

impl Follow {
    pub fn slices<'a>(&'a self, graph: &'a GraphState, counter: &'a Counter) -> Slices<'a, &'a Counter> {
        Slices {
            graph,
            direction: self.direction,
            types: self.types.as_deref(),
            labels: None,
            forbidden: &self.forbidden,
            meter: counter,
        }
    }
}
