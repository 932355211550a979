//! Indexes and constraints as the statements that make them.

use super::index::{ConstraintDefinition, ConstraintKind, IndexDefinition, IndexKind, Target};
use super::state::GraphState;
use super::{Catalog, KeyId};
use crate::value::text::write_name;

impl GraphState {
    /// The statement that makes the index.
    pub fn index_statement(&self, index: &IndexDefinition) -> String {
        let kind = match index.kind {
            IndexKind::Range => "",
            IndexKind::Text => "TEXT ",
            IndexKind::Point => "POINT ",
        };
        let (name, target) = (quoted(&index.name), target(self.catalog(), index.target));
        format!("CREATE {kind}INDEX {name} FOR {target} ON {}", keys(self.catalog(), &index.keys))
    }

    /// The statement that makes the constraint, and the index behind it.
    pub fn constraint_statement(&self, constraint: &ConstraintDefinition) -> String {
        let what = match (constraint.kind, constraint.target) {
            (ConstraintKind::Unique, _) => "IS UNIQUE".to_owned(),
            (ConstraintKind::NotNull, _) => "IS NOT NULL".to_owned(),
            (ConstraintKind::Key, Target::Label(_)) => "IS NODE KEY".to_owned(),
            (ConstraintKind::Key, Target::Type(_)) => "IS RELATIONSHIP KEY".to_owned(),
            (ConstraintKind::Typed(types), _) => format!("IS :: {}", types.text()),
        };
        let (name, target) = (quoted(&constraint.name), target(self.catalog(), constraint.target));
        let keys = keys(self.catalog(), &constraint.keys);
        format!("CREATE CONSTRAINT {name} FOR {target} REQUIRE {keys} {what}")
    }
}

fn target(catalog: &Catalog, target: Target) -> String {
    match target {
        Target::Label(label) => format!("(x:{})", quoted(catalog.label_name(label))),
        Target::Type(rel_type) => format!("()-[x:{}]-()", quoted(catalog.type_name(rel_type))),
    }
}

fn keys(catalog: &Catalog, keys: &[KeyId]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("x.{}", quoted(catalog.key_name(*key)))).collect();
    format!("({})", keys.join(", "))
}

fn quoted(plain: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_name(&mut text, plain);
    text
}
