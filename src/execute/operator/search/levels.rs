//! All paths of the first lengths to every end that obey no more than the automaton: breadth first, level by level. Every hop
//! that leads to a node in a state on its level is kept as a link to a predecessor; paths are read off the links one at a time.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{NodeId, RelId};
use crate::semantic::bound::PathMode;

use super::arena::{FoundPath, Held, NONE, Taken, obeys};
use super::product::{Move, Product, StateId};

/// A node in a state on one level.
struct Place {
    state: StateId,
    node: NodeId,
    /// The last of its links.
    links: u32,
}

/// A hop from a place of the level before.
struct Link {
    from: u32,
    taken: Taken,
    /// Another link to the same place.
    next: u32,
}

/// See the module.
pub struct Levels {
    places: Vec<Place>,
    links: Vec<Link>,
    /// The places of the level at hand.
    level: Vec<u32>,
    /// On how many levels a node was in a state.
    seen: FxHashMap<(StateId, NodeId), u64>,
    /// How many lengths are wanted of each end.
    count: u64,
    /// By end: how many lengths it has, and whether one of its paths was given out.
    ends: FxHashMap<NodeId, (u64, bool)>,
    /// Ends of this level whose paths are still to be read off.
    ready: Vec<u32>,
    reading: Option<Reading>,
    /// Paths of this level, where one may match in several ways.
    given: FxHashSet<Vec<RelId>>,
    held: Held,
    started: bool,
}

/// The paths to a place, read off depth first from its end.
struct Reading {
    place: u32,
    /// From the end: the links that were chosen.
    chosen: Vec<u32>,
    fresh: bool,
}

impl Levels {
    /// All paths of the first `count` lengths to each end.
    pub fn new(product: &Product, count: u64) -> Levels {
        Levels {
            places: vec![Place { state: 0, node: product.start, links: NONE }],
            links: Vec::new(),
            level: vec![0],
            seen: FxHashMap::from_iter([((0, product.start), 1)]),
            count,
            ends: FxHashMap::default(),
            ready: Vec::new(),
            reading: None,
            given: FxHashSet::default(),
            held: Held::default(),
            started: false,
        }
    }

    /// The next path. Of ends whose paths are all refused nothing comes; see [`Levels::refused`].
    pub fn next(&mut self, ctx: &mut Context<'_>, product: &mut Product) -> Result<Option<FoundPath>> {
        loop {
            while let Some(path) = self.read(ctx)? {
                let end = path.hops.last().map_or(product.start, |hop| hop.to);
                let again = product.automaton.ambiguous
                    && !self.given.insert(path.hops.iter().map(|hop| hop.relationship).collect());
                if !again && obeys(product.automaton.mode, product.start, &path.hops) {
                    if let Some(end) = self.ends.get_mut(&end) {
                        end.1 = true;
                    }
                    return Ok(Some(path));
                }
            }
            if let Some(place) = self.ready.pop() {
                self.reading = Some(Reading { place, chosen: Vec::new(), fresh: true });
                continue;
            }
            let complete = product
                .target
                .and_then(|target| self.ends.get(&target))
                .is_some_and(|end| end.0 >= self.count);
            if complete || (self.level.is_empty() && self.started) {
                return Ok(None);
            }
            self.advance(ctx, product)?;
        }
    }

    /// Ends to which there are paths, none of which obeys the path mode.
    pub fn refused(&self, mode: PathMode) -> Vec<NodeId> {
        if mode == PathMode::Walk {
            return Vec::new();
        }
        let mut refused: Vec<NodeId> =
            self.ends.iter().filter(|(_, end)| !end.1).map(|(node, _)| *node).collect();
        refused.sort_unstable();
        refused
    }

    /// Looks at the places of this level, and makes those of the next.
    fn advance(&mut self, ctx: &mut Context<'_>, product: &mut Product) -> Result<()> {
        self.started = true;
        self.given.clear();
        let mut next: FxHashMap<(StateId, NodeId), u32> = FxHashMap::default();
        let mut level = Vec::new();
        let mut arrived: Vec<u32> = Vec::new();
        let mut moves: Vec<Move> = Vec::new();
        for number in std::mem::take(&mut self.level) {
            let (state, node) = (self.places[number as usize].state, self.places[number as usize].node);
            moves.clear();
            if product.visit(ctx, (state, node), None, &mut moves)? {
                arrived.push(number);
            }
            for step in &moves {
                let key = (step.state, step.to);
                let place = match next.get(&key) {
                    Some(place) => *place,
                    None => {
                        let seen = self.seen.entry(key).or_insert(0);
                        if *seen >= self.count {
                            continue;
                        }
                        *seen += 1;
                        let place = self.places.len() as u32;
                        self.places.push(Place { state: step.state, node: step.to, links: NONE });
                        next.insert(key, place);
                        level.push(place);
                        place
                    }
                };
                let taken = Taken { step: step.step, relationship: step.relationship, to: step.to };
                let link = Link { from: number, taken, next: self.places[place as usize].links };
                self.places[place as usize].links = self.links.len() as u32;
                self.links.push(link);
            }
            let bytes =
                self.places.len() * 12 + self.links.len() * 20 + self.seen.len() * 32 + product.size();
            self.held.raise(ctx, bytes)?;
        }
        self.level = level;
        self.arrive(arrived);
        Ok(())
    }

    /// Of the places of a level where paths may end, those that are wanted.
    fn arrive(&mut self, arrived: Vec<u32>) {
        let mut ready: Vec<u32> = Vec::new();
        let mut now: Vec<NodeId> = Vec::new();
        for place in arrived {
            let node = self.places[place as usize].node;
            let known = self.ends.entry(node).or_insert((0, false));
            if !now.contains(&node) {
                if known.0 >= self.count {
                    continue;
                }
                known.0 += 1;
                now.push(node);
            }
            ready.push(place);
        }
        ready.reverse();
        self.ready = ready;
    }

    /// The next path to the place that is read.
    fn read(&mut self, ctx: &mut Context<'_>) -> Result<Option<FoundPath>> {
        let Some(mut reading) = self.reading.take() else { return Ok(None) };
        let mut at = match std::mem::replace(&mut reading.fresh, false) {
            true => reading.place,
            // The last choice that has another link beside it.
            false => loop {
                let Some(link) = reading.chosen.pop() else { return Ok(None) };
                let next = self.links[link as usize].next;
                if next != NONE {
                    reading.chosen.push(next);
                    break self.links[next as usize].from;
                }
            },
        };
        // Only the start has no links.
        while self.places[at as usize].links != NONE {
            let link = self.places[at as usize].links;
            reading.chosen.push(link);
            at = self.links[link as usize].from;
        }
        ctx.meter().step(reading.chosen.len() as u64 + 1)?;
        let hops: Vec<Taken> =
            reading.chosen.iter().rev().map(|link| self.links[*link as usize].taken).collect();
        self.reading = Some(reading);
        Ok(Some(FoundPath { cost: hops.len() as f64, hops }))
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        self.held.release(ctx);
    }
}
