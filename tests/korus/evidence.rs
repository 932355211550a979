//! What is said is said by somebody, somewhere.

use std::collections::BTreeSet;

use casegraph::evidence::Evidence;
use casegraph::{Direction, Snapshot};

use super::{Element, NOBODYS_WORD, elements, korus, minimal, none, text};

const PARAGRAPHS: usize = 25;

/// Whether an element has to rest on something: a relation of the case, or a figure.
fn must_cite(element: Element<'_>) -> bool {
    match element {
        Element::Relation(relation) => relation.type_name() != "FROM",
        Element::Node(node) => node.has_label("Statistic"),
    }
}

#[test]
fn every_citation_leads_to_an_excerpt_and_its_source() {
    for graph in [korus(), minimal()] {
        let evidence = Evidence::new(&graph);
        let mut complaints = Vec::new();
        for element in elements(&graph) {
            let cites = element.cites(&graph);
            if must_cite(element) && cites.is_empty() {
                complaints.push(format!("{} cites nothing", element.shown(&graph)));
            }
            let distinct: BTreeSet<&String> = cites.iter().collect();
            if distinct.len() < cites.len() {
                complaints.push(format!("{} cites something twice", element.shown(&graph)));
            }
            for key in &cites {
                let citation = evidence.resolve(key);
                if [&citation.source, &citation.locator, &citation.summary].iter().any(|part| part.is_empty())
                {
                    complaints.push(format!("{} cites `{key}`, which leads nowhere", element.shown(&graph)));
                }
            }
        }
        none(complaints);
    }
}

#[test]
fn every_paragraph_is_cited() {
    let graph = korus();
    let cited: BTreeSet<String> = elements(&graph)
        .filter(|element| must_cite(*element))
        .flat_map(|element| element.cites(&graph))
        .collect();
    let paragraphs: Vec<String> = (1..=PARAGRAPHS).map(|number| format!("korus:p{number}")).collect();
    none(
        paragraphs
            .iter()
            .filter(|key| !cited.contains(*key))
            .map(|key| format!("`{key}` is not cited"))
            .collect(),
    );

    let evidence = Evidence::new(&graph);
    for (index, key) in paragraphs.iter().enumerate() {
        assert_eq!(evidence.resolve(key).locator, format!("paragraph {}", index + 1));
    }
    assert_eq!(graph.nodes_labelled("Excerpt").count(), PARAGRAPHS);
    for excerpt in graph.nodes_labelled("Excerpt") {
        assert_eq!(excerpt.degree(Direction::Outgoing, Some("FROM")), 1);
    }
}

#[test]
fn somebody_stands_behind_all_that_is_not_a_fact() {
    let readme = text("graph-data/korus/README.md");
    for word in NOBODYS_WORD {
        assert!(readme.contains(&format!("`{word}`")), "the README does not explain `{word}`");
    }
    none(unattributed(&korus(), &NOBODYS_WORD));
    none(unattributed(&minimal(), &[]));
}

/// Facts with an author, and everything else without one.
fn unattributed(graph: &Snapshot, nobodys_word: &[&str]) -> Vec<String> {
    let known =
        |who: &str| nobodys_word.contains(&who) || graph.find_nodes("Entity", "name", who).next().is_some();
    let mut complaints = Vec::new();
    for element in elements(graph) {
        let is_said = element.string("status").is_some_and(|status| status != "fact");
        let shown = element.shown(graph);
        match element.string("according_to") {
            Some(_) if !is_said => complaints.push(format!("{shown} is a fact, but according to somebody")),
            Some(who) if !known(&who) => complaints.push(format!("{shown}: nobody is called `{who}`")),
            None if is_said => complaints.push(format!("{shown} is no fact, but nobody says it")),
            _ => {}
        }
    }
    complaints
}
