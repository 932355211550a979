//! Random transactions with savepoints, rollbacks and old snapshots; the committed changes replayed; the
//! result saved and read back.

use std::sync::Arc;

use casegraph::Result;
use casegraph::graph::image::{Content, Part, Section, SectionName, SectionSource};
use casegraph::graph::{
    ConstraintKind, GraphState, IndexKind, KeyId, LabelId, NodeId, Op, RelId, Savepoint, Snapshot, Store,
    Target, TypeId, WriteTransaction,
};
use casegraph::value::temporal::Date;
use casegraph::value::{List, Value};
use proptest::prelude::*;

use super::model::{Model, Node, Rel};

const LABELS: u32 = 3;
const KEYS: u32 = 3;

#[derive(Clone, Debug)]
enum Step {
    CreateNode(u32),
    CreateRel(usize, usize, u16),
    DeleteNode(usize),
    DeleteRel(usize),
    SetNode(usize, u32, Value),
    SetRel(usize, u32, Value),
    AddLabel(usize, u32),
    RemoveLabel(usize, u32),
    CreateIndex(u32, u32, bool),
    DropIndex(usize),
    Savepoint,
    RollbackTo,
    Commit,
    Abort,
    Snapshot,
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0..5i64).prop_map(Value::Integer),
        2 => (0..10i64).prop_map(|half| Value::Float(half as f64 / 2.0)),
        3 => "[ab]{0,3}".prop_map(|text| Value::String(Arc::from(text))),
        1 => Just(Value::Float(f64::NAN)),
        1 => (0..2usize).prop_map(|n| Value::String(Arc::from("long ".repeat(4000 * (n + 1))))),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => (0..3i64).prop_map(|days| Value::Date(Date { days })),
        1 => (0..3i64).prop_map(|n| Value::List(List::new(vec![Value::Integer(n)]))),
        2 => Just(Value::Null),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<usize>;
    prop_oneof![
        6 => (0..1u32 << LABELS).prop_map(Step::CreateNode),
        8 => (at(), at(), 0..2u16).prop_map(|(start, end, rel_type)| Step::CreateRel(start, end, rel_type)),
        1 => at().prop_map(Step::DeleteNode),
        2 => at().prop_map(Step::DeleteRel),
        8 => (at(), 0..KEYS, value()).prop_map(|(node, key, value)| Step::SetNode(node, key, value)),
        3 => (at(), 0..KEYS, value()).prop_map(|(rel, key, value)| Step::SetRel(rel, key, value)),
        3 => (at(), 0..LABELS).prop_map(|(node, label)| Step::AddLabel(node, label)),
        2 => (at(), 0..LABELS).prop_map(|(node, label)| Step::RemoveLabel(node, label)),
        1 => (0..LABELS, 0..KEYS, any::<bool>())
            .prop_map(|(label, key, unique)| Step::CreateIndex(label, key, unique)),
        1 => at().prop_map(Step::DropIndex),
        1 => Just(Step::Savepoint),
        1 => Just(Step::RollbackTo),
        1 => Just(Step::Commit),
        1 => Just(Step::Abort),
        1 => Just(Step::Snapshot),
    ]
}

struct Run {
    store: Store,
    committed: Model,
    log: Vec<Op>,
    snapshots: Vec<(Snapshot, Model)>,
    /// Always there between steps.
    open: Option<WriteTransaction>,
    model: Model,
    savepoints: Vec<(Savepoint, Model)>,
}

impl Run {
    fn new() -> Run {
        let store = Store::default();
        let mut transaction = store.begin();
        (0..LABELS).for_each(|i| assert_eq!(transaction.intern_label(&format!("L{i}")).unwrap(), LabelId(i)));
        (0..KEYS).for_each(|i| assert_eq!(transaction.intern_key(&format!("k{i}")).unwrap(), KeyId(i)));
        (0..2).for_each(|i| assert_eq!(transaction.intern_type(&format!("T{i}")).unwrap(), TypeId(i)));
        let log = transaction.ops().to_vec();
        transaction.commit().unwrap();
        let transaction = store.begin();
        Run {
            store,
            committed: Model::default(),
            log,
            snapshots: Vec::new(),
            open: Some(transaction),
            model: Model::default(),
            savepoints: Vec::new(),
        }
    }

    fn write(&mut self) -> &mut WriteTransaction {
        self.open.as_mut().unwrap()
    }

    fn node(&self, at: usize) -> Option<NodeId> {
        self.model.nodes.keys().nth(at.checked_rem(self.model.nodes.len())?).copied()
    }

    fn rel(&self, at: usize) -> Option<RelId> {
        self.model.rels.keys().nth(at.checked_rem(self.model.rels.len())?).copied()
    }

