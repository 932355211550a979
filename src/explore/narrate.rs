//! Paths and profiles as text for people.

use std::fmt::Write;

use super::footnotes::Footnotes;
use super::pathway::{Hop, Pathway, Relation};
use super::profile::Profile;
use crate::evidence::Evidence;

/// A relation type as a verb phrase: `IDENTIFIES_AS_THREAT` reads `identifies as threat`.
pub fn verb(type_name: &str) -> String {
    type_name.replace('_', " ").to_lowercase()
}

/// Subject, verb, object, as the relation points.
pub fn sentence(evidence: &Evidence<'_>, relation: &Relation) -> String {
    format!("{} {} {}", evidence.name(relation.start), verb(&relation.type_name), evidence.name(relation.end))
}

/// What a reader must know beside the sentence: status, on whose word, when, and its other properties; empty for a
/// plain fact without any.
fn qualification(relation: &Relation) -> String {
    let mut parts = Vec::new();
    if relation.status.is_qualified() {
        parts.push(relation.status_text.clone().unwrap_or_default().to_uppercase());
    }
    if let Some(who) = &relation.according_to {
        parts.push(format!("according to {who}"));
    }
    match (&relation.valid_from, &relation.valid_to) {
        (Some(from), Some(to)) if from == to => parts.push(from.clone()),
        (Some(from), Some(to)) => parts.push(format!("{from} to {to}")),
        (Some(from), None) => parts.push(format!("since {from}")),
        (None, Some(to)) => parts.push(format!("until {to}")),
        (None, None) => {}
    }
    parts.extend(relation.details.iter().map(|(key, value)| format!("{key}: {value}")));
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// The paths, a sentence for each hop, and the footnotes. Hops that no plain fact supports are marked with `?`.
pub fn narrate_pathways(evidence: &Evidence<'_>, paths: &[Pathway]) -> String {
    let mut text = String::new();
    let mut notes = Footnotes::default();
    for (index, path) in paths.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        narrate_pathway(evidence, path, &mut notes, &mut text);
    }
    if !notes.is_empty() {
        text.push('\n');
        text.push_str(&notes.text(evidence));
    }
    text
}

fn narrate_pathway(evidence: &Evidence<'_>, path: &Pathway, notes: &mut Footnotes, text: &mut String) {
    let names: Vec<String> = path.nodes.iter().map(|node| evidence.name(*node)).collect();
    let hops = path.hops.len();
    let plural = if hops == 1 { "" } else { "s" };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}  ({hops} hop{plural}{})", names.join(" – "), weakness(path));
    for (number, hop) in path.hops.iter().enumerate() {
        narrate_hop(evidence, number + 1, hop, notes, text);
    }
}

fn weakness(path: &Pathway) -> String {
    match path.weak_hops() {
        0 => String::new(),
        1 => ", 1 not established as fact".to_owned(),
        weak => format!(", {weak} not established as fact"),
    }
}

/// The best relation on the numbered line, the others of the same hop below it.
fn narrate_hop(evidence: &Evidence<'_>, number: usize, hop: &Hop, notes: &mut Footnotes, text: &mut String) {
    /// A hop's parallel relations beyond these are counted, not told.
    const TOLD: usize = 4;
    for (index, relation) in hop.relations.iter().take(TOLD).enumerate() {
        let mark = if relation.status.is_qualified() { '?' } else { ' ' };
        let lead = if index == 0 { format!("{mark} {number}.") } else { format!("{mark}   also:") };
        let marks = notes.marks(&relation.cites);
        let cited = if marks.is_empty() { " [no citation]".to_owned() } else { format!(" {marks}") };
        let _ = writeln!(text, " {lead} {}{}{cited}", sentence(evidence, relation), qualification(relation));
    }
    match hop.relations.len().saturating_sub(TOLD) {
        0 => {}
        1 => text.push_str("     and one more relation between the two\n"),
        more => {
            let _ = writeln!(text, "     and {more} more relations between the two");
        }
    }
}

/// A node: what it is, what is known of it, and its relations by type and direction, with footnotes.
pub fn narrate_profile(evidence: &Evidence<'_>, profile: &Profile) -> String {
    let mut text = String::new();
    let labels: String = profile.labels.iter().map(|label| format!(":{label}")).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}  {labels}", profile.name);
    if !profile.aliases.is_empty() {
        let _ = writeln!(text, "also known as {}", profile.aliases.join(", "));
    }
    if let Some(description) = &profile.description {
        let _ = writeln!(text, "{description}");
    }
    for (key, value) in &profile.properties {
        let _ = writeln!(text, "  {key}: {value}");
    }
    let mut notes = Footnotes::default();
    if !profile.cites.is_empty() {
        let _ = writeln!(text, "  cited: {}", notes.marks(&profile.cites));
    }
    for group in &profile.groups {
        let arrow = if group.outgoing { "→" } else { "←" };
        let _ = writeln!(text, "\n{arrow} {} ({})", verb(&group.type_name), group.relations.len());
        for (name, relation) in &group.relations {
            let mark = if relation.status.is_qualified() { '?' } else { ' ' };
            let marks = notes.marks(&relation.cites);
            let _ = writeln!(text, " {mark} {name}{} {marks}", qualification(relation));
        }
    }
    if !notes.is_empty() {
        text.push('\n');
        text.push_str(&notes.text(evidence));
    }
    text
}
