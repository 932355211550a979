//! A broken rule: which constraint, which elements, and what is wrong with them. An error's text can be made of
//! it, with the elements named as the caller knows them: by their ids, or by the lines of a file they came from.

use std::sync::Arc;

use smallvec::SmallVec;

use super::Target;
use crate::error::{Error, ErrorClass};

/// See the module.
#[derive(Clone, Debug)]
pub struct Violation {
    pub(in crate::graph) constraint: Arc<str>,
    pub(in crate::graph) target: Target,
    /// The label or type.
    pub(in crate::graph) under: Arc<str>,
    /// One element, or two that have the same values; the later one last.
    pub(in crate::graph) elements: SmallVec<[u32; 2]>,
    /// What they do: `has no key`, `both have name = 'Ann'`.
    pub(in crate::graph) problem: String,
    pub(in crate::graph) detail: &'static str,
}

impl Violation {
    /// Whether the elements are nodes, and otherwise relationships.
    pub fn is_of_nodes(&self) -> bool {
        matches!(self.target, Target::Label(_))
    }

    /// The ids of the elements, the later one last.
    pub fn elements(&self) -> &[u32] {
        &self.elements
    }

    /// The error, with the elements under these names.
    pub fn error(&self, name: impl Fn(u32) -> String) -> Error {
        let names: Vec<String> = self.elements.iter().map(|id| name(*id)).collect();
        let Violation { constraint, under, problem, .. } = self;
        let who = names.join(" and ");
        let message = format!("{who} under `{under}` {problem}, against constraint `{constraint}`");
        Error::new(ErrorClass::ConstraintValidationFailed, self.detail, message)
    }
}

impl From<Violation> for Error {
    fn from(violation: Violation) -> Error {
        let what = if violation.is_of_nodes() { "node" } else { "relationship" };
        violation.error(|id| format!("{what} {id}"))
    }
}
