//! Recognises a callback that was delivered before, or that comes when all is settled.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::EkycError;
use crate::model::{CallbackDelivery, CallbackHint};

/// Where it is remembered what was delivered. Behind several servers it must be one store for all of them, such as a table with a unique
/// column.
pub trait CallbackStore: Send + Sync {
    /// Remembers a key, in one step with finding out whether it was there. `true` if it was not.
    ///
    /// # Errors
    /// `StoreFailed` if the store cannot be asked.
    fn remember(&self, key: String) -> Result<bool, StoreFailed>;

    /// Whether a key is remembered.
    ///
    /// # Errors
    /// `StoreFailed` if the store cannot be asked.
    fn knows(&self, key: String) -> Result<bool, StoreFailed>;
}

/// A store could not be asked. What it said is not kept: it can hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreFailed {
    /// It failed.
    #[error("the store of callbacks failed")]
    Failed,
}

/// Tells the first delivery of a callback from its repetitions.
pub struct CallbackInbox {
    store: Arc<dyn CallbackStore>,
}

impl CallbackInbox {
    /// An inbox that remembers in a store of yours.
    pub fn new(store: Arc<dyn CallbackStore>) -> Arc<Self> {
        Arc::new(Self { store })
    }

    /// An inbox that remembers this many deliveries in memory, and forgets the oldest: for one server. 1 to 1,000,000.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] for another number.
    pub fn in_memory(capacity: i32) -> Result<Arc<Self>, EkycError> {
        Ok(Self::new(Arc::new(RecentCallbacks::new(capacity)?)))
    }

    /// Says what a delivery is, and remembers it.
    pub fn received(&self, callback: &CallbackHint) -> CallbackDelivery {
        let [settled, delivered] = callback_keys(callback);
        delivery(self.store.knows(settled).ok(), self.store.remember(delivered).ok())
    }

    /// Remembers that a transaction is settled: its result is in your records, and further callbacks are late. `false` if the store
    /// could not be told.
    pub fn settled(&self, transaction_id: String) -> bool {
        self.store.remember(settled_key(&transaction_id)).is_ok()
    }
}

/// Under which key it is remembered that a transaction is settled.
pub(crate) fn settled_key(transaction_id: &str) -> String {
    format!("settled {transaction_id}")
}

/// What an inbox asks its store for a delivery: whether it knows the first key, and to remember the second.
pub(crate) fn callback_keys(callback: &CallbackHint) -> [String; 2] {
    [settled_key(&callback.transaction_id), format!("delivered {}", callback.delivery_key)]
}

/// What a delivery is, from what the store said of both keys; nothing if it failed. The inboxes of all languages decide by this.
pub(crate) fn delivery(settled: Option<bool>, is_new: Option<bool>) -> CallbackDelivery {
    match (settled, is_new) {
        (Some(true), _) => CallbackDelivery::Late,
        (Some(false), Some(true)) => CallbackDelivery::First,
        (_, Some(false)) => CallbackDelivery::Repeated,
        _ => CallbackDelivery::Unknown,
    }
}

/// The latest keys, in memory.
pub struct RecentCallbacks {
    capacity: usize,
    keys: Mutex<Keys>,
}

#[derive(Default)]
struct Keys {
    known: HashSet<Arc<str>>,
    by_age: VecDeque<Arc<str>>,
}

const MAX_CAPACITY: i64 = 1_000_000;

/// How many keys are kept in memory, in every language.
pub(crate) fn checked_capacity(capacity: i64) -> Result<usize, EkycError> {
    match usize::try_from(capacity) {
        Ok(positive @ 1..) if capacity <= MAX_CAPACITY => Ok(positive),
        _ => Err(EkycError::configuration("capacity", format!("{capacity} is not between 1 and {MAX_CAPACITY}"))),
    }
}

impl RecentCallbacks {
    /// A store of so many keys.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] if it is not 1 to 1,000,000.
    pub fn new(capacity: i32) -> Result<Self, EkycError> {
        Ok(Self { capacity: checked_capacity(capacity.into())?, keys: Mutex::default() })
    }
}

impl CallbackStore for RecentCallbacks {
    fn remember(&self, key: String) -> Result<bool, StoreFailed> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.known.contains(&*key) {
            return Ok(false);
        }
        if keys.known.len() >= self.capacity
            && let Some(oldest) = keys.by_age.pop_front()
        {
            keys.known.remove(&oldest);
        }
        let key: Arc<str> = key.into();
        keys.by_age.push_back(Arc::clone(&key));
        keys.known.insert(key);
        Ok(true)
    }

    fn knows(&self, key: String) -> Result<bool, StoreFailed> {
        Ok(self.keys.lock().unwrap_or_else(PoisonError::into_inner).known.contains(&*key))
    }
}

impl fmt::Debug for CallbackInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackInbox").finish_non_exhaustive()
    }
}
