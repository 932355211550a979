//! Predicates on an indexed property of a labelled node: what the index finds instead of all nodes.
//!
//! The label test is implied by the seek. The predicate on the property is too when its values are literals;
//! of others an index may find a little more (instants in different zones, say), so that it is asked again.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan, Seek};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Name, StringOp};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::cardinality::{Cardinality, KnownLabels, list_length};
use super::expr::{as_label_test, as_property, comparisons, is_computable, is_plain_literal};
use super::statistics::Statistics;

/// The part of an index that a bound leaves.
const RANGE: f64 = 0.3;
/// The part of an index that has a prefix.
const PREFIX: f64 = 0.1;

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| {
        let labels = KnownLabels::of_plan(&root);
        let cardinality = Cardinality { statistics: context.statistics, labels: &labels };
        transform_up(root, &mut |plan| {
            Ok(replace_scan(plan, &imports, &|wanted| better_than_label(wanted, &cardinality)))
        })
    })
}

/// The best seek, unless the rarest label has fewer nodes.
fn better_than_label(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let seek = find(wanted, cardinality)?;
    let labels = wanted.predicates.iter().filter_map(as_label_test).filter(|(slot, _)| *slot == wanted.slot);
    let rarest = labels.map(|(_, label)| cardinality.statistics.label_count(label));
    (seek.rows <= rarest.fold(f64::INFINITY, f64::min)).then_some(seek)
}

/// The seek that finds the fewest nodes.
pub(super) fn find(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let mut best: Option<Access> = None;
    for (at_label, test) in wanted.predicates.iter().enumerate() {
        let Some((slot, label)) = as_label_test(test) else { continue };
        if slot != wanted.slot {
            continue;
        }
        for sought in wanted.predicates.iter().enumerate().filter_map(|(at, e)| sought(e, at, wanted)) {
            if cardinality.statistics.index(label, sought.key).is_none() {
                continue;
            }
            let access = sought.access(wanted, (at_label, label), cardinality.statistics);
            if best.as_ref().is_none_or(|best| access.rows < best.rows) {
                best = Some(access);
            }
        }
    }
    best
}

/// How many nodes a seek finds.
pub(super) fn rows(label: &str, key: &str, seek: &Seek, statistics: &dyn Statistics) -> f64 {
    let Some(index) = statistics.index(label, key) else { return 1.0 };
    let each = index.entries / index.distinct.max(1.0);
    match seek {
        Seek::Equal(_) => each,
        Seek::In(list) => each * list_length(list),
        Seek::Prefix(_) => index.entries * PREFIX,
        Seek::Range { lower: Some(_), upper: Some(_) } => index.entries * RANGE * RANGE,
        Seek::Range { lower: _, upper: _ } => index.entries * RANGE,
    }
}

/// A predicate that an index can answer.
struct Sought<'a> {
    key: &'a Name,
    at: usize,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Equal(&'a Expr),
    In(&'a Expr),
    Prefix(&'a Expr),
    Bound(ComparisonOp, &'a Expr),
}

fn sought<'a>(predicate: &'a Expr, at: usize, wanted: &Wanted<'_>) -> Option<Sought<'a>> {
    let usable = |property: &'a Expr, value: &'a Expr| -> Option<&'a Name> {
        let (slot, key) = as_property(property)?;
        let fits = slot == wanted.slot && is_computable(value, wanted.available, wanted.imports);
        fits.then_some(key)
    };
    if let ExprKind::In(element, list) = &predicate.kind {
        return Some(Sought { key: usable(element, list)?, at, kind: Kind::In(list) });
    }
    if let ExprKind::StringPredicate(StringOp::StartsWith, text, prefix) = &predicate.kind {
        return Some(Sought { key: usable(text, prefix)?, at, kind: Kind::Prefix(prefix) });
    }
    let (op, value, key) =
        comparisons(predicate).find_map(|(left, op, right)| Some((op, right, usable(left, right)?)))?;
    let kind = match op {
        ComparisonOp::Equal => Kind::Equal(value),
        ComparisonOp::NotEqual => return None,
        ComparisonOp::Less | ComparisonOp::LessEqual => Kind::Bound(op, value),
        ComparisonOp::Greater | ComparisonOp::GreaterEqual => Kind::Bound(op, value),
    };
    Some(Sought { key, at, kind })
}

impl Sought<'_> {
    fn access(&self, wanted: &Wanted<'_>, test: (usize, &Name), statistics: &dyn Statistics) -> Access {
        let (at_label, label) = test;
        let mut implied = vec![at_label];
        let mut exact = |value: &Expr| implied.extend(is_plain_literal(value).then_some(self.at));
        let seek = match &self.kind {
            Kind::Equal(value) => {
                exact(value);
                Seek::Equal((*value).clone())
            }
            Kind::In(list) => {
                exact(list);
                Seek::In((*list).clone())
            }
            Kind::Prefix(prefix) => {
                exact(prefix);
                Seek::Prefix((*prefix).clone())
            }
            Kind::Bound(op, value) => self.range(*op, value, wanted, &mut implied),
        };
        let rows = rows(label, self.key, &seek, statistics);
        let operator =
            Operator::IndexSeek { slot: wanted.slot, label: label.clone(), key: self.key.clone(), seek };
        Access { operator, rows, implied }
    }

    /// The range of this bound and of another one from the other side, if there is one.
    fn range(&self, op: ComparisonOp, value: &Expr, wanted: &Wanted<'_>, implied: &mut Vec<usize>) -> Seek {
        let from_below = is_lower(op);
        let opposite = wanted.predicates.iter().enumerate().find_map(|(at, predicate)| {
            let other = sought(predicate, at, wanted).filter(|other| other.key == self.key)?;
            match other.kind {
                Kind::Bound(op, value) if is_lower(op) != from_below => Some((at, op, value)),
                Kind::Bound(..) | Kind::Equal(_) | Kind::In(_) | Kind::Prefix(_) => None,
            }
        });
        let bounds = [Some((self.at, op, value)), opposite];
        let literals = bounds.iter().flatten().all(|(_, _, value)| is_plain_literal(value));
        implied.extend(bounds.iter().flatten().filter(|_| literals).map(|(at, _, _)| *at));
        let bound = |(_, op, value): (usize, ComparisonOp, &Expr)| (value.clone(), is_inclusive(op));
        let (this, other) = (Some(bound((self.at, op, value))), opposite.map(bound));
        let (lower, upper) = if from_below { (this, other) } else { (other, this) };
        Seek::Range { lower, upper }
    }
}

fn is_lower(op: ComparisonOp) -> bool {
    matches!(op, ComparisonOp::Greater | ComparisonOp::GreaterEqual)
}

fn is_inclusive(op: ComparisonOp) -> bool {
    matches!(op, ComparisonOp::LessEqual | ComparisonOp::GreaterEqual)
}
