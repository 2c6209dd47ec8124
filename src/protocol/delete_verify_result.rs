//! The operation DeleteVerifyResult.

use super::lenient::Nested;
use super::operation::Operation;
use super::response::Success;
use crate::error::EkycError;
use crate::model::{DeleteVerifyResultRequest, DeleteVerifyResultResponse, OperationSpec, Parts, known};

impl Operation for DeleteVerifyResultRequest {
    type Response = DeleteVerifyResultResponse;

    fn spec(&self) -> OperationSpec {
        const { known("DeleteVerifyResult") }.clone()
    }

    fn parts(&self) -> Parts<'_> {
        self.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<DeleteVerifyResultResponse, &'static str> {
        let mut result = Nested::or_empty(success.result);
        Ok(DeleteVerifyResultResponse {
            request_id: success.request_id.unwrap_or_default(),
            deleted: result.flag("DeleteResult"),
            transaction_id: result.text("TransactionId"),
        })
    }
}
