//! Putting together what is left of a saved graph, in which sections are missing. Ids stay what they were, so that a log
//! of later changes fits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::adjacency::NODES;
use super::super::column::ROWS;
use super::super::op::Op;
use super::super::state::GraphState;
use super::super::statistics::Statistics;
use super::super::stored::StoredValue;
use super::super::tables::{ROWS as NODE_ROWS, Relationship};
use super::super::write::MAX_ID;
use super::super::{KeyId, LabelId, NodeId, RelId, TypeId};
use super::save::NODE_PAGES;
use super::saved::{Limits, adjacency_page, column_page, spread};
use super::section::{CatalogSection, ColumnSection, NodesSection, SchemaSection, Section, SectionName};
use crate::error::Result;

/// The parts of a graph, some of which are lost.
#[derive(Default)]
pub struct Salvage {
    catalog: Option<CatalogSection>,
    /// By id, the number of the label set.
    nodes: BTreeMap<u32, u32>,
    relationships: BTreeMap<u32, Relationship>,
    node_values: Vec<(u32, KeyId, StoredValue)>,
    relationship_values: Vec<(u32, KeyId, StoredValue)>,
    counts: Option<Statistics>,
    schema: Option<SchemaSection>,
    /// Names of sections that are not there.
    missing: Vec<SectionName>,
    /// What is lost or may be, one line for each element or part.
    pub lost: Vec<String>,
}

/// No more names are made up than this.
const MADE_UP: u32 = 1 << 16;

/// An endless graph: what names would bound is not known when they are lost.
const ANY: Limits = Limits { nodes: MAX_ID, relationships: MAX_ID, types: u16::MAX as usize };

impl Salvage {
    /// From the sections that are there, by number, and the names of all if they are known.
    pub fn new(sections: Vec<(u32, Section)>, names: Option<Vec<SectionName>>) -> Salvage {
        let mut salvage = Salvage::default();
        let there: BTreeSet<u32> = sections.iter().map(|(number, _)| *number).collect();
        match names {
            Some(names) => {
                let missing = (0..).zip(names).filter(|(number, _)| !there.contains(number));
                salvage.missing = missing.map(|(_, name)| name).collect();
            }
            None => salvage
                .lost
                .push("the list of parts is lost: what is missing shows only in the counts".into()),
        }
        sections.into_iter().for_each(|(number, section)| salvage.take(number, section));
        salvage
    }

    fn take(&mut self, number: u32, section: Section) {
        let understood = match section {
            Section::Catalog(section) => {
                self.catalog = Some(section);
                true
            }
            Section::Nodes(section) => self.take_nodes(&section),
            Section::Outgoing(section) => self.take_relationships(section, true),
            Section::Incoming(section) => self.take_relationships(section, false),
            Section::NodeColumn(section) => take_values(section, &mut self.node_values),
            Section::RelationshipColumn(section) => take_values(section, &mut self.relationship_values),
            // Indexes are filled anew.
            Section::IndexLeaf(_) | Section::Index(_) => true,
            Section::Counts(section) => {
                self.counts = Some(section);
                true
            }
            Section::Schema(section) => {
                self.schema = Some(section);
                true
            }
        };
        if !understood {
            self.lost.push(format!("part {number} verifies and makes no sense"));
        }
    }

    fn take_nodes(&mut self, section: &NodesSection) -> bool {
        let count: u64 = section.lengths.0.iter().map(|length| u64::from(*length)).sum();
        let first = u64::from(section.page) * NODE_ROWS as u64;
        if first + count > u64::from(MAX_ID) || count > (NODE_PAGES * NODE_ROWS) as u64 {
            return false;
        }
        let Some(sets) = spread(&section.sets.0, &section.lengths.0, count as usize) else { return false };
        let alive = (first as u32..).zip(sets).filter_map(|(node, set)| Some((node, set.checked_sub(1)?)));
        self.nodes.extend(alive);
        true
    }

    fn take_relationships(&mut self, section: super::AdjacencySection, outgoing: bool) -> bool {
        let first = section.page as usize * NODES;
        let Some(page) = adjacency_page(section, ANY) else { return false };
        for (node, run) in page.base_runs() {
            let node = NodeId((first + node) as u32);
            for entry in run.iter() {
                let (start, end) = if outgoing { (node, entry.neighbour) } else { (entry.neighbour, node) };
                let content = Relationship { rel_type: entry.rel_type, start, end };
                let known = *self.relationships.entry(entry.relationship.0).or_insert(content);
                if known != content {
                    let id = entry.relationship.0;
                    self.lost
                        .push(format!("relationship {id} is told in two ways: {known:?} and {content:?}"));
                }
            }
        }
        true
    }

