//! The `casegraph` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    casegraph::cli::main()
}
