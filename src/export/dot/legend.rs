//! The legend: one node with a table, so that every layout keeps it together.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::escape::html;
use super::style::{CLAIM, OPEN, Styles};
use crate::export::Selection;

/// A row for each label's colour, and one for each kind of line.
pub(super) fn write(styles: &Styles<'_>, selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    let colours: BTreeMap<&str, &str> =
        selection.nodes.iter().map(|node| (styles.caption(*node), styles.of(*node).fill())).collect();
    writeln!(out, "  legend [shape=plain, style=\"\", tooltip=\"Legend\", label=<")?;
    writeln!(
        out,
        "    <table border=\"1\" color=\"#c5ced8\" cellborder=\"0\" cellspacing=\"3\" cellpadding=\"4\">"
    )?;
    for (label, colour) in colours {
        writeln!(out, "      <tr><td bgcolor=\"{colour}\">{}</td></tr>", html(label))?;
    }
    writeln!(out, "      <hr/>")?;
    writeln!(out, "      <tr><td>solid line: fact</td></tr>")?;
    writeln!(out, "      <tr><td><font color=\"{CLAIM}\">dashed: claim</font></td></tr>")?;
    writeln!(out, "      <tr><td><font color=\"{OPEN}\">dashed: plan, proposal, forecast</font></td></tr>")?;
    writeln!(out, "    </table>>];")
}
