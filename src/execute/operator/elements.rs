//! `CREATE`: new nodes and relationships for each row. Also what `MERGE` creates.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, label_names, make_path};
use crate::graph::{LabelId, NodeId, RelId};
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::{Held, Input, Operator};

/// A compiled pattern to create.
pub struct CreatePlan {
    /// New nodes.
    pub nodes: Vec<NewNode>,
    /// New relationships.
    pub relationships: Vec<NewRelationship>,
    /// Named paths.
    pub paths: Vec<(Slot, Vec<Slot>)>,
}

/// A node to create.
pub struct NewNode {
    /// Its slot.
    pub slot: Slot,
    /// Its labels.
    pub labels: Vec<LabelPlan>,
    /// Its properties.
    pub properties: Properties,
}

/// A relationship to create.
pub struct NewRelationship {
    /// Its slot.
    pub slot: Slot,
    /// Its type.
    pub rel_type: LabelPlan,
    /// Its ends.
    pub ends: (Slot, Slot),
    /// Its properties.
    pub properties: Properties,
}

/// A label or type.
pub enum LabelPlan {
    /// Named.
    Name(Name),
    /// Computed.
    Dynamic(Expression),
}

/// Properties of a new element.
pub enum Properties {
    /// None, or a map whose entries are known.
    Entries(Vec<(Name, Expression)>),
    /// A map.
    Map(Expression),
}

/// What null among the properties means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// The property is left out.
    Omit,
    /// An error: `MERGE` could never find it again.
    Refuse,
}

/// The entries of an element's properties over the rows of a batch.
enum Entries {
    Columns(Vec<(Name, Arc<Column>)>),
    Maps(Arc<Column>),
}

impl Entries {
    fn of_row(&self, row: usize) -> Result<Vec<(Name, Value)>> {
        match self {
            Entries::Columns(columns) => {
                Ok(columns.iter().map(|(name, column)| (name.clone(), column.value(row))).collect())
            }
            Entries::Maps(column) => match column.value(row) {
                Value::Map(map) => Ok(map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()),
                Value::Null => Ok(Vec::new()),
                other => Err(Error::type_error(
                    "InvalidArgumentType",
                    format!("properties must be a map, not {}", other.type_name()),
                )),
            },
        }
    }
}

impl Properties {
    fn evaluate(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Entries> {
        Ok(match self {
            Properties::Entries(entries) => Entries::Columns(
                entries
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), value.evaluate_batch(ctx, batch)?)))
                    .collect::<Result<_>>()?,
            ),
            Properties::Map(map) => Entries::Maps(map.evaluate_batch(ctx, batch)?),
        })
    }
}

/// The names that labels or a type have in one row.
pub fn names_in_row(
    ctx: &mut Context<'_>,
    labels: &[LabelPlan],
    batch: &Batch,
    row: usize,
) -> Result<Vec<Name>> {
    let mut names = Vec::with_capacity(labels.len());
    for label in labels {
        match label {
            LabelPlan::Name(name) => names.push(name.clone()),
            LabelPlan::Dynamic(expression) => {
                let rows = [row as u32];
                let column = expression.evaluate(ctx, Rows { batch, selection: Some(&rows) })?;
                names.extend(label_names(&column.value(0)).map_err(|error| error.at(expression.span()))?);
            }
        }
    }
    Ok(names)
}

impl CreatePlan {
    /// Creates the pattern for each row of a batch and adds the new slots.
    pub fn run(&self, ctx: &mut Context<'_>, batch: &mut Batch, nulls: Nulls) -> Result<()> {
        for node in &self.nodes {
            let created = node.create(ctx, batch, nulls)?;
            batch.set(node.slot, Arc::new(Column::Nodes(created)));
        }
        for relationship in &self.relationships {
            let created = relationship.create(ctx, batch, nulls)?;
            batch.set(relationship.slot, Arc::new(Column::Relationships(created)));
        }
        for (slot, parts) in &self.paths {
            let path = make_path(ctx, Rows::all(batch), parts)?;
            batch.set(*slot, path);
        }
        Ok(())
    }
}

