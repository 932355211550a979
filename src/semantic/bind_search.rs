//! Patterns that are searched step by step: quantified groups, selected paths, path modes over several relationships, and
//! what other systems write behind the star. All of them become a [`PathSearch`].
//!
//! Variables are declared with the rest of the pattern; what is said of them is bound afterwards, each group in a scope in
//! which its variables stand for the elements of one repetition.

use super::bind_inside::{Inside, simple_types};
use super::bind_pattern::{Matching, equal, unbounded_walk};
use super::binder::{Binder, slot_expr};
use super::bound::{
    ComparisonOp, Expr, ExprKind, Forward, Literal, Measure, Name, PathElement, PathGroup, PathHop, PathMode,
    PathSearch, Selector, Slot, SoFar,
};
use super::chain::{self, Chain, Group, Link};
use super::errors;
use super::types::Inferred;
use crate::error::{Error, Result, Span};
use crate::function::{self, Type};
use crate::syntax::ast::{
    self, Cost, During, HopForm, HopSearch, Ident, NodePattern, PathSelector, PatternPart,
    RelationshipPattern,
};

/// What is said of a search's elements, to be bound once all variables of the clause are known.
pub(super) struct PendingSearch<'p> {
    /// Its number in the pattern.
    pub(super) index: usize,
    pub(super) singles: Vec<(Slot, Inside<'p>)>,
    pub(super) filters: Vec<&'p ast::Expr>,
    pub(super) costs: Vec<(Option<Slot>, &'p Cost)>,
    pub(super) groups: Vec<PendingGroup<'p>>,
    pub(super) during: Option<&'p During>,
    pub(super) selects: bool,
    pub(super) span: Span,
}

/// The same of one of its groups.
pub(super) struct PendingGroup<'p> {
    /// Its number among the search's elements.
    pub(super) element: usize,
    /// Its variables within one repetition.
    pub(super) names: Vec<(Name, Slot)>,
    pub(super) insides: Vec<(Slot, Inside<'p>)>,
    pub(super) filter: Option<&'p ast::Expr>,
    pub(super) costs: Vec<&'p Cost>,
    pub(super) search: Option<&'p HopSearch>,
    pub(super) span: Span,
}

/// A search while its elements are declared.
struct Draft<'p> {
    elements: Vec<PathElement>,
    predicates: Vec<Expr>,
    pending: PendingSearch<'p>,
    /// The list of its relationships, if that has a name.
    list: Option<Slot>,
}

impl<'p> Draft<'p> {
    fn new(part: &'p PatternPart, matching: &Matching<'p>) -> Draft<'p> {
        let pending = PendingSearch {
            index: matching.pattern.searches.len(),
            singles: Vec::new(),
            filters: Vec::new(),
            costs: Vec::new(),
            groups: Vec::new(),
            during: part.during.as_deref(),
            selects: chain::selects_before_filter(part),
            span: part.span,
        };
        Draft { elements: Vec::new(), predicates: Vec::new(), pending, list: None }
    }

    /// The search between two nodes.
    fn finish(
        self,
        binder: &mut Binder<'_>,
        ends: (Slot, Slot),
        behind: usize,
    ) -> (PathSearch, PendingSearch<'p>) {
        let relationships = self.list.unwrap_or_else(|| binder.anonymous(Type::RelationshipList));
        let search = PathSearch {
            path: binder.anonymous(Type::Path),
            relationships,
            cost: None,
            left: ends.0,
            right: ends.1,
            elements: self.elements,
            predicates: self.predicates,
            costs: Vec::new(),
            selector: Selector::All,
            mode: PathMode::Trail,
            forward: None,
            so_far: SoFar::default(),
            behind,
            apart: false,
        };
        (search, self.pending)
    }
}

