//! Structure: orders, trees, matchings, flows, colours, mostly petgraph's, on a compact copy. petgraph's run to their end once
//! begun; what they may cost is asked for before.

use petgraph::algo::{dinics, dominators, dsatur_coloring, maximum_matching, toposort};
use petgraph::graph::{DiGraph, Graph, NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::{EdgeType, visit::EdgeRef};

use crate::error::{Error, Result};
use crate::graph::RelId;

use super::{Held, Projection, Work};

/// The projection as petgraph's graph; edges in the order of its arcs.
fn copied<'w, Ty: EdgeType>(
    projection: &Projection<'_>,
    work: &'w dyn Work,
) -> Result<(Graph<(), f64, Ty>, Held<'w>)> {
    let (nodes, arcs) = (projection.len(), projection.arcs());
    work.step((nodes + arcs) as u64)?;
    // The copy, and what algorithms keep for each node and edge.
    let held = Held::bytes(work, nodes.saturating_mul(128).saturating_add(arcs.saturating_mul(64)))?;
    let mut graph = Graph::with_capacity(nodes, arcs);
    (0..nodes).for_each(|_| {
        graph.add_node(());
    });
    for at in 0..nodes {
        for (to, weight) in projection.arcs_of(at) {
            graph.add_edge(NodeIndex::new(at), NodeIndex::new(to), weight);
        }
    }
    Ok((graph, held))
}

/// Relationships by the numbers of their edges in the copy.
fn relationships(projection: &Projection<'_>) -> Vec<RelId> {
    (0..projection.len()).flat_map(|at| projection.relationships(at)).copied().collect()
}

/// The positions such that relationships lead only to later ones; an error if there is a cycle.
pub fn topological_order(out: &Projection<'_>, work: &dyn Work) -> Result<Vec<u32>> {
    let (graph, _held): (DiGraph<(), f64>, _) = copied(out, work)?;
    match toposort(&graph, None) {
        Ok(order) => Ok(order.into_iter().map(|node| node.index() as u32).collect()),
        Err(_) => Err(Error::argument(
            "GraphHasCycle",
            "there is no topological order: relationships lead in a cycle",
        )
        .hint("algo.scc tells which nodes are on cycles; narrow the graph by `types` or `labels`")),
    }
}

/// A minimum spanning forest (Kruskal 1956), ascending by weight and relationship. Every relationship comes once.
pub fn spanning_forest(out: &Projection<'_>, work: &dyn Work) -> Result<Vec<(RelId, f64)>> {
    let _held = Held::bytes(work, out.arcs().saturating_mul(24).saturating_add(out.len().saturating_mul(8)))?;
    let mut edges: Vec<(f64, RelId, usize, usize)> = Vec::with_capacity(out.arcs());
    for at in 0..out.len() {
        let arcs = out.arcs_of(at).zip(out.relationships(at));
        edges.extend(arcs.map(|((to, weight), rel)| (weight, *rel, at, to)));
    }
    work.step(edges.len() as u64)?;
    edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut trees = UnionFind::new(out.len());
    edges.retain(|(_, _, a, b)| trees.union(*a, *b));
    Ok(edges.into_iter().map(|(weight, rel, _, _)| (rel, weight)).collect())
}

