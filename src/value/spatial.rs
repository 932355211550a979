//! Points: made from maps, read and measured.
//!
//! Geographic points (WGS-84) are measured along great circles with the haversine formula on a
//! sphere of the equator's radius, cartesian ones in straight lines.

use super::{Crs, Map, Point, Value};
use crate::error::{Error, Result};

/// The equatorial radius of the earth, in metres.
const EARTH_RADIUS: f64 = 6_378_140.0;

impl Crs {
    const ALL: [Crs; 4] = [Crs::Wgs84, Crs::Wgs84_3D, Crs::Cartesian, Crs::Cartesian3D];

    /// Its name in maps, text and the component `crs`.
    pub fn name(self) -> &'static str {
        match self {
            Crs::Wgs84 => "wgs-84",
            Crs::Wgs84_3D => "wgs-84-3d",
            Crs::Cartesian => "cartesian",
            Crs::Cartesian3D => "cartesian-3d",
        }
    }

    /// Its spatial reference identifier.
    pub fn srid(self) -> i64 {
        match self {
            Crs::Wgs84 => 4326,
            Crs::Wgs84_3D => 4979,
            Crs::Cartesian => 7203,
            Crs::Cartesian3D => 9157,
        }
    }

    /// Whether the coordinates are longitude and latitude.
    pub fn is_geographic(self) -> bool {
        matches!(self, Crs::Wgs84 | Crs::Wgs84_3D)
    }

    /// Whether there is a third coordinate.
    pub fn has_height(self) -> bool {
        matches!(self, Crs::Wgs84_3D | Crs::Cartesian3D)
    }

    fn of_shape(geographic: bool, height: bool) -> Crs {
        match (geographic, height) {
            (true, false) => Crs::Wgs84,
            (true, true) => Crs::Wgs84_3D,
            (false, false) => Crs::Cartesian,
            (false, true) => Crs::Cartesian3D,
        }
    }
}

/// What a map says a point by.
const COMPONENTS: [&str; 8] = ["x", "y", "z", "longitude", "latitude", "height", "crs", "srid"];

impl Point {
    /// The point of `{x, y[, z]}` or `{longitude, latitude[, height]}`, each with an optional `crs`
    /// or `srid`; `None` where a value is null.
    pub fn of_map(map: &Map) -> Result<Option<Point>> {
        if let Some(key) = map.keys().find(|key| !COMPONENTS.contains(&&***key)) {
            let message = format!("a point has no component `{key}` to build it from");
            return Err(invalid(message).hint(format!("it has {}", COMPONENTS.join(", "))));
        }
        if map.values().any(|value| matches!(value, Value::Null)) {
            return Ok(None);
        }
        let named = |plain, geographic| match (coordinate(map, plain)?, coordinate(map, geographic)?) {
            (Some(_), Some(_)) => Err(invalid(format!("`{plain}` and `{geographic}` exclude one another"))),
            (plain, geographic) => Ok((plain.or(geographic), geographic.is_some())),
        };
        let (x, longitude) = named("x", "longitude")?;
        let (y, latitude) = named("y", "latitude")?;
        let (z, height) = named("z", "height")?;
        let (Some(x), Some(y)) = (x, y) else {
            let error = invalid("a point needs two coordinates");
            return Err(error.hint("give `x` and `y`, or `longitude` and `latitude`"));
        };
        let geographic = longitude || latitude || height;
        let crs = requested_crs(map)?.unwrap_or_else(|| Crs::of_shape(geographic, z.is_some()));
        if (geographic && !crs.is_geographic()) || crs.has_height() != z.is_some() {
            let message = format!("these coordinates do not suit the reference system {}", crs.name());
            return Err(invalid(message));
        }
        Point::new(crs, x, y, z.unwrap_or(0.0)).map(Some)
    }

    /// The point that the properties of a node or relationship say, which has others besides.
    pub fn of_properties(mut properties: Map) -> Result<Option<Point>> {
        properties.retain(|key, _| COMPONENTS.contains(&&**key));
        Point::of_map(&properties)
    }

    /// A point of these coordinates; longitudes are brought into -180 to 180, latitudes beyond 90 refused.
    pub fn new(crs: Crs, x: f64, y: f64, z: f64) -> Result<Point> {
        if ![x, y, z].iter().all(|coordinate| coordinate.is_finite()) {
            return Err(invalid("the coordinates of a point must be finite numbers"));
        }
        if !crs.is_geographic() {
            return Ok(Point { crs, x, y, z });
        }
        if y.abs() > 90.0 {
            return Err(
                invalid(format!("the latitude {y} lies beyond a pole")).hint("it goes from -90 to 90")
            );
        }
        let x = if x.abs() > 180.0 { (x + 180.0).rem_euclid(360.0) - 180.0 } else { x };
        Ok(Point { crs, x, y, z })
    }

    /// The component `key`, as property access reads it; `None` if it has no such component.
    pub fn component(&self, key: &str) -> Option<Value> {
        let (geographic, height) = (self.crs.is_geographic(), self.crs.has_height());
        Some(match key {
            "x" => Value::Float(self.x),
            "y" => Value::Float(self.y),
            "z" if height => Value::Float(self.z),
            "longitude" if geographic => Value::Float(self.x),
            "latitude" if geographic => Value::Float(self.y),
            "height" if geographic && height => Value::Float(self.z),
            "crs" => Value::String(self.crs.name().into()),
            "srid" => Value::Integer(self.crs.srid()),
            _ => return None,
        })
    }

