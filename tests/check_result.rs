//! What CheckResult's answers become: typed where the vendor says what is in them, kept as it is everywhere else, and never an error.

#[macro_use]
mod with;

use std::collections::HashMap;

use ekyc::model::{CheckResultResponse, HttpAnswer, JsonText, SpoofType};
use ekyc::protocol::read;
use ekyc::{CheckResultRequest, EkycError, Passed, VerificationState};
use serde_json::{Value, json};

fn answer(status: i32, body: &Value) -> HttpAnswer {
    HttpAnswer { status, headers: vec![], body: body.to_string().into_bytes() }
}

fn request() -> CheckResultRequest {
    CheckResultRequest::new("a1", "hks1")
}

/// The response to a success with this `Result`.
fn response(result: Value) -> CheckResultResponse {
    let body = json!({"RequestId": "R1", "Code": "Success", "Message": "success", "Result": result});
    read(&request(), &answer(200, &body)).unwrap()
}

#[test]
fn a_whole_result_is_typed() {
    let face = json!({
        "faceAttack": "N", "faceComparisonScore": 99.99, "authorityComparisonScore": "80.39", "faceImg": "AAECAw==",
        "facePassed": "Y", "faceQuality": 95.45, "faceOcclusion": "N", "docVideoUrl": "https://video/1.webm", "new": {"a": [1]},
    });
    let document = json!({
        "ocrIdInfo": {"name": "陈大文", "englishName": "CHAN, Tai Man", "idNumber": "Z683365(5)", "isPermanent": true, "number": 7},
        "ocrIdEditInfo": {"name": "Chan"}, "ocrIdBackInfo": {"issueDate": "2019-06-15"}, "ocrIdPassed": "Y",
        "spoofInfo": {"spoofResult": "Y", "spoofType": ["SCREEN_REMARK", "NEXT"]},
        "idImage": "/9j/4A==", "idBackImage": "AAEC\r\nAw==", "idFaceQualityScore": "88.5",
    });
    let sources = json!({"govId": 1.0, "fullName": 1, "dob": "0.9", "selfiePhoto": 0.8777, "liveness": 0.1152, "imgManipulationScore": 0.2253});
    let result = response(json!({
        "Passed": "Y", "SubCode": "200", "ExtFaceInfo": face.to_string(), "ExtIdInfo": document.to_string(),
        "ExtSourceInfo": sources.to_string(), "ExtRiskInfo": r#"{"level":"low"}"#, "EkycResult": "", "Next": 5,
    }));
    assert_eq!((result.request_id.as_str(), result.state), ("R1", VerificationState::Ended));
    assert_eq!((result.passed, result.sub_code.as_deref()), (Some(Passed::Yes), Some("200")));

    let read = result.face.unwrap();
    assert_eq!((read.passed, read.attack, read.occlusion), (Some(true), Some(false), Some(false)));
    assert_eq!(
        (read.quality, read.comparison_score, read.authority_comparison_score),
        (Some(95.45), Some(99.99), Some(80.39))
    );
    assert_eq!(read.picture.as_deref(), Some(&[0, 1, 2, 3][..]));
    assert_eq!(read.video_url.as_deref(), Some("https://video/1.webm"));
    assert_eq!(read.other, HashMap::from([("new".to_owned(), r#"{"a":[1]}"#.to_owned())]));
    assert_eq!(read.raw, face.to_string());

    let read = result.document.unwrap();
    assert_eq!((read.passed, read.face_quality_score), (Some(true), Some(88.5)));
    assert_eq!(read.picture.as_deref(), Some(&[0xff, 0xd8, 0xff, 0xe0][..]));
    assert_eq!(read.back_picture.as_deref(), Some(&[0, 1, 2, 3][..]));
    let fields = read.fields.unwrap();
    assert_eq!((fields.name.as_deref(), fields.english_name.as_deref()), (Some("陈大文"), Some("CHAN, Tai Man")));
    assert_eq!((fields.id_number.as_deref(), fields.is_permanent.as_deref()), (Some("Z683365(5)"), Some("true")));
    assert_eq!((fields.all.len(), fields.all["number"].as_str()), (5, "7"));
    assert_eq!(read.edited_fields.unwrap().name.as_deref(), Some("Chan"));
    assert_eq!(read.back_fields.unwrap().issue_date.as_deref(), Some("2019-06-15"));
    let spoof = read.spoof.unwrap();
    assert_eq!(
        (spoof.forged, spoof.types),
        (Some(true), vec![SpoofType::Screen, SpoofType::Other { code: "NEXT".into() }])
    );

    let read = result.sources.unwrap();
    assert_eq!(
        (read.gov_id, read.full_name, read.dob, read.selfie_photo),
        (Some(1.0), Some(1.0), Some(0.9), Some(0.8777))
    );
    assert_eq!((read.liveness, read.img_manipulation_score), (Some(0.1152), Some(0.2253)));
    let risk = with!(
        JsonText::default(),
        members = HashMap::from([("level".to_owned(), "low".to_owned())]),
        raw = r#"{"level":"low"}"#.into()
    );
    assert_eq!((result.risk, result.ekyc_result, result.ext_info), (Some(risk), None, None));
    assert_eq!(result.other, HashMap::from([("Next".to_owned(), "5".to_owned())]));
}

#[test]
fn not_finished_is_an_outcome() {
    let body = json!({"RequestId": "R1", "Code": "ProcessNotCompleted", "Message": "..."});
    let result = read(&request(), &answer(404, &body)).unwrap();
    assert_eq!((result.request_id.as_str(), result.state, result.passed), ("R1", VerificationState::InProgress, None));
    assert_eq!(response(json!({"Passed": "P"})).state, VerificationState::Pending);
    let body = json!({"Code": "TransactionIdInvalid"});
    assert!(
        matches!(read(&request(), &answer(400, &body)), Err(EkycError::Rejected { fault, .. }) if fault.code == "TransactionIdInvalid")
    );
}

/// The vendor's own sample lacks a comma.
const BROKEN: &str = r#"{"faceAttack": "N" "faceImg": "..."}"#;

#[test]
fn what_is_no_json_is_there_as_it_came() {
    let result = response(
        json!({"Passed": "N", "SubCode": 205, "ExtFaceInfo": BROKEN, "ExtIdInfo": "**", "ExtSourceInfo": [1], "ExtInfo": 7}),
    );
    assert_eq!((result.passed, result.sub_code.as_deref()), (Some(Passed::No), Some("205")));
    let face = result.face.unwrap();
    assert_eq!((face.raw.as_str(), face.attack, face.other.len()), (BROKEN, None, 0));
    assert_eq!(result.document.unwrap().raw, "**");
    assert_eq!(result.sources.unwrap().raw, "[1]");
    assert_eq!(result.ext_info.unwrap().raw, "7");
}

#[test]
fn an_object_and_json_encoded_twice_are_read_too() {
    let face = json!({"faceAttack": "Y", "faceImg": "AAECAw"});
    let twice = Value::String(face.to_string()).to_string();
    for form in [face.clone(), Value::String(face.to_string()), Value::String(twice)] {
        let face = response(json!({ "ExtFaceInfo": form })).face.unwrap();
        assert_eq!((face.attack, face.picture.as_deref()), (Some(true), Some(&[0, 1, 2, 3][..])), "{}", face.raw);
    }
    let result = response(Value::String(json!({"Passed": "Y", "ExtFaceInfo": face}).to_string()));
    assert_eq!((result.passed, result.face.unwrap().attack), (Some(Passed::Yes), Some(true)));
}

#[test]
fn what_is_not_as_promised_stays_visible() {
    let face = json!({"faceImg": "not Base64!", "faceQuality": "good", "facePassed": "perhaps", "faceAttack": null});
    let face = response(json!({ "ExtFaceInfo": face.to_string() })).face.unwrap();
    assert_eq!((face.picture, face.quality, face.passed, face.attack), (None, None, None, None));
    let kept = [("faceImg", "not Base64!"), ("faceQuality", "good"), ("facePassed", "perhaps")];
    assert_eq!(face.other, kept.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    for types in [json!("PHOTO_COPY,TAMPER"), json!(r#"["PHOTO_COPY","TAMPER"]"#), json!(["PHOTO_COPY", "TAMPER"])] {
        let document = json!({"spoofInfo": {"spoofType": types}});
        let spoof = response(json!({ "ExtIdInfo": document.to_string() })).document.unwrap().spoof.unwrap();
        assert_eq!((spoof.forged, spoof.types), (None, vec![SpoofType::Copy, SpoofType::Edited]));
    }
    assert_eq!(response(json!({"Passed": "X"})).passed, Some(Passed::Other { code: "X".into() }));
}

#[test]
fn a_success_without_a_result_is_no_error() {
    for result in [Value::Null, json!({}), json!("")] {
        let read = response(result);
        assert_eq!((read.state, read.passed, read.other.len()), (VerificationState::Ended, None, 0));
    }
    for (result, text) in [(json!("**"), "**"), (json!([1]), "[1]"), (json!(7), "7")] {
        assert_eq!(response(result).other, HashMap::from([("Result".to_owned(), text.to_owned())]));
    }
}

#[test]
fn nothing_of_it_is_printed() {
    let planted = json!({"name": "PLANTED", "faceImg": "UExBTlRFRA==", "spoofInfo": {"spoofType": "PLANTED"}, "ocrIdInfo": {"name": "PLANTED"}});
    let result = response(json!({
        "Passed": "PLANTED", "SubCode": "PLANTED", "ExtFaceInfo": planted.to_string(), "ExtIdInfo": planted.to_string(),
        "ExtSourceInfo": planted.to_string(), "ExtRiskInfo": "PLANTED", "ExtInfo": planted, "New": "PLANTED",
    }));
    let document = result.document.clone().unwrap();
    let shown = [
        format!("{result} {result:?} {result:#?}"),
        format!("{0} {0:?}", result.face.unwrap()),
        format!("{document} {document:?} {:?} {:?}", document.spoof, document.fields),
        format!("{:?} {:?} {}", result.sources, result.risk, result.ext_info.unwrap()),
    ];
    assert!(shown[0].contains("R1") && shown[0].contains("Ended"), "what may be seen is still there: {}", shown[0]);
    for text in shown {
        assert!(!text.contains("PLANTED") && !text.contains("UExBTlRFRA") && !text.contains("80, 76, 65"), "{text}");
    }
}

mod any_result {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
            "[A-Za-z0-9+/]{0,40}={0,2}".prop_map(Value::from),
        ];
        let name = prop_oneof![
            Just("Passed".to_owned()),
            Just("ExtFaceInfo".to_owned()),
            Just("ExtIdInfo".to_owned()),
            Just("faceImg".to_owned()),
            Just("spoofInfo".to_owned()),
            Just("spoofType".to_owned()),
            Just("ocrIdInfo".to_owned()),
            ".{0,8}",
        ];
        leaf.prop_recursive(5, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(name.clone(), inner.clone(), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
                inner.prop_map(|value| Value::String(value.to_string())),
            ]
        })
    }

    proptest! {
        #[test]
        fn is_read(result in any_json()) {
            response(result);
        }
    }
}
