//! The k shortest simple paths between two nodes, by hops.
//!
//! A breadth-first search from the target gives every node's distance to it; paths are then enumerated depth
//! first for each length in turn, leaving out every node that is too far from the target for the hops that remain. So no
//! dead end is entered except by meeting the path itself. Paths are told apart by their nodes; parallel relations are one hop.

use std::collections::{HashMap, VecDeque};

use super::pathway::Pathway;
use crate::error::{Error, ErrorClass, Result};
use crate::evidence::Evidence;
use crate::graph::{Direction, GraphState, NodeId, TypeId};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct PathQuery {
    /// From.
    pub from: NodeId,
    /// To.
    pub to: NodeId,
    /// How many paths.
    pub k: usize,
    /// The longest path considered.
    pub max_hops: usize,
    /// Only relations of these types; empty for all.
    pub types: Vec<TypeId>,
    /// Only from start to end.
    pub directed: bool,
}

/// When a search gives up.
pub struct SearchLimit<'a> {
    /// Neighbours looked at.
    pub expansions: u64,
    /// Asked now and then; an error ends the search.
    pub interrupt: &'a dyn Fn() -> Result<()>,
}

/// The paths, shortest first; of equal length those with fewer unproven hops first, then by node ids. A path from
/// a node to itself is an error: there is nothing between.
pub fn pathways(graph: &GraphState, query: &PathQuery, limit: SearchLimit<'_>) -> Result<Vec<Pathway>> {
    if query.from == query.to {
        return Err(Error::new(
            ErrorClass::ArgumentError,
            "EmptyPath",
            "both names stand for the same node, so there is no path between them",
        ));
    }
    let evidence = Evidence::new(graph);
    let mut search = Search::new(graph, query, limit);
    let distances = search.distances()?;
    let mut found: Vec<Pathway> = Vec::new();
    let Some(&shortest) = distances.get(&query.from) else { return Ok(found) };
    for length in shortest as usize..=query.max_hops {
        let direction = search.forward();
        let mut level: Vec<Pathway> = search
            .paths_of_length(length, &distances)?
            .into_iter()
            .map(|nodes| Pathway::read(&evidence, nodes, direction, &query.types))
            .collect();
        level.sort_by(|a, b| (a.weak_hops(), &a.nodes).cmp(&(b.weak_hops(), &b.nodes)));
        found.extend(level);
        if found.len() >= query.k {
            break;
        }
    }
    found.truncate(query.k);
    Ok(found)
}

struct Search<'a> {
    graph: &'a GraphState,
    query: &'a PathQuery,
    limit: SearchLimit<'a>,
    expanded: u64,
}

impl<'a> Search<'a> {
    fn new(graph: &'a GraphState, query: &'a PathQuery, limit: SearchLimit<'a>) -> Search<'a> {
        Search { graph, query, limit, expanded: 0 }
    }

    fn forward(&self) -> Direction {
        if self.query.directed { Direction::Outgoing } else { Direction::Both }
    }

    /// Hops to the target, for every node within reach.
    fn distances(&mut self) -> Result<HashMap<NodeId, u32>> {
        let mut distances = HashMap::from([(self.query.to, 0)]);
        let mut queue = VecDeque::from([self.query.to]);
        while let Some(node) = queue.pop_front() {
            let distance = distances[&node] + 1;
            if distance as usize > self.query.max_hops {
                break;
            }
            for neighbour in self.neighbours(node, self.forward().reverse())? {
                distances.entry(neighbour).or_insert_with(|| {
                    queue.push_back(neighbour);
                    distance
                });
            }
        }
        Ok(distances)
    }

    /// All simple paths of exactly this many hops, as node sequences.
    fn paths_of_length(
        &mut self,
        length: usize,
        distances: &HashMap<NodeId, u32>,
    ) -> Result<Vec<Vec<NodeId>>> {
        let mut paths = Vec::new();
        let mut path = vec![self.query.from];
        let mut pending = vec![self.neighbours(self.query.from, self.forward())?];
        while let Some(candidates) = pending.last_mut() {
            let Some(next) = candidates.pop() else {
                pending.pop();
                path.pop();
                continue;
            };
            let remaining = length - path.len();
            let near = distances.get(&next).is_some_and(|&distance| distance as usize <= remaining);
            if !near || path.contains(&next) || (next == self.query.to) != (remaining == 0) {
                continue;
            }
            path.push(next);
            if remaining == 0 {
                paths.push(path.clone());
                path.pop();
            } else {
                pending.push(self.neighbours(next, self.forward())?);
            }
        }
        Ok(paths)
    }

    /// Distinct neighbours, descending, so that popping the last goes upward.
    fn neighbours(&mut self, node: NodeId, direction: Direction) -> Result<Vec<NodeId>> {
        let types = &self.query.types;
        let mut neighbours: Vec<NodeId> = self
            .graph
            .expand(node, direction, None)
            .filter(|entry| types.is_empty() || types.contains(&entry.rel_type))
            .map(|entry| entry.neighbour)
            .collect();
        self.count(neighbours.len() as u64 + 1)?;
        neighbours.sort_unstable_by(|a, b| b.cmp(a));
        neighbours.dedup();
        Ok(neighbours)
    }

    fn count(&mut self, expansions: u64) -> Result<()> {
        const CHECK_EVERY: u64 = 4096;
        let before = self.expanded / CHECK_EVERY;
        self.expanded += expansions;
        if self.expanded > self.limit.expansions {
            return Err(Error::new(
                ErrorClass::BudgetExceeded,
                "PathExpansions",
                format!("the search looked at more than {} neighbours", self.limit.expansions),
            )
            .hint("ask for fewer or shorter paths, or only for some relation types"));
        }
        if self.expanded / CHECK_EVERY > before { (self.limit.interrupt)() } else { Ok(()) }
    }
}
