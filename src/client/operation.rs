//! The client and its operations.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::config::ClientConfig;
use super::deadline::Deadlines;
use super::endpoint::Endpoint;
use super::transport::Transport;
use super::user_agent::user_agent;
use crate::credentials::{Credentials, Snapshot};
use crate::error::EkycError;
use crate::model::{Header, InitializeRequest, InitializeResponse, SignedRequest};
use crate::net::timeout;
use crate::protocol;

/// The client for Rust. Cheap to clone; all clones share one pool of connections. Its calls need a tokio runtime.
///
/// ```no_run
/// # async fn example() -> Result<(), ekyc::EkycError> {
/// use ekyc::{Client, ClientConfig, Credentials, DocType, InitializeRequest, ProductCode, Region};
///
/// let client = Client::new(ClientConfig::for_region(Region::HongKong), Credentials::from_environment()?)?;
/// let mut request = InitializeRequest::new(ProductCode::EKyc, ekyc::new_merchant_biz_id()?, "{...}", "user-1");
/// request.doc_type = Some(DocType::GlobalPassport);
/// let response = client.initialize(&request).await?;
/// println!("{}", response.transaction_id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    endpoint: Endpoint,
    credentials: Arc<Credentials>,
    transport: Transport,
    deadlines: Deadlines,
    user_agent: String,
}

impl Client {
    /// A client with these settings and credentials. Opens no connection.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] naming the first setting that is wrong.
    pub fn new(config: ClientConfig, credentials: Arc<Credentials>) -> Result<Self, EkycError> {
        Self::for_binding(config, credentials, "rust")
    }

    /// As [`Client::new`], for a language binding that names itself in the user agent.
    pub(crate) fn for_binding(
        config: ClientConfig,
        credentials: Arc<Credentials>,
        binding: &str,
    ) -> Result<Self, EkycError> {
        let endpoint = Endpoint::resolve(&config)?;
        let connect = timeout("connect_timeout_ms", config.connect_timeout_ms)?;
        let deadlines = Deadlines {
            attempt: timeout("attempt_timeout_ms", config.attempt_timeout_ms)?,
            overall: timeout("overall_timeout_ms", config.overall_timeout_ms)?,
        };
        let user_agent = user_agent(binding, config.application_name.as_deref())?;
        let transport = Transport::new(&endpoint, connect, config.extra_root_certificates_pem.as_deref())?;
        Ok(Self { endpoint, credentials, transport, deadlines, user_agent })
    }

    /// Starts a verification. Dropping the future aborts the HTTP request; the service may have processed it by then.
    ///
    /// # Errors
    /// Every kind of [`EkycError`] except `InvalidConfiguration`.
    pub async fn initialize(&self, request: &InitializeRequest) -> Result<InitializeResponse, EkycError> {
        request.validate()?;
        self.deadlines.overall(self.deadlines.attempt(self.attempt(request))).await
    }

    async fn attempt(&self, request: &InitializeRequest) -> Result<InitializeResponse, EkycError> {
        let keys = self.credentials.snapshot().await?;
        let mut signed = sign_now(request, &self.endpoint.origin, &keys)?;
        signed.headers.push(Header::new("accept", "application/json"));
        signed.headers.push(Header::new("user-agent", self.user_agent.clone()));
        let answer = self.transport.send(signed).await?;
        protocol::read_initialize(&answer)
            .map_err(|error| protocol::mask_values(error, request.sensitive_values().chain(keys.secrets())))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.endpoint.origin).finish_non_exhaustive()
    }
}

/// Signs with the present time and a fresh nonce.
pub(crate) fn sign_now(request: &InitializeRequest, origin: &str, keys: &Snapshot) -> Result<SignedRequest, EkycError> {
    let now =
        SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| EkycError::internal("the clock is before 1970"))?;
    let date = protocol::format_date(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    let nonce = crate::model::new_merchant_biz_id()?; // 128 random bits
    protocol::sign_initialize(request, origin, &keys.key(), &date, &nonce)
}
