//! The table of the service's operations, version 2022-08-09: what differs between them is data.
//!
//! Source: the official SDKs' descriptions of the operations, and the vendor's page on calls a second. The service adds operations and
//! products every month, so what the table does not know is called with its careful defaults.

use std::borrow::Cow;

use Carriage::{Form, Nothing, Query, QueryAndForm};
use Effect::{Idempotent, New, Safe};

/// What is particular to an operation besides its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationSpec {
    /// Its name as the service spells it.
    pub name: Cow<'static, str>,
    /// Where its parameters travel according to the vendor.
    pub carriage: Carriage,
    /// What a repetition does.
    pub effect: Effect,
    /// How many calls a second the vendor allows an account, for operations that name no product. The vendor documents the limit for
    /// each product; where an operation's product is not documented this is 10, the lowest common one.
    pub calls_per_second: u32,
    /// The largest answer that is read, in bytes.
    pub max_answer_bytes: usize,
}

/// Where the parameters of an operation travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carriage {
    /// It has none.
    Nothing,
    /// All in the URL's query.
    Query,
    /// All in the form body.
    Form,
    /// Pictures and other large values in the form body, the rest in the query.
    QueryAndForm,
}

/// What a repetition of an operation does, in the words of HTTP (RFC 9110, 9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only reads and costs nothing: it may be repeated, and there is no outcome to be in doubt about.
    Safe,
    /// It changes something, and the same again changes nothing more: it may be repeated.
    Idempotent,
    /// Each call makes something new, or is billed: it is repeated only if it cannot have reached the service.
    New,
}

impl Effect {
    /// Whether it may be repeated though an earlier call may have reached the service.
    pub fn repeatable(self) -> bool {
        self != New
    }
}

/// The largest answer without pictures.
const TEXT: usize = 1024 * 1024;

/// The largest answer with pictures: five of 2 MiB in Base64, and text that repeats them in quotes.
const PICTURES: usize = 16 * 1024 * 1024;

const fn row(name: &'static str, carriage: Carriage, effect: Effect, calls_per_second: u32) -> OperationSpec {
    OperationSpec { name: Cow::Borrowed(name), carriage, effect, calls_per_second, max_answer_bytes: TEXT }
}

impl OperationSpec {
    /// What is taken to be true of an operation that is not in the table.
    pub fn unknown(name: impl Into<Cow<'static, str>>) -> Self {
        let careful = row("", QueryAndForm, New, 10).with_pictures();
        Self { name: name.into(), ..careful }
    }

    const fn with_pictures(mut self) -> Self {
        self.max_answer_bytes = PICTURES;
        self
    }
}

/// Every operation of the version, sorted by name. What only checks data is billed for each call, so it is not repeated.
#[rustfmt::skip] // a table
static OPERATIONS: [OperationSpec; 50] = [
    row("AddFaceRecord",                Form,         New,        10),
    row("AddressCompareIntl",           Query,        New,        10),
    row("AddressVerifyIntl",            Query,        New,        10),
    row("AddressVerifyV2Intl",          Query,        New,        20),
    row("BankMetaVerifyIntl",           Query,        New,        50),
    row("CardOcr",                      QueryAndForm, New,        10).with_pictures(),
    row("CheckResult",                  Query,        Safe,       10).with_pictures(),
    row("CheckVerifyLog",               Form,         Safe,       10),
    row("CredentialGetResultIntl",      Query,        Safe,       10),
    row("CredentialRecognitionIntl",    QueryAndForm, New,         5),
    row("CredentialRecognitionIntlV2",  QueryAndForm, New,         5),
    row("CredentialSubmitIntl",         QueryAndForm, New,        10),
    row("CredentialSubmitIntlV2",       QueryAndForm, New,        10),
    row("CredentialVerifyIntl",         QueryAndForm, New,        10),
    row("DeepfakeDetectIntl",           QueryAndForm, New,        10),
    row("DeepfakeDetectIntlStream",     Form,         New,        10),
    row("DeleteFaceGroup",              Form,         Idempotent, 10),
    row("DeleteFaceRecord",             Form,         Idempotent, 10),
    row("DeleteFaceRecordV2",           Query,        Idempotent, 10),
    row("DeleteVerifyResult",           Query,        Idempotent, 10),
    row("DocOcr",                       QueryAndForm, New,        10).with_pictures(),
    row("DocOcrMax",                    QueryAndForm, New,         5).with_pictures(),
    row("DocOcrMaxV2",                  QueryAndForm, New,         5).with_pictures(),
    row("DocOcrV2",                     QueryAndForm, New,        10).with_pictures(),
    row("DownloadVerifyRecordIntl",     Query,        Idempotent, 10),
    row("EkycVerify",                   QueryAndForm, New,        10).with_pictures(),
    row("EkycVerifyV2",                 QueryAndForm, New,        10).with_pictures(),
    row("FaceCompare",                  QueryAndForm, New,        10),
    row("FaceCompareV2",                QueryAndForm, New,        10),
    row("FaceCrossCompareIntl",         QueryAndForm, New,        10),
    row("FaceDuplicationCheckIntl",     QueryAndForm, New,        10).with_pictures(),
    row("FaceGuardRisk",                Query,        New,        50),
    row("FaceLiveness",                 QueryAndForm, New,        10),
    row("FaceLivenessV2",               QueryAndForm, New,        10),
    row("FaceVerifyIntl",               QueryAndForm, New,        50),
    row("FraudResultCallBack",          Query,        New,        10),
    row("Id2MetaPeriodVerifyIntl",      Form,         New,        10),
    row("Id2MetaVerifyIntl",            Query,        New,        50),
    row("IdnAuthorityVerifyIntl",       QueryAndForm, New,        10),
    row("Initialize",                   QueryAndForm, New,        10),
    row("InitializeV2",                 QueryAndForm, New,        10),
    row("KeepaliveIntl",                Nothing,      Safe,       10),
    row("Mobile2MetaVerifyIntl",        Form,         New,        50),
    row("Mobile3MetaVerifyIntl",        Query,        New,        50),
    row("ModifyFaceGroup",              Form,         Idempotent, 10),
    row("ModifyFaceRecord",             Form,         Idempotent, 10),
    row("QueryFaceGroup",               Query,        Safe,       10),
    row("QueryFaceRecord",              Query,        Safe,       10).with_pictures(),
    row("TempAccessTokenIntl",          Form,         Idempotent, 10),
    row("TempOssUrlIntl",               Form,         Idempotent, 10),
];

