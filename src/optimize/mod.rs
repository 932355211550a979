//! The optimizer: an ordered list of rules, each of which turns a plan into an equal one that is thought to be
//! cheaper. In: the naive plan, what is known about the graph, and which rules are on. Out: a plan with
//! estimated rows at every operator.
//!
//! Every rule keeps the rows as a multiset; their order is kept only where the query sorts. Each can be
//! switched off by its name, so that a test can compare answers with and without it. The plan's invariants
//! are checked at the end, in debug builds after each rule. Errors that an expression would raise on rows that
//! a moved filter removes first may not be raised any more.

mod access;
mod branch_cost;
mod cardinality;
mod column_pruning;
mod constant_folding;
mod count_branches;
mod decorrelate;
mod estimates;
mod exists_to_semi_apply;
mod expr;
mod filter_pushdown;
mod graph_statistics;
mod hop_filter;
mod ids;
mod index_match;
mod index_order;
mod index_seek;
mod join_order;
mod label_scan;
mod limit_pushdown;
mod node_by_id_seek;
mod options;
mod or_to_in;
mod predicate_split;
mod reachable_nodes;
mod relationship_by_id_seek;
mod relationship_index_seek;
mod statistics;

pub use options::OptimizerOptions;
pub use statistics::{IndexStatistics, Indexed, NoStatistics, Statistics};

use crate::error::Result;
use crate::plan::invariants::{check, check_in_debug};
use crate::plan::logical::QueryPlan;

/// By how many levels, beside one for each operator, a rule may make the plan's expressions deeper.
pub const MAX_DEEPENING: usize = 64;

/// What a rule may look at beside the plan.
pub(crate) struct Context<'a> {
    /// What is known about the graph.
    pub(crate) statistics: &'a dyn Statistics,
    /// Which rules are on.
    pub(crate) options: &'a OptimizerOptions,
}

/// A rule.
pub struct Rule {
    /// By which it is switched off.
    pub name: &'static str,
    /// What it does, and why it comes where it comes.
    pub why: &'static str,
    apply: fn(QueryPlan, &Context<'_>) -> Result<QueryPlan>,
}

/// The rules in the order they are applied.
pub static RULES: &[Rule] = &[
    Rule {
        name: "constant_folding",
        why: "computes what is written with literals; first, because all others look for plain values",
        apply: constant_folding::apply,
    },
    Rule {
        name: "predicate_split",
        why: "takes conjunctions apart, because the parts can go different ways",
        apply: predicate_split::apply,
    },
    Rule {
        name: "or_to_in",
        why: "makes one IN of alternatives for a property; before filters find their places, so that indexes see it",
        apply: or_to_in::apply,
    },
    Rule {
        name: "decorrelate",
        why: "makes CALL subqueries part of the main tree where that is simple; before filters and patterns \
              are moved, so that they can cross",
        apply: decorrelate::apply,
    },
    Rule {
        name: "filter_pushdown",
        why: "asks as early as possible; before joins are ordered, so that each pattern has its predicates",
        apply: filter_pushdown::apply,
    },
    Rule {
        name: "hop_filter",
        why: "asks a predicate on all relationships or nodes of a path at every hop; needs the predicates of \
              a pattern beside it and the pattern still in the written order",
        apply: hop_filter::apply,
    },
    Rule {
        name: "join_order",
        why: "orders each pattern by cost, and places its predicates as early as the order lets them",
        apply: join_order::apply,
    },
    Rule {
        name: "node_by_id_seek",
        why: "finds nodes by id; the most selective access, so it is tried first once predicates stand over scans",
        apply: node_by_id_seek::apply,
    },
    Rule {
        name: "index_seek",
        why: "finds nodes by an index; before labels, which an index includes",
        apply: index_seek::apply,
    },
    Rule {
        name: relationship_by_id_seek::NAME,
        why: "finds relationships by id where the join order starts from one",
        apply: relationship_by_id_seek::apply,
    },
    Rule {
        name: relationship_index_seek::NAME,
        why: "finds relationships by an index where the join order starts from one",
        apply: relationship_index_seek::apply,
    },
    Rule {
        name: "label_scan",
        why: "scans the rarest label instead of all nodes; what is left of the scans",
        apply: label_scan::apply,
    },
    Rule {
        name: "exists_to_semi_apply",
        why: "runs EXISTS for many rows at once; when filters have found their place",
        apply: exists_to_semi_apply::apply,
    },
    Rule {
        name: count_branches::NAME,
        why: "counts what an aggregation reads nothing of; when all predicates stand where they are asked",
        apply: count_branches::apply,
    },
    Rule {
        name: "limit_pushdown",
        why: "moves limits below projections and turns a limited sort into a search for the top rows",
        apply: limit_pushdown::apply,
    },
    Rule {
        name: "index_order",
        why: "reads an index in its order where the first rows are wanted; when the search for these and the \
              scans are in place",
        apply: index_order::apply,
    },
    Rule {
        name: "column_pruning",
        why: "computes nothing that nothing above reads; when all readers are in place",
        apply: column_pruning::apply,
    },
    Rule {
        name: "reachable_nodes",
        why: "finds each node that relationships lead to once where nothing depends on how often; last, when it is \
              known what is read",
        apply: reachable_nodes::apply,
    },
];

/// An equal plan, thought to be cheaper, with estimates.
pub fn optimize(
    plan: QueryPlan,
    statistics: &dyn Statistics,
    options: &OptimizerOptions,
) -> Result<QueryPlan> {
    let context = Context { statistics, options };
    let mut plan = plan;
    for rule in RULES.iter().filter(|rule| options.is_enabled(rule.name)) {
        plan = (rule.apply)(plan, &context)?;
        check_in_debug(&plan, rule.name)?;
    }
    // Also where nothing else is checked: an unsound plan is an error, never a wrong answer.
    check(&plan)?;
    Ok(estimates::estimate(plan, statistics))
}
