//! DeleteVerifyResult: deletes what a verification found. What CheckResult says afterwards is not documented: here a result of which all
//! is deleted is as if it had never been.

use serde_json::{Value, json};

use super::rules::{self, required};
use super::table::Verifications;
use crate::http::{Parameters, Refusal};

pub(crate) fn delete_verify_result(
    verifications: &Verifications,
    account: &str,
    parameters: &Parameters,
    now: i64,
) -> Result<Value, Refusal> {
    let transaction_id = required(parameters, "TransactionId")?;
    rules::one_of(parameters, "DeleteType", &["Img", "Text", "All"])?;
    rules::one_of(parameters, "DeleteAfterQuery", &["Y", "N"])?;
    verifications.of_account(transaction_id, account, now, |verification| {
        if verification.end.as_ref().is_none_or(|(_, ending)| !ending.decision.has_result()) {
            return Err(Refusal::new(404, "ProcessNotCompleted", "The verification process is not completed."));
        }
        let kind = parameters.get("DeleteType").unwrap_or("All");
        let (pictures, text) = (matches!(kind, "Img" | "All"), matches!(kind, "Text" | "All"));
        let deletion = &mut verification.deletion;
        if parameters.get("DeleteAfterQuery") == Some("Y") {
            deletion.after_query = (pictures, text);
        } else {
            deletion.pictures |= pictures;
            deletion.text |= text;
        }
        Ok(json!({ "TransactionId": transaction_id, "DeleteResult": "Y" }))
    })
}
