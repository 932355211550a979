//! Graph algorithms against the figures of networkx and igraph in `tests/algorithm_figures.txt`, see the script beside it;
//! and what bounds them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use casegraph::Database;
use casegraph::algorithm::{Extras, Projection, Selection, Unlimited, Weight, Work};
use casegraph::algorithm::{centrality, community, components, cut, distance, neighbourhood};
use casegraph::error::{Error, Result};
use casegraph::execute::Budgets;
use casegraph::graph::{Direction, GraphState, RelId, Snapshot, Store};
use casegraph::value::Value;

const FIGURES: &str = include_str!("algorithm_figures.txt");

struct Case {
    name: String,
    snapshot: Snapshot,
    /// In the order of the arcs.
    rels: Vec<RelId>,
    figures: BTreeMap<String, Vec<f64>>,
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut nodes = 0;
    for line in FIGURES.lines() {
        let (word, rest) = line.split_once(' ').expect("a word and numbers");
        match (word, cases.last_mut()) {
            ("graph", _) => {
                let (name, count) = rest.split_once(' ').expect("a name and a number");
                nodes = count.parse().expect("a number");
                let (snapshot, rels) = (Store::default().snapshot(), Vec::new());
                cases.push(Case { name: name.to_owned(), snapshot, rels, figures: BTreeMap::new() });
            }
            ("arcs", Some(case)) => (case.snapshot, case.rels) = graph(nodes, &numbers(rest)),
            (_, Some(case)) => {
                case.figures.insert(word.to_owned(), numbers(rest));
            }
            (_, None) => panic!("figures of no graph"),
        }
    }
    cases
}

/// The ids have gaps.
fn graph(nodes: usize, arcs: &[f64]) -> (Snapshot, Vec<RelId>) {
    let store = Store::default();
    let mut write = store.begin();
    let (ty, weight) = (write.intern_type("R").unwrap(), write.intern_key("w").unwrap());
    let gap = write.create_node(&[]).unwrap();
    let made: Vec<_> = (0..nodes).map(|_| write.create_node(&[]).unwrap()).collect();
    write.delete_node(gap).unwrap();
    let mut rels = Vec::new();
    for arc in arcs.chunks(3) {
        let rel = write.create_relationship(made[arc[0] as usize], ty, made[arc[1] as usize]).unwrap();
        write.set_relationship_property(rel, weight, Value::Integer(arc[2] as i64)).unwrap();
        rels.push(rel);
    }
    write.commit().unwrap();
    (store.snapshot(), rels)
}

impl Case {
    fn project(&self, direction: Direction, weighted: bool) -> Projection<'static> {
        Projection::new(
            &self.snapshot,
            &self.select(direction, weighted),
            Extras { relationships: true },
            &Unlimited,
        )
        .unwrap()
    }

    fn select(&self, direction: Direction, weighted: bool) -> Selection {
        let key = self.snapshot.catalog().key("w");
        let weight = weighted.then(|| Weight { name: "w".to_owned(), key, default: None });
        Selection { weight, ..Selection::all(direction) }
    }

    fn check(&self, algorithm: &str, found: impl IntoIterator<Item = f64>) {
        let found: Vec<f64> = found.into_iter().collect();
        let Some(wanted) = self.figures.get(algorithm) else { return };
        assert_eq!(found.len(), wanted.len(), "{} of {}", algorithm, self.name);
        for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
            let close = (found - wanted).abs() <= 1e-6 * wanted.abs().max(1e-3);
            assert!(close, "{algorithm} of {} at {at}: {found}, not {wanted}", self.name);
        }
    }

    fn page_rank(&self, weighted: bool) -> Vec<f64> {
        let into = self.project(Direction::Incoming, weighted);
        let leaving = centrality::arriving(&into, &Unlimited).unwrap();
        let counted =
            into.degrees(&self.snapshot, &self.select(Direction::Outgoing, false), &Unlimited).unwrap();
        assert!(weighted || leaving == counted, "{}", self.name);
        let how = centrality::PageRank { iterations: 500, damping: 0.85, tolerance: 1e-14 };
        centrality::page_rank(&into, &leaving, how, &Unlimited).unwrap()
    }
}

fn whole(numbers: impl IntoIterator<Item = u32>) -> impl Iterator<Item = f64> {
    numbers.into_iter().map(f64::from)
}

#[test]
fn figures_are_those_of_networkx_and_igraph() {
    use Direction::{Both, Incoming, Outgoing};
    let cases = cases();
    assert_eq!(cases.len(), 10);
    for case in &cases {
        let (out, both) = (case.project(Outgoing, false), case.project(Both, false));
        let all: Vec<u32> = (0..out.len() as u32).collect();
        let weak = components::weak(&case.snapshot, &Selection::all(Both), &Unlimited).unwrap();
        case.check("wcc", whole(weak.1));
        case.check("scc", whole(components::strong(&out, &Unlimited).unwrap()));
        case.check("pagerank", case.page_rank(false));
        case.check("pagerank-weighted", case.page_rank(true));
        case.check("out-degree", centrality::strengths(&out, &Unlimited).unwrap());
        let into = case.project(Incoming, true);
        case.check("in-strength", centrality::strengths(&into, &Unlimited).unwrap());
        case.check("betweenness", distance::betweenness(&out, &all, false, &Unlimited).unwrap());
        case.check("betweenness-both", distance::betweenness(&both, &all, true, &Unlimited).unwrap());
        case.check("closeness", distance::closeness(&out, &Unlimited).unwrap());
        case.check("harmonic", distance::harmonic(&out, &Unlimited).unwrap());
        case.check("eigenvector", centrality::eigenvector(&both, 100_000, 1e-14, &Unlimited).unwrap());
        let simple = case.project(Both, false).simple();
        case.check("kcore", whole(neighbourhood::cores(&simple, &Unlimited).unwrap()));
        let triangles = neighbourhood::triangles(&simple, &Unlimited).unwrap();
        case.check("triangles", triangles.iter().map(|count| *count as f64));
        case.check("clustering", neighbourhood::clustering(&simple, &triangles));
        let cuts = cut::cuts(&both, &Unlimited).unwrap();
        let is_bridge = |rel: &RelId| cuts.bridges.iter().any(|bridge| bridge.0 == *rel);
        case.check("bridges", case.rels.iter().map(|rel| f64::from(is_bridge(rel))));
        case.check("articulation", all.iter().map(|at| f64::from(cuts.points.contains(at))));
    }
}

