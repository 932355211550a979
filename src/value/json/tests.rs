//! JSON forth and back, and what is refused.

use std::sync::Arc;

use proptest::prelude::*;

use super::{from_json, to_json};
use crate::graph::{NodeId, RelId};
use crate::value::tests::any_value;
use crate::value::{Entities, Map, NodeView, PathValue, RelView, Value, equivalent};

/// Equivalent and, all through, of the same types: an integer is no float here.
fn same(a: &Value, b: &Value) -> bool {
    equivalent(a, b) && a.to_string() == b.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn values_come_back(value in any_value()) {
        let text = to_json(&value, None);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        match from_json(&text) {
            Ok(read) => prop_assert!(same(&read, &value), "{} became {}", value, read),
            Err(error) => prop_assert!(false, "{}: {}", text, error),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,0-9a-z$\\\\ .eE+-]{0,24}") {
        let strict = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        // What is read is JSON; the converse fails for tags, repeated keys and numbers that do not fit.
        prop_assert!(strict || from_json(&text).is_err());
    }
}

#[test]
fn forms() {
    let cases = [
        ("1", "1"),
        ("1.0", "1.0"),
        ("1e2", "100.0"),
        ("-0.0", "-0.0"),
        ("{\"$float\":\"NaN\"}", "(0.0 / 0.0)"),
        ("\"\\u00e9\\ud83d\\ude00\"", "'é😀'"),
        ("{\"a\":[1,null]}", "{a: [1, null]}"),
        ("{\"$map\":{\"$date\":\"x\"}}", "{`$date`: 'x'}"),
        ("{\"$map\":{\"$map\":{}}}", "{`$map`: {}}"),
        ("{\"$map\":{\"$map\":1,\"a\":2}}", "{`$map`: 1, a: 2}"),
        ("{\"$date\":\"2015-07-21\"}", "date('2015-07-21')"),
        ("{\"$date\":\"x\",\"b\":1}", "{`$date`: 'x', b: 1}"),
        (
            "{\"$point\":{\"crs\":\"cartesian\",\"x\":1.0,\"y\":2.0}}",
            "point({x: 1.0, y: 2.0, crs: 'cartesian'})",
        ),
    ];
    for (json, expected) in cases {
        let found = from_json(json).map_or_else(|error| error.to_string(), |value| value.to_string());
        assert_eq!(found, expected, "{json}");
    }
}

#[test]
fn refusals() {
    let deep = "[".repeat(100_000);
    let cases = [
        ("", "InvalidJson"),
        ("[1,]", "InvalidJson"),
        ("01", "InvalidJson"),
        ("1 2", "InvalidJson"),
        ("9223372036854775808", "InvalidJson"),
        ("1e400", "InvalidJson"),
        ("{\"a\":1,\"a\":2}", "InvalidJson"),
        ("\"\\ud800\"", "InvalidJson"),
        ("{\"$unknown\":1}", "InvalidJson"),
        ("{\"$node\":{\"id\":1}}", "InvalidJson"),
        (deep.as_str(), "NestingTooDeep"),
    ];
    for (json, expected) in cases {
        let detail = from_json(json).err().map(|error| error.detail());
        assert_eq!(detail, Some(expected), "{}", json.get(..40).unwrap_or(json));
    }
}

struct Pair;

impl Entities for Pair {
    fn node_view(&self, id: NodeId) -> Option<NodeView> {
        let properties = Map::from([("name".into(), Value::from("KORUS"))]);
        (id.0 < 2).then(|| NodeView { labels: vec!["Agreement".into()], properties })
    }

    fn rel_view(&self, id: RelId) -> Option<RelView> {
        let (start, end) = (NodeId(1), NodeId(0));
        (id.0 == 0).then(|| RelView { rel_type: "OF".into(), start, end, properties: Map::new() })
    }
}

#[test]
fn graph_elements() {
    let path = PathValue { nodes: vec![NodeId(0), NodeId(7)], relationships: vec![RelId(0)] };
    let value = Value::Path(Arc::new(path));
    let expected = "{\"$path\":[{\"$node\":{\"id\":0,\"labels\":[\"Agreement\"],\"properties\":{\"name\":\"KORUS\"}}},\
                    {\"$rel\":{\"id\":0,\"type\":\"OF\",\"start\":1,\"end\":0,\"properties\":{}}},\
                    {\"$node\":{\"id\":7}}]}";
    assert_eq!(to_json(&value, Some(&Pair)), expected);
    let literal = crate::value::text::literal(&value, Some(&Pair));
    assert_eq!(literal, "<(:Agreement {name: 'KORUS'})<-[:OF]-(#7)>");
}
