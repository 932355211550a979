//! `docs/cypher.md` and `docs/paths.md`: their examples give what the pages say, and the lists are those of the registry and of
//! the lexer. `UPDATE_EXPECT=1` writes both anew.
//!
//! A block of Cypher holds statements, or expressions, each with what it gives behind `// =>`: on its line, or on lines of their
//! own, one for each row. A block marked `graph` makes the graph that each chapter begins with.

use std::path::Path;

use casegraph::Database;
use casegraph::database::Dialect;
use casegraph::function::{Category, ProcedureRegistry, functions};
use casegraph::syntax::keywords::{KEYWORDS, Role};

use crate::corpus::values;

const GIVES: &str = "// =>";

#[test]
fn the_page_of_the_language_says_what_is_true() {
    check("docs/cypher.md", 60);
}

#[test]
fn the_page_of_paths_says_what_is_true() {
    check("docs/paths.md", 80);
}

/// Checks a page of at least so many examples.
fn check(name: &str, least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let mut writer = Writer::default();
    page.lines().for_each(|line| writer.line(line));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &writer.new).expect("the page can be written");
        return;
    }
    assert!(writer.examples > least, "{name}: {} examples were found", writer.examples);
    for (line, (written, right)) in page.lines().zip(writer.new.lines()).enumerate() {
        assert_eq!(written, right, "{name}:{}: UPDATE_EXPECT=1 writes it anew", line + 1);
    }
    assert_eq!(page, writer.new, "{name} ends otherwise");
}

/// Writes the page as it should be.
#[derive(Default)]
struct Writer {
    new: String,
    place: Place,
    /// The statements that make the graph.
    graph: String,
    /// Of the chapter.
    database: Option<Database>,
    /// The statement being read.
    statement: String,
    /// Its rows are to come on lines of their own, and these were seen.
    rows_follow: bool,
    examples: usize,
    /// In a table of patterns.
    in_ways: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    #[default]
    Text,
    Graph,
    Examples,
    Generated,
}

impl Writer {
    fn line(&mut self, line: &str) {
        match (self.place, line) {
            (Place::Text, "```cypher graph") => self.enter(Place::Graph, line),
            (Place::Text, "```cypher") => self.enter(Place::Examples, line),
            (Place::Graph | Place::Examples, "```") => {
                assert!(self.statement.is_empty(), "{} gives nothing", self.statement);
                self.rows_follow = false;
                self.enter(Place::Text, line);
            }
            (Place::Graph, _) => {
                self.graph += line;
                self.graph.push('\n');
                self.put(line);
            }
            (Place::Examples, _) => self.example(line),
            (Place::Generated, "<!-- end -->") => self.enter(Place::Text, line),
            (Place::Generated, _) => {}
            (Place::Text, _) => self.text(line),
        }
    }

    fn text(&mut self, line: &str) {
        if line.starts_with("## ") {
            self.database = None;
        }
        self.in_ways = match line {
            "| Pattern | Means | Ways |" | "| Dialect | Pattern | Ways |" => true,
            _ => self.in_ways && line.starts_with('|'),
        };
        if self.in_ways && line.starts_with("| `") {
            let row = self.way(line);
            return self.put(&row);
        }
        self.put(line);
        let part = line.strip_prefix("<!-- begin ").and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(part) = part {
            self.new += &generated(part);
            self.place = Place::Generated;
        }
    }

    fn enter(&mut self, place: Place, line: &str) {
        self.place = place;
        self.put(line);
    }

    fn put(&mut self, line: &str) {
        self.new += line;
        self.new.push('\n');
    }

