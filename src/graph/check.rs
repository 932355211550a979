//! Finding out whether a state is sound: every fact that is held twice is compared.

use super::adjacency::{Adjacency, NODES};
use super::state::GraphState;
use super::statistics::Statistics;
use super::write::entries;
use super::{LabelId, NodeId, RelId, TypeId};
use crate::error::Error;

impl GraphState {
    /// What is wrong with the state, in words; nothing unless we have a bug or the file was damaged.
    pub fn check(&self) -> Vec<String> {
        let mut problems = Vec::new();
        self.check_names(&mut problems);
        self.check_nodes(&mut problems);
        self.check_relationships(&mut problems);
        self.node_properties.check("node", |row| self.node_exists(NodeId(row)), &mut problems);
        let exists = |row| self.relationship_exists(RelId(row));
        self.rel_properties.check("relationship", exists, &mut problems);
        self.check_indexes(&mut problems);
        if !self.statistics.agrees_with(&self.recount()) {
            problems.push("the counts differ from a recount".into());
        }
        if let Err(damage) = self.intact() {
            problems.push(damage.message().to_owned());
        }
        problems
    }

    /// Every id of a label, type or key is in the catalog.
    fn check_names(&self, problems: &mut Vec<String>) {
        let catalog = &self.catalog;
        let labels = catalog.labels().len();
        for set in catalog.label_sets() {
            if let Some(label) = set.iter().find(|label| label.index() >= labels) {
                problems.push(format!("a label set has the label {}, which has no name", label.0));
            }
        }
        let (nodes, relationships) = (self.node_properties.columns(), self.rel_properties.columns());
        for (key, _) in nodes.chain(relationships).filter(|(key, _)| key.index() >= catalog.keys().len()) {
            problems.push(format!("the property key {} has no name", key.0));
        }
        let known = |rel_type: TypeId| rel_type.index() < catalog.rel_types().len();
        for rel in self.relationships() {
            if let Some(content) = self.relationship(rel).filter(|content| !known(content.rel_type)) {
                problems.push(format!(
                    "relationship {} has the type {}, which has no name",
                    rel.0, content.rel_type.0
                ));
            }
        }
        let indexes =
            self.schema.indexes().map(|index| (index.definition().target, &index.definition().keys));
        let constraints = self.schema.constraints().map(|constraint| (constraint.target, &constraint.keys));
        for (target, keys) in indexes.chain(constraints) {
            if let Err(error) = self.check_target(target, keys) {
                problems.push(error.message().to_owned());
            }
        }
    }

    fn check_nodes(&self, problems: &mut Vec<String>) {
        for node in self.nodes() {
            if node.0 >= self.nodes.bound() {
                problems.push(format!("node {} is beyond the bound", node.0));
            }
            if let Some(label) = self.labels(node).iter().find(|label| !self.has_label(node, **label)) {
                problems.push(format!("node {} is not listed under its label {}", node.0, label.0));
            }
        }
        for label in (0..self.labels.len()).map(|label| LabelId(label as u32)) {
            for node in self.nodes_with_label(label).filter(|node| !self.labels(*node).contains(&label)) {
                problems.push(format!("node {} is listed under label {} in vain", node.0, label.0));
            }
        }
    }

    fn check_relationships(&self, problems: &mut Vec<String>) {
        let mut count = 0;
        for id in self.relationships() {
            count += 1;
            let Some(content) = self.relationship(id) else { continue };
            let (out, back) = entries(id, content);
            let listed = self.outgoing(content.start, None).any(|run| run.search(&out).is_ok())
                && self.incoming(content.end, None).any(|run| run.search(&back).is_ok());
            if !listed || !self.node_exists(content.start) || !self.node_exists(content.end) {
                problems.push(format!("relationship {} is not listed by its ends", id.0));
            }
        }
        for (name, direction) in [("outgoing", &self.outgoing), ("incoming", &self.incoming)] {
            self.check_adjacency(name, direction, count, problems);
        }
    }

    fn check_adjacency(&self, name: &str, adjacency: &Adjacency, count: usize, problems: &mut Vec<String>) {
        let mut listed = 0;
        // A page covers nodes that are not there too: they must not have relationships.
        let pages = adjacency.numbers().map(|(at, _)| at * NODES);
        for node in pages.flat_map(|first| first..first + NODES).map(|node| NodeId(node as u32)) {
            let mut before = None;
            for entry in adjacency.runs(node, None).entries() {
                listed += 1;
                if before >= Some(entry) {
                    problems.push(format!("the {name} list of node {} is out of order", node.0));
                }
                before = Some(entry);
            }
        }
        if listed != count {
            problems.push(format!("there are {listed} {name} entries for {count} relationships"));
        }
    }

    fn check_indexes(&self, problems: &mut Vec<String>) {
        for index in self.schema.indexes() {
            let name = &index.definition().name;
            match self.filled_index(index.definition().clone(), index.is_unique()) {
                Ok(fresh) if !fresh.has_the_entries_of(index) => {
                    problems.push(format!("index `{name}` differs from the properties"));
                }
                Ok(fresh) if fresh.distinct() != index.distinct() => {
                    problems.push(format!("index `{name}` miscounts its keys"));
                }
                Ok(_) => {}
                Err(violation) => problems.push(Error::from(violation).message().to_owned()),
            }
        }
        for constraint in self.schema.constraints().filter(|constraint| constraint.judges_elements()) {
            for id in self.elements(constraint.target) {
                if let Err(violation) = self.check_demands(constraint, id) {
                    problems.push(Error::from(violation).message().to_owned());
                }
            }
        }
    }

    /// The counts, from the elements themselves.
    pub(super) fn recount(&self) -> Statistics {
        let mut counts = Statistics::default();
        for node in self.nodes() {
            counts.add_nodes(1);
            self.labels(node).iter().for_each(|label| counts.add_label(*label, 1));
            for (rel_type, run) in self.outgoing(node, None).flat_map(|run| run.by_type()) {
                let many = run.len() as i64;
                counts.add_type(rel_type, many);
                self.labels(node).iter().for_each(|label| counts.add_from(*label, rel_type, many));
            }
            for (rel_type, run) in self.incoming(node, None).flat_map(|run| run.by_type()) {
                let many = run.len() as i64;
                self.labels(node).iter().for_each(|label| counts.add_to(rel_type, *label, many));
            }
        }
        counts
    }
}
