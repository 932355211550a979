//! The rows.

use super::{Algorithm, Options};
use crate::algorithm::{
    Extras, Projection, Selection, centrality, community, components, cut, distance, neighbourhood,
};
use crate::error::Result;
use crate::function::types::{CallContext, ProcedureRows, Type};
use crate::graph::{Direction, NodeId};
use crate::value::Value;

pub(super) const DIRECTION: (&str, &str) =
    ("direction", "how relationships are followed: 'out', 'in' or 'both'");
pub(super) const WEIGHT: (&str, &str) =
    ("weight", "the property that relationships weigh; a missing one is an error");
pub(super) const DEFAULT_WEIGHT: (&str, &str) = ("defaultWeight", "the weight where the property is missing");
const ITERATIONS: (&str, &str) = ("iterations", "rounds at most");
const TOLERANCE: (&str, &str) = ("tolerance", "ends when scores change less");

const NODE_SCORE: &[(&str, Type)] = &[("node", Type::Node), ("score", Type::Float)];
const NODE_COMPONENT: &[(&str, Type)] = &[("node", Type::Node), ("component", Type::Integer)];
const NODE_COMMUNITY: &[(&str, Type)] = &[("node", Type::Node), ("community", Type::Integer)];

pub(super) static ROWS: &[Algorithm] = &[
    Algorithm {
        name: "algo.wcc",
        yields: NODE_COMPONENT,
        options: &[],
        doc: "Weakly connected components: nodes that relationships join, in whatever direction. A component is named \
              by the id of its first node. By Afforest (Sutton and others 2018).",
        run: wcc,
    },
    Algorithm {
        name: "algo.scc",
        yields: NODE_COMPONENT,
        options: &[],
        doc: "Strongly connected components: nodes that reach each other along relationships. A component is named by \
              the id of its first node. By Kosaraju's algorithm.",
        run: scc,
    },
    Algorithm {
        name: "algo.degree",
        yields: NODE_SCORE,
        options: &[DIRECTION, WEIGHT, DEFAULT_WEIGHT],
        doc: "The number of relationships of each node, or the sum of their weights; followed both ways unless told. A \
              loop counts once.",
        run: degree,
    },
    Algorithm {
        name: "algo.pagerank",
        yields: NODE_SCORE,
        options: &[
            DIRECTION,
            WEIGHT,
            DEFAULT_WEIGHT,
            ("iterations", "rounds at most, 20 unless told"),
            ("damping", "the share that follows relationships, 0.85 unless told"),
            ("tolerance", "ends when all scores together change less, 0 unless told"),
        ],
        doc: "PageRank: how often a walk that follows relationships at random, and now and then begins anew, is at \
              each node. The scores sum to one; nodes that lead nowhere give theirs to all. By power iteration (Brin, \
              Page 1998).",
        run: page_rank,
    },
    Algorithm {
        name: "algo.eigenvector",
        yields: NODE_SCORE,
        options: &[DIRECTION, WEIGHT, DEFAULT_WEIGHT, ITERATIONS, TOLERANCE],
        doc: "Eigenvector centrality: a node scores by the scores of those that point at it; the squares sum to one. \
              Followed both ways unless told (Bonacich 1987).",
        run: eigenvector,
    },
    Algorithm {
        name: "algo.betweenness",
        yields: NODE_SCORE,
        options: &[
            DIRECTION,
            ("samples", "so many nodes to search from instead of all; the scores are estimates"),
            ("seed", "which nodes those are"),
        ],
        doc: "Betweenness: for each node the sum, over pairs of others, of the share of their shortest paths that lead \
              through it. Parallel relationships make paths of their own (Brandes 2001; sampled: Brandes, Pich 2007).",
        run: betweenness,
    },
    Algorithm {
        name: "algo.centrality",
        yields: &[
            ("node", Type::Node),
            ("pagerank", Type::Float),
            ("degree", Type::Float),
            ("betweenness", Type::Float),
        ],
        options: &[],
        doc: "Three measures side by side: PageRank, and degree and betweenness followed both ways; betweenness is an \
              estimate from 256 nodes where there are more.",
        run: centrality,
    },
    Algorithm {
        name: "algo.closeness",
        yields: NODE_SCORE,
        options: &[DIRECTION],
        doc: "Closeness: the inverse mean distance to the nodes that a node reaches, times their share of all others \
              (Wasserman, Faust 1994). Followed in their direction unless told.",
        run: closeness,
    },
    Algorithm {
        name: "algo.harmonic",
        yields: NODE_SCORE,
        options: &[DIRECTION],
        doc: "Harmonic centrality: the sum of the inverse distances to the nodes that a node reaches (Marchiori, \
              Latora 2000). Followed in their direction unless told.",
        run: harmonic,
    },
    Algorithm {
        name: "algo.kcore",
        yields: &[("node", Type::Node), ("core", Type::Integer)],
        options: &[],
        doc: "Core numbers: the largest k such that the node belongs to a part where each node has k neighbours in the \
              part. Direction, loops and parallel relationships do not count (Batagelj, Zaversnik 2003).",
        run: kcore,
    },
    Algorithm {
        name: "algo.triangles",
        yields: &[("node", Type::Node), ("triangles", Type::Integer), ("coefficient", Type::Float)],
        options: &[],
        doc: "The triangles each node is a corner of, and its local clustering coefficient: the share of pairs of its \
              neighbours that are neighbours. Direction, loops and parallel relationships do not count (Watts, \
              Strogatz 1998).",
        run: triangles,
    },
    Algorithm {
        name: "algo.labelPropagation",
        yields: NODE_COMMUNITY,
        options: &[WEIGHT, DEFAULT_WEIGHT, ITERATIONS],
        doc: "Communities by label propagation: each node in turn takes the label most of its neighbours have, until \
              nothing changes; ties are broken by order, so that answers repeat (Raghavan, Albert, Kumara 2007).",
        run: label_propagation,
    },
    Algorithm {
        name: "algo.louvain",
        yields: NODE_COMMUNITY,
        options: &[WEIGHT, DEFAULT_WEIGHT, ("resolution", "above one makes smaller communities")],
        doc: "Communities of high modularity: nodes move to the neighbouring community that gains most, then \
              communities become nodes, until nothing gains (Blondel and others 2008).",
        run: louvain,
    },
    Algorithm {
        name: "algo.similarity",
        yields: &[("node", Type::Node), ("other", Type::Node), ("similarity", Type::Float)],
        options: &[
            ("most", "so many others for each node, 10 unless told"),
            ("least", "no less similar than this"),
        ],
        doc: "For each node its most similar others by Jaccard's index: the neighbours both have, divided by those \
              either has. Followed both ways (Jaccard 1901).",
        run: similarity,
    },
    Algorithm {
        name: "algo.commonNeighbours",
        yields: &[("node", Type::Node)],
        options: &[DIRECTION, ("from", "a node"), ("to", "another node")],
        doc: "The nodes that two nodes are both joined to. Followed both ways unless told.",
        run: common_neighbours,
    },
    Algorithm {
        name: "algo.bridges",
        yields: &[("relationship", Type::Relationship), ("from", Type::Node), ("to", Type::Node)],
        options: &[],
        doc: "Relationships whose removal would disconnect their ends, in whatever direction (Hopcroft, Tarjan 1973).",
        run: bridges,
    },
    Algorithm {
        name: "algo.articulationPoints",
        yields: &[("node", Type::Node)],
        options: &[],
        doc: "Nodes whose removal would disconnect others, in whatever direction (Hopcroft, Tarjan 1973).",
        run: articulation_points,
    },
];

