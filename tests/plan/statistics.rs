//! The numbers that the golden plans are made for: a case of some thousand people, companies and documents.

use casegraph::optimize::{IndexStatistics, Indexed, Statistics};
use casegraph::semantic::bound::Name;

/// See the module.
pub struct CaseStatistics;

const NODES: f64 = 10_000.0;

/// Label and its nodes.
const LABELS: &[(&str, f64)] =
    // Ministers are people.
    &[
        ("Person", 2000.0),
        ("Company", 500.0),
        ("Country", 50.0),
        ("Document", 7000.0),
        ("Minister", 20.0),
    ];

/// Type, its relationships, and the labels they lead from and to.
const TYPES: &[(&str, f64, &str, &str)] = &[
    ("KNOWS", 10_000.0, "Person", "Person"),
    ("WORKS_AT", 2500.0, "Person", "Company"),
    ("OWNS", 700.0, "Company", "Company"),
    ("IN", 2500.0, "", "Country"),
    ("MENTIONS", 30_000.0, "Document", ""),
];

/// Label, keys, distinct values.
const INDEXES: &[(&str, &[&str], f64)] = &[
    ("Person", &["name"], 1900.0),
    ("Person", &["city", "born"], 1600.0),
    ("Country", &["code"], 50.0),
    ("Country", &["capital"], 50.0),
    ("Document", &["published"], 700.0),
];

/// Type, keys, distinct values, entries.
const RELATIONSHIP_INDEXES: &[(&str, &[&str], f64, f64)] =
    &[("OWNS", &["share"], 70.0, 700.0), ("KNOWS", &["since"], 50.0, 10_000.0)];

impl Statistics for CaseStatistics {
    fn node_count(&self) -> f64 {
        NODES
    }

    fn label_count(&self, label: &str) -> f64 {
        LABELS.iter().find(|(name, _)| *name == label).map_or(0.0, |(_, count)| *count)
    }

    fn relationship_count(&self, types: &[Name], from: Option<&str>, to: Option<&str>) -> f64 {
        let part = |asked: Option<&str>, actual: &str| match asked {
            None => 1.0,
            Some(label) if label == actual => 1.0,
            Some("Minister") if actual == "Person" => 0.01,
            Some(label) if actual.is_empty() => self.label_count(label) / NODES,
            Some(_) => 0.0,
        };
        let of = |(name, count, start, end): &(&str, f64, &str, &str)| {
            let wanted = types.is_empty() || types.iter().any(|asked| &**asked == *name);
            if wanted { count * part(from, start) * part(to, end) } else { 0.0 }
        };
        TYPES.iter().map(of).sum()
    }

    fn indexes(&self, of: Indexed<'_>) -> Vec<IndexStatistics> {
        let statistics = |keys: &[&str], distinct: f64, entries: f64| IndexStatistics {
            keys: keys.iter().map(|key| Name::from(*key)).collect(),
            entries,
            distinct,
            unique: distinct == entries,
        };
        match of {
            Indexed::Label(label) => INDEXES
                .iter()
                .filter(|(of, ..)| *of == label)
                .map(|(_, keys, distinct)| statistics(keys, *distinct, self.label_count(label)))
                .collect(),
            Indexed::Type(rel_type) => RELATIONSHIP_INDEXES
                .iter()
                .filter(|(of, ..)| *of == rel_type)
                .map(|(_, keys, distinct, entries)| statistics(keys, *distinct, *entries))
                .collect(),
        }
    }
}
