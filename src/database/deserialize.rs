//! Rows and values into any type that serde can fill.

use std::sync::Arc;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer, U32Deserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::error::{Error, Result};
use crate::graph::{GraphState, NodeId, RelId};
use crate::value::{Entities, Value, text};

use super::Row;

/// A row as a struct by column name, a map, a tuple or, with one column, the value alone.
pub(super) fn row<T: DeserializeOwned>(row: &Row, graph: &GraphState) -> Result<T> {
    T::deserialize(RowDeserializer { row, graph }).map_err(|error| {
        Error::type_error("InvalidRowType", format!("the row does not fit the type asked for: {error}"))
    })
}

type Failure = de::value::Error;

struct RowDeserializer<'a> {
    row: &'a Row,
    graph: &'a GraphState,
}

impl<'a> RowDeserializer<'a> {
    fn values(&self) -> impl Iterator<Item = ValueDeserializer<'a>> + use<'a> {
        let graph = self.graph;
        self.row.values().iter().map(move |value| ValueDeserializer { value: value.clone(), graph })
    }

    fn single(&self) -> Option<ValueDeserializer<'a>> {
        let mut values = self.values();
        values.next().filter(|_| values.next().is_none())
    }
}

impl<'de> Deserializer<'de> for RowDeserializer<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.single() {
            Some(value) => value.deserialize_any(visitor),
            None => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.single() {
            Some(value) => value.deserialize_option(visitor),
            None => visitor.visit_some(self),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let names = self.row.columns().iter().map(|name| name.to_string());
        visitor.visit_map(MapDeserializer::new(names.zip(self.values())))
    }

    /// The columns by name, or the only column's properties when no field has its name.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let is_named = |column: &Arc<str>| fields.contains(&&**column);
        match self.single() {
            Some(value) if value.has_fields() && !self.row.columns().iter().any(is_named) => {
                value.deserialize_struct(name, fields, visitor)
            }
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_seq(SeqDeserializer::new(self.values()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.single() {
            Some(value) if is_id(name) => value.deserialize_newtype_struct(name, visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.single() {
            Some(value) => value.deserialize_enum(name, variants, visitor),
            None => Err(de::Error::custom("a row is an enum only when it has one column")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        identifier ignored_any
    }
}

/// Whether a newtype of this name is the id of an element.
fn is_id(name: &str) -> bool {
    matches!(name, "NodeId" | "RelId")
}

struct ValueDeserializer<'a> {
    value: Value,
    graph: &'a GraphState,
}

impl<'de> IntoDeserializer<'de, Failure> for ValueDeserializer<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl ValueDeserializer<'_> {
    /// Whether it is made of named values.
    fn has_fields(&self) -> bool {
        matches!(self.value, Value::Map(_) | Value::Node(_) | Value::Relationship(_))
    }

    fn map<'de, V: Visitor<'de>>(self, map: crate::value::Map, visitor: V) -> Result<V::Value, Failure> {
        let graph = self.graph;
        let entries =
            map.into_iter().map(|(key, value)| (key.to_string(), ValueDeserializer { value, graph }));
        visitor.visit_map(MapDeserializer::new(entries))
    }

    fn seq<'de, V: Visitor<'de>>(self, values: Vec<Value>, visitor: V) -> Result<V::Value, Failure> {
        let graph = self.graph;
        visitor.visit_seq(SeqDeserializer::new(
            values.into_iter().map(|value| ValueDeserializer { value, graph }),
        ))
    }
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.value {
            Value::Null => visitor.visit_unit(),
            Value::Boolean(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(value) => visitor.visit_str(value),
            Value::List(list) => {
                let values = list.to_vec();
                self.seq(values, visitor)
            }
            Value::Map(map) => {
                let map = (**map).clone();
                self.map(map, visitor)
            }
            Value::Node(id) => match self.graph.node_view(*id) {
                Some(node) => self.map(node.properties, visitor),
                None => visitor.visit_unit(),
            },
            Value::Relationship(id) => match self.graph.rel_view(*id) {
                Some(rel) => self.map(rel.properties, visitor),
                None => visitor.visit_unit(),
            },
            Value::Path(path) => {
                let values = path_elements(path);
                self.seq(values, visitor)
            }
            Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Point(_) => {
                let shown =
                    text::scalar_text(&self.value).unwrap_or_else(|| text::literal(&self.value, None));
                visitor.visit_string(shown)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// The ids of elements are newtypes too, and know which kind of element they are of.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match (name, &self.value) {
            ("NodeId", Value::Node(NodeId(id))) | ("RelId", Value::Relationship(RelId(id))) => {
                visitor.visit_newtype_struct(U32Deserializer::<Failure>::new(*id))
            }
            (id, other) if is_id(id) => {
                Err(de::Error::custom(format!("expected the id of an element, found {}", other.described())))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match &self.value {
            Value::String(text) => {
                let text: &str = text;
                IntoDeserializer::<Failure>::into_deserializer(text).deserialize_enum(name, variants, visitor)
            }
            Value::Map(map) => {
                let graph = self.graph;
                let entries = map
                    .iter()
                    .map(|(key, value)| (key.to_string(), ValueDeserializer { value: value.clone(), graph }));
                MapAccessDeserializer::new(MapDeserializer::new(entries))
                    .deserialize_enum(name, variants, visitor)
            }
            other => Err(de::Error::custom(format!(
                "expected a String or a Map for one of {variants:?}, found {}",
                other.described()
            ))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Nodes and relationships in turn.
fn path_elements(path: &crate::value::PathValue) -> Vec<Value> {
    let mut elements = Vec::with_capacity(path.nodes.len() + path.relationships.len());
    for (at, node) in path.nodes.iter().enumerate() {
        if at > 0 {
            elements.extend(path.relationships.get(at - 1).map(|rel| Value::Relationship(*rel)));
        }
        elements.push(Value::Node(*node));
    }
    elements
}