pub(super) type Rows<'a> = Result<ProcedureRows<'a>>;

pub(super) fn project<'a>(context: &CallContext<'a>, selection: &Selection) -> Result<Projection<'a>> {
    Projection::new(context.graph, selection, Extras::default(), context.work)
}

fn scores<'a>(nodes: Vec<NodeId>, scores: Vec<f64>) -> Rows<'a> {
    let row = |(node, score)| Ok(vec![Value::Node(node), Value::Float(score)]);
    Ok(Box::new(nodes.into_iter().zip(scores).map(row)))
}

/// Each node with the id of the node at a position.
fn members<'a>(nodes: Vec<NodeId>, first: Vec<u32>) -> Rows<'a> {
    let count = nodes.len();
    let row = move |at: usize| {
        let group = i64::from(nodes[first[at] as usize].0);
        Ok(vec![Value::Node(nodes[at]), Value::Integer(group)])
    };
    Ok(Box::new((0..count).map(row)))
}

fn wcc<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let selection = options.selection(context.graph, Direction::Both)?;
    let (nodes, first) = components::weak(context.graph, &selection, context.work)?;
    members(nodes, first)
}

fn scc<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let projection = project(context, &options.selection(context.graph, Direction::Outgoing)?)?;
    let first = components::strong(&projection, context.work)?;
    members(projection.nodes().to_vec(), first)
}

