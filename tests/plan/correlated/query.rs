//! Queries as a tree, and their text. Every column is an integer, a node, a relationship, or null.

use std::fmt::{Display, Formatter, Result, Write};

/// Branches of a `UNION`, or a single one; each ends with `Return` or, in conditions, a reading clause.
#[derive(Clone, Debug)]
pub struct Query {
    pub branches: Vec<Vec<Clause>>,
    pub all: bool,
}

#[derive(Clone, Debug)]
pub enum Clause {
    Match { optional: bool, paths: Vec<Path>, filter: Option<Expr> },
    Unwind { list: Vec<Expr>, variable: String },
    With(Projection),
    Return(Projection),
    Call { optional: bool, form: CallForm, query: Query },
}

/// How a `CALL { }` says what it sees.
#[derive(Clone, Debug)]
pub enum CallForm {
    /// `CALL (a, b) { }`
    Scoped(Vec<String>),
    /// `CALL (*) { }`
    Star,
    /// `CALL { WITH a, b ... }`, in every branch.
    Importing(Vec<String>),
}

#[derive(Clone, Debug, Default)]
pub struct Projection {
    pub items: Vec<(Expr, String)>,
    pub distinct: bool,
    /// Keys; `true` for descending.
    pub order_by: Vec<(Expr, bool)>,
    pub skip: Option<u64>,
    pub limit: Option<u64>,
    pub filter: Option<Expr>,
}

/// A node, and hops from it.
#[derive(Clone, Debug)]
pub struct Path {
    pub start: Node,
    pub hops: Vec<(Hop, Node)>,
}

#[derive(Clone, Debug)]
pub struct Node {
    /// Begins with `_` when the text does not show it.
    pub variable: String,
    pub label: Option<&'static str>,
    pub x: Option<Box<Expr>>,
}

#[derive(Clone, Debug)]
pub struct Hop {
    /// Begins with `_` when the text does not show it.
    pub variable: String,
    pub rel_type: Option<&'static str>,
    pub direction: Direction,
    /// How often it is repeated; only without a variable.
    pub length: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Right,
    Left,
    Both,
}

