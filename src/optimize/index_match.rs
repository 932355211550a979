//! Which part of an index the predicates on an element ask for: values of its first keys, and something of the key behind
//! them. As an index holds only elements that have all its keys, each key must be asked for in a way that null does not
//! satisfy.
//!
//! What is found makes the predicate true, whatever the values are, but for points: of these the index finds more.

use crate::plan::logical::{Lookup, Seek};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Name, StringOp};

use super::access::Wanted;
use super::cardinality::list_length;
use super::expr::{as_call, as_property, comparisons, is_computable};
use super::statistics::IndexStatistics;

/// The part of an index that a bound leaves.
const RANGE: f64 = 0.3;
/// The part of an index that has a prefix, or lies near a point.
const PREFIX: f64 = 0.1;
/// The part of an index that has a text in it.
const TEXT: f64 = 0.2;

/// What an entry costs whose text is searched, in elements of a scan, whose texts lie in a column.
const TEXT_ENTRY: f64 = 2.5;

/// A use of an index.
pub(super) struct Match {
    pub(super) lookup: Lookup,
    /// How many elements it finds.
    pub(super) rows: f64,
    /// How many entries it looks at.
    pub(super) cost: f64,
    /// Which predicates it makes true, by their place in the list.
    pub(super) implied: Vec<usize>,
}

