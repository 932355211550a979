//! Path patterns: parts with their selectors and modes, nodes, groups and quantifiers.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{
    Cost, During, Expr, ExprKind, NodePattern, PathMode, PathPattern, PathSelector, PatternElement,
    PatternPart, Quantifier,
};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// Whether a pattern part can begin here.
    pub(super) fn at_pattern_part(&self) -> bool {
        match self.kind() {
            TokenKind::OpenParen => true,
            TokenKind::Keyword(
                Keyword::Any
                | Keyword::All
                | Keyword::Cheapest
                | Keyword::Shortest
                | Keyword::ShortestPath
                | Keyword::AllShortestPaths
                | Keyword::Walk
                | Keyword::Trail
                | Keyword::Simple
                | Keyword::Acyclic,
            ) => true,
            kind => kind.is_name() && self.ahead(1) == TokenKind::Equal,
        }
    }

    /// Parts separated by commas.
    pub(super) fn pattern_parts(&mut self) -> Result<Vec<PatternPart>> {
        let mut parts = vec![self.pattern_part()?];
        while self.eat(TokenKind::Comma) {
            parts.push(self.pattern_part()?);
        }
        Ok(parts)
    }

    /// `p = SHORTEST 2 TRAIL (a)-->(b)`
    pub(super) fn pattern_part(&mut self) -> Result<PatternPart> {
        let start = self.here();
        let variable = if self.kind().is_name() && self.ahead(1) == TokenKind::Equal {
            let variable = self.variable()?;
            self.advance();
            Some(variable)
        } else {
            None
        };
        if self.at_shortest_path() {
            let part = self.shortest_path(start)?;
            return self.times(PatternPart { variable, ..part }, start);
        }
        let (selector, mode) = self.selector()?;
        let pattern = self.path_pattern()?;
        let part = PatternPart { variable, ..plain(selector, mode, pattern) };
        self.times(part, start)
    }

    /// `DURING e TO e FORWARD IN TIME`, behind the pattern.
    fn times(&mut self, mut part: PatternPart, start: u32) -> Result<PatternPart> {
        if self.eat_word(Keyword::During) {
            let from = *self.value()?;
            let to = if self.eat_text("TO") { Some(*self.value()?) } else { None };
            part.during = Some(Box::new(During { from, to }));
        }
        if self.eat_word(Keyword::Forward) {
            self.expect_word(Keyword::In)?;
            if !self.eat_text("TIME") {
                return Err(self.unexpected("`TIME`"));
            }
            part.forward = true;
        }
        part.span = self.since(start);
        Ok(part)
    }

    fn at_shortest_path(&self) -> bool {
        let word =
            matches!(self.kind(), TokenKind::Keyword(Keyword::ShortestPath | Keyword::AllShortestPaths));
        word && self.ahead(1) == TokenKind::OpenParen
    }

    /// `shortestPath((a)-[*]-(b))`
    fn shortest_path(&mut self, start: u32) -> Result<PatternPart> {
        let selector = match self.at_word(Keyword::ShortestPath) {
            true => PathSelector::ShortestPath,
            false => PathSelector::AllShortestPaths,
        };
        self.advance();
        self.expect(TokenKind::OpenParen)?;
        let pattern = self.path_pattern()?;
        self.expect(TokenKind::CloseParen)?;
        Ok(PatternPart { span: self.since(start), ..plain(selector, None, pattern) })
    }

    /// A pattern, or `shortestPath(...)`, in an expression.
    pub(super) fn pattern_expression(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let part = if self.at_shortest_path() {
            self.shortest_path(start)?
        } else {
            let pattern = self.path_pattern()?;
            PatternPart { span: self.since(start), ..plain(PathSelector::All, None, pattern) }
        };
        Ok(self.finish(start, ExprKind::Pattern(Box::new(part))))
    }

    /// `ANY [SHORTEST | k]`, `ALL [SHORTEST]`, `SHORTEST k`, `SHORTEST [k] GROUPS`, each with a path mode or without.
    fn selector(&mut self) -> Result<(PathSelector, Option<PathMode>)> {
        if self.eat_word(Keyword::Any) {
            if self.eat_word(Keyword::Shortest) {
                return Ok((PathSelector::Shortest(None), self.path_mode()));
            }
            if self.eat_word(Keyword::Cheapest) {
                return Ok((PathSelector::Cheapest(None), self.path_mode()));
            }
            let count = self.path_count()?;
            return Ok((PathSelector::Any(count), self.path_mode()));
        }
        if self.eat_word(Keyword::Cheapest) {
            let count = self.path_count()?;
            if count.is_none() {
                return Err(self.unexpected("a number of paths"));
            }
            return Ok((PathSelector::Cheapest(count), self.path_mode()));
        }
        if self.eat_word(Keyword::All) {
            if self.eat_word(Keyword::Cheapest) {
                return Ok((PathSelector::AllCheapest, self.path_mode()));
            }
            let shortest = self.eat_word(Keyword::Shortest);
            let selector = if shortest { PathSelector::AllShortest } else { PathSelector::All };
            return Ok((selector, self.path_mode()));
        }
        if !self.eat_word(Keyword::Shortest) {
            return Ok((PathSelector::All, self.path_mode()));
        }
        let count = self.path_count()?;
        let mode = self.path_mode();
        if self.eat_either(Keyword::Group, Keyword::Groups) {
            // The mode stands before or behind.
            let mode = if mode.is_some() { mode } else { self.path_mode() };
            return Ok((PathSelector::ShortestGroups(count), mode));
        }
        if count.is_none() {
            return Err(self.unexpected("a number of paths or `GROUPS`"));
        }
        Ok((PathSelector::Shortest(count), mode))
    }

    pub(super) fn path_count(&mut self) -> Result<Option<Box<Expr>>> {
        match self.kind() {
            TokenKind::Integer => Ok(Some(self.literal()?)),
            TokenKind::Parameter => Ok(Some(self.parameter())),
            _ => Ok(None),
        }
    }

    /// `WALK | TRAIL | SIMPLE | ACYCLIC`, and `PATH | PATHS`, which says nothing.
    fn path_mode(&mut self) -> Option<PathMode> {
        let mode = match self.kind() {
            TokenKind::Keyword(Keyword::Walk) => Some(PathMode::Walk),
            TokenKind::Keyword(Keyword::Trail) => Some(PathMode::Trail),
            TokenKind::Keyword(Keyword::Simple) => Some(PathMode::Simple),
            TokenKind::Keyword(Keyword::Acyclic) => Some(PathMode::Acyclic),
            _ => None,
        };
        if mode.is_some() {
            self.advance();
        }
        self.eat_either(Keyword::Path, Keyword::Paths);
        mode
    }

    /// Nodes, relationships and groups, as long as the chain goes.
    pub(super) fn path_pattern(&mut self) -> Result<PathPattern> {
        let start = self.here();
        let mut elements = vec![self.node_or_group()?];
        loop {
            if self.kind().is_dash() || self.kind().is_left_head() {
                if matches!(elements.last(), Some(PatternElement::Group { .. })) {
                    return Err(self.after_group());
                }
                elements.push(PatternElement::Relationship(self.relationship()?));
                elements.push(PatternElement::Node(self.node()?));
                continue;
            }
            let behind_group = matches!(elements.last(), Some(PatternElement::Group { .. }));
            if self.kind() != TokenKind::OpenParen || !(behind_group || self.group_at(self.at)) {
                break;
            }
            elements.push(self.node_or_group()?);
        }
        if self.kind() == TokenKind::OpenParen {
            let error = self.unexpected("a relationship, `,` or the end of the pattern");
            return Err(error.hint("put a relationship such as `-->` or a comma between two nodes"));
        }
        Ok(PathPattern { elements, span: self.since(start) })
    }

    fn after_group(&self) -> Error {
        let message = format!("found {} behind a group, expected a node", self.found());
        Error::syntax("UnexpectedSyntax", message, self.span())
            .hint("put a node, such as `()`, between the two")
    }

    fn node_or_group(&mut self) -> Result<PatternElement> {
        if self.group_at(self.at) {
            return self.group();
        }
        let named_path = self.ahead(1).is_name() && self.ahead(2) == TokenKind::Equal;
        if self.kind() == TokenKind::OpenParen && named_path {
            let message = "a path inside parentheses cannot have a name";
            return Err(Error::syntax("UnexpectedSyntax", message, self.span())
                .hint("name the whole path instead: `p = ((a)-->(b)){1,3}`"));
        }
        Ok(PatternElement::Node(self.node()?))
    }

    /// `((a)-[r]->(b) WHERE e){1,3}`
    fn group(&mut self) -> Result<PatternElement> {
        let start = self.here();
        let (pattern, filter, cost) = self.deeper(|parser| {
            parser.expect(TokenKind::OpenParen)?;
            let pattern = parser.path_pattern()?;
            let filter = parser.element_filter()?;
            let cost = parser.cost()?;
            if parser.eat(TokenKind::CloseParen) {
                return Ok((pattern, filter, cost));
            }
            Err(parser.unexpected(if filter.is_none() { "a relationship, `WHERE` or `)`" } else { "`)`" }))
        })?;
        let quantifier = self.quantifier()?;
        Ok(PatternElement::Group { pattern, filter, cost, quantifier, span: self.since(start) })
    }

    /// `COST e [DEFAULT e]`, if it is there.
    pub(super) fn cost(&mut self) -> Result<Option<Box<Cost>>> {
        if !self.eat_word(Keyword::Cost) {
            return Ok(None);
        }
        let value = *self.value()?;
        let default = if self.eat_word(Keyword::Default) { Some(*self.value()?) } else { None };
        Ok(Some(Box::new(Cost { value, default })))
    }

    /// `(x:L {..} WHERE e)`
    pub(super) fn node(&mut self) -> Result<NodePattern> {
        let start = self.here();
        if self.kind() != TokenKind::OpenParen {
            let error = self.unexpected("a node in parentheses");
            let name = matches!(self.kind(), TokenKind::Word | TokenKind::QuotedName);
            return Err(if name {
                error.hint(format!("write `({})`", self.slice(self.span())))
            } else {
                error
            });
        }
        self.advance();
        let variable = self.element_variable()?;
        let labels = if self.eat(TokenKind::Colon) || self.eat_word(Keyword::Is) {
            Some(self.label_expression()?)
        } else {
            None
        };
        let properties = self.element_properties()?;
        let filter = self.element_filter()?;
        if !self.eat(TokenKind::CloseParen) {
            let expected = match (&filter, &properties, &labels) {
                (Some(_), _, _) => "`)`",
                (None, Some(_), _) => "`WHERE` or `)`",
                (None, None, Some(_)) => "`|`, `&`, `{`, `WHERE` or `)`",
                (None, None, None) => "`:`, `{`, `WHERE` or `)`",
            };
            return Err(self.unexpected(expected));
        }
        Ok(NodePattern { variable, labels, properties, filter, span: self.since(start) })
    }

    /// The variable of a node or relationship. `WHERE`, `COST` and `IS` begin something else unless what follows forbids it.
    pub(super) fn element_variable(&mut self) -> Result<Option<crate::syntax::ast::Ident>> {
        use TokenKind::{CloseBracket, CloseParen, Colon, OpenBrace, Star};
        let ends = matches!(self.ahead(1), CloseParen | CloseBracket | Colon | OpenBrace | Star);
        match self.kind() {
            TokenKind::Keyword(Keyword::Where | Keyword::Cost) if !ends => Ok(None),
            TokenKind::Keyword(Keyword::Is) => Ok(None),
            kind if kind.is_name() => self.variable().map(Some),
            _ => Ok(None),
        }
    }

    /// `{...}` or a parameter.
    pub(super) fn element_properties(&mut self) -> Result<Option<Box<Expr>>> {
        match self.kind() {
            TokenKind::OpenBrace => self.deeper(Parser::map).map(Some),
            TokenKind::Parameter => Ok(Some(self.parameter())),
            _ => Ok(None),
        }
    }

    /// `WHERE e` inside a node or relationship.
    pub(super) fn element_filter(&mut self) -> Result<Option<Box<Expr>>> {
        if self.eat_word(Keyword::Where) { Ok(Some(self.predicate()?)) } else { Ok(None) }
    }

    /// `{1,3}`, `{2}`, `{,3}`, `{1,}`, `+` or `*`, if there is one.
    pub(super) fn quantifier(&mut self) -> Result<Option<Quantifier>> {
        let start = self.here();
        let (min, max) = match self.kind() {
            TokenKind::Plus => {
                self.advance();
                (1, None)
            }
            TokenKind::Star => {
                self.advance();
                (0, None)
            }
            TokenKind::OpenBrace => self.quantifier_bounds()?,
            _ => return Ok(None),
        };
        Ok(Some(Quantifier { min, max, span: self.since(start) }))
    }

    fn quantifier_bounds(&mut self) -> Result<(u64, Option<u64>)> {
        self.advance();
        let min = if self.kind() == TokenKind::Integer { Some(self.take_bound()?) } else { None };
        let max = if self.eat(TokenKind::Comma) {
            if self.kind() == TokenKind::Integer { Some(self.take_bound()?) } else { None }
        } else if min.is_none() {
            return Err(self.unexpected("a number or `,`"));
        } else {
            min
        };
        self.expect(TokenKind::CloseBrace)?;
        Ok((min.unwrap_or(0), max))
    }
}

/// A part without a name and times.
fn plain(selector: PathSelector, mode: Option<PathMode>, pattern: PathPattern) -> PatternPart {
    let span = pattern.span;
    PatternPart { variable: None, selector, mode, pattern, during: None, forward: false, span }
}
