//! Arrays of numbers as little-endian bytes, so that writing and reading them is a copy of memory.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An array of numbers; serialised as one byte string.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raw<T>(pub Vec<T>);

/// A number with a fixed width.
pub trait Number: bytemuck::Pod {
    /// Between the machine's byte order and little-endian; its own inverse.
    fn swap(self) -> Self;
}

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Number for $type {
            fn swap(self) -> Self {
                Self::from_le_bytes(self.to_ne_bytes())
            }
        }
    )*};
}

number!(u16, u32, u64, i64, f64);

impl<T: Number> Serialize for Raw<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if cfg!(target_endian = "little") {
            serializer.serialize_bytes(bytemuck::cast_slice(&self.0))
        } else {
            let swapped: Vec<T> = self.0.iter().map(|number| number.swap()).collect();
            serializer.serialize_bytes(bytemuck::cast_slice(&swapped))
        }
    }
}

impl<'de, T: Number> Deserialize<'de> for Raw<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(RawVisitor(PhantomData))
    }
}

struct RawVisitor<T>(PhantomData<T>);

impl<'de, T: Number> Visitor<'de> for RawVisitor<T> {
    type Value = Raw<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes, a multiple of {}", size_of::<T>())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Raw<T>, E> {
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return Err(E::invalid_length(bytes.len(), &self));
        }
        let mut numbers = vec![T::zeroed(); bytes.len() / size_of::<T>()];
        bytemuck::cast_slice_mut(&mut numbers).copy_from_slice(bytes);
        if cfg!(target_endian = "big") {
            numbers.iter_mut().for_each(|number| *number = number.swap());
        }
        Ok(Raw(numbers))
    }

    /// Formats without byte strings give them as sequences.
    fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Raw<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(byte) = bytes.next_element::<u8>()? {
            all.push(byte);
        }
        self.visit_bytes(&all)
    }
}
