//! Importing Parquet tables: the same graph as from the same tables in CSV, types of the schema, and every error with its
//! place.

mod file;

use std::path::PathBuf;

use ::parquet::basic::{Compression, LogicalType, TimeUnit, ZstdLevel};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use casegraph::export::{Selection, write_json};
use casegraph::graph::Store;
use casegraph::import::{ImportReport, Silent, TableSpec, parquet};
use casegraph::{Error, Result};

use self::file::*;
use super::{content, expect};
use crate::support::program::casegraph;

struct Case {
    folder: tempfile::TempDir,
    spec: TableSpec,
}

impl Case {
    fn new() -> Case {
        Case { folder: tempfile::tempdir().expect("a folder"), spec: TableSpec::default() }
    }

    fn write(&self, name: &str, columns: &[Column]) -> PathBuf {
        let path = self.folder.path().join(name);
        write(&path, columns, 2, plain());
        path
    }

    /// A file of nodes in row groups of two; the name is `Label.parquet`, or `_…` for none.
    fn nodes(mut self, name: &str, columns: &[Column]) -> Case {
        let path = self.write(name, columns);
        let label = name.split('.').next().filter(|label| !label.starts_with('_'));
        self.spec.nodes.push((label.into_iter().map(str::to_owned).collect(), path));
        self
    }

    /// A file of relationships in row groups of two; the name is `TYPE.parquet`, or `_…` for none.
    fn rels(mut self, name: &str, columns: &[Column]) -> Case {
        let path = self.write(name, columns);
        let rel_type = name.split('.').next().filter(|label| !label.starts_with('_'));
        self.spec.relationships.push((rel_type.map(str::to_owned), path));
        self
    }

    fn load_into(&self, store: &Store) -> Result<ImportReport> {
        let mut txn = store.begin();
        let report = parquet::import(&mut txn, &self.spec, &Silent)?;
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
        let text = self.shorten(&error.to_string());
        (error, text)
    }

