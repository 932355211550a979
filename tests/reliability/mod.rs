//! A store under load: many threads, many processes, killed programs, failing disks, copies and what is saved of a damaged one.

mod acid;
mod concurrent;
mod copies;
mod formats;
mod kill;
mod processes;
mod salvage;
mod shell;
