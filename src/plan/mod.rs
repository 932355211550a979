//! Bound statement to logical plan. The plan is plain data and knows no storage: it can be printed,
//! compared, stored, and translated for another engine.

pub mod logical;
