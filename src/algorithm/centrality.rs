//! How central nodes are: PageRank and eigenvector centrality, both by power iteration.

use rayon::prelude::*;

use crate::error::Result;

use super::{Held, Projection, Work};

const BLOCK: usize = 4096;

/// Options of [`page_rank`].
#[derive(Clone, Copy, Debug)]
pub struct PageRank {
    /// Rounds at most.
    pub iterations: usize,
    /// The share that follows relationships.
    pub damping: f64,
    /// Ends early when all scores together change less.
    pub tolerance: f64,
}

/// PageRank (Brin, Page 1998) by power iteration. The scores sum to one; nodes without relationships to follow give
/// theirs to all alike. `into` leads from each node to those that point at it; `leaving` is, for each node, the
/// sum of the weights of the relationships that leave it.
pub fn page_rank(
    into: &Projection<'_>,
    leaving: &[f64],
    options: PageRank,
    work: &dyn Work,
) -> Result<Vec<f64>> {
    let nodes = into.len();
    let _held = Held::of::<[f64; 2]>(work, nodes)?;
    let count = nodes as f64;
    let mut score = vec![1.0 / count; nodes];
    let mut given = vec![0.0; nodes];
    for _ in 0..options.iterations {
        let blocks = given.par_chunks_mut(BLOCK).zip(score.par_chunks(BLOCK)).zip(leaving.par_chunks(BLOCK));
        // Summed by block and in order, so that the threads do not matter.
        let lost: Vec<f64> = blocks.map(|((given, score), leaving)| give(given, score, leaving)).collect();
        let base = (1.0 - options.damping + options.damping * lost.iter().sum::<f64>()) / count;
        let changes: Vec<f64> = score
            .par_chunks_mut(BLOCK)
            .enumerate()
            .map(|(block, score)| {
                let (mut changed, mut looked) = (0.0, score.len());
                for (nth, score) in score.iter_mut().enumerate() {
                    let at = block * BLOCK + nth;
                    looked += into.neighbours(at).len();
                    let new = base + options.damping * gathered(into, at, &given);
                    changed += (new - *score).abs();
                    *score = new;
                }
                work.step(looked as u64)?;
                Ok(changed)
            })
            .collect::<Result<_>>()?;
        if changes.iter().sum::<f64>() < options.tolerance {
            break;
        }
    }
    Ok(score)
}

/// What each relationship of a node carries, for each unit of weight; returns what is lost where there is none.
fn give(given: &mut [f64], score: &[f64], leaving: &[f64]) -> f64 {
    let mut lost = 0.0;
    for ((given, score), leaving) in given.iter_mut().zip(score).zip(leaving) {
        let stays = *leaving == 0.0;
        *given = if stays { 0.0 } else { score / leaving };
        lost += if stays { *score } else { 0.0 };
    }
    lost
}

#[inline]
fn gathered(from: &Projection<'_>, at: usize, values: &[f64]) -> f64 {
    let weights = from.weights(at);
    let neighbours = from.neighbours(at);
    match weights.is_empty() {
        true => neighbours.iter().map(|other| values[*other as usize]).sum(),
        false => neighbours.iter().zip(weights).map(|(other, weight)| values[*other as usize] * weight).sum(),
    }
}

/// The sum of the weights of the arcs that lead to each node.
pub fn arriving(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<f64>> {
    let mut sums = vec![0.0; projection.len()];
    for at in 0..projection.len() {
        work.step(1 + projection.neighbours(at).len() as u64)?;
        projection.arcs_of(at).for_each(|(to, weight)| sums[to] += weight);
    }
    Ok(sums)
}

/// The sum of the weights of the arcs that leave each node.
pub fn strengths(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<f64>> {
    let blocks: Vec<Vec<f64>> = (0..projection.len().div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let nodes = block * BLOCK..((block + 1) * BLOCK).min(projection.len());
            work.step(nodes.len() as u64)?;
            let sum = |at| match projection.weights(at) {
                [] => projection.neighbours(at).len() as f64,
                weights => weights.iter().sum(),
            };
            Ok(nodes.map(sum).collect())
        })
        .collect::<Result<_>>()?;
    Ok(blocks.concat())
}

/// Eigenvector centrality (Bonacich 1987): the dominant eigenvector by power iteration on A + I, of length one. `into`
/// leads from each node to those that point at it.
pub fn eigenvector(
    into: &Projection<'_>,
    iterations: usize,
    tolerance: f64,
    work: &dyn Work,
) -> Result<Vec<f64>> {
    let nodes = into.len();
    let _held = Held::of::<[f64; 2]>(work, nodes)?;
    let mut score = vec![1.0 / (nodes.max(1) as f64).sqrt(); nodes];
    for _ in 0..iterations {
        work.step((nodes + into.arcs()) as u64)?;
        let mut next: Vec<f64> =
            (0..nodes).into_par_iter().map(|at| score[at] + gathered(into, at, &score)).collect();
        let length = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        next.iter_mut().for_each(|value| *value /= length.max(f64::MIN_POSITIVE));
        let changed: f64 = next.iter().zip(&score).map(|(new, old)| (new - old).abs()).sum();
        score = next;
        if changed < tolerance * nodes as f64 {
            break;
        }
    }
    Ok(score)
}
