//! How a verification is made to end.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::settings::{CallbackDelivery, CallbackToken};

/// How a verification ends. The names are the same on the verification page, on the control plane and in magic values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// `passed`: Y, 200.
    Passed,
    /// `failed`: N, 205 if nothing else is said.
    Failed,
    /// `forged`: N, 205, and the document is told to be forged.
    Forged,
    /// `leaves`: the user goes away. There will never be a result, and nobody is called back.
    Leaves,
    /// `times-out`: the half hour is over at once.
    TimesOut,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Passed, Self::Failed, Self::Forged, Self::Leaves, Self::TimesOut];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Forged => "forged",
            Self::Leaves => "leaves",
            Self::TimesOut => "times-out",
        }
    }

    /// The decision of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.name() == name)
    }

    /// The sub code if nothing else is said. The vendor's samples have these two.
    pub(crate) const fn usual_sub_code(self) -> &'static str {
        match self {
            Self::Passed => "200",
            _ => "205",
        }
    }

    /// Whether the user went through to the end, so that there is a result.
    pub(crate) const fn has_result(self) -> bool {
        matches!(self, Self::Passed | Self::Failed | Self::Forged)
    }
}

/// In which form the members `ExtFaceInfo`, `ExtIdInfo` and `ExtSourceInfo` of a result arrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExtForm {
    /// `text`: JSON text in a string, as documented.
    #[default]
    Text,
    /// `object`: a JSON object where a string was promised.
    Object,
    /// `doubled`: JSON text of JSON text.
    Doubled,
    /// `broken`: text that lacks a comma, as the vendor's own sample does.
    Broken,
}

impl ExtForm {
    /// The form of that name: `text`, `object`, `doubled` or `broken`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "object" => Some(Self::Object),
            "doubled" => Some(Self::Doubled),
            "broken" => Some(Self::Broken),
            _ => None,
        }
    }
}

/// How a verification is made to end, and what is told of it. Formatting it does not show what a document says.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Ending {
    /// How it ends.
    pub decision: Decision,
    /// Another sub code than the usual one.
    pub sub_code: Option<String>,
    /// Fields that are read from the document, in place of the sandbox's own, by the vendor's names.
    pub document: BTreeMap<String, String>,
    /// Fields that the user corrected.
    pub edited: BTreeMap<String, String>,
    /// To how many calls of CheckResult the answer is still `ProcessNotCompleted`.
    pub pending_checks: u32,
    /// Members of CheckResult's `Result` that are set as they are; null removes one.
    pub result: BTreeMap<String, Value>,
    /// In which form the `Ext` members arrive.
    pub ext_form: ExtForm,
    /// When the callback is sent; `None` as the sandbox is set.
    pub delivery: Option<CallbackDelivery>,
    /// The callback's token.
    pub token: CallbackToken,
}

impl From<Decision> for Ending {
    fn from(decision: Decision) -> Self {
        Self {
            decision,
            sub_code: None,
            document: BTreeMap::new(),
            edited: BTreeMap::new(),
            pending_checks: 0,
            result: BTreeMap::new(),
            ext_form: ExtForm::Text,
            delivery: None,
            token: CallbackToken::Right,
        }
    }
}

/// The beginning of a `MerchantUserId` that decides at once.
const MAGIC: &str = "sandbox-";

/// How late a late callback is if nothing else is said.
pub(crate) const LATE: Duration = Duration::from_secs(2);

impl Ending {
    /// The sub code that is told.
    pub(crate) fn sub_code(&self) -> &str {
        self.sub_code.as_deref().unwrap_or(self.decision.usual_sub_code())
    }

    /// `Y` or `N`.
    pub(crate) fn passed(&self) -> &'static str {
        if self.decision == Decision::Passed { "Y" } else { "N" }
    }

    /// What a magic `MerchantUserId` says, such as `sandbox-failed-205-after-2-callback-twice`; `None` if it is an ordinary one.
    pub(crate) fn of_merchant_user_id(text: &str) -> Option<Self> {
        let text = text.strip_prefix(MAGIC)?;
        let (text, callback) = match text.split_once("-callback-") {
            Some((text, callback)) => (text, Some(callback)),
            None => (text, None),
        };
        let (text, checks) = match text.split_once("-after-") {
            Some((text, checks)) => (text, checks.parse().ok()?),
            None => (text, 0),
        };
        let (name, sub_code) = match text.strip_prefix("failed-") {
            Some(sub_code) if !sub_code.is_empty() && sub_code.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                ("failed", Some(sub_code.to_owned()))
            }
            _ => (text, None),
        };
        let mut ending = Self { sub_code, pending_checks: checks, ..Self::from(Decision::from_name(name)?) };
        match callback {
            None => {}
            Some("never") => ending.delivery = Some(CallbackDelivery::Never),
            Some("twice") => ending.delivery = Some(CallbackDelivery::Twice),
            Some("late") => ending.delivery = Some(CallbackDelivery::Late(LATE)),
            Some("wrong-token") => ending.token = CallbackToken::Wrong,
            Some("without-token") => ending.token = CallbackToken::Absent,
            Some(_) => return None,
        }
        Some(ending)
    }
}

impl std::fmt::Debug for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ending")
            .field("decision", &self.decision)
            .field("sub_code", &self.sub_code)
            .field("document", &self.document.keys().collect::<Vec<_>>())
            .field("edited", &self.edited.keys().collect::<Vec<_>>())
            .field("pending_checks", &self.pending_checks)
            .field("result", &self.result.keys().collect::<Vec<_>>())
            .field("ext_form", &self.ext_form)
            .field("delivery", &self.delivery)
            .field("token", &self.token)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_values_say_how_it_ends() {
        let read = |text: &str| {
            Ending::of_merchant_user_id(text).map(|ending| {
                (ending.decision, ending.sub_code().to_owned(), ending.pending_checks, ending.delivery, ending.token)
            })
        };
        let right = CallbackToken::Right;
        for (text, decision, sub_code, checks, delivery, token) in [
            ("sandbox-passed", Decision::Passed, "200", 0, None, right),
            ("sandbox-failed", Decision::Failed, "205", 0, None, right),
            ("sandbox-failed-206", Decision::Failed, "206", 0, None, right),
            ("sandbox-forged", Decision::Forged, "205", 0, None, right),
            ("sandbox-leaves", Decision::Leaves, "205", 0, None, right),
            ("sandbox-times-out", Decision::TimesOut, "205", 0, None, right),
            ("sandbox-passed-after-3", Decision::Passed, "200", 3, None, right),
            ("sandbox-passed-callback-twice", Decision::Passed, "200", 0, Some(CallbackDelivery::Twice), right),
            ("sandbox-failed-9-after-1-callback-never", Decision::Failed, "9", 1, Some(CallbackDelivery::Never), right),
            ("sandbox-passed-callback-wrong-token", Decision::Passed, "200", 0, None, CallbackToken::Wrong),
        ] {
            assert_eq!(read(text), Some((decision, sub_code.to_owned(), checks, delivery, token)), "{text}");
        }
        for text in [
            "passed",
            "sandbox-",
            "sandbox-pass",
            "sandbox-failed-",
            "sandbox-passed-after-x",
            "sandbox-passed-callback-x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
