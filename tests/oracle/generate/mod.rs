//! Generated statements. All bind and have one answer on any plan: what is cut off is ordered by all columns, lists that
//! come in no order are only looked at in ways that do not tell it, and sums of floats are exact.

mod clause;
mod count;
mod expression;
mod pattern;
mod predicate;
mod seek;
mod update;

use super::choices::Choices;

/// What a variable holds; all may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Node,
    Relationship,
    /// The relationships of a pattern of variable length.
    Relationships,
    Path,
    /// One of several shortest paths: only its length is known.
    SomePath,
    /// Anything.
    Value,
    Integer,
    List,
    /// A list in no order.
    Bag,
}

impl Type {
    /// Whether equal graphs give equal values, on any plan.
    fn is_certain(self) -> bool {
        !matches!(self, Type::SomePath | Type::Bag)
    }

    /// What holds either.
    fn or(self, other: Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a,
            (Type::Bag | Type::SomePath, _) | (_, Type::Bag | Type::SomePath) => Type::Bag,
            _ => Type::Value,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub ty: Type,
}

pub type Scope = Vec<Variable>;

/// A statement, and whether its rows are in one order.
#[derive(Clone, Debug)]
pub struct Statement {
    pub text: String,
    pub ordered: bool,
    pub updates: bool,
}

/// Makes statements out of choices.
pub struct Generator<'c, 'l> {
    choices: &'c mut Choices<'l>,
    names: usize,
    /// Subqueries around the place at hand.
    nesting: usize,
    /// Relationship variables of the pattern at hand; each can stand in it once.
    met: Vec<String>,
    /// Predicates are used as values, which patterns cannot be.
    is_valued: bool,
}

/// The deepest nesting of subqueries.
const NESTING: usize = 2;
/// The deepest nesting of expressions.
const DEPTH: usize = 3;

impl<'c, 'l> Generator<'c, 'l> {
    pub fn new(choices: &'c mut Choices<'l>) -> Generator<'c, 'l> {
        Generator { choices, names: 0, nesting: 0, met: Vec::new(), is_valued: false }
    }

    /// One that reads, or once in some times one that updates.
    pub fn statement(&mut self) -> Statement {
        match self.choices.chance(5) {
            true => self.updating(),
            false => self.reading(),
        }
    }

    pub fn reading(&mut self) -> Statement {
        let columns = 1 + self.choices.below(3);
        let (mut text, ordered) = self.branch(columns, Scope::new());
        if !self.choices.chance(9) {
            return Statement { text, ordered, updates: false };
        }
        let union = self.choices.pick(&["UNION", "UNION ALL"]);
        let (second, _) = self.branch(columns, Scope::new());
        text = format!("{text} {union} {second}");
        Statement { text, ordered: false, updates: false }
    }

    /// One that reads, with a number of this name to look at; it has one column, `c0`.
    pub fn with_number(&mut self, name: &str) -> String {
        let scope = vec![Variable { name: name.to_owned(), ty: Type::Integer }];
        self.branch(1, scope).0
    }

    /// Clauses that end with `RETURN`, and whether the rows are in one order.
    fn branch(&mut self, columns: usize, mut scope: Scope) -> (String, bool) {
        let mut text = self.clauses(&mut scope);
        let names: Vec<String> = (0..columns).map(|at| format!("c{at}")).collect();
        let (returned, ordered) = self.returning(&scope, &names);
        text += &returned;
        (text, ordered)
    }

    /// A pattern with its variables, for predicates on them.
    pub fn pattern_clause(&mut self) -> (String, Scope) {
        let mut scope = Scope::new();
        let paths = self.paths(&mut scope);
        (format!("MATCH {paths}"), scope)
    }

    /// A predicate on these variables that can be used as a value.
    pub fn filter(&mut self, scope: &Scope) -> String {
        self.is_valued = true;
        let filter = self.predicate(scope, DEPTH);
        self.is_valued = false;
        filter
    }

    /// A scalar of these variables.
    pub fn scalar(&mut self, scope: &Scope) -> String {
        self.value(scope, 1)
    }

    pub fn whole_number(&mut self, scope: &Scope) -> String {
        self.integer(scope, 1)
    }

    fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    fn declare(&mut self, scope: &mut Scope, prefix: &str, ty: Type) -> String {
        let name = self.fresh(prefix);
        scope.push(Variable { name: name.clone(), ty });
        name
    }

    /// A variable of one of these types.
    fn some(&mut self, scope: &Scope, types: &[Type]) -> Option<String> {
        let fitting: Vec<&Variable> = scope.iter().filter(|variable| types.contains(&variable.ty)).collect();
        let at = self.choices.below(fitting.len().max(1));
        fitting.get(at).map(|variable| variable.name.clone())
    }
}
