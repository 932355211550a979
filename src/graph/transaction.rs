//! The writer's view: a private next version, made visible as a whole by a commit or not at all.

use std::ops::Deref;
use std::sync::Arc;

use super::decided::{Decided, lost};
use super::index::{ConstraintDefinition, ConstraintKind, IndexDefinition, IndexKind, Target};
use super::op::Op;
use super::recycle::Recycler;
use super::state::GraphState;
use super::store::{Changes, Inner};
use super::stored::StoredValue;
use super::{Direction, KeyId, LabelId, NodeId, RelId, TypeId};
use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// The only writer of a store; dropping it undoes everything. Reads are [`GraphState`]'s and see its own writes.
#[derive(Debug)]
pub struct WriteTransaction {
    store: Arc<Inner>,
    state: GraphState,
    epoch: u64,
    lineage: u64,
    ops: Vec<Op>,
    /// Up to where `ops` were looked at for nodes deleted before their relationships.
    checked: usize,
    whole: bool,
    /// Here until the transaction ends.
    recycler: Option<Recycler>,
}

/// A moment within a transaction to go back to.
#[derive(Clone, Debug)]
pub struct Savepoint {
    state: GraphState,
    ops: usize,
    whole: bool,
}

impl WriteTransaction {
    pub(super) fn new(
        store: Arc<Inner>,
        state: GraphState,
        epoch: u64,
        lineage: u64,
        recycler: Recycler,
    ) -> Self {
        WriteTransaction {
            store,
            state,
            epoch,
            lineage,
            ops: Vec::new(),
            checked: 0,
            whole: false,
            recycler: Some(recycler),
        }
    }

    /// The graph with the transaction's changes.
    pub fn state(&self) -> &GraphState {
        &self.state
    }

    /// The changes so far, in order.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// Applies a change and remembers it. On an error nothing has changed.
    pub fn apply(&mut self, op: Op) -> Result<()> {
        self.state.apply(&op)?;
        self.ops.push(op);
        Ok(())
    }

    /// The label of this name, interned now if it is new.
    pub fn intern_label(&mut self, name: &str) -> Result<LabelId> {
        if let Some(label) = self.state.catalog().label(name) {
            return Ok(label);
        }
        let id = LabelId(self.state.catalog().labels().len() as u32);
        self.apply(Op::DefineLabel { id, name: Arc::from(name) })?;
        Ok(id)
    }

    /// The relationship type of this name, interned now if it is new.
    pub fn intern_type(&mut self, name: &str) -> Result<TypeId> {
        if let Some(rel_type) = self.state.catalog().rel_type(name) {
            return Ok(rel_type);
        }
        // The catalog refuses the type that would not fit.
        let id = TypeId(self.state.catalog().rel_types().len() as u16);
        self.apply(Op::DefineType { id, name: Arc::from(name) })?;
        Ok(id)
    }

    /// The property key of this name, interned now if it is new.
    pub fn intern_key(&mut self, name: &str) -> Result<KeyId> {
        if let Some(key) = self.state.catalog().key(name) {
            return Ok(key);
        }
        let id = KeyId(self.state.catalog().keys().len() as u32);
        self.apply(Op::DefineKey { id, name: Arc::from(name) })?;
        Ok(id)
    }

    /// Makes a node with these labels.
    pub fn create_node(&mut self, labels: &[LabelId]) -> Result<NodeId> {
        let bound = self.state.node_table().bound();
        let id = NodeId(self.recycler()?.nodes.take(bound, "nodes")?);
        let labels = self.state.shared_labels(labels);
        self.apply(Op::CreateNode { id, labels })?;
        Ok(id)
    }

    /// Makes a relationship between two nodes, which may be one.
    pub fn create_relationship(&mut self, start: NodeId, rel_type: TypeId, end: NodeId) -> Result<RelId> {
        let bound = self.state.relationship_table().bound();
        let id = RelId(self.recycler()?.relationships.take(bound, "relationships")?);
        self.apply(Op::CreateRelationship { id, rel_type, start, end })?;
        Ok(id)
    }

    /// Deletes a node with its labels and properties. Its relationships have to be deleted before the
    /// statement ends, which [`WriteTransaction::check_statement`] verifies.
    pub fn delete_node(&mut self, id: NodeId) -> Result<()> {
        self.apply(Op::DeleteNode { id })
    }

    /// Deletes a node and its relationships.
    pub fn detach_delete_node(&mut self, id: NodeId) -> Result<()> {
        let relationships: Vec<RelId> =
            self.state.expand(id, Direction::Both, None).map(|entry| entry.relationship).collect();
        for relationship in relationships {
            self.delete_relationship(relationship)?;
        }
        self.delete_node(id)
    }

