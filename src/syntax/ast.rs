//! The unresolved, spanned syntax tree of a statement. Plain data; nothing here looks a name up.
//!
//! Left-associative chains (`a + b - c`, `a OR b OR c`, `1 < x <= 3`) are flat vectors, so the
//! tree is only as deep as the text nests, which the parser bounds.

mod case;
mod pattern;
mod schema;
mod types;

pub use pattern::{
    Cost, During, HopBody, HopForm, HopLambda, HopSearch, NodePattern, PathMode, PathPattern, PathSelector,
    PatternElement, PatternPart, Quantifier, RelationshipPattern, VariableLength,
};
pub use schema::*;
pub use types::{NamedType, SimpleType, TypeName};

use crate::error::Span;

/// A name with its place. Backticks are already removed and doubled ones undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The name itself.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// One statement and what is to be done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Run it, or show its plan.
    pub mode: Mode,
    /// `USING HOPS LIMIT e`
    pub hops_limit: Option<Expr>,
    /// What it says.
    pub body: StatementBody,
    /// How deep it nests, as the parser counts it: what recurses over it needs that much room on the stack.
    pub nesting: usize,
    /// The whole of it.
    pub span: Span,
}

/// `EXPLAIN`, `PROFILE` or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Run it.
    Execute,
    /// Show the plan without running it.
    Explain,
    /// Run it and show the plan with rows and time per operator.
    Profile,
}

/// A query or a schema command.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementBody {
    /// Reading and writing.
    Query(Query),
    /// Indexes, constraints and `SHOW`.
    Schema(SchemaCommand),
    /// `SET SESSION DIALECT name`
    Dialect(Dialect),
}

/// Whose habits hold where a pattern does not say: see `docs/paths.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// openCypher and Cypher 25: no relationship twice in a `MATCH`.
    #[default]
    Cypher,
    /// ISO GQL: everything may repeat.
    Gql,
    /// Kuzu and Ladybug: everything may repeat, and a repeated relationship ends at 30 hops.
    Kuzu,
    /// Memgraph: no relationship twice in a `MATCH`.
    Memgraph,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 4] = [Dialect::Cypher, Dialect::Gql, Dialect::Kuzu, Dialect::Memgraph];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Cypher => "cypher",
            Dialect::Gql => "gql",
            Dialect::Kuzu => "kuzu",
            Dialect::Memgraph => "memgraph",
        }
    }

    /// The dialect of that name, in upper or lower case.
    pub fn named(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
    }

    /// Whether relationships of a `MATCH` may repeat where it does not say.
    pub fn repeats(self) -> bool {
        matches!(self, Dialect::Gql | Dialect::Kuzu)
    }

    /// How often a relationship is repeated at most where the pattern sets no bound.
    pub fn most_hops(self) -> Option<u64> {
        match self {
            Dialect::Kuzu => Some(30),
            Dialect::Cypher | Dialect::Gql | Dialect::Memgraph => None,
        }
    }
}

/// Single queries joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// At least one.
    pub parts: Vec<SingleQuery>,
    /// One fewer than parts: `true` for `UNION ALL`, with the place of the keyword.
    pub unions: Vec<(bool, Span)>,
    /// The whole of it.
    pub span: Span,
}

/// A sequence of clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// In the order of the text.
    pub clauses: Vec<Clause>,
    /// The whole of it.
    pub span: Span,
}

/// A clause with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Which clause.
    pub kind: ClauseKind,
    /// The whole of it.
    pub span: Span,
}

