//! Bound statement to logical plan. The plan is plain data and knows no storage: it can be printed,
//! compared, stored, and translated for another engine.
//!
//! In: a [`BoundQuery`](crate::semantic::bound::BoundQuery). Out: a [`QueryPlan`](logical::QueryPlan) that is
//! correct and naive: nodes are scanned and expanded in the written order, predicates come last. The
//! optimizer turns it into an equal, faster one; run as it is, it is the oracle for that.

mod branch;
mod build_match;
mod build_outer;
mod build_projection;
mod build_relationship;
mod build_search;
mod build_shortest;
mod build_subquery;
mod build_update;
mod builder;
mod depth;
pub mod explain;
mod expr;
pub mod imports;
pub mod invariants;
pub mod logical;
pub mod print_expr;
mod print_lookup;
mod print_operator;
mod print_search;
pub mod schema;
mod slot_set;
pub mod visit;
pub mod walk;
pub mod walk_expr;

pub use builder::build;
pub use depth::{levels, levels_unnested};
pub use expr::{comparison, is_slot, slot};
pub use slot_set::SlotSet;
