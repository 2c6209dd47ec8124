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
    for code in ["Success", "success", "SUCCESS", "200"] {
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

/// A refusal whose message has something that JSON or UTF-8 does not allow is the refusal all the same.
#[test]
fn one_bad_character_does_not_lose_a_refusal() {
    let rows: &[(&[u8], &str)] = &[
        (br"cut \ud83d", "cut \u{FFFD}"),
        (br"\udc00 and \ud83d\ud83d\ude00", "\u{FFFD} and \u{FFFD}\u{1F600}"),
        (br"\ud83d\u0041", "\u{FFFD}A"),
        (b"na\xEFve", "na\u{FFFD}ve"),
        (b"\xE9", "\u{FFFD}"),
        (b"two\nlines\tand \x07", "two\\nlines and \u{FFFD}"),
        (br"it\'s \q", "it's q"),
        (br"\u12", "\u{FFFD}12"),
        (br#"kept: \"\\\/\u00e9"#, "kept: \"\\/é"),
    ];
    for (message, read) in rows {
        for (before, after) in [("", ""), ("\u{FEFF}", ""), ("", "\n<!-- a proxy was here -->"), ("", " trailing")] {
            let mut body = before.as_bytes().to_vec();
            body.extend_from_slice(br#"{"RequestId":"R1","Code":"InvalidParameter","Message":""#);
            body.extend_from_slice(message);
            body.extend_from_slice(br#"","Other":1}"#);
            body.extend_from_slice(after.as_bytes());
            let error = read_initialize(&HttpAnswer { status: 400, headers: vec![], body }).unwrap_err();
            let fault = error.fault().unwrap_or_else(|| panic!("{error}"));
            assert_eq!((error.kind(), fault.code.as_str()), ("rejected", "InvalidParameter"));
            assert_eq!((fault.text.as_str(), fault.request_id.as_deref()), (*read, Some("R1")));
        }
    }
}

/// The same for a success, which has been paid for: whatever comes behind or beside the transaction does not lose it.
#[test]
fn a_success_is_read_as_far_as_it_can_be() {
    let result = r#"{"TransactionId":"hks1","Protocol":"p"}"#;
    let rows = [
        format!("\u{FEFF}{{\"Code\":\"Success\",\"Result\":{result}}}"),
        format!(
            r#"{{"RequestId":"R","requestId":"S","Code":"Success","code":"Other","Result":{result},"result":null}}"#
        ),
        format!(r#"{{"RequestId":null,"requestId":"R","CODE":"success","RESULT":{result}}}"#),
        format!(r#"{{"Code":"Success","Message":"\ud800","Result":{result}}}"#),
        format!(r#"{{"Code":"Success","Result":{result},"Extra":"cut he"#),
        format!(r#"{{"Code":"Success","Result":{result},"Extra" "no colon"}}"#),
        format!(r#"{{"Code":"Success","Result":{result},}}"#),
        r#"{"Code":"Success","result":{"transactionId":"hks1","protocol":"p"}}"#.to_owned(),
        r#"{"Code":"Success","Result":"{\"TransactionId\":\"hks1\",\"Protocol\":\"p\"}"}"#.to_owned(),
    ];
    for body in rows {
        let response = read_initialize(&answer(200, &body)).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!((response.transaction_id.as_str(), response.protocol.as_deref()), ("hks1", Some("p")), "{body}");
        assert_eq!(response.request_id, if body.contains(r#""R""#) { "R" } else { "" }, "{body}");
    }
}

#[test]
fn ids_that_are_numbers_keep_every_digit() {
    for id in ["7", "9007199254740993", "18446744073709551615", "123456789012345678901234567890", "-1"] {
        let body = format!(r#"{{"RequestId":{id},"Code":"Success","Result":{{"TransactionId":{id},"Score":0.5}}}}"#);
        let response = read_initialize(&answer(200, &body)).unwrap();
        assert_eq!((response.transaction_id.as_str(), response.request_id.as_str()), (id, id));
    }
}

#[test]
fn texts_of_an_answer_are_cut_and_obeyed_by_no_terminal() {
    let long = "x\u{1b}[31m\u{202e}\n".repeat(10_000);
    let body = serde_json::json!({"Code": long, "Message": long, "RequestId": long, "Recommend": long});
    let mut many = answer(400, &body.to_string());
    let page = HttpAnswer { headers: vec![Header::new("x-acs-request-id", long.clone())], ..answer(502, "<html>") };
    many.headers.push(Header::new("x-acs-retry-after", "9223372036854775807"));
    for (error, most) in [(read_initialize(&many).unwrap_err(), 8_000), (read_initialize(&page).unwrap_err(), 1_000)] {
        for text in [error.to_string(), error.request_id().unwrap().to_owned()] {
            assert!(text.len() < most, "{} bytes", text.len());
            assert!(!text.chars().any(|c| c.is_control() || c == '\u{202e}'), "{text}");
        }
    }
    let id = serde_json::json!({"Code": "Success", "RequestId": long, "Result": {"TransactionId": "hks1"}}).to_string();
    assert!(read_initialize(&answer(200, &id)).unwrap().request_id.len() < 1_000);
}

#[test]
fn a_wait_that_an_answer_asks_for_has_an_end() {
    for (header, value) in [("x-acs-retry-after", "9999999999999"), ("retry-after", "9223372036854775807")] {
        let mut throttled = answer(403, r#"{"Code":"Throttling.Api"}"#);
        throttled.headers.push(Header::new(header, value));
        match read_initialize(&throttled).unwrap_err() {
            EkycError::Throttled { retry_after_ms, .. } => assert_eq!(retry_after_ms, Some(86_400_000)),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn what_is_compressed_is_called_so() {
    for (encoding, body, hint) in [
        (Some("gzip"), &b"\x1f\x8b\x08"[..], "Content-Encoding: gzip"),
        (Some(" BR "), b"\x8b\x03", "Content-Encoding: br"),
        (None, b"\x1f\x8b\x08", "compressed with gzip"),
        (Some("identity"), b"<html>", "not JSON"),
        (Some("snappy"), b"<html>", "a Content-Encoding that"),
    ] {
        let headers = encoding.map(|encoding| Header::new("Content-Encoding", encoding)).into_iter().collect();
        let error = read_initialize(&HttpAnswer { status: 200, headers, body: body.to_vec() }).unwrap_err();
        assert!(error.to_string().contains(hint), "{encoding:?}: {error}");
    }
    // An HTTP stack that has undone it may leave the header.
    let headers = vec![Header::new("content-encoding", "gzip")];
    let undone = answer(200, r#"{"Code":"Success","Result":{"TransactionId":"hks1"}}"#);
    read_initialize(&HttpAnswer { headers, ..undone }).unwrap();
}
