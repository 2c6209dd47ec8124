//! The operations besides Initialize on the wire, and what the table decides about each of them.

#[macro_use]
mod with;

use std::collections::{BTreeMap, HashMap};

use ekyc::model::{
    Carriage, DeleteType, Effect, OperationSpec, Parts, SignedRequest, VerifyErrorCode, VerifyStatus, operation,
    operations,
};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::{InitializeV2, Operation, Success, sign};
use ekyc::{
    Attempts, CheckResultRequest, CheckVerifyLogRequest, Client, ClientConfig, ClientParts, Credentials,
    DeleteVerifyResultRequest, DocType, EkycError, InitializeRequest, OperationRequest, ProductCode, RetrySettings,
    VerificationState,
};
use ekyc_sandbox::{Action, Fault, FaultKind, Options, Sandbox};

const KEY: Key<'_> = Key { access_key_id: "id", access_key_secret: "secret", security_token: None };

fn signed(request: &impl Operation) -> SignedRequest {
    sign(request, "https://host", &KEY, "2025-01-02T03:04:05Z", "nonce").unwrap()
}

fn form(request: &SignedRequest) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

#[test]
fn each_operation_travels_as_the_official_sdk_sends_it() {
    let mut check = CheckResultRequest::new("a1", "hks 1");
    assert_eq!(signed(&check).url, "https://host/?MerchantBizId=a1&TransactionId=hks%201");
    (check.is_return_image, check.return_five_category_spoof_result) = (Some(true), Some(false));
    check.extra_image_control_list = Some("x".into());
    check.extra_parameters = HashMap::from([("A".to_owned(), "1".to_owned())]);
    let query = "A=1&ExtraImageControlList=x&IsReturnImage=Y&MerchantBizId=a1&ReturnFiveCategorySpoofResult=N&TransactionId=hks%201";
    assert_eq!(signed(&check).url, format!("https://host/?{query}"));
    assert_eq!(signed(&check).header("x-acs-action"), Some("CheckResult"));
    assert!(signed(&check).body.is_empty());

    let mut log = CheckVerifyLogRequest::new("a1", "hks1");
    log.extra_parameters = HashMap::from([("Z".to_owned(), "a b".to_owned())]);
    let request = signed(&log);
    assert_eq!(
        (request.url.as_str(), form(&request)),
        ("https://host/", "MerchantBizId=a1&TransactionId=hks1&Z=a%20b")
    );
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));

    let mut delete = DeleteVerifyResultRequest::new("hks1");
    (delete.delete_type, delete.delete_after_query) = (Some(DeleteType::All), Some(true));
    assert_eq!(signed(&delete).url, "https://host/?DeleteAfterQuery=Y&DeleteType=All&TransactionId=hks1");

    let mut start = InitializeRequest::new(ProductCode::EKycPro, "a1", "{}", "u");
    start.face_picture = Some(vec![0]);
    let (first, second) = (signed(&start), signed(&InitializeV2(&start)));
    assert_eq!((first.url, first.body), (second.url.clone(), second.body.clone()));
    assert_eq!(second.header("x-acs-action"), Some("InitializeV2"));

    let mut any = OperationRequest::new("FaceCompare");
    any.query = HashMap::from([("B".to_owned(), String::new()), ("A".to_owned(), "1".to_owned())]);
    any.form = HashMap::from([("P".to_owned(), "AA==".to_owned())]);
    let request = signed(&any);
    assert_eq!((request.url.as_str(), form(&request)), ("https://host/?A=1&B=", "P=AA%3D%3D"));
    let alive = signed(&OperationRequest::new("KeepaliveIntl"));
    assert_eq!((alive.url.as_str(), alive.body.len()), ("https://host/", 0));
}

#[test]
fn the_table_knows_all_fifty() {
    assert_eq!(operations().len(), 50);
    let effect = |name: &str| operation(name).unwrap().effect;
    assert_eq!((effect("Initialize"), effect("CheckResult")), (Effect::New, Effect::Safe));
    assert_eq!((effect("DeleteVerifyResult"), effect("FaceCompare")), (Effect::Idempotent, Effect::New));
    assert_eq!(operation("CheckVerifyLog").unwrap().carriage, Carriage::Form);
    // The caller's word counts, and what is unknown is taken for what must not be repeated.
    let spec = |name: &str, repeatable| with!(OperationRequest::new(name), repeatable = repeatable).spec().effect;
    assert_eq!(spec("Next", None), Effect::New);
    assert_eq!(spec("Next", Some(true)), Effect::Idempotent);
    assert_eq!((spec("CheckResult", Some(true)), spec("CheckResult", Some(false))), (Effect::Safe, Effect::New));
}

