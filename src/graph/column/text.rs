//! Strings of one column page in one buffer: each text once while a page has few different ones, and a byte for each row
//! that says which; one after the other by row otherwise.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::page::{ROWS, Validity};

/// The most text a page keeps in its buffer. A page is copied when it is first written after a
/// snapshot was taken, so longer text is kept outside, shared.
const LIMIT: usize = 64 * 1024;

/// Dead text that is tolerated before the buffer is rewritten.
const SLACK: usize = 1024;

/// The most different texts that are told apart by a byte.
pub(crate) const CODES: usize = 256;

/// Start and end of a text in the buffer.
type Place = (u32, u32);

/// Text by row; overwriting appends, and the buffer is rewritten when more of it is dead than live.
#[derive(Clone, Debug, Default)]
pub struct Text {
    valid: Validity,
    places: Places,
    bytes: String,
    /// Bytes of texts that rows (or entries of a dictionary) have.
    live: usize,
}

#[derive(Clone, Debug)]
enum Places {
    /// By row; zero where not valid.
    Each(Vec<Place>),
    /// Which entry a row has; meaningless where not valid.
    Codes(Vec<u8>, Dictionary),
}

/// Different texts, at most [`CODES`]. Entries stay when no row has them any more.
#[derive(Clone, Debug, Default)]
struct Dictionary {
    places: Vec<Place>,
    hashes: Vec<u32>,
}

impl Default for Places {
    fn default() -> Places {
        Places::Codes(Vec::new(), Dictionary::default())
    }
}

impl Text {
    /// Which rows have a value.
    pub fn valid(&self) -> &Validity {
        &self.valid
    }

