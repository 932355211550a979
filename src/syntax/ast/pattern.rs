//! Path patterns: parts with their selectors and modes, nodes, relationships, groups.

use super::{Expr, Ident, LabelExpr};
use crate::error::Span;
use crate::graph::Direction;

/// One comma-separated part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternPart {
    /// `p = ...`
    pub variable: Option<Ident>,
    /// `shortestPath(...)` and the like.
    pub selector: PathSelector,
    /// `WALK`, `TRAIL`, `SIMPLE`, `ACYCLIC`, when written.
    pub mode: Option<PathMode>,
    /// The elements.
    pub pattern: PathPattern,
    /// The whole of it.
    pub span: Span,
}

/// Which of the matching paths are wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum PathSelector {
    /// All of them.
    All,
    /// `shortestPath(...)`
    ShortestPath,
    /// `allShortestPaths(...)`
    AllShortestPaths,
    /// `ANY [k]`
    Any(Option<Box<Expr>>),
    /// `ANY SHORTEST` and `SHORTEST k [PATHS]`
    Shortest(Option<Box<Expr>>),
    /// `ALL SHORTEST`
    AllShortest,
    /// `SHORTEST [k] GROUPS`
    ShortestGroups(Option<Box<Expr>>),
}

/// Which repetitions a path may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PathMode {
    /// Any.
    Walk,
    /// No relationship twice.
    Trail,
    /// No node twice, except that the last may be the first.
    Simple,
    /// No node twice.
    Acyclic,
}

/// A chain of nodes, relationships and quantified groups. `elements` begins and ends with a node or a group.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// In the order of the text.
    pub elements: Vec<PatternElement>,
    /// The whole of it.
    pub span: Span,
}

/// An element of a path pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum PatternElement {
    /// `(x:L {..} WHERE e)`
    Node(NodePattern),
    /// `-[r:T* {..} WHERE e]->`
    Relationship(RelationshipPattern),
    /// `((a)-[r]->(b) WHERE e){1,3}`; without a quantifier it is `{1,1}` (a parenthesised path).
    Group {
        /// What is repeated.
        pattern: PathPattern,
        /// `WHERE` inside the parentheses.
        filter: Option<Box<Expr>>,
        /// How often.
        quantifier: Option<Quantifier>,
        /// The whole of it.
        span: Span,
    },
}

/// A node in a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePattern {
    /// Its variable.
    pub variable: Option<Ident>,
    /// Its labels.
    pub labels: Option<LabelExpr>,
    /// `{...}` or a parameter.
    pub properties: Option<Box<Expr>>,
    /// `WHERE` inside the parentheses.
    pub filter: Option<Box<Expr>>,
    /// The whole of it.
    pub span: Span,
}

/// A relationship in a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationshipPattern {
    /// Its variable.
    pub variable: Option<Ident>,
    /// Its types; alternatives are `Or`.
    pub types: Option<LabelExpr>,
    /// As drawn, seen from the left: `-->` outgoing, `<--` incoming, `--` and `<-->` both.
    pub direction: Direction,
    /// `*`, `*2`, `*1..3`: a variable-length relationship in openCypher's form.
    pub length: Option<VariableLength>,
    /// `{1,3}`, `+`, `*` after the arrow: a quantified relationship.
    pub quantifier: Option<Quantifier>,
    /// `{...}` or a parameter.
    pub properties: Option<Box<Expr>>,
    /// `WHERE` inside the brackets.
    pub filter: Option<Box<Expr>>,
    /// The whole of it.
    pub span: Span,
}

/// `*min..max`
#[derive(Clone, Debug, PartialEq)]
pub struct VariableLength {
    /// Defaults to 1.
    pub min: Option<u64>,
    /// Unbounded without it.
    pub max: Option<u64>,
    /// The whole of it.
    pub span: Span,
}

/// `{min,max}`, `+` (1 or more) or `*` (0 or more).
#[derive(Clone, Debug, PartialEq)]
pub struct Quantifier {
    /// At least.
    pub min: u64,
    /// At most.
    pub max: Option<u64>,
    /// The whole of it.
    pub span: Span,
}
