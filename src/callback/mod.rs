//! What the platform sends back to the merchant: read strictly, believed not at all.

mod inbox;
mod parse;

pub use inbox::{CoreCallbackInbox as CallbackInbox, CoreCallbackStore as CallbackStore, RecentCallbacks, StoreFailed};
pub use parse::parse_callback;
