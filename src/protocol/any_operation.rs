//! Any operation, by its name.

use super::operation::Operation;
use super::response::Success;
use crate::error::EkycError;
use crate::model::{OperationRequest, OperationResponse, OperationSpec, Parts, succeeded};

impl Operation for OperationRequest {
    type Response = OperationResponse;

    fn spec(&self) -> OperationSpec {
        self.spec()
    }

    fn product(&self) -> Option<&str> {
        self.query.get("ProductCode").or_else(|| self.form.get("ProductCode")).map(String::as_str)
    }

    fn succeeded(&self, code: &str) -> bool {
        succeeded(code) || self.success_codes.iter().any(|success| success == code)
    }

    fn parts(&self) -> Parts<'_> {
        self.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<OperationResponse, &'static str> {
        let json = String::from_utf8_lossy(&success.answer.body).into_owned();
        Ok(OperationResponse { request_id: success.request_id.unwrap_or_default(), json })
    }
}
