//! Taking a graph apart into sections. Pages that were not touched since the graph was opened are handed on as
//! they were saved.

use std::sync::Arc;

use super::super::adjacency::{Adjacency, Page};
use super::super::bits::Bits;
use super::super::column::{ColumnPage, Fixed, Properties, Validity};
use super::super::index::IndexDefinition;
use super::super::state::GraphState;
use super::super::stored::StoredValue;
use super::super::tables::{NodePage, ROWS};
use super::pack::{Packed, PackedFloats};
use super::saved::{Saved, SectionSource};
use super::section::{
    AdjacencySection, CatalogSection, ColumnSection, NodesSection, RowsSection, SchemaSection, Section,
    SectionName, ValuesSection,
};

/// Pages of nodes to a section.
pub(super) const NODE_PAGES: usize = 64;

/// A section, or where it lies as it was saved before.
pub enum Part {
    /// Made anew.
    Made(Section),
    /// The source's section of this number.
    Saved(SectionName, Arc<dyn SectionSource>, u32),
}

impl GraphState {
    /// The whole graph in parts, made one at a time.
    pub fn to_parts(&self) -> impl Iterator<Item = Part> + '_ {
        std::iter::once_with(|| Section::Catalog(self.catalog_section()))
            .chain(self.node_sections())
            .map(Part::Made)
            .chain(self.adjacency_parts(&self.outgoing, Section::Outgoing))
            .chain(self.adjacency_parts(&self.incoming, Section::Incoming))
            .chain(self.column_parts(&self.node_properties, Section::NodeColumn))
            .chain(self.column_parts(&self.rel_properties, Section::RelationshipColumn))
            .chain(std::iter::once_with(|| Part::Made(Section::Counts(self.statistics.clone()))))
            .chain(std::iter::once_with(|| Part::Made(Section::Schema(self.schema_section()))))
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

    fn node_sections(&self) -> impl Iterator<Item = Section> + '_ {
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
            Section::Nodes(NodesSection { page: first as u32, sets: Packed(sets), lengths: Packed(lengths) })
        })
    }

    fn adjacency_parts<'a>(
        &'a self,
        adjacency: &'a Adjacency,
        make: fn(AdjacencySection) -> Section,
    ) -> impl Iterator<Item = Part> + 'a {
        adjacency.numbers().filter_map(move |(at, untouched)| match (untouched, &self.saved) {
            (Some(number), Some(saved)) => Some(saved.part(number)),
            _ => {
                let section = adjacency_section(at, adjacency.page(at)?);
                (!section.neighbours.0.is_empty()).then(|| Part::Made(make(section)))
            }
        })
    }

    fn column_parts<'a>(
        &'a self,
        properties: &'a Properties,
        make: fn(ColumnSection) -> Section,
    ) -> impl Iterator<Item = Part> + 'a {
        properties.columns().flat_map(move |(key, column)| {
            column.numbers().filter_map(move |(at, untouched)| match (untouched, &self.saved) {
                (Some(number), Some(saved)) => Some(saved.part(number)),
                _ => {
                    let values = values(column.page(at)?);
                    Some(Part::Made(make(ColumnSection { key, page: at as u32, values })))
                }
            })
        })
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
    fn part(&self, number: u32) -> Part {
        Part::Saved(self.contents()[number as usize], self.source().clone(), number)
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
        ColumnPage::Strings(page) => {
            let (lengths, text) = page.to_parts();
            ValuesSection::Strings { rows: rows(page.valid()), lengths: Packed(lengths), text }
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
