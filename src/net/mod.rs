//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod cause;
mod endpoint;
mod limits;
mod tls;

pub(crate) use cause::{is_tls, reason};
pub(crate) use endpoint::{Endpoint, checked_url, is_loopback, on_this_machine};
pub(crate) use limits::timeout;
pub(crate) use tls::tls_config;
