//! Expressions by operator precedence: `OR < XOR < AND < NOT < comparison < predicates (IN, IS, STARTS WITH, ..)
//! < + - || < * / % < ^ < unary + -`. All binary operators are left-associative, `^` too, as openCypher 9 has it.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{
    ArithmeticOp, ComparisonOp, Expr, ExprKind, LogicalOp, PathSelector, StringOp, TypeName,
};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// Precedence, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Predicate,
    Sum,
    Product,
    Power,
    Unary,
}

impl Level {
    /// The next tighter level: what the right operand of a left-associative operator may hold.
    fn tighter(self) -> Level {
        match self {
            Level::Or => Level::Xor,
            Level::Xor => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Comparison,
            Level::Comparison => Level::Predicate,
            Level::Predicate => Level::Sum,
            Level::Sum => Level::Product,
            Level::Product => Level::Power,
            Level::Power | Level::Unary => Level::Unary,
        }
    }
}

/// Binary operators, and `IS`, which has no right operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Logical(LogicalOp),
    Comparison(ComparisonOp),
    Arithmetic(ArithmeticOp),
    Text(StringOp),
    In,
    Is,
}

fn operator(kind: TokenKind) -> Option<(Level, Operator)> {
    use Operator::*;
    Some(match kind {
        TokenKind::Keyword(keyword) => match keyword {
            Keyword::Or => (Level::Or, Logical(LogicalOp::Or)),
            Keyword::Xor => (Level::Xor, Logical(LogicalOp::Xor)),
            Keyword::And => (Level::And, Logical(LogicalOp::And)),
            Keyword::In => (Level::Predicate, In),
            Keyword::Is => (Level::Predicate, Is),
            Keyword::Starts => (Level::Predicate, Text(StringOp::StartsWith)),
            Keyword::Ends => (Level::Predicate, Text(StringOp::EndsWith)),
            Keyword::Contains => (Level::Predicate, Text(StringOp::Contains)),
            _ => return None,
        },
        TokenKind::EqualTilde => (Level::Predicate, Text(StringOp::Matches)),
        TokenKind::Equal => (Level::Comparison, Comparison(ComparisonOp::Equal)),
        TokenKind::NotEqual => (Level::Comparison, Comparison(ComparisonOp::NotEqual)),
        TokenKind::Less => (Level::Comparison, Comparison(ComparisonOp::Less)),
        TokenKind::LessEqual => (Level::Comparison, Comparison(ComparisonOp::LessEqual)),
        TokenKind::Greater => (Level::Comparison, Comparison(ComparisonOp::Greater)),
        TokenKind::GreaterEqual => (Level::Comparison, Comparison(ComparisonOp::GreaterEqual)),
        TokenKind::Plus => (Level::Sum, Arithmetic(ArithmeticOp::Add)),
        TokenKind::Minus => (Level::Sum, Arithmetic(ArithmeticOp::Subtract)),
        TokenKind::BarBar => (Level::Sum, Arithmetic(ArithmeticOp::Concat)),
        TokenKind::Star => (Level::Product, Arithmetic(ArithmeticOp::Multiply)),
        TokenKind::Slash => (Level::Product, Arithmetic(ArithmeticOp::Divide)),
        TokenKind::Percent => (Level::Product, Arithmetic(ArithmeticOp::Modulo)),
        TokenKind::Caret => (Level::Power, Arithmetic(ArithmeticOp::Power)),
        _ => return None,
    })
}

