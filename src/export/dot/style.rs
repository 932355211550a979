//! What nodes and arrows look like.

use crate::evidence::Status;
use crate::graph::{GraphState, LabelId, NodeId};

/// A shape and a fill colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    shape: &'static str,
    fill: &'static str,
}

impl Look {
    pub fn fill(self) -> &'static str {
        self.fill
    }

    pub fn attributes(self) -> String {
        let style = if self.shape == "box" { ", style=\"filled,rounded\"" } else { "" };
        format!("shape={}{style}, fillcolor=\"{}\"", self.shape, self.fill)
    }
}

/// The colour of claims.
pub(super) const CLAIM: &str = "#8f4318";
/// The colour of what is planned, proposed or expected.
pub(super) const OPEN: &str = "#55649a";

/// Labels that cases commonly use; a node with one of them always looks the same.
const KNOWN: &[(&str, Look)] = &[
    ("Person", Look { shape: "ellipse", fill: "#ffe2b8" }),
    ("Group", Look { shape: "ellipse", fill: "#fff1d6" }),
    ("Country", Look { shape: "house", fill: "#cfe3f7" }),
    ("Place", Look { shape: "house", fill: "#e6f0fa" }),
    ("Institution", Look { shape: "box", fill: "#bcd6ef" }),
    ("Organization", Look { shape: "box", fill: "#d5e8d4" }),
    ("Company", Look { shape: "box", fill: "#bfe3c0" }),
    ("Agreement", Look { shape: "note", fill: "#e3d5f0" }),
    ("Law", Look { shape: "note", fill: "#eadcf5" }),
    ("Clause", Look { shape: "note", fill: "#f0e6f8" }),
    ("Document", Look { shape: "note", fill: "#eeeeee" }),
    ("Measure", Look { shape: "hexagon", fill: "#f9d2cb" }),
    ("Strategy", Look { shape: "hexagon", fill: "#fbe3de" }),
    ("Event", Look { shape: "octagon", fill: "#fde9a9" }),
    ("Sector", Look { shape: "box3d", fill: "#dfe9d3" }),
    ("Product", Look { shape: "box3d", fill: "#edf3e6" }),
    ("Statistic", Look { shape: "cds", fill: "#e4e7eb" }),
    ("Indicator", Look { shape: "cds", fill: "#eef0f3" }),
    ("Excerpt", Look { shape: "note", fill: "#f7f7f7" }),
    ("Source", Look { shape: "folder", fill: "#f0f0f0" }),
];

/// What other labels get, in the order of their names.
const OTHERS: &[Look] = &[
    Look { shape: "box", fill: "#dbe9f6" },
    Look { shape: "ellipse", fill: "#fde3cf" },
    Look { shape: "box", fill: "#dff0d8" },
    Look { shape: "ellipse", fill: "#e9dff2" },
    Look { shape: "box", fill: "#f9dede" },
    Look { shape: "ellipse", fill: "#fdf5cf" },
    Look { shape: "box", fill: "#d9f0ee" },
    Look { shape: "ellipse", fill: "#ececec" },
];

const UNLABELLED: Look = Look { shape: "box", fill: "#f5f5f5" };

/// Looks by label, for one graph.
pub(super) struct Styles<'a> {
    graph: &'a GraphState,
    /// Labels by name, which decides the look of those that are not known.
    by_name: Vec<LabelId>,
}

impl<'a> Styles<'a> {
    pub fn new(graph: &'a GraphState) -> Styles<'a> {
        let mut by_name: Vec<LabelId> = graph.catalog().labels().map(|(label, _)| label).collect();
        by_name.sort_by_key(|label| graph.catalog().label_name(*label));
        Styles { graph, by_name }
    }

    /// The look of a node: that of its most telling label.
    pub fn of(&self, node: NodeId) -> Look {
        match self.telling_label(node) {
            None => UNLABELLED,
            Some(label) => known(self.graph.catalog().label_name(label)).unwrap_or_else(|| {
                let position = self.by_name.iter().position(|other| *other == label).unwrap_or(0);
                OTHERS[position % OTHERS.len()]
            }),
        }
    }

    /// The name of that label.
    pub fn caption(&self, node: NodeId) -> &'a str {
        self.telling_label(node).map_or("without label", |label| self.graph.catalog().label_name(label))
    }

    /// A known label before others, and among equals the rarest, which says most.
    fn telling_label(&self, node: NodeId) -> Option<LabelId> {
        let catalog = self.graph.catalog();
        self.graph.labels(node).iter().copied().min_by_key(|label| {
            let name = catalog.label_name(*label);
            (known(name).is_none(), self.graph.statistics().with_label(*label), name.clone())
        })
    }
}

fn known(name: &str) -> Option<Look> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, look)| *look)
}

/// The line of a relationship: solid for what is reported as fact, dashed for everything else.
pub(super) fn edge_style(status: Status) -> &'static str {
    match status {
        Status::Fact | Status::Unstated => "style=solid",
        Status::Claim | Status::Other => "style=dashed, color=\"#b3541e\", fontcolor=\"#8f4318\"",
        Status::Plan | Status::Proposal | Status::Forecast => {
            "style=dashed, color=\"#6f7fb0\", fontcolor=\"#55649a\""
        }
    }
}
