//! Statements that differ only in the values of properties, told apart from their shape: `{id: 17}` and `{id: 4}` are one
//! statement with a hidden parameter, which is parsed, bound and planned once.

use std::sync::{Arc, LazyLock};

use crate::error::{Error, Span};
use crate::syntax::ast::{Expr, ExprKind, Literal, Statement};
use crate::syntax::keywords::Keyword;
use crate::syntax::parameterize::property_values;
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{self, Lexer};
use crate::value::{Map, Value};

/// Texts that are longer, or hold more such literals, are taken as they are.
const TEXT_LEN: usize = 4 << 10;
const LITERALS: usize = 32;

/// Stands for a literal in keys; texts that hold it are taken as they are.
const MARK: char = '\u{1}';

/// The names of the hidden parameters; no text can name them.
static NAMES: LazyLock<[Arc<str>; LITERALS]> =
    LazyLock::new(|| std::array::from_fn(|at| format!("{MARK}{at}").into()));

/// A text whose literals, where they may be values of properties, are apart from the rest.
#[derive(Debug)]
pub(super) struct Template {
    /// The text with a mark for each of the literals.
    pub key: String,
    literals: Vec<(Span, Value)>,
}

impl Template {
    /// Nothing if the text has no such literal, or cannot be read.
    pub fn of(text: &str) -> Option<Template> {
        if text.len() > TEXT_LEN || text.contains(MARK) {
            return None;
        }
        let mut template = Template { key: String::new(), literals: Vec::new() };
        let mut copied = 0;
        let mut before = [TokenKind::Semicolon; 2];
        for Token { kind, span } in Lexer::new(text) {
            match kind {
                TokenKind::Comment => continue,
                // Their answer is the plan, which shows the literals.
                TokenKind::Keyword(Keyword::Explain | Keyword::Profile)
                    if before[1] == TokenKind::Semicolon =>
                {
                    return None;
                }
                TokenKind::Integer | TokenKind::Float | TokenKind::String if is_value(before) => {
                    if template.literals.len() == LITERALS {
                        return None;
                    }
                    let literal = syntax::literal_of(kind, text.get(span.range())?, span).ok()?;
                    template.literals.push((span, value(literal)));
                    template.key.push_str(text.get(copied..span.start as usize)?);
                    template.key.push(MARK);
                    copied = span.end as usize;
                }
                _ => {}
            }
            before = [before[1], kind];
        }
        template.key.push_str(text.get(copied..)?);
        (!template.literals.is_empty()).then_some(template)
    }

    /// Puts hidden parameters in the place of the literals in the tree of the text; false, and nothing is changed, if one of
    /// them is more than the value of a property.
    pub fn apply(&self, tree: &mut Statement) -> bool {
        let mut found = 0;
        property_values(tree, &mut |value| found += usize::from(self.position(value).is_some()));
        if found < self.literals.len() {
            return false;
        }
        property_values(tree, &mut |value| {
            if let Some(at) = self.position(value) {
                value.kind = ExprKind::Parameter(NAMES[at].to_string());
            }
        });
        true
    }

    fn position(&self, value: &Expr) -> Option<usize> {
        let literal = matches!(value.kind, ExprKind::Literal(_)).then_some(value.span)?;
        self.literals.iter().position(|(span, _)| *span == literal)
    }

    /// Where the literals stand.
    pub fn places(&self) -> Vec<Span> {
        self.literals.iter().map(|(span, _)| *span).collect()
    }

    /// Adds the values of the hidden parameters.
    pub fn add_to(&self, parameters: &mut Map) {
        for ((_, value), name) in self.literals.iter().zip(NAMES.iter()) {
            parameters.insert(name.clone(), value.clone());
        }
    }
}

/// From the places in the text that a statement was bound with to those in another text of the same template.
#[derive(Clone, Debug)]
pub(super) struct Relocation(Vec<(Span, Span)>);

impl Relocation {
    /// Nothing if all places are the same.
    pub fn between(from: &[Span], to: &[Span]) -> Option<Relocation> {
        (from != to).then(|| Relocation(from.iter().copied().zip(to.iter().copied()).collect()))
    }

    /// The error at its place in the other text.
    pub fn of(&self, error: Error) -> Error {
        error.moved(|span| Span { start: self.start(span.start), end: self.end(span.end) })
    }

