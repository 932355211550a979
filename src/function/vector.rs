//! How alike two lists of numbers are, taken as vectors.

use super::rows::{list, number, required, scalar, two};
use super::types::{CallContext, Category, Function, Parameter, Type};
use crate::error::{Error, Result};
use crate::value::Value;

const VECTORS: &[Parameter] = &[required("a", Type::List), required("b", Type::List)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    scalar(
        Category::Vector,
        "vector.similarity.cosine",
        VECTORS,
        Type::Float,
        "How alike the directions of two lists of numbers are, from 0.0 (opposite) to 1.0 (the same).",
        "vector.similarity.cosine([1, 2], [2, 4])",
        cosine,
    ),
    scalar(
        Category::Vector,
        "vector.similarity.euclidean",
        VECTORS,
        Type::Float,
        "1 / (1 + d²), where d is the distance between two lists of numbers: 1.0 where they are the same.",
        "vector.similarity.euclidean([1, 2], [1, 3])",
        euclidean,
    ),
];

fn cosine(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (a, b) = vectors("vector.similarity.cosine", arguments)?;
    let length = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    let lengths = length(&a) * length(&b);
    if lengths == 0.0 {
        let message = "`vector.similarity.cosine` takes vectors with a direction, not zero";
        return Err(Error::argument("InvalidArgumentValue", message));
    }
    let product: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
    Ok(Value::Float((1.0 + (product / lengths).clamp(-1.0, 1.0)) / 2.0))
}

fn euclidean(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (a, b) = vectors("vector.similarity.euclidean", arguments)?;
    let squares: f64 = a.iter().zip(&b).map(|(x, y)| (x - y) * (x - y)).sum();
    Ok(Value::Float(1.0 / (1.0 + squares)))
}

/// Two lists of finite numbers, equally long.
fn vectors(function: &str, arguments: &[Value]) -> Result<(Vec<f64>, Vec<f64>)> {
    let (a, b) = two(arguments)?;
    let vector = |value: &Value| -> Result<Vec<f64>> {
        let numbers = list(function, value)?.iter().map(|element| number(function, element));
        let numbers = numbers.collect::<Result<Vec<f64>>>()?;
        match numbers.iter().all(|x| x.is_finite()) {
            true => Ok(numbers),
            false => {
                let message = format!("`{function}` takes finite numbers");
                Err(Error::argument("InvalidArgumentValue", message))
            }
        }
    };
    let (a, b) = (vector(a)?, vector(b)?);
    if a.len() != b.len() || a.is_empty() {
        let message = format!(
            "`{function}` takes two vectors of as many dimensions, not of {} and {}",
            a.len(),
            b.len()
        );
        return Err(Error::argument("InvalidArgumentValue", message));
    }
    Ok((a, b))
}
