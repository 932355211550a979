//! Physical expressions: compiled from bound ones once per operator, evaluated a column at a time.
//!
//! In: a batch and the rows of it that matter. Out: one value per such row. Operands that a row does not
//! need (`AND`, `OR`, `CASE`, `coalesce`) are not evaluated for it, so their errors are not raised either.

mod access;
mod arithmetic;
mod branch;
mod call;
mod comparison;
mod compile;
mod label;
mod lambda;
mod logical;
mod pattern;
mod property;
mod property_test;
mod string;
mod typed;

use std::sync::Arc;

use crate::error::{Error, Result, Span};
use crate::function::FunctionRef;
use crate::semantic::bound::{ArithmeticOp, ComparisonOp, LogicalOp, Name, Slot, StringOp, SubqueryId};
use crate::value::{List, MAX_DEPTH, Value};

use super::batch::Batch;
use super::column::Column;
use super::context::Context;

pub use access::properties as properties_of;
pub use comparison::test;
pub use compile::ExpressionCompiler;
use label::LabelTest;
pub use label::names as label_names;
use lambda::{Comprehension, Quantifier, Reduction};
pub(super) use logical::booleans;
pub use pattern::{make_path, relationships};
pub use property::deleted;
use property_test::PropertyTest;
use typed::TypeTest;

/// Some rows of a batch.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The batch.
    pub batch: &'a Batch,
    /// Which of its rows, in which order; all without it.
    pub selection: Option<&'a [u32]>,
}

