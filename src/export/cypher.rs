//! A script that rebuilds the graph in an empty store.
//!
//! Equal graphs give equal text, whatever their ids, and a small change of the graph is a small change of the text: a line for
//! each node and each relationship, sorted by what they hold. Nodes are referred to by a readable handle: the value of
//! their `key`, `id`, `name` or `title` where no other node has it, otherwise a number in their sorted order. The handle is kept
//! in a property of a temporary label while the script runs, with an index, so that it takes time in proportion to the graph.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};

use super::{Selection, write_failed};
use crate::error::Result;
use crate::graph::{GraphState, KeyId, NodeId, RelId, Relationship, Target, ValueRef};
use crate::value::text::{write_literal, write_name};

/// Lines for each statement: long enough to make parsing cheap, short enough to read an error's place.
const BATCH: usize = 1000;

/// Writes the script.
pub fn write_cypher(graph: &GraphState, selection: &Selection, out: &mut dyn Write) -> Result<()> {
    let script = Script::new(graph, selection);
    script.write(out).map_err(write_failed)
}

struct Script<'a> {
    graph: &'a GraphState,
    /// The name of the temporary label, property and index, which the graph does not use.
    mark: String,
    /// In the order of the script: what stands before the properties, and the node.
    nodes: Vec<(String, NodeId)>,
    /// Literal text of each node's handle.
    handles: HashMap<NodeId, String>,
    relationships: Vec<(RelId, Relationship)>,
}

impl<'a> Script<'a> {
    fn new(graph: &'a GraphState, selection: &Selection) -> Script<'a> {
        let mut relationships: Vec<(RelId, Relationship)> =
            selection.relationships.iter().filter_map(|id| Some((*id, graph.relationship(*id)?))).collect();
        let nodes = sorted_nodes(graph, selection, &relationships);
        let handles = handles(graph, &nodes);
        let position: HashMap<NodeId, usize> =
            nodes.iter().enumerate().map(|(at, (_, node))| (*node, at)).collect();
        relationships.sort_by_cached_key(|(id, rel)| {
            let type_name = graph.catalog().type_name(rel.rel_type).clone();
            (
                type_name,
                position.get(&rel.start).copied(),
                position.get(&rel.end).copied(),
                properties(graph, graph.relationship_properties(*id)),
            )
        });
        let mark = mark(graph);
        Script { graph, mark, nodes, handles, relationships }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "// casegraph export: {} nodes, {} relationships. Load it into an empty store with `casegraph import cypher`.",
            self.nodes.len(),
            self.relationships.len()
        )?;
        self.write_schema(out)?;
        if self.nodes.is_empty() {
            return Ok(());
        }
        let mark = &self.mark;
        writeln!(out, "\nCREATE INDEX {mark} FOR (n:{mark}) ON (n.{mark});")?;
        self.write_nodes(out)?;
        self.write_relationships(out)?;
        writeln!(out, "\nMATCH (n:{mark}) REMOVE n:{mark}, n.{mark};")?;
        writeln!(out, "DROP INDEX {mark};")
    }

    /// Indexes and constraints by name; the indexes behind constraints come with them.
    fn write_schema(&self, out: &mut dyn Write) -> io::Result<()> {
        let schema = self.graph.schema();
        let constraints = schema
            .constraints()
            .map(|constraint| (constraint.name.clone(), self.graph.constraint_statement(constraint)));
        let indexes = schema
            .indexes()
            .map(|index| index.definition())
            .filter(|index| schema.constraint(&index.name).is_none())
            .map(|index| (index.name.clone(), self.graph.index_statement(index)));
        let statements: BTreeMap<_, _> = constraints.chain(indexes).collect();
        statements.values().try_for_each(|statement| writeln!(out, "{statement};"))
    }

    fn write_nodes(&self, out: &mut dyn Write) -> io::Result<()> {
        for group in self.nodes.chunk_by(|a, b| a.0 == b.0) {
            for batch in group.chunks(BATCH) {
                writeln!(out, "\nUNWIND [")?;
                for (at, (_, node)) in batch.iter().enumerate() {
                    let comma = if at + 1 < batch.len() { "," } else { "" };
                    let properties = properties(self.graph, self.graph.node_properties(*node));
                    writeln!(out, "  [{}, {properties}]{comma}", self.handles[node])?;
                }
                let (labels, mark) = (&group[0].0, &self.mark);
                writeln!(out, "] AS row CREATE (n{labels}:{mark}) SET n = row[1], n.{mark} = row[0];")?;
            }
        }
        Ok(())
    }

    fn write_relationships(&self, out: &mut dyn Write) -> io::Result<()> {
        for group in self.relationships.chunk_by(|a, b| a.1.rel_type == b.1.rel_type) {
            let type_name = name(self.graph.catalog().type_name(group[0].1.rel_type));
            for batch in group.chunks(BATCH) {
                writeln!(out, "\nUNWIND [")?;
                for (at, (id, rel)) in batch.iter().enumerate() {
                    let comma = if at + 1 < batch.len() { "," } else { "" };
                    let properties = properties(self.graph, self.graph.relationship_properties(*id));
                    writeln!(
                        out,
                        "  [{}, {}, {properties}]{comma}",
                        self.handles[&rel.start], self.handles[&rel.end]
                    )?;
                }
                let mark = &self.mark;
                writeln!(
                    out,
                    "] AS row MATCH (a:{mark} {{{mark}: row[0]}}), (b:{mark} {{{mark}: row[1]}}) \
                     CREATE (a)-[r:{type_name}]->(b) SET r = row[2];"
                )?;
            }
        }
        Ok(())
    }
}

