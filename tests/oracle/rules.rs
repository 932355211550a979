//! Generated statements on generated graphs: the same rows and effects with any rules, with and without indexes,
//! before and after reopening the store.

use casegraph::value::Map;
use casegraph::{Database, OpenOptions, Result};

use super::answer::{Answer, ask, parameters};
use super::choices::{Choices, Lists};
use super::contents::contents;
use super::generate::{Generator, Statement};
use super::graph::Graph;
use super::reference::Reference;
use super::run::{Tally, run};
use super::stores::{Indexes, OnDisk, index_everything};
use super::variants::{Variant, in_turn, naive};

/// A graph in its three forms.
pub struct Stores {
    plain: Database,
    indexed: Database,
    reopened: OnDisk,
}

impl Stores {
    pub fn of(graph: &Graph) -> Result<Stores> {
        let [plain, indexed, composite] = [graph.database()?, graph.database()?, graph.database()?];
        index_everything(&indexed, Indexes::Single)?;
        index_everything(&composite, Indexes::Composite)?;
        let reopened = OnDisk::holding(OpenOptions::default(), composite.snapshot().state())?;
        Ok(Stores { plain, indexed, reopened })
    }

    pub fn each(&self) -> [(&'static str, &Database); 3] {
        [
            ("", &self.plain),
            (", with indexes", &self.indexed),
            (", reopened with composite indexes", &self.reopened.database),
        ]
    }
}

/// Operators that the optimiser chooses, which have to be among those of the generated statements.
const OPERATORS: [&str; 12] = [
    "CartesianProduct",
    "OptionalApply",
    "RelationshipScan",
    "CountBranches",
    "HashJoin",
    "IndexSeek",
    "LabelScan",
    "NodeByIdSeek",
    "RelationshipIndexSeek",
    "SemiApply",
    "TopK",
    "ShortestPath",
];

/// Of so many statements the plan of one is looked at.
const PLANS: usize = 8;

#[test]
fn statements_have_one_answer() {
    let parameters = parameters();
    let tally = run("statements", 5_000, |lists, tally| check(lists, &parameters, tally));
    let missing: Vec<_> = OPERATORS.iter().filter(|name| !tally.operators.contains(**name)).collect();
    assert!(
        missing.is_empty(),
        "no generated statement has {missing:?} in its plan, but {:?}",
        tally.operators
    );
}

fn check(lists: &Lists, parameters: &Map, tally: &mut Tally) -> std::result::Result<(), String> {
    let graph = Graph::generate(&mut Choices::new(&lists[0]));
    let stores = Stores::of(&graph).map_err(|error| format!("{}{error}", graph.script()))?;
    for list in &lists[1..] {
        let statement = Generator::new(&mut Choices::new(list)).statement();
        let turn = tally.begin();
        let difference = match statement.updates {
            false => reading(&stores, &statement, parameters, turn, tally),
            true => updating(&stores, &statement, parameters, turn, tally),
        };
        if let Some(difference) = difference {
            return Err(format!("{}{};\n{difference}", graph.script(), statement.text));
        }
    }
    Ok(())
}

/// How the answers differ.
fn reading(
    stores: &Stores,
    statement: &Statement,
    map: &Map,
    turn: usize,
    tally: &mut Tally,
) -> Option<String> {
    let expected = ask(&stores.plain, &statement.text, map, &naive());
    tally.count(&statement.text, &expected);
    if turn.is_multiple_of(PLANS) {
        tally.look_at_plan(&statement.text, stores.each()[turn / PLANS % 3].1, map);
    }
    if let Some(difference) = meaning(stores, statement, map, &expected, tally) {
        return Some(difference);
    }
    for (at, (name, options)) in in_turn(turn).into_iter().enumerate() {
        let (store, database) = stores.each()[(turn + at) % 3];
        let found = ask(database, &statement.text, map, &options);
        if !is_as_good(&expected, &found, statement.ordered) {
            return Some(shown(&expected, &format!("{name}{store}"), &found));
        }
    }
    None
}

/// How the naive plan's answer differs from what the statement means, as far as that can be told.
fn meaning(
    stores: &Stores,
    statement: &Statement,
    map: &Map,
    naive: &Answer,
    tally: &mut Tally,
) -> Option<String> {
    let snapshot = stores.plain.snapshot();
    let rows = match Reference::new(snapshot.state(), map).rows(&statement.text) {
        Ok(rows) => rows,
        Err(stop) => {
            tally.give_up(&statement.text, &stop);
            return None;
        }
    };
    tally.evaluated += 1;
    let columns = match naive {
        Answer::Rows { columns, .. } => columns.clone(),
        Answer::Error { .. } => Vec::new(),
    };
    let meant = Answer::Rows { columns, rows };
    let agrees = naive.is_error("BudgetExceeded") || meant.agrees(naive, statement.ordered);
    (!agrees).then(|| format!("  it means:\n{meant}\n  without rules:\n{naive}"))
}

/// Whether an answer can stand for that of the naive plan. A filter that is moved can remove the rows that others would fail on.
pub fn is_as_good(naive: &Answer, found: &Answer, ordered: bool) -> bool {
    let removed = |class: &str| {
        matches!(class, "TypeError" | "ArgumentError" | "ArithmeticError" | "EntityNotFound")
            && found.is_rows()
    };
    match naive {
        Answer::Error { class, .. } if removed(class) => true,
        _ if naive.is_error("BudgetExceeded") || found.is_error("BudgetExceeded") => true,
        _ => naive.agrees(found, ordered) || naive.fails_at_runtime() && found.fails_at_runtime(),
    }
}

pub fn shown(expected: &Answer, name: &str, found: &Answer) -> String {
    format!("  without rules:\n{expected}\n  {name}:\n{found}")
}

/// How the answers and what they leave differ. Nothing is kept.
fn updating(
    stores: &Stores,
    statement: &Statement,
    map: &Map,
    turn: usize,
    tally: &mut Tally,
) -> Option<String> {
    let naive: Variant = ("no rules".to_owned(), naive());
    let expected = effect(&stores.plain, &statement.text, map, &naive);
    tally.count(&statement.text, &expected.0);
    for (at, variant) in in_turn(turn).into_iter().enumerate() {
        let (store, database) = stores.each()[(turn + at) % 3];
        let found = effect(database, &statement.text, map, &variant);
        if !is_as_good(&expected.0, &found.0, false) {
            return Some(shown(&expected.0, &format!("{}{store}", variant.0), &found.0));
        }
        if expected.0.is_rows() && expected.1 != found.1 {
            let (expected, found) = (expected.1.join("\n    "), found.1.join("\n    "));
            let name = &variant.0;
            return Some(format!(
                "  leaves without rules:\n    {expected}\n  with {name}{store}:\n    {found}"
            ));
        }
    }
    None
}

/// The answer of an update, and the graph it leaves; it is rolled back.
fn effect(database: &Database, text: &str, map: &Map, (_, options): &Variant) -> (Answer, Vec<String>) {
    let mut transaction = match database.write() {
        Ok(transaction) => transaction,
        Err(error) => return (Answer::of_error(&error), Vec::new()),
    };
    let answer = Answer::of(transaction.query(text), map, options);
    let mut left = contents(transaction.state());
    // Indexes that are not what the properties are, and other unsound states.
    left.extend(transaction.state().check());
    transaction.rollback();
    (answer, left)
}
