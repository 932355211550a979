//! Which variants of the syntax tree the generators have made: all of them, or a test fails. A new variant of the tree does
//! not compile here until it is in the list.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use casegraph::graph::Direction;
use casegraph::syntax::ast::*;

/// An enum of the tree.
pub trait Variants {
    /// The variant's name.
    fn variant(&self) -> &'static str;
}

macro_rules! variants {
    ($($tree:ident { $($variant:ident),* })*) => {
        $(impl Variants for $tree {
            fn variant(&self) -> &'static str {
                match self {
                    $($tree::$variant { .. } => concat!(stringify!($tree), "::", stringify!($variant)),)*
                }
            }
        })*
        const ALL: &[&str] = &[$($(concat!(stringify!($tree), "::", stringify!($variant)),)*)*];
    };
}

variants! {
    Mode { Execute, Explain, Profile }
    StatementBody { Query, Schema, Dialect }
    ClauseKind {
        Match, Unwind, With, Return, Finish, Create, Merge, Set, Remove, Delete, Foreach,
        CallProcedure, CallSubquery,
        LoadCsv, Page, Block, When, Next, Let, Filter, Use
    }
    Hint { Index, Scan, Join }
    OnError { Fail, Continue, Break }
    Yield { None, All, Items }
    GroupBy { All, Keys }
    NullOrder { First, Last }
    SetItem { Property, DynamicProperty, Replace, Merge, Labels }
    RemoveItem { Property, DynamicProperty, Labels }
    LabelName { Name, Dynamic }
    LabelExpr { Name, AnyOf, Any, Not, And, Or }
    ExprKind {
        Literal, Parameter, Variable, Property, Index, Slice, List, Map, MapProjection, Not,
        Negate, Plus, Logical,
        Arithmetic, Comparison, In, StringPredicate, IsNull, IsTyped, IsNormalized, HasLabels,
        Call, CountStar, Case,
        CaseOperand, ListComprehension, PatternComprehension, ListPredicate, Reduce, AllReduce,
        Pattern, Exists, Count,
        Collect
    }
    Subquery { Pattern, Query }
    Literal { Null, Boolean, Integer, Float, String }
    MapProjectionItem { Property, All, Entry, Variable }
    LogicalOp { And, Or, Xor }
    ArithmeticOp { Add, Subtract, Multiply, Divide, Modulo, Power, Concat }
    ComparisonOp { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual }
    StringOp { StartsWith, EndsWith, Contains, Matches }
    ListPredicateKind { All, Any, None, Single }
    PathSelector {
        All, ShortestPath, AllShortestPaths, Any, Shortest, AllShortest, ShortestGroups, Cheapest, AllCheapest
    }
    HopForm {
        Every, Mode, Bfs, WShortest, AllShortest, KShortest, Shortest, EveryShortest, WShortestBy,
        EveryWShortestBy
    }
    HopBody { Value, Filtered }
    Dialect { Cypher, Gql, Kuzu, Memgraph }
    PathMode { Walk, Trail, Simple, Acyclic }
    PatternElement { Node, Relationship, Group }
    Direction { Outgoing, Incoming, Both }
    SchemaCommand { CreateIndex, CreateLookup, DropIndex, CreateConstraint, DropConstraint, Show }
    SchemaName { Written, Parameter }
    IndexKind { Range, Text, Point }
    EntityKind { Node, Relationship }
    ConstraintKind { Unique, NotNull, Key, Typed }
    ShowKind { Indexes, Constraints, Functions, Procedures }
    ShownIndex { Range, Text, Point, Lookup, FullText, Vector }
    ShownConstraint { Unique, Key, Existence, PropertyType }
}

static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Notes that it was made.
pub fn seen<T: Variants>(tree: T) -> T {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(tree.variant());
    tree
}

/// The variants that have not been made so far.
pub fn missing() -> Vec<&'static str> {
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    ALL.iter().copied().filter(|name| !seen.contains(name)).collect()
}
