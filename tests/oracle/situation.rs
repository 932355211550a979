//! Statements of a corpus on the graph they are meant for, run under many plans.

use casegraph::syntax::ast::{Mode, StatementBody};
use casegraph::value::Map;
use casegraph::{Database, OpenOptions, Result};

use super::answer::{Answer, ask};
use super::contents::contents;
use super::stores::{Indexes, OnDisk, index_everything};
use super::variants::{self, Variant};

/// Does something to a database, or says why it cannot.
type Make<'a> = Box<dyn Fn(&Database) -> std::result::Result<(), String> + 'a>;

/// A graph, and statements that are run on it.
pub struct Situation<'a> {
    pub name: String,
    /// Makes the graph in an empty database.
    pub prepare: Make<'a>,
    /// Registers procedures, which are no part of a store.
    pub equip: Make<'a>,
    pub options: OpenOptions,
    /// Whether a statement sees what those before it left.
    pub in_sequence: bool,
    pub steps: Vec<Step>,
}

pub struct Step {
    pub text: String,
    /// Whether its rows are in one order.
    pub ordered: bool,
    /// Whether lists in its rows are in one order.
    pub ordered_lists: bool,
    pub parameters: Map,
}

/// Under which plans, and on which forms of the graph.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All.
    Everything,
    /// Others for each statement, but all rules for every one.
    InTurn,
}

/// What was done.
#[derive(Default)]
pub struct Done {
    pub statements: usize,
    pub runs: usize,
    /// Statements that are too long without rules.
    pub unfinished: usize,
    pub failures: Vec<String>,
}

/// A graph in one of its forms.
struct Form {
    name: &'static str,
    database: Database,
    _disk: Option<OnDisk>,
}

const FORMS: [&str; 4] = ["", ", with indexes", ", reopened", ", reopened with composite indexes"];

impl Situation<'_> {
    /// The graph as its scripts make it.
    fn filled(&self) -> std::result::Result<Database, String> {
        let database = Database::in_memory_with(self.options.clone());
        (self.equip)(&database)
            .and_then(|()| (self.prepare)(&database))
            .map_err(|why| format!("{}: {why}", self.name))?;
        Ok(database)
    }

    fn form(&self, at: usize, filled: &Database) -> std::result::Result<Form, String> {
        let mut form = Form { name: FORMS[at], database: filled.clone(), _disk: None };
        if at == 1 {
            form.database = self.filled()?;
        } else if at > 1 {
            let state = filled.snapshot();
            let disk = OnDisk::holding(self.options.clone(), state.state());
            let disk = disk.map_err(|error| format!("{}: {error}", self.name))?;
            (self.equip)(&disk.database)?;
            form.database = disk.database.clone();
            form._disk = Some(disk);
        }
        if at % 2 == 1 {
            // Where a constraint holds there is an index already.
            let _ =
                index_everything(&form.database, if at == 1 { Indexes::Single } else { Indexes::Composite });
        }
        Ok(form)
    }

    /// Runs the statements.
    pub fn run(&self, extent: Extent, done: &mut Done) {
        let turn = done.statements / 4;
        let wanted: Vec<usize> = match extent {
            Extent::Everything => (0..FORMS.len()).collect(),
            Extent::InTurn if self.steps.len() > 5 || turn.is_multiple_of(3) => vec![0, 3],
            Extent::InTurn => vec![0, 1 + turn % 2],
        };
        let filled = self.filled();
        let forms = filled.and_then(|filled| wanted.into_iter().map(|at| self.form(at, &filled)).collect());
        let forms: Vec<Form> = match forms {
            Ok(forms) => forms,
            Err(why) => return done.failures.push(why),
        };
        for step in &self.steps {
            if has_plan(&step.text) {
                self.compare(step, extent, &forms, done);
            }
            // The next statement is about what this one leaves.
            let options = variants::naive();
            if self.in_sequence && self.steps.len() > 1 {
                forms
                    .iter()
                    .for_each(|form| drop(ask(&form.database, &step.text, &step.parameters, &options)));
            }
        }
    }

    fn compare(&self, step: &Step, extent: Extent, forms: &[Form], done: &mut Done) {
        let turn = done.statements;
        done.statements += 1;
        let naive = ("no rules".to_owned(), variants::naive());
        let expected = self.outcome(&forms[0], step, &naive);
        if expected.answer.is_error("BudgetExceeded") {
            done.unfinished += 1;
            return;
        }
        let forms = if looks_at_the_graph(&step.text) { forms } else { &forms[..1] };
        for (at, form) in forms.iter().enumerate() {
            let variants = match extent {
                Extent::Everything => variants::each_alone(),
                Extent::InTurn if at == 0 => variants::in_turn(turn),
                Extent::InTurn => vec![variants::every_rule()],
            };
            for variant in variants {
                let found = self.outcome(form, step, &variant);
                done.runs += 1;
                if !found.stands_for(&expected, step) {
                    let name = format!("{}{}", variant.0, form.name);
                    done.failures.push(format!(
                        "{}: {}",
                        self.name,
                        difference(step, &expected, &name, &found)
                    ));
                    return;
                }
            }
        }
    }

    /// The answer of a statement and what it leaves, which is not kept.
    fn outcome(&self, form: &Form, step: &Step, (_, options): &Variant) -> Outcome {
        let answer = if step.ordered_lists { Answer::of } else { Answer::of_lists_in_any_order };
        let read = answer(form.database.read().query(&step.text), &step.parameters, options);
        if !read.says("WriteInReadTransaction") {
            return Outcome { answer: read, left: Vec::new() };
        }
        let written = || -> Result<Outcome> {
            let mut transaction = form.database.write()?;
            let answer = answer(transaction.query(&step.text), &step.parameters, options);
            let left = contents(transaction.state());
            transaction.rollback();
            Ok(Outcome { answer, left })
        };
        written().unwrap_or_else(|error| Outcome { answer: Answer::of_error(&error), left: Vec::new() })
    }
}

/// An answer, and the graph after it where it updates.
struct Outcome {
    answer: Answer,
    left: Vec<String>,
}

fn difference(step: &Step, expected: &Outcome, name: &str, found: &Outcome) -> String {
    let (a, b) = (&expected.answer, &found.answer);
    let left = match a.agrees(b, step.ordered) {
        true => format!("\n{}\n  but\n{}", expected.left.join("\n"), found.left.join("\n")),
        false => String::new(),
    };
    format!("{}\n{a}\n  {name}:\n{b}{left}", step.text)
}

impl Outcome {
    /// Whether it is as good as that of the naive plan.
    fn stands_for(&self, naive: &Outcome, step: &Step) -> bool {
        naive.answer.agrees(&self.answer, step.ordered) && naive.left == self.left
    }
}

/// Whether a statement may look at the graph.
fn looks_at_the_graph(text: &str) -> bool {
    let text = text.to_lowercase();
    ["match", "call", "create", "merge", "insert", "exists", "count", "collect"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether it is a query that is run, and not one that is shown or a command.
fn has_plan(text: &str) -> bool {
    match casegraph::syntax::parse(text) {
        Ok(statement) => statement.mode == Mode::Execute && matches!(statement.body, StatementBody::Query(_)),
        // The same error on any plan.
        Err(_) => true,
    }
}
