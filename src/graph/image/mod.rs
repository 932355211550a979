//! A graph as data to be saved: taken apart into [`Section`]s a page at a time, and put together again with
//! every part checked. How sections become bytes in a file is not decided here.

mod build;
mod raw;
mod section;

pub use build::GraphStateBuilder;
pub use raw::{Number, Raw};
pub use section::{
    AdjacencySection, CatalogSection, ColumnSection, NodeSection, SchemaSection, Section, ValuesSection,
};
