//! Headings are read and checked before any row is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cell::CellType;
use super::header::{self, IdKind, Known, Role};
use super::report::{Position, file_error};
use super::{Format, Table, TableSpec};
use crate::error::{Error, Result};

/// What is to be loaded.
#[derive(Debug)]
pub struct Plan {
    pub nodes: Vec<(FilePlan, Box<dyn Table>)>,
    pub relationships: Vec<(FilePlan, Box<dyn Table>)>,
    pub groups: Vec<Group>,
    pub skip_bad: bool,
}

/// A space of ids.
#[derive(Debug)]
pub struct Group {
    pub name: Arc<str>,
    /// The property that files keep the id in; nothing if no file of nodes declares the group.
    pub declared: Option<Option<Arc<str>>>,
    pub known: Known,
    /// Where it is named first.
    pub place: (Arc<Path>, Position),
}

/// A file and how its rows are read.
#[derive(Debug)]
pub struct FilePlan {
    pub path: Arc<Path>,
    /// Where its headings are.
    pub place: Position,
    pub columns: Vec<ColumnPlan>,
    pub properties: Vec<(Arc<str>, CellType)>,
    /// For nodes: the property that is the id.
    pub id: Option<IdPlan>,
    /// For nodes.
    pub labels: Vec<String>,
    /// For relationships.
    pub rel_type: Option<String>,
    pub has_labels: bool,
    pub has_types: bool,
}

#[derive(Clone, Debug)]
pub struct IdPlan {
    pub property: Option<Arc<str>>,
    pub group: usize,
    pub kind: IdKind,
}

#[derive(Debug)]
pub struct ColumnPlan {
    pub heading: Arc<str>,
    pub action: Action,
}

/// What is done with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Ignore,
    Id,
    /// The start node, by its id in a group.
    Start(usize),
    /// The end node, by its id in a group.
    End(usize),
    Labels,
    Type,
    /// One of the file's properties.
    Property(usize),
}

/// Reads the headings of all files.
pub fn plan(spec: &TableSpec, format: &dyn Format) -> Result<Plan> {
    let mut planner = Planner { format, groups: Vec::new() };
    let mut nodes = Vec::new();
    for (labels, path) in &spec.nodes {
        let names = labels.iter().map(String::as_str);
        check_names("label", names)?;
        nodes.push(planner.node_file(labels, path)?);
    }
    let mut relationships = Vec::new();
    for (rel_type, path) in &spec.relationships {
        check_names("relationship type", rel_type.as_deref().into_iter())?;
        relationships.push(planner.relationship_file(rel_type.as_deref(), path)?);
    }
    Ok(Plan { nodes, relationships, groups: planner.groups, skip_bad: spec.skip_bad })
}

fn check_names<'a>(what: &str, mut names: impl Iterator<Item = &'a str>) -> Result<()> {
    match names.any(str::is_empty) {
        true => Err(Error::argument("InvalidName", format!("a {what} is empty"))),
        false => Ok(()),
    }
}

struct Planner<'s> {
    format: &'s dyn Format,
    groups: Vec<Group>,
}

