//! Nodes and relationships as an embedding program walks them: by handle, with names instead of ids.
//!
//! Each name is looked up once per call; a loop over many elements is faster with the ids of the
//! [`Catalog`](super::Catalog) and [`GraphState`]'s own reads.

use std::fmt;

use super::{Direction, GraphState, KeyId, LabelId, NodeId, RelId, Relationship, TypeId, ValueRef};
use crate::error::Result;
use crate::value::{FromValue, Value};

impl GraphState {
    /// A node to walk from; `None` if there is no such node.
    ///
    /// ```
    /// use casegraph::{Database, Direction};
    ///
    /// # fn main() -> casegraph::Result<()> {
    /// let db = Database::in_memory();
    /// db.query("CREATE (:Person {name: 'Ada'})-[:KNOWS {since: 1833}]->(:Person {name: 'Mary'})").run()?;
    /// let snapshot = db.snapshot();
    /// let ada = snapshot.find_nodes("Person", "name", "Ada").next().expect("she was created");
    /// assert_eq!(ada.labels().collect::<Vec<_>>(), ["Person"]);
    /// for relationship in ada.relationships(Direction::Outgoing, Some("KNOWS")) {
    ///     assert_eq!(relationship.get::<i64>("since")?, 1833);
    ///     assert_eq!(relationship.end().get::<String>("name")?, "Mary");
    /// }
    /// let mary = ada.neighbors(Direction::Both, None).next().expect("they know each other");
    /// assert_eq!(mary.degree(Direction::Incoming, None), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn node(&self, id: NodeId) -> Option<NodeRef<'_>> {
        self.node_exists(id).then_some(NodeRef { graph: self, id })
    }

    /// A relationship to walk from; `None` if there is no such relationship.
    pub fn rel(&self, id: RelId) -> Option<RelRef<'_>> {
        self.relationship(id).map(|content| RelRef { graph: self, id, content })
    }

    /// The nodes with a label, in the order of their ids; none if nothing carries the label.
    pub fn nodes_labelled(&self, label: &str) -> impl Iterator<Item = NodeRef<'_>> {
        let label: Option<LabelId> = self.catalog().label(label);
        let ids = label.into_iter().flat_map(|label| self.nodes_with_label(label));
        ids.map(|id| NodeRef { graph: self, id })
    }

    /// The nodes with a label whose property has this value, in the order of their ids. This looks at every node with the
    /// label; where many have it, a query finds the node by an index.
    pub fn find_nodes(
        &self,
        label: &str,
        key: &str,
        value: impl Into<Value>,
    ) -> impl Iterator<Item = NodeRef<'_>> {
        let value = value.into();
        let key: Option<KeyId> = self.catalog().key(key);
        self.nodes_labelled(label).filter(move |node| {
            let found = key.and_then(|key| self.node_property(node.id, key));
            found.is_some_and(|found| found.is_identical(&value))
        })
    }
}

/// The type to follow: all, one, or one that no relationship has.
fn followed(graph: &GraphState, rel_type: Option<&str>) -> Option<Option<TypeId>> {
    match rel_type {
        None => Some(None),
        Some(name) => graph.catalog().rel_type(name).map(Some),
    }
}

/// The property as a value; null where there is none.
fn value_of(property: Option<ValueRef<'_>>) -> Value {
    property.map_or(Value::Null, |value| value.to_value())
}

/// A node of one version of the graph.
#[derive(Clone, Copy)]
pub struct NodeRef<'g> {
    graph: &'g GraphState,
    id: NodeId,
}

impl<'g> NodeRef<'g> {
    /// Its id.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// The names of its labels.
    pub fn labels(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        let graph = self.graph;
        graph.labels(self.id).iter().map(|label| &**graph.catalog().label_name(*label))
    }

    /// Whether it carries the label.
    pub fn has_label(&self, label: &str) -> bool {
        self.graph.catalog().label(label).is_some_and(|label| self.graph.has_label(self.id, label))
    }

    /// A property; null if it has none of this name.
    pub fn property(&self, name: &str) -> Value {
        let key = self.graph.catalog().key(name);
        value_of(key.and_then(|key| self.graph.node_property(self.id, key)))
    }

    /// A property, converted; an `Option` where it may be missing.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T> {
        T::from_value(self.property(name))
    }

    /// All its properties.
    pub fn properties(&self) -> impl Iterator<Item = (&'g str, Value)> + use<'g> {
        let graph = self.graph;
        graph
            .node_properties(self.id)
            .map(|(key, value)| (&**graph.catalog().key_name(key), value.to_value()))
    }

    /// Its relationships in a direction, of one type if it is given; a self-loop comes once.
    pub fn relationships(
        &self,
        direction: Direction,
        rel_type: Option<&str>,
    ) -> impl Iterator<Item = RelRef<'g>> + use<'g> {
        let (graph, id) = (self.graph, self.id);
        let followed = followed(graph, rel_type);
        let entries = followed.into_iter().flat_map(move |only| graph.expand(id, direction, only));
        entries.filter_map(|entry| graph.rel(entry.relationship))
    }

    /// The nodes at the other ends of its relationships, once for each relationship.
    pub fn neighbors(
        &self,
        direction: Direction,
        rel_type: Option<&str>,
    ) -> impl Iterator<Item = NodeRef<'g>> + use<'g> {
        let (graph, id) = (self.graph, self.id);
        let followed = followed(graph, rel_type);
        let ids = followed.into_iter().flat_map(move |only| graph.neighbours(id, direction, only));
        ids.map(|id| NodeRef { graph, id })
    }

    /// The number of its relationships in a direction, of one type if it is given; a self-loop counts once.
    pub fn degree(&self, direction: Direction, rel_type: Option<&str>) -> usize {
        followed(self.graph, rel_type).map_or(0, |only| self.graph.degree(self.id, direction, only))
    }
}

/// A relationship of one version of the graph.
#[derive(Clone, Copy)]
pub struct RelRef<'g> {
    graph: &'g GraphState,
    id: RelId,
    content: Relationship,
}

impl<'g> RelRef<'g> {
    /// Its id.
    pub fn id(&self) -> RelId {
        self.id
    }

    /// The name of its type.
    pub fn type_name(&self) -> &'g str {
        self.graph.catalog().type_name(self.content.rel_type)
    }

    /// The node it goes out from.
    pub fn start(&self) -> NodeRef<'g> {
        NodeRef { graph: self.graph, id: self.content.start }
    }

    /// The node it comes in to.
    pub fn end(&self) -> NodeRef<'g> {
        NodeRef { graph: self.graph, id: self.content.end }
    }

    /// A property; null if it has none of this name.
    pub fn property(&self, name: &str) -> Value {
        let key = self.graph.catalog().key(name);
        value_of(key.and_then(|key| self.graph.relationship_property(self.id, key)))
    }

    /// A property, converted; an `Option` where it may be missing.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T> {
        T::from_value(self.property(name))
    }

    /// All its properties.
    pub fn properties(&self) -> impl Iterator<Item = (&'g str, Value)> + use<'g> {
        let graph = self.graph;
        let properties = graph.relationship_properties(self.id);
        properties.map(|(key, value)| (&**graph.catalog().key_name(key), value.to_value()))
    }
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NodeRef").field(&self.id).finish()
    }
}

impl fmt::Debug for RelRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RelRef").field(&self.id).finish()
    }
}