    /// The text of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        if !self.valid.get(row) {
            return None;
        }
        match &self.places {
            Places::Each(places) => self.slice(*places.get(row)?),
            Places::Codes(codes, dictionary) => {
                self.slice(*dictionary.places.get(usize::from(*codes.get(row)?))?)
            }
        }
    }

    #[inline]
    fn slice(&self, (start, end): Place) -> Option<&str> {
        self.bytes.get(start as usize..end as usize)
    }

    /// The code of each row, meaningless where not valid, if the page has few different texts.
    pub fn codes(&self) -> Option<&[u8]> {
        if let Places::Codes(codes, _) = &self.places { Some(codes) } else { None }
    }

    /// Whether a page may begin with this text.
    pub(super) fn holds(text: &str) -> bool {
        text.len() <= LIMIT / 4
    }

    pub(super) fn has_room(&self, text: &str) -> bool {
        if !Text::holds(text) {
            return false;
        }
        match &self.places {
            Places::Each(_) => self.live + text.len() <= LIMIT,
            Places::Codes(_, dictionary) => {
                let is_full = dictionary.places.len() == CODES;
                let more = match self.find(dictionary, text) {
                    Some(_) => return true,
                    // Each row would have a text of its own.
                    None if is_full => self.valid.iter().filter_map(|row| self.get(row)).map(str::len).sum(),
                    None => self.live,
                };
                more + text.len() <= LIMIT
            }
        }
    }

    fn find(&self, dictionary: &Dictionary, text: &str) -> Option<usize> {
        let hash = hash(text);
        let same =
            |at: &usize| dictionary.hashes[*at] == hash && self.slice(dictionary.places[*at]) == Some(text);
        (0..dictionary.places.len()).find(same)
    }

    /// There must be room for the text.
    pub(super) fn set(&mut self, row: usize, text: &str) -> bool {
        let had = self.remove(row);
        if let Places::Codes(_, dictionary) = &self.places
            && dictionary.places.len() == CODES
            && self.find(dictionary, text).is_none()
        {
            self.give_each_its_own();
        }
        if self.bytes.len() - self.live > self.live + SLACK {
            self.compact();
        }
        match &self.places {
            Places::Each(_) => self.set_own(row, text),
            Places::Codes(_, dictionary) => {
                let code = self.find(dictionary, text);
                self.set_code(row, text, code);
            }
        }
        self.valid.insert(row);
        !had
    }

    fn push(&mut self, text: &str) -> Place {
        // The buffer holds at most twice LIMIT and SLACK, so its positions fit.
        let start = self.bytes.len() as u32;
        self.bytes.push_str(text);
        self.live += text.len();
        (start, self.bytes.len() as u32)
    }

    fn set_own(&mut self, row: usize, text: &str) {
        let place = self.push(text);
        if let Places::Each(places) = &mut self.places {
            if row >= places.len() {
                places.resize(row + 1, (0, 0));
            }
            places[row] = place;
        }
    }

    fn set_code(&mut self, row: usize, text: &str, code: Option<usize>) {
        let fresh = code.is_none().then(|| self.push(text));
        if let Places::Codes(codes, dictionary) = &mut self.places {
            let code = code.unwrap_or(dictionary.places.len());
            if let Some(place) = fresh {
                dictionary.places.push(place);
                dictionary.hashes.push(hash(text));
            }
            if row >= codes.len() {
                codes.resize(row + 1, 0);
            }
            // There are at most CODES entries.
            codes[row] = code as u8;
        }
    }

    pub(super) fn remove(&mut self, row: usize) -> bool {
        let had = self.valid.remove(row);
        if had && let Places::Each(places) = &mut self.places {
            let (start, end) = std::mem::take(&mut places[row]);
            self.live -= (end - start) as usize;
        }
        had
    }

    /// Leaves the dictionary.
    fn give_each_its_own(&mut self) {
        let mut own = Text { places: Places::Each(Vec::new()), ..Text::default() };
        for row in self.valid.iter() {
            own.set_own(row, self.get(row).unwrap_or_default());
        }
        own.valid = self.valid;
        *self = own;
    }

    /// Rewrites the buffer without what is dead.
    fn compact(&mut self) {
        let places = match &mut self.places {
            Places::Each(places) => places,
            Places::Codes(_, dictionary) => &mut dictionary.places,
        };
        let mut bytes = String::with_capacity(self.live);
        for place in places {
            let start = bytes.len() as u32;
            bytes.push_str(&self.bytes[place.0 as usize..place.1 as usize]);
            *place = (start, bytes.len() as u32);
        }
        self.bytes = bytes;
    }

    /// The lengths of the valid rows' text, ascending by row, and the text in that order.
    pub(crate) fn to_parts(&self) -> (Vec<u32>, String) {
        joined(self.valid.iter().filter_map(|row| self.get(row)))
    }

    /// The codes of the valid rows, ascending by row, and the lengths and text of the entries, if the page has a
    /// dictionary that is much shorter than its rows. Entries that no row has are left out.
    pub(crate) fn to_coded_parts(&self) -> Option<(Vec<u8>, Vec<u32>, String)> {
        let Places::Codes(codes, dictionary) = &self.places else { return None };
        let mut new_codes = [None; CODES];
        let mut used = Vec::new();
        let of_rows = self.valid.iter().map(|row| {
            let code = usize::from(codes[row]);
            *new_codes[code].get_or_insert_with(|| {
                used.push(dictionary.places[code]);
                // There are at most CODES entries.
                (used.len() - 1) as u8
            })
        });
        let of_rows: Vec<u8> = of_rows.collect();
        if used.len() * 2 > of_rows.len() {
            return None;
        }
        let (lengths, text) = joined(used.into_iter().filter_map(|place| self.slice(place)));
        Some((of_rows, lengths, text))
    }

    /// The inverse of [`Text::to_parts`]; nothing if the parts do not fit together.
    pub(crate) fn from_parts(valid: Validity, lengths: &[u32], bytes: String) -> Option<Text> {
        let mut places = vec![(0, 0); rows(&valid)];
        if lengths.len() != valid.count() {
            return None;
        }
        for (row, place) in valid.iter().zip(places_of(lengths, &bytes)?) {
            places[row] = place;
        }
        Some(Text { valid, places: Places::Each(places), live: bytes.len(), bytes })
    }

    /// The inverse of [`Text::to_coded_parts`].
    pub(crate) fn from_coded_parts(
        valid: Validity,
        of_rows: &[u8],
        lengths: &[u32],
        bytes: String,
    ) -> Option<Text> {
        let fits = |code: &u8| usize::from(*code) < lengths.len();
        if of_rows.len() != valid.count() || lengths.len() > CODES || !of_rows.iter().all(fits) {
            return None;
        }
        let mut codes = vec![0; rows(&valid)];
        valid.iter().zip(of_rows).for_each(|(row, code)| codes[row] = *code);
        let places = places_of(lengths, &bytes)?;
        let hashes = places.iter().map(|(start, end)| hash(&bytes[*start as usize..*end as usize])).collect();
        let dictionary = Dictionary { places, hashes };
        Some(Text { valid, places: Places::Codes(codes, dictionary), live: bytes.len(), bytes })
    }
}

