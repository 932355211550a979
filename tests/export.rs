//! Pictures and texts of a graph.

use std::process::Command;

use casegraph::export::{DotOptions, RankDir, Selection, write_cypher, write_dot, write_json};
use casegraph::graph::{GraphState, Store};
use casegraph::value::Value;

/// Names and properties that every format has to escape.
const NASTY: &[&str] = &[
    "plain",
    "quo\"te",
    "back\\slash \\N \\G",
    "new\nline\ttab\r",
    "<b>html</b> &amp; & <",
    "con\u{1}trol\u{7f}\u{9b}",
    "한국 – naïve 'single' `tick`",
    "right-to-left \u{202e}evil",
    "",
];

fn nasty() -> GraphState {
    let store = Store::default();
    let mut txn = store.begin();
    let label = txn.intern_label("Odd `label\"").unwrap();
    let (name, status, cites) = (
        txn.intern_key("name").unwrap(),
        txn.intern_key("status").unwrap(),
        txn.intern_key("cites").unwrap(),
    );
    let rel_type = txn.intern_type("SAYS \"IT\"").unwrap();
    let mut before = None;
    for text in NASTY {
        let node = txn.create_node(&[label]).unwrap();
        txn.set_node_property(node, name, Value::String((*text).into())).unwrap();
        if let Some(before) = before {
            let rel = txn.create_relationship(before, rel_type, node).unwrap();
            txn.set_relationship_property(rel, status, Value::String("claim".into())).unwrap();
            txn.set_relationship_property(rel, cites, Value::String((*text).into())).unwrap();
        }
        before = Some(node);
    }
    txn.commit().unwrap();
    store.snapshot().state().clone()
}

fn dot(graph: &GraphState, options: &DotOptions) -> String {
    let mut out = Vec::new();
    write_dot(graph, &Selection::everything(graph), options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Graphviz's opinion of a picture; `None` where Graphviz is not installed, which is said.
pub fn render(dot: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let (source, picture) = (folder.path().join("picture.dot"), folder.path().join("picture.svg"));
    std::fs::write(&source, dot).unwrap();
    let output = match Command::new("dot").arg("-Tsvg").arg("-o").arg(&picture).arg(&source).output() {
        Ok(output) => output,
        Err(_) => {
            println!("Graphviz is not installed: the picture was not rendered");
            return None;
        }
    };
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "Graphviz warns");
    Some(std::fs::read_to_string(picture).unwrap())
}

#[test]
fn every_string_is_escaped_and_graphviz_renders_it() {
    let text = dot(
        &nasty(),
        &DotOptions {
            legend: true,
            rankdir: Some(RankDir::TopBottom),
            title: Some("a \"title\" & more".into()),
            order: Vec::new(),
        },
    );
    assert!(text.contains("rankdir=TB") && text.contains("style=dashed"), "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control character stands in the picture");
    assert!(!text.contains('\u{202e}'));
    if let Some(svg) = render(&text) {
        assert!(
            svg.contains("back\\slash \\N \\G") && svg.contains("&lt;b&gt;html&lt;/b&gt; &amp;amp;"),
            "{svg}"
        );
    }
}

#[test]
fn an_empty_selection_is_an_empty_picture() {
    let text = dot(&GraphState::new(), &DotOptions::default());
    assert!(text.starts_with("digraph casegraph {") && text.trim_end().ends_with('}'));
    render(&text);
}

#[test]
fn json_is_valid_and_complete() {
    let graph = nasty();
    let mut out = Vec::new();
    write_json(&graph, &Selection::everything(&graph), &mut out).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let nodes = json["nodes"].as_array().unwrap();
    let names: Vec<&str> = nodes.iter().map(|node| node["properties"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, NASTY);
    assert_eq!(json["relationships"].as_array().unwrap().len(), NASTY.len() - 1);
    assert_eq!(json["relationships"][0]["type"], "SAYS \"IT\"");
    assert_eq!(json["relationships"][0]["start"], nodes[0]["id"]);
}

#[test]
fn the_cypher_script_does_not_depend_on_ids() {
    let script = |graph: &GraphState| {
        let mut out = Vec::new();
        write_cypher(graph, &Selection::everything(graph), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let forward = script(&ring(&["a", "b", "c", "d"]));
    let rotated = script(&ring(&["c", "d", "a", "b"]));
    assert_eq!(forward, rotated);
    assert!(forward.contains("['a', {name: 'a'}]"), "{forward}");
}

/// Nodes of these names, each joined to the next in alphabetical order.
fn ring(names: &[&str]) -> GraphState {
    let store = Store::default();
    let mut txn = store.begin();
    let label = txn.intern_label("N").unwrap();
    let name = txn.intern_key("name").unwrap();
    let rel_type = txn.intern_type("NEXT").unwrap();
    let mut nodes = std::collections::BTreeMap::new();
    for text in names {
        let node = txn.create_node(&[label]).unwrap();
        txn.set_node_property(node, name, Value::String((*text).into())).unwrap();
        nodes.insert(*text, node);
    }
    let ids: Vec<_> = nodes.values().copied().collect();
    for at in 0..ids.len() {
        txn.create_relationship(ids[at], rel_type, ids[(at + 1) % ids.len()]).unwrap();
    }
    txn.commit().unwrap();
    store.snapshot().state().clone()
}
