//! Random choices, from which cases are made, and how they are shrunk.
//!
//! A case is lists of numbers; what it stands for is made by asking one number after the other, where 0 is the simplest answer
//! and an exhausted list answers 0. So every shorter or smaller list stands for a case too, which is well-formed and mostly
//! simpler, and one way of shrinking serves graphs, queries and predicates alike.

use proptest::prelude::Rng;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// One list for the graph, and one for each query on it.
pub type Lists = Vec<Vec<u16>>;

/// Answers from a list.
pub struct Choices<'a>(std::slice::Iter<'a, u16>);

impl<'a> Choices<'a> {
    pub fn new(list: &'a [u16]) -> Choices<'a> {
        Choices(list.iter())
    }

    /// A number below the bound; smaller numbers in the list give smaller ones.
    pub fn below(&mut self, bound: usize) -> usize {
        let next = self.0.next().copied().unwrap_or(0);
        (usize::from(next) * bound) >> 16
    }

    /// True once in so many times, and never when nothing is left.
    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) + 1 == one_in && one_in > 0
    }

    pub fn pick<'b, T: ?Sized>(&mut self, from: &[&'b T]) -> &'b T {
        from[self.below(from.len())]
    }
}

/// Lists of choices: one, and then as many as said.
#[derive(Clone, Copy, Debug)]
pub struct AnyLists {
    pub others: usize,
    /// Numbers in each list.
    pub length: usize,
}

impl Strategy for AnyLists {
    type Tree = Shrinking;
    type Value = Lists;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<AnyLists> {
        let rng = runner.rng();
        let mut list = || (0..self.length).map(|_| (rng.next_u32() >> 16) as u16).collect::<Vec<u16>>();
        let best: Lists = (0..=self.others).map(|_| list()).collect();
        Ok(Shrinking { trial: best.clone(), best, cursor: Cursor::default(), improved: false })
    }
}

/// The smallest lists that fail so far, and the ones that are tried.
pub struct Shrinking {
    best: Lists,
    trial: Lists,
    cursor: Cursor,
    improved: bool,
}

/// What is tried next: stage 0 leaves out whole lists, 1 leaves out numbers, 2 sets them to 0, 3 halves them.
#[derive(Clone, Copy, Default)]
struct Cursor {
    stage: usize,
    list: usize,
    /// As many at once; 0 before a stage or list is begun.
    size: usize,
    at: usize,
}

const STAGES: usize = 4;

impl Shrinking {
    /// How many there are of what the cursor's stage changes.
    fn extent(&self) -> usize {
        match self.cursor.stage {
            0 => self.best.len() - 1,
            _ => self.best[self.cursor.list].len(),
        }
    }

    /// The best lists with the change that the cursor stands for.
    fn candidate(&self) -> Lists {
        let mut lists = self.best.clone();
        let Cursor { stage, list, size, at } = self.cursor;
        let range = at..(at + size).min(self.extent());
        match stage {
            0 => drop(lists.drain(range.start + 1..range.end + 1)),
            1 => drop(lists[list].drain(range)),
            2 => lists[list][range].fill(0),
            _ => lists[list][range].iter_mut().for_each(|number| *number /= 2),
        }
        lists
    }

    /// Moves on to smaller pieces, the next list or the next stage; false after the last.
    fn advance(&mut self) -> bool {
        let extent = self.extent();
        let cursor = &mut self.cursor;
        cursor.at = 0;
        cursor.size = match cursor.size {
            0 if cursor.stage == 3 => extent.min(1),
            0 => extent,
            size => size / 2,
        };
        if cursor.size == 0 {
            cursor.list += 1;
            if cursor.stage == 0 || cursor.list >= self.best.len() {
                cursor.list = 0;
                cursor.stage += 1;
            }
        }
        cursor.stage < STAGES
    }

    /// Makes the next trial; false when there is none.
    fn propose(&mut self) -> bool {
        loop {
            if self.cursor.size > 0 && self.cursor.at < self.extent() {
                self.trial = self.candidate();
                if self.trial != self.best {
                    return true;
                }
                self.cursor.at += self.cursor.size;
            } else if !self.advance() {
                self.trial = self.best.clone();
                self.cursor = Cursor::default();
                // Another round may find more, now that the rest is smaller.
                if !std::mem::take(&mut self.improved) {
                    return false;
                }
            }
        }
    }
}

impl ValueTree for Shrinking {
    type Value = Lists;

    fn current(&self) -> Lists {
        self.trial.clone()
    }

    fn simplify(&mut self) -> bool {
        self.improved |= self.trial != self.best;
        self.best = self.trial.clone();
        self.propose()
    }

    fn complicate(&mut self) -> bool {
        self.cursor.at += self.cursor.size;
        self.propose()
    }
}

#[test]
fn lists_shrink_to_what_matters() {
    use proptest::test_runner::{Config, TestCaseError, TestError};
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&AnyLists { others: 8, length: 60 }, |lists| {
        let large = |list: &Vec<u16>| list.iter().filter(|number| **number >= 1000).count();
        match lists.iter().skip(1).any(|list| large(list) >= 3) {
            true => Err(TestCaseError::fail("three large numbers")),
            false => Ok(()),
        }
    });
    let Err(TestError::Fail(_, lists)) = outcome else { panic!("it has to fail") };
    assert_eq!(lists.len(), 2, "{lists:?}");
    assert!(lists[0].is_empty() && lists[1].len() == 3, "{lists:?}");
    assert!(lists[1].iter().all(|number| (1000..2000).contains(number)), "{lists:?}");
}
