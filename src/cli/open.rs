//! Opening the store that a command line names.

use std::path::Path;

use crate::database::{Budgets, Database, OpenOptions, Parallelism};
use crate::error::{Error, ErrorClass, Result};

use super::args::{BudgetArgs, FilesArgs, ShellArgs, StoreArgs};

/// Opens a store for statements; a missing one is made only when `create` says so.
pub(super) fn open(args: &StoreArgs, csv: &FilesArgs, budget: &BudgetArgs, create: bool) -> Result<Database> {
    let options = OpenOptions::default().csv_root(&csv.csv_root).parallelism(parallelism(budget));
    open_with(&args.store, args.readonly, create, options)
}

/// As [`open`], with what a commit waits for.
pub(super) fn open_shell(args: &ShellArgs) -> Result<Database> {
    let options = OpenOptions::default().csv_root(&args.csv.csv_root).parallelism(parallelism(&args.budget));
    open_with(&args.store.store, args.store.readonly, !args.store.readonly, options.sync(args.sync.sync))
}

fn parallelism(budget: &BudgetArgs) -> Parallelism {
    budget.threads.map_or_else(Parallelism::default, |threads| Parallelism::threads(threads.get()))
}

/// As [`open`]; `:memory:` is an empty graph.
pub(super) fn open_path(path: &Path, readonly: bool, create: bool) -> Result<Database> {
    open_with(path, readonly, create, OpenOptions::default())
}

fn open_with(path: &Path, readonly: bool, create: bool, options: OpenOptions) -> Result<Database> {
    if path.as_os_str() == ":memory:" {
        return Ok(Database::in_memory_with(options));
    }
    if create && !path.exists() {
        refuse_query_as_name(path)?;
    }
    Database::open_with(path, options.read_only(readonly).create(create))
}

/// A statement in the place of the store's name would make a file of that name.
fn refuse_query_as_name(path: &Path) -> Result<()> {
    let name = path.to_string_lossy();
    let looks_like_query =
        name.contains([';', '{', '\n']) || (name.contains('(') && name.contains(')') && name.contains(' '));
    if looks_like_query || (name.contains(' ') && crate::syntax::parse(&name).is_ok()) {
        return Err(Error::new(
            ErrorClass::ArgumentError,
            "StoreNameIsQuery",
            format!("`{name}` looks like a query, and would become the name of a store"),
        )
        .hint("put the store first: casegraph query STORE 'CYPHER'"));
    }
    Ok(())
}

/// The default limits with those that were given.
pub(super) fn budgets(args: &BudgetArgs) -> Budgets {
    let mut budgets = Budgets::default();
    if let Some(time) = args.timeout {
        budgets.time = time;
    }
    if let Some(memory) = args.memory {
        budgets.memory = memory;
    }
    budgets
}
