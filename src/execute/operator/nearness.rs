//! Where points near a point, or in a box, lie in an index: it is ordered by their first coordinate. What is found may lie
//! outside; the predicate is asked again.

use std::ops::RangeInclusive;

use crate::graph::{Index, Stretch};
use crate::value::{Crs, Point, Value};

/// Of the mean earth, in metres; a little less than what distances are measured with, so that nothing is missed.
const RADIUS: f64 = 6_370_000.0;
/// What rounding may add to a distance.
const SLACK: f64 = 1e-9;

/// The part of the index with points no farther away than that.
pub(super) fn near(
    index: &Index,
    equal: &[Value],
    center: &Value,
    distance: &Value,
) -> impl Iterator<Item = Stretch> + use<> {
    let distance = match distance {
        Value::Integer(distance) => Some(*distance as f64),
        Value::Float(distance) => Some(*distance),
        _ => None,
    };
    let stretch = match (center, distance) {
        (Value::Point(center), Some(distance)) if distance >= 0.0 => {
            index.points(equal, **center, reach(center, distance))
        }
        _ => None,
    };
    stretch.into_iter()
}

/// The parts of the index with points between two corners; two where the box crosses the date line.
pub(super) fn within(
    index: &Index,
    equal: &[Value],
    lower: &Value,
    upper: &Value,
) -> impl Iterator<Item = Stretch> + use<> {
    let mut found = Vec::new();
    if let (Value::Point(lower), Value::Point(upper)) = (lower, upper)
        && lower.crs == upper.crs
    {
        let like = |x| index.points(equal, **lower, x);
        match is_geographic(lower.crs) && lower.x > upper.x {
            true => found.extend([like(lower.x..=f64::INFINITY), like(f64::NEG_INFINITY..=upper.x)]),
            false => found.push(like(lower.x..=upper.x)),
        }
    }
    found.into_iter().flatten()
}

/// The first coordinates of the points in reach.
fn reach(center: &Point, distance: f64) -> RangeInclusive<f64> {
    let everywhere = f64::NEG_INFINITY..=f64::INFINITY;
    match center.crs {
        Crs::Cartesian | Crs::Cartesian3D => {
            let slack = (distance + center.x.abs()) * SLACK;
            center.x - distance - slack..=center.x + distance + slack
        }
        // Heights change the angle that a distance is.
        Crs::Wgs84_3D => everywhere,
        Crs::Wgs84 => {
            let (angle, latitude) = (distance / RADIUS, center.y.to_radians());
            if latitude.abs() + angle >= std::f64::consts::FRAC_PI_2 {
                return everywhere;
            }
            let degrees = (angle.sin() / latitude.cos()).min(1.0).asin().to_degrees() + SLACK;
            let reached = center.x - degrees..=center.x + degrees;
            if *reached.start() < -180.0 || *reached.end() > 180.0 { everywhere } else { reached }
        }
    }
}

fn is_geographic(crs: Crs) -> bool {
    matches!(crs, Crs::Wgs84 | Crs::Wgs84_3D)
}
