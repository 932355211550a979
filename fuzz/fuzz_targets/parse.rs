//! Bytes to the front end: what is no text is refused, what parses survives printing, and nothing panics.

#![no_main]

use casegraph::syntax::ast::Statement;
use casegraph::syntax::{completeness, highlight, parse, printer, statements};
use casegraph_fuzz::{SPLICES, mutate_text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate_text(
        &mut data[..max_size],
        size,
        seed,
        |data, size| {
            let max = data.len();
            fuzzer_mutate(data, size, max)
        },
        SPLICES,
    )
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (_, span) in highlight(text) {
        assert!(text.get(span.range()).is_some(), "cut inside a character");
    }
    completeness(text);
    for statement in statements(text) {
        assert!(text[statement.offset..].starts_with(statement.text));
    }
    match parse(text) {
        Ok(statement) => identical(statement),
        Err(error) => assert!(error.span().is_none_or(|span| text.get(span.range()).is_some()), "{error:?}"),
    }
});

/// Prints the tree, parses that, and fails unless the same tree comes back.
fn identical(statement: Statement) {
    let printed = printer::print_statement(&statement);
    let again = match parse(&printed) {
        Ok(again) => again.without_spans(),
        // Parentheses that printing puts in may be one level too many.
        Err(error) if error.detail() == "NestingTooDeep" => return,
        Err(error) => panic!("printed as {printed}, which does not parse: {error:?}"),
    };
    // Debug texts are compared because NaN differs from itself.
    assert_eq!(format!("{:?}", statement.without_spans()), format!("{again:?}"), "printed as {printed}");
}
