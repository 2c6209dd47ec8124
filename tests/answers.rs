//! Every answer the service, its gateway or something in between can give, and the error it becomes.

use ekyc::model::{Header, HttpAnswer};
use ekyc::protocol::read_initialize;
use ekyc::{AccessSubject, EkycError};

fn answer(status: i32, body: &str) -> HttpAnswer {
    HttpAnswer { status, headers: vec![], body: body.as_bytes().to_vec() }
}

fn fault(status: i32, code: &str) -> EkycError {
    let body = format!(
        r#"{{"RequestId":"REQ-1","HostId":"h","Code":"{code}","Message":"in its own words","Recommend":"https://d"}}"#
    );
    read_initialize(&answer(status, &body)).unwrap_err()
}

/// Every code of `api.md` 3.2 and 3.3: its status, the kind it becomes, and whose permission is missing.
#[rustfmt::skip] // a table
const CODES: &[(i32, &str, &str)] = &[
    (400, "MissingParameter", "rejected"),
    (400, "InvalidParameter", "rejected"),
    (400, "TransactionIdInvalid", "rejected"),
    (401, "Forbidden.ExceptionRepeatedInvoke", "rejected"),
    (401, "UnqualifiedPhoto", "rejected"),
    (401, "DataDuplication", "rejected"),
    (401, "ToolargeImage", "rejected"),
    (401, "DownloadTimeout", "rejected"),
    (401, "NoFaceDetected", "rejected"),
    (403, "Forbidden.RAMUserAccessDenied", "access_denied"),
    (403, "Forbidden.AccountAccessDenied", "access_denied"),
    (403, "Throttling.Api", "throttled"),
    (404, "ProcessNotCompleted", "rejected"),
    (429, "SuspiciousActivity", "rejected"),
    (500, "InternalError", "service_failure"),
    (503, "ServiceUnavailable", "service_failure"),
    (400, "SignatureDoesNotMatch", "credentials"),
    (403, "SignatureDoesNotMatch", "credentials"),
    (400, "IncompleteSignature", "rejected"),
    (400, "InvalidSignatureMethod", "rejected"),
    (400, "SignatureNonceUsed", "rejected"),
    (400, "InvalidTimeStamp.Expired", "rejected"),
    (400, "InvalidTimeStamp.Format", "rejected"),
    (400, "IllegalTimestamp", "rejected"),
    (404, "InvalidAccessKeyId.NotFound", "credentials"),
    (400, "InvalidAccessKeyId.NotFound", "credentials"),
    (400, "InvalidAccessKeyId.Inactive", "credentials"),
    (400, "MissingMetaInfo", "rejected"),
    (400, "InvalidMetaInfo", "rejected"),
    (400, "InvalidParameter.Format", "rejected"),
    (404, "InvalidApi.NotFound", "rejected"),
    (404, "InvalidAction.NotFound", "rejected"),
    (404, "InvalidProduct.NotFound", "rejected"),
    (404, "InvalidProtocol.NeedSsl", "rejected"),
    (400, "NoSuchVersion", "rejected"),
    (400, "UnsupportedHTTPMethod", "rejected"),
    (400, "Throttling", "throttled"),
    (400, "Throttling.User", "throttled"),
    (400, "Throttling.Api", "throttled"),
    (403, "Forbidden", "access_denied"),
    (403, "Forbidden.RAM", "access_denied"),
    (403, "Forbidden.NoPermission", "access_denied"),
    (403, "Forbidden.RiskControl", "access_denied"),
    (400, "InvalidSecurityToken.Expired", "credentials"),
    (403, "InvalidSecurityToken.Malformed", "credentials"),
    (400, "InvalidSecurityToken.MismatchWithAccessKey", "credentials"),
    (400, "MissingSecurityToken", "credentials"),
    // Not in the lists: by prefix, then by status. A business error may come with HTTP 200.
    (200, "InvalidParameter", "rejected"),
    (200, "Throttling.Api", "throttled"),
    (200, "InternalError", "service_failure"),
    (200, "200", "rejected"),
    (429, "TooMany", "throttled"),
    (418, "Teapot", "rejected"),
    (502, "BadGateway", "service_failure"),
];

#[test]
fn every_code_has_its_place_and_keeps_what_the_service_said() {
    for &(status, code, kind) in CODES {
        let error = fault(status, code);
        assert_eq!(error.kind(), kind, "{status} {code}");
        let said = error.fault().unwrap_or_else(|| panic!("{code}: no fault"));
        assert_eq!((said.http_status, said.code.as_str()), (status, code));
        assert_eq!((said.text.as_str(), said.request_id.as_deref()), ("in its own words", Some("REQ-1")));
        assert_eq!(said.recommend.as_deref(), Some("https://d"));
        let text = error.to_string();
        for part in [code, "REQ-1", "in its own words", &status.to_string()] {
            assert!(text.contains(part), "{code}: {text}");
        }
    }
}

#[test]
fn a_denial_says_whose_permission_is_missing_and_the_remedy() {
    let cases = [
        ("Forbidden.RAMUserAccessDenied", AccessSubject::RamUser, "AliyunAntCloudAuthFullAccess"),
        ("Forbidden", AccessSubject::RamUser, "AliyunAntCloudAuthFullAccess"),
        ("Forbidden.AccountAccessDenied", AccessSubject::Account, "overdue"),
        ("Forbidden.RiskControl", AccessSubject::Account, "risk control"),
    ];
    for (code, whose, hint) in cases {
        match fault(403, code) {
            EkycError::AccessDenied { subject, remedy, .. } => {
                assert_eq!(subject, whose, "{code}");
                assert!(remedy.contains(hint), "{code}: {remedy}");
            }
            other => panic!("{code}: {other}"),
        }
    }
}

