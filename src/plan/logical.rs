//! Logical operators. Every operator is a function from its inputs' rows to rows; children are kept in one
//! vector so that a rule can walk any plan with one generic mapper.

use serde::{Deserialize, Serialize};

use crate::graph::Direction;
use crate::semantic::bound::{
    Aggregation, Column, CreatePattern, Expr, HopFilter, LoadCsv, Merge, Name, PathMode, PathSearch,
    ProcedureCall, Slot, SlotInfo, SortKey, SubqueryKind, Transactions, Update, VariableLength,
};

pub use super::branch::{Apart, Branch, Measure, Rival};

/// A whole query's plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueryPlan {
    /// The tree.
    pub root: Plan,
    /// The result's columns in order; empty when nothing is returned.
    pub columns: Vec<Column>,
    /// One per slot of the statement.
    pub slots: Vec<SlotInfo>,
    /// Plans of the subqueries in expressions, by `SubqueryId`.
    pub subqueries: Vec<SubqueryPlan>,
    /// Whether it can change the graph.
    pub updates: bool,
}

/// The plan of a subquery in an expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubqueryPlan {
    /// What the expression's value is.
    pub kind: SubqueryKind,
    /// The tree; its leaves read the outer row through [`Operator::Argument`].
    pub root: Plan,
    /// Outer slots it reads.
    pub imports: Vec<Slot>,
    /// The column of `Collect` and `First`.
    pub output: Option<Slot>,
}

/// An operator, its inputs, and how many rows it is thought to yield.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What is done.
    pub operator: Operator,
    /// As many as [`Operator`] says.
    pub inputs: Vec<Plan>,
    /// Estimated rows; 0 before the estimates are made.
    pub estimate: f64,
}

impl Default for Plan {
    /// The plan of one row without slots.
    fn default() -> Plan {
        Plan::new(Operator::Argument(Vec::new()), Vec::new())
    }
}

impl Plan {
    /// A plan without an estimate.
    pub fn new(operator: Operator, inputs: Vec<Plan>) -> Plan {
        Plan { operator, inputs, estimate: 0.0 }
    }
}

