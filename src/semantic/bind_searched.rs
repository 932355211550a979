//! What is said of the elements of searched paths: conditions, costs, times, and the lambdas of other systems.

use std::collections::BTreeMap;

use super::bind_expression::split_conjuncts;
use super::bind_pattern::Matching;
use super::bind_search::{PendingGroup, PendingSearch, form_name};
use super::binder::{Binder, slot_expr};
use super::bound::{
    Expr, ExprKind, Forward, HopCost, Name, PathElement, PathGroup, PathSearch, Slot, SoFar, Subquery,
};
use super::errors;
use crate::error::{Error, Result, Span};
use crate::function::{self, Type};
use crate::syntax::ast::{self, Cost, During, HopBody, HopForm, HopLambda, HopSearch};

impl Binder<'_> {
    /// Binds what is said of the elements of all searches.
    pub(super) fn bind_searches(&mut self, matching: &mut Matching<'_>) -> Result<()> {
        for pending in std::mem::take(&mut matching.searches) {
            let index = pending.index;
            let Some(search) = matching.pattern.searches.get(index) else { continue };
            let mut search = search.clone();
            self.bind_search(pending, &mut search, matching)?;
            if let Some(place) = matching.pattern.searches.get_mut(index) {
                *place = search;
            }
        }
        Ok(())
    }

    fn bind_search(
        &mut self,
        pending: PendingSearch<'_>,
        search: &mut PathSearch,
        matching: &mut Matching<'_>,
    ) -> Result<()> {
        for (slot, inside) in &pending.singles {
            self.bind_inside(*slot, inside, &mut search.predicates)?;
        }
        for filter in &pending.filters {
            self.bind_conjuncts(filter, &mut search.predicates)?;
        }
        for (hop, cost) in &pending.costs {
            // That of parentheses belongs to no single hop.
            let hop = hop.or_else(|| search.hops().next().map(|hop| hop.slot)).unwrap_or_default();
            let cost = self.bind_cost(hop, cost)?;
            search.costs.push(cost);
        }
        for element in &search.elements {
            if let PathElement::Hop(hop) = element {
                self.bind_during(hop.slot, pending.during, &mut search.predicates)?;
            }
        }
        take_predicates_on_interior(search, matching, &self.subqueries);
        self.check_reach(search, &pending, matching)?;
        for group in &pending.groups {
            self.bind_group(group, pending.during, search, matching)?;
        }
        if let (Some(forward), Some(during)) = (&mut search.forward, pending.during) {
            let (from, to) = self.bind_period(during)?;
            *forward = Forward { from: Some(from), to: Some(to) };
        }
        Ok(())
    }

    /// What is said of a searched path outside of its groups reads that path and earlier clauses.
    fn check_reach(
        &self,
        search: &PathSearch,
        pending: &PendingSearch<'_>,
        matching: &Matching<'_>,
    ) -> Result<()> {
        let own: Vec<Slot> = search.singles().chain([search.left, search.right]).collect();
        let foreign = |slot: Slot| slot >= matching.first && !own.contains(&slot) && matching.declares(slot);
        let costs = search.costs.iter().flat_map(|cost| std::iter::once(&cost.value).chain(&cost.default));
        match search.predicates.iter().chain(costs).find(|e| e.mentions(&self.subqueries, &foreign)) {
            Some(expr) => {
                let what = "a condition within a searched path on another part of the same MATCH";
                let span = if expr.span == Span::default() { pending.span } else { expr.span };
                Err(errors::unsupported(what, span).hint("put the other part into a MATCH before it"))
            }
            None => Ok(()),
        }
    }

    fn bind_group(
        &mut self,
        pending: &PendingGroup<'_>,
        during: Option<&During>,
        search: &mut PathSearch,
        matching: &Matching<'_>,
    ) -> Result<()> {
        let Some(PathElement::Group(group)) = search.elements.get(pending.element) else { return Ok(()) };
        let mut group = group.clone();
        for hop in &group.hops {
            self.bind_during(hop.slot, during, &mut group.predicates)?;
        }
        self.with_names(&pending.names, |binder| {
            for (slot, inside) in &pending.insides {
                binder.bind_inside(*slot, inside, &mut group.predicates)?;
            }
            if let Some(filter) = pending.filter {
                binder.bind_conjuncts(filter, &mut group.predicates)?;
            }
            let last = group.hops.last().map(|hop| hop.slot).unwrap_or_default();
            for cost in &pending.costs {
                group.costs.push(binder.bind_cost(last, cost)?);
            }
            Ok(())
        })?;
        if let Some(form) = pending.search {
            self.bind_form(form, &mut group, &mut search.so_far)?;
        }
        let own: Vec<Slot> =
            group.nodes.iter().copied().chain(group.hops.iter().map(|hop| hop.slot)).collect();
        let foreign = |slot: Slot| slot >= matching.first && !own.contains(&slot) && matching.declares(slot);
        let costs = group.costs.iter().flat_map(|cost| std::iter::once(&cost.value).chain(&cost.default));
        let all = group.predicates.iter().chain(&group.between).chain(costs);
        for expr in all {
            if expr.mentions(&self.subqueries, &foreign) {
                let what = "a condition within a repeated part on another variable of the same MATCH";
                return Err(errors::unsupported(what, pending.span)
                    .hint("use variables of that part and of clauses before it"));
            }
        }
        if let Some(place) = search.elements.get_mut(pending.element) {
            *place = PathElement::Group(group);
        }
        Ok(())
    }

    /// The weight and the filter of another system's search.
    fn bind_form(&mut self, form: &HopSearch, group: &mut PathGroup, so_far: &mut SoFar) -> Result<()> {
        let (Some(hop), [from, to]) = (group.hops.first().map(|hop| hop.slot), group.nodes.as_slice()) else {
            return Err(Error::internal("a search over more than one relationship"));
        };
        let (from, to) = (*from, *to);
        if let HopForm::WShortestBy(key) | HopForm::EveryWShortestBy(key) = &form.form {
            let subject = Box::new(slot_expr(hop, key.span));
            let kind = ExprKind::Property(subject, key.name.as_str().into());
            group.costs.push(HopCost { hop, value: Expr { kind, span: key.span }, default: None });
        }
        if let Some(weight) = &form.weight {
            let HopBody::Value(value) = &weight.body else {
                return Err(errors::unexpected("a weight is an expression, not a filter", weight.span));
            };
            if let Some(third) = weight.variables.get(2) {
                return Err(errors::unexpected("a weight is of a relationship and a node", third.span));
            }
            let names = lambda_names(weight, &[hop, to]);
            let value = self.with_names(&names, |binder| binder.bind_expr(value))?;
            group.costs.push(HopCost { hop, value, default: None });
        }
        if let Some(filter) = &form.filter {
            match &filter.body {
                HopBody::Value(value) => {
                    let slots = self.so_far(form, filter, so_far, (hop, to))?;
                    let names = lambda_names(filter, &slots);
                    self.with_names(&names, |binder| binder.bind_conjuncts(value, &mut group.predicates))?;
                }
                HopBody::Filtered { filter: value, shown } => {
                    let names = lambda_names(filter, &[hop, from]);
                    self.with_names(&names, |binder| {
                        binder.bind_intermediate(value.as_deref(), filter, (hop, from), group)?;
                        let shown = shown.iter().flat_map(|(of_hop, of_node)| of_hop.iter().chain(of_node));
                        shown.into_iter().try_for_each(|shown| binder.bind_expr(shown).map(|_| ()))
                    })?;
                }
            }
        }
        Ok(())
    }

    /// The slots of a lambda's variables: relationship, node, path so far, weight so far.
    fn so_far(
        &mut self,
        form: &HopSearch,
        lambda: &HopLambda,
        so_far: &mut SoFar,
        (hop, to): (Slot, Slot),
    ) -> Result<Vec<Slot>> {
        let mut slots = vec![hop, to];
        let tree = matches!(form.form, HopForm::Every | HopForm::Mode(_) | HopForm::Bfs | HopForm::WShortest);
        if let Some(path) = lambda.variables.get(2) {
            if !tree {
                let what = format!("a filter of {} on the path so far", form_name(&form.form));
                return Err(errors::unsupported(&what, path.span));
            }
            let slot = self.anonymous(Type::Path);
            so_far.path = Some(slot);
            slots.push(slot);
        }
        if let Some(weight) = lambda.variables.get(3) {
            if form.form != HopForm::WShortest {
                let what = format!("a filter of {} on the weight so far", form_name(&form.form));
                return Err(errors::unsupported(&what, weight.span));
            }
            let slot = self.anonymous(Type::Float);
            so_far.cost = Some(slot);
            slots.push(slot);
        }
        Ok(slots)
    }

    /// Kuzu's filter: what it says of the node is asked of those between two hops.
    fn bind_intermediate(
        &mut self,
        filter: Option<&ast::Expr>,
        lambda: &HopLambda,
        (hop, node): (Slot, Slot),
        group: &mut PathGroup,
    ) -> Result<()> {
        if let Some(third) = lambda.variables.get(2) {
            return Err(errors::unexpected("this filter is of a relationship and a node", third.span));
        }
        let Some(filter) = filter else { return Ok(()) };
        let mut conjuncts = Vec::new();
        split_conjuncts(self.bind_filter(filter)?, &mut conjuncts);
        for conjunct in conjuncts {
            let of_node = conjunct.mentions(&self.subqueries, &|slot| slot == node);
            let of_hop = conjunct.mentions(&self.subqueries, &|slot| slot == hop);
            match (of_node, of_hop) {
                (true, true) => {
                    let what = "a condition on both the relationship and the node of a hop";
                    return Err(errors::unsupported(what, conjunct.span).hint("join two conditions by AND"));
                }
                (true, false) => group.between.push(conjunct),
                (false, _) => group.predicates.push(conjunct),
            }
        }
        Ok(())
    }

    fn bind_cost(&mut self, hop: Slot, cost: &Cost) -> Result<HopCost> {
        let value = self.bind_expr(&cost.value)?;
        let default = cost.default.as_ref().map(|default| self.bind_expr(default)).transpose()?;
        Ok(HopCost { hop, value, default })
    }

    /// `DURING` as a condition on a relationship.
    pub(super) fn bind_during(
        &mut self,
        relationship: Slot,
        during: Option<&During>,
        into: &mut Vec<Expr>,
    ) -> Result<()> {
        let Some(during) = during else { return Ok(()) };
        let Some(function) = function::find("valid_during") else {
            return Err(Error::internal("the registry has no `valid_during`"));
        };
        let span = during.from.span;
        let (from, to) = self.bind_period(during)?;
        let arguments = vec![slot_expr(relationship, span), from, to];
        into.push(Expr { kind: ExprKind::Function(function, arguments), span });
        Ok(())
    }

    fn bind_period(&mut self, during: &During) -> Result<(Expr, Expr)> {
        let from = self.bind_expr(&during.from)?;
        let to = match &during.to {
            Some(to) => self.bind_expr(to)?,
            None => from.clone(),
        };
        Ok((from, to))
    }

    /// Binds with these names standing for these slots.
    fn with_names<T>(
        &mut self,
        names: &[(Name, Slot)],
        bind: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let hidden: BTreeMap<Name, Option<Slot>> =
            names.iter().map(|(name, _)| (name.clone(), self.scope.local_slot(name))).collect();
        for (name, slot) in names {
            self.scope.declare(name.clone(), *slot);
        }
        let result = bind(self);
        for (name, slot) in hidden {
            self.scope.restore(&name, slot);
        }
        result
    }
}

/// Conditions on an end that also read what lies between are the search's.
fn take_predicates_on_interior(
    search: &mut PathSearch,
    matching: &mut Matching<'_>,
    subqueries: &[Subquery],
) {
    let singles: Vec<Slot> = search.singles().collect();
    let of_search = |e: &Expr| e.mentions(subqueries, &|slot| singles.contains(&slot));
    let predicates = std::mem::take(&mut matching.pattern.predicates);
    let (own, others) = predicates.into_iter().partition(of_search);
    matching.pattern.predicates = others;
    let own: Vec<Expr> = own;
    search.predicates.extend(own);
}

fn lambda_names(lambda: &HopLambda, slots: &[Slot]) -> Vec<(Name, Slot)> {
    let names = lambda.variables.iter().map(|variable| Name::from(variable.name.as_str()));
    names.zip(slots.iter().copied()).collect()
}
