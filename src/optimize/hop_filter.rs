//! `all(r IN relationships(p) WHERE ...)` and `none(...)` over the relationships or nodes of a path become
//! predicates on each hop, so that a search never follows what the path may not contain.
//!
//! Exact in ternary logic: a filter keeps a row when the predicate is true, and `all` is true when it is true for
//! every element, `none` when its negation is.

use crate::error::{Result, Span};
use crate::function::Type;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::walk::{map_roots, transform_up};
use crate::plan::walk_expr::{free_slots, is_volatile, substitute};
use crate::semantic::bound::{
    Expr, ExprKind, HopFilter, ListPredicateKind, Literal, LogicalOp, Slot, SlotInfo,
};

use super::Context;
use super::expr::{as_call, as_slot, split_conjunction};

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    let mut rewriter = Rewriter { imports, slots: std::mem::take(&mut query.slots) };
    let mut query = map_roots(query, &mut |root| {
        transform_up(root, &mut |plan| {
            let plan = rewriter.filter(plan);
            Ok(rewriter.shortest(plan))
        })
    })?;
    query.slots = rewriter.slots;
    Ok(query)
}

struct Rewriter {
    imports: Imports,
    slots: Vec<SlotInfo>,
}

/// A predicate on every element of a path or a list of relationships.
struct Every {
    /// The lambda's slot.
    element: Slot,
    /// What holds for each.
    predicate: Expr,
    /// Of what.
    of: Elements,
}

enum Elements {
    /// The relationships in a slot that holds a list of them.
    List(Slot),
    /// The relationships of a path.
    Relationships(Slot),
    /// The nodes of a path.
    Nodes(Slot),
}

impl Rewriter {
    /// A filter, less what its input can ask at each hop.
    fn filter(&mut self, plan: Plan) -> Plan {
        let Plan { operator, mut inputs, estimate } = plan;
        let Operator::Filter(predicates) = operator else { return Plan { operator, inputs, estimate } };
        let mut rest = Vec::with_capacity(predicates.len());
        for predicate in predicates {
            let every = every(&predicate);
            let absorbed =
                every.zip(inputs.first_mut()).and_then(|(every, input)| self.absorb(&every, input));
            match absorbed {
                Some(parts) => rest.extend(parts),
                None => rest.push(predicate),
            }
        }
        match (rest.is_empty(), inputs.pop()) {
            (true, Some(input)) => input,
            (_, input) => {
                Plan { operator: Operator::Filter(rest), inputs: input.into_iter().collect(), estimate }
            }
        }
    }

    /// Moves the predicate into the expansions below; what remains are predicates on single elements.
    fn absorb(&mut self, every: &Every, plan: &mut Plan) -> Option<Vec<Expr>> {
        let (lists, singles, on_nodes) = match every.of {
            Elements::List(list) => (vec![list], Vec::new(), false),
            Elements::Relationships(path) => {
                let (lists, singles) = self.relationships(&path_parts(plan, path)?);
                (lists, singles, false)
            }
            Elements::Nodes(path) => {
                let parts = path_parts(plan, path)?;
                let nodes = parts.iter().copied().step_by(2).collect();
                (self.relationships(&parts).0, nodes, true)
            }
        };
        if !lists.iter().all(|list| self.can_follow(every, plan, *list)) {
            return None;
        }
        let singles: Option<Vec<Expr>> = singles.iter().map(|part| self.on_element(every, *part)).collect();
        let singles = singles?;
        for list in lists {
            let expand = find_mut(plan, &|operator| expands_to(operator, list))?;
            let Operator::VariableExpand { length, .. } = &mut expand.operator else { return None };
            let hop = self.hop(length.hop.take());
            length.hop = Some(self.with_predicate(hop, every, on_nodes)?);
        }
        Some(singles)
    }

    /// As [`Rewriter::filter`], for the predicates on a shortest path.
    fn shortest(&mut self, mut plan: Plan) -> Plan {
        let available = plan.inputs.first().map(output_slots).unwrap_or_default();
        let Operator::ShortestPath(shortest) = &mut plan.operator else { return plan };
        let mut before = Vec::new();
        for predicate in std::mem::take(&mut shortest.predicates) {
            let every = every(&predicate).filter(|every| match every.of {
                Elements::List(list) => list == shortest.relationship,
                Elements::Relationships(path) | Elements::Nodes(path) => path == shortest.path,
            });
            let Some(every) = every.filter(|every| self.is_movable(every, &available)) else {
                shortest.predicates.push(predicate);
                continue;
            };
            let on_nodes = matches!(every.of, Elements::Nodes(_));
            if on_nodes {
                before.extend(self.on_element(&every, shortest.left));
            }
            let hop = self.hop(shortest.hop.take());
            shortest.hop = self.with_predicate(hop, &every, on_nodes);
        }
        if !before.is_empty() {
            plan.inputs = vec![Plan::new(Operator::Filter(before), plan.inputs)];
        }
        plan
    }

