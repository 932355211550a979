//! What the searches find.

use std::collections::BTreeSet;

use casegraph::algorithm::Weight;
use casegraph::graph::{Direction, NodeId, RelId, Snapshot, TypeId};
use casegraph::path::{
    AllCheapest, Chains, CheapestTree, Costed, Counts, Filtered, Hop, KCheapest, Links, Paths, Pool, Reach,
    Reached, Side, Weighted, cheapest, cheapest_guided, cheapest_within, meet,
};
use casegraph::value::PathValue;
use proptest::prelude::*;

use super::brute::{self, Mode};
use super::{Counter, Edge, Follow, graph};

const NODES: u32 = 6;

#[derive(Clone, Debug)]
struct Situation {
    edges: Vec<Edge>,
    follow: Follow,
    source: NodeId,
    target: NodeId,
    max: usize,
}

fn situations() -> impl Strategy<Value = Situation> {
    let edge = (0..NODES, 0..NODES, 0..2u16, 0..5u8).prop_map(|(a, b, t, c)| (a, b, t, f64::from(c)));
    let direction = prop_oneof![Just(Direction::Outgoing), Just(Direction::Incoming), Just(Direction::Both)];
    let types = prop_oneof![
        3 => Just(None),
        1 => Just(Some(vec![TypeId(1)])),
        1 => Just(Some(vec![TypeId(0), TypeId(1)]))
    ];
    let forbidden = prop_oneof![3 => Just(Vec::new()), 1 => Just(vec![RelId(0), RelId(3)])];
    let follow = (direction, types, forbidden).prop_map(|(direction, types, forbidden)| Follow {
        direction,
        types,
        forbidden,
    });
    (prop::collection::vec(edge, 0..11), follow, 0..NODES, 0..NODES, 0..7usize).prop_map(
        |(edges, follow, source, target, max)| Situation {
            edges,
            follow,
            source: NodeId(source),
            target: NodeId(target),
            max,
        },
    )
}

impl Situation {
    fn graph(&self) -> Snapshot {
        graph(NODES, &self.edges)
    }

    fn brute(&self, mode: Mode, max: usize) -> Vec<PathValue> {
        let all = brute::paths(&self.edges, &self.follow, mode, self.source, max);
        all.into_iter().filter(|path| path.nodes.last() == Some(&self.target)).collect()
    }

    fn weight(&self, graph: &Snapshot) -> Weight {
        Weight { name: "cost".into(), key: graph.catalog().key("cost"), default: None }
    }

    fn cost(&self, path: &PathValue) -> f64 {
        brute::cost(&self.edges, path)
    }
}

