//! Searched parts of a pattern: from an end that has a value, to the other one or to all that there are.

use crate::error::{Result, Span};
use crate::function::Type;
use crate::semantic::bound::{
    ComparisonOp, Expr, ExprKind, GraphPattern, HopFilter, Literal, LogicalOp, Measure, PathElement,
    PathSearch, Selector, Slot,
};

use super::build_match::Matching;
use super::builder::Builder;
use super::expr::{at, slot};
use super::logical::{Operator, PathSearchPlan, ShortestPathPlan};
use super::slot_set::SlotSet;

/// Whether a search stands among the pattern's relationships rather than behind all of them: a selected path avoids
/// the relationships of the whole pattern.
pub(super) fn is_in_order(search: &PathSearch) -> bool {
    search.apart || matches!(search.selector, Selector::All)
}

impl Builder {
    /// The searches that are written between the pattern's `behind`-th relationship and the one before.
    pub(super) fn searches_in_order(
        &mut self,
        mut matching: Matching,
        pattern: &GraphPattern,
        behind: usize,
    ) -> Result<Matching> {
        let here = |search: &&PathSearch| is_in_order(search) && search.behind == behind;
        for search in pattern.searches.iter().filter(here) {
            matching = self.search(matching, pattern, search)?;
            if !search.apart {
                matching.relationships.push((search.relationships, search.types()));
            }
        }
        Ok(matching)
    }

    /// The searches of selected paths.
    pub(super) fn selected_searches(
        &mut self,
        mut matching: Matching,
        pattern: &GraphPattern,
    ) -> Result<Matching> {
        for search in pattern.searches.iter().filter(|search| !is_in_order(search)) {
            matching = self.search(matching, pattern, search)?;
        }
        Ok(matching)
    }

    pub(super) fn search(
        &mut self,
        mut matching: Matching,
        pattern: &GraphPattern,
        search: &PathSearch,
    ) -> Result<Matching> {
        let (left, right) = (search.left, search.right);
        let known = |matching: &Matching, node| matching.solved.contains(node);
        if !known(&matching, left) && !known(&matching, right) {
            let first =
                if is_found_alone(pattern, right) && !is_found_alone(pattern, left) { right } else { left };
            matching = self.scan(matching, first)?;
        }
        if (search.so_far.path.is_some() || search.so_far.cost.is_some()) && !known(&matching, left) {
            // What is asked of the path so far is asked from its beginning.
            matching = self.scan(matching, left)?;
        }
        let reversed = !known(&matching, left);
        let (from, to) = if reversed { (right, left) } else { (left, right) };
        if !known(&matching, to) && is_found_alone(pattern, to) {
            matching = self.scan(matching, to)?;
        }
        let into = known(&matching, to);
        let unique = if search.apart { Vec::new() } else { matching.unique(&search.types()) };
        let mut search = search.clone();
        // A path back to its start: the other end gets a slot of its own.
        let end = if left == right { self.fresh("end", Type::Node) } else { to };
        let is_loop = left == right;
        if is_loop {
            search.right = end;
        }
        if let (true, false, Some(shortest)) = (into, is_loop, self.as_shortest(&search, &unique)) {
            matching.plan = self.over(Operator::ShortestPath(shortest), matching.plan)?;
            return Ok(matching);
        }
        let operator = PathSearchPlan { search, reversed, into: into && !is_loop, unique };
        if is_loop {
            return self.search_back(matching, operator, from, end);
        }
        matching.plan = self.over(Operator::PathSearch(Box::new(operator)), matching.plan)?;
        matching.solved.insert(to);
        Ok(matching)
    }

