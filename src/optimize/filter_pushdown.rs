//! Moves predicates towards the leaves, past everything that neither computes what they ask for nor would
//! let other rows through after them: not past limits, updates, or aggregates (but for their keys).
//! Volatile predicates stay where they are.

use crate::error::Result;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::walk::{map_roots, updates};
use crate::plan::walk_expr::{any_expr, free_slots, has_subquery, is_volatile, substitute};
use crate::semantic::bound::{Expr, ExprKind, Slot};

use super::expr::expense;
use super::{Context, MAX_DEEPENING};

/// The most parts that a predicate may have after it went past items that make it grow, over and over in a chain of `WITH`.
const MOST_GROWN: usize = MAX_DEEPENING;

/// The most parts that it may have in any case.
const MOST_PUSHED: usize = 1 << 17;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let pusher = Pusher { imports: Imports::of(&query.subqueries) };
    map_roots(query, &mut |root| Ok(pusher.push(root, Vec::new())))
}

struct Pusher {
    imports: Imports,
}

impl Pusher {
    /// The plan with these predicates asked on or below it.
    fn push(&self, mut plan: Plan, mut predicates: Vec<Expr>) -> Plan {
        if let Operator::Filter(own) = &mut plan.operator {
            let (volatile, own): (Vec<Expr>, Vec<Expr>) =
                std::mem::take(own).into_iter().partition(|e| is_volatile(e, &self.imports));
            let input = plan.inputs.pop().unwrap_or_default();
            if !volatile.is_empty() {
                // What is above must not change how often a volatile predicate is asked.
                let below = self.push(input, own);
                return filter(filter(below, volatile), predicates);
            }
            predicates.splice(0..0, own);
            return self.push(input, predicates);
        }
        let routes = self.route(&plan.operator, &plan.inputs, predicates);
        for (input, down) in plan.inputs.iter_mut().zip(routes.down) {
            *input = self.push(std::mem::take(input), down);
        }
        filter(plan, routes.stay)
    }

