//! Every function with every kind of value in every place of its arguments: a documented result or an error for
//! people, never a panic, an internal error or a null without reason. The results stand in
//! `tests/golden/function_arguments.txt`, which `UPDATE_EXPECT=1` writes anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use casegraph::function::functions;
use casegraph::value::Value;
use casegraph::value::text::literal;
use casegraph::{Database, ErrorClass};

/// A value of each kind, as Cypher has it. `n`, `r` and `p` are a node, a relationship and a path.
const KINDS: &[&str] = &[
    "null",
    "true",
    "1",
    "-1",
    "9223372036854775807",
    "1.5",
    "(0.0 / 0.0)",
    "''",
    "'abc'",
    "[]",
    "[1, 'a', null]",
    "{}",
    "{a: 1}",
    "n",
    "r",
    "p",
    "date('2015-07-21')",
    "localtime('12:30')",
    "time('12:30+01:00')",
    "localdatetime('2015-07-21T12:30')",
    "datetime('2015-07-21T12:30+01:00')",
    "duration('P1M2DT3S')",
    "point({x: 1, y: 2})",
];

/// Longer results are cut here.
const SHOWN: usize = 70;

#[test]
fn every_argument_of_every_function() {
    let database = Database::in_memory();
    run(&database, "CREATE (:L {k: 1, name: 'a'})-[:R {amount: 2}]->(:M)").expect("the graph is made");
    let mut page = String::from("# What each function gives for each kind of value in each place\n");
    for function in functions() {
        let clock =
            [".transaction", ".statement", ".realtime"].iter().any(|end| function.name.ends_with(end));
        let _ = writeln!(page, "\n## {}", function.example);
        for (place, argument) in places(function.example).into_iter().enumerate() {
            let name = function.parameters.get(place).map_or("more", |parameter| parameter.name);
            let _ = writeln!(page, "{name}:");
            page += &outcomes(&database, function.example, &argument, clock);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/function_arguments.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).expect("the golden file is writable");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (wanted, got)) in known.lines().zip(page.lines()).enumerate() {
        assert_eq!(wanted, got, "line {} of {}", number + 1, path.display());
    }
    assert_eq!(known.lines().count(), page.lines().count(), "{}", path.display());
}

/// Where the arguments of a call stand in its text: between its outer parentheses, at commas outside brackets and quotes.
fn places(call: &str) -> Vec<Range<usize>> {
    let first = call.find('(').map_or(call.len(), |at| at + 1);
    let (mut places, mut start, mut depth, mut quoted) = (Vec::new(), first, 0, false);
    for (at, c) in call.char_indices().skip_while(|(at, _)| *at < first) {
        match c {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                places.push(start..at);
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                places.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    places.retain(|place| !call[place.clone()].trim().is_empty());
    places
}

/// What the call gives with each kind in this argument's place.
fn outcomes(database: &Database, example: &str, argument: &Range<usize>, clock: bool) -> String {
    let mut errors: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut out = String::new();
    for kind in KINDS {
        // In a list of several types no type is known before the query runs.
        let query = format!(
            "MATCH p = (n:L)-[r]->() WITH n, r, p, [{kind}, 0, '', true][0] AS given RETURN {}given{} AS v",
            &example[..argument.start],
            &example[argument.end..]
        );
        match run(database, &query) {
            Ok(value) if clock && value != "null" => {
                let _ = writeln!(out, "    {kind} => a value");
            }
            Ok(value) => {
                let _ = writeln!(out, "    {kind} => {value}");
            }
            Err(error) => errors.entry(error).or_default().push(kind),
        }
    }
    for (error, kinds) in errors {
        let _ = writeln!(out, "    {error}: {}", kinds.join(", "));
    }
    out
}

/// The value of the only row and column, or the error's class and detail.
fn run(database: &Database, query: &str) -> Result<String, String> {
    let shown = || {
        let mut result = database.query(query).run()?;
        let rows = result.rows()?;
        let value = rows.first().and_then(|row| row.values().first()).cloned().unwrap_or(Value::Null);
        Ok(literal(&value, Some(result.graph())))
    };
    let outcome: casegraph::Result<String> = shown();
    outcome.map(|text| text.chars().take(SHOWN).collect()).map_err(|error| {
        assert_ne!(error.class(), ErrorClass::InternalError, "{query}: {error:?}");
        format!("{} {}", error.class().name(), error.detail())
    })
}
