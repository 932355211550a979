//! Bound statements and plans by their text, so that a statement that is run often is parsed and planned once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::graph::GraphState;
use crate::optimize::OptimizerOptions;
use crate::semantic::bound::Statement;

use super::pipeline::SharedPlan;

/// Beyond this many statements the cache is emptied; what is in use comes back at once.
const STATEMENTS: usize = 512;
/// Longer texts are not kept.
const TEXT_LEN: usize = 64 << 10;

/// See the module.
#[derive(Default)]
pub(super) struct PlanCache {
    entries: Mutex<HashMap<Box<str>, Entry>>,
}

struct Entry {
    statement: Arc<Statement>,
    plan: Option<(SharedPlan, OptimizerOptions, Stamp)>,
}

/// What a plan was made for: it stays good while the schema is the same and the sizes are of the same magnitude.
#[derive(Clone, PartialEq)]
struct Stamp {
    nodes: u32,
    relationships: u32,
    indexes: Vec<Arc<str>>,
}

impl Stamp {
    fn of(graph: &GraphState) -> Stamp {
        let magnitude = |count: u64| u64::BITS - count.leading_zeros();
        Stamp {
            nodes: magnitude(graph.node_count()),
            relationships: magnitude(graph.relationship_count()),
            indexes: graph.schema().indexes().map(|index| index.definition().name.clone()).collect(),
        }
    }
}

impl PlanCache {
    pub fn statement(&self, text: &str) -> Option<Arc<Statement>> {
        self.lock().get(text).map(|entry| entry.statement.clone())
    }

    pub fn keep_statement(&self, text: &str, statement: &Arc<Statement>) {
        if text.len() > TEXT_LEN {
            return;
        }
        let mut entries = self.lock();
        if entries.len() >= STATEMENTS {
            entries.clear();
        }
        entries.insert(text.into(), Entry { statement: statement.clone(), plan: None });
    }

    pub fn plan(&self, text: &str, options: &OptimizerOptions, graph: &GraphState) -> Option<SharedPlan> {
        let entries = self.lock();
        let (plan, made_with, stamp) = entries.get(text)?.plan.as_ref()?;
        (made_with == options && *stamp == Stamp::of(graph)).then(|| plan.clone())
    }

    pub fn keep_plan(&self, text: &str, options: &OptimizerOptions, graph: &GraphState, plan: &SharedPlan) {
        if let Some(entry) = self.lock().get_mut(text) {
            entry.plan = Some((plan.clone(), options.clone(), Stamp::of(graph)));
        }
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