/// The use that looks at the fewest entries.
pub(super) fn best(wanted: &Wanted<'_>, names: &[Name], indexes: &[IndexStatistics]) -> Option<Match> {
    // A pattern may test thousands of labels: only those with an index cost a look at all the predicates.
    if indexes.is_empty() {
        return None;
    }
    let soughts: Vec<Sought<'_>> =
        wanted.predicates.iter().enumerate().filter_map(|(at, e)| sought(e, at, wanted)).collect();
    let matches = indexes.iter().filter_map(|index| use_of(index, names, &soughts));
    matches.min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// How many elements a lookup finds in its index.
pub(super) fn rows(lookup: &Lookup, index: &IndexStatistics) -> f64 {
    if matches!(lookup.seek, Seek::Equal(_)) {
        return rows_equal(index, lookup.equal.len() + 1);
    }
    rows_equal(index, lookup.equal.len())
        * part(&lookup.seek, || rows_equal(index, 1) / index.entries.max(1.0))
}

/// How many elements have given values of the first keys.
fn rows_equal(index: &IndexStatistics, keys: usize) -> f64 {
    // Of all keys together the distinct values are known; each is taken to do its part.
    index.entries / index.distinct.max(1.0).powf(keys as f64 / index.keys.len().max(1) as f64)
}

/// The part that a seek leaves; `equal` is that of one value.
fn part(seek: &Seek, equal: impl Fn() -> f64) -> f64 {
    match seek {
        Seek::Exists => 1.0,
        Seek::Equal(_) => equal(),
        Seek::In(list) => (equal() * list_length(list)).min(1.0),
        Seek::Prefix(_) | Seek::Near { .. } | Seek::Box { .. } => PREFIX,
        Seek::Contains(_) | Seek::Suffix(_) => TEXT,
        Seek::Range { lower: Some(_), upper: Some(_) } => RANGE * RANGE,
        Seek::Range { .. } => RANGE,
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
    Bound(ComparisonOp, &'a Expr),
    Other(Seek),
}

fn use_of(index: &IndexStatistics, names: &[Name], soughts: &[Sought<'_>]) -> Option<Match> {
    let of_key = |key: &Name| soughts.iter().filter(move |sought| sought.key == key).collect::<Vec<_>>();
    let by_key: Vec<Vec<&Sought<'_>>> = index.keys.iter().map(of_key).collect();
    if by_key.iter().any(Vec::is_empty) {
        return None;
    }
    let (mut equal, mut implied) = (Vec::new(), Vec::new());
    let (last, firsts) = by_key.split_last()?;
    let mut asked = last;
    for soughts in firsts {
        let Some((sought, value)) = soughts.iter().find_map(|sought| sought.equal()) else {
            asked = soughts;
            break;
        };
        equal.push(value.clone());
        implied.push(sought);
    }
    let lookup = |seek: Seek| Lookup {
        names: names.to_vec(),
        keys: index.keys.clone(),
        equal: equal.clone(),
        seek,
        order: None,
    };
    let ways = asked.iter().map(|sought| {
        let (seek, own) = sought.seek(asked);
        let lookup = lookup(seek);
        let rows = rows(&lookup, index);
        let cost = match lookup.seek {
            // Half an entry more than a scan of as many elements: that is simpler.
            Seek::Exists => rows_equal(index, lookup.equal.len()) + 0.5,
            Seek::Contains(_) | Seek::Suffix(_) => rows_equal(index, lookup.equal.len()) * TEXT_ENTRY,
            Seek::Near { .. } | Seek::Box { .. } => rows_equal(index, lookup.equal.len()) * RANGE,
            Seek::Equal(_) | Seek::In(_) | Seek::Range { .. } | Seek::Prefix(_) => rows,
        };
        Match { lookup, rows, cost, implied: own }
    });
    let mut best = ways.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
    best.implied.extend(implied);
    Some(best)
}

fn sought<'a>(predicate: &'a Expr, at: usize, wanted: &Wanted<'_>) -> Option<Sought<'a>> {
    let own = |property: &'a Expr| as_property(property).filter(|(slot, _)| *slot == wanted.slot);
    let computable = |value: &Expr| is_computable(value, wanted.available, wanted.imports);
    let usable =
        |property: &'a Expr, value: &'a Expr| own(property).filter(|_| computable(value)).map(|(_, key)| key);
    let other = |key, seek| Some(Sought { key, at, kind: Kind::Other(seek) });
    match &predicate.kind {
        ExprKind::IsNull(property, true) => {
            let (_, key) = own(property)?;
            return other(key, Seek::Exists);
        }
        ExprKind::In(element, list) => {
            return other(usable(element, list)?, Seek::In((**list).clone()));
        }
        ExprKind::StringPredicate(op, text, value) => {
            let seek = match op {
                StringOp::StartsWith => Seek::Prefix,
                StringOp::Contains => Seek::Contains,
                StringOp::EndsWith => Seek::Suffix,
                StringOp::Matches => return None,
            };
            return other(usable(text, value)?, seek((**value).clone()));
        }
        _ => {}
    }
    if let Some([point, lower, upper]) = as_call(predicate, "point.withinBBox") {
        let key = usable(point, lower).filter(|_| computable(upper))?;
        let seek = Seek::Box { lower: lower.clone(), upper: upper.clone() };
        return other(key, seek);
    }
    if let Some((point, center, distance)) = comparisons(predicate).find_map(as_nearness) {
        let near = |point, center: &'a Expr| {
            let key = usable(point, center).filter(|_| computable(distance))?;
            let seek = Seek::Near { center: center.clone(), distance: distance.clone() };
            Some(Sought { key, at, kind: Kind::Other(seek) })
        };
        return near(point, center).or_else(|| near(center, point));
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

/// The points and the distance of `point.distance(a, b) < d`.
fn as_nearness<'a>(
    (left, op, right): (&'a Expr, ComparisonOp, &'a Expr),
) -> Option<(&'a Expr, &'a Expr, &'a Expr)> {
    let within = matches!(op, ComparisonOp::Less | ComparisonOp::LessEqual);
    let arguments = as_call(left, "point.distance").or_else(|| as_call(left, "distance"))?;
    match arguments {
        [a, b] if within => Some((a, b, right)),
        _ => None,
    }
}

impl<'a> Sought<'a> {
    /// The place of the predicate and the value, if it is an equality.
    fn equal(&self) -> Option<(usize, &'a Expr)> {
        if let Kind::Equal(value) = self.kind { Some((self.at, value)) } else { None }
    }

    /// What is sought for this predicate, with those on the same key at hand, and which of them that implies.
    fn seek(&self, beside: &[&Sought<'a>]) -> (Seek, Vec<usize>) {
        match &self.kind {
            Kind::Equal(value) => (Seek::Equal((*value).clone()), vec![self.at]),
            Kind::Other(seek @ (Seek::Near { .. } | Seek::Box { .. })) => (seek.clone(), Vec::new()),
            Kind::Other(seek) => (seek.clone(), vec![self.at]),
            Kind::Bound(op, value) => self.range(*op, value, beside),
        }
    }

    /// The range of this bound and of another one from the other side, if there is one.
    fn range(&self, op: ComparisonOp, value: &'a Expr, beside: &[&Sought<'a>]) -> (Seek, Vec<usize>) {
        let from_below = is_lower(op);
        let opposite = beside.iter().find_map(|other| match other.kind {
            Kind::Bound(op, value) if is_lower(op) != from_below => Some((other.at, op, value)),
            Kind::Bound(..) | Kind::Equal(_) | Kind::Other(_) => None,
        });
        let bounds = [Some((self.at, op, value)), opposite];
        let implied = bounds.iter().flatten().map(|(at, _, _)| *at).collect();
        let bound = |(_, op, value): (usize, ComparisonOp, &Expr)| (value.clone(), is_inclusive(op));
        let (this, other) = (Some(bound((self.at, op, value))), opposite.map(bound));
        let (lower, upper) = if from_below { (this, other) } else { (other, this) };
        (Seek::Range { lower, upper }, implied)
    }
}

fn is_lower(op: ComparisonOp) -> bool {
    matches!(op, ComparisonOp::Greater | ComparisonOp::GreaterEqual)
}

fn is_inclusive(op: ComparisonOp) -> bool {
    matches!(op, ComparisonOp::LessEqual | ComparisonOp::GreaterEqual)
}
