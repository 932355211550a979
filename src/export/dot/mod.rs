//! Graphviz: labels decide shape and colour, relation types label the arrows, what is not a plain fact is dashed, and
//! the evidence is in the tooltips.

mod escape;
mod style;

use std::collections::BTreeMap;
use std::io::{self, Write};

use self::escape::{quoted, wrapped};
use self::style::{Look, Styles, edge_style};
use super::{Selection, write_failed};
use crate::error::Result;
use crate::evidence::Evidence;
use crate::explore::{Relation, sentence, verb};
use crate::graph::{GraphState, NodeId, RelId};

/// How a picture is drawn.
#[derive(Clone, Debug, Default)]
pub struct DotOptions {
    /// Explain colours, shapes and lines.
    pub legend: bool,
    /// In which direction it grows.
    pub rankdir: RankDir,
    /// A line above the picture.
    pub title: Option<String>,
}

/// The direction in which a picture grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RankDir {
    /// Left to right.
    #[default]
    LeftRight,
    /// Top to bottom.
    TopBottom,
    /// Right to left.
    RightLeft,
    /// Bottom to top.
    BottomTop,
}

impl RankDir {
    fn name(self) -> &'static str {
        match self {
            RankDir::LeftRight => "LR",
            RankDir::TopBottom => "TB",
            RankDir::RightLeft => "RL",
            RankDir::BottomTop => "BT",
        }
    }
}

/// Above this many relationships arrows are drawn thinner and closer, so that a large picture stays readable.
const LARGE: usize = 80;

/// Writes a `digraph`. The same selection of the same state gives the same text.
pub fn write_dot(
    graph: &GraphState,
    selection: &Selection,
    options: &DotOptions,
    out: &mut dyn Write,
) -> Result<()> {
    let picture = Picture { evidence: Evidence::new(graph), styles: Styles::new(graph), selection, options };
    picture.write(out).map_err(write_failed)
}

struct Picture<'a> {
    evidence: Evidence<'a>,
    styles: Styles<'a>,
    selection: &'a Selection,
    options: &'a DotOptions,
}

impl Picture<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "digraph casegraph {{")?;
        self.write_defaults(out)?;
        for node in &self.selection.nodes {
            self.write_node(*node, out)?;
        }
        for rel in &self.selection.relationships {
            self.write_relationship(*rel, out)?;
        }
        if self.options.legend {
            self.write_legend(out)?;
        }
        writeln!(out, "}}")
    }

    fn write_defaults(&self, out: &mut dyn Write) -> io::Result<()> {
        let large = self.selection.relationships.len() > LARGE;
        let (separation, rank, size) = if large { ("0.18", "1.1", "9") } else { ("0.4", "1.0", "10") };
        writeln!(
            out,
            "  graph [rankdir={}, nodesep={separation}, ranksep={rank}, pad=0.3, bgcolor=\"white\", \
             fontname=\"Helvetica\", fontsize=16, labelloc=t, outputorder=edgesfirst{}];",
            self.options.rankdir.name(),
            self.options.title.as_ref().map_or(String::new(), |title| format!(", label={}", quoted(title))),
        )?;
        writeln!(
            out,
            "  node [fontname=\"Helvetica\", fontsize=11, style=filled, penwidth=1.1, color=\"#44546a\", \
             fontcolor=\"#1f2933\", margin=\"0.14,0.07\"];"
        )?;
        writeln!(
            out,
            "  edge [fontname=\"Helvetica\", fontsize={size}, color=\"#5b6b7f\", fontcolor=\"#39495c\", \
             arrowsize=0.7, penwidth=1.1];"
        )
    }

    fn write_node(&self, node: NodeId, out: &mut dyn Write) -> io::Result<()> {
        let graph = self.evidence.graph();
        let name = self.evidence.name(node);
        let look = self.styles.of(node);
        let labels: Vec<&str> =
            graph.labels(node).iter().map(|label| &**graph.catalog().label_name(*label)).collect();
        let mut tooltip = format!("{name} ({})", labels.join(", "));
        if let Some(description) = self.evidence.node_text(node, self.evidence.keys().description) {
            tooltip = format!("{tooltip}\n{description}");
        }
        tooltip.push_str(&self.citations(&self.evidence.node_cites(node)));
        writeln!(
            out,
            "  n{} [label={}, {}, tooltip={}];",
            node.0,
            quoted(&wrapped(&name)),
            look.attributes(),
            quoted(&tooltip)
        )
    }

    fn write_relationship(&self, rel: RelId, out: &mut dyn Write) -> io::Result<()> {
        let Some(relation) = Relation::read(&self.evidence, rel) else { return Ok(()) };
        let mut tooltip = sentence(&self.evidence, &relation);
        let mut label = verb(&relation.type_name);
        if let Some(status) = relation.status_text.as_deref().filter(|_| relation.status.is_qualified()) {
            let who =
                relation.according_to.as_deref().map_or(String::new(), |who| format!(", according to {who}"));
            tooltip = format!("{tooltip}\n{status}{who}");
            label = format!("{label}\n({status})");
        }
        tooltip.push_str(&self.citations(&relation.cites));
        let tooltip = quoted(&tooltip);
        writeln!(
            out,
            "  n{} -> n{} [label={}, {}, tooltip={tooltip}, labeltooltip={tooltip}];",
            relation.start.0,
            relation.end.0,
            quoted(&label),
            edge_style(relation.status),
        )
    }

    fn citations(&self, keys: &[String]) -> String {
        let mut text = String::new();
        for key in keys {
            let citation = self.evidence.resolve(key);
            let place = if citation.locator.is_empty() { key.as_str() } else { &citation.locator };
            text.push_str(&format!("\n[{place}] {}", citation.summary));
        }
        text
    }

    fn write_legend(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut looks: BTreeMap<&str, Look> = BTreeMap::new();
        for node in &self.selection.nodes {
            let look = self.styles.of(*node);
            looks.insert(self.styles.caption(*node), look);
        }
        writeln!(out, "  subgraph cluster_legend {{")?;
        writeln!(out, "    label=\"Legend\"; fontsize=12; color=\"#c5ced8\"; style=rounded;")?;
        for (index, (caption, look)) in looks.iter().enumerate() {
            writeln!(out, "    legend{index} [label={}, {}];", quoted(caption), look.attributes())?;
        }
        let statuses = [("fact", "fact"), ("claim", "claim"), ("plan, proposal, forecast", "plan")];
        for (index, (caption, status)) in statuses.iter().enumerate() {
            let style = edge_style(crate::evidence::Status::parse(Some(status)));
            writeln!(out, "    from{index} [shape=point, width=0.06, label=\"\"];")?;
            writeln!(out, "    to{index} [shape=plain, style=\"\", label={}];", quoted(caption))?;
            writeln!(out, "    from{index} -> to{index} [{style}];")?;
        }
        writeln!(out, "  }}")
    }
}
