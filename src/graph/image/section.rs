//! The parts of a saved graph: what is written, page by page, and how a state is taken apart into them.
//!
//! The order of variants and fields is part of the file format: add new ones at the end. Not written is what
//! follows from the rest: the relationship table, the nodes of each label, the content of indexes, the counts.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::adjacency::{Adjacency, Page};
use super::super::column::{ColumnPage, Properties, Validity};
use super::super::index::{ConstraintDefinition, IndexDefinition};
use super::super::state::GraphState;
use super::super::stored::StoredValue;
use super::super::{KeyId, LabelId};
use super::raw::Raw;

/// A part of a saved graph. [`Section::Catalog`] comes first and once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Section {
    /// Names, label sets, and how far ids go.
    Catalog(CatalogSection),
    /// A page of nodes.
    Nodes(NodeSection),
    /// A page of outgoing relationships.
    Outgoing(AdjacencySection),
    /// A page of incoming relationships.
    Incoming(AdjacencySection),
    /// A page of values of nodes.
    NodeColumn(ColumnSection),
    /// A page of values of relationships.
    RelationshipColumn(ColumnSection),
    /// Indexes and constraints.
    Schema(SchemaSection),
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

/// Which nodes of a page exist, as bits, and the label sets of all its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct NodeSection {
    pub page: u32,
    pub alive: Raw<u64>,
    pub label_sets: Raw<u32>,
}

/// The relationships of a page of nodes in one direction, as a compressed sparse row matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct AdjacencySection {
    pub page: u32,
    pub offsets: Raw<u32>,
    pub types: Raw<u16>,
    pub neighbours: Raw<u32>,
    pub relationships: Raw<u32>,
}

/// A page of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct ColumnSection {
    pub key: KeyId,
    pub page: u32,
    pub values: ValuesSection,
}

/// The values of a column page; `valid` has a bit for each row that has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants and fields say what they are")]
pub enum ValuesSection {
    Integers {
        valid: Raw<u64>,
        values: Raw<i64>,
    },
    Floats {
        valid: Raw<u64>,
        values: Raw<f64>,
    },
    Dates {
        valid: Raw<u64>,
        days: Raw<i64>,
    },
    Booleans {
        valid: Raw<u64>,
        values: Raw<u64>,
    },
    /// The lengths in bytes of the valid rows' text, and the text.
    Strings {
        valid: Raw<u64>,
        lengths: Raw<u32>,
        text: String,
    },
    /// Row and value, ascending by row.
    Mixed {
        values: Vec<(u16, StoredValue)>,
    },
}

/// Indexes that do not belong to a constraint, and constraints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub struct SchemaSection {
    pub indexes: Vec<IndexDefinition>,
    pub constraints: Vec<ConstraintDefinition>,
}

impl GraphState {
    /// The whole graph in parts, made one at a time.
    pub fn to_sections(&self) -> impl Iterator<Item = Section> + '_ {
        let nodes = self.nodes.pages().map(|(at, page)| {
            let alive = Raw(page.alive.words().to_vec());
            Section::Nodes(NodeSection { page: at as u32, alive, label_sets: Raw(page.label_sets.to_vec()) })
        });
        std::iter::once_with(|| Section::Catalog(self.catalog_section()))
            .chain(nodes)
            .chain(adjacency(&self.outgoing).map(Section::Outgoing))
            .chain(adjacency(&self.incoming).map(Section::Incoming))
            .chain(columns(&self.node_properties).map(Section::NodeColumn))
            .chain(columns(&self.rel_properties).map(Section::RelationshipColumn))
            .chain(std::iter::once_with(|| Section::Schema(self.schema_section())))
    }

    fn catalog_section(&self) -> CatalogSection {
        let catalog = &self.catalog;
        CatalogSection {
            labels: catalog.labels().map(|(_, name)| name.clone()).collect(),
            types: catalog.rel_types().map(|(_, name)| name.clone()).collect(),
            keys: catalog.keys().map(|(_, name)| name.clone()).collect(),
            label_sets: catalog.label_sets().map(|set| set.to_vec()).collect(),
            node_bound: self.nodes.bound(),
            relationship_bound: self.relationships.bound(),
        }
    }

    fn schema_section(&self) -> SchemaSection {
        let own = |definition: &&IndexDefinition| self.schema.constraint(&definition.name).is_none();
        SchemaSection {
            indexes: self.schema.indexes().map(|index| index.definition()).filter(own).cloned().collect(),
            constraints: self.schema.constraints().cloned().collect(),
        }
    }
}

fn adjacency(adjacency: &Adjacency) -> impl Iterator<Item = AdjacencySection> + '_ {
    adjacency.pages().map(|(at, page)| adjacency_section(at, page)).filter(|page| !page.types.0.is_empty())
}

fn adjacency_section(at: usize, page: &Page) -> AdjacencySection {
    let (offsets, entries) = page.to_parts();
    AdjacencySection {
        page: at as u32,
        offsets: Raw(offsets.to_vec()),
        types: Raw(entries.types.into_iter().map(|rel_type| rel_type.0).collect()),
        neighbours: Raw(entries.neighbours.into_iter().map(|node| node.0).collect()),
        relationships: Raw(entries.relationships.into_iter().map(|rel| rel.0).collect()),
    }
}

fn columns(properties: &Properties) -> impl Iterator<Item = ColumnSection> + '_ {
    properties.columns().flat_map(|(key, column)| {
        column.pages().map(move |(at, page)| ColumnSection { key, page: at as u32, values: values(page) })
    })
}

fn values(page: &ColumnPage) -> ValuesSection {
    let bits = |bits: &Validity| Raw(bits.words().to_vec());
    match page {
        ColumnPage::Integers(page) => {
            ValuesSection::Integers { valid: bits(&page.valid), values: Raw(page.values.clone()) }
        }
        ColumnPage::Floats(page) => {
            ValuesSection::Floats { valid: bits(&page.valid), values: Raw(page.values.clone()) }
        }
        ColumnPage::Dates(page) => {
            ValuesSection::Dates { valid: bits(&page.valid), days: Raw(page.values.clone()) }
        }
        ColumnPage::Booleans { valid, values } => {
            ValuesSection::Booleans { valid: bits(valid), values: bits(values) }
        }
        ColumnPage::Strings(page) => {
            let (lengths, text) = page.to_parts();
            ValuesSection::Strings { valid: bits(page.valid()), lengths: Raw(lengths), text }
        }
        ColumnPage::Mixed(values) => {
            let stored = |(row, value): (usize, &Option<_>)| {
                // What a column holds was checked when it was set.
                Some((row as u16, StoredValue::new(value.clone()?).ok()?))
            };
            ValuesSection::Mixed { values: values.iter().enumerate().filter_map(stored).collect() }
        }
    }
}
