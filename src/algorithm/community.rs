//! Communities: label propagation, and modularity by the method of Louvain. Both on relationships followed both ways.

use rustc_hash::FxHashMap;

use crate::error::Result;

use super::{Held, Projection, Work};

/// Label propagation (Raghavan, Albert, Kumara 2007): each node in turn takes the label that most of its neighbours have,
/// by weight; it keeps its own on a tie, and takes the smallest otherwise. Ends when nothing changes.
pub fn label_propagation(both: &Projection<'_>, iterations: usize, work: &dyn Work) -> Result<Vec<u32>> {
    let nodes = both.len();
    let _held = Held::of::<[u32; 8]>(work, nodes)?;
    let mut label: Vec<u32> = (0..nodes as u32).collect();
    let mut weights = vec![0.0; nodes];
    let mut seen = Vec::new();
    for _ in 0..iterations {
        let mut changed = false;
        for at in 0..nodes {
            work.step(1 + both.neighbours(at).len() as u64)?;
            for (other, weight) in both.arcs_of(at).filter(|(other, _)| *other != at) {
                seen.push(label[other]);
                weights[label[other] as usize] += weight;
            }
            let mut best = label[at];
            for other in &seen {
                let (new, old) = (weights[*other as usize], weights[best as usize]);
                if new > old || (new == old && best != label[at] && *other < best) {
                    best = *other;
                }
            }
            seen.drain(..).for_each(|label| weights[label as usize] = 0.0);
            changed |= best != label[at];
            label[at] = best;
        }
        if !changed {
            break;
        }
    }
    Ok(named_by_first(&label))
}

/// The same communities, each named by its first node.
fn named_by_first(community: &[u32]) -> Vec<u32> {
    let mut first = FxHashMap::default();
    let name = |(at, community): (usize, &u32)| *first.entry(*community).or_insert(at as u32);
    community.iter().enumerate().map(name).collect()
}

/// A weighted undirected graph; a loop stands once, with twice its weight.
struct Level {
    offsets: Vec<usize>,
    arcs: Vec<(u32, f64)>,
    strength: Vec<f64>,
}

impl Level {
    fn of(both: &Projection<'_>) -> Level {
        let mut level =
            Level { offsets: vec![0], arcs: Vec::with_capacity(both.arcs()), strength: Vec::new() };
        for at in 0..both.len() {
            let arcs = both.arcs_of(at);
            level
                .arcs
                .extend(arcs.map(|(to, weight)| (to as u32, if to == at { 2.0 * weight } else { weight })));
            level.end_node();
        }
        level
    }

    fn end_node(&mut self) {
        let begin = self.offsets.last().copied().unwrap_or(0);
        self.strength.push(self.arcs[begin..].iter().map(|arc| arc.1).sum());
        self.offsets.push(self.arcs.len());
    }

    fn arcs(&self, at: usize) -> &[(u32, f64)] {
        &self.arcs[self.offsets[at]..self.offsets[at + 1]]
    }

    /// Moves nodes between communities while modularity grows; whether any moved.
    fn improve(&self, community: &mut [u32], total: f64, resolution: f64, work: &dyn Work) -> Result<bool> {
        /// Moves worth less are rounding.
        const LEAST: f64 = 1e-12;
        let nodes = self.strength.len();
        let mut sums = self.strength.clone();
        let mut toward = vec![0.0; nodes];
        let mut seen = Vec::new();
        let mut moved_ever = false;
        loop {
            let mut moved = false;
            for at in 0..nodes {
                work.step(1 + self.arcs(at).len() as u64)?;
                let (own, strength) = (community[at], self.strength[at]);
                seen.push(own);
                for (other, weight) in self.arcs(at).iter().filter(|arc| arc.0 as usize != at) {
                    seen.push(community[*other as usize]);
                    toward[community[*other as usize] as usize] += weight;
                }
                sums[own as usize] -= strength;
                let gain = |to: u32| toward[to as usize] - resolution * sums[to as usize] * strength / total;
                let mut best = (own, gain(own) + LEAST * total);
                for to in &seen {
                    let gain = gain(*to);
                    if gain > best.1 || (gain == best.1 && best.0 != own && *to < best.0) {
                        best = (*to, gain);
                    }
                }
                sums[best.0 as usize] += strength;
                moved |= best.0 != own;
                community[at] = best.0;
                seen.drain(..).for_each(|to| toward[to as usize] = 0.0);
            }
            moved_ever |= moved;
            if !moved {
                return Ok(moved_ever);
            }
        }
    }

    /// Each community as one node; `community` is renumbered without gaps.
    fn merged(&self, community: &mut [u32]) -> Level {
        let mut number = FxHashMap::default();
        for community in community.iter_mut() {
            let next = number.len() as u32;
            *community = *number.entry(*community).or_insert(next);
        }
        let mut members = vec![Vec::new(); number.len()];
        community.iter().enumerate().for_each(|(at, community)| members[*community as usize].push(at));
        let mut level = Level { offsets: vec![0], arcs: Vec::new(), strength: Vec::new() };
        for members in members {
            let mut arcs: Vec<(u32, f64)> = members
                .iter()
                .flat_map(|at| self.arcs(*at))
                .map(|(to, weight)| (community[*to as usize], *weight))
                .collect();
            arcs.sort_by_key(|arc| arc.0);
            for same in arcs.chunk_by(|a, b| a.0 == b.0) {
                level.arcs.push((same[0].0, same.iter().map(|arc| arc.1).sum()));
            }
            level.end_node();
        }
        level
    }
}

/// Communities of high modularity by the method of Louvain (Blondel and others 2008): nodes move to the neighbouring
/// community that gains most, then communities become nodes, until nothing gains. Each is named by its first node.
pub fn louvain(both: &Projection<'_>, resolution: f64, work: &dyn Work) -> Result<Vec<u32>> {
    let _held = Held::bytes(work, both.arcs().saturating_mul(48) + both.len().saturating_mul(80))?;
    let mut level = Level::of(both);
    let total: f64 = level.strength.iter().sum();
    let mut community: Vec<u32> = (0..both.len() as u32).collect();
    let mut gains = total > 0.0;
    while gains {
        let mut next: Vec<u32> = (0..level.strength.len() as u32).collect();
        gains = level.improve(&mut next, total, resolution, work)?;
        level = level.merged(&mut next);
        community.iter_mut().for_each(|community| *community = next[*community as usize]);
    }
    Ok(named_by_first(&community))
}

/// The modularity of a division (Newman, Girvan 2004).
pub fn modularity(both: &Projection<'_>, community: &[u32], resolution: f64) -> f64 {
    let level = Level::of(both);
    let total: f64 = level.strength.iter().sum();
    let mut sums: FxHashMap<u32, (f64, f64)> = FxHashMap::default();
    for at in 0..both.len() {
        let own = community[at];
        let inside = level.arcs(at).iter().filter(|arc| community[arc.0 as usize] == own);
        let inside: f64 = inside.map(|arc| arc.1).sum();
        let sum = sums.entry(own).or_default();
        *sum = (sum.0 + inside, sum.1 + level.strength[at]);
    }
    sums.values().map(|(inside, all)| inside / total - resolution * (all / total).powi(2)).sum()
}
