//! Spatial functions: points, their distance, and boxes.

use std::sync::Arc;

use super::types::{CallContext, Category, Function, Implementation, Parameter, Purity, Type};
use crate::error::{Error, Result};
use crate::value::{Point, Value};

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    Function {
        name: "point",
        aliases: &[],
        parameters: &[parameter("coordinates", Type::Map)],
        variadic: false,
        returns: Type::Point,
        purity: Purity::ReadsGraph,
        strict: true,
        category: Category::Spatial,
        doc: "A point from `{x, y[, z]}` or `{longitude, latitude[, height]}`, with an optional `crs` or `srid`, or \
              from the properties of these names of a node or relationship.",
        example: "point({longitude: 12.56, latitude: 55.67})",
        implementation: Implementation::Scalar(point),
    },
    Function {
        name: "point.distance",
        aliases: &["distance"],
        parameters: &[parameter("from", Type::Point), parameter("to", Type::Point)],
        variadic: false,
        returns: Type::Float,
        purity: Purity::Pure,
        strict: true,
        category: Category::Spatial,
        doc: "The distance between two points, in metres for geographic ones; null for points of different \
              reference systems.",
        example: "point.distance(point({x: 0, y: 0}), point({x: 3, y: 4}))",
        implementation: Implementation::Scalar(distance),
    },
    Function {
        name: "point.withinBBox",
        aliases: &[],
        parameters: &[
            parameter("point", Type::Point),
            parameter("lowerLeft", Type::Point),
            parameter("upperRight", Type::Point),
        ],
        variadic: false,
        returns: Type::Boolean,
        purity: Purity::Pure,
        strict: true,
        category: Category::Spatial,
        doc: "Whether a point lies in the box between two corners, borders included; null for points of \
              different reference systems.",
        example: "point.withinBBox(point({x: 1, y: 1}), point({x: 0, y: 0}), point({x: 2, y: 2}))",
        implementation: Implementation::Scalar(within),
    },
];

const fn parameter(name: &'static str, ty: Type) -> Parameter {
    Parameter { name, ty, optional: false }
}

fn point(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let point = match arguments {
        [Value::Map(map)] => Point::of_map(map)?,
        [Value::Node(node)] => Point::of_properties(context.graph.node_map(*node)?)?,
        [Value::Relationship(rel)] => Point::of_properties(context.graph.relationship_map(*rel)?)?,
        [Value::Point(same)] => return Ok(Value::Point(Arc::clone(same))),
        _ => {
            let error = Error::type_error("InvalidArgumentType", "a point is made from a map of coordinates");
            return Err(error.hint("for example `point({longitude: 12.56, latitude: 55.67})`"));
        }
    };
    Ok(point.map_or(Value::Null, |point| Value::Point(Arc::new(point))))
}

fn distance(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match arguments {
        [Value::Point(from), Value::Point(to)] => Ok(from.distance(to).map_or(Value::Null, Value::Float)),
        _ => Err(Error::type_error("InvalidArgumentType", "the distance is asked of two points")),
    }
}

fn within(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match arguments {
        [Value::Point(point), Value::Point(lower_left), Value::Point(upper_right)] => {
            Ok(point.is_within(lower_left, upper_right).map_or(Value::Null, Value::Boolean))
        }
        _ => Err(Error::type_error("InvalidArgumentType", "a point and the corners of the box are points")),
    }
}
