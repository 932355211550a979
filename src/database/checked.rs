//! A parsed and bound statement together with the plan made for it last.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Span;
use crate::function::ProcedureRegistry;
use crate::graph::{GraphState, IndexDefinition};
use crate::optimize::OptimizerOptions;
use crate::plan::logical::QueryPlan;
use crate::semantic::bound::{Dialect, Statement};

use super::template::{Relocation, Template};

/// A plan that can be run again, with the levels of recursion that running it needs room for.
#[derive(Clone, Debug)]
pub(super) struct SharedPlan {
    pub plan: Arc<QueryPlan>,
    pub levels: usize,
}

/// See the module. Shared by the cache, by prepared statements and by runs.
#[derive(Debug)]
pub(super) struct Checked {
    pub statement: Statement,
    /// Where the literals stood that are hidden parameters of it.
    places: Vec<Span>,
    /// The procedures it was bound with; with others it has to be bound anew.
    procedures: Arc<ProcedureRegistry>,
    /// The dialect it was bound in.
    pub dialect: Dialect,
    plan: Mutex<Option<Planned>>,
}

#[derive(Debug)]
struct Planned {
    plan: SharedPlan,
    options: OptimizerOptions,
    stamp: Stamp,
}

/// What a plan was made for: it stays good while the schema is the same and the sizes are of the same magnitude.
#[derive(Debug, PartialEq)]
struct Stamp {
    nodes: u32,
    relationships: u32,
    indexes: Vec<IndexDefinition>,
}

impl Stamp {
    fn of(graph: &GraphState) -> Stamp {
        Stamp {
            nodes: magnitude(graph.node_count()),
            relationships: magnitude(graph.relationship_count()),
            indexes: graph.schema().indexes().map(|index| index.definition().clone()).collect(),
        }
    }

    /// The same as comparing with [`Stamp::of`], without making one: this is asked at every run.
    fn fits(&self, graph: &GraphState) -> bool {
        self.nodes == magnitude(graph.node_count())
            && self.relationships == magnitude(graph.relationship_count())
            && graph.schema().indexes().map(|index| index.definition()).eq(&self.indexes)
    }
}

fn magnitude(count: u64) -> u32 {
    u64::BITS - count.leading_zeros()
}

impl Checked {
    pub fn new(
        statement: Statement,
        places: Vec<Span>,
        procedures: Arc<ProcedureRegistry>,
        dialect: Dialect,
    ) -> Checked {
        Checked { statement, places, procedures, dialect, plan: Mutex::new(None) }
    }

    /// How places move when it is run for another text of its template.
    pub fn relocation(&self, template: &Template) -> Option<Relocation> {
        Relocation::between(&self.places, &template.places())
    }

    /// Whether it was bound with these procedures.
    pub fn is_current(&self, procedures: &Arc<ProcedureRegistry>) -> bool {
        Arc::ptr_eq(&self.procedures, procedures)
    }

    /// The plan, if there is one for this graph and these options.
    pub fn plan(&self, options: &OptimizerOptions, graph: &GraphState) -> Option<SharedPlan> {
        let planned = self.lock();
        let planned = planned.as_ref()?;
        (planned.options == *options && planned.stamp.fits(graph)).then(|| planned.plan.clone())
    }

    pub fn keep_plan(&self, options: &OptimizerOptions, graph: &GraphState, plan: &SharedPlan) {
        let (plan, options) = (plan.clone(), options.clone());
        *self.lock() = Some(Planned { plan, options, stamp: Stamp::of(graph) });
    }

    fn lock(&self) -> MutexGuard<'_, Option<Planned>> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
