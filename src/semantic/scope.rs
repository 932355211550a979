//! The names that can be used at a place, and their slots.

use std::collections::BTreeMap;

use super::bound::{Name, Slot};

/// Names in two layers: what the query at hand has bound, and what it sees of the query around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Replaced by every `WITH`; what `*` stands for.
    local: BTreeMap<Name, Slot>,
    /// Fixed for the whole of a subquery; local names hide them.
    outer: BTreeMap<Name, Slot>,
}

impl Scope {
    /// The slot of a name.
    pub(super) fn get(&self, name: &str) -> Option<Slot> {
        self.local.get(name).or_else(|| self.outer.get(name)).copied()
    }

    /// Adds a name, or gives it another slot.
    pub(super) fn declare(&mut self, name: Name, slot: Slot) {
        self.local.insert(name, slot);
    }

    /// The local names in alphabetical order.
    pub(super) fn locals(&self) -> impl Iterator<Item = (&Name, Slot)> {
        self.local.iter().map(|(name, slot)| (name, *slot))
    }

    /// Every name that can be used, for hints.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.local.keys().chain(self.outer.keys()).map(|name| &**name)
    }

    /// The scope in which a subquery begins that sees everything.
    pub(super) fn nested(&self) -> Scope {
        let mut outer = self.outer.clone();
        outer.extend(self.local.iter().map(|(name, slot)| (name.clone(), *slot)));
        Scope { local: BTreeMap::new(), outer }
    }

    /// The scope in which a subquery begins that sees only these names.
    pub(super) fn seeing(outer: BTreeMap<Name, Slot>) -> Scope {
        Scope { local: BTreeMap::new(), outer }
    }

    /// The scope after a `WITH` that keeps only these names.
    pub(super) fn projected(&self, local: BTreeMap<Name, Slot>) -> Scope {
        Scope { local, outer: self.outer.clone() }
    }

    /// The slot of a local name.
    pub(super) fn local_slot(&self, name: &str) -> Option<Slot> {
        self.local.get(name).copied()
    }

    /// Whether the slot is a variable's of the query around this one, maybe passed on by a `WITH`.
    pub(super) fn is_outer(&self, slot: Slot) -> bool {
        self.outer.values().any(|outer| *outer == slot)
    }

    /// Undoes a declaration: the name has this local slot again, or none.
    pub(super) fn restore(&mut self, name: &str, slot: Option<Slot>) {
        match slot {
            Some(slot) => {
                self.local.insert(name.into(), slot);
            }
            None => {
                self.local.remove(name);
            }
        }
    }
}
