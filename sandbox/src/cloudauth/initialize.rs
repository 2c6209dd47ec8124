//! Initialize and InitializeV2: they begin a verification.

use std::sync::Arc;

use serde_json::{Value, json};

use super::callback::DueCallback;
use super::table::Verifications;
use super::verification::{Verification, page_path};
use super::{picture, rules};
use crate::http::{Parameters, Refusal};
use crate::random;

/// What Initialize is called with, besides its parameters.
pub(crate) struct Call<'a> {
    pub(crate) verifications: &'a Verifications,
    pub(crate) account: &'a Arc<str>,
    /// Where the caller reaches the sandbox: the pages are there.
    pub(crate) endpoint: &'a str,
    /// In seconds since 1970.
    pub(crate) now: i64,
}

/// Judges the parameters.
pub(crate) fn check(parameters: &Parameters, allow_http_callbacks: bool) -> Result<(), Refusal> {
    rules::check(parameters, allow_http_callbacks)?;
    picture::check(parameters)
}

/// Begins a verification: the `Result` of the answer, and the callback that is due if it has ended at once.
pub(crate) fn begin(call: &Call<'_>, parameters: &Parameters) -> Result<(Value, Option<DueCallback>), Refusal> {
    let names = || Ok::<_, std::io::Error>((random::transaction_id()?, random::opaque()?, random::opaque()?));
    let (transaction_id, page_key, protocol) = names().map_err(|_| Refusal::no_random_bytes())?;
    let mut result = json!({
        "TransactionId": transaction_id,
        "Protocol": protocol,
        "ClientCfg": json!({ "sandbox": true }).to_string(),
    });
    if let (true, Some(members)) = (is_for_browsers(parameters), result.as_object_mut()) {
        let url = format!("{}{}", call.endpoint, page_path(&page_key));
        members.insert("TransactionUrl".to_owned(), url.into());
    }
    let account = Arc::clone(call.account);
    let verification = Verification::begin(transaction_id, page_key, account, parameters, call.now);
    Ok((result, call.verifications.add(verification)))
}

/// Whether the answer has a page: the service reads it from MetaInfo. Apps get none.
fn is_for_browsers(parameters: &Parameters) -> bool {
    let meta_info = parameters.get("MetaInfo").and_then(|text| serde_json::from_str::<Value>(text).ok());
    let device_type = meta_info.as_ref().and_then(|info| info.get("deviceType")?.as_str());
    device_type.is_some_and(|kind| ["h5", "web", "pc"].iter().any(|browser| kind.eq_ignore_ascii_case(browser)))
}
