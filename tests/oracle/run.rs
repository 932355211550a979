//! Running generated cases with a fixed seed, and shrinking those that fail.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use casegraph::Database;
use casegraph::optimize::OptimizerOptions;
use casegraph::value::Map;

use super::answer::{Answer, ask};
use super::choices::{AnyLists, Lists};
use super::reference::Stop;

/// Statements on one graph.
const PER_GRAPH: usize = 40;
/// Choices for each.
const LENGTH: usize = 160;

/// What came of the statements.
#[derive(Default)]
pub struct Tally {
    begun: usize,
    /// Those that were evaluated independently, too.
    pub evaluated: usize,
    outcomes: BTreeMap<String, usize>,
    examples: BTreeMap<String, String>,
    /// Operators of the plans that were looked at.
    pub operators: BTreeSet<String>,
}

impl Tally {
    /// One more statement; its number.
    pub fn begin(&mut self) -> usize {
        self.begun += 1;
        self.begun - 1
    }

    pub fn count(&mut self, text: &str, answer: &Answer) {
        let outcome = match answer {
            Answer::Rows { rows, .. } if rows.is_empty() => "without rows".to_owned(),
            Answer::Rows { .. } => "with rows".to_owned(),
            Answer::Error { class, .. } => class.clone(),
        };
        if let Answer::Error { message, .. } = answer {
            self.examples.entry(outcome.clone()).or_insert_with(|| format!("{message}\n    {text}"));
        }
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    /// Notes the operators of a statement's optimised plan.
    pub fn look_at_plan(&mut self, text: &str, database: &Database, parameters: &Map) {
        let plan = ask(database, &format!("EXPLAIN {text}"), parameters, &OptimizerOptions::default());
        let Answer::Rows { rows, .. } = plan else { return };
        let words = rows.iter().flat_map(|row| row.split(|c: char| !c.is_ascii_alphanumeric()));
        let names = words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
        self.operators.extend(names.map(str::to_owned));
    }

    /// A statement could not be evaluated independently.
    pub fn give_up(&mut self, text: &str, stop: &Stop) {
        let outcome = format!("{stop:?}");
        self.examples.entry(outcome).or_insert_with(|| text.to_owned());
    }

    fn share(&self, of: &str) -> f64 {
        self.outcomes.get(of).copied().unwrap_or(0) as f64 / self.begun.max(1) as f64
    }
}

/// How many cases: the number given for an ordinary run, in proportion to `CASEGRAPH_RANDOM_QUERIES`, which is 5000 if not set.
fn scaled(ordinary: usize) -> usize {
    let variable = std::env::var("CASEGRAPH_RANDOM_QUERIES").ok();
    match variable.and_then(|text| text.parse::<usize>().ok()) {
        Some(number) => ordinary * number / 5_000,
        None => ordinary,
    }
}

/// `CASEGRAPH_RANDOM_SEED`, or always the same.
fn seed() -> [u8; 16] {
    let variable = std::env::var("CASEGRAPH_RANDOM_SEED").ok();
    let number = variable.and_then(|text| text.parse::<u128>().ok()).unwrap_or(0x00C0_FFEE);
    // A seed of zeros gives zeros for ever.
    (number | 1 << 100).to_le_bytes()
}

/// Checks about so many generated statements; a failure is shown with the smallest case that fails.
pub fn run(what: &str, ordinary: usize, check: impl Fn(&Lists, &mut Tally) -> Result<(), String>) -> Tally {
    let cases = scaled(ordinary).div_ceil(PER_GRAPH);
    let config = Config {
        cases: cases as u32,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::XorShift, &seed()));
    let tally = RefCell::new(Tally::default());
    let lists = AnyLists { others: PER_GRAPH, length: LENGTH };
    let outcome =
        runner.run(&lists, |lists| check(&lists, &mut tally.borrow_mut()).map_err(TestCaseError::fail));
    let tally = tally.into_inner();
    match outcome {
        Ok(()) => {
            eprintln!("{} generated {what}, {} evaluated: {:?}", tally.begun, tally.evaluated, tally.outcomes)
        }
        Err(TestError::Fail(why, _)) => panic!("generated {what} fail; in the shell:\n{why}"),
        Err(TestError::Abort(why)) => panic!("generated {what}: {why}"),
    }
    assert!(tally.share("with rows") > 0.3, "few of the generated {what} have rows");
    if std::env::var_os("CASEGRAPH_RANDOM_ERRORS").is_some() {
        tally.examples.iter().for_each(|(class, message)| eprintln!("{class}: {message}"));
    }
    tally
}
