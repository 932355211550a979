//! Asking without Cypher: who is it, who is near, how are two connected, and on whose word.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::json;

use super::super::arguments::{list, trailing_number, unquote};
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::interrupt::Interrupt;
use super::super::render;
use super::super::reply::{Reply, number, text};
use super::super::session::Session;
use crate::error::{Error, Result};
use crate::evidence::Evidence;
use crate::execute::CancellationToken;
use crate::explore::{
    Match, NameBook, PathQuery, SearchLimit, find_text, fold, narrate_pathways, narrate_profile, pathways,
    profile, verb,
};
use crate::graph::{Direction, GraphState, NodeId, ValueRef};
use crate::value::Value;

/// The longest path that `.path` considers.
const MAX_HOPS: usize = 8;
/// Neighbours that `.path` looks at before it gives up.
const MAX_EXPANSIONS: u64 = 20_000_000;
/// Rows that `.find` and `.neighbors` show.
const MAX_ROWS: usize = 200;

const SHOW: Command = Command {
    name: "show",
    aliases: &["who", "what"],
    arguments: "NAME",
    completes: Completes::Name,
    chapter: Chapter::Explore,
    summary: "who or what is it, and its relations with their evidence",
    details: "Names are found whatever their case and accents, by alias, and by a single word of them. \
              Relations are grouped by type and direction; ? marks what is not established as fact, \
              and numbers in brackets lead to the sources below.",
    example: ".show kia",
    handler: show,
};

const PATH: Command = Command {
    name: "path",
    aliases: &["paths"],
    arguments: "A, B [K]",
    completes: Completes::Names,
    chapter: Chapter::Explore,
    summary: "how are two connected: the K shortest paths, hop by hop, with sources",
    details: "Each hop is a sentence with its citations; ? marks hops that no plain fact supports. Relations are followed \
              in both directions, at most 8 hops. A name with a comma stands in quotes.",
    example: ".path Trump, Hyundai 3",
    handler: path,
};

const NEIGHBORS: Command = Command {
    name: "neighbors",
    aliases: &["neighbours", "near"],
    arguments: "NAME [DEPTH]",
    completes: Completes::Name,
    chapter: Chapter::Explore,
    summary: "who is directly related, or within DEPTH hops",
    details: "",
    example: ".neighbors South Korea 2",
    handler: neighbors,
};

const FIND: Command = Command {
    name: "find",
    aliases: &["search"],
    arguments: "TEXT",
    completes: Completes::Nothing,
    chapter: Chapter::Explore,
    summary: "nodes whose names or other texts contain TEXT",
    details: "Case and accents do not matter.",
    example: ".find tariff",
    handler: find,
};

