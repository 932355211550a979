//! Graphviz: labels decide shape and colour, relation types label the arrows, what is not a plain fact is dashed, and
//! the evidence is in the tooltips.

mod escape;
mod legend;
mod style;

use std::io::{self, Write};

use self::escape::{quoted, wrapped};
use self::style::{Styles, edge_style};
use super::{Selection, write_failed};
use crate::error::Result;
use crate::evidence::Evidence;
use crate::explore::{Relation, sentence, verb};
use crate::graph::{GraphState, NodeId, RelId};

/// How a picture is drawn.
#[derive(Clone, Debug, Default)]
pub struct DotOptions {
    /// Explain colours and lines.
    pub legend: bool,
    /// In which direction it grows. Without one a small picture grows from left to right, and a large one is laid out as a map
    /// (by Graphviz's `sfdp`), which stays readable where ranks do not.
    pub rankdir: Option<RankDir>,
    /// A line above the picture.
    pub title: Option<String>,
    /// Nodes in the order in which they should be read, for a path from its beginning to its end. Their order decides the
    /// layout; the arrows still point as the relations do.
    pub order: Vec<NodeId>,
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

/// Above this many relationships a picture without a direction becomes a map.
const LARGE: usize = 80;
/// Above this many its arrows are straight, because routing them takes long.
const HUGE: usize = 600;

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
            legend::write(&self.styles, self.selection, out)?;
        }
        writeln!(out, "}}")
    }

    fn write_defaults(&self, out: &mut dyn Write) -> io::Result<()> {
        let (layout, size) = self.layout();
        writeln!(
            out,
            "  graph [{layout}, pad=0.3, bgcolor=\"white\", fontname=\"Helvetica\", fontsize=16, labelloc=t, \
             outputorder=edgesfirst{}];",
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

    /// Graphviz's layout, and the size of the arrows' labels.
    fn layout(&self) -> (String, u32) {
        let relationships = self.selection.relationships.len();
        match self.options.rankdir {
            None if relationships > LARGE => {
                let splines = if relationships > HUGE { "line" } else { "true" };
                let map = "layout=sfdp, overlap=prism, K=1.6, repulsiveforce=1.6, sep=\"+10\"";
                (format!("{map}, splines={splines}"), 8)
            }
            direction => {
                let direction = direction.unwrap_or_default().name();
                (format!("rankdir={direction}, nodesep=0.4, ranksep=0.9"), 10)
            }
        }
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
        let (from, to, back) = match self.runs_backward(&relation) {
            true => (relation.end, relation.start, ", dir=back"),
            false => (relation.start, relation.end, ""),
        };
        writeln!(
            out,
            "  n{} -> n{} [label={}, {}{back}, tooltip={tooltip}, labeltooltip={tooltip}];",
            from.0,
            to.0,
            quoted(&label),
            edge_style(relation.status),
        )
    }

    /// Whether the relation points from a later to an earlier node of the order.
    fn runs_backward(&self, relation: &Relation) -> bool {
        let place = |node| self.options.order.iter().position(|other| *other == node);
        matches!((place(relation.start), place(relation.end)), (Some(start), Some(end)) if start > end)
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
}
