//! The import itself: nodes first, so that relationships find their ends; then one bulk load is finished.

use super::cell::{LIST_SEPARATOR, canonical_integer};
use super::chunk::Chunk;
use super::column::{CodeColumn, IdColumn};
use super::header::IdKind;
use super::ids::IdSpace;
use super::origin::{Origin, Origins, broken};
use super::plan::{Action, FilePlan, Group, Plan};
use super::report::{BadRows, ImportReport, Problem, excerpt, file_error};
use super::{Table, check_cancelled};
use crate::error::{Error, Result};
use crate::graph::{
    BulkLoad, GraphState, KeyId, LabelId, NodeId, Strings, TypeId, ValueRef, WriteTransaction,
};
use crate::import::Progress;

/// Loads everything, or leaves the transaction as it was.
pub fn load(txn: &mut WriteTransaction, plan: Plan, progress: &dyn Progress) -> Result<ImportReport> {
    let spaces = spaces(txn.state(), &plan)?;
    let mut load = Load {
        bulk: txn.bulk(),
        spaces,
        origins: Origins::default(),
        rel_origins: Origins::default(),
        bad: BadRows::new(plan.skip_bad),
        report: ImportReport::default(),
        progress,
    };
    progress.begin("nodes", total_size(&plan.nodes));
    plan.nodes.into_iter().try_for_each(|(file, table)| load.nodes(&file, table))?;
    load.bad.check()?;
    load.spaces.iter_mut().for_each(IdSpace::settle);
    progress.begin("relationships", total_size(&plan.relationships));
    plan.relationships.into_iter().try_for_each(|(file, table)| load.relationships(&file, table))?;
    load.bad.check()?;
    progress.begin("adjacency and indexes", 0);
    load.finish()
}

fn total_size(files: &[(FilePlan, Box<dyn Table>)]) -> u64 {
    files.iter().map(|(_, table)| table.size()).sum()
}

/// The spaces of all groups, with the ids that the store has.
fn spaces(state: &GraphState, plan: &Plan) -> Result<Vec<IdSpace>> {
    let mut spaces = Vec::new();
    for group in &plan.groups {
        let mut space = IdSpace::new(group.name.clone());
        if !take_known(state, group, &mut space) && group.declared.is_none() {
            return Err(unknown_group(group));
        }
        spaces.push(space);
    }
    Ok(spaces)
}

/// Enters the ids of a group that the store has; whether the store knows the group.
fn take_known(state: &GraphState, group: &Group, space: &mut IdSpace) -> bool {
    let label = group.known.label.as_deref().unwrap_or(&group.name);
    let property = match (&group.known.property, &group.declared) {
        (Some(property), _) => property,
        (None, Some(Some(property))) => &**property,
        (None, Some(None)) => return false,
        (None, None) => "id",
    };
    let (Some(label), Some(key)) = (state.catalog().label(label), state.catalog().key(property)) else {
        return false;
    };
    for node in state.nodes_with_label(label) {
        match state.node_property(node, key) {
            Some(ValueRef::Integer(id)) => drop(space.insert_integer(id, node)),
            Some(ValueRef::String(id)) => drop(space.insert_text(id, node)),
            _ => {}
        }
    }
    true
}

fn unknown_group(group: &Group) -> Error {
    let (path, place) = &group.place;
    if group.name.is_empty() && group.known.label.is_none() {
        let message = "no file of nodes has an ID column without a group";
        return file_error(path, *place, "UnknownGroup", message)
            .hint("write the group into the heading, `:START_ID(Group)`");
    }
    let label = group.known.label.as_deref().unwrap_or(&group.name);
    let property = group.known.property.as_deref().unwrap_or("id");
    let message = format!(
        "no file of nodes declares the group `{}`, and the store has no label `{label}` with a property `{property}`",
        group.name
    );
    file_error(path, *place, "UnknownGroup", message)
}

struct Load<'a> {
    bulk: BulkLoad<'a>,
    /// By the plan's groups.
    spaces: Vec<IdSpace>,
    origins: Origins,
    rel_origins: Origins,
    bad: BadRows,
    report: ImportReport,
    progress: &'a dyn Progress,
}

