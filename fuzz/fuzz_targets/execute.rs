//! Statements to the whole engine, on a small graph with tight limits. Text is run as it is; other bytes (the first is
//! above 127) choose statements along the grammar. Afterwards the graph must be whole.

#![no_main]

use casegraph::syntax::statements;
use casegraph_fuzz::{SPLICES, grammar, mutate_text, tight};
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
    let texts = match data {
        [first, rest @ ..] if *first > 127 => grammar::statements(rest),
        _ => {
            let Ok(text) = std::str::from_utf8(data) else { return };
            statements(text).take(4).map(|statement| statement.text.to_owned()).collect()
        }
    };
    let database = tight::small_database();
    for text in &texts {
        tight::run(&database, text);
    }
    tight::check_graph(&database, &texts.join(";\n"));
});
