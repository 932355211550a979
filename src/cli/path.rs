//! `casegraph path`: how two actors are connected, with the evidence for every hop.

use std::io::{self, Write};

use crate::database::CancellationToken;
use crate::error::{Error, ErrorClass, Result, similarity};
use crate::evidence::Evidence;
use crate::explore::{NameBook, PathQuery, Pathway, SearchLimit, narrate_pathways, pathways};
use crate::export::{DotOptions, Selection, write_dot};
use crate::graph::{GraphState, NodeId, TypeId};
use crate::repl::render::{pathways_json, safe_text};

use super::args::{Format, PathArgs, PathFormat};
use super::{Stop, open};

/// Neighbours that a search may look at.
const EXPANSIONS: u64 = 200_000_000;

pub(super) fn run(args: &PathArgs) -> Result<(), Stop> {
    let format = match args.format {
        PathFormat::Json => Some(Format::Json),
        PathFormat::Text | PathFormat::Dot => None,
    };
    answer(args).map_err(|stop| stop.told_as(format))
}

fn answer(args: &PathArgs) -> Result<(), Stop> {
    let database = open::open_path(&args.store.store, true, false)?;
    let snapshot = database.snapshot();
    let paths = search(&snapshot, args)?;
    let evidence = Evidence::new(&snapshot);
    let mut out = io::stdout().lock();
    snapshot.intact()?;
    match args.format {
        PathFormat::Text | PathFormat::Dot if paths.is_empty() => Err(no_path(args).into()),
        PathFormat::Text => Ok(out.write_all(safe_text(&narrate_pathways(&evidence, &paths)).as_bytes())?),
        PathFormat::Json => Ok(writeln!(out, "{}", pathways_json(&evidence, &paths))?),
        PathFormat::Dot => {
            let title = Some(format!("{} to {}", args.from, args.to));
            let order = reading_order(&paths);
            let options = DotOptions { title, order, ..DotOptions::default() };
            Ok(write_dot(&snapshot, &selection(&snapshot, &paths), &options, &mut out)?)
        }
    }
}

fn search(graph: &GraphState, args: &PathArgs) -> Result<Vec<Pathway>> {
    let names = NameBook::new(graph);
    let query = PathQuery {
        from: names.resolve(graph, &args.from)?,
        to: names.resolve(graph, &args.to)?,
        k: args.k as usize,
        max_hops: args.max_hops as usize,
        types: types(graph, &args.types)?,
        directed: args.directed,
    };
    let token = CancellationToken::new();
    crate::repl::Interrupt::default().cancels(&token);
    let interrupt = || match token.is_cancelled() {
        true => Err(Error::new(ErrorClass::Cancelled, "SearchCancelled", "the search was cancelled")),
        false => Ok(()),
    };
    pathways(graph, &query, SearchLimit { expansions: EXPANSIONS, interrupt: &interrupt })
}

fn types(graph: &GraphState, names: &[String]) -> Result<Vec<TypeId>> {
    let known = |name: &String| {
        graph.catalog().rel_type(name).ok_or_else(|| {
            let near = graph
                .catalog()
                .rel_types()
                .map(|(_, known)| (similarity(known, &name.to_uppercase()), known))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let error = Error::new(
                ErrorClass::ArgumentError,
                "UnknownType",
                format!("no relation has the type `{name}`"),
            );
            match near {
                Some((score, near)) if score > 0.7 => error.hint(format!("did you mean `{near}`?")),
                _ => error,
            }
        })
    };
    names.iter().map(known).collect()
}

fn selection(graph: &GraphState, paths: &[Pathway]) -> Selection {
    let mut selection = Selection::default();
    for path in paths {
        selection.nodes.extend(&path.nodes);
        path.relations().for_each(|relation| selection.add_relationship(graph, relation.id));
    }
    selection
}

/// The nodes of all paths, each path from its beginning to its end: by their distance from the beginning, so that no
/// arrow of a shorter path is turned by a longer one.
fn reading_order(paths: &[Pathway]) -> Vec<NodeId> {
    let mut placed: Vec<(usize, NodeId)> = Vec::new();
    for path in paths {
        let last = path.nodes.len() - 1;
        for (at, node) in path.nodes.iter().enumerate() {
            let place = if at == last { usize::MAX } else { at };
            if placed.iter().all(|(_, other)| other != node) {
                placed.push((place, *node));
            }
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, node)| node).collect()
}

fn no_path(args: &PathArgs) -> Error {
    Error::new(
        ErrorClass::EntityNotFound,
        "NoPath",
        format!(
            "no path of at most {} hop{} leads from {} to {}",
            args.max_hops,
            if args.max_hops == 1 { "" } else { "s" },
            args.from,
            args.to
        ),
    )
    .hint("allow more with --max-hops, or other relations by leaving out --type and --directed")
}
