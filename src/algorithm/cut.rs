//! What holds a graph together: bridges and articulation points.

use crate::error::Result;
use crate::graph::RelId;

use super::{Held, Projection, Work};

/// Relationships whose removal would disconnect their ends, and nodes whose removal would disconnect others.
#[derive(Clone, Debug, Default)]
pub struct Cuts {
    /// Each with the positions of its ends in the order of the search, ascending by relationship.
    pub bridges: Vec<(RelId, u32, u32)>,
    /// Positions, ascending.
    pub points: Vec<u32>,
}

/// One node on the path of the depth-first search.
struct Step {
    at: u32,
    /// The arc that is followed next.
    next: usize,
    /// By which relationship it was reached.
    by: Option<RelId>,
}

/// By one depth-first search without recursion (Hopcroft, Tarjan 1973). Parallel relationships protect each other, which
/// petgraph's `bridges` does not know. The projection follows relationships both ways and has them.
pub fn cuts(both: &Projection<'_>, work: &dyn Work) -> Result<Cuts> {
    let nodes = both.len();
    let _held = Held::bytes(work, nodes.saturating_mul(48))?;
    let mut cuts = Cuts::default();
    let mut time = vec![0u32; nodes];
    let mut low = vec![0u32; nodes];
    let mut is_point = vec![false; nodes];
    let mut clock = 0;
    for root in 0..nodes {
        if time[root] != 0 {
            continue;
        }
        let mut path = vec![Step { at: root as u32, next: 0, by: None }];
        let mut children = 0;
        while let Some(step) = path.last_mut() {
            let at = step.at as usize;
            if step.next == 0 && time[at] == 0 {
                clock += 1;
                (time[at], low[at]) = (clock, clock);
            }
            work.step(1)?;
            if let Some(other) = both.neighbours(at).get(step.next).map(|other| *other as usize) {
                let by = both.relationships(at)[step.next];
                step.next += 1;
                if Some(by) == step.by {
                    continue;
                }
                if time[other] == 0 {
                    path.push(Step { at: other as u32, next: 0, by: Some(by) });
                } else {
                    low[at] = low[at].min(time[other]);
                }
                continue;
            }
            let by = step.by;
            path.pop();
            let (Some(above), Some(by)) = (path.last(), by) else { continue };
            let parent = above.at as usize;
            low[parent] = low[parent].min(low[at]);
            if low[at] > time[parent] {
                cuts.bridges.push((by, parent as u32, at as u32));
            }
            if path.len() == 1 {
                children += 1;
            } else if low[at] >= time[parent] {
                is_point[parent] = true;
            }
        }
        is_point[root] = children > 1;
    }
    cuts.bridges.sort_unstable();
    cuts.points = (0..nodes as u32).filter(|at| is_point[*at as usize]).collect();
    Ok(cuts)
}
