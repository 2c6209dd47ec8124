//! What an observer is told: one event for each call and for each attempt. Never content: no parameter, no answer, no key.

/// One attempt of a call has ended.
///
/// Times are in microseconds. The field names follow what OpenTelemetry's conventions for HTTP and RPC clients need, so that an adapter has
/// nothing to compute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct AttemptEvent {
    /// The operation, for example `Initialize`.
    pub operation: String,
    /// The call this attempt belongs to: a number that this client gives only once.
    pub call: i64,
    /// The attempt's number within its call, from 1.
    pub attempt: i32,
    /// When it began, in milliseconds since 1970 by this machine's clock.
    pub started_at_unix_ms: i64,
    /// How long it took, from signing to the answer's last byte or to the failure.
    pub duration_us: i64,
    /// How long opening a connection took, TLS included; absent if an open one was used or none came about.
    pub connect_us: Option<i64>,
    /// How long the service took, from writing the request to the first byte of the answer; absent if it did not come that far.
    pub response_us: Option<i64>,
    /// How long reading the rest of the answer took; absent if it did not come that far.
    pub read_us: Option<i64>,
    /// The size of the request: its URL, headers and body, in bytes.
    pub request_bytes: i64,
    /// The size of the answer's body in bytes, 0 if none came.
    pub response_bytes: i64,
    /// `success`, or the kind of the error, for example `throttled`.
    pub outcome: String,
    /// Whether the request may have had an effect though no answer tells.
    pub outcome_unknown: bool,
    /// The HTTP status of the answer, if one came.
    pub http_status: Option<i32>,
    /// The service's `Code` if it was an error.
    pub code: Option<String>,
    /// The service's request id.
    pub request_id: Option<String>,
    /// How long the client will now wait before it repeats the request, in milliseconds; absent if it does not.
    pub retry_delay_ms: Option<i64>,
    /// The call's `tag`, if it was given one.
    #[uniffi(default)]
    pub tag: Option<String>,
}

/// A call has ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct CallEvent {
    /// The operation, for example `Initialize`.
    pub operation: String,
    /// The call's number, which this client gives only once.
    pub call: i64,
    /// How many requests were begun.
    pub attempts: i32,
    /// When it began, in milliseconds since 1970 by this machine's clock.
    pub started_at_unix_ms: i64,
    /// How long it took, with everything.
    pub duration_us: i64,
    /// How much of it was waiting for the credentials' source.
    pub credentials_us: i64,
    /// How much of it was waiting for a place under the client's own quota.
    pub queued_us: i64,
    /// How much of it was waiting between attempts.
    pub backoff_us: i64,
    /// The size of all requests in bytes.
    pub request_bytes: i64,
    /// The size of all answers' bodies in bytes.
    pub response_bytes: i64,
    /// `success`, or the kind of the error, for example `throttled`; `cancelled` also if the caller went away.
    pub outcome: String,
    /// Whether a request may have had an effect though no answer tells.
    pub outcome_unknown: bool,
    /// The HTTP status of the last answer, if one came.
    pub http_status: Option<i32>,
    /// The service's `Code` if it was an error.
    pub code: Option<String>,
    /// The service's request id.
    pub request_id: Option<String>,
    /// The call's `tag`, if it was given one.
    #[uniffi(default)]
    pub tag: Option<String>,
}

/// Watches a client's calls. Called on a thread of the client's own, one event at a time: it may block or panic and harms no call by that, but
/// events are lost if it is slower than the calls for long.
pub trait Observer: Send + Sync {
    /// An attempt has ended.
    fn attempt(&self, event: AttemptEvent);

    /// A call has ended; its attempts came before.
    fn call(&self, event: CallEvent);

    /// So many events were lost since the last one, because this observer is slower than the calls.
    fn lost(&self, events: i64);
}
