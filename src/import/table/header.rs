//! One heading: `name:type[](Group){options}`.

use std::sync::Arc;

use super::cell::{CellType, Scalar};
use super::options::Options;
use crate::value::Crs;
use crate::value::temporal::zone::Zone;

/// What a column is for.
#[derive(Clone, Debug)]
pub enum Role {
    /// The node's own id; a property too if it has a name.
    Id { property: Option<Arc<str>>, group: Arc<str>, kind: IdKind },
    /// Labels.
    Label,
    /// The id of the start node, or of the end node.
    End { is_start: bool, group: Arc<str>, known: Known },
    /// The relationship's type.
    Type,
    /// A property; the heading need not name its type.
    Property { name: Arc<str>, cell_type: Option<CellType> },
    /// Nothing.
    Ignore,
}

/// How an id is stored as a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// As an integer if the file says so, or if all its ids are; otherwise as text.
    Inferred,
    Integer,
    Text,
}

/// How nodes of a group are found in the store, where the header says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub label: Option<String>,
    pub property: Option<String>,
}

/// Why a heading is refused: the detail, and a sentence.
pub type Refusal = (&'static str, String);

/// The types of properties, for messages.
const TYPES: [&str; 16] = [
    "int",
    "long",
    "short",
    "byte",
    "float",
    "double",
    "boolean",
    "string",
    "char",
    "date",
    "time",
    "localtime",
    "datetime",
    "localdatetime",
    "duration",
    "point",
];

const ROLES: [&str; 6] = ["ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"];

/// Reads a heading.
pub fn parse(heading: &str) -> Result<Role, Refusal> {
    let (rest, options) = bracketed(heading.trim(), '{', '}');
    let (rest, group) = bracketed(rest, '(', ')');
    if options.is_none() && rest.split_once(':').is_some_and(|(_, after)| after.contains('{')) {
        let message = "a brace is not closed; a heading with a delimiter in it has to be in quotes";
        return Err(wrong_option(message.to_owned()));
    }
    let Some((name, type_name)) = rest.rsplit_once(':').map(|(name, last)| (name.trim(), last.trim())) else {
        // Without a type, brackets are part of the name.
        let name = heading.trim();
        check_name(name)?;
        return Ok(Role::Property { name: Arc::from(name), cell_type: None });
    };
    let mut options = Options::parse(options.unwrap_or_default()).map_err(wrong_option)?;
    let role = match type_name.to_ascii_uppercase().as_str() {
        "ID" => id(name, group, &mut options)?,
        "START_ID" => end(true, group, &mut options),
        "END_ID" => end(false, group, &mut options),
        "LABEL" => Role::Label,
        "TYPE" => Role::Type,
        "IGNORE" => Role::Ignore,
        _ => property(name, type_name, &mut options)?,
    };
    if group.is_some() && !matches!(role, Role::Id { .. } | Role::End { .. }) {
        return Err(("UnexpectedGroup", "only ID, START_ID and END_ID columns have a group".to_owned()));
    }
    options.finish().map_err(wrong_option)?;
    Ok(role)
}

fn wrong_option(message: String) -> Refusal {
    ("UnknownColumnOption", message)
}

/// What is in brackets at the end, and the rest.
fn bracketed(text: &str, open: char, close: char) -> (&str, Option<&str>) {
    match text.strip_suffix(close).and_then(|inner| inner.split_once(open)) {
        Some((before, inside)) => (before.trim_end(), Some(inside.trim())),
        None => (text, None),
    }
}

fn id(name: &str, group: Option<&str>, options: &mut Options) -> Result<Role, Refusal> {
    let kind = match options.take("id-type").map(|kind| kind.to_ascii_lowercase()).as_deref() {
        None => IdKind::Inferred,
        Some("int" | "long" | "integer") => IdKind::Integer,
        Some("string") => IdKind::Text,
        Some(other) => return Err(wrong_option(format!("ids are `int` or `string`, not `{other}`"))),
    };
    let property = (!name.is_empty()).then(|| Arc::from(name));
    Ok(Role::Id { property, group: Arc::from(group.unwrap_or_default()), kind })
}

fn end(is_start: bool, group: Option<&str>, options: &mut Options) -> Role {
    let known = Known { label: options.take("label"), property: options.take("property") };
    Role::End { is_start, group: Arc::from(group.unwrap_or_default()), known }
}

fn property(name: &str, type_name: &str, options: &mut Options) -> Result<Role, Refusal> {
    check_name(name)?;
    let (element, list) = match type_name.strip_suffix("[]") {
        Some(element) => (element.trim(), true),
        None => (type_name, false),
    };
    let scalar = scalar(element, options)?;
    Ok(Role::Property { name: Arc::from(name), cell_type: Some(CellType { scalar, list }) })
}

fn check_name(name: &str) -> Result<(), Refusal> {
    match name {
        "" => Err(("MissingColumnName", "the column has no name".to_owned())),
        _ => Ok(()),
    }
}

fn scalar(name: &str, options: &mut Options) -> Result<Scalar, Refusal> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "int" | "integer" | "long" | "short" | "byte" => Scalar::Integer,
        "float" | "double" => Scalar::Float,
        "boolean" | "bool" => Scalar::Boolean,
        "string" => Scalar::String,
        "char" => Scalar::Char,
        "date" => Scalar::Date,
        "localtime" => Scalar::LocalTime,
        "time" => Scalar::Time(zone(options)?),
        "localdatetime" => Scalar::LocalDateTime,
        "datetime" => Scalar::DateTime(zone(options)?),
        "duration" => Scalar::Duration,
        "point" => Scalar::Point(crs(options)?),
        _ => return Err(unknown_type(name)),
    })
}

fn zone(options: &mut Options) -> Result<Option<Zone>, Refusal> {
    let Some(name) = options.take("timezone") else { return Ok(None) };
    Zone::parse(&name).map(Some).map_err(|error| wrong_option(error.message().to_owned()))
}

fn crs(options: &mut Options) -> Result<Option<Crs>, Refusal> {
    let Some(name) = options.take("crs") else { return Ok(None) };
    let known = [Crs::Wgs84, Crs::Wgs84_3D, Crs::Cartesian, Crs::Cartesian3D];
    match known.into_iter().find(|crs| crs.name().eq_ignore_ascii_case(&name)) {
        Some(crs) => Ok(Some(crs)),
        None => Err(wrong_option(format!("`{name}` is no coordinate reference system"))),
    }
}

fn unknown_type(name: &str) -> Refusal {
    let lower = name.to_ascii_lowercase();
    let close = TYPES
        .iter()
        .chain(&ROLES)
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_ascii_lowercase()), *known))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, known)| *distance <= 2 && *distance < known.len());
    let suggestion = match close {
        Some((_, known)) => format!("did you mean `{known}`?"),
        None => format!("the types are {}", TYPES.join(", ")),
    };
    ("UnknownColumnType", format!("unknown type `{name}`; {suggestion}"))
}
