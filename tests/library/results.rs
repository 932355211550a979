//! Results: columns, rows, conversions, and that rows are computed as they are asked for.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casegraph::value::temporal::{Date, Duration};
use casegraph::value::{PathValue, Point, equivalent};
use casegraph::{
    Database, FromValue, IntoValue, NodeId, Prepared, QueryResult, ReadTransaction, RelId, Result, Row,
    Snapshot, Value, WriteTransaction,
};

use super::{failure, numbered};

#[test]
fn rows_are_read_by_name_and_by_position() -> Result<()> {
    let db = Database::in_memory();
    let mut result = db.query("UNWIND [1, 2] AS n RETURN n, n * 1.5 AS half, null AS none").run()?;
    let names: Vec<&str> = result.columns().iter().map(|name| &**name).collect();
    assert_eq!(names, ["n", "half", "none"]);
    let row = result.next_row()?.expect("two rows");
    assert_eq!((row.get::<i64>("n")?, row.get::<f64>(1)?), (1, 1.5));
    assert_eq!(row.get::<Option<String>>("none")?, None);
    assert_eq!(row.values().len(), row.columns().len());
    assert_eq!(failure(row.get::<i64>("m")), "ArgumentError UnknownColumn");
    assert_eq!(failure(row.get::<i64>(3)), "ArgumentError UnknownColumn");
    assert_eq!(failure(row.get::<i64>("none")), "TypeError InvalidArgumentType");
    assert_eq!(failure(row.get::<String>("n")), "TypeError InvalidArgumentType");
    let rest: Vec<Row> = result.by_ref().collect::<Result<_>>()?;
    assert_eq!(rest.len(), 1);
    assert!(result.next_row()?.is_none() && result.next_row()?.is_none(), "the end stays the end");
    assert_eq!(result.summary().rows, 2);
    Ok(())
}

#[test]
fn parameters_come_back_as_they_went() -> Result<()> {
    fn same<T: IntoValue + FromValue + Clone>(value: T) -> Result<()> {
        let db = Database::in_memory();
        let row = db.query("RETURN $it").param("it", value.clone()).run()?.next_row()?.expect("a row");
        assert!(equivalent(&row.get::<T>(0)?.into_value(), &value.into_value()));
        Ok(())
    }
    same(true)?;
    same(i64::MIN)?;
    same(7_u8)?;
    same(f64::NAN)?;
    same(String::from("Đà Nẵng"))?;
    same::<Arc<str>>("Seoul".into())?;
    same(None::<i64>)?;
    same(vec![Some(1_i64), None])?;
    same(vec![vec![1.5], vec![]])?;
    same(BTreeMap::from([("a".to_owned(), vec![1_i64])]))?;
    same(HashMap::from([("a".to_owned(), Value::from([1, 2]))]))?;
    same(Value::Null)
}

#[test]
fn every_kind_of_value_has_a_type_to_read_it_as() -> Result<()> {
    let db = Database::in_memory();
    let mut result = db
        .query(
            "CREATE p = (a:City {name: 'Seoul'})-[r:NEAR]->(:City)
             RETURN a, r, p, date('2018-02-01') AS day, duration('P1M2D') AS lag, point({x: 1.0, y: 2.0}) AS at",
        )
        .run()?;
    let row = result.next_row()?.expect("a row");
    let (city, near) = (row.get::<NodeId>("a")?, row.get::<RelId>("r")?);
    let path: PathValue = row.get("p")?;
    assert_eq!((path.nodes[0], path.relationships[0]), (city, near));
    assert_eq!(row.get::<Date>("day")?.to_string(), "2018-02-01");
    assert_eq!(row.get::<Duration>("lag")?.to_string(), "P1M2D");
    assert_eq!(row.get::<Point>("at")?.y, 2.0);
    assert_eq!(failure(row.get::<NodeId>("r")), "TypeError InvalidArgumentType");
    assert_eq!(result.graph().rel(near).expect("it was created").type_name(), "NEAR");
    Ok(())
}

#[test]
fn the_first_row_comes_before_the_others_are_computed() -> Result<()> {
    let db = numbered("A", 200)?;
    // Eight million rows, were they all computed.
    let mut result = db.query("MATCH (a:A), (b:A), (c:A) RETURN a.n, b.n, c.n").run()?;
    assert!(result.next_row()?.is_some());
    let first = result.summary();
    assert!(first.work < 20_000, "the first row cost {} steps", first.work);
    for _ in 0..10_000 {
        assert!(result.next_row()?.is_some());
    }
    let later = result.summary();
    assert_eq!(later.rows, 10_001);
    assert!(first.work < later.work && later.work < 100_000, "10,001 rows cost {} steps", later.work);
    Ok(())
}

#[test]
fn an_error_comes_with_its_row_and_ends_the_result() -> Result<()> {
    let db = Database::in_memory();
    let mut result = db.query("UNWIND range(5000, 0, -1) AS n RETURN 1 / n").run()?;
    let mut read = 0;
    let error = loop {
        match result.next_row() {
            Ok(Some(_)) => read += 1,
            Ok(None) => panic!("it divides by zero"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.detail(), "DivisionByZero");
    assert!(read >= 4000, "only the batch with the error is lost, but {read} rows came before it");
    assert!(result.next_row()?.is_none());
    Ok(())
}

#[test]
fn what_users_hold_can_go_to_another_thread() {
    fn sent<T: Send + 'static>() {}
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Database>();
    shared::<Snapshot>();
    shared::<ReadTransaction>();
    shared::<Prepared>();
    shared::<Row>();
    shared::<casegraph::Error>();
    shared::<casegraph::CancellationToken>();
    sent::<WriteTransaction>();
    sent::<QueryResult>();
}
