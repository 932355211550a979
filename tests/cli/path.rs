//! `casegraph path`.

use serde_json::json;

use super::{Folder, casegraph, json};

#[test]
fn a_path_is_told_with_its_evidence() {
    let folder = Folder::new();
    let store = folder.korus();
    let out = casegraph(["path", &store, "Trump", "Kia"]).answer();
    assert!(out.starts_with("Donald Trump – United States – Kia  (2 hops)\n"), "{out}");
    assert!(out.contains("1. Donald Trump leads United States (role: president) [1]"), "{out}");
    assert!(out.contains("\n  [1] ") && out.contains("paragraph 1"), "{out}");
    // What is not established is marked, and who says so.
    assert!(out.contains(" ?   also: Kia invests in United States (PLAN, according to the article"), "{out}");
    assert_eq!(casegraph(["path", &store, "trump", "KIA"]).answer(), out, "names are found in any case");
}

#[test]
fn more_paths_other_limits_and_types() {
    let folder = Folder::new();
    let store = folder.korus();
    let answer = |extra: &[&str]| {
        let args =
            ["path", &store, "Trump", "Kia", "--format", "json"].into_iter().chain(extra.iter().copied());
        json(&casegraph(args).answer())
    };
    let one = answer(&[]);
    assert_eq!(one["paths"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["paths"][0]["nodes"], json!(["Donald Trump", "United States", "Kia"]));
    assert!(one["citations"][0]["key"].as_str().is_some_and(|key| key.starts_with("korus:")), "{one}");
    let five = answer(&["-k", "5"]);
    let lengths: Vec<usize> = five["paths"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|path| path["nodes"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(lengths.len(), 5);
    assert!(lengths.is_sorted(), "{lengths:?}");
    assert_eq!(answer(&["--max-hops", "1"])["paths"], json!([]));
    let directed = answer(&["--directed"]);
    assert!(directed["paths"][0]["nodes"].as_array().map_or(0, Vec::len) > 3, "{directed}");
    let typed = answer(&["--type", "LEADS,PRODUCES_IN"]);
    assert_eq!(typed["paths"][0]["nodes"], json!(["Donald Trump", "United States", "Kia"]));
    assert_eq!(answer(&["--type", "LEADS"])["paths"], json!([]));
}

#[test]
fn a_path_is_drawn() {
    let folder = Folder::new();
    let store = folder.korus();
    let picture = casegraph(["path", &store, "Trump", "Kia", "--format", "dot"]).answer();
    assert!(picture.starts_with("digraph") && picture.contains("label=\"Trump to Kia\""), "{picture}");
    assert!(picture.contains("label=\"leads\""), "{picture}");
}

#[test]
fn names_that_lead_nowhere_are_errors_that_help() {
    let folder = Folder::new();
    let store = folder.korus();
    let cases: [(&[&str], &str, &str); 8] = [
        (&["Trumpp", "Kia"], "UnknownName", "did you mean `Trump`"),
        (&["Kia", "Xyzzy"], "UnknownName", "nothing is called `Xyzzy`"),
        (&["Korea", "Kia"], "AmbiguousName", "`South Korea` (:Entity:Actor:Country)"),
        (&["", "Kia"], "EmptyName", "missing"),
        (&["Trump", "Donald Trump"], "EmptyPath", "the same node"),
        (&["Trump", "Kia", "--type", "LEDS"], "UnknownType", "did you mean `LEADS`?"),
        (&["Trump", "Kia", "--max-hops", "1"], "NoPath", "at most 1 hop leads"),
        (&["Trump", "Kia", "--type", "LEADS", "--format", "dot"], "NoPath", "--max-hops"),
    ];
    for (args, detail, told) in cases {
        let error = casegraph(["path", &store].iter().chain(args)).refusal();
        assert!(error.contains(detail) && error.contains(told), "{args:?}: {error}");
    }
    let error = json(&casegraph(["path", &store, "Trumpp", "Kia", "--format", "json"]).refusal());
    assert_eq!(error["error"]["detail"], "UnknownName");
}
