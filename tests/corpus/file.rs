//! Reading corpus files, and writing results into them.

use super::Actual;

/// One test.
pub struct Test {
    pub name: String,
    pub case: Option<String>,
    pub setup: String,
    pub query: String,
    pub expected: Expected,
    /// The lines of `expected`, from the one after `query`'s last.
    lines: std::ops::Range<usize>,
}

/// What a test wants.
pub enum Expected {
    /// Rows, the columns' names first.
    Rows { text: String, ordered: bool },
    /// An error's class and detail.
    Error(String),
}

/// The tests of a file.
pub fn parse(text: &str) -> Result<Vec<Test>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut tests = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() || lines[at].starts_with('#') {
            at += 1;
            continue;
        }
        let end = lines[at..].iter().position(|line| line.trim().is_empty()).map_or(lines.len(), |n| at + n);
        tests.push(parse_test(&lines, at, end).map_err(|why| format!("line {}: {why}", at + 1))?);
        at = end;
    }
    Ok(tests)
}

fn parse_test(lines: &[&str], start: usize, end: usize) -> Result<Test, String> {
    let (mut name, mut case, mut section) = (None, None, "");
    let (mut setup, mut query, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut expected: Option<(usize, Expected)> = None;
    for (number, line) in lines.iter().enumerate().take(end).skip(start) {
        if let Some(value) = line.strip_prefix("test:") {
            name = Some(value.trim().to_owned());
        } else if let Some(value) = line.strip_prefix("case:") {
            case = Some(value.trim().to_owned());
        } else if line.starts_with("paragraphs:") {
            // For readers.
        } else if *line == "setup:" || *line == "query:" {
            section = line;
        } else if *line == "rows:" || *line == "rows ordered:" {
            section = "rows:";
            let ordered = *line == "rows ordered:";
            expected = Some((number, Expected::Rows { text: String::new(), ordered }));
        } else if let Some(value) = line.strip_prefix("error:") {
            expected = Some((number, Expected::Error(value.trim().to_owned())));
        } else {
            match section {
                "setup:" => setup.push(*line),
                "query:" => query.push(*line),
                "rows:" => rows.push(*line),
                _ => return Err(format!("`{line}` belongs to no section")),
            }
        }
    }
    let (first, mut expected) = expected.ok_or("there is neither `rows:` nor `error:`")?;
    if let Expected::Rows { text, .. } = &mut expected {
        *text = rows.join("\n");
    }
    Ok(Test {
        name: name.ok_or("a test begins with `test:`")?,
        case,
        setup: setup.join("\n"),
        query: query.join("\n"),
        expected,
        lines: first..end,
    })
}

/// The file with what these tests gave in place of what they wanted.
pub fn with_results(text: &str, results: &[(&Test, Actual)]) -> String {
    let mut new = String::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    for (test, actual) in results {
        lines[at..test.lines.start].iter().for_each(|line| new += &format!("{line}\n"));
        match actual {
            Actual::Rows(shown) => {
                let ordered = matches!(&test.expected, Expected::Rows { ordered: true, .. });
                new += if ordered { "rows ordered:\n" } else { "rows:\n" };
                new += &shown.text();
            }
            Actual::Error(name, _) => new += &format!("error: {name}\n"),
        }
        at = test.lines.end;
    }
    lines[at..].iter().for_each(|line| new += &format!("{line}\n"));
    new
}