impl<'a> Rows<'a> {
    /// All rows of a batch.
    pub fn all(batch: &'a Batch) -> Rows<'a> {
        Rows { batch, selection: None }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.selection.map_or(self.batch.len(), <[u32]>::len)
    }

    /// A slot's column over these rows.
    pub fn column(&self, slot: Slot) -> Result<Arc<Column>> {
        let column = self.batch.column(slot)?;
        Ok(match self.selection {
            None => column.clone(),
            Some(rows) => Arc::new(column.gather(rows)),
        })
    }

    /// The batch's row numbers of some of these rows.
    pub fn places(&self, rows: &[u32]) -> Vec<u32> {
        match self.selection {
            None => rows.to_vec(),
            Some(selection) => rows.iter().map(|row| selection[*row as usize]).collect(),
        }
    }
}

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Expression {
    kind: Kind,
    span: Span,
}

#[derive(Clone, Debug)]
enum Kind {
    Constant(Value),
    Slot(Slot),
    Property(Box<Expression>, Name),
    /// A comparison of a node's or relationship's property with a constant, read straight from the column.
    PropertyTest(Box<PropertyTest>),
    Index(Box<(Expression, Expression)>),
    Slice(Box<(Expression, Option<Expression>, Option<Expression>)>),
    List(Vec<Expression>),
    Map(Vec<(Name, Expression)>),
    MapProjection(Box<Expression>, Vec<ProjectionItem>),
    Not(Box<Expression>),
    Negate(Box<Expression>),
    Plus(Box<Expression>),
    Logical(LogicalOp, Vec<Expression>),
    Arithmetic(Box<Expression>, Vec<(ArithmeticOp, Expression)>),
    Comparison(Box<Expression>, Vec<(ComparisonOp, Expression)>),
    In(Box<(Expression, Expression)>),
    StringPredicate(StringOp, Box<(Expression, Expression)>),
    IsNull(Box<Expression>, bool),
    IsTyped(Box<Expression>, TypeTest, bool),
    IsNormalized(Box<Expression>, Name, bool),
    HasLabels(Box<Expression>, LabelTest),
    Function(FunctionRef, Vec<Expression>),
    Coalesce(Vec<Expression>),
    Case {
        subject: Option<Box<Expression>>,
        branches: Vec<(Vec<Expression>, Expression)>,
        otherwise: Option<Box<Expression>>,
    },
    Comprehension(Box<Comprehension>),
    Quantifier(Box<Quantifier>),
    Reduction(Box<Reduction>),
    MakePath(Vec<Slot>),
    DistinctRelationships(Vec<Slot>),
    Subquery(SubqueryId),
}

#[derive(Clone, Debug)]
enum ProjectionItem {
    All,
    Entry(Name, Expression),
}

impl Expression {
    /// The constant it is, if it is one.
    pub fn as_constant(&self) -> Option<&Value> {
        match &self.kind {
            Kind::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The slot it passes on, if it does nothing else.
    pub fn as_slot(&self) -> Option<Slot> {
        match &self.kind {
            Kind::Slot(slot) => Some(*slot),
            _ => None,
        }
    }

    /// Where it stands in the query.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Its value for each of the rows.
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        self.dispatch(ctx, rows).map_err(|error| error.at(self.span))
    }

    /// Its value for a whole batch.
    pub fn evaluate_batch(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Arc<Column>> {
        self.evaluate(ctx, Rows::all(batch))
    }

    /// Its value without any row, for expressions without variables.
    pub fn evaluate_alone(&self, ctx: &mut Context<'_>) -> Result<Value> {
        let unit = Batch::new(1, ctx.width());
        Ok(self.evaluate(ctx, Rows::all(&unit))?.value(0))
    }

    /// The rows for which it is true, as numbers of the batch's rows.
    pub fn select(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Vec<u32>> {
        if let Kind::PropertyTest(test) = &self.kind {
            return test.select(ctx, rows).map_err(|error| error.at(self.span));
        }
        let column = self.evaluate(ctx, rows)?;
        let truth = booleans(&column).map_err(|error| error.at(self.span))?;
        let chosen = truth.iter().enumerate().filter(|(_, value)| **value == Some(true));
        Ok(match rows.selection {
            None => chosen.map(|(row, _)| row as u32).collect(),
            Some(selection) => chosen.map(|(row, _)| selection[row]).collect(),
        })
    }

    fn dispatch(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        match &self.kind {
            Kind::Constant(value) => Ok(Arc::new(Column::Constant(value.clone(), rows.len()))),
            Kind::Slot(slot) => rows.column(*slot),
            Kind::Property(subject, key) => property::property(ctx, rows, subject, key),
            Kind::PropertyTest(test) => test.evaluate(ctx, rows),
            Kind::Index(operands) => access::index(ctx, rows, &operands.0, &operands.1),
            Kind::Slice(operands) => {
                access::slice(ctx, rows, &operands.0, operands.1.as_ref(), operands.2.as_ref())
            }
            Kind::List(items) => access::list(ctx, rows, items),
            Kind::Map(entries) => access::map(ctx, rows, entries),
            Kind::MapProjection(subject, items) => access::map_projection(ctx, rows, subject, items),
            Kind::Not(operand) => logical::not(ctx, rows, operand),
            Kind::Negate(operand) => arithmetic::negate(ctx, rows, operand),
            Kind::Plus(operand) => arithmetic::plus(ctx, rows, operand),
            Kind::Logical(op, operands) => logical::logical(ctx, rows, *op, operands),
            Kind::Arithmetic(first, rest) => arithmetic::chain(ctx, rows, first, rest),
            Kind::Comparison(first, rest) => comparison::chain(ctx, rows, first, rest),
            Kind::In(operands) => comparison::is_in(ctx, rows, &operands.0, &operands.1),
            Kind::StringPredicate(op, operands) => {
                string::predicate(ctx, rows, *op, &operands.0, &operands.1)
            }
            Kind::IsNull(operand, negated) => logical::is_null(ctx, rows, operand, *negated),
            Kind::IsTyped(operand, test, negated) => typed::is_typed(ctx, rows, operand, test, *negated),
            Kind::IsNormalized(operand, form, negated) => {
                string::is_normalized(ctx, rows, operand, form, *negated)
            }
            Kind::HasLabels(operand, test) => label::has_labels(ctx, rows, operand, test),
            Kind::Function(function, arguments) => call::call(ctx, rows, *function, arguments),
            Kind::Coalesce(operands) => branch::coalesce(ctx, rows, operands),
            Kind::Case { subject, branches, otherwise } => {
                branch::case(ctx, rows, subject.as_deref(), branches, otherwise.as_deref())
            }
            Kind::Comprehension(lambda) => lambda.evaluate(ctx, rows),
            Kind::Quantifier(lambda) => lambda.evaluate(ctx, rows),
            Kind::Reduction(lambda) => lambda.evaluate(ctx, rows),
            Kind::MakePath(slots) => pattern::make_path(ctx, rows, slots),
            Kind::DistinctRelationships(slots) => pattern::distinct_relationships(rows, slots),
            Kind::Subquery(id) => super::subquery::evaluate(ctx, rows, *id),
        }
    }
}

/// A list value, unless it would nest too deep.
pub fn list_value(values: Vec<Value>) -> Result<Value> {
    List::checked(values).map(Value::List)
}

/// The value, unless it nests too deep.
pub fn bounded(value: Value) -> Result<Value> {
    if value.depth() > MAX_DEPTH { Err(too_deep()) } else { Ok(value) }
}

fn too_deep() -> Error {
    Error::new(
        crate::error::ErrorClass::BudgetExceeded,
        "NestingTooDeep",
        format!("lists and maps may lie at most {MAX_DEPTH} deep inside one another"),
    )
}
