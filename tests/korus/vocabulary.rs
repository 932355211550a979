//! The words the case is written in are those of `graph-data/korus/vocabulary.md`, and all of them.

use std::collections::{BTreeMap, BTreeSet};

use casegraph::{Snapshot, Value};

use super::{Element, elements, korus, nodes, none, relations, sentence, text};

/// The tables of the vocabulary: by section, the cells of each row.
struct Vocabulary(BTreeMap<String, Vec<Vec<String>>>);

impl Vocabulary {
    fn read() -> Vocabulary {
        let mut sections: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let text = text("graph-data/korus/vocabulary.md");
        let mut section = None;
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                section = Some(sections.entry(title.to_owned()).or_default());
            } else if let (Some(rows), Some(row)) = (&mut section, line.strip_prefix("| `")) {
                let cells = format!("`{row}");
                let cells = cells.trim_end_matches('|').split(" | ").map(|cell| cell.trim().to_owned());
                rows.push(cells.collect());
            }
        }
        let titles: Vec<&str> = sections.keys().map(String::as_str).collect();
        assert_eq!(titles, ["Labels", "Properties", "Relation types", "Values of `status`"]);
        Vocabulary(sections)
    }

    fn rows(&self, section: &str, columns: usize) -> &[Vec<String>] {
        let rows = &self.0[section];
        for row in rows {
            assert_eq!(row.len(), columns, "{section}: {row:?}");
        }
        rows
    }

    fn labels(&self) -> &[Vec<String>] {
        self.rows("Labels", 3)
    }

    fn types(&self) -> &[Vec<String>] {
        self.rows("Relation types", 5)
    }

    fn properties(&self) -> &[Vec<String>] {
        self.rows("Properties", 4)
    }

    fn words(&self, section: &str) -> BTreeSet<String> {
        self.0[section].iter().flat_map(|row| ticked(&row[0])).collect()
    }
}

