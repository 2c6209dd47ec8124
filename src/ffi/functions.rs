//! Functions that cross the border: ids, and the pure half for users with an HTTP stack of their own.

use std::sync::Arc;

use super::keys::snapshot_blocking;
use crate::callback::parse_callback;
use crate::client::{ClientConfig, origin_of, sign_now};
use crate::credentials::Credentials;
use crate::error::EkycError;
use crate::model::{
    self, Acs3Request, Acs3Signature, CallbackHint, CheckResultRequest, CheckResultResponse, HttpAnswer,
    InitializeRequest, InitializeResponse, OperationRequest, OperationResponse, SignedRequest,
};
use crate::protocol;

/// A fresh MerchantBizId: 32 lower-case hexadecimal digits from the system's random source.
#[uniffi::export]
pub fn core_new_merchant_biz_id() -> Result<String, EkycError> {
    model::new_merchant_biz_id()
}

/// A masked MerchantUserId: HMAC-SHA256 of the user id under the merchant's own key, in hexadecimal.
#[uniffi::export]
pub fn core_mask_merchant_user_id(user_id: String, key: Vec<u8>) -> Result<String, EkycError> {
    model::mask_merchant_user_id(&user_id, &key)
}

/// Validates an Initialize request and signs it with the present time and a fresh nonce, for any HTTP stack.
#[uniffi::export]
pub fn core_sign_initialize(
    request: InitializeRequest,
    config: ClientConfig,
    credentials: Arc<Credentials>,
) -> Result<SignedRequest, EkycError> {
    request.validate()?;
    sign_now(&request, &origin_of(&config)?, &*snapshot_blocking(&credentials)?)
}

/// As `core_sign_initialize`, with date and nonce given.
#[uniffi::export]
pub fn core_sign_initialize_at(
    request: InitializeRequest,
    config: ClientConfig,
    credentials: Arc<Credentials>,
    date: String,
    nonce: String,
) -> Result<SignedRequest, EkycError> {
    request.validate()?;
    protocol::sign_initialize(&request, &origin_of(&config)?, &snapshot_blocking(&credentials)?.key(), &date, &nonce)
}

/// Validates a CheckResult request and signs it with the present time and a fresh nonce, for any HTTP stack.
#[uniffi::export]
pub fn core_sign_check_result(
    request: CheckResultRequest,
    config: ClientConfig,
    credentials: Arc<Credentials>,
) -> Result<SignedRequest, EkycError> {
    request.validate()?;
    sign_now(&request, &origin_of(&config)?, &*snapshot_blocking(&credentials)?)
}

/// Validates a request for any operation and signs it with the present time and a fresh nonce, for any HTTP stack.
#[uniffi::export]
pub fn core_sign_operation(
    request: OperationRequest,
    config: ClientConfig,
    credentials: Arc<Credentials>,
) -> Result<SignedRequest, EkycError> {
    request.validate()?;
    sign_now(&request, &origin_of(&config)?, &*snapshot_blocking(&credentials)?)
}

/// Reads the answer to an Initialize request that another HTTP stack received. With the request its values are masked where the service
/// repeats them in its own words.
#[uniffi::export]
pub fn core_read_initialize(
    answer: HttpAnswer,
    request: Option<InitializeRequest>,
) -> Result<InitializeResponse, EkycError> {
    match &request {
        Some(request) => protocol::read(request, &answer),
        None => protocol::read_initialize(&answer),
    }
}

/// Reads the answer to a CheckResult request that another HTTP stack received.
#[uniffi::export]
pub fn core_read_check_result(
    answer: HttpAnswer,
    request: CheckResultRequest,
) -> Result<CheckResultResponse, EkycError> {
    protocol::read(&request, &answer)
}

/// Reads the answer to a request for any operation that another HTTP stack received.
#[uniffi::export]
pub fn core_read_operation(answer: HttpAnswer, request: OperationRequest) -> Result<OperationResponse, EkycError> {
    protocol::read(&request, &answer)
}

/// Reads a callback: the URL of the request that the platform sent to your CallbackUrl, or its query alone. It is a hint: ask for the result.
///
/// `expected_token` is the CallbackToken that the verification was started with; without one anybody can send you a callback. If each
/// verification has a token of its own, read the callback without one first, find the token by the transaction's id in your records, and
/// read it again with both.
#[uniffi::export(default(expected_token = None, expected_transaction_id = None))]
pub fn core_parse_callback(
    url_or_query: String,
    expected_token: Option<String>,
    expected_transaction_id: Option<String>,
) -> Result<CallbackHint, EkycError> {
    parse_callback(&url_or_query, expected_token.as_deref(), expected_transaction_id.as_deref())
}

/// Signs any request and shows every stage.
#[uniffi::export]
pub fn core_sign_acs3(request: Acs3Request, credentials: Arc<Credentials>) -> Result<Acs3Signature, EkycError> {
    protocol::sign_acs3(&request, &snapshot_blocking(&credentials)?.key())
}
