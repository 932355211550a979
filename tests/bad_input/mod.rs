//! Whatever comes in, there is a clear error, and the store is as it was.

mod full_disk;
mod program;
