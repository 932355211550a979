//! Small constructors of expressions for builder and optimizer.

use crate::error::Span;
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Slot};

/// The slot as an expression without a place.
pub fn slot(slot: Slot) -> Expr {
    at(ExprKind::Slot(slot), Span::default())
}

/// Whether the expression is just that slot.
pub fn is_slot(expr: &Expr, slot: Slot) -> bool {
    matches!(expr.kind, ExprKind::Slot(s) if s == slot)
}

/// `left op right`, standing where `left` stands.
pub fn comparison(left: Expr, op: ComparisonOp, right: Expr) -> Expr {
    let span = left.span;
    at(ExprKind::Comparison(Box::new(left), vec![(op, right)]), span)
}

/// `slot IS NOT NULL`
pub(super) fn is_not_null(of: Slot) -> Expr {
    at(ExprKind::IsNull(Box::new(slot(of)), true), Span::default())
}

/// An expression with a place.
pub(super) fn at(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}
