//! The states that a crash can leave: at every moment, any part of what was not synced.
//!
//! A write is taken apart into sectors. Each is lost, kept, torn in its middle, or reads as zeros; a change of a file's
//! length and a change of the folder is lost or kept. Where few are open all combinations are made, otherwise some
//! with and some without most of them, by chance.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::disk::{Event, Image, write_into};
use crate::support::generate::Random;

/// What a device writes at once.
const SECTOR: u64 = 512;
/// Up to so many combinations are all made.
const ALL: u64 = 64;
/// So many are made by chance where there are more.
const SOME: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Lost,
    Kept,
    Torn,
    Zeroed,
}

#[derive(Clone, Debug)]
enum Change {
    Write(u64, Arc<[u8]>),
    SetLen(u64),
}

#[derive(Default)]
struct File {
    durable: Vec<u8>,
    /// In order, since the last sync.
    open: Vec<Change>,
}

#[derive(Default)]
struct Folder {
    durable: BTreeMap<PathBuf, usize>,
    open: Vec<Event>,
}

/// Follows what is durable.
#[derive(Default)]
pub struct Crashes {
    files: BTreeMap<usize, File>,
    folder: Folder,
}

impl Crashes {
    /// The disk as it is, all of it durable.
    pub fn from(image: &Image) -> Crashes {
        let mut crashes = Crashes::default();
        for (number, (path, bytes)) in image.iter().enumerate() {
            crashes.files.insert(number, File { durable: bytes.clone(), open: Vec::new() });
            crashes.folder.durable.insert(path.clone(), number);
        }
        crashes
    }

    /// Takes notice of an event. Whether a crash can leave anything new after it.
    pub fn follow(&mut self, event: &Event) -> bool {
        match event {
            Event::Create(_, number) => {
                self.files.entry(*number).or_default();
                self.folder.open.push(event.clone());
            }
            Event::Rename(..) | Event::Remove(_) => self.folder.open.push(event.clone()),
            Event::SyncFolder => {
                let open = std::mem::take(&mut self.folder.open);
                open.iter().for_each(|event| apply(&mut self.folder.durable, event));
            }
            Event::Write(number, offset, bytes) => {
                let file = self.files.entry(*number).or_default();
                file.open.extend(sectors(*offset, bytes));
            }
            Event::SetLen(number, len) => {
                self.files.entry(*number).or_default().open.push(Change::SetLen(*len));
            }
            Event::Sync(number) => {
                let file = self.files.entry(*number).or_default();
                for change in std::mem::take(&mut file.open) {
                    change.apply(&mut file.durable, Fate::Kept);
                }
            }
            Event::Begun(_) | Event::Acknowledged(_) => return false,
        }
        true
    }

    /// The states that a crash now can leave.
    pub fn states(&self, random: &mut Random) -> Vec<Image> {
        let changes: Vec<u64> = self
            .files
            .values()
            .flat_map(|file| &file.open)
            .map(|change| change.fates().len() as u64)
            .chain(self.folder.open.iter().map(|_| 2))
            .collect();
        let combinations = changes.iter().try_fold(1u64, |all, fates| all.checked_mul(*fates));
        match combinations.filter(|combinations| *combinations <= ALL) {
            Some(combinations) => (0..combinations)
                .map(|mut choice| {
                    self.state(|fates| {
                        let fate = fates[choice as usize % fates.len()];
                        choice /= fates.len() as u64;
                        fate
                    })
                })
                .collect(),
            None => (0..SOME).map(|round| self.by_chance(round, random)).collect(),
        }
    }

    fn by_chance(&self, round: usize, random: &mut Random) -> Image {
        // Of 16 changes so many are kept.
        let kept = [0, 16, 8, 15, 1, 12, 4, 8][round % SOME];
        self.state(|fates| match random.below(16) < kept {
            true => Fate::Kept,
            false => match random.below(4) {
                0 | 1 => Fate::Lost,
                _ => fates[random.below(fates.len() as u32) as usize],
            },
        })
    }

    fn state(&self, mut choose: impl FnMut(&[Fate]) -> Fate) -> Image {
        let mut contents: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
        for (number, file) in &self.files {
            let mut bytes = file.durable.clone();
            for change in &file.open {
                change.apply(&mut bytes, choose(change.fates()));
            }
            contents.insert(*number, bytes);
        }
        let mut names = self.folder.durable.clone();
        for event in &self.folder.open {
            if choose(&[Fate::Lost, Fate::Kept]) == Fate::Kept {
                apply(&mut names, event);
            }
        }
        names
            .into_iter()
            .map(|(path, number)| (path, contents.get(&number).cloned().unwrap_or_default()))
            .collect()
    }
}

impl Change {
    fn fates(&self) -> &'static [Fate] {
        match self {
            Change::Write(..) => &[Fate::Lost, Fate::Kept, Fate::Torn, Fate::Zeroed],
            Change::SetLen(_) => &[Fate::Lost, Fate::Kept],
        }
    }

    fn apply(&self, file: &mut Vec<u8>, fate: Fate) {
        match (self, fate) {
            (_, Fate::Lost) => {}
            (Change::SetLen(len), _) => file.resize(*len as usize, 0),
            (Change::Write(offset, bytes), Fate::Kept) => write_into(file, bytes, *offset),
            (Change::Write(offset, bytes), Fate::Torn) => {
                write_into(file, &bytes[..bytes.len().div_ceil(2)], *offset);
            }
            (Change::Write(offset, bytes), Fate::Zeroed) => {
                write_into(file, &vec![0; bytes.len()], *offset);
            }
        }
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, event: &Event) {
    match event {
        Event::Create(path, number) => {
            names.insert(path.clone(), *number);
        }
        Event::Rename(from, to, number) => {
            // Another file may be under the old name if what put this one there was lost.
            if names.get(from) == Some(number) {
                names.remove(from);
            }
            names.insert(to.clone(), *number);
        }
        Event::Remove(path) => {
            names.remove(path);
        }
        _ => {}
    }
}

/// A write by sectors; zeros that go on over several of them stay together.
fn sectors(offset: u64, bytes: &[u8]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = 0;
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    while at < bytes.len() {
        let place = offset + at as u64;
        let next = at + (SECTOR - place % SECTOR) as usize;
        let next = if at >= end { bytes.len() } else { next.min(bytes.len()) };
        changes.push(Change::Write(place, bytes[at..next].into()));
        at = next;
    }
    changes
}
