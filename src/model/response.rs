//! The answer of the operation Initialize.

use std::fmt;

use super::http::display_as_debug;

/// The answer to a successful Initialize.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct InitializeResponse {
    /// `RequestId` of the call: the vendor's support asks for it. Empty if the service left it out.
    pub request_id: String,
    /// `Result.TransactionId`: connects all steps of this verification and is what is billed. Store it on your server beside the
    /// MerchantBizId; do not trust one that comes back from the client. Valid for 30 minutes and for one attempt.
    pub transaction_id: String,
    /// `Result.TransactionUrl`: the page for the web SDK; absent for apps. To be opened once, as it is. Whoever holds it can
    /// take the verification, so it is not printed.
    pub transaction_url: Option<String>,
    /// `Result.Protocol`: opaque; newer client SDKs need it. Never printed.
    pub protocol: Option<String>,
    /// `Result.ClientCfg`: opaque configuration for the client SDK. Never printed.
    pub client_config: Option<String>,
}

impl InitializeResponse {
    /// An answer with this transaction and nothing else, for tests that play the service. Set the rest as you need it.
    pub fn new(transaction_id: impl Into<String>) -> Self {
        Self {
            request_id: String::new(),
            transaction_id: transaction_id.into(),
            transaction_url: None,
            protocol: None,
            client_config: None,
        }
    }
}

impl fmt::Debug for InitializeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let presence = |value: &Option<String>| if value.is_some() { "present" } else { "absent" };
        f.debug_struct("InitializeResponse")
            .field("request_id", &self.request_id)
            .field("transaction_id", &self.transaction_id)
            .field("transaction_url", &presence(&self.transaction_url))
            .field("protocol", &presence(&self.protocol))
            .field("client_config", &presence(&self.client_config))
            .finish()
    }
}

display_as_debug!(InitializeResponse);
