//! A verification from Initialize to the end of its result.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ekyc_sandbox::{Decision, Key, Sandbox, VerificationState};
use serde_json::{Value, json};

use super::client::{Connection, ID, Reply, SECRET, sandbox};
use super::message::{Draft, date};

pub const BIZ_ID: &str = "e0c34a77f5ac40a5aa5e6ed20c35aaaa";

pub fn send(sandbox: &Sandbox, draft: &Draft) -> Reply {
    Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes())
}

/// Begins one, and gives its id.
pub fn begin(sandbox: &Sandbox, draft: Draft) -> String {
    let reply = send(sandbox, &draft);
    assert_eq!(reply.code(), "Success", "{}", reply.json());
    reply.member("/Result/TransactionId")
}

pub fn of_user(user: &'static str) -> Draft {
    Draft::new().with("MerchantUserId", user)
}

pub fn check(id: &str) -> Draft {
    let draft = Draft { action: "CheckResult", query: Vec::new(), ..Draft::new() };
    draft.with("MerchantBizId", BIZ_ID).with("TransactionId", id)
}

fn log(id: &str) -> Draft {
    let draft = Draft { action: "CheckVerifyLog", query: Vec::new(), ..Draft::new() };
    draft.with_form("MerchantBizId", BIZ_ID).with_form("TransactionId", id)
}

fn delete(id: &str) -> Draft {
    Draft { action: "DeleteVerifyResult", query: Vec::new(), ..Draft::new() }.with("TransactionId", id)
}

/// A member that holds JSON text.
pub fn inside(reply: &Reply, member: &str) -> Value {
    let text = reply.member(&format!("/Result/{member}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{member}: {error}: {text}"))
}

#[test]
fn a_result_is_not_there_before_the_end() {
    let sandbox = sandbox();
    for action in ["Initialize", "InitializeV2"] {
        let id = begin(&sandbox, Draft { action, ..Draft::new() });
        let reply = send(&sandbox, &check(&id));
        assert_eq!((reply.status, reply.code().as_str()), (404, "ProcessNotCompleted"));
        sandbox.end_verification(&id, Decision::Passed).unwrap();
        let reply = send(&sandbox, &check(&id));
        assert_eq!((reply.status, reply.code().as_str()), (200, "Success"));
        assert_eq!((reply.member("/Result/Passed").as_str(), reply.member("/Result/SubCode").as_str()), ("Y", "200"));
        assert_eq!(inside(&reply, "ExtFaceInfo")["facePassed"], "Y");
        assert_eq!(inside(&reply, "ExtIdInfo")["ocrIdInfo"]["passportNo"], "X00000000");
        assert_eq!(sandbox.verification(&id).unwrap().checks, 1, "the count begins with the end");
    }
}

#[test]
fn an_id_that_the_caller_may_not_see_is_invalid() {
    let sandbox = sandbox();
    let other = || Key::permanent("other-id", "other-secret").of_account("other");
    sandbox.set_keys([Key::permanent(ID, SECRET), Key::permanent("second", "s"), other()]);
    let id = begin(&sandbox, of_user("sandbox-passed"));
    let with = |id: &'static str, secret| Draft { id, secret, ..check(&id_of(&sandbox)) };
    for (name, draft, code) in [
        ("the same key", check(&id), "Success"),
        ("another key of the account", with("second", "s"), "Success"),
        ("a key of another account", with("other-id", "other-secret"), "TransactionIdInvalid"),
        ("an unknown id", check("hks00000000000000000000000000000"), "TransactionIdInvalid"),
        ("another MerchantBizId", check(&id).with("MerchantBizId", "b"), "TransactionIdInvalid"),
        ("no TransactionId", check(&id).without("TransactionId"), "MissingParameter"),
        ("no MerchantBizId", check(&id).without("MerchantBizId"), "MissingParameter"),
        ("IsReturnImage=1", check(&id).with("IsReturnImage", "1"), "InvalidParameter"),
    ] {
        let reply = send(&sandbox, &draft);
        let status = if code == "Success" { 200 } else { 400 };
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}");
    }
    assert_eq!(
        send(&sandbox, &Draft { id: "other-id", secret: "other-secret", ..log(&id) }).code(),
        "TransactionIdInvalid"
    );
}