/// What an operator does. Unless said otherwise it has one input whose slots it keeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Operator {
    /// No input. The row (or batch of rows) that the enclosing `Apply` or subquery passes in, with these slots;
    /// at the root of a statement one row without slots.
    Argument(Vec<Slot>),
    /// For each input row, all nodes.
    AllNodesScan {
        /// The node.
        slot: Slot,
    },
    /// For each input row, all nodes with one of the labels.
    LabelScan {
        /// The node.
        slot: Slot,
        /// The labels, at least one.
        labels: Vec<Name>,
    },
    /// For each input row, the nodes an index finds.
    IndexSeek {
        /// The node.
        slot: Slot,
        /// What is looked up.
        lookup: Box<Lookup>,
    },
    /// For each input row, the relationships an index finds, with both their nodes.
    RelationshipIndexSeek {
        /// The relationship.
        relationship: Slot,
        /// The node the pattern's left stands for.
        left: Slot,
        /// The node the pattern's right stands for.
        right: Slot,
        /// `Both` yields each relationship in both directions (a self-loop once).
        direction: Direction,
        /// What is looked up.
        lookup: Box<Lookup>,
    },
    /// For each input row, the nodes with these ids (one or a list of them).
    NodeByIdSeek {
        /// The node.
        slot: Slot,
        /// The ids.
        ids: Expr,
    },
    /// For each input row, the relationships with these ids (one or a list of them), with both their nodes.
    RelationshipByIdSeek {
        /// The relationship.
        relationship: Slot,
        /// The node the pattern's left stands for.
        left: Slot,
        /// The node the pattern's right stands for.
        right: Slot,
        /// As in `RelationshipScan`.
        direction: Direction,
        /// Any of these; empty for all.
        types: Vec<Name>,
        /// The ids.
        ids: Expr,
    },
    /// For each input row, all relationships of these types with both their nodes.
    RelationshipScan {
        /// The relationship.
        relationship: Slot,
        /// The node the pattern's left stands for.
        left: Slot,
        /// The node the pattern's right stands for.
        right: Slot,
        /// `Both` yields each relationship in both directions (a self-loop once).
        direction: Direction,
        /// Any of these; empty for all.
        types: Vec<Name>,
    },
    /// For each input row, the relationships of a node and the nodes at their other ends.
    Expand(Expand),
    /// As `Expand`, repeated; `relationship` becomes a list.
    VariableExpand {
        /// What is followed.
        expand: Expand,
        /// How often, and what each hop must satisfy.
        length: VariableLength,
        /// The pattern's left is `to`: the list and the hop's `from` and `to` are reversed.
        reversed: bool,
        /// Nothing above depends on how often a node is reached: each comes once for an input row, without a list.
        reachable: bool,
    },
    /// For each input row, shortest paths between two bound nodes.
    ShortestPath(ShortestPathPlan),
    /// For each input row, the paths that a search finds from a bound node.
    PathSearch(Box<PathSearchPlan>),
    /// For each input row, both nodes of a bound relationship; nodes already bound must agree.
    EndpointsOf {
        /// The bound relationship.
        relationship: Slot,
        /// The pattern's left.
        left: Slot,
        /// The pattern's right.
        right: Slot,
        /// Seen from the left.
        direction: Direction,
        /// Any of these; empty for all.
        types: Vec<Name>,
        /// Left is bound already.
        left_bound: bool,
        /// Right is bound already.
        right_bound: bool,
        /// Slots whose relationships must differ from it.
        unique: Vec<Slot>,
    },
    /// Rows for which all are true.
    Filter(Vec<Expr>),
    /// Adds computed slots; none of them reads another.
    Project(Vec<(Slot, Expr)>),
    /// Keeps only these slots.
    Keep(Vec<Slot>),
    /// A row per element; none for null or an empty list.
    Unwind {
        /// The list; another value counts as a list of itself.
        list: Expr,
        /// The element.
        slot: Slot,
    },
    /// For each input row, a row per record of a file.
    LoadCsv(LoadCsv),
    /// For each input row, how many rows these branches make of it; rows of which they make none are dropped.
    /// It stands directly below an `Aggregate`, for which each row counts so many times, or where rows are only
    /// counted: at the right of a `SemiApply`, at the root of an `EXISTS` or `COUNT` subquery.
    CountBranches(Vec<Branch>),
    /// Groups; only the keys' and aggregates' slots remain.
    Aggregate(Aggregation),
    /// Distinct rows over these slots, in first-seen order; others are dropped.
    Distinct(Vec<Slot>),
    /// All rows, sorted; stable.
    Sort(Vec<SortKey>),
    /// The first rows of the sorted ones: `skip + limit` of them.
    TopK {
        /// Keys.
        keys: Vec<SortKey>,
        /// Non-negative integer, no variables.
        skip: Option<Expr>,
        /// Non-negative integer, no variables.
        limit: Expr,
    },
    /// Drops the first rows.
    Skip(Expr),
    /// Keeps the first rows. Updates below it still run to their end.
    Limit(Expr),
    /// Two inputs without common slots: each pair of rows.
    CartesianProduct,
    /// Two inputs: pairs whose keys are equal as by `=` (left key, right key); the left side is probed.
    HashJoin(Vec<(Expr, Expr)>),
    /// Two inputs: the right one is run for the rows of the left, which it reads through `Argument`; the result has
    /// the slots of both. When the right one updates, it is run for one row after the other, and the
    /// builder puts `Eager` below on the left and above.
    Apply,
    /// As `Apply`; a left row without right rows is kept with these slots null. Without slots and over an
    /// `EmptyResult` it is a unit subquery: each row is kept once, the right side is run for its effect.
    OptionalApply(Vec<Slot>),
    /// As `Apply`, one row after the other; after some rows what they changed is committed.
    TransactionalApply(TransactionalApply),
    /// Two inputs: left rows for which the right one has a row, or has none.
    SemiApply {
        /// Has none.
        anti: bool,
    },
    /// Two or more inputs, one after the other; the n-th input's slots go to `outputs`.
    Union {
        /// Per input, in column order.
        inputs: Vec<Vec<Slot>>,
        /// In column order.
        outputs: Vec<Slot>,
    },
    /// Reads its whole input before it passes anything on, so that reads do not see later writes.
    Eager,
    /// Creates. All updating operators (also `Foreach`) read their whole input, then do all their changes row
    /// by row, then pass rows on: what is above sees all of them, what is below none.
    Create(CreatePattern),
    /// Two inputs: the rows, and the plan that finds the pattern for one row.
    Merge(Box<Merge>),
    /// Sets and removes properties and labels.
    Update(Vec<Update>),
    /// Deletes.
    Delete {
        /// With relationships.
        detach: bool,
        /// Nodes, relationships, paths, nulls.
        targets: Vec<Expr>,
    },
    /// Two inputs: the rows, and the updates to run for each element (its leaf reads the row through `Argument`).
    Foreach {
        /// The list.
        list: Expr,
        /// The element.
        slot: Slot,
    },
    /// For each input row, the rows of a procedure. It is never optional and has no filter: the builder
    /// makes these operators of their own.
    CallProcedure(ProcedureCall),
    /// Runs its input to the end and yields nothing.
    EmptyResult,
}

