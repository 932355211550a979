//! Comparisons of a property of nodes or relationships with a constant, without making values: page by page of the
//! property's column. A page none of whose values can satisfy the test is passed over, and of few different texts each is
//! tested once.

use std::sync::Arc;

use crate::error::Result;
use crate::graph::{COLUMN_PAGE_ROWS, Column as GraphColumn, ColumnPage, Fixed, Text, ValueRef};
use crate::semantic::bound::{ComparisonOp, Name, Slot, StringOp};
use crate::value::Value;

use super::comparison;
use super::string::Matcher;
use super::{Column, Context, Expression, Rows};
use crate::execute::column::{NULL_NODE, NULL_RELATIONSHIP};

/// `slot.key op constant` of a node or relationship.
#[derive(Clone, Debug)]
pub struct PropertyTest {
    pub slot: Slot,
    pub key: Name,
    pub test: Test,
    /// The same as an ordinary expression, for columns that hold no entities.
    pub fallback: Expression,
}

/// What a property is compared with.
#[derive(Clone, Debug)]
pub enum Test {
    /// A comparison.
    Compare(ComparisonOp, Value),
    /// A text predicate.
    Text(StringOp, Arc<str>),
}

/// A test made ready for a page.
enum OfPage<'a> {
    /// No row has a value.
    Absent,
    /// It is false for all values.
    False(&'a ColumnPage),
    /// True for those from one integer to another.
    Range(&'a Fixed<i64>, i64, i64),
    Integers(&'a Fixed<i64>, ComparisonOp, i64),
    /// Text with its codes, and by code what was found for it.
    Codes(&'a Text, &'a [u8], Vec<Option<Option<bool>>>),
    Values(&'a ColumnPage),
}

impl PropertyTest {
    /// True, false or null for each row.
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        let mut values = Vec::with_capacity(rows.len());
        match self.each(ctx, rows, |_, value| values.push(value))? {
            true => Ok(Arc::new(Column::Booleans(values))),
            false => self.fallback.evaluate(ctx, rows),
        }
    }

    /// The rows for which it is true, as numbers of the batch's rows.
    pub fn select(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Vec<u32>> {
        let mut kept = vec![0; rows.len()];
        let mut len = 0;
        // Without a branch on what is found: it cannot be foreseen.
        let keep = |row: usize, value: Option<bool>| {
            kept[len] = row as u32;
            len += usize::from(value == Some(true));
        };
        if !self.each(ctx, rows, keep)? {
            return self.fallback.select(ctx, rows);
        }
        kept.truncate(len);
        Ok(kept)
    }

    /// Tells `found` what is found for each row; nothing, and `false`, if the slot holds no entities.
    fn each(
        &self,
        ctx: &mut Context<'_>,
        rows: Rows<'_>,
        found: impl FnMut(usize, Option<bool>),
    ) -> Result<bool> {
        ctx.meter().step(rows.len() as u64)?;
        match &**rows.batch.column(self.slot)? {
            Column::Nodes(nodes) => {
                ctx.check_nodes(nodes)?;
                let graph = ctx.graph();
                let key = graph.catalog().key(&self.key);
                let column = key.and_then(|key| graph.node_column(key));
                self.run(rows, column, (|row| nodes[row].0, NULL_NODE.0), found)?;
            }
            Column::Relationships(relationships) => {
                ctx.check_relationships(relationships)?;
                let graph = ctx.graph();
                let key = graph.catalog().key(&self.key);
                let column = key.and_then(|key| graph.relationship_column(key));
                self.run(rows, column, (|row| relationships[row].0, NULL_RELATIONSHIP.0), found)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `id` tells a row's entity, which may be `null`.
    fn run(
        &self,
        rows: Rows<'_>,
        column: Option<&GraphColumn>,
        (id, null): (impl Fn(usize) -> u32, u32),
        mut found: impl FnMut(usize, Option<bool>),
    ) -> Result<()> {
        let mut matcher = Matcher::default();
        let mut reader = column.map(GraphColumn::reader);
        let mut of_page = OfPage::Absent;
        let mut test = |row: usize| -> Result<()> {
            let id = id(row);
            let value = match &mut reader {
                Some(reader) if id != null => {
                    if reader.turn_to(id) {
                        of_page = self.test.of_page(reader.page());
                    }
                    self.test.at(&mut of_page, id as usize % COLUMN_PAGE_ROWS, &mut matcher)?
                }
                _ => None,
            };
            found(row, value);
            Ok(())
        };
        match rows.selection {
            None => (0..rows.len()).try_for_each(&mut test),
            Some(selection) => selection.iter().try_for_each(|row| test(*row as usize)),
        }
    }
}

impl Test {
    fn of_page<'a>(&self, page: Option<&'a ColumnPage>) -> OfPage<'a> {
        let Some(page) = page else { return OfPage::Absent };
        match (page, self) {
            (ColumnPage::Integers(fixed), Test::Compare(op, Value::Integer(constant))) => {
                match fixed.zone().is_some_and(|zone| is_outside(*op, zone, *constant)) {
                    true => OfPage::False(page),
                    false => match range(*op, *constant) {
                        Some((low, high)) => OfPage::Range(fixed, low, high),
                        None => OfPage::Integers(fixed, *op, *constant),
                    },
                }
            }
            (ColumnPage::Floats(fixed), Test::Compare(op, Value::Float(constant)))
                if fixed.zone().is_some_and(|zone| is_outside(*op, zone, *constant)) =>
            {
                OfPage::False(page)
            }
            (ColumnPage::Strings(text), _) => match text.codes() {
                Some(codes) => OfPage::Codes(text, codes, Vec::new()),
                None => OfPage::Values(page),
            },
            _ => OfPage::Values(page),
        }
    }

    #[inline]
    fn at(&self, page: &mut OfPage<'_>, row: usize, matcher: &mut Matcher) -> Result<Option<bool>> {
        Ok(match page {
            OfPage::Absent => None,
            OfPage::False(page) => page.validity().is_some_and(|valid| valid.get(row)).then_some(false),
            OfPage::Range(fixed, low, high) => fixed.get(row).map(|value| *low <= value && value <= *high),
            OfPage::Integers(fixed, op, constant) => {
                fixed.get(row).map(|value| comparison::holds(*op, value.cmp(constant)))
            }
            OfPage::Codes(text, codes, found) => {
                let Some(value) = text.get(row) else { return Ok(None) };
                let code = usize::from(codes[row]);
                if found.len() <= code {
                    found.resize(code + 1, None);
                }
                match found[code] {
                    Some(known) => known,
                    None => *found[code].insert(self.holds(matcher, ValueRef::String(value))?),
                }
            }
            OfPage::Values(page) => match page.get(row) {
                None => None,
                Some(value) => self.holds(matcher, value)?,
            },
        })
    }

    #[inline]
    fn holds(&self, matcher: &mut Matcher, value: ValueRef<'_>) -> Result<Option<bool>> {
        Ok(match (self, value) {
            (Test::Compare(op, Value::Float(b)), ValueRef::Float(a)) => Some(comparison::float(*op, a, *b)),
            (Test::Compare(op, Value::String(b)), ValueRef::String(a)) => {
                Some(comparison::holds(*op, a.cmp(b)))
            }
            (Test::Compare(op, constant), value) => comparison::test(*op, &value.to_value(), constant),
            (Test::Text(op, pattern), ValueRef::String(text)) => Some(matcher.test(*op, text, pattern)?),
            (Test::Text(..), _) => None,
        })
    }
}

/// From which integer to which a comparison is true; none if that is no such range.
fn range(op: ComparisonOp, constant: i64) -> Option<(i64, i64)> {
    match op {
        ComparisonOp::Equal => Some((constant, constant)),
        ComparisonOp::NotEqual => None,
        ComparisonOp::Less => Some((i64::MIN, constant.checked_sub(1)?)),
        ComparisonOp::LessEqual => Some((i64::MIN, constant)),
        ComparisonOp::Greater => Some((constant.checked_add(1)?, i64::MAX)),
        ComparisonOp::GreaterEqual => Some((constant, i64::MAX)),
    }
}

/// Whether no value between two others satisfies a comparison with a constant.
fn is_outside<T: PartialOrd>(op: ComparisonOp, (low, high): (T, T), constant: T) -> bool {
    match op {
        ComparisonOp::Equal => constant < low || constant > high,
        // Also what is between no two values, NaN, is unequal.
        ComparisonOp::NotEqual => false,
        ComparisonOp::Less => low >= constant,
        ComparisonOp::LessEqual => low > constant,
        ComparisonOp::Greater => high <= constant,
        ComparisonOp::GreaterEqual => high < constant,
    }
}
