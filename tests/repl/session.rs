//! Commands and statements as every door runs them.

use std::fs;

use super::{answer, case, refusal, session};

#[test]
fn show_tells_who_it_is_with_relations_and_sources() {
    let (mut session, written) = case();
    let expected = "\
Kia  :Actor:Company
also known as Kia Motors
  cited: [1]

→ builds in (1)
   São Land (since 2010) [1]

← helps (1)
 ? Car tax (CLAIM, according to Hyundai) [2]

  [1] Morning Post, page 1: Kia builds cars.
  [2] Evening Star, page 9: A tax is said to help.
";
    assert_eq!(answer(&mut session, &written, ".show kia motors"), expected);
    assert_eq!(answer(&mut session, &written, ":who KIA"), expected);
}

#[test]
fn names_match_without_case_and_accents_and_say_what_was_meant() {
    let (mut session, written) = case();
    assert!(answer(&mut session, &written, ".show sao land").starts_with("São Land"));
    let unknown = refusal(&mut session, ".show hundai");
    assert!(
        unknown.contains("nothing is called `hundai`") && unknown.contains("did you mean `Hyundai`"),
        "{unknown}"
    );
    answer(&mut session, &written, "CREATE (:Person {name: 'Ann Kia'}), (:Person {name: 'Ann Lee'});");
    let ambiguous = refusal(&mut session, ".show ann");
    assert!(
        ambiguous.contains("`Ann Kia` (:Person)") && ambiguous.contains("`Ann Lee` (:Person)"),
        "{ambiguous}"
    );
}

#[test]
fn paths_between_names_come_with_evidence() {
    let (mut session, written) = case();
    let told = answer(&mut session, &written, ".path Kia, Hyundai");
    assert!(
        told.starts_with(
            "Kia – São Land – Hyundai  (2 hops)\n   1. Kia builds in São Land (since 2010) [1]\n"
        ),
        "{told}"
    );
    let two = answer(&mut session, &written, ".path hyundai -> car tax 2");
    assert_eq!(two.matches(" hops").count(), 2, "{two}");
    assert!(refusal(&mut session, ".path Kia").contains("two names"));
    assert!(refusal(&mut session, ".path Kia, kia").contains("same node"));
    answer(&mut session, &written, "CREATE (:Person {name: 'Hermit'});");
    assert!(answer(&mut session, &written, ".path Kia, Hermit").contains("no path of at most 8 hops"));
}

#[test]
fn exploring_commands_answer_in_tables() {
    let (mut session, written) = case();
    let near = answer(&mut session, &written, ".neighbors Hyundai 2");
    assert!(near.contains("Kia builds in São Land") && near.contains("3 rows"), "{near}");
    assert!(answer(&mut session, &written, ".neighbors Hyundai").contains("1 row"));
    let found = answer(&mut session, &written, ".find TAX");
    assert!(found.contains("Car tax") && found.contains("A tax is said to help."), "{found}");
    let sources = answer(&mut session, &written, ".sources Kia");
    assert!(sources.contains("Evening Star") && sources.contains("page 1"), "{sources}");
    let all = answer(&mut session, &written, ".sources");
    assert!(all.contains("│ Morning Post │        1 │     3 │"), "{all}");
    let schema = answer(&mut session, &written, ".schema");
    assert!(schema.contains("(:Company)-[:BUILDS_IN {") && schema.contains("}]->(:Country)"), "{schema}");
    assert!(answer(&mut session, &written, ".labels").contains("│ Actor   │     3 │"));
    assert!(answer(&mut session, &written, ".types").contains("BUILDS_IN"));
    assert!(answer(&mut session, &written, ".stats").contains("8 nodes, 6 relationships"));
}

