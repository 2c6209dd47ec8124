//! What the platform sends back to the merchant: read strictly, believed not at all.

mod inbox;
mod parse;

pub use inbox::{CallbackInbox, CallbackStore, RecentCallbacks, StoreFailed};
pub(crate) use inbox::{callback_keys, checked_capacity, delivery, settled_key};
pub use parse::parse_callback;
