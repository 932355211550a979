//! What a row of the registry says.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::algorithm::Work;
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::path::Pool;
use crate::value::Value;

/// A coarse static type, for signatures and compile-time checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Type {
    /// Nothing is known.
    Any,
    /// `BOOLEAN`
    Boolean,
    /// `INTEGER`
    Integer,
    /// `FLOAT`
    Float,
    /// `INTEGER | FLOAT`
    Number,
    /// `STRING`
    String,
    /// `LIST<ANY>`
    List,
    /// `LIST<RELATIONSHIP>`, what a variable-length relationship binds
    RelationshipList,
    /// `MAP`
    Map,
    /// `NODE`
    Node,
    /// `RELATIONSHIP`
    Relationship,
    /// `PATH`
    Path,
    /// `DATE`
    Date,
    /// `LOCAL TIME`
    LocalTime,
    /// `ZONED TIME`
    Time,
    /// `LOCAL DATETIME`
    LocalDateTime,
    /// `ZONED DATETIME`
    DateTime,
    /// `DURATION`
    Duration,
    /// `POINT`
    Point,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in the signature.
    pub name: &'static str,
    /// What it takes.
    pub ty: Type,
    /// It may be left out (with all after it).
    pub optional: bool,
}

/// When a call may be evaluated early or once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purity {
    /// The result depends on the arguments alone.
    Pure,
    /// Also on the graph.
    ReadsGraph,
    /// Also on the statement's clock.
    Statement,
    /// Each call may differ.
    Volatile,
}

/// The chapters of the reference page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// `count`, `collect` ...
    Aggregating,
    /// `id`, `coalesce`, `size` ...
    Scalar,
    /// `range`, `keys`, `nodes` ...
    List,
    /// `abs`, `round` ...
    Mathematical,
    /// `sin`, `pi` ...
    Trigonometric,
    /// `toUpper`, `split` ...
    String,
    /// `exists`, `isEmpty` ...
    Predicate,
    /// `date`, `duration.between` ...
    Temporal,
    /// `point` ...
    Spatial,
    /// `vector.similarity.cosine` ...
    Vector,
}

/// What a function may look at beside its arguments.
pub struct CallContext<'a> {
    /// The state the statement sees.
    pub graph: &'a GraphState,
    /// The statement's clock.
    pub clock: &'a Clock,
    /// What bounds procedures that run long.
    pub work: &'a dyn Work,
    /// What path searches use again and again.
    pub pool: &'a Pool,
}

/// The instants that `datetime.transaction()` and `datetime.statement()` report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Nanoseconds since 1970-01-01T00:00:00Z when the transaction began.
    pub transaction: i128,
    /// Nanoseconds since 1970-01-01T00:00:00Z when the statement began.
    pub statement: i128,
}

impl Clock {
    /// Nanoseconds since the epoch right now.
    pub fn realtime() -> i128 {
        match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        }
    }

    /// A clock whose transaction and statement begin now.
    pub fn now() -> Clock {
        let now = Clock::realtime();
        Clock { transaction: now, statement: now }
    }
}

/// Gathers the rows of one group.
pub trait Accumulator: Any + Send {
    /// Takes one row's arguments; null handling is the accumulator's (most skip a null first argument).
    fn add(&mut self, arguments: &[Value]) -> Result<()>;
    /// As many rows with the same arguments.
    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        (0..times).try_for_each(|_| self.add(arguments))
    }
    /// Takes over what another accumulator of the same function took from later rows.
    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()>;
    /// The result over all rows taken.
    fn finish(&mut self) -> Result<Value>;
    /// Bytes held beside the accumulator itself, for the memory budget.
    fn memory(&self) -> usize {
        0
    }
}

/// The accumulator as what it is, for [`Accumulator::merge`].
pub(super) fn of_same_kind<T: Accumulator>(accumulator: Box<dyn Accumulator>) -> Result<T> {
    let accumulator: Box<dyn Any> = accumulator;
    accumulator
        .downcast()
        .map(|same| *same)
        .map_err(|_| Error::internal("two aggregates of one function differ"))
}

/// How a function is run.
#[derive(Clone, Copy)]
pub enum Implementation {
    /// One value from the values of its arguments.
    Scalar(fn(&CallContext<'_>, &[Value]) -> Result<Value>),
    /// One value from many rows.
    Aggregate(fn() -> Box<dyn Accumulator>),
}

/// A row of the registry.
pub struct Function {
    /// Namespace and name, in the canonical spelling; found case-insensitively.
    pub name: &'static str,
    /// Other names of the same function.
    pub aliases: &'static [&'static str],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The last parameter may be repeated.
    pub variadic: bool,
    /// What it yields.
    pub returns: Type,
    /// When it may be evaluated early.
    pub purity: Purity,
    /// Any null argument makes the result null without a call (never for aggregates).
    pub strict: bool,
    /// Its chapter.
    pub category: Category,
    /// One or two sentences.
    pub doc: &'static str,
    /// An expression that uses it, for example `toUpper('korus')`.
    pub example: &'static str,
    /// The code.
    pub implementation: Implementation,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Whether a procedure changes the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcedureMode {
    /// It reads.
    Read,
    /// It writes.
    Write,
}

/// A named, typed input or output of a procedure.
#[derive(Clone, Debug)]
pub struct ProcedureColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What an input is when the call leaves it out; only the last inputs may have one.
    pub default: Option<Value>,
}

impl ProcedureColumn {
    /// An output, or an input that has to be given.
    pub fn new(name: impl Into<String>, ty: Type) -> ProcedureColumn {
        ProcedureColumn { name: name.into(), ty, default: None }
    }
}

/// What a procedure yields, one row at a time.
pub type ProcedureRows<'a> = Box<dyn Iterator<Item = Result<Vec<Value>>> + 'a>;

/// The code of a procedure.
pub type ProcedureBody =
    Arc<dyn for<'a> Fn(&CallContext<'a>, &[Value]) -> Result<ProcedureRows<'a>> + Send + Sync>;

/// A procedure, built in or registered by the embedding program.
#[derive(Clone)]
pub struct Procedure {
    /// Namespace and name, case-sensitive.
    pub name: String,
    /// What it takes.
    pub parameters: Vec<ProcedureColumn>,
    /// What it yields; none for a procedure run for its effect.
    pub yields: Vec<ProcedureColumn>,
    /// Whether it writes.
    pub mode: ProcedureMode,
    /// One or two sentences.
    pub doc: String,
    /// The code.
    pub body: ProcedureBody,
}

impl fmt::Debug for Procedure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Procedures by name.
#[derive(Clone, Debug, Default)]
pub struct ProcedureRegistry {
    by_name: BTreeMap<String, Arc<Procedure>>,
    /// What `SHOW` calls; listed nowhere.
    tables: Vec<Arc<Procedure>>,
}

impl ProcedureRegistry {
    /// Adds or replaces a procedure.
    pub fn register(&mut self, procedure: Procedure) {
        self.insert(procedure);
        self.relist();
    }

    pub(super) fn insert(&mut self, procedure: Procedure) {
        self.by_name.insert(procedure.name.clone(), Arc::new(procedure));
    }

    pub(super) fn list(&mut self, tables: impl IntoIterator<Item = Procedure>) {
        self.tables = tables.into_iter().map(Arc::new).collect();
    }

    /// The procedure of that name.
    pub fn find(&self, name: &str) -> Option<&Arc<Procedure>> {
        self.by_name.get(name).or_else(|| self.tables.iter().find(|table| table.name == name))
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Procedure>> {
        self.by_name.values()
    }
}