/// A largest set of pairs of joined nodes that share none (Gabow 1976), ascending.
pub fn matching(simple: &Projection<'_>, work: &dyn Work) -> Result<Vec<(u32, u32)>> {
    let (graph, _held): (UnGraph<(), f64>, _) = copied(simple, work)?;
    let pairs = maximum_matching(&graph);
    let mut pairs: Vec<(u32, u32)> = pairs
        .edges()
        .map(|(a, b)| (a.index() as u32, b.index() as u32))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// How much each relationship carries in a largest flow from one node to another; weights are capacities (Dinic 1970).
pub fn max_flow(out: &Projection<'_>, from: usize, to: usize, work: &dyn Work) -> Result<Vec<(RelId, f64)>> {
    if from == to {
        return Err(Error::argument("SameNode", "a flow needs two nodes that differ"));
    }
    let (mut graph, _held): (DiGraph<(), f64>, _) = copied(out, work)?;
    let mut rels = relationships(out);
    // Loops carry nothing.
    let loops: Vec<bool> = graph.edge_references().map(|edge| edge.source() == edge.target()).collect();
    let mut kept = loops.iter().map(|is_loop| !is_loop);
    rels.retain(|_| kept.next().unwrap_or(true));
    graph.retain_edges(|_, edge| !loops[edge.index()]);
    let (_, flows) = dinics(&graph, NodeIndex::new(from), NodeIndex::new(to));
    Ok(rels.into_iter().zip(flows).filter(|(_, flow)| *flow > 0.0).collect())
}

/// The immediate dominator of each node that is reached from a root: the last node that all ways from the root lead
/// through (Cooper, Harvey, Kennedy 2001).
pub fn dominator_tree(out: &Projection<'_>, root: usize, work: &dyn Work) -> Result<Vec<(u32, u32)>> {
    let (graph, _held): (DiGraph<(), f64>, _) = copied(out, work)?;
    let found = dominators::simple_fast(&graph, NodeIndex::new(root));
    let pair = |node: NodeIndex| Some((node.index() as u32, found.immediate_dominator(node)?.index() as u32));
    Ok(graph.node_indices().filter_map(pair).collect())
}

/// A colour for each node such that joined ones differ, few colours (DSatur, Brélaz 1979).
pub fn colouring(simple: &Projection<'_>, work: &dyn Work) -> Result<Vec<usize>> {
    let (graph, _held): (UnGraph<(), f64>, _) = copied(simple, work)?;
    let (colours, _) = dsatur_coloring(&graph);
    Ok(graph.node_indices().map(|node| colours.get(&node).copied().unwrap_or(0)).collect())
}

/// One choice of the search for cliques.
struct Choice {
    /// The members before it.
    members: usize,
    candidates: Vec<u32>,
    excluded: Vec<u32>,
    /// What is tried still.
    tries: Vec<u32>,
}

impl Choice {
    /// Tries what is not joined to the candidate or excluded node that is joined to most (Tomita and others 2006).
    fn new(simple: &Projection<'_>, members: usize, candidates: Vec<u32>, excluded: Vec<u32>) -> Choice {
        let joined = |at: &u32| shared(simple, *at, &candidates).count();
        let pivot = candidates.iter().chain(&excluded).max_by_key(|at| joined(at)).copied();
        let of_pivot = pivot.map_or(&[][..], |pivot| simple.neighbours(pivot as usize));
        let tries = candidates.iter().copied().filter(|at| of_pivot.binary_search(at).is_err()).collect();
        Choice { members, candidates, excluded, tries }
    }
}

fn shared<'s>(simple: &'s Projection<'_>, at: u32, among: &'s [u32]) -> impl Iterator<Item = u32> + 's {
    let neighbours = simple.neighbours(at as usize);
    among.iter().copied().filter(move |other| neighbours.binary_search(other).is_ok())
}

/// The maximal cliques of so many nodes or more (Bron, Kerbosch 1973), each ascending.
pub fn cliques(simple: &Projection<'_>, least: usize, work: &dyn Work) -> Result<Vec<Vec<u32>>> {
    let mut found: Vec<Vec<u32>> = Vec::new();
    let mut members: Vec<u32> = Vec::new();
    for first in 0..simple.len() as u32 {
        let (before, after): (Vec<u32>, Vec<u32>) =
            simple.neighbours(first as usize).iter().partition(|other| **other < first);
        members.push(first);
        let mut open = vec![Choice::new(simple, members.len(), after, before)];
        while let Some(choice) = open.last_mut() {
            members.truncate(choice.members);
            work.step(1 + (choice.candidates.len() + choice.excluded.len()) as u64)?;
            if choice.candidates.is_empty() && choice.excluded.is_empty() && members.len() >= least {
                work.hold(members.len() * 4 + 24)?;
                let mut clique = members.clone();
                clique.sort_unstable();
                found.push(clique);
            }
            let Some(next) = choice.tries.pop() else {
                open.pop();
                continue;
            };
            members.push(next);
            let candidates = shared(simple, next, &choice.candidates).collect();
            let excluded = shared(simple, next, &choice.excluded).collect();
            choice.candidates.retain(|other| *other != next);
            choice.excluded.push(next);
            open.push(Choice::new(simple, members.len(), candidates, excluded));
        }
        members.clear();
    }
    work.release(found.iter().map(|clique| clique.len() * 4 + 24).sum());
    Ok(found)
}
