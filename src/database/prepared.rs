//! A statement that is parsed and bound once.

use std::fmt;
use std::sync::Arc;

use crate::error::Result;

use super::checked::Checked;
use super::{Database, Query};

/// A checked statement. Its plan is made at the first run and kept; it is made anew when the graph or its indexes
/// have changed so much that another may be better.
///
/// ```
/// use casegraph::Database;
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// let add = db.prepare("CREATE (:Person {name: $name, born: $born})")?;
/// let mut transaction = db.write()?;
/// for (name, born) in [("Ada", 1815), ("Mary", 1780)] {
///     transaction.prepared(&add).param("name", name).param("born", born).run()?;
/// }
/// transaction.commit()?;
///
/// let older = db.prepare("MATCH (p:Person) WHERE p.born < $year RETURN p.name")?;
/// assert_eq!(older.query().param("year", 1800).run()?.rows_as::<String>()?, ["Mary"]);
/// assert!(db.prepare("MATCH (p:Person) RETURN q").is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Prepared {
    database: Database,
    text: Arc<str>,
    checked: Arc<Checked>,
}

impl Prepared {
    pub(super) fn new(database: Database, text: &str) -> Result<Prepared> {
        let checked = database.bind(text, database.dialect())?;
        Ok(Prepared { database, text: text.into(), checked })
    }

    /// The statement, to be given its parameters and run in a transaction of its own. Inside of a transaction it is run by
    /// [`ReadTransaction::prepared`](super::ReadTransaction::prepared) and
    /// [`WriteTransaction::prepared`](super::WriteTransaction::prepared).
    pub fn query(&self) -> Query<'_> {
        self.database.query(&self.text).checked(self)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn statement(&self) -> &Arc<Checked> {
        &self.checked
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("text", &self.text).finish_non_exhaustive()
    }
}
