//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod clock;
mod proxy;
mod tls;

pub(crate) use clock::Clock;
pub use proxy::Proxy;
pub(crate) use proxy::without_user_info;
pub use tls::TrustedRoots;
pub(crate) use tls::tls_config;
