//! Plans: golden files from query text to explained plan, and the invariants over every query of the
//! openCypher kit.

mod golden;
mod index_use;
mod kit;
mod limits;
mod statistics;

use casegraph::function::ProcedureRegistry;
use casegraph::optimize::{OptimizerOptions, Statistics, optimize};
use casegraph::plan::logical::QueryPlan;
use casegraph::semantic::bound::StatementBody;
use casegraph::{Error, ErrorClass, Result, plan, semantic, syntax};

/// The naive plan of a query.
fn naive(text: &str) -> Result<QueryPlan> {
    let bound =
        semantic::bind(&syntax::parse(text)?, text, &ProcedureRegistry::default(), Default::default())?;
    match &bound.body {
        StatementBody::Query(query) => plan::build(query, bound.updates),
        StatementBody::Schema(_) | StatementBody::Dialect(_) => {
            Err(Error::new(ErrorClass::Unsupported, "SchemaCommand", "a schema command has no plan"))
        }
    }
}

/// The optimised plan of a query.
fn optimized(text: &str, statistics: &dyn Statistics, options: &OptimizerOptions) -> Result<QueryPlan> {
    optimize(naive(text)?, statistics, options)
}
