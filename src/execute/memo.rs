//! A map from entity ids to numbers, as pages of an array: for grouping by what one entity determines.

const PAGE: usize = 1024;
const EMPTY: u32 = u32::MAX;

/// Numbers by id.
#[derive(Default)]
pub struct Memo {
    pages: Vec<Option<Box<[u32; PAGE]>>>,
    used: usize,
    /// The number of the id that stands for null.
    null: Option<u32>,
}

impl Memo {
    /// The number of an id.
    #[inline]
    pub fn get(&self, id: u32) -> Option<u32> {
        if id == u32::MAX {
            return self.null;
        }
        let page = self.pages.get(id as usize / PAGE)?.as_ref()?;
        Some(page[id as usize % PAGE]).filter(|number| *number != EMPTY)
    }

    /// Sets the number of an id.
    pub fn set(&mut self, id: u32, number: u32) {
        if id == u32::MAX {
            self.null = Some(number);
            return;
        }
        let at = id as usize / PAGE;
        if at >= self.pages.len() {
            self.pages.resize_with(at + 1, || None);
        }
        let used = &mut self.used;
        let page = self.pages[at].get_or_insert_with(|| {
            *used += 1;
            Box::new([EMPTY; PAGE])
        });
        page[id as usize % PAGE] = number;
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.pages.len() * size_of::<usize>() + self.used * PAGE * 4
    }
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
    }
}
