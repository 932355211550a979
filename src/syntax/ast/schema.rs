//! The tree of schema commands: indexes, constraints, and what is there.

use super::{Expr, Ident, Projection, TypeName};
use crate::error::Span;

/// Indexes, constraints and what is there.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaCommand {
    /// `CREATE [RANGE|TEXT|POINT] INDEX [name] [IF NOT EXISTS] FOR (n:L) ON (n.a, n.b)`
    CreateIndex {
        /// Its name.
        name: Option<SchemaName>,
        /// `IF NOT EXISTS`.
        if_not_exists: bool,
        /// `RANGE` without a word.
        kind: IndexKind,
        /// Of nodes or relationships.
        entity: EntityKind,
        /// Label or type.
        label: Ident,
        /// Keys.
        properties: Vec<Ident>,
    },
    /// `CREATE LOOKUP INDEX [name] [IF NOT EXISTS] FOR (n) ON EACH labels(n)`
    CreateLookup {
        /// Its name.
        name: Option<SchemaName>,
        /// `IF NOT EXISTS`.
        if_not_exists: bool,
        /// Of labels or types.
        entity: EntityKind,
        /// The whole of it.
        span: Span,
    },
    /// `DROP INDEX name [IF EXISTS]`
    DropIndex {
        /// Its name.
        name: SchemaName,
        /// `IF EXISTS`.
        if_exists: bool,
    },
    /// `CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR (n:L) REQUIRE (n.a, n.b) IS UNIQUE`
    CreateConstraint {
        /// Its name.
        name: Option<SchemaName>,
        /// `IF NOT EXISTS`.
        if_not_exists: bool,
        /// Of nodes or relationships.
        entity: EntityKind,
        /// Label or type.
        label: Ident,
        /// Keys.
        properties: Vec<Ident>,
        /// What is required.
        kind: ConstraintKind,
    },
    /// `DROP CONSTRAINT name [IF EXISTS]`
    DropConstraint {
        /// Its name.
        name: SchemaName,
        /// `IF EXISTS`.
        if_exists: bool,
    },
    /// `SHOW INDEXES ..`
    Show(Box<Show>),
}

/// The name of an index or constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaName {
    /// As it is written.
    Written(Ident),
    /// The value of the parameter with this name.
    Parameter(Ident),
}

impl SchemaCommand {
    /// The name of what is made or dropped, if there is one.
    pub fn name(&self) -> Option<&SchemaName> {
        match self {
            SchemaCommand::CreateIndex { name, .. }
            | SchemaCommand::CreateLookup { name, .. }
            | SchemaCommand::CreateConstraint { name, .. } => name.as_ref(),
            SchemaCommand::DropIndex { name, .. } | SchemaCommand::DropConstraint { name, .. } => Some(name),
            SchemaCommand::Show(_) => None,
        }
    }
}

/// Kinds of index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexKind {
    /// Ordered values.
    Range,
    /// Strings.
    Text,
    /// Points.
    Point,
}

/// Nodes or relationships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// `(n:L)`
    Node,
    /// `()-[r:T]-()`
    Relationship,
}

/// What a constraint requires.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintKind {
    /// `IS UNIQUE`
    Unique,
    /// `IS NOT NULL`
    NotNull,
    /// `IS NODE KEY` or `IS RELATIONSHIP KEY`
    Key,
    /// `IS :: TYPE`
    Typed(TypeName),
}

/// `SHOW what [YIELD a AS b, .. ORDER BY .. SKIP .. LIMIT ..] [WHERE e] [RETURN ..]`
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// What is listed.
    pub what: ShowKind,
    /// `YIELD`: its items are columns, or all of them.
    pub yields: Option<Projection>,
    /// `WHERE`.
    pub filter: Option<Expr>,
    /// `RETURN`.
    pub returns: Option<Projection>,
    /// Of `SHOW` and what is listed.
    pub span: Span,
}

/// What `SHOW` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowKind {
    /// `SHOW [kind] INDEXES`
    Indexes(Option<ShownIndex>),
    /// `SHOW [NODE|RELATIONSHIP] [rule] CONSTRAINTS`
    Constraints(Option<EntityKind>, Option<ShownConstraint>),
    /// `SHOW [BUILT IN|USER DEFINED] FUNCTIONS`; true for those built in.
    Functions(Option<bool>),
    /// `SHOW PROCEDURES`
    Procedures,
}

/// Which indexes `SHOW` lists. Of the last three kinds there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownIndex {
    /// `RANGE`
    Range,
    /// `TEXT`
    Text,
    /// `POINT`
    Point,
    /// `LOOKUP`
    Lookup,
    /// `FULLTEXT`
    FullText,
    /// `VECTOR`
    Vector,
}

impl ShownIndex {
    /// As it is written, and as the column `type` tells it.
    pub fn name(self) -> &'static str {
        match self {
            ShownIndex::Range => "RANGE",
            ShownIndex::Text => "TEXT",
            ShownIndex::Point => "POINT",
            ShownIndex::Lookup => "LOOKUP",
            ShownIndex::FullText => "FULLTEXT",
            ShownIndex::Vector => "VECTOR",
        }
    }
}

/// Which constraints `SHOW` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownConstraint {
    /// `UNIQUE`
    Unique,
    /// `KEY`
    Key,
    /// `EXISTENCE`
    Existence,
    /// `PROPERTY TYPE`
    PropertyType,
}

impl ShownConstraint {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            ShownConstraint::Unique => "UNIQUE",
            ShownConstraint::Key => "KEY",
            ShownConstraint::Existence => "EXISTENCE",
            ShownConstraint::PropertyType => "PROPERTY TYPE",
        }
    }
}
