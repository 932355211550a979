//! Putting a saved graph together again, with every part checked against the others.

use std::sync::Arc;

use super::super::adjacency::{Adjacency, Entries, NODES, Page, Run};
use super::super::bits::Bits;
use super::super::catalog::Catalog;
use super::super::column::{ColumnPage, Fixed, Properties, ROWS, Text, Validity};
use super::super::idset::IdSet;
use super::super::op::Op;
use super::super::state::GraphState;
use super::super::tables::{NodePage, ROWS as NODE_ROWS, Relationship};
use super::super::write::MAX_ID;
use super::super::{KeyId, LabelId, NodeId, RelId, TypeId};
use super::raw::{Number, Raw};
use super::section::{AdjacencySection, CatalogSection, ColumnSection, NodeSection, SchemaSection};
use super::section::{Section, ValuesSection};
use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// Builds a state from its sections.
#[derive(Debug, Default)]
pub struct GraphStateBuilder {
    state: GraphState,
    has_catalog: bool,
    schema: Option<SchemaSection>,
}

impl GraphStateBuilder {
    /// A builder without sections.
    pub fn new() -> GraphStateBuilder {
        GraphStateBuilder::default()
    }

    /// Takes in the next section; the catalog has to be the first.
    pub fn add(&mut self, section: Section) -> Result<()> {
        if self.has_catalog == matches!(section, Section::Catalog(_)) {
            return Err(damaged("the names are not at the beginning, or twice"));
        }
        match section {
            Section::Catalog(section) => self.add_catalog(section),
            Section::Nodes(section) => self.add_nodes(section),
            Section::Outgoing(section) => add_adjacency(&mut self.state.outgoing, section),
            Section::Incoming(section) => add_adjacency(&mut self.state.incoming, section),
            Section::NodeColumn(section) => {
                add_column(&mut self.state.node_properties, &self.state.catalog, section)
            }
            Section::RelationshipColumn(section) => {
                add_column(&mut self.state.rel_properties, &self.state.catalog, section)
            }
            Section::Schema(section) => match self.schema.replace(section) {
                None => Ok(()),
                Some(_) => Err(damaged("the indexes are there twice")),
            },
        }
    }

    fn add_catalog(&mut self, section: CatalogSection) -> Result<()> {
        let catalog = Arc::make_mut(&mut self.state.catalog);
        for (id, name) in section.labels.iter().enumerate() {
            catalog.define_label(LabelId(id as u32), name)?;
        }
        for (id, name) in section.types.iter().enumerate() {
            let id = u16::try_from(id).map_err(|_| damaged("there are too many relationship types"))?;
            catalog.define_type(TypeId(id), name)?;
        }
        for (id, name) in section.keys.iter().enumerate() {
            catalog.define_key(KeyId(id as u32), name)?;
        }
        for (id, labels) in section.label_sets.iter().enumerate() {
            if catalog.intern_set(labels)?.0 as usize != id {
                return Err(damaged("a label set is there twice"));
            }
        }
        self.state.nodes.raise_bound(section.node_bound);
        self.state.relationships.raise_bound(section.relationship_bound);
        self.has_catalog = true;
        Ok(())
    }

    fn add_nodes(&mut self, section: NodeSection) -> Result<()> {
        let at = section.page as usize;
        let label_sets: [u32; NODE_ROWS] =
            section.label_sets.0.try_into().map_err(|_| damaged("a page of nodes has a wrong size"))?;
        let page = NodePage { alive: bits(section.alive)?, label_sets };
        let sets = self.state.catalog.label_set_count();
        let wrong = label_sets
            .iter()
            .enumerate()
            .any(|(row, set)| *set as usize >= sets || (*set != 0 && !page.alive.get(row)));
        let wrong = wrong || at > MAX_ID as usize / NODE_ROWS;
        let bound = page.alive.iter().last().map_or(0, |row| (at * NODE_ROWS + row + 1) as u64);
        if wrong || bound > u64::from(self.state.nodes.bound()) || self.state.nodes.has_page(at) {
            return Err(damaged(format!("page {at} of the nodes does not fit the names and bounds")));
        }
        self.state.nodes.put_page(at, page);
        Ok(())
    }

