//! One version of the whole graph, and everything that can be read from it.
//!
//! Cloning shares all pages, so a version is cheap to keep. Readers hold one behind a
//! [`Snapshot`](super::Snapshot), the writer works on its own copy.

use std::sync::Arc;

use super::adjacency::{Adjacency, Cursor, Entry, Run, Runs};
use super::bits::{Ids, Words};
use super::catalog::Catalog;
use super::column::{Column, Properties};
use super::idset::IdSet;
use super::image::Saved;
use super::schema::Schema;
use super::statistics::Statistics;
use super::stored::ValueRef;
use super::tables::{NodeTable, RelTable, Relationship};
use super::{Direction, KeyId, LabelId, NodeId, RelId, TypeId};

/// A property graph at one moment.
#[derive(Clone, Debug, Default)]
pub struct GraphState {
    pub(super) catalog: Arc<Catalog>,
    pub(super) nodes: NodeTable,
    /// By label, the nodes that carry it.
    pub(super) labels: Vec<Arc<IdSet>>,
    pub(super) relationships: RelTable,
    pub(super) outgoing: Adjacency,
    pub(super) incoming: Adjacency,
    pub(super) node_properties: Properties,
    pub(super) rel_properties: Properties,
    pub(super) schema: Schema,
    pub(super) statistics: Statistics,
    /// Where pages come from that were not read since the graph was opened.
    pub(super) saved: Option<Arc<Saved>>,
}

/// The ids of all nodes, ascending.
pub type NodeIds<'a> = std::iter::Map<Ids<'a, NodeTable>, fn(u32) -> NodeId>;
/// The ids of all nodes with a label, ascending.
pub type LabelledIds<'a> = std::iter::Map<Ids<'a, IdSet>, fn(u32) -> NodeId>;
/// The ids of all relationships, ascending.
pub type RelIds<'a> = std::iter::Map<Ids<'a, RelTable>, fn(u32) -> RelId>;

impl GraphState {
    /// A graph without nodes.
    pub fn new() -> GraphState {
        GraphState::default()
    }

    /// The names of labels, types and keys.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The indexes and constraints.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Exact counts.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The number of nodes.
    pub fn node_count(&self) -> u64 {
        self.statistics.nodes()
    }

    /// The number of relationships.
    pub fn relationship_count(&self) -> u64 {
        self.statistics.relationships()
    }

    /// The node table, for scans by word and for its bound.
    pub fn node_table(&self) -> &NodeTable {
        &self.nodes
    }

    /// The relationship table, for scans by word and for its bound.
    pub fn relationship_table(&self) -> &RelTable {
        &self.relationships
    }

    /// Whether the node exists.
    #[inline]
    pub fn node_exists(&self, node: NodeId) -> bool {
        self.nodes.contains(node)
    }

    /// Whether the relationship exists.
    #[inline]
    pub fn relationship_exists(&self, rel: RelId) -> bool {
        self.relationships.contains(rel)
    }

