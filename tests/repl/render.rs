//! Answers in every format, against golden text.

use std::time::Duration;

use casegraph::graph::GraphState;
use casegraph::repl::Format;
use casegraph::repl::render::{Look, Rows, write_answer};
use casegraph::value::Value;

use super::{answer, case, session};

fn render(format: Format, look: Look, columns: &[&str], rows: Vec<Vec<Value>>) -> String {
    let graph = GraphState::new();
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    let mut answer = Rows::new(columns, rows, &graph, Duration::ZERO);
    let mut out = Vec::new();
    write_answer(format, &mut answer, &mut out, &look, false).expect("a vector takes everything");
    String::from_utf8(out).expect("output is UTF-8")
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn terminal(width: usize) -> Look {
    Look { width: Some(width), color: false, terminal: true, csv_safe: false }
}

#[test]
fn a_table_has_borders_numbers_on_the_right_and_a_count() {
    let rows = vec![
        vec![text("Kia"), Value::Integer(12), Value::Null],
        vec![text("漢字"), Value::Float(1.0), Value::Boolean(true)],
    ];
    let expected = "\
┌──────┬─────┬──────┐
│ name │   n │ ok   │
├──────┼─────┼──────┤
│ Kia  │  12 │ null │
│ 漢字 │ 1.0 │ true │
└──────┴─────┴──────┘
2 rows
";
    // A heading stands like text.
    let expected = expected.replace("│   n │", "│ n   │");
    assert_eq!(render(Format::Table, terminal(80), &["name", "n", "ok"], rows), expected);
}

#[test]
fn long_texts_are_broken_to_fit_the_width() {
    let rows = vec![vec![text("k"), text("one two three four five six seven")]];
    let expected = "\
┌─────┬──────────────┐
│ key │ text         │
├─────┼──────────────┤
│ k   │ one two      │
│     │ three four   │
│     │ five six     │
│     │ seven        │
└─────┴──────────────┘
1 row
";
    assert_eq!(render(Format::Table, terminal(22), &["key", "text"], rows), expected);
}

#[test]
fn no_line_of_a_table_is_wider_than_the_terminal() {
    let columns = ["a", "bb", "ccc", "dddd", "eeeee"];
    let rows: Vec<Vec<Value>> = (0..20)
        .map(|row| columns.iter().map(|name| text(&format!("{name} 漢 {}", "word ".repeat(row)))).collect())
        .collect();
    for width in [20, 30, 41, 56, 57, 80, 200] {
        let shown = render(Format::Table, terminal(width), &columns, rows.clone());
        for line in shown.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn more_columns_than_fit_become_records() {
    let columns = ["alpha", "beta", "gamma", "delta"];
    let rows = vec![columns.iter().map(|name| text(&format!("value of {name}"))).collect()];
    let expected = "\
── row 1 ──
alpha  value of alpha
beta   value of beta
gamma  value of gamma
delta  value of delta
1 row
";
    assert_eq!(render(Format::Table, terminal(30), &columns, rows), expected);
}

#[test]
fn nothing_in_an_answer_acts_on_the_terminal() {
    let nasty = "a\x1b[2J\u{202e}b\nc";
    for format in Format::ALL {
        let shown = render(format, terminal(80), &[nasty], vec![vec![text(nasty)]]);
        assert!(!shown.contains(['\x1b', '\u{202e}']), "{format:?}: {shown}");
    }
}

#[test]
fn programs_get_the_data_as_it_is() {
    let rows = vec![vec![text("a,\"b\"\nc"), Value::Null, Value::Integer(1)]];
    let columns = ["t", "n", "i"];
    let plain = Look::plain();
    assert_eq!(render(Format::Csv, plain, &columns, rows.clone()), "t,n,i\n\"a,\"\"b\"\"\nc\",,1\n");
    assert_eq!(
        render(Format::Json, plain, &columns, rows.clone()),
        "{\"columns\":[\"t\",\"n\",\"i\"],\"rows\":[[\"a,\\\"b\\\"\\nc\",null,1]],\"stats\":{},\"elapsed_us\":0}\n"
    );
    assert_eq!(
        render(Format::Jsonl, plain, &columns, rows.clone()),
        "{\"t\":\"a,\\\"b\\\"\\nc\",\"n\":null,\"i\":1}\n"
    );
    assert_eq!(
        render(Format::Markdown, plain, &columns, rows),
        "| t | n | i |\n| --- | --- | --- |\n| a,\"b\"\\\\nc |  | 1 |\n"
    );
}

#[test]
fn nodes_and_relationships_are_short_patterns() {
    let (mut session, written) = case();
    let shown = answer(&mut session, &written, "MATCH (k {name: 'Kia'})-[r]->(c) RETURN k, r, [c] AS l;");
    assert!(
        shown.contains("(:Actor:Company {name: 'Kia', aliases: ['Kia Motors'], cites: ['s1:p1']})"),
        "{shown}"
    );
    assert!(shown.contains("[:BUILDS_IN {status: 'fact', valid_from: '2010', cites: ['s1:p1']}]"), "{shown}");
    assert!(shown.contains("[(:Actor:Country {name: 'São Land', aliases: ['Saoland']})]"), "{shown}");
}

#[test]
fn large_property_maps_are_cut_in_tables_only() {
    let (mut session, written) = session();
    let properties: Vec<String> = (0..200).map(|at| format!("p{at}: {at}")).collect();
    let create = format!("CREATE (n:Big {{{}}}) RETURN n;", properties.join(", "));
    let table = answer(&mut session, &written, &create);
    assert!(table.contains("...})") && table.lines().all(|line| line.chars().count() < 120), "{table}");
    session.settings.format = Format::Json;
    let json = answer(&mut session, &written, "MATCH (n) RETURN n;");
    assert!(json.contains("\"p199\":199"));
}

#[test]
fn a_path_is_told_hop_by_hop_with_footnotes() {
    let (mut session, written) = case();
    let shown = answer(
        &mut session,
        &written,
        "MATCH p = (:Measure)-[:HELPS]->(:Company)-[:BUILDS_IN]->() RETURN p;",
    );
    let expected = "\
Car tax – Kia – São Land  (2 hops, 1 not established as fact)
 ? 1. Car tax helps Kia (CLAIM, according to Hyundai) [1]
   2. Kia builds in São Land (since 2010) [2]

  [1] Evening Star, page 9: A tax is said to help.
  [2] Morning Post, page 1: Kia builds cars.
1 row
";
    assert_eq!(shown, expected);
}

#[test]
fn paths_beside_other_columns_are_told_below_the_table() {
    let (mut session, written) = case();
    let shown = answer(
        &mut session,
        &written,
        "MATCH p = (:Measure)-[:HELPS]->(:Company) RETURN p, length(p) AS hops;",
    );
    assert!(shown.contains("│ (Car tax)-[:HELPS]->(Kia) │    1 │"), "{shown}");
    assert!(shown.contains("\n ? 1. Car tax helps Kia (CLAIM, according to Hyundai) [1]\n"), "{shown}");
}

#[test]
fn changes_are_told_in_a_sentence() {
    let (mut session, written) = session();
    let shown = answer(&mut session, &written, "CREATE (:A {x: 1})-[:R]->(:B);");
    assert_eq!(shown, "created 2 nodes, created 1 relationship, set 1 property, added 2 labels\n");
    assert_eq!(answer(&mut session, &written, "MATCH (n:Nobody) SET n.x = 1;"), "nothing changed\n");
}

#[test]
fn deleted_elements_are_told_as_such() {
    let (mut session, written) = session();
    let shown = answer(&mut session, &written, "CREATE (n:A)-[r:R]->(:B) DELETE r RETURN r;");
    assert!(shown.contains("deleted relationship"), "{shown}");
}

#[test]
fn the_widths_of_long_answers_come_from_their_first_rows() {
    let mut rows: Vec<Vec<Value>> = (0..600).map(|at| vec![Value::Integer(at)]).collect();
    rows.push(vec![text("much wider than the numbers")]);
    let shown = render(Format::Table, terminal(80), &["n"], rows);
    assert!(shown.ends_with("601 rows\n"));
    assert!(shown.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));
    assert!(shown.contains("│ muc │\n│ h   │"), "{}", &shown[shown.len() - 400..]);
}
