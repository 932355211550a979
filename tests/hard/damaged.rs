//! Ten thousand damaged queries, run: each gives rows or an error that says something, and leaves the graph whole.

use crate::support::tight;
use crate::syntax::mutated::damaged;

/// A graph is used for so many of them: what one changes the next ones see.
const RUNS_OF_A_GRAPH: usize = 50;

#[test]
fn damaged_queries_give_rows_or_an_error_and_leave_the_graph_whole() {
    let texts: Vec<String> = damaged(10_000, 0xD1B5_4A32_D192_ED03).collect();
    let mut answered = 0;
    for texts in texts.chunks(RUNS_OF_A_GRAPH) {
        let database = tight::small_database();
        for text in texts {
            answered += usize::from(tight::run(&database, text));
        }
        tight::check_graph(&database, &texts.join(";\n"));
    }
    println!("{answered} of {} give rows", texts.len());
    assert!(answered > texts.len() / 10, "only {answered} are sound enough to be run to their end");
}