    /// The search for the shortest paths between two nodes, if that is what is wanted, over one repeated relationship: it is
    /// made from both ends.
    fn as_shortest(&mut self, search: &PathSearch, unique: &[Slot]) -> Option<ShortestPathPlan> {
        let (count, all) = match &search.selector {
            Selector::Paths(Measure::Hops, count) => (count, false),
            Selector::Groups(Measure::Hops, count) => (count, true),
            _ => return None,
        };
        let first = matches!(count.kind, ExprKind::Literal(Literal::Integer(1)));
        let [PathElement::Group(group)] = search.elements.as_slice() else { return None };
        let ([hop], [from, to]) = (group.hops.as_slice(), group.nodes.as_slice()) else { return None };
        let plain = search.predicates.is_empty() && search.costs.is_empty() && search.forward.is_none();
        let plain = plain && group.between.is_empty() && group.costs.is_empty() && group.min <= 1;
        if !first || !plain || search.so_far.path.is_some() || search.so_far.cost.is_some() {
            return None;
        }
        let (relationship, from, to) = (hop.slot, *from, *to);
        let predicate = conjunction(group.predicates.clone());
        let lists: Vec<Slot> = group.lists.iter().map(|(_, list)| *list).collect();
        // Lists of nodes are not what that search finds.
        let list = match lists.as_slice() {
            [] => search.relationships,
            [list] if group.lists[0].0 == relationship => *list,
            _ => return None,
        };
        Some(ShortestPathPlan {
            path: search.path,
            relationship: list,
            left: search.left,
            right: search.right,
            direction: hop.direction,
            types: hop.types.clone(),
            min: group.min,
            max: group.max,
            hop: predicate.map(|predicate| HopFilter { relationship, from, to, predicate }),
            all,
            counted: false,
            mode: search.mode,
            predicates: Vec::new(),
            unique: unique.to_vec(),
        })
    }

    /// A search that ends where it began.
    fn search_back(
        &mut self,
        mut matching: Matching,
        mut operator: PathSearchPlan,
        from: Slot,
        end: Slot,
    ) -> Result<Matching> {
        matching.plan = self.over(Operator::Project(vec![(end, slot(from))]), matching.plan)?;
        operator.into = true;
        matching.plan = self.over(Operator::PathSearch(Box::new(operator)), matching.plan)?;
        Ok(matching)
    }

    /// The nodes that searches find, or begin at, when nothing else of the pattern does.
    pub(super) fn ends_of_searches(&self, pattern: &GraphPattern) -> SlotSet {
        let of_shortest: SlotSet =
            pattern.shortest.iter().flat_map(|s| [s.relationship.left, s.relationship.right]).collect();
        let selected = pattern.searches.iter().filter(|search| !is_in_order(search));
        let ends: SlotSet = selected.flat_map(|search| [search.left, search.right]).collect();
        ends.difference(&of_shortest)
    }
}

/// Whether the pattern says something of a node by which few are found: what a property or the id equals.
fn is_found_alone(pattern: &GraphPattern, node: Slot) -> bool {
    pattern.predicates.iter().any(|predicate| match &predicate.kind {
        ExprKind::Comparison(first, rest) => match rest.as_slice() {
            [(ComparisonOp::Equal, other)] => identifies(first, node) || identifies(other, node),
            _ => false,
        },
        ExprKind::In(element, _) => identifies(element, node),
        _ => false,
    })
}

/// `n.key`, `id(n)` and the like.
fn identifies(expr: &Expr, node: Slot) -> bool {
    match &expr.kind {
        ExprKind::Property(subject, _) => super::expr::is_slot(subject, node),
        ExprKind::Function(function, arguments) => {
            let by_id = matches!(function.name, "id" | "elementId");
            by_id && arguments.first().is_some_and(|argument| super::expr::is_slot(argument, node))
        }
        _ => false,
    }
}

/// All of these; none of none.
fn conjunction(mut predicates: Vec<Expr>) -> Option<Expr> {
    match predicates.len() {
        0 | 1 => predicates.pop(),
        _ => Some(at(ExprKind::Logical(LogicalOp::And, predicates), Span::default())),
    }
}