    /// Deletes a relationship and its properties.
    pub fn delete_relationship(&mut self, id: RelId) -> Result<()> {
        self.apply(Op::DeleteRelationship { id })
    }

    /// Sets a node's property; null removes it. Whether anything changed.
    pub fn set_node_property(&mut self, id: NodeId, key: KeyId, value: Value) -> Result<bool> {
        let old = self.state.node_property(id, key);
        let op = match value {
            Value::Null if old.is_none() => return self.state.require_node(id).map(|()| false),
            Value::Null => Op::RemoveNodeProperty { id, key },
            same if old.is_some_and(|old| old.is_identical(&same)) => return Ok(false),
            value => Op::SetNodeProperty { id, key, value: StoredValue::new(value)? },
        };
        self.apply(op).map(|()| true)
    }

    /// Sets a relationship's property; null removes it. Whether anything changed.
    pub fn set_relationship_property(&mut self, id: RelId, key: KeyId, value: Value) -> Result<bool> {
        let old = self.state.relationship_property(id, key);
        let op = match value {
            Value::Null if old.is_none() => {
                return self.state.require_relationship(id).map(|_| false);
            }
            Value::Null => Op::RemoveRelationshipProperty { id, key },
            same if old.is_some_and(|old| old.is_identical(&same)) => return Ok(false),
            value => Op::SetRelationshipProperty { id, key, value: StoredValue::new(value)? },
        };
        self.apply(op).map(|()| true)
    }

    /// Gives a node a label. Whether it was new.
    pub fn add_label(&mut self, id: NodeId, label: LabelId) -> Result<bool> {
        if self.state.has_label(id, label) {
            return Ok(false);
        }
        self.apply(Op::AddLabel { id, label }).map(|()| true)
    }

    /// Takes a label from a node. Whether it was there.
    pub fn remove_label(&mut self, id: NodeId, label: LabelId) -> Result<bool> {
        if !self.state.has_label(id, label) {
            return self.state.require_node(id).map(|()| false);
        }
        self.apply(Op::RemoveLabel { id, label }).map(|()| true)
    }

    /// Makes and fills an index; without a name it gets one from what it covers. Its name.
    pub fn create_index(
        &mut self,
        name: Option<&str>,
        kind: IndexKind,
        target: Target,
        keys: &[KeyId],
    ) -> Result<Arc<str>> {
        let prefix = match kind {
            IndexKind::Range => "index",
            IndexKind::Text => "text",
            IndexKind::Point => "point",
        };
        let name = self.definition_name(prefix, name, target, keys);
        let definition = IndexDefinition { name: name.clone(), kind, target, keys: keys.to_vec() };
        self.apply(Op::CreateIndex { definition }).map(|()| name)
    }

    /// Removes an index.
    pub fn drop_index(&mut self, name: &str) -> Result<()> {
        self.apply(Op::DropIndex { name: Arc::from(name) })
    }

    /// Makes a constraint, after checking that all elements keep it; without a name it gets one from what it
    /// covers. Its name.
    pub fn create_constraint(
        &mut self,
        name: Option<&str>,
        kind: ConstraintKind,
        target: Target,
        keys: &[KeyId],
    ) -> Result<Arc<str>> {
        let prefix = match kind {
            ConstraintKind::Unique => "unique",
            ConstraintKind::NotNull => "present",
            ConstraintKind::Key => "key",
            ConstraintKind::Typed(_) => "typed",
        };
        let name = self.definition_name(prefix, name, target, keys);
        let definition = ConstraintDefinition { name: name.clone(), target, keys: keys.to_vec(), kind };
        self.apply(Op::CreateConstraint { definition }).map(|()| name)
    }

    /// Removes a constraint, and the index behind it.
    pub fn drop_constraint(&mut self, name: &str) -> Result<()> {
        self.apply(Op::DropConstraint { name: Arc::from(name) })
    }

    fn definition_name(&self, prefix: &str, name: Option<&str>, target: Target, keys: &[KeyId]) -> Arc<str> {
        if let Some(name) = name {
            return Arc::from(name);
        }
        let catalog = self.state.catalog();
        let mut name = format!("{prefix}_{}", self.state.target_name(target).1);
        for key in keys {
            name.push('_');
            name.push_str(catalog.key_name(*key));
        }
        let taken = |name: &str| self.state.schema().is_taken(name);
        let mut number = 1;
        let mut candidate = name.clone();
        while taken(&candidate) {
            number += 1;
            candidate = format!("{name}_{number}");
        }
        Arc::from(candidate)
    }

