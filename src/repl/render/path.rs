//! Paths and profiles for people and for programs: a sentence for each hop with its citations, footnotes below.

use serde_json::{Value as Json, json};

use super::layout::wrap_block;
use super::sanitize;
use super::style::{CAUTION, FAINT, HEADING, Look};
use super::value;
use crate::evidence::Evidence;
use crate::explore::{Footnotes, Hop, Pathway, Profile, Relation, narrate_pathways, sentence};
use crate::graph::GraphState;
use crate::value::{PathValue, Value};

/// Path values in sentences, with footnotes. A path that lost a relationship, or has none, is written as a pattern.
pub fn narrate(values: &[Value], graph: &GraphState, look: &Look) -> String {
    let evidence = Evidence::new(graph);
    let mut told = Vec::new();
    let mut text = String::new();
    for value in values {
        match pathway(value, &evidence) {
            Some(path) => told.push(path),
            None => {
                text.push_str(&value::cell(value, graph));
                text.push('\n');
            }
        }
    }
    if !told.is_empty() {
        text.push_str(&decorate(&narrate_pathways(&evidence, &told), look));
    }
    text
}

fn pathway(value: &Value, evidence: &Evidence<'_>) -> Option<Pathway> {
    let Value::Path(path) = value else { return None };
    let PathValue { nodes, relationships } = &**path;
    let hops: Option<Vec<Hop>> = relationships
        .iter()
        .map(|rel| Some(Hop { relations: vec![Relation::read(evidence, *rel)?] }))
        .collect();
    Some(Pathway { nodes: nodes.clone(), hops: hops? }).filter(|path| !path.hops.is_empty())
}

/// Told text made safe, wrapped to the width, and coloured: the first line of each paragraph bold unless it is indented,
/// what is no plain fact marked, footnotes faint.
pub fn decorate(text: &str, look: &Look) -> String {
    let safe = sanitize::block(text);
    let mut out = String::with_capacity(safe.len());
    let mut begins = true;
    for line in safe.split_inclusive('\n') {
        let wrapped = match look.width {
            Some(width) => wrap_block(line, width),
            None => line.to_owned(),
        };
        let style = match line.trim_start() {
            _ if begins && !line.starts_with(' ') => Some(HEADING),
            body if body.starts_with("? ") => Some(CAUTION),
            body if body.starts_with('[') => Some(FAINT),
            _ => None,
        };
        begins = line.trim().is_empty();
        match style {
            Some(style) => {
                let body = wrapped.trim_end_matches('\n');
                out.push_str(&look.paint(style, body));
                out.push_str(&wrapped[body.len()..]);
            }
            None => out.push_str(&wrapped),
        }
    }
    out
}

/// `{"paths":[{"nodes":[..],"hops":[{"relations":[..]}]}],"citations":[..]}`
pub fn pathways_json(evidence: &Evidence<'_>, paths: &[Pathway]) -> Json {
    let mut notes = Footnotes::default();
    let paths: Vec<Json> = paths
        .iter()
        .map(|path| {
            let nodes: Vec<String> = path.nodes.iter().map(|node| evidence.name(*node)).collect();
            let hops: Vec<Json> = path.hops.iter().map(|hop| hop_json(evidence, hop, &mut notes)).collect();
            json!({ "nodes": nodes, "length": path.hops.len(), "unproven_hops": path.weak_hops(), "hops": hops })
        })
        .collect();
    json!({ "paths": paths, "citations": citations_json(evidence, &notes) })
}

fn hop_json(evidence: &Evidence<'_>, hop: &Hop, notes: &mut Footnotes) -> Json {
    let relations: Vec<Json> =
        hop.relations.iter().map(|relation| relation_json(evidence, relation, notes)).collect();
    json!({ "fact": !hop.is_qualified(), "relations": relations })
}

fn relation_json(evidence: &Evidence<'_>, relation: &Relation, notes: &mut Footnotes) -> Json {
    for key in &relation.cites {
        notes.number(key);
    }
    json!({
        "type": relation.type_name,
        "from": evidence.name(relation.start),
        "to": evidence.name(relation.end),
        "sentence": sentence(evidence, relation),
        "status": relation.status_text,
        "according_to": relation.according_to,
        "valid_from": relation.valid_from,
        "valid_to": relation.valid_to,
        "cites": relation.cites,
    })
}

/// `{"name":..,"labels":[..],..,"relations":[..],"citations":[..]}`
pub fn profile_json(evidence: &Evidence<'_>, profile: &Profile) -> Json {
    let mut notes = Footnotes::default();
    for key in &profile.cites {
        notes.number(key);
    }
    let relations: Vec<Json> = profile
        .groups
        .iter()
        .flat_map(|group| group.relations.iter())
        .map(|(_, relation)| relation_json(evidence, relation, &mut notes))
        .collect();
    let properties: serde_json::Map<String, Json> =
        profile.properties.iter().map(|(key, value)| (key.clone(), Json::String(value.clone()))).collect();
    json!({
        "name": profile.name,
        "labels": profile.labels,
        "aliases": profile.aliases,
        "description": profile.description,
        "cites": profile.cites,
        "properties": properties,
        "relations": relations,
        "citations": citations_json(evidence, &notes),
    })
}

fn citations_json(evidence: &Evidence<'_>, notes: &Footnotes) -> Vec<Json> {
    notes
        .keys()
        .iter()
        .map(|key| {
            let citation = evidence.resolve(key);
            json!({
                "key": citation.key,
                "source": citation.source,
                "locator": citation.locator,
                "summary": citation.summary,
            })
        })
        .collect()
}
