//! What the operation Initialize accepts, refuses and answers.

use ekyc_sandbox::Sandbox;

use super::client::{Connection, Reply, sandbox};
use super::message::Draft;

fn ask(sandbox: &Sandbox, draft: &Draft) -> Reply {
    Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes())
}

#[test]
fn a_success_has_the_services_shape() {
    let reply = ask(&sandbox(), &Draft::new());
    assert_eq!((reply.status, reply.code().as_str(), reply.member("/Message").as_str()), (200, "Success", "success"));
    assert_eq!(reply.header("x-acs-request-id"), Some(reply.member("/RequestId").as_str()));
    assert_eq!(reply.header("content-type"), Some("application/json;charset=utf-8"));
    let id = reply.member("/Result/TransactionId");
    assert!(id.len() == 32 && id.starts_with("hks"), "{id}");
    assert!(!reply.member("/Result/Protocol").is_empty());
    assert!(!reply.member("/Result/ClientCfg").is_empty());
    assert_eq!(reply.json().pointer("/Result/TransactionUrl"), None);
}

#[test]
fn every_call_begins_another_transaction() {
    let sandbox = sandbox();
    let ids: std::collections::HashSet<_> =
        (0..10).map(|_| ask(&sandbox, &Draft::new()).member("/Result/TransactionId")).collect();
    assert_eq!(ids.len(), 10);
}

