//! `casegraph import`, `export`, `info` and `check`.

use super::{Folder, casegraph, json};

#[test]
fn csv_files_become_a_graph() {
    let folder = Folder::new();
    let people =
        folder.write("people.csv", "id:ID(P),name,age:int,:LABEL\n1,Ada,36,Person\n2,Bea,,Person;Author\n");
    let knows = folder.write("knows.csv", ":START_ID(P);:END_ID(P);since:date\n1;2;1833-06-05\n");
    let store = folder.at("new.casegraph");
    let told = casegraph(["import", "csv", &store, "--nodes", &people]).answer();
    assert!(told.contains("2 nodes and 0 relationships"), "{told}");
    let store = folder.at("second.casegraph");
    let nodes = folder.write("only.csv", "id:ID(P);name\n1;Ada\n2;Bea\n");
    let nodes = format!("Person:Author={nodes}");
    let rels = format!("KNOWS={knows}");
    let args =
        ["import", "csv", &store, "--nodes", &nodes, "--relationships", &rels, "--delimiter", ";", "-q"];
    assert_eq!(casegraph(args).answer(), "");
    let statement = "MATCH (a)-[k:KNOWS]->(b:Author) RETURN a.name AS a, k.since AS since, b.name AS b";
    assert_eq!(
        casegraph(["query", &store, statement]).answer(),
        "{\"a\":\"Ada\",\"since\":{\"$date\":\"1833-06-05\"},\"b\":\"Bea\"}\n"
    );
}

