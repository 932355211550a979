//! The `casegraph` command.

fn main() {}
