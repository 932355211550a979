//! The parser's state: where it is in the tokens, and how deep.

use super::brackets::Brackets;
use super::{MAX_NESTING, MAX_STATEMENT_BYTES};
use crate::error::{Error, ErrorClass, Result, Span};
use crate::stack;
use crate::syntax::ast::Ident;
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::lexer::Lexer;
use crate::syntax::token::{Token, TokenKind};

/// A statement half parsed.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    /// Without comments; the last one is [`TokenKind::End`].
    pub(super) tokens: Vec<Token>,
    pub(super) brackets: Brackets,
    pub(super) at: usize,
    /// How deep the recursion is.
    depth: usize,
    /// How deep the tree of the expression at hand is, counted from the statement. At least `depth`.
    deepest: usize,
    /// The largest that `deepest` has been.
    overall: usize,
    /// A `|` ends the expression at hand instead of joining labels or types.
    pub(super) bar_ends: bool,
}

impl<'a> Parser<'a> {
    /// Cuts the text into tokens. What is no token at all is reported here.
    pub(super) fn new(text: &'a str) -> Result<Parser<'a>> {
        if text.len() > MAX_STATEMENT_BYTES {
            let message =
                format!("the statement has {} bytes, {MAX_STATEMENT_BYTES} are allowed", text.len());
            return Err(Error::new(ErrorClass::BudgetExceeded, "StatementTooLong", message)
                .compile_time()
                .hint("pass large data as a parameter, or import it"));
        }
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4 + 1);
        for token in Lexer::new(text) {
            match token.kind {
                TokenKind::Comment => {}
                TokenKind::Invalid(problem) => {
                    let key_follows = super::brackets::key_follows(&tokens);
                    return Err(super::report::not_a_token(text, problem, key_follows, token.span));
                }
                _ => tokens.push(token),
            }
        }
        let end = tokens.last().map_or(text.len(), |last| last.span.end as usize);
        tokens.push(Token { kind: TokenKind::End, span: Span::new(end, end) });
        let brackets = Brackets::pair(&tokens);
        Ok(Parser { text, tokens, brackets, at: 0, depth: 0, deepest: 0, overall: 0, bar_ends: false })
    }

    /// The kind of the token `n` ahead of the current one.
    pub(super) fn ahead(&self, n: usize) -> TokenKind {
        self.kind_at(self.at + n)
    }

