//! What a callback says: the service adds a few fields to the query of `CallbackUrl`, and signs nothing.

use url::Url;

use super::ending::Decision;
use super::verification::Verification;
use crate::settings::{CallbackDelivery, CallbackToken};

/// A token that nobody has given.
const WRONG_TOKEN: &str = "not-the-token-of-this-verification";

/// One callback.
#[derive(Clone)]
pub(crate) struct Callback {
    /// The verification that it belongs to, whatever it says itself.
    pub(crate) belongs_to: String,
    pub(crate) url: String,
    pub(crate) transaction_id: String,
    pub(crate) passed: String,
    pub(crate) sub_code: String,
    pub(crate) token: Option<String>,
}

/// A callback to be sent, and when; `None` as the sandbox is set.
pub(crate) struct DueCallback {
    pub(crate) callback: Callback,
    pub(crate) delivery: Option<CallbackDelivery>,
}

/// What somebody wants to be different in a callback that is sent by command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackChanges {
    /// Its token.
    pub token: CallbackToken,
    /// Another transaction's id.
    pub transaction_id: Option<String>,
    /// Another result.
    pub passed: Option<String>,
    /// Another sub code.
    pub sub_code: Option<String>,
}

impl Verification {
    /// The callback that the end of this verification causes.
    pub(super) fn due_callback(&self) -> Option<DueCallback> {
        let (_, ending) = self.end.as_ref().filter(|(_, ending)| ending.decision.has_result())?;
        let changes = CallbackChanges { token: ending.token, ..CallbackChanges::default() };
        Some(DueCallback { callback: self.callback(&changes)?, delivery: ending.delivery })
    }

    /// A callback with changes. One for a verification that has no result says that it has passed.
    pub(super) fn callback(&self, changes: &CallbackChanges) -> Option<Callback> {
        let ending = self.end.as_ref().map(|(_, ending)| ending);
        let passed = ending.map_or("Y", |ending| ending.passed());
        let sub_code = ending.map_or(Decision::Passed.usual_sub_code(), |ending| ending.sub_code());
        Some(Callback {
            belongs_to: self.transaction_id.clone(),
            url: self.callback_url.clone()?,
            transaction_id: changes.transaction_id.clone().unwrap_or_else(|| self.transaction_id.clone()),
            passed: changes.passed.clone().unwrap_or_else(|| passed.to_owned()),
            sub_code: changes.sub_code.clone().unwrap_or_else(|| sub_code.to_owned()),
            token: match changes.token {
                CallbackToken::Right => self.callback_token.clone(),
                CallbackToken::Wrong => Some(WRONG_TOKEN.to_owned()),
                CallbackToken::Absent => None,
            },
        })
    }
}

impl Callback {
    /// The whole URL; `None` if `CallbackUrl` is none.
    pub(crate) fn whole_url(&self) -> Option<Url> {
        let mut url = Url::parse(&self.url).ok()?;
        let mut query = url.query_pairs_mut();
        if let Some(token) = &self.token {
            query.append_pair("callbackToken", token);
        }
        query.append_pair("transactionId", &self.transaction_id);
        query.append_pair("passed", &self.passed).append_pair("subCode", &self.sub_code);
        drop(query);
        Some(url)
    }
}
