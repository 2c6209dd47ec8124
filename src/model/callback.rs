//! What the platform sends back to the merchant.

use std::fmt;

use super::http::display_as_debug;
use super::{Parameter, Passed};

/// What a callback says: that a verification has ended, perhaps.
///
/// It is a hint and nothing more. A callback carries no signature; whoever knows its token can send one, and it may come late, twice or
/// never. So take it as the reason to ask with CheckResult, and decide by what that answers.
///
/// Printing shows the transaction's id.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CallbackHint {
    /// `transactionId`: look it up in your own records.
    pub transaction_id: String,
    /// `passed`: whether the user passed, as the callback says it. Do not decide by it. Personal data: never printed.
    pub passed: Option<Passed>,
    /// `subCode` or `subcode`: why, as the callback says it. Do not decide by it. Personal data: never printed.
    pub sub_code: Option<String>,
    /// What the query holds besides: the parameters of your own CallbackUrl, in their order. The values are never printed.
    pub own_parameters: Vec<Parameter>,
    /// The same text for every delivery of the same news, for a unique column of your own. Personal data: never printed.
    pub delivery_key: String,
}

/// What a delivery of a callback is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum CallbackDelivery {
    /// The first of its kind: ask for the result.
    First,
    /// The same was delivered before: answer it as the first time, and do nothing.
    Repeated,
    /// The transaction was settled before it came: answer it, and do nothing.
    Late,
    /// The store could not be asked. Asking for the result once more harms nobody, so treat it as the first.
    Unknown,
}

impl fmt::Debug for CallbackHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackHint").field("transaction_id", &self.transaction_id).finish_non_exhaustive()
    }
}

display_as_debug!(CallbackHint);
