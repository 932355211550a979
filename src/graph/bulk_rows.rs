//! Loading whole tables: many nodes, relationships or values of one property at once.

use super::bulk::{BulkLoad, full};
use super::tables::Relationship;
use super::write::MAX_ID;
use super::{KeyId, LabelId, NodeId, RelId, TypeId, Values};
use crate::error::{Error, ErrorClass, Result};

impl BulkLoad<'_> {
    /// Makes a node for each item, with these labels. Their ids follow one another; the first is returned.
    pub fn create_nodes<'l>(&mut self, rows: impl Iterator<Item = &'l [LabelId]>) -> Result<NodeId> {
        let first = NodeId(self.state.nodes.bound());
        for labels in rows {
            self.create_node(labels)?;
        }
        Ok(first)
    }

    /// Makes a relationship for each item: start, type and end. Their ids follow one another; the first is
    /// returned.
    pub fn create_relationships(
        &mut self,
        rows: impl ExactSizeIterator<Item = (NodeId, TypeId, NodeId)>,
    ) -> Result<RelId> {
        let first = self.state.relationships.bound();
        if rows.len() > (MAX_ID - first.min(MAX_ID)) as usize {
            return Err(full("relationships"));
        }
        self.relationships.reserve(rows.len());
        let types = self.state.catalog.rel_types().len();
        let begin = self.relationships.len();
        for (start, rel_type, end) in rows {
            if let Some(missing) = [start, end].into_iter().find(|node| !self.state.node_exists(*node)) {
                let message = format!("node {} does not exist", missing.0);
                return Err(Error::new(ErrorClass::EntityNotFound, "DeletedEntityAccess", message));
            }
            if rel_type.index() >= types {
                return Err(Error::internal(format!("type {} is not in the catalog", rel_type.0)));
            }
            self.relationships.push(Relationship { rel_type, start, end });
        }
        self.state.relationships.insert_all(RelId(first), &self.relationships[begin..]);
        Ok(RelId(first))
    }

    /// Sets a property of consecutive nodes of this load; how many values there were.
    pub fn set_node_values(&mut self, first: NodeId, key: KeyId, values: &Values) -> Result<u64> {
        let end = u64::from(first.0) + values.len() as u64;
        if first.0 < self.first_node || end > u64::from(self.state.nodes.bound()) {
            return Err(Error::internal(format!("nodes from {} to {end} are not of this load", first.0)));
        }
        self.check_values(key, values)?;
        Ok(self.state.node_properties.set_all(first.0, key, values))
    }

    /// Sets a property of consecutive relationships of this load; how many values there were.
    pub fn set_relationship_values(&mut self, first: RelId, key: KeyId, values: &Values) -> Result<u64> {
        let end = u64::from(first.0) + values.len() as u64;
        if first.0 < self.first_rel || end > u64::from(self.state.relationships.bound()) {
            return Err(Error::internal(format!(
                "relationships from {} to {end} are not of this load",
                first.0
            )));
        }
        self.check_values(key, values)?;
        Ok(self.state.rel_properties.set_all(first.0, key, values))
    }

    fn check_values(&self, key: KeyId, values: &Values) -> Result<()> {
        if key.index() >= self.state.catalog.keys().len() {
            return Err(Error::internal(format!("property key {} is not in the catalog", key.0)));
        }
        values.check()
    }
}