    /// All nodes, ascending.
    pub fn nodes(&self) -> NodeIds<'_> {
        self.nodes_from(NodeId(0))
    }

    /// All nodes from `start` on, ascending: for resuming a scan.
    pub fn nodes_from(&self, start: NodeId) -> NodeIds<'_> {
        self.nodes.ids_from(start.0).map(NodeId)
    }

    /// The nodes with a label, ascending.
    pub fn nodes_with_label(&self, label: LabelId) -> LabelledIds<'_> {
        self.nodes_with_label_from(label, NodeId(0))
    }

    /// The nodes with a label from `start` on, ascending: for resuming a scan.
    pub fn nodes_with_label_from(&self, label: LabelId, start: NodeId) -> LabelledIds<'_> {
        self.label_nodes(label).ids_from(start.0).map(NodeId)
    }

    /// The nodes with a label as a set, for intersections by word.
    pub fn label_nodes(&self, label: LabelId) -> &IdSet {
        static EMPTY: std::sync::LazyLock<IdSet> = std::sync::LazyLock::new(IdSet::default);
        self.labels.get(label.index()).map_or(&EMPTY, |set| set)
    }

    /// The node's labels, ascending by id; none if there is no such node.
    #[inline]
    pub fn labels(&self, node: NodeId) -> &Arc<[LabelId]> {
        self.catalog.label_set(self.nodes.label_set(node))
    }

    /// Whether the node carries the label.
    #[inline]
    pub fn has_label(&self, node: NodeId, label: LabelId) -> bool {
        self.label_nodes(label).contains(node.0)
    }

    /// All relationships, ascending.
    pub fn relationships(&self) -> RelIds<'_> {
        self.relationships_from(RelId(0))
    }

    /// All relationships from `start` on, ascending: for resuming a scan.
    pub fn relationships_from(&self, start: RelId) -> RelIds<'_> {
        self.relationships.ids_from(start.0).map(RelId)
    }

    /// The relationship's type and ends, if it exists.
    #[inline]
    pub fn relationship(&self, rel: RelId) -> Option<Relationship> {
        self.relationships.get(rel)
    }

    /// The node's relationships that go out, of one type if it is given, as sorted slices.
    #[inline]
    pub fn outgoing(&self, node: NodeId, rel_type: Option<TypeId>) -> Runs<'_> {
        self.outgoing.runs(node, rel_type)
    }

    /// The node's relationships that come in, of one type if it is given, as sorted slices.
    #[inline]
    pub fn incoming(&self, node: NodeId, rel_type: Option<TypeId>) -> Runs<'_> {
        self.incoming.runs(node, rel_type)
    }

    /// Reads the relationships of many nodes that go out or come in, of one type if it is given.
    ///
    /// Followed in both directions a node's relationships lie in two places, each of which needs a cursor: for
    /// [`Direction::Both`] this is the one for what goes out.
    #[inline]
    pub fn cursor(&self, direction: Direction, rel_type: Option<TypeId>) -> Cursor<'_> {
        match direction {
            Direction::Outgoing | Direction::Both => Cursor::new(&self.outgoing, rel_type),
            Direction::Incoming => Cursor::new(&self.incoming, rel_type),
        }
    }

    /// The node's relationships in a direction, of one type if it is given; a self-loop comes once.
    #[inline]
    pub fn expand(&self, node: NodeId, direction: Direction, rel_type: Option<TypeId>) -> Expand<'_> {
        let (out, back, skip_loops) = match direction {
            Direction::Outgoing => (self.outgoing(node, rel_type), Runs::default(), false),
            Direction::Incoming => (self.incoming(node, rel_type), Runs::default(), false),
            Direction::Both => (self.outgoing(node, rel_type), self.incoming(node, rel_type), true),
        };
        Expand { runs: out, back, run: Default::default(), at: 0, node, skip_loops, in_back: false }
    }

    /// The nodes at the other ends of [`GraphState::expand`]'s relationships, once for each relationship.
    #[inline]
    pub fn neighbours(&self, node: NodeId, direction: Direction, rel_type: Option<TypeId>) -> Neighbours<'_> {
        let (runs, back) = match direction {
            Direction::Outgoing => (self.outgoing(node, rel_type), Runs::default()),
            Direction::Incoming => (self.incoming(node, rel_type), Runs::default()),
            Direction::Both => (self.outgoing(node, rel_type), self.incoming(node, rel_type)),
        };
        Neighbours { slice: [].iter(), runs, back, node, in_back: false }
    }

    /// The number of the node's relationships in a direction, of one type if it is given; a self-loop counts once.
    pub fn degree(&self, node: NodeId, direction: Direction, rel_type: Option<TypeId>) -> usize {
        match direction {
            Direction::Outgoing => self.outgoing.degree(node, rel_type),
            Direction::Incoming => self.incoming.degree(node, rel_type),
            Direction::Both => {
                let loops: usize = self
                    .incoming
                    .runs(node, rel_type)
                    .map(|run| run.neighbours.iter().filter(|other| **other == node).count())
                    .sum();
                self.outgoing.degree(node, rel_type) + self.incoming.degree(node, rel_type) - loops
            }
        }
    }

    /// The relationships between a node and another, seen from the first; a self-loop comes once.
    pub fn between(
        &self,
        node: NodeId,
        other: NodeId,
        direction: Direction,
        rel_type: Option<TypeId>,
    ) -> impl Iterator<Item = Entry> {
        let (out, back) = match direction {
            Direction::Outgoing => (self.outgoing(node, rel_type), Runs::default()),
            Direction::Incoming => (Runs::default(), self.incoming(node, rel_type)),
            Direction::Both if node == other => (self.outgoing(node, rel_type), Runs::default()),
            Direction::Both => (self.outgoing(node, rel_type), self.incoming(node, rel_type)),
        };
        out.chain(back).flat_map(|run| run.by_type()).flat_map(move |(_, run)| run.to_neighbour(other).iter())
    }

    /// Calls `f` with the relationships between a node and another as slices of one type each; the same as
    /// [`GraphState::between`], and faster.
    #[inline]
    pub fn each_between(
        &self,
        node: NodeId,
        other: NodeId,
        direction: Direction,
        rel_type: Option<TypeId>,
        mut f: impl FnMut(Run<'_>),
    ) {
        let mut each = |runs: Runs<'_>| {
            runs.for_each(|run| match rel_type {
                Some(_) => f(run.to_neighbour(other)),
                None => run.by_type().for_each(|(_, run)| f(run.to_neighbour(other))),
            });
        };
        if direction != Direction::Incoming {
            each(self.outgoing(node, rel_type));
        }
        // Followed in both directions, a loop counts where it goes out.
        if direction == Direction::Incoming || (direction == Direction::Both && node != other) {
            each(self.incoming(node, rel_type));
        }
    }

    /// A node's property.
    #[inline]
    pub fn node_property(&self, node: NodeId, key: KeyId) -> Option<ValueRef<'_>> {
        self.node_properties.get(node.0, key)
    }

    /// A relationship's property.
    #[inline]
    pub fn relationship_property(&self, rel: RelId, key: KeyId) -> Option<ValueRef<'_>> {
        self.rel_properties.get(rel.0, key)
    }

    /// All properties of a node, ascending by key id.
    pub fn node_properties(&self, node: NodeId) -> impl Iterator<Item = (KeyId, ValueRef<'_>)> {
        self.node_properties.of(node.0)
    }

    /// All properties of a relationship, ascending by key id.
    pub fn relationship_properties(&self, rel: RelId) -> impl Iterator<Item = (KeyId, ValueRef<'_>)> {
        self.rel_properties.of(rel.0)
    }

    /// The values of a key on nodes, by node id; none if no node ever had it.
    pub fn node_column(&self, key: KeyId) -> Option<&Column> {
        self.node_properties.column(key)
    }

    /// The values of a key on relationships, by relationship id; none if no relationship ever had it.
    pub fn relationship_column(&self, key: KeyId) -> Option<&Column> {
        self.rel_properties.column(key)
    }
}

