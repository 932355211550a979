//! Numbers and texts: from how they are written to what they are.

use super::cursor::Parser;
use crate::error::{Error, Result, Span};
use crate::syntax::ast::{Expr, ExprKind, Literal};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// A number without a sign, or a text.
    pub(super) fn literal(&mut self) -> Result<Box<Expr>> {
        let kind = self.kind();
        let span = self.advance();
        let literal = literal_of(kind, self.slice(span), span)?;
        Ok(Box::new(Expr { kind: ExprKind::Literal(literal), span }))
    }

    /// Whether a minus and a number stand here that belong together: nothing binds the number tighter.
    pub(super) fn at_negative_number(&self) -> bool {
        let number = matches!(
            self.ahead(1),
            TokenKind::Integer | TokenKind::Float | TokenKind::Keyword(Keyword::Inf | Keyword::Infinity)
        );
        let alone = !matches!(self.ahead(2), TokenKind::Dot | TokenKind::OpenBracket | TokenKind::Colon);
        self.kind() == TokenKind::Minus && number && alone
    }

    /// A minus and its number as one literal.
    pub(super) fn negative_number(&mut self) -> Result<Box<Expr>> {
        let sign = self.advance();
        let kind = self.kind();
        let number = self.advance();
        let text = self.slice(number);
        let span = sign.to(number);
        let literal = match kind {
            TokenKind::Integer => Literal::Integer(integer(text, true, span)?),
            TokenKind::Float => Literal::Float(-float(text, span)?),
            _ => Literal::Float(f64::NEG_INFINITY),
        };
        Ok(Box::new(Expr { kind: ExprKind::Literal(literal), span }))
    }

    /// A text token's value; the caller has seen that it is one.
    pub(super) fn take_text(&mut self) -> Result<String> {
        let span = self.advance();
        unescape(self.slice(span), span)
    }

    /// A bound of a variable length or a quantifier; the caller has seen that it is an integer.
    pub(super) fn take_bound(&mut self) -> Result<u64> {
        let span = self.advance();
        magnitude(self.slice(span), span)
    }
}

/// What a token that is a number without a sign or a text stands for.
pub(crate) fn literal_of(kind: TokenKind, text: &str, span: Span) -> Result<Literal> {
    Ok(match kind {
        TokenKind::Integer => Literal::Integer(integer(text, false, span)?),
        TokenKind::Float => Literal::Float(float(text, span)?),
        _ => Literal::String(unescape(text, span)?),
    })
}

/// A decimal, hexadecimal or octal number without its sign.
fn magnitude(text: &str, span: Span) -> Result<u64> {
    let (digits, radix) = match text.get(..2) {
        Some("0x" | "0X") => (text.get(2..).unwrap_or_default(), 16),
        Some("0o" | "0O") => (text.get(2..).unwrap_or_default(), 8),
        _ => (text, 10),
    };
    // The lexer has checked the digits, so that only their number can be wrong.
    u64::from_str_radix(&without_underscores(digits), radix).map_err(|_| overflow(text, span))
}

fn without_underscores(digits: &str) -> std::borrow::Cow<'_, str> {
    if digits.contains('_') { digits.replace('_', "").into() } else { digits.into() }
}

fn integer(text: &str, negative: bool, span: Span) -> Result<i64> {
    let magnitude = magnitude(text, span)?;
    let value = if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
    value.ok_or_else(|| overflow(text, span))
}

fn overflow(text: &str, span: Span) -> Error {
    let shown: String = text.chars().take(40).collect();
    Error::syntax("IntegerOverflow", format!("the integer `{shown}` does not fit into 64 bits"), span)
        .hint("write it as a float with `.0`, or as a text")
}

fn float(text: &str, span: Span) -> Result<f64> {
    match without_underscores(text).parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => {
            let shown: String = text.chars().take(40).collect();
            Err(Error::syntax("FloatingPointOverflow", format!("the float `{shown}` is too large"), span))
        }
    }
}

