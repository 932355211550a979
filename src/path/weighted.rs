//! Slices of the graph with a property of the relationships as their cost.

use crate::algorithm::Weight;
use crate::error::{Error, Result};
use crate::graph::{COLUMN_PAGE_ROWS, Column, ColumnPage, NodeId, RelId};

use super::hops::{CostedHop, CostedHops, Ground, Hop, Hops, Side};
use super::slices::{Meter, Slices};
use std::ops::ControlFlow;

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

    /// Right from the array where the page has doubles.
    #[inline]
    fn cost(&self, by: RelId) -> Result<f64> {
        let page = self.column.and_then(|column| column.page(by.index() / COLUMN_PAGE_ROWS));
        if let Some(ColumnPage::Floats(page)) = page
            && let Some(cost) = page.get(by.index() % COLUMN_PAGE_ROWS)
            && cost.is_finite()
            && cost >= 0.0
        {
            return Ok(cost);
        }
        self.weight.map_or(Ok(1.0), |weight| weight.of(self.slices.graph, by))
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
        let first = hops.len();
        self.slices.each(side, node, &mut |Hop { by, to }| {
            hops.push(CostedHop { by, to, cost: 1.0 });
            ControlFlow::Continue(())
        })?;
        if self.weight.is_some() {
            // In a loop of their own, so that the reads of a node's relationships wait for memory together.
            for hop in &mut hops[first..] {
                hop.cost = self.cost(hop.by)?;
            }
        }
        Ok(())
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
