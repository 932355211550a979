//! Putting a saved graph together again. Names, nodes, counts and indexes are read at once, pages of relationships and
//! properties when they are touched.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::adjacency::{Adjacency, NODES};
use super::super::column::{Properties, ROWS};
use super::super::index::{Index, IndexDefinition, Leaf, Posting, Postings};
use super::super::lazy::Load;
use super::super::state::GraphState;
use super::super::statistics::Statistics;
use super::super::tables::ROWS as NODE_ROWS;
use super::super::write::MAX_ID;
use super::super::{KeyId, LabelId, TypeId};
use super::relationships::derived;
use super::save::NODE_PAGES;
use super::saved::{Limits, Saved, SectionSource, damaged, spread};
use super::section::{CatalogSection, IndexSection, NodesSection, SchemaSection, Section, SectionName};
use crate::error::Result;

impl GraphState {
    /// The graph whose sections are these, by number; the catalog has to be the first.
    pub fn open(contents: Vec<SectionName>, source: Arc<dyn SectionSource>) -> Result<GraphState> {
        let mut state = GraphState::new();
        let Some(Section::Catalog(catalog)) = contents.first().map(|_| source.read(0)).transpose()? else {
            return Err(damaged("the names are not at the beginning"));
        };
        let limits = add_catalog(&mut state, &catalog)?;
        let nodes = contents.iter().filter(|name| matches!(name, SectionName::Nodes { .. })).count();
        if limits.nodes as usize > nodes * NODE_PAGES * NODE_ROWS {
            return Err(damaged("there are fewer nodes than the names say"));
        }
        let saved = Arc::new(Saved::new(source, contents, limits));
        let mut opening = Opening {
            state,
            saved,
            keys: catalog.keys.len(),
            counts: None,
            schema: None,
            leaves: Vec::new(),
            indexes: FxHashMap::default(),
        };
        for number in 1..opening.saved.contents().len() as u32 {
            opening.take(number)?;
        }
        opening.finish()
    }
}

/// A graph that is being put together.
struct Opening {
    state: GraphState,
    saved: Arc<Saved>,
    /// The number of property keys.
    keys: usize,
    counts: Option<Statistics>,
    schema: Option<SchemaSection>,
    /// The numbers of the leaves whose index has not come yet.
    leaves: Vec<u32>,
    indexes: FxHashMap<Arc<str>, SavedIndex>,
}

/// The content of an index and the number of its different keys.
type SavedIndex = (Postings, u64);

impl Opening {
    fn take(&mut self, number: u32) -> Result<()> {
        let Opening { state, saved, .. } = self;
        match saved.contents()[number as usize] {
            SectionName::Outgoing { page } => return add_page(&mut state.outgoing, saved, page, number),
            SectionName::Incoming { page } => return add_page(&mut state.incoming, saved, page, number),
            SectionName::NodeColumn { key, page, values } => {
                let place = (key, page, values);
                return add_column(&mut state.node_properties, saved, place, number, self.keys);
            }
            SectionName::RelationshipColumn { key, page, values } => {
                let place = (key, page, values);
                return add_column(&mut state.rel_properties, saved, place, number, self.keys);
            }
            SectionName::IndexLeaf { .. } => {
                self.leaves.push(number);
                return Ok(());
            }
            SectionName::Catalog
            | SectionName::Nodes { .. }
            | SectionName::Index { .. }
            | SectionName::Counts
            | SectionName::Schema => {}
        }
        match saved.source().read(number)? {
            Section::Nodes(section) => add_nodes(state, section),
            Section::Index(section) => self.add_index(section),
            Section::Counts(section) if self.counts.is_none() => {
                self.counts = Some(section);
                Ok(())
            }
            Section::Schema(section) if self.schema.is_none() => {
                self.schema = Some(section);
                Ok(())
            }
            _ => Err(damaged(format!("section {number} is not where it belongs"))),
        }
    }

    /// Its leaves came before it.
    fn add_index(&mut self, section: IndexSection) -> Result<()> {
        let numbers = std::mem::take(&mut self.leaves);
        if numbers.len() != section.leaves.len() {
            return Err(damaged(format!("index `{}` has not as many leaves as it says", section.name)));
        }
        let leaves = section
            .leaves
            .into_iter()
            .zip(numbers)
            .map(|((key, id, entries), number)| (Posting { key: key.0, id }, entries, number));
        let loader: Arc<dyn Load<Leaf>> = self.saved.clone();
        let content = (Postings::saved(leaves, &loader), section.distinct);
        match self.indexes.insert(section.name, content) {
            None => Ok(()),
            Some(_) => Err(damaged("an index is there twice")),
        }
    }

