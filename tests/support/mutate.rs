//! Damaged statements: mutations of a text's tokens and characters. The fuzz targets mutate with the same ones.

use casegraph::syntax::Lexer;
use casegraph::syntax::token::TokenKind;

/// A small generator of random numbers (xorshift), so that every run sees the same texts.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 up to `bound`, without it.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// One of them.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Numbers at edges, in every way they can be written.
pub const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "500",
    "65536",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "0x7FFFFFFFFFFFFFFF",
    "-0x8000000000000000",
    "0o777777777777777777777",
    "1e308",
    "1e309",
    "-1e-400",
    "1.7976931348623157e308",
    "5e-324",
    "NaN",
    "Infinity",
    "999999999",
    "00",
    "1_0",
    "null",
];

/// Strings at edges.
pub const STRINGS: &[&str] = &[
    "''",
    "'\\u0000'",
    "'\u{0}'",
    "'\\uD800'",
    "'\\U0010FFFF'",
    "'\u{FEFF}a'",
    "'e\u{301}'",
    "'\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F466}'",
    "'\\\\'",
    "\"\\\"\"",
    "'-999999999-01-01'",
    "'+999999999-12-31T23:59:59.999999999+18:00'",
    "'P999999999999999999Y'",
    "'PT-9223372036854775808S'",
    "'2024-02-30'",
    "'9223372036854775808'",
    "'1e999'",
    "'.*+?(['",
    "'`'",
    "'; DROP'",
];

/// Pieces of the text as the lexer cuts it, with the white space behind them.
fn kinds(text: &str) -> Vec<(TokenKind, String)> {
    let tokens: Vec<_> = Lexer::new(text).collect();
    let ends = tokens.iter().skip(1).map(|token| token.span.start as usize).chain([text.len()]);
    tokens
        .iter()
        .zip(ends)
        .map(|(token, end)| (token.kind, text[token.span.start as usize..end].to_owned()))
        .collect()
}

/// Up to three mutations of tokens; `other` is the text that pieces are taken from.
pub fn mutate_tokens(text: &str, other: &str, random: &mut Random) -> String {
    let mut pieces = kinds(text);
    for _ in 0..=random.below(3) {
        mutate_once(&mut pieces, other, random);
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

/// Up to three literals at some edge in the place of others: most texts stay statements.
pub fn mutate_literals(text: &str, random: &mut Random) -> String {
    let mut pieces = kinds(text);
    for _ in 0..=random.below(3) {
        let i = random.below(pieces.len());
        replace_literal(&mut pieces, i, random);
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

fn mutate_once(pieces: &mut Vec<(TokenKind, String)>, other: &str, random: &mut Random) {
    if pieces.is_empty() {
        return;
    }
    let (i, j) = (random.below(pieces.len()), random.below(pieces.len()));
    match random.below(8) {
        0 => drop(pieces.remove(i)),
        1 => pieces.swap(i, j),
        2 => pieces.insert(j, pieces[i].clone()),
        3 => splice(pieces, other, random),
        4 | 5 => replace_literal(pieces, i, random),
        6 => unbalance(pieces, i, random),
        // A stretch of it again: clauses and operands repeat.
        _ => {
            let (from, to) = (i.min(j), i.max(j).min(i.min(j) + 12));
            let stretch = pieces[from..to].to_vec();
            pieces.splice(to..to, stretch);
        }
    }
}

/// A stretch of another text in the place of one of this.
fn splice(pieces: &mut Vec<(TokenKind, String)>, other: &str, random: &mut Random) {
    let foreign = kinds(other);
    if foreign.is_empty() {
        return;
    }
    let stretch = |count: usize, random: &mut Random| {
        let from = random.below(count);
        from..(from + 1 + random.below(8)).min(count)
    };
    let (at, from) = (stretch(pieces.len(), random), stretch(foreign.len(), random));
    pieces.splice(at, foreign[from].to_vec());
}

/// A literal at some edge in the place of the next number or string from `i` on.
fn replace_literal(pieces: &mut [(TokenKind, String)], i: usize, random: &mut Random) {
    let is_literal =
        |kind: TokenKind| matches!(kind, TokenKind::Integer | TokenKind::Float | TokenKind::String);
    let Some((kind, piece)) = pieces.iter_mut().skip(i).find(|(kind, _)| is_literal(*kind)) else { return };
    let same_kind = random.below(4) > 0;
    let edges = if (*kind == TokenKind::String) == same_kind { STRINGS } else { NUMBERS };
    *piece = format!("{} ", random.pick(edges));
}

/// One bracket more or fewer.
fn unbalance(pieces: &mut Vec<(TokenKind, String)>, i: usize, random: &mut Random) {
    let bracket = pieces[i..].iter().position(|(kind, _)| kind.is_closer() || kind.closer().is_some());
    match bracket {
        Some(n) if random.below(2) == 0 => drop(pieces.remove(i + n)),
        _ => {
            let bracket = random.pick(&["(", ")", "[", "]", "{", "}"]);
            pieces.insert(i, (TokenKind::End, bracket.to_owned()));
        }
    }
}

/// Up to three mutations of characters.
pub fn mutate_chars(text: &str, random: &mut Random) -> String {
    const ODD: &[char] = &[
        '\0', '\\', '\'', '`', '$', '{', '/', '*', '\u{2014}', '😀', '\u{301}', '\u{a0}', '\u{2028}',
        '\u{FEFF}',
    ];
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(3) {
        if chars.is_empty() {
            break;
        }
        let (i, j) = (random.below(chars.len()), random.below(chars.len()));
        match random.below(5) {
            0 => drop(chars.remove(i)),
            1 => chars.swap(i, j),
            2 => chars.insert(j, chars[i]),
            3 => chars.truncate(i),
            _ => chars[i] = ODD[random.below(ODD.len())],
        }
    }
    chars.into_iter().collect()
}
