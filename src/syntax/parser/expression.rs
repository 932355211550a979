//! Expressions by operator precedence: `OR < XOR < AND < NOT < comparison < predicates (IN, IS, STARTS WITH, ..)
//! < + - || < * / % < ^ < unary + -`. All binary operators are left-associative, `^` too, as openCypher 9 has it.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{
    ArithmeticOp, ComparisonOp, Expr, ExprKind, LabelExpr, LogicalOp, PathSelector, StringOp,
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
    Typed,
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
        TokenKind::ColonColon => (Level::Predicate, Typed),
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
    pub(super) fn predicate(&mut self) -> Result<Box<Expr>> {
        self.nested(false)
    }

    /// An expression that yields a value: a bare pattern does not.
    pub(super) fn value(&mut self) -> Result<Box<Expr>> {
        let expr = self.nested(false)?;
        self.check_value(&expr)?;
        Ok(expr)
    }

    /// As [`Parser::predicate`], ended by a `|` as in `[x IN xs WHERE x:A | x]`.
    pub(super) fn predicate_before_bar(&mut self) -> Result<Box<Expr>> {
        self.nested(true)
    }

    /// As [`Parser::value`], ended by a `|`.
    pub(super) fn value_before_bar(&mut self) -> Result<Box<Expr>> {
        let expr = self.nested(true)?;
        self.check_value(&expr)?;
        Ok(expr)
    }

    fn nested(&mut self, bar_ends: bool) -> Result<Box<Expr>> {
        let outer = std::mem::replace(&mut self.bar_ends, bar_ends);
        let expr = self.deeper(|parser| parser.binary(Level::Or))?;
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

    fn binary(&mut self, loosest: Level) -> Result<Box<Expr>> {
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
            self.grow(1)?;
            left = self.operation(start, left, level, operator)?;
        }
        self.close_tree(outer);
        Ok(left)
    }

    /// All that follows `left` at one precedence level as one flat node (predicates: one operator).
    fn operation(
        &mut self,
        start: u32,
        left: Box<Expr>,
        level: Level,
        operator: Operator,
    ) -> Result<Box<Expr>> {
        if let Operator::Logical(op) = operator {
            return self.logical(start, *left, level, op);
        }
        self.check_value(&left)?;
        match operator {
            Operator::Logical(op) => self.logical(start, *left, level, op),
            Operator::Comparison(_) => self.comparison(start, left, level),
            Operator::Arithmetic(_) => self.arithmetic(start, left, level),
            Operator::Text(op) => self.text_predicate(start, left, level, op),
            Operator::In => self.membership(start, left, level),
            Operator::Typed => self.typed(start, left),
            Operator::Is => {
                let kind = self.is_predicate(left)?;
                Ok(self.finish(start, kind))
            }
        }
    }

    /// Whether an operator stands where an expression could begin: a test of a simple `CASE`.
    pub(super) fn at_case_test(&self) -> bool {
        matches!(operator(self.kind()), Some((Level::Comparison | Level::Predicate, _)))
    }

    /// An operator and what is right of it; its left operand is what the `CASE` compares.
    pub(super) fn case_test(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let Some((level, operator)) = operator(self.kind()) else { return self.value() };
        let outer = std::mem::replace(&mut self.bar_ends, false);
        let test = self.deeper(|parser| {
            let tree = parser.open_tree();
            parser.grow(1)?;
            let operand = parser.finish(start, ExprKind::CaseOperand);
            let test = parser.operation(start, operand, level, operator)?;
            parser.close_tree(tree);
            Ok(test)
        })?;
        self.bar_ends = outer;
        Ok(test)
    }

    /// The expression of this kind from byte `start` up to here.
    pub(super) fn finish(&self, start: u32, kind: ExprKind) -> Box<Expr> {
        Box::new(Expr { kind, span: self.since(start) })
    }

    /// The right operand of an operator other than `AND`, `OR`, `XOR`.
    fn operand(&mut self, level: Level) -> Result<Box<Expr>> {
        let right = self.right_operand(level)?;
        self.check_value(&right)?;
        Ok(right)
    }

    fn right_operand(&mut self, level: Level) -> Result<Box<Expr>> {
        self.deeper(|parser| parser.binary(level.tighter()))
    }

    fn logical(&mut self, start: u32, left: Expr, level: Level, op: LogicalOp) -> Result<Box<Expr>> {
        let mut operands = vec![left];
        while operator(self.kind()) == Some((level, Operator::Logical(op))) {
            self.advance();
            operands.push(*self.right_operand(level)?);
        }
        Ok(self.finish(start, ExprKind::Logical(op, operands)))
    }

    fn comparison(&mut self, start: u32, left: Box<Expr>, level: Level) -> Result<Box<Expr>> {
        let mut rest = Vec::new();
        while let Some((_, Operator::Comparison(op))) = operator(self.kind()) {
            self.advance();
            rest.push((op, *self.operand(level)?));
        }
        Ok(self.finish(start, ExprKind::Comparison(left, rest)))
    }

    fn arithmetic(&mut self, start: u32, left: Box<Expr>, level: Level) -> Result<Box<Expr>> {
        let mut rest = Vec::new();
        while let Some((found, Operator::Arithmetic(op))) = operator(self.kind())
            && found == level
        {
            self.advance();
            rest.push((op, *self.operand(level)?));
        }
        Ok(self.finish(start, ExprKind::Arithmetic(left, rest)))
    }

    fn membership(&mut self, start: u32, left: Box<Expr>, level: Level) -> Result<Box<Expr>> {
        self.advance();
        let right = self.operand(level)?;
        Ok(self.finish(start, ExprKind::In(left, right)))
    }

    /// `e :: TYPE`
    fn typed(&mut self, start: u32, left: Box<Expr>) -> Result<Box<Expr>> {
        self.advance();
        let name = self.type_name()?;
        Ok(self.finish(start, ExprKind::IsTyped(left, name, false)))
    }

    fn text_predicate(
        &mut self,
        start: u32,
        left: Box<Expr>,
        level: Level,
        op: StringOp,
    ) -> Result<Box<Expr>> {
        self.advance();
        if matches!(op, StringOp::StartsWith | StringOp::EndsWith) {
            self.expect_word(Keyword::With)?;
        }
        let right = self.operand(level)?;
        Ok(self.finish(start, ExprKind::StringPredicate(op, left, right)))
    }

    /// `IS [NOT] NULL`, `IS [NOT] :: T`, `IS [NOT] [form] NORMALIZED`, `IS Label`.
    fn is_predicate(&mut self, left: Box<Expr>) -> Result<ExprKind> {
        self.advance();
        let negated = self.eat_word(Keyword::Not);
        if self.eat_word(Keyword::Null) {
            return Ok(ExprKind::IsNull(left, negated));
        }
        if self.kind() == TokenKind::ColonColon || (self.at_word(Keyword::Typed) && self.ahead(1).is_name()) {
            self.advance();
            return Ok(ExprKind::IsTyped(left, self.type_name()?, negated));
        }
        if self.eat_word(Keyword::Normalized) {
            return Ok(ExprKind::IsNormalized(left, None, negated));
        }
        if let TokenKind::Keyword(form @ (Keyword::Nfc | Keyword::Nfd | Keyword::Nfkc | Keyword::Nfkd)) =
            self.kind()
            && self.ahead(1) == TokenKind::Keyword(Keyword::Normalized)
        {
            self.advance();
            self.advance();
            return Ok(ExprKind::IsNormalized(left, Some(form.text().to_owned()), negated));
        }
        if self.at_word(Keyword::Labeled) && self.label_ahead() {
            self.advance();
            let labels = self.label_predicate()?;
            let labels = if negated { LabelExpr::Not(Box::new(labels)) } else { labels };
            return Ok(ExprKind::HasLabels(left, labels));
        }
        if negated || !self.at_label() {
            let expected = if negated {
                "`NULL`, `::`, `LABELED` or `NORMALIZED`"
            } else {
                "`NULL`, `NOT NULL`, `::` or a label"
            };
            return Err(self.unexpected(expected));
        }
        Ok(ExprKind::HasLabels(left, self.label_predicate()?))
    }

    /// One `NOT` or several, and their operand.
    fn negation(&mut self) -> Result<Box<Expr>> {
        let mut starts = Vec::new();
        while self.at_word(Keyword::Not) {
            starts.push(self.advance().start);
            self.enter_by(1)?;
        }
        let mut expr = self.binary(Level::Comparison)?;
        for &start in starts.iter().rev() {
            expr = self.finish(start, ExprKind::Not(expr));
        }
        self.leave_by(starts.len());
        Ok(expr)
    }

    /// Any number of `+` and `-`, and their operand. A minus directly before a number is part of it, so that
    /// the smallest integer can be written.
    fn unary(&mut self) -> Result<Box<Expr>> {
        if matches!(self.kind(), TokenKind::Plus | TokenKind::Minus) {
            self.signed()
        } else {
            self.postfix(true)
        }
    }

    fn signed(&mut self) -> Result<Box<Expr>> {
        let mut signs = Vec::new();
        while matches!(self.kind(), TokenKind::Plus | TokenKind::Minus) && !self.at_negative_number() {
            signs.push((self.kind() == TokenKind::Minus, self.advance().start));
            self.enter_by(1)?;
        }
        let mut expr = if self.at_negative_number() { self.negative_number()? } else { self.postfix(true)? };
        if !signs.is_empty() {
            self.check_value(&expr)?;
        }
        for &(minus, start) in signs.iter().rev() {
            let kind = if minus { ExprKind::Negate(expr) } else { ExprKind::Plus(expr) };
            expr = self.finish(start, kind);
        }
        self.leave_by(signs.len());
        Ok(expr)
    }
}
