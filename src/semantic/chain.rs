//! The shape of one path pattern: a node, then relationships with nodes. Parenthesised groups are opened,
//! adjacent nodes stand for one node, and forms that are not supported are named.

use super::bound::PathMode;
use super::errors;
use crate::error::Result;
use crate::syntax::ast::{
    Expr, ExprKind, Ident, Literal, NodePattern, PathPattern, PathSelector, PatternElement, PatternPart,
    RelationshipPattern,
};

/// A path pattern as a chain. A node may be written as several adjacent node patterns.
pub(super) struct Chain<'p> {
    pub(super) first: Vec<&'p NodePattern>,
    pub(super) rest: Vec<(&'p RelationshipPattern, Vec<&'p NodePattern>)>,
    /// `WHERE` of parenthesised groups.
    pub(super) filters: Vec<&'p Expr>,
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
    let mut chain = Chain { first: Vec::new(), rest: Vec::new(), filters: Vec::new() };
    append(pattern, &mut chain)?;
    let complete = !chain.first.is_empty() && chain.rest.iter().all(|(_, nodes)| !nodes.is_empty());
    match complete {
        true => Ok(chain),
        false => Err(errors::unexpected("a path begins and ends with a node", pattern.span)),
    }
}

fn append<'p>(pattern: &'p PathPattern, chain: &mut Chain<'p>) -> Result<()> {
    for element in &pattern.elements {
        match element {
            PatternElement::Node(node) => match chain.rest.last_mut() {
                Some((_, nodes)) => nodes.push(node),
                None => chain.first.push(node),
            },
            PatternElement::Relationship(relationship) => chain.rest.push((relationship, Vec::new())),
            PatternElement::Group { pattern, filter, quantifier: None, span: _ } => {
                append(pattern, chain)?;
                chain.filters.extend(filter.as_deref());
            }
            PatternElement::Group { quantifier: Some(_), span, .. } => {
                let error = errors::unsupported("a quantified path pattern `((a)-[r]->(b)){1,3}`", *span);
                return Err(error.hint("repeat a single relationship instead: -[:TYPE]->{1,3}"));
            }
        }
    }
    Ok(())
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

/// The selected path of a part, or `None` when all matches are wanted.
pub(super) fn selection<'c, 'p>(
    part: &PatternPart,
    chain: &'c Chain<'p>,
) -> Result<Option<Selection<'c, 'p>>> {
    let (name, all, ours) = match &part.selector {
        PathSelector::All => return Ok(None),
        PathSelector::ShortestPath => ("shortestPath", false, true),
        PathSelector::AllShortestPaths => ("allShortestPaths", true, true),
        PathSelector::Any(count) => ("ANY", false, is_one(count.as_deref())),
        PathSelector::Shortest(count) => ("SHORTEST", false, is_one(count.as_deref())),
        PathSelector::AllShortest => ("ALL SHORTEST", true, true),
        PathSelector::ShortestGroups(count) => ("SHORTEST GROUPS", true, is_one(count.as_deref())),
    };
    if !ours {
        return Err(errors::unsupported(&format!("{name} with more than one path"), part.span));
    }
    match chain.rest.as_slice() {
        [(relationship, last)] => Ok(Some(Selection { relationship, last, all })),
        _ if matches!(part.selector, PathSelector::ShortestPath | PathSelector::AllShortestPaths) => {
            Err(errors::unexpected(format!("{name} takes a pattern with a single relationship"), part.span)
                .hint("for example shortestPath((a)-[:KNOWS*]-(b))"))
        }
        _ => Err(errors::unsupported(
            &format!("{name} over a pattern that is not a single relationship"),
            part.span,
        )),
    }
}

fn is_one(count: Option<&Expr>) -> bool {
    count.is_none_or(|count| matches!(count.kind, ExprKind::Literal(Literal::Integer(1))))
}

/// Whether the selector is of the kind that chooses before the clause's `WHERE` filters.
pub(super) fn selects_before_filter(part: &PatternPart) -> bool {
    match part.selector {
        PathSelector::All | PathSelector::ShortestPath | PathSelector::AllShortestPaths => false,
        PathSelector::Any(_)
        | PathSelector::Shortest(_)
        | PathSelector::AllShortest
        | PathSelector::ShortestGroups(_) => true,
    }
}

/// The written path mode, where it can be honoured.
pub(super) fn mode(part: &PatternPart, chain: &Chain<'_>, repeatable: bool) -> Result<Option<PathMode>> {
    let (name, several) = match part.mode {
        None => return Ok(None),
        Some(PathMode::Trail) => ("TRAIL", true),
        Some(PathMode::Walk) => ("WALK", repeatable),
        Some(PathMode::Simple) => ("SIMPLE", false),
        Some(PathMode::Acyclic) => ("ACYCLIC", false),
    };
    match several || chain.rest.len() <= 1 {
        true => Ok(part.mode),
        false => Err(errors::unsupported(
            &format!("{name} over a pattern with more than one relationship"),
            part.span,
        )),
    }
}