    fn finish(mut self) -> Result<GraphState> {
        let (Some(schema), Some(counts)) = (self.schema.take(), self.counts.take()) else {
            return Err(damaged("the end is missing"));
        };
        let Opening { mut state, saved, mut indexes, .. } = self;
        state.statistics = counts;
        state.relationships = derived(&saved, &state.outgoing);
        state.saved = Some(saved);
        let mut add = |state: &mut GraphState, definition: IndexDefinition, unique| {
            let Some((postings, distinct)) = indexes.remove(&definition.name) else {
                return Err(damaged(format!("the entries of index `{}` are missing", definition.name)));
            };
            state.schema.add_index(Index::saved(definition, unique, postings, distinct));
            Ok(())
        };
        let wrong = |error| damaged("an index or constraint is wrong").caused_by(error);
        for definition in schema.indexes {
            state.check_new_index(&definition).map_err(wrong)?;
            add(&mut state, definition, false)?;
        }
        for definition in schema.constraints {
            state.check_new_constraint(&definition).map_err(wrong)?;
            if let Some(index) = definition.index() {
                add(&mut state, index, true)?;
            }
            state.schema.add_constraint(definition);
        }
        Ok(state)
    }
}

fn add_catalog(state: &mut GraphState, section: &CatalogSection) -> Result<Limits> {
    let catalog = Arc::make_mut(&mut state.catalog);
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
    let (nodes, relationships) = (section.node_bound, section.relationship_bound);
    if nodes.max(relationships) > MAX_ID.saturating_add(1) {
        return Err(damaged("there are more ids than can be"));
    }
    state.nodes.raise_bound(nodes);
    state.labels.resize_with(section.labels.len(), Default::default);
    Ok(Limits { nodes, relationships, types: section.types.len() })
}

/// Puts nodes in place, and under their labels.
fn add_nodes(state: &mut GraphState, section: NodesSection) -> Result<()> {
    let first = section.page as usize;
    let wrong = || damaged(format!("the nodes from page {first} on do not fit the names and bounds"));
    let pages = (state.nodes.bound() as usize).div_ceil(NODE_ROWS).saturating_sub(first).min(NODE_PAGES);
    let sets = spread(&section.sets.0, &section.lengths.0, pages * NODE_ROWS).ok_or_else(wrong)?;
    let known = state.catalog.label_set_count();
    for (at, sets) in sets.chunks(NODE_ROWS).enumerate() {
        if state.nodes.has_page(first + at) {
            return Err(wrong());
        }
        let end = state.nodes.bound() as usize - (first + at) * NODE_ROWS;
        let beyond = sets.iter().skip(end).any(|set| *set != 0);
        if beyond || sets.iter().any(|set| *set as usize > known) {
            return Err(wrong());
        }
        if sets.iter().any(|set| *set != 0) {
            state.nodes.put_page(first + at, sets);
        }
    }
    let mut node = (first * NODE_ROWS) as u32;
    for (set, length) in section.sets.0.iter().zip(&section.lengths.0) {
        if let Some(set) = set.checked_sub(1) {
            for label in state.catalog.label_set(super::super::LabelSetId(set)).iter() {
                Arc::make_mut(&mut state.labels[label.index()]).insert_range(node..node + length);
            }
        }
        node += length;
    }
    Ok(())
}

fn add_page(adjacency: &mut Adjacency, saved: &Arc<Saved>, page: u32, number: u32) -> Result<()> {
    let at = page as usize;
    if at * NODES >= saved.limits().nodes as usize || adjacency.has_page(at) {
        return Err(damaged(format!("page {page} of the relationships is there twice or beyond the end")));
    }
    adjacency.put_saved(at, saved.clone(), number);
    Ok(())
}

fn add_column(
    properties: &mut Properties,
    saved: &Arc<Saved>,
    (key, page, values): (KeyId, u32, u32),
    number: u32,
    keys: usize,
) -> Result<()> {
    let at = page as usize;
    let twice = properties.column(key).is_some_and(|column| column.has_page(at));
    if key.index() >= keys || at > MAX_ID as usize / ROWS || twice {
        return Err(damaged(format!("page {page} of property key {} is wrong", key.0)));
    }
    properties.put_saved(key, at, u64::from(values), saved.clone(), number);
    Ok(())
}
