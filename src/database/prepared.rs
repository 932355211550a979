//! A statement that is parsed and bound once.

use crate::error::Result;

use super::{Database, Query};

/// A checked statement. Its plan is made at the first run, kept with the database, and made anew when the graph or its indexes
/// have changed so much that another may be better.
#[derive(Clone, Debug)]
pub struct Prepared {
    database: Database,
    text: String,
}

impl Prepared {
    pub(super) fn new(database: Database, text: &str) -> Result<Prepared> {
        database.query(text).check()?;
        Ok(Prepared { database, text: text.to_owned() })
    }

    /// The statement, to be given its parameters and run in a transaction of its own.
    pub fn query(&self) -> Query<'_> {
        self.database.query(&self.text)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }
}
