//! What the simulated program does: commits of all kinds, checkpoints, closing, being killed.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use casegraph::graph::{ConstraintKind, GraphState, IndexKind, NodeId, Store, Target, WriteTransaction};
use casegraph::persist::{Fold, StoreFile, StoreOptions, SyncPolicy};
use casegraph::value::Value;

use super::disk::{Disk, Event};
use crate::support::generate::Random;

pub const STORE: &str = "/disk/crash.casegraph";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nodes, each with a text of so many bytes.
    Create(u32, u32),
    Connect(u32, u32),
    Set(u32, u32),
    Delete(u32),
    Index(bool),
    DropIndex,
    /// Nodes, without a list of changes.
    Bulk(u32),
    /// Two transactions that commit together.
    Together(u32),
    Checkpoint,
    /// A checkpoint during which others commit.
    Begin,
    Finish,
    Sync,
    /// Closes the store and opens it again.
    Reopen,
    /// The process is killed, and the store opened again.
    Kill,
    /// The process is killed at so many calls after a commit was begun.
    Die(u32),
}

impl Step {
    fn any(random: &mut Random) -> Step {
        let long = |random: &mut Random| match random.below(8) {
            0 => 2000 + random.below(3000),
            1 => 480 + random.below(40),
            _ => random.below(60),
        };
        match random.below(32) {
            0..=9 => Step::Create(1 + random.below(3), long(random)),
            10..=14 => Step::Connect(random.below(1000), random.below(1000)),
            15..=18 => Step::Set(random.below(1000), long(random)),
            19 | 20 => Step::Delete(random.below(1000)),
            21 => Step::Index(random.below(2) == 0),
            22 => Step::DropIndex,
            23 => Step::Bulk(1 + random.below(20)),
            24 => Step::Checkpoint,
            25 => Step::Together(long(random)),
            26 => Step::Begin,
            27 | 28 => Step::Finish,
            29 => Step::Reopen,
            30 => Step::Kill,
            _ => match random.below(3) {
                0 => Step::Sync,
                _ => Step::Die(random.below(12)),
            },
        }
    }
}

/// The steps of a seed.
pub fn steps(seed: u64, count: usize) -> Vec<Step> {
    let mut random = Random(seed);
    (0..count).map(|_| Step::any(&mut random)).collect()
}

/// One program of four does not wait for syncs.
pub fn policy(seed: u64) -> SyncPolicy {
    if seed.is_multiple_of(4) { SyncPolicy::Off } else { SyncPolicy::Full }
}

pub fn options(disk: &Disk, sync: SyncPolicy) -> StoreOptions {
    // Frames of a few hundred bytes, so that transactions in parts are common.
    StoreOptions { vfs: Arc::new(disk.clone()), part_len: 700, sync, ..StoreOptions::default() }
}

/// An open store.
pub struct Program {
    pub file: StoreFile,
    pub store: Store,
    /// A checkpoint that was begun and written.
    fold: Option<Fold>,
}

impl Program {
    pub fn open(disk: &Disk) -> casegraph::Result<Program> {
        Program::open_with(disk, SyncPolicy::Full)
    }

    pub fn open_with(disk: &Disk, sync: SyncPolicy) -> casegraph::Result<Program> {
        let (file, state) = StoreFile::open(Path::new(STORE), &options(disk, sync))?;
        Ok(Program { file, store: Store::new(state), fold: None })
    }

    pub fn checkpoint(&mut self) -> casegraph::Result<()> {
        self.fold = None;
        let snapshot = self.store.snapshot();
        self.file.checkpoint(snapshot.state())
    }

    pub fn begin_checkpoint(&mut self) -> casegraph::Result<()> {
        if self.fold.is_none() {
            let mut fold = self.file.begin_checkpoint()?;
            fold.write(self.store.snapshot().state())?;
            self.fold = Some(fold);
        }
        Ok(())
    }

    pub fn finish_checkpoint(&mut self) -> casegraph::Result<()> {
        self.fold.take().map_or(Ok(()), |fold| self.file.finish_checkpoint(fold))
    }

    pub fn digest(&self) -> u64 {
        digest(self.store.snapshot().state())
    }

