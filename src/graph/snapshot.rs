//! A reader's view: one immutable version of the graph, kept alive for as long as it is held.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::state::GraphState;
use super::store::Inner as StoreInner;
use super::visit::{GraphView, Ranks};

/// One version of the graph, which never changes. Clones are handles of the same version; all reads are [`GraphState`]'s,
/// and `&Snapshot` is a graph to petgraph.
///
/// ```
/// use casegraph::{Database, Direction};
/// use petgraph::algo::connected_components;
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// db.query("CREATE (:Port {name: 'Busan'})-[:SHIPS_TO]->(:Port {name: 'Long Beach'}), (:Port {name: 'Lindhaven'})").run()?;
/// let snapshot = db.snapshot();
/// assert_eq!((snapshot.node_count(), snapshot.relationship_count()), (3, 1));
/// assert_eq!(connected_components(&snapshot), 2);
///
/// let busan = snapshot.find_nodes("Port", "name", "Busan").next().expect("it was created");
/// let reached = busan.neighbors(Direction::Outgoing, Some("SHIPS_TO"));
/// let names: Vec<String> = reached.map(|port| port.get("name")).collect::<casegraph::Result<_>>()?;
/// assert_eq!(names, ["Long Beach"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Snapshot(Arc<Held>);

struct Held {
    state: Arc<GraphState>,
    epoch: u64,
    store: Arc<StoreInner>,
    /// Made when a graph algorithm first asks.
    ranks: OnceLock<Ranks>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.store.end_read(self.epoch);
    }
}

impl Snapshot {
    pub(super) fn new(state: Arc<GraphState>, epoch: u64, store: Arc<StoreInner>) -> Snapshot {
        Snapshot(Arc::new(Held { state, epoch, store, ranks: OnceLock::new() }))
    }

    /// The graph.
    pub fn state(&self) -> &GraphState {
        &self.0.state
    }

    /// The graph for petgraph's algorithms: directed, with all types; other views are made from it.
    pub fn view(&self) -> GraphView<'_> {
        GraphView::new(&self.0.state, self.0.ranks.get_or_init(|| Ranks::new(&self.0.state)))
    }

    /// The number of commits before this version.
    pub fn epoch(&self) -> u64 {
        self.0.epoch
    }
}

impl Deref for Snapshot {
    type Target = GraphState;

    fn deref(&self) -> &GraphState {
        &self.0.state
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("epoch", &self.0.epoch)
            .field("nodes", &self.node_count())
            .field("relationships", &self.relationship_count())
            .finish()
    }
}