fn violations(request: &impl Operation) -> Vec<String> {
    match request.validate() {
        Ok(()) => vec![],
        Err(EkycError::InvalidRequest { violations }) => violations.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn what_is_wrong_is_told_before_anything_is_sent() {
    let mut check = CheckResultRequest::new("", " ");
    check.extra_parameters = HashMap::from([("isreturnimage".to_owned(), "Y".to_owned())]);
    assert_eq!(
        violations(&check),
        [
            "MerchantBizId is required and must not be empty",
            "TransactionId is required and must not be empty",
            "extra_parameters names isreturnimage, which has a field of its own; use that",
        ]
    );
    assert_eq!(violations(&CheckVerifyLogRequest::new("", "")).len(), 2);
    assert_eq!(violations(&DeleteVerifyResultRequest::new("")), ["TransactionId is required and must not be empty"]);
    let mut any = OperationRequest::new("Face Compare");
    any.query = HashMap::from([("Action".to_owned(), "1".to_owned()), ("P".to_owned(), "1".to_owned())]);
    any.form = HashMap::from([(" ".to_owned(), "1".to_owned()), ("P".to_owned(), "1".to_owned())]);
    assert_eq!(
        violations(&any),
        [
            "operation must be 1 to 64 letters and digits",
            "query names Action, which belongs to the protocol",
            "form has an empty name",
            "form names P, which is in the query too",
        ]
    );
    for name in ["", "x".repeat(65).as_str(), "a\r\nb", "é"] {
        assert_eq!(violations(&OperationRequest::new(name)).len(), 1, "{name}");
    }
}

#[test]
fn requests_show_what_may_be_seen() {
    let mut any = OperationRequest::new("Id2MetaVerifyIntl");
    any.query = HashMap::from([("UserName".to_owned(), "PLANTED".to_owned())]);
    any.form = HashMap::from([("Picture".to_owned(), "PLANTED".to_owned())]);
    assert_eq!(any.to_string(), r#"Id2MetaVerifyIntl { UserName: "***", Picture: "***" }"#);
    assert_eq!(
        CheckResultRequest::new("a1", "t1").to_string(),
        r#"CheckResultRequest { MerchantBizId: "a1", TransactionId: "t1" }"#
    );
}

fn client(sandbox: &Sandbox) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), base_delay_ms = 1))
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    Client::with(config, credentials, ClientParts::default()).unwrap()
}

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

/// An operation of one's own whose name cannot travel: nothing of it is checked before it is signed.
struct Unsendable;

impl Operation for Unsendable {
    type Response = ();

    fn spec(&self) -> OperationSpec {
        OperationSpec::unknown("SECRET\nNAME")
    }

    fn parts(&self) -> Parts<'_> {
        Parts::default()
    }

    fn validate(&self) -> Result<(), EkycError> {
        Ok(())
    }

    fn read(&self, _: Success<'_>) -> Result<(), &'static str> {
        Ok(())
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_no_network_error_and_costs_the_others_nothing() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for _ in 0..50 {
        let error = client.send(&Unsendable, None).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), ("internal", Attempts::new(1, false)), "{error}");
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
    }
    assert_eq!(sandbox.seen().requests, 0);
    // The budget for repetitions is whole: it lasts for a call that needs two of them.
    aim(&sandbox, "CheckVerifyLog", [FaultKind::Reset.times(2)]);
    let log = client.check_verify_log(&CheckVerifyLogRequest::new("a1", "hks1")).await;
    assert_eq!(sandbox.seen().requests, 3, "{log:?}");
}

/// The next answers to an operation.
fn aim(sandbox: &Sandbox, operation: &str, faults: impl IntoIterator<Item: Into<Fault>>) {
    let action = Action::from_name(operation).unwrap();
    sandbox.faults(faults.into_iter().map(|fault| fault.into().on(action)));
}

fn says(status: u16, body: &str) -> FaultKind {
    FaultKind::Answer { status, headers: BTreeMap::new(), body: body.to_owned() }
}