const SOURCES: Command = Command {
    name: "sources",
    aliases: &["cites", "evidence"],
    arguments: "[NAME]",
    completes: Completes::Name,
    chapter: Chapter::Explore,
    summary: "the excerpts behind a name and its relations; without NAME all sources",
    details: "",
    example: ".sources Trump",
    handler: sources,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[SHOW, PATH, NEIGHBORS, FIND, SOURCES];

fn show(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    if arguments.is_empty() {
        return Err(SHOW.misused("whom?").into());
    }
    let reply = session.read_named(|graph, book, _| {
        let node = resolve(book, graph, unquote(arguments))?;
        let evidence = Evidence::new(graph);
        let profile = profile(graph, node);
        Ok(Reply::Text {
            text: narrate_profile(&evidence, &profile),
            json: json!({ "profile": render::profile_json(&evidence, &profile) }),
        })
    })?;
    Ok(reply)
}

/// The node of a name, of a `key` property, or of an id such as `#12`. The hint of an ambiguous or unknown name helps to
/// say it better.
pub(super) fn resolve(book: &NameBook, graph: &GraphState, name: &str) -> Result<NodeId> {
    let by_id = name.strip_prefix('#').and_then(|id| id.parse().ok()).map(NodeId);
    if let Some(node) = by_id.filter(|node| graph.node_exists(*node)) {
        return Ok(node);
    }
    if matches!(book.find(name), Match::None(_))
        && let Some(node) = by_key(graph, name)
    {
        return Ok(node);
    }
    book.resolve(graph, name)
}

fn by_key(graph: &GraphState, wanted: &str) -> Option<NodeId> {
    let column = graph.node_column(graph.catalog().key("key")?)?;
    column
        .iter()
        .find(|(_, value)| matches!(value, ValueRef::String(key) if *key == wanted))
        .map(|(row, _)| NodeId(row))
}

fn path(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let reply = session.read_named(|graph, book, token| {
        let (from, to, k) = path_ends(book, graph, arguments)?;
        let query = PathQuery { from, to, k, max_hops: MAX_HOPS, types: Vec::new(), directed: false };
        let interrupt = || Interrupt::check(token);
        let paths =
            pathways(graph, &query, SearchLimit { expansions: MAX_EXPANSIONS, interrupt: &interrupt })?;
        let evidence = Evidence::new(graph);
        let text = if paths.is_empty() {
            let (from, to) = (evidence.name(from), evidence.name(to));
            format!("no path of at most {MAX_HOPS} hops between {from} and {to}\n")
        } else {
            narrate_pathways(&evidence, &paths)
        };
        Ok(Reply::Text { text, json: render::pathways_json(&evidence, &paths) })
    })?;
    Ok(reply)
}

/// The two names and how many paths. A number behind the second name is the number of paths, unless the name with it
/// is known.
fn path_ends(book: &NameBook, graph: &GraphState, arguments: &str) -> Result<(NodeId, NodeId, usize)> {
    let parts = list(arguments);
    let (from, to, k) = match parts.as_slice() {
        [from, to] => {
            let (shorter, k) = trailing_number(to);
            match k {
                Some(k) if matches!(book.find(to), Match::None(_)) => (from, shorter, k),
                _ => (from, to.as_str(), 1),
            }
        }
        [from, to, k] => {
            let k = k.parse().map_err(|_| PATH.misused(&format!("`{k}` is no number of paths")))?;
            (from, to.as_str(), k)
        }
        _ => return Err(PATH.misused("it takes two names with a comma between them")),
    };
    if k == 0 || k > 1000 {
        return Err(PATH.misused("the number of paths lies between 1 and 1000"));
    }
    Ok((resolve(book, graph, from)?, resolve(book, graph, to)?, k))
}

fn neighbors(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    if arguments.is_empty() {
        return Err(NEIGHBORS.misused("whose?").into());
    }
    let reply = session.read_named(|graph, book, token| {
        let whole = unquote(arguments);
        let (name, depth) = match trailing_number(arguments) {
            (shorter, Some(depth)) if matches!(book.find(whole), Match::None(_)) => (unquote(shorter), depth),
            _ => (whole, 1),
        };
        if !(1..=10).contains(&depth) {
            return Err(NEIGHBORS.misused("the depth lies between 1 and 10"));
        }
        let node = resolve(book, graph, name)?;
        let rows = reach(graph, node, depth, token)?;
        Ok(Reply::table(&["hops", "name", "labels", "how"], rows))
    })?;
    Ok(reply)
}

/// The nodes within so many hops, nearest first, each with the first relation that leads to it.
fn reach(
    graph: &GraphState,
    start: NodeId,
    depth: usize,
    token: &CancellationToken,
) -> Result<Vec<Vec<Value>>> {
    let evidence = Evidence::new(graph);
    let mut seen = HashSet::from([start]);
    let mut level = vec![start];
    let mut rows = Vec::new();
    for hops in 1..=depth {
        let mut found = Vec::new();
        for &node in &level {
            Interrupt::check(token)?;
            for entry in graph.expand(node, Direction::Both, None) {
                if rows.len() + found.len() < MAX_ROWS && seen.insert(entry.neighbour) {
                    found.push((entry.neighbour, entry.relationship));
                }
            }
        }
        let mut sorted: Vec<(String, NodeId, _)> =
            found.iter().map(|(node, rel)| (evidence.name(*node), *node, *rel)).collect();
        sorted.sort();
        for (name, node, rel) in sorted {
            let how = graph.relationship(rel).map_or_else(String::new, |ends| {
                let verb = verb(graph.catalog().type_name(ends.rel_type));
                format!("{} {verb} {}", evidence.name(ends.start), evidence.name(ends.end))
            });
            rows.push(vec![number(hops as u64), text(&name), text(&labels(graph, node)), text(&how)]);
        }
        level = found.into_iter().map(|(node, _)| node).collect();
    }
    Ok(rows)
}

/// `:Actor:Person`
pub(super) fn labels(graph: &GraphState, node: NodeId) -> String {
    graph.labels(node).iter().map(|label| format!(":{}", graph.catalog().label_name(*label))).collect()
}

fn find(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let wanted = unquote(arguments);
    if fold(wanted).is_empty() {
        return Err(FIND.misused("what?").into());
    }
    let reply = session.read(|graph, _| {
        let evidence = Evidence::new(graph);
        let rows = find_text(graph, wanted, MAX_ROWS)
            .into_iter()
            .map(|(node, key, found)| {
                let name = evidence.name(node);
                // A name found is in the first column already; the description says more.
                let description = evidence.node_text(node, evidence.keys().description);
                let shown = match description.filter(|_| found == name) {
                    Some(description) => description.to_owned(),
                    None => excerpt(&found, wanted),
                };
                vec![text(&name), text(&labels(graph, node)), text(&key), text(&shown)]
            })
            .collect();
        Ok(Reply::table(&["name", "labels", "property", "text"], rows))
    })?;
    Ok(reply)
}

/// The part of a long text around the first place that was looked for.
fn excerpt(found: &str, wanted: &str) -> String {
    const AROUND: usize = 60;
    let characters: Vec<char> = found.chars().collect();
    if characters.len() <= 2 * AROUND {
        return found.to_owned();
    }
    let wanted = fold(wanted);
    // Folding can change the number of characters, so the place is only near the right one.
    let place = fold(found).find(&wanted).map_or(0, |at| fold(found)[..at].chars().count());
    let start = place.saturating_sub(AROUND).min(characters.len());
    let end = (place + AROUND).min(characters.len());
    let part: String = characters[start..end].iter().collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < characters.len() { "…" } else { "" });
    format!("{before}{}{after}", part.trim())
}

