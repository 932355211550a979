//! `SET` and `REMOVE`: row by row, item by item, so that a later row sees what an earlier one set.

use crate::error::{Error, Result};
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, properties_of};
use crate::graph::{GraphState, KeyId, NodeId, RelId, Target};
use crate::semantic::bound::{Name, Slot};
use crate::value::{Map, Value};

use super::elements::{LabelPlan, intern_labels, names_in_row};
use super::{Held, Input, Operator};

/// A compiled change.
pub enum UpdatePlan {
    /// `SET target.key = value`
    Property { target: Expression, key: KeyPlan, value: Expression },
    /// `SET x = value`
    Replace { target: Slot, value: Expression },
    /// `SET x += value`
    Merge { target: Slot, value: Expression },
    /// `SET x:A`
    AddLabels { target: Slot, labels: Vec<LabelPlan> },
    /// `REMOVE x:A`
    RemoveLabels { target: Slot, labels: Vec<LabelPlan> },
}

/// A property key.
pub enum KeyPlan {
    /// Named.
    Name(Name),
    /// Computed.
    Dynamic(Expression),
}

#[derive(Clone, Copy)]
enum Entity {
    Node(NodeId),
    Relationship(RelId),
}

/// The entity to change; `None` for null, which is left alone.
fn entity(value: &Value) -> Result<Option<Entity>> {
    match value {
        Value::Node(node) => Ok(Some(Entity::Node(*node))),
        Value::Relationship(relationship) => Ok(Some(Entity::Relationship(*relationship))),
        Value::Null => Ok(None),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("only nodes and relationships can be changed, not {}", other.type_name()),
        )),
    }
}

fn set_property(ctx: &mut Context<'_>, entity: Entity, key: &str, value: Value) -> Result<()> {
    let transaction = ctx.write()?;
    // Removing what was never there needs no new key.
    let key = match (&value, transaction.catalog().key(key)) {
        (_, Some(key)) => key,
        (Value::Null, None) => return Ok(()),
        (_, None) => transaction.intern_key(key)?,
    };
    let changed = match entity {
        Entity::Node(node) => transaction.set_node_property(node, key, value)?,
        Entity::Relationship(relationship) => {
            transaction.set_relationship_property(relationship, key, value)?
        }
    };
    ctx.counters().properties_set += u64::from(changed);
    Ok(())
}

fn value_in(ctx: &mut Context<'_>, expression: &Expression, batch: &Batch, row: usize) -> Result<Value> {
    if let Some(constant) = expression.as_constant() {
        return Ok(constant.clone());
    }
    if let Some(slot) = expression.as_slot() {
        return Ok(batch.column(slot)?.value(row));
    }
    let rows = [row as u32];
    Ok(expression.evaluate(ctx, Rows { batch, selection: Some(&rows) })?.value(0))
}

impl UpdatePlan {
    /// Makes the change for one row.
    pub fn run(&self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<()> {
        ctx.meter().step(1)?;
        match self {
            UpdatePlan::Property { target, key, value } => {
                let target_value = value_in(ctx, target, batch, row)?;
                let found = entity(&target_value).map_err(|error| error.at(target.span()))?;
                let Some(found) = found else { return Ok(()) };
                let key = match key {
                    KeyPlan::Name(name) => name.clone(),
                    KeyPlan::Dynamic(expression) => key_name(ctx, expression, batch, row)?,
                };
                let new = value_in(ctx, value, batch, row)?;
                set_property(ctx, found, &key, new).map_err(|error| error.at(value.span()))
            }
            UpdatePlan::Replace { target, value } => {
                let Some(found) = entity(&batch.value(*target, row))? else { return Ok(()) };
                let new = map_in(ctx, value, batch, row)?;
                let target = batch.value(*target, row);
                let old = properties_of(ctx, &target)?;
                for key in old.keys().filter(|key| !new.contains_key(*key)) {
                    set_property(ctx, found, key, Value::Null)?;
                }
                set_all(ctx, found, new).map_err(|error| error.at(value.span()))
            }
            UpdatePlan::Merge { target, value } => {
                let Some(found) = entity(&batch.value(*target, row))? else { return Ok(()) };
                let new = map_in(ctx, value, batch, row)?;
                set_all(ctx, found, new).map_err(|error| error.at(value.span()))
            }
            UpdatePlan::AddLabels { target, labels } => {
                let Some(node) = labelled(&batch.value(*target, row))? else { return Ok(()) };
                let names = names_in_row(ctx, labels, batch, row)?;
                for label in intern_labels(ctx, &names)? {
                    let added = ctx.write()?.add_label(node, label)?;
                    ctx.counters().labels_added += u64::from(added);
                }
                Ok(())
            }
            UpdatePlan::RemoveLabels { target, labels } => {
                let Some(node) = labelled(&batch.value(*target, row))? else { return Ok(()) };
                for name in names_in_row(ctx, labels, batch, row)? {
                    let transaction = ctx.write()?;
                    if let Some(label) = transaction.catalog().label(&name) {
                        let removed = transaction.remove_label(node, label)?;
                        ctx.counters().labels_removed += u64::from(removed);
                    }
                }
                Ok(())
            }
        }
    }
}

fn key_name(ctx: &mut Context<'_>, expression: &Expression, batch: &Batch, row: usize) -> Result<Name> {
    match value_in(ctx, expression, batch, row)? {
        Value::String(name) => Ok(name),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("a property key must be a string, not {}", other.type_name()),
        )
        .at(expression.span())),
    }
}

