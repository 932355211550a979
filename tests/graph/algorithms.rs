//! petgraph's algorithms on a snapshot, compared with the same on petgraph's own graph of the same edges.

use std::collections::{BTreeMap, BTreeSet};

use casegraph::graph::visit::{GraphView, Ranks};
use casegraph::graph::{NodeId, Snapshot, Store, TypeId};
use casegraph::value::Value;
use petgraph::algo;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::{
    Bfs, Dfs, EdgeCount, EdgeFiltered, EdgeRef, GetAdjacencyMatrix, IntoEdgeReferences,
    IntoNeighborsDirected, NodeIndexable, Reversed, Topo, UndirectedAdaptor, Walker,
};

/// The same graph twice: node `i` of petgraph's is the node of rank `i` in the snapshot, whose ids have gaps.
struct Pair {
    snapshot: Snapshot,
    directed: DiGraph<(), f64>,
    undirected: UnGraph<(), f64>,
    weight: casegraph::graph::KeyId,
}

fn random(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

/// A graph of random edges, parallel ones and loops among them; without cycles if asked for.
fn pair(seed: u64, nodes: usize, edges: usize, acyclic: bool) -> Pair {
    let mut state = seed;
    let store = Store::default();
    let mut write = store.begin();
    let weight = write.intern_key("weight").unwrap();
    let types = [write.intern_type("A").unwrap(), write.intern_type("B").unwrap()];
    let made: Vec<NodeId> = (0..nodes * 2).map(|_| write.create_node(&[]).unwrap()).collect();
    let kept: Vec<NodeId> = made.iter().copied().skip(1).step_by(2).collect();
    made.iter().step_by(2).for_each(|node| write.delete_node(*node).unwrap());
    let mut directed = DiGraph::new();
    let mut undirected = UnGraph::new_undirected();
    (0..nodes).for_each(|_| {
        directed.add_node(());
        undirected.add_node(());
    });
    for _ in 0..edges {
        let (mut a, mut b) = (random(&mut state) % nodes, random(&mut state) % nodes);
        if acyclic && a == b {
            continue;
        }
        if acyclic && a > b {
            (a, b) = (b, a);
        }
        // Sums of such weights are exact in any order.
        let cost = (1 + random(&mut state) % 64) as f64 / 4.0;
        let rel = write.create_relationship(kept[a], types[random(&mut state) % 2], kept[b]).unwrap();
        write.set_relationship_property(rel, weight, Value::Float(cost)).unwrap();
        let gap = write.create_relationship(kept[b], types[0], kept[a]).unwrap();
        write.delete_relationship(gap).unwrap();
        directed.add_edge(NodeIndex::new(a), NodeIndex::new(b), cost);
        undirected.add_edge(NodeIndex::new(a), NodeIndex::new(b), cost);
    }
    write.commit().unwrap();
    Pair { snapshot: store.snapshot(), directed, undirected, weight }
}

impl Pair {
    fn at(&self, rank: usize) -> NodeId {
        NodeIndexable::from_index(&&self.snapshot, rank)
    }

    fn rank(&self, node: NodeId) -> usize {
        NodeIndexable::to_index(&&self.snapshot, node)
    }

    fn by_rank<V>(&self, values: impl IntoIterator<Item = (NodeId, V)>) -> BTreeMap<usize, V> {
        values.into_iter().map(|(node, value)| (self.rank(node), value)).collect()
    }
}

fn pairs() -> impl Iterator<Item = Pair> {
    (1..12).map(|seed| pair(seed, 12, 6 + 4 * seed as usize, seed % 3 == 0))
}

fn theirs<V>(values: impl IntoIterator<Item = (NodeIndex, V)>) -> BTreeMap<usize, V> {
    values.into_iter().map(|(node, value)| (node.index(), value)).collect()
}

#[test]
fn ranks_are_compact_and_invertible() {
    for pair in pairs() {
        for (rank, node) in pair.snapshot.nodes().enumerate() {
            assert_eq!((pair.rank(node), pair.at(rank)), (rank, node));
        }
        assert_eq!(pair.at(12), NodeId(u32::MAX));
    }
}

#[test]
fn shortest_paths() {
    for pair in pairs() {
        let view = pair.snapshot.view().weighted(pair.weight, 1.0);
        let (start, goal) = (pair.at(0), pair.at(7));
        let (their_start, their_goal) = (NodeIndex::new(0), NodeIndex::new(7));
        let their_costs = theirs(algo::dijkstra(&pair.directed, their_start, None, |edge| *edge.weight()));
        let costs = algo::dijkstra(view, start, None, |edge| *edge.weight());
        assert_eq!(pair.by_rank(costs), their_costs);

        let astar = algo::astar(view, start, |node| node == goal, |edge| *edge.weight(), |_| 0.0);
        assert_eq!(astar.as_ref().map(|(cost, _)| *cost), their_costs.get(&7).copied());
        let both_ways = algo::bidirectional_dijkstra(view, start, goal, |edge| *edge.weight());
        assert_eq!(both_ways, their_costs.get(&7).copied());

        let ford = algo::bellman_ford(view, start).unwrap();
        let their_ford = algo::bellman_ford(&pair.directed, their_start).unwrap();
        assert_eq!(ford.distances, their_ford.distances);
        let spfa = algo::spfa(view, start, |edge| *edge.weight()).unwrap();
        let their_spfa = algo::spfa(&pair.directed, their_start, |edge| *edge.weight()).unwrap();
        assert_eq!(spfa.distances, their_spfa.distances);

        let k = algo::k_shortest_path(view, start, Some(goal), 3, |edge| *edge.weight());
        let their_k =
            algo::k_shortest_path(&pair.directed, their_start, Some(their_goal), 3, |edge| *edge.weight());
        assert_eq!(pair.by_rank(k), theirs(their_k));

        let all = algo::floyd_warshall(view, |edge| *edge.weight()).unwrap();
        let their_all = algo::floyd_warshall(&pair.directed, |edge| *edge.weight()).unwrap();
        for ((from, to), cost) in all {
            let their = their_all[&(NodeIndex::new(pair.rank(from)), NodeIndex::new(pair.rank(to)))];
            assert_eq!(cost, their);
        }
    }
}

#[test]
fn components_and_cycles() {
    for pair in pairs() {
        let (snapshot, view) = (&pair.snapshot, pair.snapshot.view());
        let sets = |components: Vec<Vec<NodeId>>| -> BTreeSet<BTreeSet<usize>> {
            components.into_iter().map(|set| set.into_iter().map(|node| pair.rank(node)).collect()).collect()
        };
        let their_sets: BTreeSet<BTreeSet<usize>> = algo::tarjan_scc(&pair.directed)
            .into_iter()
            .map(|set| set.into_iter().map(NodeIndex::index).collect())
            .collect();
        assert_eq!(sets(algo::tarjan_scc(snapshot)), their_sets);
        assert_eq!(sets(algo::kosaraju_scc(snapshot)), their_sets);
        assert_eq!(algo::connected_components(snapshot), algo::connected_components(&pair.directed));
        assert_eq!(algo::is_cyclic_directed(snapshot), algo::is_cyclic_directed(&pair.directed));
        assert_eq!(algo::is_cyclic_undirected(snapshot), algo::is_cyclic_undirected(&pair.undirected));
        for rank in 0..12 {
            assert_eq!(
                algo::has_path_connecting(snapshot, pair.at(0), pair.at(rank), None),
                algo::has_path_connecting(&pair.directed, NodeIndex::new(0), NodeIndex::new(rank), None)
            );
            assert_eq!(
                algo::is_bipartite_undirected(view.undirected(), pair.at(rank)),
                algo::is_bipartite_undirected(&pair.undirected, NodeIndex::new(rank))
            );
        }
        match algo::toposort(snapshot, None) {
            Ok(order) => {
                let place = |node| order.iter().position(|other| *other == node);
                for rel in snapshot.relationships() {
                    let content = snapshot.relationship(rel).unwrap();
                    assert!(place(content.start) < place(content.end));
                }
                assert_eq!(Topo::new(snapshot).iter(snapshot).count(), 12);
            }
            Err(_) => assert!(algo::toposort(&pair.directed, None).is_err()),
        }
    }
}

#[test]
fn ranks_of_pages_and_dominators() {
    for pair in pairs() {
        let ours = algo::page_rank(&pair.snapshot, 0.85, 20);
        let their = algo::page_rank(&pair.directed, 0.85, 20);
        assert!(ours.iter().zip(&their).all(|(a, b): (&f64, &f64)| (a - b).abs() < 1e-12));
        let ours = algo::dominators::simple_fast(&pair.snapshot, pair.at(0));
        let their = algo::dominators::simple_fast(&pair.directed, NodeIndex::new(0));
        for rank in 0..12 {
            assert_eq!(
                ours.immediate_dominator(pair.at(rank)).map(|node| pair.rank(node)),
                their.immediate_dominator(NodeIndex::new(rank)).map(NodeIndex::index)
            );
        }
    }
}

#[test]
fn undirected_structure() {
    for pair in pairs() {
        let view = pair.snapshot.view().weighted(pair.weight, 1.0).undirected();
        let ends = |a: usize, b: usize| (a.min(b), a.max(b));
        let bridges: BTreeSet<_> = algo::bridges::bridges(view)
            .map(|it| ends(pair.rank(it.source()), pair.rank(it.target())))
            .collect();
        let their: BTreeSet<_> = algo::bridges::bridges(&pair.undirected)
            .map(|edge| ends(edge.source().index(), edge.target().index()))
            .collect();
        assert_eq!(bridges, their);
        let cuts: BTreeSet<_> = algo::articulation_points::articulation_points(view)
            .into_iter()
            .map(|node| pair.rank(node))
            .collect();
        let their: BTreeSet<_> = algo::articulation_points::articulation_points(&pair.undirected)
            .into_iter()
            .map(NodeIndex::index)
            .collect();
        assert_eq!(cuts, their);

        let cost = |elements: &mut dyn Iterator<Item = petgraph::data::Element<(), f64>>| -> f64 {
            elements
                .map(|element| match element {
                    petgraph::data::Element::Edge { weight, .. } => weight,
                    petgraph::data::Element::Node { .. } => 0.0,
                })
                .sum()
        };
        let their_cost = cost(&mut algo::min_spanning_tree(&pair.undirected));
        assert_eq!(cost(&mut algo::min_spanning_tree(view)), their_cost);
        assert_eq!(
            cost(&mut algo::min_spanning_tree_prim(view)),
            cost(&mut algo::min_spanning_tree_prim(&pair.undirected))
        );
        assert_eq!(algo::maximum_matching(view).len(), algo::maximum_matching(&pair.undirected).len());
        let greedy = algo::greedy_matching(view);
        for (a, b) in greedy.edges() {
            assert!(view.is_adjacent(&(), a, b));
        }
        let cliques = algo::maximal_cliques(view);
        for clique in &cliques {
            for a in clique {
                assert!(clique.iter().all(|b| a == b || view.is_adjacent(&(), *a, *b)));
            }
        }
        let (colors, _) = algo::dsatur_coloring(view);
        for rel in pair.snapshot.relationships() {
            let content = pair.snapshot.relationship(rel).unwrap();
            assert!(content.start == content.end || colors[&content.start] != colors[&content.end]);
        }
    }
}

#[test]
fn walks_adaptors_and_flows() {
    for pair in pairs() {
        let snapshot = &pair.snapshot;
        let start = pair.at(0);
        let reach: BTreeSet<_> =
            Dfs::new(snapshot, start).iter(snapshot).map(|node| pair.rank(node)).collect();
        let their: BTreeSet<_> =
            Bfs::new(&pair.directed, NodeIndex::new(0)).iter(&pair.directed).map(NodeIndex::index).collect();
        assert_eq!(reach, their);
        let back: BTreeSet<_> = Dfs::new(Reversed(snapshot), start)
            .iter(Reversed(snapshot))
            .map(|node| pair.rank(node))
            .collect();
        let their: BTreeSet<_> = Dfs::new(Reversed(&pair.directed), NodeIndex::new(0))
            .iter(Reversed(&pair.directed))
            .map(NodeIndex::index)
            .collect();
        assert_eq!(back, their);
        let around: BTreeSet<_> =
            Bfs::new(UndirectedAdaptor(snapshot), start).iter(UndirectedAdaptor(snapshot)).collect();
        let view = snapshot.view().undirected();
        assert_eq!(around, Bfs::new(view, start).iter(view).collect());

        let ranks = Ranks::of_type(snapshot, TypeId(0));
        let only = GraphView::new(snapshot, &ranks);
        assert_eq!(only.edge_count() as u64, snapshot.statistics().of_type(TypeId(0)));
        assert_eq!(only.edge_references().count(), only.edge_count());
        let filtered = EdgeFiltered::from_fn(snapshot, |link| *link.weight() == TypeId(0));
        for node in snapshot.nodes() {
            for direction in [petgraph::Direction::Outgoing, petgraph::Direction::Incoming] {
                let mut neighbours: Vec<_> = (&filtered).neighbors_directed(node, direction).collect();
                neighbours.sort();
                assert_eq!(only.neighbors_directed(node, direction).collect::<Vec<_>>(), neighbours);
            }
        }
        let ours = algo::all_simple_paths::<Vec<_>, _, std::hash::RandomState>;
        let their = algo::all_simple_paths::<Vec<_>, _, std::hash::RandomState>;
        assert_eq!(
            ours(snapshot, start, pair.at(5), 0, Some(3)).count(),
            their(&pair.directed, NodeIndex::new(0), NodeIndex::new(5), 0, Some(3)).count()
        );
        let view = snapshot.view().weighted(pair.weight, 1.0);
        let (ours, _) = algo::dinics(view, start, pair.at(5));
        let (their, _) = algo::dinics(&pair.directed, NodeIndex::new(0), NodeIndex::new(5));
        assert_eq!(ours, their);
    }
}