    /// A row of a table of patterns, with the relationships of the paths that the pattern finds.
    fn way(&mut self, line: &str) -> String {
        let hidden = line.replace("\\|", "\u{0}");
        let cells: Vec<String> =
            hidden.trim_matches('|').split('|').map(|cell| cell.trim().replace('\u{0}', "\\|")).collect();
        let [first, second, _] = cells.as_slice() else { panic!("{line} has not three cells") };
        let code = |cell: &str| cell.trim_matches('`').replace("\\|", "|");
        let (dialect, pattern) = match Dialect::named(&code(first)) {
            Some(dialect) => (dialect, code(second)),
            None => (Dialect::Cypher, code(first)),
        };
        let statement = format!("MATCH {pattern} RETURN [r IN relationships(p) | r.id] AS way");
        self.set_dialect(dialect);
        let mut rows = self.run(&statement);
        self.set_dialect(Dialect::Cypher);
        rows.sort();
        let ways = rows.join(" ").replace("no rows", "none");
        format!("| {first} | {second} | {ways} |")
    }

    fn set_dialect(&mut self, dialect: Dialect) {
        self.run(&format!("SET SESSION DIALECT {}", dialect.name()));
    }

    /// A line of an example, or of what it gives.
    fn example(&mut self, line: &str) {
        let Some((text, _)) = line.split_once(GIVES) else {
            self.rows_follow = false;
            self.statement += line;
            self.statement.push('\n');
            return self.put(line);
        };
        if text.is_empty() && self.rows_follow {
            // What it gives is written already.
            return;
        }
        self.statement += text;
        let statement = std::mem::take(&mut self.statement);
        let rows = self.run(&statement);
        match (text.trim_end(), rows.as_slice()) {
            ("", rows) => rows.iter().for_each(|row| self.put(&format!("{GIVES} {row}"))),
            (text, [row]) => self.put(&format!("{text} {GIVES} {row}")),
            (text, rows) => {
                self.put(text);
                rows.iter().for_each(|row| self.put(&format!("{GIVES} {row}")));
            }
        }
        self.rows_follow = true;
    }

    fn run(&mut self, statement: &str) -> Vec<String> {
        self.examples += 1;
        let database = self.database.get_or_insert_with(|| {
            let database = Database::in_memory();
            database.query(&self.graph).run().expect("the graph is made");
            database
        });
        match values::run(database.query(statement), &[]) {
            Ok(shown) if shown.rows().next().is_none() => vec!["no rows".to_owned()],
            Ok(shown) => shown.rows().collect(),
            Err(error) => {
                let phase = match error.phase() {
                    casegraph::Phase::CompileTime => "at compile time",
                    casegraph::Phase::Runtime => "at runtime",
                };
                vec![format!("{} {} {phase}", error.class().name(), error.detail())]
            }
        }
    }
}

/// A part of the page that is made.
fn generated(part: &str) -> String {
    match part {
        "functions" => function_lists(),
        "procedures" => procedure_list(),
        "words" => words(),
        _ => panic!("nothing makes `{part}`"),
    }
}

fn function_lists() -> String {
    let mut text = String::from("| | functions |\n|---|---|\n");
    for category in Category::ALL {
        let of_category = functions().filter(|function| function.category == category);
        let names: Vec<String> = of_category
            .flat_map(|function| std::iter::once(&function.name).chain(function.aliases))
            .map(|name| format!("`{name}`"))
            .collect();
        text += &format!("| {} | {} |\n", category.name(), names.join(" "));
    }
    text
}

fn procedure_list() -> String {
    let mut text = String::from("| procedure | |\n|---|---|\n");
    for procedure in ProcedureRegistry::with_builtins().iter() {
        text += &format!("| `{}` | {} |\n", procedure.signature(), procedure.doc.replace('|', "\\|"));
    }
    text
}

fn words() -> String {
    let of_role = |role: Role| {
        let words = KEYWORDS.iter().filter(|keyword| keyword.role() == role);
        words.map(|keyword| format!("`{}`", keyword.text())).collect::<Vec<_>>().join(" ")
    };
    format!(
        "As a key, label or type, and behind a dot, every word may be a name. As a variable these need backticks:\n\n{}\n\n\
         These may be variables where what follows shows that one is meant:\n\n{}\n\n\
         And these always may:\n\n{}\n",
        of_role(Role::Operator),
        of_role(Role::Structure),
        of_role(Role::Free)
    )
}
