//! Text to syntax tree. In: the statement's text. Out: [`ast`] with a place on every part, or one precise error.
//! Names are not looked up here and nothing is checked that needs a scope.

pub mod ast;
pub mod highlight;
pub mod keywords;
pub mod lexer;
pub(crate) mod parameterize;
mod parser;
pub mod printer;
pub mod statements;
mod strip;
pub mod token;

pub use highlight::highlight;
pub use lexer::Lexer;
pub(crate) use parser::literal_of;
pub use parser::{MAX_NESTING, MAX_STATEMENT_BYTES, parse, parse_script};
pub use statements::{completeness, statements};