    fn can_follow(&self, every: &Every, plan: &mut Plan, list: Slot) -> bool {
        let Some(expand) = find_mut(plan, &|operator| expands_to(operator, list)) else { return false };
        self.is_movable(every, &expand.inputs.first().map(output_slots).unwrap_or_default())
    }

    /// Whether the predicate can be asked of any element where these slots are available.
    fn is_movable(&self, every: &Every, available: &SlotSet) -> bool {
        let mut free = free_slots(&every.predicate, &self.imports);
        free.remove(every.element);
        !is_volatile(&every.predicate, &self.imports)
            && free.is_subset(available)
            && self.on_element(every, every.element).is_some()
    }

    fn on_element(&self, every: &Every, element: Slot) -> Option<Expr> {
        substitute(every.predicate.clone(), every.element, &crate::plan::slot(element), &self.imports)
    }

    fn with_predicate(&self, mut hop: HopFilter, every: &Every, on_nodes: bool) -> Option<HopFilter> {
        let element = if on_nodes { hop.to } else { hop.relationship };
        let mut all = Vec::new();
        if !matches!(hop.predicate.kind, ExprKind::Literal(Literal::Boolean(true))) {
            split_conjunction(hop.predicate, &mut all);
        }
        split_conjunction(self.on_element(every, element)?, &mut all);
        hop.predicate = match all.len() {
            1 => all.remove(0),
            _ => Expr { span: every.predicate.span, kind: ExprKind::Logical(LogicalOp::And, all) },
        };
        Some(hop)
    }

    /// The hop filter, or one that asks nothing.
    fn hop(&mut self, hop: Option<HopFilter>) -> HopFilter {
        if let Some(hop) = hop {
            return hop;
        }
        let predicate = Expr { kind: ExprKind::Literal(Literal::Boolean(true)), span: Span::default() };
        let relationship = self.fresh("hop", Type::Relationship);
        let from = self.fresh("from", Type::Node);
        HopFilter { relationship, from, to: self.fresh("to", Type::Node), predicate }
    }

    fn fresh(&mut self, name: &str, ty: Type) -> Slot {
        super::expr::fresh(&mut self.slots, name, ty)
    }

    /// The lists of relationships and the single relationships of a path, whose nodes and relationships
    /// alternate, beginning with a node.
    fn relationships(&self, parts: &[Slot]) -> (Vec<Slot>, Vec<Slot>) {
        let is_list =
            |slot: &Slot| self.slots.get(*slot as usize).is_none_or(|info| info.ty != Type::Relationship);
        parts.iter().copied().skip(1).step_by(2).partition(is_list)
    }
}

/// The predicate as one on every element, when it is.
fn every(predicate: &Expr) -> Option<Every> {
    let ExprKind::ListPredicate { kind, slot, list, predicate } = &predicate.kind else { return None };
    let of = if let Some(list) = as_slot(list) {
        Elements::List(list)
    } else if let Some([path]) = as_call(list, "relationships") {
        Elements::Relationships(as_slot(path)?)
    } else if let Some([path]) = as_call(list, "nodes") {
        Elements::Nodes(as_slot(path)?)
    } else {
        return None;
    };
    let predicate = match kind {
        ListPredicateKind::All => (**predicate).clone(),
        ListPredicateKind::None => Expr { kind: ExprKind::Not(predicate.clone()), span: predicate.span },
        ListPredicateKind::Any | ListPredicateKind::Single => return None,
    };
    Some(Every { element: *slot, predicate, of })
}

/// The parts of a path that the plan makes.
fn path_parts(plan: &mut Plan, path: Slot) -> Option<Vec<Slot>> {
    let made = |operator: &Operator| match operator {
        Operator::Project(items) => items.iter().any(|(slot, _)| *slot == path),
        _ => false,
    };
    let Operator::Project(items) = &find_mut(plan, &made)?.operator else { return None };
    let (_, item) = items.iter().find(|(slot, _)| *slot == path)?;
    if let ExprKind::MakePath(parts) = &item.kind { Some(parts.clone()) } else { None }
}

fn expands_to(operator: &Operator, list: Slot) -> bool {
    matches!(operator, Operator::VariableExpand { expand, .. } if expand.relationship == list)
}

/// The wanted operator below, within what one `MATCH` becomes.
fn find_mut<'a>(plan: &'a mut Plan, wanted: &dyn Fn(&Operator) -> bool) -> Option<&'a mut Plan> {
    if wanted(&plan.operator) {
        return Some(plan);
    }
    let passes = matches!(
        plan.operator,
        Operator::Filter(_)
            | Operator::Project(_)
            | Operator::AllNodesScan { .. }
            | Operator::Expand(_)
            | Operator::VariableExpand { .. }
            | Operator::ShortestPath(_)
            | Operator::EndpointsOf { .. }
    );
    if passes { find_mut(plan.inputs.first_mut()?, wanted) } else { None }
}