fn id_of(sandbox: &Sandbox) -> String {
    sandbox.verifications()[0].transaction_id.clone()
}

#[test]
fn half_an_hour_and_no_longer() {
    let sandbox = sandbox();
    let (finished, open) = (begin(&sandbox, of_user("sandbox-passed")), begin(&sandbox, Draft::new()));
    let later = |seconds: i64, id: &str| {
        sandbox.set_clock_offset_ms(seconds * 1000).unwrap();
        send(&sandbox, &Draft { date: date(seconds), ..check(id) }).code()
    };
    assert_eq!(later(29 * 60, &open), "ProcessNotCompleted");
    assert_eq!(later(30 * 60, &open), "TransactionIdInvalid");
    assert_eq!(sandbox.verification(&open).unwrap().state, VerificationState::Expired);
    assert_eq!(later(30 * 60, &finished), "Success", "a result is kept longer");
    assert_eq!(later(29 * 86_400, &finished), "Success");
    assert_eq!(later(30 * 86_400, &finished), "TransactionIdInvalid");
}

#[test]
fn magic_users_decide_at_once() {
    let sandbox = sandbox();
    for (user, status, code, passed, sub_code) in [
        ("sandbox-passed", 200, "Success", "Y", "200"),
        ("sandbox-failed", 200, "Success", "N", "205"),
        ("sandbox-failed-206", 200, "Success", "N", "206"),
        ("sandbox-forged", 200, "Success", "N", "205"),
        ("sandbox-leaves", 404, "ProcessNotCompleted", "", ""),
        ("sandbox-times-out", 400, "TransactionIdInvalid", "", ""),
        ("somebody", 404, "ProcessNotCompleted", "", ""),
    ] {
        let id = begin(&sandbox, of_user(user));
        let reply = send(&sandbox, &check(&id));
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{user}");
        assert_eq!((reply.member("/Result/Passed"), reply.member("/Result/SubCode")), (passed.into(), sub_code.into()));
    }
    let id = begin(&sandbox, of_user("sandbox-passed-after-2"));
    let codes: Vec<_> = (0..4).map(|_| send(&sandbox, &check(&id)).code()).collect();
    assert_eq!(codes, ["ProcessNotCompleted", "ProcessNotCompleted", "Success", "Success"]);
}

#[test]
fn a_result_tells_what_was_found() {
    let sandbox = sandbox();
    let draft = || of_user("sandbox-failed").with("IdSpoof", "Y").with("DocType", "00000006");
    let reply = send(&sandbox, &check(&begin(&sandbox, draft())));
    let (face, document) = (inside(&reply, "ExtFaceInfo"), inside(&reply, "ExtIdInfo"));
    assert_eq!((&face["faceAttack"], &face["facePassed"]), (&json!("Y"), &json!("N")));
    assert_eq!((&document["ocrIdPassed"], &document["spoofInfo"]["spoofResult"]), (&json!("Y"), &json!("N")));
    assert_eq!(document["ocrIdInfo"]["symbols"], "***AZ");

    let reply = send(&sandbox, &check(&begin(&sandbox, of_user("sandbox-forged"))));
    let document = inside(&reply, "ExtIdInfo");
    assert_eq!(inside(&reply, "ExtFaceInfo")["facePassed"], "Y");
    assert_eq!((&document["ocrIdPassed"], &document["spoofInfo"]["spoofResult"]), (&json!("N"), &json!("Y")));
    assert_eq!(document["spoofInfo"]["spoofType"], json!(["SCREEN_REMARK"]));

    for (product, face, document) in [("FACE_LIVENESS", true, false), ("ID_OCR", false, true), ("eKYC_PRO", true, true)]
    {
        let draft = of_user("sandbox-passed").with("ProductCode", product).with("Authorize", "T");
        let result = send(&sandbox, &check(&begin(&sandbox, draft))).json()["Result"].clone();
        let has = |name: &str| result.get(name).is_some_and(Value::is_string);
        assert_eq!((has("ExtFaceInfo"), has("ExtIdInfo")), (face, document), "{product}");
        assert_eq!(has("ExtSourceInfo"), product == "eKYC_PRO");
    }
}

