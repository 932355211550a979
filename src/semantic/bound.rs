//! The bound statement: every variable is a slot, every function a registry row, aggregation is
//! separated from projection, and inline labels, properties and `WHERE` of patterns are plain predicates.
//!
//! A slot belongs to one variable of the whole statement and is never reused, so that a row is a set of columns indexed by
//! slot and nothing is looked up by name while executing. Labels, types and keys stay names: nothing here knows storage.

mod length;
mod load;
mod search;

pub use length::{HopFilter, ShortestPath, VariableLength};
pub use load::{LoadCsv, RecordOrigin};
pub use search::{Forward, HopCost, Measure, PathElement, PathGroup, PathHop, PathSearch, Selector, SoFar};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Span;
use crate::function::{FunctionRef, Type};
use crate::graph::Direction;
pub use crate::syntax::ast::{ArithmeticOp, ComparisonOp, ListPredicateKind, LogicalOp, StringOp};
pub use crate::syntax::ast::{Dialect, Mode, NamedType, OnError, PathMode, SchemaCommand};

/// How many operators may stand one over the other in a plan. Plans are walked, run and dropped recursively, so that this
/// bounds the stack; and every step may pass on all the variables of those before.
pub const MAX_STEPS: usize = 600;

/// The column of a variable, see the module.
pub type Slot = u32;

/// An interned-by-reference name.
pub type Name = Arc<str>;

/// A whole statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Run or explain.
    pub mode: Mode,
    /// How many relationships its searches may look at: a literal or a parameter.
    pub hops_limit: Option<Expr>,
    /// What it does.
    pub body: StatementBody,
    /// Whether it can change the graph.
    pub updates: bool,
    /// Whether it commits while it runs (`CALL { } IN TRANSACTIONS`).
    pub commits: bool,
    /// Names of the parameters it mentions.
    pub parameters: Vec<Name>,
    /// How deep its text nests.
    pub nesting: usize,
}

/// A query or a schema command.
#[derive(Clone, Debug)]
pub enum StatementBody {
    /// Reading and writing.
    Query(BoundQuery),
    /// Indexes, constraints, `SHOW`; needs no binding.
    Schema(SchemaCommand),
    /// The session's dialect from here on.
    Dialect(Dialect),
}

/// A query with its tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoundQuery {
    /// The query.
    pub query: Query,
    /// One per slot.
    pub slots: Vec<SlotInfo>,
    /// Subqueries in expressions, by [`SubqueryId`].
    pub subqueries: Vec<Subquery>,
}

/// A slot's variable.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SlotInfo {
    /// As written, or a generated name that begins with a space for the anonymous.
    pub name: Name,
    /// As far as known.
    pub ty: Type,
}

/// Index into [`BoundQuery::subqueries`].
pub type SubqueryId = usize;

/// A subquery that stands in an expression; correlated by the slots it mentions.
///
/// Outer slots stay visible in the whole subquery, also behind a `WITH` or an aggregation that does not
/// list them (they are constants there). The same holds for `CALL (x) { }`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subquery {
    /// What the expression's value is.
    pub kind: SubqueryKind,
    /// The query; for `Collect` and `First` it has one column.
    pub query: Query,
    /// Outer slots (also lambda variables) that it reads.
    pub imports: Vec<Slot>,
}

/// What a subquery in an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubqueryKind {
    /// Whether there is a row.
    Exists,
    /// How many rows there are.
    Count,
    /// The list of the column's values (also pattern comprehensions).
    Collect,
    /// The first row's value or null (`shortestPath` as an expression).
    First,
}

/// Branches of a `UNION`, or a single one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Query {
    /// At least one.
    pub branches: Vec<SingleQuery>,
    /// `UNION ALL`; meaningless with one branch.
    pub all: bool,
    /// The result's columns in order; empty when nothing is returned. With one branch these are the
    /// branch's own slots, otherwise fresh ones.
    pub columns: Vec<Column>,
}

/// A result column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its slot.
    pub slot: Slot,
}

/// A sequence of clauses.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SingleQuery {
    /// In order.
    pub clauses: Vec<Clause>,
    /// The slots of its columns in column order; empty when nothing is returned.
    pub outputs: Vec<Slot>,
}

