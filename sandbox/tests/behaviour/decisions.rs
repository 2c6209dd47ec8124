//! How a verification ends is decided from outside.

use std::net::SocketAddr;

use ekyc_sandbox::{Decision, Ending, SandboxError, VerificationState};
use serde_json::{Value, json};

use super::client::sandbox;
use super::control::{ask as control, start};
use super::message::Draft;
use super::verification::{BIZ_ID, begin, check, inside, of_user, send};

#[test]
fn the_control_plane_decides() {
    let (sandbox, plane) = start();
    let id = begin(&sandbox, Draft::new());
    let path = format!("/verifications/{id}");
    let seen = control(plane, "GET", &path, "").json();
    assert_eq!((&seen["state"], &seen["decision"]), (&json!("waiting"), &Value::Null));
    let ending = json!({
        "decision": "failed", "sub_code": "209", "document": { "surname": "ANOTHER" }, "edited": { "surname": "A" },
        "pending_checks": 1, "result": { "Passed": "P", "ExtRiskInfo": "{\"a\":1}", "ExtFaceInfo": null },
    });
    let reply = control(plane, "PUT", &path, &ending.to_string());
    assert_eq!((&reply.json()["state"], &reply.json()["sub_code"]), (&json!("ended"), &json!("209")));
    assert_eq!(send(&sandbox, &check(&id)).code(), "ProcessNotCompleted");
    let reply = send(&sandbox, &check(&id));
    let result = &reply.json()["Result"];
    assert_eq!(
        (&result["Passed"], &result["ExtRiskInfo"], result.get("ExtFaceInfo")),
        (&json!("P"), &json!("{\"a\":1}"), None)
    );
    let document = inside(&reply, "ExtIdInfo");
    assert_eq!(
        (&document["ocrIdInfo"]["surname"], &document["ocrIdEditInfo"]["surname"]),
        (&json!("ANOTHER"), &json!("A"))
    );
    let all = control(plane, "GET", &format!("/verifications?merchant_biz_id={BIZ_ID}"), "").json();
    assert_eq!(
        (&all["verifications"][0]["transaction_id"], &all["verifications"][0]["checks"]),
        (&json!(id), &json!(2))
    );
    let none = control(plane, "GET", "/verifications?merchant_biz_id=x", "").json();
    assert_eq!(none, json!({ "verifications": [] }));
    control(plane, "POST", "/reset", "");
    assert_eq!(control(plane, "GET", &path, "").status, 404);
    assert_eq!(send(&sandbox, &check(&id)).code(), "TransactionIdInvalid");
}

#[test]
fn the_inner_json_can_arrive_in_other_forms() {
    let (sandbox, plane) = start();
    let with = |form: &str| {
        let id = begin(&sandbox, Draft::new());
        put(plane, &id, &json!({ "decision": "passed", "ext_form": form }));
        send(&sandbox, &check(&id)).json()["Result"]["ExtFaceInfo"].clone()
    };
    assert!(serde_json::from_str::<Value>(with("text").as_str().unwrap()).unwrap().is_object());
    assert_eq!(with("object")["facePassed"], "Y");
    let once = serde_json::from_str::<String>(with("doubled").as_str().unwrap()).unwrap();
    assert!(serde_json::from_str::<Value>(&once).unwrap().is_object());
    let broken = with("broken");
    let error = serde_json::from_str::<Value>(broken.as_str().unwrap()).unwrap_err().to_string();
    assert!(error.contains("expected `,`"), "{error}");
}

fn put(plane: SocketAddr, id: &str, ending: &Value) {
    assert_eq!(control(plane, "PUT", &format!("/verifications/{id}"), &ending.to_string()).status, 200);
}

#[test]
fn a_mistake_is_a_sentence() {
    let (sandbox, plane) = start();
    let id = begin(&sandbox, Draft::new());
    for (body, words) in [
        ("{}", "missing field `decision`"),
        (r#"{"decision":"pass"}"#, "there are passed, failed, forged, leaves, times-out"),
        (r#"{"decision":"passed","subcode":"1"}"#, "unknown field `subcode`"),
        (r#"{"decision":"passed","ext_form":"x"}"#, "there are text, object, doubled and broken"),
        (r#"{"decision":"passed","callback":"x"}"#, "once, twice, late or never"),
        (r#"{"decision":"passed","callback_delay_ms":1}"#, "only if it is late"),
        (r#"{"decision":"passed","callback_token":"x"}"#, "there are right, wrong and absent"),
    ] {
        let reply = control(plane, "PUT", &format!("/verifications/{id}"), body);
        assert!(reply.status == 400 && reply.member("/error").contains(words), "{body}: {}", reply.member("/error"));
    }
    let unknown = [
        ("PUT", "/verifications/x", r#"{"decision":"passed"}"#),
        ("GET", "/verifications/x", ""),
        ("POST", "/verifications/x/callback", ""),
    ];
    for (method, path, body) in unknown {
        assert_eq!(control(plane, method, path, body).status, 404, "{method} {path}");
    }
    assert_eq!(control(plane, "GET", "/verifications?id=x", "").status, 400);
    assert!(matches!(sandbox.end_verification("x", Decision::Passed), Err(SandboxError::UnknownVerification)));
    assert_eq!(sandbox.verification(&id).unwrap().state, VerificationState::Waiting);
}

#[test]
fn what_is_formatted_shows_no_personal_data() {
    let sandbox = sandbox();
    let id = begin(
        &sandbox,
        of_user("the-user").with("CallbackUrl", "https://localhost/?the-secret").with("CallbackToken", "the-token"),
    );
    let mut ending = Ending::from(Decision::Passed);
    ending.document.insert("surname".to_owned(), "THE-NAME".to_owned());
    ending.edited.insert("surname".to_owned(), "THE-NAME".to_owned());
    let text = format!("{:?} {ending:?}", sandbox.verification(&id).unwrap());
    for value in ["the-user", "the-secret", "the-token", "THE-NAME", "/verify/"] {
        assert!(!text.contains(value), "{text}");
    }
}
