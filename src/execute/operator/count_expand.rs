//! One hop that is only counted: instead of a row per relationship, each input row once, with the number of
//! rows it stands for. What nobody reads is never made.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::relationships;
use crate::execute::memo::Memo;
use crate::graph::{Direction, GraphState, LabelId, NodeId, RelId, TypeId};
use crate::plan::logical;
use crate::semantic::bound::{Name, Slot};

use super::{Input, Operator, is_wanted, type_ids, ways};

/// Counts the relationships of bound nodes.
pub struct CountExpand {
    /// The rows.
    pub input: Input,
    /// What is followed.
    pub plan: logical::Expand,
    /// Labels that the nodes at the other ends must have.
    pub labels: Vec<Name>,
    /// The slots of the input needed above.
    pub carry: Vec<Slot>,
    /// The hidden slot of the count.
    pub weight: Slot,
    /// Counts by node, in a statement that changes nothing.
    pub memo: Option<Memo>,
}

/// What is counted, with names resolved for a batch.
struct Counting {
    direction: Direction,
    types: Option<Vec<TypeId>>,
    /// Labels that have to be looked at; `None` when one of them is on no node.
    labels: Option<Vec<LabelId>>,
}

impl CountExpand {
    fn counting(&self, graph: &GraphState) -> Counting {
        let types = type_ids(graph, &self.plan.types);
        let labels: Option<Vec<LabelId>> =
            self.labels.iter().map(|name| graph.catalog().label(name)).collect();
        let labels = labels.map(|labels| {
            let checked = |label: &LabelId| !is_implied(graph, self.plan.direction, &types, *label);
            labels.into_iter().filter(checked).collect()
        });
        Counting { direction: self.plan.direction, types, labels }
    }

    fn weights(&mut self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<i64>> {
        let column = batch.column(self.plan.from)?;
        let unique = self.plan.unique.iter().map(|slot| batch.column(*slot)).collect::<Result<Vec<_>>>()?;
        let counting = self.counting(ctx.graph());
        let mut weights = Vec::with_capacity(batch.len());
        let mut used: Vec<RelId> = Vec::new();
        for row in 0..batch.len() {
            let Some(node) = column.node(row)? else {
                weights.push(0);
                continue;
            };
            ctx.check_nodes(&[node])?;
            used.clear();
            unique.iter().for_each(|column| match &***column {
                Column::Relationships(ids) => used.push(ids[row]),
                other => relationships(other, row, &mut used),
            });
            let graph = ctx.graph();
            let all = match self.memo.as_ref().and_then(|memo| memo.get(node.0)) {
                Some(known) => i64::from(known),
                None => {
                    let all = counting.all(graph, node);
                    if let (Some(memo), Ok(number)) = (&mut self.memo, u32::try_from(all)) {
                        memo.set(node.0, number);
                    }
                    all
                }
            };
            weights.push(all - counting.taken(graph, node, &mut used));
            ctx.meter().step(1)?;
        }
        Ok(weights)
    }
}

/// Whether all relationships of these types lead to nodes with the label, by the graph's exact counts.
fn is_implied(graph: &GraphState, direction: Direction, types: &Option<Vec<TypeId>>, label: LabelId) -> bool {
    let Some(types) = types else { return false };
    let statistics = graph.statistics();
    let (out, back) = ways(direction);
    types.iter().all(|rel_type| {
        let all = statistics.of_type(*rel_type);
        (!out || statistics.to_label(*rel_type, label) == all)
            && (!back || statistics.from_label(label, *rel_type) == all)
    })
}

impl Counting {
    /// The node's relationships, whether they are used already or not.
    fn all(&self, graph: &GraphState, node: NodeId) -> i64 {
        let Some(labels) = &self.labels else { return 0 };
        let of_type = |rel_type: Option<TypeId>| match labels.is_empty() {
            true => graph.degree(node, self.direction, rel_type),
            false => graph
                .expand(node, self.direction, rel_type)
                .filter(|entry| labels.iter().all(|label| graph.has_label(entry.neighbour, *label)))
                .count(),
        };
        let count: usize = match &self.types {
            None => of_type(None),
            Some(types) => types.iter().map(|rel_type| of_type(Some(*rel_type))).sum(),
        };
        count as i64
    }

    /// How many of them are used already.
    fn taken(&self, graph: &GraphState, node: NodeId, used: &mut Vec<RelId>) -> i64 {
        let Some(labels) = &self.labels else { return 0 };
        if used.len() > 1 {
            used.sort_unstable();
            used.dedup();
        }
        used.iter().filter(|id| self.counts(graph, node, labels, **id)).count() as i64
    }

    /// Whether a relationship is among those counted at the node.
    fn counts(&self, graph: &GraphState, node: NodeId, labels: &[LabelId], id: RelId) -> bool {
        let Some(content) = graph.relationship(id) else { return false };
        let (out, back) = ways(self.direction);
        let is_here = (out && content.start == node) || (back && content.end == node);
        is_here
            && is_wanted(&self.types, content.rel_type)
            && labels.iter().all(|label| graph.has_label(content.other(node), *label))
    }
}

impl Operator for CountExpand {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            let mut weights = self.weights(ctx, &batch)?;
            let rows: Vec<u32> = (0..batch.len() as u32).filter(|row| weights[*row as usize] > 0).collect();
            if rows.is_empty() {
                continue;
            }
            weights.retain(|weight| *weight > 0);
            let mut result = batch.gather_slots(&rows, &self.carry);
            result.set(self.weight, Arc::new(Column::Integers(weights, None)));
            return Ok(Some(result));
        }
        Ok(None)
    }
}