fn by_relationships(paths: impl IntoIterator<Item = PathValue>) -> BTreeSet<(Vec<RelId>, Vec<NodeId>)> {
    let mut set = BTreeSet::new();
    for path in paths {
        assert!(set.insert((path.relationships, path.nodes)), "a path came twice");
    }
    set
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn shortest_paths(situation in situations()) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let (ends, max) = ((situation.source, situation.target), situation.max);
        let all = situation.brute(Mode::Acyclic, max);
        let shortest = all.iter().map(PathValue::len).min();
        let expected = by_relationships(all.into_iter().filter(|path| Some(path.len()) == shortest));
        let mut hops = situation.follow.slices(&graph, &counter);
        let bound = Some(max as u64);
        let one = meet::<_, Links>(&mut hops, &pool, ends, bound).unwrap().map(|meeting| {
            hops.meter.held.set(hops.meter.held.get() - meeting.held());
            meeting.path()
        });
        prop_assert_eq!(one.as_ref().map(PathValue::len), shortest);
        prop_assert!(one.is_none_or(|path| expected.contains(&(path.relationships, path.nodes))));
        let found = meet::<_, Chains>(&mut hops, &pool, ends, bound).unwrap().map(Paths::new);
        let held = found.as_ref().map_or(0, Paths::held);
        let found = by_relationships(found.into_iter().flatten());
        prop_assert_eq!(&found, &expected);
        let counted = meet::<_, Counts>(&mut hops, &pool, ends, bound).unwrap();
        let held = held + counted.as_ref().map_or(0, |meeting| meeting.held());
        prop_assert_eq!(counted.map_or(0, |meeting| meeting.count()), expected.len() as u64);
        prop_assert_eq!(counter.held.get(), held);
    }

    #[test]
    fn shortest_paths_whose_hops_satisfy_a_predicate(situation in situations()) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let ends = (situation.source, situation.target);
        // Asks of each hop which way it goes.
        let fits = |from: NodeId, by: RelId, to: NodeId| !(from.0 * 3 + to.0 * 5 + by.0).is_multiple_of(4);
        let all = situation.brute(Mode::Acyclic, 9);
        let all = all.into_iter().filter(|path| {
            path.relationships.iter().zip(path.nodes.windows(2)).all(|(by, ends)| fits(ends[0], *by, ends[1]))
        });
        let all: Vec<_> = all.collect();
        let shortest = all.iter().map(PathValue::len).min();
        let expected = by_relationships(all.into_iter().filter(|path| Some(path.len()) == shortest));
        let mut hops = Filtered::new(situation.follow.slices(&graph, &counter), |side, node, hop: Hop| {
            Ok(match side {
                Side::Forward => fits(node, hop.by, hop.to),
                Side::Backward => fits(hop.to, hop.by, node),
            })
        });
        let found = meet::<_, Chains>(&mut hops, &pool, ends, None).unwrap().map(Paths::new);
        prop_assert_eq!(by_relationships(found.into_iter().flatten()), expected);
    }

    #[test]
    fn nodes_within_some_hops(situation in situations(), zero: bool, open: bool, enough in 1..4usize) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let mode = if open { Mode::Acyclic } else { Mode::Trail };
        let max = situation.max;
        let all = brute::paths(&situation.edges, &situation.follow, mode, situation.source, max);
        let ends = all.iter().filter(|path| zero || !path.is_empty());
        let expected: BTreeSet<NodeId> = ends.map(|path| *path.nodes.last().unwrap()).collect();
        let both = situation.follow.direction == Direction::Both;
        let wanted = Reached { side: Side::Forward, zero, max: Some(max as u64), both, open };
        let mut hops = situation.follow.slices(&graph, &counter);
        let mut reach = Reach::new(&hops, &pool, situation.source, wanted);
        let mut found = Vec::new();
        loop {
            let before = found.len();
            reach.next(&mut hops, enough, &mut found).unwrap();
            if found.len() == before {
                break;
            }
        }
        reach.release(&mut hops);
        prop_assert_eq!(counter.held.get(), 0);
        let set: BTreeSet<NodeId> = found.iter().copied().collect();
        prop_assert_eq!(set.len(), found.len(), "a node came twice");
        prop_assert_eq!(set, expected);
    }

    #[test]
    fn cheapest_paths(situation in situations()) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let (source, target) = (situation.source, situation.target);
        let all = situation.brute(Mode::Acyclic, 9);
        let least = all.iter().map(|path| situation.cost(path)).min_by(f64::total_cmp);
        let weight = situation.weight(&graph);
        let mut hops = Weighted::new(situation.follow.slices(&graph, &counter), Some(&weight));
        let one = cheapest(&mut hops, &pool, source, target).unwrap();
        prop_assert_eq!(one.as_ref().map(|route| route.cost()), least);
        if let Some(route) = one {
            prop_assert!(all.contains(&route.path));
            prop_assert_eq!(route.cost(), situation.cost(&route.path));
        }
        // An estimate that is no more than the rest costs, and jumps: what remains, for some nodes only.
        let rest = |node: NodeId| {
            let from = Situation { source: node, ..situation.clone() }.brute(Mode::Acyclic, 9);
            let least = from.iter().map(|path| situation.cost(path)).min_by(f64::total_cmp);
            Ok(if node.0.is_multiple_of(2) { least.unwrap_or(9.0) } else { 0.0 })
        };
        let guided = cheapest_guided(&mut hops, &pool, source, target, rest).unwrap();
        prop_assert_eq!(guided.map(|route| route.cost()), least);
        let mut tied = AllCheapest::new(&mut hops, &pool, source, target).unwrap();
        let mut found = Vec::new();
        while let Some(route) = tied.next(&mut hops).unwrap() {
            prop_assert_eq!(route.cost(), situation.cost(&route.path));
            found.push(route.path);
        }
        let expected = all.into_iter().filter(|path| Some(situation.cost(path)) == least);
        prop_assert_eq!(by_relationships(found), by_relationships(expected));
        prop_assert_eq!(counter.held.get(), 0);
    }

    #[test]
    fn cheapest_paths_of_few_hops(situation in situations()) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let all = situation.brute(Mode::Acyclic, situation.max);
        let least = all.iter().map(|path| situation.cost(path)).min_by(f64::total_cmp);
        let costs = |_: Side, _: NodeId, hop: Hop| Ok(situation.edges[hop.by.index()].3);
        let mut hops = Costed::new(situation.follow.slices(&graph, &counter), costs);
        let (source, target, max) = (situation.source, situation.target, situation.max as u32);
        let one = cheapest_within(&mut hops, &pool, source, target, max).unwrap();
        prop_assert_eq!(one.as_ref().map(|route| route.cost()), least);
        prop_assert!(one.is_none_or(|route| all.contains(&route.path)));
        prop_assert_eq!(counter.held.get(), 0);
    }

    #[test]
    fn the_k_cheapest_paths(situation in situations(), known: bool, k in 1..6usize) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let all = situation.brute(Mode::Acyclic, 9);
        let mut costs: Vec<f64> = all.iter().map(|path| situation.cost(path)).collect();
        costs.sort_by(f64::total_cmp);
        let weight = situation.weight(&graph);
        let mut hops = Weighted::new(situation.follow.slices(&graph, &counter), Some(&weight));
        let wanted = if known { k } else { usize::MAX };
        let mut search = KCheapest::new(&pool, situation.source, situation.target, known.then_some(k));
        let mut found = Vec::new();
        while let Some(route) = search.next(&mut hops).unwrap() {
            prop_assert!(all.contains(&route.path), "{:?}", route.path);
            prop_assert_eq!(route.cost(), situation.cost(&route.path));
            found.push(route);
        }
        search.release(&mut hops);
        prop_assert_eq!(counter.held.get(), 0);
        costs.truncate(wanted);
        prop_assert_eq!(found.iter().map(|route| route.cost()).collect::<Vec<_>>(), costs);
        by_relationships(found.into_iter().map(|route| route.path));
    }

    #[test]
    fn the_cheapest_path_to_each_node(situation in situations()) {
        let (graph, pool, counter) = (situation.graph(), Pool::default(), Counter::default());
        let weight = situation.weight(&graph);
        let mut hops = Weighted::new(situation.follow.slices(&graph, &counter), Some(&weight));
        let mut tree = CheapestTree::new(&hops, &pool, situation.source);
        let mut found = BTreeSet::new();
        while let Some(number) = tree.next(&mut hops).unwrap() {
            let route = tree.route(number);
            let end = Situation { target: route.end(), ..situation.clone() };
            let all = end.brute(Mode::Acyclic, 9);
            let least = all.iter().map(|path| situation.cost(path)).min_by(f64::total_cmp);
            prop_assert_eq!(Some(route.cost()), least);
            prop_assert!(all.contains(&route.path) && found.insert(route.end()));
        }
        let all = brute::paths(&situation.edges, &situation.follow, Mode::Acyclic, situation.source, 9);
        prop_assert_eq!(found, all.iter().map(|path| *path.nodes.last().unwrap()).collect());
    }
}

