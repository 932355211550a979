//! Putting a saved graph together again. Names, nodes, counts and indexes are read at once, pages of relationships and
//! properties when they are touched.

use std::sync::Arc;

use super::super::adjacency::{Adjacency, NODES};
use super::super::column::{Properties, ROWS};
use super::super::op::Op;
use super::super::state::GraphState;
use super::super::tables::ROWS as NODE_ROWS;
use super::super::write::MAX_ID;
use super::super::{KeyId, LabelId, TypeId};
use super::relationships::derived;
use super::save::NODE_PAGES;
use super::saved::{Limits, Saved, SectionSource, damaged, spread};
use super::section::{CatalogSection, NodesSection, SchemaSection, Section, SectionName};
use crate::error::Result;

impl GraphState {
    /// The graph whose sections are these, by number; the catalog has to be the first.
    pub fn open(contents: Vec<SectionName>, source: Arc<dyn SectionSource>) -> Result<GraphState> {
        let mut state = GraphState::new();
        let Some(Section::Catalog(catalog)) = contents.first().map(|_| source.read(0)).transpose()? else {
            return Err(damaged("the names are not at the beginning"));
        };
        let limits = add_catalog(&mut state, &catalog)?;
        let saved = Arc::new(Saved::new(source, contents, limits));
        let (mut schema, mut counts) = (None, None);
        for (number, name) in saved.contents().iter().enumerate().skip(1) {
            let number = number as u32;
            match *name {
                SectionName::Catalog => return Err(damaged("the names are there twice")),
                SectionName::Nodes { .. } => match saved.source().read(number)? {
                    Section::Nodes(section) => add_nodes(&mut state, section)?,
                    _ => return Err(mistaken(number)),
                },
                SectionName::Outgoing { page } => add_page(&mut state.outgoing, &saved, page, number)?,
                SectionName::Incoming { page } => add_page(&mut state.incoming, &saved, page, number)?,
                SectionName::NodeColumn { key, page, values } => {
                    add_column(&mut state.node_properties, &saved, (key, page, values), number, &catalog)?;
                }
                SectionName::RelationshipColumn { key, page, values } => {
                    add_column(&mut state.rel_properties, &saved, (key, page, values), number, &catalog)?;
                }
                SectionName::Counts => match saved.source().read(number)? {
                    Section::Counts(section) => counts = Some(section),
                    _ => return Err(mistaken(number)),
                },
                SectionName::Schema => match saved.source().read(number)? {
                    Section::Schema(section) => schema = Some(section),
                    _ => return Err(mistaken(number)),
                },
            }
        }
        let (Some(schema), Some(counts)) = (schema, counts) else {
            return Err(damaged("the end is missing"));
        };
        state.statistics = counts;
        state.relationships = derived(&saved, &state.outgoing);
        state.saved = Some(saved);
        add_schema(&mut state, schema)?;
        state.intact()?;
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
    catalog: &CatalogSection,
) -> Result<()> {
    let at = page as usize;
    let twice = properties.column(key).is_some_and(|column| column.has_page(at));
    if key.index() >= catalog.keys.len() || at > MAX_ID as usize / ROWS || twice {
        return Err(damaged(format!("page {page} of property key {} is wrong", key.0)));
    }
    properties.put_saved(key, at, u64::from(values), saved.clone(), number);
    Ok(())
}

fn add_schema(state: &mut GraphState, schema: SchemaSection) -> Result<()> {
    let indexes = schema.indexes.into_iter().map(|definition| Op::CreateIndex { definition });
    let constraints = schema.constraints.into_iter().map(|definition| Op::CreateConstraint { definition });
    for op in indexes.chain(constraints) {
        state.apply(&op).map_err(|error| damaged("an index or constraint is wrong").caused_by(error))?;
    }
    Ok(())
}

fn mistaken(number: u32) -> crate::Error {
    damaged(format!("section {number} is another one than the contents say"))
}
