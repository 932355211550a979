//! Small random graphs of everything: all types of values, odd names, parallel relationships and loops, nodes that
//! nothing tells apart, indexes and constraints.

use casegraph::graph::{ConstraintKind, GraphState, IndexKind, Store, Target};
use casegraph::value::{List, Value, json};
use proptest::prelude::*;

use super::survives;

/// Names that have to be quoted, escaped or told from words of the language.
const NAMES: [&str; 14] = [
    "plain",
    "Actor",
    "two words",
    "tick`tick",
    "`",
    "quo'te\"",
    "null",
    "match",
    "Ünï 漢字",
    "1st",
    "_export",
    "$x",
    "a.b:c",
    "\u{202e}rtl\n",
];

/// Texts of typed values, in their JSON form.
const TYPED: [&str; 30] = [
    r#"{"$date":"2020-02-29"}"#,
    r#"{"$date":"-0044-03-15"}"#,
    r#"{"$date":"+12345-06-07"}"#,
    r#"{"$localtime":"00:00"}"#,
    r#"{"$localtime":"23:59:59.999999999"}"#,
    r#"{"$time":"12:00Z"}"#,
    r#"{"$time":"12:00:01.000000001-18:00"}"#,
    r#"{"$localdatetime":"1969-12-31T23:59:59.500"}"#,
    r#"{"$localdatetime":"0000-01-01T00:00"}"#,
    r#"{"$datetime":"2018-02-01T09:30Z"}"#,
    r#"{"$datetime":"2018-02-01T09:30:15.123456789+05:45"}"#,
    r#"{"$datetime":"2020-10-25T02:30+01:00[Europe/Berlin]"}"#,
    r#"{"$datetime":"2020-10-25T02:30+02:00[Europe/Berlin]"}"#,
    r#"{"$datetime":"1890-01-01T00:00+00:53:28[Europe/Berlin]"}"#,
    r#"{"$duration":"PT0S"}"#,
    r#"{"$duration":"P-1M2DT-0.5S"}"#,
    r#"{"$duration":"P100Y11M30DT23H59M59.999999999S"}"#,
    r#"{"$duration":"PT-0.000000001S"}"#,
    r#"{"$point":{"crs":"cartesian","x":-0.0,"y":1e-300}}"#,
    r#"{"$point":{"crs":"cartesian-3d","x":1.0,"y":2.0,"z":3.5}}"#,
    r#"{"$point":{"crs":"wgs-84","x":126.98,"y":37.57}}"#,
    r#"{"$point":{"crs":"wgs-84-3d","x":-77.04,"y":38.9,"z":20.0}}"#,
    r#"{"$float":"NaN"}"#,
    r#"{"$float":"Infinity"}"#,
    r#"{"$float":"-Infinity"}"#,
    "-0.0",
    "1.7976931348623157e308",
    "5e-324",
    "-9223372036854775808",
    "9223372036854775807",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (0..4i64).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        ".{0,12}".prop_map(|text| Value::String(text.into())),
        "[ab'\\\\\n\t\u{0}\u{7f}\u{2028}\u{10ffff}`${};/*]{0,6}".prop_map(|text| Value::String(text.into())),
        (0..TYPED.len()).prop_map(|at| json::from_json(TYPED[at]).expect("the text is right")),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(scalar(), 0..4).prop_map(|items| Value::List(List::new(items)));
    prop_oneof![4 => scalar(), 1 => list]
}

type Properties = Vec<(usize, Value)>;

fn properties() -> impl Strategy<Value = Properties> {
    prop::collection::vec((0..NAMES.len(), value()), 0..4)
}

/// What a schema command would make: which kind, of which label or type, on which keys.
type Definition = (u8, bool, usize, usize, usize);

#[derive(Clone, Debug)]
struct Plan {
    /// Labels and properties; a name that tells all nodes apart, or not.
    nodes: Vec<(Vec<usize>, Properties, Option<u8>)>,
    relationships: Vec<(usize, usize, usize, Properties)>,
    schema: Vec<Definition>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let node = (prop::collection::vec(0..NAMES.len(), 0..3), properties(), prop::option::of(0..9u8));
    let relationship = (0..NAMES.len(), any::<usize>(), any::<usize>(), properties());
    let definition = (0..4u8, any::<bool>(), 0..NAMES.len(), 0..NAMES.len(), 0..NAMES.len());
    let sizes = (
        prop::collection::vec(node, 0..8),
        prop::collection::vec(relationship, 0..10),
        prop::collection::vec(definition, 0..4),
    );
    sizes.prop_map(|(nodes, relationships, schema)| Plan { nodes, relationships, schema })
}

