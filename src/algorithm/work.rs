//! What bounds an algorithm: steps are counted and memory is asked for before it is taken.

use crate::error::Result;

/// Counts what an algorithm does, and ends it by an error. It is asked by several threads at once, so loops ask for a
/// block of steps, not for each.
pub trait Work: Sync {
    /// Counts steps.
    fn step(&self, steps: u64) -> Result<()>;
    /// Counts relationships that a path search looks at.
    fn expand(&self, relationships: u64) -> Result<()> {
        self.step(relationships)
    }
    /// Counts bytes about to be taken.
    fn hold(&self, bytes: usize) -> Result<()>;
    /// Gives bytes back.
    fn release(&self, bytes: usize);
}

/// No bounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Work for Unlimited {
    fn step(&self, _: u64) -> Result<()> {
        Ok(())
    }

    fn hold(&self, _: usize) -> Result<()> {
        Ok(())
    }

    fn release(&self, _: usize) {}
}

/// Bytes held until it is dropped.
pub struct Held<'w> {
    work: &'w dyn Work,
    bytes: usize,
}

impl<'w> Held<'w> {
    /// Asks for the bytes of so many things of a type.
    pub fn of<T>(work: &'w dyn Work, count: usize) -> Result<Held<'w>> {
        Held::bytes(work, count.saturating_mul(size_of::<T>()))
    }

    /// Asks for bytes.
    pub fn bytes(work: &'w dyn Work, bytes: usize) -> Result<Held<'w>> {
        work.hold(bytes)?;
        Ok(Held { work, bytes })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.work.release(self.bytes);
    }
}
