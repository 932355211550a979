//! What an index or a constraint is about.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::super::{KeyId, LabelId, TypeId};
use super::types::PropertyTypes;

/// What an index or constraint covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The nodes with a label.
    Label(LabelId),
    /// The relationships of a type.
    Type(TypeId),
}

/// What an index was made for. All kinds are the same ordered structure and find the same; the kind is what
/// `SHOW INDEXES` tells, and several may cover the same properties, as scripts written for other stores do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IndexKind {
    /// Ordered values.
    #[default]
    Range,
    /// Strings.
    Text,
    /// Points.
    Point,
}

impl IndexKind {
    /// As a statement says it.
    pub fn name(self) -> &'static str {
        match self {
            IndexKind::Range => "RANGE",
            IndexKind::Text => "TEXT",
            IndexKind::Point => "POINT",
        }
    }
}

/// An index over the elements that have all of some properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexDefinition {
    /// Unique among indexes and constraints.
    pub name: Arc<str>,
    /// What it was made for.
    pub kind: IndexKind,
    /// What it covers.
    pub target: Target,
    /// The properties, in the order of the key; at least one.
    pub keys: Vec<KeyId>,
}

impl IndexDefinition {
    /// Whether it is on exactly these properties, in this order.
    pub fn covers(&self, target: Target, keys: &[KeyId]) -> bool {
        self.target == target && self.keys == keys
    }
}

/// What a constraint demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConstraintKind {
    /// No two elements that have all the properties have the same values.
    Unique,
    /// Every element has all the properties; checked when a transaction commits.
    NotNull,
    /// Both.
    Key,
    /// A property that is there has one of these types; checked when a transaction commits.
    Typed(PropertyTypes),
}

/// A rule that no committed state breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConstraintDefinition {
    /// Unique among indexes and constraints; also the name of the index behind a uniqueness rule.
    pub name: Arc<str>,
    /// What it covers.
    pub target: Target,
    /// The properties; at least one.
    pub keys: Vec<KeyId>,
    /// What it demands.
    pub kind: ConstraintKind,
}

impl ConstraintDefinition {
    /// The index that a uniqueness rule is checked with.
    pub fn index(&self) -> Option<IndexDefinition> {
        match self.kind {
            ConstraintKind::Unique | ConstraintKind::Key => Some(IndexDefinition {
                name: self.name.clone(),
                kind: IndexKind::Range,
                target: self.target,
                keys: self.keys.clone(),
            }),
            ConstraintKind::NotNull | ConstraintKind::Typed(_) => None,
        }
    }

    /// Whether each element for itself can break it: that is looked for when a transaction commits.
    pub fn judges_elements(&self) -> bool {
        match self.kind {
            ConstraintKind::NotNull | ConstraintKind::Key | ConstraintKind::Typed(_) => true,
            ConstraintKind::Unique => false,
        }
    }
}

/// The target and labels or type of one element, to tell which definitions concern it.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    Node(SmallVec<[LabelId; 4]>),
    Relationship(TypeId),
}

impl Subject {
    pub fn is_in(&self, target: Target) -> bool {
        match (self, target) {
            (Subject::Node(labels), Target::Label(label)) => labels.contains(&label),
            (Subject::Relationship(rel_type), Target::Type(target)) => *rel_type == target,
            (Subject::Node(_), Target::Type(_)) | (Subject::Relationship(_), Target::Label(_)) => false,
        }
    }
}