fn build(plan: &Plan) -> casegraph::Result<GraphState> {
    let store = Store::default();
    let mut txn = store.begin();
    let key_name = txn.intern_key("name")?;
    let mut ids = Vec::new();
    for (labels, properties, name) in &plan.nodes {
        let labels =
            labels.iter().map(|at| txn.intern_label(NAMES[*at])).collect::<casegraph::Result<Vec<_>>>()?;
        let node = txn.create_node(&labels)?;
        for (key, value) in properties {
            let key = txn.intern_key(NAMES[*key])?;
            txn.set_node_property(node, key, value.clone())?;
        }
        if let Some(name) = name {
            txn.set_node_property(node, key_name, Value::String(format!("n{name}").into()))?;
        }
        ids.push(node);
    }
    for (rel_type, start, end, properties) in &plan.relationships {
        let (Some(start), Some(end)) = (start.checked_rem(ids.len()), end.checked_rem(ids.len())) else {
            break;
        };
        let rel_type = txn.intern_type(NAMES[*rel_type])?;
        let rel = txn.create_relationship(ids[start], rel_type, ids[end])?;
        for (key, value) in properties {
            let key = txn.intern_key(NAMES[*key])?;
            txn.set_relationship_property(rel, key, value.clone())?;
        }
    }
    for (kind, of_nodes, name, first, second) in &plan.schema {
        let target = match of_nodes {
            true => Target::Label(txn.intern_label(NAMES[*name])?),
            false => Target::Type(txn.intern_type(NAMES[*name])?),
        };
        let keys = [txn.intern_key(NAMES[*first])?, txn.intern_key(NAMES[*second])?];
        let keys = if first == second || *kind == 2 { &keys[..1] } else { &keys[..] };
        let named = (first % 2 == 0).then(|| format!("{} {second}", NAMES[*first]));
        let savepoint = txn.savepoint();
        let made = match kind {
            0 => txn.create_index(named.as_deref(), IndexKind::Range, target, keys),
            1 => txn.create_constraint(named.as_deref(), ConstraintKind::Unique, target, keys),
            2 => txn.create_constraint(named.as_deref(), ConstraintKind::NotNull, target, keys),
            _ => txn.create_constraint(named.as_deref(), ConstraintKind::Key, target, keys),
        };
        if made.is_err() {
            // The graph breaks it, or it is there already.
            txn.rollback_to(savepoint);
        }
    }
    txn.commit()?;
    Ok(store.snapshot().state().clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_graphs_survive(plan in plan()) {
        survives(&build(&plan).expect("it can be built"));
    }
}

#[test]
fn every_typed_value_survives() {
    let store = Store::default();
    let mut txn = store.begin();
    let (label, key) =
        (txn.intern_label("V").expect("there is room"), txn.intern_key("v").expect("there is room"));
    for text in TYPED {
        let value = json::from_json(text).expect("the text is right");
        assert_eq!(json::to_json(&value, None), text, "it is written as it was read");
        let node = txn.create_node(&[label]).expect("there is room");
        txn.set_node_property(node, key, value).expect("it can be stored");
    }
    txn.commit().expect("it is in memory");
    survives(&store.snapshot());
}

#[test]
fn nodes_that_nothing_tells_apart_survive() {
    let store = Store::default();
    let mut txn = store.begin();
    let rel_type = txn.intern_type("R").expect("there is room");
    // Two rings of different length, with a pair of parallel relationships and a loop.
    for length in [3, 5] {
        let ring: Vec<_> = (0..length).map(|_| txn.create_node(&[]).expect("there is room")).collect();
        for at in 0..length {
            txn.create_relationship(ring[at], rel_type, ring[(at + 1) % length]).expect("they are there");
        }
        txn.create_relationship(ring[0], rel_type, ring[1]).expect("they are there");
        txn.create_relationship(ring[2], rel_type, ring[2]).expect("it is there");
    }
    txn.commit().expect("it is in memory");
    survives(&store.snapshot());
}

#[test]
fn an_empty_graph_survives() {
    survives(&GraphState::new());
}
