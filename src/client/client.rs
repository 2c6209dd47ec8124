//! The client.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use super::awaiting::Waits;
use super::call::Shared;
use super::config::ClientConfig;
use super::delivery::Delivery;
use super::endpoint::Endpoint;
use super::events::Observer;
use super::gate::Gate;
use super::options::{CallOptions, CallSettings};
use super::progress::Progress;
use super::quota::Quota;
use super::retry::RetryBudget;
use super::transport::Transport;
use super::user_agent::user_agent;
use crate::credentials::{Credentials, Snapshot};
use crate::error::EkycError;
use crate::hex::random_hex;
use crate::model::{
    AwaitResultRequest, CallbackHint, CheckResultRequest, CheckResultResponse, CheckVerifyLogRequest,
    CheckVerifyLogResponse, DeleteVerifyResultRequest, DeleteVerifyResultResponse, InitializeRequest,
    InitializeResponse, OperationRequest, OperationResponse, SignedRequest,
};
use crate::net::{Clock, Executor};
use crate::protocol::{self, InitializeV2, Operation};

/// The client for Rust. Cheap to clone; all clones share one pool of connections, one quota and one budget for repetitions. Its calls need a
/// tokio runtime.
///
/// A client belongs to the process that made it. In a forked child its calls fail with [`EkycError::InvalidConfiguration`], because connections
/// cannot be shared: make a new one there.
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
    shared: Arc<Shared>,
}

/// What a client can be given besides its settings.
#[derive(Default)]
pub struct ClientParts {
    /// Who is told of calls and attempts.
    pub observer: Option<Arc<dyn Observer>>,
    /// Who says when a call may begin, in place of the quota that the settings name; for one that several machines share.
    pub quota: Option<Arc<dyn Quota>>,
}

impl Client {
    /// A client with these settings and credentials. Opens no connection.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] naming the first setting that is wrong.
    pub fn new(config: ClientConfig, credentials: Arc<Credentials>) -> Result<Self, EkycError> {
        Self::with(config, credentials, ClientParts::default())
    }

