//! Damaged queries: whatever happens to a text, parsing it ends with a tree or an error.

use casegraph::syntax::{Lexer, completeness, highlight, parse, statements};

/// Queries that between them use most of the language; the conformance kit's are added when it is there.
const SEEDS: &[&str] = &[
    "MATCH (a:A {x: 1})-[r:R|S*1..3]->(b) WHERE a.x > 1 AND NOT b:B OR (a)-->(b) RETURN a, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 2",
    "MATCH p = SHORTEST 2 PATHS ((a)-[r]->(b) WHERE a.x < b.x){1,3}(c) RETURN [x IN nodes(p) WHERE x.y | x.z]",
    "UNWIND [1, -2.5e3, 0x1F, 'a\\'\\u0041', \"b\", null] AS x WITH x, x + 1 AS y WHERE y IS NOT NULL RETURN *",
    "CALL (x) { MATCH (n) RETURN n } IN TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE RETURN EXISTS { (n)-->() }",
    "MERGE (n:L {k: $p}) ON CREATE SET n.a = 1, n += {b: 2}, n:M ON MATCH SET n[$k] = reduce(s = 0, x IN [1] | s + x)",
    "FOREACH (x IN range(1, 3) | CREATE (:A {x: x})) // comment\n/* more */ RETURN `odd ``name`, $`p q`",
    "RETURN CASE x WHEN 1 THEN 'a' ELSE b.c[1..2] END, [(a)-->(b) | b {.x, y: 1, .*}], all(x IN y WHERE x = 1)",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
    "RETURN 1 IS :: LIST<INTEGER NOT NULL> | STRING, 2 ^ 3 ^ 2, -9223372036854775808, a STARTS WITH b",
    "MATCH (a)–[r]—〉(b) DETACH DELETE a, r FINISH; RETURN 1;",
];

/// A small generator of random numbers (xorshift), so that every run sees the same texts.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Pieces of the text as the lexer cuts it, with the white space behind them.
fn pieces(text: &str) -> Vec<String> {
    let starts: Vec<usize> = Lexer::new(text).map(|token| token.span.start as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| text[start..end].to_owned()).collect()
}

fn mutate_tokens(text: &str, random: &mut Random) -> String {
    let mut pieces = pieces(text);
    for _ in 0..=random.below(3) {
        if pieces.is_empty() {
            break;
        }
        let (i, j) = (random.below(pieces.len()), random.below(pieces.len()));
        match random.below(3) {
            0 => drop(pieces.remove(i)),
            1 => pieces.swap(i, j),
            _ => pieces.insert(j, pieces[i].clone()),
        }
    }
    pieces.concat()
}

fn mutate_chars(text: &str, random: &mut Random) -> String {
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
            _ => {
                chars[i] =
                    ['\0', '\\', '\'', '`', '$', '{', '/', '*', '\u{2014}', '😀', '\u{301}'][random.below(11)]
            }
        }
    }
    chars.into_iter().collect()
}

fn check(text: &str) {
    for (_, span) in highlight(text) {
        assert!(text.get(span.range()).is_some(), "{text:?} is cut inside a character");
    }
    completeness(text);
    for statement in statements(text) {
        assert!(text[statement.offset..].starts_with(statement.text));
    }
    match parse(text) {
        Ok(statement) => super::assert_round_trip(statement, text),
        Err(error) => {
            let span = error.span().unwrap_or_else(|| panic!("{text:?}: {error:?} has no place"));
            assert!(text.get(span.range()).is_some(), "{text:?}: {error:?} is out of bounds");
        }
    }
}

#[test]
fn damaged_queries_give_a_tree_or_an_error() {
    let kit = super::kit::queries();
    let seeds: Vec<&str> = SEEDS.iter().copied().chain(kit.iter().map(|query| query.text.as_str())).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for i in 0..10_000 {
        let seed = seeds[random.below(seeds.len())];
        let text =
            if i % 2 == 0 { mutate_tokens(seed, &mut random) } else { mutate_chars(seed, &mut random) };
        check(&text);
    }
}

#[test]
fn every_prefix_gives_a_tree_or_an_error() {
    for seed in SEEDS {
        for (i, _) in seed.char_indices() {
            check(&seed[..i]);
        }
    }
}
