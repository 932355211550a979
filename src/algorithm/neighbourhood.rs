//! What can be said of a node from its neighbours: triangles, cores, what two nodes have in common. All of it on the
//! simple undirected graph, see [`Projection::simple`].

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use crate::error::Result;

use super::{Held, Projection, Work};

/// The number of triangles that each node is a corner of: each node's neighbours of higher degree are intersected
/// with theirs (Schank, Wagner 2005: "forward").
pub fn triangles(simple: &Projection<'_>, work: &dyn Work) -> Result<Vec<u64>> {
    let nodes = simple.len();
    let _held = Held::bytes(work, nodes.saturating_mul(32) + simple.arcs().saturating_mul(2))?;
    let rank = |at: u32| (simple.neighbours(at as usize).len(), at);
    let higher: Vec<Vec<u32>> = (0..nodes as u32)
        .into_par_iter()
        .map(|at| {
            let own = rank(at);
            simple.neighbours(at as usize).iter().copied().filter(|other| rank(*other) > own).collect()
        })
        .collect();
    let counts: Vec<AtomicU64> = (0..nodes).map(|_| AtomicU64::new(0)).collect();
    (0..nodes).into_par_iter().try_for_each(|at| {
        let mut looked = 1;
        for other in &higher[at] {
            let theirs = &higher[*other as usize];
            looked += higher[at].len() + theirs.len();
            let found = each_common(&higher[at], theirs, |third| {
                counts[third as usize].fetch_add(1, Relaxed);
            });
            counts[at].fetch_add(found, Relaxed);
            counts[*other as usize].fetch_add(found, Relaxed);
        }
        work.step(looked as u64)
    })?;
    Ok(counts.into_iter().map(AtomicU64::into_inner).collect())
}

/// Calls for each element of both sorted lists; returns how many there are.
fn each_common(a: &[u32], b: &[u32], mut f: impl FnMut(u32)) -> u64 {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            f(*x);
            found += 1;
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    found
}

/// The local clustering coefficient (Watts, Strogatz 1998): the share of pairs of neighbours that are neighbours.
pub fn clustering(simple: &Projection<'_>, triangles: &[u64]) -> Vec<f64> {
    let one = |(at, triangles): (usize, &u64)| {
        let degree = simple.neighbours(at).len() as f64;
        if degree < 2.0 { 0.0 } else { 2.0 * *triangles as f64 / (degree * (degree - 1.0)) }
    };
    triangles.iter().enumerate().map(one).collect()
}

/// Core numbers: the largest k such that the node is in a part where each has k neighbours (Batagelj, Zaversnik 2003).
pub fn cores(simple: &Projection<'_>, work: &dyn Work) -> Result<Vec<u32>> {
    let nodes = simple.len();
    let _held = Held::of::<[u32; 4]>(work, nodes)?;
    let mut degree: Vec<u32> = (0..nodes).map(|at| simple.neighbours(at).len() as u32).collect();
    let most = degree.iter().copied().max().unwrap_or(0) as usize;
    // Where the nodes of each degree begin in `order`.
    let mut begin = vec![0usize; most + 2];
    degree.iter().for_each(|degree| begin[*degree as usize + 1] += 1);
    (1..begin.len()).for_each(|at| begin[at] += begin[at - 1]);
    let (mut order, mut place, mut next) = (vec![0u32; nodes], vec![0usize; nodes], begin.clone());
    for at in 0..nodes {
        let slot = &mut next[degree[at] as usize];
        (order[*slot], place[at]) = (at as u32, *slot);
        *slot += 1;
    }
    for nth in 0..nodes {
        let at = order[nth] as usize;
        work.step(1 + simple.neighbours(at).len() as u64)?;
        for other in simple.neighbours(at).iter().map(|other| *other as usize) {
            if degree[other] <= degree[at] {
                continue;
            }
            // It moves to the front of its degree, which then begins one later.
            let front = begin[degree[other] as usize].max(nth + 1);
            let first = order[front] as usize;
            order.swap(front, place[other]);
            (place[first], place[other]) = (place[other], front);
            begin[degree[other] as usize] = front + 1;
            degree[other] -= 1;
        }
    }
    Ok(degree)
}

/// The nodes that two nodes are both joined to, ascending.
pub fn common(simple: &Projection<'_>, a: usize, b: usize) -> Vec<u32> {
    let mut found = Vec::new();
    each_common(simple.neighbours(a), simple.neighbours(b), |third| found.push(third));
    found
}

/// Pairs of nodes with a common neighbour and their Jaccard similarity (1901): what both are joined to, divided by what
/// either is. For each node its `most` most similar others, the first one on a tie.
pub fn similarities(
    simple: &Projection<'_>,
    most: usize,
    least: f64,
    work: &dyn Work,
) -> Result<Vec<(u32, u32, f64)>> {
    let nodes = simple.len();
    let per_node: Vec<Vec<(u32, u32, f64)>> = (0..nodes)
        .into_par_iter()
        .map_init(rustc_hash::FxHashMap::default, |shared, at| {
            shared.clear();
            for third in simple.neighbours(at) {
                work.step(1 + simple.neighbours(*third as usize).len() as u64)?;
                for other in simple.neighbours(*third as usize).iter().filter(|other| **other as usize != at)
                {
                    *shared.entry(*other).or_insert(0u32) += 1;
                }
            }
            let own = simple.neighbours(at).len();
            let similarity = |(other, shared): (&u32, &u32)| {
                let either = own + simple.neighbours(*other as usize).len() - *shared as usize;
                (at as u32, *other, f64::from(*shared) / either as f64)
            };
            let mut rows: Vec<_> = shared.iter().map(similarity).filter(|row| row.2 >= least).collect();
            rows.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
            rows.truncate(most);
            work.hold(rows.len() * 16)?;
            Ok(rows)
        })
        .collect::<Result<_>>()?;
    let rows = per_node.concat();
    work.release(rows.len() * 16);
    Ok(rows)
}