impl Operator {
    /// Whether each of its rows stands for several.
    pub fn counts(&self) -> bool {
        match self {
            Operator::CountBranches(_) => true,
            Operator::ShortestPath(shortest) => shortest.counted,
            _ => false,
        }
    }

    /// Its name in explained plans.
    pub fn name(&self) -> &'static str {
        use Operator::*;
        match self {
            Argument(_) => "Argument",
            AllNodesScan { .. } => "AllNodesScan",
            LabelScan { .. } => "LabelScan",
            IndexSeek { .. } => "IndexSeek",
            RelationshipIndexSeek { .. } => "RelationshipIndexSeek",
            NodeByIdSeek { .. } => "NodeByIdSeek",
            RelationshipByIdSeek { .. } => "RelationshipByIdSeek",
            RelationshipScan { .. } => "RelationshipScan",
            Expand(_) => "Expand",
            VariableExpand { .. } => "VariableExpand",
            ShortestPath(_) => "ShortestPath",
            PathSearch(_) => "PathSearch",
            EndpointsOf { .. } => "EndpointsOf",
            Filter(_) => "Filter",
            Project(_) => "Project",
            Keep(_) => "Keep",
            Unwind { .. } => "Unwind",
            LoadCsv(_) => "LoadCsv",
            CountBranches(_) => "CountBranches",
            Aggregate(_) => "Aggregate",
            Distinct(_) => "Distinct",
            Sort(_) => "Sort",
            TopK { .. } => "TopK",
            Skip(_) => "Skip",
            Limit(_) => "Limit",
            CartesianProduct => "CartesianProduct",
            HashJoin(_) => "HashJoin",
            Apply => "Apply",
            OptionalApply(_) => "OptionalApply",
            TransactionalApply(_) => "TransactionalApply",
            SemiApply { .. } => "SemiApply",
            Union { .. } => "Union",
            Eager => "Eager",
            Create(_) => "Create",
            Merge(_) => "Merge",
            Update(_) => "Update",
            Delete { .. } => "Delete",
            Foreach { .. } => "Foreach",
            CallProcedure(_) => "CallProcedure",
            EmptyResult => "EmptyResult",
        }
    }
}

/// `CALL { } IN TRANSACTIONS`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransactionalApply {
    /// The right side's slots that join the row; null when its transaction failed.
    pub columns: Vec<Slot>,
    /// A left row without right rows is kept, with nulls.
    pub optional: bool,
    /// The transactions.
    pub transactions: Transactions,
}

