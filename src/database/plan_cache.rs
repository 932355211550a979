//! Statements by their text, so that one that is run often is parsed, bound and planned once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::function::ProcedureRegistry;
use crate::semantic::bound::Dialect;

use super::checked::Checked;

/// Beyond this many statements the cache is emptied; what is in use comes back at once.
const STATEMENTS: usize = 512;
/// Longer texts are not kept.
const TEXT_LEN: usize = 64 << 10;

/// See the module.
#[derive(Default)]
pub(super) struct PlanCache {
    entries: Mutex<HashMap<Box<str>, Arc<Checked>>>,
}

impl PlanCache {
    /// The statement of this text, if it was bound in this dialect and with these procedures.
    pub fn find(
        &self,
        text: &str,
        dialect: Dialect,
        procedures: &Arc<ProcedureRegistry>,
    ) -> Option<Arc<Checked>> {
        let fits = |checked: &&Arc<Checked>| checked.dialect == dialect && checked.is_current(procedures);
        self.lock().get(text).filter(fits).cloned()
    }

    pub fn keep(&self, text: &str, checked: &Arc<Checked>) {
        if text.len() > TEXT_LEN {
            return;
        }
        let mut entries = self.lock();
        if entries.len() >= STATEMENTS {
            entries.clear();
        }
        entries.insert(text.into(), checked.clone());
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Arc<Checked>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
