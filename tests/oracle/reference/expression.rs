//! Expressions.

use std::cmp::Ordering;

use casegraph::syntax::ast::{
    ArithmeticOp, ComparisonOp, Expr, ExprKind, LabelExpr, LabelName, Literal, LogicalOp, NamedType,
    SimpleType, StringOp,
};

use super::value::{Truth, V, all, any, compare, equal};
use super::{Outcome, Reference, Row, unknown};

impl Reference<'_> {
    pub fn value(&mut self, expr: &Expr, row: &Row) -> Outcome<V> {
        self.step()?;
        match &expr.kind {
            ExprKind::Literal(literal) => Ok(constant(literal)),
            ExprKind::Parameter(name) => match self.parameters.get(name) {
                Some(value) => Ok(value.clone()),
                None => unknown("a parameter"),
            },
            ExprKind::Variable(name) => match row.get(name) {
                Some(value) => Ok(value.clone()),
                None => unknown(format!("the variable {name}")),
            },
            ExprKind::Property(of, key) => {
                let of = self.value(of, row)?;
                self.property(&of, &key.name)
            }
            ExprKind::List(items) => {
                let values = items.iter().map(|item| self.value(item, row));
                Ok(V::List(values.collect::<Outcome<_>>()?))
            }
            ExprKind::Map(entries) => {
                let values = entries.iter().map(|(key, item)| Ok((key.name.clone(), self.value(item, row)?)));
                Ok(V::Map(values.collect::<Outcome<_>>()?))
            }
            ExprKind::Negate(of) => arithmetic(ArithmeticOp::Subtract, V::Integer(0), self.value(of, row)?),
            ExprKind::Arithmetic(first, rest) => {
                let mut value = self.value(first, row)?;
                for (op, operand) in rest {
                    value = arithmetic(*op, value, self.value(operand, row)?)?;
                }
                Ok(value)
            }
            ExprKind::Call(call) if !call.distinct => {
                let arguments = call.arguments.iter().map(|argument| self.value(argument, row));
                let arguments = arguments.collect::<Outcome<_>>()?;
                self.function(&call.name.name, arguments)
            }
            ExprKind::Case { subject, branches, otherwise } => {
                for (whens, then) in branches {
                    if self.is_case(subject.as_deref(), whens, row)? {
                        return self.value(then, row);
                    }
                }
                otherwise.as_ref().map_or(Ok(V::Null), |otherwise| self.value(otherwise, row))
            }
            ExprKind::Index(..)
            | ExprKind::Slice(..)
            | ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::Collect(_)
            | ExprKind::Count(_) => self.list_expression(expr, row),
            _ => Ok(V::of_truth(self.predicate(expr, row)?)),
        }
    }

    /// An expression that is true, false or unknown.
    fn predicate(&mut self, expr: &Expr, row: &Row) -> Outcome<Truth> {
        match &expr.kind {
            ExprKind::Not(of) => Ok(self.value(of, row)?.truth()?.map(|value| !value)),
            ExprKind::Logical(op, operands) => {
                let truths = operands.iter().map(|operand| self.value(operand, row)?.truth());
                let truths = truths.collect::<Outcome<Vec<Truth>>>()?;
                Ok(match op {
                    LogicalOp::And => all(truths),
                    LogicalOp::Or => any(truths),
                    LogicalOp::Xor => truths.into_iter().try_fold(false, |odd, truth| Some(odd ^ truth?)),
                })
            }
            ExprKind::Comparison(first, rest) => {
                let mut left = self.value(first, row)?;
                let mut truths = Vec::new();
                for (op, operand) in rest {
                    let right = self.value(operand, row)?;
                    truths.push(comparison(*op, &left, &right)?);
                    left = right;
                }
                Ok(all(truths))
            }
            ExprKind::In(item, list) => match (self.value(item, row)?, self.value(list, row)?) {
                (_, V::Null) => Ok(None),
                (item, V::List(list)) => Ok(any(list.iter().map(|other| equal(&item, other)))),
                _ => unknown("IN something else than a list"),
            },
            ExprKind::StringPredicate(op, text, part) => {
                string_predicate(*op, &self.value(text, row)?, &self.value(part, row)?)
            }
            ExprKind::IsNull(of, negated) => Ok(Some(self.value(of, row)?.is_null() != *negated)),
            ExprKind::IsTyped(of, types, negated) => {
                let value = self.value(of, row)?;
                let truths = types
                    .alternatives
                    .iter()
                    .map(|ty| is_of_type(&value, ty))
                    .collect::<Outcome<Vec<_>>>()?;
                Ok(Some(truths.contains(&true) != *negated))
            }
            ExprKind::HasLabels(of, labels) => match self.value(of, row)? {
                V::Null => Ok(None),
                V::Node(id) => Ok(Some(has(labels, &self.node(id).labels)?)),
                V::Relationship(id) => {
                    Ok(Some(has(labels, std::slice::from_ref(&self.relationship(id).rel_type))?))
                }
                _ => unknown("labels of something else"),
            },
            ExprKind::Pattern(part) => {
                let found = self.matches(std::slice::from_ref(&**part), None, row)?;
                Ok(Some(!found.is_empty()))
            }
            ExprKind::Exists(subquery) => Ok(Some(!self.subquery(subquery, row)?.is_empty())),
            ExprKind::ListPredicate { kind, variable, list, filter: Some(filter) } => {
                self.list_predicate(*kind, &variable.name, list, filter, row)
            }
            _ => unknown("such an expression"),
        }
    }

    fn is_case(&mut self, subject: Option<&Expr>, whens: &[Expr], row: &Row) -> Outcome<bool> {
        for when in whens {
            let value = self.value(when, row)?;
            let truth = match subject {
                Some(subject) => equal(&self.value(subject, row)?, &value),
                None => value.truth()?,
            };
            if truth == Some(true) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn property(&self, of: &V, key: &str) -> Outcome<V> {
        let map = match of {
            V::Null => return Ok(V::Null),
            V::Node(id) => &self.node(*id).properties,
            V::Relationship(id) => &self.relationship(*id).properties,
            V::Map(map) => map,
            _ => return unknown("a property of something else"),
        };
        Ok(map.get(key).cloned().unwrap_or(V::Null))
    }
}

fn constant(literal: &Literal) -> V {
    match literal {
        Literal::Null => V::Null,
        Literal::Boolean(value) => V::Boolean(*value),
        Literal::Integer(value) => V::Integer(*value),
        Literal::Float(value) => V::Float(*value),
        Literal::String(text) => V::String(text.clone()),
    }
}

pub fn arithmetic(op: ArithmeticOp, a: V, b: V) -> Outcome<V> {
    let exact =
        |value: Option<i64>| value.map_or_else(|| unknown("an overflow"), |value| Ok(V::Integer(value)));
    match (op, a, b) {
        (_, V::Null, _) | (_, _, V::Null) => Ok(V::Null),
        (ArithmeticOp::Add, V::List(mut a), V::List(b)) => {
            a.extend(b);
            Ok(V::List(a))
        }
        (ArithmeticOp::Add, V::String(a), V::String(b)) => Ok(V::String(a + &b)),
        (op, V::Integer(a), V::Integer(b)) => match op {
            ArithmeticOp::Add => exact(a.checked_add(b)),
            ArithmeticOp::Subtract => exact(a.checked_sub(b)),
            ArithmeticOp::Multiply => exact(a.checked_mul(b)),
            ArithmeticOp::Divide => exact(a.checked_div(b)),
            ArithmeticOp::Modulo => exact(a.checked_rem(b)),
            ArithmeticOp::Power | ArithmeticOp::Concat => unknown("such arithmetic"),
        },
        (op, a, b) => {
            let float = |value: V| match value {
                V::Integer(value) => Ok(value as f64),
                V::Float(value) => Ok(value),
                _ => unknown("such arithmetic"),
            };
            let (a, b) = (float(a)?, float(b)?);
            Ok(V::Float(match op {
                ArithmeticOp::Add => a + b,
                ArithmeticOp::Subtract => a - b,
                ArithmeticOp::Multiply => a * b,
                ArithmeticOp::Divide => a / b,
                ArithmeticOp::Modulo => a % b,
                ArithmeticOp::Power | ArithmeticOp::Concat => return unknown("such arithmetic"),
            }))
        }
    }
}

fn comparison(op: ComparisonOp, a: &V, b: &V) -> Outcome<Truth> {
    let wanted: fn(Ordering) -> bool = match op {
        ComparisonOp::Equal => return Ok(equal(a, b)),
        ComparisonOp::NotEqual => return Ok(equal(a, b).map(|value| !value)),
        ComparisonOp::Less => Ordering::is_lt,
        ComparisonOp::LessEqual => Ordering::is_le,
        ComparisonOp::Greater => Ordering::is_gt,
        ComparisonOp::GreaterEqual => Ordering::is_ge,
    };
    Ok(match compare(a, b)? {
        Ok(ordering) => Some(wanted(ordering)),
        Err(truth) => truth,
    })
}

fn string_predicate(op: StringOp, text: &V, part: &V) -> Outcome<Truth> {
    let (V::String(text), V::String(part)) = (text, part) else { return Ok(None) };
    Ok(Some(match op {
        StringOp::StartsWith => text.starts_with(part.as_str()),
        StringOp::EndsWith => text.ends_with(part.as_str()),
        StringOp::Contains => text.contains(part.as_str()),
        StringOp::Matches => return unknown("a regular expression"),
    }))
}

fn is_of_type(value: &V, ty: &SimpleType) -> Outcome<bool> {
    Ok(match (value, ty.kind) {
        (V::Null, _) => !ty.not_null,
        (V::Integer(_), NamedType::Integer) | (V::Float(_), NamedType::Float) => true,
        (V::String(_), NamedType::String) | (V::Boolean(_), NamedType::Boolean) => true,
        (V::Other(casegraph::value::Value::Date(_)), NamedType::Date) => true,
        (V::List(_), NamedType::List) => match ty.inner.as_ref().map(|inner| inner.alternatives.as_slice()) {
            Some([any]) if any.kind == NamedType::Any && !any.not_null => true,
            _ => return unknown("such a list type"),
        },
        (
            _,
            NamedType::Integer
            | NamedType::Float
            | NamedType::String
            | NamedType::Boolean
            | NamedType::Date
            | NamedType::List,
        ) => false,
        _ => return unknown("such a type"),
    })
}

/// Whether these labels, or this type, are as wanted.
pub fn has(wanted: &LabelExpr, names: &[String]) -> Outcome<bool> {
    Ok(match wanted {
        LabelExpr::Name(LabelName::Name(name)) => names.contains(&name.name),
        LabelExpr::Any(_) => !names.is_empty(),
        LabelExpr::Not(of) => !has(of, names)?,
        LabelExpr::And(of) => {
            of.iter().map(|one| has(one, names)).collect::<Outcome<Vec<_>>>()?.iter().all(|it| *it)
        }
        LabelExpr::Or(of) => {
            of.iter().map(|one| has(one, names)).collect::<Outcome<Vec<_>>>()?.contains(&true)
        }
        LabelExpr::Name(LabelName::Dynamic(_)) | LabelExpr::AnyOf(_) => return unknown("a computed label"),
    })
}
