//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod backoff;
mod blocking;
mod body;
mod bypass;
mod cause;
mod clock;
mod connector;
mod endpoint;
mod names;
mod pem;
mod proxy;
mod shown;
mod tls;
mod watched;

pub(crate) use backoff::{backoff, chance};
pub(crate) use blocking::{BlockingWork, Meanwhile};
pub(crate) use body::WatchedBody;
pub(crate) use cause::{Broken, cause, reason, tls_error};
pub(crate) use clock::{Clock, ClockReading, http_date};
pub(crate) use connector::{ConnectTimedOut, ProxyFailed, connector};
pub(crate) use endpoint::{Endpoint, checked_url, is_loopback, on_this_machine};
pub use proxy::Proxy;
pub(crate) use proxy::{ProxyRules, without_user_info};
pub(crate) use shown::{endpoint, hidden, origin};
pub use tls::TrustedRoots;
pub(crate) use tls::tls_config;
pub(crate) use watched::{HttpClient, SENDER, Sender, Watched};
