//! Large statements: planned in the stack and time of a test thread, or refused with an error.

use casegraph::optimize::{NoStatistics, OptimizerOptions};
use casegraph::plan::explain::explain;

use super::optimized;

/// The error's detail, or nothing.
fn outcome(query: &str) -> Option<&'static str> {
    match optimized(query, &NoStatistics, &OptimizerOptions::default()) {
        Ok(plan) => {
            assert!(!explain(&plan).is_empty());
            None
        }
        Err(error) => Some(error.detail()),
    }
}

fn chain(relationships: usize) -> String {
    let hops: String = (0..relationships).map(|i| format!("-[:T{i}]->(n{i})")).collect();
    format!("MATCH (n){hops} RETURN count(*)")
}

fn withs(clauses: usize) -> String {
    let clauses: String = (0..clauses).map(|i| format!("WITH x + {i} AS x ")).collect();
    format!("WITH 1 AS x {clauses}RETURN x")
}

#[test]
fn long_patterns_are_planned_or_refused() {
    assert_eq!(outcome(&chain(250)), None);
    assert_eq!(outcome(&chain(2000)), Some("StatementTooComplex"));
}

#[test]
fn long_pipelines_are_planned_or_refused() {
    assert_eq!(outcome(&withs(290)), None);
    assert_eq!(outcome(&withs(2000)), Some("StatementTooComplex"));
}

#[test]
fn long_scripts_of_creations_are_planned() {
    let clauses: String = (0..2000).map(|i| format!("CREATE (n{i}:Person {{name: 'n{i}'}}) ")).collect();
    assert_eq!(outcome(&clauses), None);
}
