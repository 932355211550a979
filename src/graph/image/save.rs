//! Taking a graph apart into sections. Pages that were not written since the graph was opened are handed on as
//! they were saved.

use std::sync::Arc;

use super::super::KeyId;
use super::super::adjacency::{Adjacency, Page};
use super::super::bits::Bits;
use super::super::column::{ColumnPage, Fixed, Properties, Validity};
use super::super::index::{Index, IndexDefinition, Leaf, Posting};
use super::super::state::GraphState;
use super::super::stored::StoredValue;
use super::super::tables::{NodePage, ROWS};
use super::pack::{Packed, PackedFloats};
use super::saved::{Saved, SectionSource};
use super::section::{
    AdjacencySection, CatalogSection, ColumnSection, IndexKey, IndexSection, LeafKeys, LeafSection,
    NodesSection, RowsSection, SchemaSection, Section, SectionName, ValuesSection,
};

/// Pages of nodes to a section.
pub(super) const NODE_PAGES: usize = 64;

/// A section by its name.
pub struct Part {
    /// What it is.
    pub name: SectionName,
    /// It, or where it is.
    pub content: Content,
}

/// A section, or where it lies as it was saved before.
pub enum Content {
    /// Made anew.
    Made(Section),
    /// The source's section of this number.
    Saved(Arc<dyn SectionSource>, u32),
}

fn made(name: SectionName, section: Section) -> Part {
    Part { name, content: Content::Made(section) }
}

impl GraphState {
    /// The whole graph in parts, made one at a time.
    pub fn to_parts(&self) -> impl Iterator<Item = Part> + '_ {
        let outgoing = |page| SectionName::Outgoing { page };
        let incoming = |page| SectionName::Incoming { page };
        let of_nodes = |key, page, values| SectionName::NodeColumn { key, page, values };
        let of_relationships = |key, page, values| SectionName::RelationshipColumn { key, page, values };
        let counts = || made(SectionName::Counts, Section::Counts(self.statistics.clone()));
        let schema = || made(SectionName::Schema, Section::Schema(self.schema_section()));
        std::iter::once_with(|| made(SectionName::Catalog, Section::Catalog(self.catalog_section())))
            .chain(self.node_parts())
            .chain(self.adjacency_parts(&self.outgoing, outgoing, Section::Outgoing))
            .chain(self.adjacency_parts(&self.incoming, incoming, Section::Incoming))
            .chain(self.column_parts(&self.node_properties, of_nodes, Section::NodeColumn))
            .chain(self.column_parts(&self.rel_properties, of_relationships, Section::RelationshipColumn))
            .chain(self.schema.indexes().zip(0..).flat_map(|(index, at)| self.index_parts(at, index)))
            .chain(std::iter::once_with(counts))
            .chain(std::iter::once_with(schema))
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

    fn node_parts(&self) -> impl Iterator<Item = Part> + '_ {
        let pages = (self.nodes.bound() as usize).div_ceil(ROWS);
        (0..pages).step_by(NODE_PAGES).map(move |first| {
            let (mut sets, mut lengths) = (Vec::new(), Vec::new());
            for at in first..pages.min(first + NODE_PAGES) {
                match self.nodes.page(at) {
                    Some(page) => {
                        (0..ROWS).for_each(|row| extend(&mut sets, &mut lengths, set(page, row), 1))
                    }
                    None => extend(&mut sets, &mut lengths, 0, ROWS as u32),
                }
            }
            let page = first as u32;
            let section = NodesSection { page, sets: Packed(sets), lengths: Packed(lengths) };
            made(SectionName::Nodes { page }, Section::Nodes(section))
        })
    }

    fn adjacency_parts<'a>(
        &'a self,
        adjacency: &'a Adjacency,
        name: fn(u32) -> SectionName,
        make: fn(AdjacencySection) -> Section,
    ) -> impl Iterator<Item = Part> + 'a {
        adjacency.numbers().filter_map(move |(at, number)| match (number, &self.saved) {
            (Some(number), Some(saved)) => {
                Some(Part { name: name(at as u32), content: saved.content(number) })
            }
            _ => {
                let section = adjacency_section(at, adjacency.page(at)?);
                (!section.neighbours.0.is_empty()).then(|| made(name(at as u32), make(section)))
            }
        })
    }

    fn column_parts<'a>(
        &'a self,
        properties: &'a Properties,
        name: fn(KeyId, u32, u32) -> SectionName,
        make: fn(ColumnSection) -> Section,
    ) -> impl Iterator<Item = Part> + 'a {
        properties.columns().flat_map(move |(key, column)| {
            column.numbers().filter_map(move |(at, number)| match (number, &self.saved) {
                (Some(number), Some(saved)) => {
                    Some(Part { name: saved.name(number)?, content: saved.content(number) })
                }
                _ => {
                    let (page, values) = (at as u32, values(column.page(at)?));
                    let name = name(key, page, values.count());
                    Some(made(name, make(ColumnSection { key, page, values })))
                }
            })
        })
    }

    fn index_parts<'a>(&'a self, at: u32, index: &'a Index) -> impl Iterator<Item = Part> + 'a {
        let leaves = index.postings().leaves().zip(0..).map(move |((_, branch), leaf)| {
            let content = match (branch.leaf.saved_as(), &self.saved) {
                (Some(number), Some(saved)) => saved.content(number),
                _ => Content::Made(Section::IndexLeaf(leaf_section(branch.leaf.get()))),
            };
            Part { name: SectionName::IndexLeaf { index: at, leaf }, content }
        });
        let section = move || made(SectionName::Index { index: at }, Section::Index(index_section(index)));
        leaves.chain(std::iter::once_with(section))
    }

    fn schema_section(&self) -> SchemaSection {
        let own = |definition: &&IndexDefinition| self.schema.constraint(&definition.name).is_none();
        SchemaSection {
            indexes: self.schema.indexes().map(|index| index.definition()).filter(own).cloned().collect(),
            constraints: self.schema.constraints().cloned().collect(),
        }
    }
}

