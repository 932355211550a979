//! Text to syntax tree. In: the statement's text. Out: [`ast`] with a place on every part, or one precise error.
//! Names are not looked up here and nothing is checked that needs a scope.

pub mod ast;
