//! `percentileCont` and `percentileDisc`.

use super::rows::{number, required, two, wrong_type};
use super::types::{Accumulator, Parameter, Type, of_same_kind};
use crate::error::{Error, Result};
use crate::value::{Value, order};

pub(super) const PERCENTILE: &[Parameter] =
    &[required("number", Type::Any), required("percentile", Type::Any)];

/// Keeps all numbers; the first row decides the percentile.
pub(super) struct Percentile {
    continuous: bool,
    percentile: Option<f64>,
    numbers: Vec<Value>,
}

impl Percentile {
    pub(super) fn new(continuous: bool) -> Percentile {
        Percentile { continuous, percentile: None, numbers: Vec::new() }
    }

    fn name(&self) -> &'static str {
        if self.continuous { "percentileCont" } else { "percentileDisc" }
    }

    fn interpolated(&self, percentile: f64) -> Result<Value> {
        let place = percentile * (self.numbers.len() - 1) as f64;
        // Both are at most the last index, since the percentile is at most one.
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        let (low, high) =
            (number(self.name(), &self.numbers[below])?, number(self.name(), &self.numbers[above])?);
        let part = place - below as f64;
        // At an exact place nothing is mixed: infinity times zero would be NaN.
        Ok(Value::Float(if below == above { low } else { low * (1.0 - part) + high * part }))
    }

    fn nearest(&self, percentile: f64) -> Value {
        let count = self.numbers.len();
        let rank = (percentile * count as f64).ceil() as usize;
        self.numbers[rank.clamp(1, count) - 1].clone()
    }
}

impl Accumulator for Percentile {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let (value, percentile) = two(arguments)?;
        if self.percentile.is_none() {
            let percentile = number(self.name(), percentile)?;
            if !(0.0..=1.0).contains(&percentile) {
                let message =
                    format!("`{}` takes a percentile from 0.0 to 1.0, not {percentile}", self.name());
                return Err(Error::argument("NumberOutOfRange", message));
            }
            self.percentile = Some(percentile);
        }
        match value {
            Value::Null => {}
            Value::Integer(_) | Value::Float(_) => self.numbers.push(value.clone()),
            other => return Err(wrong_type(self.name(), "numbers", other)),
        }
        Ok(())
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let mut later: Percentile = of_same_kind(later)?;
        self.percentile = self.percentile.or(later.percentile);
        self.numbers.append(&mut later.numbers);
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        let Some(percentile) = self.percentile.filter(|_| !self.numbers.is_empty()) else {
            return Ok(Value::Null);
        };
        self.numbers.sort_by(order);
        if self.continuous { self.interpolated(percentile) } else { Ok(self.nearest(percentile)) }
    }

    fn memory(&self) -> usize {
        self.numbers.capacity() * size_of::<Value>()
    }
}
