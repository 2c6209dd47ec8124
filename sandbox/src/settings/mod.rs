//! How a sandbox is set up: plain data, which everybody may read and nothing here acts on.

mod callbacks;
mod connection_mode;
mod identity;
mod key;
mod options;
mod proxy;

pub use callbacks::{CallbackDelivery, CallbackSettings, CallbackToken, Reachability};
pub use connection_mode::ConnectionMode;
pub use identity::{IdentitySettings, MetadataVersion};
pub use key::Key;
pub use options::Options;
pub use proxy::{ProxyMode, ProxySettings};
