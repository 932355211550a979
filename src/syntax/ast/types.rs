//! The types of `IS :: TYPE` and of constraints.

use crate::error::Span;

/// The type of `IS :: TYPE`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeName {
    /// The alternatives of a closed union (`INTEGER | FLOAT`); one for a plain type.
    pub alternatives: Vec<SimpleType>,
    /// The whole of it.
    pub span: Span,
}

/// One type, for example `LIST<INTEGER NOT NULL> NOT NULL`.
#[derive(Clone, Debug, PartialEq)]
pub struct SimpleType {
    /// Which.
    pub kind: NamedType,
    /// Of a list's elements; none where they do not matter.
    pub inner: Option<Box<TypeName>>,
    /// `NOT NULL`.
    pub not_null: bool,
}

macro_rules! types {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A type by its name; synonyms are one type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum NamedType {
            $(#[doc = concat!("`", $name, "`")] $variant),*
        }

        impl NamedType {
            /// All of them.
            pub const ALL: &[NamedType] = &[$(NamedType::$variant),*];

            /// As it is written, in the spelling that messages use.
            pub fn name(self) -> &'static str {
                match self { $(NamedType::$variant => $name),* }
            }
        }
    };
}

types! {
    Boolean "BOOLEAN",
    String "STRING",
    Integer "INTEGER",
    Float "FLOAT",
    Date "DATE",
    LocalTime "LOCAL TIME",
    ZonedTime "ZONED TIME",
    LocalDateTime "LOCAL DATETIME",
    ZonedDateTime "ZONED DATETIME",
    Duration "DURATION",
    Point "POINT",
    Node "NODE",
    Relationship "RELATIONSHIP",
    Path "PATH",
    Map "MAP",
    List "LIST",
    PropertyValue "PROPERTY VALUE",
    Any "ANY",
    Null "NULL",
    Nothing "NOTHING",
}