/// All clauses of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum ClauseKind {
    /// `[OPTIONAL] MATCH pattern [WHERE e]`
    Match {
        /// `OPTIONAL` stands before it.
        optional: bool,
        /// `DIFFERENT RELATIONSHIPS` or `REPEATABLE ELEMENTS`, when written.
        repeatable: Option<bool>,
        /// The patterns, separated by commas.
        pattern: Vec<PatternPart>,
        /// `USING INDEX n:L(k)` and the like: advice, which the optimiser does not need.
        hints: Vec<Hint>,
        /// `WHERE`.
        filter: Option<Expr>,
    },
    /// `UNWIND e AS x` or `FOR x IN e`
    Unwind {
        /// The list.
        list: Expr,
        /// The new variable.
        variable: Ident,
    },
    /// `WITH ...`
    With {
        /// Items and what follows them.
        body: Projection,
        /// `WHERE`.
        filter: Option<Expr>,
    },
    /// `RETURN ...`
    Return(Projection),
    /// `FINISH`: run for the side effects, return nothing.
    Finish,
    /// `CREATE pattern` (or `INSERT`).
    Create(Vec<PatternPart>),
    /// `MERGE part [ON CREATE SET ..] [ON MATCH SET ..]`
    Merge {
        /// What to find or create.
        pattern: PatternPart,
        /// After creating.
        on_create: Vec<SetItem>,
        /// After finding.
        on_match: Vec<SetItem>,
    },
    /// `SET items`
    Set(Vec<SetItem>),
    /// `REMOVE items`
    Remove(Vec<RemoveItem>),
    /// `[DETACH] DELETE exprs`
    Delete {
        /// With the relationships of the nodes.
        detach: bool,
        /// What to delete.
        targets: Vec<Expr>,
    },
    /// `FOREACH (x IN list | clauses)`
    Foreach {
        /// The loop's variable.
        variable: Ident,
        /// The list.
        list: Expr,
        /// Updating clauses.
        body: Vec<Clause>,
    },
    /// `CALL name(args) YIELD a AS b WHERE e`
    CallProcedure(CallProcedure),
    /// `CALL (imports) { query } [IN TRANSACTIONS ..]`
    CallSubquery {
        /// `OPTIONAL` stands before it.
        optional: bool,
        /// The variables in parentheses; `None` for the form without them (imports by leading `WITH`),
        /// `Some` with a single `*` name for `CALL (*)`.
        imports: Option<Vec<Ident>>,
        /// The query inside.
        query: Box<Query>,
        /// `IN TRANSACTIONS`.
        transactions: Option<InTransactions>,
    },
    /// `LOAD CSV [WITH HEADERS] FROM e AS x [FIELDTERMINATOR 's']`
    LoadCsv {
        /// Rows are maps by header.
        with_headers: bool,
        /// Where to read.
        from: Expr,
        /// The new variable.
        variable: Ident,
        /// The separator.
        field_terminator: Option<String>,
    },
    /// `ORDER BY e SKIP n LIMIT m` as a clause of its own
    Page {
        /// `ORDER BY`.
        order_by: Vec<SortItem>,
        /// `SKIP` or `OFFSET`.
        skip: Option<Expr>,
        /// `LIMIT`.
        limit: Option<Expr>,
    },
    /// `{ query }` in place of a single query of a union; the only clause of its query
    Block(Box<Query>),
    /// `WHEN e THEN { query } .. ELSE { query }`: for each row the first branch that is true; the last clause of its query
    When {
        /// At least one.
        branches: Vec<(Expr, Query)>,
        /// `ELSE`.
        otherwise: Option<Box<Query>>,
    },
    /// `RETURN .. NEXT` before a `UNION` or `WHEN`: all rows together are the input of each branch; the last clause of
    /// its query. Before single clauses the `RETURN` is a `With`.
    Next {
        /// What is passed on.
        returned: Projection,
        /// What goes on with it.
        query: Box<Query>,
    },
    /// `LET x = e, y = f` (GQL)
    Let(Vec<(Ident, Expr)>),
    /// `FILTER [WHERE] e` (GQL)
    Filter(Expr),
    /// `USE graph`, rejected by the binder with a clear message.
    Use(Ident),
}

/// Advice on how to find what `MATCH` looks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// `USING [TEXT] INDEX [SEEK] n:L(a, b)`
    Index {
        /// The node or relationship.
        variable: Ident,
        /// Its label or type.
        label: Ident,
        /// The index's keys.
        properties: Vec<Ident>,
    },
    /// `USING SCAN n:L`
    Scan {
        /// The node or relationship.
        variable: Ident,
        /// Its label or type.
        label: Ident,
    },
    /// `USING JOIN ON n, m`
    Join(Vec<Ident>),
}

