//! Random tables, against a loader so plain that it is surely right.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Case, content};

/// Cells that matter: quotes, separators, line ends, spaces, and text that looks like numbers.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,3}",
        "[ab,;\"\n\r é]{0,6}",
        Just("-0".to_owned()),
        Just("007".to_owned()),
    ]
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// What the import should do, in the plainest way: ids are texts, rows come one by one.
fn naive(nodes: &[(String, String)], rels: &[(String, String, i64)]) -> BTreeSet<String> {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, text) in nodes.iter().filter(|(id, _)| !id.is_empty()) {
        known.entry(id).or_insert(text);
    }
    let integer = |id: &str| id.parse::<i64>().is_ok_and(|integer| integer.to_string() == id);
    let integers = nodes.iter().filter(|(id, _)| !id.is_empty()).all(|(id, _)| integer(id));
    let node = |id: &str| {
        let shown = if integers { id.to_owned() } else { format!("{id:?}") };
        format!("(T {{id: {shown}, text: {:?}}})", known[id])
    };
    let rel = |(start, end, w): &(String, String, i64)| {
        let both = known.contains_key(start.as_str()) && known.contains_key(end.as_str());
        both.then(|| format!("{}-[R {{w: {w}}}]->{}", node(start), node(end)))
    };
    known.keys().map(|id| node(id)).chain(rels.iter().filter_map(rel)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn random_tables_load_like_the_naive_loader(
        nodes in prop::collection::vec((cell(), cell()), 0..12),
        rels in prop::collection::vec((cell(), cell(), -9i64..9), 0..20),
    ) {
        let mut persons = "id:ID,text\n".to_owned();
        nodes.iter().for_each(|(id, text)| persons.push_str(&format!("{},{}\n", quoted(id), quoted(text))));
        let mut follows = ":START_ID,:END_ID,w:int\n".to_owned();
        rels.iter().for_each(|(a, b, w)| follows.push_str(&format!("{},{},{w}\n", quoted(a), quoted(b))));
        let (store, report) = Case::new().nodes("T.csv", persons).rels("R.csv", follows).skip_bad().run();
        prop_assert_eq!(content(store.snapshot().state()), naive(&nodes, &rels));
        prop_assert_eq!(report.rows, (nodes.len() + rels.len()) as u64);
        prop_assert_eq!(report.nodes + report.relationships + report.bad, report.rows);
    }
}
