//! Importing CSV tables and scripts: what headers mean, what is stored, every error with its place, and that
//! an import happens as a whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use casegraph::graph::{GraphState, NodeId, Store, Target};
use casegraph::import::{ImportReport, Silent, TableSpec, csv, cypher, split_argument};
use casegraph::value::Value;
use casegraph::{Database, Error, ErrorClass, Result};

#[cfg(feature = "parquet")]
mod parquet;
mod random;

use crate::support::generate;

/// A folder with files, and what to import from it.
struct Case {
    folder: tempfile::TempDir,
    spec: TableSpec,
    delimiter: u8,
}

impl Case {
    fn new() -> Case {
        Case { folder: tempfile::tempdir().expect("a folder"), spec: TableSpec::default(), delimiter: b',' }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("the folder is there");
        path
    }

    /// A file of nodes; the name is `Label.csv`, or `_…` for none.
    fn nodes(mut self, name: &str, content: impl AsRef<[u8]>) -> Case {
        let path = self.write(name, content);
        let label = name.split('.').next().filter(|label| !label.starts_with('_'));
        self.spec.nodes.push((label.into_iter().map(str::to_owned).collect(), path));
        self
    }

    /// A file of relationships; the name is `TYPE.csv`, or `_…` for none.
    fn rels(mut self, name: &str, content: impl AsRef<[u8]>) -> Case {
        let path = self.write(name, content);
        let rel_type = name.split('.').next().filter(|label| !label.starts_with('_'));
        self.spec.relationships.push((rel_type.map(str::to_owned), path));
        self
    }

    fn skip_bad(mut self) -> Case {
        self.spec.skip_bad = true;
        self
    }

    fn load_into(&self, store: &Store) -> Result<ImportReport> {
        let mut txn = store.begin();
        let report = csv::import(&mut txn, &self.spec, self.delimiter, &Silent)?;
        txn.commit()?;
        let problems = store.snapshot().state().check();
        assert!(problems.is_empty(), "{problems:?}");
        Ok(report)
    }

    fn run(&self) -> (Store, ImportReport) {
        let store = Store::default();
        let report = self.load_into(&store).expect("the import succeeds");
        (store, report)
    }

    /// The error, with the folder's name left out.
    fn fails(&self) -> (Error, String) {
        let store = Store::default();
        let error = self.load_into(&store).expect_err("the import fails");
        assert_eq!(store.snapshot().state().node_count(), 0, "nothing was imported");
        let text = self.shorten(&format!("{error}"));
        (error, text)
    }

