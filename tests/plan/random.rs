//! Random numbers, and rows to compare.

use casegraph::Database;
use casegraph::optimize::OptimizerOptions;

/// The rows as sorted text, or the error's class.
pub fn rows(database: &Database, query: &str, options: OptimizerOptions) -> Result<Vec<String>, String> {
    let answer = database.query(query).optimizer(options).run().and_then(|mut result| {
        let rows = result.rows()?;
        Ok(rows.into_iter().map(|row| format!("{:?}", row.into_values())).collect::<Vec<_>>())
    });
    match answer {
        Ok(mut rows) => {
            rows.sort();
            Ok(rows)
        }
        Err(error) if error.class().name() == "InternalError" => Err(error.to_string()),
        Err(error) => Err(error.class().name().to_owned()),
    }
}

/// A random number generator that gives the same graph each time (xorshift64, Marsaglia 2003).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    pub fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}