#[test]
fn costs_that_are_none_name_the_relationship() {
    let snapshot = graph(2, &[(0, 1, 0, -1.0), (0, 1, 1, 2.0)]);
    let (pool, counter) = (Pool::default(), Counter::default());
    let follow = Follow { direction: Direction::Outgoing, types: None, forbidden: Vec::new() };
    let error = |key: &str, default| {
        let weight = Weight { name: key.into(), key: snapshot.catalog().key(key), default };
        let mut hops = Weighted::new(follow.slices(&snapshot, &counter), Some(&weight));
        cheapest(&mut hops, &pool, NodeId(0), NodeId(1))
            .map(|_| ())
            .map_err(|error| error.message().to_owned())
    };
    let negative = "the weight `cost` of relationship 0 is -1; it has to be zero or more";
    assert_eq!(error("cost", None), Err(negative.into()));
    assert_eq!(error("none", None), Err("the weight `none` of relationship 0 is missing".into()));
    assert_eq!(error("none", Some(1.0)), Ok(()));
    let costs = |_: Side, _: NodeId, hop: Hop| Ok(if hop.by.0 == 1 { f64::NAN } else { 0.0 });
    let mut hops = Costed::new(follow.slices(&snapshot, &counter), costs);
    let message = cheapest(&mut hops, &pool, NodeId(0), NodeId(1)).unwrap_err().message().to_owned();
    assert_eq!(message, "the cost NaN of relationship 1 is not finite");
}
