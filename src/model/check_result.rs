//! The request and the response of the operation CheckResult.

use std::collections::HashMap;
use std::fmt;

use super::http::display_as_debug;
use super::open_enum::open_enum;
use super::parts::{Part, Parts};
use super::validation::Check;
use super::verification::{DocumentResult, FaceResult, JsonText, SourceResult};
use crate::error::EkycError;

/// A request for the result of a verification: the parameters of the operation CheckResult. It only reads, so it is repeated
/// whenever it fails on the way, and is not billed.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CheckResultRequest {
    /// `MerchantBizId`, required: the one that the verification was started with.
    pub merchant_biz_id: String,
    /// `TransactionId`, required: the one that Initialize answered, from your own records. Do not take it from the client.
    pub transaction_id: String,
    /// `IsReturnImage` (`Y`/`N`): whether the pictures come with the result. Default: no. There are some only if the face step succeeded.
    #[uniffi(default)]
    pub is_return_image: Option<bool>,
    /// `ExtraImageControlList`: further pictures to return. The vendor does not say what it may hold. Sent as given.
    #[uniffi(default)]
    pub extra_image_control_list: Option<String>,
    /// `ReturnFiveCategorySpoofResult` (`Y`/`N`): whether the document's forgery is told in finer categories.
    #[uniffi(default)]
    pub return_five_category_spoof_result: Option<bool>,
    /// Parameters this library does not name yet, by the service's spelling. Sent in the query. A name that has a field of its
    /// own, or that belongs to the protocol, is refused. The values are never printed.
    #[uniffi(default)]
    pub extra_parameters: HashMap<String, String>,
}

impl CheckResultRequest {
    /// A request with the required parameters.
    pub fn new(merchant_biz_id: impl Into<String>, transaction_id: impl Into<String>) -> Self {
        Self {
            merchant_biz_id: merchant_biz_id.into(),
            transaction_id: transaction_id.into(),
            is_return_image: None,
            extra_image_control_list: None,
            return_five_category_spoof_result: None,
            extra_parameters: HashMap::new(),
        }
    }

    /// Checks every documented rule and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one violation for each broken rule.
    pub fn validate(&self) -> Result<(), EkycError> {
        Check::of(self.parts()).finish()
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let query = vec![
            Part::optional("ExtraImageControlList", self.extra_image_control_list.as_deref()),
            Part::switch("IsReturnImage", self.is_return_image, ["Y", "N"]),
            Part::required("MerchantBizId", &self.merchant_biz_id),
            Part::switch("ReturnFiveCategorySpoofResult", self.return_five_category_spoof_result, ["Y", "N"]),
            Part::required("TransactionId", &self.transaction_id),
        ];
        Parts { query, form: vec![], extra: Some(&self.extra_parameters) }
    }
}

open_enum! {
    /// Whether the user passed (`Passed`). Decide by it and by the sub code, never by a callback or by what the client reports.
    Passed {
        /// `Y`: passed.
        Yes = "Y",
        /// `N`: not passed; `sub_code` says why.
        No = "N",
        /// `P`: not decided yet; it becomes `Y` or `N` later. Only an older page of the vendor names it.
        Pending = "P",
    }
}

/// How far a verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum VerificationState {
    /// The user has not finished: the service answers `ProcessNotCompleted`. There is no result yet. A user who never finishes is told
    /// by CheckVerifyLog, 30 minutes after the start.
    InProgress,
    /// The user has finished and the service has not decided: `Passed` is `P`.
    Pending,
    /// There is a result: see `passed`.
    Ended,
}

/// The answer to CheckResult: how far the verification has come and, when it has ended, its result.
///
/// The service sends most of it as JSON inside texts, and what is in them depends on document, region and settings. So nothing in here
/// is ever missed by an error: what is absent is absent, what this library does not know is kept by the vendor's name, and every text is
/// there as it came. Results are kept by the service for 30 days.
///
/// All of it is personal data: printing shows the request id and the state, nothing else.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CheckResultResponse {
    /// `RequestId` of the call: the vendor's support asks for it. Empty if the service left it out.
    pub request_id: String,
    /// How far the verification has come. An answer of the service does not yet mean that there is a result.
    pub state: VerificationState,
    /// `Passed`: whether the user passed. Absent if there is no result. Personal data: never printed.
    pub passed: Option<Passed>,
    /// `SubCode`: why, as the service's number; `200` is passed. The vendor's list of them is not public in whole. Personal data: never
    /// printed.
    pub sub_code: Option<String>,
    /// `ExtFaceInfo`: what was found out about the face. Personal data: never printed.
    pub face: Option<FaceResult>,
    /// `ExtIdInfo`: what was read from the document. Personal data: never printed.
    pub document: Option<DocumentResult>,
    /// `ExtSourceInfo`: what an official source says. Personal data: never printed.
    pub sources: Option<SourceResult>,
    /// `ExtRiskInfo`: what was found out about the device. The vendor does not say what is in it. Personal data: never printed.
    pub risk: Option<JsonText>,
    /// `EkycResult`. The vendor does not say what is in it. Personal data: never printed.
    pub ekyc_result: Option<JsonText>,
    /// `ExtBasicInfo`. The vendor does not say what is in it. Personal data: never printed.
    pub ext_basic_info: Option<JsonText>,
    /// `ExtInfo`. The vendor does not say what is in it. Personal data: never printed.
    pub ext_info: Option<JsonText>,
    /// Further members of the result that this library does not name, by the vendor's names; what is not text is JSON. Personal data:
    /// never printed.
    pub other: HashMap<String, String>,
}

impl CheckResultResponse {
    /// The answer that the verification is in this state, without a result.
    pub(crate) fn without_result(request_id: Option<String>, state: VerificationState) -> Self {
        Self {
            request_id: request_id.unwrap_or_default(),
            state,
            passed: None,
            sub_code: None,
            face: None,
            document: None,
            sources: None,
            risk: None,
            ekyc_result: None,
            ext_basic_info: None,
            ext_info: None,
            other: HashMap::new(),
        }
    }
}

impl fmt::Debug for CheckResultRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().print("CheckResultRequest", f)
    }
}

impl fmt::Debug for CheckResultResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckResultResponse")
            .field("request_id", &self.request_id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

display_as_debug!(CheckResultRequest, CheckResultResponse);