/// A bound clause.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Clause {
    /// `[OPTIONAL] MATCH`
    Match {
        /// Rows without a match get nulls.
        optional: bool,
        /// What to find.
        pattern: GraphPattern,
    },
    /// `UNWIND`
    Unwind {
        /// The list.
        list: Expr,
        /// The element.
        slot: Slot,
    },
    /// `WITH` or `RETURN`
    Project(Projection),
    /// `WHERE` standing alone (GQL's `FILTER`).
    Filter(Expr),
    /// `CREATE`
    Create(CreatePattern),
    /// `MERGE`
    Merge(Box<Merge>),
    /// `SET` and `REMOVE`
    Update(Vec<Update>),
    /// `DELETE`
    Delete {
        /// With relationships.
        detach: bool,
        /// Nodes, relationships, paths, nulls.
        targets: Vec<Expr>,
    },
    /// `FOREACH`
    Foreach {
        /// The list.
        list: Expr,
        /// The element.
        slot: Slot,
        /// Updating clauses.
        body: Vec<Clause>,
    },
    /// `CALL procedure`
    CallProcedure(ProcedureCall),
    /// `CALL { }`
    CallSubquery {
        /// Rows without a result get nulls.
        optional: bool,
        /// The query; its columns join the row. Without columns, rows pass unchanged (unit subquery).
        query: Query,
        /// Outer slots it reads.
        imports: Vec<Slot>,
        /// `IN TRANSACTIONS`.
        transactions: Option<Transactions>,
    },
    /// `LOAD CSV`
    LoadCsv(LoadCsv),
}

/// How `CALL { } IN TRANSACTIONS` cuts its rows into transactions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transactions {
    /// Rows of each; no variables in it.
    pub rows: Option<Expr>,
    /// What a failing one does to the rest.
    pub on_error: OnError,
    /// Where the map that tells what became of a row's transaction goes.
    pub report: Option<Slot>,
}

/// `WITH` and `RETURN`. Evaluation order: aggregate, items, distinct, sort, skip, limit, filter,
/// then all slots but the items' are dropped. `order_by` and `filter` may mention the slots from before
/// the projection where openCypher lets them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Projection {
    /// Grouping, when an item aggregates; items then mention only keys' and aggregates' slots.
    pub aggregation: Option<Aggregation>,
    /// What is kept, in column order. An item that only passes a variable on keeps its slot:
    /// `(s, Slot(s))`.
    pub items: Vec<(Slot, Expr)>,
    /// `DISTINCT` over the items.
    pub distinct: bool,
    /// `ORDER BY`.
    pub order_by: Vec<SortKey>,
    /// `SKIP`; no variables in it.
    pub skip: Option<Expr>,
    /// `LIMIT`; no variables in it.
    pub limit: Option<Expr>,
    /// `WITH ... WHERE`.
    pub filter: Option<Expr>,
}

/// Grouping keys and aggregates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aggregation {
    /// Empty: one group of all rows, also of none.
    pub keys: Vec<(Slot, Expr)>,
    /// What is gathered.
    pub aggregates: Vec<Aggregate>,
}

/// One aggregate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aggregate {
    /// Where its result goes.
    pub slot: Slot,
    /// An aggregating registry row.
    pub function: FunctionRef,
    /// Over distinct values of the first argument.
    pub distinct: bool,
    /// None for `count(*)`.
    pub arguments: Vec<Expr>,
}

/// A sort key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SortKey {
    /// The key.
    pub expr: Expr,
    /// Greatest first.
    pub descending: bool,
}

/// What `MATCH` looks for: nodes joined by relationships, and predicates on them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GraphPattern {
    /// Every node slot once, whatever how often it is written.
    pub nodes: Vec<PatternNode>,
    /// The relationships.
    pub relationships: Vec<PatternRelationship>,
    /// Shortest-path parts.
    pub shortest: Vec<ShortestPath>,
    /// Parts that are searched step by step.
    pub searches: Vec<PathSearch>,
    /// Named paths: the path's slot and the slots of its nodes and relationships, alternating.
    pub paths: Vec<(Slot, Vec<Slot>)>,
    /// All must be true: inline labels and properties, inline `WHERE`, the clause's `WHERE` split at `AND`.
    pub predicates: Vec<Expr>,
    /// Must be true of paths that were selected before.
    pub after: Vec<Expr>,
    /// Relationships may repeat (`REPEATABLE ELEMENTS`); otherwise all of one `MATCH` differ.
    pub repeatable: bool,
}

