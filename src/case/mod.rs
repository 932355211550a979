//! The case that comes with the program: the US-South Korea trade deal as told by one news article.

use std::path::Path;

use crate::database::{Database, OpenOptions};
use crate::error::Result;
use crate::import::{self, Silent};

/// The scripts of `graph-data/korus`, in the order in which they are loaded: name and text.
pub const KORUS: &[(&str, &str)] = &[
    ("01-schema.cypher", include_str!("../../graph-data/korus/01-schema.cypher")),
    ("02-sources.cypher", include_str!("../../graph-data/korus/02-sources.cypher")),
    ("03-actors.cypher", include_str!("../../graph-data/korus/03-actors.cypher")),
    ("04-things.cypher", include_str!("../../graph-data/korus/04-things.cypher")),
    ("05-statistics.cypher", include_str!("../../graph-data/korus/05-statistics.cypher")),
    ("06-relations-talks.cypher", include_str!("../../graph-data/korus/06-relations-talks.cypher")),
    ("07-relations-trade.cypher", include_str!("../../graph-data/korus/07-relations-trade.cypher")),
    ("08-relations-security.cypher", include_str!("../../graph-data/korus/08-relations-security.cypher")),
    ("09-relations-economy.cypher", include_str!("../../graph-data/korus/09-relations-economy.cypher")),
];

/// The KORUS case in memory.
pub fn korus() -> Result<Database> {
    korus_with(OpenOptions::default())
}

/// As [`korus`], with options.
pub fn korus_with(options: OpenOptions) -> Result<Database> {
    let database = Database::in_memory_with(options);
    let mut transaction = database.write()?;
    for (name, script) in KORUS {
        let path = Path::new("graph-data/korus").join(name);
        import::cypher::run_script(&path, script, &Silent, |statement| {
            transaction.query(statement).run().map(|_| ())
        })?;
    }
    transaction.commit()?;
    Ok(database)
}