    /// The state, if all sections are there and agree.
    pub fn finish(mut self) -> Result<GraphState> {
        if !self.has_catalog {
            return Err(damaged("the names are missing"));
        }
        let Some(schema) = self.schema.take() else { return Err(damaged("the end is missing")) };
        self.fill_relationships()?;
        self.check_incoming()?;
        self.check_columns()?;
        self.state.labels = labels(&self.state);
        self.state.statistics = self.state.recount();
        let indexes = schema.indexes.into_iter().map(|definition| Op::CreateIndex { definition });
        let constraints =
            schema.constraints.into_iter().map(|definition| Op::CreateConstraint { definition });
        for op in indexes.chain(constraints) {
            self.state
                .apply(&op)
                .map_err(|error| damaged("an index or constraint is wrong").caused_by(error))?;
        }
        Ok(self.state)
    }

    /// The relationship table follows from the outgoing relationships.
    fn fill_relationships(&mut self) -> Result<()> {
        let state = &mut self.state;
        let (types, bound) = (state.catalog.rel_types().len(), state.relationships.bound());
        for (at, page) in state.outgoing.pages() {
            for (start, run) in page_runs(at, page) {
                if !state.nodes.contains(start) || !is_ascending(run) {
                    return Err(damaged(format!("the relationships of node {} are wrong", start.0)));
                }
                for entry in run.iter() {
                    let id = entry.relationship;
                    let fits = entry.rel_type.index() < types && id.0 < bound;
                    if !fits || !state.nodes.contains(entry.neighbour) || state.relationships.contains(id) {
                        return Err(damaged(format!("relationship {} is wrong", id.0)));
                    }
                    let content = Relationship { rel_type: entry.rel_type, start, end: entry.neighbour };
                    state.relationships.insert(id, content);
                }
            }
        }
        Ok(())
    }

    /// The incoming relationships must be the same ones.
    fn check_incoming(&self) -> Result<()> {
        let state = &self.state;
        let mut count = 0;
        for (at, page) in state.incoming.pages() {
            for (end, run) in page_runs(at, page) {
                count += run.len();
                let known = |entry: super::super::Entry| {
                    let content = Relationship { rel_type: entry.rel_type, start: entry.neighbour, end };
                    state.relationships.get(entry.relationship) == Some(content)
                };
                if !is_ascending(run) || !run.iter().all(known) {
                    return Err(damaged(format!("the incoming relationships of node {} are wrong", end.0)));
                }
            }
        }
        let outgoing: usize =
            state.outgoing.pages().flat_map(|(at, page)| page_runs(at, page)).map(|(_, run)| run.len()).sum();
        if count != outgoing {
            return Err(damaged("there are not as many incoming relationships as outgoing ones"));
        }
        Ok(())
    }

    /// Only what exists has properties.
    fn check_columns(&self) -> Result<()> {
        let mut problems = Vec::new();
        let state = &self.state;
        state.node_properties.check("node", |row| state.nodes.contains(NodeId(row)), &mut problems);
        let exists = |row| state.relationships.contains(RelId(row));
        state.rel_properties.check("relationship", exists, &mut problems);
        match problems.into_iter().next() {
            Some(problem) => Err(damaged(problem)),
            None => Ok(()),
        }
    }
}

/// The lists of a page that was just read: they all lie in its base.
fn page_runs(at: usize, page: &Page) -> impl Iterator<Item = (NodeId, Run<'_>)> {
    page.base_runs().map(move |(node, run)| (NodeId((at * NODES + node) as u32), run))
}

fn is_ascending(run: Run<'_>) -> bool {
    run.iter().zip(run.iter().skip(1)).all(|(a, b)| a < b)
}