    pub fn close(self) -> casegraph::Result<()> {
        let snapshot = self.store.snapshot();
        self.file.close(snapshot.state())
    }

    /// Commits the step's change. `before` is told the digest of what is about to become durable.
    pub fn commit(&mut self, step: Step, before: impl FnOnce(u64)) -> casegraph::Result<()> {
        let mut transaction = self.store.begin();
        change(&mut transaction, step)?;
        if matches!(step, Step::Bulk(_)) {
            // Whoever saves everything waits for the checkpoint that is being made.
            self.fold.take().map_or(Ok(()), |fold| self.file.finish_checkpoint(fold))?;
        }
        transaction.commit_with(|changes| {
            before(digest(changes.state));
            match step {
                Step::Together(_) => {
                    let (first, second) = changes.ops.split_at(changes.ops.len() / 2);
                    self.file.append_together(&[first, second])
                }
                _ => self.file.append(changes),
            }
        })
    }
}

fn change(transaction: &mut WriteTransaction, step: Step) -> casegraph::Result<()> {
    match step {
        Step::Create(nodes, len) => {
            let (label, key) = (transaction.intern_label("N")?, transaction.intern_key("text")?);
            for _ in 0..nodes {
                let node = transaction.create_node(&[label])?;
                transaction.set_node_property(node, key, text(node, len))?;
            }
        }
        Step::Connect(start, end) => {
            if let (Some(start), Some(end)) = (node(transaction, start), node(transaction, end)) {
                let (rel_type, key) = (transaction.intern_type("TO")?, transaction.intern_key("since")?);
                let rel = transaction.create_relationship(start, rel_type, end)?;
                transaction.set_relationship_property(rel, key, Value::Integer(i64::from(rel.0)))?;
            }
        }
        Step::Set(of, len) => {
            if let Some(node) = node(transaction, of) {
                let key = transaction.intern_key("text")?;
                transaction.set_node_property(node, key, text(NodeId(of), len))?;
            }
        }
        Step::Delete(of) => {
            if let Some(node) = node(transaction, of) {
                transaction.detach_delete_node(node)?;
            }
        }
        Step::Index(unique) => {
            let target = Target::Label(transaction.intern_label("N")?);
            let key = transaction.intern_key("text")?;
            // One that is there already, or that the data breaks, changes nothing.
            let _ = match unique {
                true => transaction.create_constraint(Some("i"), ConstraintKind::Unique, target, &[key]),
                false => transaction.create_index(Some("i"), IndexKind::Range, target, &[key]),
            };
        }
        Step::DropIndex => {
            let _ = transaction.drop_index("i").or_else(|_| transaction.drop_constraint("i"));
        }
        Step::Bulk(nodes) => {
            let mut bulk = transaction.bulk();
            let label = bulk.intern_label("N")?;
            for _ in 0..nodes {
                bulk.create_node(&[label])?;
            }
            bulk.finish()?;
        }
        Step::Together(len) => {
            change(transaction, Step::Create(1, len))?;
            change(transaction, Step::Create(1, 7))?;
        }
        Step::Die(_) => change(transaction, Step::Create(2, 300))?,
        Step::Checkpoint | Step::Begin | Step::Finish | Step::Sync | Step::Reopen | Step::Kill => {}
    }
    Ok(())
}

fn node(transaction: &WriteTransaction, pick: u32) -> Option<NodeId> {
    let count = transaction.state().node_count();
    transaction.state().nodes().nth((u64::from(pick) % count.max(1)) as usize)
}

/// A text that no other node has.
fn text(node: NodeId, len: u32) -> Value {
    let letter = char::from(b'a' + (node.0 % 26) as u8);
    let text: String =
        format!("{} ", node.0).chars().chain(std::iter::repeat_n(letter, len as usize)).collect();
    Value::String(text.into())
}

