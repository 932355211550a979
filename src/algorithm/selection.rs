//! Which part of a graph an algorithm looks at, and what its relationships weigh.

use crate::error::{Error, Result};
use crate::graph::{Direction, GraphState, KeyId, LabelId, NodeId, RelId, TypeId, ValueRef};

use super::NOBODY;

/// What relationships weigh.
#[derive(Clone, Debug)]
pub struct Weight {
    /// The property's name, for errors.
    pub name: String,
    /// The property; none if no element has one of this name.
    pub key: Option<KeyId>,
    /// Where it is not there; none makes that an error.
    pub default: Option<f64>,
}

impl Weight {
    /// A finite number that is not negative.
    pub fn of(&self, graph: &GraphState, rel: RelId) -> Result<f64> {
        let value = match self.key.and_then(|key| graph.relationship_property(rel, key)) {
            Some(ValueRef::Integer(number)) => number as f64,
            Some(ValueRef::Float(number)) => number,
            Some(other) => return Err(self.bad(rel, &format!("is {}, no number", other.to_value()))),
            None => self
                .default
                .ok_or_else(|| self.bad(rel, "is missing").hint("give a default for where it is missing"))?,
        };
        match value.is_finite() && value >= 0.0 {
            true => Ok(value),
            false => Err(self.bad(rel, &format!("is {value}; it has to be zero or more"))),
        }
    }

    fn bad(&self, rel: RelId, what: &str) -> Error {
        let message = format!("the weight `{}` of relationship {} {what}", self.name, rel.0);
        Error::argument("InvalidWeight", message)
    }
}

/// The nodes and relationships an algorithm looks at. A relationship counts if both its ends do.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Nodes with any of these labels; none means all nodes.
    pub labels: Option<Vec<LabelId>>,
    /// Relationships of these types; none means all.
    pub types: Option<Vec<TypeId>>,
    /// How relationships are followed.
    pub direction: Direction,
    /// What they weigh; none means one each.
    pub weight: Option<Weight>,
}

impl Selection {
    /// All nodes and relationships.
    pub fn all(direction: Direction) -> Selection {
        Selection { labels: None, types: None, direction, weight: None }
    }
}

/// The chosen nodes in ascending order, and where each is among them.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub ids: Vec<NodeId>,
    /// By id; empty if all ids below the number of nodes are chosen.
    positions: Vec<u32>,
}

impl Chosen {
    pub fn new(graph: &GraphState, labels: Option<&[LabelId]>) -> Chosen {
        let mut ids: Vec<NodeId> = match labels {
            None => graph.nodes().collect(),
            Some([only]) => graph.nodes_with_label(*only).collect(),
            Some(labels) => labels.iter().flat_map(|label| graph.nodes_with_label(*label)).collect(),
        };
        if labels.is_some_and(|labels| labels.len() > 1) {
            ids.sort_unstable();
            ids.dedup();
        }
        let bound = graph.node_table().bound() as usize;
        let mut positions = Vec::new();
        if ids.len() != bound {
            positions.resize(bound, NOBODY);
            ids.iter().enumerate().for_each(|(at, id)| positions[id.index()] = at as u32);
        }
        Chosen { ids, positions }
    }

    /// The position of a node, or [`NOBODY`].
    #[inline]
    pub fn position(&self, node: NodeId) -> u32 {
        if self.positions.is_empty() && !self.ids.is_empty() {
            return if node.index() < self.ids.len() { node.0 } else { NOBODY };
        }
        self.positions.get(node.index()).copied().unwrap_or(NOBODY)
    }
}

/// The relationships of the chosen nodes, right from the graph's slices.
pub(super) struct Reader<'a> {
    pub graph: &'a GraphState,
    pub chosen: &'a Chosen,
    pub types: Option<&'a [TypeId]>,
}

impl Reader<'_> {
    /// Calls with the position at the other end and the relationship, for each of a node's; a loop comes once.
    #[inline]
    pub fn each(&self, at: usize, direction: Direction, mut f: impl FnMut(u32, RelId)) {
        let node = self.chosen.ids[at];
        if direction != Direction::Incoming {
            self.side(node, false, false, &mut f);
        }
        if direction != Direction::Outgoing {
            self.side(node, true, direction == Direction::Both, &mut f);
        }
    }

    #[inline]
    fn side(&self, node: NodeId, back: bool, skip_loops: bool, f: &mut impl FnMut(u32, RelId)) {
        let mut of_type = |only| {
            let runs = if back { self.graph.incoming(node, only) } else { self.graph.outgoing(node, only) };
            for run in runs {
                for (other, rel) in run.neighbours.iter().zip(run.relationships) {
                    let position = self.chosen.position(*other);
                    if position != NOBODY && !(skip_loops && *other == node) {
                        f(position, *rel);
                    }
                }
            }
        };
        match self.types {
            None => of_type(None),
            Some(types) => types.iter().for_each(|only| of_type(Some(*only))),
        }
    }
}
