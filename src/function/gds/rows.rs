//! The procedures.

use super::configuration::Configuration;
use super::{Search, WEIGHED};
use crate::algorithm::{Selection, Work};
use crate::error::{Error, Result};
use crate::function::types::{CallContext, ProcedureRows, Type};
use crate::graph::{GraphState, KeyId, NodeId, ValueRef};
use crate::path::{
    CheapestTree, KCheapest, Order, Pool, Route, Slices, Traversal, Weighted, Worked, cheapest,
    cheapest_guided,
};
use crate::value::{Crs, Point, Value};

const PATHS: &[(&str, Type)] = &[
    ("index", Type::Integer),
    ("sourceNode", Type::Integer),
    ("targetNode", Type::Integer),
    ("totalCost", Type::Float),
    ("nodeIds", Type::List),
    ("costs", Type::List),
    ("path", Type::Path),
];
const VISITS: &[(&str, Type)] =
    &[("sourceNode", Type::Integer), ("nodeIds", Type::List), ("path", Type::Path)];
const TARGET: &[(&str, &str)] = &[("targetNode", "where paths end: a node or its id")];
const TRAVERSAL: &[(&str, &str)] = &[
    ("targetNodes", "the search ends when it comes to one of these nodes"),
    ("maxDepth", "no farther than so many hops; -1 for any number"),
];
const COORDINATES: &[(&str, &str)] =
    &[("latitudeProperty", "of nodes, in degrees"), ("longitudeProperty", "of nodes, in degrees")];

pub(super) static ROWS: &[Search] = &[
    Search {
        name: "gds.shortestPath.dijkstra.stream",
        yields: PATHS,
        keys: &[TARGET, WEIGHED],
        doc: "The cheapest path between two nodes, by a search from both ends (Dijkstra 1959, Pohl 1971).",
        run: dijkstra,
    },
    Search {
        name: "gds.shortestPath.astar.stream",
        yields: PATHS,
        keys: &[TARGET, WEIGHED, COORDINATES],
        doc: "The cheapest path between two nodes with coordinates, by a search that takes the great-circle distance to the \
              target in nautical miles as the least that the rest of a path can cost: no path may cost less than the distance \
              (A*: Hart, Nilsson, Raphael 1968).",
        run: astar,
    },
    Search {
        name: "gds.shortestPath.yens.stream",
        yields: PATHS,
        keys: &[TARGET, WEIGHED, &[("k", "how many paths")]],
        doc: "The cheapest paths between two nodes that repeat no node, the cheapest first; paths by other relationships are \
              other paths (Yen 1971, Lawler 1972).",
        run: yens,
    },
    Search {
        name: "gds.allShortestPaths.dijkstra.stream",
        yields: PATHS,
        keys: &[WEIGHED],
        doc: "The cheapest path from a node to each that it leads to, itself included, by cost (Dijkstra 1959).",
        run: all_dijkstra,
    },
    Search {
        name: "gds.bfs.stream",
        yields: VISITS,
        keys: &[TRAVERSAL],
        doc: "The nodes that a node leads to, breadth first, in one list; `path` is the way to the last of them.",
        run: bfs,
    },
    Search {
        name: "gds.dfs.stream",
        yields: VISITS,
        keys: &[TRAVERSAL],
        doc: "The nodes that a node leads to, depth first, in one list; `path` is the way to the last of them.",
        run: dfs,
    },
];

type Rows<'a> = Result<ProcedureRows<'a>>;

/// The part of the graph that is searched, and where it is counted.
struct Part<'a> {
    graph: &'a GraphState,
    work: &'a dyn Work,
    pool: Pool,
    selection: Selection,
}

impl<'a> Part<'a> {
    fn new(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Result<Part<'a>> {
        let selection = configuration.selection(context.graph)?;
        context.graph.read_relationships_ahead();
        if let Some(key) = selection.weight.as_ref().and_then(|weight| weight.key) {
            context.graph.read_relationship_column_ahead(key);
        }
        Ok(Part { graph: context.graph, work: context.work, pool: context.pool.clone(), selection })
    }

    fn hops(&self) -> Slices<'_, Worked<'a>> {
        Slices::of(self.graph, &self.selection, Worked::new(self.work))
    }

    fn weighted(&self) -> Weighted<'_, Worked<'a>> {
        Weighted::new(self.hops(), self.selection.weight.as_ref())
    }

    fn node(&self, configuration: &Configuration<'_>, key: &str) -> Result<NodeId> {
        self.selected(configuration.node(self.graph, key)?, key)
    }

    fn selected(&self, node: NodeId, key: &str) -> Result<NodeId> {
        match self.hops().is_selected(node) {
            true => Ok(node),
            false => {
                let message =
                    format!("the node {} of `{key}` has none of the labels in `nodeLabels`", node.0);
                Err(Error::argument("NodeNotSelected", message))
            }
        }
    }
}

