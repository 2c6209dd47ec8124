//! Objects by number.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use once_cell::sync::Lazy;

use crate::error::EkycError;

/// Objects that the other language holds by a number. A number is never used twice.
pub(super) struct Registry<T> {
    what: &'static str,
    last: AtomicU64,
    objects: Lazy<RwLock<HashMap<u64, Arc<T>>>>,
}

impl<T> Registry<T> {
    pub(super) const fn new(what: &'static str) -> Self {
        Self { what, last: AtomicU64::new(0), objects: Lazy::new(RwLock::default) }
    }

    pub(super) fn add(&self, object: Arc<T>) -> u64 {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        self.objects.write().unwrap_or_else(PoisonError::into_inner).insert(number, object);
        number
    }

    pub(super) fn get(&self, number: u64) -> Result<Arc<T>, EkycError> {
        super::gone(self.objects.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned(), self.what)
    }

    /// The object is dropped by the caller, not under the lock.
    pub(super) fn remove(&self, number: u64) -> Option<Arc<T>> {
        self.objects.write().unwrap_or_else(PoisonError::into_inner).remove(&number)
    }
}
