//! Tokens to syntax tree: recursive descent for clauses and patterns, operator precedence for expressions.
//!
//! Nothing here backtracks. Where a bracket can begin several things, the token behind its partner
//! decides ([`lookahead`]), so that parsing stays linear however deep the text nests. Every recursion is
//! counted against [`MAX_NESTING`] ([`cursor`]).

mod atom;
mod brackets;
mod call;
mod case;
mod clause;
mod composed;
mod cursor;
mod expression;
mod hint;
mod hop_search;
mod label;
mod list;
mod literal;
mod lookahead;
mod map;
mod pattern;
mod postfix;
mod prefix;
mod projection;
mod refused;
mod relationship;
mod report;
mod schema;
mod show;
mod statement;
mod subquery;
mod trim;
mod types;
mod update;

#[cfg(test)]
mod tests;

pub(crate) use literal::literal_of;

use super::ast::Statement;
use super::statements::{ScriptStatement, statements};
use crate::error::Result;

/// The deepest nesting of brackets, prefix operators and postfix operators a statement may have.
pub const MAX_NESTING: usize = 1000;

/// The longest text one statement may have, in bytes.
pub const MAX_STATEMENT_BYTES: usize = 16 << 20;

/// Parses one statement. A semicolon may end it. Places are bytes of `text`.
pub fn parse(text: &str) -> Result<Statement> {
    cursor::Parser::new(text)?.whole()
}

/// Parses the statements of a script one by one. Places in the tree and in errors are bytes of the
/// statement's own text, whose offset in the script is given beside it.
pub fn parse_script(script: &str) -> impl Iterator<Item = (ScriptStatement<'_>, Result<Statement>)> {
    statements(script).map(|statement| (statement, parse(statement.text)))
}