fn id(node: NodeId) -> Value {
    Value::Integer(i64::from(node.0))
}

fn ids(nodes: &[NodeId]) -> Value {
    Value::List(nodes.iter().map(|node| id(*node)).collect())
}

fn path_row(index: usize, route: Route) -> Vec<Value> {
    vec![
        Value::Integer(index as i64),
        id(route.path.nodes[0]),
        id(route.end()),
        Value::Float(route.cost()),
        ids(&route.path.nodes),
        Value::List(route.costs.iter().map(|cost| Value::Float(*cost)).collect()),
        Value::from(route.path),
    ]
}

fn one_path<'a>(route: Option<Route>) -> Rows<'a> {
    Ok(Box::new(route.into_iter().map(|route| Ok(path_row(0, route)))))
}

fn dijkstra<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    let part = Part::new(context, configuration)?;
    let ends = (part.node(configuration, "sourceNode")?, part.node(configuration, "targetNode")?);
    one_path(cheapest(&mut part.weighted(), &part.pool, ends.0, ends.1)?)
}

fn yens<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    let part = Part::new(context, configuration)?;
    let ends = (part.node(configuration, "sourceNode")?, part.node(configuration, "targetNode")?);
    let wanted = usize::try_from(configuration.required_count("k", 1)?).ok();
    let mut search = KCheapest::new(&part.pool, ends.0, ends.1, wanted);
    let mut index = 0..;
    Ok(Box::new(std::iter::from_fn(move || {
        let route = search.next(&mut part.weighted()).transpose()?;
        Some(route.map(|route| path_row(index.next().unwrap_or_default(), route)))
    })))
}

fn all_dijkstra<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    let part = Part::new(context, configuration)?;
    let source = part.node(configuration, "sourceNode")?;
    let mut search = CheapestTree::new(&part.weighted(), &part.pool, source);
    let mut index = 0..;
    Ok(Box::new(std::iter::from_fn(move || {
        let number = search.next(&mut part.weighted()).transpose()?;
        Some(number.map(|number| path_row(index.next().unwrap_or_default(), search.route(number))))
    })))
}

fn astar<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    const METRES_PER_NAUTICAL_MILE: f64 = 1852.0;
    let part = Part::new(context, configuration)?;
    let ends = (part.node(configuration, "sourceNode")?, part.node(configuration, "targetNode")?);
    let latitude = configuration.property(part.graph, "latitudeProperty")?;
    let longitude = configuration.property(part.graph, "longitudeProperty")?;
    let place = |node: NodeId| {
        let (x, y) = (degrees(part.graph, node, longitude)?, degrees(part.graph, node, latitude)?);
        Point::new(Crs::Wgs84, x, y, 0.0)
    };
    let target = place(ends.1)?;
    let estimate = |node: NodeId| {
        let metres = place(node)?.distance(&target).unwrap_or(0.0);
        Ok(metres / METRES_PER_NAUTICAL_MILE)
    };
    one_path(cheapest_guided(&mut part.weighted(), &part.pool, ends.0, ends.1, estimate)?)
}

fn degrees(graph: &GraphState, node: NodeId, (name, key): (&str, Option<KeyId>)) -> Result<f64> {
    match key.and_then(|key| graph.node_property(node, key)) {
        Some(ValueRef::Float(degrees)) => Ok(degrees),
        Some(ValueRef::Integer(degrees)) => Ok(degrees as f64),
        _ => {
            let message = format!("the node {} has no number as its `{name}`", node.0);
            Err(Error::argument("MissingCoordinate", message))
        }
    }
}

fn bfs<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    traverse(context, configuration, Order::BreadthFirst)
}

fn dfs<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>) -> Rows<'a> {
    traverse(context, configuration, Order::DepthFirst)
}

fn traverse<'a>(context: &CallContext<'a>, configuration: &Configuration<'_>, order: Order) -> Rows<'a> {
    let part = Part::new(context, configuration)?;
    let source = part.node(configuration, "sourceNode")?;
    let targets = configuration.nodes(part.graph, "targetNodes")?;
    // A negative depth is none.
    let max = configuration.count("maxDepth", -1)?.and_then(|max| u64::try_from(max).ok());
    let mut hops = part.hops();
    let mut search = Traversal::new(&hops, &part.pool, order, source, max);
    let mut nodes = Vec::new();
    while let Some(node) = search.next(&mut hops)? {
        nodes.push(id(node));
        if targets.contains(&node) {
            break;
        }
    }
    let path = search.path().map_or(Value::Null, Value::from);
    Ok(Box::new(std::iter::once(Ok(vec![id(source), Value::List(nodes.into_iter().collect()), path]))))
}
