//! Aggregating functions. Each skips rows whose first argument is null; `DISTINCT` is the executor's.

use std::cmp::Ordering;
use std::sync::Arc;

use super::percentile::{PERCENTILE, Percentile};
use super::rows::{aggregate, also, number, one, required, wrong_type};
use super::types::{Accumulator, Function, Parameter, Type, of_same_kind};
use crate::error::{Error, ErrorClass, Result};
use crate::value::temporal::Duration;
use crate::value::{List, Value, arithmetic, order};

const ANY: &[Parameter] = &[required("value", Type::Any)];
const NUMBER: &[Parameter] = &[required("number", Type::Any)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    aggregate(
        "count",
        &[required("value", Type::Any)],
        Type::Integer,
        "The number of rows with a value that is not null; `count(*)` counts all rows.",
        "count(n.name)",
        || Box::new(Count(0)),
    ),
    aggregate(
        "sum",
        NUMBER,
        Type::Any,
        "The sum of numbers or durations; 0 of none.",
        "sum(r.amount)",
        || Box::<Sum>::default(),
    ),
    aggregate(
        "avg",
        NUMBER,
        Type::Any,
        "The mean of numbers, as a float, or of durations; null of none.",
        "avg(r.amount)",
        || Box::<Mean>::default(),
    ),
    aggregate(
        "min",
        ANY,
        Type::Any,
        "The value that comes first in the order of `ORDER BY`; null of none.",
        "min(r.valid_from)",
        || Box::new(Extreme { best: Value::Null, wanted: Ordering::Less }),
    ),
    aggregate(
        "max",
        ANY,
        Type::Any,
        "The value that comes last in the order of `ORDER BY`; null of none.",
        "max(r.valid_from)",
        || Box::new(Extreme { best: Value::Null, wanted: Ordering::Greater }),
    ),
    also(
        &["collect_list"],
        aggregate(
            "collect",
            ANY,
            Type::List,
            "All values that are not null, as a list.",
            "collect(n.name)",
            || Box::<Collect>::default(),
        ),
    ),
    also(
        &["stddev_samp", "stdev_samp"],
        aggregate(
            "stDev",
            NUMBER,
            Type::Float,
            "The standard deviation of a sample (dividing by n - 1); 0.0 of less than two numbers.",
            "stDev(r.amount)",
            || Box::new(Deviation { sample: true, ..Deviation::default() }),
        ),
    ),
    also(
        &["stddev_pop", "stdev_pop"],
        aggregate(
            "stDevP",
            NUMBER,
            Type::Float,
            "The standard deviation of a population (dividing by n); 0.0 of none.",
            "stDevP(r.amount)",
            || Box::<Deviation>::default(),
        ),
    ),
    also(
        &["percentile_cont"],
        aggregate(
            "percentileCont",
            PERCENTILE,
            Type::Float,
            "The value below which a part of the numbers (0.0 to 1.0) lies, interpolated between the nearest two; null \
         of none.",
            "percentileCont(r.amount, 0.5)",
            || Box::new(Percentile::new(true)),
        ),
    ),
    also(
        &["percentile_disc"],
        aggregate(
            "percentileDisc",
            PERCENTILE,
            Type::Number,
            "The number nearest to the place below which a part of the numbers (0.0 to 1.0) lies; null of none.",
            "percentileDisc(r.amount, 0.5)",
            || Box::new(Percentile::new(false)),
        ),
    ),
];

struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        // `count(*)` has no argument and counts the row itself.
        self.0 += i64::from(!arguments.first().is_some_and(Value::is_null));
        Ok(())
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        self.0 += of_same_kind::<Count>(later)?.0;
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(Value::Integer(self.0))
    }
}

/// Integers are summed apart, exactly, so that only the sum itself can be too large for one.
#[derive(Default)]
struct Sum {
    integers: i128,
    floats: Option<f64>,
    durations: Option<Duration>,
    /// There were integers or floats.
    numbers: bool,
}

impl Sum {
    fn add_integers(&mut self, sum: i128) -> Result<()> {
        self.numbers = true;
        self.integers = self.integers.checked_add(sum).ok_or_else(overflow)?;
        Ok(())
    }