impl Saved {
    fn name(&self, number: u32) -> Option<SectionName> {
        self.contents().get(number as usize).copied()
    }

    fn content(&self, number: u32) -> Content {
        Content::Saved(self.source().clone(), number)
    }
}

fn index_section(index: &Index) -> IndexSection {
    let leaves = index.postings().leaves().map(|(found_by, branch)| {
        let Posting { key, id } = found_by.clone();
        (IndexKey(key), id, branch.len)
    });
    let name = index.definition().name.clone();
    IndexSection { name, distinct: index.distinct(), leaves: leaves.collect() }
}

fn leaf_section(leaf: &Leaf) -> LeafSection {
    match leaf {
        Leaf::Integers { keys, ids } => {
            LeafSection { ids: Packed(ids.clone()), keys: LeafKeys::Integers(Packed(keys.clone())) }
        }
        Leaf::Texts { ends, text, ids } => {
            let starts = std::iter::once(&0).chain(ends);
            let lengths = Packed(starts.zip(ends).map(|(start, end)| end - start).collect());
            LeafSection { ids: Packed(ids.clone()), keys: LeafKeys::Texts { lengths, text: text.clone() } }
        }
        Leaf::Mixed(postings) => {
            let keys = postings.iter().map(|posting| IndexKey(posting.key.clone())).collect();
            let ids = Packed(postings.iter().map(|posting| posting.id).collect());
            LeafSection { ids, keys: LeafKeys::Mixed(keys) }
        }
    }
}

fn set(page: &NodePage, row: usize) -> u32 {
    // There are fewer label sets than nodes.
    if page.alive.get(row) { page.label_sets[row] + 1 } else { 0 }
}

/// Adds to the last run, or begins one.
fn extend<T: PartialEq>(values: &mut Vec<T>, lengths: &mut Vec<u32>, value: T, length: u32) {
    match lengths.last_mut() {
        Some(last) if values.last() == Some(&value) => *last += length,
        _ => {
            values.push(value);
            lengths.push(length);
        }
    }
}

fn adjacency_section(at: usize, page: &Page) -> AdjacencySection {
    let (offsets, entries) = page.to_parts();
    let (mut types, mut lengths) = (Vec::new(), Vec::new());
    for rel_type in entries.types {
        extend(&mut types, &mut lengths, rel_type.0, 1);
    }
    AdjacencySection {
        page: at as u32,
        degrees: Packed(offsets.windows(2).map(|pair| pair[1] - pair[0]).collect()),
        types: Packed(types),
        lengths: Packed(lengths),
        neighbours: Packed(entries.neighbours.into_iter().map(|node| node.0).collect()),
        relationships: Packed(entries.relationships.into_iter().map(|rel| rel.0).collect()),
    }
}

fn values(page: &ColumnPage) -> ValuesSection {
    match page {
        ColumnPage::Integers(page) => {
            ValuesSection::Integers { rows: rows(&page.valid), values: Packed(dense(page)) }
        }
        ColumnPage::Floats(page) => {
            ValuesSection::Floats { rows: rows(&page.valid), values: PackedFloats::new(&dense(page)) }
        }
        ColumnPage::Dates(page) => {
            ValuesSection::Dates { rows: rows(&page.valid), days: Packed(dense(page)) }
        }
        ColumnPage::Booleans { valid, values } => {
            ValuesSection::Booleans { rows: rows(valid), values: Packed(values.words().to_vec()) }
        }
        ColumnPage::Strings(page) => match page.to_coded_parts() {
            Some((codes, lengths, text)) => ValuesSection::Dictionary {
                rows: rows(page.valid()),
                codes: Packed(codes),
                lengths: Packed(lengths),
                text,
            },
            None => {
                let (lengths, text) = page.to_parts();
                ValuesSection::Strings { rows: rows(page.valid()), lengths: Packed(lengths), text }
            }
        },
        ColumnPage::Mixed(values) => {
            let stored = |(row, value): (usize, &Option<_>)| {
                // What a column holds was checked when it was set.
                Some((row as u16, StoredValue::new(value.clone()?).ok()?))
            };
            ValuesSection::Mixed { values: values.iter().enumerate().filter_map(stored).collect() }
        }
    }
}

/// The values without the gaps.
fn dense<T: Copy + Default>(page: &Fixed<T>) -> Vec<T> {
    page.valid.iter().filter_map(|row| page.get(row)).collect()
}

fn rows(valid: &Validity) -> RowsSection {
    let count = valid.count();
    if *valid == Bits::first(count) {
        RowsSection::First(count as u16)
    } else {
        RowsSection::Bits(Packed(valid.words().to_vec()))
    }
}
