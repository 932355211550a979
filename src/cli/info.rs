//! `casegraph info`

use std::io::{self, Write};

use crate::graph::{GraphState, Target};

use super::args::StoreArgs;
use super::{Stop, open};

pub(super) fn run(args: &StoreArgs) -> Result<(), Stop> {
    let database = open::open_path(&args.store, true, false)?;
    let mut out = io::stdout().lock();
    if let Some(info) = database.store_info() {
        writeln!(out, "store          {}", info.path.display())?;
        writeln!(out, "id             {}", info.id)?;
        writeln!(out, "format         {}.{}", info.format.0, info.format.1)?;
        writeln!(out, "generation     {}, {} commits", info.generation, info.sequence)?;
        writeln!(out, "size           {} bytes, log {} bytes", info.checkpoint_len, info.log_len)?;
    }
    let snapshot = database.snapshot();
    write_counts(&snapshot, &mut out)?;
    write_schema(&snapshot, &mut out)?;
    Ok(snapshot.intact()?)
}

fn write_counts(graph: &GraphState, out: &mut impl Write) -> io::Result<()> {
    let (catalog, statistics) = (graph.catalog(), graph.statistics());
    writeln!(out, "nodes          {}", graph.node_count())?;
    let mut labels: Vec<_> =
        catalog.labels().map(|(id, name)| (name.clone(), statistics.with_label(id))).collect();
    labels.sort();
    for (name, count) in labels.into_iter().filter(|(_, count)| *count > 0) {
        writeln!(out, "  {count:>10}   :{name}")?;
    }
    writeln!(out, "relationships  {}", graph.relationship_count())?;
    let mut types: Vec<_> =
        catalog.rel_types().map(|(id, name)| (name.clone(), statistics.of_type(id))).collect();
    types.sort();
    for (name, count) in types.into_iter().filter(|(_, count)| *count > 0) {
        writeln!(out, "  {count:>10}   :{name}")?;
    }
    Ok(())
}

fn write_schema(graph: &GraphState, out: &mut impl Write) -> io::Result<()> {
    let catalog = graph.catalog();
    let target = |target| match target {
        Target::Label(label) => format!("(:{})", catalog.label_name(label)),
        Target::Type(rel_type) => format!("[:{}]", catalog.type_name(rel_type)),
    };
    for index in graph.schema().indexes() {
        let definition = index.definition();
        let keys: Vec<&str> = definition.keys.iter().map(|key| &**catalog.key_name(*key)).collect();
        let kind = if index.is_unique() { "unique index" } else { "index" };
        writeln!(
            out,
            "{kind:<14} {} on {} ({}), {} entries",
            definition.name,
            target(definition.target),
            keys.join(", "),
            index.len()
        )?;
    }
    Ok(())
}