#[test]
fn browsers_get_a_url() {
    let sandbox = sandbox();
    for (meta_info, page) in [
        (r#"{"deviceType":"h5"}"#, true),
        (r#"{"deviceType":"H5","ua":"x y"}"#, true),
        (r#"{"deviceType":"web"}"#, true),
        (r#"{"deviceType":"pc"}"#, true),
        (r#"{"deviceType":"ios"}"#, false),
        (r#"{"deviceType":"android"}"#, false),
        (r#"{"deviceType":7}"#, false),
        (r#"{"zimVer":"1.0.0"}"#, false),
        ("not json", false),
    ] {
        let reply = ask(&sandbox, &Draft::new().with("MetaInfo", meta_info));
        let url = reply.member("/Result/TransactionUrl");
        assert_eq!(reply.code(), "Success", "{meta_info}");
        let id = reply.member("/Result/TransactionId");
        assert!(!url.contains(&id), "the address of the page is known to the browser, the id need not be");
        if page {
            assert_eq!(url, sandbox.verification(&id).unwrap().page_url, "{meta_info}");
            assert!(url.starts_with(&format!("http://{}/verify/", sandbox.address())), "{url}");
        } else {
            assert_eq!(url, "", "{meta_info}");
        }
    }
}

#[test]
fn what_is_required() {
    let sandbox = sandbox();
    for name in ["ProductCode", "MerchantBizId", "MetaInfo", "MerchantUserId", "DocType"] {
        for draft in [Draft::new().without(name), Draft::new().with(name, "")] {
            let reply = ask(&sandbox, &draft);
            assert_eq!((reply.status, reply.code().as_str()), (400, "MissingParameter"), "{name}");
            assert!(reply.member("/Message").contains(name), "{name}");
        }
    }
    let template = || Draft::new().with("Model", "TEMPLATE");
    assert_eq!(ask(&sandbox, &template()).code(), "MissingParameter");
    assert_eq!(ask(&sandbox, &template().with("TemplateConfig", "01,02")).code(), "MissingParameter");
    let template = template().with("TemplateConfig", "01,02").with("TemplateType", "Seq");
    assert_eq!(ask(&sandbox, &template).code(), "Success");
    assert_eq!(ask(&sandbox, &Draft::new().with("ProductCode", "FACE_LIVENESS").without("DocType")).code(), "Success");
}

/// A parameter, values that are accepted, values that are not.
const VALUES: &[(&str, &[&str], &[&str])] = &[
    (
        "ProductCode",
        &[
            "eKYC",
            "eKYC_PRO",
            "eKYC_NDI",
            "FACE_LIVENESS",
            "FACE_LIVENESS_PRO",
            "FACE_VERIFY",
            "FACE_IDU",
            "ID_OCR",
            "KYC_GLOBAL",
        ],
        &["EKYC", "ekyc", "eKYC_MIN", "x"],
    ),
    ("SceneCode", &["a", "1234567890", "Scene_1"], &["12345678901", "a-b", "a b", "é"]),
    (
        "MerchantBizId",
        &["a", "djs20d0-9-dsskc", "12345678901234567890123456789012"],
        &["123456789012345678901234567890123", "a_b", "中"],
    ),
    (
        "DocType",
        &[
            "01000000",
            "00000001",
            "00000006",
            "00000007",
            "00000008",
            "00000009",
            "000000011",
            "000000012",
            "00000011",
            "00000012",
        ],
        &["1", "GLB03002", "0000000011"],
    ),
    ("IdSpoof", &["Y", "N"], &["y", "T", "1", "true"]),
    ("Authorize", &["T", "F"], &["Y", "N", "1"]),
    ("SecurityLevel", &["01", "02"], &["1", "03"]),
    ("IdThreshold", &["0", "1", "2", "3"], &["4", "00"]),
    ("Model", &["LIVENESS", "PHOTINUS_LIVENESS"], &["liveness", "BLINK"]),
    ("DocVideo", &["Y", "N"], &["1"]),
    (
        "CallbackUrl",
        &["https://example.com", "https://example.com/a?b=c&d=%20"],
        &[
            "http://example.com",
            "HTTPS://example.com",
            "example.com",
            "https://",
            "https:/example.com",
            "https:// example.com",
        ],
    ),
    ("CallbackToken", &["anything at all"], &[]),
    ("AppQualityCheck", &["Y", "N"], &["0"]),
    ("DocPageConfig", &[r#"["OCR_ID_BACK"]"#, "[]"], &["OCR_ID_BACK", r#""OCR_ID_BACK""#, "{}", "[1]"]),
    ("ShowGuidePage", &["1", "0"], &["Y"]),
    ("DocScanMode", &["shoot", "scan", "auto", "manual"], &["Shoot", "x"]),
    ("ProcedurePriority", &["url", "keep"], &["x"]),
    ("ShowAlbumIcon", &["1", "0"], &["Y"]),
    ("ShowOcrResult", &["1", "0"], &["Y"]),
    ("EditOcrResult", &["1", "0"], &["Y"]),
    ("ReturnUrl", &["https://example.com", "app://back"], &[]),
    ("LanguageConfig", &["en"], &[]),
    ("StyleConfig", &[r#"{"facePage":{}}"#], &[]),
    ("AParameterOfNextMonth", &["whatever", ""], &[]),
];

#[test]
fn documented_values_and_no_others() {
    let sandbox = sandbox();
    for (name, good, bad) in VALUES {
        for value in *good {
            let reply = ask(&sandbox, &Draft::new().with(name, value));
            assert_eq!(reply.code(), "Success", "{name}={value}: {}", reply.member("/Message"));
        }
        for value in *bad {
            let reply = ask(&sandbox, &Draft::new().with(name, value));
            assert_eq!((reply.status, reply.code().as_str()), (400, "InvalidParameter"), "{name}={value}");
            assert!(reply.member("/Message").contains(name), "{name}");
        }
    }
}

#[test]
fn other_products_have_other_documents() {
    let reply = ask(&sandbox(), &Draft::new().with("ProductCode", "eKYC_PRO").with("DocType", "GLB03002"));
    assert_eq!(reply.code(), "Success");
}

#[test]
fn parameters_may_come_in_the_form() {
    let sandbox = sandbox();
    let mut draft = Draft::new();
    draft.form = std::mem::take(&mut draft.query);
    assert_eq!(ask(&sandbox, &draft).code(), "Success");
    let event = sandbox.seen().events.back().unwrap().clone();
    assert!(event.query.is_empty());
    assert_eq!(event.form["MerchantUserId"], "123456789");
    assert_eq!(ask(&sandbox, &Draft::new().without("DocType").with_form("DocType", "01000000")).code(), "Success");
}

#[test]
fn an_empty_optional_parameter_is_none() {
    assert_eq!(ask(&sandbox(), &Draft::new().with("SecurityLevel", "").with("CallbackUrl", "")).code(), "Success");
}

#[test]
fn pictures() {
    let sandbox = sandbox();
    let base64 = |bytes: usize| format!("{}{}", "A".repeat((bytes * 4).div_ceil(3)), "=".repeat((3 - bytes % 3) % 3));
    let limit = 1024 * 1024;
    let (picture, url) = ("FacePictureBase64", "FacePictureUrl");
    for (name, draft, status, code) in [
        ("a picture", Draft::new().with_form(picture, &base64(1000)), 200, "Success"),
        ("the largest", Draft::new().with_form(picture, &base64(limit)), 200, "Success"),
        ("one byte more", Draft::new().with_form(picture, &base64(limit + 1)), 401, "ToolargeImage"),
        ("far more", Draft::new().with_form(picture, &base64(7 * limit)), 401, "ToolargeImage"),
        ("not Base64", Draft::new().with_form(picture, "AA A="), 401, "UnqualifiedPhoto"),
        ("a URL", Draft::new().with(url, "https://example.com/face.jpg"), 200, "Success"),
        (
            "both",
            Draft::new().with_form(picture, "AAAA").with(url, "https://example.com/face.jpg"),
            401,
            "DataDuplication",
        ),
    ] {
        let reply = ask(&sandbox, &draft);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}");
    }
}
