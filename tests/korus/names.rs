//! A name means one entity.

use std::collections::BTreeMap;

use casegraph::explore::{Match, NameBook, fold};

use super::{Element, korus, minimal, none};

#[test]
fn no_two_entities_share_a_name() {
    for graph in [korus(), minimal()] {
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in graph.nodes_labelled("Entity") {
            let aliases: Vec<String> = node.get("aliases").expect("every entity has a list of them");
            for name in aliases.into_iter().chain(node.get::<String>("name")) {
                assert!(!name.trim().is_empty() && name.trim() == name, "`{name}`");
                owners.entry(fold(&name)).or_default().push(Element::Node(node).shown(&graph));
            }
        }
        let shared = owners.iter().filter(|(_, owners)| owners.len() > 1);
        none(shared.map(|(name, owners)| format!("`{name}` is the name of {}", owners.join(", "))).collect());
    }
}

#[test]
fn every_name_finds_its_entity() {
    let graph = korus();
    let book = NameBook::new(&graph);
    let mut complaints = Vec::new();
    for node in graph.nodes_labelled("Entity") {
        let aliases: Vec<String> = node.get("aliases").expect("every entity has a list of them");
        for name in aliases.into_iter().chain(node.get::<String>("name")) {
            for typed in [name.to_uppercase(), format!(" {} ", name.to_lowercase())] {
                if book.find(&typed) != Match::One(node.id()) {
                    complaints.push(format!("`{typed}` does not find {}", Element::Node(node).shown(&graph)));
                }
            }
        }
    }
    none(complaints);
}