#[test]
fn throttling_carries_the_time_to_wait_if_it_is_one() {
    for (value, expected) in [("1500", Some(1500)), (" 7 ", Some(7)), ("0", None), ("-1", None), ("soon", None)] {
        let mut throttled = answer(403, r#"{"Code":"Throttling.Api"}"#);
        throttled.headers.push(Header::new("X-Acs-Retry-After", value));
        match read_initialize(&throttled).unwrap_err() {
            EkycError::Throttled { retry_after_ms, .. } => assert_eq!(retry_after_ms, expected, "{value}"),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_success_is_read_whatever_the_case_of_its_code() {
    for code in ["Success", "success", "SUCCESS"] {
        let body = format!(
            r#"{{"RequestId":"R","Code":"{code}","Message":"success","New":[1],"Result":{{"TransactionId":"hks1",
            "TransactionUrl":"https://t","Protocol":"p","ClientCfg":"c","Newer":{{}}}}}}"#
        );
        let response = read_initialize(&answer(200, &body)).unwrap();
        assert_eq!((response.request_id.as_str(), response.transaction_id.as_str()), ("R", "hks1"));
        assert_eq!(response.transaction_url.as_deref(), Some("https://t"));
        assert_eq!((response.protocol.as_deref(), response.client_config.as_deref()), (Some("p"), Some("c")));
    }
    let bare = read_initialize(&answer(200, r#"{"Code":"Success","Result":{"TransactionId":"hks1"}}"#)).unwrap();
    assert_eq!((bare.request_id.as_str(), bare.transaction_url), ("", None));
}

#[test]
fn lower_case_members_and_the_header_s_request_id_are_read_too() {
    let mut odd = answer(400, r#"{"code":"InvalidParameter","message":"m"}"#);
    odd.headers.push(Header::new("x-acs-request-id", "H-1"));
    let error = read_initialize(&odd).unwrap_err();
    let fault = error.fault().unwrap();
    assert_eq!((fault.text.as_str(), fault.request_id.as_deref()), ("m", Some("H-1")));
}

#[test]
fn what_is_not_the_service_s_format_is_an_unexpected_answer() {
    let rows: &[(i32, &str, &str)] = &[
        (200, "", "not JSON"),
        (200, "<html>captive portal</html>", "not JSON"),
        (502, "<html>bad gateway</html>", "not JSON"),
        (200, "[]", "not an object"),
        (200, "\"Success\"", "not an object"),
        (200, "{}", "no Code"),
        (500, "{}", "no Code"),
        (200, r#"{"Code":null}"#, "no Code"),
        (200, r#"{"Code":"Success"}"#, "TransactionId"),
        (200, r#"{"Code":"Success","Result":null}"#, "TransactionId"),
        (200, r#"{"Code":"Success","Result":"text"}"#, "TransactionId"),
        (200, r#"{"Code":"Success","Result":{"TransactionId":""}}"#, "TransactionId"),
        (200, r#"{"Code":"Success","Result":{"TransactionId":null}}"#, "TransactionId"),
        (200, r#"{"Code":"Success","Result":{"TransactionId":["x"]}}"#, "TransactionId"),
        (500, r#"{"Code":"Success","Result":{"TransactionId":"x"}}"#, "HTTP status"),
        (302, r#"{"Code":"Success","Result":{"TransactionId":"x"}}"#, "redirect"),
    ];
    for (status, body, hint) in rows {
        match read_initialize(&answer(*status, body)).unwrap_err() {
            EkycError::UnexpectedAnswer { http_status, reason, .. } => {
                assert_eq!(http_status, *status);
                assert!(reason.contains(hint), "{body}: {reason}");
                assert!(!reason.contains("captive"), "the content shows: {reason}");
            }
            other => panic!("{body}: {other}"),
        }
    }
    let huge = answer(200, &" ".repeat(1024 * 1024 + 1));
    assert!(read_initialize(&huge).unwrap_err().to_string().contains("larger than 1048576 bytes"));
}

#[test]
fn with_the_request_its_values_are_masked_without_a_client_too() {
    let mut request = ekyc::InitializeRequest::new(ekyc::ProductCode::EKyc, "a1", r#"{"k":"META"}"#, "USER-1");
    request.face_picture = Some(vec![0xFF, 0xD8, 0xFF, 0xFE]);
    let echo = answer(
        400,
        r#"{"Code":"InvalidParameter","Message":"{\"k\":\"META\"} of USER-1 with /9j//g== or %2F9j%2F%2Fg%3D%3D"}"#,
    );
    let read = |request| ekyc::ffi::core_read_initialize(echo.clone(), request).unwrap_err();
    let page = HttpAnswer { headers: vec![Header::new("x-acs-request-id", "for USER-1")], ..answer(502, "<html>") };
    let page = ekyc::ffi::core_read_initialize(page, Some(request.clone())).unwrap_err();
    assert!(matches!(&page, EkycError::UnexpectedAnswer { request_id: Some(id), .. } if id == "for ***"), "{page:?}");
    assert_eq!(read(Some(request)).fault().unwrap().text, "*** of *** with *** or ***");
    assert_eq!(read(None).fault().unwrap().text, r#"{"k":"META"} of USER-1 with /9j//g== or %2F9j%2F%2Fg%3D%3D"#);
}