fn degree<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let projection = project(context, &options.selection(context.graph, Direction::Both)?)?;
    scores(projection.nodes().to_vec(), centrality::strengths(&projection, context.work)?)
}

fn page_rank<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let along = options.selection(context.graph, Direction::Outgoing)?;
    let into = project(context, &Selection { direction: reversed(along.direction), ..along.clone() })?;
    let leaving = match along.weight {
        None => into.degrees(context.graph, &along, context.work)?,
        Some(_) => centrality::arriving(&into, context.work)?,
    };
    let how = centrality::PageRank {
        iterations: options.count("iterations")?.unwrap_or(20),
        damping: options.number("damping", 0.85, 0.0..=1.0)?,
        tolerance: options.number("tolerance", 0.0, 0.0..=f64::MAX)?,
    };
    scores(into.nodes().to_vec(), centrality::page_rank(&into, &leaving, how, context.work)?)
}

fn reversed(direction: Direction) -> Direction {
    match direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Both => Direction::Both,
    }
}

fn eigenvector<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let along = options.selection(context.graph, Direction::Both)?;
    let into = project(context, &Selection { direction: reversed(along.direction), ..along })?;
    let iterations = options.count("iterations")?.unwrap_or(1000);
    let tolerance = options.number("tolerance", 1e-12, 0.0..=f64::MAX)?;
    scores(into.nodes().to_vec(), centrality::eigenvector(&into, iterations, tolerance, context.work)?)
}

fn betweenness<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let selection = options.selection(context.graph, Direction::Outgoing)?;
    let projection = project(context, &selection)?;
    let nodes = projection.len();
    let wanted = options.count("samples")?.unwrap_or(nodes);
    let sources = distance::sample(nodes, wanted, options.count("seed")?.unwrap_or(0) as u64);
    let halved = selection.direction == Direction::Both;
    scores(projection.nodes().to_vec(), distance::betweenness(&projection, &sources, halved, context.work)?)
}

fn centrality<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    const SAMPLES: usize = 256;
    let along = options.selection(context.graph, Direction::Both)?;
    let both = project(context, &along)?;
    let into = project(context, &Selection { direction: Direction::Incoming, ..along })?;
    let how = centrality::PageRank { iterations: 20, damping: 0.85, tolerance: 0.0 };
    let leaving = centrality::arriving(&into, context.work)?;
    let ranks = centrality::page_rank(&into, &leaving, how, context.work)?;
    let degrees = centrality::strengths(&both, context.work)?;
    let sources = distance::sample(both.len(), SAMPLES, 0);
    let between = distance::betweenness(&both, &sources, true, context.work)?;
    let figures = ranks.into_iter().zip(degrees).zip(between);
    let row = |(node, ((rank, degree), between))| {
        let figures = [rank, degree, between].map(Value::Float);
        Ok(std::iter::once(Value::Node(node)).chain(figures).collect())
    };
    Ok(Box::new(both.nodes().to_vec().into_iter().zip(figures).map(row)))
}

