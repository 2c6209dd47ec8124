//! What every HTTP connection of the library has in common, whoever it talks to: the service, the Security Token Service, a metadata
//! server.

mod tls;

pub(crate) use tls::tls_config;