/// The words in backticks.
fn ticked(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn labels_types_properties_and_statuses_are_listed() {
    let (vocabulary, graph) = (Vocabulary::read(), korus());
    let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for element in elements(&graph) {
        let kinds = match element {
            Element::Node(_) => "Labels",
            Element::Relation(_) => "Relation types",
        };
        used.entry(kinds).or_default().extend(element.kinds().into_iter().map(str::to_owned));
        let keys = element.properties().into_iter().map(|(key, _)| key.to_owned());
        used.entry("Properties").or_default().extend(keys);
        used.entry("Values of `status`").or_default().extend(element.string("status"));
    }
    let mut complaints = Vec::new();
    for (section, used) in &used {
        let listed = vocabulary.words(section);
        complaints.extend(used.difference(&listed).map(|word| format!("{section}: `{word}` is not listed")));
        // A property may be listed for what other cases know of their sources.
        if *section != "Properties" {
            complaints.extend(listed.difference(used).map(|word| format!("{section}: `{word}` is not used")));
        }
    }
    none(complaints);
}

#[test]
fn every_entity_has_one_precise_label() {
    const ACTORS: [&str; 6] = ["Person", "Country", "Institution", "Organization", "Company", "Group"];
    let graph = korus();
    let mut complaints = Vec::new();
    for node in nodes(&graph).filter(|node| !node.has_label("Excerpt") && !node.has_label("Source")) {
        let mut precise: BTreeSet<&str> = node.labels().collect();
        let is_entity = precise.remove("Entity");
        let is_actor = precise.remove("Actor");
        let is_tariff = precise.remove("Tariff");
        let one = precise.len() == 1;
        let actor = precise.iter().any(|label| ACTORS.contains(label));
        if !(is_entity && one && is_actor == actor && (!is_tariff || precise.contains("Measure"))) {
            let labels: Vec<&str> = node.labels().collect();
            complaints.push(format!("{} is {}", Element::Node(node).shown(&graph), labels.join(" ")));
        }
    }
    none(complaints);
}

#[test]
fn relations_join_what_their_type_allows() {
    let (vocabulary, graph) = (Vocabulary::read(), korus());
    let ends: BTreeMap<String, (Vec<String>, Vec<String>)> = vocabulary
        .types()
        .iter()
        .map(|row| (ticked(&row[0]).concat(), (ticked(&row[2]), ticked(&row[3]))))
        .collect();
    let labels = vocabulary.words("Labels");
    for (rel_type, (from, to)) in &ends {
        assert!(
            from.iter().chain(to).all(|label| labels.contains(label)),
            "{rel_type} names an unlisted label"
        );
    }
    let mut complaints = Vec::new();
    for relation in relations(&graph) {
        let Some((from, to)) = ends.get(relation.type_name()) else { continue };
        for (end, allowed) in [(relation.start(), from), (relation.end(), to)] {
            if !allowed.iter().any(|label| end.has_label(label)) {
                let end: Vec<&str> = end.labels().collect();
                complaints.push(format!(
                    "{}: {} is not of {allowed:?}",
                    sentence(&graph, relation),
                    end.join(" ")
                ));
            }
        }
    }
    none(complaints);
}

#[test]
fn the_examples_are_in_the_case() {
    let (vocabulary, graph) = (Vocabulary::read(), korus());
    let sentences: BTreeSet<String> = relations(&graph).map(|relation| sentence(&graph, relation)).collect();
    let examples = vocabulary.types().iter().map(|row| &row[4]);
    let mut complaints: Vec<String> = examples
        .filter(|example| !sentences.contains(*example))
        .map(|it| format!("`{it}` is not stated"))
        .collect();
    for row in vocabulary.labels().iter().filter(|row| row[2] != "any of the names below") {
        let label = ticked(&row[0]).concat();
        let called = |key| graph.find_nodes(&label, key, row[2].as_str()).next().is_some();
        if !called("name") && !called("key") {
            complaints.push(format!("no `{label}` is called `{}`", row[2]));
        }
    }
    none(complaints);
}

/// Whether a property may be on an element, by the second column of its row.
fn allows(on: &str, element: Element<'_>) -> bool {
    let (is_entity, is_relation) = match element {
        Element::Node(node) => (node.has_label("Entity"), false),
        Element::Relation(_) => (false, true),
    };
    let words: Vec<&str> = on.split(|c: char| !c.is_alphanumeric()).collect();
    let named = ticked(on);
    element.kinds().iter().any(|kind| named.iter().any(|name| name == kind))
        || (is_relation && words.contains(&"relation"))
        || (is_entity && (words.contains(&"entity") || words.contains(&"others")))
        || (!is_relation && on == "every node")
        || on.starts_with("whatever has")
}

fn is_of_type(value: &Value, wanted: &str) -> bool {
    match (value, wanted) {
        (Value::String(_), "string") | (Value::Float(_), "float") | (Value::Boolean(_), "boolean") => true,
        (Value::String(text), "ISO date string") => is_date(text),
        (Value::List(items), "list of strings") => items.iter().all(|item| matches!(item, Value::String(_))),
        _ => false,
    }
}

/// `2018`, `2018-02` or `2018-02-01`, and a day that there is.
fn is_date(text: &str) -> bool {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    text.chars().all(|c| c.is_ascii_digit() || c == '-')
        && casegraph::Database::in_memory()
            .query("RETURN date($text)")
            .param("text", padded)
            .run()
            .and_then(|mut result| result.rows())
            .is_ok()
}

#[test]
fn properties_are_where_and_what_the_vocabulary_says() {
    let (vocabulary, graph) = (Vocabulary::read(), korus());
    let rows: BTreeMap<String, &Vec<String>> =
        vocabulary.properties().iter().map(|row| (ticked(&row[0]).concat(), row)).collect();
    let mut complaints = Vec::new();
    for element in elements(&graph) {
        for (key, value) in element.properties() {
            let Some(row) = rows.get(key) else { continue };
            if !allows(&row[1], element) {
                complaints.push(format!("{} has `{key}`, which is for {}", element.shown(&graph), row[1]));
            }
            if !is_of_type(&value, &row[2]) {
                complaints.push(format!("{}: `{key}` is {value}, not a {}", element.shown(&graph), row[2]));
            }
        }
    }
    none(complaints);
}

#[test]
fn what_every_element_has_to_have_is_there() {
    let graph = korus();
    let mut complaints = Vec::new();
    for element in elements(&graph) {
        for key in required(element) {
            if element.property(key).is_null() {
                complaints.push(format!("{} has no `{key}`", element.shown(&graph)));
            }
        }
        let moment = |key| element.string(key).unwrap_or_default();
        if !moment("valid_to").is_empty() && moment("valid_from") > moment("valid_to") {
            complaints.push(format!("{} ends before it begins", element.shown(&graph)));
        }
    }
    none(complaints);
    assert!(["2018", "2018-02", "2018-02-28"].into_iter().all(is_date));
    assert!(!["18", "2018-13", "2018-2", "2018-02-30", "2018/02/01", "Feb. 2018"].into_iter().any(is_date));
}

fn required(element: Element<'_>) -> Vec<&'static str> {
    match element {
        Element::Relation(relation) if relation.type_name() == "FROM" => Vec::new(),
        Element::Relation(_) => vec!["status", "cites"],
        Element::Node(node) if node.has_label("Source") => vec!["key", "title"],
        Element::Node(node) if node.has_label("Excerpt") => vec!["key", "locator", "summary"],
        Element::Node(node) => {
            let mut keys = vec!["key", "name", "aliases", "description", "cites"];
            if ["Statistic", "Measure", "Strategy", "Event"].iter().any(|label| node.has_label(label)) {
                keys.push("status");
            }
            if node.has_label("Statistic") {
                keys.extend(["value", "unit", "period", "measures"]);
            }
            keys
        }
    }
}

#[test]
fn every_statistic_is_a_number_of_something() {
    let (vocabulary, graph) = (Vocabulary::read(), korus());
    let unit_row = vocabulary.properties().iter().find(|row| row[0] == "`unit`").expect("it is listed");
    let units = ticked(&unit_row[3]);
    let mut complaints = Vec::new();
    for statistic in graph.nodes_labelled("Statistic") {
        let shown = Element::Node(statistic).shown(&graph);
        if !statistic.get::<f64>("value").is_ok_and(f64::is_finite) {
            complaints.push(format!("{shown}: the value is not a number"));
        }
        if !statistic.get::<String>("unit").is_ok_and(|unit| units.contains(&unit)) {
            complaints.push(format!("{shown}: the unit is not one of {units:?}"));
        }
        for key in ["period", "measures"] {
            if !statistic.get::<String>(key).is_ok_and(|text| !text.trim().is_empty()) {
                complaints.push(format!("{shown}: `{key}` is empty"));
            }
        }
        if statistic.degree(casegraph::Direction::Outgoing, Some("MEASURES")) == 0 {
            complaints.push(format!("{shown} measures nothing"));
        }
    }
    none(complaints);
}

#[test]
fn keys_are_slugs() {
    let graph: Snapshot = korus();
    let slug =
        |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:.".contains(c));
    let keys = nodes(&graph).map(|node| node.get::<String>("key").unwrap_or_default());
    none(
        keys.filter(|key| key.is_empty() || !slug(key)).map(|key| format!("`{key}` is not a slug")).collect(),
    );
}