#[derive(Clone, Debug)]
pub enum Expr {
    Integer(i64),
    Variable(String),
    Property(String, &'static str),
    Add(Box<Expr>, Box<Expr>),
    Compare(Box<Expr>, &'static str, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    IsNull(Box<Expr>),
    Pattern(Path),
    Exists(Box<Query>),
    Count(Box<Query>),
    /// A list's size, or the sum of its integers.
    OfList(OfList, Box<List>),
    CountRows,
    Aggregate(Aggregate, bool, Box<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfList {
    Size,
    Sum,
    /// Only of lists in a known order.
    First,
}

#[derive(Clone, Debug)]
pub enum List {
    Of(Vec<Expr>),
    Collect(Query),
    Pattern { path: Path, filter: Option<Expr>, map: Expr },
    Comprehension { variable: String, list: Vec<Expr>, filter: Option<Expr>, map: Expr },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Count,
    Sum,
    Min,
    Max,
    /// `size(collect(e))`
    Collect,
}

impl Expr {
    /// Whether it aggregates the rows it is computed from.
    pub fn aggregates(&self) -> bool {
        match self {
            Expr::CountRows | Expr::Aggregate(..) => true,
            Expr::Add(left, right) => left.aggregates() || right.aggregates(),
            _ => false,
        }
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let union = if self.all { " UNION ALL " } else { " UNION " };
        separated(f, &self.branches, union, |f, branch| separated(f, branch, " ", |f, clause| clause.fmt(f)))
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Clause::Match { optional, paths, filter } => {
                f.write_str(if *optional { "OPTIONAL MATCH " } else { "MATCH " })?;
                separated(f, paths, ", ", |f, path| path.fmt(f))?;
                condition(f, filter)
            }
            Clause::Unwind { list, variable } => write!(f, "UNWIND {} AS {variable}", List::Of(list.clone())),
            Clause::With(projection) => write!(f, "WITH {projection}"),
            Clause::Return(projection) => write!(f, "RETURN {projection}"),
            Clause::Call { optional, form, query } => {
                f.write_str(if *optional { "OPTIONAL CALL " } else { "CALL " })?;
                match form {
                    CallForm::Scoped(names) => write!(f, "({}) {{ {query} }}", names.join(", ")),
                    CallForm::Star => write!(f, "(*) {{ {query} }}"),
                    CallForm::Importing(names) => {
                        let mut query = query.to_string();
                        if !names.is_empty() {
                            let with = format!("WITH {} ", names.join(", "));
                            // Only the branches' own `UNION` stands outside all braces.
                            query = at_branches(&query, &with);
                        }
                        write!(f, "{{ {query} }}")
                    }
                }
            }
        }
    }
}

/// The query's text with a clause in front of every branch.
fn at_branches(query: &str, clause: &str) -> String {
    let mut text = clause.to_owned();
    let mut depth = 0;
    let mut words = query.split(' ').peekable();
    while let Some(word) = words.next() {
        depth += word.matches(['{', '[', '(']).count() as i64;
        depth -= word.matches(['}', ']', ')']).count() as i64;
        let ends_union = match words.peek() {
            Some(next) => word == "ALL" || word == "UNION" && *next != "ALL",
            None => false,
        };
        text += word;
        text.push(' ');
        if depth == 0 && ends_union {
            text += clause;
        }
    }
    text.trim_end().to_owned()
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.distinct { "DISTINCT " } else { "" })?;
        separated(f, &self.items, ", ", |f, (expr, name)| match expr {
            Expr::Variable(variable) if variable == name => f.write_str(name),
            _ => write!(f, "{expr} AS {name}"),
        })?;
        if !self.order_by.is_empty() {
            f.write_str(" ORDER BY ")?;
            separated(f, &self.order_by, ", ", |f, (key, descending)| {
                write!(f, "{key}{}", if *descending { " DESC" } else { "" })
            })?;
        }
        self.skip.iter().try_for_each(|skip| write!(f, " SKIP {skip}"))?;
        self.limit.iter().try_for_each(|limit| write!(f, " LIMIT {limit}"))?;
        condition(f, &self.filter)
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.start.fmt(f)?;
        self.hops.iter().try_for_each(|(hop, node)| write!(f, "{hop}{node}"))
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_char('(')?;
        f.write_str(shown(&self.variable))?;
        self.label.iter().try_for_each(|label| write!(f, ":{label}"))?;
        self.x.iter().try_for_each(|x| write!(f, " {{x: {x}}}"))?;
        f.write_char(')')
    }
}

impl Display for Hop {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.direction == Direction::Left { "<-[" } else { "-[" })?;
        f.write_str(shown(&self.variable))?;
        self.rel_type.iter().try_for_each(|rel_type| write!(f, ":{rel_type}"))?;
        self.length.iter().try_for_each(|(min, max)| write!(f, "*{min}..{max}"))?;
        f.write_str(if self.direction == Direction::Right { "]->" } else { "]-" })
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Expr::Integer(value) => write!(f, "{value}"),
            Expr::Variable(name) => f.write_str(name),
            Expr::Property(variable, key) => write!(f, "{variable}.{key}"),
            Expr::Add(left, right) => write!(f, "({left} + {right})"),
            Expr::Compare(left, op, right) => write!(f, "{left} {op} {right}"),
            Expr::And(left, right) => write!(f, "({left} AND {right})"),
            Expr::Or(left, right) => write!(f, "({left} OR {right})"),
            Expr::Not(inner) => write!(f, "NOT ({inner})"),
            Expr::IsNull(inner) => write!(f, "{inner} IS NULL"),
            Expr::Pattern(path) => path.fmt(f),
            Expr::Exists(query) => write!(f, "EXISTS {{ {query} }}"),
            Expr::Count(query) => write!(f, "COUNT {{ {query} }}"),
            Expr::OfList(OfList::Size, list) => write!(f, "size({list})"),
            Expr::OfList(OfList::First, list) => write!(f, "{list}[0]"),
            Expr::OfList(OfList::Sum, list) => {
                write!(f, "reduce(total = 0, each IN {list} | total + coalesce(each, 0))")
            }
            Expr::CountRows => f.write_str("count(*)"),
            Expr::Aggregate(aggregate, distinct, argument) => {
                let distinct = if *distinct { "DISTINCT " } else { "" };
                match aggregate {
                    Aggregate::Count => write!(f, "count({distinct}{argument})"),
                    Aggregate::Sum => write!(f, "sum({distinct}{argument})"),
                    Aggregate::Min => write!(f, "min({distinct}{argument})"),
                    Aggregate::Max => write!(f, "max({distinct}{argument})"),
                    Aggregate::Collect => write!(f, "size(collect({distinct}{argument}))"),
                }
            }
        }
    }
}

impl Display for List {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            List::Of(items) => {
                f.write_char('[')?;
                separated(f, items, ", ", |f, item| item.fmt(f))?;
                f.write_char(']')
            }
            List::Collect(query) => write!(f, "COLLECT {{ {query} }}"),
            List::Pattern { path, filter, map } => {
                write!(f, "[{path}")?;
                condition(f, filter)?;
                write!(f, " | {map}]")
            }
            List::Comprehension { variable, list, filter, map } => {
                write!(f, "[{variable} IN {}", List::Of(list.clone()))?;
                condition(f, filter)?;
                write!(f, " | {map}]")
            }
        }
    }
}

fn shown(variable: &str) -> &str {
    if variable.starts_with('_') { "" } else { variable }
}

fn condition(f: &mut Formatter<'_>, filter: &Option<Expr>) -> Result {
    filter.iter().try_for_each(|filter| write!(f, " WHERE {filter}"))
}

fn separated<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    separator: &str,
    mut write: impl FnMut(&mut Formatter<'_>, &T) -> Result,
) -> Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        write(f, item)?;
    }
    Ok(())
}