    fn next_transaction(&mut self) {
        self.savepoints.clear();
        self.model = self.committed.clone();
        self.open = Some(self.store.begin());
    }

    fn step(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::CreateNode(labels) => self.create_node(*labels),
            Step::CreateRel(start, end, rel_type) => {
                let (start, end) = (self.node(*start)?, self.node(*end)?);
                let rel_type = TypeId(*rel_type);
                let id = self.write().create_relationship(start, rel_type, end).unwrap();
                let rel = Rel { rel_type, start, end, properties: Default::default() };
                assert!(self.model.rels.insert(id, rel).is_none());
            }
            Step::DeleteNode(node) => {
                let id = self.node(*node)?;
                self.write().detach_delete_node(id).unwrap();
                self.model.nodes.remove(&id);
                self.model.rels.retain(|_, rel| rel.start != id && rel.end != id);
            }
            Step::DeleteRel(rel) => {
                let id = self.rel(*rel)?;
                self.write().delete_relationship(id).unwrap();
                self.model.rels.remove(&id);
            }
            Step::SetNode(node, key, value) => {
                let id = self.node(*node)?;
                self.set_node(id, KeyId(*key), value);
            }
            Step::SetRel(rel, key, value) => {
                let id = self.rel(*rel)?;
                self.write().set_relationship_property(id, KeyId(*key), value.clone()).unwrap();
                let properties = &mut self.model.rels.get_mut(&id)?.properties;
                match value {
                    Value::Null => properties.remove(&KeyId(*key)),
                    value => properties.insert(KeyId(*key), value.clone()),
                };
            }
            Step::AddLabel(node, label) => {
                let (id, label) = (self.node(*node)?, LabelId(*label));
                let content = &self.model.nodes[&id];
                let collides = !content.labels.contains(&label)
                    && content
                        .properties
                        .iter()
                        .any(|(key, value)| self.model.collides(id, label, *key, value));
                assert_eq!(self.write().add_label(id, label).is_err(), collides);
                if !collides {
                    self.model.nodes.get_mut(&id)?.labels.insert(label);
                }
            }
            Step::RemoveLabel(node, label) => {
                let id = self.node(*node)?;
                self.write().remove_label(id, LabelId(*label)).unwrap();
                self.model.nodes.get_mut(&id)?.labels.remove(&LabelId(*label));
            }
            Step::CreateIndex(label, key, unique) => self.create_index(LabelId(*label), KeyId(*key), *unique),
            Step::DropIndex(at) => self.drop_index(*at)?,
            Step::Savepoint => {
                let savepoint = self.write().savepoint();
                self.savepoints.push((savepoint, self.model.clone()));
            }
            Step::RollbackTo => {
                let (savepoint, model) = self.savepoints.pop()?;
                self.write().rollback_to(savepoint);
                self.model = model;
            }
            Step::Commit => {
                self.log.extend_from_slice(self.open.as_ref()?.ops());
                self.open.take()?.commit().unwrap();
                self.committed = self.model.clone();
                self.next_transaction();
            }
            Step::Abort => {
                self.open = None;
                self.next_transaction();
            }
            Step::Snapshot => self.snapshots.push((self.store.snapshot(), self.committed.clone())),
        }
        Some(())
    }

    fn create_node(&mut self, mask: u32) {
        let labels: Vec<LabelId> = (0..LABELS).filter(|bit| mask >> bit & 1 == 1).map(LabelId).collect();
        let id = self.write().create_node(&labels).unwrap();
        let node = Node { labels: labels.into_iter().collect(), properties: Default::default() };
        assert!(self.model.nodes.insert(id, node).is_none());
    }

    fn set_node(&mut self, id: NodeId, key: KeyId, value: &Value) {
        let labels = self.model.nodes[&id].labels.clone();
        let collides = !matches!(value, Value::Null)
            && labels.iter().any(|label| self.model.collides(id, *label, key, value));
        let result = self.write().set_node_property(id, key, value.clone());
        assert_eq!(result.is_err(), collides);
        let properties = &mut self.model.nodes.get_mut(&id).unwrap().properties;
        match value {
            _ if collides => None,
            Value::Null => properties.remove(&key),
            value => properties.insert(key, value.clone()),
        };
    }

    fn create_index(&mut self, label: LabelId, key: KeyId, unique: bool) {
        let target = Target::Label(label);
        let mut wanted = self.model.clone();
        wanted.indexes.insert((label, key), unique);
        let collides = wanted.nodes.iter().any(|(id, node)| {
            node.labels.contains(&label)
                && node.properties.get(&key).is_some_and(|value| wanted.collides(*id, label, key, value))
        });
        let result = if unique {
            self.write().create_constraint(None, ConstraintKind::Unique, target, &[key])
        } else {
            self.write().create_index(None, IndexKind::Range, target, &[key])
        };
        let refused = collides || self.model.indexes.contains_key(&(label, key));
        assert_eq!(result.is_err(), refused);
        if !refused {
            self.model = wanted;
        }
    }

    fn drop_index(&mut self, at: usize) -> Option<()> {
        let at = at.checked_rem(self.model.indexes.len())?;
        let ((label, key), unique) = self.model.indexes.iter().nth(at).map(|(on, unique)| (*on, *unique))?;
        let index = self.write().schema().index_on(Target::Label(label), &[key]).unwrap();
        let name = index.definition().name.clone();
        if unique {
            assert!(self.write().drop_index(&name).is_err());
            self.write().drop_constraint(&name).unwrap();
        } else {
            self.write().drop_index(&name).unwrap();
        }
        self.model.indexes.remove(&(label, key));
        Some(())
    }
}

