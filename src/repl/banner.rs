//! What a newcomer reads first: where one is, whether changes are kept, and three things to try.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::render::{FAINT, HEADING, Look, TYPED, counted};
use super::session::{Place, Session};
use crate::evidence::Evidence;
use crate::graph::{Direction, GraphState, NodeId};

/// The banner; ends with an empty line.
pub fn text(session: &Session, look: &Look) -> String {
    let (nodes, relationships, tries) =
        session.graph(|graph| (graph.node_count(), graph.relationship_count(), things_to_try(graph)));
    let counts = format!("{}, {}", counted(nodes, "node"), counted(relationships, "relationship"));
    let (place, keep) = match &session.place {
        Place::Memory(Some(sample)) => (
            format!("{sample}, in memory ({counts})"),
            "Changes are gone when you leave; .save FILE keeps them in a store.".to_owned(),
        ),
        Place::Memory(None) => (
            format!("an empty graph in memory ({counts})"),
            "It is gone when you leave; .save FILE keeps it in a store.".to_owned(),
        ),
        Place::File { path, readonly: true } => {
            (format!("{} ({counts})", path.display()), "Read-only: nothing is changed.".to_owned())
        }
        Place::File { path, readonly: false } => {
            (format!("{} ({counts})", path.display()), "Every statement is kept when it is done.".to_owned())
        }
    };
    let title = format!("casegraph {}", env!("CARGO_PKG_VERSION"));
    let mut out = format!(
        "{}  {}\n{}\n",
        look.paint(HEADING, &title),
        super::render::safe_line(&place),
        look.paint(FAINT, &keep)
    );
    let width = tries.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    out.push_str("\nTry\n");
    for (command, what) in tries {
        let padding = " ".repeat(width.saturating_sub(command.chars().count()));
        let command = super::render::safe_line(&command).into_owned();
        out.push_str(&format!("  {}{padding}   {}\n", look.paint(TYPED, &command), look.paint(FAINT, what)));
    }
    out.push_str(&format!(
        "\n{}\n\n",
        look.paint(
            FAINT,
            "Cypher statements end with ;   Tab completes, Ctrl-C cancels, Ctrl-D leaves, .help helps."
        )
    ));
    out
}

/// Three lines that work on the graph at hand: two well-connected names of it, if it has names.
fn things_to_try(graph: &GraphState) -> Vec<(String, &'static str)> {
    match telling_names(graph).as_slice() {
        [first, second, ..] => vec![
            (format!(".show {first}"), "what is it, and on whose word do we know"),
            (format!(".path {first}, {second}"), "how are the two connected"),
            ("MATCH (n) RETURN labels(n), count(*);".to_owned(), "a first statement in Cypher"),
        ],
        [only] => vec![
            (format!(".show {only}"), "what is it, and on whose word do we know"),
            (".schema".to_owned(), "what the graph is made of"),
            ("MATCH (n) RETURN labels(n), count(*);".to_owned(), "a first statement in Cypher"),
        ],
        [] => vec![
            (
                "CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Grace'});".to_owned(),
                "make something",
            ),
            (".read FILE".to_owned(), "run a file of statements"),
            ("MATCH (n) RETURN n;".to_owned(), "see it"),
        ],
    }
}

/// Two names worth asking for: the best-connected person, or node, and the best-connected node that is no neighbour of it.
/// Names with commas or quotes would need quotes.
fn telling_names(graph: &GraphState) -> Vec<String> {
    const LOOKED_AT: usize = 20_000;
    let evidence = Evidence::new(graph);
    let person = graph.catalog().label("Person");
    let mut best: Vec<(usize, Reverse<NodeId>, &str)> = graph
        .nodes()
        .take(LOOKED_AT)
        .filter_map(|node| {
            let name = evidence.node_text(node, evidence.keys().name)?;
            let plain = name.len() <= 40 && !name.contains([',', '\'', '"']);
            plain.then(|| (graph.degree(node, Direction::Both, None), Reverse(node), name))
        })
        .collect();
    best.sort();
    best.reverse();
    let is_person = |node: NodeId| person.is_some_and(|label| graph.has_label(node, label));
    let Some(first) = best.iter().find(|(_, node, _)| is_person(node.0)).or(best.first()) else {
        return Vec::new();
    };
    let node = first.1.0;
    let near: HashSet<NodeId> =
        graph.expand(node, Direction::Both, None).map(|entry| entry.neighbour).collect();
    let second = best.iter().find(|(degree, other, name)| {
        *degree > 0 && other.0 != node && !near.contains(&other.0) && *name != first.2
    });
    [Some(first), second].into_iter().flatten().map(|(_, _, name)| (*name).to_owned()).collect()
}