    /// Takes over a state prepared elsewhere from this transaction's state, as a bulk load does. The commit
    /// then saves the whole state instead of a list of changes.
    pub fn replace_state(&mut self, state: GraphState) {
        self.state = state;
        self.whole = true;
    }

    /// Remembers this moment; costs a few pointer copies.
    pub fn savepoint(&self) -> Savepoint {
        Savepoint { state: self.state.clone(), ops: self.ops.len(), whole: self.whole }
    }

    /// Undoes everything since the savepoint, which must be one of this transaction's.
    pub fn rollback_to(&mut self, savepoint: Savepoint) {
        self.ops.truncate(savepoint.ops);
        self.checked = self.checked.min(savepoint.ops);
        self.state = savepoint.state;
        self.whole = savepoint.whole;
    }

    /// To be called at the end of each statement: fails if it deleted a node and left a relationship of it.
    pub fn check_statement(&mut self) -> Result<()> {
        for op in &self.ops[self.checked..] {
            let Op::DeleteNode { id } = op else { continue };
            let degree = self.state.degree(*id, Direction::Both, None);
            if degree > 0 && !self.state.node_exists(*id) {
                let message = format!("node {} cannot be deleted: it still has {degree} relationships", id.0);
                let error =
                    Error::new(ErrorClass::ConstraintVerificationFailed, "DeleteConnectedNode", message);
                return Err(error.hint("delete its relationships too, or use DETACH DELETE"));
            }
        }
        self.checked = self.ops.len();
        Ok(())
    }

    /// Fails if an element the transaction wrote lacks a property that a constraint demands, or has one of another type.
    fn check_demands(&self) -> Result<()> {
        for constraint in self.state.schema().constraints().filter(|it| it.judges_elements()) {
            for op in &self.ops {
                let id = match (op, constraint.target) {
                    (
                        Op::CreateNode { id, .. }
                        | Op::RemoveNodeProperty { id, .. }
                        | Op::SetNodeProperty { id, .. }
                        | Op::AddLabel { id, .. },
                        Target::Label(label),
                    ) if self.state.has_label(*id, label) => id.0,
                    (
                        Op::CreateRelationship { id, .. }
                        | Op::RemoveRelationshipProperty { id, .. }
                        | Op::SetRelationshipProperty { id, .. },
                        Target::Type(rel_type),
                    ) if self.state.relationship(*id).is_some_and(|it| it.rel_type == rel_type) => id.0,
                    _ => continue,
                };
                self.state.check_demands(constraint, id)?;
            }
        }
        Ok(())
    }

    /// Makes the changes visible.
    pub fn commit(self) -> Result<()> {
        self.commit_with(|_| Ok(()))
    }

    /// Makes the changes visible after `log` has kept them; if that fails, or the changes break a rule,
    /// they are undone. `log` is not called if nothing changed.
    pub fn commit_with(mut self, log: impl FnOnce(&Changes<'_>) -> Result<()>) -> Result<()> {
        let Some(decided) = self.decide()? else { return Ok(()) };
        log(&decided.changes())?;
        decided.publish()
    }

    /// Decides what was done so far, if anything was: the next writer begins with it, and it is to be published. The
    /// transaction goes on, or lets the next writer begin when it is dropped. If the changes break a rule nothing is
    /// decided. Savepoints from before must no longer be used, and ids that it freed stay unused until it ends.
    pub fn decide(&mut self) -> Result<Option<Decided>> {
        self.check_statement()?;
        self.check_demands()?;
        self.state.intact()?;
        if self.ops.is_empty() && !self.whole {
            return Ok(None);
        }
        self.state.settle();
        let (epoch, lineage) = (self.epoch + 1, self.lineage);
        let state = Arc::new(self.state.clone());
        if !self.store.decide(&state, epoch, lineage) {
            return Err(lost());
        }
        let store = self.store.clone();
        let (ops, whole) = (std::mem::take(&mut self.ops), std::mem::take(&mut self.whole));
        self.recycler()?.committed(epoch, &ops, &state);
        self.epoch = epoch;
        self.checked = 0;
        Ok(Some(Decided { store, state, ops, whole, epoch, lineage, published: false }))
    }

    /// Undoes all changes; dropping the transaction does the same.
    pub fn rollback(self) {}

    fn recycler(&mut self) -> Result<&mut Recycler> {
        self.recycler.as_mut().ok_or_else(|| Error::internal("the transaction has ended"))
    }
}

impl Drop for WriteTransaction {
    fn drop(&mut self) {
        if let Some(mut recycler) = self.recycler.take() {
            recycler.rolled_back();
            self.store.end_write(recycler);
        }
    }
}

impl Deref for WriteTransaction {
    type Target = GraphState;

    fn deref(&self) -> &GraphState {
        &self.state
    }
}