/// One past the last valid row.
fn rows(valid: &Validity) -> usize {
    valid.iter().last().map_or(0, |row| row + 1).min(ROWS)
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> (Vec<u32>, String) {
    let (mut lengths, mut all) = (Vec::new(), String::new());
    for text in texts {
        // Texts in a page are much shorter.
        lengths.push(text.len() as u32);
        all.push_str(text);
    }
    (lengths, all)
}

/// Where texts of these lengths are, one after the other; nothing if they are not the whole buffer.
fn places_of(lengths: &[u32], bytes: &str) -> Option<Vec<Place>> {
    u32::try_from(bytes.len()).ok()?;
    let mut start = 0u32;
    let mut places = Vec::with_capacity(lengths.len());
    for length in lengths {
        let end = start.checked_add(*length)?;
        bytes.get(start as usize..end as usize)?;
        places.push((start, end));
        start = end;
    }
    (start as usize == bytes.len()).then_some(places)
}

fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    (hasher.finish() >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &Text) -> Vec<(usize, String)> {
        (0..ROWS).filter_map(|row| Some((row, text.get(row)?.to_owned()))).collect()
    }

    fn reopened(text: &Text) -> Text {
        match text.to_coded_parts() {
            Some((codes, lengths, bytes)) => {
                Text::from_coded_parts(text.valid, &codes, &lengths, bytes).expect("the parts fit")
            }
            None => {
                let (lengths, bytes) = text.to_parts();
                Text::from_parts(text.valid, &lengths, bytes).expect("the parts fit")
            }
        }
    }

    #[test]
    fn few_texts_are_kept_once_and_many_by_row() {
        let (mut text, mut model) = (Text::default(), std::collections::BTreeMap::new());
        let mut state = 1u64;
        for round in 0..6_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let random = (state >> 33) as usize;
            // At first of twenty texts, in the end of thousands.
            let different = if round < 3_000 { 20 } else { 20 + round };
            let (row, value) = (random % ROWS, format!("text {}", random / ROWS % different));
            if random.is_multiple_of(7) {
                assert_eq!(text.remove(row), model.remove(&row).is_some());
            } else {
                assert!(text.has_room(&value));
                assert_eq!(text.set(row, &value), model.insert(row, value).is_none());
            }
            if round % 500 == 499 {
                let expected: Vec<_> = model.iter().map(|(row, value)| (*row, value.clone())).collect();
                assert_eq!(all(&text), expected);
                assert_eq!(all(&reopened(&text)), expected);
                assert_eq!(text.codes().is_some(), round < 3_000, "after {round}");
                assert_eq!(reopened(&text).codes().is_some(), round < 3_000, "after {round}");
            }
        }
    }

    #[test]
    fn a_dictionary_whose_rows_would_not_fit_by_themselves_says_so() {
        let mut text = Text::default();
        let long = "x".repeat(LIMIT / 4);
        (0..ROWS).for_each(|row| {
            assert!(text.has_room(&long));
            text.set(row, &long);
        });
        (0..CODES - 1).for_each(|row| {
            let other = row.to_string();
            assert!(text.has_room(&other));
            text.set(row, &other);
        });
        assert!(!text.has_room("one more"));
        assert!(text.has_room(&long));
    }
}