    /// The graph of what is there.
    pub fn build(&mut self) -> Result<GraphState> {
        let mut state = GraphState::new();
        self.tell_missing();
        let catalog = self.names();
        define(&mut state, &catalog);
        self.add_elements(&mut state, &catalog)?;
        self.add_values(&mut state);
        self.add_schema(&mut state);
        self.compare(&state);
        Ok(state)
    }

    /// The names, or made-up ones in their place.
    fn names(&mut self) -> CatalogSection {
        if let Some(catalog) = self.catalog.take() {
            return catalog;
        }
        self.lost.push("all names are lost: labels, types and property keys are numbered".into());
        let sets = self.nodes.values().max().map_or(0, |set| set + 1).min(MADE_UP);
        let types = self.relationships.values().map(|it| it.rel_type.0 + 1).max().unwrap_or(0);
        let values = self.node_values.iter().chain(&self.relationship_values);
        let keys = values.map(|(_, key, _)| key.0 + 1).max().unwrap_or(0);
        let numbered = |prefix: &str, count: u32| -> Vec<Arc<str>> {
            (0..count).map(|number| Arc::from(format!("{prefix}_{number}"))).collect()
        };
        CatalogSection {
            // Which labels a set has is lost too: each becomes a label.
            labels: numbered("labels", sets),
            types: numbered("TYPE", u32::from(types)),
            keys: numbered("key", keys.min(MADE_UP)),
            label_sets: (0..sets).map(|set| vec![LabelId(set)]).collect(),
            node_bound: 0,
            relationship_bound: 0,
        }
    }

    fn add_elements(&mut self, state: &mut GraphState, catalog: &CatalogSection) -> Result<()> {
        let with_values = self.node_values.iter().map(|(node, ..)| *node);
        let ends = self.relationships.values().flat_map(|it| [it.start.0, it.end.0]);
        let implied: BTreeSet<u32> =
            with_values.chain(ends).filter(|node| !self.nodes.contains_key(node)).collect();
        for (node, set) in &self.nodes {
            let labels = catalog.label_sets.get(*set as usize).cloned().unwrap_or_default();
            if state.apply(&Op::CreateNode { id: NodeId(*node), labels: labels.into() }).is_err() {
                self.lost.push(format!("node {node} cannot be made"));
            }
        }
        for node in implied {
            self.lost.push(format!("node {node}: its labels are lost"));
            state.apply(&Op::CreateNode { id: NodeId(node), labels: Arc::from([]) })?;
        }
        for (id, Relationship { rel_type, start, end }) in std::mem::take(&mut self.relationships) {
            let op = Op::CreateRelationship { id: RelId(id), rel_type, start, end };
            if let Err(error) = state.apply(&op) {
                self.lost.push(format!("relationship {id}: {}", error.message()));
            }
        }
        Ok(())
    }

    fn add_values(&mut self, state: &mut GraphState) {
        for (row, key, value) in std::mem::take(&mut self.node_values) {
            let op = Op::SetNodeProperty { id: NodeId(row), key, value };
            if let Err(error) = state.apply(&op) {
                self.lost.push(format!("node {row}: a value of key {}: {}", key.0, error.message()));
            }
        }
        for (row, key, value) in std::mem::take(&mut self.relationship_values) {
            let op = Op::SetRelationshipProperty { id: RelId(row), key, value };
            if state.apply(&op).is_err() {
                self.lost.push(format!("relationship {row} is lost; it had a value of key {}", key.0));
            }
        }
    }

    fn add_schema(&mut self, state: &mut GraphState) {
        let Some(schema) = self.schema.take() else {
            self.lost.push("all indexes and constraints are lost".into());
            return;
        };
        for definition in schema.indexes {
            let name = definition.name.clone();
            if let Err(error) = state.apply(&Op::CreateIndex { definition }) {
                self.lost.push(format!("index `{name}`: {}", error.message()));
            }
        }
        for definition in schema.constraints {
            let name = definition.name.clone();
            if let Err(error) = state.apply(&Op::CreateConstraint { definition }) {
                self.lost.push(format!("constraint `{name}`: {}", error.message()));
            }
        }
    }