#[test]
fn bad_rows_refuse_the_import_or_are_left_out_and_told() {
    let folder = Folder::new();
    let people = format!("P={}", folder.write("people.csv", "id:ID,age:int\n1,old\n2,7\n"));
    let store = folder.at("new.casegraph");
    let error = casegraph(["import", "csv", &store, "--nodes", &people]).refusal();
    assert!(error.contains("people.csv:2") && error.contains("old"), "{error}");
    let run = casegraph(["import", "csv", &store, "--nodes", &people, "--skip-bad"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("people.csv:2") && run.err.contains("left out: 1 row\n"), "{}", run.err);
    assert!(run.out.contains("holds 1 node and 0 relationships"), "{}", run.out);
    let error = casegraph(["import", "csv", &store]).refusal();
    assert!(error.contains("NothingToImport") && error.contains("--nodes"), "{error}");
}

#[test]
fn scripts_are_imported_all_or_nothing() {
    let folder = Folder::new();
    let good = folder.write("good.cypher", "CREATE (:A {s: 'a;b'}); // one\nCREATE (:B);");
    let bad = folder.write("bad.cypher", "CREATE (:C);\nMATCH (n)\n  RETURN oops;\n");
    let store = folder.at("new.casegraph");
    let told = casegraph(["import", "cypher", &store, &good]).answer();
    assert!(told.contains("imported 2 statements") && told.contains("2 nodes"), "{told}");
    let error = casegraph(["import", "cypher", &store, &good, &bad]).refusal();
    assert!(error.contains("bad.cypher:3:10") && error.contains("^^^^"), "{error}");
    assert_eq!(casegraph(["query", &store, "MATCH (n) RETURN count(*) AS n"]).answer(), "{\"n\":2}\n");
}

#[test]
fn an_import_of_a_missing_file_makes_no_store() {
    let folder = Folder::new();
    let (store, missing) = (folder.at("new.casegraph"), folder.at("missing"));
    for args in
        [["import", "cypher", &store, &missing].as_slice(), &["import", "csv", &store, "--nodes", &missing]]
    {
        let error = casegraph(args).refusal();
        assert!(error.contains(&missing) && error.contains("check the path"), "{error}");
        assert!(folder.names().is_empty(), "{:?}", folder.names());
    }
}

#[test]
fn exports_go_to_standard_output_or_a_file() {
    let folder = Folder::new();
    let store = folder.korus();
    for (format, begins) in
        [("dot", "digraph"), ("json", "{\"nodes\":["), ("cypher", "// casegraph export: 166 nodes")]
    {
        let text = casegraph(["export", format, &store]).answer();
        assert!(text.starts_with(begins) && text.ends_with('\n'), "{format}");
        let file = folder.at("out");
        assert_eq!(casegraph(["export", format, &store, "-o", &file]).answer(), "");
        assert_eq!(std::fs::read_to_string(&file).expect("it was written"), text, "{format}");
    }
    let whole: serde_json::Value =
        serde_json::from_str(&casegraph(["export", "json", &store]).answer()).expect("it is JSON");
    assert_eq!(whole["nodes"].as_array().map(Vec::len), Some(166));
    let picture = casegraph(["export", "dot", &store, "--legend", "--rankdir", "tb", "--evidence"]).answer();
    assert!(
        picture.contains("rankdir=TB") && picture.len() > casegraph(["export", "dot", &store]).answer().len()
    );
}

#[test]
fn a_querys_answer_is_exported() {
    let folder = Folder::new();
    let store = folder.korus();
    let query = "MATCH p = (:Person {name: 'Donald Trump'})-[:LEADS]->() RETURN p";
    let part = casegraph(["export", "json", &store, "--query", query]).answer();
    let part: serde_json::Value = serde_json::from_str(&part).expect("it is JSON");
    assert_eq!(part["relationships"].as_array().map(Vec::len), Some(2), "{part}");
    assert_eq!(part["nodes"].as_array().map(Vec::len), Some(3));
    let error = casegraph(["export", "dot", &store, "--query", "MATCH (n) RETURN n.name"]).refusal();
    assert!(error.contains("NothingToExport"), "{error}");
    let error = casegraph(["export", "dot", &store, "--query", "MATCH (n) RETURN m"]).refusal();
    assert!(error.contains("UndefinedVariable") && error.contains('^'), "{error}");
    let error = casegraph(["export", "dot", &store, "--query", "CREATE (n) RETURN n"]).refusal();
    assert!(error.contains("MATCH") || error.contains("read"), "{error}");
}

#[test]
fn an_export_does_not_overwrite_a_store() {
    let folder = Folder::new();
    let store = folder.korus();
    let error = casegraph(["export", "json", &store, "-o", &store]).refusal();
    assert!(error.contains("WouldOverwriteStore"), "{error}");
    assert!(casegraph(["check", &store]).answer().contains("sound, 166 nodes and 313 relationships"));
    let nowhere = folder.at("nowhere/out.json");
    let error = casegraph(["export", "json", &store, "-o", &nowhere]).refusal();
    assert!(error.contains("nowhere/out.json"), "{error}");
}

#[test]
fn info_counts_everything() {
    let folder = Folder::new();
    let store = folder.korus();
    let size = std::fs::metadata(&store).expect("it is there").len();
    let info = casegraph(["info", &store]).answer();
    let words: Vec<&str> = info.split_whitespace().collect();
    for expected in [
        ["nodes", "166"].as_slice(),
        &["relationships", "313"],
        &["5", ":Person"],
        &["25", ":FROM"],
        &["size", &size.to_string(), "bytes,"],
        &["unique", "index", "entity_key", "on", "(:Entity)", "(key),", "140", "entries"],
    ] {
        assert!(words.windows(expected.len()).any(|part| part == expected), "{expected:?} in {info}");
    }
    assert!(casegraph(["info", ":memory:"]).answer().contains("nodes          0"));
}

#[test]
fn check_finds_damage_and_says_where() {
    let folder = Folder::new();
    let store = folder.korus();
    assert_eq!(casegraph(["check", "-q", &store]).answer(), "");
    let good = std::fs::read(&store).expect("it is there");
    for at in [60, good.len() / 2, good.len() - 3] {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        folder.write("korus.casegraph", &bad);
        let error = casegraph(["check", &store]).refusal();
        let place = error
            .split_once("is damaged at byte ")
            .and_then(|(_, rest)| rest.split_once(':'))
            .and_then(|(number, _)| number.parse::<usize>().ok());
        assert!(place.is_some_and(|place| place <= at && at - place < 20_000), "{at}: {error}");
        let error = json(&casegraph(["query", &store, "RETURN 1", "--format", "json"]).refusal());
        assert_eq!(error["error"]["detail"], "DamagedStore");
        assert_eq!(std::fs::read(&store).expect("it is there"), bad, "nothing was repaired in silence");
    }
}
