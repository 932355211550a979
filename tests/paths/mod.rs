//! Searched paths: compared with a brute-force enumerator on generated graphs and patterns, and kept within their budgets.

mod budget;
mod enumerate;
mod generate;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use casegraph::Database;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use enumerate::{LONGEST_WALK, Match, matches, paths};
use generate::{Graph, Mode, Pattern, Selector, graph, pattern};

/// How many paths were compared: all matches, and selected ones.
static FOUND: AtomicUsize = AtomicUsize::new(0);
static SELECTED: AtomicUsize = AtomicUsize::new(0);

/// What the engine finds.
fn found(database: &Database, query: &str) -> Vec<Match> {
    type Row = (i64, i64, Vec<i64>, Vec<Vec<Vec<i64>>>, f64);
    let rows: Vec<Row> = database
        .query(query)
        .run()
        .and_then(|mut result| result.rows_as())
        .unwrap_or_else(|error| panic!("{query}\n{error}"));
    let ids = |ids: Vec<i64>| ids.into_iter().map(|id| id as usize).collect::<Vec<_>>();
    rows.into_iter()
        .map(|(start, end, relations, lists, cost)| {
            let lists = lists.into_iter().map(|part| {
                let mut part = part.into_iter().map(ids);
                std::array::from_fn(|_| part.next().unwrap_or_default())
            });
            let (start, end) = (start as usize, end as usize);
            Match { start, end, relations: ids(relations), lists: lists.collect(), cost: cost as i64 }
        })
        .collect()
}

/// Between two ends: all matches, and those given.
type Compared<'m> = (Vec<&'m Match>, Vec<&'m Match>);

fn check(database: &Database, graph: &Graph, pattern: &Pattern) -> Result<(), TestCaseError> {
    let query = pattern.query();
    let mut given = found(database, &query);
    let mut all = matches(graph, pattern);
    let context = || format!("{}\n{query}", graph.script());
    if pattern.mode == Mode::Walk {
        given.retain(|found| found.relations.len() <= LONGEST_WALK);
    }
    if !pattern.by_cost() {
        all.iter_mut().for_each(|found| found.cost = 0);
    }
    all.sort();
    given.sort();
    if pattern.selector == Selector::All {
        prop_assert_eq!(&given, &all, "{}", context());
        FOUND.fetch_add(given.len(), Ordering::Relaxed);
        return Ok(());
    }
    for row in &given {
        prop_assert!(all.contains(row), "{:?} is no match\n{}", row, context());
    }
    SELECTED.fetch_add(given.len(), Ordering::Relaxed);
    let mut ends: BTreeMap<(usize, usize), Compared<'_>> = BTreeMap::new();
    all.iter().for_each(|found| ends.entry((found.start, found.end)).or_default().0.push(found));
    given.iter().for_each(|found| ends.entry((found.start, found.end)).or_default().1.push(found));
    for ((start, end), (all, given)) in ends {
        let all = paths(all.into_iter(), pattern.by_cost());
        let count = given.len();
        let given = paths(given.into_iter(), pattern.by_cost());
        prop_assert_eq!(count, given.len(), "a path twice from {} to {}\n{}", start, end, context());
        let right = selected(pattern.selector, &all, &given);
        prop_assert!(right, "from {start} to {end}: {given:?} of {all:?}\n{}", context());
    }
    Ok(())
}

/// Whether the paths given are those that the selector wants.
fn selected(selector: Selector, all: &[(i64, Vec<usize>)], given: &[(i64, Vec<usize>)]) -> bool {
    let measures = |paths: &[(i64, Vec<usize>)]| paths.iter().map(|path| path.0).collect::<Vec<_>>();
    let first_groups = |count: usize| {
        let mut different = measures(all);
        different.dedup();
        different.truncate(count);
        all.iter().filter(|path| different.contains(&path.0)).cloned().collect::<Vec<_>>()
    };
    match selector {
        Selector::All => true,
        Selector::Any(count) => given.len() == all.len().min(count),
        Selector::Shortest(count) | Selector::Cheapest(count) => {
            measures(given) == measures(&all[..all.len().min(count)])
        }
        Selector::Groups(count) => given == first_groups(count),
        Selector::AllCheapest => given == first_groups(1),
    }
}

/// Thousands by default; `CASEGRAPH_RANDOM_QUERIES` asks for more.
fn cases() -> u32 {
    let wanted = std::env::var("CASEGRAPH_RANDOM_QUERIES").ok().and_then(|count| count.parse().ok());
    wanted.unwrap_or(800)
}

#[test]
fn searched_paths_are_those_of_a_brute_force_enumerator() {
    let strategy = graph().prop_flat_map(|graph| {
        let patterns = proptest::collection::vec(pattern(graph.nodes.len()), 5);
        (Just(graph), patterns)
    });
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&strategy, |(graph, patterns)| {
        let database = Database::in_memory();
        database.query(&graph.script()).run().expect("the graph can be made");
        patterns.iter().try_for_each(|pattern| check(&database, &graph, pattern))
    });
    if let Err(why) = result {
        panic!("{why}");
    }
    let (found, selected) = (FOUND.load(Ordering::Relaxed), SELECTED.load(Ordering::Relaxed));
    println!("{found} matches and {selected} selected paths were compared");
    assert!(found.min(selected) > cases() as usize * 2, "{found} matches, {selected} selected paths");
}