    /// The kind of a token by its index; behind the last one there is only the end.
    pub(super) fn kind_at(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::End, |token| token.kind)
    }

    /// The kind of the current token.
    pub(super) fn kind(&self) -> TokenKind {
        self.kind_at(self.at)
    }

    /// The place of the current token.
    pub(super) fn span(&self) -> Span {
        let end = Span::new(self.text.len(), self.text.len());
        self.tokens.get(self.at).map_or(end, |token| token.span)
    }

    /// The first byte of the current token.
    pub(super) fn here(&self) -> u32 {
        self.span().start
    }

    /// From byte `start` to the end of the token before the current one.
    pub(super) fn since(&self, start: u32) -> Span {
        let end =
            self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |token| token.span.end);
        Span { start, end: end.max(start) }
    }

    /// The text of a place.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Goes on to the next token; returns the place of the one left behind. Stays at the end.
    pub(super) fn advance(&mut self) -> Span {
        let span = self.span();
        if self.kind() != TokenKind::End {
            self.at += 1;
        }
        span
    }

    /// Takes the token if it is of this kind.
    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.advance();
        }
        found
    }

    /// Whether the current token is this keyword.
    pub(super) fn at_word(&self, keyword: Keyword) -> bool {
        self.kind() == TokenKind::Keyword(keyword)
    }

    /// Takes the keyword if it is there.
    pub(super) fn eat_word(&mut self, keyword: Keyword) -> bool {
        self.eat(TokenKind::Keyword(keyword))
    }

    /// Takes one of two spellings.
    pub(super) fn eat_either(&mut self, one: Keyword, other: Keyword) -> bool {
        self.eat_word(one) || self.eat_word(other)
    }

    /// Takes the token or fails naming it.
    pub(super) fn expect(&mut self, kind: TokenKind) -> Result<Span> {
        if self.kind() == kind {
            return Ok(self.advance());
        }
        Err(self.unexpected(&format!("`{}`", kind.symbol().unwrap_or_default())))
    }

    /// Takes the keyword or fails naming it.
    pub(super) fn expect_word(&mut self, keyword: Keyword) -> Result<Span> {
        self.expect(TokenKind::Keyword(keyword))
    }

    /// After an element of a list: takes a comma, or the closing bracket, which ends the list.
    pub(super) fn more(&mut self, closer: TokenKind) -> Result<bool> {
        if self.eat(TokenKind::Comma) {
            return Ok(true);
        }
        if self.eat(closer) {
            return Ok(false);
        }
        Err(self.unexpected(&format!("`,` or `{}`", closer.symbol().unwrap_or_default())))
    }

    /// Takes any name: keywords are names here.
    pub(super) fn name(&mut self, what: &str) -> Result<Ident> {
        if !self.kind().is_name() {
            return Err(self.unexpected(what));
        }
        Ok(self.take_name())
    }

    /// Takes the name of a new variable: words with a meaning in expressions are not.
    pub(super) fn variable(&mut self) -> Result<Ident> {
        match self.kind() {
            TokenKind::Keyword(keyword) if keyword.role() == Role::Operator => {
                Err(self.reserved("a variable"))
            }
            _ => self.name("a variable"),
        }
    }

    /// Takes the current token as a name; the caller has seen that it is one.
    pub(super) fn take_name(&mut self) -> Ident {
        let quoted = self.kind() == TokenKind::QuotedName;
        let span = self.advance();
        let text = self.slice(span);
        let name = if quoted { unquote(text) } else { text.to_owned() };
        Ident { name, span }
    }

    /// Takes a parameter and gives its name.
    pub(super) fn take_parameter(&mut self) -> String {
        let span = self.advance();
        let text = self.slice(span).trim_start_matches('$');
        if text.starts_with('`') { unquote(text) } else { text.to_owned() }
    }

    /// Reads a part that lies one level deeper in the text.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.deeper_by(1, read)
    }

    /// Reads a part that lies several levels deeper: what nests many parts of the tree at once. Everything in the
    /// parser that recurses goes through here, so that there is a bound and room on the stack.
    pub(super) fn deeper_by<T>(
        &mut self,
        levels: usize,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.enter_by(levels)?;
        let part = stack::with_more_room(|| read(self))?;
        self.leave_by(levels);
        Ok(part)
    }

    /// The same for prefixes, which are read in a loop. Paired with [`Parser::leave_by`] unless an error ends the parse.
    pub(super) fn enter_by(&mut self, levels: usize) -> Result<()> {
        self.depth += levels;
        self.deepest = self.deepest.max(self.depth);
        self.check_depth()
    }

    /// Back out of several levels.
    pub(super) fn leave_by(&mut self, levels: usize) {
        self.depth = self.depth.saturating_sub(levels);
    }

    /// How deep the whole statement is, once it is read.
    pub(super) fn nesting(&self) -> usize {
        self.overall
    }

    /// Begins to measure a tree; the result belongs to [`Parser::close_tree`].
    pub(super) fn open_tree(&mut self) -> usize {
        std::mem::replace(&mut self.deepest, self.depth)
    }

    /// The tree measured now got parents on top.
    pub(super) fn grow(&mut self, levels: usize) -> Result<()> {
        self.deepest += levels;
        self.check_depth()
    }

    /// Ends the measuring: the tree is part of the one around it.
    pub(super) fn close_tree(&mut self, outer: usize) {
        self.deepest = self.deepest.max(outer);
    }

    /// Refuses what will nest too deep once its prefixes are put on.
    pub(super) fn check_levels(&self, levels: usize) -> Result<()> {
        if self.depth + levels <= MAX_NESTING { Ok(()) } else { Err(self.too_deep()) }
    }

    fn check_depth(&mut self) -> Result<()> {
        self.overall = self.overall.max(self.deepest);
        if self.deepest <= MAX_NESTING { Ok(()) } else { Err(self.too_deep()) }
    }

    fn too_deep(&self) -> Error {
        let message = format!("the statement nests deeper than {MAX_NESTING} levels here");
        Error::syntax("NestingTooDeep", message, self.span())
            .hint("name intermediate results with `WITH`, or pass nested data as a parameter")
    }
}

/// A name without its backticks.
fn unquote(text: &str) -> String {
    let inner = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(text);
    inner.replace("``", "`")
}