impl Binder<'_> {
    /// A part that is searched as a whole.
    pub(super) fn declare_whole<'p>(
        &mut self,
        part: &'p PatternPart,
        chain: &Chain<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let left = self.declare_node(&chain.first, matching)?;
        let mut draft = Draft::new(part, matching);
        draft.pending.filters.clone_from(&chain.filters);
        draft.pending.costs.extend(chain.costs.iter().map(|cost| (None, *cost)));
        let last = chain.rest.len().saturating_sub(1);
        let mut right = left;
        for (at, (link, nodes)) in chain.rest.iter().enumerate() {
            self.add_link(*link, &mut draft, matching)?;
            if at < last {
                self.add_interior(nodes, left, &mut draft, matching)?;
            } else {
                right = self.declare_right(nodes, &mut draft, matching)?;
            }
        }
        if chain.rest.is_empty() {
            right = self.anonymous(Type::Node);
            self.add_node(right, &[], matching);
            draft.predicates.push(equal(right, slot_expr(left, part.span), part.span));
        }
        let behind = matching.pattern.relationships.len();
        let (mut search, pending) = draft.finish(self, (left, right), behind);
        search.mode = part.mode.unwrap_or(matching.usage.mode());
        search.selector = self.bind_selector(&part.selector)?;
        if matches!(search.selector, Selector::Paths(Measure::Cost, _) | Selector::Groups(Measure::Cost, _)) {
            search.cost = Some(self.anonymous(Type::Float));
        }
        if part.forward {
            search.forward = Some(Forward { from: None, to: None });
        }
        if let Some(variable) = &part.variable {
            search.path = self.declare_path(variable, matching.usage)?;
            search.cost.iter().for_each(|cost| {
                self.path_costs.insert(search.path, *cost);
            });
        }
        add_search(search, pending, matching)
    }

    /// A link of a chain that is searched by itself; its list of relationships and its right node.
    pub(super) fn declare_segment<'p>(
        &mut self,
        link: Link<'p>,
        nodes: &[&'p NodePattern],
        left: Slot,
        part: &'p PatternPart,
        matching: &mut Matching<'p>,
    ) -> Result<(Slot, Slot)> {
        let mut draft = Draft::new(part, matching);
        self.add_link(link, &mut draft, matching)?;
        let right = self.declare_node(nodes, matching)?;
        let behind = matching.pattern.relationships.len();
        let (mut search, mut pending) = draft.finish(self, (left, right), behind);
        search.mode = part.mode.unwrap_or(matching.usage.mode());
        if let Link::Relationship(relationship) = link
            && let Some(form) = relationship.length.as_ref().and_then(|length| length.search.as_deref())
        {
            self.apply_form(form, &mut search, matching)?;
            pending.selects = !matches!(search.selector, Selector::All);
            let min = chain::length(relationship).map_or(1, |(min, _)| min);
            if form.form == HopForm::Bfs && min > 1 {
                let size = self.size_at_least(search.relationships, min, relationship.span)?;
                matching.pattern.after.push(size);
            }
        }
        let ends = (search.relationships, right);
        add_search(search, pending, matching)?;
        Ok(ends)
    }

    /// What another system's search asks for.
    fn apply_form(
        &mut self,
        form: &HopSearch,
        search: &mut PathSearch,
        matching: &Matching<'_>,
    ) -> Result<()> {
        let one = || literal(Literal::Integer(1));
        let selector = match &form.form {
            HopForm::Every => Selector::All,
            HopForm::Mode(mode) => {
                search.mode = *mode;
                Selector::All
            }
            HopForm::Bfs | HopForm::Shortest => Selector::Paths(Measure::Hops, one()),
            HopForm::EveryShortest => Selector::Groups(Measure::Hops, one()),
            HopForm::WShortest | HopForm::WShortestBy(_) => Selector::Paths(Measure::Cost, one()),
            HopForm::AllShortest | HopForm::EveryWShortestBy(_) => Selector::Groups(Measure::Cost, one()),
            HopForm::KShortest => {
                search.mode = PathMode::Acyclic;
                let count = form.count.as_deref().map(|count| self.bind_expr(count)).transpose()?;
                Selector::Paths(Measure::Hops, count.unwrap_or_else(one))
            }
        };
        search.apart = !matches!(selector, Selector::All);
        if matches!(selector, Selector::Paths(Measure::Cost, _) | Selector::Groups(Measure::Cost, _)) {
            let cost = match &form.total {
                Some(total) if matching.usage.declares => {
                    self.declare_new(total, Inferred::of(Type::Float))?
                }
                Some(total) => {
                    return Err(errors::undefined_variable(&total.name, total.span, self.scope.names()));
                }
                None => self.anonymous(Type::Float),
            };
            search.cost = Some(cost);
            self.path_costs.insert(search.relationships, cost);
        }
        search.selector = selector;
        Ok(())
    }

    fn size_at_least(&self, list: Slot, min: u64, span: Span) -> Result<Expr> {
        let size = function::find("size").ok_or_else(|| Error::internal("the registry has no `size`"))?;
        let call = Expr { kind: ExprKind::Function(size, vec![slot_expr(list, span)]), span };
        let least = literal(Literal::Integer(i64::try_from(min).unwrap_or(i64::MAX)));
        let rest = vec![(ComparisonOp::GreaterEqual, least)];
        Ok(Expr { kind: ExprKind::Comparison(Box::new(call), rest), span })
    }

    fn bind_selector(&mut self, selector: &PathSelector) -> Result<Selector> {
        let (measure, count, groups) = match selector {
            PathSelector::All | PathSelector::ShortestPath | PathSelector::AllShortestPaths => {
                return Ok(Selector::All);
            }
            PathSelector::Any(count) | PathSelector::Shortest(count) => {
                (Measure::Hops, count.as_deref(), false)
            }
            PathSelector::AllShortest => (Measure::Hops, None, true),
            PathSelector::ShortestGroups(count) => (Measure::Hops, count.as_deref(), true),
            PathSelector::Cheapest(count) => (Measure::Cost, count.as_deref(), false),
            PathSelector::AllCheapest => (Measure::Cost, None, true),
        };
        let count = match count {
            Some(count) => self.bind_expr(count)?,
            None => literal(Literal::Integer(1)),
        };
        if let ExprKind::Literal(Literal::Integer(0)) = count.kind {
            return Err(errors::unexpected("the number of paths must be at least 1", count.span));
        }
        Ok(if groups { Selector::Groups(measure, count) } else { Selector::Paths(measure, count) })
    }

    /// A relationship or a group behind what there is.
    fn add_link<'p>(
        &mut self,
        link: Link<'p>,
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        match link {
            Link::Relationship(relationship) if chain::length(relationship).is_some() => {
                self.add_repeated(relationship, draft, matching)
            }
            Link::Relationship(relationship) => self.add_single(relationship, draft, matching),
            Link::Group(group) => self.add_group(group, draft, matching),
        }
    }

    fn add_single<'p>(
        &mut self,
        relationship: &'p RelationshipPattern,
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let slot =
            self.declare_inside(relationship.variable.as_ref(), Inferred::of(Type::Relationship), matching)?;
        matching.present.insert(slot);
        draft.pending.singles.push((slot, Inside::of_relationship(relationship)));
        draft.pending.costs.extend(relationship.cost.iter().map(|cost| (Some(slot), &**cost)));
        draft.elements.push(PathElement::Hop(hop(relationship, slot)));
        Ok(())
    }

    /// A variable that a search binds, which must be new.
    fn declare_inside(
        &mut self,
        variable: Option<&Ident>,
        of: Inferred,
        matching: &Matching<'_>,
    ) -> Result<Slot> {
        let Some(variable) = variable else { return Ok(self.anonymous(of.ty)) };
        if !matching.usage.declares && self.scope.get(&variable.name).is_none() {
            return Err(errors::undefined_variable(&variable.name, variable.span, self.scope.names()));
        }
        self.declare_new(variable, of)
    }

    /// A node between two elements.
    fn add_interior<'p>(
        &mut self,
        nodes: &[&'p NodePattern],
        left: Slot,
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let variable = chain::node_variable(nodes)?;
        let known = variable.and_then(|variable| Some((variable, self.lookup(&variable.name)?)));
        let slot = match known {
            None => self.declare_inside(variable, Inferred::of(Type::Node), matching)?,
            Some((variable, known)) => {
                let ty = self.slot_type(known).ty;
                if !matches!(ty, Type::Node | Type::Any) {
                    let (name, span) = (&variable.name, variable.span);
                    return Err(errors::variable_type_conflict(name, span, ty, Type::Node));
                }
                let own = known == left || draft.elements.iter().any(|element| is_node(element, known));
                if !own && known >= matching.first {
                    let what = format!("`{}` of another pattern within a searched path", variable.name);
                    return Err(errors::unsupported(&what, variable.span)
                        .hint("put the other pattern into a MATCH of its own before this one"));
                }
                let slot = self.anonymous(Type::Node);
                draft.predicates.push(equal(slot, slot_expr(known, variable.span), variable.span));
                slot
            }
        };
        matching.interior.insert(slot);
        draft.pending.singles.extend(nodes.iter().map(|node| (slot, Inside::of_node(node))));
        draft.elements.push(PathElement::Node(slot));
        Ok(())
    }

    /// The last node, which may be one that the path has visited.
    fn declare_right<'p>(
        &mut self,
        nodes: &[&'p NodePattern],
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<Slot> {
        let variable = chain::node_variable(nodes)?;
        let known = variable.and_then(|variable| Some((variable, self.lookup(&variable.name)?)));
        match known {
            Some((variable, known)) if draft.elements.iter().any(|element| is_node(element, known)) => {
                let right = self.anonymous(Type::Node);
                draft.predicates.push(equal(right, slot_expr(known, variable.span), variable.span));
                self.add_node(right, nodes, matching);
                Ok(right)
            }
            _ => self.declare_node(nodes, matching),
        }
    }

    /// `-[r:T {..} WHERE e]->{1,3}` and `-[r:T*1..3]->`, a group of one relationship.
    fn add_repeated<'p>(
        &mut self,
        relationship: &'p RelationshipPattern,
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let search = relationship.length.as_ref().and_then(|length| length.search.as_deref());
        if let (true, Some(search)) = (draft.pending.selects, search) {
            let what = format!("{} inside a selected path", form_name(&search.form));
            return Err(errors::unsupported(&what, relationship.span).hint("leave the selector out"));
        }
        let of = Inferred::of(Type::RelationshipList);
        let list = self.declare_inside(relationship.variable.as_ref(), of, matching)?;
        let slot = self.anonymous(Type::Relationship);
        let nodes = vec![self.anonymous(Type::Node), self.anonymous(Type::Node)];
        let (min, max) = chain::length(relationship).unwrap_or((1, Some(1)));
        let (min, max) = match search.map(|search| &search.form) {
            Some(HopForm::Bfs) => (min.min(1), max),
            // Memgraph's weighted searches have an upper bound only.
            Some(HopForm::WShortest | HopForm::AllShortest) if min <= 1 || Some(min) == max => (1, max),
            Some(form @ (HopForm::WShortest | HopForm::AllShortest)) => {
                let what = format!("a lower bound of {}", form_name(form));
                return Err(errors::unsupported(&what, relationship.span));
            }
            _ => (min, max),
        };
        let names = relationship.variable.iter().map(|variable| (variable.name.as_str().into(), slot));
        draft.pending.groups.push(PendingGroup {
            element: draft.elements.len(),
            names: names.collect(),
            insides: vec![(slot, Inside::of_relationship(relationship))],
            filter: None,
            costs: relationship.cost.iter().map(|cost| &**cost).collect(),
            search,
            span: relationship.span,
        });
        let lists = match search {
            // The list of all relationships of the search is that of this one.
            Some(_) => {
                draft.list = Some(list);
                Vec::new()
            }
            None => vec![(slot, list)],
        };
        let hops = vec![hop(relationship, slot)];
        self.push_group(draft, (nodes, hops), (min, max), lists);
        Ok(())
    }

    fn push_group(
        &self,
        draft: &mut Draft<'_>,
        (nodes, hops): (Vec<Slot>, Vec<PathHop>),
        (min, max): (u64, Option<u64>),
        lists: Vec<(Slot, Slot)>,
    ) {
        draft.elements.push(PathElement::Group(PathGroup {
            nodes,
            hops,
            min,
            max: max.or(self.dialect.most_hops()),
            predicates: Vec::new(),
            between: Vec::new(),
            costs: Vec::new(),
            lists,
        }));
    }

    /// `((a)-[r]->(b) WHERE e){1,3}`
    fn add_group<'p>(
        &mut self,
        group: Group<'p>,
        draft: &mut Draft<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let mut pending = PendingGroup {
            element: draft.elements.len(),
            names: Vec::new(),
            insides: Vec::new(),
            filter: group.filter,
            costs: group.cost.into_iter().collect(),
            search: None,
            span: group.span,
        };
        let (mut nodes, mut hops) = (Vec::new(), Vec::new());
        let body = chain::flatten(group.pattern)?;
        pending.costs.extend(body.costs.iter().copied());
        let mut equalities = Vec::new();
        let mut lists = Vec::new();
        self.group_node(&body.first, &mut nodes, (&mut pending, &mut equalities, &mut lists), matching)?;
        for (link, behind) in &body.rest {
            let Link::Relationship(relationship) = link else {
                return Err(errors::unsupported("a quantified group inside a quantified group", group.span));
            };
            if chain::length(relationship).is_some() {
                let what = "a repeated relationship inside a quantified group";
                return Err(errors::unsupported(what, relationship.span));
            }
            let slot = self.anonymous(Type::Relationship);
            if let Some(variable) = &relationship.variable {
                let of = Inferred::of(Type::RelationshipList);
                let list = self.declare_inside(Some(variable), of, matching)?;
                matching.present.insert(list);
                lists.push((slot, list));
                pending.names.push((variable.name.as_str().into(), slot));
            }
            pending.insides.push((slot, Inside::of_relationship(relationship)));
            pending.costs.extend(relationship.cost.iter().map(|cost| &**cost));
            hops.push(hop(relationship, slot));
            self.group_node(behind, &mut nodes, (&mut pending, &mut equalities, &mut lists), matching)?;
        }
        if hops.is_empty() {
            return Err(errors::unexpected("a quantified group needs a relationship", group.span));
        }
        if let Some(first) = body.filters.first() {
            let what = "WHERE in parentheses inside a quantified group";
            return Err(errors::unsupported(what, first.span).hint("write it at the end of the group"));
        }
        let quantifier = group.quantifier;
        self.push_group(draft, (nodes, hops), (quantifier.min, quantifier.max), lists);
        if let Some(PathElement::Group(group)) = draft.elements.last_mut() {
            group.predicates = equalities;
        }
        draft.pending.groups.push(pending);
        Ok(())
    }

    /// A node of a group: a variable that stands there already is the same node.
    fn group_node<'p>(
        &mut self,
        written: &[&'p NodePattern],
        nodes: &mut Vec<Slot>,
        (pending, equalities, lists): (&mut PendingGroup<'p>, &mut Vec<Expr>, &mut Vec<(Slot, Slot)>),
        matching: &Matching<'p>,
    ) -> Result<()> {
        let slot = self.anonymous(Type::Node);
        if let Some(variable) = chain::node_variable(written)? {
            let name: Name = variable.name.as_str().into();
            match pending.names.iter().find(|(known, _)| *known == name) {
                Some((_, known)) => {
                    equalities.push(equal(slot, slot_expr(*known, variable.span), variable.span));
                }
                None => {
                    let of = Inferred { ty: Type::List, element: Type::Node };
                    let list = self.declare_inside(Some(variable), of, matching)?;
                    lists.push((slot, list));
                    pending.names.push((name, slot));
                }
            }
        }
        pending.insides.extend(written.iter().map(|node| (slot, Inside::of_node(node))));
        nodes.push(slot);
        Ok(())
    }
}

