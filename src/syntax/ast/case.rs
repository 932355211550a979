//! What a `WHEN` of the simple `CASE` holds: a value, or a test that leaves out what it tests.

use super::{Expr, ExprKind};

impl Expr {
    /// Whether it is a test of a simple `CASE`, such as `< 5`.
    pub fn is_case_test(&self) -> bool {
        match &self.kind {
            ExprKind::Comparison(left, _)
            | ExprKind::In(left, _)
            | ExprKind::StringPredicate(_, left, _)
            | ExprKind::IsNull(left, _)
            | ExprKind::IsTyped(left, _, _)
            | ExprKind::IsNormalized(left, _, _)
            | ExprKind::HasLabels(left, _) => matches!(left.kind, ExprKind::CaseOperand),
            _ => false,
        }
    }
}
