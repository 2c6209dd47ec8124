//! What happens over time: the endpoint, the transport, deadlines, and the operations.

mod config;
mod deadline;
mod endpoint;
mod operation;
mod transport;
mod user_agent;

pub use config::{ClientConfig, Network, Region};
pub(crate) use endpoint::origin_of;
pub use operation::Client;
pub(crate) use operation::sign_now;
