//! Shortest paths: of all paths between two nodes for which the predicates hold, those of the fewest relationships.

use std::collections::BTreeMap;

use casegraph::syntax::ast::{Expr, PathSelector, PatternPart};

use super::pattern::Partial;
use super::value::V;
use super::{Outcome, Reference};

impl Reference<'_> {
    /// One shortest path, or all, for each pair of nodes that the pattern can begin and end with. It avoids the relationships
    /// of the rest of the pattern, which is matched already.
    pub fn shortest(
        &mut self,
        part: &PatternPart,
        whole: &[PatternPart],
        filter: Option<&Expr>,
        start: Partial,
    ) -> Outcome<Vec<Partial>> {
        let mut best: BTreeMap<(u32, u32), Vec<Partial>> = BTreeMap::new();
        for mut partial in self.path(&part.pattern.elements, start)? {
            if let Some(variable) = &part.variable {
                let path = V::Path(partial.nodes.clone(), partial.relationships.clone());
                partial.row.insert(variable.name.clone(), path);
            }
            if !self.fits(whole, filter, &partial.row)? {
                continue;
            }
            let ends = (partial.nodes[0], partial.nodes[partial.nodes.len() - 1]);
            let known = best.entry(ends).or_default();
            let length = known.first().map_or(usize::MAX, |one| one.relationships.len());
            if partial.relationships.len() < length {
                known.clear();
            }
            let is_wanted = known.is_empty() || part.selector == PathSelector::AllShortestPaths;
            if partial.relationships.len() <= length && is_wanted {
                known.push(partial);
            }
        }
        Ok(best.into_values().flatten().collect())
    }
}
