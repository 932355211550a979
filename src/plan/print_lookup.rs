//! The use of an index, in Cypher's own notation.

use crate::semantic::bound::{Expr, Name, Slot};

use super::logical::{IndexOrder, Lookup, Seek};
use super::print_expr::{Printer, identifier};

impl Printer<'_> {
    /// What is looked up of the element: `p.name = 'Ann' AND p.age > 3`, with all keys of the index that follow.
    pub(super) fn lookup(&self, slot: Slot, lookup: &Lookup) -> String {
        let owner = self.slot(slot);
        let property = |key: &str| format!("{owner}.{}", identifier(key));
        let equal = lookup.keys.iter().zip(&lookup.equal);
        let mut parts: Vec<String> =
            equal.map(|(key, value)| format!("{} = {}", property(key), self.expr(value))).collect();
        let mut rest = lookup.keys.iter().skip(lookup.equal.len());
        parts.extend(rest.next().map(|key| self.sought(&property(key), &lookup.seek)));
        // The index holds no element without them.
        parts.extend(rest.map(|key| format!("{} IS NOT NULL", property(key))));
        let sought = parts.join(" AND ");
        match (&lookup.order, lookup.key()) {
            (Some(order), Some(key)) => {
                let order_text = self.index_order(order, &property(key));
                // Then all elements are found.
                if order.nulls { order_text } else { format!("{sought} {order_text}") }
            }
            _ => sought,
        }
    }

    /// A node with one of some labels.
    pub(super) fn labelled(&self, slot: Slot, labels: &[Name]) -> String {
        let labels: Vec<_> = labels.iter().map(|label| identifier(label)).collect();
        format!("({}:{})", self.slot(slot), labels.join("|"))
    }

    fn index_order(&self, order: &IndexOrder, property: &str) -> String {
        let (direction, nulls) = match (order.descending, order.nulls) {
            (false, false) => ("", ""),
            (false, true) => ("", ", nulls last"),
            (true, false) => (" DESC", ""),
            (true, true) => (" DESC", ", nulls first"),
        };
        let enough = order.enough.as_ref().map(|enough| format!(", {} at once", self.expr(enough)));
        format!("in order of {property}{direction}{nulls}{}", enough.unwrap_or_default())
    }

    fn sought(&self, property: &str, seek: &Seek) -> String {
        match seek {
            Seek::Exists => format!("{property} IS NOT NULL"),
            Seek::Equal(e) => format!("{property} = {}", self.expr(e)),
            Seek::In(e) => format!("{property} IN {}", self.expr(e)),
            Seek::Prefix(e) => format!("{property} STARTS WITH {}", self.expr(e)),
            Seek::Contains(e) => format!("{property} CONTAINS {}", self.expr(e)),
            Seek::Suffix(e) => format!("{property} ENDS WITH {}", self.expr(e)),
            Seek::Near { center, distance } => {
                format!("point.distance({property}, {}) <= {}", self.expr(center), self.expr(distance))
            }
            Seek::Box { lower, upper } => {
                format!("point.withinBBox({property}, {}, {})", self.expr(lower), self.expr(upper))
            }
            Seek::Range { lower, upper } => {
                let lower = lower.iter().map(|(e, inclusive)| (">", e, inclusive));
                let bounds = lower.chain(upper.iter().map(|(e, inclusive)| ("<", e, inclusive)));
                let bound = |(sign, e, inclusive): (&str, &Expr, &bool)| {
                    format!("{property} {sign}{} {}", if *inclusive { "=" } else { "" }, self.expr(e))
                };
                bounds.map(bound).collect::<Vec<_>>().join(" AND ")
            }
        }
    }
}
