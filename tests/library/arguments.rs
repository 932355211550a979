//! Parameters as a procedure's arguments: written out, within an expression, and left to their names.

use std::sync::Arc;

use casegraph::function::{Procedure, ProcedureColumn, ProcedureMode, Type};
use casegraph::{Database, Result, Value};

use super::failure;

/// Has `test.pair(first INTEGER, second INTEGER)`, which yields both in one text.
fn with_pair() -> Database {
    let column = |name: &str, ty| ProcedureColumn::new(name, ty);
    let db = Database::in_memory();
    db.register_procedure(Procedure {
        name: "test.pair".to_owned(),
        parameters: vec![column("first", Type::Integer), column("second", Type::Integer)],
        yields: vec![column("pair", Type::String)],
        mode: ProcedureMode::Read,
        doc: "Pairs two numbers.".to_owned(),
        body: Arc::new(|_, arguments| {
            let pair = Value::from(format!("{:?}", arguments));
            Ok(Box::new(std::iter::once(Ok(vec![pair]))))
        }),
    });
    db
}

#[test]
fn parameters_are_arguments() -> Result<()> {
    let db = with_pair();
    let run = |text: &str| -> Result<Vec<String>> {
        db.query(text).param("first", 1).param("second", 2).run()?.rows_as::<String>()
    };
    let expected = format!("{:?}", [Value::Integer(1), Value::Integer(2)]);
    assert_eq!(run("CALL test.pair($first, $second)")?, std::slice::from_ref(&expected));
    assert_eq!(
        run("CALL test.pair($second - 1, $first + 1) YIELD pair RETURN pair")?,
        std::slice::from_ref(&expected)
    );
    assert_eq!(run("CALL test.pair")?, [expected], "arguments left out are parameters of their names");
    let rows = run("UNWIND [$first, $second] AS x CALL test.pair(x, $second) YIELD pair RETURN pair")?;
    assert_eq!(rows[1], format!("{:?}", [Value::Integer(2), Value::Integer(2)]));
    Ok(())
}

#[test]
fn an_argument_left_out_must_be_a_parameter() {
    let missing = with_pair().query("CALL test.pair").param("first", 1).run();
    assert_eq!(failure(missing), "ParameterMissing MissingParameter");
}