/// `IN n CONCURRENT TRANSACTIONS OF m ROWS ON ERROR ...`
#[derive(Clone, Debug, PartialEq)]
pub struct InTransactions {
    /// `OF e ROWS`.
    pub rows: Option<Expr>,
    /// `ON ERROR CONTINUE | BREAK | FAIL` (default).
    pub on_error: OnError,
    /// `REPORT STATUS AS x`.
    pub report: Option<Ident>,
}

/// What a failing inner transaction does to the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum OnError {
    /// The statement fails.
    Fail,
    /// The batch is lost, the rest goes on.
    Continue,
    /// The batch is lost, nothing more is run.
    Break,
}

/// A procedure call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallProcedure {
    /// `OPTIONAL` stands before it.
    pub optional: bool,
    /// Namespace and name, joined by dots.
    pub name: Ident,
    /// `None` without parentheses: arguments are taken from parameters of the same names (standalone only).
    pub arguments: Option<Vec<Expr>>,
    /// What is taken from it.
    pub yields: Yield,
    /// `YIELD ... WHERE e`.
    pub filter: Option<Expr>,
    /// `WRITE PROPERTY name` instead of `YIELD`: the figures go to the elements they are of.
    pub write: Option<Ident>,
}

/// What `YIELD` says.
#[derive(Clone, Debug, PartialEq)]
pub enum Yield {
    /// No `YIELD`.
    None,
    /// `YIELD *`
    All,
    /// `YIELD a, b AS c` or `YIELD -` (empty).
    Items(Vec<(Ident, Option<Ident>)>),
}

/// What `WITH` and `RETURN` share.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// `DISTINCT`.
    pub distinct: bool,
    /// `*` stands first: all variables in scope.
    pub star: bool,
    /// The items.
    pub items: Vec<ProjectionItem>,
    /// `GROUP BY`; without it, the items that hold no aggregate are the keys where there is an aggregate.
    pub group_by: Option<GroupBy>,
    /// `ORDER BY`.
    pub order_by: Vec<SortItem>,
    /// `SKIP` or `OFFSET`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
    /// The whole of it.
    pub span: Span,
}

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupBy {
    /// `GROUP BY ALL`: all items that hold no aggregate.
    All,
    /// `GROUP BY a, b`, or `GROUP BY ()` with none.
    Keys(Vec<Expr>),
}

/// `e [AS name]`
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What.
    pub expr: Expr,
    /// Under which name.
    pub alias: Option<Ident>,
    /// The text of the expression exactly as written, the column's name without an alias.
    pub text: String,
}

/// `e [ASC|DESC] [NULLS FIRST|LAST]`
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The key.
    pub expr: Expr,
    /// `DESC`.
    pub descending: bool,
    /// Where nulls go; without it they are the greatest values.
    pub nulls: Option<NullOrder>,
}

/// One item of `SET`.
#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `target.key = value`, where the target is any expression that yields an entity.
    Property {
        /// The entity.
        target: Expr,
        /// The key.
        key: Ident,
        /// The value; null removes.
        value: Expr,
    },
    /// `target[e] = value`
    DynamicProperty {
        /// The entity.
        target: Expr,
        /// Yields the key.
        key: Expr,
        /// The value; null removes.
        value: Expr,
    },
    /// `x = map`
    Replace {
        /// The entity.
        variable: Ident,
        /// A map, node or relationship.
        value: Expr,
    },
    /// `x += map`
    Merge {
        /// The entity.
        variable: Ident,
        /// A map, node or relationship.
        value: Expr,
    },
    /// `x:A:B` or `x IS A` or `x:$(e)`
    Labels {
        /// The node.
        variable: Ident,
        /// The labels.
        labels: Vec<LabelName>,
    },
}

