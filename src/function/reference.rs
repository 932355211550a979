//! What people read about functions and procedures: signatures, and the reference page made from the rows.

use std::fmt::{self, Display, Formatter, Write};

use super::registry::functions;
use super::types::{Category, Function, Procedure, ProcedureColumn, ProcedureRegistry, Type};

impl Display for Type {
    /// As openCypher writes it, for example `LIST<ANY>`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Type::Any => "ANY",
            Type::Boolean => "BOOLEAN",
            Type::Integer => "INTEGER",
            Type::Float => "FLOAT",
            Type::Number => "INTEGER | FLOAT",
            Type::String => "STRING",
            Type::List => "LIST<ANY>",
            Type::RelationshipList => "LIST<RELATIONSHIP>",
            Type::Map => "MAP",
            Type::Node => "NODE",
            Type::Relationship => "RELATIONSHIP",
            Type::Path => "PATH",
            Type::Date => "DATE",
            Type::LocalTime => "LOCAL TIME",
            Type::Time => "ZONED TIME",
            Type::LocalDateTime => "LOCAL DATETIME",
            Type::DateTime => "ZONED DATETIME",
            Type::Duration => "DURATION",
            Type::Point => "POINT",
        })
    }
}

impl Category {
    /// All chapters, in the order of the reference page.
    pub const ALL: [Category; 10] = [
        Category::Aggregating,
        Category::Scalar,
        Category::List,
        Category::Mathematical,
        Category::Trigonometric,
        Category::String,
        Category::Predicate,
        Category::Temporal,
        Category::Spatial,
        Category::Vector,
    ];

    /// The chapter's name, for example `Aggregating`.
    pub fn name(self) -> &'static str {
        match self {
            Category::Aggregating => "Aggregating",
            Category::Scalar => "Scalar",
            Category::List => "List",
            Category::Mathematical => "Mathematical",
            Category::Trigonometric => "Trigonometric",
            Category::String => "String",
            Category::Predicate => "Predicate",
            Category::Temporal => "Temporal",
            Category::Spatial => "Spatial",
            Category::Vector => "Vector",
        }
    }
}

impl Function {
    /// Its call and result, for example `left(text :: STRING, length :: INTEGER) :: STRING`; optional
    /// parameters stand in brackets, and dots follow one that may be repeated.
    pub fn signature(&self) -> String {
        let parameters: Vec<String> = self
            .parameters
            .iter()
            .map(|parameter| {
                let text = format!("{} :: {}", parameter.name, parameter.ty);
                if parameter.optional { format!("[{text}]") } else { text }
            })
            .collect();
        let more = if self.variadic { ", ..." } else { "" };
        format!("{}({}{more}) :: {}", self.name, parameters.join(", "), self.returns)
    }
}

impl Procedure {
    /// Its call and columns, for example `db.labels() :: (label :: STRING)`.
    pub fn signature(&self) -> String {
        format!("{}({}) :: ({})", self.name, columns(&self.parameters), columns(&self.yields))
    }
}

fn columns(columns: &[ProcedureColumn]) -> String {
    let column = |column: &ProcedureColumn| {
        let text = format!("{} :: {}", column.name, column.ty);
        if column.default.is_some() { format!("[{text}]") } else { text }
    };
    columns.iter().map(column).collect::<Vec<_>>().join(", ")
}

/// The reference page of all functions and built-in procedures, in Markdown.
pub fn reference() -> String {
    let mut page = String::from(
        "# Functions and procedures\n\n\
         Made from the registry; do not edit. `[x :: T]` may be left out. A null argument makes the result null, \
         unless the description says otherwise.\n",
    );
    // Writing to a string cannot fail.
    let _ = write_chapters(&mut page);
    page
}

fn write_chapters(page: &mut String) -> fmt::Result {
    for category in Category::ALL {
        write!(page, "\n## {} functions\n", category.name())?;
        for function in functions().filter(|function| function.category == category) {
            write_function(page, function)?;
        }
    }
    page.push_str("\n## Procedures\n");
    for procedure in ProcedureRegistry::with_builtins().iter() {
        write!(page, "\n### {}\n\n`{}`\n\n{}\n", procedure.name, procedure.signature(), procedure.doc)?;
    }
    Ok(())
}

fn write_function(page: &mut String, function: &Function) -> fmt::Result {
    write!(page, "\n### {}\n\n`{}`\n\n{}", function.name, function.signature(), function.doc)?;
    if !function.aliases.is_empty() {
        write!(page, " Also called `{}`.", function.aliases.join("`, `"))?;
    }
    write!(page, "\n\n```cypher\nRETURN {}\n```\n", function.example)
}