#[test]
fn transactions_are_kept_or_taken_back() {
    let (mut session, written) = session();
    answer(&mut session, &written, ".begin\nCREATE (:A);");
    assert!(refusal(&mut session, ".begin").contains("open already"));
    assert!(answer(&mut session, &written, "MATCH (a:A) RETURN count(*) AS n;").contains("│ 1 │"));
    answer(&mut session, &written, ".rollback");
    assert!(answer(&mut session, &written, "MATCH (a:A) RETURN count(*) AS n;").contains("│ 0 │"));
    answer(&mut session, &written, ".begin\nCREATE (:A);\n.commit");
    assert!(answer(&mut session, &written, "MATCH (a:A) RETURN count(*) AS n;").contains("│ 1 │"));
    assert!(refusal(&mut session, ".commit").contains("no transaction is open"));
}

#[test]
fn parameters_are_json_text_or_expressions() {
    let (mut session, written) = session();
    assert_eq!(answer(&mut session, &written, ".param n 5"), "$n = 5\n");
    assert_eq!(answer(&mut session, &written, ".param who Ann Lee"), "$who = \"Ann Lee\"\n");
    assert_eq!(
        answer(&mut session, &written, ":param d => date('2020-02-01')"),
        "$d = {\"$date\":\"2020-02-01\"}\n"
    );
    let used = answer(&mut session, &written, "RETURN $n + 1 AS n, $who AS who, $d.year AS year;");
    assert!(used.contains("│ 6 │ Ann Lee │ 2020 │"), "{used}");
    assert!(refusal(&mut session, ".param broken [1,").contains("JSON"));
    answer(&mut session, &written, ".param clear n");
    assert!(refusal(&mut session, "RETURN $n;").contains("`$n`"));
}

#[test]
fn files_are_read_and_errors_name_their_line() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("case file.cypher");
    fs::write(&file, "// a case\nCREATE (:A);\n\nCREATE (:B)\n  RETURN oops;\nCREATE (:C);\n")
        .expect("the file is written");
    let (mut session, written) = session();
    let error = refusal(&mut session, &format!(".read '{}'", file.display()));
    assert!(error.contains("case file.cypher:5:10"), "{error}");
    assert!(answer(&mut session, &written, "MATCH (n) RETURN labels(n)[0] AS l;").contains("│ A │"));
    fs::write(&file, format!(".read '{}'", file.display())).expect("the file is written");
    assert!(refusal(&mut session, &format!(".read '{}'", file.display())).contains("deep"));
}

#[test]
fn answers_go_to_files_when_asked() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (once, standing) = (folder.path().join("once.csv"), folder.path().join("all.csv"));
    let (mut session, written) = session();
    answer(&mut session, &written, ".mode csv");
    let said =
        answer(&mut session, &written, &format!(".once {}\nRETURN 1 AS a;\nRETURN 2 AS a;", once.display()));
    assert_eq!(said, "a\n2\n");
    assert_eq!(fs::read_to_string(&once).expect("it is there"), "a\n1\n");
    answer(
        &mut session,
        &written,
        &format!(".output {}\nRETURN 3 AS a;\nRETURN 4 AS a;\n.output", standing.display()),
    );
    assert_eq!(fs::read_to_string(&standing).expect("it is there"), "a\n3\na\n4\n");
    assert!(refusal(&mut session, ".once").contains("where to"));
}

#[test]
fn pictures_are_printed_or_written() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("kia.dot");
    let (mut session, written) = case();
    let all = answer(&mut session, &written, ".dot");
    assert!(all.starts_with("digraph") && all.contains("Hyundai"), "{all}");
    let one = answer(&mut session, &written, ".dot MATCH p = (:Company {name: 'Kia'})-->() RETURN p");
    assert!(one.contains("Kia") && !one.contains("Hyundai"), "{one}");
    let said = answer(
        &mut session,
        &written,
        &format!(".dot {} MATCH p = (:Measure)-->() RETURN p", file.display()),
    );
    assert!(said.ends_with("kia.dot: 2 nodes, 1 relationship\n"), "{said}");
    assert!(fs::read_to_string(&file).expect("it is there").starts_with("digraph"));
    assert!(refusal(&mut session, ".dot RETURN 1").contains("nothing to draw"));
}

