//! Reading many rows of a column: their page is looked up once for all rows of it that come one after the other.

use super::super::stored::ValueRef;
use super::{Column, ColumnPage, ROWS};

/// See the module.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    column: &'a Column,
    number: usize,
    page: Option<&'a ColumnPage>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(column: &'a Column) -> Reader<'a> {
        // No page has this number: none is read before it is asked for.
        Reader { column, number: usize::MAX, page: None }
    }

    /// Turns to the page of a row; whether it is another one than before.
    #[inline]
    pub fn turn_to(&mut self, row: u32) -> bool {
        let number = row as usize / ROWS;
        let is_new = number != self.number;
        if is_new {
            self.number = number;
            self.page = self.column.page(number);
        }
        is_new
    }

    /// The page turned to; none if no row of it has a value.
    #[inline]
    pub fn page(&self) -> Option<&'a ColumnPage> {
        self.page
    }

    /// The value of a row.
    #[inline]
    pub fn get(&mut self, row: u32) -> Option<ValueRef<'a>> {
        self.turn_to(row);
        self.page?.get(row as usize % ROWS)
    }
}
