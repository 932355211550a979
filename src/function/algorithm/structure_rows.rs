//! The rows of algorithms that find structure: orders, trees, matchings, flows, cliques.

use super::rows::{DEFAULT_WEIGHT, DIRECTION, Rows, WEIGHT, project};
use super::{Algorithm, Options};
use crate::algorithm::{Extras, Projection, steiner, structure};
use crate::error::Result;
use crate::function::types::{CallContext, Type};
use crate::graph::{Direction, NodeId};
use crate::value::Value;

pub(super) static ROWS: &[Algorithm] = &[
    Algorithm {
        name: "algo.topologicalOrder",
        yields: &[("node", Type::Node), ("position", Type::Integer)],
        options: &[DIRECTION],
        doc: "The nodes in an order such that relationships lead only to later ones; an error where there is a cycle (Kahn 1962; \
              petgraph's).",
        run: topological_order,
    },
    Algorithm {
        name: "algo.spanningTree",
        yields: &[("relationship", Type::Relationship), ("weight", Type::Float)],
        options: &[WEIGHT, DEFAULT_WEIGHT],
        doc: "The relationships of a minimum spanning tree of each component, in whatever direction (Kruskal 1956).",
        run: spanning_tree,
    },
    Algorithm {
        name: "algo.matching",
        yields: &[("node", Type::Node), ("other", Type::Node)],
        options: &[],
        doc: "A largest set of pairs of joined nodes such that no two pairs share a node (Gabow 1976; petgraph's).",
        run: matching,
    },
    Algorithm {
        name: "algo.maxFlow",
        yields: &[("relationship", Type::Relationship), ("flow", Type::Float)],
        options: &[SOURCE, TARGET, WEIGHT, DEFAULT_WEIGHT],
        doc: "What each relationship carries in a largest flow from one node to another, where it carries something; weights \
              are capacities (Dinic 1970; petgraph's).",
        run: max_flow,
    },
    Algorithm {
        name: "algo.dominators",
        yields: &[("node", Type::Node), ("dominator", Type::Node)],
        options: &[("from", "the node where ways begin"), DIRECTION],
        doc: "For each node that is reached, its immediate dominator: the last node that all ways from the beginning lead \
              through (Cooper, Harvey, Kennedy 2001; petgraph's).",
        run: dominators,
    },
    Algorithm {
        name: "algo.colouring",
        yields: &[("node", Type::Node), ("colour", Type::Integer)],
        options: &[],
        doc: "A colour for each node such that joined nodes differ, with few colours (DSatur, Brélaz 1979; petgraph's).",
        run: colouring,
    },
    Algorithm {
        name: "algo.cliques",
        yields: &[("nodes", Type::List), ("size", Type::Integer)],
        options: &[("least", "no smaller than this, 2 unless told")],
        doc: "The maximal cliques: sets of nodes that are all joined to each other and to no further node in common (Bron, \
              Kerbosch 1973, with the pivot of Tomita and others 2006).",
        run: cliques,
    },
    Algorithm {
        name: "algo.steinerTree",
        yields: &[("relationship", Type::Relationship), ("from", Type::Node), ("to", Type::Node)],
        options: &[("nodes", "the list of nodes to connect"), WEIGHT, DEFAULT_WEIGHT],
        doc: "The relationships of a small tree that connects several nodes, in whatever direction; it weighs at most twice what \
              the smallest one does (Mehlhorn 1988).",
        run: steiner_tree,
    },
];

const SOURCE: (&str, &str) = ("from", "the source, a node");
const TARGET: (&str, &str) = ("to", "the target, a node");

fn with_relationships<'a>(
    context: &CallContext<'a>,
    options: &Options<'_>,
    usual: Direction,
) -> Result<Projection<'a>> {
    let selection = options.selection(context.graph, usual)?;
    Projection::new(context.graph, &selection, Extras { relationships: true }, context.work)
}

fn simple<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Result<Projection<'a>> {
    Ok(project(context, &options.selection(context.graph, Direction::Both)?)?.simple())
}

/// The position of the node that an option names.
fn position(projection: &Projection<'_>, options: &Options<'_>, option: &str) -> Result<usize> {
    projection.position(options.node(option)?).ok_or_else(|| options.not_selected(option))
}

/// Pairs of nodes.
fn pairs<'a>(nodes: &[NodeId], pairs: Vec<(u32, u32)>) -> Rows<'a> {
    let nodes = nodes.to_vec();
    let node = move |at: u32| Value::Node(nodes[at as usize]);
    Ok(Box::new(pairs.into_iter().map(move |(a, b)| Ok(vec![node(a), node(b)]))))
}

fn topological_order<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let out = project(context, &options.selection(context.graph, Direction::Outgoing)?)?;
    let order = structure::topological_order(&out, context.work)?;
    let nodes = out.nodes().to_vec();
    let row =
        move |(nth, at): (usize, u32)| Ok(vec![Value::Node(nodes[at as usize]), Value::Integer(nth as i64)]);
    Ok(Box::new(order.into_iter().enumerate().map(row)))
}

fn spanning_tree<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let out = with_relationships(context, options, Direction::Outgoing)?;
    let tree = structure::spanning_forest(&out, context.work)?;
    let row = |(rel, weight)| Ok(vec![Value::Relationship(rel), Value::Float(weight)]);
    Ok(Box::new(tree.into_iter().map(row)))
}

fn matching<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = simple(context, options)?;
    pairs(simple.nodes(), structure::matching(&simple, context.work)?)
}

fn max_flow<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let out = with_relationships(context, options, Direction::Outgoing)?;
    let (from, to) = (position(&out, options, "from")?, position(&out, options, "to")?);
    let flows = structure::max_flow(&out, from, to, context.work)?;
    let row = |(rel, flow)| Ok(vec![Value::Relationship(rel), Value::Float(flow)]);
    Ok(Box::new(flows.into_iter().map(row)))
}

fn dominators<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let out = project(context, &options.selection(context.graph, Direction::Outgoing)?)?;
    let root = position(&out, options, "from")?;
    pairs(out.nodes(), structure::dominator_tree(&out, root, context.work)?)
}

fn colouring<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = simple(context, options)?;
    let colours = structure::colouring(&simple, context.work)?;
    let row = |(node, colour)| Ok(vec![Value::Node(node), Value::Integer(colour as i64)]);
    Ok(Box::new(simple.nodes().to_vec().into_iter().zip(colours).map(row)))
}

fn cliques<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = simple(context, options)?;
    let least = options.count("least")?.unwrap_or(2);
    let found = structure::cliques(&simple, least, context.work)?;
    let nodes = simple.nodes().to_vec();
    let row = move |clique: Vec<u32>| {
        let size = Value::Integer(clique.len() as i64);
        let members = clique.into_iter().map(|at| Value::Node(nodes[at as usize])).collect();
        Ok(vec![Value::List(members), size])
    };
    Ok(Box::new(found.into_iter().map(row)))
}

fn steiner_tree<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let both = with_relationships(context, options, Direction::Both)?;
    let position = |node: NodeId| both.position(node).ok_or_else(|| options.not_selected("nodes"));
    let terminals: Vec<usize> = options.nodes("nodes")?.into_iter().map(position).collect::<Result<_>>()?;
    let tree = steiner::steiner_tree(&both, &terminals, context.work)?;
    let graph = context.graph;
    Ok(Box::new(tree.into_iter().map(move |rel| {
        let ends = graph.require_relationship(rel)?;
        Ok(vec![Value::Relationship(rel), Value::Node(ends.start), Value::Node(ends.end)])
    })))
}