    /// Tells of the parts that are not there, and of each element that they are of.
    fn tell_missing(&mut self) {
        let named = self.catalog.as_ref().map(|catalog| catalog.keys.clone()).unwrap_or_default();
        let key_name = |key: KeyId| {
            named.get(key.index()).map_or_else(|| format!("key {}", key.0), |it| format!("`{it}`"))
        };
        for name in std::mem::take(&mut self.missing) {
            match name {
                SectionName::NodeColumn { key, page, values } => {
                    let rows = rows(page, ROWS);
                    let of: Vec<u32> = self.nodes.range(rows.clone()).map(|(node, _)| *node).collect();
                    self.tell_values("node", &of, &key_name(key), values);
                }
                SectionName::RelationshipColumn { key, page, values } => {
                    let of: Vec<u32> =
                        self.relationships.range(rows(page, ROWS)).map(|(rel, _)| *rel).collect();
                    self.tell_values("relationship", &of, &key_name(key), values);
                }
                SectionName::Outgoing { page } => self.tell_direction("outgoing", "incoming", page),
                SectionName::Incoming { page } => self.tell_direction("incoming", "outgoing", page),
                SectionName::Nodes { page } => {
                    let first = page as usize * NODE_ROWS;
                    let what = format!("which nodes there are from {first} on, and their labels, is lost");
                    self.lost.push(format!("{what}; those with values or relationships are kept"));
                }
                // Told where they are needed, or made anew.
                SectionName::Catalog | SectionName::Counts | SectionName::Schema => {}
                SectionName::IndexLeaf { .. } | SectionName::Index { .. } => {}
            }
        }
    }

    fn tell_direction(&mut self, this: &str, that: &str, page: u32) {
        let rows = rows(page, NODES);
        let (first, last) = (rows.start, rows.end - 1);
        self.lost.push(format!(
            "the {this} relationships of nodes {first} to {last} are damaged; those that the {that} ones of others \
             tell of are kept"
        ));
    }

    fn tell_values(&mut self, what: &str, of: &[u32], key: &str, values: u32) {
        let verb = if of.len() == values as usize { "is lost" } else { "is lost if it had one" };
        self.lost.push(format!("{values} values of {key} on {what}s are lost"));
        self.lost.extend(of.iter().map(|id| format!("{what} {id}: {key} {verb}")));
    }

    /// Compares with the counts as they were saved.
    fn compare(&mut self, state: &GraphState) {
        let Some(counts) = self.counts.take() else { return };
        let there = state.statistics();
        let mut tell = |what: String, had: u64, has: u64| {
            if had != has {
                self.lost.push(format!("there were {had} {what}, {has} could be saved"));
            }
        };
        tell("nodes".into(), counts.nodes(), there.nodes());
        tell("relationships".into(), counts.relationships(), there.relationships());
        for (label, name) in state.catalog().labels() {
            tell(format!("nodes with label {name}"), counts.with_label(label), there.with_label(label));
        }
        for (rel_type, name) in state.catalog().rel_types() {
            tell(format!("relationships of type {name}"), counts.of_type(rel_type), there.of_type(rel_type));
        }
    }
}

fn rows(page: u32, size: usize) -> std::ops::Range<u32> {
    let first = (page as usize).saturating_mul(size).min(MAX_ID as usize);
    first as u32..(first + size).min(MAX_ID as usize) as u32
}

fn take_values(section: ColumnSection, values: &mut Vec<(u32, KeyId, StoredValue)>) -> bool {
    let (key, first) = (section.key, rows(section.page, ROWS).start);
    let Some(page) = column_page(section.values) else { return false };
    for row in page.rows() {
        let stored = page.get(row).and_then(|value| StoredValue::new(value.to_value()).ok());
        values.extend(stored.map(|value| (first + row as u32, key, value)));
    }
    true
}

/// Names that are there twice stay out; the catalog was verified, so there are none.
fn define(state: &mut GraphState, catalog: &CatalogSection) {
    for (id, name) in (0..).zip(&catalog.labels) {
        let _ = state.apply(&Op::DefineLabel { id: LabelId(id), name: name.clone() });
    }
    for (id, name) in (0..).zip(&catalog.types) {
        let _ = state.apply(&Op::DefineType { id: TypeId(id), name: name.clone() });
    }
    for (id, name) in (0..).zip(&catalog.keys) {
        let _ = state.apply(&Op::DefineKey { id: KeyId(id), name: name.clone() });
    }
}
