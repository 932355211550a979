//! What Tab offers: commands and their arguments, and in statements keywords, functions, labels, types, property keys,
//! variables, parameters, and the names of nodes inside quotes.

use std::collections::BTreeSet;

use super::command::{self, Completes};
use super::script::command_line;
use super::session::split_command;
use super::vocabulary::Vocabulary;
use crate::explore::fold;
use crate::function;
use crate::syntax::highlight::{TokenClass, highlight};
use crate::syntax::keywords::{KEYWORDS, PHRASES};
use crate::value::text::write_name;

/// Candidates beyond these are left out; the last one stays, so that what all share is still found.
const MOST: usize = 400;

/// Where the completed part begins, in bytes, and what may stand there instead.
pub type Completion = (usize, Vec<String>);

/// The completion at the end of `before`, the text up to the cursor. Files are the editor's to complete: `None`.
pub fn complete(before: &str, words: &Vocabulary) -> Option<Completion> {
    if before.starts_with(['.', ':']) && !before.contains('\n') {
        return complete_command(before, words);
    }
    Some(complete_statement(before, words))
}

/// What a statement begins with, offered before anything is typed.
const BEGINNINGS: [&str; 8] =
    ["MATCH ", "OPTIONAL MATCH ", "CREATE ", "MERGE ", "UNWIND ", "WITH ", "RETURN ", "CALL "];

fn complete_command(before: &str, words: &Vocabulary) -> Option<Completion> {
    let (dot, body) = before.split_at(1);
    let Some(end) = body.find(char::is_whitespace) else {
        let lower = body.to_ascii_lowercase();
        let names = command::commands().flat_map(|command| command.names());
        let found = names.filter(|name| name.starts_with(&lower)).map(|name| format!("{dot}{name} "));
        return Some((0, limited(found.collect())));
    };
    let command = command::resolve(split_command(command_line(before)?).0).ok()?;
    let arguments_at = 1 + end + (body[end..].len() - body[end..].trim_start().len());
    let arguments = &before[arguments_at..];
    match command.completes {
        Completes::Nothing => Some((before.len(), Vec::new())),
        Completes::File => None,
        Completes::Name => Some((arguments_at, names(arguments, words, |name| name.to_owned()))),
        Completes::Names => {
            let part = arguments.rfind(',').map_or(0, |comma| comma + 1);
            let part = part + (arguments[part..].len() - arguments[part..].trim_start().len());
            let quoted =
                |name: &str| if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
            Some((arguments_at + part, names(&arguments[part..], words, quoted)))
        }
        Completes::Words(known) => {
            let found =
                known.iter().filter(|word| word.starts_with(arguments)).map(|word| (*word).to_owned());
            Some((arguments_at, limited(found.collect())))
        }
        Completes::Topic => Some((arguments_at, topics(arguments))),
        Completes::Parameter => {
            let found = words.parameters().filter(|name| name.starts_with(arguments)).map(str::to_owned);
            Some((arguments_at, limited(found.collect())))
        }
        Completes::Query => {
            let (at, found) = complete_statement(arguments, words);
            Some((arguments_at + at, found))
        }
    }
}

fn topics(begun: &str) -> Vec<String> {
    let begun = begun.trim_start_matches('.').to_lowercase();
    let commands = command::commands().map(|command| command.name);
    let functions = function::functions().map(|function| function.name);
    let found = commands.chain(functions).filter(|name| name.to_lowercase().starts_with(&begun));
    limited(found.map(str::to_owned).collect())
}

fn names(begun: &str, words: &Vocabulary, write: impl Fn(&str) -> String) -> Vec<String> {
    let folded = fold(begun.trim_start_matches(['"', '\'']));
    let found = words.names().iter().filter(|name| folded.is_empty() || name.begins_with(&folded));
    limited(found.map(|name| write(&name.written)).collect())
}

/// Sorted, so that the first and the last share what all share.
fn limited(found: BTreeSet<String>) -> Vec<String> {
    let mut found: Vec<String> = found.into_iter().collect();
    if found.len() > MOST {
        let last = found.pop();
        found.truncate(MOST);
        found.extend(last);
    }
    found
}

