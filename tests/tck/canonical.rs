//! Values as texts that are equal exactly when the kit takes the values for equal.
//!
//! The kit writes nodes as `(:L {k: v})`, relationships as `[:T {k: v}]`, paths as `<(:A)-[:T]->(:B)>` and temporal
//! values as strings. Both sides are brought into one form: labels and keys sorted, floats by value.

use casegraph::graph::{GraphState, NodeId, RelId};
use casegraph::value::{Map, PathValue, Value};

/// A value of a result. With `any_order`, lists that differ in their elements' order are equal.
pub fn of_value(value: &Value, graph: &GraphState, any_order: bool) -> String {
    let nested = |value: &Value| of_value(value, graph, any_order);
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => float(*value),
        Value::String(text) => quoted(text),
        Value::List(list) => self::list(list.iter().map(nested).collect(), any_order),
        Value::Map(map) => {
            self::map(map.iter().map(|(key, value)| (key.to_string(), nested(value))).collect())
        }
        Value::Node(node) => of_node(*node, graph),
        Value::Relationship(relationship) => of_relationship(*relationship, graph),
        Value::Path(path) => of_path(path, graph),
        Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_) => {
            quoted(&casegraph::value::text::scalar_text(value).unwrap_or_else(|| "?".to_owned()))
        }
        Value::Point(point) => format!("{point:?}"),
    }
}

fn float(value: f64) -> String {
    if value == 0.0 { "0.0".to_owned() } else { format!("{value:?}") }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn list(mut items: Vec<String>, any_order: bool) -> String {
    if any_order {
        items.sort();
    }
    format!("[{}]", items.join(", "))
}

fn map(mut entries: Vec<(String, String)>) -> String {
    entries.sort();
    let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

fn properties(map: &Map, graph: &GraphState) -> String {
    let entries: Vec<(String, String)> =
        map.iter().map(|(key, value)| (key.to_string(), of_value(value, graph, false))).collect();
    if entries.is_empty() { String::new() } else { self::map(entries) }
}

fn node(mut labels: Vec<String>, properties: &str) -> String {
    labels.sort();
    let labels: String = labels.iter().map(|label| format!(":{label}")).collect();
    format!("({labels}|{properties})")
}

fn relationship(rel_type: &str, properties: &str) -> String {
    format!("[:{rel_type}|{properties}]")
}

fn of_node(id: NodeId, graph: &GraphState) -> String {
    let (Ok(labels), Ok(map)) = (graph.label_names(id), graph.node_map(id)) else {
        return "(deleted)".to_owned();
    };
    node(labels.iter().map(|label| label.to_string()).collect(), &properties(&map, graph))
}

fn of_relationship(id: RelId, graph: &GraphState) -> String {
    let (Some(content), Ok(map)) = (graph.relationship(id), graph.relationship_map(id)) else {
        return "[deleted]".to_owned();
    };
    relationship(graph.catalog().type_name(content.rel_type), &properties(&map, graph))
}

fn of_path(path: &PathValue, graph: &GraphState) -> String {
    let mut text = String::from("<");
    for (at, node) in path.nodes.iter().enumerate() {
        if let Some(id) = at.checked_sub(1).map(|before| path.relationships[before]) {
            let forward = graph.relationship(id).is_some_and(|content| content.start == path.nodes[at - 1]);
            let shown = of_relationship(id, graph);
            text += &if forward { format!("-{shown}->") } else { format!("<-{shown}-") };
        }
        text += &of_node(*node, graph);
    }
    text + ">"
}

/// A value as the kit writes it.
pub fn of_expected(text: &str, any_order: bool) -> Result<String, String> {
    let mut parser = Parser { text: text.trim(), any_order };
    let value = parser.value().ok_or_else(|| format!("cannot read the expected value {text}"))?;
    if parser.text.trim().is_empty() {
        Ok(value)
    } else {
        Err(format!("cannot read the expected value {text}"))
    }
}

struct Parser<'a> {
    text: &'a str,
    any_order: bool,
}

impl Parser<'_> {
    fn space(&mut self) {
        self.text = self.text.trim_start();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        match self.text.strip_prefix(token) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Option<()> {
        self.eat(token).then_some(())
    }

    fn value(&mut self) -> Option<String> {
        self.space();
        match self.text.chars().next()? {
            '\'' => self.string().map(|text| quoted(&text)),
            '[' if self.text[1..].trim_start().starts_with(':') => self.relationship(),
            '[' => self.list(),
            '{' => self.entries().map(map),
            '(' => self.node(),
            '<' => self.path(),
            _ => self.scalar(),
        }
    }

    fn scalar(&mut self) -> Option<String> {
        let end = self.text.find([',', ']', '}', ')']).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        let word = word.trim();
        match word {
            "null" | "true" | "false" => Some(word.to_owned()),
            "NaN" => Some(float(f64::NAN)),
            "Inf" => Some(float(f64::INFINITY)),
            "-Inf" => Some(float(f64::NEG_INFINITY)),
            _ => match word.parse::<i64>() {
                Ok(integer) => Some(integer.to_string()),
                Err(_) => word.parse::<f64>().ok().map(float),
            },
        }
    }

    fn string(&mut self) -> Option<String> {
        self.expect("'")?;
        let mut result = String::new();
        let mut chars = self.text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' => {
                    self.text = &self.text[at + 1..];
                    return Some(result);
                }
                '\\' => match chars.next()?.1 {
                    'n' => result.push('\n'),
                    't' => result.push('\t'),
                    other => result.push(other),
                },
                other => result.push(other),
            }
        }
        None
    }

    fn list(&mut self) -> Option<String> {
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.eat("]") {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.value()?);
        }
        Some(list(items, self.any_order))
    }

    fn entries(&mut self) -> Option<Vec<(String, String)>> {
        self.expect("{")?;
        let mut entries = Vec::new();
        while !self.eat("}") {
            if !entries.is_empty() {
                self.expect(",")?;
            }
            self.space();
            let name = self.name();
            self.expect(":")?;
            entries.push((name, self.value()?));
        }
        Some(entries)
    }

    fn name(&mut self) -> String {
        let end = self.text.find([':', ' ', '{', ')', ']', '|']).unwrap_or(self.text.len());
        let (name, rest) = self.text.split_at(end);
        self.text = rest;
        name.to_owned()
    }

    fn properties(&mut self) -> Option<String> {
        self.space();
        if !self.text.starts_with('{') {
            return Some(String::new());
        }
        let entries = self.entries()?;
        Some(if entries.is_empty() { String::new() } else { map(entries) })
    }

    fn node(&mut self) -> Option<String> {
        self.expect("(")?;
        let mut labels = Vec::new();
        while self.eat(":") {
            labels.push(self.name());
        }
        let properties = self.properties()?;
        self.expect(")")?;
        Some(node(labels, &properties))
    }

    fn relationship(&mut self) -> Option<String> {
        self.expect("[")?;
        self.expect(":")?;
        let rel_type = self.name();
        let properties = self.properties()?;
        self.expect("]")?;
        Some(relationship(&rel_type, &properties))
    }

    fn path(&mut self) -> Option<String> {
        self.expect("<")?;
        let mut text = format!("<{}", self.node()?);
        while !self.eat(">") {
            let backward = self.eat("<-");
            if !backward {
                self.expect("-")?;
            }
            let shown = self.relationship()?;
            self.expect(if backward { "-" } else { "->" })?;
            text += &if backward { format!("<-{shown}-") } else { format!("-{shown}->") };
            text += &self.node()?;
        }
        Some(text + ">")
    }
}
