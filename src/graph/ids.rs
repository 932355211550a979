//! Identifiers of what a graph holds: 32 bits dense inside, stable for the life of the element.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $int:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $int);

        impl $name {
            /// As an index into a table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A node.
    NodeId,
    u32
);
id!(
    /// A relationship.
    RelId,
    u32
);
id!(
    /// An interned label.
    LabelId,
    u32
);
id!(
    /// An interned relationship type; 16 bits keep an adjacency entry at ten bytes.
    TypeId,
    u16
);
id!(
    /// An interned property key.
    KeyId,
    u32
);

/// Which way a relationship is followed from the node at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// From start to end.
    Outgoing,
    /// From end to start.
    Incoming,
    /// Either; a self-loop counts once.
    Both,
}

impl Direction {
    /// The same relationship seen from the other node.
    pub fn reverse(self) -> Direction {
        match self {
            Direction::Outgoing => Direction::Incoming,
            Direction::Incoming => Direction::Outgoing,
            Direction::Both => Direction::Both,
        }
    }
}
