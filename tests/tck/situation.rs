//! Scenarios as situations: their graph and their queries, without what they should give.

use std::path::Path;

use casegraph::{Database, OpenOptions};

use crate::oracle::situation::{Situation, Step};

use super::scenario::{PlainStep, Scenario, World};

impl Scenario {
    pub fn situation(self, root: &Path) -> Situation<'static> {
        let first = self.steps.iter().position(PlainStep::executes).unwrap_or(self.steps.len());
        let mut before = self.steps;
        let queries = before.split_off(first);
        let executing = queries.iter().zip(queries.iter().skip(1).map(Some).chain([None]));
        let mut scratch = World::new(root, Database::in_memory());
        // A scenario that cannot be read fails where the kit is run.
        let parameters = before.iter().filter(|step| step.text.starts_with("parameters"));
        parameters.for_each(|step| drop(scratch.step(step)));
        let steps = executing.filter(|(step, _)| step.executes()).map(|(step, next)| Step {
            text: step.docstring.clone(),
            ordered: next.is_some_and(|next| next.text.contains("in order")),
            ordered_lists: !next.is_some_and(|next| next.text.contains("ignoring element order")),
            parameters: scratch.parameters.clone(),
        });
        let steps = steps.collect();
        let (procedures, before): (Vec<_>, Vec<_>) =
            before.into_iter().partition(|step| step.text.starts_with("there exists a procedure"));
        let roots = [root.to_owned(), root.to_owned()];
        let [root, other] = roots;
        let walk = |root: &Path, database: &Database, steps: &[PlainStep]| {
            let mut world = World::new(root, database.clone());
            steps.iter().try_for_each(|step| world.step(step))
        };
        Situation {
            name: self.name,
            equip: Box::new(move |database| walk(&root, database, &procedures)),
            prepare: Box::new(move |database| walk(&other, database, &before)),
            options: OpenOptions::default(),
            in_sequence: true,
            steps,
        }
    }
}