    fn add_float(&mut self, sum: f64) {
        self.numbers = true;
        self.floats = Some(self.floats.map_or(sum, |floats| floats + sum));
    }

    fn add_duration(&mut self, sum: &Duration) -> Result<()> {
        self.durations = Some(match &self.durations {
            None => *sum,
            Some(durations) => durations.plus(sum)?,
        });
        Ok(())
    }

    /// The error of a value that does not go with those before.
    fn unlike(&self, value: &Value) -> Error {
        let wanted = match (self.numbers, &self.durations) {
            (true, _) => "only numbers",
            (false, Some(_)) => "only Durations",
            (false, None) => return wrong_type("sum", "numbers or Durations", value),
        };
        wrong_type("sum", wanted, value).hint("earlier rows of the group decide the type")
    }
}

fn overflow() -> Error {
    Error::new(ErrorClass::ArithmeticError, "IntegerOverflow", "the sum does not fit into a 64-bit integer")
}

impl Accumulator for Sum {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        self.add_times(arguments, 1)
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        match one(arguments)? {
            Value::Null => Ok(()),
            Value::Integer(value) if self.durations.is_none() => {
                self.add_integers(i128::from(*value) * i128::from(times))
            }
            Value::Float(value) if self.durations.is_none() => {
                self.add_float(if times == 1 { *value } else { value * times as f64 });
                Ok(())
            }
            value @ Value::Duration(_) if !self.numbers => match multiplied(value, times)? {
                Value::Duration(sum) => self.add_duration(&sum),
                other => Err(self.unlike(&other)),
            },
            other => Err(self.unlike(other)),
        }
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let later: Sum = of_same_kind(later)?;
        match &later.durations {
            Some(durations) if self.numbers => {
                return Err(self.unlike(&Value::Duration(Arc::new(*durations))));
            }
            Some(durations) => self.add_duration(durations)?,
            None if later.numbers && self.durations.is_some() => return Err(self.unlike(&Value::Integer(0))),
            None => {}
        }
        if later.numbers {
            self.add_integers(later.integers)?;
        }
        later.floats.into_iter().for_each(|floats| self.add_float(floats));
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(match (self.durations.take(), self.floats) {
            (Some(sum), _) => Value::Duration(Arc::new(sum)),
            (None, Some(floats)) if self.integers == 0 => Value::Float(floats),
            (None, Some(floats)) => Value::Float(self.integers as f64 + floats),
            (None, None) => Value::Integer(i64::try_from(self.integers).map_err(|_| overflow())?),
        })
    }
}

/// What so many equal values add up to; other values than numbers and durations unchanged, for the error of adding
/// them.
fn multiplied(value: &Value, times: u64) -> Result<Value> {
    if !matches!(value, Value::Integer(_) | Value::Float(_) | Value::Duration(_)) {
        return Ok(value.clone());
    }
    let times = i64::try_from(times).map_or(Value::Float(times as f64), Value::Integer);
    arithmetic::multiply(value, &times)
}

/// Integers are summed apart, exactly: 2^63 of them fit.
#[derive(Default)]
struct Mean {
    count: i64,
    integers: i128,
    floats: f64,
    durations: Option<Duration>,
}

