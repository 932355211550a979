//! Reading corpus files, and writing results into them.

use std::ops::Range;

use super::Actual;

/// One test.
#[derive(Default)]
pub struct Test {
    pub name: String,
    pub case: Option<String>,
    /// The scripts of the graph it runs on.
    pub graph: Vec<String>,
    pub setup: String,
    /// A map literal, or nothing.
    pub parameters: String,
    /// One or more.
    pub steps: Vec<Step>,
}

/// A query and what it gives.
pub struct Step {
    pub query: String,
    /// The name of the text that somebody else published for the same question.
    pub published: Option<String>,
    pub expected: Expected,
    /// The lines of `expected`, from the one after `query`'s last.
    lines: Range<usize>,
}

/// What a step wants.
pub enum Expected {
    /// Rows, the columns' names first.
    Rows { text: String, order: Order },
    /// An error's class and detail.
    Error(String),
    /// All of it on the query's line.
    Line(String),
}

/// What the order of rows, and of the elements of lists in them, says.
#[derive(Clone, Copy)]
pub struct Order {
    pub rows: bool,
    pub lists: bool,
}

impl Order {
    /// Of the line above a step's rows.
    fn of(line: &str) -> Option<Order> {
        let (rows, lists) = match line {
            "rows:" => (false, true),
            "rows ordered:" => (true, true),
            "rows ignoring list order:" => (false, false),
            "rows ordered, ignoring list order:" => (true, false),
            _ => return None,
        };
        Some(Order { rows, lists })
    }
}

/// The tests of a file.
pub fn parse(text: &str) -> Result<Vec<Test>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut tests = Vec::new();
    let mut graph = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() || lines[at].starts_with('#') {
            at += 1;
            continue;
        }
        let end = lines[at..].iter().position(|line| line.trim().is_empty()).map_or(lines.len(), |n| at + n);
        match lines[at].strip_prefix("graph:") {
            Some(scripts) if end == at + 1 => graph = names(scripts),
            _ => {
                let mut test = TestParser::parse(&lines, at..end)?;
                if test.graph.is_empty() && test.case.is_none() {
                    test.graph.clone_from(&graph);
                }
                tests.push(test);
            }
        }
        at = end;
    }
    Ok(tests)
}

fn names(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What the lines belong to.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Head,
    Setup,
    Parameters,
    Query,
    Rows,
    Error,
    Values,
    Each,
}

/// A test under construction; the last step's expectation may still be missing.
struct TestParser {
    test: Test,
    section: Section,
    query: Vec<String>,
    published: Option<String>,
}

impl TestParser {
    fn parse(lines: &[&str], range: Range<usize>) -> Result<Test, String> {
        let first = range.start + 1;
        let mut parser =
            TestParser { test: Test::default(), section: Section::Head, query: Vec::new(), published: None };
        for number in range {
            parser.line(lines[number], number).map_err(|why| format!("line {}: {why}", number + 1))?;
        }
        let test = parser.test;
        match () {
            () if test.name.is_empty() => Err(format!("line {first}: a test begins with `test:`")),
            () if test.steps.is_empty() || !parser.query.is_empty() => {
                Err(format!("line {first}: there is neither `rows:` nor `error:`"))
            }
            () => Ok(test),
        }
    }

    fn line(&mut self, line: &str, number: usize) -> Result<(), String> {
        let after = |prefix: &str| line.strip_prefix(prefix).map(|value| value.trim().to_owned());
        if let Some(name) = after("test:") {
            self.test.name = name;
        } else if let Some(case) = after("case:") {
            self.test.case = Some(case);
        } else if let Some(scripts) = after("graph:") {
            self.test.graph = names(&scripts);
        } else if let Some(name) = after("published:") {
            self.published = Some(name);
        } else if line.starts_with("paragraphs:") {
            // For readers.
        } else if let Some(error) = after("error:") {
            self.section = Section::Error;
            self.expect(number, Expected::Error(error))?;
        } else if let Some(order) = Order::of(line) {
            self.section = Section::Rows;
            self.expect(number, Expected::Rows { text: String::new(), order })?;
        } else {
            match line {
                "setup:" => self.section = Section::Setup,
                "parameters:" => self.section = Section::Parameters,
                "query:" => self.section = Section::Query,
                "values:" => self.section = Section::Values,
                "each:" => self.section = Section::Each,
                _ => self.content(line, number)?,
            }
        }
        Ok(())
    }

    /// Ends a step's query: what follows is what it gives.
    fn expect(&mut self, number: usize, expected: Expected) -> Result<(), String> {
        if self.query.is_empty() {
            return Err("there is no `query:` before it".to_owned());
        }
        let query = std::mem::take(&mut self.query).join("\n");
        let published = self.published.take();
        self.test.steps.push(Step { query, published, expected, lines: number..number + 1 });
        Ok(())
    }

    /// A query, or an expression to return, and what it gives, on one line.
    fn line_of_table(&mut self, line: &str, number: usize) -> Result<(), String> {
        let (text, expected) = line.rsplit_once(" =>").ok_or("a line is `query => what it gives`")?;
        let query = match self.section {
            Section::Values => format!("RETURN {text} AS value"),
            _ => text.to_owned(),
        };
        let expected = Expected::Line(expected.trim().to_owned());
        self.test.steps.push(Step { query, published: None, expected, lines: number..number + 1 });
        Ok(())
    }

    fn content(&mut self, line: &str, number: usize) -> Result<(), String> {
        if matches!(self.section, Section::Values | Section::Each) {
            return self.line_of_table(line, number);
        }
        let add = |text: &mut String| {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(line);
        };
        match (self.section, self.test.steps.last_mut()) {
            (Section::Setup, _) => add(&mut self.test.setup),
            (Section::Parameters, _) => add(&mut self.test.parameters),
            (Section::Query, _) => self.query.push(line.to_owned()),
            (Section::Rows, Some(Step { expected: Expected::Rows { text, .. }, lines, .. })) => {
                add(text);
                lines.end = number + 1;
            }
            _ => return Err(format!("`{line}` belongs to no section")),
        }
        Ok(())
    }
}

/// The file with what these steps gave in place of what they wanted.
pub(super) fn with_results(text: &str, results: &[(&Step, Actual)]) -> String {
    let mut new = String::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    for (step, actual) in results {
        lines[at..step.lines.start].iter().for_each(|line| new += &format!("{line}\n"));
        at = step.lines.end;
        if let Expected::Line(_) = step.expected {
            let text = lines[step.lines.start].rsplit_once(" =>").map_or("", |(text, _)| text);
            new += format!("{text} => {}", actual.line()).trim_end();
            new.push('\n');
            continue;
        }
        match actual {
            Actual::Rows(shown) => {
                let line = lines[step.lines.start];
                new += &format!("{}\n", Order::of(line).map_or("rows:", |_| line));
                new += &shown.text();
            }
            Actual::Error { name, .. } => new += &format!("error: {name}\n"),
        }
    }
    lines[at..].iter().for_each(|line| new += &format!("{line}\n"));
    new
}
