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
    /// `DURING e [TO e]`
    pub during: Option<Box<During>>,
    /// `FORWARD IN TIME`
    pub forward: bool,
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
    /// `ANY CHEAPEST` and `CHEAPEST k [PATHS]`
    Cheapest(Option<Box<Expr>>),
    /// `ALL CHEAPEST`
    AllCheapest,
}

/// `DURING e`, a moment or a year or month as a whole, or `DURING e TO e`, where null is open.
#[derive(Clone, Debug, PartialEq)]
pub struct During {
    /// Where the period begins.
    pub from: Expr,
    /// Where it ends; with the end of `from` if it is not written.
    pub to: Option<Expr>,
}

/// `COST e [DEFAULT e]`: what a relationship or an iteration of a group adds to the cost of its path.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Not negative.
    pub value: Expr,
    /// In place of null, which is an error without it.
    pub default: Option<Expr>,
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
        /// `COST` inside the parentheses.
        cost: Option<Box<Cost>>,
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
    /// `COST` inside the brackets.
    pub cost: Option<Box<Cost>>,
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
    /// What other systems write beside the bounds.
    pub search: Option<Box<HopSearch>>,
    /// The whole of it.
    pub span: Span,
}

/// What Memgraph and Kuzu write behind the star: `*BFS 1..3 (r, n | e)`, `* SHORTEST 1..4`.
#[derive(Clone, Debug, PartialEq)]
pub struct HopSearch {
    /// Which paths.
    pub form: HopForm,
    /// `| k` of `*KSHORTEST`.
    pub count: Option<Box<Expr>>,
    /// `(r, n | e)`, the weight of a hop in Memgraph's forms.
    pub weight: Option<HopLambda>,
    /// `total` behind the weight.
    pub total: Option<Ident>,
    /// `(r, n | e)` or `(r, n | WHERE e | {..}, {..})`.
    pub filter: Option<HopLambda>,
}

/// Which paths a search of another system finds.
#[derive(Clone, Debug, PartialEq)]
pub enum HopForm {
    /// All.
    Every,
    /// All of a path mode: `* TRAIL`, `* ACYCLIC`.
    Mode(PathMode),
    /// `*BFS`: one with the fewest hops.
    Bfs,
    /// `*WSHORTEST (r, n | e)`: one of the least weight.
    WShortest,
    /// `*ALLSHORTEST (r, n | e)`: all of the least weight.
    AllShortest,
    /// `*KSHORTEST`: some with the fewest hops, no node twice.
    KShortest,
    /// `* SHORTEST`: one with the fewest hops.
    Shortest,
    /// `* ALL SHORTEST`: all with the fewest hops.
    EveryShortest,
    /// `* WSHORTEST(key)`: one of the least weight.
    WShortestBy(Ident),
    /// `* ALL WSHORTEST(key)`: all of the least weight.
    EveryWShortestBy(Ident),
}

/// `(r, n | e)`: what is said of each hop. Of `(r, n, p, w | e)`, `p` is the path so far and `w` its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct HopLambda {
    /// Two to four.
    pub variables: Vec<Ident>,
    /// What is said.
    pub body: HopBody,
    /// The whole of it.
    pub span: Span,
}

/// What stands behind the bar.
#[derive(Clone, Debug, PartialEq)]
pub enum HopBody {
    /// An expression.
    Value(Box<Expr>),
    /// `WHERE e | {r.a}, {n.b}`
    Filtered {
        /// `WHERE`.
        filter: Option<Box<Expr>>,
        /// The properties that are shown of relationships and of nodes.
        shown: Option<(Vec<Expr>, Vec<Expr>)>,
    },
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