impl Accumulator for Mean {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        match (one(arguments)?, self.durations) {
            (Value::Null, _) => return Ok(()),
            (Value::Integer(value), None) => self.integers += i128::from(*value),
            (Value::Float(value), None) => self.floats += value,
            (Value::Duration(value), Some(sum)) => self.durations = Some(sum.plus(value)?),
            (Value::Duration(value), None) if self.count == 0 => self.durations = Some(**value),
            (other, None) => return Err(wrong_type("avg", "only numbers, or only Durations", other)),
            (other, Some(_)) => return Err(wrong_type("avg", "only Durations in this group", other)),
        }
        self.count += 1;
        Ok(())
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        let value = one(arguments)?;
        if times == 0 || value.is_null() {
            return Ok(());
        }
        // What is added once decides the type and fails for a wrong one.
        self.add(arguments)?;
        let rest = times - 1;
        match value {
            Value::Integer(value) => self.integers += i128::from(*value) * i128::from(rest),
            Value::Float(value) => self.floats += value * rest as f64,
            _ => {
                if let Value::Duration(rest) = multiplied(value, rest)? {
                    self.durations = self.durations.map(|sum| sum.plus(&rest)).transpose()?;
                }
            }
        }
        self.count += rest as i64;
        Ok(())
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let later: Mean = of_same_kind(later)?;
        self.durations = match (&self.durations, &later.durations) {
            (Some(sum), Some(more)) => Some(sum.plus(more)?),
            (None, Some(more)) if self.count == 0 => Some(*more),
            (None, Some(more)) => {
                let value = Value::Duration(Arc::new(*more));
                return Err(wrong_type("avg", "only numbers, or only Durations", &value));
            }
            (Some(_), None) if later.count > 0 => {
                return Err(wrong_type("avg", "only Durations in this group", &Value::Integer(0)));
            }
            (sum, None) => *sum,
        };
        self.count += later.count;
        self.integers += later.integers;
        self.floats += later.floats;
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        match (self.count, self.durations) {
            (0, _) => Ok(Value::Null),
            (count, Some(sum)) => Ok(Value::Duration(Arc::new(sum.divided_by(&Value::Integer(count))?))),
            (count, None) => Ok(Value::Float((self.integers as f64 + self.floats) / count as f64)),
        }
    }
}

struct Extreme {
    best: Value,
    wanted: Ordering,
}

impl Accumulator for Extreme {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = one(arguments)?;
        if !value.is_null() && (self.best.is_null() || order(value, &self.best) == self.wanted) {
            self.best = value.clone();
        }
        Ok(())
    }

    fn add_times(&mut self, arguments: &[Value], _: u64) -> Result<()> {
        self.add(arguments)
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let later: Extreme = of_same_kind(later)?;
        self.add(&[later.best])
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(std::mem::take(&mut self.best))
    }

    fn memory(&self) -> usize {
        self.best.heap_size()
    }
}

#[derive(Default)]
struct Collect {
    values: Vec<Value>,
    bytes: usize,
}

impl Accumulator for Collect {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = one(arguments)?;
        if !value.is_null() {
            self.bytes += value.heap_size();
            self.values.push(value.clone());
        }
        Ok(())
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let mut later: Collect = of_same_kind(later)?;
        self.bytes += later.bytes;
        self.values.append(&mut later.values);
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(Value::List(List::checked(std::mem::take(&mut self.values))?))
    }

    fn memory(&self) -> usize {
        self.bytes + self.values.capacity() * size_of::<Value>()
    }
}

/// Mean and squared distance from it, in one pass (Welford 1962), of parts put together (Chan, Golub, LeVeque 1979).
#[derive(Default)]
struct Deviation {
    sample: bool,
    count: i64,
    mean: f64,
    squares: f64,
}

impl Accumulator for Deviation {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = one(arguments)?;
        if value.is_null() {
            return Ok(());
        }
        let value = number(if self.sample { "stDev" } else { "stDevP" }, value)?;
        self.count += 1;
        let distance = value - self.mean;
        self.mean += distance / self.count as f64;
        self.squares += distance * (value - self.mean);
        Ok(())
    }

    fn merge(&mut self, later: Box<dyn Accumulator>) -> Result<()> {
        let later: Deviation = of_same_kind(later)?;
        if self.count == 0 || later.count == 0 {
            if self.count == 0 {
                *self = later;
            }
            return Ok(());
        }
        let count = (self.count + later.count) as f64;
        let (own, other) = (self.count as f64, later.count as f64);
        let distance = later.mean - self.mean;
        self.squares += later.squares + distance * distance * own * other / count;
        self.mean += distance * other / count;
        self.count += later.count;
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        let divisor = self.count - i64::from(self.sample);
        Ok(Value::Float(if divisor > 0 { (self.squares / divisor as f64).sqrt() } else { 0.0 }))
    }
}
