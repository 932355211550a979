//! The house rules as tests over the sources: layers, sizes, reachable files, and words that do not belong there.
//!
//! They read files and compile nothing. An exception is named with its reason, and goes when it is not needed any more.

mod layers;
mod rules;
mod size;
mod source;
mod words;

use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file that belongs to the repository. Without git (in a published package) that is every file in its folders.
pub fn tracked_files() -> Vec<PathBuf> {
    let listed = Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    let files: Vec<PathBuf> = match listed {
        Ok(listed) if listed.status.success() && !listed.stdout.is_empty() => {
            let names = String::from_utf8_lossy(&listed.stdout);
            names.split('\0').filter(|name| !name.is_empty()).map(|name| root().join(name)).collect()
        }
        _ => ["src", "tests", "examples", "benches", "docs", "graph-data"]
            .iter()
            .flat_map(|folder| files_below(&root().join(folder)))
            .collect(),
    };
    // A file that was removed but not yet committed is listed and not there.
    files.into_iter().filter(|path| path.is_file()).collect()
}

/// All files in a folder and its folders, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Fails with all complaints at once.
#[track_caller]
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}