fn closeness<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let projection = project(context, &options.selection(context.graph, Direction::Outgoing)?)?;
    scores(projection.nodes().to_vec(), distance::closeness(&projection, context.work)?)
}

fn harmonic<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let projection = project(context, &options.selection(context.graph, Direction::Outgoing)?)?;
    scores(projection.nodes().to_vec(), distance::harmonic(&projection, context.work)?)
}

fn kcore<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = project(context, &options.selection(context.graph, Direction::Both)?)?.simple();
    let cores = neighbourhood::cores(&simple, context.work)?;
    let row = |(node, core)| Ok(vec![Value::Node(node), Value::Integer(i64::from(core))]);
    Ok(Box::new(simple.nodes().to_vec().into_iter().zip(cores).map(row)))
}

fn triangles<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = project(context, &options.selection(context.graph, Direction::Both)?)?.simple();
    let counts = neighbourhood::triangles(&simple, context.work)?;
    let shares = neighbourhood::clustering(&simple, &counts);
    let row = |((node, count), share)| {
        Ok(vec![Value::Node(node), Value::Integer(count as i64), Value::Float(share)])
    };
    Ok(Box::new(simple.nodes().to_vec().into_iter().zip(counts).zip(shares).map(row)))
}

fn label_propagation<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let both = project(context, &options.selection(context.graph, Direction::Both)?)?;
    let iterations = options.count("iterations")?.unwrap_or(20);
    members(both.nodes().to_vec(), community::label_propagation(&both, iterations, context.work)?)
}

fn louvain<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let both = project(context, &options.selection(context.graph, Direction::Both)?)?;
    let resolution = options.number("resolution", 1.0, 0.0..=f64::MAX)?;
    members(both.nodes().to_vec(), community::louvain(&both, resolution, context.work)?)
}

fn similarity<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let simple = project(context, &options.selection(context.graph, Direction::Both)?)?.simple();
    let most = options.count("most")?.unwrap_or(10);
    let least = options.number("least", 0.0, 0.0..=1.0)?;
    let found = neighbourhood::similarities(&simple, most, least, context.work)?;
    let nodes = simple.nodes().to_vec();
    Ok(Box::new(found.into_iter().map(move |(node, other, similarity)| {
        let (node, other) = (nodes[node as usize], nodes[other as usize]);
        Ok(vec![Value::Node(node), Value::Node(other), Value::Float(similarity)])
    })))
}

fn common_neighbours<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let (from, to) = (options.node("from")?, options.node("to")?);
    let simple = project(context, &options.selection(context.graph, Direction::Both)?)?.simple();
    let from = simple.position(from).ok_or_else(|| options.not_selected("from"))?;
    let to = simple.position(to).ok_or_else(|| options.not_selected("to"))?;
    let row = |at: u32| Ok(vec![Value::Node(simple.nodes()[at as usize])]);
    let rows: Vec<Result<Vec<Value>>> =
        neighbourhood::common(&simple, from, to).into_iter().map(row).collect();
    Ok(Box::new(rows.into_iter()))
}

fn cuts<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Result<(Vec<NodeId>, cut::Cuts)> {
    let selection = options.selection(context.graph, Direction::Both)?;
    let both = Projection::new(context.graph, &selection, Extras { relationships: true }, context.work)?;
    Ok((both.nodes().to_vec(), cut::cuts(&both, context.work)?))
}

fn bridges<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let (_, cuts) = cuts(context, options)?;
    let graph = context.graph;
    Ok(Box::new(cuts.bridges.into_iter().map(move |(bridge, _, _)| {
        let ends = graph.require_relationship(bridge)?;
        Ok(vec![Value::Relationship(bridge), Value::Node(ends.start), Value::Node(ends.end)])
    })))
}

fn articulation_points<'a>(context: &CallContext<'a>, options: &Options<'_>) -> Rows<'a> {
    let (nodes, cuts) = cuts(context, options)?;
    Ok(Box::new(cuts.points.into_iter().map(move |at| Ok(vec![Value::Node(nodes[at as usize])]))))
}
