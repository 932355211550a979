//! Matching patterns: every node is tried for every node, every relationship for every relationship, and what does not fit is left out.

use casegraph::graph::Direction;
use casegraph::syntax::ast::{
    Expr, Ident, NodePattern, PathSelector, PatternElement, PatternPart, RelationshipPattern,
};

use super::expression::has;
use super::value::{V, equal};
use super::{Outcome, Reference, Row, unknown};

/// A match that is being made.
#[derive(Clone)]
pub struct Partial {
    pub row: Row,
    /// Relationships that are used already.
    used: Vec<u32>,
    /// The nodes and relationships of the path at hand.
    pub nodes: Vec<u32>,
    pub relationships: Vec<u32>,
}

impl Partial {
    /// The same where the next path begins.
    fn at_the_start(mut self) -> Partial {
        self.nodes.clear();
        self.relationships.clear();
        self
    }
}

impl Reference<'_> {
    /// The row with each match of the pattern.
    pub fn matches(
        &mut self,
        pattern: &[PatternPart],
        filter: Option<&Expr>,
        row: &Row,
    ) -> Outcome<Vec<Row>> {
        let pattern = &named(pattern);
        let mut found = vec![Partial {
            row: row.clone(),
            used: Vec::new(),
            nodes: Vec::new(),
            relationships: Vec::new(),
        }];
        let (plain, shortest): (Vec<_>, Vec<_>) =
            pattern.iter().partition(|part| part.selector == PathSelector::All);
        if pattern.iter().any(|part| part.during.is_some() || part.forward) {
            return unknown("paths in time");
        }
        for part in plain {
            let mut longer = Vec::new();
            for partial in found {
                longer.append(&mut self.part(part, partial)?);
            }
            found = longer;
        }
        match shortest.as_slice() {
            [] => {}
            [part]
                if matches!(part.selector, PathSelector::ShortestPath | PathSelector::AllShortestPaths) =>
            {
                let mut longer = Vec::new();
                for partial in found {
                    longer.append(&mut self.shortest(part, pattern, filter, partial.at_the_start())?);
                }
                found = longer;
            }
            _ => return unknown("such paths"),
        }
        let mut rows = Vec::new();
        for partial in found {
            if self.fits(pattern, filter, &partial.row)? {
                rows.push(partial.row);
            }
        }
        hide_unnamed(&mut rows);
        Ok(rows)
    }

    /// Whether a whole match is as wanted.
    pub fn fits(&mut self, pattern: &[PatternPart], filter: Option<&Expr>, row: &Row) -> Outcome<bool> {
        Ok(self.inner_filters(pattern, row)? && self.is_true(filter, row)?)
    }

    fn part(&mut self, part: &PatternPart, start: Partial) -> Outcome<Vec<Partial>> {
        if part.mode.is_some() {
            return unknown("such a path");
        }
        let mut found = self.path(&part.pattern.elements, start.at_the_start())?;
        if let Some(variable) = &part.variable {
            for partial in &mut found {
                let path = V::Path(partial.nodes.clone(), partial.relationships.clone());
                partial.row.insert(variable.name.clone(), path);
            }
        }
        Ok(found)
    }

    pub fn path(&mut self, elements: &[PatternElement], start: Partial) -> Outcome<Vec<Partial>> {
        let mut found = vec![start];
        let mut hop = None;
        for element in elements {
            let mut longer = Vec::new();
            match element {
                PatternElement::Relationship(relationship) => {
                    hop = Some(relationship);
                    continue;
                }
                PatternElement::Node(node) => {
                    for partial in found {
                        match hop {
                            None => self.begin(node, &partial, &mut longer)?,
                            Some(hop) => self.hop(hop, node, &partial, &mut longer)?,
                        }
                    }
                }
                PatternElement::Group { .. } => return unknown("a group"),
            }
            found = longer;
        }
        Ok(found)
    }

    fn begin(&mut self, node: &NodePattern, partial: &Partial, found: &mut Vec<Partial>) -> Outcome<()> {
        for at in 0..self.nodes.len() {
            self.step()?;
            let id = self.nodes[at].id;
            if self.node_fits(node, id, &partial.row)? {
                let mut partial = partial.clone();
                partial.nodes.push(id);
                bind(&mut partial.row, node.variable.as_ref().map(|it| &it.name), V::Node(id));
                found.push(partial);
            }
        }
        Ok(())
    }

    /// Whether the node has the labels and is what the variable holds already.
    fn node_fits(&self, node: &NodePattern, id: u32, row: &Row) -> Outcome<bool> {
        let bound = node.variable.as_ref().and_then(|variable| row.get(&variable.name));
        match bound {
            Some(V::Node(known)) if *known == id => {}
            Some(V::Node(_) | V::Null) => return Ok(false),
            Some(_) => return unknown("a node that is something else"),
            None => {}
        }
        node.labels.as_ref().map_or(Ok(true), |labels| has(labels, &self.node(id).labels))
    }

    fn hop(
        &mut self,
        hop: &RelationshipPattern,
        to: &NodePattern,
        partial: &Partial,
        found: &mut Vec<Partial>,
    ) -> Outcome<()> {
        if hop.length.as_ref().is_some_and(|length| length.search.is_some()) {
            return unknown("a search of hops");
        }
        if hop.quantifier.is_some() || hop.length.is_some() && hop.filter.is_some() {
            return unknown("such a relationship");
        }
        let here = *partial.nodes.last().expect("a path begins with a node");
        for (nodes, relationships) in self.trails(hop, here, &partial.used)? {
            let end = *nodes.last().unwrap_or(&here);
            if !self.node_fits(to, end, &partial.row)? {
                continue;
            }
            let mut longer = partial.clone();
            let held = match &hop.length {
                Some(_) => V::List(relationships.iter().map(|id| V::Relationship(*id)).collect()),
                None => V::Relationship(relationships[0]),
            };
            if let Some(variable) = &hop.variable {
                match (longer.row.get(&variable.name), &held) {
                    (None, _) => {}
                    (Some(V::Relationship(known)), V::Relationship(id)) if known == id => {}
                    (Some(V::Relationship(_) | V::Null), V::Relationship(_)) => continue,
                    _ => return unknown("a relationship that is something else"),
                }
            }
            bind(&mut longer.row, hop.variable.as_ref().map(|it| &it.name), held);
            bind(&mut longer.row, to.variable.as_ref().map(|it| &it.name), V::Node(end));
            longer.used.extend(&relationships);
            longer.nodes.extend(nodes);
            longer.relationships.extend(relationships);
            found.push(longer);
        }
        Ok(())
    }

    /// All ways that a relationship pattern can lead from a node: the nodes after it and the relationships.
    pub fn trails(
        &mut self,
        hop: &RelationshipPattern,
        from: u32,
        used: &[u32],
    ) -> Outcome<Vec<(Vec<u32>, Vec<u32>)>> {
        let (min, max) = match &hop.length {
            Some(length) => (length.min.unwrap_or(1), length.max.unwrap_or(u64::MAX)),
            None => (1, 1),
        };
        let mut current = vec![(Vec::new(), Vec::new())];
        let mut found = Vec::new();
        let mut length = 0;
        while !current.is_empty() && length <= max {
            let mut longer = Vec::new();
            for (nodes, relationships) in current {
                let here = nodes.last().copied().unwrap_or(from);
                for at in 0..self.relationships.len() {
                    self.step()?;
                    let one = &self.relationships[at];
                    if used.contains(&one.id) || relationships.contains(&one.id) {
                        continue;
                    }
                    if !hop
                        .types
                        .as_ref()
                        .map_or(Ok(true), |it| has(it, std::slice::from_ref(&one.rel_type)))?
                    {
                        continue;
                    }
                    for end in ends(one.start, one.end, here, hop.direction) {
                        let mut path: (Vec<u32>, Vec<u32>) = (nodes.clone(), relationships.clone());
                        path.0.push(end);
                        path.1.push(one.id);
                        longer.push(path);
                    }
                }
                if length >= min {
                    found.push((nodes, relationships));
                }
            }
            current = longer;
            length += 1;
        }
        Ok(found)
    }

    /// Property maps and `WHERE` inside the pattern. They are asked on the whole match.
    fn inner_filters(&mut self, pattern: &[PatternPart], row: &Row) -> Outcome<bool> {
        for element in pattern.iter().flat_map(|part| &part.pattern.elements) {
            let (variable, properties, filter) = match element {
                PatternElement::Node(node) => (&node.variable, &node.properties, &node.filter),
                PatternElement::Relationship(it) => (&it.variable, &it.properties, &it.filter),
                PatternElement::Group { .. } => return unknown("a group"),
            };
            if !self.is_true(filter.as_deref(), row)? {
                return Ok(false);
            }
            let Some(properties) = properties else { continue };
            let Some(variable) = variable else { return unknown("properties without a variable") };
            let V::Map(wanted) = self.value(properties, row)? else { return unknown("such properties") };
            let holders = match row.get(&variable.name) {
                Some(V::List(list)) => list.clone(),
                Some(one) => vec![one.clone()],
                None => return unknown("an unbound element"),
            };
            for (key, value) in &wanted {
                for holder in &holders {
                    if equal(&self.property(holder, key)?, value) != Some(true) {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }
}

/// Where a relationship leads from a node. A loop leads there once.
fn ends(start: u32, end: u32, here: u32, direction: Direction) -> Vec<u32> {
    let mut ends = Vec::new();
    if direction != Direction::Incoming && start == here {
        ends.push(end);
    }
    if direction != Direction::Outgoing && end == here && (start != end || ends.is_empty()) {
        ends.push(start);
    }
    ends
}

fn bind(row: &mut Row, name: Option<&String>, value: V) {
    if let Some(name) = name {
        row.insert(name.clone(), value);
    }
}

/// The pattern with names for elements whose properties have to be looked at, which cannot be written.
fn named(pattern: &[PatternPart]) -> Vec<PatternPart> {
    let mut pattern = pattern.to_vec();
    let elements = pattern.iter_mut().flat_map(|part| &mut part.pattern.elements);
    for (at, element) in elements.enumerate() {
        let (variable, properties, span) = match element {
            PatternElement::Node(node) => (&mut node.variable, &node.properties, node.span),
            PatternElement::Relationship(it) => (&mut it.variable, &it.properties, it.span),
            PatternElement::Group { .. } => continue,
        };
        if variable.is_none() && properties.is_some() {
            *variable = Some(Ident { name: format!(" {at}"), span });
        }
    }
    pattern
}

fn hide_unnamed(rows: &mut [Row]) {
    rows.iter_mut().for_each(|row| row.retain(|name, _| !name.starts_with(' ')));
}

/// The variables of a pattern.
pub fn variables(pattern: &[PatternPart]) -> Vec<String> {
    let mut names = Vec::new();
    for part in pattern {
        names.extend(part.variable.as_ref());
        for element in &part.pattern.elements {
            names.extend(match element {
                PatternElement::Node(node) => node.variable.as_ref(),
                PatternElement::Relationship(relationship) => relationship.variable.as_ref(),
                PatternElement::Group { .. } => None,
            });
        }
    }
    names.into_iter().map(|name| name.name.clone()).collect()
}
