//! What Initialize puts on the wire, and what it refuses before anything is sent.

use std::collections::{BTreeMap, HashMap};

use ekyc::model::{MAX_FACE_PICTURE_BYTES, SignedRequest};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::sign_initialize;
use ekyc::{
    DocPage, DocScanMode, DocType, EkycError, IdThreshold, InitializeRequest, LivenessModel, ProcedurePriority,
    ProductCode, SecurityLevel,
};

fn minimal() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "e0c34a77f5ac40a5aa5e6ed20c35aaaa", "{}", "user");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

fn signed(request: &InitializeRequest) -> SignedRequest {
    let key = Key { access_key_id: "id", access_key_secret: "secret", security_token: None };
    sign_initialize(request, "https://host", &key, "2025-01-02T03:04:05Z", "nonce").unwrap()
}

fn wire(request: &InitializeRequest) -> BTreeMap<String, String> {
    let signed = signed(request);
    let (_, query) = signed.url.split_once('?').unwrap();
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn violations(request: &InitializeRequest) -> Vec<String> {
    match request.validate() {
        Ok(()) => vec![],
        Err(EkycError::InvalidRequest { violations }) => violations.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other}"),
    }
}

/// A change to a minimal request, and what it must put on the wire.
type Row = (fn(&mut InitializeRequest), &'static str, &'static str);