#[test]
fn what_is_in_memory_can_be_saved_and_opened_again() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let store = folder.path().join("kept.casegraph");
    {
        let (mut session, written) = case();
        let said = answer(&mut session, &written, &format!(".save {}", store.display()));
        assert!(said.contains("saved 8 nodes"), "{said}");
        assert_eq!(session.title(), "kept");
        answer(&mut session, &written, "CREATE (:Person {name: 'Later'});");
        assert!(refusal(&mut session, &format!(".save {}", store.display())).contains("there already"));
        answer(&mut session, &written, ".open");
        assert!(answer(&mut session, &written, ".stats").contains("0 nodes"));
    }
    let (mut session, written) = session();
    let said = answer(&mut session, &written, &format!(".open {}", store.display()));
    assert!(said.contains("9 nodes"), "{said}");
    assert!(refusal(&mut session, ".open MATCH (n) RETURN n").contains("looks like a statement"));
}

#[test]
fn help_comes_from_the_tables() {
    let (mut session, written) = session();
    let all = answer(&mut session, &written, ".help");
    for name in [".show NAME", ".path A, B [K]", ".mode", ".begin", ".dot", ".quit"] {
        assert!(all.contains(name), "{name} in {all}");
    }
    assert!(answer(&mut session, &written, ".help path").contains("the K shortest paths"));
    let function = answer(&mut session, &written, ".help substring");
    assert!(function.contains("substring(") && function.contains("example: RETURN"), "{function}");
    assert!(answer(&mut session, &written, ".functions upper").contains("toUpper("));
    assert!(refusal(&mut session, ".help subsrting").contains(".help substring"));
    assert!(refusal(&mut session, ".shwo kia").contains("did you mean .show?"));
}

#[test]
fn limits_stop_statements() {
    let (mut session, written) = session();
    assert!(answer(&mut session, &written, ".limits rows 3").contains("3 rows"));
    let error = refusal(&mut session, "UNWIND range(1, 5000) AS x RETURN x;");
    assert!(error.contains("BudgetExceeded"), "{error}");
    answer(&mut session, &written, ".limits reset");
    answer(&mut session, &written, "UNWIND range(1, 5000) AS x RETURN x;");
}

#[test]
fn plans_are_explained() {
    let (mut session, written) = session();
    let plan = answer(&mut session, &written, ".explain MATCH (n:Person) RETURN n.name");
    assert!(plan.contains("Person"), "{plan}");
}

#[test]
fn the_structure_of_the_whole_is_told_by_statements_that_explain_shows() {
    let (mut session, written) = case();
    let tree = answer(&mut session, &written, ".connect Kia, Hyundai");
    assert!(tree.contains("BUILDS_IN") && tree.contains("São Land") && tree.contains("2 rows"), "{tree}");
    let common = answer(&mut session, &written, ".common Kia, Hyundai");
    assert!(common.contains("São Land"), "{common}");
    let central = answer(&mut session, &written, ".central");
    assert!(
        central.contains("pagerank") && central.contains("betweenness") && central.contains("Kia"),
        "{central}"
    );
    assert!(answer(&mut session, &written, ".central Country").contains("1 row"));
    assert!(answer(&mut session, &written, ".bridges").contains("from"));
    assert!(answer(&mut session, &written, ".communities").contains("members"));
    for command in [".connect Kia, Hyundai", ".common Kia, Hyundai", ".central", ".bridges", ".communities"] {
        let told = answer(&mut session, &written, &format!(".explain {command}"));
        assert!(told.contains("CALL algo.") && told.contains("CallProcedure"), "{told}");
    }
    assert!(refusal(&mut session, ".connect Kia").contains("two names or more"));
    assert!(refusal(&mut session, ".common Kia, Kia, Kia").contains("two names"));
}
