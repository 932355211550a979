//! Statements on several threads: the same answers to the last digit, the first error, limits and counts shared by
//! all workers.

use std::num::NonZero;
use std::sync::LazyLock;
use std::time::Duration;

use casegraph::database::QueryResult;
use casegraph::value::Value;
use casegraph::{Budgets, CancellationToken, Database, ErrorClass, Parallelism};

const PEOPLE: i64 = 3_000;

/// People in a few cities, who know ten others each.
static GRAPH: LazyLock<Database> = LazyLock::new(|| {
    let database = Database::in_memory();
    for text in [
        "UNWIND range(0, 24) AS n CREATE (:City {id: n, name: 'city ' + (n % 20)})",
        "UNWIND range(0, 2999) AS n MATCH (c:City {id: n % 25})
         CREATE (:Person {id: n, name: 'p' + (n % 700), share: 0.1 * (n % 91), age: n % 83})-[:LIVES_IN]->(c)",
        "CREATE INDEX FOR (p:Person) ON (p.id)",
        "UNWIND range(0, 2999) AS n UNWIND range(1, 10) AS k
         MATCH (a:Person {id: n}), (b:Person {id: (n * 7 + k * k) % 3000}) CREATE (a)-[:KNOWS {n: n + k}]->(b)",
    ] {
        database.query(text).run().expect("the graph can be made");
    }
    database
});

/// Statements whose rows are divided, one after the other.
const DIVIDED: &[&str] = &[
    "MATCH (p:Person) RETURN count(*) AS n",
    "MATCH (p:Person) WHERE p.age > 30 RETURN sum(p.share) AS s, avg(p.share) AS a, stDev(p.share) AS d",
    "MATCH (p:Person) RETURN p.name AS name, count(*) AS n, sum(p.share) AS s ORDER BY n DESC, name LIMIT 7",
    "MATCH (p:Person)-[:KNOWS]->(q:Person) RETURN q.name AS name, count(*) AS n, min(p.age) AS least, max(p.name) AS last",
    "MATCH (p:Person)-[:LIVES_IN]->(c:City) RETURN c.name AS city, collect(p.id) AS ids, avg(p.share) AS a",
    "MATCH (p:Person)-[:LIVES_IN]->(c) RETURN c, count(DISTINCT p.age) AS n, sum(DISTINCT p.share) AS s",
    "MATCH (p:Person)-[:LIVES_IN]->(c) RETURN c.id AS id, percentileCont(DISTINCT p.share, 0.3) AS x, collect(DISTINCT p.name)[..9] AS names",
    "MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(c) WHERE a.age < c.age RETURN count(*) AS n, sum(a.share * c.share) AS s",
    "MATCH (p:Person) WHERE EXISTS { (p)-[:KNOWS]->(q) WHERE q.age > p.age } RETURN p.age AS age, count(*) AS n",
    "MATCH (p:Person) RETURN sum(COUNT { (p)<-[:KNOWS]-() }) AS n, count(p.missing) AS none",
    "MATCH (p:Person) OPTIONAL MATCH (p)-[k:KNOWS]->(q) WHERE q.age > 70 RETURN p.age AS age, count(k) AS n, avg(q.share) AS a",
    "MATCH (c:City)<-[:LIVES_IN]-(p)-[:KNOWS*1..2]->(q) RETURN c.id AS id, count(*) AS n, sum(q.share) AS s",
    "MATCH (p:Person) WITH p.age AS age, collect(p) AS people UNWIND people AS q MATCH (q)-[:KNOWS]->(r) RETURN age, count(r) AS n",
];

fn ask(text: &str, parallelism: Parallelism) -> QueryResult {
    GRAPH.query(text).parallelism(parallelism).run().expect("the statement is right")
}

/// The rows as text, in which floats have all their digits.
fn rows(text: &str, parallelism: Parallelism) -> Vec<String> {
    let rows = ask(text, parallelism).rows().expect("the statement has an answer");
    rows.iter().map(|row| format!("{:?}", row.values())).collect()
}

fn morsels_of(rows: usize) -> Parallelism {
    Parallelism::threads(4).with_morsels_of(NonZero::new(rows).expect("not zero"))
}

#[test]
fn answers_are_the_same_on_any_number_of_threads() {
    for text in DIVIDED {
        let alone = rows(text, Parallelism::threads(1));
        for threads in [2, 5] {
            assert_eq!(rows(text, Parallelism::threads(threads)), alone, "{threads} threads: {text}");
        }
    }
}

#[test]
fn answers_are_the_same_in_morsels_of_any_size() {
    let rounded = |rows: Vec<String>| -> Vec<String> {
        // The order of adding floats shows in the last digits.
        let digits = |text: String| text.split(['(', ')', ',']).map(shortened).collect::<Vec<_>>().join(" ");
        rows.into_iter().map(digits).collect()
    };
    for text in DIVIDED {
        let alone = rounded(rows(text, Parallelism::threads(1)));
        for size in [1, 3, 100] {
            assert_eq!(rounded(rows(text, morsels_of(size))), alone, "morsels of {size}: {text}");
        }
    }
}

fn shortened(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if text.contains('.') => format!("{number:.6}"),
        _ => text.to_owned(),
    }
}

