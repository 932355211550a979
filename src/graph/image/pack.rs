//! Arrays of numbers in as few bits as their range needs: frame of reference and bit packing.
//!
//! The differences from the smallest number lie one after the other, each in the same number of bits, lowest bit
//! first (Lemire and Boytsov, Decoding billions of integers per second through vectorization, 2015, describe the family).

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An array of integers; serialised as one byte string: the width in bits (one byte), their number (four bytes), the smallest
/// (eight bytes), and the differences from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed<T>(pub Vec<T>);

/// An integer that can be packed.
pub trait Integer: Copy + Ord {
    /// Sign-extended to 64 bits.
    fn widen(self) -> i64;
    /// The number of these 64 bits, if it is one.
    fn narrow(wide: i64) -> Option<Self>;
    /// The same where it is known to be one.
    fn cut(wide: i64) -> Self;
}

macro_rules! integer {
    ($($type:ty),*) => {$(
        impl Integer for $type {
            fn widen(self) -> i64 {
                self.into()
            }

            fn narrow(wide: i64) -> Option<Self> {
                wide.try_into().ok()
            }

            fn cut(wide: i64) -> Self {
                wide as $type
            }
        }
    )*};
}

integer!(u8, u16, u32, i64);

/// Bit by bit, for sets of bits.
impl Integer for u64 {
    fn widen(self) -> i64 {
        self as i64
    }

    fn narrow(wide: i64) -> Option<Self> {
        Some(wide as u64)
    }

    fn cut(wide: i64) -> Self {
        wide as u64
    }
}

const HEAD: usize = 13;

/// From this many numbers on each takes a bit at least, so that a short text never claims much memory.
const FREE: usize = 4096;

fn pack<T: Integer>(numbers: &[T]) -> Vec<u8> {
    let low = numbers.iter().min().map_or(0, |number| number.widen());
    let high = numbers.iter().max().map_or(0, |number| number.widen());
    let range = high.wrapping_sub(low) as u64;
    let least = u32::from(numbers.len() > FREE);
    let width = (u64::BITS - range.leading_zeros()).max(least);
    let mut bytes = Vec::with_capacity(HEAD + bytes_for(numbers.len(), width));
    bytes.push(width as u8);
    // No page holds more numbers than there are ids.
    bytes.extend_from_slice(&(numbers.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&low.to_le_bytes());
    let (mut word, mut filled) = (0u128, 0);
    for number in numbers {
        word |= u128::from(number.widen().wrapping_sub(low) as u64) << filled;
        filled += width;
        if filled >= u64::BITS {
            bytes.extend_from_slice(&(word as u64).to_le_bytes());
            word >>= u64::BITS;
            filled -= u64::BITS;
        }
    }
    bytes.extend_from_slice(&(word as u64).to_le_bytes()[..filled.div_ceil(8) as usize]);
    bytes
}

fn bytes_for(count: usize, width: u32) -> usize {
    (count as u64 * u64::from(width)).div_ceil(8) as usize
}

/// Nothing if the bytes are not such an array.
fn unpack<T: Integer>(bytes: &[u8]) -> Option<Vec<T>> {
    let (head, mut rest) = bytes.split_first_chunk::<HEAD>()?;
    let [width, head @ ..] = head;
    let (count, low) = head.split_first_chunk::<4>()?;
    let (width, count) = (u32::from(*width), u32::from_le_bytes(*count) as usize);
    let low = i64::from_le_bytes(low.try_into().ok()?);
    if width > u64::BITS || rest.len() != bytes_for(count, width) || (width == 0 && count > FREE) {
        return None;
    }
    let mask = ((1u128 << width) - 1) as u64;
    let mut numbers = Vec::with_capacity(count);
    let quick = unpack_quickly(rest, (width, count, low, mask), &mut numbers);
    // The first bits of a byte may belong to the number before.
    let bits = quick * width as usize;
    rest = &rest[bits / 8..];
    let (mut word, mut filled) = (0u128, 0);
    if !bits.is_multiple_of(8) {
        let (next, len) = take_word(&mut rest);
        (word, filled) = (u128::from(next) >> (bits % 8), len - (bits % 8) as u32);
    }
    for _ in quick..count {
        if filled < width {
            let (next, len) = take_word(&mut rest);
            word |= u128::from(next) << filled;
            filled += len;
        }
        numbers.push(T::narrow(low.wrapping_add((word as u64 & mask) as i64))?);
        word >>= width;
        filled -= width;
    }
    Some(numbers)
}

/// Unpacks as many numbers as lie in eight bytes that are there, each, if all that can be packed so fit the type; how many.
fn unpack_quickly<T: Integer>(
    bytes: &[u8],
    (width, count, low, mask): (u32, usize, i64, u64),
    numbers: &mut Vec<T>,
) -> usize {
    /// So many bits behind the first one of a byte are always within eight bytes.
    const WIDEST: u32 = 56;
    let fits = T::narrow(low).is_some()
        && low.checked_add(mask as i64).is_some_and(|high| T::narrow(high).is_some());
    if width == 0 || width > WIDEST || !fits {
        return 0;
    }
    let width = width as usize;
    let last = bytes.len().saturating_sub(8) * 8 / width;
    let quick = count.min(last);
    numbers.extend((0..quick).map(|at| {
        let bit = at * width;
        let word = bytes[bit / 8..].first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        // Both bounds fit, so each number between them does.
        T::cut(low.wrapping_add((word >> (bit % 8) & mask) as i64))
    }));
    quick
}

/// The next 64 bits, or what is left of them, and their number.
#[inline]
fn take_word(rest: &mut &[u8]) -> (u64, u32) {
    if let Some((bytes, after)) = rest.split_first_chunk::<8>() {
        *rest = after;
        return (u64::from_le_bytes(*bytes), u64::BITS);
    }
    let mut bytes = [0; 8];
    bytes[..rest.len()].copy_from_slice(rest);
    let len = rest.len() as u32 * 8;
    *rest = &[];
    (u64::from_le_bytes(bytes), len)
}

impl<T: Integer> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&pack(&self.0))
    }
}

