//! A page that is in memory, or is read from a saved graph when it is first touched.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// Where pages come from that are not in memory yet.
pub(super) trait Load<T>: Send + Sync {
    /// The page of this number. One that cannot be read is empty, and the loader remembers why.
    fn load(&self, page: u32) -> T;

    /// The same for a page that nobody has touched yet: nothing is remembered of one that cannot be read.
    fn try_load(&self, _page: u32) -> Option<T> {
        None
    }
}

/// A page; reading it costs one branch more once it is in memory.
pub(super) struct Lazy<T> {
    content: OnceLock<T>,
    /// Nothing for a page that was never saved or that was written since: its content is there.
    origin: Option<(Arc<dyn Load<T>>, u32)>,
}

impl<T> Lazy<T> {
    pub fn new(content: T) -> Lazy<T> {
        Lazy { content: OnceLock::from(content), origin: None }
    }

    pub fn saved(loader: Arc<dyn Load<T>>, page: u32) -> Lazy<T> {
        Lazy { content: OnceLock::new(), origin: Some((loader, page)) }
    }

    /// The number under which the page was saved, if it has not been written since.
    pub fn saved_as(&self) -> Option<u32> {
        self.origin.as_ref().map(|(_, page)| *page)
    }
}

impl<T> Lazy<T> {
    /// Reads the page, if it was not and if it can be.
    pub fn read_ahead(&self) {
        if let (None, Some((loader, page))) = (self.content.get(), &self.origin)
            && let Some(content) = loader.try_load(*page)
        {
            // Somebody may have read it meanwhile: then this one is dropped.
            let _ = self.content.set(content);
        }
    }
}

impl<T: Default> Lazy<T> {
    #[inline]
    pub fn get(&self) -> &T {
        match self.content.get() {
            Some(content) => content,
            None => self.load(),
        }
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.get();
        self.origin = None;
        // `get` has just put it there.
        self.content.get_mut().expect("the page was read")
    }

    #[cold]
    fn load(&self) -> &T {
        let load = || self.origin.as_ref().map_or_else(T::default, |(loader, page)| loader.load(*page));
        self.content.get_or_init(load)
    }
}

impl<T: Default + Clone> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Lazy::new(self.get().clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content.get() {
            Some(content) => content.fmt(f),
            None => f.write_str("(not read yet)"),
        }
    }
}
