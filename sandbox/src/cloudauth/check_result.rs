//! CheckResult: how a verification ended.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::ending::{Decision, Ending, ExtForm};
use super::rules::{self, required};
use super::table::Verifications;
use super::verification::Verification;
use crate::http::{Parameters, Refusal};

const FACE: &[u8] = include_bytes!("pictures/face.jpg");
const DOCUMENT_FRONT: &[u8] = include_bytes!("pictures/document-front.jpg");
const DOCUMENT_BACK: &[u8] = include_bytes!("pictures/document-back.jpg");

/// The products without a document.
const WITHOUT_DOCUMENT: [&str; 8] = [
    "eKYC_NDI",
    "FACE_LIVENESS",
    "FACE_LIVENESS_PRO",
    "FACE_VERIFY",
    "FACE_IDU",
    "FV_GLOBAL",
    "FL_GLOBAL",
    "FACE_COMPARE",
];

/// The products without a face.
const WITHOUT_FACE: [&str; 5] = ["ID_OCR", "ID_OCR_PRO", "ID_NFC", "IDR_GLOBAL", "OCR_GLOBAL"];

/// Judges the parameters, and answers from the table: the `Result` of the answer.
pub(crate) fn check_result(
    verifications: &Verifications,
    account: &str,
    parameters: &Parameters,
    now: i64,
) -> Result<Value, Refusal> {
    let merchant_biz_id = required(parameters, "MerchantBizId")?;
    let transaction_id = required(parameters, "TransactionId")?;
    rules::one_of(parameters, "IsReturnImage", &["Y", "N"])?;
    rules::one_of(parameters, "ReturnFiveCategorySpoofResult", &["Y", "N"])?;
    let with_pictures = parameters.get("IsReturnImage") == Some("Y");
    verifications.of_account(transaction_id, account, now, |verification| {
        verification.is_begun_with(merchant_biz_id)?;
        verification.checks += 1;
        let not_completed = || Refusal::new(404, "ProcessNotCompleted", "The verification process is not completed.");
        let ended = verification.end.as_ref().filter(|(_, ending)| ending.decision.has_result());
        let Some((_, ending)) = ended.filter(|(_, ending)| verification.checks > ending.pending_checks) else {
            return Err(not_completed());
        };
        let result = result(verification, ending, with_pictures);
        let deletion = &mut verification.deletion;
        let (pictures, text) = deletion.after_query;
        deletion.pictures |= pictures;
        deletion.text |= text;
        Ok(result)
    })
}

fn result(verification: &Verification, ending: &Ending, with_pictures: bool) -> Value {
    let mut result = Map::new();
    result.insert("Passed".to_owned(), ending.passed().into());
    result.insert("SubCode".to_owned(), ending.sub_code().into());
    let product = verification.product_code.as_str();
    let face_passed = ending.decision != Decision::Failed;
    // The vendor returns pictures only if the step with the face succeeded.
    let with_pictures = with_pictures && face_passed && !verification.deletion.pictures;
    if !WITHOUT_FACE.contains(&product) {
        result.insert("ExtFaceInfo".to_owned(), in_form(ending.ext_form, &face(face_passed, with_pictures)));
    }
    if !WITHOUT_DOCUMENT.contains(&product) {
        let document = document(verification, ending, with_pictures);
        result.insert("ExtIdInfo".to_owned(), in_form(ending.ext_form, &document));
    }
    if verification.with_source_check && product == "eKYC_PRO" {
        let score = if ending.decision == Decision::Passed { 1.0 } else { 0.0 };
        let source = json!({
            "govId": score, "fullName": score, "dob": score, "selfiePhoto": 0.97 * score, "liveness": 0.01,
            "imgManipulationScore": 0.02,
        });
        result.insert("ExtSourceInfo".to_owned(), in_form(ending.ext_form, &source));
    }
    for (name, value) in &ending.result {
        match value {
            Value::Null => _ = result.remove(name),
            value => _ = result.insert(name.clone(), value.clone()),
        }
    }
    Value::Object(result)
}

fn face(passed: bool, with_picture: bool) -> Value {
    let mut face = json!({
        "faceAttack": if passed { "N" } else { "Y" },
        "faceComparisonScore": if passed { 99.99 } else { 32.1 },
        "faceOcclusion": "N",
        "facePassed": yes(passed),
        "faceQuality": 95.45,
    });
    if let (true, Some(members)) = (with_picture, face.as_object_mut()) {
        members.insert("faceImg".to_owned(), STANDARD.encode(FACE).into());
    }
    face
}

fn document(verification: &Verification, ending: &Ending, with_pictures: bool) -> Value {
    let forged = ending.decision == Decision::Forged;
    let mut document = json!({ "ocrIdPassed": yes(!forged) });
    let Some(members) = document.as_object_mut() else { return document };
    if !verification.deletion.text {
        members.insert("ocrIdInfo".to_owned(), json!(verification.document()));
        members.insert("ocrIdEditInfo".to_owned(), json!(ending.edited));
    }
    if verification.with_spoof_check || forged {
        let kinds: &[&str] = if forged { &["SCREEN_REMARK"] } else { &[] };
        members.insert("spoofInfo".to_owned(), json!({ "spoofResult": yes(forged), "spoofType": kinds }));
    }
    if with_pictures {
        members.insert("idImage".to_owned(), STANDARD.encode(DOCUMENT_FRONT).into());
        if verification.with_back_page {
            members.insert("idBackImage".to_owned(), STANDARD.encode(DOCUMENT_BACK).into());
        }
    }
    document
}

fn yes(yes: bool) -> &'static str {
    if yes { "Y" } else { "N" }
}

fn in_form(form: ExtForm, value: &Value) -> Value {
    let text = value.to_string();
    match form {
        ExtForm::Text => text.into(),
        ExtForm::Object => value.clone(),
        ExtForm::Doubled => Value::String(text).to_string().into(),
        ExtForm::Broken => text.replacen(',', " ", 1).into(),
    }
}
