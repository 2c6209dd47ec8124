//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod backoff;
mod blocking;
mod body;
mod bypass;
mod cause;
mod clock;
mod connector;
mod crypto;
mod endpoint;
mod exchange;
mod names;
mod pem;
mod proxy;
mod shown;
mod tasks;
mod tls;
mod watched;

pub(crate) use backoff::{Backoff, Setback, chance};
pub(crate) use blocking::{BlockingWork, Meanwhile};
pub(crate) use cause::{reason, tls_error};
pub(crate) use clock::{Clock, ClockReading, ClockRepair, http_date};
pub(crate) use connector::{Connector, connector};
pub(crate) use endpoint::{Endpoint, checked_url, is_loopback, on_this_machine};
pub(crate) use exchange::{NoAnswer, http_request, read_body, send};
pub use proxy::Proxy;
pub(crate) use proxy::{ProxyRules, without_user_info};
pub(crate) use shown::{endpoint, hidden, origin};
pub(crate) use tasks::{Executor, begin};
pub use tls::TrustedRoots;
pub(crate) use tls::tls_config;
pub(crate) use watched::{HttpClient, Sender, Watched};