/// How many calls a second the vendor allows an account for each operation of a product.
#[rustfmt::skip] // a table
static PRODUCTS: [(&str, u32); 24] = [
    ("ADD_VERIFY_PRO", 20), ("BANK_CARD_N_META", 50), ("CREDENTIAL_DETECT", 10), ("CREDENTIAL_RECOGNITION", 5),
    ("FACE_COMPARE", 10), ("FACE_CROSS_COMPARE", 10), ("FACE_DEEPFAKE", 10), ("FACE_GUARD", 50), ("FACE_GUARD_PRO", 50),
    ("FACE_IDU", 50), ("FACE_IDU_MIN", 10), ("FACE_LIVENESS", 50), ("FACE_LIVENESS_PRO", 10), ("FACE_VERIFY", 50),
    ("ID_2META", 50), ("ID_NFC", 10), ("ID_OCR", 10), ("ID_OCR_MAX", 5), ("MOBILE_2META", 50), ("MOBILE_3META", 50),
    ("eKYC", 10), ("eKYC_Date_MIN", 10), ("eKYC_NDI", 10), ("eKYC_PRO", 5),
];

/// The operations that are known.
pub fn operations() -> &'static [OperationSpec] {
    &OPERATIONS
}

/// Whether a `Code` means success. The vendor's sample answers of eight operations have the HTTP status in place of `Success`, and its samples
/// disagree on the letter case.
pub(crate) fn succeeded(code: &str) -> bool {
    code == "200" || code.eq_ignore_ascii_case("Success")
}

/// The operation of this name, spelt as the service does.
pub fn operation(name: &str) -> Option<&'static OperationSpec> {
    let at = OPERATIONS.binary_search_by(|known| (*known.name).cmp(name)).ok()?;
    OPERATIONS.get(at)
}

/// The documented calls a second of a product, and its name as the table has it.
pub(crate) fn product(code: &str) -> Option<(&'static str, u32)> {
    PRODUCTS.iter().find(|(name, _)| *name == code).copied()
}

/// The entry of an operation that this library has a type for. In a constant, so that a name which is not in the table does not compile.
#[allow(clippy::indexing_slicing, clippy::panic)] // evaluated by the compiler
pub(crate) const fn known(name: &str) -> &'static OperationSpec {
    let mut at = 0;
    while at < OPERATIONS.len() {
        if let Cow::Borrowed(known) = OPERATIONS[at].name
            && same(known.as_bytes(), name.as_bytes())
        {
            return &OPERATIONS[at];
        }
        at += 1;
    }
    panic!("no such operation in the table")
}

#[allow(clippy::indexing_slicing)] // evaluated by the compiler
const fn same(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_name_everything_once() {
        assert!(OPERATIONS.is_sorted_by(|one, next| one.name < next.name));
        assert!(PRODUCTS.is_sorted_by(|one, next| one.0 < next.0));
        for known in operations() {
            assert_eq!(operation(&known.name), Some(known));
        }
        assert_eq!(operation("initialize"), None);
    }
}
