//! Embed the store: open a file, write in a transaction, ask with parameters, read rows as structs.
//!
//! Run it with `cargo run --example embed`.

use std::path::Path;
use std::time::Duration;

use casegraph::{Budgets, Database, Result};
use serde::Deserialize;

/// A row of the question below: the fields are named like the columns.
#[derive(Debug, Deserialize)]
struct Investment {
    company: String,
    country: String,
    since: i64,
}

fn main() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("casegraph-embed-{}", std::process::id()));
    // A folder that cannot be made shows when the store is opened in it.
    let _ = std::fs::create_dir_all(&folder);
    let outcome = run(&folder.join("investments.casegraph"));
    // The example leaves nothing behind; if this fails, the system's cleaning of its temporary folder remains.
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

fn run(path: &Path) -> Result<()> {
    let db = Database::open(path)?;
    db.query("CREATE CONSTRAINT FOR (c:Company) REQUIRE c.name IS UNIQUE").run()?;

    // A transaction is visible as a whole, once it is committed. A statement that runs often is prepared.
    let add = db.prepare(
        "MERGE (c:Company {name: $company})
         MERGE (l:Country {name: $country})
         CREATE (c)-[:INVESTS_IN {since: $since}]->(l)",
    )?;
    let mut transaction = db.write()?;
    for (company, country, since) in
        [("Hyundai", "United States", 2005), ("Kia", "United States", 2009), ("Kia", "Slovakia", 2006)]
    {
        let query = transaction.prepared(&add).param("company", company).param("country", country);
        query.param("since", since).run()?;
    }
    transaction.commit()?;
    drop(add); // it is a handle of the database too
    db.close()?;

    // What was committed is in the file.
    let db = Database::open(path)?;
    let mut result = db
        .query(
            "MATCH (c:Company)-[i:INVESTS_IN]->(l:Country)
             WHERE i.since < $year
             RETURN c.name AS company, l.name AS country, i.since AS since
             ORDER BY since",
        )
        .param("year", 2009)
        .budgets(Budgets { time: Duration::from_secs(5), ..Budgets::default() })
        .run()?;
    let investments: Vec<Investment> = result.rows_as()?;
    for Investment { company, country, since } in &investments {
        println!("{company} has invested in {country} since {since}");
    }
    let companies: Vec<&str> = investments.iter().map(|found| found.company.as_str()).collect();
    assert_eq!(companies, ["Hyundai", "Kia"]);
    assert_eq!((investments[1].country.as_str(), investments[1].since), ("Slovakia", 2006));

    // An error says what is wrong, where, and what to do.
    let error = db.query("MATCH (c:Company) RETURN company.name").run().expect_err("no such variable");
    println!("{error}");
    assert_eq!(error.detail(), "UndefinedVariable");
    Ok(())
}