impl Parser<'_> {
    /// An expression where a pattern may stand for "such a path exists".
    pub(super) fn predicate(&mut self) -> Result<Expr> {
        self.nested(false)
    }

    /// An expression that yields a value: a bare pattern does not.
    pub(super) fn value(&mut self) -> Result<Expr> {
        let expr = self.nested(false)?;
        self.check_value(&expr)?;
        Ok(expr)
    }

    /// As [`Parser::predicate`], ended by a `|` as in `[x IN xs WHERE x:A | x]`.
    pub(super) fn predicate_before_bar(&mut self) -> Result<Expr> {
        self.nested(true)
    }

    /// As [`Parser::value`], ended by a `|`.
    pub(super) fn value_before_bar(&mut self) -> Result<Expr> {
        let expr = self.nested(true)?;
        self.check_value(&expr)?;
        Ok(expr)
    }

    fn nested(&mut self, bar_ends: bool) -> Result<Expr> {
        let outer = std::mem::replace(&mut self.bar_ends, bar_ends);
        self.enter()?;
        let expr = self.binary(Level::Or)?;
        self.leave();
        self.bar_ends = outer;
        Ok(expr)
    }

    /// Refuses a bare pattern as a value.
    pub(super) fn check_value(&self, expr: &Expr) -> Result<()> {
        match &expr.kind {
            ExprKind::Pattern(part) if part.selector == PathSelector::All => {
                let message = "a pattern is a predicate and has no value of its own here";
                Err(Error::syntax("UnexpectedSyntax", message, expr.span).hint(
                    "write `EXISTS { .. }` or `COUNT { .. }`, or list the matches with `[(a)-->(b) | b]`",
                ))
            }
            _ => Ok(()),
        }
    }

    fn binary(&mut self, loosest: Level) -> Result<Expr> {
        let start = self.here();
        let outer = self.open_tree();
        let mut left = if loosest <= Level::Not && self.at_word(Keyword::Not) {
            self.negation()?
        } else {
            self.unary()?
        };
        while let Some((level, operator)) = operator(self.kind()) {
            if level < loosest {
                break;
            }
            let kind = self.operation(left, level, operator)?;
            left = Expr { kind, span: self.since(start) };
            self.grow(1)?;
        }
        self.close_tree(outer);
        Ok(left)
    }

    /// All that follows `left` at one precedence level as one flat node (predicates: one operator).
    fn operation(&mut self, left: Expr, level: Level, operator: Operator) -> Result<ExprKind> {
        if let Operator::Logical(op) = operator {
            return self.logical(left, level, op);
        }
        self.check_value(&left)?;
        match operator {
            Operator::Logical(op) => self.logical(left, level, op),
            Operator::Comparison(_) => self.comparison(left, level),
            Operator::Arithmetic(_) => self.arithmetic(left, level),
            Operator::In => {
                self.advance();
                Ok(ExprKind::In(Box::new(left), Box::new(self.operand(level)?)))
            }
            Operator::Text(op) => self.text_predicate(left, level, op),
            Operator::Is => self.is_predicate(left),
        }
    }

    /// The right operand of an operator other than `AND`, `OR`, `XOR`.
    fn operand(&mut self, level: Level) -> Result<Expr> {
        let right = self.binary(level.tighter())?;
        self.check_value(&right)?;
        Ok(right)
    }

    fn logical(&mut self, left: Expr, level: Level, op: LogicalOp) -> Result<ExprKind> {
        let mut operands = vec![left];
        while operator(self.kind()) == Some((level, Operator::Logical(op))) {
            self.advance();
            operands.push(self.binary(level.tighter())?);
        }
        Ok(ExprKind::Logical(op, operands))
    }

    fn comparison(&mut self, left: Expr, level: Level) -> Result<ExprKind> {
        let mut rest = Vec::new();
        while let Some((_, Operator::Comparison(op))) = operator(self.kind()) {
            self.advance();
            rest.push((op, self.operand(level)?));
        }
        Ok(ExprKind::Comparison(Box::new(left), rest))
    }

    fn arithmetic(&mut self, left: Expr, level: Level) -> Result<ExprKind> {
        let mut rest = Vec::new();
        while let Some((found, Operator::Arithmetic(op))) = operator(self.kind())
            && found == level
        {
            self.advance();
            rest.push((op, self.operand(level)?));
        }
        Ok(ExprKind::Arithmetic(Box::new(left), rest))
    }

    fn text_predicate(&mut self, left: Expr, level: Level, op: StringOp) -> Result<ExprKind> {
        self.advance();
        if matches!(op, StringOp::StartsWith | StringOp::EndsWith) {
            self.expect_word(Keyword::With)?;
        }
        let right = self.operand(level)?;
        Ok(ExprKind::StringPredicate(op, Box::new(left), Box::new(right)))
    }

    /// `IS [NOT] NULL`, `IS [NOT] :: T`, `IS [NOT] [form] NORMALIZED`, `IS Label`.
    fn is_predicate(&mut self, left: Expr) -> Result<ExprKind> {
        self.advance();
        let negated = self.eat_word(Keyword::Not);
        if self.eat_word(Keyword::Null) {
            return Ok(ExprKind::IsNull(Box::new(left), negated));
        }
        if self.kind() == TokenKind::ColonColon || (self.at_word(Keyword::Typed) && self.ahead(1).is_name()) {
            self.advance();
            let name: TypeName = self.type_name()?;
            return Ok(ExprKind::IsTyped(Box::new(left), name, negated));
        }
        if self.eat_word(Keyword::Normalized) {
            return Ok(ExprKind::IsNormalized(Box::new(left), None, negated));
        }
        if let TokenKind::Keyword(form @ (Keyword::Nfc | Keyword::Nfd | Keyword::Nfkc | Keyword::Nfkd)) =
            self.kind()
            && self.ahead(1) == TokenKind::Keyword(Keyword::Normalized)
        {
            self.advance();
            self.advance();
            return Ok(ExprKind::IsNormalized(Box::new(left), Some(form.text().to_owned()), negated));
        }
        if negated || !self.at_label() {
            let expected =
                if negated { "`NULL`, `::` or `NORMALIZED`" } else { "`NULL`, `NOT NULL`, `::` or a label" };
            return Err(self.unexpected(expected));
        }
        Ok(ExprKind::HasLabels(Box::new(left), self.label_predicate()?))
    }

    /// One `NOT` or several, and their operand.
    fn negation(&mut self) -> Result<Expr> {
        let mut starts = Vec::new();
        while self.at_word(Keyword::Not) {
            starts.push(self.advance().start);
            self.check_levels(starts.len())?;
        }
        let mut expr = self.binary(Level::Comparison)?;
        for &start in starts.iter().rev() {
            expr = Expr { kind: ExprKind::Not(Box::new(expr)), span: self.since(start) };
        }
        self.grow(starts.len())?;
        Ok(expr)
    }

    /// Any number of `+` and `-`, and their operand. A minus directly before a number is part of it, so that
    /// the smallest integer can be written.
    fn unary(&mut self) -> Result<Expr> {
        if !matches!(self.kind(), TokenKind::Plus | TokenKind::Minus) {
            return self.postfix(true);
        }
        let outer = self.open_tree();
        let mut signs = Vec::new();
        while matches!(self.kind(), TokenKind::Plus | TokenKind::Minus) {
            if self.at_negative_number() {
                break;
            }
            signs.push((self.kind() == TokenKind::Minus, self.advance().start));
            self.check_levels(signs.len())?;
        }
        let mut expr = if self.at_negative_number() { self.negative_number()? } else { self.postfix(true)? };
        if !signs.is_empty() {
            self.check_value(&expr)?;
        }
        for &(minus, start) in signs.iter().rev() {
            let operand = Box::new(expr);
            let kind = if minus { ExprKind::Negate(operand) } else { ExprKind::Plus(operand) };
            expr = Expr { kind, span: self.since(start) };
        }
        self.grow(signs.len())?;
        self.close_tree(outer);
        Ok(expr)
    }
}
