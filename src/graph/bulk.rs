//! Loading much at once: nodes and properties go straight to their pages, relationships are gathered and
//! then sorted into the adjacency in one pass, and indexes and counts are made at the end.
//!
//! The result enters the transaction as a whole state, so the log is given no list of changes but is told
//! to save the state ([`Changes::whole`](super::Changes)).

use std::sync::Arc;

use super::adjacency::Entry;
use super::index::{Target, Violation};
use super::state::GraphState;
use super::stored::StoredValue;
use super::tables::Relationship;
use super::transaction::WriteTransaction;
use super::write::{MAX_ID, entries};
use super::{KeyId, LabelId, NodeId, RelId, TypeId};
use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// A load in progress; dropped without [`BulkLoad::finish`] it leaves the transaction as it was.
#[derive(Debug)]
pub struct BulkLoad<'t> {
    transaction: &'t mut WriteTransaction,
    pub(super) state: GraphState,
    pub(super) first_node: u32,
    pub(super) first_rel: u32,
    /// Relationship `first_rel + i`.
    pub(super) relationships: Vec<Relationship>,
}

impl WriteTransaction {
    /// Begins a load on top of what the transaction has.
    pub fn bulk(&mut self) -> BulkLoad<'_> {
        let state = self.state().clone();
        BulkLoad {
            first_node: state.nodes.bound(),
            first_rel: state.relationships.bound(),
            relationships: Vec::new(),
            state,
            transaction: self,
        }
    }
}

impl BulkLoad<'_> {
    /// The graph so far: nodes and properties, but not yet relationships, counts and indexes.
    pub fn state(&self) -> &GraphState {
        &self.state
    }

    /// The label of this name, interned now if it is new.
    pub fn intern_label(&mut self, name: &str) -> Result<LabelId> {
        if let Some(label) = self.state.catalog.label(name) {
            return Ok(label);
        }
        let id = LabelId(self.state.catalog.labels().len() as u32);
        Arc::make_mut(&mut self.state.catalog).define_label(id, &Arc::from(name))?;
        Ok(id)
    }

    /// The relationship type of this name, interned now if it is new.
    pub fn intern_type(&mut self, name: &str) -> Result<TypeId> {
        if let Some(rel_type) = self.state.catalog.rel_type(name) {
            return Ok(rel_type);
        }
        // The catalog refuses the type that would not fit.
        let id = TypeId(self.state.catalog.rel_types().len() as u16);
        Arc::make_mut(&mut self.state.catalog).define_type(id, &Arc::from(name))?;
        Ok(id)
    }

    /// The property key of this name, interned now if it is new.
    pub fn intern_key(&mut self, name: &str) -> Result<KeyId> {
        if let Some(key) = self.state.catalog.key(name) {
            return Ok(key);
        }
        let id = KeyId(self.state.catalog.keys().len() as u32);
        Arc::make_mut(&mut self.state.catalog).define_key(id, &Arc::from(name))?;
        Ok(id)
    }

    /// Makes a node; ids follow one another.
    pub fn create_node(&mut self, labels: &[LabelId]) -> Result<NodeId> {
        let id = NodeId(self.state.nodes.bound());
        if id.0 > MAX_ID {
            return Err(full("nodes"));
        }
        self.state.create_node(id, labels)?;
        Ok(id)
    }

    /// Makes a relationship between two nodes that exist; ids follow one another.
    pub fn create_relationship(&mut self, start: NodeId, rel_type: TypeId, end: NodeId) -> Result<RelId> {
        self.state.require_node(start)?;
        self.state.require_node(end)?;
        if rel_type.index() >= self.state.catalog.rel_types().len() {
            return Err(Error::internal(format!("type {} is not in the catalog", rel_type.0)));
        }
        let id = RelId(self.state.relationships.bound());
        if id.0 > MAX_ID {
            return Err(full("relationships"));
        }
        let content = Relationship { rel_type, start, end };
        self.state.relationships.insert(id, content);
        self.relationships.push(content);
        Ok(id)
    }

    /// Sets a property of a node of this load; null is no property.
    pub fn set_node_property(&mut self, id: NodeId, key: KeyId, value: Value) -> Result<()> {
        if id.0 < self.first_node || !self.state.node_exists(id) {
            return Err(Error::internal(format!("node {} is not of this load", id.0)));
        }
        if let Some(value) = self.storable(key, value)? {
            self.state.node_properties.set(id.0, key, value.value());
        }
        Ok(())
    }

    /// Sets a property of a relationship of this load; null is no property.
    pub fn set_relationship_property(&mut self, id: RelId, key: KeyId, value: Value) -> Result<()> {
        if id.0 < self.first_rel || !self.state.relationship_exists(id) {
            return Err(Error::internal(format!("relationship {} is not of this load", id.0)));
        }
        if let Some(value) = self.storable(key, value)? {
            self.state.rel_properties.set(id.0, key, value.value());
        }
        Ok(())
    }

    fn storable(&self, key: KeyId, value: Value) -> Result<Option<StoredValue>> {
        if key.index() >= self.state.catalog.keys().len() {
            return Err(Error::internal(format!("property key {} is not in the catalog", key.0)));
        }
        if matches!(value, Value::Null) { Ok(None) } else { StoredValue::new(value).map(Some) }
    }

    /// Sorts the relationships in, fills the indexes, checks the constraints, counts, and gives the result to
    /// the transaction.
    pub fn finish(mut self) -> Result<(), Violation> {
        let state = &mut self.state;
        let all = |back: bool| {
            self.relationships.iter().zip(self.first_rel..).map(move |(content, id)| {
                let (out, into) = entries(RelId(id), *content);
                if back { (content.end, into) } else { (content.start, out) }
            })
        };
        let bound = state.nodes.bound();
        let merge = |adjacency: &mut super::adjacency::Adjacency, back| adjacency.merge(bound, || all(back));
        rayon::join(|| merge(&mut state.outgoing, false), || merge(&mut state.incoming, true));
        state.statistics = state.recount();
        state.refill_indexes()?;
        self.check_demands()?;
        self.transaction.replace_state(self.state);
        Ok(())
    }

    /// What was loaded has the properties that constraints demand.
    fn check_demands(&self) -> Result<(), Violation> {
        let state = &self.state;
        for constraint in state.schema.constraints().filter(|constraint| constraint.judges_elements()) {
            let first = match constraint.target {
                Target::Label(_) => self.first_node,
                Target::Type(_) => self.first_rel,
            };
            let mut loaded = state.elements(constraint.target).filter(|id| *id >= first);
            loaded.try_for_each(|id| state.check_demands(constraint, id))?;
        }
        Ok(())
    }
}