/// The text between the quotes with its escapes resolved.
fn unescape(quoted: &str, span: Span) -> Result<String> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(slash) = rest.find('\\') {
        out.push_str(rest.get(..slash).unwrap_or_default());
        let escape = rest.get(slash..).unwrap_or_default();
        let at = span.start as usize + 1 + (inner.len() - escape.len());
        let (c, length) = escaped(escape, at)?;
        out.push(c);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

/// The character that the escape at the start of `text` stands for, and the escape's length.
fn escaped(text: &str, at: usize) -> Result<(char, usize)> {
    let code = text.chars().nth(1).unwrap_or_default();
    let c = match code {
        '\\' | '\'' | '"' | '`' => code,
        'b' | 'B' => '\u{8}',
        'f' | 'F' => '\u{C}',
        'n' | 'N' => '\n',
        'r' | 'R' => '\r',
        't' | 'T' => '\t',
        'u' => return unicode(text, 4, at),
        'U' => return unicode(text, 8, at),
        _ => {
            let span = Span::new(at, at + 1 + code.len_utf8());
            let shown = text.get(..1 + code.len_utf8()).unwrap_or_default();
            return Err(Error::syntax(
                "UnexpectedSyntax",
                format!("unknown escape `{shown}` in a text"),
                span,
            )
            .hint("a backslash itself is written `\\\\`"));
        }
    };
    Ok((c, 2))
}

/// `\uXXXX`, `\UXXXXXXXX`, or two `\uXXXX` that make a surrogate pair.
fn unicode(text: &str, digits: usize, at: usize) -> Result<(char, usize)> {
    let length = 2 + digits;
    let Some(unit) = hex(text.get(2..length)) else {
        return Err(bad_unicode(text, length, at));
    };
    if let Some(c) = char::from_u32(unit) {
        return Ok((c, length));
    }
    let next =
        text.get(length..).and_then(|rest| rest.strip_prefix("\\u")).and_then(|rest| hex(rest.get(..4)));
    match (unit, next) {
        (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
            let code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            char::from_u32(code).map(|c| (c, length + 6)).ok_or_else(|| bad_unicode(text, length, at))
        }
        _ => Err(bad_unicode(text, length, at)),
    }
}

fn hex(digits: Option<&str>) -> Option<u32> {
    let digits = digits.filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

fn bad_unicode(text: &str, length: usize, at: usize) -> Error {
    let shown: String = text.chars().take(length).collect();
    let span = Span::new(at, at + shown.len());
    Error::syntax("InvalidUnicodeLiteral", format!("`{shown}` is no Unicode character"), span)
        .hint("write `\\u` with four hexadecimal digits or `\\U` with eight")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
        result.map_or_else(|error| error.detail(), |_| "fine")
    }

    #[test]
    fn integers_reach_both_edges() {
        let at = Span::default();
        assert_eq!(integer("9223372036854775807", false, at).ok(), Some(i64::MAX));
        assert_eq!(integer("9223372036854775808", true, at).ok(), Some(i64::MIN));
        assert_eq!(integer("0x7fffffffffffffff", false, at).ok(), Some(i64::MAX));
        assert_eq!(integer("0x8000000000000000", true, at).ok(), Some(i64::MIN));
        assert_eq!(detail(integer("9223372036854775808", false, at)), "IntegerOverflow");
        assert_eq!(detail(integer("9223372036854775809", true, at)), "IntegerOverflow");
        assert_eq!(detail(integer("0x8000000000000000", false, at)), "IntegerOverflow");
        assert_eq!(detail(integer("0o1000000000000000000000", false, at)), "IntegerOverflow");
        assert_eq!(detail(float("1.34E999", at)), "FloatingPointOverflow");
    }

    #[test]
    fn escapes_are_resolved() {
        let at = Span::default();
        assert_eq!(
            unescape(r#"'a\'\"\\\n\t\b\f\r\u01FF\U0001F34C'"#, at).ok().as_deref(),
            Some("a'\"\\\n\t\u{8}\u{C}\rǿ🍌")
        );
        assert_eq!(unescape(r"'\uD83C\uDF4C'", at).ok().as_deref(), Some("🍌"));
        for text in [r"'\u12'", r"'\uH123'", r"'\uD83C'", r"'\uD83C\u0041'", r"'\U00110000'", r"'\u+123'"] {
            assert_eq!(detail(unescape(text, at)), "InvalidUnicodeLiteral", "{text}");
        }
        assert_eq!(detail(unescape(r"'\q'", at)), "UnexpectedSyntax");
    }
}
