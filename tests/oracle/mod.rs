//! Right answers under any plan: statements of all corpora and generated ones, compared between the naive plan and others, with and
//! without indexes, in memory and read back from the disk.
//!
//! `CASEGRAPH_RANDOM_QUERIES` sets how many statements are generated (5000), `CASEGRAPH_RANDOM_SEED` where they begin.

mod answer;
mod choices;
mod contents;
mod corpora;
mod generate;
mod graph;
mod reference;
mod relations;
mod rules;
mod run;
pub mod situation;
mod stores;
mod variants;