fn round_trip(state: &GraphState) -> GraphState {
    let sections = sections(state);
    for (_, section) in &sections {
        let bytes = encoded(section);
        let (read, used): (Section, usize) =
            bincode::serde::decode_from_slice(&bytes, bincode::config::standard()).unwrap();
        assert_eq!((read, used), (section.clone(), bytes.len()));
    }
    open(sections).unwrap()
}

fn encoded(section: &Section) -> Vec<u8> {
    bincode::serde::encode_to_vec(section, bincode::config::standard()).unwrap()
}

/// Sections in memory, as if they were in a file.
struct Saved(Vec<Section>);

impl SectionSource for Saved {
    fn read(&self, number: u32) -> Result<Section> {
        Ok(self.0[number as usize].clone())
    }

    fn encoded(&self, number: u32) -> Result<Vec<u8>> {
        Ok(encoded(&self.0[number as usize]))
    }
}

fn sections(state: &GraphState) -> Vec<(SectionName, Section)> {
    let section = |part: Part| match part.content {
        Content::Made(section) => (part.name, section),
        Content::Saved(source, number) => (part.name, source.read(number).unwrap()),
    };
    state.to_parts().map(section).collect()
}

fn open(sections: Vec<(SectionName, Section)>) -> Result<GraphState> {
    let (names, sections) = sections.into_iter().unzip();
    GraphState::open(names, Arc::new(Saved(sections)))
}

fn replay(log: &[Op]) -> GraphState {
    let mut state = GraphState::new();
    for op in log {
        let bytes = bincode::serde::encode_to_vec(op, bincode::config::standard()).unwrap();
        let (op, _): (Op, usize) =
            bincode::serde::decode_from_slice(&bytes, bincode::config::standard()).unwrap();
        state.apply(&op).unwrap();
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn transactions_agree_with_the_model(steps in prop::collection::vec(step(), 0..120)) {
        let mut run = Run::new();
        for step in &steps {
            run.step(step);
        }
        let model = run.model.clone();
        model.compare(run.write());
        run.committed.compare(&run.store.snapshot());
        for (snapshot, model) in &run.snapshots {
            model.compare(snapshot);
        }
        let replayed = replay(&run.log);
        run.committed.compare(&replayed);
        run.committed.compare(&round_trip(&replayed));
        model.compare(&round_trip(run.write()));
    }
}

/// A small graph with every kind of page.
fn sample() -> GraphState {
    let mut run = Run::new();
    let values = [Value::Integer(1), Value::Float(0.5), Value::Boolean(true), Value::String("text".into())];
    for (i, value) in values.into_iter().enumerate() {
        run.create_node(i as u32);
        run.step(&Step::SetNode(i, i as u32 % KEYS, value.clone()));
        run.step(&Step::CreateRel(i, 0, i as u16 % 2));
        run.step(&Step::SetRel(i, 0, value));
    }
    run.step(&Step::CreateIndex(0, 0, true));
    run.step(&Step::DeleteRel(1));
    run.write().state().clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_image_is_refused_or_found_out_or_sound(
        at in any::<prop::sample::Index>(),
        section in any::<prop::sample::Index>(),
        bit in 0..8u8,
    ) {
        let mut sections = sections(&sample());
        let (_, section) = section.get_mut(&mut sections);
        let config = bincode::config::standard().with_limit::<100_000>();
        let mut bytes = bincode::serde::encode_to_vec(&*section, config).unwrap();
        *at.get_mut(&mut bytes) ^= 1u8 << bit;
        if let Ok((damaged, _)) = bincode::serde::decode_from_slice(&bytes, config) {
            *section = damaged;
            // The check reads everything; a graph that it finds sound is saved and read as what it is.
            if let Ok(state) = open(sections) && state.check().is_empty() {
                prop_assert_eq!(round_trip(&state).check(), Vec::<String>::new());
                prop_assert!(state.intact().is_ok());
            }
        }
    }
}
