//! The operation CheckVerifyLog.

use super::lenient::Nested;
use super::operation::Operation;
use super::response::Success;
use crate::error::EkycError;
use crate::model::{
    CheckVerifyLogRequest, CheckVerifyLogResponse, OperationSpec, Parts, Passed, VerifyErrorCode, VerifyStatus, known,
};

impl Operation for CheckVerifyLogRequest {
    type Response = CheckVerifyLogResponse;

    fn spec(&self) -> OperationSpec {
        const { known("CheckVerifyLog") }.clone()
    }

    fn parts(&self) -> Parts<'_> {
        self.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<CheckVerifyLogResponse, &'static str> {
        let mut result = Nested::or_empty(success.result);
        Ok(CheckVerifyLogResponse {
            request_id: success.request_id.unwrap_or_default(),
            verify_status: result.text("VerifyStatus").map(|code| VerifyStatus::from_code(&code)),
            verify_error_code: result.text("VerifyErrorCode").map(|code| VerifyErrorCode::from_code(&code)),
            passed: result.text("Passed").map(|code| Passed::from_code(&code)),
            sub_code: result.text("SubCode"),
            interrupt_page: result.text("InterruptPage"),
            interrupt_page_en: result.text("InterruptPageEn"),
            log_info: result.lines("LogInfo"),
            log_info_en: result.lines("LogInfoEn"),
            log_statistics_info: Nested::of(result.take("LogStatisticsInfo")).map(Nested::json),
            ext_info: Nested::of(result.take("ExtInfo")).map(Nested::json),
            other: result.rest("Result"),
        })
    }
}