/// What stands before the word at the cursor.
struct Place<'a> {
    /// The word begun, perhaps empty.
    word: &'a str,
    /// Where it begins.
    start: usize,
    /// The token before it.
    before: Option<&'a str>,
    /// The innermost open bracket.
    bracket: Option<&'a str>,
}

fn complete_statement(before: &str, words: &Vocabulary) -> Completion {
    let tokens = highlight(before);
    if let Some((TokenClass::Invalid, span)) = tokens.last()
        && let Some(quote @ ('\'' | '"')) = before[span.range()].chars().next()
    {
        return complete_quoted(before, span.start as usize + 1, quote, words);
    }
    if let Some((TokenClass::Comment | TokenClass::String, span)) = tokens.last()
        && span.end as usize == before.len()
    {
        return (before.len(), Vec::new());
    }
    let place = place(before, &tokens);
    // At the beginning of a line Tab indents.
    if place.word.is_empty()
        && before[..place.start].ends_with(['\n', ' '])
        && line_is_blank(before)
        && before.contains('\n')
    {
        return (before.len(), vec!["  ".to_owned()]);
    }
    (place.start, candidates(&place, before, words))
}

fn line_is_blank(before: &str) -> bool {
    before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

/// Inside quotes: names of nodes, with the closing quote.
fn complete_quoted(before: &str, start: usize, quote: char, words: &Vocabulary) -> Completion {
    let begun = &before[start..];
    if begun.is_empty() {
        return (start, Vec::new());
    }
    let found = names(begun, words, |name| {
        let escaped = name.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
        format!("{escaped}{quote}")
    });
    (start, found)
}

fn place<'a>(before: &'a str, tokens: &[(TokenClass, crate::error::Span)]) -> Place<'a> {
    let mut significant: Vec<&str> = tokens
        .iter()
        .filter(|(class, _)| *class != TokenClass::Comment)
        .map(|(_, span)| &before[span.range()])
        .collect();
    let touches = tokens.last().is_some_and(|(class, span)| {
        span.end as usize == before.len() && !matches!(class, TokenClass::Operator | TokenClass::Bracket)
    });
    let word =
        if touches && before.ends_with(is_word_part) { significant.pop().unwrap_or_default() } else { "" };
    let mut open = Vec::new();
    for token in &significant {
        match *token {
            "(" | "[" | "{" => open.push(*token),
            ")" | "]" | "}" => {
                open.pop();
            }
            ";" => open.clear(),
            _ => {}
        }
    }
    Place { word, start: before.len() - word.len(), before: significant.last().copied(), bracket: open.pop() }
}

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn candidates(place: &Place<'_>, before: &str, words: &Vocabulary) -> Vec<String> {
    if let Some(begun) = place.word.strip_prefix('$') {
        return limited(
            words
                .parameters()
                .filter(|name| name.starts_with(begun))
                .map(|name| format!("${name}"))
                .collect(),
        );
    }
    let word = place.word;
    let dotted = before[before.trim_end_matches(|c| is_word_part(c) || c == '.').len()..].to_lowercase();
    let lead = before[..before.len() - dotted.len()].trim_end();
    if lead.len() < before.len() - dotted.len() && ends_with_word(lead, "call") {
        return called(word, &dotted, words.procedures(), "(");
    }
    match (place.before, place.bracket) {
        (Some(":" | "|" | "&" | "!"), Some("[")) => quoted(word, words.types()),
        (Some(":" | "|" | "&" | "!"), Some("(")) => quoted(word, words.labels()),
        (Some(":"), None) => quoted(word, words.labels().chain(words.types())),
        (Some("."), _) => {
            let mut found = quoted(word, words.keys());
            found.extend(called(word, &dotted, function::functions().map(|function| function.name), "("));
            found
        }
        (Some("{" | ","), Some("{")) => {
            let keys = quoted(word, words.keys());
            keys.into_iter().map(|key| format!("{key}: ")).collect()
        }
        (None | Some(";"), _) if word.is_empty() => BEGINNINGS.map(str::to_owned).to_vec(),
        _ if word.is_empty() => Vec::new(),
        _ => expression(word, before),
    }
}

