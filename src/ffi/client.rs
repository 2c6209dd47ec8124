//! The client for the wrappers.

use std::sync::Arc;

use super::calls::Calls;
use super::runtime::runtime;
use crate::client::{Client, ClientConfig};
use crate::credentials::Credentials;
use crate::error::EkycError;
use crate::model::{InitializeRequest, InitializeResponse};

/// The client behind the wrappers' own. Dropping the last reference cancels the running calls.
#[derive(uniffi::Object)]
pub struct CoreClient {
    client: Client,
    calls: Arc<Calls>,
}

#[uniffi::export]
impl CoreClient {
    /// `binding` names the language and its runtime for the user agent.
    #[uniffi::constructor]
    pub fn new(config: ClientConfig, credentials: Arc<Credentials>, binding: String) -> Result<Arc<Self>, EkycError> {
        let _in_runtime = runtime()?.enter();
        let client = Client::for_binding(config, credentials, &binding)?;
        Ok(Arc::new(Self { client, calls: Arc::default() }))
    }

    /// Starts a verification. `call` is an id the wrapper has not used before with this client.
    pub async fn initialize(&self, request: InitializeRequest, call: u64) -> Result<InitializeResponse, EkycError> {
        let client = self.client.clone();
        self.calls.run(call, async move { client.initialize(&request).await }).await
    }

    /// As `initialize`, holding the calling thread; no callback enters the foreign runtime.
    pub fn initialize_blocking(&self, request: InitializeRequest, call: u64) -> Result<InitializeResponse, EkycError> {
        let client = self.client.clone();
        self.calls.run_blocking(call, async move { client.initialize(&request).await })
    }

    /// Cancels a call; one that has ended, or not yet begun, is fine too.
    pub fn cancel(&self, call: u64) -> Result<(), EkycError> {
        self.calls.cancel(call);
        Ok(())
    }

    /// Refuses new calls and cancels the running ones.
    pub fn stop(&self) -> Result<(), EkycError> {
        self.calls.close();
        Ok(())
    }
}

impl Drop for CoreClient {
    fn drop(&mut self) {
        self.calls.close();
    }
}
