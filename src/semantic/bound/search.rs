//! Paths that are searched step by step: with quantified groups, a selector, a path mode over several relationships,
//! costs, or an order in time.

use serde::{Deserialize, Serialize};

use super::{Expr, Name, PathMode, Slot};
use crate::graph::Direction;

/// What is searched, between two nodes of the pattern.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PathSearch {
    /// The path; generated when not named.
    pub path: Slot,
    /// The list of its relationships.
    pub relationships: Slot,
    /// The sum of the costs, where there are any.
    pub cost: Option<Slot>,
    /// The node where it begins.
    pub left: Slot,
    /// The node where it ends.
    pub right: Slot,
    /// What lies between. Between two that are no nodes there is a node that nothing is said of.
    pub elements: Vec<PathElement>,
    /// On the ends and on elements that are in no group.
    pub predicates: Vec<Expr>,
    /// What relationships that are in no group cost.
    pub costs: Vec<HopCost>,
    /// Which of the paths.
    pub selector: Selector,
    /// Which repetitions are allowed.
    pub mode: PathMode,
    /// Hops follow each other in time.
    pub forward: Option<Forward>,
    /// What predicates may ask of the path up to a hop.
    pub so_far: SoFar,
    /// How many of the pattern's relationships are written before it.
    pub behind: usize,
    /// Its relationships may be those of the rest of the pattern, as in other systems' searches.
    pub apart: bool,
}

/// A piece of a searched path.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PathElement {
    /// One relationship.
    Hop(PathHop),
    /// The node between two pieces.
    Node(Slot),
    /// A chain that is repeated.
    Group(PathGroup),
}

/// One relationship of a searched path.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PathHop {
    /// The relationship.
    pub slot: Slot,
    /// Seen from the left.
    pub direction: Direction,
    /// Any of these; empty for all.
    pub types: Vec<Name>,
}

/// A chain that is repeated. Its slots stand for the elements of one repetition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PathGroup {
    /// One more than there are hops. The last is the first of the next repetition.
    pub nodes: Vec<Slot>,
    /// At least one.
    pub hops: Vec<PathHop>,
    /// How often at least.
    pub min: u64,
    /// How often at most.
    pub max: Option<u64>,
    /// On the elements of one repetition.
    pub predicates: Vec<Expr>,
    /// On the first node of every repetition but the first.
    pub between: Vec<Expr>,
    /// What a repetition costs.
    pub costs: Vec<HopCost>,
    /// Slots of the chain, and those of the lists of what they stood for.
    pub lists: Vec<(Slot, Slot)>,
}

/// What a hop adds to the cost.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HopCost {
    /// The hop's relationship; the cost is added there, or as soon as all it reads is known.
    pub hop: Slot,
    /// A number that is not negative.
    pub value: Expr,
    /// In place of null.
    pub default: Option<Expr>,
}

/// By what paths are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// By the number of relationships.
    Hops,
    /// By the sum of the costs.
    Cost,
}

/// Which of the paths between two nodes are wanted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Selector {
    /// All.
    All,
    /// So many, the least first.
    Paths(Measure, Expr),
    /// All of so many least measures.
    Groups(Measure, Expr),
}

/// There are moments, one in the validity of each hop, none earlier than the one before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Forward {
    /// None is earlier.
    pub from: Option<Expr>,
    /// None is later.
    pub to: Option<Expr>,
}

/// Slots that have a value while a hop is looked at.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct SoFar {
    /// The path with the hop.
    pub path: Option<Slot>,
    /// Its cost.
    pub cost: Option<Slot>,
}

impl PathSearch {
    /// The groups.
    pub fn groups(&self) -> impl Iterator<Item = &PathGroup> {
        self.elements.iter().filter_map(|element| match element {
            PathElement::Group(group) => Some(group),
            PathElement::Hop(_) | PathElement::Node(_) => None,
        })
    }

    /// All hops.
    pub fn hops(&self) -> impl Iterator<Item = &PathHop> {
        self.elements.iter().flat_map(|element| match element {
            PathElement::Hop(hop) => std::slice::from_ref(hop),
            PathElement::Group(group) => group.hops.as_slice(),
            PathElement::Node(_) => &[],
        })
    }

    /// The types of its relationships; none for all.
    pub fn types(&self) -> Vec<Name> {
        if self.hops().any(|hop| hop.types.is_empty()) {
            return Vec::new();
        }
        let mut types: Vec<Name> = self.hops().flat_map(|hop| hop.types.iter().cloned()).collect();
        types.sort();
        types.dedup();
        types
    }

    /// Slots of the elements outside of groups.
    pub fn singles(&self) -> impl Iterator<Item = Slot> {
        self.elements.iter().filter_map(|element| match element {
            PathElement::Hop(hop) => Some(hop.slot),
            PathElement::Node(slot) => Some(*slot),
            PathElement::Group(_) => None,
        })
    }

    /// The slots it binds beside its ends.
    pub fn binds(&self) -> impl Iterator<Item = Slot> {
        let lists = self.groups().flat_map(|group| group.lists.iter().map(|(_, list)| *list));
        [self.path, self.relationships].into_iter().chain(self.cost).chain(self.singles()).chain(lists)
    }

    /// The slots that have a value inside of it only.
    pub fn inside(&self) -> impl Iterator<Item = Slot> {
        let of_groups = self
            .groups()
            .flat_map(|group| group.nodes.iter().copied().chain(group.hops.iter().map(|hop| hop.slot)));
        of_groups.chain(self.so_far.path).chain(self.so_far.cost)
    }

    /// Calls `visit` for each expression.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        let costs = |costs: &'a [HopCost], visit: &mut dyn FnMut(&'a Expr)| {
            costs.iter().flat_map(|cost| std::iter::once(&cost.value).chain(&cost.default)).for_each(visit);
        };
        self.predicates.iter().for_each(&mut *visit);
        costs(&self.costs, visit);
        for group in self.groups() {
            group.predicates.iter().chain(&group.between).for_each(&mut *visit);
            costs(&group.costs, visit);
        }
        match &self.selector {
            Selector::All => {}
            Selector::Paths(_, count) | Selector::Groups(_, count) => visit(count),
        }
        self.forward.iter().flat_map(|forward| forward.from.iter().chain(&forward.to)).for_each(visit);
    }

    /// Replaces each expression.
    #[must_use]
    pub fn map(mut self, f: &mut dyn FnMut(Expr) -> Expr) -> PathSearch {
        self.predicates = all(self.predicates, f);
        self.costs = costs(self.costs, f);
        for element in &mut self.elements {
            if let PathElement::Group(group) = element {
                group.predicates = all(std::mem::take(&mut group.predicates), f);
                group.between = all(std::mem::take(&mut group.between), f);
                group.costs = costs(std::mem::take(&mut group.costs), f);
            }
        }
        self.selector = match self.selector {
            Selector::All => Selector::All,
            Selector::Paths(by, count) => Selector::Paths(by, f(count)),
            Selector::Groups(by, count) => Selector::Groups(by, f(count)),
        };
        self.forward = self
            .forward
            .map(|forward| Forward { from: forward.from.map(&mut *f), to: forward.to.map(&mut *f) });
        self
    }
}

fn all(exprs: Vec<Expr>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<Expr> {
    exprs.into_iter().map(f).collect()
}

fn costs(costs: Vec<HopCost>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<HopCost> {
    costs
        .into_iter()
        .map(|cost| HopCost { hop: cost.hop, value: f(cost.value), default: cost.default.map(&mut *f) })
        .collect()
}