/// A name that stands for no node, property, index or constraint. That the catalog knows it does not matter: it would after
/// such a script was loaded, and the same graph is to give the same text.
fn mark(graph: &GraphState) -> String {
    let (catalog, schema) = (graph.catalog(), graph.schema());
    let indexes = schema.indexes().map(|index| (index.definition().target, index.definition().keys.clone()));
    let constraints = schema.constraints().map(|constraint| (constraint.target, constraint.keys.clone()));
    let defined: Vec<(Target, Vec<KeyId>)> = indexes.chain(constraints).collect();
    let is_used = |mark: &str| {
        let label = catalog.label(mark).is_some_and(|label| {
            graph.statistics().with_label(label) > 0
                || defined.iter().any(|(target, _)| *target == Target::Label(label))
        });
        let key = catalog.key(mark).is_some_and(|key| {
            graph.node_column(key).is_some_and(|column| column.iter().next().is_some())
                || defined.iter().any(|(_, keys)| keys.contains(&key))
        });
        label || key || schema.is_taken(mark)
    };
    let mut mark = "_export".to_owned();
    while is_used(&mark) {
        mark.push('_');
    }
    mark
}

/// Labels and properties as text: equal for nodes that hold the same.
fn content(graph: &GraphState, node: NodeId) -> (String, String) {
    let mut labels: Vec<String> = graph
        .labels(node)
        .iter()
        .map(|label| format!(":{}", name(graph.catalog().label_name(*label))))
        .collect();
    labels.sort();
    (labels.concat(), properties(graph, graph.node_properties(node)))
}

/// By content; nodes of equal content by what surrounds them, to a depth of three.
fn sorted_nodes(
    graph: &GraphState,
    selection: &Selection,
    relationships: &[(RelId, Relationship)],
) -> Vec<(String, NodeId)> {
    const ROUNDS: usize = 3;
    let mut nodes: Vec<(String, String, NodeId)> = selection
        .nodes
        .iter()
        .map(|node| {
            let (labels, properties) = content(graph, *node);
            (labels, properties, *node)
        })
        .collect();
    nodes.sort();
    let ambiguous = nodes.windows(2).any(|pair| (&pair[0].0, &pair[0].1) == (&pair[1].0, &pair[1].1));
    if ambiguous {
        let mut colours: HashMap<NodeId, u64> =
            nodes.iter().map(|(labels, properties, node)| (*node, hash(&(labels, properties)))).collect();
        for _ in 0..ROUNDS {
            colours = refined(graph, &colours, relationships);
        }
        nodes.sort_by_cached_key(|(labels, properties, node)| {
            (labels.clone(), properties.clone(), colours.get(node).copied(), *node)
        });
    }
    nodes.into_iter().map(|(labels, _, node)| (labels, node)).collect()
}

/// One round of colour refinement (Weisfeiler and Leman 1968): a node's colour takes in those of its neighbours.
fn refined(
    graph: &GraphState,
    colours: &HashMap<NodeId, u64>,
    relationships: &[(RelId, Relationship)],
) -> HashMap<NodeId, u64> {
    let mut next: HashMap<NodeId, u64> = colours.iter().map(|(node, colour)| (*node, hash(colour))).collect();
    for (_, rel) in relationships {
        let type_name = graph.catalog().type_name(rel.rel_type);
        let (start, end) = (colours.get(&rel.start).copied(), colours.get(&rel.end).copied());
        // Addition does not depend on the order in which the relationships come.
        for (node, mixed) in
            [(rel.start, hash(&(type_name, "out", end))), (rel.end, hash(&(type_name, "in", start)))]
        {
            if let Some(colour) = next.get_mut(&node) {
                *colour = colour.wrapping_add(mixed);
            }
        }
    }
    next
}

/// The same in every process: `DefaultHasher::new` is not seeded.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn handles(graph: &GraphState, nodes: &[(String, NodeId)]) -> HashMap<NodeId, String> {
    let candidates: Vec<KeyId> =
        ["key", "id", "name", "title"].iter().filter_map(|key| graph.catalog().key(key)).collect();
    let candidate = |node: NodeId| {
        candidates.iter().find_map(|key| match graph.node_property(node, *key) {
            Some(value @ (ValueRef::String(_) | ValueRef::Integer(_))) => Some(literal(value)),
            _ => None,
        })
    };
    let named: Vec<Option<String>> = nodes.iter().map(|(_, node)| candidate(*node)).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for text in named.iter().flatten() {
        *uses.entry(text).or_default() += 1;
    }
    // A handle made of a list cannot be mistaken for a property's string or integer.
    let numbered = |at: usize| format!("[{at}]");
    nodes
        .iter()
        .enumerate()
        .map(|(at, (_, node))| match &named[at] {
            Some(text) if uses.get(text.as_str()) == Some(&1) => (*node, text.clone()),
            _ => (*node, numbered(at)),
        })
        .collect()
}

fn properties<'a>(graph: &GraphState, values: impl Iterator<Item = (KeyId, ValueRef<'a>)>) -> String {
    let mut entries: Vec<(String, String)> =
        values.map(|(key, value)| (name(graph.catalog().key_name(key)), literal(value))).collect();
    entries.sort();
    let mut text = String::from("{");
    for (at, (key, value)) in entries.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}{key}: {value}", if at > 0 { ", " } else { "" });
    }
    text.push('}');
    text
}

fn literal(value: ValueRef<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_literal(&mut text, &value.to_value(), None);
    text
}

fn name(plain: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_name(&mut text, plain);
    text
}