fn ends_with_word(text: &str, lower: &str) -> bool {
    text.rsplit(|c: char| !is_word_part(c)).next().is_some_and(|word| word.eq_ignore_ascii_case(lower))
}

/// Functions or procedures whose names begin with the dotted name at the cursor: the part from its last word on.
fn called<'a>(word: &str, dotted: &str, known: impl Iterator<Item = &'a str>, end: &str) -> Vec<String> {
    let typed = dotted.len() - word.len().min(dotted.len());
    let found = known.filter(|name| name.to_lowercase().starts_with(dotted));
    limited(found.filter_map(|name| Some(format!("{}{end}", name.get(typed..)?))).collect())
}

/// Names that begin like the word, in backticks where they need them.
fn quoted<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let folded = fold(word);
    let found = known.filter(|name| fold(name).starts_with(&folded)).map(|name| {
        let mut written = String::new();
        // Writing to a string cannot fail.
        let _ = write_name(&mut written, name);
        written
    });
    limited(found.collect())
}

/// Keywords in the case the word is typed in, functions, and the statement's own variables.
fn expression(word: &str, before: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let small = word.chars().all(|c| c.is_lowercase());
    let keywords = KEYWORDS.iter().map(|keyword| keyword.text()).chain(PHRASES.iter().copied());
    let mut found: BTreeSet<String> = keywords
        .filter(|text| text.to_lowercase().starts_with(&lower))
        .map(|text| if small { text.to_lowercase() } else { text.to_owned() })
        .map(|text| text + " ")
        .collect();
    let functions = function::functions().map(|function| function.name);
    found.extend(
        functions.filter(|name| name.to_lowercase().starts_with(&lower)).map(|name| format!("{name}(")),
    );
    let own = &before[..before.len() - word.len()];
    found.extend(
        highlight(own)
            .into_iter()
            .filter(|(class, _)| *class == TokenClass::Name)
            .map(|(_, span)| own[span.range()].to_owned())
            .filter(|name| name.starts_with(word)),
    );
    // `count(` beside `COUNT ` would be two spellings of one thing.
    let doubled: Vec<String> = found
        .iter()
        .filter_map(|text| text.strip_suffix(' '))
        .filter(|text| {
            found
                .iter()
                .any(|other| other.strip_suffix('(').is_some_and(|name| name.eq_ignore_ascii_case(text)))
        })
        .map(|text| format!("{text} "))
        .collect();
    for text in doubled {
        found.remove(&text);
    }
    limited(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Store;

    fn offered(before: &str) -> Vec<String> {
        let store = Store::default();
        let words = Vocabulary::new(store.snapshot(), 0, vec!["limit".to_owned()], Default::default());
        complete(before, &words)
            .map(|(start, found)| {
                let head = &before[..start];
                found.into_iter().map(|text| format!("{head}{text}")).collect()
            })
            .unwrap_or_default()
    }

    #[test]
    fn commands_and_their_words_are_completed() {
        assert_eq!(offered(".neigh"), [".neighbors ", ".neighbours "]);
        assert_eq!(offered(".mode ma"), [".mode markdown"]);
        assert_eq!(offered(".help roll"), [".help rollback"]);
        assert!(offered(".explain MAT").contains(&".explain MATCH ".to_owned()));
    }

    #[test]
    fn keywords_follow_the_case_typed() {
        assert_eq!(offered("MAT"), ["MATCH "]);
        assert_eq!(offered("mat"), ["match "]);
        assert!(offered("MATCH (n) OR").contains(&"MATCH (n) ORDER BY ".to_owned()));
        assert_eq!(offered("RETURN $li"), ["RETURN $limit"]);
        assert!(offered("MATCH (person) RETURN per").contains(&"MATCH (person) RETURN person".to_owned()));
    }

    #[test]
    fn tab_indents_where_nothing_is_typed() {
        assert_eq!(offered("MATCH (n)\n"), ["MATCH (n)\n  "]);
        assert_eq!(offered("").len(), BEGINNINGS.len());
        assert!(offered("RETURN 'done'").is_empty());
    }
}
