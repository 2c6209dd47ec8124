//! What belongs to one process and must be made anew in a forked child.
//!
//! The parent's threads do not exist in the child (tokio-rs/tokio#4301), its connections are shared with the parent, and a lock that one of its
//! threads held at the fork stays locked for ever. So nothing of it may be touched, nor dropped: dropping would say goodbye on the parent's
//! connections. The child leaks it and starts afresh.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

/// A value that is made at first use, and once more in a forked child. Reading it takes no lock.
pub(crate) struct PerProcess<T> {
    slot: ArcSwapOption<Owned<T>>,
}

struct Owned<T> {
    process: u32,
    value: Arc<T>,
}

impl<T> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self { slot: ArcSwapOption::const_empty() }
    }

    /// This process's value. If two threads make one at the same time, one of the two is kept, and both get that.
    pub(crate) fn get<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let process = std::process::id();
        let present = self.slot.load_full();
        if let Some(value) = present.as_ref().and_then(|owned| owned.of(process)) {
            return Ok(value);
        }
        let made = Arc::new(Owned { process, value: Arc::new(make()?) });
        let previous = self.slot.compare_and_swap(&present, Some(Arc::clone(&made)));
        match (&*previous, &present) {
            (Some(winner), _) if winner.process == process => return Ok(Arc::clone(&winner.value)),
            (Some(parents), _) => std::mem::forget(Arc::clone(parents)),
            (None, _) => {}
        }
        std::mem::forget(present.filter(|owned| owned.process != process));
        Ok(Arc::clone(&made.value))
    }

    /// Forgets this very value, so that the next `get` makes another. Of a value that is not the present one nothing happens.
    pub(crate) fn forget(&self, value: &Arc<T>) {
        let present = self.slot.load_full();
        if present.as_ref().is_some_and(|owned| Arc::ptr_eq(&owned.value, value)) {
            self.slot.compare_and_swap(&present, None);
        }
    }

    /// This process's value, if it was made already.
    pub(crate) fn present(&self) -> Option<Arc<T>> {
        self.slot.load_full()?.of(std::process::id())
    }
}

impl<T> Owned<T> {
    fn of(&self, process: u32) -> Option<Arc<T>> {
        (self.process == process).then(|| Arc::clone(&self.value))
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let present = self.slot.swap(None);
        if present.as_ref().is_some_and(|owned| owned.process != std::process::id()) {
            std::mem::forget(present);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_and_dropped_with_its_owner() {
        let cell = PerProcess::new();
        assert!(cell.present().is_none());
        let first = cell.get(|| Ok::<_, ()>(1)).unwrap();
        let second = cell.get(|| Ok::<_, ()>(2)).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(cell.present().as_deref(), Some(&1));
        let watch = Arc::downgrade(&first);
        drop((cell, first, second));
        assert!(watch.upgrade().is_none());
    }

    #[test]
    fn a_forgotten_value_is_made_again() {
        let cell = PerProcess::new();
        let first = cell.get(|| Ok::<_, ()>(1)).unwrap();
        cell.forget(&first);
        let second = cell.get(|| Ok::<_, ()>(2)).unwrap();
        cell.forget(&first);
        assert_eq!((*second, cell.present().as_deref()), (2, Some(&2)));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let cell = PerProcess::new();
        assert_eq!(cell.get(|| Err::<i32, _>("no")).unwrap_err(), "no");
        assert_eq!(*cell.get(|| Ok::<_, ()>(3)).unwrap(), 3);
    }
}
