//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod cause;
mod clock;
mod endpoint;
mod proxy;
mod tls;

pub(crate) use crate::bounds::timeout;
pub(crate) use cause::{cause, reason};
pub(crate) use clock::{Clock, ClockReading, http_date};
pub(crate) use endpoint::{Endpoint, checked_url, is_loopback, on_this_machine};
pub use proxy::Proxy;
pub(crate) use proxy::without_user_info;
pub use tls::TrustedRoots;
pub(crate) use tls::tls_config;
