//! The shape of one path pattern: a node, then links with nodes. Parenthesised groups that are not repeated are
//! opened, adjacent nodes stand for one node, and forms that are not supported are named.

use super::bound::PathMode;
use super::errors;
use crate::error::Result;
use crate::syntax::ast::{
    Cost, Expr, ExprKind, Ident, Literal, NodePattern, PathPattern, PathSelector, PatternElement,
    PatternPart, Quantifier, RelationshipPattern,
};

/// A path pattern as a chain. A node may be written as several adjacent node patterns, and beside a group by none.
pub(super) struct Chain<'p> {
    pub(super) first: Vec<&'p NodePattern>,
    pub(super) rest: Vec<(Link<'p>, Vec<&'p NodePattern>)>,
    /// `WHERE` of parenthesised groups.
    pub(super) filters: Vec<&'p Expr>,
    /// `COST` of parenthesised groups that are not repeated.
    pub(super) costs: Vec<&'p Cost>,
}

/// What joins two nodes.
#[derive(Clone, Copy)]
pub(super) enum Link<'p> {
    Relationship(&'p RelationshipPattern),
    Group(Group<'p>),
}

/// A group that is repeated.
#[derive(Clone, Copy)]
pub(super) struct Group<'p> {
    pub(super) pattern: &'p PathPattern,
    pub(super) filter: Option<&'p Expr>,
    pub(super) cost: Option<&'p Cost>,
    pub(super) quantifier: &'p Quantifier,
    pub(super) span: crate::error::Span,
}

/// A selected path has a single relationship.
pub(super) struct Selection<'c, 'p> {
    pub(super) relationship: &'p RelationshipPattern,
    pub(super) last: &'c [&'p NodePattern],
    /// All of the shortest rather than one.
    pub(super) all: bool,
}

/// Opens the groups of a path pattern.
pub(super) fn flatten(pattern: &PathPattern) -> Result<Chain<'_>> {
    let mut chain = Chain { first: Vec::new(), rest: Vec::new(), filters: Vec::new(), costs: Vec::new() };
    append(pattern, &mut chain)?;
    Ok(chain)
}

fn append<'p>(pattern: &'p PathPattern, chain: &mut Chain<'p>) -> Result<()> {
    for element in &pattern.elements {
        match element {
            PatternElement::Node(node) => match chain.rest.last_mut() {
                Some((_, nodes)) => nodes.push(node),
                None => chain.first.push(node),
            },
            PatternElement::Relationship(relationship) => {
                chain.rest.push((Link::Relationship(relationship), Vec::new()));
            }
            PatternElement::Group { pattern, filter, cost, quantifier: None, span: _ } => {
                append(pattern, chain)?;
                chain.filters.extend(filter.as_deref());
                chain.costs.extend(cost.as_deref());
            }
            PatternElement::Group { pattern, filter, cost, quantifier: Some(quantifier), span } => {
                let (filter, cost) = (filter.as_deref(), cost.as_deref());
                let group = Group { pattern, filter, cost, quantifier, span: *span };
                chain.rest.push((Link::Group(group), Vec::new()));
            }
        }
    }
    Ok(())
}

impl<'p> Chain<'p> {
    /// The relationships, none of which is searched for or in a group; otherwise an error that names what is there.
    pub(super) fn relationships(&self) -> Result<Vec<(&'p RelationshipPattern, &[&'p NodePattern])>> {
        let plain = |(link, nodes): &'_ (Link<'p>, Vec<&'p NodePattern>)| match link {
            Link::Relationship(relationship) => {
                if let Some(cost) = &relationship.cost {
                    return Err(errors::unexpected("a pattern to be created has no COST", cost.value.span));
                }
                Ok(*relationship)
            }
            Link::Group(group) => {
                let _ = nodes;
                Err(errors::unexpected("a pattern to be created repeats nothing", group.span))
            }
        };
        self.rest.iter().map(|link| Ok((plain(link)?, link.1.as_slice()))).collect()
    }

    /// The only relationship, if the path has one that other systems' searches do not ask for.
    fn only(&self) -> Option<(&'p RelationshipPattern, &[&'p NodePattern])> {
        match self.rest.as_slice() {
            [(Link::Relationship(relationship), last)] if !is_searched(relationship) => {
                Some((relationship, last))
            }
            _ => None,
        }
    }

    /// The first cost that something in it has.
    pub(super) fn cost(&self) -> Option<&'p Cost> {
        let of_links = self.rest.iter().filter_map(|(link, _)| match link {
            Link::Relationship(relationship) => relationship.cost.as_deref(),
            Link::Group(group) => group.cost.or_else(|| costs_within(group.pattern)),
        });
        self.costs.iter().copied().chain(of_links).next()
    }
}

