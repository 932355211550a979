//! The type of `IS :: TYPE`, without its place.

use super::bound::{SimpleType, TypeName};
use crate::syntax::ast;

/// Binds a type.
pub fn bind_type_name(ty: &ast::TypeName) -> TypeName {
    TypeName { alternatives: ty.alternatives.iter().map(bind_simple).collect() }
}

fn bind_simple(ty: &ast::SimpleType) -> SimpleType {
    let inner = ty.inner.as_deref().map(|inner| Box::new(bind_type_name(inner)));
    SimpleType { kind: ty.kind, inner, not_null: ty.not_null }
}
