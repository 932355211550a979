//! A store under load: many threads, many processes, killed programs, failing disks.

mod concurrent;