#[test]
fn communities_are_as_good_as_those_of_igraph() {
    for case in cases() {
        let both = case.project(Direction::Both, true);
        let found = community::louvain(&both, 1.0, &Unlimited).unwrap();
        assert_eq!(found, community::louvain(&both, 1.0, &Unlimited).unwrap());
        let (found, best) =
            (community::modularity(&both, &found, 1.0), case.figures["louvain-modularity"][0]);
        assert!(found > best - 0.03, "{}: modularity {found}, igraph's is {best}", case.name);
        let weak = components::weak(&case.snapshot, &Selection::all(Direction::Both), &Unlimited).unwrap().1;
        let labels = community::label_propagation(&both, 100, &Unlimited).unwrap();
        for (at, label) in labels.iter().enumerate() {
            assert_eq!(weak[at], weak[*label as usize], "a community lies in one component");
        }
    }
}

/// Allows so many bytes at a time.
struct Few(usize);

impl Work for Few {
    fn step(&self, _: u64) -> Result<()> {
        Ok(())
    }

    fn hold(&self, bytes: usize) -> Result<()> {
        if bytes > self.0 { Err(Error::argument("Few", "too many bytes")) } else { Ok(()) }
    }

    fn release(&self, _: usize) {}
}

#[test]
fn memory_is_asked_for_before_it_is_taken() {
    let case = &cases()[0];
    let state: &GraphState = &case.snapshot;
    let all = Selection::all(Direction::Both);
    assert!(Projection::new(state, &all, Extras::default(), &Few(100)).is_err());
    assert!(components::weak(state, &all, &Few(100)).is_err());
    let both = case.project(Direction::Both, false);
    assert!(distance::harmonic(&both, &Few(100)).is_err());
    assert!(community::louvain(&both, 1.0, &Few(100)).is_err());
}

/// A database with a ring of so many nodes, each joined to the next three.
fn ring(nodes: usize) -> Database {
    let db = Database::in_memory();
    let text = "UNWIND range(0, $n - 1) AS i CREATE (:N {i: i})";
    db.query(text).param("n", nodes as i64).run().unwrap();
    db.query("CREATE INDEX FOR (n:N) ON (n.i)").run().unwrap();
    let text = "MATCH (a:N) UNWIND [1, 2, 3] AS d MATCH (b:N {i: (a.i + d) % $n}) CREATE (a)-[:R]->(b)";
    db.query(text).param("n", nodes as i64).run().unwrap();
    db
}

const CALLS: [&str; 12] = [
    "wcc()",
    "scc()",
    "degree()",
    "pagerank({iterations: 100000})",
    "betweenness()",
    "closeness()",
    "harmonic()",
    "kcore()",
    "triangles()",
    "labelPropagation()",
    "louvain()",
    "similarity()",
];

#[test]
fn budgets_hold_within_algorithms() {
    let db = ring(4000);
    for call in CALLS {
        let text = format!("CALL algo.{call}");
        let run = |budgets| db.query(&text).budgets(budgets).run().and_then(|mut result| result.rows());
        let memory = run(Budgets { memory: 10_000, ..Budgets::default() }).unwrap_err();
        assert_eq!(memory.detail(), "MemoryBudgetExceeded", "{call}: {memory}");
        let time = run(Budgets { time: Duration::ZERO, ..Budgets::default() }).unwrap_err();
        assert_eq!(time.detail(), "TimeBudgetExceeded", "{call}: {time}");
    }
    let started = Instant::now();
    let slow = db.query("CALL algo.pagerank({iterations: 1000000})");
    let slow = slow.budgets(Budgets { time: Duration::from_millis(100), ..Budgets::default() });
    let error = slow.run().and_then(|mut result| result.rows()).unwrap_err();
    assert_eq!(error.detail(), "TimeBudgetExceeded");
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn writing_figures_needs_a_writer() {
    let db = ring(10);
    let text = "CALL algo.pagerank() WRITE PROPERTY rank";
    assert!(db.read().query(text).run().is_err());
    let summary = db.query(text).run().unwrap().summary();
    assert_eq!(summary.counters.properties_set, 10);
}

#[test]
fn threads_do_not_change_figures() {
    let case = &cases()[8];
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let all = || {
        let out = case.project(Direction::Outgoing, false);
        let sources: Vec<u32> = (0..out.len() as u32).collect();
        (
            case.page_rank(true),
            distance::betweenness(&out, &sources, false, &Unlimited).unwrap(),
            distance::closeness(&out, &Unlimited).unwrap(),
        )
    };
    assert_eq!(one.install(all), four.install(all));
}