#[tokio::test]
async fn what_only_reads_is_repeated_though_it_may_have_arrived() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let result = says(200, r#"{"RequestId":"R","Code":"Success","Result":{"Passed":"Y"}}"#);
    aim(&sandbox, "CheckResult", [FaultKind::Reset, says(504, "<html>"), result]);
    let response = client.check_result(&CheckResultRequest::new("a1", "hks1")).await.unwrap();
    assert_eq!((response.request_id.as_str(), sandbox.seen().requests), ("R", 3));
    // And if it fails all the same, there is no outcome to be in doubt about.
    aim(&sandbox, "CheckResult", [FaultKind::Reset.times(3)]);
    let error = client.check_result(&CheckResultRequest::new("a1", "hks1")).await.unwrap_err();
    assert_eq!(error.attempts(), Attempts::new(3, false));
    aim(&sandbox, "DeleteVerifyResult", [FaultKind::Reset.times(3)]);
    let error = client.delete_verify_result(&DeleteVerifyResultRequest::new("hks1")).await.unwrap_err();
    assert_eq!(error.attempts(), Attempts::new(3, true));
    // What makes something new is not.
    aim(&sandbox, "FaceCompare", [FaultKind::Reset]);
    let error = client.call(&OperationRequest::new("FaceCompare")).await.unwrap_err();
    assert_eq!(error.attempts(), Attempts::new(1, true));
    aim(&sandbox, "FaceCompare", [FaultKind::Reset, says(200, r#"{"Code":"Success"}"#)]);
    let yes = with!(OperationRequest::new("FaceCompare"), repeatable = Some(true));
    client.call(&yes).await.unwrap();
}

#[tokio::test]
async fn each_operation_reads_its_answer() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    aim(&sandbox, "CheckResult", [says(404, r#"{"RequestId":"R","Code":"ProcessNotCompleted","Message":"m"}"#)]);
    let result = client.check_result(&CheckResultRequest::new("a1", "hks1")).await.unwrap();
    assert_eq!((result.state, result.request_id.as_str()), (VerificationState::InProgress, "R"));

    let log = r#"{"Code":"Success","RequestId":"R","Result":{"VerifyStatus":"1","VerifyErrorCode":1006,"InterruptPageEn":"FACE",
        "LogInfoEn":["a","b"],"LogStatisticsInfo":"{\"FACE\":\"8707\"}","Passed":"N","New":{"x":1}}}"#;
    aim(&sandbox, "CheckVerifyLog", [says(200, log)]);
    let log = client.check_verify_log(&CheckVerifyLogRequest::new("a1", "hks1")).await.unwrap();
    assert_eq!(
        (log.verify_status, log.verify_error_code),
        (Some(VerifyStatus::Interrupted), Some(VerifyErrorCode::UserExit))
    );
    assert_eq!((log.interrupt_page_en.as_deref(), log.log_info_en.len(), log.log_info.len()), (Some("FACE"), 2, 0));
    assert_eq!(log.log_statistics_info.unwrap().members["FACE"], "8707");
    assert_eq!(log.other["New"], r#"{"x":1}"#);

    aim(
        &sandbox,
        "DeleteVerifyResult",
        [says(200, r#"{"Code":"200","RequestId":"R","Result":{"DeleteResult":"Y","TransactionId":"hks1"}}"#)],
    );
    let deleted = client.delete_verify_result(&DeleteVerifyResultRequest::new("hks1")).await.unwrap();
    assert_eq!((deleted.deleted, deleted.transaction_id.as_deref()), (Some(true), Some("hks1")));

    let mut start = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "u");
    start.doc_type = Some(DocType::GlobalPassport);
    aim(&sandbox, "InitializeV2", [says(200, r#"{"Code":"Success","Result":{"TransactionId":"hks2"}}"#)]);
    assert_eq!(client.initialize_v2(&start).await.unwrap().transaction_id, "hks2");

    let body = r#"{"Code":"1","RequestId":"R","ResultObject":{"Passed":"T"}}"#;
    aim(&sandbox, "FaceCompare", [says(200, body), says(200, body)]);
    let mut any = OperationRequest::new("FaceCompare");
    assert!(matches!(client.call(&any).await, Err(EkycError::Rejected { fault, .. }) if fault.code == "1"));
    any.success_codes = vec!["1".into()];
    let response = client.call(&any).await.unwrap();
    assert_eq!((response.request_id.as_str(), response.json.as_str()), ("R", body));
    assert!(!format!("{response:?}").contains("Passed"));
}

#[tokio::test]
async fn values_of_any_operation_are_masked_in_the_service_s_words() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    aim(&sandbox, "Id2MetaVerifyIntl", [FaultKind::Echo]);
    let mut any = OperationRequest::new("Id2MetaVerifyIntl");
    any.query = HashMap::from([("UserName".to_owned(), "Ada Lovelace".to_owned())]);
    any.form = HashMap::from([("IdentifyNum".to_owned(), "1815 12 10".to_owned())]);
    let error = client.call(&any).await.unwrap_err();
    let text = format!("{error} {error:?}");
    for planted in ["Ada", "Lovelace", "1815"] {
        assert!(!text.contains(planted), "{text}");
    }
}

#[tokio::test]
async fn the_answer_to_an_operation_with_pictures_may_be_larger() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let picture = "A".repeat(3 * 1024 * 1024);
    let face = serde_json::json!({ "faceImg": picture }).to_string();
    let body = serde_json::json!({"Code": "Success", "Result": {"ExtFaceInfo": face}}).to_string();
    aim(&sandbox, "CheckResult", [says(200, &body)]);
    let result = client.check_result(&CheckResultRequest::new("a1", "hks1")).await.unwrap();
    assert_eq!(result.face.unwrap().picture.unwrap().len(), picture.len() / 4 * 3);
    aim(&sandbox, "CheckVerifyLog", [says(200, &body)]);
    let error = client.check_verify_log(&CheckVerifyLogRequest::new("a1", "hks1")).await.unwrap_err();
    assert!(error.to_string().contains("larger than 1048576 bytes"), "{error}");
}
