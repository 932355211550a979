//! petgraph's graph traits, so that its algorithms run on the live graph without a copy.
//!
//! A [`Snapshot`] is a directed graph of everything; a [`GraphView`] of it can be undirected, of one type, or
//! weighed by a property. Indices are positions among what exists, without gaps. There are no
//! node weights: a node's labels and properties are asked of the graph by its id.

mod iterate;
mod ranks;
mod view;

use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, GetAdjacencyMatrix, GraphBase, GraphProp, GraphRef, IntoEdgeReferences,
    IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};
use petgraph::{Directed, EdgeType};

use super::snapshot::Snapshot;
use super::state::Neighbours;
use super::{Direction, NodeId, RelId};
pub use iterate::{AllLinks, Link, Links, NodeMarks, Nodes};
pub use ranks::Ranks;
pub use view::{ByProperty, ByType, GraphView, Weigh};

impl<'a, Ty: EdgeType, W: Weigh> GraphView<'a, Ty, W> {
    /// Whether the relationships that come in are to be followed, and which.
    fn direction(&self, direction: petgraph::Direction) -> Direction {
        match direction {
            _ if !Ty::is_directed() => Direction::Both,
            petgraph::Direction::Outgoing => Direction::Outgoing,
            petgraph::Direction::Incoming => Direction::Incoming,
        }
    }

    fn links(self, node: NodeId, direction: petgraph::Direction) -> Links<'a, W> {
        Links {
            state: self.state,
            entries: self.state.expand(node, self.direction(direction), self.ranks.only),
            node,
            into: direction == petgraph::Direction::Incoming,
            weigh: self.weigh,
        }
    }

    fn all_links(self) -> AllLinks<'a, W> {
        AllLinks {
            state: self.state,
            ids: self.state.relationships(),
            only: self.ranks.only,
            weigh: self.weigh,
            left: self.ranks.links.count(),
        }
    }

    fn all_nodes<T>(self, wrap: fn(NodeId) -> T) -> Nodes<'a, T> {
        Nodes { ids: self.state.nodes(), left: self.ranks.nodes.count(), wrap }
    }

    fn is_linked(&self, a: NodeId, b: NodeId) -> bool {
        let direction = self.direction(petgraph::Direction::Outgoing);
        self.state.between(a, b, direction, self.ranks.only).next().is_some()
    }
}

impl<Ty: EdgeType, W: Weigh> GraphRef for GraphView<'_, Ty, W> {}

/// Implements the traits for a type that has `view(&self) -> GraphView<Ty, W>`. The second form is the type
/// that can be copied: the view itself, or a reference to a snapshot.
macro_rules! implement {
    ([$($generics:tt)*] $owner:ty, $copied:ty, $ty:ty, $weigh:ty) => {
        impl<$($generics)*> GraphBase for $owner {
            type NodeId = NodeId;
            type EdgeId = RelId;
        }

        impl<$($generics)*> Data for $owner {
            type NodeWeight = ();
            type EdgeWeight = <$weigh as Weigh>::Weight;
        }

        impl<$($generics)*> GraphProp for $owner {
            type EdgeType = $ty;
        }

        impl<$($generics)*> NodeCount for $owner {
            fn node_count(&self) -> usize {
                self.view().ranks.nodes.count()
            }
        }

        impl<$($generics)*> EdgeCount for $owner {
            fn edge_count(&self) -> usize {
                self.view().ranks.links.count()
            }
        }

        impl<$($generics)*> NodeIndexable for $owner {
            fn node_bound(&self) -> usize {
                self.view().ranks.nodes.count()
            }

            fn to_index(&self, node: NodeId) -> usize {
                self.view().ranks.nodes.of(node.0)
            }

            fn from_index(&self, index: usize) -> NodeId {
                NodeId(self.view().ranks.nodes.id(index))
            }
        }

        impl<$($generics)*> NodeCompactIndexable for $owner {}

        impl<$($generics)*> EdgeIndexable for $owner {
            fn edge_bound(&self) -> usize {
                self.view().ranks.links.count()
            }

            fn to_index(&self, rel: RelId) -> usize {
                self.view().ranks.links.of(rel.0)
            }

            fn from_index(&self, index: usize) -> RelId {
                RelId(self.view().ranks.links.id(index))
            }
        }

        impl<$($generics)*> Visitable for $owner {
            type Map = NodeMarks;

            fn visit_map(&self) -> NodeMarks {
                let mut marks = NodeMarks::default();
                self.reset_map(&mut marks);
                marks
            }

            fn reset_map(&self, marks: &mut NodeMarks) {
                marks.reset(self.view().state.node_table().bound());
            }
        }

        impl<$($generics)*> GetAdjacencyMatrix for $owner {
            type AdjMatrix = ();

            /// Nothing: the sorted slices are searched.
            fn adjacency_matrix(&self) {}

            fn is_adjacent(&self, (): &(), a: NodeId, b: NodeId) -> bool {
                self.view().is_linked(a, b)
            }
        }

        impl<$($generics)*> IntoNodeIdentifiers for $copied {
            type NodeIdentifiers = Nodes<'a, NodeId>;

            fn node_identifiers(self) -> Nodes<'a, NodeId> {
                self.view().all_nodes(|node| node)
            }
        }

        impl<$($generics)*> IntoNodeReferences for $copied {
            type NodeRef = (NodeId, ());
            type NodeReferences = Nodes<'a, (NodeId, ())>;

            fn node_references(self) -> Nodes<'a, (NodeId, ())> {
                self.view().all_nodes(|node| (node, ()))
            }
        }

        impl<$($generics)*> IntoNeighbors for $copied {
            type Neighbors = Neighbours<'a>;

            fn neighbors(self, node: NodeId) -> Neighbours<'a> {
                self.neighbors_directed(node, petgraph::Direction::Outgoing)
            }
        }

        impl<$($generics)*> IntoNeighborsDirected for $copied {
            type NeighborsDirected = Neighbours<'a>;

            fn neighbors_directed(self, node: NodeId, direction: petgraph::Direction) -> Neighbours<'a> {
                let view = self.view();
                view.state.neighbours(node, view.direction(direction), view.ranks.only)
            }
        }

        impl<$($generics)*> IntoEdgeReferences for $copied {
            type EdgeRef = Link<<$weigh as Weigh>::Weight>;
            type EdgeReferences = AllLinks<'a, $weigh>;

            fn edge_references(self) -> AllLinks<'a, $weigh> {
                self.view().all_links()
            }
        }

        impl<$($generics)*> IntoEdges for $copied {
            type Edges = Links<'a, $weigh>;

            fn edges(self, node: NodeId) -> Links<'a, $weigh> {
                self.view().links(node, petgraph::Direction::Outgoing)
            }
        }

        impl<$($generics)*> IntoEdgesDirected for $copied {
            type EdgesDirected = Links<'a, $weigh>;

            fn edges_directed(self, node: NodeId, direction: petgraph::Direction) -> Links<'a, $weigh> {
                self.view().links(node, direction)
            }
        }
    };
}

impl<'a, Ty: EdgeType, W: Weigh> GraphView<'a, Ty, W> {
    fn view(&self) -> GraphView<'a, Ty, W> {
        *self
    }
}

implement!(['a, Ty: EdgeType, W: Weigh] GraphView<'a, Ty, W>, GraphView<'a, Ty, W>, Ty, W);
implement!(['a] Snapshot, &'a Snapshot, Directed, ByType);
