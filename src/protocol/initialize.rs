//! The operation Initialize.

use super::acs3::Key;
use super::operation::{Operation, sign};
use super::response::Success;
use crate::error::EkycError;
use crate::model::{
    HttpAnswer, InitializeRequest, InitializeResponse, OperationSpec, Parts, SignedRequest, known, succeeded,
};

impl Operation for InitializeRequest {
    type Response = InitializeResponse;

    fn spec(&self) -> OperationSpec {
        const { known("Initialize") }.clone()
    }

    fn product(&self) -> Option<&str> {
        Some(self.product_code.code())
    }

    fn parts(&self) -> Parts<'_> {
        self.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<InitializeResponse, &'static str> {
        read(&success)
    }
}

pub(super) fn read(success: &Success<'_>) -> Result<InitializeResponse, &'static str> {
    let transaction_id = success.text("TransactionId").ok_or("a success without a TransactionId")?;
    Ok(InitializeResponse {
        request_id: success.request_id.clone().unwrap_or_default(),
        transaction_id,
        transaction_url: success.text("TransactionUrl"),
        protocol: success.text("Protocol"),
        client_config: success.text("ClientCfg"),
    })
}

/// As [`super::sign`], for Initialize.
///
/// # Errors
/// As [`super::sign`].
pub fn sign_initialize(
    request: &InitializeRequest,
    origin: &str,
    key: &Key<'_>,
    date: &str,
    nonce: &str,
) -> Result<SignedRequest, EkycError> {
    sign(request, origin, key, date, nonce)
}

/// Reads the answer to an Initialize request without the request: nothing is masked. See [`super::read`].
///
/// # Errors
/// As [`super::read`].
pub fn read_initialize(answer: &HttpAnswer) -> Result<InitializeResponse, EkycError> {
    let success = super::response::envelope(answer, const { known("Initialize") }.max_answer_bytes, succeeded);
    let response = success.and_then(|success| {
        let request_id = success.request_id.clone();
        read(&success).map_err(|reason| super::response::unexpected(answer, request_id, reason))
    });
    response.map_err(super::mask::cut)
}
