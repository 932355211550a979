//! Computes expressions whose operands are literals. What would raise an error (overflow, division by zero,
//! a wrong type) is left for the run, and so is all that other rules could not use anyway.

use crate::error::Result;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::{map_operator_exprs, map_roots, transform_up};
use crate::plan::walk_expr::map_expr;
use crate::semantic::bound::{self, ArithmeticOp, ComparisonOp, Expr, ExprKind, Literal, LogicalOp};

use super::Context;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    map_roots(query, &mut |root| {
        transform_up(root, &mut |plan| {
            let operator = map_operator_exprs(plan.operator, &mut |e| map_expr(e, &mut fold));
            Ok(drop_true(Plan { operator, ..plan }))
        })
    })
}

/// A filter asks nothing that is true anyway.
fn drop_true(mut plan: Plan) -> Plan {
    let Operator::Filter(predicates) = &mut plan.operator else { return plan };
    predicates.retain(|e| !matches!(e.kind, ExprKind::Literal(Literal::Boolean(true))));
    if !predicates.is_empty() {
        return plan;
    }
    match plan.inputs.pop() {
        Some(input) => input,
        None => plan,
    }
}

/// One expression whose children are folded.
fn fold(expr: Expr) -> Expr {
    match value(&expr.kind) {
        Some(value) => Expr { kind: ExprKind::Literal(value), span: expr.span },
        None => expr,
    }
}

/// The value of an expression over literals.
fn value(kind: &ExprKind) -> Option<Literal> {
    use ExprKind::*;
    match kind {
        Not(e) => literal(e).and_then(not),
        Negate(e) => literal(e).and_then(negate),
        IsNull(e, negated) => {
            let is_null = matches!(literal(e)?, bound::Literal::Null);
            Some(bound::Literal::Boolean(is_null != *negated))
        }
        Logical(op, operands) => logical(*op, operands),
        Arithmetic(first, rest) => arithmetic(first, rest),
        Comparison(left, rest) => match rest.as_slice() {
            [(op, right)] => compare(literal(left)?, *op, literal(right)?),
            _ => None,
        },
        Literal(_) | Parameter(_) | Slot(_) | Property(_, _) | Index(_, _) | Slice(_, _, _) | List(_) => None,
        Map(_) | MapProjection(_, _) | Plus(_) | In(_, _) | StringPredicate(_, _, _) => None,
        IsTyped(_, _, _) | IsNormalized(_, _, _) | HasLabels(_, _) | Function(_, _) | Case { .. } => None,
        ListComprehension { .. } | ListPredicate { .. } | Reduce { .. } | MakePath(_) => None,
        DistinctRelationships(_) | Subquery(_) => None,
    }
}

fn literal(expr: &Expr) -> Option<&Literal> {
    if let ExprKind::Literal(value) = &expr.kind { Some(value) } else { None }
}

fn not(value: &Literal) -> Option<Literal> {
    match value {
        Literal::Null => Some(Literal::Null),
        Literal::Boolean(value) => Some(Literal::Boolean(!value)),
        Literal::Integer(_) | Literal::Float(_) | Literal::String(_) => None,
    }
}

fn negate(value: &Literal) -> Option<Literal> {
    match value {
        Literal::Integer(value) => value.checked_neg().map(Literal::Integer),
        Literal::Float(value) => Some(Literal::Float(-value)),
        Literal::Null => Some(Literal::Null),
        Literal::Boolean(_) | Literal::String(_) => None,
    }
}

/// A connective of literals, in ternary logic.
fn logical(op: LogicalOp, operands: &[Expr]) -> Option<Literal> {
    let mut values = Vec::with_capacity(operands.len());
    for operand in operands {
        values.push(match literal(operand)? {
            Literal::Null => None,
            Literal::Boolean(value) => Some(*value),
            Literal::Integer(_) | Literal::Float(_) | Literal::String(_) => return None,
        });
    }
    let unknown = values.contains(&None);
    let result = match op {
        LogicalOp::And if values.contains(&Some(false)) => Some(false),
        LogicalOp::Or if values.contains(&Some(true)) => Some(true),
        LogicalOp::And | LogicalOp::Or | LogicalOp::Xor if unknown => None,
        LogicalOp::And => Some(true),
        LogicalOp::Or => Some(false),
        LogicalOp::Xor => Some(values.iter().filter(|value| **value == Some(true)).count() % 2 == 1),
    };
    Some(result.map_or(Literal::Null, Literal::Boolean))
}

fn arithmetic(first: &Expr, rest: &[(ArithmeticOp, Expr)]) -> Option<Literal> {
    let mut value = literal(first)?.clone();
    for (op, operand) in rest {
        value = match (&value, literal(operand)?) {
            (Literal::Integer(a), Literal::Integer(b)) => integer(*a, *op, *b)?,
            (Literal::Float(a), Literal::Float(b)) => float(*a, *op, *b)?,
            _ => return None,
        };
    }
    Some(value)
}

fn integer(a: i64, op: ArithmeticOp, b: i64) -> Option<Literal> {
    let value = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Subtract => a.checked_sub(b),
        ArithmeticOp::Multiply => a.checked_mul(b),
        ArithmeticOp::Divide => a.checked_div(b),
        ArithmeticOp::Modulo => a.checked_rem(b),
        ArithmeticOp::Power | ArithmeticOp::Concat => None,
    };
    value.map(Literal::Integer)
}

fn float(a: f64, op: ArithmeticOp, b: f64) -> Option<Literal> {
    let value = match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Subtract => a - b,
        ArithmeticOp::Multiply => a * b,
        ArithmeticOp::Divide | ArithmeticOp::Modulo | ArithmeticOp::Power | ArithmeticOp::Concat => {
            return None;
        }
    };
    Some(Literal::Float(value))
}

/// A comparison of literals of one type.
fn compare(a: &Literal, op: ComparisonOp, b: &Literal) -> Option<Literal> {
    let ordering = match (a, b) {
        (Literal::Integer(a), Literal::Integer(b)) => a.cmp(b),
        (Literal::String(a), Literal::String(b)) => a.cmp(b),
        (Literal::Boolean(a), Literal::Boolean(b)) => a.cmp(b),
        _ => return None,
    };
    Some(Literal::Boolean(match op {
        ComparisonOp::Equal => ordering.is_eq(),
        ComparisonOp::NotEqual => ordering.is_ne(),
        ComparisonOp::Less => ordering.is_lt(),
        ComparisonOp::LessEqual => ordering.is_le(),
        ComparisonOp::Greater => ordering.is_gt(),
        ComparisonOp::GreaterEqual => ordering.is_ge(),
    }))
}