#[test]
fn a_sum_that_fits_does_not_depend_on_how_rows_are_divided() {
    let text = "UNWIND [9223372036854775807, 1, -5, 9223372036854775807, -9223372036854775807] AS n RETURN sum(n) AS s";
    for size in [1, 2, 5] {
        let sum: Vec<i64> = ask(text, morsels_of(size)).rows_as().expect("it fits");
        assert_eq!(sum, [9_223_372_036_854_775_803]);
    }
    let text = "UNWIND [9223372036854775807, 1] AS n RETURN sum(n) AS s";
    let error = ask(text, morsels_of(1)).rows().expect_err("it does not fit");
    assert_eq!(error.class(), ErrorClass::ArithmeticError);
}

#[test]
fn the_first_error_is_told() {
    let text = "MATCH (p:Person) WITH p.id AS id
                RETURN sum(CASE WHEN id = 2900 THEN date('no date') WHEN id = 700 THEN 1 / 0 ELSE id END) AS s";
    for parallelism in [Parallelism::threads(1), Parallelism::threads(3), morsels_of(7)] {
        let error = ask(text, parallelism).rows().expect_err("both rows fail");
        assert_eq!(error.class(), ErrorClass::ArithmeticError, "{error}");
    }
}

#[test]
fn workers_stop_when_they_are_told_or_have_no_time_left() {
    let text = "MATCH (a:Person), (b:Person) WHERE a.share < b.share + 3 RETURN sum(a.age * b.age) AS s";
    let token = CancellationToken::new();
    let budgets = Budgets { time: Duration::from_millis(60), ..Budgets::default() };
    let query = || GRAPH.query(text).parallelism(morsels_of(9));
    let mut late = query().budgets(budgets).run().expect("it begins");
    assert_eq!(late.rows().expect_err("it is late").detail(), "TimeBudgetExceeded");
    let mut stopped = query().cancellation(token.clone()).run().expect("it begins");
    let stop = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(30));
        token.cancel();
    });
    assert_eq!(stopped.rows().expect_err("it is stopped").class(), ErrorClass::Cancelled);
    stop.join().expect("it does not panic");
}

#[test]
fn workers_share_the_limits() {
    let collected = "MATCH (p:Person)-[:KNOWS]->(q) RETURN collect(q.name + p.name) AS names";
    let walked = "MATCH (p:Person)-[:KNOWS*1..2]->(q) RETURN count(q.age + p.age) AS n";
    let fits = |text: &str, budgets: Budgets, parallelism: Parallelism| {
        let result = GRAPH.query(text).parallelism(parallelism).budgets(budgets).run();
        result.and_then(|mut result| result.rows()).map_err(|error| error.detail().to_owned())
    };
    for parallelism in [Parallelism::threads(1), morsels_of(40)] {
        let of_memory = |memory| Budgets { memory, ..Budgets::default() };
        assert!(fits(collected, of_memory(16 << 20), parallelism).is_ok());
        let detail = fits(collected, of_memory(1 << 20), parallelism).expect_err("too much");
        assert_eq!(detail, "MemoryBudgetExceeded");
        let of_hops = |expansions| Budgets { expansions, ..Budgets::default() };
        // 3,000 * (10 + 10 * 10) relationships with 3,000 * (1 + 10) nodes: a worker tells the others at each thousand.
        assert!(fits(walked, of_hops(400_000), parallelism).is_ok());
        let detail = fits(walked, of_hops(310_000), parallelism).expect_err("too many");
        assert_eq!(detail, "ExpansionBudgetExceeded");
    }
}

#[test]
fn profiles_have_what_all_workers_did() {
    let text = "PROFILE MATCH (a:Person)-[:KNOWS]->(b) WHERE b.age > 40 AND a.age < 80 RETURN b.name AS name, sum(a.share) AS s";
    let counts = |parallelism| -> Vec<Vec<String>> {
        let plan: Vec<String> = ask(text, parallelism).rows_as().expect("a plan");
        let times = |word: &&str| !word.ends_with("ms") && !word.ends_with("µs") && !word.ends_with("ns");
        plan.iter().map(|line| line.split_whitespace().filter(times).map(str::to_owned).collect()).collect()
    };
    let rows_and_hits = |plan: Vec<Vec<String>>| -> Vec<(String, String)> {
        let rows = plan.into_iter().skip(1).map(|words| (words[words.len() - 2].clone(), words[0].clone()));
        rows.collect()
    };
    let alone = counts(Parallelism::threads(1));
    assert_eq!(counts(Parallelism::threads(4)), alone);
    assert_eq!(rows_and_hits(counts(morsels_of(50))), rows_and_hits(alone));
    let mut run = ask(&text["PROFILE ".len()..], Parallelism::threads(3));
    run.rows().expect("rows");
    let mut other = ask(&text["PROFILE ".len()..], Parallelism::threads(1));
    other.rows().expect("rows");
    assert_eq!(run.summary().work, other.summary().work);
    let work = run.summary().work as i64;
    assert!(work > 10 * PEOPLE, "{work}");
}

#[test]
fn a_result_can_be_left_and_sent_to_another_thread() {
    let text = "MATCH (p:Person)-[:KNOWS]->(q) RETURN p.id AS p, count(DISTINCT q.name) AS n";
    let mut result = ask(text, morsels_of(10));
    let first = result.next_row().expect("no error").expect("a row");
    assert!(matches!(first.values(), [Value::Integer(_), Value::Integer(_)]));
    let rest = std::thread::spawn(move || result.rows().map(|rows| rows.len())).join().expect("no panic");
    assert_eq!(rest.expect("no error"), PEOPLE as usize - 1);
    drop(ask(text, morsels_of(10)));
}