impl<'de, T: Integer> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(PackedVisitor(PhantomData))
    }
}

struct PackedVisitor<T>(PhantomData<T>);

impl<'de, T: Integer> Visitor<'de> for PackedVisitor<T> {
    type Value = Packed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("packed integers")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Packed<T>, E> {
        unpack(bytes)
            .map(Packed)
            .ok_or_else(|| E::custom("an array of integers is not packed as it should be"))
    }

    /// Formats without byte strings give them as sequences.
    fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Packed<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(byte) = bytes.next_element::<u8>()? {
            all.push(byte);
        }
        self.visit_bytes(&all)
    }
}

/// An array of doubles: as integers times a power of two or ten where that loses nothing, or else as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants and fields say what they are")]
pub enum PackedFloats {
    /// Each is the integer divided by two to the power.
    Binary { power: u8, integers: Packed<i64> },
    /// Each is the integer divided by ten to the power.
    Decimal { power: u8, integers: Packed<i64> },
    /// Their bits.
    Bits(Packed<i64>),
}

/// Beyond it an integer is no exact double.
const EXACT: f64 = 9_007_199_254_740_992.0;
const POWERS: u8 = 12;

impl PackedFloats {
    /// As integers if one of the powers up to twelve does, two before ten.
    pub fn new(floats: &[f64]) -> PackedFloats {
        let scale = |base| {
            (0..=POWERS).find_map(|power| Some((power, Packed(scaled(floats, divisor(base, power))?))))
        };
        if let Some((power, integers)) = scale(2.0) {
            return PackedFloats::Binary { power, integers };
        }
        if let Some((power, integers)) = scale(10.0) {
            return PackedFloats::Decimal { power, integers };
        }
        PackedFloats::Bits(Packed(floats.iter().map(|float| float.to_bits() as i64).collect()))
    }

    /// The doubles; nothing if a power is too large.
    pub fn unpack(self) -> Option<Vec<f64>> {
        let divide = |base: f64, power: u8, integers: Vec<i64>| {
            let divisor = divisor(base, power);
            (power <= POWERS).then(|| integers.into_iter().map(|integer| integer as f64 / divisor).collect())
        };
        match self {
            PackedFloats::Binary { power, integers } => divide(2.0, power, integers.0),
            PackedFloats::Decimal { power, integers } => divide(10.0, power, integers.0),
            PackedFloats::Bits(bits) => {
                Some(bits.0.into_iter().map(|bits| f64::from_bits(bits as u64)).collect())
            }
        }
    }
}

fn divisor(base: f64, power: u8) -> f64 {
    base.powi(i32::from(power))
}

/// The integers that divided give exactly these doubles, if there are such.
fn scaled(floats: &[f64], divisor: f64) -> Option<Vec<i64>> {
    let one = |float: &f64| {
        let integer = (float * divisor).round();
        let same = integer.abs() < EXACT && (integer as i64 as f64 / divisor).to_bits() == float.to_bits();
        same.then_some(integer as i64)
    };
    floats.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Integer + std::fmt::Debug>(numbers: &[T], bytes: usize) {
        let packed = pack(numbers);
        assert_eq!(packed.len(), HEAD + bytes);
        assert_eq!(unpack::<T>(&packed).as_deref(), Some(numbers));
        for len in 0..packed.len() {
            assert_eq!(unpack::<T>(&packed[..len]), None);
        }
    }

    #[test]
    fn integers_take_the_bits_of_their_range() {
        there_and_back::<u32>(&[], 0);
        there_and_back(&[7u32; 100], 0);
        there_and_back(&[1_000_000u32, 1_000_001, 1_000_003], 1);
        there_and_back(&[0u16, u16::MAX, 1], 6);
        there_and_back(&[i64::MIN, i64::MAX, 0, -1], 32);
        there_and_back(&(0..1000).map(|i| i * 37 % 1000).collect::<Vec<u32>>(), 1250);
        there_and_back(&vec![3i64; FREE + 1], FREE / 8 + 1);
    }

    #[test]
    fn what_does_not_fit_its_type_or_claims_too_much_is_refused() {
        assert_eq!(unpack::<u16>(&pack(&[70_000u32])), None);
        assert_eq!(unpack::<u32>(&pack(&[-1i64])), None);
        let mut claim = pack(&[5u32; 10]);
        claim[1..5].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(unpack::<u32>(&claim), None);
    }

    #[test]
    fn doubles_come_back_to_the_bit() {
        let lists: [&[f64]; 6] = [
            &[],
            &[8.125, 15.0, -2.5],
            &[0.1, 0.25, 19.99, -3.0],
            &[0.0, -0.0],
            &[f64::NAN, f64::INFINITY, f64::NEG_INFINITY],
            &[1e300, 5e-324, std::f64::consts::PI, f64::MAX],
        ];
        for (at, list) in lists.into_iter().enumerate() {
            let packed = PackedFloats::new(list);
            match &packed {
                PackedFloats::Binary { .. } => assert!(at < 2),
                PackedFloats::Decimal { .. } => assert_eq!(at, 2),
                PackedFloats::Bits(_) => assert!(at > 2),
            }
            let back = packed.unpack().expect("it was just packed");
            assert!(back.iter().map(|it| it.to_bits()).eq(list.iter().map(|it| it.to_bits())));
        }
    }
}
