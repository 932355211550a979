//! The type of `IS :: TYPE`: one spelling for each.

use super::bound::{SimpleType, TypeName};
use super::errors;
use crate::error::{Result, Span};
use crate::syntax::ast;

/// Binds a type, whose name must be known.
pub fn bind_type_name(ty: &ast::TypeName) -> Result<TypeName> {
    let alternatives: Result<_> = ty.alternatives.iter().map(|simple| bind_simple(simple, ty.span)).collect();
    Ok(TypeName { alternatives: alternatives? })
}

fn bind_simple(ty: &ast::SimpleType, span: Span) -> Result<SimpleType> {
    let Some(name) = normalise(&ty.name) else {
        return Err(errors::unexpected(format!("there is no type `{}`", ty.name), span));
    };
    let inner = ty.inner.as_deref().map(bind_type_name).transpose()?.map(Box::new);
    Ok(SimpleType { name: name.into(), inner, not_null: ty.not_null })
}

fn normalise(name: &str) -> Option<&'static str> {
    Some(match name {
        "ANY" | "ANY VALUE" => "ANY",
        "NOTHING" => "NOTHING",
        "NULL" => "NULL",
        "BOOL" | "BOOLEAN" => "BOOLEAN",
        "INT" | "INTEGER" | "SIGNED INTEGER" | "INT64" | "INTEGER64" => "INTEGER",
        "FLOAT" | "FLOAT64" => "FLOAT",
        "NUMBER" => "NUMBER",
        "STRING" | "VARCHAR" => "STRING",
        "MAP" | "ANY MAP" => "MAP",
        "LIST" | "ARRAY" => "LIST",
        "NODE" | "ANY NODE" | "VERTEX" | "ANY VERTEX" => "NODE",
        "RELATIONSHIP" | "ANY RELATIONSHIP" | "EDGE" | "ANY EDGE" => "RELATIONSHIP",
        "PATH" => "PATH",
        "PROPERTY VALUE" | "ANY PROPERTY VALUE" => "PROPERTY VALUE",
        "DATE" => "DATE",
        "LOCAL TIME" | "TIME WITHOUT TIME ZONE" | "TIME WITHOUT TIMEZONE" => "LOCAL TIME",
        "ZONED TIME" | "TIME" | "TIME WITH TIME ZONE" | "TIME WITH TIMEZONE" => "ZONED TIME",
        "LOCAL DATETIME" | "TIMESTAMP WITHOUT TIME ZONE" | "TIMESTAMP WITHOUT TIMEZONE" => "LOCAL DATETIME",
        "ZONED DATETIME" | "TIMESTAMP WITH TIME ZONE" | "TIMESTAMP WITH TIMEZONE" => "ZONED DATETIME",
        "DURATION" => "DURATION",
        "POINT" => "POINT",
        _ => return None,
    })
}
