//! Operators with one input (or none) that read, and `UNION`.

use crate::error::{Error, Result};
use crate::execute::liveness::SlotSet;
use crate::execute::operator::{
    Bounds, CallProcedure, Distinct, Eager, Endpoints, Expand, ExpandInto, Filter, Found, Hop, IdSeek,
    IndexSeek, Input, Limit, LoadCsv, LookupPlan, NodeScan, OrderPlan, Project, ReachableNodes,
    RelationshipScan, SeekPlan, ShortestPath, Skip, Sort, SortKeys, TopK, Union, Unwind, VariableExpand,
};
use crate::plan::logical::{self, IndexOrder, Lookup, Operator as Logical, Plan, Seek, ShortestPathPlan};
use crate::plan::walk::updates;
use crate::semantic::bound::{self, Expr, HopFilter, ProcedureCall, Slot, SortKey};

use super::implied::is_implied;
use super::{Compiler, only_input};

impl Compiler<'_> {
    pub(super) fn scan(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let (input, carry) = self.input(plan, live)?;
        Ok(match &plan.operator {
            Logical::AllNodesScan { slot } => Box::new(NodeScan::new(input, *slot, Vec::new(), carry)),
            Logical::LabelScan { slot, labels } => {
                Box::new(NodeScan::new(input, *slot, labels.clone(), carry))
            }
            Logical::IndexSeek { slot, lookup } => {
                let plan = self.lookup(lookup, true)?;
                Box::new(IndexSeek::new(input, Found::Node(*slot), plan, carry))
            }
            Logical::RelationshipIndexSeek { relationship, left, right, direction, lookup } => {
                let found = Found::Relationship(*left, *relationship, *right, *direction);
                Box::new(IndexSeek::new(input, found, self.lookup(lookup, false)?, carry))
            }
            Logical::NodeByIdSeek { slot, ids } => {
                let ids = self.expressions.compile(ids)?;
                Box::new(IdSeek::new(input, Found::Node(*slot), Vec::new(), ids, carry))
            }
            Logical::RelationshipByIdSeek { relationship, left, right, direction, types, ids } => {
                let found = Found::Relationship(*left, *relationship, *right, *direction);
                let ids = self.expressions.compile(ids)?;
                Box::new(IdSeek::new(input, found, types.clone(), ids, carry))
            }
            Logical::RelationshipScan { relationship, left, right, direction, types } => {
                let slots = (*left, *relationship, *right);
                Box::new(RelationshipScan::new(input, slots, *direction, types.clone(), carry))
            }
            _ => return Err(Error::internal("this operator is no scan")),
        })
    }

    fn lookup(&self, lookup: &Lookup, of_nodes: bool) -> Result<LookupPlan> {
        let order = match &lookup.order {
            None => None,
            Some(IndexOrder { descending, nulls, enough }) => Some(OrderPlan {
                descending: *descending,
                nulls: *nulls,
                enough: self.expressions.optional(enough.as_ref())?,
            }),
        };
        Ok(LookupPlan {
            of_nodes,
            names: lookup.names.clone(),
            keys: lookup.keys.clone(),
            equal: self.expressions.all(&lookup.equal)?,
            seek: self.seek(&lookup.seek)?,
            order,
        })
    }

    fn seek(&self, seek: &Seek) -> Result<SeekPlan> {
        let bound = |bound: &Option<(bound::Expr, bool)>| {
            bound
                .as_ref()
                .map(|(value, inclusive)| Ok::<_, Error>((self.expressions.compile(value)?, *inclusive)))
                .transpose()
        };
        Ok(match seek {
            Seek::Equal(value) => SeekPlan::Equal(self.expressions.compile(value)?),
            Seek::In(list) => SeekPlan::In(self.expressions.compile(list)?),
            Seek::Range { lower, upper } => SeekPlan::Range(bound(lower)?, bound(upper)?),
            Seek::Prefix(value) => SeekPlan::Prefix(self.expressions.compile(value)?),
            Seek::Exists => SeekPlan::Exists,
            Seek::Contains(value) => SeekPlan::Contains(self.expressions.compile(value)?),
            Seek::Suffix(value) => SeekPlan::Suffix(self.expressions.compile(value)?),
            Seek::Near { center, distance } => {
                SeekPlan::Near(self.expressions.compile(center)?, self.expressions.compile(distance)?)
            }
            Seek::Box { lower, upper } => {
                SeekPlan::Box(self.expressions.compile(lower)?, self.expressions.compile(upper)?)
            }
        })
    }

    pub(super) fn expand(&mut self, plan: &Plan, expand: &logical::Expand, live: &SlotSet) -> Result<Input> {
        let (input, mut carry) = self.input(plan, live)?;
        if expand.into {
            // Expanding into a node sets its slot anew, with the same node.
            carry.retain(|slot| *slot != expand.to);
            return Ok(Box::new(ExpandInto::new(input, expand.clone(), carry)));
        }
        Ok(Box::new(Expand::new(input, expand.clone(), carry)))
    }

    pub(super) fn variable_expand(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let Logical::VariableExpand { expand, length, reversed, reachable } = &plan.operator else {
            return Err(Error::internal("this operator does not follow relationships repeatedly"));
        };
        let (input, mut carry) = self.input(plan, live)?;
        carry.retain(|slot| *slot != expand.to);
        let bounds = Bounds { min: length.min, max: length.max, mode: length.mode };
        let hop = self.hop(length.hop.as_ref())?;
        let wants_list = live.contains(expand.relationship);
        let (expand, reversed) = (expand.clone(), *reversed);
        if *reachable {
            return Ok(Box::new(ReachableNodes::new(input, expand, bounds, hop, reversed, carry)));
        }
        Ok(Box::new(VariableExpand::new(input, expand, bounds, hop, reversed, carry, wants_list)))
    }

    fn hop(&self, filter: Option<&HopFilter>) -> Result<Option<Hop>> {
        let Some(filter) = filter else { return Ok(None) };
        let mut captured = self.expressions.captured(&[Some(&filter.predicate)]);
        captured.retain(|slot| ![filter.relationship, filter.from, filter.to].contains(slot));
        Ok(Some(Hop {
            relationship: filter.relationship,
            from: filter.from,
            to: filter.to,
            predicate: self.expressions.compile(&filter.predicate)?,
            captured,
        }))
    }

    pub(super) fn shortest(
        &mut self,
        plan: &Plan,
        shortest: &ShortestPathPlan,
        live: &SlotSet,
    ) -> Result<Input> {
        let weight = self.weight.take().filter(|_| shortest.counted);
        if weight.is_none() && shortest.counted {
            return Err(Error::internal("nobody reads how often a row counts"));
        }
        let (input, carry) = self.input(plan, live)?;
        let hop = self.hop(shortest.hop.as_ref())?;
        let predicates: Vec<Option<&bound::Expr>> = shortest.predicates.iter().map(Some).collect();
        let mut captured = self.expressions.captured(&predicates);
        captured.retain(|slot| ![shortest.path, shortest.relationship].contains(slot));
        let predicates = self.expressions.all(&shortest.predicates)?;
        Ok(Box::new(ShortestPath::new(input, shortest.clone(), hop, predicates, captured, carry, weight)))
    }

    pub(super) fn endpoints(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let (input, mut carry) = self.input(plan, live)?;
        let Logical::EndpointsOf {
            relationship,
            left,
            right,
            direction,
            types,
            left_bound,
            right_bound,
            unique,
        } = &plan.operator
        else {
            return Err(Error::internal("this operator finds no end points"));
        };
        carry.retain(|slot| slot != left && slot != right);
        Ok(Box::new(Endpoints {
            input,
            relationship: *relationship,
            ends: (*left, *right),
            bound: (*left_bound, *right_bound),
            direction: *direction,
            types: types.clone(),
            unique: unique.clone(),
            carry,
        }))
    }

    pub(super) fn row_operator(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let (input, carry) = self.input(plan, live)?;
        let changes = updates(plan);
        Ok(match &plan.operator {
            Logical::Filter(predicates) => {
                let below = only_input(plan)?;
                let is_open = |e: &&Expr| !self.graph.is_some_and(|graph| is_implied(graph, e, below));
                let open = predicates.iter().filter(is_open).map(|e| self.expressions.compile(e));
                Box::new(Filter::new(input, open.collect::<Result<_>>()?, carry))
            }
            Logical::Project(items) => Box::new(Project::new(input, self.items(items)?)),
            Logical::Unwind { list, slot } => {
                Box::new(Unwind::new(input, self.expressions.compile(list)?, *slot, carry))
            }
            Logical::LoadCsv(load) => {
                Box::new(LoadCsv::new(input, self.expressions.compile(&load.from)?, load, carry, live))
            }
            Logical::Skip(count) => Box::new(Skip::new(input, self.expressions.compile(count)?)),
            Logical::Limit(count) => Box::new(Limit::new(input, self.expressions.compile(count)?, changes)),
            Logical::Sort(keys) => Box::new(Sort::new(input, self.sort_keys(keys)?)),
            Logical::TopK { keys, skip, limit } => {
                let skip = self.expressions.optional(skip.as_ref())?;
                let limit = self.expressions.compile(limit)?;
                Box::new(TopK::new(input, self.sort_keys(keys)?, skip, limit, changes))
            }
            Logical::Eager => Box::new(Eager::new(input)),
            Logical::CallProcedure(call) => self.call(input, call, carry)?,
            _ => return Err(Error::internal("this operator does not work row by row")),
        })
    }

    /// All items, whether they are needed or not: an error in one of them must be raised.
    pub(super) fn items(
        &self,
        items: &[(Slot, bound::Expr)],
    ) -> Result<Vec<(Slot, crate::execute::expression::Expression)>> {
        items.iter().map(|(slot, expr)| Ok((*slot, self.expressions.compile(expr)?))).collect()
    }

    fn sort_keys(&self, keys: &[SortKey]) -> Result<SortKeys> {
        keys.iter().map(|key| Ok((self.expressions.compile(&key.expr)?, key.descending))).collect()
    }

    fn call(&self, input: Input, call: &ProcedureCall, carry: Vec<Slot>) -> Result<Input> {
        let arguments = self.expressions.all(&call.arguments)?;
        let (name, yields) = (call.name.clone(), call.yields.clone());
        Ok(Box::new(CallProcedure::new(input, name, arguments, yields, call.is_void, carry)))
    }

    /// Operators whose rows are others than those of their inputs.
    pub(super) fn regroup(&mut self, plan: &Plan) -> Result<Input> {
        Ok(match &plan.operator {
            Logical::Aggregate(aggregation) => return self.aggregate(plan, aggregation),
            Logical::Distinct(slots) => {
                let input = self.plan(only_input(plan)?, &slots.iter().copied().collect())?;
                Box::new(Distinct::new(input, slots.clone()))
            }
            Logical::Union { inputs: slots, outputs } => {
                let mut inputs = Vec::with_capacity(plan.inputs.len());
                for (input, slots) in plan.inputs.iter().zip(slots) {
                    let input = self.plan(input, &slots.iter().copied().collect())?;
                    inputs.push((input, slots.clone()));
                }
                Box::new(Union::new(inputs, outputs.clone()))
            }
            _ => return Err(Error::internal("this operator does not regroup")),
        })
    }
}
