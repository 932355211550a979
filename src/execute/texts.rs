//! Short texts of many rows, one after the other in one buffer: to make, copy, hash and compare them allocates nothing
//! for a row.

/// A column of texts and nulls.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Where each row's text ends; it begins where the one before ends.
    ends: Vec<usize>,
    bytes: String,
    /// Which rows are null; empty while none is.
    nulls: Vec<bool>,
}

impl Texts {
    /// Longer texts are kept as shared values: to copy them costs more than to count who shares them.
    pub const LONGEST: usize = 128;

    /// No rows, with room for so many.
    pub fn with_capacity(rows: usize) -> Texts {
        Texts { ends: Vec::with_capacity(rows), ..Texts::default() }
    }

    /// Nulls.
    pub fn of_nulls(rows: usize) -> Texts {
        Texts { ends: vec![0; rows], bytes: String::new(), nulls: vec![true; rows] }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Makes room for more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.ends.reserve(rows);
    }

    /// A row's text; none for null.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        if self.is_null(row) {
            return None;
        }
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        Some(&self.bytes[start..self.ends[row]])
    }

    /// Whether a row is null.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        !self.nulls.is_empty() && self.nulls[row]
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.bytes.push_str(text);
                if !self.nulls.is_empty() {
                    self.nulls.push(false);
                }
            }
            None => {
                self.nulls.resize(self.ends.len(), false);
                self.nulls.push(true);
            }
        }
        self.ends.push(self.bytes.len());
    }

    /// Adds all rows of others.
    pub fn append(&mut self, more: &Texts) {
        if !self.nulls.is_empty() || !more.nulls.is_empty() {
            self.nulls.resize(self.ends.len(), false);
            self.nulls.extend((0..more.len()).map(|row| more.is_null(row)));
        }
        let start = self.bytes.len();
        self.bytes.push_str(&more.bytes);
        self.ends.extend(more.ends.iter().map(|end| start + end));
    }

    /// The rows at these places, in this order.
    pub fn gather(&self, rows: &[u32]) -> Texts {
        let mut picked = Texts::with_capacity(rows.len());
        rows.iter().for_each(|row| picked.push(self.get(*row as usize)));
        picked
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.ends.len() * size_of::<usize>() + self.bytes.len() + self.nulls.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &Texts) -> Vec<Option<&str>> {
        (0..texts.len()).map(|row| texts.get(row)).collect()
    }

    #[test]
    fn keeps_texts_and_nulls_in_order() {
        let mut texts = Texts::default();
        [Some("a"), Some(""), Some("é")].into_iter().for_each(|text| texts.push(text));
        assert_eq!(rows(&texts), [Some("a"), Some(""), Some("é")]);
        texts.push(None);
        texts.push(Some("b"));
        assert_eq!(rows(&texts), [Some("a"), Some(""), Some("é"), None, Some("b")]);
        assert_eq!(rows(&texts.gather(&[4, 3, 0])), [Some("b"), None, Some("a")]);
        let mut more = Texts::of_nulls(1);
        more.append(&texts.gather(&[2]));
        more.append(&texts);
        assert_eq!(rows(&more)[..3], [None, Some("é"), Some("a")]);
        assert_eq!(more.len(), 7);
        let mut plain = texts.gather(&[0]);
        plain.append(&texts.gather(&[1, 2]));
        assert_eq!(rows(&plain), [Some("a"), Some(""), Some("é")]);
    }
}
