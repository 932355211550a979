//! Who may import whom.

use super::none;
use super::source::sources;

/// Each module imports only from those above it.
///
/// | module | is for |
/// |---|---|
/// | `error` | what goes wrong |
/// | `stack` | room for what recurses |
/// | `value` | what properties hold and rows carry |
/// | `syntax` | text to tree |
/// | `graph` | versions of the graph |
/// | `algorithm` | graph algorithms on a version |
/// | `path` | searches for paths on a version |
/// | `evidence`, `explore`, `export` | reading a version: citations, paths between actors, pictures and files |
/// | `import` | filling one |
/// | `function` | functions and procedures |
/// | `semantic`, `plan`, `optimize`, `execute` | tree to rows |
/// | `persist` | versions in files |
/// | `database` | the facade of all these |
/// | `case` | the example, in a database |
/// | `repl`, `cli` | the doors |
const LAYERS: &[&str] = &[
    "error",
    "stack",
    "value",
    "syntax",
    "graph",
    "algorithm",
    "path",
    "evidence",
    "explore",
    "export",
    "import",
    "function",
    "semantic",
    "plan",
    "optimize",
    "execute",
    "persist",
    "database",
    "case",
    "repl",
    "cli",
];

/// The graph's ids are plain numbers, named like words of the language everywhere: values hold them, patterns have directions.
const IDS: &[&str] =
    &["graph::Direction", "graph::KeyId", "graph::LabelId", "graph::NodeId", "graph::RelId", "graph::TypeId"];

/// What the crate's root re-exports, by the module it is of.
const RE_EXPORTS: &[(&str, &str)] = &[("Error", "error"), ("ErrorClass", "error"), ("Result", "error")];

/// Module and import, with the reason why it is allowed.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == module)
}

#[test]
fn modules_import_only_from_the_layers_above() {
    let mut complaints = Vec::new();
    let mut needed = vec![false; EXCEPTIONS.len()];
    for source in sources() {
        let module = source.name.trim_start_matches("src/").trim_end_matches(".rs");
        let module = module.split('/').next().unwrap_or_default();
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(own) = rank(module) else {
            complaints.push(format!("{}: `{module}` has no layer", source.name));
            continue;
        };
        for path in crate_paths(&source.product) {
            let first = path.split("::").next().unwrap_or_default();
            let of = RE_EXPORTS.iter().find(|(name, _)| *name == first).map_or(first, |(_, module)| module);
            let exception =
                EXCEPTIONS.iter().position(|(from, to, _)| *from == module && path.starts_with(to));
            match rank(of) {
                Some(other) if other <= own || IDS.contains(&path.as_str()) => {}
                Some(_) if exception.is_some() => needed[exception.unwrap_or_default()] = true,
                Some(_) => complaints.push(format!("{}: {module} imports {path}", source.name)),
                None => complaints.push(format!("{}: `{of}` has no layer", source.name)),
            }
        }
        complaints.extend(climbs_to_the_root(&source.name, &source.product));
    }
    let unused = EXCEPTIONS.iter().zip(needed).filter(|(_, needed)| !needed);
    complaints.extend(unused.map(|((from, to, _), _)| format!("nothing in {from} needs {to} any more")));
    none(complaints);
}

/// `super` as often as the file is deep would be the crate's root under another name.
fn climbs_to_the_root(name: &str, product: &str) -> Option<String> {
    let path = name.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = path.split('/').count();
    product.contains(&"super::".repeat(depth)).then(|| format!("{name}: say crate:: for the root"))
}

/// All paths that begin with `crate::`, those in braces one by one, without `crate::`.
fn crate_paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        read_path(&code[at + "crate::".len()..], "", &mut paths);
    }
    paths
}

/// Reads one path, or a group of them, that stands after `before`. How many bytes it has.
fn read_path(code: &str, before: &str, paths: &mut Vec<String>) -> usize {
    if code.starts_with('{') {
        return read_group(code, before, paths);
    }
    let name = code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
    let path = format!("{before}{}", &code[..name]);
    match code[name..].strip_prefix("::") {
        Some(rest) if rest.starts_with(|c: char| c == '{' || c.is_alphabetic()) => {
            name + 2 + read_path(rest, &format!("{path}::"), paths)
        }
        _ => {
            paths.push(path);
            name
        }
    }
}

fn read_group(code: &str, before: &str, paths: &mut Vec<String>) -> usize {
    let mut at = 1;
    while let Some(next) = code[at..].chars().next() {
        match next {
            '}' => return at + 1,
            _ if code[at..].starts_with("as ") => {
                at += code[at..].find([',', '}']).unwrap_or(code.len() - at)
            }
            c if c == '{' || c.is_alphanumeric() || c == '_' => at += read_path(&code[at..], before, paths),
            c => at += c.len_utf8(),
        }
    }
    at
}

#[test]
fn paths_are_read_out_of_groups() {
    let code = "use crate::{a, b::{c, d::e}, f as g}; let x = crate::h::i::<T>();";
    assert_eq!(crate_paths(code), ["a", "b::c", "b::d::e", "f", "h::i"].map(str::to_owned));
}