#[rustfmt::skip] // a table
const ROWS: &[Row] = &[
    (|r| r.product_code = ProductCode::FaceLiveness, "ProductCode", "FACE_LIVENESS"),
    (|r| r.product_code = ProductCode::Other { code: "NEXT".into() }, "ProductCode", "NEXT"),
    (|r| r.doc_type = Some(DocType::MacaoIdCard), "DocType", "000000011"),
    (|r| r.doc_type = Some(DocType::MainlandTravelPermitTaiwan), "DocType", "000000012"),
    (|r| r.doc_type = Some(DocType::Other { code: "GLB03002".into() }), "DocType", "GLB03002"),
    (|r| r.scene_code = Some("scene_1".into()), "SceneCode", "scene_1"),
    (|r| r.id_spoof = Some(true), "IdSpoof", "Y"),
    (|r| r.id_spoof = Some(false), "IdSpoof", "N"),
    (|r| r.authorize = Some(true), "Authorize", "T"),
    (|r| r.authorize = Some(false), "Authorize", "F"),
    (|r| r.security_level = Some(SecurityLevel::Normal), "SecurityLevel", "01"),
    (|r| r.security_level = Some(SecurityLevel::Safe), "SecurityLevel", "02"),
    (|r| r.id_threshold = Some(IdThreshold::Standard), "IdThreshold", "0"),
    (|r| r.id_threshold = Some(IdThreshold::Off), "IdThreshold", "3"),
    (|r| r.model = Some(LivenessModel::PhotinusLiveness), "Model", "PHOTINUS_LIVENESS"),
    (|r| r.model = Some(LivenessModel::Other { code: "TEMPLATE".into() }), "Model", "TEMPLATE"),
    (|r| r.doc_video = Some(true), "DocVideo", "Y"),
    (|r| r.doc_video = Some(false), "DocVideo", "N"),
    (|r| r.callback_url = Some("https://m.example/cb?x=1&y=%20".into()), "CallbackUrl", "https://m.example/cb?x=1&y=%20"),
    (|r| r.callback_token = Some("t".into()), "CallbackToken", "t"),
    (|r| r.app_quality_check = Some(true), "AppQualityCheck", "Y"),
    (|r| r.app_quality_check = Some(false), "AppQualityCheck", "N"),
    (|r| r.doc_page_config = Some(vec![DocPage::Back]), "DocPageConfig", r#"["OCR_ID_BACK"]"#),
    (|r| r.doc_page_config = Some(vec![DocPage::Back, DocPage::Other { code: "a\"b".into() }]), "DocPageConfig", r#"["OCR_ID_BACK","a\"b"]"#),
    (|r| r.show_guide_page = Some(true), "ShowGuidePage", "1"),
    (|r| r.show_guide_page = Some(false), "ShowGuidePage", "0"),
    (|r| r.doc_scan_mode = Some(DocScanMode::Shoot), "DocScanMode", "shoot"),
    (|r| r.return_url = Some("app://back".into()), "ReturnUrl", "app://back"),
    (|r| r.procedure_priority = Some(ProcedurePriority::Keep), "ProcedurePriority", "keep"),
    (|r| r.language_config = Some("en".into()), "LanguageConfig", "en"),
    (|r| r.style_config = Some(r#"{"facePage":{}}"#.into()), "StyleConfig", r#"{"facePage":{}}"#),
    (|r| r.show_album_icon = Some(false), "ShowAlbumIcon", "0"),
    (|r| r.show_ocr_result = Some(true), "ShowOcrResult", "1"),
    (|r| r.edit_ocr_result = Some(false), "EditOcrResult", "0"),
    (|r| r.meta_info = "{\"a b\":\"é*~\\n\"}\n ".into(), "MetaInfo", "{\"a b\":\"é*~\\n\"}\n "),
    (|r| drop(r.extra_parameters.insert("Pages".into(), "01,02".into())), "Pages", "01,02"),
];

#[test]
fn each_field_has_its_own_words_on_the_wire() {
    let plain = wire(&minimal());
    for (change, name, value) in ROWS {
        let mut request = minimal();
        change(&mut request);
        assert_eq!(violations(&request), [""; 0], "{name}");
        let mut expected = plain.clone();
        expected.insert((*name).to_owned(), (*value).to_owned());
        assert_eq!(wire(&request), expected, "{name}");
    }
}

#[test]
fn an_absent_field_is_absent_on_the_wire() {
    let names: Vec<_> = wire(&minimal()).into_keys().collect();
    assert_eq!(names, ["DocType", "MerchantBizId", "MerchantUserId", "MetaInfo", "ProductCode"]);
    assert_eq!(signed(&minimal()).header("content-type"), None);
    assert!(signed(&minimal()).body.is_empty());
}

#[test]
fn the_eight_documents_of_the_page_have_the_codes_as_printed() {
    let codes: Vec<_> = DocType::named().iter().map(|document| document.code().to_owned()).collect();
    let printed = ["01000000", "00000006", "00000008", "00000007", "00000009", "000000011", "000000012", "00000001"];
    assert_eq!(codes, printed);
    for code in printed {
        assert_eq!(DocType::from_code(code).code(), code);
        assert!(!matches!(DocType::from_code(code), DocType::Other { .. }));
    }
    assert_eq!(DocType::from_code("X"), DocType::Other { code: "X".into() });
}

#[test]
fn the_picture_travels_in_a_form_body() {
    let mut request = minimal();
    request.face_picture = Some(vec![0, 0, 62, 63, 255]);
    let signed = signed(&request);
    assert_eq!(signed.body, b"FacePictureBase64=AAA%2BP%2F8%3D");
    assert_eq!(signed.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(!signed.url.contains("FacePicture"));
}

#[test]
fn parameters_are_sorted_as_they_are_signed() {
    let mut request = minimal();
    for (change, ..) in ROWS {
        change(&mut request);
    }
    request.extra_parameters.clear();
    assert!(wire_order(&request).is_sorted(), "{:?}", wire_order(&request));
    assert_eq!(wire_order(&request).len(), 25);
    request.extra_parameters = HashMap::from([("Aaa".to_owned(), "1".to_owned()), ("Zzz".to_owned(), "1".to_owned())]);
    assert!(wire_order(&request).is_sorted(), "{:?}", wire_order(&request));
    assert_eq!(wire_order(&request).len(), 25 + 2);
}

fn wire_order(request: &InitializeRequest) -> Vec<String> {
    let signed = signed(request);
    let (_, query) = signed.url.split_once('?').unwrap();
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

#[test]
fn all_violations_are_reported_at_once() {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "", "", " ");
    request.scene_code = Some("elf zeichen".into());
    request.callback_url = Some("http://m.example".into());
    request.doc_page_config = Some(vec![]);
    request.face_picture = Some(vec![]);
    request.style_config = Some(String::new());
    request.extra_parameters = HashMap::from([("metainfo".to_owned(), "x".to_owned())]);
    assert_eq!(
        violations(&request),
        [
            "MerchantBizId is required and must not be empty",
            "MerchantUserId is required and must not be empty",
            "MetaInfo is required and must not be empty",
            "StyleConfig is empty; leave it out to take the service's default",
            "FacePictureBase64 is an empty picture; leave it out to send none",
            "SceneCode has 11 characters; the limit is 10",
            "SceneCode may hold only the letters a to z and A to Z, digits and underscores",
            "DocType is required for the product eKYC",
            "CallbackUrl must be an absolute URL that starts with https:// and has no blanks",
            "DocPageConfig is an empty list; leave it out to collect no further page",
            "extra_parameters names metainfo, which has a field of its own; use that",
        ]
    );
}

/// A change to a minimal request, the field that must be named, and a part of the reason.
type Refusal = (fn(&mut InitializeRequest), &'static str, &'static str);

#[rustfmt::skip] // a table
const REFUSALS: &[Refusal] = &[
    (|r| r.merchant_biz_id = "a".repeat(33), "MerchantBizId", "33 characters; the limit is 32"),
    (|r| r.merchant_biz_id = "a-b".into(), "MerchantBizId", "letters"),
    (|r| r.merchant_biz_id = "ä".into(), "MerchantBizId", "letters"),
    (|r| r.scene_code = Some("a-b".into()), "SceneCode", "underscores"),
    (|r| r.scene_code = Some(String::new()), "SceneCode", "leave it out"),
    (|r| r.product_code = ProductCode::Other { code: String::new() }, "ProductCode", "required"),
    (|r| r.doc_type = None, "DocType", "required"),
    (|r| r.doc_type = Some(DocType::Other { code: " ".into() }), "DocType", "empty"),
    (|r| r.doc_page_config = Some(vec![DocPage::Other { code: String::new() }]), "DocPageConfig", "empty code"),
    (|r| r.callback_url = Some(String::new()), "CallbackUrl", "leave it out"),
    (|r| r.callback_url = Some("https:m.example".into()), "CallbackUrl", "https://"),
    (|r| r.callback_url = Some("//m.example".into()), "CallbackUrl", "https://"),
    (|r| r.callback_url = Some("https://".into()), "CallbackUrl", "https://"),
    (|r| r.callback_url = Some("https://m.example/a b".into()), "CallbackUrl", "blanks"),
    (|r| r.callback_url = Some(" https://m.example".into()), "CallbackUrl", "https://"),
    (|r| r.callback_token = Some(String::new()), "CallbackToken", "leave it out"),
    (|r| r.return_url = Some(String::new()), "ReturnUrl", "leave it out"),
    (|r| r.face_picture = Some(vec![0; MAX_FACE_PICTURE_BYTES + 1]), "FacePictureBase64", "1048577 bytes; the limit is 1048576"),
    (|r| drop(r.extra_parameters.insert(String::new(), "1".into())), "extra_parameters", "empty name"),
    (|r| drop(r.extra_parameters.insert("Pages".into(), String::new())), "extra_parameters", "Pages"),
    (|r| drop(r.extra_parameters.insert("facepicturebase64".into(), "1".into())), "extra_parameters", "field of its own"),
    (|r| drop(r.extra_parameters.insert("Action".into(), "1".into())), "extra_parameters", "protocol"),
];

#[test]
fn each_broken_rule_names_the_field_and_the_reason() {
    for (change, field, reason) in REFUSALS {
        let mut request = minimal();
        change(&mut request);
        let found = violations(&request);
        assert_eq!(found.len(), 1, "{field}, {reason}: {found:?}");
        assert!(found[0].starts_with(field) && found[0].contains(reason), "{field}, {reason}: {found:?}");
    }
}

#[test]
fn a_name_that_the_caller_made_up_writes_no_line_of_its_own_into_a_log() {
    let mut request = minimal();
    let name = format!("Made\nup\u{1b}{}", "x".repeat(100_000));
    request.extra_parameters.insert(name, String::new());
    let shown = request.validate().unwrap_err().to_string();
    assert!(shown.contains("Made\\nup") && shown.len() < 500 && !shown.chars().any(char::is_control), "{shown}");
}

#[test]
fn the_limits_themselves_are_accepted() {
    let mut request = minimal();
    request.merchant_biz_id = "A9".repeat(16);
    request.scene_code = Some("abcDEF_789".into());
    request.face_picture = Some(vec![0; MAX_FACE_PICTURE_BYTES]);
    request.callback_url = Some("https://m.example:8443/cb?token=1#x".into());
    assert_eq!(violations(&request), [""; 0]);
    request.product_code = ProductCode::FaceLiveness;
    request.doc_type = None;
    assert_eq!(violations(&request), [""; 0]);
}

#[test]
fn a_fresh_merchant_biz_id_passes_and_is_never_the_same() {
    let mut seen = std::collections::HashSet::new();
    for _ in 0..1000 {
        let id = ekyc::new_merchant_biz_id().unwrap();
        let mut request = minimal();
        request.merchant_biz_id.clone_from(&id);
        assert_eq!((violations(&request), id.len()), (vec![], 32));
        assert!(seen.insert(id));
    }
}

#[test]
fn the_masked_user_id_is_an_hmac() {
    // RFC 4231, test case 2.
    let masked = ekyc::mask_merchant_user_id("what do ya want for nothing?", b"Jefe").unwrap();
    assert_eq!(masked, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    for (user, key) in [("", &b"key"[..]), ("user", &b""[..])] {
        assert!(matches!(ekyc::mask_merchant_user_id(user, key), Err(EkycError::InvalidRequest { .. })));
    }
}
