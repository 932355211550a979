//! Maps from entity ids to numbers, as pages of an array: for grouping by what one entity determines, and for
//! counting once what many rows share.

const PAGE: usize = 1024;
const UNCOUNTED: u64 = u64::MAX;

/// Generations and numbers.
type MemoPage = [(u32, u32); PAGE];

/// Numbers by id. To forget them all costs nothing: each is kept with the generation it belongs to.
pub struct Memo {
    pages: Vec<Option<Box<MemoPage>>>,
    used: usize,
    generation: u32,
    /// The number of the id that stands for null.
    null: Option<u32>,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo { pages: Vec::new(), used: 0, generation: 1, null: None }
    }
}

impl Memo {
    /// The number of an id.
    #[inline]
    pub fn get(&self, id: u32) -> Option<u32> {
        if id == u32::MAX {
            return self.null;
        }
        let page = self.pages.get(id as usize / PAGE)?.as_ref()?;
        let (generation, number) = page[id as usize % PAGE];
        (generation == self.generation).then_some(number)
    }

    /// Sets the number of an id.
    pub fn set(&mut self, id: u32, number: u32) {
        if id == u32::MAX {
            self.null = Some(number);
            return;
        }
        let used = &mut self.used;
        let page = page_of(&mut self.pages, id, || {
            *used += 1;
            Box::new([(0, 0); PAGE])
        });
        page[id as usize % PAGE] = (self.generation, number);
    }

    /// Forgets all numbers.
    pub fn clear(&mut self) {
        self.null = None;
        match self.generation.checked_add(1) {
            Some(next) => self.generation = next,
            None => *self = Memo::default(),
        }
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.pages.len() * size_of::<usize>() + self.used * PAGE * 8
    }
}

/// Counts by the id of a node.
#[derive(Default)]
pub struct Counts {
    pages: Vec<Option<Box<[u64; PAGE]>>>,
    used: usize,
}

impl Counts {
    /// The count of an id, if it was set.
    #[inline]
    pub fn get(&self, id: u32) -> Option<u64> {
        let page = self.pages.get(id as usize / PAGE)?.as_ref()?;
        Some(page[id as usize % PAGE]).filter(|count| *count != UNCOUNTED)
    }

    /// Sets the count of an id; less than `u64::MAX`.
    #[inline]
    pub fn set(&mut self, id: u32, count: u64) {
        let used = &mut self.used;
        let page = page_of(&mut self.pages, id, || {
            *used += 1;
            Box::new([UNCOUNTED; PAGE])
        });
        page[id as usize % PAGE] = count;
    }

    /// Whether the id had no count; it has 0 then.
    #[inline]
    pub fn claim(&mut self, id: u32) -> bool {
        let is_new = self.get(id).is_none();
        if is_new {
            self.set(id, 0);
        }
        is_new
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.pages.len() * size_of::<usize>() + self.used * PAGE * 8
    }
}

#[inline]
fn page_of<T>(pages: &mut Vec<Option<Box<T>>>, id: u32, make: impl FnOnce() -> Box<T>) -> &mut T {
    let at = id as usize / PAGE;
    if at >= pages.len() {
        pages.resize_with(at + 1, || None);
    }
    pages[at].get_or_insert_with(make)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_numbers_by_id() {
        let mut memo = Memo::default();
        memo.set(5000, 7);
        memo.set(u32::MAX, 3);
        assert_eq!(memo.get(5000), Some(7));
        assert_eq!(memo.get(5001), None);
        assert_eq!(memo.get(9_000_000), None);
        assert_eq!(memo.get(u32::MAX), Some(3));
        memo.clear();
        assert_eq!((memo.get(5000), memo.get(u32::MAX)), (None, None));
        memo.set(5000, 8);
        assert_eq!(memo.get(5000), Some(8));
    }

    #[test]
    fn claims_an_id_once() {
        let mut counts = Counts::default();
        assert!(counts.claim(70_000));
        assert!(!counts.claim(70_000));
        counts.set(70_000, 12);
        assert_eq!(counts.get(70_000), Some(12));
        assert_eq!(counts.get(70_001), None);
    }
}
