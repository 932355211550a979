//! A pattern as a graph again: from the top down, what comes after it (named and shortest paths), then its
//! scans and expansions, and its predicates from anywhere between.

use std::collections::HashSet;

use crate::graph::Direction;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Expand, Operator, Plan};
use crate::plan::walk_expr::{free_slots, is_volatile};
use crate::semantic::bound::{Expr, ExprKind, Name, Slot, VariableLength};

/// A pattern and the rows it continues.
pub(super) struct Region {
    /// The rows.
    pub(super) source: Plan,
    /// Nodes that the pattern finds.
    pub(super) nodes: Vec<Slot>,
    /// Its relationships in the written order.
    pub(super) edges: Vec<Edge>,
    /// What is computed from it when all of it is there, in order.
    pub(super) late: Vec<Operator>,
    /// Its predicates.
    pub(super) predicates: Vec<Predicate>,
    /// Pairs of relationships that must differ, the lower slot first.
    pub(super) unique: HashSet<(Slot, Slot)>,
}

/// A predicate and what it reads.
pub(super) struct Predicate {
    pub(super) expr: Expr,
    pub(super) free: SlotSet,
}

/// A relationship of the pattern.
pub(super) struct Edge {
    /// The relationship, or the list of them.
    pub(super) relationship: Slot,
    pub(super) left: Slot,
    pub(super) right: Slot,
    /// Seen from the left.
    pub(super) direction: Direction,
    pub(super) types: Vec<Name>,
    pub(super) kind: EdgeKind,
    /// Slots that must have a value beside the end it is followed from.
    pub(super) requires: SlotSet,
}

/// How a relationship is found.
pub(super) enum EdgeKind {
    /// By following it once.
    Single,
    /// By following it repeatedly; `reversed` is the flag for following it from the left.
    Variable { length: VariableLength, reversed: bool },
    /// It is there already; its nodes are looked up.
    Bound,
}

impl Region {
    /// The relationships with a value that must differ from this one.
    pub(super) fn unique(&self, relationship: Slot, available: &SlotSet) -> Vec<Slot> {
        let differs =
            |other: &Slot| self.unique.contains(&pair(relationship, *other)) && *other != relationship;
        available.iter().filter(differs).collect()
    }
}

/// Two slots, the lower first.
pub(super) fn pair(a: Slot, b: Slot) -> (Slot, Slot) {
    (a.min(b), a.max(b))
}

/// The pattern at the top of a plan for which [`has_pattern`].
pub(super) fn extract(plan: Plan, imports: &Imports) -> Region {
    let placeholder = Plan::default();
    let mut region = Region {
        source: placeholder,
        nodes: Vec::new(),
        edges: Vec::new(),
        late: Vec::new(),
        predicates: Vec::new(),
        unique: HashSet::new(),
    };
    let mut rest = plan;
    while is_late(&rest.operator, imports) || is_part(&rest.operator, imports) {
        if is_late(&rest.operator, imports) && !region.edges_or_nodes_empty() {
            break;
        }
        let Plan { operator, mut inputs, .. } = rest;
        region.add(operator, imports);
        let Some(input) = inputs.pop() else { return region };
        rest = input;
    }
    region.source = rest;
    region.nodes.reverse();
    region.edges.reverse();
    region.late.reverse();
    region
}

/// Whether a scan or expansion stands at the top, maybe under filters and late operators.
pub(super) fn has_pattern(plan: &Plan, imports: &Imports) -> bool {
    let mut plan = plan;
    while is_late(&plan.operator, imports)
        || matches!(plan.operator, Operator::Filter(_)) && is_part(&plan.operator, imports)
    {
        let Some(input) = plan.inputs.first() else { return false };
        plan = input;
    }
    is_part(&plan.operator, imports)
}

/// Operators that make up the pattern itself, in any order.
fn is_part(operator: &Operator, imports: &Imports) -> bool {
    use Operator::*;
    match operator {
        // How often a volatile predicate is asked must not change.
        Filter(predicates) => !predicates.iter().any(|e| is_volatile(e, imports)),
        AllNodesScan { .. } | Expand(_) | VariableExpand { .. } | EndpointsOf { .. } => true,
        Argument(_) | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => false,
        RelationshipScan { .. } | RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => false,
        ShortestPath(_) | PathSearch(_) => false,
        Project(_) | Keep(_) | Unwind { .. } => false,
        Aggregate(_) | Distinct(_) | Sort(_) | TopK { .. } | Skip(_) | Limit(_) | CartesianProduct => false,
        HashJoin(_) | Apply | OptionalApply(_) | SemiApply { .. } | Union { .. } | Eager => false,
        Create(_) | Merge(_) | Update(_) | Delete { .. } | Foreach { .. } | CallProcedure(_) => false,
        LoadCsv(_) | TransactionalApply(_) | CountBranches(_) | EmptyResult => false,
    }
}

/// Operators that compute something from the pattern when it is complete.
fn is_late(operator: &Operator, imports: &Imports) -> bool {
    let of_path = |e: &Expr| matches!(e.kind, ExprKind::MakePath(_) | ExprKind::Index(_, _));
    if let Operator::Project(items) = operator {
        return items.iter().all(|(_, e)| of_path(e) && !is_volatile(e, imports));
    }
    matches!(operator, Operator::ShortestPath(_))
}

impl Region {
    fn edges_or_nodes_empty(&self) -> bool {
        self.edges.is_empty() && self.nodes.is_empty()
    }

    /// Takes an operator in; they come from the top down.
    fn add(&mut self, operator: Operator, imports: &Imports) {
        match operator {
            Operator::Filter(predicates) => {
                let with_free = |expr: Expr| Predicate { free: free_slots(&expr, imports), expr };
                self.predicates.extend(predicates.into_iter().map(with_free));
            }
            Operator::AllNodesScan { slot } => self.nodes.push(slot),
            Operator::Expand(expand) => self.add_edge(expand, EdgeKind::Single, SlotSet::new()),
            Operator::VariableExpand { expand, length, reversed, .. } => {
                let mut requires = SlotSet::new();
                if let Some(hop) = &length.hop {
                    requires = free_slots(&hop.predicate, imports);
                    [hop.relationship, hop.from, hop.to].into_iter().for_each(|slot| requires.remove(slot));
                }
                self.add_edge(expand, EdgeKind::Variable { length, reversed }, requires);
            }
            Operator::EndpointsOf {
                relationship,
                left,
                right,
                direction,
                types,
                left_bound,
                right_bound,
                unique,
            } => {
                self.nodes.extend((!right_bound).then_some(right));
                self.nodes.extend((!left_bound).then_some(left));
                self.unique.extend(unique.into_iter().map(|other| pair(relationship, other)));
                let requires = std::iter::once(relationship).collect();
                self.edges.push(Edge {
                    relationship,
                    left,
                    right,
                    direction,
                    types,
                    kind: EdgeKind::Bound,
                    requires,
                });
            }
            late => self.late.push(late),
        }
    }

    fn add_edge(&mut self, expand: Expand, kind: EdgeKind, requires: SlotSet) {
        let Expand { from, relationship, to, direction, types, into, unique } = expand;
        self.nodes.extend((!into).then_some(to));
        self.unique.extend(unique.into_iter().map(|other| pair(relationship, other)));
        self.edges.push(Edge { relationship, left: from, right: to, direction, types, kind, requires });
    }
}
