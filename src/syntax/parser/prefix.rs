//! What stands before a statement: `EXPLAIN`, `PROFILE` and `CYPHER 25 runtime=slotted`.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{Dialect, Expr, Mode, StatementBody};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// Options that tell Neo4j how to plan and run. There is one way here, so that they change nothing.
const OPTIONS: &[&str] = &[
    "connectComponentsPlanner",
    "debug",
    "eagerAnalyzer",
    "expressionEngine",
    "inferSchemaParts",
    "interpretedPipesFallback",
    "operatorEngine",
    "parallelRuntimeSupport",
    "planner",
    "planVarExpandInto",
    "replan",
    "runtime",
    "statefulShortestPlanningMode",
    "updateStrategy",
];

impl Parser<'_> {
    /// The words before a statement, in any order.
    pub(super) fn prefix(&mut self) -> Result<Mode> {
        let mut mode = Mode::Execute;
        loop {
            match self.kind() {
                TokenKind::Keyword(Keyword::Explain) => mode = Mode::Explain,
                TokenKind::Keyword(Keyword::Profile) => mode = Mode::Profile,
                TokenKind::Keyword(Keyword::Cypher) => {
                    self.cypher_options()?;
                    continue;
                }
                _ => return Ok(mode),
            }
            self.advance();
        }
    }

    /// `USING HOPS LIMIT n`, as Memgraph has it, if it is there.
    pub(super) fn hops_limit(&mut self) -> Result<Option<Expr>> {
        if !self.at_word(Keyword::Using) || self.ahead(1) != TokenKind::Keyword(Keyword::Hops) {
            return Ok(None);
        }
        self.advance();
        self.advance();
        self.expect_word(Keyword::Limit)?;
        match self.path_count()? {
            Some(limit) => Ok(Some(*limit)),
            None => Err(self.unexpected("a number of hops")),
        }
    }

    /// Whether a command to the session is next: `SET session.x = 1` is none.
    pub(super) fn at_session(&self) -> bool {
        self.at_word(Keyword::Set)
            && self.ahead(1) == TokenKind::Keyword(Keyword::Session)
            && self.ahead(2).is_name()
    }

    /// `SET SESSION DIALECT name`
    pub(super) fn session(&mut self) -> Result<StatementBody> {
        self.advance();
        self.advance();
        self.expect_word(Keyword::Dialect)?;
        let names = Dialect::ALL.map(Dialect::name).join(", ");
        let name = self.name(&format!("a dialect ({names})"))?;
        match Dialect::named(&name.name) {
            Some(dialect) => Ok(StatementBody::Dialect(dialect)),
            None => {
                let message = format!("`{}` is not a dialect", name.name);
                Err(Error::syntax("UnexpectedSyntax", message, name.span)
                    .hint(format!("the dialects are {names}")))
            }
        }
    }

    /// `CYPHER [version] [option=value ..]`
    fn cypher_options(&mut self) -> Result<()> {
        self.advance();
        if matches!(self.kind(), TokenKind::Integer | TokenKind::Float) {
            self.cypher_version()?;
        }
        while self.kind().is_name() && self.ahead(1) == TokenKind::Equal {
            let name = self.slice(self.span());
            if !OPTIONS.iter().any(|option| option.eq_ignore_ascii_case(name)) {
                let message = format!("`{name}` is not an option of a query");
                return Err(Error::syntax("UnexpectedSyntax", message, self.span())
                    .hint(format!("the options are {}", OPTIONS.join(", "))));
            }
            self.advance();
            self.advance();
            if !self.kind().is_name() && self.kind() != TokenKind::Integer {
                return Err(self.unexpected("the option's value"));
            }
            self.advance();
        }
        Ok(())
    }

    /// Versions say which spellings are known; here all are.
    fn cypher_version(&mut self) -> Result<()> {
        let span = self.advance();
        match self.slice(span) {
            "5" | "25" => Ok(()),
            other => {
                let message = format!("version {other} of Cypher is not known here");
                Err(Error::syntax("UnexpectedSyntax", message, span).hint("the versions are 5 and 25"))
            }
        }
    }
}
