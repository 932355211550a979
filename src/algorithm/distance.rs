//! Centralities by shortest paths, counted in hops: closeness, harmonic, betweenness.

use rayon::prelude::*;

use crate::error::Result;

use super::{Held, NOBODY, Projection, Work};

/// What one breadth-first search found.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    reached: u64,
    /// The sum of the distances.
    far: u64,
    /// The sum of their inverses.
    near: f64,
}

/// Closeness in the form of Wasserman and Faust (1994): nodes reached by their mean distance, times the share of all
/// nodes that they are. Zero for a node that reaches none.
pub fn closeness(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<f64>> {
    let others = projection.len().saturating_sub(1) as f64;
    let one = |reach: Reach| match reach.far {
        0 => 0.0,
        far => (reach.reached as f64 / far as f64) * (reach.reached as f64 / others),
    };
    Ok(reaches(projection, work)?.into_iter().map(one).collect())
}

/// Harmonic centrality (Marchiori, Latora 2000): the sum of the inverse distances to the nodes it reaches.
pub fn harmonic(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<f64>> {
    Ok(reaches(projection, work)?.into_iter().map(|reach| reach.near).collect())
}

fn reaches(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<Reach>> {
    let nodes = projection.len();
    let threads = rayon::current_num_threads();
    let _held = Held::bytes(work, nodes.saturating_mul(24 + 8 * threads))?;
    let blocks = threads * 4;
    let size = nodes.div_ceil(blocks).max(1);
    let found: Vec<Vec<Reach>> = (0..nodes.div_ceil(size))
        .into_par_iter()
        .map_init(
            || (vec![NOBODY; nodes], Vec::with_capacity(nodes)),
            |(distance, queue), block| {
                let sources = block * size..((block + 1) * size).min(nodes);
                sources.map(|source| reach(projection, source, distance, queue, work)).collect()
            },
        )
        .collect::<Result<_>>()?;
    Ok(found.concat())
}

fn reach(
    projection: &Projection<'_>,
    source: usize,
    distance: &mut [u32],
    queue: &mut Vec<u32>,
    work: &dyn Work,
) -> Result<Reach> {
    let mut found = Reach::default();
    distance[source] = 0;
    queue.push(source as u32);
    let mut next = 0;
    let mut looked = 0;
    while let Some(at) = queue.get(next).map(|at| *at as usize) {
        next += 1;
        let far = distance[at] + 1;
        looked += 1 + projection.neighbours(at).len() as u64;
        if looked > 4096 {
            work.step(std::mem::take(&mut looked))?;
        }
        for other in projection.neighbours(at) {
            if distance[*other as usize] == NOBODY {
                distance[*other as usize] = far;
                queue.push(*other);
                found.reached += 1;
                found.far += u64::from(far);
                found.near += 1.0 / f64::from(far);
            }
        }
    }
    queue.drain(..).for_each(|at| distance[at as usize] = NOBODY);
    work.step(looked)?;
    Ok(found)
}

/// What one search of betweenness keeps.
struct Brandes {
    distance: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<u32>,
    score: Vec<f64>,
}

/// Betweenness (Brandes 2001): for each node, the sum over pairs of others of the share of their shortest paths that lead
/// through it. Parallel relationships make paths of their own. `sources` are all positions, or some of them, when the
/// figures are scaled up (Brandes, Pich 2007); `halved` where relationships are followed both ways.
pub fn betweenness(
    projection: &Projection<'_>,
    sources: &[u32],
    halved: bool,
    work: &dyn Work,
) -> Result<Vec<f64>> {
    /// So many sums are kept apart, on any number of threads, so that answers do not differ.
    const PARTS: usize = 8;
    let nodes = projection.len();
    let _held = Held::bytes(work, nodes.saturating_mul(PARTS * 32))?;
    let parts: Vec<Vec<f64>> = sources
        .par_chunks(sources.len().div_ceil(PARTS).max(1))
        .map(|sources| {
            let mut search = Brandes {
                distance: vec![NOBODY; nodes],
                paths: vec![0.0; nodes],
                dependency: vec![0.0; nodes],
                order: Vec::with_capacity(nodes),
                score: vec![0.0; nodes],
            };
            sources.iter().try_for_each(|source| search.from(projection, *source, work))?;
            Ok(search.score)
        })
        .collect::<Result<_>>()?;
    let scale = nodes as f64 / sources.len().max(1) as f64 * if halved { 0.5 } else { 1.0 };
    let sum = |at: usize| parts.iter().map(|part| part[at]).sum::<f64>() * scale;
    Ok((0..nodes).map(sum).collect())
}

impl Brandes {
    fn from(&mut self, projection: &Projection<'_>, source: u32, work: &dyn Work) -> Result<()> {
        self.distance[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.order.push(source);
        let mut next = 0;
        while let Some(at) = self.order.get(next).map(|at| *at as usize) {
            next += 1;
            work.step(1 + projection.neighbours(at).len() as u64)?;
            let far = self.distance[at] + 1;
            for other in projection.neighbours(at).iter().map(|other| *other as usize) {
                if self.distance[other] == NOBODY {
                    self.distance[other] = far;
                    self.order.push(other as u32);
                }
                if self.distance[other] == far {
                    self.paths[other] += self.paths[at];
                }
            }
        }
        self.back(projection, source as usize);
        Ok(())
    }

    /// From the farthest node back: a node depends on those a hop farther.
    fn back(&mut self, projection: &Projection<'_>, source: usize) {
        for at in self.order.iter().rev().map(|at| *at as usize) {
            let far = self.distance[at] + 1;
            let mut dependency = 0.0;
            for other in projection.neighbours(at).iter().map(|other| *other as usize) {
                if self.distance[other] == far {
                    dependency += self.paths[at] / self.paths[other] * (1.0 + self.dependency[other]);
                }
            }
            self.dependency[at] = dependency;
            if at != source {
                self.score[at] += dependency;
            }
        }
        for at in self.order.drain(..).map(|at| at as usize) {
            self.distance[at] = NOBODY;
            (self.paths[at], self.dependency[at]) = (0.0, 0.0);
        }
    }
}

/// So many of the positions below `nodes`, chosen by a seed; ascending. All of them if there are not more.
pub fn sample(nodes: usize, wanted: usize, seed: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..nodes as u32).collect();
    if wanted >= nodes {
        return all;
    }
    let mut state = seed;
    for at in 0..wanted {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        all.swap(at, at + (mixed % (nodes - at) as u64) as usize);
    }
    all.truncate(wanted);
    all.sort_unstable();
    all
}