impl NewNode {
    fn create(&self, ctx: &mut Context<'_>, batch: &Batch, nulls: Nulls) -> Result<Vec<NodeId>> {
        let entries = self.properties.evaluate(ctx, batch)?;
        let mut nodes = Vec::with_capacity(batch.len());
        let mut known: Option<Vec<LabelId>> = None;
        for row in 0..batch.len() {
            ctx.meter().step(1)?;
            let labels = match known.take() {
                Some(labels) => labels,
                None => {
                    let names = names_in_row(ctx, &self.labels, batch, row)?;
                    intern_labels(ctx, &names)?
                }
            };
            let node = ctx.write()?.create_node(&labels)?;
            ctx.counters().nodes_created += 1;
            ctx.counters().labels_added += labels.len() as u64;
            for (key, value) in entries.of_row(row)? {
                if is_kept(&value, nulls, &key)? {
                    let transaction = ctx.write()?;
                    let key = transaction.intern_key(&key)?;
                    transaction.set_node_property(node, key, value)?;
                    ctx.counters().properties_set += 1;
                }
            }
            nodes.push(node);
            if self.labels.iter().all(|label| matches!(label, LabelPlan::Name(_))) {
                known = Some(labels);
            }
        }
        Ok(nodes)
    }
}

impl NewRelationship {
    fn create(&self, ctx: &mut Context<'_>, batch: &Batch, nulls: Nulls) -> Result<Vec<RelId>> {
        let entries = self.properties.evaluate(ctx, batch)?;
        let (starts, ends) = (batch.column(self.ends.0)?.clone(), batch.column(self.ends.1)?.clone());
        let mut relationships = Vec::with_capacity(batch.len());
        for row in 0..batch.len() {
            ctx.meter().step(1)?;
            let (Some(start), Some(end)) = (starts.node(row)?, ends.node(row)?) else {
                return Err(Error::new(
                    ErrorClass::SemanticError,
                    "MissingNode",
                    "a relationship cannot be created: one of its nodes is null",
                ));
            };
            let names = names_in_row(ctx, std::slice::from_ref(&self.rel_type), batch, row)?;
            let [name] = names.as_slice() else {
                return Err(Error::argument("InvalidArgumentValue", "a relationship has exactly one type"));
            };
            let transaction = ctx.write()?;
            let rel_type = transaction.intern_type(name)?;
            let relationship = transaction.create_relationship(start, rel_type, end)?;
            ctx.counters().relationships_created += 1;
            for (key, value) in entries.of_row(row)? {
                if is_kept(&value, nulls, &key)? {
                    let transaction = ctx.write()?;
                    let key = transaction.intern_key(&key)?;
                    transaction.set_relationship_property(relationship, key, value)?;
                    ctx.counters().properties_set += 1;
                }
            }
            relationships.push(relationship);
        }
        Ok(relationships)
    }
}

fn is_kept(value: &Value, nulls: Nulls, key: &str) -> Result<bool> {
    match (value, nulls) {
        (Value::Null, Nulls::Omit) => Ok(false),
        (Value::Null, Nulls::Refuse) => Err(Error::new(
            ErrorClass::SemanticError,
            "MergeReadOwnWrites",
            format!("MERGE cannot use null for the property `{key}`: it would never find what it creates"),
        )),
        _ => Ok(true),
    }
}

/// The ids of labels, interned now where they are new.
pub fn intern_labels(ctx: &mut Context<'_>, names: &[Name]) -> Result<Vec<LabelId>> {
    let transaction = ctx.write()?;
    let mut ids =
        names.iter().map(|name| transaction.intern_label(name)).collect::<Result<Vec<LabelId>>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// `CREATE`
pub struct Create {
    input: Input,
    plan: CreatePlan,
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

impl Create {
    /// Over an input.
    pub fn new(input: Input, plan: CreatePlan) -> Create {
        Create { input, plan, held: Held::default(), ready: None }
    }
}

impl Operator for Create {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.ready.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            let mut batches = std::mem::take(&mut self.held.batches);
            for batch in &mut batches {
                self.plan.run(ctx, batch, Nulls::Omit)?;
            }
            self.ready = Some(batches.into_iter());
        }
        Ok(self.ready.as_mut().and_then(Iterator::next))
    }
}