/// One item of `REMOVE`.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    /// `target.key`
    Property {
        /// The entity.
        target: Expr,
        /// The key.
        key: Ident,
    },
    /// `target[e]`
    DynamicProperty {
        /// The entity.
        target: Expr,
        /// Yields the key.
        key: Expr,
    },
    /// `x:A:B`
    Labels {
        /// The node.
        variable: Ident,
        /// The labels.
        labels: Vec<LabelName>,
    },
}

/// A label or type that is named, or computed by `$(e)`.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelName {
    /// By name.
    Name(Ident),
    /// `$(e)` or `$all(e)`.
    Dynamic(Box<Expr>),
}

/// A label or type expression.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelExpr {
    /// One name.
    Name(LabelName),
    /// `$any(e)`: one of the names in a list.
    AnyOf(Box<Expr>),
    /// `%`
    Any(Span),
    /// `!e`
    Not(Box<LabelExpr>),
    /// `a&b` or, for nodes, `:a:b`
    And(Vec<LabelExpr>),
    /// `a|b`
    Or(Vec<LabelExpr>),
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// All expressions of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`, `true`, `1`, `1.5`, `'text'`
    Literal(Literal),
    /// `$name`
    Parameter(String),
    /// `x`
    Variable(String),
    /// `e.key`
    Property(Box<Expr>, Ident),
    /// `e[i]`
    Index(Box<Expr>, Box<Expr>),
    /// `e[a..b]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{a: 1}`
    Map(Vec<(Ident, Expr)>),
    /// `x {.a, b: 1, .*, y}`
    MapProjection(Ident, Vec<MapProjectionItem>),
    /// `NOT e`
    Not(Box<Expr>),
    /// `-e`
    Negate(Box<Expr>),
    /// `+e`
    Plus(Box<Expr>),
    /// `a AND b AND c`, `OR`, `XOR`: two or more
    Logical(LogicalOp, Vec<Expr>),
    /// `a + b - c`: one precedence level, left-associative
    Arithmetic(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// `a < b <= c`
    Comparison(Box<Expr>, Vec<(ComparisonOp, Expr)>),
    /// `a IN b`
    In(Box<Expr>, Box<Expr>),
    /// `a STARTS WITH b` and the like
    StringPredicate(StringOp, Box<Expr>, Box<Expr>),
    /// `e IS NULL`; `true` for `IS NOT NULL`
    IsNull(Box<Expr>, bool),
    /// `e IS [NOT] :: TYPE`, `IS TYPED TYPE`; `true` when negated
    IsTyped(Box<Expr>, TypeName, bool),
    /// `e IS [NOT] [form] NORMALIZED`; `true` when negated
    IsNormalized(Box<Expr>, Option<String>, bool),
    /// `e:A&B` as a predicate
    HasLabels(Box<Expr>, LabelExpr),
    /// `ns.f(DISTINCT args)`
    Call(FunctionCall),
    /// `count(*)`
    CountStar,
    /// `CASE [e] WHEN .. THEN .. ELSE .. END`
    Case {
        /// The simple form's subject.
        subject: Option<Box<Expr>>,
        /// `WHEN`, with alternatives separated by commas, and `THEN`; a test of the simple form has a [`ExprKind::CaseOperand`].
        branches: Vec<(Vec<Expr>, Expr)>,
        /// `ELSE`.
        otherwise: Option<Box<Expr>>,
    },
    /// What a simple `CASE` compares, where a test leaves it out: before `<` in `WHEN < 5`.
    CaseOperand,
    /// `[x IN list WHERE p | e]`
    ListComprehension {
        /// The loop's variable.
        variable: Ident,
        /// The list.
        list: Box<Expr>,
        /// `WHERE`.
        filter: Option<Box<Expr>>,
        /// After the bar.
        map: Option<Box<Expr>>,
    },
    /// `[p = (a)-->(b) WHERE e | f]`
    PatternComprehension {
        /// The path's variable.
        variable: Option<Ident>,
        /// The pattern.
        pattern: Box<PathPattern>,
        /// `WHERE`.
        filter: Option<Box<Expr>>,
        /// After the bar.
        map: Box<Expr>,
    },
    /// `all(x IN list WHERE p)` and its sisters
    ListPredicate {
        /// Which.
        kind: ListPredicateKind,
        /// The loop's variable.
        variable: Ident,
        /// The list.
        list: Box<Expr>,
        /// `WHERE`.
        filter: Option<Box<Expr>>,
    },
    /// `reduce(acc = init, x IN list | e)`
    Reduce {
        /// The accumulator.
        accumulator: Ident,
        /// Its first value.
        init: Box<Expr>,
        /// The loop's variable.
        variable: Ident,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        body: Box<Expr>,
    },
    /// `allReduce(acc = init, x IN list | e, p)`
    AllReduce {
        /// The accumulator.
        accumulator: Ident,
        /// Its first value.
        init: Box<Expr>,
        /// The loop's variable.
        variable: Ident,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        body: Box<Expr>,
        /// What has to be true of each.
        predicate: Box<Expr>,
    },
    /// `(a)-->(b)` as a predicate, or `shortestPath(...)` as an expression
    Pattern(Box<PatternPart>),
    /// `EXISTS { .. }`
    Exists(Box<Subquery>),
    /// `COUNT { .. }`
    Count(Box<Subquery>),
    /// `COLLECT { query }`
    Collect(Box<Query>),
}