/// The map to set: the entries of a map, or the properties of an entity. Null is no map.
fn map_in(ctx: &mut Context<'_>, expression: &Expression, batch: &Batch, row: usize) -> Result<Map> {
    let value = value_in(ctx, expression, batch, row)?;
    properties_of(ctx, &value).map_err(|error| error.at(expression.span()))
}

fn set_all(ctx: &mut Context<'_>, entity: Entity, map: Map) -> Result<()> {
    for (key, stays_away) in unique_together(ctx.write()?, entity, &map) {
        let transaction = ctx.write()?;
        let changed = match entity {
            Entity::Node(node) => transaction.set_node_property(node, key, Value::Null)?,
            Entity::Relationship(relationship) => {
                transaction.set_relationship_property(relationship, key, Value::Null)?
            }
        };
        ctx.counters().properties_set += u64::from(changed && stays_away);
    }
    map.into_iter().try_for_each(|(key, value)| set_property(ctx, entity, &key, value))
}

/// Keys to clear before a map is set, and whether they stay away: where it changes several properties that are unique together,
/// they might be those of another element while only some have changed.
fn unique_together(graph: &GraphState, entity: Entity, new: &Map) -> Vec<(KeyId, bool)> {
    let concerns = |target: Target| match (entity, target) {
        (Entity::Node(node), Target::Label(label)) => graph.has_label(node, label),
        (Entity::Relationship(id), Target::Type(rel_type)) => {
            graph.relationship(id).is_some_and(|it| it.rel_type == rel_type)
        }
        (Entity::Node(_), Target::Type(_)) | (Entity::Relationship(_), Target::Label(_)) => false,
    };
    let new_value = |key: KeyId| new.get(graph.catalog().key_name(key));
    let changes = |key: &KeyId| {
        let old = match entity {
            Entity::Node(node) => graph.node_property(node, *key),
            Entity::Relationship(relationship) => graph.relationship_property(relationship, *key),
        };
        new_value(*key).is_some_and(|new| !old.is_some_and(|old| old.is_identical(new)))
    };
    let rules = graph.schema().indexes().filter(|index| index.is_unique()).map(|index| index.definition());
    let of_several = rules.filter(|rule| rule.keys.len() > 1 && concerns(rule.target));
    let changed = of_several.flat_map(|rule| {
        let changed: Vec<KeyId> = rule.keys.iter().copied().filter(changes).collect();
        if changed.len() > 1 { changed } else { Vec::new() }
    });
    changed.map(|key| (key, new_value(key).is_some_and(Value::is_null))).collect()
}

fn labelled(value: &Value) -> Result<Option<NodeId>> {
    match value {
        Value::Node(node) => Ok(Some(*node)),
        Value::Null => Ok(None),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("only nodes have labels to change, not {}", other.type_name()),
        )),
    }
}

/// `SET` and `REMOVE`
pub struct Update {
    input: Input,
    updates: Vec<UpdatePlan>,
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

impl Update {
    /// Over an input.
    pub fn new(input: Input, updates: Vec<UpdatePlan>) -> Update {
        Update { input, updates, held: Held::default(), ready: None }
    }
}

/// Runs changes for each row of a batch.
pub fn run_all(ctx: &mut Context<'_>, updates: &[UpdatePlan], batch: &Batch) -> Result<()> {
    for row in 0..batch.len() {
        updates.iter().try_for_each(|update| update.run(ctx, batch, row))?;
    }
    Ok(())
}

impl Operator for Update {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.ready.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            let batches = std::mem::take(&mut self.held.batches);
            for batch in &batches {
                run_all(ctx, &self.updates, batch)?;
            }
            self.ready = Some(batches.into_iter());
        }
        Ok(self.ready.as_mut().and_then(Iterator::next))
    }
}
