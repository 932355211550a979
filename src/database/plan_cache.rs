//! Statements by their text, so that one that is run often is parsed, bound and planned once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::function::ProcedureRegistry;
use crate::semantic::bound::Dialect;

use super::checked::Checked;

/// Beyond this many statements the cache is emptied; what is in use comes back at once.
const STATEMENTS: usize = 512;
/// Longer texts are not kept.
const TEXT_LEN: usize = 64 << 10;

/// What is known of a text, or of a template's key.
#[derive(Clone)]
pub(super) enum Known {
    Statement(Arc<Checked>),
    /// Its literals are more than values: texts of this template are looked up whole.
    Whole,
}

/// See the module.
#[derive(Default)]
pub(super) struct PlanCache {
    entries: Mutex<FxHashMap<Box<str>, Known>>,
}

impl PlanCache {
    /// What is known of this text, if it was bound in this dialect and with these procedures.
    pub fn find(&self, text: &str, dialect: Dialect, procedures: &Arc<ProcedureRegistry>) -> Option<Known> {
        let known = self.lock().get(text).cloned()?;
        match &known {
            Known::Statement(checked) if checked.dialect != dialect || !checked.is_current(procedures) => {
                None
            }
            Known::Statement(_) | Known::Whole => Some(known),
        }
    }

    pub fn keep(&self, text: &str, known: Known) {
        if text.len() > TEXT_LEN {
            return;
        }
        let mut entries = self.lock();
        if entries.len() >= STATEMENTS {
            entries.clear();
        }
        entries.insert(text.into(), known);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, FxHashMap<Box<str>, Known>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
