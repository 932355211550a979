//! Searches for paths over a version of the graph: breadth first, cheapest first, from one end or from both.
//!
//! There is no query language here. A search is given what it may follow as [`Hops`] or [`CostedHops`] (the
//! graph's slices as they are, or behind a filter and a cost) and counts on it what it looks at and holds. What it
//! remembers of nodes lies in arrays by node that are used again by the next search ([`Pool`]): a search takes
//! time and memory for the nodes it touches, never for the graph.

mod ball;
mod bounded;
mod chains;
mod cheapest;
mod depths;
mod guided;
mod heap;
mod hops;
mod k_cheapest;
mod meet;
mod places;
mod reach;
mod route;
mod slices;
mod tied;
mod traversal;
mod tree;
mod weighted;

pub use bounded::cheapest_within;
pub use chains::{Chains, Paths};
pub use cheapest::cheapest;
pub use depths::Depths;
pub use guided::cheapest_guided;
pub use hops::{Costed, CostedHop, CostedHops, Filtered, Ground, Hop, Hops, Side};
pub use k_cheapest::KCheapest;
pub use meet::{Counts, Links, Meeting, Record, meet};
pub use places::{Lease, Places, Pool, Visit};
pub use reach::{Reach, Reached};
pub use route::Route;
pub use slices::{Meter, Slices, Worked};
pub use tied::AllCheapest;
pub use traversal::{Order, Traversal};
pub use tree::CheapestTree;
pub use weighted::Weighted;
