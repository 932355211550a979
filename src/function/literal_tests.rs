//! Literals are written so that the language reads them back: parsed and evaluated, they give the value again.

use std::sync::Arc;

use proptest::prelude::*;

use super::{CallContext, Clock, Implementation, find};
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::syntax::ast::{ArithmeticOp, ClauseKind, Expr, ExprKind, Literal, StatementBody};
use crate::syntax::parse;
use crate::value::arithmetic::{divide, negate};
use crate::value::tests::any_value;
use crate::value::text::literal;
use crate::value::{List, Value};

/// The value of the text as an expression.
fn read(text: &str) -> Result<Value> {
    let StatementBody::Query(query) = parse(&format!("RETURN {text}"))?.body else {
        return Err(unexpected());
    };
    match query.parts.first().and_then(|part| part.clauses.first()).map(|clause| &clause.kind) {
        Some(ClauseKind::Return(projection)) => match projection.items.first() {
            Some(item) => evaluate(&item.expr),
            None => Err(unexpected()),
        },
        _ => Err(unexpected()),
    }
}

fn unexpected() -> Error {
    Error::internal("the text is no literal")
}

/// As much of the language as literals use.
fn evaluate(expr: &Expr) -> Result<Value> {
    match &expr.kind {
        ExprKind::Literal(literal) => Ok(match literal {
            Literal::Null => Value::Null,
            Literal::Boolean(value) => Value::Boolean(*value),
            Literal::Integer(value) => Value::Integer(*value),
            Literal::Float(value) => Value::Float(*value),
            Literal::String(text) => Value::from(text.as_str()),
        }),
        ExprKind::List(items) => {
            Ok(Value::List(List::new(items.iter().map(evaluate).collect::<Result<_>>()?)))
        }
        ExprKind::Map(entries) => {
            let entry = |(key, value): &(crate::syntax::ast::Ident, Expr)| {
                Ok((Arc::from(key.name.as_str()), evaluate(value)?))
            };
            Ok(Value::Map(Arc::new(entries.iter().map(entry).collect::<Result<_>>()?)))
        }
        ExprKind::Negate(operand) => negate(&evaluate(operand)?),
        ExprKind::Arithmetic(first, rest) => match rest.as_slice() {
            [(ArithmeticOp::Divide, second)] => divide(&evaluate(first)?, &evaluate(second)?),
            _ => Err(unexpected()),
        },
        ExprKind::Call(call) => {
            let arguments = call.arguments.iter().map(evaluate).collect::<Result<Vec<_>>>()?;
            let function = find(&call.name.name).ok_or_else(unexpected)?;
            let Implementation::Scalar(body) = function.implementation else { return Err(unexpected()) };
            let (graph, clock) = (GraphState::new(), Clock::now());
            body(
                &CallContext {
                    graph: &graph,
                    clock: &clock,
                    work: &crate::algorithm::Unlimited,
                    pool: &crate::path::Pool::default(),
                },
                &arguments,
            )
        }
        _ => Err(unexpected()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn literals_read_back(value in any_value()) {
        let text = literal(&value, None);
        match read(&text) {
            // The text again, so that not even the type of a number may change.
            Ok(read) => prop_assert_eq!(literal(&read, None), text),
            Err(error) => prop_assert!(false, "{}: {}", text, error),
        }
    }
}

#[test]
fn examples_are_expressions() {
    for function in super::functions() {
        if let Err(error) = parse(&format!("RETURN {}", function.example)) {
            panic!("the example of {}: {error}", function.name);
        }
    }
}