/// One hop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expand {
    /// A bound node; null yields no rows.
    pub from: Slot,
    /// The relationship.
    pub relationship: Slot,
    /// The node at the other end.
    pub to: Slot,
    /// Seen from `from`.
    pub direction: Direction,
    /// Any of these; empty for all.
    pub types: Vec<Name>,
    /// `to` is bound already: only relationships that lead there.
    pub into: bool,
    /// Slots (relationships or lists) whose relationships must differ from the new one.
    pub unique: Vec<Slot>,
}

/// The use of an index, or of the same of several labels or types.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lookup {
    /// The label or the type that each index covers; at least one.
    pub names: Vec<Name>,
    /// Each index's keys, in its order.
    pub keys: Vec<Name>,
    /// What the first keys equal.
    pub equal: Vec<Expr>,
    /// What is sought of the key behind those.
    pub seek: Seek,
    /// In which order elements are found; without it in any.
    pub order: Option<IndexOrder>,
}

impl Lookup {
    /// The key that `seek` is about; none when there is no such key, which no sound plan has.
    pub fn key(&self) -> Option<&Name> {
        self.keys.get(self.equal.len())
    }
}

/// The order of [`Lookup::key`], as by `ORDER BY`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IndexOrder {
    /// The largest first.
    pub descending: bool,
    /// Elements without the property come too, as nulls, which are larger than everything.
    pub nulls: bool,
    /// How many are probably enough: so many are found at once. More are found when they are asked for.
    pub enough: Option<Expr>,
}

/// What is sought in an index.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Seek {
    /// Anything.
    Exists,
    /// Equal to the value.
    Equal(Expr),
    /// Equal to one of the list's values.
    In(Expr),
    /// Between bounds of one type; `true` includes the bound.
    Range {
        /// From below.
        lower: Option<(Expr, bool)>,
        /// From above.
        upper: Option<(Expr, bool)>,
    },
    /// Strings that begin with the value.
    Prefix(Expr),
    /// Strings that contain the value: all strings of the index are looked at, each once.
    Contains(Expr),
    /// Strings that end with the value, likewise.
    Suffix(Expr),
    /// Points no farther away than that; may find more.
    Near {
        /// From where.
        center: Expr,
        /// How far.
        distance: Expr,
    },
    /// Points in a box; may find more.
    Box {
        /// Its lower left corner.
        lower: Expr,
        /// Its upper right corner.
        upper: Expr,
    },
}

/// A shortest-path search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShortestPathPlan {
    /// The path.
    pub path: Slot,
    /// The list of its relationships.
    pub relationship: Slot,
    /// Bound.
    pub left: Slot,
    /// Bound.
    pub right: Slot,
    /// Seen from the left.
    pub direction: Direction,
    /// Any of these; empty for all.
    pub types: Vec<Name>,
    /// At least (0 or 1 searches, more enumerates).
    pub min: u64,
    /// At most.
    pub max: Option<u64>,
    /// A predicate on every hop.
    pub hop: Option<HopFilter>,
    /// All of the shortest.
    pub all: bool,
    /// Which repetitions are allowed; `Trail` in openCypher.
    pub mode: PathMode,
    /// Predicates on the whole path, which a shortest path must satisfy.
    pub predicates: Vec<Expr>,
    /// The list of bound slots that must be distinct from the path's relationships.
    pub unique: Vec<Slot>,
    /// Paths are only counted: there is a row for each input row that has any, which counts as many times. It stands where a
    /// `CountBranches` does.
    pub counted: bool,
}

/// A search of paths, see [`PathSearch`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PathSearchPlan {
    /// What is searched.
    pub search: PathSearch,
    /// From right to left: the right end is bound.
    pub reversed: bool,
    /// The other end is bound, too.
    pub into: bool,
    /// Slots (relationships or lists) whose relationships must not be in the path.
    pub unique: Vec<Slot>,
}

impl PathSearchPlan {
    /// Where it begins and where it leads.
    pub fn ends(&self) -> (Slot, Slot) {
        let (left, right) = (self.search.left, self.search.right);
        if self.reversed { (right, left) } else { (left, right) }
    }
}
