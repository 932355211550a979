//! Source files, and their text without comments, literals and tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::{files_below, root};

/// A Rust file.
pub struct Source {
    /// Below the repository's root, with `/`.
    pub name: String,
    /// As it stands.
    pub text: String,
    /// The same with blanks in place of what comments and literals say; every byte has its place.
    pub code: String,
    /// `code` without what is compiled for tests only.
    pub product: String,
}

impl Source {
    pub fn read(path: &Path) -> Source {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name =
            path.strip_prefix(root()).expect("it is below the root").to_string_lossy().replace('\\', "/");
        let code = without_words(&text);
        let product = without_tests(&code);
        Source { name, text, code, product }
    }

    /// Whether nothing of it is in the product.
    pub fn is_for_tests(&self) -> bool {
        self.product.is_empty() || !self.name.starts_with("src/")
    }

    /// The lines of `product`, numbered from 1.
    pub fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.product.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// All of `src`, by name, with nothing left of the product code of files that are compiled for tests only.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let tree = ModuleTree::read(&["src/lib.rs", "src/main.rs"]);
        let mut sources = rust_files(&["src"]);
        for source in sources.iter_mut().filter(|source| tree.is_for_tests(&source.name)) {
            source.product.clear();
        }
        sources
    });
    &SOURCES
}

/// All Rust files of these folders.
pub fn rust_files(folders: &[&str]) -> Vec<Source> {
    let files = folders.iter().flat_map(|folder| files_below(&root().join(folder)));
    files
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .map(|path| Source::read(&path))
        .collect()
}

/// Which files a crate is made of.
pub struct ModuleTree {
    /// By name, whether it is compiled for tests only.
    files: BTreeMap<String, bool>,
    /// `mod` lines that lead nowhere.
    pub missing: Vec<String>,
}

impl ModuleTree {
    /// Follows the `mod` lines from these files on.
    pub fn read(roots: &[&str]) -> ModuleTree {
        let mut tree = ModuleTree { files: BTreeMap::new(), missing: Vec::new() };
        for name in roots {
            tree.add(&root().join(name), true, false);
        }
        tree
    }

    pub fn contains(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    fn is_for_tests(&self, name: &str) -> bool {
        self.files.get(name).copied().unwrap_or(false)
    }

    fn add(&mut self, path: &Path, is_root: bool, for_tests: bool) {
        let source = Source::read(path);
        self.files.insert(source.name.clone(), for_tests);
        let folder = path.parent().expect("a file is in a folder");
        let stem = path.file_stem().unwrap_or_default();
        let folder = if is_root || stem == "mod" { folder.to_owned() } else { folder.join(stem) };
        for child in child_modules(&source.code) {
            let for_tests = for_tests || !has_module(&source.product, &child);
            let candidates: [PathBuf; 2] =
                [folder.join(format!("{child}.rs")), folder.join(&child).join("mod.rs")];
            match candidates.iter().find(|path| path.is_file()) {
                Some(path) => self.add(path, false, for_tests),
                None => self.missing.push(format!("{}: mod {child}", source.name)),
            }
        }
    }
}

/// The names of `mod name;` lines.
fn child_modules(code: &str) -> Vec<String> {
    let names = code.lines().filter_map(|line| {
        let line = line.trim();
        let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub ")).unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

fn has_module(code: &str, name: &str) -> bool {
    child_modules(code).iter().any(|child| child == name)
}

/// Blanks comments, strings and character literals; newlines stay.
pub fn without_words(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = word_end(bytes, at);
        if end > at {
            for byte in &mut code[at..end] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
            at = end;
        } else if bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' {
            // Past the whole name, so that no `r` or `b` within it is taken for the begin of a literal.
            at +=
                bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        } else {
            at += 1;
        }
    }
    // Only whole characters were replaced, each byte by a blank.
    String::from_utf8(code).expect("it was valid before")
}

/// Where the comment or literal that begins here ends; `at` if none begins.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    if rest.starts_with(b"//") {
        return at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }
    if rest.starts_with(b"/*") {
        return block_comment_end(bytes, at);
    }
    let prefix = [&b"br"[..], b"cr", b"r", b"b", b"c"].into_iter().find(|prefix| {
        let after = rest.get(prefix.len());
        rest.starts_with(prefix) && matches!(after, Some(b'"' | b'#' | b'\''))
    });
    let literal = at + prefix.map_or(0, <[u8]>::len);
    let raw = prefix.is_some_and(|prefix| prefix.ends_with(b"r"));
    match bytes.get(literal) {
        Some(b'"' | b'#') if raw => raw_string_end(bytes, literal).unwrap_or(at),
        Some(b'"') => quoted_end(bytes, literal, b'"'),
        Some(b'\'') if is_character(&bytes[literal..]) => quoted_end(bytes, literal, b'\''),
        _ => at,
    }
}

fn block_comment_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// `None` for a raw name such as `r#type`.
fn raw_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
    let open = at + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let length = bytes[open + 1..].windows(close.len()).position(|window| window == close)?;
    Some(open + 1 + length + close.len())
}

fn quoted_end(bytes: &[u8], open: usize, quote: u8) -> usize {
    let mut at = open + 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// Whether the quote begins a character and not a lifetime.
fn is_character(rest: &[u8]) -> bool {
    match rest.get(1) {
        Some(b'\\') => true,
        Some(byte) if !byte.is_ascii() => true,
        Some(_) => rest.get(2) == Some(&b'\''),
        None => false,
    }
}

/// Blanks what follows `#[cfg(test)]`: an item up to its `;` or its closing brace.
fn without_tests(code: &str) -> String {
    let mut product = code.to_owned();
    while let Some(start) = product.find("#[cfg(test)]") {
        let end = item_end(&product, start);
        let blank: String = product[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        product.replace_range(start..end, &blank);
    }
    product
}

fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && (byte == b';' || byte == b'}') {
            return at + 1;
        }
    }
    code.len()
}

#[test]
fn comments_and_literals_are_blanked() {
    let text = r##"let a = "x // y"; // fn
let b = 'x'; let c: &'a str = r#"}"{"#; /* /* } */ { */ let d = b'\''; let e = "\"{";"##;
    let code = without_words(text);
    assert_eq!(code.len(), text.len());
    let words: Vec<&str> = code.split_whitespace().collect();
    let wanted = "let a = ; let b = ; let c: &'a str = ; let d = ; let e = ;";
    assert_eq!(words.join(" "), wanted);
    let tests = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\nfn c() {}";
    assert_eq!(without_tests(tests).split_whitespace().collect::<Vec<_>>().join(" "), "fn a() {} fn c() {}");
}
