//! Store files that somebody made to do harm: their checksums are right and their contents are not. Opening and reading them ends
//! in an error or in a graph, within bounded memory and time, and never in a panic.
//!
//! `CASEGRAPH_HOSTILE_FILES` is the number of files, 1,500 unless given.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::disk::{Disk, Image};
use super::workload::{Program, STORE, Step, digest};
use crate::support::generate::Random;

const HEADER: usize = 56;
const FRAME_HEADER: usize = 28;

fn sum(parts: &[&[u8]]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_le_bytes()
}

/// A file taken apart: its header and its frames as header and payload.
struct Taken {
    header: Vec<u8>,
    frames: Vec<([u8; FRAME_HEADER], Vec<u8>)>,
    /// Whether each frame is chained to the one before it, as in a log.
    chained: bool,
}

impl Taken {
    fn of(bytes: &[u8], chained: bool) -> Taken {
        let mut taken = Taken { header: bytes[..HEADER].to_vec(), frames: Vec::new(), chained };
        let mut at = HEADER;
        while let Some(header) = bytes.get(at..).and_then(|rest| rest.first_chunk::<FRAME_HEADER>()) {
            let length = u64::from_le_bytes(*header.first_chunk().expect("it is longer")) as usize;
            if header.iter().all(|byte| *byte == 0) {
                break;
            }
            let payload = bytes[at + FRAME_HEADER..at + FRAME_HEADER + length].to_vec();
            at += FRAME_HEADER + length + 4;
            taken.frames.push((*header, payload));
        }
        taken
    }

    /// The file with all its checksums made right.
    fn bytes(&self) -> Vec<u8> {
        let mut header = self.header.clone();
        let header_sum = sum(&[&header[..52]]);
        header[52..].copy_from_slice(&header_sum);
        let salt: &[u8] = &self.header[36..44];
        let mut chain = sum(&[salt, &header]);
        let mut bytes = header.clone();
        for (frame, payload) in &self.frames {
            let mut frame = *frame;
            frame[..8].copy_from_slice(&(payload.len() as u64).to_le_bytes());
            let frame_sum = sum(&[salt, &frame[..24]]);
            frame[24..].copy_from_slice(&frame_sum);
            let payload_sum = sum(&[&chain, &frame, payload]);
            bytes.extend_from_slice(&frame);
            bytes.extend_from_slice(payload);
            bytes.extend_from_slice(&payload_sum);
            if self.chained {
                chain = payload_sum;
            }
        }
        bytes
    }

    /// Changes something: numbers at their edges where lengths, counts and offsets may be, or any bytes.
    fn harm(&mut self, random: &mut Random) {
        let at = random.below(self.frames.len() as u32) as usize;
        let (frame, payload) = &mut self.frames[at];
        match random.below(12) {
            0 => self.header[8 + random.below(44) as usize] ^= 1 << random.below(8),
            1 => frame[8 + random.below(16) as usize] = random.next() as u8,
            2 => payload.truncate(random.below(payload.len() as u32 + 1) as usize),
            3 => {
                let copy = self.frames[at].clone();
                self.frames.insert(at, copy);
            }
            4 => drop(self.frames.remove(at)),
            kind => {
                if payload.is_empty() {
                    return;
                }
                let place = random.below(payload.len() as u32) as usize;
                let harm: &[u8] = match kind {
                    // Varints of 16, 32 and 64 bits, the largest of each.
                    5 => &[251, 255, 255],
                    6 => &[252, 255, 255, 255, 255],
                    7 => &[253, 255, 255, 255, 255, 255, 255, 255, 255],
                    8 => &[253, 0, 0, 0, 0, 0, 0, 0, 128],
                    9 => &[255],
                    10 => &[0],
                    _ => &[0x55],
                };
                let end = (place + harm.len()).min(payload.len());
                payload.splice(place..end, harm.iter().copied());
            }
        }
    }
}

fn store() -> Image {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    for step in [Step::Create(8, 20), Step::Connect(0, 1), Step::Connect(1, 2), Step::Index(true)] {
        program.commit(step, |_| {}).expect("nothing fails");
    }
    program.checkpoint().expect("nothing fails");
    for step in [Step::Create(2, 12), Step::Connect(8, 9), Step::Set(3, 44), Step::DropIndex] {
        program.commit(step, |_| {}).expect("nothing fails");
    }
    disk.image()
}

#[test]
fn files_made_to_do_harm_end_in_an_error_or_a_graph() {
    let image = store();
    let (checkpoint, log) = (PathBuf::from(STORE), PathBuf::from(format!("{STORE}-log")));
    let same = Taken::of(&image[&checkpoint], false).bytes();
    assert_eq!(same, image[&checkpoint], "the test knows the format");
    assert!(image[&log].starts_with(&Taken::of(&image[&log], true).bytes()), "the test knows the format");
    let count = std::env::var("CASEGRAPH_HOSTILE_FILES").ok().and_then(|it| it.parse().ok()).unwrap_or(1500);
    let mut random = Random(23);
    let (mut refused, mut opened) = (0, 0);
    for _ in 0..count {
        let mut harmed = image.clone();
        let (path, chained) = if random.below(3) == 0 { (&log, true) } else { (&checkpoint, false) };
        let mut taken = Taken::of(&image[path], chained);
        for _ in 0..=random.below(3) {
            taken.harm(&mut random);
            if taken.frames.is_empty() {
                break;
            }
        }
        harmed.insert(path.clone(), taken.bytes());
        let began = Instant::now();
        let disk = Disk::of(&harmed);
        match Program::open(&disk) {
            Ok(mut program) => {
                opened += 1;
                // Whatever it says, it can be read, judged and written, or it is an error.
                let snapshot = program.store.snapshot();
                let _ = (digest(snapshot.state()), snapshot.check());
                drop(snapshot);
                let _ = program.commit(Step::Create(1, 3), |_| {});
                let _ = program.commit(Step::Connect(0, 1), |_| {});
            }
            Err(_) => {
                refused += 1;
                assert_eq!(disk.image(), harmed);
            }
        }
        let vfs: std::sync::Arc<dyn casegraph::persist::Vfs> = std::sync::Arc::new(Disk::of(&harmed));
        let _ = casegraph::persist::salvage(Path::new(STORE), &vfs);
        assert!(began.elapsed() < Duration::from_secs(20), "it takes too long");
    }
    println!("{refused} refused, {opened} opened");
    assert!(refused > count / 4 && opened > 0);
}

#[test]
fn an_unknown_kind_of_record_is_a_typed_error() {
    let image = store();
    let log = PathBuf::from(format!("{STORE}-log"));
    let mut taken = Taken::of(&image[&log], true);
    taken.frames[1].0[8] = 9;
    let mut strange = image.clone();
    strange.insert(log, taken.bytes());
    let error = Program::open(&Disk::of(&strange)).err().expect("nobody knows what it means");
    assert_eq!(error.detail(), "DamagedStore");
    assert!(error.message().contains("unknown kind") && error.message().contains("at byte"), "{error:?}");
}
