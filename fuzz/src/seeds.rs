//! Writes the seeds of the corpora: the queries of `tests/query`, of the conformance kit where it is there, and the
//! examples of `graph-data`, each in a file of its own under `fuzz/corpus`.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use casegraph_fuzz::SPLICES;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kit = std::env::var_os("OPENCYPHER_TCK")
        .map_or_else(|| fuzz.join("../../shared/openCypher-tck"), PathBuf::from);
    let mut seeds: Vec<Vec<u8>> = SPLICES.iter().map(|text| text.as_bytes().to_vec()).collect();
    for file in files(&fuzz.join("../tests/query"), "test") {
        seeds.extend(corpus_queries(&fs::read_to_string(file)?));
    }
    for file in files(&kit.join("features"), "feature") {
        seeds.extend(kit_queries(&fs::read_to_string(file)?));
    }
    // Bytes for the grammar: a first one above 127 and then noise.
    for i in 0..200_u32 {
        let noise = (0..256_u32)
            .map(|j| (i.wrapping_mul(2_654_435_761).wrapping_add(j.wrapping_mul(40_503 + i)) >> 11) as u8);
        seeds.push([0xFF].into_iter().chain(noise).collect());
    }
    for target in ["parse", "execute"] {
        let folder = fuzz.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for seed in seeds.iter().filter(|seed| target == "execute" || seed[0] != 0xFF) {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            fs::write(folder.join(format!("seed-{:016x}", hasher.finish())), seed)?;
        }
    }
    println!("{} seeds", seeds.len());
    Ok(())
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What stands behind `setup:` and `query:`.
fn corpus_queries(text: &str) -> Vec<Vec<u8>> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line == "setup:" || line == "query:" {
            inside = true;
            found.push(String::new());
        } else if line.is_empty()
            || ["rows", "error:", "test:", "case:"].iter().any(|word| line.starts_with(word))
        {
            inside = false;
        } else if let (true, Some(query)) = (inside, found.last_mut()) {
            query.push_str(line);
            query.push('\n');
        }
    }
    found.into_iter().filter(|query| !query.is_empty()).map(String::into_bytes).collect()
}

/// What stands between triple quotes.
fn kit_queries(text: &str) -> Vec<Vec<u8>> {
    text.split("\"\"\"")
        .skip(1)
        .step_by(2)
        .map(|query| query.trim().as_bytes().to_vec())
        .filter(|query| !query.is_empty())
        .collect()
}
