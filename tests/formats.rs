//! No format of any public type shows a secret or personal data.

use std::collections::HashMap;
use std::fmt::{Debug, Display};

use ekyc::model::{Acs3Request, Header, HttpAnswer, Parameter};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::{read_initialize, sign_acs3, sign_initialize};
use ekyc::{Client, ClientConfig, Credentials, DocType, InitializeRequest, ProductCode, Region};

const PLANTED: [&str; 9] = [
    "KEYSECRET",
    "SECURITYTOKEN",
    "METAINFO",
    "MERCHANTUSER",
    "CALLBACKTOKEN",
    "EXTRAVALUE",
    "TRANSACTIONURL",
    "PICTURE",
    "UElDVFVSRQ", // the picture in Base64
];

fn look(what: &str, shown: &[String]) {
    for (planted, text) in PLANTED.iter().flat_map(|planted| shown.iter().map(move |text| (planted, text))) {
        assert!(!text.contains(planted), "{what} shows {planted}: {text}");
    }
}

fn debug(value: &impl Debug) -> Vec<String> {
    let wrapped = Some(vec![value]);
    vec![format!("{value:?}"), format!("{value:#?}"), format!("{wrapped:?}")]
}

fn all(value: &(impl Debug + Display)) -> Vec<String> {
    [debug(value), vec![format!("{value}"), format!("{value:#}"), value.to_string()]].concat()
}

#[test]
fn nothing_shows_what_it_must_not() {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "biz1", r#"{"k":"METAINFO"}"#, "MERCHANTUSER");
    request.doc_type = Some(DocType::GlobalPassport);
    request.callback_token = Some("CALLBACKTOKEN".into());
    request.face_picture = Some(b"PICTURE".to_vec());
    request.extra_parameters = HashMap::from([("DocNo".to_owned(), "EXTRAVALUE".to_owned())]);
    look("request", &all(&request));
    assert!(request.to_string().contains("biz1"), "what may be seen is still there: {request}");

    let credentials = Credentials::temporary("ID".into(), "KEYSECRET".into(), "SECURITYTOKEN".into()).unwrap();
    look("credentials", &all(&*credentials));
    let client = Client::new(ClientConfig::for_region(Region::HongKong), credentials).unwrap();
    look("client", &debug(&client));

    let key = Key { access_key_id: "ID", access_key_secret: "KEYSECRET", security_token: Some("SECURITYTOKEN") };
    look("key", &debug(&key));
    let signed = sign_initialize(&request, "https://host", &key, "2025-01-02T03:04:05Z", "n").unwrap();
    look("signed request", &all(&signed));
    for header in &signed.headers {
        look("header", &all(header));
    }

    let any = Acs3Request {
        method: "POST".into(),
        host: "host".into(),
        path: "/".into(),
        action: "Initialize".into(),
        version: "2022-08-09".into(),
        date: "2025-01-02T03:04:05Z".into(),
        nonce: "n".into(),
        query: vec![Parameter { name: "MetaInfo".into(), value: "METAINFO".into() }],
        headers: vec![Header::new("X-Acs-Security-Token-2", "1")],
        form: vec![Parameter { name: "FacePictureBase64".into(), value: "UElDVFVSRQ".into() }],
        body: vec![],
    };
    look("parameter", &all(&any.query[0]));
    look("ACS3 request", &all(&any));
    look("ACS3 signature", &all(&sign_acs3(&any, &key).unwrap()));

    let body = r#"{"Code":"Success","Result":{"TransactionId":"hks1","TransactionUrl":"https://x/TRANSACTIONURL"}}"#;
    let answer = HttpAnswer { status: 200, headers: vec![], body: body.into() };
    look("answer", &all(&answer));
    look("response", &all(&read_initialize(&answer).unwrap()));

    request.merchant_biz_id = "METAINFO CALLBACKTOKEN".into();
    request.callback_url = Some("ftp://MERCHANTUSER".into());
    request.scene_code = Some("KEYSECRET!!!".into());
    look("violations", &all(&request.validate().unwrap_err()));
}
