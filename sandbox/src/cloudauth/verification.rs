//! One verification, from Initialize to the end of its result.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document;
use super::ending::{Decision, Ending};
use super::view::{CallbackAttempt, VerificationState, VerificationView};
use crate::date;
use crate::http::{Parameters, Refusal};

/// Where the pages are, below the service's own address.
pub(crate) const PAGES: &str = "/verify/";

/// The path of a verification's page.
pub(super) fn page_path(page_key: &str) -> String {
    format!("{PAGES}{page_key}")
}

/// How long a user has, in seconds.
pub(crate) const VALIDITY: i64 = 30 * 60;

/// How long a result is kept, in seconds.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// No more deliveries of a callback are remembered.
const MAX_DELIVERIES: usize = 100;

/// What Initialize was told.
pub(crate) struct Verification {
    pub(crate) transaction_id: String,
    /// What stands in the address of the verification page.
    pub(crate) page_key: String,
    pub(crate) account: Arc<str>,
    pub(crate) merchant_biz_id: String,
    pub(crate) merchant_user_id: String,
    pub(crate) product_code: String,
    pub(crate) doc_type: String,
    pub(crate) callback_url: Option<String>,
    pub(crate) callback_token: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) with_spoof_check: bool,
    pub(crate) with_back_page: bool,
    pub(crate) with_source_check: bool,
    pub(crate) may_edit: bool,
    /// In seconds since 1970, by the service's clock.
    pub(crate) begun_at: i64,
    /// What the opened page must show when it sends its form.
    pub(crate) page_session: Option<String>,
    pub(crate) end: Option<(i64, Ending)>,
    /// Calls of CheckResult so far.
    pub(crate) checks: u32,
    pub(crate) deletion: Deletion,
    pub(crate) attempts: Vec<CallbackAttempt>,
    pub(crate) attempted: u64,
}

/// What DeleteVerifyResult has deleted.
#[derive(Clone, Copy, Default)]
pub(crate) struct Deletion {
    pub(crate) pictures: bool,
    pub(crate) text: bool,
    /// What goes once the result has been asked for: the pictures, the text.
    pub(crate) after_query: (bool, bool),
}

impl Verification {
    /// Whoever asks must know with which id it was begun.
    pub(super) fn is_begun_with(&self, merchant_biz_id: &str) -> Result<(), Refusal> {
        let message = "The transaction id is invalid: the verification was begun with another MerchantBizId.";
        if self.merchant_biz_id == merchant_biz_id {
            return Ok(());
        }
        Err(Refusal::new(400, "TransactionIdInvalid", message))
    }

    pub(crate) fn begin(
        transaction_id: String,
        page_key: String,
        account: Arc<str>,
        parameters: &Parameters,
        now: i64,
    ) -> Self {
        let text = |name| parameters.get(name).unwrap_or_default().to_owned();
        let maybe = |name| parameters.get(name).map(str::to_owned);
        let merchant_user_id = text("MerchantUserId");
        let end = Ending::of_merchant_user_id(&merchant_user_id).map(|ending| (now, ending));
        Self {
            transaction_id,
            page_key,
            account,
            merchant_biz_id: text("MerchantBizId"),
            merchant_user_id,
            product_code: text("ProductCode"),
            doc_type: text("DocType"),
            callback_url: maybe("CallbackUrl"),
            callback_token: maybe("CallbackToken"),
            return_url: maybe("ReturnUrl"),
            with_spoof_check: parameters.get("IdSpoof") == Some("Y"),
            with_back_page: parameters.get("DocPageConfig").is_some_and(|pages| pages.contains("OCR_ID_BACK"))
                || parameters.get("Pages").is_some_and(|pages| pages.contains("02")),
            with_source_check: parameters.get("Authorize") == Some("T"),
            may_edit: parameters.get("EditOcrResult") != Some("0"),
            begun_at: now,
            page_session: None,
            end,
            checks: 0,
            deletion: Deletion::default(),
            attempts: Vec::new(),
            attempted: 0,
        }
    }

    pub(crate) fn state(&self, now: i64) -> VerificationState {
        let half_hour_is_over = now - self.begun_at >= VALIDITY;
        match &self.end {
            Some((ended_at, ending)) if ending.decision.has_result() => {
                let is_deleted = self.deletion.pictures && self.deletion.text;
                if is_deleted || now - ended_at >= KEPT { VerificationState::Expired } else { VerificationState::Ended }
            }
            Some((_, ending)) if ending.decision == Decision::TimesOut => VerificationState::Expired,
            _ if half_hour_is_over => VerificationState::Expired,
            Some(_) => VerificationState::Left,
            None if self.page_session.is_some() => VerificationState::Opened,
            None => VerificationState::Waiting,
        }
    }

    pub(super) fn attempted(&mut self, mut attempt: CallbackAttempt) -> CallbackAttempt {
        self.attempted += 1;
        attempt.n = self.attempted;
        if self.attempts.len() == MAX_DELIVERIES {
            self.attempts.remove(0);
        }
        self.attempts.push(attempt.clone());
        attempt
    }

    /// What the document says, the fields that were replaced included.
    pub(crate) fn document(&self) -> BTreeMap<String, String> {
        let none = BTreeMap::new();
        document::read(&self.doc_type, self.end.as_ref().map_or(&none, |(_, ending)| &ending.document))
    }

    pub(crate) fn view(&self, now: i64, endpoint: &str) -> VerificationView {
        let ending = self.end.as_ref().map(|(_, ending)| ending);
        let result = ending.filter(|ending| ending.decision.has_result());
        VerificationView {
            transaction_id: self.transaction_id.clone(),
            merchant_biz_id: self.merchant_biz_id.clone(),
            merchant_user_id: self.merchant_user_id.clone(),
            account: self.account.to_string(),
            product_code: self.product_code.clone(),
            doc_type: self.doc_type.clone(),
            state: self.state(now),
            decision: ending.map(|ending| ending.decision.name()),
            passed: result.map(|ending| ending.passed()),
            sub_code: result.map(|ending| ending.sub_code().to_owned()),
            page_url: format!("{endpoint}{}", page_path(&self.page_key)),
            callback_url: self.callback_url.clone(),
            return_url: self.return_url.clone(),
            begun_at: date::format(self.begun_at),
            expires_at: date::format(self.begun_at + VALIDITY),
            ended_at: self.end.as_ref().map(|(at, _)| date::format(*at)),
            checks: self.checks,
            callbacks: self.attempts.clone(),
        }
    }
}