    fn shorten(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn exported(store: &Store) -> String {
    let snapshot = store.snapshot();
    let mut out = Vec::new();
    write_json(snapshot.state(), &Selection::everything(snapshot.state()), &mut out)
        .expect("memory takes it");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn timestamp(utc: bool, unit: TimeUnit) -> Option<LogicalType> {
    Some(LogicalType::timestamp(utc, unit))
}

fn time(utc: bool, unit: TimeUnit) -> Option<LogicalType> {
    Some(LogicalType::time(utc, unit))
}

#[test]
fn the_same_graph_as_from_csv() {
    let csv = super::Case::new()
        .nodes(
            "Person.csv",
            "id:ID(Person),name,age:int,height:float,member:boolean,born:date,seen:localdatetime,logged:datetime,\
             wakes:localtime,opens:time,tags:int[],:LABEL,note:IGNORE\n\
             1,Ada,36,1.5,true,1815-12-10,2020-02-29T12:30:01.25,2020-02-29T12:30:01.250001Z,06:30,21:40:32Z,1;2;3,Author;Editor,x\n\
             2,\"\",,,,,,,,,,,\n\
             3,Bob,-7,-2000.0,false,2015-07-21,1969-12-31T23:59:59.999,1969-12-31T23:59:59.999999Z,00:00,00:00Z,7,,y\n",
        )
        .nodes("_Place.csv", "code:ID(Place),:LABEL\nnorth,Region\n")
        .rels("KNOWS.csv", ":START_ID(Person),:END_ID(Person),since:int\n1,2,1999\n2,2,\n3,1,7\n")
        .rels("_in.csv", ":START_ID(Person),:TYPE,:END_ID(Place)\n1,LIVES_IN,north\n3,LIKES,north\n");
    let case = Case::new()
        .nodes(
            "Person.parquet",
            &[
                integers("id:ID(Person)", [1, 2, 3]),
                texts("name", &[Some("Ada"), Some(""), Some("Bob")]),
                narrow("age", None, &[Some(36), None, Some(-7)]),
                doubles("height", &[Some(1.5), None, Some(-2000.0)]),
                booleans("member", &[Some(true), None, Some(false)]),
                narrow("born", Some(LogicalType::Date), &[Some(-56_270), None, Some(16_637)]),
                wide("seen", timestamp(false, TimeUnit::MILLIS), &[Some(1_582_979_401_250), None, Some(-1)]),
                wide(
                    "logged",
                    timestamp(true, TimeUnit::MICROS),
                    &[Some(1_582_979_401_250_001), None, Some(-1)],
                ),
                narrow("wakes", time(false, TimeUnit::MILLIS), &[Some(23_400_000), None, Some(0)]),
                wide("opens", time(true, TimeUnit::NANOS), &[Some(78_032_000_000_000), None, Some(0)]),
                lists("tags", &[Some(vec![Some(1), Some(2), Some(3)]), None, Some(vec![Some(7)])]),
                texts(":LABEL", &[Some("Author;Editor"), None, Some("")]),
                structs("note:IGNORE", 3),
            ],
        )
        .nodes(
            "_Place.parquet",
            &[texts("code:ID(Place)", &[Some("north")]), texts(":LABEL", &[Some("Region")])],
        )
        .rels(
            "KNOWS.parquet",
            &[
                integers(":START_ID(Person)", [1, 2, 3]),
                // Ids relate by their text.
                texts(":END_ID(Person)", &[Some("2"), Some("2"), Some("1")]),
                wide("since", None, &[Some(1999), None, Some(7)]),
            ],
        )
        .rels(
            "_in.parquet",
            &[
                integers(":START_ID(Person)", [1, 3]),
                texts(":TYPE", &[Some("LIVES_IN"), Some("LIKES")]),
                texts(":END_ID(Place)", &[Some("north"), Some("north")]),
            ],
        );
    let ((store, report), (from_csv, csv_report)) = (case.run(), csv.run());
    assert_eq!(exported(&store), exported(&from_csv));
    let counts = |it: &ImportReport| (it.rows, it.nodes, it.relationships, it.properties, it.bad);
    assert_eq!(counts(&report), counts(&csv_report));
    assert_eq!(counts(&report), (9, 4, 5, 27, 0));
    assert!(report.bytes > 0);
}

#[test]
fn types_of_the_schema() {
    let uuid: &[u8] =
        &[0x12, 0x3e, 0x45, 0x67, 0xe8, 0x9b, 0x12, 0xd3, 0xa4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0];
    let (store, _) = Case::new()
        .nodes(
            "T.parquet",
            &[
                fixed("id:ID", Some(LogicalType::Uuid), 16, &[Some(uuid)]),
                narrow("byte", Some(LogicalType::integer(8, true)), &[Some(-8)]),
                narrow("unsigned", Some(LogicalType::integer(32, false)), &[Some(-1)]),
                wide("long", Some(LogicalType::integer(64, false)), &[Some(i64::MAX)]),
                single("single", &[Some(0.5)]),
                bytes_as("enum", Some(LogicalType::Enum), &[Some(b"red")]),
                bytes_as("json", Some(LogicalType::Json), &[Some(b"{}")]),
                wide("nanos", timestamp(false, TimeUnit::NANOS), &[Some(1)]),
                instants("old", &[(2_440_589, 1_000_000_001)]),
                narrow("nothing", Some(LogicalType::Unknown), &[None]),
                lists("empty", &[Some(vec![])]),
            ],
        )
        .run();
    expect(
        &store,
        &[
            "(T {byte: -8, empty: [], enum: \"red\", id: \"123e4567-e89b-12d3-a456-426614174000\", json: \"{}\", \
           long: 9223372036854775807, nanos: localdatetime('1970-01-01T00:00:00.000000001'), \
           old: localdatetime('1970-01-02T00:00:01.000000001'), single: 0.5, unsigned: 4294967295})",
        ],
    );
}

#[test]
fn headings_may_name_types() {
    let (store, _) = Case::new()
        .nodes(
            "T.parquet",
            &[
                integers("id:ID{id-type:string}", [7]),
                wide("w:float", None, &[Some(2)]),
                decimals("price:float", &[Some(-125)]),
                decimals("exact:string", &[Some(5)]),
                long_decimals("long:string", &[0xff, 0x38]),
                texts("born:date", &[Some("2015-07-21")]),
                texts("empty:int", &[Some("")]),
                texts("tags:int[]", &[Some("1;2")]),
                texts("at:point{crs:wgs-84}", &[Some("{x: 12, y: 55}")]),
                bytes_as("raw:string", None, &[Some("é".as_bytes())]),
                lists("sizes:float[]", &[Some(vec![Some(1), Some(2)])]),
                wide(
                    "seen:datetime{timezone:Europe/Stockholm}",
                    timestamp(false, TimeUnit::MILLIS),
                    &[Some(1_437_514_800_000)],
                ),
                wide(
                    "logged:datetime{timezone:Europe/Stockholm}",
                    timestamp(true, TimeUnit::MILLIS),
                    &[Some(1_437_514_800_000)],
                ),
            ],
        )
        .run();
    expect(
        &store,
        &[
            "(T {at: point({x: 12.0, y: 55.0, crs: 'wgs-84'}), born: date('2015-07-21'), exact: \"0.05\", id: \"7\", \
           logged: datetime('2015-07-21T23:40+02:00[Europe/Stockholm]'), long: \"-2.00\", price: -1.25, raw: \"é\", \
           seen: datetime('2015-07-21T21:40+02:00[Europe/Stockholm]'), sizes: [1.0, 2.0], tags: [1, 2], w: 2.0})",
        ],
    );
}

/// What is wrong with a column of nodes.
fn refused(column: Column) -> String {
    let (_, text) = Case::new().nodes("T.parquet", &[integers(":ID", [1]), column]).fails();
    text
}

#[test]
fn columns_are_checked() {
    let unsupported = |name: &str, of: &str| {
        format!(
            "UnsupportedColumnType: T.parquet: column 2 `{name}`: the type {of} cannot be imported; cast it when \
             the file is written, or end the column's name with `:IGNORE`"
        )
    };
    let cases = [
        (
            refused(decimals("price", &[Some(1)])),
            "UnsupportedColumnType: T.parquet: column 2 `price`: decimals cannot be imported as they are; end the \
             column's name with `:float`, or with `:string` to keep every digit"
                .to_owned(),
        ),
        (refused(structs("home", 1)), unsupported("home", "STRUCT")),
        (
            refused(bytes_as("raw", None, &[Some(b"x")])),
            "UnsupportedColumnType: T.parquet: column 2 `raw`: bytes cannot be imported; end the column's name with \
             `:string` if they are UTF-8"
                .to_owned(),
        ),
        (
            refused(doubles("age:int", &[Some(1.5)])),
            "UnsuitableColumnType: T.parquet: column 2 `age:int`: the column holds floats; the heading wants a 64-bit \
             integer"
                .to_owned(),
        ),
        (
            refused(lists("age:int", &[None])),
            "UnsuitableColumnType: T.parquet: column 2 `age:int`: the column holds lists of integers; the heading wants a 64-bit integer"
                .to_owned(),
        ),
        (
            refused(integers("age:int[]", [1])),
            "UnsuitableColumnType: T.parquet: column 2 `age:int[]`: the column holds integers; the heading wants a list"
                .to_owned(),
        ),
        (
            refused(wide("seen:datetime", timestamp(false, TimeUnit::MILLIS), &[None])),
            "UnsuitableColumnType: T.parquet: column 2 `seen:datetime`: the column holds local datetimes; the heading wants a datetime such as 2015-07-21T21:40:32+02:00"
                .to_owned(),
        ),
        (
            refused(integers(":LABEL", [1])),
            "UnsuitableColumnType: T.parquet: column 2 `:LABEL`: the column holds integers; the heading wants text".to_owned(),
        ),
        (
            refused(integers("x:colour", [1])).split("; the types are").next().unwrap_or_default().to_owned(),
            "UnknownColumnType: T.parquet: column 2 `x:colour`: unknown type `colour`".to_owned(),
        ),
        (
            Case::new().nodes("T.parquet", &[integers("id", [1])]).fails().1,
            "MissingIdColumn: T.parquet: there is no ID column".to_owned(),
        ),
        (
            Case::new().nodes("T.parquet", &[doubles("id:ID", &[Some(1.0)])]).fails().1,
            "UnsuitableColumnType: T.parquet: column 1 `id:ID`: the column holds floats; the heading wants integers or text"
                .to_owned(),
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, format!("DataError: {expected}"));
    }
}

#[test]
fn bad_rows_name_file_row_and_column() {
    let nodes = |columns: &[Column]| Case::new().nodes("T.parquet", columns).fails().1;
    let rels = |columns: &[Column]| {
        Case::new().nodes("T.parquet", &[integers("id:ID(G)", [1])]).rels("R.parquet", columns).fails().1
    };
    let text: &[&[u8]] = &[b"a", b"b", b"\xff"];
    let text: Vec<Option<&[u8]>> = text.iter().map(|text| Some(*text)).collect();
    let cases = [
        (
            nodes(&[wide("id:ID", None, &[Some(1), Some(2), None])]),
            "MissingId: T.parquet, row 3: column `id:ID`: the id is missing",
        ),
        (
            nodes(&[texts("id:ID", &[Some("a"), Some("")])]),
            "MissingId: T.parquet, row 2: column `id:ID`: the id is missing",
        ),
        (
            nodes(&[integers("id:ID", [5, 6, 7, 6])]),
            "DuplicateId: T.parquet, row 4: column `id:ID`: the id `6` is already in T.parquet, row 2",
        ),
        (
            nodes(&[integers("id:ID", [1, 2, 3]), texts("a:int", &[Some("1"), Some("2"), Some("x")])]),
            "BadValue: T.parquet, row 3: column `a:int`: `x` is not a 64-bit integer",
        ),
        (
            nodes(&[
                integers("id:ID", [1, 2]),
                wide("a", Some(LogicalType::integer(64, false)), &[Some(1), Some(-1)]),
            ]),
            "BadValue: T.parquet, row 2: column `a`: `18446744073709551615` is not a 64-bit integer",
        ),
        (
            nodes(&[integers("id:ID", [1]), lists("a", &[Some(vec![Some(1), None])])]),
            "BadValue: T.parquet, row 1: column `a`: `null` is not what a list in a property can hold",
        ),
        (
            nodes(&[integers("id:ID", [1]), wide("a", time(false, TimeUnit::MICROS), &[Some(-5)])]),
            "BadValue: T.parquet, row 1: column `a`: `-5` is not a local time such as 21:40:32",
        ),
        (
            nodes(&[integers("id:ID", [1, 2, 3]), bytes_as("a", Some(LogicalType::String), &text)]),
            "InvalidUtf8: T.parquet, row 3: column `a`: the cell is not UTF-8",
        ),
        (
            rels(&[integers(":START_ID(G)", [1, 1, 1]), integers(":END_ID(G)", [1, 1, 2])]),
            "UnknownId: R.parquet, row 3: column `:END_ID(G)`: no node has the id `2` of group `G`",
        ),
        (
            rels(&[integers(":START_ID(G)", [1]), texts(":END_ID(G)", &[Some("01")])]),
            "UnknownId: R.parquet, row 1: column `:END_ID(G)`: no node has the id `01` of group `G`",
        ),
        (
            rels(&[wide(":START_ID(G)", None, &[None]), integers(":END_ID(G)", [1])]),
            "MissingId: R.parquet, row 1: column `:START_ID(G)`: the id is missing",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, format!("DataError: {expected}"));
    }
    let types = [integers(":START_ID", [1]), integers(":END_ID", [1]), texts(":TYPE", &[None])];
    let case = Case::new().nodes("T.parquet", &[integers("id:ID", [1])]).rels("_r.parquet", &types);
    let expected =
        "DataError: MissingType: _r.parquet, row 1: column `:TYPE`: the relationship's type is missing";
    assert_eq!(case.fails().1, expected);
}

#[test]
fn bad_rows_can_be_skipped() {
    let mut case = Case::new()
        .nodes(
            "T.parquet",
            &[
                texts("id:ID", &[Some("a"), Some("b"), None, Some("a"), Some("c")]),
                texts("n:int", &[Some("1"), Some("x"), Some("y"), Some("4"), Some("5")]),
            ],
        )
        .rels(
            "R.parquet",
            &[
                texts(":START_ID", &[Some("a"), Some("b"), Some("c")]),
                texts(":END_ID", &[Some("c"), Some("q"), Some("a")]),
                texts("w", &[Some("first"), Some("second"), None]),
            ],
        );
    case.spec.skip_bad = true;
    let (store, report) = case.run();
    let (a, c) = ("(T {id: \"a\", n: 1})", "(T {id: \"c\", n: 5})");
    expect(&store, &[a, c, &format!("{a}-[R {{w: \"first\"}}]->{c}"), &format!("{c}-[R {{}}]->{a}")]);
    assert_eq!((report.rows, report.nodes, report.relationships, report.bad), (8, 2, 2, 4));
    let listed: Vec<String> = report.bad_rows.iter().map(|row| case.shorten(&row.to_string())).collect();
    assert_eq!(
        listed,
        [
            "T.parquet, row 2: column `n:int`: `x` is not a 64-bit integer",
            "T.parquet, row 3: column `id:ID`: the id is missing",
            "T.parquet, row 4: column `id:ID`: the id `a` is already in T.parquet, row 1",
            "R.parquet, row 2: column `:START_ID`: no node has the id `b`",
        ]
    );
}

#[test]
fn many_bad_rows_are_listed_and_counted() {
    let mut case = Case::new();
    let path = case.folder.path().join("T.parquet");
    let words: Vec<Option<&str>> =
        (0..90).map(|at| if at % 3 == 0 { Some("1") } else { Some("bad") }).collect();
    write(&path, &[integers("id:ID", 0..90), texts("a:int", &words), texts("b:int", &words)], 64, plain());
    case.spec.nodes.push((vec!["T".to_owned()], path));
    case.spec.skip_bad = true;
    let (_, report) = case.run();
    assert_eq!((report.nodes, report.bad, report.bad_rows.len()), (30, 60, 20));
    let last = case.shorten(&report.bad_rows[19].to_string());
    assert_eq!(last, "T.parquet, row 30: column `a:int`: `bad` is not a 64-bit integer");
}

/// The same 10,000 rows, however they are encoded, compressed and grouped.
#[test]
fn encodings_codecs_and_row_groups_do_not_show() {
    let rows = 10_000;
    let names = ["red", "green", "blue", "", "한국"];
    let texts_of = |distinct: bool| -> Vec<Option<String>> {
        let text =
            |at: usize| if distinct { format!("text {at}") } else { names[at % names.len()].to_owned() };
        (0..rows).map(|at| (at % 7 != 3).then(|| text(at))).collect()
    };
    let list = |at: i64| (at % 5 != 4).then(|| (0..at % 5).map(Some).collect::<Vec<_>>());
    let (few, many) = (texts_of(false), texts_of(true));
    let few: Vec<Option<&str>> = few.iter().map(Option::as_deref).collect();
    let many: Vec<Option<&str>> = many.iter().map(Option::as_deref).collect();
    let count = rows as i64;
    let load = |properties: WriterProperties, group: usize| {
        let mut case = Case::new();
        let (nodes, rels) = (case.folder.path().join("T.parquet"), case.folder.path().join("R.parquet"));
        let columns = [
            integers("id:ID", (0..count).map(|id| id * 3)),
            texts("few", &few),
            texts("many", &many),
            lists("list", &(0..count).map(list).collect::<Vec<_>>()),
        ];
        write(&nodes, &columns, group, properties.clone());
        let columns = [
            integers(":START_ID", (0..count).map(|id| id * 3)),
            integers(":END_ID", (0..count).map(|id| (id * 7919) % count * 3)),
            doubles("w", &(0..rows).map(|at| (at % 2 == 0).then_some(at as f64)).collect::<Vec<_>>()),
        ];
        write(&rels, &columns, group, properties);
        case.spec.nodes.push((vec!["T".to_owned()], nodes));
        case.spec.relationships.push((Some("R".to_owned()), rels));
        let (store, report) = case.run();
        assert_eq!((report.nodes, report.relationships), (rows as u64, rows as u64));
        exported(&store)
    };
    let reference = load(plain(), usize::MAX);
    let pages = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_data_page_row_count_limit(100)
        .set_write_batch_size(50)
        .build();
    assert!(reference == load(pages, 777));
    for compression in [
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        assert!(reference == load(compressed(compression), 4096), "{compression}");
    }
}

#[test]
fn an_import_into_a_store_that_has_data() {
    let person = |ids: &[i64], names: &[Option<&str>]| {
        [integers("id:ID(Person)", ids.iter().copied()), texts("name", names)]
    };
    let knows = |starts: &[i64], ends: &[i64]| {
        [
            integers(":START_ID(Person)", starts.iter().copied()),
            integers(":END_ID(Person)", ends.iter().copied()),
        ]
    };
    let first = Case::new()
        .nodes("Person.parquet", &person(&[1, 2], &[Some("Ada"), Some("Bob")]))
        .rels("KNOWS.parquet", &knows(&[1], &[2]));
    let (store, _) = first.run();
    let second = Case::new()
        .nodes("Person.parquet", &person(&[3], &[Some("Cleo")]))
        .rels("KNOWS.parquet", &knows(&[1], &[3]));
    second.load_into(&store).expect("the import succeeds");
    assert_eq!(content(store.snapshot().state()).len(), 5);
    let again = Case::new().nodes("Person.parquet", &person(&[2], &[None]));
    let error = again.load_into(&store).expect_err("the id is there");
    assert_eq!(
        again.shorten(error.message()),
        "Person.parquet, row 1: column `id:ID(Person)`: the id `2` of group `Person` is already in the store"
    );
    assert_eq!(content(store.snapshot().state()).len(), 5);
}

#[test]
fn files_that_cannot_be_read() {
    let mut case = Case::new();
    let path = case.folder.path().join("T.parquet");
    std::fs::write(&path, "id:ID\n1\n").expect("the folder is there");
    case.spec.nodes.push((Vec::new(), path));
    let (error, text) = case.fails();
    assert_eq!(error.detail(), "MalformedFile");
    assert!(text.contains("T.parquet: it is no Parquet file that can be read: "), "{text}");
    let mut case = Case::new();
    case.spec.nodes.push((Vec::new(), case.folder.path().join("missing.parquet")));
    assert_eq!(case.fails().0.detail(), "FileNotFound");
}

#[test]
fn the_program_imports_them() {
    let mut case = Case::new()
        .nodes("T.parquet", &[integers("id:ID", [1, 2, 2]), texts("name", &[Some("a"), None, None])]);
    let name = |path: PathBuf| path.to_str().expect("the folder's name is text").to_owned();
    let (_, table) = case.spec.nodes.remove(0);
    let (store, nodes) = (name(case.folder.path().join("store")), format!("T={}", name(table)));
    let refusal = casegraph(["import", "parquet", &store, "--nodes", &nodes]).refusal();
    assert!(refusal.contains("T.parquet, row 3") && refusal.contains("--skip-bad"), "{refusal}");
    let told = casegraph(["import", "parquet", &store, "--nodes", &nodes, "--skip-bad"]);
    assert!(
        told.out.contains("imported 2 nodes, 0 relationships, 3 property values from 3 rows"),
        "{}",
        told.out
    );
    assert!(told.err.contains("left out: 1 row"), "{}", told.err);
}

/// Damage is an error or shows in the values; it does not end the program.
#[test]
fn damaged_files_are_errors() {
    parquet::keep_decoders_quiet();
    let case = Case::new().nodes(
        "T.parquet",
        &[
            integers("id:ID", 0..6),
            texts("name", &[Some("a"), Some("b"), None, Some("a"), Some("a"), Some("c")]),
            lists("list", &[None, Some(vec![Some(1), None]), Some(vec![]), None, None, Some(vec![Some(2)])]),
        ],
    );
    let path = &case.spec.nodes[0].1;
    let whole = std::fs::read(path).expect("it was written");
    let mut failed = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= [0x01, 0x40, 0xff][at % 3];
        std::fs::write(path, &bytes).expect("the folder is there");
        failed += usize::from(case.load_into(&Store::default()).is_err());
    }
    assert!(failed > whole.len() / 4, "{failed} of {} failed", whole.len());
}
