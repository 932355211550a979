//! Exploration without a query language: finding actors by the names people use, describing one, and the paths
//! between two of them with the evidence for every hop.
//!
//! In: a snapshot. Out: plain data ([`Profile`], [`Pathway`]) and its text form. The shell and the command line print it.

mod footnotes;
mod names;
mod narrate;
mod pathway;
mod profile;
mod search;

pub use footnotes::Footnotes;
pub use names::{Match, NameBook, fold};
pub use narrate::{narrate_pathways, narrate_profile, sentence, verb};
pub use pathway::{Hop, Pathway, Relation};
pub use profile::{Group, Profile, find_text, profile};
pub use search::{PathQuery, SearchLimit, pathways};

/// A property's value as text: scalars plainly, lists as literals.
fn shown(value: &crate::value::Value) -> String {
    crate::value::text::scalar_text(value).unwrap_or_else(|| crate::value::text::literal(value, None))
}