/// The nodes of each label, from the nodes' label sets.
fn labels(state: &GraphState) -> Vec<Arc<IdSet>> {
    let mut sets = vec![IdSet::default(); state.catalog.labels().len()];
    for node in state.nodes() {
        for label in state.labels(node).iter() {
            sets[label.index()].insert(node.0);
        }
    }
    sets.into_iter().map(Arc::new).collect()
}

fn add_adjacency(adjacency: &mut Adjacency, section: AdjacencySection) -> Result<()> {
    let at = section.page as usize;
    let wrong = || damaged(format!("page {at} of the relationships is wrong"));
    let offsets: [u32; NODES + 1] = section.offsets.0.try_into().map_err(|_| wrong())?;
    let entries = Entries {
        types: section.types.0.into_iter().map(TypeId).collect(),
        neighbours: section.neighbours.0.into_iter().map(NodeId).collect(),
        relationships: section.relationships.0.into_iter().map(RelId).collect(),
    };
    let page = Page::from_parts(offsets, entries).ok_or_else(wrong)?;
    if at > MAX_ID as usize / NODES || adjacency.page(at).is_some() {
        return Err(wrong());
    }
    adjacency.put_page(at, page);
    Ok(())
}

fn add_column(properties: &mut Properties, catalog: &Catalog, section: ColumnSection) -> Result<()> {
    let (key, at) = (section.key, section.page as usize);
    let wrong = || damaged(format!("page {at} of property key {} is wrong", key.0));
    let page = column_page(section.values)?.ok_or_else(wrong)?;
    let twice = properties.column(key).is_some_and(|column| column.page(at).is_some());
    if key.index() >= catalog.keys().len() || at > MAX_ID as usize / ROWS || twice {
        return Err(wrong());
    }
    properties.put_page(key, at, page);
    Ok(())
}

/// A column page; nothing if its parts do not fit together.
fn column_page(section: ValuesSection) -> Result<Option<ColumnPage>> {
    Ok(match section {
        ValuesSection::Integers { valid, values } => fixed(bits(valid)?, values).map(ColumnPage::Integers),
        ValuesSection::Floats { valid, values } => fixed(bits(valid)?, values).map(ColumnPage::Floats),
        ValuesSection::Dates { valid, days } => fixed(bits(valid)?, days).map(ColumnPage::Dates),
        ValuesSection::Booleans { valid, values } => {
            let (valid, values) = (bits(valid)?, bits(values)?);
            Some(ColumnPage::Booleans { valid, values })
        }
        ValuesSection::Strings { valid, lengths, text } => {
            Text::from_parts(bits(valid)?, &lengths.0, text).map(ColumnPage::Strings)
        }
        ValuesSection::Mixed { values } => mixed(values),
    })
}

fn fixed<T: Number>(valid: Validity, values: Raw<T>) -> Option<Fixed<T>> {
    let needed = valid.iter().last().map_or(0, |row| row + 1);
    (needed <= values.0.len() && values.0.len() <= ROWS).then_some(Fixed { valid, values: values.0 })
}

fn mixed(values: Vec<(u16, super::super::StoredValue)>) -> Option<ColumnPage> {
    let mut rows: Vec<Option<Value>> = Vec::new();
    for (row, value) in values {
        let row = row as usize;
        if row >= ROWS || row < rows.len() {
            return None;
        }
        rows.resize(row, None);
        rows.push(Some(value.into_value()));
    }
    Some(ColumnPage::Mixed(rows))
}

fn bits<const W: usize>(words: Raw<u64>) -> Result<Bits<W>> {
    let words = words.0.try_into().map_err(|_| damaged("a page has a wrong number of bits"))?;
    Ok(Bits::from_words(words))
}

fn damaged(message: impl Into<String>) -> Error {
    Error::new(ErrorClass::StorageError, "DamagedGraph", message)
}
