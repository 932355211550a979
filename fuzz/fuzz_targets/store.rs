//! Bytes as a store's checkpoint and log: they are refused, or give a graph that can be read; nothing panics, and memory stays within what
//! the bytes are.

#![no_main]

use std::path::Path;
use std::sync::Arc;

use casegraph::persist::{StoreFile, StoreOptions, Vfs, salvage};
use casegraph_fuzz::disk::{Disk, Image};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (&[u8], &[u8])| {
    let store = Path::new("/disk/fuzz.casegraph");
    let (checkpoint, log) = data;
    let mut image = Image::new();
    image.insert(store.to_owned(), checkpoint.to_vec());
    image.insert("/disk/fuzz.casegraph-log".into(), log.to_vec());
    let vfs: Arc<dyn Vfs> = Arc::new(Disk::of(&image));
    for read_only in [true, false] {
        let options = StoreOptions { read_only, vfs: vfs.clone(), ..StoreOptions::default() };
        if let Ok((_, state)) = StoreFile::open(store, &options) {
            state.check();
        }
    }
    let _ = salvage(store, &vfs);
});
