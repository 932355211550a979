//! Ways to look at a graph for petgraph: directed or not, all types or one, weighed by type or by a property.

use std::marker::PhantomData;

use petgraph::{Directed, Undirected};

use super::super::state::GraphState;
use super::super::stored::ValueRef;
use super::super::{KeyId, RelId, TypeId};
use super::ranks::Ranks;

/// A graph as petgraph sees it, without a copy of anything.
///
/// `Ty` says whether relationships are followed from start to end or both ways, `W` what an edge weighs.
#[derive(Debug)]
pub struct GraphView<'a, Ty = Directed, W = ByType> {
    pub(super) state: &'a GraphState,
    pub(super) ranks: &'a Ranks,
    pub(super) weigh: W,
    pub(super) directed: PhantomData<Ty>,
}

impl<Ty, W: Copy> Clone for GraphView<'_, Ty, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Ty, W: Copy> Copy for GraphView<'_, Ty, W> {}

/// What an edge weighs.
pub trait Weigh: Copy {
    /// The weight's type.
    type Weight: Copy;

    /// The weight of a relationship.
    fn weigh(self, state: &GraphState, rel: RelId, rel_type: TypeId) -> Self::Weight;
}

/// An edge's weight is its type.
#[derive(Clone, Copy, Debug)]
pub struct ByType;

impl Weigh for ByType {
    type Weight = TypeId;

    fn weigh(self, _: &GraphState, _: RelId, rel_type: TypeId) -> TypeId {
        rel_type
    }
}

/// An edge's weight is one of its properties.
#[derive(Clone, Copy, Debug)]
pub struct ByProperty {
    /// The property.
    pub key: KeyId,
    /// The weight of a relationship where it is not a number.
    pub default: f64,
}

impl Weigh for ByProperty {
    type Weight = f64;

    fn weigh(self, state: &GraphState, rel: RelId, _: TypeId) -> f64 {
        match state.relationship_property(rel, self.key) {
            Some(ValueRef::Integer(number)) => number as f64,
            Some(ValueRef::Float(number)) => number,
            _ => self.default,
        }
    }
}

impl<'a> GraphView<'a> {
    /// The directed graph of the relationships that `ranks` are of; they must be of the same state.
    pub fn new(state: &'a GraphState, ranks: &'a Ranks) -> GraphView<'a> {
        GraphView { state, ranks, weigh: ByType, directed: PhantomData }
    }
}

impl<'a, Ty, W: Weigh> GraphView<'a, Ty, W> {
    /// The same with every relationship followed both ways.
    pub fn undirected(self) -> GraphView<'a, Undirected, W> {
        GraphView { state: self.state, ranks: self.ranks, weigh: self.weigh, directed: PhantomData }
    }

    /// The same with edges weighed by a property, and `default` where it is not a number.
    pub fn weighted(self, key: KeyId, default: f64) -> GraphView<'a, Ty, ByProperty> {
        GraphView {
            state: self.state,
            ranks: self.ranks,
            weigh: ByProperty { key, default },
            directed: PhantomData,
        }
    }
}
