//! What happens over time: the endpoint, the transport, deadlines, repetitions, the quota, events, and the operations.

mod answered;
mod awaiting;
mod call;
#[allow(clippy::module_inception)] // the room is named after what it is about
mod client;
mod config;
mod delivery;
mod endpoint;
mod events;
mod gate;
mod lengths;
mod local_quota;
mod options;
mod progress;
mod quota;
mod quota_queue;
mod record;
mod repairs;
mod retry;
mod shared_quota;
mod test_hook;
mod transport;
mod user_agent;
mod verdict;

pub(crate) use client::{Call, sign_now};
pub use client::{Client, ClientParts};
pub use config::{ClientConfig, Network, Region};
pub(crate) use endpoint::origin_of;
pub use events::{AttemptEvent, CallEvent, Observer};
pub use local_quota::{LocalQuota, QuotaSettings};
pub use options::CallOptions;
pub(crate) use progress::Progress;
pub use quota::{Admission, NoRoom, Quota, QuotaKey, Refusal};
pub use retry::RetrySettings;
pub use shared_quota::{SharedQuota, SharedQuotaSettings};
