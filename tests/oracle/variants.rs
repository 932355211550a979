//! The ways a statement is planned: with no rule, with one alone, with all, with all but one.

use casegraph::optimize::{OptimizerOptions, RULES};

/// A choice of rules and its name.
pub type Variant = (String, OptimizerOptions);

/// No rule: the plan that answers are compared with.
pub fn naive() -> OptimizerOptions {
    OptimizerOptions::none()
}

/// No rule, each rule alone, all rules.
pub fn each_alone() -> Vec<Variant> {
    let mut variants = vec![("no rules".to_owned(), naive()), every_rule()];
    variants.extend((0..RULES.len()).map(alone));
    variants
}

/// All rules, and another choice that is a different one each time.
pub fn in_turn(at: usize) -> Vec<Variant> {
    let rule = at / 2 % RULES.len();
    vec![every_rule(), if at.is_multiple_of(2) { alone(rule) } else { without(rule) }]
}

pub fn every_rule() -> Variant {
    ("all rules".to_owned(), OptimizerOptions::default())
}

fn alone(rule: usize) -> Variant {
    let name = RULES[rule].name;
    (format!("only {name}"), OptimizerOptions::only(&[name]))
}

fn without(rule: usize) -> Variant {
    let name = RULES[rule].name;
    (format!("all but {name}"), OptimizerOptions::default().without(name))
}

#[test]
fn every_rule_is_in_turn() {
    let names: std::collections::BTreeSet<String> =
        (0..2 * RULES.len()).flat_map(in_turn).map(|(name, _)| name).collect();
    assert_eq!(names.len(), 1 + 2 * RULES.len());
    assert_eq!(each_alone().len(), 2 + RULES.len());
}
