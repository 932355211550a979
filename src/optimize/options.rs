//! Which rules are applied.

use std::collections::BTreeSet;

use super::RULES;

/// Which rules are applied; all of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptimizerOptions {
    disabled: BTreeSet<String>,
}

impl OptimizerOptions {
    /// No rule: plans stay naive and get estimates only.
    pub fn none() -> OptimizerOptions {
        OptimizerOptions { disabled: RULES.iter().map(|rule| rule.name.to_owned()).collect() }
    }

    /// Only the rules of these names.
    pub fn only(names: &[&str]) -> OptimizerOptions {
        let mut options = OptimizerOptions::none();
        options.disabled.retain(|name| !names.contains(&name.as_str()));
        options
    }

    /// The same without the rule of that name.
    #[must_use]
    pub fn without(mut self, name: &str) -> OptimizerOptions {
        self.disabled.insert(name.to_owned());
        self
    }

    /// Whether the rule of that name is applied.
    pub fn is_enabled(&self, name: &str) -> bool {
        !self.disabled.contains(name)
    }
}