    fn shorten(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

/// A graph as text: nodes by their labels and properties, relationships by those of their ends.
fn content(state: &GraphState) -> BTreeSet<String> {
    let catalog = state.catalog();
    let properties = |all: BTreeMap<&str, Value>| -> String {
        let each: Vec<String> = all.iter().map(|(key, value)| format!("{key}: {}", literal(value))).collect();
        format!("{{{}}}", each.join(", "))
    };
    let node = |id: NodeId| {
        let mut labels: Vec<&str> = state.labels(id).iter().map(|it| &**catalog.label_name(*it)).collect();
        labels.sort_unstable();
        let values =
            state.node_properties(id).map(|(key, value)| (&**catalog.key_name(key), value.to_value()));
        format!("({} {})", labels.join(":"), properties(values.collect()))
    };
    let rels = state.relationships().filter_map(|id| Some((id, state.relationship(id)?))).map(|(id, it)| {
        let values = state
            .relationship_properties(id)
            .map(|(key, value)| (&**catalog.key_name(key), value.to_value()));
        let name = catalog.type_name(it.rel_type);
        format!("{}-[{name} {}]->{}", node(it.start), properties(values.collect()), node(it.end))
    });
    state.nodes().map(node).chain(rels).collect()
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}

fn expect(store: &Store, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(content(store.snapshot().state()), expected);
}

#[test]
fn nodes_and_relationships_with_groups_labels_and_types() {
    let (store, report) = Case::new()
        .nodes("Person.csv", "id:ID(Person),name,:LABEL,note:IGNORE\n1,Ada,Author;Editor,x\n2,Bob,,y\n")
        .nodes("_Place.csv", "code:ID(Place),:LABEL\n1,City\nnorth,Region\n")
        .rels("KNOWS.csv", ":START_ID(Person),:END_ID(Person),since:int\n1,2,1999\n2,2,\n")
        .rels("_in.csv", ":START_ID(Person),:TYPE,:END_ID(Place)\n1,LIVES_IN,1\n2,LIKES,north\n")
        .run();
    let ada = r#"(Author:Editor:Person {id: 1, name: "Ada"})"#;
    let bob = r#"(Person {id: 2, name: "Bob"})"#;
    let (city, region) = (r#"(City {code: "1"})"#, r#"(Region {code: "north"})"#);
    expect(
        &store,
        &[
            ada,
            bob,
            city,
            region,
            &format!("{ada}-[KNOWS {{since: 1999}}]->{bob}"),
            &format!("{bob}-[KNOWS {{}}]->{bob}"),
            &format!("{ada}-[LIVES_IN {{}}]->{city}"),
            &format!("{bob}-[LIKES {{}}]->{region}"),
        ],
    );
    assert_eq!((report.rows, report.nodes, report.relationships, report.bad), (8, 4, 4, 0));
    assert_eq!(report.properties, 4 + 2 + 1);
}

#[test]
fn every_type_of_property() {
    let header = "id:ID,i:int,l:long,s:short,y:byte,f:float,d:double,b:boolean,t:string,c:char,dt:date,lt:localtime,\
                  tm:time,ld:localdatetime,z:datetime,p:duration,xy:point,n:int[],w:string[],plain";
    let row = "a,1,-2,3,4,1.5,-2e3,TRUE,text,é,2015-07-21,21:40:32,21:40:32+01:00,2015-07-21T21:40,\
               2015-07-21T21:40+02:00,P1Y2M,\"{x: 1, y: 2.5}\",1;2;3,a;;b,\"\"";
    let gaps = format!("b{}", ",".repeat(19));
    let (store, report) = Case::new().nodes("T.csv", format!("{header}\n{row}\n{gaps}\n")).run();
    expect(
        &store,
        &[
            "(T {b: true, c: \"é\", d: -2000.0, dt: date('2015-07-21'), f: 1.5, i: 1, id: \"a\", l: -2, \
             ld: localdatetime('2015-07-21T21:40'), lt: localtime('21:40:32'), n: [1, 2, 3], p: duration('P1Y2M'), plain: \"\", s: 3, t: \"text\", \
             tm: time('21:40:32+01:00'), w: ['a', '', 'b'], xy: point({x: 1.0, y: 2.5, crs: 'cartesian'}), y: 4, \
             z: datetime('2015-07-21T21:40+02:00')})",
            "(T {id: \"b\"})",
        ],
    );
    assert_eq!(report.properties, 21);
}

#[test]
fn options_of_columns() {
    let (store, _) = Case::new()
        .nodes(
            "T.csv",
            "id:ID{id-type:string},t:datetime{timezone:Europe/Stockholm},\"at:point{crs:wgs-84, }\",weight (kg)\n\
             1,2015-07-21T21:40,\"{x: 12, y: 55}\",7\n",
        )
        .run();
    expect(
        &store,
        &["(T {at: point({x: 12.0, y: 55.0, crs: 'wgs-84'}), id: \"1\", \
           t: datetime('2015-07-21T21:40+02:00[Europe/Stockholm]'), weight (kg): \"7\"})"],
    );
}

#[test]
fn quotes_line_ends_marks_and_delimiters() {
    let mut case = Case::new().nodes(
        "T.csv",
        "\u{feff}id:ID;name;note\r\n\r\n1;\"semi;colon and \"\"quotes\"\"\r\nnext line\";5\" disk\r\n2; spaced ;\"\"\r\n3;;",
    );
    case.delimiter = b';';
    let (store, _) = case.run();
    expect(
        &store,
        &[
            r#"(T {id: 1, name: "semi;colon and \"quotes\"\r\nnext line", note: "5\" disk"})"#,
            r#"(T {id: 2, name: " spaced ", note: ""})"#,
            "(T {id: 3})",
        ],
    );
}

#[test]
fn ids_are_integers_only_if_all_of_a_file_are() {
    let stored = |ids: &[&str]| -> Vec<String> {
        let rows: String = ids.iter().map(|id| format!("{id}\n")).collect();
        let (store, _) = Case::new().nodes("T.csv", format!("id:ID\n{rows}")).run();
        let snapshot = store.snapshot();
        let key = snapshot.state().catalog().key("id").expect("the key is there");
        let value = |id| snapshot.state().node_property(id, key).map(|value| literal(&value.to_value()));
        snapshot.state().nodes().filter_map(value).collect()
    };
    assert_eq!(stored(&["3", "-1", "0"]), ["3", "-1", "0"]);
    assert_eq!(stored(&["9223372036854775807"]), ["9223372036854775807"]);
    assert_eq!(stored(&["9223372036854775808", "1"]), ["\"9223372036854775808\"", "\"1\""]);
    assert_eq!(stored(&["1", "01", "+1", "1 "]), ["\"1\"", "\"01\"", "\"+1\"", "\"1 \""]);
    let (store, _) =
        Case::new().nodes("T.csv", ":ID\n1\n2\n").rels("R.csv", ":START_ID,:END_ID\n2,1\n").run();
    expect(&store, &["(T {})", "(T {})-[R {}]->(T {})"]);
}

/// What is wrong, in a file `T.csv` or `R.csv` beside a good one.
fn message(nodes: &str, rels: &str) -> String {
    let case = Case::new().nodes("T.csv", nodes);
    let case = if rels.is_empty() { case } else { case.rels("R.csv", rels) };
    let (error, text) = case.fails();
    assert_eq!(error.class(), ErrorClass::DataError);
    text
}

#[test]
fn headers_are_checked() {
    let nodes = |header: &str| message(&format!("{header}\n"), "");
    let rels = |header: &str| message("id:ID\n1\n", &format!("{header}\n"));
    let cases = [
        (message("", ""), "MissingHeader: T.csv:1: the file has no header"),
        (nodes("name"), "MissingIdColumn: T.csv:1: there is no ID column"),
        (nodes(":ID,id:ID"), "RepeatedColumn: T.csv:1: there are two ID columns"),
        (nodes(":ID,a,a:int"), "RepeatedColumn: T.csv:1: there are two columns for the property `a`"),
        (nodes("a:ID,a"), "RepeatedColumn: T.csv:1: there are two columns for the property `a`"),
        (
            nodes(":ID,age:itn"),
            "UnknownColumnType: T.csv:1: column 2 `age:itn`: unknown type `itn`; did you mean `int`?",
        ),
        (
            nodes(":ID,x:colour"),
            "UnknownColumnType: T.csv:1: column 2 `x:colour`: unknown type `colour`; the types are int, long, \
             short, byte, float, double, boolean, string, char, date, time, localtime, datetime, \
             localdatetime, duration, point",
        ),
        (nodes(":ID,"), "MissingColumnName: T.csv:1: column 2 ``: the column has no name"),
        (
            nodes(":ID,a:int(X)"),
            "UnexpectedGroup: T.csv:1: column 2 `a:int(X)`: only ID, START_ID and END_ID columns have a group",
        ),
        (
            nodes(":ID,a:int{unit:m}"),
            "UnknownColumnOption: T.csv:1: column 2 `a:int{unit:m}`: the option `unit` does not suit the column",
        ),
        (
            nodes(":ID,at:point{crs:wgs-84,x:y}"),
            "UnknownColumnOption: T.csv:1: column 2 `at:point{crs:wgs-84`: a brace is not closed; a heading with \
             a delimiter in it has to be in quotes",
        ),
        (
            nodes(":ID,:START_ID"),
            "WrongColumn: T.csv:1: the column `:START_ID` belongs in a file of relationships",
        ),
        (nodes("\n\n:ID,\"x"), "MalformedHeader: T.csv:3: a quote is not closed before the file ends"),
        (rels(":START_ID"), "MissingIdColumn: R.csv:1: there is no END_ID column"),
        (
            rels(":START_ID,:END_ID,:LABEL"),
            "WrongColumn: R.csv:1: the column `:LABEL` belongs in a file of nodes",
        ),
        (
            rels(":START_ID(X),:END_ID"),
            "UnknownGroup: R.csv:1: no file of nodes declares the group `X`, and the store has no label `X` with \
             a property `id`",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, format!("DataError: {expected}"));
    }
    let (_, text) = Case::new().nodes("T.csv", "id:ID\n").rels("_r.csv", ":START_ID,:END_ID\n").fails();
    assert_eq!(text, "DataError: MissingType: _r.csv:1: the relationships have no type");
}

#[test]
fn bad_rows_name_file_line_and_column() {
    let row = |row: &str| message(&format!("id:ID,a:int,b\n1,2,\"x\ny\"\n{row}\n"), "");
    let rel = |row: &str| message("id:ID(G)\n1\n", &format!(":START_ID(G),:END_ID(G),w:float\n{row}\n"));
    let cases = [
        (row("2,x,y"), "BadValue: T.csv:4: column `a:int`: `x` is not a 64-bit integer"),
        (row("2,3"), "RaggedRow: T.csv:4: 2 cells where the header has 3"),
        (row("2,3,4,5"), "RaggedRow: T.csv:4: 4 cells where the header has 3"),
        (row(",3,4"), "MissingId: T.csv:4: column `id:ID`: the id is missing"),
        (row("1,3,4"), "DuplicateId: T.csv:4: column `id:ID`: the id `1` is already in T.csv:2"),
        (row("2,3,\"x\"y"), "MalformedQuote: T.csv:4: text follows the closing quote of a cell"),
        (row("2,3,\"xy"), "UnclosedQuote: T.csv:4: a quote is not closed before the file ends"),
        (rel("1,2,"), "UnknownId: R.csv:2: column `:END_ID(G)`: no node has the id `2` of group `G`"),
        (rel("1,1,0\n1,1,heavy"), "BadValue: R.csv:3: column `w:float`: `heavy` is not a number"),
        (rel(",1,0"), "MissingId: R.csv:2: column `:START_ID(G)`: the id is missing"),
    ];
    for (found, expected) in cases {
        let found = found.replace(&format!("{}/", std::env::temp_dir().display()), "");
        assert_eq!(found, format!("DataError: {expected}"));
    }
    let (_, text) = Case::new().nodes("T.csv", b"id:ID,name\n1,ok\n2,\xff\n").fails();
    assert_eq!(text, "DataError: InvalidUtf8: T.csv:3: column `name`: the cell is not UTF-8");
    let (_, text) = Case::new().nodes("T.csv", b"\xff\xfei\0d\0").fails();
    assert_eq!(text, "DataError: InvalidUtf8: T.csv:1: the file is UTF-16");
    let case = Case::new().nodes("T.csv", "id:ID\n1\n").rels("_r.csv", ":START_ID,:END_ID,:TYPE\n1,1,\n");
    assert_eq!(
        case.fails().1,
        "DataError: MissingType: _r.csv:2: column `:TYPE`: the relationship's type is missing"
    );
}

#[test]
fn duplicates_name_where_the_id_was_first() {
    let (_, text) =
        Case::new().nodes("A.csv", "id:ID\nx\n\"y\n\"\n2\n").nodes("B.csv", "id:ID\n1\n2\n").fails();
    assert_eq!(text, "DataError: DuplicateId: B.csv:3: column `id:ID`: the id `2` is already in A.csv:5");
}

#[test]
fn many_bad_rows_are_listed_and_counted() {
    let rows: String = (1..=30).map(|row| format!("{row},bad\n")).collect();
    let (error, text) = Case::new().nodes("T.csv", format!("id:ID,a:int\n{rows}")).fails();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 21);
    assert_eq!(lines[0], "DataError: BadValue: T.csv:2: column `a:int`: `bad` is not a 64-bit integer");
    assert_eq!(lines[1], "30 rows are bad; the next are");
    assert_eq!(lines[20], "T.csv:21: column `a:int`: `bad` is not a 64-bit integer");
    assert_eq!(error.hint_text(), Some("bad rows can be skipped: --skip-bad"));
}

#[test]
fn bad_rows_can_be_skipped() {
    let case = Case::new()
        .nodes("T.csv", "id:ID,a:int,b:string[]\n1,1,x;y\n2,bad,\n3,3,z\n1,4,\n5\nid,6,\n7,7,\n")
        .rels("R.csv", ":START_ID,:END_ID,w:int\n1,3,1\n1,2,2\n3,id,x\n7,id,3\n")
        .skip_bad();
    let (store, report) = case.run();
    let (one, three) = (r#"(T {a: 1, b: ['x', 'y'], id: "1"})"#, r#"(T {a: 3, b: ['z'], id: "3"})"#);
    let (six, seven) = (r#"(T {a: 6, id: "id"})"#, r#"(T {a: 7, id: "7"})"#);
    expect(
        &store,
        &[
            one,
            three,
            six,
            seven,
            &format!("{one}-[R {{w: 1}}]->{three}"),
            &format!("{seven}-[R {{w: 3}}]->{six}"),
        ],
    );
    assert_eq!((report.rows, report.nodes, report.relationships, report.bad), (11, 4, 2, 5));
    let listed: Vec<String> = report.bad_rows.iter().map(|row| case.shorten(&row.to_string())).collect();
    assert_eq!(
        listed,
        [
            "T.csv:3: column `a:int`: `bad` is not a 64-bit integer",
            "T.csv:6: 1 cell where the header has 3",
            "T.csv:5: column `id:ID`: the id `1` is already in T.csv:2",
            "R.csv:3: column `:END_ID`: no node has the id `2`",
            "R.csv:4: column `w:int`: `x` is not a 64-bit integer",
        ]
    );
    let case = Case::new().nodes("T.csv", "id:ID,a\n1,x\n2,\"y\n3,z\n").skip_bad();
    assert_eq!(case.fails().0.detail(), "UnclosedQuote", "what follows cannot be trusted");
    let case = Case::new().nodes("T.csv", "id:ID,a:int\n1,1\nx,bad\n").skip_bad();
    expect(&case.run().0, &["(T {a: 1, id: 1})"]);
}

#[test]
fn files_that_cannot_be_read() {
    let mut case = Case::new();
    case.spec.nodes.push((Vec::new(), case.folder.path().join("missing.csv")));
    let (error, text) = case.fails();
    assert_eq!(error.class(), ErrorClass::IoError);
    assert!(text.starts_with("IoError: FileNotFound: cannot read missing.csv: "), "{text}");
    let mut case = Case::new();
    case.spec.nodes.push((Vec::new(), case.folder.path().to_owned()));
    assert_eq!(case.fails().0.detail(), "NotAFile");
}

#[test]
fn an_import_into_a_store_that_has_data() {
    let first = Case::new()
        .nodes("Person.csv", "id:ID(Person),name\n1,Ada\n2,Bob\n")
        .rels("KNOWS.csv", ":START_ID(Person),:END_ID(Person)\n1,2\n");
    let (store, _) = first.run();
    // More persons, relationships from old to new ones, and from old ones by another property.
    let second = Case::new()
        .nodes("Person.csv", "id:ID(Person),name\n3,Cleo\n")
        .rels("KNOWS.csv", ":START_ID(Person),:END_ID(Person)\n1,3\n")
        .rels("LIKES.csv", "\":START_ID(ByName){label:Person,property:name}\",:END_ID(Person)\nBob,1\n");
    second.load_into(&store).expect("the import succeeds");
    let person = |id: u32, name: &str| format!("(Person {{id: {id}, name: {name:?}}})");
    let (ada, bob, cleo) = (person(1, "Ada"), person(2, "Bob"), person(3, "Cleo"));
    let knows = |a: &str, b: &str| format!("{a}-[KNOWS {{}}]->{b}");
    let likes = format!("{bob}-[LIKES {{}}]->{ada}");
    expect(&store, &[&ada, &bob, &cleo, &knows(&ada, &bob), &knows(&ada, &cleo), &likes]);
    let again = Case::new().nodes("Person.csv", "id:ID(Person)\n2\n");
    let error = again.load_into(&store).expect_err("the id is there");
    assert_eq!(
        again.shorten(error.message()),
        "Person.csv:2: column `id:ID(Person)`: the id `2` of group `Person` is already in the store"
    );
}

#[test]
fn constraints_and_indexes_are_kept() {
    let store = Store::default();
    let mut txn = store.begin();
    let (label, key) = (txn.intern_label("T").expect("a name"), txn.intern_key("k").expect("a name"));
    let kind = casegraph::graph::ConstraintKind::Key;
    txn.create_constraint(Some("c"), kind, Target::Label(label), &[key]).expect("nothing is there");
    txn.commit().expect("nothing forbids it");
    let good = Case::new().nodes("T.csv", "id:ID,k\n1,a\n2,b\n");
    good.load_into(&store).expect("the import succeeds");
    let broken = [
        (
            "3,a\n",
            "PropertyUniqueness",
            "node 0 of the store and the node of T.csv:2 under `T` both have `k` = 'a'",
        ),
        (
            "3,x\n4,x\n",
            "PropertyUniqueness",
            "the node of T.csv:2 and the node of T.csv:3 under `T` both have `k` = 'x'",
        ),
        ("3,x\n4,\n", "PropertyPresence", "the node of T.csv:3 under `T` has no `k`"),
    ];
    for (rows, detail, message) in broken {
        let before = content(store.snapshot().state());
        let case = Case::new().nodes("T.csv", format!("id:ID,k\n{rows}"));
        let error = case.load_into(&store).expect_err("the constraint is broken");
        assert_eq!((error.class(), error.detail()), (ErrorClass::ConstraintValidationFailed, detail));
        assert_eq!(case.shorten(error.message()), format!("{message}, against constraint `c`"));
        assert_eq!(content(store.snapshot().state()), before);
    }
}

#[test]
fn a_broken_constraint_tells_the_lines_of_relationships() {
    let store = Store::default();
    let mut txn = store.begin();
    let (rel_type, key) = (txn.intern_type("R").expect("a name"), txn.intern_key("w").expect("a name"));
    let mut integers = casegraph::graph::PropertyTypes::default();
    assert!(integers.add("INTEGER"));
    let kind = casegraph::graph::ConstraintKind::Typed(integers);
    txn.create_constraint(Some("c"), kind, Target::Type(rel_type), &[key]).expect("nothing is there");
    txn.commit().expect("nothing forbids it");
    let rows = ":START_ID,:END_ID,w\n1,2,x\n\n1,2,y\n";
    let case = Case::new().nodes("T.csv", "id:ID\n1\n2\n").rels("R.csv", rows);
    let error = case.load_into(&store).expect_err("the constraint is broken");
    assert_eq!(
        case.shorten(error.message()),
        "the relationship of R.csv:2 under `R` has `w` = 'x', which is not of type INTEGER, against constraint `c`"
    );
}

#[test]
fn a_failed_import_leaves_the_transaction_as_it_was() {
    let store = Store::default();
    let mut txn = store.begin();
    let label = txn.intern_label("Before").expect("a name");
    txn.create_node(&[label]).expect("ids are left");
    let case = Case::new().nodes("T.csv", "id:ID\n1\n2\n").rels("R.csv", ":START_ID,:END_ID\n1,2\n1,9\n");
    csv::import(&mut txn, &case.spec, b',', &Silent).expect_err("an id is unknown");
    assert_eq!(txn.catalog().label("T"), None);
    txn.commit().expect("nothing forbids it");
    expect(&store, &["(Before {})"]);
}

struct Cancelled;

impl casegraph::import::Progress for Cancelled {
    fn is_cancelled(&self) -> bool {
        true
    }
}

#[test]
fn an_import_can_be_cancelled() {
    let case = Case::new().nodes("T.csv", "id:ID\n1\n");
    let mut txn = Store::default().begin();
    let error = csv::import(&mut txn, &case.spec, b',', &Cancelled).expect_err("it is cancelled");
    assert_eq!(error.class(), ErrorClass::Cancelled);
}

#[test]
fn arguments_of_the_command_line() {
    let cases = [
        ("Person=a.csv", (Some("Person"), "a.csv")),
        ("A:B=dir/x=y.csv", (Some("A:B"), "dir/x=y.csv")),
        ("a.csv", (None, "a.csv")),
        ("dir/x=y.csv", (None, "dir/x=y.csv")),
    ];
    for (argument, (name, path)) in cases {
        assert_eq!(split_argument(argument), (name, PathBuf::from(path)));
    }
}

#[test]
fn blocks_and_pieces_do_not_show() {
    // Larger than a block, with line ends in quotes where a piece could be cut.
    let mut nodes = "id:ID(P),text\n".to_owned();
    let mut rels = ":START_ID(P),:END_ID(P),w:int\n".to_owned();
    for id in 0..120_000u32 {
        let text = if id % 7 == 0 { "\"a\nb, \"\"c\"\"\"" } else { "plain text, but not so short" };
        let text = if text.starts_with('"') { text.to_owned() } else { format!("\"{text} {id}\"") };
        nodes.push_str(&format!("{},{text}\n", id * 3));
        rels.push_str(&format!("{},{},{id}\n", id * 3, id.wrapping_mul(48_271) % 120_000 * 3));
    }
    rels.push_str("1,0,7\n");
    let case = Case::new().nodes("P.csv", nodes).rels("R.csv", rels).skip_bad();
    let (store, report) = case.run();
    assert_eq!((report.nodes, report.relationships, report.bad), (120_000, 120_000, 1));
    assert_eq!(case.shorten(&report.bad_rows[0].to_string()).split(": ").next(), Some("R.csv:120002"));
    let snapshot = store.snapshot();
    let state = snapshot.state();
    let (id, w) = (state.catalog().key("id").expect("a key"), state.catalog().key("w").expect("a key"));
    for rel in state.relationships() {
        let it = state.relationship(rel).expect("it is listed");
        let value = |value: Option<casegraph::graph::ValueRef<'_>>| value.map(|it| literal(&it.to_value()));
        let n = rel.0;
        assert_eq!(value(state.relationship_property(rel, w)), Some(n.to_string()));
        assert_eq!(value(state.node_property(it.start, id)), Some((n * 3).to_string()));
        assert_eq!(
            value(state.node_property(it.end, id)),
            Some((n.wrapping_mul(48_271) % 120_000 * 3).to_string())
        );
    }
}

#[test]
fn the_generated_graph_is_the_same_from_files_and_without() {
    let social = generate::Social::new(2_000, 30_000);
    let folder = tempfile::tempdir().expect("a folder");
    let (persons, follows) = social.write_csv(folder.path()).expect("the folder is there");
    let spec = TableSpec {
        nodes: vec![(vec!["Person".into()], persons)],
        relationships: vec![(Some("FOLLOWS".into()), follows)],
        ..TableSpec::default()
    };
    let store = Store::default();
    let mut txn = store.begin();
    csv::import(&mut txn, &spec, b',', &Silent).expect("the files are good");
    txn.commit().expect("nothing forbids it");
    let snapshot = store.snapshot();
    let (state, direct) = (snapshot.state(), social.state().expect("the graph is good"));
    assert_eq!(state.check(), Vec::<String>::new());
    assert_eq!(content(state), content(&direct));
    assert_eq!(state.relationship_count(), 30_000);
}

#[test]
fn scripts_run_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the folder is there");
        path
    };
    let database = Database::in_memory();
    let run = |files: &[PathBuf]| -> Result<cypher::ScriptReport> {
        let mut txn = database.write()?;
        let report = cypher::import(files, &Silent, |text| txn.query(text).run().map(drop))?;
        txn.commit()?;
        Ok(report)
    };
    let good = write("good.cypher", "\u{feff}// two nodes\nCREATE (:A {n: ';'});\nCREATE (:A);\n");
    let bad = write("bad.cypher", "CREATE (:B);\nMATCH (a)\n  RETURN a, missing;\nCREATE (:C)");
    let report = run(std::slice::from_ref(&good)).expect("the script is good");
    assert_eq!(report, cypher::ScriptReport { files: 1, statements: 2 });
    let error = run(&[good, bad]).expect_err("a statement is wrong");
    let message = error.message().replace(&format!("{}/", folder.path().display()), "");
    assert_eq!(error.detail(), "UndefinedVariable");
    assert!(message.starts_with("bad.cypher:3:13: "), "{message}");
    assert!(message.ends_with("\n   3 |   RETURN a, missing;\n     |             ^^^^^^^"), "{message}");
    assert_eq!(database.snapshot().state().node_count(), 2);
    let error = run(&[folder.path().join("none.cypher")]).expect_err("there is no such file");
    assert_eq!(error.class(), ErrorClass::IoError);
}
