//! The operation Initialize: its parameters' rules, and its success.

use serde_json::{Value, json};

use super::{picture, rules};
use crate::http::{Parameters, Refusal, WireRequest};
use crate::random;

/// Judges the parameters and begins a transaction: the `Result` of the answer.
pub(crate) fn initialize(request: &WireRequest) -> Result<Value, Refusal> {
    let parameters = Parameters::of(request);
    rules::check(&parameters)?;
    picture::check(&parameters)?;
    begin(&parameters).map_err(|_| Refusal::new(500, "InternalError", "The system gave no random bytes."))
}

fn begin(parameters: &Parameters) -> std::io::Result<Value> {
    let transaction_id = random::transaction_id()?;
    let mut result = json!({
        "TransactionId": transaction_id,
        "Protocol": random::opaque()?,
        "ClientCfg": json!({ "sandbox": true }).to_string(),
    });
    if let (Some(page), Some(members)) = (web_page(parameters), result.as_object_mut()) {
        let url = format!("https://ekyc-sandbox.example/{page}?transactionId={transaction_id}");
        members.insert("TransactionUrl".to_owned(), url.into());
    }
    Ok(result)
}

/// Which page a browser gets: the service reads it from MetaInfo. Apps get none.
fn web_page(parameters: &Parameters) -> Option<&'static str> {
    let meta_info: Value = serde_json::from_str(parameters.get("MetaInfo")?).ok()?;
    match meta_info.get("deviceType")?.as_str()?.to_ascii_lowercase().as_str() {
        "h5" => Some("h5"),
        "web" | "pc" => Some("pc"),
        _ => None,
    }
}