    /// As [`Client::new`], with an observer or a quota of your own.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with(config: ClientConfig, credentials: Arc<Credentials>, parts: ClientParts) -> Result<Self, EkycError> {
        Self::made(&config, credentials, parts, "rust", Executor::Runtime)
    }

    /// As [`Client::with`], for a language binding that names itself in the user agent, and whose calls begin with `net::begin`.
    pub(crate) fn for_binding(
        config: &ClientConfig,
        credentials: Arc<Credentials>,
        parts: ClientParts,
        binding: &str,
    ) -> Result<Self, EkycError> {
        Self::made(config, credentials, parts, binding, Executor::Waking)
    }

    fn made(
        config: &ClientConfig,
        credentials: Arc<Credentials>,
        parts: ClientParts,
        binding: &str,
        executor: Executor,
    ) -> Result<Self, EkycError> {
        let endpoint = Endpoint::resolve(config)?;
        let settings = CallSettings::of(config)?;
        let user_agent = user_agent(binding, config.application_name.as_deref())?;
        let transport = Transport::new(&endpoint, config, executor)?;
        let quota = match (parts.quota, &config.quota) {
            (Some(quota), _) => Some(quota),
            (None, Some(quota)) => Some(quota.quota()?),
            (None, None) => None,
        };
        let shared = Shared {
            endpoint,
            credentials,
            transport,
            settings,
            user_agent,
            budget: RetryBudget::new(),
            quota,
            clock: Clock::default(),
            gate: Gate::new(),
            waits: Waits::default(),
            delivery: parts.observer.map(Delivery::start).transpose()?,
            calls: AtomicI64::new(0),
            process: std::process::id(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Starts a verification. Dropping the future aborts the HTTP request; the service may have processed it by then.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn initialize(&self, request: &InitializeRequest) -> Result<InitializeResponse, EkycError> {
        self.send(request, None).await
    }

    /// As [`Client::initialize`], with settings of this call's own.
    ///
    /// # Errors
    /// As [`Client::initialize`], and [`EkycError::InvalidConfiguration`] for an option that is out of range.
    pub async fn initialize_with(
        &self,
        request: &InitializeRequest,
        options: &CallOptions,
    ) -> Result<InitializeResponse, EkycError> {
        self.send(request, Some(options)).await
    }

    /// Asks how far a verification has come and, when it has ended, for its result. Repeated whenever it fails on the way.
    ///
    /// # Errors
    /// Every kind of [`EkycError`]. That the user has not finished is none: see [`CheckResultResponse::state`].
    pub async fn check_result(&self, request: &CheckResultRequest) -> Result<CheckResultResponse, EkycError> {
        self.send(request, None).await
    }

    /// Waits until a verification has ended, or the limit of the request is reached: the response's state says which. Asks with
    /// CheckResult, within the quota, with growing pauses, and at once when [`Client::callback_arrived`] says so. What may pass by itself
    /// (the network, a failure of the service, throttling) is waited out too.
    ///
    /// # Errors
    /// What does not pass by itself, and whatever the last question failed with.
    pub async fn await_result(
        &self,
        request: &AwaitResultRequest,
        options: Option<&CallOptions>,
    ) -> Result<CheckResultResponse, EkycError> {
        self.shared.await_result(request, options, &Progress::default()).await
    }

    /// Wakes the waits for a callback's transaction, so that they ask at once. `true` if there is one here; on another server it asks
    /// after its next pause.
    pub fn callback_arrived(&self, callback: &CallbackHint) -> bool {
        self.shared.waits.wake(&callback.transaction_id)
    }

    /// Asks why a user did not finish. Repeated whenever it fails on the way.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn check_verify_log(&self, request: &CheckVerifyLogRequest) -> Result<CheckVerifyLogResponse, EkycError> {
        self.send(request, None).await
    }

    /// Deletes what the service keeps of a verification. Repeated whenever it fails on the way.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn delete_verify_result(
        &self,
        request: &DeleteVerifyResultRequest,
    ) -> Result<DeleteVerifyResultResponse, EkycError> {
        self.send(request, None).await
    }

    /// Starts a verification with the operation InitializeV2, which the vendor's newer pages ask for with some products.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn initialize_v2(&self, request: &InitializeRequest) -> Result<InitializeResponse, EkycError> {
        self.send(&InitializeV2(request), None).await
    }

    /// Calls any operation by its name.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn call(&self, request: &OperationRequest) -> Result<OperationResponse, EkycError> {
        self.send(request, None).await
    }

    /// Sends a request of any operation that has a type, your own types included.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub async fn send<O: Operation>(
        &self,
        request: &O,
        options: Option<&CallOptions>,
    ) -> Result<O::Response, EkycError> {
        self.send_tracked(request, options, &Progress::default()).await
    }

    /// As [`Client::send`], for a caller who watches how far it comes and may cancel it.
    pub(crate) async fn send_tracked<O: Operation>(
        &self,
        request: &O,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<O::Response, EkycError> {
        self.shared.call(request, options, progress).await
    }

    /// Refuses new calls and cancels the running ones of all clones, which then fail with [`EkycError::Cancelled`].
    pub fn close(&self) {
        self.shared.gate.close();
        self.shared.waits.wake_all();
    }

    /// Refuses new calls, lets the running ones finish for up to `grace`, then cancels those that are left. `true` if none was.
    /// Waits for the end of a verification do not hold it up.
    pub async fn shutdown(&self, grace: Duration) -> bool {
        self.shared.gate.refuse();
        self.shared.waits.wake_all();
        self.shared.gate.shutdown(grace).await
    }
}

/// What crosses the border as one call.
pub(crate) trait Call {
    type Response;

    fn call(
        self,
        client: &Client,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> impl Future<Output = Result<Self::Response, EkycError>> + Send;
}

impl<O: Operation> Call for &O {
    type Response = O::Response;

    async fn call(
        self,
        client: &Client,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<O::Response, EkycError> {
        client.send_tracked(self, options, progress).await
    }
}

impl Call for InitializeV2<'_> {
    type Response = InitializeResponse;

    async fn call(
        self,
        client: &Client,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<InitializeResponse, EkycError> {
        client.send_tracked(&self, options, progress).await
    }
}

impl Call for &AwaitResultRequest {
    type Response = CheckResultResponse;

    async fn call(
        self,
        client: &Client,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<CheckResultResponse, EkycError> {
        client.shared.await_result(self, options, progress).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.shared.endpoint.origin).finish_non_exhaustive()
    }
}

/// Signs with the present time and a fresh nonce, for an HTTP stack of the caller's.
pub(crate) fn sign_now<O: Operation>(request: &O, origin: &str, keys: &Snapshot) -> Result<SignedRequest, EkycError> {
    let date = protocol::format_date(Clock::default().read()?.unix_seconds);
    protocol::sign(request, origin, &keys.key(), &date, &random_hex()?)
}
