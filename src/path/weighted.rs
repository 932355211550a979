//! Slices of the graph with a property of the relationships as their cost.

use std::ops::ControlFlow;

use crate::algorithm::Weight;
use crate::error::{Error, Result};
use crate::graph::{Column, NodeId, RelId};

use super::hops::{CostedHop, CostedHops, Ground, Hop, Hops, Side};
use super::slices::{Meter, Slices};

/// Hops that cost what a property says.
pub struct Weighted<'a, M> {
    slices: Slices<'a, M>,
    /// Without, each costs one.
    weight: Option<&'a Weight>,
    column: Option<&'a Column>,
}

impl<'a, M: Meter> Weighted<'a, M> {
    /// These hops at these costs.
    pub fn new(slices: Slices<'a, M>, weight: Option<&'a Weight>) -> Weighted<'a, M> {
        let key = weight.and_then(|weight| weight.key);
        let column = key.and_then(|key| slices.graph.relationship_column(key));
        Weighted { slices, weight, column }
    }
}

impl<M: Meter> Ground for Weighted<'_, M> {
    fn bound(&self) -> usize {
        self.slices.bound()
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.slices.hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.slices.release(bytes);
    }
}

impl<M: Meter> CostedHops for Weighted<'_, M> {
    fn add(&mut self, side: Side, node: NodeId, hops: &mut Vec<CostedHop>) -> Result<()> {
        let mut failed = None;
        let Weighted { slices, weight, column } = self;
        let graph = slices.graph;
        slices.each(side, node, &mut |Hop { by, to }| {
            let cost = match (*column, *weight) {
                (_, None) => 1.0,
                (column, Some(weight)) => match column.and_then(|column| column.float(by.0)) {
                    Some(cost) if cost >= 0.0 && cost.is_finite() => cost,
                    _ => match weight.of(graph, by) {
                        Ok(cost) => cost,
                        Err(error) => {
                            failed = Some(error);
                            return ControlFlow::Break(());
                        }
                    },
                },
            };
            hops.push(CostedHop { by, to, cost });
            ControlFlow::Continue(())
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// A cost, unless it is none.
pub(super) fn checked(cost: f64, by: RelId) -> Result<f64> {
    if cost.is_finite() && cost >= 0.0 {
        return Ok(cost);
    }
    let what = if cost < 0.0 { "negative" } else { "not finite" };
    let message = format!("the cost {cost} of relationship {} is {what}", by.0);
    Err(Error::argument("InvalidWeight", message).hint("a cheapest path needs costs of zero or more"))
}
