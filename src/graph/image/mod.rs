//! A graph as data to be saved: taken apart into [`Section`]s a page at a time, and put together again so that pages are
//! read when they are first touched. How sections become bytes in a file is not decided here.

mod ahead;
mod open;
mod pack;
mod relationships;
mod salvage;
mod save;
mod saved;
mod section;

pub use pack::{Integer, Packed, PackedFloats};
pub use salvage::Salvage;
pub use save::{Content, Part};
pub(super) use saved::Saved;
pub use saved::SectionSource;
pub use section::{
    AdjacencySection, CatalogSection, ColumnSection, IndexKey, IndexSection, LeafKeys, LeafSection,
    NodesSection, RowsSection, SchemaSection, Section, SectionName, ValuesSection,
};
