//! CheckVerifyLog: how far a user came. The vendor says to ask only after the half hour; before that the sandbox tells what it knows by
//! then.

use serde_json::{Value, json};

use super::ending::Decision;
use super::rules::required;
use super::table::Verifications;
use super::view::VerificationState;
use crate::http::{Parameters, Refusal};

/// What the log says: `VerifyStatus` and `VerifyErrorCode`, the page at which the user stopped in Chinese and in English, and a line.
type Log = (&'static str, &'static str, &'static str, &'static str, &'static str);

const PASSED: Log = ("0", "1000", "", "", "The user finished, and passed.");
const NOT_PASSED: Log = ("0", "1001", "", "", "The user finished, and did not pass.");
const LEFT: Log = ("1", "1006", "活体检测页", "FACE", "The user left at the liveness check.");
const INTERRUPTED: Log = ("1", "9999", "OCR拍摄页", "OCR_SCAN", "The last sign of the user was at the document.");
const NOT_STARTED: Log = ("2", "", "", "", "The user has not begun.");

pub(crate) fn check_verify_log(
    verifications: &Verifications,
    account: &str,
    parameters: &Parameters,
    now: i64,
) -> Result<Value, Refusal> {
    let merchant_biz_id = required(parameters, "MerchantBizId")?;
    let transaction_id = required(parameters, "TransactionId")?;
    verifications.of_account_even_expired(transaction_id, account, |verification| {
        verification.is_begun_with(merchant_biz_id)?;
        let ending = verification.end.as_ref().map(|(_, ending)| ending);
        let (status, error, page, page_en, line) = match ending.map(|ending| ending.decision) {
            Some(Decision::Passed) => PASSED,
            Some(Decision::Failed | Decision::Forged) => NOT_PASSED,
            Some(Decision::Leaves) => LEFT,
            Some(Decision::TimesOut) => INTERRUPTED,
            None if verification.page_session.is_some() => INTERRUPTED,
            None => NOT_STARTED,
        };
        let mut result = json!({
            "VerifyStatus": status,
            "LogInfo": [line],
            "LogInfoEn": [line],
            "LogStatisticsInfo": json!({ "checks": verification.checks }).to_string(),
        });
        let Some(members) = result.as_object_mut() else { return Ok(result) };
        for (name, text) in [("VerifyErrorCode", error), ("InterruptPage", page), ("InterruptPageEn", page_en)] {
            if !text.is_empty() {
                members.insert(name.to_owned(), text.into());
            }
        }
        if let (VerificationState::Ended, Some(ending)) = (verification.state(now), ending) {
            members.insert("Passed".to_owned(), ending.passed().into());
            members.insert("SubCode".to_owned(), ending.sub_code().into());
        }
        Ok(result)
    })
}
