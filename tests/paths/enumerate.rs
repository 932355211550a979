//! All matches of a path pattern by brute force: every way to walk through the graph and the pattern at once.

use std::collections::HashSet;

use super::generate::{Condition, Drawn, Graph, Hop, Mode, Part, Pattern};

/// Longer walks are not looked at.
pub const LONGEST_WALK: usize = 5;

/// A match.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Match {
    pub start: usize,
    pub end: usize,
    pub relations: Vec<usize>,
    /// By part: of each repetition the first relationship, the last one, and the last node.
    pub lists: Vec<[Vec<usize>; 3]>,
    pub cost: i64,
}

struct Walker<'a> {
    graph: &'a Graph,
    pattern: &'a Pattern,
    nodes: Vec<usize>,
    relations: Vec<usize>,
    lists: Vec<[Vec<usize>; 3]>,
    found: Vec<Match>,
}

/// All matches, of walks those that are not too long.
pub fn matches(graph: &Graph, pattern: &Pattern) -> Vec<Match> {
    let mut found = Vec::new();
    for start in 0..graph.nodes.len() {
        if pattern.ends.0.is_some_and(|id| id != start) {
            continue;
        }
        let (nodes, relations, lists) = (vec![start], Vec::new(), Vec::new());
        let mut walker = Walker { graph, pattern, nodes, relations, lists, found: Vec::new() };
        walker.begin(0);
        found.append(&mut walker.found);
    }
    found
}

impl Walker<'_> {
    fn here(&self) -> usize {
        *self.nodes.last().expect("there is the start")
    }

    /// At the node before a part, or at the end.
    fn begin(&mut self, part: usize) {
        if part == self.pattern.parts.len() {
            return self.end();
        }
        if let Some(least) =
            part.checked_sub(1).and_then(|at| self.pattern.middles.get(at)).and_then(|m| m.least)
            && self.graph.nodes[self.here()] < least
        {
            return;
        }
        self.lists.push(Default::default());
        self.repeat(part, 0);
        self.lists.pop();
    }

    /// After some repetitions of a part.
    fn repeat(&mut self, at: usize, done: u64) {
        let (min, max) = self.pattern.parts[at].repeated.unwrap_or((1, Some(1)));
        if done >= min {
            self.begin(at + 1);
        }
        if max.is_none_or(|max| done < max) {
            self.hop(at, done, 0, self.relations.len());
        }
    }

    /// The next hop of a repetition that began behind `first` relationships.
    fn hop(&mut self, at: usize, done: u64, number: usize, first: usize) {
        let part = &self.pattern.parts[at];
        let Some(hop) = part.hops.get(number) else {
            if self.holds(part, first) {
                let ends = [self.relations[first], self.relations[self.relations.len() - 1], self.here()];
                let lists = self.lists.last_mut().expect("the part has lists");
                lists.iter_mut().zip(ends).for_each(|(list, end)| list.push(end));
                self.repeat(at, done + 1);
                self.lists.last_mut().expect("the part has lists").iter_mut().for_each(|list| {
                    list.pop();
                });
            }
            return;
        };
        for (relation, to) in self.neighbours(*hop) {
            if self.may_go(relation, to) {
                self.relations.push(relation);
                self.nodes.push(to);
                self.hop(at, done, number + 1, first);
                self.relations.pop();
                self.nodes.pop();
            }
        }
    }

    fn neighbours(&self, hop: Hop) -> Vec<(usize, usize)> {
        let here = self.here();
        let mut found = Vec::new();
        for (id, relation) in self.graph.relations.iter().enumerate() {
            if hop.kind.is_some_and(|kind| kind != relation.kind) {
                continue;
            }
            if relation.from == here && hop.drawn != Drawn::Left {
                found.push((id, relation.to));
            }
            let loops = relation.from == relation.to && hop.drawn == Drawn::Both;
            if relation.to == here && hop.drawn != Drawn::Right && !loops {
                found.push((id, relation.from));
            }
        }
        found
    }

    fn may_go(&self, relation: usize, to: usize) -> bool {
        if let Some((from, until)) = self.pattern.during {
            let it = &self.graph.relations[relation];
            let begins = it.valid_from.is_none_or(|valid| until.is_none_or(|until| valid <= until));
            let ends = it.valid_to.is_none_or(|valid| from.is_none_or(|from| from <= valid));
            if !begins || !ends {
                return false;
            }
        }
        match self.pattern.mode {
            Mode::Walk => self.relations.len() < LONGEST_WALK,
            Mode::Trail => !self.relations.contains(&relation),
            Mode::Acyclic => !self.nodes.contains(&to),
            Mode::Simple => {
                let closed = self.nodes.len() > 1 && self.here() == self.nodes[0];
                !closed && (!self.nodes.contains(&to) || to == self.nodes[0])
            }
        }
    }

    fn holds(&self, part: &Part, first: usize) -> bool {
        let relation = |at: usize| self.graph.relations[self.relations[at]].x;
        let node = |at: usize| self.graph.nodes[self.nodes[at]];
        let last = self.relations.len();
        match part.condition {
            Condition::Nothing => true,
            Condition::Relationship(least) => relation(first) > least,
            Condition::Ends => node(first) <= node(first + 1),
            Condition::Spanning => relation(first) <= relation(last - 1),
            Condition::FarEnds => node(first) != node(last),
        }
    }

    /// Years are whole: a fact that ends in 2012 holds until the end of it. Times are compared by the year, in which several
    /// hops can be taken.
    fn is_forward(&self) -> bool {
        let (from, until) = self.pattern.during.unwrap_or((None, None));
        let mut year = from.unwrap_or(i64::MIN);
        self.relations.iter().all(|relation| {
            let it = &self.graph.relations[*relation];
            year = year.max(it.valid_from.unwrap_or(i64::MIN));
            year <= it.valid_to.unwrap_or(i64::MAX) && year <= until.unwrap_or(i64::MAX)
        })
    }

    fn end(&mut self) {
        let end = self.here();
        let fits = self.pattern.ends.1.is_none_or(|id| id == end);
        if !fits || (self.pattern.forward && !self.is_forward()) {
            return;
        }
        self.found.push(Match {
            start: self.nodes[0],
            end,
            relations: self.relations.clone(),
            lists: self.lists.clone(),
            cost: self.relations.iter().map(|relation| self.graph.relations[*relation].weight).sum(),
        });
    }
}

/// The different paths of some matches, by what they measure.
pub fn paths<'a>(matches: impl Iterator<Item = &'a Match>, by_cost: bool) -> Vec<(i64, Vec<usize>)> {
    let mut seen = HashSet::new();
    let mut paths: Vec<(i64, Vec<usize>)> = matches
        .filter(|found| seen.insert(&found.relations))
        .map(|found| {
            let measure = if by_cost { found.cost } else { found.relations.len() as i64 };
            (measure, found.relations.clone())
        })
        .collect();
    paths.sort();
    paths
}