/// Adds a search to the pattern; it may not be without end.
fn add_search<'p>(search: PathSearch, pending: PendingSearch<'p>, matching: &mut Matching<'p>) -> Result<()> {
    let endless = search.mode == PathMode::Walk && search.groups().any(|group| group.max.is_none());
    if endless && matches!(search.selector, Selector::All) {
        return Err(unbounded_walk(pending.span));
    }
    let by_cost = matches!(search.selector, Selector::Groups(Measure::Cost, _));
    if by_cost && search.mode == PathMode::Walk && endless {
        let what = "ALL CHEAPEST over walks without a bound";
        return Err(errors::unsupported(what, pending.span)
            .hint("write a mode such as ALL CHEAPEST TRAIL, or a bound such as {1,5}"));
    }
    if pending.selects {
        matching.selected.extend(search.binds());
    }
    matching.pattern.searches.push(search);
    matching.searches.push(pending);
    Ok(())
}

fn is_node(element: &PathElement, slot: Slot) -> bool {
    matches!(element, PathElement::Node(node) if *node == slot)
}

fn hop(relationship: &RelationshipPattern, slot: Slot) -> PathHop {
    let types = relationship.types.as_ref().and_then(simple_types).unwrap_or_default();
    PathHop { slot, direction: relationship.direction, types }
}

pub(super) fn form_name(form: &HopForm) -> &'static str {
    match form {
        HopForm::Every | HopForm::Mode(_) => "*",
        HopForm::Bfs => "*BFS",
        HopForm::WShortest => "*WSHORTEST",
        HopForm::AllShortest => "*ALLSHORTEST",
        HopForm::KShortest => "*KSHORTEST",
        HopForm::Shortest => "* SHORTEST",
        HopForm::EveryShortest => "* ALL SHORTEST",
        HopForm::WShortestBy(_) => "* WSHORTEST",
        HopForm::EveryWShortestBy(_) => "* ALL WSHORTEST",
    }
}

fn literal(literal: Literal) -> Expr {
    Expr { kind: ExprKind::Literal(literal), span: Span::default() }
}
