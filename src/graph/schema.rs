//! The indexes and constraints of a graph.

use std::sync::Arc;

use super::KeyId;
use super::index::{ConstraintDefinition, ConstraintKind, Index, IndexDefinition, IndexKind, Target};
use crate::error::{Error, Result};

/// All indexes and constraints; names are unique among both.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    indexes: Vec<Arc<Index>>,
    constraints: Vec<Arc<ConstraintDefinition>>,
}

impl Schema {
    /// All indexes, those behind constraints included.
    pub fn indexes(&self) -> impl ExactSizeIterator<Item = &Index> {
        self.indexes.iter().map(|index| &**index)
    }

    /// All constraints.
    pub fn constraints(&self) -> impl ExactSizeIterator<Item = &ConstraintDefinition> {
        self.constraints.iter().map(|constraint| &**constraint)
    }

    /// The index of this name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes().find(|index| &*index.definition().name == name)
    }

    /// The constraint of this name.
    pub fn constraint(&self, name: &str) -> Option<&ConstraintDefinition> {
        self.constraints().find(|constraint| &*constraint.name == name)
    }

    /// An index on exactly these properties, in this order.
    pub fn index_on(&self, target: Target, keys: &[KeyId]) -> Option<&Index> {
        self.indexes().find(|index| index.definition().covers(target, keys))
    }

    /// Where the indexes list one on exactly these properties, in this order.
    pub fn place_of(&self, target: Target, keys: &[KeyId]) -> Option<usize> {
        self.indexes().position(|index| index.definition().covers(target, keys))
    }

    /// The index at a place, if it is on exactly these properties, in this order.
    pub fn index_at(&self, place: usize, target: Target, keys: &[KeyId]) -> Option<&Index> {
        self.indexes.get(place).map(|index| &**index).filter(|index| index.definition().covers(target, keys))
    }

    /// The index of this kind on exactly these properties, in this order.
    pub fn index_of(&self, kind: IndexKind, target: Target, keys: &[KeyId]) -> Option<&Index> {
        let is_same = |index: &&Index| {
            let own = index.definition();
            (own.kind, own.target) == (kind, target) && own.keys == keys
        };
        self.indexes().find(is_same)
    }

    /// Whether the name belongs to an index or constraint.
    pub fn is_taken(&self, name: &str) -> bool {
        self.index(name).is_some() || self.constraint(name).is_some()
    }

    pub(super) fn indexes_mut(&mut self) -> impl Iterator<Item = &mut Arc<Index>> {
        self.indexes.iter_mut()
    }

    pub(super) fn check_new_index(&self, definition: &IndexDefinition) -> Result<()> {
        self.check_name(&definition.name)?;
        check_keys(&definition.keys)?;
        let IndexDefinition { kind, target, keys, .. } = definition;
        let Some(index) = self.index_of(*kind, *target, keys) else { return Ok(()) };
        let name = &index.definition().name;
        let owner = if index.is_unique() { "that of the constraint" } else { "index" };
        let message = format!("{owner} `{name}` already is a {} index of these properties", kind.name());
        Err(Error::argument("IndexAlreadyExists", message)
            .hint("IF NOT EXISTS makes the statement do nothing then"))
    }

    pub(super) fn check_new_constraint(&self, definition: &ConstraintDefinition) -> Result<()> {
        self.check_name(&definition.name)?;
        check_keys(&definition.keys)?;
        let same = |other: &&ConstraintDefinition| {
            (other.target, other.kind) == (definition.target, definition.kind)
                && other.keys == definition.keys
        };
        if let Some(other) = self.constraints().find(same) {
            let message = format!("constraint `{}` already demands this", other.name);
            return Err(Error::argument("ConstraintAlreadyExists", message)
                .hint("IF NOT EXISTS makes the statement do nothing then"));
        }
        self.check_conflicts(definition)
    }

    /// Fails if a constraint cannot stand beside what is there.
    fn check_conflicts(&self, definition: &ConstraintDefinition) -> Result<()> {
        let covers = |other: &&ConstraintDefinition| {
            other.target == definition.target && other.keys == definition.keys
        };
        use ConstraintKind::{Key, Typed, Unique};
        let conflicting = |other: &&ConstraintDefinition| {
            let kinds = (other.kind, definition.kind);
            matches!(kinds, (Typed(_), Typed(_)) | (Unique, Key) | (Key, Unique))
        };
        if let Some(other) = self.constraints().filter(covers).find(conflicting) {
            let message =
                format!("constraint `{}` already demands something else of these properties", other.name);
            return Err(Error::argument("ConflictingConstraint", message)
                .hint(format!("DROP CONSTRAINT {} first", other.name)));
        }
        let Some(own) = definition.index() else { return Ok(()) };
        let Some(index) = self.index_of(own.kind, own.target, &own.keys) else { return Ok(()) };
        let name = &index.definition().name;
        let message = format!("index `{name}` already is a {} index of these properties", own.kind.name());
        Err(Error::argument("IndexAlreadyExists", message)
            .hint(format!("DROP INDEX {name} first; the constraint brings its own")))
    }

    fn check_name(&self, name: &str) -> Result<()> {
        if self.is_taken(name) {
            let message = format!("an index or constraint named `{name}` already exists");
            return Err(Error::argument("NameAlreadyExists", message));
        }
        Ok(())
    }

    pub(super) fn add_index(&mut self, index: Index) {
        self.indexes.push(Arc::new(index));
    }

    pub(super) fn add_constraint(&mut self, constraint: ConstraintDefinition) {
        self.constraints.push(Arc::new(constraint));
    }

    pub(super) fn drop_index(&mut self, name: &str) -> Result<()> {
        if self.constraint(name).is_some() {
            let message = format!("index `{name}` belongs to the constraint of that name");
            return Err(Error::argument("IndexBelongsToConstraint", message).hint("drop the constraint"));
        }
        let Some(at) = self.indexes.iter().position(|index| &*index.definition().name == name) else {
            return Err(Error::argument("IndexNotFound", format!("there is no index `{name}`")));
        };
        self.indexes.remove(at);
        Ok(())
    }

    pub(super) fn drop_constraint(&mut self, name: &str) -> Result<()> {
        let Some(at) = self.constraints.iter().position(|constraint| &*constraint.name == name) else {
            return Err(Error::argument("ConstraintNotFound", format!("there is no constraint `{name}`")));
        };
        self.constraints.remove(at);
        self.indexes.retain(|index| &*index.definition().name != name);
        Ok(())
    }
}

fn check_keys(keys: &[KeyId]) -> Result<()> {
    let repeated = keys.iter().enumerate().any(|(i, key)| keys[..i].contains(key));
    if keys.is_empty() || repeated {
        return Err(Error::argument("InvalidIndex", "an index needs one or more different properties"));
    }
    Ok(())
}