    fn start(&self, at: u32) -> u32 {
        // Literals keep their order, so what stands behind the last one before `at` is moved as its end is.
        match self.0.iter().rev().find(|(from, _)| from.start <= at) {
            Some((from, to)) if at < from.end => to.start,
            Some((from, to)) => at - from.end + to.end,
            None => at,
        }
    }

    fn end(&self, at: u32) -> u32 {
        match self.0.iter().rev().find(|(from, _)| from.start < at) {
            Some((from, to)) if at <= from.end => to.end,
            Some((from, to)) => at - from.end + to.end,
            None => at,
        }
    }
}

/// Whether a literal behind these two tokens may be the value of a property.
fn is_value(before: [TokenKind; 2]) -> bool {
    let name = matches!(before[0], TokenKind::Word | TokenKind::QuotedName | TokenKind::Keyword(_));
    name && matches!(before[1], TokenKind::Colon | TokenKind::Equal)
}

fn value(literal: Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(truth) => Value::Boolean(truth),
        Literal::Integer(number) => Value::Integer(number),
        Literal::Float(number) => Value::Float(number),
        Literal::String(text) => Value::String(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(text: &str) -> Option<String> {
        let template = Template::of(text)?;
        let mut tree = syntax::parse(text).expect("the text is a statement");
        template.apply(&mut tree).then(|| template.key.replace(MARK, "?"))
    }

    #[test]
    fn literals_that_are_only_values_of_properties_are_apart() {
        for (text, key) in [
            ("MATCH (n:P {id: 17}) RETURN n", "MATCH (n:P {id: ?}) RETURN n"),
            (
                "MATCH (n) WHERE n.a = 'x' AND n.b = 1.5 RETURN n",
                "MATCH (n) WHERE n.a = ? AND n.b = ? RETURN n",
            ),
            ("CREATE (:P {id: 1, on: 'x'})-[:R {w: 0x1F}]->()", "CREATE (:P {id: ?, on: ?})-[:R {w: ?}]->()"),
            ("MERGE (n {`a b`: 1}) ON CREATE SET n.c = 2", "MERGE (n {`a b`: ?}) ON CREATE SET n.c = ?"),
            ("MATCH (n {a: 1}) RETURN 2 LIMIT 3", "MATCH (n {a: ?}) RETURN 2 LIMIT 3"),
            ("MATCH (n {a: -1, b: 2}) RETURN n", "MATCH (n {a: -1, b: ?}) RETURN n"),
        ] {
            assert_eq!(shared(text).as_deref(), Some(key));
        }
    }

    #[test]
    fn literals_that_are_more_keep_a_text_whole() {
        for text in [
            "RETURN {a: 1}",
            "MATCH (n {a: 1}) RETURN n.b = 2",
            "MATCH (n {a: 1 + 2}) RETURN n",
            "MATCH (n) WHERE n.a = 1 OR n.b = 2 RETURN n",
            "MATCH (n) WHERE n.a = 1 < 2 RETURN n",
            "MATCH (n) WHERE EXISTS { (n)-->({a: 1}) } RETURN n",
            "MATCH ((n {a: 1})-->()){2} RETURN n",
            "EXPLAIN MATCH (n {a: 1}) RETURN n",
            "MATCH (n {a: 99999999999999999999}) RETURN n",
            "MATCH (n) RETURN n",
        ] {
            assert_eq!(Template::of(text).and_then(|_| shared(text)), None, "{text}");
        }
    }

    #[test]
    fn places_move_with_the_literals() {
        let places = |text: &str| Template::of(text).expect("it has literals").places();
        let (from, to) = ("MATCH ({a: 1, b: 'xyz'}) RETURN 1/0", "MATCH ({a: 12345, b: ''}) RETURN 1/0");
        let relocation = Relocation::between(&places(from), &places(to)).expect("they differ");
        for piece in ["MATCH", "a", "b", "RETURN", "1/0", "({"] {
            let at = |text: &str| {
                let start = text.find(piece).expect("it is there");
                Span::new(start, start + piece.len())
            };
            let moved = relocation.of(Error::internal("x").at(at(from)));
            assert_eq!(moved.span(), Some(at(to)), "{piece}");
        }
        let whole = relocation.of(Error::internal("x").at(Span::new(0, from.len())));
        assert_eq!(whole.span(), Some(Span::new(0, to.len())));
        assert!(Relocation::between(&places(from), &places(from)).is_none());
    }
}
