//! The parts of a saved graph as data.
//!
//! The order of variants and fields is part of the file format: add new ones at the end. Not saved is what
//! follows from the rest: the relationship table, the nodes of each label, the content of indexes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::index::{ConstraintDefinition, IndexDefinition, Key};
use super::super::statistics::Statistics;
use super::super::stored::StoredValue;
use super::super::{KeyId, LabelId};
use super::pack::{Packed, PackedFloats};

/// What a section is, for finding it without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants and fields are those of the sections")]
pub enum SectionName {
    Catalog,
    Nodes {
        page: u32,
    },
    Outgoing {
        page: u32,
    },
    Incoming {
        page: u32,
    },
    /// `values` is the number of rows that have one.
    NodeColumn {
        key: KeyId,
        page: u32,
        values: u32,
    },
    RelationshipColumn {
        key: KeyId,
        page: u32,
        values: u32,
    },
    /// A leaf of an index, both by their places in their order.
    IndexLeaf {
        index: u32,
        leaf: u32,
    },
    Index {
        index: u32,
    },
    Counts,
    Schema,
}

/// A part of a saved graph. Pages of relationships and properties and leaves of indexes are read when they are
/// first touched, all others when the graph is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Section {
    /// Names, label sets, and how far ids go.
    Catalog(CatalogSection),
    /// Some pages of nodes.
    Nodes(NodesSection),
    /// A page of outgoing relationships.
    Outgoing(AdjacencySection),
    /// A page of incoming relationships.
    Incoming(AdjacencySection),
    /// A page of values of nodes.
    NodeColumn(ColumnSection),
    /// A page of values of relationships.
    RelationshipColumn(ColumnSection),
    /// Some entries of an index.
    IndexLeaf(LeafSection),
    /// What an index holds.
    Index(IndexSection),
    /// How many of what there is.
    Counts(Statistics),
    /// Indexes and constraints.
    Schema(SchemaSection),
}

impl SectionName {
    /// Whether the section can have this name. A leaf does not know where it belongs.
    pub(super) fn fits(self, section: &Section) -> bool {
        match section {
            Section::Catalog(_) => self == SectionName::Catalog,
            Section::Nodes(section) => self == SectionName::Nodes { page: section.page },
            Section::Outgoing(section) => self == SectionName::Outgoing { page: section.page },
            Section::Incoming(section) => self == SectionName::Incoming { page: section.page },
            Section::NodeColumn(section) => {
                let (key, page, values) = (section.key, section.page, section.values.count());
                self == SectionName::NodeColumn { key, page, values }
            }
            Section::RelationshipColumn(section) => {
                let (key, page, values) = (section.key, section.page, section.values.count());
                self == SectionName::RelationshipColumn { key, page, values }
            }
            Section::IndexLeaf(_) => matches!(self, SectionName::IndexLeaf { .. }),
            Section::Index(_) => matches!(self, SectionName::Index { .. }),
            Section::Counts(_) => self == SectionName::Counts,
            Section::Schema(_) => self == SectionName::Schema,
        }
    }
}

/// Names by id, label sets by id, and the bounds of ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct CatalogSection {
    pub labels: Vec<Arc<str>>,
    pub types: Vec<Arc<str>>,
    pub keys: Vec<Arc<str>>,
    pub label_sets: Vec<Vec<LabelId>>,
    pub node_bound: u32,
    pub relationship_bound: u32,
}

/// The label sets of the nodes from a page on, as runs: zero where no node is, or else one more than the set's number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct NodesSection {
    pub page: u32,
    pub sets: Packed<u32>,
    pub lengths: Packed<u32>,
}

/// The relationships of a page of nodes in one direction, node after node. Each node's are sorted by type, neighbour
/// and relationship; the types are runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct AdjacencySection {
    pub page: u32,
    pub degrees: Packed<u32>,
    pub types: Packed<u16>,
    pub lengths: Packed<u32>,
    pub neighbours: Packed<u32>,
    pub relationships: Packed<u32>,
}

/// A page of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct ColumnSection {
    pub key: KeyId,
    pub page: u32,
    pub values: ValuesSection,
}

/// The values of the rows of a column page that have one, ascending by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants and fields say what they are")]
pub enum ValuesSection {
    Integers {
        rows: RowsSection,
        values: Packed<i64>,
    },
    Floats {
        rows: RowsSection,
        values: PackedFloats,
    },
    Dates {
        rows: RowsSection,
        days: Packed<i64>,
    },
    /// A bit for each row of the page.
    Booleans {
        rows: RowsSection,
        values: Packed<u64>,
    },
    /// The lengths in bytes, and the text one after the other.
    Strings {
        rows: RowsSection,
        lengths: Packed<u32>,
        text: String,
    },
    /// Row and value.
    Mixed {
        values: Vec<(u16, StoredValue)>,
    },
    /// Few different texts: the number of its text for each row, and their lengths in bytes and themselves.
    Dictionary {
        rows: RowsSection,
        codes: Packed<u8>,
        lengths: Packed<u32>,
        text: String,
    },
}

impl ValuesSection {
    pub(super) fn count(&self) -> u32 {
        match self {
            ValuesSection::Integers { rows, .. }
            | ValuesSection::Floats { rows, .. }
            | ValuesSection::Dates { rows, .. }
            | ValuesSection::Booleans { rows, .. }
            | ValuesSection::Strings { rows, .. }
            | ValuesSection::Dictionary { rows, .. } => rows.count(),
            ValuesSection::Mixed { values } => values.len() as u32,
        }
    }
}

/// Which rows of a page have a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RowsSection {
    /// So many from the first on.
    First(u16),
    /// Those whose bit is set.
    Bits(Packed<u64>),
}

impl RowsSection {
    fn count(&self) -> u32 {
        match self {
            RowsSection::First(count) => u32::from(*count),
            RowsSection::Bits(words) => words.0.iter().map(|word| word.count_ones()).sum(),
        }
    }
}

/// Entries of an index, ascending by key and id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct LeafSection {
    pub ids: Packed<u32>,
    pub keys: LeafKeys,
}

/// The keys of a leaf: of one integer, of one text, or any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants and fields say what they are")]
pub enum LeafKeys {
    Integers(Packed<i64>),
    Texts { lengths: Packed<u32>, text: String },
    Mixed(Vec<IndexKey>),
}

/// The key of an index entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexKey(pub(in crate::graph) Key);

/// An index by its name. Each leaf is found by a key and id and has so many entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct IndexSection {
    pub name: Arc<str>,
    pub distinct: u64,
    pub leaves: Vec<(IndexKey, u32, u32)>,
}

/// Indexes that do not belong to a constraint, and constraints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct SchemaSection {
    pub indexes: Vec<IndexDefinition>,
    pub constraints: Vec<ConstraintDefinition>,
}
