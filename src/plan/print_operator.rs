//! The details column of an explained plan: what an operator does, in Cypher's own notation.

use std::fmt::Write;

use crate::graph::Direction;
use crate::semantic::bound::{
    Aggregation, CreatePattern, Expr, HopFilter, LabelName, Merge, Name, OnError, ProcedureCall,
    PropertyName, Slot, SortKey, Transactions, Update, VariableLength,
};

use super::logical::{Apart, Branch, Expand, Measure, Operator, ShortestPathPlan};
use super::print_expr::{Printer, identifier, join};
use super::print_search::path_mode;

impl Printer<'_> {
    /// What the operator does, on one line; empty when its name says all.
    pub(super) fn details(&self, operator: &Operator) -> String {
        use Operator::*;
        match operator {
            Argument(slots) | Keep(slots) | Distinct(slots) | OptionalApply(slots) => self.slots(slots),
            AllNodesScan { slot } => format!("({})", self.slot(*slot)),
            LabelScan { slot, labels } => self.labelled(*slot, labels),
            IndexSeek { slot, lookup } => {
                format!("{} {}", self.labelled(*slot, &lookup.names), self.lookup(*slot, lookup))
            }
            RelationshipIndexSeek { relationship, left, right, direction, lookup } => {
                let middle = self.relationship(*relationship, &lookup.names, None);
                let arrow = self.arrow(*left, &middle, *direction, *right);
                format!("{arrow} {}", self.lookup(*relationship, lookup))
            }
            NodeByIdSeek { slot, ids } => format!("({}) id IN {}", self.slot(*slot), self.expr(ids)),
            RelationshipByIdSeek { relationship, left, right, direction, types, ids } => {
                let middle = self.relationship(*relationship, types, None);
                format!("{} id IN {}", self.arrow(*left, &middle, *direction, *right), self.expr(ids))
            }
            RelationshipScan { relationship, left, right, direction, types } => {
                let middle = self.relationship(*relationship, types, None);
                self.arrow(*left, &middle, *direction, *right)
            }
            Expand(expand) => self.expand(expand, None, false),
            VariableExpand { expand, length, reversed, reachable } => {
                let each = if *reachable { "each node once " } else { "" };
                each.to_owned() + &self.expand(expand, Some(length), *reversed)
            }
            ShortestPath(shortest) => self.shortest(shortest),
            PathSearch(plan) => self.path_search(plan),
            EndpointsOf { relationship, left, right, direction, types, unique, .. } => {
                let middle = self.relationship(*relationship, types, None);
                self.arrow(*left, &middle, *direction, *right) + &self.unique(unique)
            }
            Filter(predicates) => predicates.iter().map(|e| self.expr(e)).collect::<Vec<_>>().join(" AND "),
            Project(items) => self.items(items),
            Unwind { list, slot } => format!("{} AS {}", self.expr(list), self.slot(*slot)),
            LoadCsv(load) => format!("{} AS {}", self.expr(&load.from), self.slot(load.slot)),
            TransactionalApply(apply) => self.transactions(&apply.transactions),
            CountBranches(branches) => join(branches.iter().map(|branch| self.branch(branch))),
            Aggregate(aggregation) => self.aggregation(aggregation),
            Sort(keys) => self.keys(keys),
            TopK { keys, skip, limit } => self.top(keys, skip.as_ref(), limit),
            Skip(count) | Limit(count) => self.expr(count),
            CartesianProduct | Apply | Eager | EmptyResult => String::new(),
            HashJoin(keys) => {
                join(keys.iter().map(|(left, right)| format!("{} = {}", self.expr(left), self.expr(right))))
            }
            SemiApply { anti } => if *anti { "no row" } else { "any row" }.to_owned(),
            Union { inputs: _, outputs } => self.slots(outputs),
            Create(pattern) => self.create(pattern),
            Merge(merge) => self.merge(merge),
            Update(updates) => self.updates(updates),
            Delete { detach, targets } => {
                format!("{}{}", if *detach { "DETACH " } else { "" }, self.exprs(targets))
            }
            Foreach { list, slot } => format!("{} IN {}", self.slot(*slot), self.expr(list)),
            CallProcedure(call) => self.call(call),
        }
    }

    fn transactions(&self, transactions: &Transactions) -> String {
        let rows = transactions.rows.as_ref().map(|rows| format!("OF {} ROWS ", self.expr(rows)));
        let on_error = match transactions.on_error {
            OnError::Fail => "ON ERROR FAIL",
            OnError::Continue => "ON ERROR CONTINUE",
            OnError::Break => "ON ERROR BREAK",
        };
        let report = transactions.report.map(|slot| format!(" REPORT STATUS AS {}", self.slot(slot)));
        rows.unwrap_or_default() + on_error + &report.unwrap_or_default()
    }

    /// `[r:A|B*1..3]`
    pub(super) fn relationship(
        &self,
        slot: Slot,
        types: &[Name],
        length: Option<(u64, Option<u64>)>,
    ) -> String {
        let types = types.iter().map(|name| identifier(name)).collect::<Vec<_>>().join("|");
        let colon = if types.is_empty() { "" } else { ":" };
        let hops = length.map_or_else(String::new, |(min, max)| hops(min, max));
        format!("[{}{colon}{types}{hops}]", self.slot(slot))
    }

    fn arrow(&self, from: Slot, middle: &str, direction: Direction, to: Slot) -> String {
        let (tail, head) = match direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        format!("({}){tail}{middle}{head}({})", self.slot(from), self.slot(to))
    }

    fn expand(&self, expand: &Expand, length: Option<&VariableLength>, reversed: bool) -> String {
        let hops = length.map(|length| (length.min, length.max));
        let middle = self.relationship(expand.relationship, &expand.types, hops);
        let mut text = self.arrow(expand.from, &middle, expand.direction, expand.to);
        if let Some(length) = length {
            text += " ";
            text += path_mode(length.mode);
            text += &self.hop(length.hop.as_ref());
        }
        if reversed {
            text += " reversed";
        }
        if expand.into {
            text += " into";
        }
        text + &self.unique(&expand.unique)
    }

    /// The hop, what is asked of it, and the hops from its end in brackets.
    fn branch(&self, branch: &Branch) -> String {
        let mut text = self.expand(&branch.hop, None, false);
        if !branch.different.is_empty() {
            let _ = write!(text, " not to {}", self.slots(&branch.different));
        }
        if !branch.predicates.is_empty() {
            let predicates: Vec<_> = branch.predicates.iter().map(|e| self.expr(e)).collect();
            let _ = write!(text, " where {}", predicates.join(" AND "));
        }
        if !branch.branches.is_empty() {
            let _ = write!(text, " [{}]", join(branch.branches.iter().map(|branch| self.branch(branch))));
        }
        if let Some(rival) = &branch.rival {
            let apart = match rival.apart {
                Apart::Ends => "ends",
                Apart::Relationships => "relationships",
            };
            let _ = write!(text, " times, with other {apart}, {}", self.branch(&rival.branch));
        }
        match branch.measure {
            Measure::Matches => text,
            Measure::Optional => format!("optional {text}"),
            Measure::Exists => format!("any {text}"),
            Measure::NotExists => format!("no {text}"),
        }
    }

    fn hop(&self, hop: Option<&HopFilter>) -> String {
        let Some(hop) = hop else { return String::new() };
        let names = self.slots(&[hop.from, hop.relationship, hop.to]);
        format!(" each hop ({names}): {}", self.expr(&hop.predicate))
    }

    pub(super) fn unique(&self, unique: &[Slot]) -> String {
        if unique.is_empty() { String::new() } else { format!(" other than {}", self.slots(unique)) }
    }

    fn shortest(&self, shortest: &ShortestPathPlan) -> String {
        let length = (shortest.min, shortest.max);
        let middle = self.relationship(shortest.relationship, &shortest.types, Some(length));
        let arrow = self.arrow(shortest.left, &middle, shortest.direction, shortest.right);
        let which = if shortest.all { "all shortest" } else { "shortest" };
        let mut text = match shortest.counted {
            true => format!("number of {which} {arrow}"),
            false => format!("{} = {which} {arrow}", self.slot(shortest.path)),
        };
        text += " ";
        text += path_mode(shortest.mode);
        text += &self.hop(shortest.hop.as_ref());
        if !shortest.predicates.is_empty() {
            let predicates: Vec<_> = shortest.predicates.iter().map(|e| self.expr(e)).collect();
            let _ = write!(text, " where {}", predicates.join(" AND "));
        }
        text + &self.unique(&shortest.unique)
    }

    fn items(&self, items: &[(Slot, Expr)]) -> String {
        join(items.iter().map(|(slot, e)| format!("{} AS {}", self.expr(e), self.slot(*slot))))
    }

    fn aggregation(&self, aggregation: &Aggregation) -> String {
        let keys = self.items(&aggregation.keys);
        let aggregates = join(aggregation.aggregates.iter().map(|aggregate| {
            let arguments = match aggregate.arguments.is_empty() {
                true => "*".to_owned(),
                false => self.exprs(&aggregate.arguments),
            };
            let distinct = if aggregate.distinct { "DISTINCT " } else { "" };
            format!("{}({distinct}{arguments}) AS {}", aggregate.function.name, self.slot(aggregate.slot))
        }));
        match (keys.is_empty(), aggregates.is_empty()) {
            (true, _) => aggregates,
            (false, true) => format!("by {keys}"),
            (false, false) => format!("{aggregates} by {keys}"),
        }
    }

    fn keys(&self, keys: &[SortKey]) -> String {
        join(
            keys.iter()
                .map(|key| format!("{}{}", self.expr(&key.expr), if key.descending { " DESC" } else { "" })),
        )
    }

    fn top(&self, keys: &[SortKey], skip: Option<&Expr>, limit: &Expr) -> String {
        let skip = skip.map_or_else(String::new, |skip| format!("{} + ", self.expr(skip)));
        format!("{skip}{} by {}", self.expr(limit), self.keys(keys))
    }

    fn create(&self, pattern: &CreatePattern) -> String {
        let nodes = pattern.nodes.iter().map(|node| {
            let labels: String = node.labels.iter().map(|label| format!(":{}", self.label(label))).collect();
            format!("({}{labels}{})", self.slot(node.slot), self.properties(node.properties.as_ref()))
        });
        let relationships = pattern.relationships.iter().map(|relationship| {
            let properties = self.properties(relationship.properties.as_ref());
            let (slot, rel_type) = (self.slot(relationship.slot), self.label(&relationship.rel_type));
            let middle = format!("[{slot}:{rel_type}{properties}]");
            self.arrow(relationship.start, &middle, Direction::Outgoing, relationship.end)
        });
        join(nodes.chain(relationships))
    }

    fn properties(&self, properties: Option<&Expr>) -> String {
        properties.map_or_else(String::new, |e| format!(" {}", self.expr(e)))
    }

    fn label(&self, label: &LabelName) -> String {
        match label {
            LabelName::Name(name) => identifier(name),
            LabelName::Dynamic(e) => format!("$({})", self.expr(e)),
        }
    }

    fn merge(&self, merge: &Merge) -> String {
        let mut text = self.create(&merge.create);
        for (when, updates) in [("create", &merge.on_create), ("match", &merge.on_match)] {
            if !updates.is_empty() {
                let _ = write!(text, " on {when}: {}", self.updates(updates));
            }
        }
        text
    }

    fn updates(&self, updates: &[Update]) -> String {
        join(updates.iter().map(|update| self.update(update)))
    }

    fn update(&self, update: &Update) -> String {
        let labels = |labels: &[LabelName]| -> String {
            labels.iter().map(|label| format!(":{}", self.label(label))).collect()
        };
        match update {
            Update::Property { target, key: PropertyName::Name(key), value } => {
                format!("{}.{} = {}", self.expr(target), identifier(key), self.expr(value))
            }
            Update::Property { target, key: PropertyName::Dynamic(key), value } => {
                format!("{}[{}] = {}", self.expr(target), self.expr(key), self.expr(value))
            }
            Update::ReplaceProperties { target, value } => {
                format!("{} = {}", self.slot(*target), self.expr(value))
            }
            Update::MergeProperties { target, value } => {
                format!("{} += {}", self.slot(*target), self.expr(value))
            }
            Update::AddLabels { target, labels: added } => format!("{}{}", self.slot(*target), labels(added)),
            Update::RemoveLabels { target, labels: removed } => {
                format!("remove {}{}", self.slot(*target), labels(removed))
            }
        }
    }

    fn call(&self, call: &ProcedureCall) -> String {
        let yields: Vec<Slot> = call.yields.iter().map(|(_, slot)| *slot).collect();
        let arrow = if yields.is_empty() { "" } else { " -> " };
        format!("{}({}){arrow}{}", call.name, self.exprs(&call.arguments), self.slots(&yields))
    }
}

fn hops(min: u64, max: Option<u64>) -> String {
    match max {
        Some(max) if max == min => format!("*{min}"),
        Some(max) => format!("*{min}..{max}"),
        None => format!("*{min}.."),
    }
}
