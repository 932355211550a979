//! `{"nodes":[{"id","labels","properties"}],"relationships":[{"id","type","start","end","properties"}]}`, an element a line.

use std::io::{self, Write};

use super::{Selection, write_failed};
use crate::error::Result;
use crate::graph::GraphState;
use crate::value::{Entities, Value, json};

/// Writes the object; elements ascend by id.
pub fn write_json(graph: &GraphState, selection: &Selection, out: &mut dyn Write) -> Result<()> {
    write(graph, selection, out).map_err(write_failed)
}

fn write(graph: &GraphState, selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    let text = |value: Value| json::to_json(&value, Some(graph as &dyn Entities));
    let string = |text_value: &str| text(Value::String(text_value.into()));
    write!(out, "{{\"nodes\":[")?;
    for (at, id) in selection.nodes.iter().enumerate() {
        let Some(node) = graph.node_view(*id) else { continue };
        let mut labels: Vec<String> = node.labels.iter().map(|label| string(label)).collect();
        labels.sort();
        let properties = text(Value::Map(node.properties.into()));
        write!(
            out,
            "{}\n{{\"id\":{},\"labels\":[{}],\"properties\":{properties}}}",
            if at > 0 { "," } else { "" },
            id.0,
            labels.join(",")
        )?;
    }
    write!(out, "\n],\"relationships\":[")?;
    for (at, id) in selection.relationships.iter().enumerate() {
        let Some(rel) = graph.rel_view(*id) else { continue };
        let properties = text(Value::Map(rel.properties.into()));
        write!(
            out,
            "{}\n{{\"id\":{},\"type\":{},\"start\":{},\"end\":{},\"properties\":{properties}}}",
            if at > 0 { "," } else { "" },
            id.0,
            string(&rel.rel_type),
            rel.start.0,
            rel.end.0
        )?;
    }
    writeln!(out, "\n]}}")
}
