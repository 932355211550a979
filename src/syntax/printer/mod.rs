//! Syntax tree to text. The text parses to the same tree, places and column texts aside.
//!
//! Parentheses stand only where the tree needs them. Names are put into backticks where they would read as
//! something else. A column without `AS` is named by its text, so that it may be named differently when
//! its expression is printed in another form than it was written.

mod clause;
mod expression;
mod name;
mod pattern;
mod schema;

use super::ast::{Expr, Query, SingleQuery, Statement, StatementBody};
use crate::stack;
use expression::Level;

/// The statement as text, one clause a line, without a semicolon.
pub fn print_statement(statement: &Statement) -> String {
    let mut printer = Printer { out: String::new(), separator: '\n' };
    match statement.mode {
        super::ast::Mode::Execute => {}
        super::ast::Mode::Explain => printer.put("EXPLAIN "),
        super::ast::Mode::Profile => printer.put("PROFILE "),
    }
    if let Some(limit) = &statement.hops_limit {
        printer.put("USING HOPS LIMIT ");
        printer.expr(limit, Level::Atom);
        printer.put(" ");
    }
    match &statement.body {
        StatementBody::Dialect(dialect) => {
            printer.put("SET SESSION DIALECT ");
            printer.put(dialect.name());
        }
        StatementBody::Query(query) => stack::with_room(statement.nesting, || printer.query(query)),
        StatementBody::Schema(command) => printer.schema(command),
    }
    printer.out
}

/// The expression as text, on one line.
pub fn print_expr(expr: &Expr) -> String {
    let mut printer = Printer { out: String::new(), separator: ' ' };
    printer.expr(expr, Level::Or);
    printer.out
}

/// Writes text piece by piece.
struct Printer {
    out: String,
    /// What stands between clauses.
    separator: char,
}

impl Printer {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Prints `items` with a comma between them.
    fn list<T>(&mut self, items: &[T], mut print: impl FnMut(&mut Printer, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.put(", ");
            }
            print(self, item);
        }
    }

    fn query(&mut self, query: &Query) {
        for (i, part) in query.parts.iter().enumerate() {
            if let Some(&(all, _)) = i.checked_sub(1).and_then(|i| query.unions.get(i)) {
                self.out.push(self.separator);
                self.put(if all { "UNION ALL" } else { "UNION" });
                self.out.push(self.separator);
            }
            self.single_query(part);
        }
    }

    fn single_query(&mut self, query: &SingleQuery) {
        for (i, clause) in query.clauses.iter().enumerate() {
            if i > 0 {
                self.out.push(self.separator);
            }
            self.clause(&clause.kind);
        }
    }

    /// A query in braces, on one line.
    fn braced_query(&mut self, query: &Query) {
        let separator = std::mem::replace(&mut self.separator, ' ');
        self.put("{ ");
        self.query(query);
        self.put(" }");
        self.separator = separator;
    }
}