impl Load<'_> {
    fn nodes(&mut self, file: &FilePlan, mut table: Box<dyn Table>) -> Result<()> {
        let mut chunks = Vec::new();
        while let Some(more) = self.next(file, &mut *table)? {
            chunks.extend(more);
        }
        let Some(id) = file.id.clone() else { return Ok(()) };
        narrow(&mut chunks, id.kind);
        let mut first = self.bulk.state().node_table().bound();
        self.spaces[id.group].reserve(chunks.iter().map(|chunk| &chunk.ids));
        let mut good = Vec::new();
        for chunk in chunks {
            let mut chunk = self.enter(file, id.group, chunk, first);
            let lines = std::mem::take(&mut chunk.lines);
            self.origins.push(Origin { first, file: file.path.clone(), begin: chunk.begin, lines });
            first = first.saturating_add(u32::try_from(chunk.len).unwrap_or(u32::MAX));
            good.push(chunk);
        }
        let keys = self.keys(file)?;
        let id_key = id.property.as_ref().map(|name| self.bulk.intern_key(name)).transpose()?;
        for chunk in good {
            check_cancelled(self.progress)?;
            self.add_nodes(file, chunk, id_key, &keys)?;
        }
        Ok(())
    }

    /// The next chunks of a file, in order; their rows are counted and the bad ones kept.
    fn next(&mut self, file: &FilePlan, table: &mut dyn Table) -> Result<Option<Vec<Chunk>>> {
        check_cancelled(self.progress)?;
        let Some(batch) = table.next(file, &self.spaces, self.progress)? else { return Ok(None) };
        self.report.bytes += batch.bytes;
        batch.chunks.iter().for_each(|chunk| self.note(file, chunk));
        Ok(Some(batch.chunks))
    }

    fn note(&mut self, file: &FilePlan, chunk: &Chunk) {
        self.report.rows += chunk.rows;
        for bad in &chunk.bad {
            let column = bad.column.and_then(|at| file.columns.get(at)).map(|column| &column.heading);
            self.bad.push(&file.path, chunk.begin.plus(bad.line), column, &bad.problem);
        }
        self.bad.add(chunk.more_bad);
    }

    /// Enters the ids of a chunk whose nodes begin at `first`; rows with an id that is taken are left out.
    fn enter(&mut self, file: &FilePlan, group: usize, chunk: Chunk, first: u32) -> Chunk {
        let mut keep = Vec::new();
        let mut dropped = 0;
        for row in 0..chunk.len {
            // The bulk load refuses what would not fit.
            let node = NodeId(first.saturating_add((row - dropped) as u32));
            let space = &mut self.spaces[group];
            let holder = match &chunk.ids {
                IdColumn::Integers(ids) => space.insert_integer(ids[row], node),
                IdColumn::Texts(ids) => space.insert_text(ids.get(row).unwrap_or_default(), node),
            };
            if let Some(holder) = holder {
                if dropped == 0 {
                    keep = vec![true; chunk.len];
                }
                keep[row] = false;
                dropped += 1;
                self.refuse_duplicate(file, &chunk, row, (first, holder));
            }
        }
        if dropped == 0 { chunk } else { chunk.filtered(&keep) }
    }

    fn refuse_duplicate(
        &mut self,
        file: &FilePlan,
        chunk: &Chunk,
        row: usize,
        (first, holder): (u32, NodeId),
    ) {
        let id = match &chunk.ids {
            IdColumn::Integers(ids) => ids[row].to_string(),
            IdColumn::Texts(ids) => excerpt(ids.get(row).unwrap_or_default().as_bytes()),
        };
        let Some(plan) = &file.id else { return };
        let group = self.spaces[plan.group].group.clone();
        let first = match holder.0.checked_sub(first) {
            // Left out rows shift the nodes of the chunk, so its row is looked for.
            Some(_) => chunk.place(first_row_with_id(chunk, row)).of(&file.path),
            None => self.origins.of(holder.0).unwrap_or_else(|| "the store".to_owned()),
        };
        let problem = Problem::DuplicateId { id, group, first };
        let heading = file.columns.iter().find(|column| column.action == Action::Id);
        self.bad.push(&file.path, chunk.place(row), heading.map(|column| &column.heading), &problem);
    }

    fn keys(&mut self, file: &FilePlan) -> Result<Vec<KeyId>> {
        file.properties.iter().map(|(name, _)| self.bulk.intern_key(name)).collect()
    }

    fn add_nodes(
        &mut self,
        file: &FilePlan,
        chunk: Chunk,
        id_key: Option<KeyId>,
        keys: &[KeyId],
    ) -> Result<()> {
        let sets = self.label_sets(file, &chunk.labels)?;
        let set = |row: usize| {
            let code = chunk.labels.codes.get(row).copied().unwrap_or(0);
            sets.get(code as usize).map_or(&[][..], Vec::as_slice)
        };
        let first = self.bulk.create_nodes((0..chunk.len).map(set))?;
        self.report.nodes += chunk.len as u64;
        if let Some(key) = id_key {
            let ids = chunk.ids.into_values();
            self.report.properties += self.bulk.set_node_values(first, key, &ids)?;
        }
        for (values, key) in chunk.properties.iter().zip(keys) {
            self.report.properties += self.bulk.set_node_values(first, *key, values)?;
        }
        Ok(())
    }

    /// The labels of each code of a chunk; one entry if the file has no labels of its own.
    fn label_sets(&mut self, file: &FilePlan, labels: &CodeColumn) -> Result<Vec<Vec<LabelId>>> {
        let common: Vec<LabelId> =
            file.labels.iter().map(|name| self.bulk.intern_label(name)).collect::<Result<_>>()?;
        if !file.has_labels {
            return Ok(vec![common]);
        }
        let mut sets = Vec::new();
        for text in &labels.texts {
            let mut set = common.clone();
            for name in text.split(LIST_SEPARATOR).map(str::trim).filter(|name| !name.is_empty()) {
                set.push(self.bulk.intern_label(name)?);
            }
            sets.push(set);
        }
        Ok(sets)
    }

    fn relationships(&mut self, file: &FilePlan, mut table: Box<dyn Table>) -> Result<()> {
        let keys = self.keys(file)?;
        let rel_type = file.rel_type.as_deref().map(|name| self.bulk.intern_type(name)).transpose()?;
        while let Some(chunks) = self.next(file, &mut *table)? {
            for chunk in chunks {
                let first = self.add_relationships(&chunk, rel_type, &keys)?;
                let (file, begin, lines) = (file.path.clone(), chunk.begin, chunk.lines);
                self.rel_origins.push(Origin { first, file, begin, lines });
            }
        }
        Ok(())
    }

    /// Adds a chunk; the id of its first relationship.
    fn add_relationships(&mut self, chunk: &Chunk, rel_type: Option<TypeId>, keys: &[KeyId]) -> Result<u32> {
        let types: Vec<TypeId> =
            chunk.types.texts.iter().map(|name| self.bulk.intern_type(name)).collect::<Result<_>>()?;
        let type_of = |row: usize| {
            let code = chunk.types.codes.get(row).and_then(|code| types.get(*code as usize));
            code.copied().or(rel_type).unwrap_or_default()
        };
        let rows = (0..chunk.len).map(|row| (chunk.starts[row], type_of(row), chunk.ends[row]));
        let first = self.bulk.create_relationships(rows)?;
        self.report.relationships += chunk.len as u64;
        for (values, key) in chunk.properties.iter().zip(keys) {
            self.report.properties += self.bulk.set_relationship_values(first, *key, values)?;
        }
        Ok(first.0)
    }

    fn finish(self) -> Result<ImportReport> {
        check_cancelled(self.progress)?;
        let Load { bulk, bad, mut report, origins, rel_origins, .. } = self;
        if report.nodes > 0 || report.relationships > 0 {
            bulk.finish().map_err(|violation| {
                let origins = if violation.is_of_nodes() { &origins } else { &rel_origins };
                broken(&violation, origins)
            })?;
        }
        (report.bad, report.bad_rows) = bad.into_parts();
        Ok(report)
    }
}

