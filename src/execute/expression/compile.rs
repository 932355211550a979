//! Bound expression to physical expression: parameters become constants, lists and maps of constants are
//! built once, comparisons of properties with constants are recognised.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::liveness::{SlotSet, expression_slots};
use crate::plan::imports::Imports;
use crate::semantic::bound::{
    ComparisonOp, Expr, ExprKind, LabelExpr, Literal, MapProjectionItem, Name, Slot, StringOp,
};
use crate::value::{Map, Value};

use super::label::LabelTest;
use super::lambda::{Comprehension, Quantifier, Reduction};
use super::property_test::{PropertyTest, Test};
use super::typed::TypeTest;
use super::{Expression, Kind, ProjectionItem, bounded, list_value};

/// What compiling an expression needs to know.
#[derive(Clone, Copy)]
pub struct ExpressionCompiler<'a> {
    /// The statement's parameters.
    pub parameters: &'a Map,
    /// The outer slots that each of the statement's subqueries reads.
    pub imports: &'a Imports,
}

impl ExpressionCompiler<'_> {
    /// Compiles several.
    pub fn all(&self, exprs: &[Expr]) -> Result<Vec<Expression>> {
        exprs.iter().map(|expr| self.compile(expr)).collect()
    }

    /// Compiles the expression if there is one.
    pub fn optional(&self, expr: Option<&Expr>) -> Result<Option<Expression>> {
        expr.map(|expr| self.compile(expr)).transpose()
    }

    fn boxed(&self, expr: &Expr) -> Result<Box<Expression>> {
        self.compile(expr).map(Box::new)
    }

    fn boxed_optional(&self, expr: &Option<Box<Expr>>) -> Result<Option<Box<Expression>>> {
        expr.as_deref().map(|expr| self.boxed(expr)).transpose()
    }

    /// The outer slots that some expressions read.
    pub fn captured(&self, exprs: &[Option<&Expr>]) -> Vec<Slot> {
        let mut slots = SlotSet::default();
        exprs.iter().flatten().for_each(|expr| expression_slots(expr, self.imports, &mut slots));
        slots.to_vec()
    }

    /// Compiles an expression.
    pub fn compile(&self, expr: &Expr) -> Result<Expression> {
        let kind = self.kind(expr).map_err(|error| error.at(expr.span))?;
        Ok(Expression { kind, span: expr.span })
    }

    fn kind(&self, expr: &Expr) -> Result<Kind> {
        Ok(match &expr.kind {
            ExprKind::Literal(literal) => Kind::Constant(literal_value(literal)),
            ExprKind::Parameter(name) => Kind::Constant(self.parameter(name)?),
            ExprKind::Slot(slot) => Kind::Slot(*slot),
            ExprKind::Property(subject, key) => Kind::Property(self.boxed(subject)?, key.clone()),
            ExprKind::Index(subject, at) => {
                Kind::Index(Box::new((self.compile(subject)?, self.compile(at)?)))
            }
            ExprKind::Slice(subject, from, to) => Kind::Slice(Box::new((
                self.compile(subject)?,
                self.optional(from.as_deref())?,
                self.optional(to.as_deref())?,
            ))),
            ExprKind::List(items) => list(self.all(items)?)?,
            ExprKind::Map(entries) => self.map(entries)?,
            ExprKind::MapProjection(subject, items) => self.map_projection(subject, items)?,
            ExprKind::Not(operand) => Kind::Not(self.boxed(operand)?),
            ExprKind::Negate(operand) => Kind::Negate(self.boxed(operand)?),
            ExprKind::Plus(operand) => Kind::Plus(self.boxed(operand)?),
            ExprKind::Logical(op, operands) => Kind::Logical(*op, self.all(operands)?),
            ExprKind::Arithmetic(first, rest) => Kind::Arithmetic(self.boxed(first)?, self.pairs(rest)?),
            ExprKind::Comparison(first, rest) => self.comparison(expr, first, rest)?,
            ExprKind::In(element, list) => Kind::In(Box::new((self.compile(element)?, self.compile(list)?))),
            ExprKind::StringPredicate(op, left, right) => self.string_predicate(expr, *op, left, right)?,
            ExprKind::IsNull(operand, negated) => Kind::IsNull(self.boxed(operand)?, *negated),
            ExprKind::IsTyped(operand, name, negated) => {
                Kind::IsTyped(self.boxed(operand)?, TypeTest::new(name), *negated)
            }
            ExprKind::IsNormalized(operand, form, negated) => {
                Kind::IsNormalized(self.boxed(operand)?, form.clone(), *negated)
            }
            ExprKind::HasLabels(operand, labels) => {
                Kind::HasLabels(self.boxed(operand)?, self.labels(labels)?)
            }
            ExprKind::Function(function, arguments) if function.name == "coalesce" => {
                Kind::Coalesce(self.all(arguments)?)
            }
            ExprKind::Function(function, arguments) => Kind::Function(*function, self.all(arguments)?),
            ExprKind::Case { subject, branches, otherwise } => Kind::Case {
                subject: self.boxed_optional(subject)?,
                branches: branches
                    .iter()
                    .map(|(alternatives, result)| Ok((self.all(alternatives)?, self.compile(result)?)))
                    .collect::<Result<_>>()?,
                otherwise: self.boxed_optional(otherwise)?,
            },
            ExprKind::ListComprehension { slot, list, filter, map } => {
                Kind::Comprehension(Box::new(Comprehension {
                    slot: *slot,
                    list: self.compile(list)?,
                    filter: self.optional(filter.as_deref())?,
                    map: self.optional(map.as_deref())?,
                    captured: self.captured(&[filter.as_deref(), map.as_deref()]),
                }))
            }
            ExprKind::ListPredicate { kind, slot, list, predicate } => {
                Kind::Quantifier(Box::new(Quantifier {
                    kind: *kind,
                    slot: *slot,
                    list: self.compile(list)?,
                    predicate: self.compile(predicate)?,
                    captured: self.captured(&[Some(predicate)]),
                }))
            }
            ExprKind::Reduce { accumulator, init, slot, list, body } => {
                Kind::Reduction(Box::new(Reduction {
                    accumulator: *accumulator,
                    init: self.compile(init)?,
                    slot: *slot,
                    list: self.compile(list)?,
                    body: self.compile(body)?,
                    captured: self.captured(&[Some(body)]),
                }))
            }
            ExprKind::MakePath(slots) => Kind::MakePath(slots.clone()),
            ExprKind::DistinctRelationships(slots) => Kind::DistinctRelationships(slots.clone()),
            ExprKind::Subquery(id) => Kind::Subquery(*id),
        })
    }

    fn parameter(&self, name: &Name) -> Result<Value> {
        self.parameters.get(name).cloned().ok_or_else(|| {
            Error::new(
                ErrorClass::ParameterMissing,
                "MissingParameter",
                format!("the parameter `${name}` was not given"),
            )
            .compile_time()
        })
    }

    fn pairs<O: Copy>(&self, pairs: &[(O, Expr)]) -> Result<Vec<(O, Expression)>> {
        pairs.iter().map(|(op, operand)| Ok((*op, self.compile(operand)?))).collect()
    }

    fn map(&self, entries: &[(Name, Expr)]) -> Result<Kind> {
        let entries = entries
            .iter()
            .map(|(name, value)| Ok((name.clone(), self.compile(value)?)))
            .collect::<Result<Vec<_>>>()?;
        let constants: Option<Map> =
            entries.iter().map(|(name, value)| Some((name.clone(), value.as_constant()?.clone()))).collect();
        match constants {
            Some(map) => bounded(Value::Map(Arc::new(map))).map(Kind::Constant),
            None => Ok(Kind::Map(entries)),
        }
    }

    fn map_projection(&self, subject: &Expr, items: &[MapProjectionItem]) -> Result<Kind> {
        let items = items
            .iter()
            .map(|item| {
                Ok(match item {
                    MapProjectionItem::All => ProjectionItem::All,
                    MapProjectionItem::Entry(name, value) => {
                        ProjectionItem::Entry(name.clone(), self.compile(value)?)
                    }
                })
            })
            .collect::<Result<_>>()?;
        Ok(Kind::MapProjection(self.boxed(subject)?, items))
    }

    fn comparison(&self, whole: &Expr, first: &Expr, rest: &[(ComparisonOp, Expr)]) -> Result<Kind> {
        let left = self.compile(first)?;
        let rest = self.pairs(rest)?;
        let test = match rest.as_slice() {
            [(op, right)] => match (entity_property(&left), right.as_constant()) {
                (Some((slot, key)), Some(value)) => Some((slot, key, Test::Compare(*op, value.clone()))),
                _ => match (left.as_constant(), entity_property(right)) {
                    (Some(value), Some((slot, key))) => {
                        Some((slot, key, Test::Compare(mirrored(*op), value.clone())))
                    }
                    _ => None,
                },
            },
            _ => None,
        };
        let plain = Kind::Comparison(Box::new(left), rest);
        Ok(match test {
            Some((slot, key, test)) => property_test(slot, key, test, plain, whole),
            None => plain,
        })
    }

    fn string_predicate(&self, whole: &Expr, op: StringOp, left: &Expr, right: &Expr) -> Result<Kind> {
        let (left, right) = (self.compile(left)?, self.compile(right)?);
        let test = match (entity_property(&left), right.as_constant()) {
            (Some((slot, key)), Some(Value::String(text))) => Some((slot, key, Test::Text(op, text.clone()))),
            _ => None,
        };
        let plain = Kind::StringPredicate(op, Box::new((left, right)));
        Ok(match test {
            Some((slot, key, test)) => property_test(slot, key, test, plain, whole),
            None => plain,
        })
    }

    fn labels(&self, labels: &LabelExpr) -> Result<LabelTest> {
        let all = |labels: &[LabelExpr]| {
            labels.iter().map(|label| self.labels(label)).collect::<Result<Vec<LabelTest>>>()
        };
        Ok(match labels {
            LabelExpr::Name(name) => LabelTest::Name(name.clone()),
            LabelExpr::Dynamic(expr) => LabelTest::Dynamic(self.boxed(expr)?),
            LabelExpr::AnyOf(expr) => LabelTest::AnyOf(self.boxed(expr)?),
            LabelExpr::Any => LabelTest::Any,
            LabelExpr::Not(label) => LabelTest::Not(Box::new(self.labels(label)?)),
            LabelExpr::And(labels) => LabelTest::And(all(labels)?),
            LabelExpr::Or(labels) => LabelTest::Or(all(labels)?),
        })
    }
}

fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Float(value) => Value::Float(*value),
        Literal::String(text) => Value::String(text.clone()),
    }
}

fn list(items: Vec<Expression>) -> Result<Kind> {
    let constants: Option<Vec<Value>> = items.iter().map(|item| item.as_constant().cloned()).collect();
    match constants {
        Some(values) => list_value(values).map(Kind::Constant),
        None => Ok(Kind::List(items)),
    }
}

fn entity_property(expression: &Expression) -> Option<(Slot, Name)> {
    match &expression.kind {
        Kind::Property(subject, key) => Some((subject.as_slot()?, key.clone())),
        _ => None,
    }
}

fn property_test(slot: Slot, key: Name, test: Test, plain: Kind, whole: &Expr) -> Kind {
    let fallback = Expression { kind: plain, span: whole.span };
    Kind::PropertyTest(Box::new(PropertyTest { slot, key, test, fallback }))
}

/// The operator with its sides exchanged.
fn mirrored(op: ComparisonOp) -> ComparisonOp {
    match op {
        ComparisonOp::Equal => ComparisonOp::Equal,
        ComparisonOp::NotEqual => ComparisonOp::NotEqual,
        ComparisonOp::Less => ComparisonOp::Greater,
        ComparisonOp::LessEqual => ComparisonOp::GreaterEqual,
        ComparisonOp::Greater => ComparisonOp::Less,
        ComparisonOp::GreaterEqual => ComparisonOp::LessEqual,
    }
}
