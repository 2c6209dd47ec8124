//! A verification as others see it.

use std::fmt;

use serde::Serialize;

/// How far a verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VerificationState {
    /// The page was not opened yet.
    Waiting,
    /// The page was opened.
    Opened,
    /// The user went away.
    Left,
    /// There is a result.
    Ended,
    /// The half hour is over without a result, or the time that results are kept, or the result was deleted.
    Expired,
}

impl VerificationState {
    /// Its name in the control plane's JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::Left => "left",
            Self::Ended => "ended",
            Self::Expired => "expired",
        }
    }
}

/// One attempt to call back.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CallbackAttempt {
    /// Which one it was, from 1.
    pub n: u64,
    /// Where it went, without the query.
    pub url: String,
    /// The HTTP status of the receiver's answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub error: Option<String>,
}

/// A verification as it is now. Serialised it shows everything but the callback's token; formatted with `Debug` no personal data.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct VerificationView {
    /// The service's name for it.
    pub transaction_id: String,
    /// The caller's name for it.
    pub merchant_biz_id: String,
    /// The caller's name for the user.
    pub merchant_user_id: String,
    /// The account that began it.
    pub account: String,
    /// The product.
    pub product_code: String,
    /// The document's kind.
    pub doc_type: String,
    /// How far it has come.
    pub state: VerificationState,
    /// How it was made to end: `passed`, `failed`, `forged`, `leaves` or `times-out`.
    pub decision: Option<&'static str>,
    /// `Y` or `N`.
    pub passed: Option<&'static str>,
    /// The sub code.
    pub sub_code: Option<String>,
    /// The verification page, for apps too. It can be opened once.
    pub page_url: String,
    /// Where the callback goes.
    pub callback_url: Option<String>,
    /// Where the browser goes.
    pub return_url: Option<String>,
    /// When it began, by the service's clock.
    pub begun_at: String,
    /// When the user's half hour is over.
    pub expires_at: String,
    /// When it was made to end.
    pub ended_at: Option<String>,
    /// Calls of CheckResult so far.
    pub checks: u32,
    /// The latest attempts to call back.
    pub callbacks: Vec<CallbackAttempt>,
}

impl fmt::Debug for VerificationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationView")
            .field("transaction_id", &self.transaction_id)
            .field("merchant_biz_id", &self.merchant_biz_id)
            .field("product_code", &self.product_code)
            .field("doc_type", &self.doc_type)
            .field("state", &self.state)
            .field("decision", &self.decision)
            .field("sub_code", &self.sub_code)
            .field("checks", &self.checks)
            .field("callbacks", &self.callbacks)
            .finish_non_exhaustive()
    }
}