/// The relationships of a node in a direction, one by one.
#[derive(Clone, Debug)]
pub struct Expand<'a> {
    runs: Runs<'a>,
    back: Runs<'a>,
    run: super::adjacency::Run<'a>,
    at: usize,
    node: NodeId,
    skip_loops: bool,
    /// Whether the run comes from `back`, where self-loops would come a second time.
    in_back: bool,
}

impl Iterator for Expand<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        loop {
            while self.at < self.run.len() {
                let entry = self.run.entry(self.at);
                self.at += 1;
                if !(self.in_back && self.skip_loops && entry.neighbour == self.node) {
                    return Some(entry);
                }
            }
            self.at = 0;
            if let Some(run) = self.runs.next() {
                self.run = run;
            } else {
                self.run = self.back.next()?;
                self.in_back = true;
            }
        }
    }
}

/// The nodes at the other ends of a node's relationships, one by one.
#[derive(Clone, Debug)]
pub struct Neighbours<'a> {
    slice: std::slice::Iter<'a, NodeId>,
    runs: Runs<'a>,
    back: Runs<'a>,
    node: NodeId,
    /// Whether the slice comes from `back`, where self-loops would come a second time.
    in_back: bool,
}

impl Iterator for Neighbours<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        loop {
            for neighbour in self.slice.by_ref() {
                if !(self.in_back && *neighbour == self.node) {
                    return Some(*neighbour);
                }
            }
            if let Some(run) = self.runs.next() {
                self.slice = run.neighbours.iter();
            } else {
                self.slice = self.back.next()?.neighbours.iter();
                self.in_back = true;
            }
        }
    }
}