impl GraphState {
    /// Makes the content of all indexes anew.
    fn refill_indexes(&mut self) -> Result<(), Violation> {
        let fresh: Vec<_> = self
            .schema
            .indexes()
            .map(|index| self.filled_index(index.definition().clone(), index.is_unique()))
            .collect::<Result<_, Violation>>()?;
        for (index, fresh) in self.schema.indexes_mut().zip(fresh) {
            *index = Arc::new(fresh);
        }
        Ok(())
    }
}

impl super::adjacency::Adjacency {
    /// Adds relationships in any order to the lists of the nodes below `bound`; `all` gives them as often as
    /// it is called. Counting sort by node, then each list is sorted with what it had.
    fn merge<I: Iterator<Item = (NodeId, Entry)>>(&mut self, bound: u32, all: impl Fn() -> I) {
        let mut ends = vec![0u32; bound as usize + 1];
        for (node, _) in all() {
            ends[node.index() + 1] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        // `ends[i]` is where node i's part begins, and moves to where it ends while the part is filled.
        let blank = Entry { rel_type: TypeId(0), neighbour: NodeId(0), relationship: RelId(0) };
        let mut sorted = vec![blank; sum as usize];
        for (node, entry) in all() {
            sorted[ends[node.index()] as usize] = entry;
            ends[node.index()] += 1;
        }
        self.add_sorted(&ends, &sorted);
    }
}

pub(super) fn full(what: &str) -> Error {
    Error::new(ErrorClass::BudgetExceeded, "TooManyElements", format!("a graph can have {MAX_ID} {what}"))
}
