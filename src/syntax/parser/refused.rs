//! Clauses of other versions and products, which are told apart from slips of the pen.

use super::cursor::Parser;
use crate::error::{Error, ErrorClass};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// Words that begin a clause elsewhere: what they are called, and what to write.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("START", "START", "look nodes up with `MATCH (n) WHERE id(n) = ..`"),
    ("DEFINE", "DEFINE", "write the expression where it is used, or compute it with `LET`"),
    ("SEARCH", "SEARCH", "order by `vector.similarity.cosine(..)` and take the first with `LIMIT`"),
    ("BEGIN", "BEGIN", "each statement is a transaction; programs group several with `Database::begin`"),
    ("COMMIT", "COMMIT", "each statement is a transaction of its own"),
    ("ROLLBACK", "ROLLBACK", "each statement is a transaction of its own"),
    ("GRANT", "access control", "a store has no users"),
    ("DENY", "access control", "a store has no users"),
    ("REVOKE", "access control", "a store has no users"),
    ("STOP", "STOP", ONE_GRAPH),
    ("RENAME", "RENAME", ONE_GRAPH),
    ("ENABLE", "ENABLE", ONE_GRAPH),
    ("DRYRUN", "DRYRUN", ONE_GRAPH),
    ("DEALLOCATE", "DEALLOCATE", ONE_GRAPH),
    ("REALLOCATE", "REALLOCATE", ONE_GRAPH),
    ("TERMINATE", "TERMINATE", "a running statement is stopped by its program, in the shell with Ctrl-C"),
    ("ALTER", "ALTER", "a store holds one graph, which has no settings"),
];

const ONE_GRAPH: &str = "a store is one graph in a file, without databases, users and servers";

/// What `CREATE` and `DROP` make elsewhere.
const ADMINISTERED: &[&str] =
    &["DATABASE", "COMPOSITE", "ALIAS", "USER", "ROLE", "IMMUTABLE", "OR", "SERVER", "AUTH", "GRAPH"];

/// Words of SQL and of other languages: what to write instead of each.
const INSTEAD: &[(&str, &str)] = &[
    ("LIKE", "a part is found with `CONTAINS`, `STARTS WITH` or `ENDS WITH`, a regular expression with `=~`"),
    ("ILIKE", "compare with `toLower(..)`, or with `=~ '(?i)..'`"),
    ("BETWEEN", "write `1 <= x <= 5`"),
    ("HAVING", "aggregate in a `WITH` and filter with `WHERE` behind it"),
    ("MOD", "the remainder is written `%`"),
    ("DIV", "`/` divides integers without a remainder"),
    ("ISNULL", "write `IS NULL`"),
    ("NOTNULL", "write `IS NOT NULL`"),
    ("SELECT", "the last clause says what is wanted: `MATCH .. RETURN ..`"),
    ("UPDATE", "write `MATCH .. SET ..`"),
    ("EXCEPT", "filter with `NOT EXISTS { .. }`"),
    ("INTERSECT", "filter with `EXISTS { .. }`"),
    ("OTHERWISE", "write `WHEN EXISTS { .. } THEN .. ELSE ..`"),
    ("RLIKE", "a regular expression is matched with `=~`"),
    ("ELSEIF", "write `WHEN` again"),
];

/// What to write instead of a word that other languages have.
pub(super) fn instead(word: &str) -> Option<String> {
    let found = INSTEAD.iter().find(|(other, _)| other.eq_ignore_ascii_case(word));
    found.map(|(_, hint)| (*hint).to_owned())
}

impl Parser<'_> {
    /// No clause begins here.
    pub(super) fn no_clause(&self) -> Error {
        if self.at_word(Keyword::Using) {
            return self
                .not_here("USING PERIODIC COMMIT")
                .hint("write `LOAD CSV .. CALL (row) { .. } IN TRANSACTIONS OF 1000 ROWS`");
        }
        let word = self.slice(self.span());
        let next = self.tokens.get(self.at + 1).map_or("", |token| self.slice(token.span));
        if word.eq_ignore_ascii_case("START") && next.eq_ignore_ascii_case("DATABASE") {
            return self.not_here("START DATABASE").hint(ONE_GRAPH);
        }
        let found = ELSEWHERE.iter().find(|(first, ..)| first.eq_ignore_ascii_case(word));
        match found {
            Some((_, what, instead)) if self.kind() == TokenKind::Word => self.not_here(what).hint(*instead),
            _ => self.unexpected("a clause such as `MATCH` or `RETURN`"),
        }
    }

    /// `CREATE UNIQUE`, which became `MERGE`.
    pub(super) fn create_unique(&self) -> Error {
        self.not_here("CREATE UNIQUE").hint("write `MERGE`")
    }

    /// Behind `CREATE` or `DROP`, at what is made: what a store does not have.
    pub(super) fn administered(&self, command: &str) -> Option<Error> {
        let what = self.slice(self.span()).to_ascii_uppercase();
        let known = self.kind().is_name() || matches!(self.kind(), TokenKind::Keyword(Keyword::Or));
        let foreign = known && self.ahead(1) != TokenKind::Equal && ADMINISTERED.contains(&what.as_str());
        foreign.then(|| self.not_here(&format!("{command} {what}")).hint(ONE_GRAPH))
    }

    /// `CAST(e AS TYPE)`, at `AS`.
    pub(super) fn cast(&self) -> Error {
        self.not_here("CAST")
            .hint("convert with `toInteger(..)`, `toFloat(..)`, `toString(..)` or `date(..)`")
    }

    /// The thing at the current token is known, but not supported.
    fn not_here(&self, what: &str) -> Error {
        Error::new(ErrorClass::Unsupported, "UnsupportedFeature", format!("{what} is not supported"))
            .compile_time()
            .at(self.span())
    }
}
