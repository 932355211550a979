//! What there is: the schema, labels, types, counts.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::render::{counted, grouped};
use super::super::reply::{Reply, number, text};
use super::super::session::{Place, Session};
use super::schema::{self, LabelRow, TypeRow};
use crate::graph::GraphState;

const SCHEMA: Command = Command {
    name: "schema",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "labels and relationship types with their properties, indexes and constraints",
    details: "Properties of large labels and types are those of the first 2,000.",
    example: ".schema",
    handler: schema,
};

const LABELS: Command = Command {
    name: "labels",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "labels and how many nodes have them",
    details: "",
    example: ".labels",
    handler: labels,
};

const TYPES: Command = Command {
    name: "types",
    aliases: &["relations"],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "relationship types, how many there are, and between what",
    details: "",
    example: ".types",
    handler: types,
};

const STATS: Command = Command {
    name: "stats",
    aliases: &["info"],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "what is open, and counts",
    details: "",
    example: ".stats",
    handler: stats,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[SCHEMA, LABELS, TYPES, STATS];

fn schema(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    let (labels, types, rules) =
        session.graph(|graph| (schema::labels(graph), schema::types(graph), schema::rules(graph)));
    let json = json!({
        "labels": labels.iter().map(label_json).collect::<Vec<_>>(),
        "types": types.iter().map(type_json).collect::<Vec<_>>(),
        "rules": rules,
    });
    Ok(Reply::Text { text: schema_text(&labels, &types, &rules), json })
}

fn label_json(row: &LabelRow) -> Json {
    json!({ "name": row.name, "count": row.count, "properties": row.keys })
}

fn type_json(row: &TypeRow) -> Json {
    json!({ "name": row.name, "count": row.count, "from": row.from, "to": row.to, "properties": row.keys })
}

fn schema_text(labels: &[LabelRow], types: &[TypeRow], rules: &[String]) -> String {
    let mut text = String::new();
    let braces =
        |keys: &[String]| if keys.is_empty() { String::new() } else { format!(" {{{}}}", keys.join(", ")) };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "Nodes");
    for row in labels {
        let _ = writeln!(text, "  {:>7}  (:{}{})", grouped(row.count), row.name, braces(&row.keys));
    }
    let _ = writeln!(text, "\nRelationships");
    for row in types {
        let (from, to) = (end(row.from.as_deref()), end(row.to.as_deref()));
        let _ =
            writeln!(text, "  {:>7}  {from}-[:{}{}]->{to}", grouped(row.count), row.name, braces(&row.keys));
    }
    if !rules.is_empty() {
        let _ = writeln!(text, "\nConstraints and indexes");
    }
    for rule in rules {
        let _ = writeln!(text, "  {rule}");
    }
    text
}

fn end(label: Option<&str>) -> String {
    label.map_or_else(|| "()".to_owned(), |label| format!("(:{label})"))
}

fn labels(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    let rows = session.graph(schema::labels);
    let rows = rows.iter().map(|row| vec![text(&row.name), number(row.count)]).collect();
    Ok(Reply::table(&["label", "nodes"], rows))
}

fn types(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    let rows = session.graph(schema::types);
    let rows = rows
        .iter()
        .map(|row| {
            let shown = |label: &Option<String>| text(label.as_deref().unwrap_or(""));
            vec![text(&row.name), number(row.count), shown(&row.from), shown(&row.to)]
        })
        .collect();
    Ok(Reply::table(&["type", "relationships", "from", "to"], rows))
}

fn stats(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    let place = place_text(&session.place);
    let open = session.engine.in_transaction();
    let (text, json) =
        session.graph(|graph| (stats_text(graph, &place, open), stats_json(graph, &place, open)));
    Ok(Reply::Text { text, json })
}

/// Where the data lies, in a few words.
fn place_text(place: &Place) -> String {
    match place {
        Place::Memory(None) => "in memory".to_owned(),
        Place::Memory(Some(sample)) => format!("in memory, {sample}"),
        Place::File { path, readonly: true } => format!("{}, read-only", path.display()),
        Place::File { path, readonly: false } => path.display().to_string(),
    }
}

fn stats_text(graph: &GraphState, place: &str, open: bool) -> String {
    let catalog = graph.catalog();
    let labels = catalog.labels().filter(|(label, _)| graph.statistics().with_label(*label) > 0).count();
    let types = catalog.rel_types().filter(|(name, _)| graph.statistics().of_type(*name) > 0).count();
    let counts = [
        counted(graph.node_count(), "node"),
        counted(graph.relationship_count(), "relationship"),
        counted(labels as u64, "label"),
        counted(types as u64, "relationship type"),
        counted(catalog.keys().len() as u64, "property key"),
    ];
    let transaction = if open { "\na transaction is open; .commit or .rollback ends it" } else { "" };
    format!("{place}\n  {}{transaction}\n", counts.join(", "))
}

fn stats_json(graph: &GraphState, place: &str, open: bool) -> Json {
    json!({
        "place": place,
        "nodes": graph.node_count(),
        "relationships": graph.relationship_count(),
        "in_transaction": open,
    })
}