/// What is in a graph, as a number.
pub fn digest(state: &GraphState) -> u64 {
    let mut hasher = DefaultHasher::new();
    for node in state.nodes() {
        node.0.hash(&mut hasher);
        state.labels(node).iter().for_each(|label| label.0.hash(&mut hasher));
        for (key, value) in state.node_properties(node) {
            (key.0, 1u8).hash(&mut hasher);
            hash_value(&value.to_value(), &mut hasher);
        }
    }
    for rel in state.relationships() {
        let Some(content) = state.relationship(rel) else {
            continue;
        };
        (rel.0, content.rel_type.0, content.start.0, content.end.0).hash(&mut hasher);
        for (key, value) in state.relationship_properties(rel) {
            (key.0, 2u8).hash(&mut hasher);
            hash_value(&value.to_value(), &mut hasher);
        }
    }
    for index in state.schema().indexes() {
        (&*index.definition().name, index.is_unique(), index.len()).hash(&mut hasher);
    }
    hasher.finish()
}

fn hash_value(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Integer(number) => number.hash(hasher),
        Value::String(text) => text.hash(hasher),
        other => format!("{other:?}").hash(hasher),
    }
}

/// What a run of steps did to the disk, and the digests of the versions it committed, by number.
pub struct Record {
    pub events: Vec<Event>,
    pub versions: Vec<u64>,
}

/// Runs the steps on a disk on which nothing fails.
pub fn run(steps: &[Step], sync: SyncPolicy) -> casegraph::Result<Record> {
    let disk = Disk::default();
    let program = Program::open_with(&disk, sync)?;
    let versions = vec![program.digest()];
    let mut run = Run { disk, sync, program: Some(program), versions };
    for step in steps {
        run.step(*step)?;
        let found = run.program().map(|program| program.digest());
        assert_eq!(found.ok(), run.versions.last().copied(), "nothing failed");
    }
    run.close()?;
    Ok(Record { events: run.disk.events(), versions: run.versions })
}

struct Run {
    disk: Disk,
    sync: SyncPolicy,
    /// Always there between steps.
    program: Option<Program>,
    versions: Vec<u64>,
}

impl Run {
    fn program(&mut self) -> casegraph::Result<&mut Program> {
        if self.program.is_none() {
            self.program = Some(Program::open_with(&self.disk, self.sync)?);
        }
        Ok(self.program.as_mut().expect("it was just opened"))
    }

    fn step(&mut self, step: Step) -> casegraph::Result<()> {
        match step {
            Step::Checkpoint => self.program()?.checkpoint()?,
            Step::Begin => return self.program()?.begin_checkpoint(),
            Step::Finish => return self.program()?.finish_checkpoint(),
            Step::Sync => self.program()?.file.sync()?,
            Step::Reopen => {
                self.close()?;
                self.program()?;
            }
            Step::Kill => {
                self.program = None;
                self.program()?;
            }
            Step::Die(calls) => return self.die(calls),
            step => {
                self.commit(step)?;
                let whole = matches!(step, Step::Bulk(_));
                if self.sync != SyncPolicy::Full && !whole {
                    return Ok(());
                }
            }
        }
        self.acknowledge();
        Ok(())
    }

    /// Everything so far is durable.
    fn acknowledge(&self) {
        self.disk.mark(Event::Acknowledged(self.versions.len() - 1));
    }

    fn commit(&mut self, step: Step) -> casegraph::Result<()> {
        let disk = self.disk.clone();
        let mut versions = std::mem::take(&mut self.versions);
        let committed = self.program()?.commit(step, |digest| {
            disk.mark(Event::Begun(versions.len()));
            versions.push(digest);
        });
        self.versions = versions;
        committed
    }

    fn die(&mut self, calls: u32) -> casegraph::Result<()> {
        let before = self.versions[self.versions.len() - 1];
        self.disk.die_at(calls as usize);
        // It may have succeeded when it has fewer calls.
        let _ = self.commit(Step::Die(calls));
        self.program = None;
        self.disk.revive();
        let found = self.program()?.digest();
        if found != self.versions[self.versions.len() - 1] {
            assert_eq!(found, before, "neither before nor after");
            // What was not found when the store was opened is never found again.
            self.disk.mark(Event::Begun(self.versions.len()));
            self.versions.push(before);
        }
        self.acknowledge();
        Ok(())
    }

    fn close(&mut self) -> casegraph::Result<()> {
        self.program.take().map_or(Ok(()), Program::close)
    }
}

/// The names of the files and their lengths, for a report.
pub fn sizes(image: &super::disk::Image) -> BTreeMap<String, usize> {
    image.iter().map(|(path, bytes)| (path.display().to_string(), bytes.len())).collect()
}