/// A node of a pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PatternNode {
    /// Its slot.
    pub slot: Slot,
    /// An earlier clause bound it.
    pub bound: bool,
}

/// A relationship of a pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PatternRelationship {
    /// A relationship, or with `length` a list of them.
    pub slot: Slot,
    /// An earlier clause bound it.
    pub bound: bool,
    /// The node to the left.
    pub left: Slot,
    /// The node to the right.
    pub right: Slot,
    /// Seen from the left node.
    pub direction: Direction,
    /// Any of these; empty for all. Other type expressions are predicates.
    pub types: Vec<Name>,
    /// Variable length.
    pub length: Option<VariableLength>,
}

/// Elements to create, in order; nodes come before the relationships that need them.
/// The properties of an element may read the elements before it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CreatePattern {
    /// New nodes.
    pub nodes: Vec<CreateNode>,
    /// New relationships.
    pub relationships: Vec<CreateRelationship>,
    /// Named paths, as in [`GraphPattern::paths`].
    pub paths: Vec<(Slot, Vec<Slot>)>,
}

/// A node to create.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateNode {
    /// Its slot.
    pub slot: Slot,
    /// Its labels.
    pub labels: Vec<LabelName>,
    /// A map, when there are properties.
    pub properties: Option<Expr>,
}

/// A relationship to create.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateRelationship {
    /// Its slot.
    pub slot: Slot,
    /// Its type.
    pub rel_type: LabelName,
    /// From.
    pub start: Slot,
    /// To.
    pub end: Slot,
    /// A map, when there are properties.
    pub properties: Option<Expr>,
}

/// A label or type, named or computed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LabelName {
    /// Named.
    Name(Name),
    /// A string, or a list of them for labels.
    Dynamic(Expr),
}

/// `MERGE`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Merge {
    /// What to find.
    pub pattern: GraphPattern,
    /// What to create when nothing is found; same slots.
    pub create: CreatePattern,
    /// After creating.
    pub on_create: Vec<Update>,
    /// After finding, for each match.
    pub on_match: Vec<Update>,
}

/// A change of an entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Update {
    /// `SET target.key = value`, `REMOVE target.key` with a null.
    Property {
        /// The entity.
        target: Expr,
        /// A string.
        key: PropertyName,
        /// Null removes.
        value: Expr,
    },
    /// `SET x = value`
    ReplaceProperties {
        /// The entity.
        target: Slot,
        /// A map, node or relationship.
        value: Expr,
    },
    /// `SET x += value`
    MergeProperties {
        /// The entity.
        target: Slot,
        /// A map, node or relationship.
        value: Expr,
    },
    /// `SET x:A`
    AddLabels {
        /// The node.
        target: Slot,
        /// The labels.
        labels: Vec<LabelName>,
    },
    /// `REMOVE x:A`
    RemoveLabels {
        /// The node.
        target: Slot,
        /// The labels.
        labels: Vec<LabelName>,
    },
}

/// A property key, named or computed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PropertyName {
    /// Named.
    Name(Name),
    /// A string.
    Dynamic(Expr),
}

/// `CALL procedure(...)`. For a standalone call all columns are yielded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProcedureCall {
    /// Rows without a result get nulls.
    pub optional: bool,
    /// Its full name.
    pub name: Name,
    /// One per parameter.
    pub arguments: Vec<Expr>,
    /// Index of the procedure's column and the slot it goes to.
    pub yields: Vec<(usize, Slot)>,
    /// `YIELD ... WHERE`.
    pub filter: Option<Expr>,
    /// The procedure has no columns: input rows pass unchanged.
    pub is_void: bool,
}

/// An expression with its place in the text, for runtime errors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A string.
    String(Name),
}