/// The first row of a chunk with the same id as `row`.
fn first_row_with_id(chunk: &Chunk, row: usize) -> usize {
    let same = |other: &usize| match &chunk.ids {
        IdColumn::Integers(ids) => ids[*other] == ids[row],
        IdColumn::Texts(ids) => ids.get(*other) == ids.get(row),
    };
    (0..row).find(same).unwrap_or(row)
}

/// Brings the ids of a file to one type.
fn narrow(chunks: &mut [Chunk], kind: IdKind) {
    let is_integer = |ids: &Strings| {
        (0..ids.len()).all(|row| canonical_integer(ids.get(row).unwrap_or_default().as_bytes()).is_some())
    };
    let all_integers = chunks.iter().all(|chunk| match &chunk.ids {
        IdColumn::Integers(_) => true,
        // A row that was refused may have left the column as text.
        IdColumn::Texts(ids) => is_integer(ids),
    });
    let text = match kind {
        IdKind::Text => true,
        IdKind::Integer | IdKind::Inferred => !all_integers,
    };
    for chunk in chunks {
        match &chunk.ids {
            IdColumn::Integers(_) if text => chunk.ids.widen(),
            IdColumn::Texts(ids) if !text => {
                let integer = |row| canonical_integer(ids.get(row).unwrap_or_default().as_bytes());
                chunk.ids = IdColumn::Integers((0..ids.len()).filter_map(integer).collect());
            }
            IdColumn::Integers(_) | IdColumn::Texts(_) => {}
        }
    }
}