/// What stands in the braces of `EXISTS` and `COUNT`.
#[derive(Clone, Debug, PartialEq)]
pub enum Subquery {
    /// `{ [MATCH] pattern [WHERE e] }`
    Pattern(Vec<PatternPart>, Option<Expr>),
    /// A whole query; `RETURN` may be missing.
    Query(Query),
}

/// Literal scalars.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// Decimal, hexadecimal (`0x`), octal (`0o`)
    Integer(i64),
    /// With point or exponent, and `inf`, `infinity`, `nan`
    Float(f64),
    /// With its escapes resolved
    String(String),
}

/// An item of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum MapProjectionItem {
    /// `.key`
    Property(Ident),
    /// `.*`
    All,
    /// `key: e`
    Entry(Ident, Expr),
    /// `variable`
    Variable(Ident),
}

/// A function's name and arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionCall {
    /// Namespace and name, joined by dots, as written.
    pub name: Ident,
    /// `DISTINCT` stands before the arguments.
    pub distinct: bool,
    /// The arguments.
    pub arguments: Vec<Expr>,
}

macro_rules! ops {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),* }
    };
}

ops!(
    /// `NULLS FIRST` or `NULLS LAST`.
    NullOrder {
        /// Before all values.
        First,
        /// Behind all values.
        Last,
    }
);
ops!(
    /// Boolean connectives.
    LogicalOp {
        /// `AND`
        And,
        /// `OR`
        Or,
        /// `XOR`
        Xor,
    }
);
ops!(
    /// Arithmetic operators; `Concat` is `||`.
    ArithmeticOp {
        /// `+`
        Add,
        /// `-`
        Subtract,
        /// `*`
        Multiply,
        /// `/`
        Divide,
        /// `%`
        Modulo,
        /// `^`
        Power,
        /// `||`
        Concat,
    }
);
ops!(
    /// Comparison operators.
    ComparisonOp {
        /// `=`
        Equal,
        /// `<>`
        NotEqual,
        /// `<`
        Less,
        /// `<=`
        LessEqual,
        /// `>`
        Greater,
        /// `>=`
        GreaterEqual,
    }
);
ops!(
    /// String predicates.
    StringOp {
        /// `STARTS WITH`
        StartsWith,
        /// `ENDS WITH`
        EndsWith,
        /// `CONTAINS`
        Contains,
        /// `=~`
        Matches,
    }
);
ops!(
    /// Predicates over the elements of a list.
    ListPredicateKind {
        /// `all(...)`
        All,
        /// `any(...)`
        Any,
        /// `none(...)`
        None,
        /// `single(...)`
        Single,
    }
);