/// All bound expressions. Lambda slots (of comprehensions and the like) are set only inside them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A parameter.
    Parameter(Name),
    /// A variable's column.
    Slot(Slot),
    /// `e.key` of an entity, map, temporal value or point.
    Property(Box<Expr>, Name),
    /// `e[i]` of a list or, by name, of a map or entity.
    Index(Box<Expr>, Box<Expr>),
    /// `e[a..b]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{a: 1}`
    Map(Vec<(Name, Expr)>),
    /// `x {.*, a: 1}`; null when the subject is null.
    MapProjection(Box<Expr>, Vec<MapProjectionItem>),
    /// `NOT e`
    Not(Box<Expr>),
    /// `-e`
    Negate(Box<Expr>),
    /// `+e`
    Plus(Box<Expr>),
    /// Two or more operands.
    Logical(LogicalOp, Vec<Expr>),
    /// Left-associative chain of one precedence level.
    Arithmetic(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// Chained comparison: true when each neighbouring pair is; each operand is evaluated once.
    Comparison(Box<Expr>, Vec<(ComparisonOp, Expr)>),
    /// `a IN list`
    In(Box<Expr>, Box<Expr>),
    /// `STARTS WITH` and its sisters.
    StringPredicate(StringOp, Box<Expr>, Box<Expr>),
    /// `IS NULL`; `true` for `IS NOT NULL`.
    IsNull(Box<Expr>, bool),
    /// `IS :: TYPE`; `true` when negated.
    IsTyped(Box<Expr>, TypeName, bool),
    /// `IS NORMALIZED` with the form's name; `true` when negated.
    IsNormalized(Box<Expr>, Name, bool),
    /// Labels of a node or type of a relationship; null for null.
    HasLabels(Box<Expr>, LabelExpr),
    /// A scalar function.
    Function(FunctionRef, Vec<Expr>),
    /// `CASE`; a simple form's subject is evaluated once.
    Case {
        /// The simple form's subject.
        subject: Option<Box<Expr>>,
        /// Alternatives and result.
        branches: Vec<(Vec<Expr>, Expr)>,
        /// `ELSE`.
        otherwise: Option<Box<Expr>>,
    },
    /// `[x IN list WHERE p | e]`
    ListComprehension {
        /// The lambda slot.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// Keeps an element when true.
        filter: Option<Box<Expr>>,
        /// The new element; the old one without it.
        map: Option<Box<Expr>>,
    },
    /// `all(x IN list WHERE p)` and its sisters, in ternary logic.
    ListPredicate {
        /// Which.
        kind: ListPredicateKind,
        /// The lambda slot.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The predicate.
        predicate: Box<Expr>,
    },
    /// `reduce(acc = init, x IN list | e)`
    Reduce {
        /// The accumulator's lambda slot.
        accumulator: Slot,
        /// Its first value.
        init: Box<Expr>,
        /// The element's lambda slot.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        body: Box<Expr>,
    },
    /// A path from the slots of its nodes, relationships and relationship lists, alternating; null if any is.
    MakePath(Vec<Slot>),
    /// True when no relationship occurs twice in these slots (relationships or lists of them).
    DistinctRelationships(Vec<Slot>),
    /// A subquery's value.
    Subquery(SubqueryId),
}

/// An item of a map projection.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum MapProjectionItem {
    /// All properties.
    All,
    /// One entry.
    Entry(Name, Expr),
}

/// A label or type expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LabelExpr {
    /// Has it.
    Name(Name),
    /// Has all that `e` yields.
    Dynamic(Box<Expr>),
    /// Has one of those that `e` yields.
    AnyOf(Box<Expr>),
    /// Has any at all.
    Any,
    /// Has not.
    Not(Box<LabelExpr>),
    /// Has all.
    And(Vec<LabelExpr>),
    /// Has one of.
    Or(Vec<LabelExpr>),
}

/// A type to test for; alternatives of a closed union.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeName {
    /// Any of these.
    pub alternatives: Vec<SimpleType>,
}

/// See `syntax::ast::SimpleType`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimpleType {
    /// Which.
    pub kind: NamedType,
    /// Of a list's elements; none where they do not matter.
    pub inner: Option<Box<TypeName>>,
    /// Null is no member.
    pub not_null: bool,
}
