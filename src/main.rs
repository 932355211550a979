//! The `casegraph` command.

use std::process::ExitCode;

/// Many threads make and drop values and pages of a few sizes, which the system's allocator is slow at and leaves in pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    casegraph::cli::main()
}
