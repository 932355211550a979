//! Interned names: labels, relationship types, property keys, and the label sets nodes carry.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{KeyId, LabelId, TypeId};
use crate::error::{Error, ErrorClass, Result};

/// The most relationship types a graph may have, so that a type fits in 16 bits beside each neighbour.
pub const MAX_TYPES: usize = 65_535;

/// An interned set of labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelSetId(pub u32);

/// The names a graph knows; a name once interned keeps its id for good.
#[derive(Clone, Debug)]
pub struct Catalog {
    labels: Names,
    types: Names,
    keys: Names,
    sets: Vec<Arc<[LabelId]>>,
    set_ids: FxHashMap<Arc<[LabelId]>, u32>,
}

impl Default for Catalog {
    fn default() -> Self {
        let empty: Arc<[LabelId]> = Arc::from([]);
        Catalog {
            labels: Names::default(),
            types: Names::default(),
            keys: Names::default(),
            set_ids: FxHashMap::from_iter([(empty.clone(), 0)]),
            sets: vec![empty],
        }
    }
}

impl Catalog {
    /// The label of this name, if there ever was one.
    pub fn label(&self, name: &str) -> Option<LabelId> {
        self.labels.id(name).map(LabelId)
    }

    /// The relationship type of this name, if there ever was one.
    pub fn rel_type(&self, name: &str) -> Option<TypeId> {
        // `Names` for types never holds more than MAX_TYPES.
        self.types.id(name).map(|id| TypeId(id as u16))
    }

    /// The property key of this name, if there ever was one.
    pub fn key(&self, name: &str) -> Option<KeyId> {
        self.keys.id(name).map(KeyId)
    }

    /// The label's name; empty for a label of another graph.
    pub fn label_name(&self, label: LabelId) -> &Arc<str> {
        self.labels.name(label.index())
    }

    /// The type's name; empty for a type of another graph.
    pub fn type_name(&self, rel_type: TypeId) -> &Arc<str> {
        self.types.name(rel_type.index())
    }

    /// The key's name; empty for a key of another graph.
    pub fn key_name(&self, key: KeyId) -> &Arc<str> {
        self.keys.name(key.index())
    }

    /// All labels ever used, in the order of their ids.
    pub fn labels(&self) -> impl ExactSizeIterator<Item = (LabelId, &Arc<str>)> {
        self.labels.list.iter().enumerate().map(|(i, name)| (LabelId(i as u32), name))
    }

    /// All relationship types ever used, in the order of their ids.
    pub fn rel_types(&self) -> impl ExactSizeIterator<Item = (TypeId, &Arc<str>)> {
        self.types.list.iter().enumerate().map(|(i, name)| (TypeId(i as u16), name))
    }

    /// All property keys ever used, in the order of their ids.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = (KeyId, &Arc<str>)> {
        self.keys.list.iter().enumerate().map(|(i, name)| (KeyId(i as u32), name))
    }

    /// The labels of a set, ascending by id.
    pub fn label_set(&self, set: LabelSetId) -> &Arc<[LabelId]> {
        // Set 0 is the empty set and always there.
        self.sets.get(set.0 as usize).unwrap_or(&self.sets[0])
    }

    /// All label sets, in the order of their ids.
    pub fn label_sets(&self) -> impl ExactSizeIterator<Item = &Arc<[LabelId]>> {
        self.sets.iter()
    }

    /// The number of label sets; their ids are below it.
    pub fn label_set_count(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn define_label(&mut self, id: LabelId, name: &Arc<str>) -> Result<()> {
        self.labels.define(id.index(), name, "label", u32::MAX as usize)
    }

    pub(super) fn define_type(&mut self, id: TypeId, name: &Arc<str>) -> Result<()> {
        self.types.define(id.index(), name, "relationship type", MAX_TYPES)
    }

    pub(super) fn define_key(&mut self, id: KeyId, name: &Arc<str>) -> Result<()> {
        self.keys.define(id.index(), name, "property key", u32::MAX as usize)
    }

    /// The set of these labels, if they are sorted and it is known.
    pub(super) fn find_set(&self, labels: &[LabelId]) -> Option<LabelSetId> {
        self.set_ids.get(labels).copied().map(LabelSetId)
    }

    /// The id of the set of these labels, in any order and with repetitions; the labels must be known.
    pub(super) fn intern_set(&mut self, labels: &[LabelId]) -> Result<LabelSetId> {
        if let Some(unknown) = labels.iter().find(|label| label.index() >= self.labels.list.len()) {
            return Err(Error::internal(format!("label {} is not in the catalog", unknown.0)));
        }
        let mut sorted: SmallVec<[LabelId; 8]> = SmallVec::from_slice(labels);
        sorted.sort_unstable();
        sorted.dedup();
        if let Some(id) = self.set_ids.get(sorted.as_slice()) {
            return Ok(LabelSetId(*id));
        }
        let set: Arc<[LabelId]> = Arc::from(sorted.as_slice());
        let id = self.sets.len() as u32;
        self.set_ids.insert(set.clone(), id);
        self.sets.push(set);
        Ok(LabelSetId(id))
    }
}

#[derive(Clone, Debug, Default)]
struct Names {
    list: Vec<Arc<str>>,
    ids: FxHashMap<Arc<str>, u32>,
}

impl Names {
    fn id(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    fn name(&self, at: usize) -> &Arc<str> {
        static NONE: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| Arc::from(""));
        self.list.get(at).unwrap_or(&NONE)
    }

    /// Ids are handed out in order, so that replaying a log gives every name its old id.
    fn define(&mut self, id: usize, name: &Arc<str>, what: &str, limit: usize) -> Result<()> {
        if id != self.list.len() || self.ids.contains_key(name) {
            return Err(Error::internal(format!("{what} `{name}` cannot be number {id}")));
        }
        if id >= limit {
            let message = format!("a graph can have {limit} {what}s; `{name}` would be one more");
            return Err(Error::new(ErrorClass::BudgetExceeded, "TooManyNames", message));
        }
        self.list.push(name.clone());
        self.ids.insert(name.clone(), id as u32);
        Ok(())
    }
}
