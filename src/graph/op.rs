//! Changes as data: what a transaction did, in order, for the log. Applying them to the state the
//! transaction began with gives the state it ended with.
//!
//! The order of the variants and their fields are part of the file format: add new ones at the end.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::index::{ConstraintDefinition, IndexDefinition};
use super::stored::StoredValue;
use super::{KeyId, LabelId, NodeId, RelId, TypeId};

/// One change to a graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum Op {
    /// Interns a label; the id is the next free one.
    DefineLabel { id: LabelId, name: Arc<str> },
    /// Interns a relationship type; the id is the next free one.
    DefineType { id: TypeId, name: Arc<str> },
    /// Interns a property key; the id is the next free one.
    DefineKey { id: KeyId, name: Arc<str> },
    /// Makes a node with labels and no properties.
    CreateNode { id: NodeId, labels: Arc<[LabelId]> },
    /// Removes a node, its labels and properties; its relationships must go in the same transaction.
    DeleteNode { id: NodeId },
    /// Makes a relationship without properties.
    CreateRelationship { id: RelId, rel_type: TypeId, start: NodeId, end: NodeId },
    /// Removes a relationship and its properties.
    DeleteRelationship { id: RelId },
    /// Sets a node's property.
    SetNodeProperty { id: NodeId, key: KeyId, value: StoredValue },
    /// Removes a node's property.
    RemoveNodeProperty { id: NodeId, key: KeyId },
    /// Sets a relationship's property.
    SetRelationshipProperty { id: RelId, key: KeyId, value: StoredValue },
    /// Removes a relationship's property.
    RemoveRelationshipProperty { id: RelId, key: KeyId },
    /// Gives a node a label.
    AddLabel { id: NodeId, label: LabelId },
    /// Takes a label from a node.
    RemoveLabel { id: NodeId, label: LabelId },
    /// Makes and fills an index.
    CreateIndex { definition: IndexDefinition },
    /// Removes an index.
    DropIndex { name: Arc<str> },
    /// Makes a constraint, and the index behind it.
    CreateConstraint { definition: ConstraintDefinition },
    /// Removes a constraint, and the index behind it.
    DropConstraint { name: Arc<str> },
}