    /// Decides for each predicate which input it goes to, if any.
    fn route(&self, operator: &Operator, inputs: &[Plan], predicates: Vec<Expr>) -> Routes {
        let mut routes = Routes { stay: Vec::new(), down: inputs.iter().map(|_| Vec::new()).collect() };
        use Operator::*;
        match operator {
            // Rows pass one by one, with more slots or in another order.
            AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } | Expand(_) => {
                self.route_to_available(inputs, predicates, &mut routes);
            }
            RelationshipScan { .. }
            | RelationshipIndexSeek { .. }
            | RelationshipByIdSeek { .. }
            | VariableExpand { .. }
            | ShortestPath(_)
            | PathSearch(_)
            | EndpointsOf { .. } => {
                self.route_to_available(inputs, predicates, &mut routes);
            }
            Filter(_)
            | Keep(_)
            | Unwind { .. }
            | LoadCsv(_)
            | Sort(_)
            | CallProcedure(_)
            | Distinct(_)
            | SemiApply { .. } => {
                self.route_to_available(inputs, predicates, &mut routes);
            }
            OptionalApply(_) if !inputs.get(1).is_some_and(updates) => {
                self.route_to_available(inputs.get(..1).unwrap_or_default(), predicates, &mut routes);
            }
            Apply if !inputs.get(1).is_some_and(updates) => {
                self.route_to_available(inputs, predicates, &mut routes)
            }
            CartesianProduct | HashJoin(_) => self.route_to_available(inputs, predicates, &mut routes),
            Project(items) => {
                for predicate in predicates {
                    self.route_through_items(predicate, items, inputs, &mut routes);
                }
            }
            Aggregate(aggregation) if !aggregation.keys.is_empty() => {
                let keys: SlotSet = aggregation.keys.iter().map(|(slot, _)| *slot).collect();
                for predicate in predicates {
                    if free_slots(&predicate, &self.imports).is_subset(&keys) {
                        self.route_through_items(predicate, &aggregation.keys, inputs, &mut routes);
                    } else {
                        routes.stay.push(predicate);
                    }
                }
            }
            Union { inputs: columns, outputs } => {
                for predicate in predicates {
                    self.route_to_branches(predicate, columns, outputs, &mut routes);
                }
            }
            Apply | OptionalApply(_) | Aggregate(_) | TopK { .. } | Skip(_) | Limit(_) | Argument(_) => {
                routes.stay = predicates;
            }
            TransactionalApply(_) | CountBranches(_) => routes.stay = predicates,
            Eager | Create(_) | Merge(_) | Update(_) | Delete { .. } | Foreach { .. } | EmptyResult => {
                routes.stay = predicates;
            }
        }
        routes
    }

    /// Each predicate to the first of the inputs that has all it asks for.
    fn route_to_available(&self, inputs: &[Plan], predicates: Vec<Expr>, routes: &mut Routes) {
        if predicates.is_empty() {
            return;
        }
        let schemas: Vec<SlotSet> = inputs.iter().map(output_slots).collect();
        for predicate in predicates {
            let free = free_slots(&predicate, &self.imports);
            match schemas.iter().position(|schema| free.is_subset(schema)) {
                Some(input) => routes.down[input].push(predicate),
                None => routes.stay.push(predicate),
            }
        }
    }

    /// Past computed items: what they compute takes the place of their slots, when it is cheap.
    fn route_through_items(
        &self,
        predicate: Expr,
        items: &[(Slot, Expr)],
        inputs: &[Plan],
        routes: &mut Routes,
    ) {
        let mut pushed = predicate.clone();
        for (slot, item) in items {
            if crate::plan::is_slot(item, *slot) || !free_slots(&pushed, &self.imports).contains(*slot) {
                continue;
            }
            let replaced =
                (!self.is_dear(item)).then(|| substitute(pushed, *slot, item, &self.imports)).flatten();
            let Some(replaced) = replaced else {
                routes.stay.push(predicate);
                return;
            };
            let (size, grows) = (size(&replaced), size(item) > 2);
            if size > MOST_PUSHED || (size > MOST_GROWN && grows) {
                routes.stay.push(predicate);
                return;
            }
            pushed = replaced;
        }
        self.route_to_available(inputs, vec![pushed], routes);
    }

    /// Into every branch, in the branch's own slots.
    fn route_to_branches(
        &self,
        predicate: Expr,
        columns: &[Vec<Slot>],
        outputs: &[Slot],
        routes: &mut Routes,
    ) {
        let renamed: Option<Vec<Expr>> = columns
            .iter()
            .map(|columns| {
                outputs.iter().zip(columns).try_fold(predicate.clone(), |predicate, (output, column)| {
                    substitute(predicate, *output, &crate::plan::slot(*column), &self.imports)
                })
            })
            .collect();
        match renamed {
            Some(renamed) => {
                routes.down.iter_mut().zip(renamed).for_each(|(down, predicate)| down.push(predicate));
            }
            None => routes.stay.push(predicate),
        }
    }

    /// Whether computing it a second time would cost more than asking earlier saves.
    fn is_dear(&self, expr: &Expr) -> bool {
        let loops = |e: &Expr| {
            matches!(
                e.kind,
                ExprKind::ListComprehension { .. }
                    | ExprKind::ListPredicate { .. }
                    | ExprKind::Reduce { .. }
                    | ExprKind::MakePath(_)
            )
        };
        size(expr) > 8 || is_volatile(expr, &self.imports) || has_subquery(expr) || any_expr(expr, &loops)
    }
}

/// How many parts an expression has.
fn size(expr: &Expr) -> usize {
    let mut size = 0;
    crate::plan::walk_expr::visit_expr(expr, &mut |_| size += 1);
    size
}

/// Where predicates go.
struct Routes {
    /// Above the operator.
    stay: Vec<Expr>,
    /// To its inputs.
    down: Vec<Vec<Expr>>,
}

/// A filter on top, the cheapest predicates first.
fn filter(plan: Plan, mut predicates: Vec<Expr>) -> Plan {
    if predicates.is_empty() {
        return plan;
    }
    predicates.sort_by_key(expense);
    Plan::new(Operator::Filter(predicates), vec![plan])
}