fn sources(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let name = unquote(arguments);
    if name.is_empty() {
        return Ok(session.read(all_sources)?);
    }
    let reply = session.read_named(|graph, book, _| {
        let node = resolve(book, graph, name)?;
        let evidence = Evidence::new(graph);
        // By excerpt, how many statements rest on it.
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for key in evidence.node_cites(node) {
            *counts.entry(key).or_default() += 1;
        }
        for entry in graph.expand(node, Direction::Both, None) {
            for key in evidence.relationship_cites(entry.relationship) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let mut rows: Vec<_> =
            counts.into_iter().map(|(key, count)| (evidence.resolve(&key), count)).collect();
        rows.sort_by(|a, b| (&a.0.source, natural(&a.0.key)).cmp(&(&b.0.source, natural(&b.0.key))));
        let rows = rows
            .into_iter()
            .map(|(cited, count)| {
                let locator = if cited.locator.is_empty() { &cited.key } else { &cited.locator };
                vec![text(&cited.source), text(locator), number(count), text(&cited.summary)]
            })
            .collect();
        Ok(Reply::table(&["source", "place", "cited", "summary"], rows))
    })?;
    Ok(reply)
}

/// A key with its numbers apart, so that `p9` comes before `p10`.
fn natural(key: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = key;
    while !rest.is_empty() {
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(letters);
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        // A number too long to compare counts as the largest.
        let value = if digits == 0 { 0 } else { tail[..digits].parse().unwrap_or(u64::MAX) };
        parts.push((head.to_owned(), value));
        rest = &tail[digits..];
    }
    parts
}

/// Every source with the number of its excerpts and of the nodes and relationships that cite them.
fn all_sources(graph: &GraphState, token: &CancellationToken) -> Result<Reply> {
    let evidence = Evidence::new(graph);
    let mut cited: BTreeMap<String, u64> = BTreeMap::new();
    for (at, node) in graph.nodes().enumerate() {
        pause(at, token)?;
        count(&mut cited, evidence.node_cites(node));
    }
    for (at, rel) in graph.relationships().enumerate() {
        pause(at, token)?;
        count(&mut cited, evidence.relationship_cites(rel));
    }
    let mut by_source: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let excerpts: BTreeSet<NodeId> = match graph.catalog().label("Excerpt") {
        Some(label) => graph.nodes_with_label(label).collect(),
        None => BTreeSet::new(),
    };
    for (at, excerpt) in excerpts.into_iter().enumerate() {
        pause(at, token)?;
        let Some(key) = evidence.node_text(excerpt, evidence.keys().key) else { continue };
        let source = evidence.resolve(key).source;
        let counts = by_source.entry(source).or_default();
        counts.0 += 1;
        counts.1 += cited.get(key).copied().unwrap_or(0);
    }
    let rows = by_source
        .into_iter()
        .map(|(source, (excerpts, cited))| vec![text(&source), number(excerpts), number(cited)])
        .collect();
    Ok(Reply::table(&["source", "excerpts", "cited"], rows))
}

fn count(counts: &mut BTreeMap<String, u64>, keys: Vec<String>) {
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
}

fn pause(at: usize, token: &CancellationToken) -> Result<(), Error> {
    if at.is_multiple_of(4096) { Interrupt::check(token) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_keys_count() {
        let mut keys = ["korus:p10", "korus:p9", "a"];
        keys.sort_by_key(|key| natural(key));
        assert_eq!(keys, ["a", "korus:p9", "korus:p10"]);
    }

    #[test]
    fn long_texts_are_shown_around_the_place() {
        let long = format!("{}needle{}", "x ".repeat(100), " y".repeat(100));
        let shown = excerpt(&long, "NEEDLE");
        assert!(shown.contains("needle") && shown.starts_with('…') && shown.ends_with('…'));
    }
}
