//! Which slots are read: by an expression, and by what lies above an operator. Operators carry no others.

use crate::plan::imports::Imports;
use crate::plan::walk_expr::collect_free_slots;
use crate::semantic::bound::Expr;

pub use crate::plan::SlotSet;

/// Adds the outer slots that an expression reads.
pub fn expression_slots(expr: &Expr, imports: &Imports, slots: &mut SlotSet) {
    collect_free_slots(expr, imports, slots);
}
