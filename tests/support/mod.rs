//! What several test modules share.

#[allow(dead_code, reason = "the benches use the rest")]
pub mod generate;
pub mod mutate;
pub mod program;
pub mod tight;