impl Planner<'_> {
    fn node_file(&mut self, labels: &[String], path: &Path) -> Result<(FilePlan, Box<dyn Table>)> {
        let mut file = self.open(path)?;
        file.plan.labels = labels.to_vec();
        for (at, role) in std::mem::take(&mut file.roles).into_iter().enumerate() {
            let place = file.plan.place;
            let refuse = |detail, message: String| Err(file_error(path, place, detail, message));
            let action = match role {
                Role::Id { .. } if file.plan.id.is_some() => {
                    return refuse("RepeatedColumn", "there are two ID columns".to_owned());
                }
                Role::Id { property, group, kind } => {
                    let group = self.declare(&group, property.clone(), &file.plan.path, place);
                    file.plan.id = Some(IdPlan { property, group, kind });
                    Action::Id
                }
                Role::Label => {
                    file.plan.has_labels = true;
                    Action::Labels
                }
                Role::End { .. } | Role::Type => {
                    let heading = &file.plan.columns[at].heading;
                    let message = format!("the column `{heading}` belongs in a file of relationships");
                    return refuse("WrongColumn", message);
                }
                Role::Property { name, cell_type } => file.plan.add_property(name, cell_type),
                Role::Ignore => Action::Ignore,
            };
            file.plan.columns[at].action = action;
        }
        if file.plan.id.is_none() {
            return Err(file_error(path, file.plan.place, "MissingIdColumn", "there is no ID column")
                .hint("name it `id:ID`, or `id:ID(Group)` to keep ids of several files apart"));
        }
        file.finish(path)
    }

    fn relationship_file(
        &mut self,
        rel_type: Option<&str>,
        path: &Path,
    ) -> Result<(FilePlan, Box<dyn Table>)> {
        let mut file = self.open(path)?;
        file.plan.rel_type = rel_type.map(str::to_owned);
        for (at, role) in std::mem::take(&mut file.roles).into_iter().enumerate() {
            let place = file.plan.place;
            let action = match role {
                Role::End { is_start, group, known } => {
                    let group = self.refer(&group, known, &file.plan.path, place);
                    if is_start { Action::Start(group) } else { Action::End(group) }
                }
                Role::Type => {
                    file.plan.has_types = true;
                    Action::Type
                }
                Role::Id { .. } | Role::Label => {
                    let heading = &file.plan.columns[at].heading;
                    let message = format!("the column `{heading}` belongs in a file of nodes");
                    return Err(file_error(path, place, "WrongColumn", message));
                }
                Role::Property { name, cell_type } => file.plan.add_property(name, cell_type),
                Role::Ignore => Action::Ignore,
            };
            file.plan.columns[at].action = action;
        }
        file.plan.check_ends(path)?;
        if rel_type.is_none() && !file.plan.has_types {
            return Err(file_error(path, file.plan.place, "MissingType", "the relationships have no type")
                .hint("give the file as TYPE=FILE, or add a :TYPE column"));
        }
        file.finish(path)
    }

    fn declare(
        &mut self,
        name: &Arc<str>,
        property: Option<Arc<str>>,
        path: &Arc<Path>,
        place: Position,
    ) -> usize {
        let at = self.refer(name, Known::default(), path, place);
        let declared = &mut self.groups[at].declared;
        if !matches!(declared, Some(Some(_))) {
            *declared = Some(property);
        }
        at
    }

    fn refer(&mut self, name: &Arc<str>, known: Known, path: &Arc<Path>, place: Position) -> usize {
        let at = self.groups.iter().position(|group| group.name == *name).unwrap_or_else(|| {
            let place = (path.clone(), place);
            self.groups.push(Group { name: name.clone(), declared: None, known: Known::default(), place });
            self.groups.len() - 1
        });
        let group = &mut self.groups[at];
        group.known.label = group.known.label.take().or(known.label);
        group.known.property = group.known.property.take().or(known.property);
        at
    }

    /// Opens a file and reads its headings.
    fn open(&self, path: &Path) -> Result<OpenFile> {
        let opened = self.format.open(path)?;
        let (mut table, place) = (opened.table, opened.place);
        let mut roles = Vec::new();
        let mut columns = Vec::new();
        for (at, heading) in opened.headings.into_iter().enumerate() {
            let role = header::parse(&heading).and_then(|role| table.settle(at, role));
            roles.push(role.map_err(|(detail, message)| {
                file_error(path, place, detail, format!("column {} `{heading}`: {message}", at + 1))
            })?);
            columns.push(ColumnPlan { heading, action: Action::Ignore });
        }
        let plan = FilePlan {
            path: Arc::from(path),
            place,
            columns,
            properties: Vec::new(),
            id: None,
            labels: Vec::new(),
            rel_type: None,
            has_labels: false,
            has_types: false,
        };
        Ok(OpenFile { plan, table, roles })
    }
}

struct OpenFile {
    plan: FilePlan,
    table: Box<dyn Table>,
    roles: Vec<Role>,
}

impl OpenFile {
    /// Property names have to be unique.
    fn finish(self, path: &Path) -> Result<(FilePlan, Box<dyn Table>)> {
        let id = self.plan.id.iter().filter_map(|id| id.property.as_ref());
        let mut names: Vec<&Arc<str>> = self.plan.properties.iter().map(|(name, _)| name).chain(id).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("there are two columns for the property `{}`", pair[0]);
            return Err(file_error(path, self.plan.place, "RepeatedColumn", message));
        }
        for action in [Action::Labels, Action::Type] {
            if self.plan.columns.iter().filter(|column| column.action == action).count() > 1 {
                let message = "there are two columns for the same";
                return Err(file_error(path, self.plan.place, "RepeatedColumn", message));
            }
        }
        Ok((self.plan, self.table))
    }
}

impl FilePlan {
    fn add_property(&mut self, name: Arc<str>, cell_type: Option<CellType>) -> Action {
        self.properties.push((name, cell_type.unwrap_or(CellType::TEXT)));
        Action::Property(self.properties.len() - 1)
    }

    fn check_ends(&self, path: &Path) -> Result<()> {
        let starts = self.columns.iter().filter(|column| matches!(column.action, Action::Start(_))).count();
        let ends = self.columns.iter().filter(|column| matches!(column.action, Action::End(_))).count();
        for (count, name) in [(starts, "START_ID"), (ends, "END_ID")] {
            match count {
                1 => {}
                0 => {
                    let message = format!("there is no {name} column");
                    return Err(file_error(path, self.place, "MissingIdColumn", message)
                        .hint("relationships need `:START_ID` and `:END_ID`, or `:START_ID(Group)`"));
                }
                _ => {
                    let message = format!("there are two {name} columns");
                    return Err(file_error(path, self.place, "RepeatedColumn", message));
                }
            }
        }
        Ok(())
    }
}

/// Splits `Label:Label=FILE` or `FILE` as the command line gives it.
pub fn split_argument(argument: &str) -> (Option<&str>, PathBuf) {
    match argument.split_once('=') {
        Some((name, path)) if !name.is_empty() && !name.contains(['/', '\\']) => {
            (Some(name), PathBuf::from(path))
        }
        _ => (None, PathBuf::from(argument)),
    }
}