#[test]
fn pictures_come_when_they_are_asked_for_and_the_face_has_passed() {
    let sandbox = sandbox();
    let picture = |reply: &Reply, member: &str, name: &str| {
        let value = inside(reply, member).get(name).map(|text| STANDARD.decode(text.as_str().unwrap()).unwrap());
        value.inspect(|bytes| assert!(bytes.starts_with(b"\xff\xd8\xff") && bytes.ends_with(b"\xff\xd9"), "a JPEG"))
    };
    let id = begin(&sandbox, of_user("sandbox-passed").with("DocPageConfig", r#"["OCR_ID_BACK"]"#));
    let reply = send(&sandbox, &check(&id));
    assert!(picture(&reply, "ExtFaceInfo", "faceImg").is_none());
    let reply = send(&sandbox, &check(&id).with("IsReturnImage", "Y"));
    let found = ["idImage", "idBackImage"].map(|name| picture(&reply, "ExtIdInfo", name).unwrap());
    assert!(picture(&reply, "ExtFaceInfo", "faceImg").is_some() && found[0] != found[1]);
    let failed = begin(&sandbox, of_user("sandbox-failed"));
    let reply = send(&sandbox, &check(&failed).with("IsReturnImage", "Y"));
    assert!(picture(&reply, "ExtFaceInfo", "faceImg").is_none());
    let one_side = begin(&sandbox, of_user("sandbox-passed"));
    let reply = send(&sandbox, &check(&one_side).with("IsReturnImage", "Y"));
    assert!(picture(&reply, "ExtIdInfo", "idImage").is_some() && picture(&reply, "ExtIdInfo", "idBackImage").is_none());
}

#[test]
fn the_log_tells_how_far_a_user_came() {
    let sandbox = sandbox();
    for (user, status, error, page) in [
        ("sandbox-passed", "0", "1000", ""),
        ("sandbox-failed", "0", "1001", ""),
        ("sandbox-leaves", "1", "1006", "FACE"),
        ("sandbox-times-out", "1", "9999", "OCR_SCAN"),
        ("somebody", "2", "", ""),
    ] {
        let reply = send(&sandbox, &log(&begin(&sandbox, of_user(user))));
        let member = |name: &str| reply.member(&format!("/Result/{name}"));
        assert_eq!(reply.code(), "Success", "{user}");
        let told = (member("VerifyStatus"), member("VerifyErrorCode"), member("InterruptPageEn"));
        assert_eq!(told, (status.to_owned(), error.to_owned(), page.to_owned()), "{user}");
        assert!(reply.json()["Result"]["LogInfoEn"][0].is_string());
        assert_eq!(member("Passed").is_empty(), status != "0", "{user}");
    }
    assert_eq!(send(&sandbox, &log("hks0")).code(), "TransactionIdInvalid");
}

#[test]
fn a_result_can_be_deleted() {
    let sandbox = sandbox();
    let id = begin(&sandbox, of_user("sandbox-passed"));
    let reply = send(&sandbox, &delete(&id).with("DeleteType", "Img"));
    assert_eq!((reply.member("/Result/DeleteResult"), reply.member("/Result/TransactionId")), ("Y".into(), id.clone()));
    let reply = send(&sandbox, &check(&id).with("IsReturnImage", "Y"));
    assert!(inside(&reply, "ExtIdInfo")["idImage"].is_null() && inside(&reply, "ExtIdInfo")["ocrIdInfo"].is_object());
    send(&sandbox, &delete(&id).with("DeleteType", "Text").with("DeleteAfterQuery", "Y"));
    assert_eq!(send(&sandbox, &check(&id)).code(), "Success", "it goes once it has been asked for");
    assert_eq!(send(&sandbox, &check(&id)).code(), "TransactionIdInvalid");
    for (draft, code) in [
        (delete(&id), "TransactionIdInvalid"),
        (delete("hks0"), "TransactionIdInvalid"),
        (delete(&begin(&sandbox, Draft::new())), "ProcessNotCompleted"),
        (delete(&id).with("DeleteType", "Everything"), "InvalidParameter"),
        (delete(&id).without("TransactionId"), "MissingParameter"),
    ] {
        assert_eq!(send(&sandbox, &draft).code(), code);
    }
}
