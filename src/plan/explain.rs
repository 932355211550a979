//! A plan as a text table: the tree of operators, what each does, the rows it is thought to yield, and,
//! after a profiled run, what it yielded and took.
//!
//! Operators come in pre-order, first input first, the main tree before the subqueries that are in use. An
//! operator's only input stands below it, several inputs are indented.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::semantic::bound::SubqueryKind;

use super::logical::{Plan, QueryPlan};
use super::print_expr::Printer;
use super::visit::visit_operator_exprs;
use super::walk::visit_plan;
use super::walk_expr::subqueries_of;

/// What one operator did in a profiled run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperatorProfile {
    /// Rows it yielded.
    pub rows: u64,
    /// Time spent in it, without its inputs.
    pub time: Duration,
    /// Nodes, relationships and properties it looked at.
    pub hits: u64,
}

/// One line of an explained plan.
#[derive(Clone, Debug)]
pub struct ExplainRow {
    /// The operator's name with the lines of the tree before it.
    pub operator: String,
    /// What it does.
    pub details: String,
    /// Estimated rows.
    pub estimate: f64,
    /// After a profiled run.
    pub profile: Option<OperatorProfile>,
}

/// The plan as a table.
pub fn explain(plan: &QueryPlan) -> String {
    table(&rows(plan, &[]), false)
}

/// The plan as a table, with what its operators did. `profiles` are in the order of [`operators`].
pub fn profile(plan: &QueryPlan, profiles: &[OperatorProfile]) -> String {
    table(&rows(plan, profiles), true)
}

/// All operators in the order of the table and of a run's profiles.
pub fn operators(plan: &QueryPlan) -> Vec<&Plan> {
    let mut all = Vec::new();
    for (_, root) in roots(plan) {
        visit_plan(root, &mut |plan| all.push(plan));
    }
    all
}

/// The lines of the table. `profiles` may be empty.
pub fn rows(plan: &QueryPlan, profiles: &[OperatorProfile]) -> Vec<ExplainRow> {
    let printer = Printer { slots: &plan.slots };
    let mut writer = Writer { printer, profiles: profiles.iter(), rows: Vec::new() };
    for (title, root) in roots(plan) {
        let prefix = match title.is_empty() {
            true => String::new(),
            false => {
                writer.rows.push(ExplainRow {
                    operator: title,
                    details: String::new(),
                    estimate: f64::NAN,
                    profile: None,
                });
                "  ".to_owned()
            }
        };
        writer.plan(root, &prefix, &prefix);
    }
    writer.rows
}

/// The main tree and those of the subqueries that expressions of the plan still mention.
fn roots(plan: &QueryPlan) -> Vec<(String, &Plan)> {
    let mut roots = vec![(String::new(), &plan.root)];
    let mut used = vec![false; plan.subqueries.len()];
    let mut next = 0;
    while next < roots.len() {
        let mut mentioned = Vec::new();
        visit_plan(roots[next].1, &mut |plan| {
            visit_operator_exprs(&plan.operator, &mut |e| subqueries_of(e, &mut mentioned));
        });
        for id in mentioned {
            let Some(subquery) = plan.subqueries.get(id) else { continue };
            if !std::mem::replace(&mut used[id], true) {
                roots.push((format!("subquery {id} ({})", kind(subquery.kind)), &subquery.root));
            }
        }
        next += 1;
    }
    roots
}

fn kind(kind: SubqueryKind) -> &'static str {
    match kind {
        SubqueryKind::Exists => "exists",
        SubqueryKind::Count => "count",
        SubqueryKind::Collect => "collect",
        SubqueryKind::First => "first",
    }
}

struct Writer<'a> {
    printer: Printer<'a>,
    profiles: std::slice::Iter<'a, OperatorProfile>,
    rows: Vec<ExplainRow>,
}

impl Writer<'_> {
    /// `first` leads the operator's own line, `rest` the lines below it.
    fn plan(&mut self, plan: &Plan, first: &str, rest: &str) {
        self.rows.push(ExplainRow {
            operator: format!("{first}{}", plan.operator.name()),
            details: self.printer.details(&plan.operator),
            estimate: plan.estimate,
            profile: self.profiles.next().copied(),
        });
        if let [input] = plan.inputs.as_slice() {
            return self.plan(input, rest, rest);
        }
        for (i, input) in plan.inputs.iter().enumerate() {
            let (branch, line) = match i + 1 == plan.inputs.len() {
                true => ("└─ ", "   "),
                false => ("├─ ", "│  "),
            };
            self.plan(input, &format!("{rest}{branch}"), &format!("{rest}{line}"));
        }
    }
}

/// Longer details are cut: a table is for reading.
const MAX_DETAILS: usize = 160;

fn table(rows: &[ExplainRow], profiled: bool) -> String {
    let mut header = vec!["Operator".to_owned(), "Details".to_owned(), "Estimated rows".to_owned()];
    if profiled {
        header.extend(["Rows", "Time", "Hits"].map(str::to_owned));
    }
    let mut cells = vec![header];
    cells.extend(rows.iter().map(|row| row_cells(row, profiled)));
    let columns = cells[0].len();
    let widths: Vec<usize> =
        (0..columns).map(|i| cells.iter().map(|row| row[i].width()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &cells {
        text += format_row(row, &widths).trim_end();
        text.push('\n');
    }
    text
}

fn row_cells(row: &ExplainRow, profiled: bool) -> Vec<String> {
    let mut cells = vec![row.operator.clone(), shorten(&row.details), number(row.estimate)];
    if profiled {
        cells.extend(match row.profile {
            Some(profile) => {
                [profile.rows.to_string(), format!("{:.1?}", profile.time), profile.hits.to_string()]
            }
            None => [String::new(), String::new(), String::new()],
        });
    }
    cells
}

fn format_row(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width.saturating_sub(cell.width()));
        // Text to the left, numbers to the right.
        line += &if i < 2 { format!("{cell}{padding}") } else { format!("{padding}{cell}") };
        line += "  ";
    }
    line
}

fn shorten(details: &str) -> String {
    if details.chars().count() <= MAX_DETAILS {
        return details.to_owned();
    }
    details.chars().take(MAX_DETAILS - 1).chain(['…']).collect()
}

/// A row count: whole, but a fraction below ten keeps a digit.
fn number(estimate: f64) -> String {
    // The sum of nothing is -0.
    let estimate = estimate + 0.0;
    if estimate.is_nan() {
        String::new()
    } else if estimate < 10.0 && estimate.fract() > 0.05 {
        format!("{estimate:.1}")
    } else if estimate < 1e15 {
        format!("{estimate:.0}")
    } else {
        format!("{estimate:.1e}")
    }
}
