//! A path between two actors as people read it: nodes, and for each hop the relations that make it.

use crate::evidence::{Evidence, Status};
use crate::graph::{Direction, NodeId, RelId, TypeId};

/// A simple path and the relations of each hop.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// One more than there are hops.
    pub nodes: Vec<NodeId>,
    /// In order.
    pub hops: Vec<Hop>,
}

/// All relations between two neighbours on a path, best evidenced first; at least one.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Facts before claims, then by id.
    pub relations: Vec<Relation>,
}

/// One relation with what is known about it.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The relationship.
    pub id: RelId,
    /// From.
    pub start: NodeId,
    /// To.
    pub end: NodeId,
    /// Its type's name.
    pub type_name: String,
    /// How sure it is.
    pub status: Status,
    /// Its `status` as it stands.
    pub status_text: Option<String>,
    /// On whose word.
    pub according_to: Option<String>,
    /// Since when, as it stands.
    pub valid_from: Option<String>,
    /// Until when, as it stands.
    pub valid_to: Option<String>,
    /// Keys of excerpts.
    pub cites: Vec<String>,
    /// Its other properties, by key: what tells it from its parallels.
    pub details: Vec<(String, String)>,
}

impl Relation {
    /// What the graph says of a relationship; `None` when it is not there.
    pub fn read(evidence: &Evidence<'_>, id: RelId) -> Option<Relation> {
        let rel = evidence.graph().relationship(id)?;
        let keys = evidence.keys();
        let text = |key| evidence.relationship_text(id, key).map(str::to_owned);
        let moment = |key: Option<_>| {
            let value = evidence.graph().relationship_property(id, key?)?.to_value();
            Some(super::shown(&value))
        };
        Some(Relation {
            id,
            start: rel.start,
            end: rel.end,
            type_name: evidence.graph().catalog().type_name(rel.rel_type).to_string(),
            status: evidence.status(id),
            status_text: text(keys.status),
            according_to: text(keys.according_to),
            valid_from: moment(keys.valid_from),
            valid_to: moment(keys.valid_to),
            cites: evidence.relationship_cites(id),
            details: details(evidence, id),
        })
    }
}

fn details(evidence: &Evidence<'_>, id: RelId) -> Vec<(String, String)> {
    let keys = evidence.keys();
    let told = [keys.cites, keys.status, keys.according_to, keys.valid_from, keys.valid_to];
    let graph = evidence.graph();
    let others = graph.relationship_properties(id).filter(|(key, _)| !told.contains(&Some(*key)));
    let mut details: Vec<(String, String)> = others
        .map(|(key, value)| (graph.catalog().key_name(key).to_string(), super::shown(&value.to_value())))
        .collect();
    details.sort();
    details
}

impl Pathway {
    /// The pathway through these nodes, with every relation between neighbours that the query allows.
    pub(super) fn read(
        evidence: &Evidence<'_>,
        nodes: Vec<NodeId>,
        direction: Direction,
        types: &[TypeId],
    ) -> Pathway {
        let hops =
            nodes.windows(2).map(|pair| Hop::read(evidence, pair[0], pair[1], direction, types)).collect();
        Pathway { nodes, hops }
    }

    /// Hops without a single plain fact.
    pub fn weak_hops(&self) -> usize {
        self.hops.iter().filter(|hop| hop.is_qualified()).count()
    }

    /// All relations of all hops.
    pub fn relations(&self) -> impl Iterator<Item = &Relation> {
        self.hops.iter().flat_map(|hop| &hop.relations)
    }
}

impl Hop {
    fn read(evidence: &Evidence<'_>, a: NodeId, b: NodeId, direction: Direction, types: &[TypeId]) -> Hop {
        let graph = evidence.graph();
        let mut relations: Vec<Relation> = Vec::new();
        let allowed = |rel_type| types.is_empty() || types.contains(&rel_type);
        for entry in graph.expand(a, direction, None) {
            if entry.neighbour == b && allowed(entry.rel_type) {
                relations.extend(Relation::read(evidence, entry.relationship));
            }
        }
        relations.sort_by_key(|relation| (relation.status, relation.cites.is_empty(), relation.id));
        Hop { relations }
    }

    /// Whether no relation of it is a plain fact.
    pub fn is_qualified(&self) -> bool {
        self.relations.first().is_some_and(|relation| relation.status.is_qualified())
    }
}