    /// The distance to another point of the same system, in metres where they are geographic;
    /// `None` for points of different systems.
    pub fn distance(&self, other: &Point) -> Option<f64> {
        if self.crs != other.crs {
            return None;
        }
        let rise = other.z - self.z;
        if self.crs.is_geographic() {
            let radius = EARTH_RADIUS + (self.z + other.z) / 2.0;
            Some((radius * self.central_angle(other)).hypot(rise))
        } else {
            Some((other.x - self.x).hypot(other.y - self.y).hypot(rise))
        }
    }

    /// The angle between two places as seen from the centre of the earth (haversine formula).
    fn central_angle(&self, other: &Point) -> f64 {
        let (from, to) = (self.y.to_radians(), other.y.to_radians());
        let half_sine = |angle: f64| (angle / 2.0).sin().powi(2);
        let along = half_sine((other.x - self.x).to_radians());
        let chord = half_sine(to - from) + from.cos() * to.cos() * along;
        2.0 * chord.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Whether the point lies in the box between two corners, borders included; `None` for points of
    /// different systems. A geographic box whose west corner lies east of the other crosses the date line.
    pub fn is_within(&self, lower_left: &Point, upper_right: &Point) -> Option<bool> {
        if self.crs != lower_left.crs || self.crs != upper_right.crs {
            return None;
        }
        let inside = |low: f64, value: f64, high: f64| low <= value && value <= high;
        let across = if self.crs.is_geographic() && lower_left.x > upper_right.x {
            self.x >= lower_left.x || self.x <= upper_right.x
        } else {
            inside(lower_left.x, self.x, upper_right.x)
        };
        let up = inside(lower_left.y, self.y, upper_right.y) && inside(lower_left.z, self.z, upper_right.z);
        Some(across && up)
    }
}

fn coordinate(map: &Map, name: &str) -> Result<Option<f64>> {
    match map.get(name) {
        None => Ok(None),
        Some(Value::Float(value)) => Ok(Some(*value)),
        Some(Value::Integer(value)) => Ok(Some(*value as f64)),
        Some(_) => {
            let message = format!("the coordinate `{name}` must be a number");
            Err(Error::type_error("InvalidArgumentType", message))
        }
    }
}

fn requested_crs(map: &Map) -> Result<Option<Crs>> {
    let found = match (map.get("crs"), map.get("srid")) {
        (None, None) => return Ok(None),
        (Some(Value::String(name)), None) => {
            Crs::ALL.into_iter().find(|crs| crs.name().eq_ignore_ascii_case(name))
        }
        (None, Some(Value::Integer(srid))) => Crs::ALL.into_iter().find(|crs| crs.srid() == *srid),
        _ => None,
    };
    found.map(Some).ok_or_else(|| {
        invalid("no known reference system is asked for").hint(
            "give `crs` as 'cartesian', 'cartesian-3d', 'wgs-84' or 'wgs-84-3d', or `srid` as 7203, 9157, 4326 or 4979",
        )
    })
}

fn invalid(message: impl Into<String>) -> Error {
    Error::argument("InvalidArgumentValue", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(entries: &[(&str, f64)]) -> Result<Option<Point>> {
        Point::of_map(&entries.iter().map(|(key, value)| ((*key).into(), Value::Float(*value))).collect())
    }

    #[test]
    fn the_coordinates_tell_the_reference_system() -> Result<()> {
        let text = |entries: &[(&str, f64)]| {
            Ok::<_, Error>(point(entries)?.map(|point| Value::Point(point.into()).to_string()))
        };
        assert_eq!(
            text(&[("x", 1.0), ("y", 2.5)])?.as_deref(),
            Some("point({x: 1.0, y: 2.5, crs: 'cartesian'})")
        );
        assert_eq!(
            text(&[("longitude", 190.0), ("latitude", 56.0), ("height", 3.0)])?.as_deref(),
            Some("point({x: -170.0, y: 56.0, z: 3.0, crs: 'wgs-84-3d'})")
        );
        assert!(point(&[("longitude", 0.0), ("latitude", 91.0)]).is_err());
        assert!(point(&[("x", 0.0), ("longitude", 0.0), ("y", 1.0)]).is_err());
        Ok(())
    }

    #[test]
    fn distances_follow_the_reference_system() -> Result<()> {
        let plane = |x, y| Point::new(Crs::Cartesian, x, y, 0.0);
        let place = |x, y| Point::new(Crs::Wgs84, x, y, 0.0);
        assert_eq!(plane(0.0, 0.0)?.distance(&plane(3.0, 4.0)?), Some(5.0));
        assert_eq!(plane(0.0, 0.0)?.distance(&place(3.0, 4.0)?), None);
        // From the main station of Copenhagen to the old harbour of Malmö.
        let metres = place(12.564590, 55.672874)?.distance(&place(12.994341, 55.611784)?);
        assert!(metres.is_some_and(|metres| (metres - 27_842.0).abs() < 0.5), "{metres:?}");
        assert_eq!(place(179.0, 0.0)?.is_within(&place(170.0, -1.0)?, &place(-170.0, 1.0)?), Some(true));
        assert_eq!(place(0.0, 0.0)?.is_within(&place(170.0, -1.0)?, &place(-170.0, 1.0)?), Some(false));
        Ok(())
    }
}
