//! A priority queue of numbered places by cost, the cheapest first: a heap of four children a node, which takes half the
//! levels of a binary one (Johnson 1975).

/// A place to be looked at, and what it is ordered by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// No NaN.
    pub cost: f64,
    /// The place.
    pub at: u32,
}

/// The queue. Entries are not changed; the caller tells outdated ones by their cost.
#[derive(Clone, Debug, Default)]
pub struct Heap(Vec<Entry>);

const CHILDREN: usize = 4;

impl Heap {
    /// The smallest cost; infinite when there is none.
    #[inline]
    pub fn least(&self) -> f64 {
        self.0.first().map_or(f64::INFINITY, |entry| entry.cost)
    }

    /// Bytes taken.
    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Entry>()
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, cost: f64, at: u32) {
        let mut place = self.0.len();
        self.0.push(Entry { cost, at });
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            if self.0[parent].cost <= cost {
                break;
            }
            self.0[place] = self.0[parent];
            place = parent;
        }
        self.0[place] = Entry { cost, at };
    }

    /// Takes the cheapest entry.
    #[inline]
    pub fn pop(&mut self) -> Option<Entry> {
        let last = self.0.pop()?;
        let Some(first) = self.0.first().copied() else { return Some(last) };
        let mut place = 0;
        loop {
            let children = place * CHILDREN + 1;
            let end = self.0.len().min(children + CHILDREN);
            let Some(mut least) = (children < end).then_some(children) else { break };
            for child in children + 1..end {
                if self.0[child].cost < self.0[least].cost {
                    least = child;
                }
            }
            if self.0[least].cost >= last.cost {
                break;
            }
            self.0[place] = self.0[least];
            place = least;
        }
        self.0[place] = last;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_out_by_cost() {
        let mut heap = Heap::default();
        let costs: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 101) / 4.0).collect();
        for (at, cost) in costs.iter().enumerate() {
            heap.push(*cost, at as u32);
        }
        let mut sorted = costs.clone();
        sorted.sort_by(f64::total_cmp);
        let taken: Vec<f64> = std::iter::from_fn(|| heap.pop())
            .inspect(|entry| assert_eq!(costs[entry.at as usize], entry.cost))
            .map(|entry| entry.cost)
            .collect();
        assert_eq!(taken, sorted);
        assert_eq!(heap.least(), f64::INFINITY);
    }
}
