//! Whether Enter runs the input or begins another line.

use super::highlight::mismatch;
use super::script;

/// What Enter does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It runs the input.
    Run,
    /// It begins another line.
    More,
    /// Nothing: the input is wrong in a way that more of it does not mend.
    Wrong(String),
}

/// Judges the input.
pub fn verdict(input: &str) -> Verdict {
    if script::is_complete(input) {
        return Verdict::Run;
    }
    if script::command_line(input.trim_start()).is_some() {
        return Verdict::More;
    }
    match mismatch(input) {
        None => Verdict::More,
        Some((place, open)) => {
            let close = input[place..].chars().next().unwrap_or(')');
            Verdict::Wrong(match open {
                Some(open) => format!("  `{close}` does not close `{open}`"),
                None => format!("  `{close}` closes nothing"),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_runs_finished_input_only() {
        assert_eq!(verdict("MATCH (n)\nRETURN n;"), Verdict::Run);
        assert_eq!(verdict(".help"), Verdict::Run);
        assert_eq!(verdict("quit"), Verdict::Run);
        assert_eq!(verdict("MATCH (n"), Verdict::More);
        assert_eq!(verdict("RETURN 'a"), Verdict::More);
        assert_eq!(verdict("MATCH (n]"), Verdict::Wrong("  `]` does not close `(`".to_owned()));
        assert_eq!(verdict("MATCH n)"), Verdict::Wrong("  `)` closes nothing".to_owned()));
    }
}
