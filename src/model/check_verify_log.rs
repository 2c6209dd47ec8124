//! The request and the response of the operation CheckVerifyLog.

use std::collections::HashMap;
use std::fmt;

use super::Passed;
use super::http::display_as_debug;
use super::open_enum::open_enum;
use super::parts::{Part, Parts};
use super::validation::Check;
use super::verification::JsonText;
use crate::error::EkycError;

/// A request for the log of a verification: the parameters of the operation CheckVerifyLog. It says why a user did not finish. Ask 30
/// minutes after the start, when nothing more can happen. Not billed; needs client SDK 1.2.6 or newer on the user's device.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CheckVerifyLogRequest {
    /// `MerchantBizId`, required: the one that the verification was started with.
    pub merchant_biz_id: String,
    /// `TransactionId`, required: the one that Initialize answered, from your own records.
    pub transaction_id: String,
    /// Parameters this library does not name yet, by the service's spelling. Sent in the body. A name that has a field of its
    /// own, or that belongs to the protocol, is refused. The values are never printed.
    #[uniffi(default)]
    pub extra_parameters: HashMap<String, String>,
}

impl CheckVerifyLogRequest {
    /// A request with the required parameters.
    pub fn new(merchant_biz_id: impl Into<String>, transaction_id: impl Into<String>) -> Self {
        Self {
            merchant_biz_id: merchant_biz_id.into(),
            transaction_id: transaction_id.into(),
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
        let form = vec![
            Part::required("MerchantBizId", &self.merchant_biz_id),
            Part::required("TransactionId", &self.transaction_id),
        ];
        Parts { query: vec![], form, extra: Some(&self.extra_parameters) }
    }
}

open_enum! {
    /// How far the user came (`VerifyStatus`).
    VerifyStatus {
        /// `0`: the verification is complete.
        Finished = "0",
        /// `1`: the user stopped on the way.
        Interrupted = "1",
        /// `2`: the user did not begin.
        NotStarted = "2",
    }
}

open_enum! {
    /// Why the client SDK ended (`VerifyErrorCode`).
    VerifyErrorCode {
        /// `1000`: finished and passed.
        Passed = "1000",
        /// `1001`: finished and not passed.
        Failed = "1001",
        /// `1002`: a system error.
        System = "1002",
        /// `1003`: the SDK could not start.
        Initialization = "1003",
        /// `1004`: the camera failed.
        Camera = "1004",
        /// `1005`: the network failed.
        Network = "1005",
        /// `1006`: the user left.
        UserExit = "1006",
        /// `1007`: the TransactionId is not valid.
        InvalidTransactionId = "1007",
        /// `1009`: the device's clock is wrong.
        Clock = "1009",
        /// `1011`: the user showed another kind of document.
        WrongDocument = "1011",
        /// `1012`: something essential is missing in the document.
        KeyInformationMissing = "1012",
        /// `1013`: the pictures were not good enough.
        PictureQuality = "1013",
        /// `1014`: too many errors.
        TooManyErrors = "1014",
        /// `1015`: the Android version is too old.
        OldAndroid = "1015",
        /// `1016`: the user did not allow the camera.
        NoCameraPermission = "1016",
        /// `9999`: probably interrupted.
        ProbablyInterrupted = "9999",
    }
}

/// The answer to CheckVerifyLog. What is absent was not sent, what this library does not know is kept by the vendor's name.
///
/// Printing shows the request id, the status and the error code.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CheckVerifyLogResponse {
    /// `RequestId` of the call: the vendor's support asks for it. Empty if the service left it out.
    pub request_id: String,
    /// `VerifyStatus`: how far the user came.
    pub verify_status: Option<VerifyStatus>,
    /// `VerifyErrorCode`: why the client SDK ended.
    pub verify_error_code: Option<VerifyErrorCode>,
    /// `Passed`: whether the user passed, if they finished. Personal data: never printed.
    pub passed: Option<Passed>,
    /// `SubCode`: why, as the service's number. Personal data: never printed.
    pub sub_code: Option<String>,
    /// `InterruptPage`: on which page the user stopped, in Chinese. Personal data: never printed.
    pub interrupt_page: Option<String>,
    /// `InterruptPageEn`: on which page the user stopped: `LOADING`, `GUIDE`, `FACE`, `OCR_SCAN`, `OCR_RESULT`, `NFC_INPUT`, `NFC_READ`.
    /// Personal data: never printed.
    pub interrupt_page_en: Option<String>,
    /// `LogInfo`: what the client SDK did, line by line, in Chinese. Personal data: never printed.
    pub log_info: Vec<String>,
    /// `LogInfoEn`: the same in English. Personal data: never printed.
    pub log_info_en: Vec<String>,
    /// `LogStatisticsInfo`: how long each page was open, among others. Personal data: never printed.
    pub log_statistics_info: Option<JsonText>,
    /// `ExtInfo`. The vendor does not say what is in it. Personal data: never printed.
    pub ext_info: Option<JsonText>,
    /// Further members of the result that this library does not name, by the vendor's names; what is not text is JSON. Personal data:
    /// never printed.
    pub other: HashMap<String, String>,
}

impl fmt::Debug for CheckVerifyLogRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().print("CheckVerifyLogRequest", f)
    }
}

impl fmt::Debug for CheckVerifyLogResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckVerifyLogResponse")
            .field("request_id", &self.request_id)
            .field("verify_status", &self.verify_status)
            .field("verify_error_code", &self.verify_error_code)
            .finish_non_exhaustive()
    }
}

display_as_debug!(CheckVerifyLogRequest, CheckVerifyLogResponse);