/// The first cost of a relationship in a group.
fn costs_within(pattern: &PathPattern) -> Option<&Cost> {
    pattern.elements.iter().find_map(|element| match element {
        PatternElement::Relationship(relationship) => relationship.cost.as_deref(),
        PatternElement::Group { pattern, cost, .. } => cost.as_deref().or_else(|| costs_within(pattern)),
        PatternElement::Node(_) => None,
    })
}

/// Whether the star of a relationship has more than bounds.
pub(super) fn is_searched(relationship: &RelationshipPattern) -> bool {
    relationship.length.as_ref().is_some_and(|length| length.search.is_some())
}

/// The name of a node that is written as several adjacent node patterns.
pub(super) fn node_variable<'p>(nodes: &[&'p NodePattern]) -> Result<Option<&'p Ident>> {
    let mut named = nodes.iter().filter_map(|node| node.variable.as_ref());
    let Some(first) = named.next() else { return Ok(None) };
    match named.find(|other| other.name != first.name) {
        Some(other) => {
            let what = format!("naming one node both `{}` and `{}`", first.name, other.name);
            Err(errors::unsupported(&what, other.span))
        }
        None => Ok(Some(first)),
    }
}

/// How often a relationship is repeated, when it is.
pub(super) fn length(relationship: &RelationshipPattern) -> Option<(u64, Option<u64>)> {
    match (&relationship.length, &relationship.quantifier) {
        (Some(length), _) => Some((length.min.unwrap_or(1), length.max)),
        (None, Some(quantifier)) => Some((quantifier.min, quantifier.max)),
        (None, None) => None,
    }
}

/// How a part is found.
pub(super) enum Route<'c, 'p> {
    /// Relationship by relationship.
    Plain,
    /// As the shortest path over a single relationship.
    Shortest(Selection<'c, 'p>),
    /// As a whole, step by step.
    Whole,
}

/// How a part is found, by what is written of it.
pub(super) fn route<'c, 'p>(
    part: &PatternPart,
    chain: &'c Chain<'p>,
    repeatable: bool,
) -> Result<Route<'c, 'p>> {
    let (all, first) = match &part.selector {
        PathSelector::All => {
            return Ok(if is_whole(part, chain, repeatable) { Route::Whole } else { Route::Plain });
        }
        PathSelector::ShortestPath => return of_function("shortestPath", false, part, chain),
        PathSelector::AllShortestPaths => return of_function("allShortestPaths", true, part, chain),
        PathSelector::Any(count) | PathSelector::Shortest(count) => (false, is_one(count.as_deref())),
        PathSelector::AllShortest => (true, true),
        PathSelector::ShortestGroups(count) => (true, is_one(count.as_deref())),
        PathSelector::Cheapest(_) | PathSelector::AllCheapest => return Ok(Route::Whole),
    };
    match chain.only() {
        Some((relationship, last)) if first && !part.forward => {
            Ok(Route::Shortest(Selection { relationship, last, all }))
        }
        _ => Ok(Route::Whole),
    }
}

/// `shortestPath(...)` and `allShortestPaths(...)`.
fn of_function<'c, 'p>(
    name: &str,
    all: bool,
    part: &PatternPart,
    chain: &'c Chain<'p>,
) -> Result<Route<'c, 'p>> {
    if part.forward {
        let what = format!("{name} FORWARD IN TIME");
        return Err(errors::unsupported(&what, part.span).hint("write ANY SHORTEST or ALL SHORTEST"));
    }
    match chain.only() {
        Some((relationship, last)) => Ok(Route::Shortest(Selection { relationship, last, all })),
        None => {
            Err(errors::unexpected(format!("{name} takes a pattern with a single relationship"), part.span)
                .hint("for example shortestPath((a)-[:KNOWS*]-(b))"))
        }
    }
}

/// Whether the whole of a part without a selector has to be searched at once: what its mode or its order in time forbids
/// depends on more than one relationship.
fn is_whole(part: &PatternPart, chain: &Chain<'_>, repeatable: bool) -> bool {
    let over_several = match part.mode {
        None | Some(PathMode::Trail) => false,
        Some(PathMode::Walk) => !repeatable,
        Some(PathMode::Simple | PathMode::Acyclic) => true,
    };
    let several = chain.rest.len() > 1 || matches!(chain.rest.as_slice(), [(Link::Group(_), _)]);
    part.forward || (over_several && several)
}

fn is_one(count: Option<&Expr>) -> bool {
    count.is_none_or(|count| matches!(count.kind, ExprKind::Literal(Literal::Integer(1))))
}

/// Whether the selector is of the kind that chooses before the clause's `WHERE` filters.
pub(super) fn selects_before_filter(part: &PatternPart) -> bool {
    !matches!(part.selector, PathSelector::All | PathSelector::ShortestPath | PathSelector::AllShortestPaths)
}
