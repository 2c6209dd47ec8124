//! No format of any public type shows a secret or personal data.

#[macro_use]
mod with;

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ekyc::model::{Acs3Request, Header, HttpAnswer, Parameter};
use ekyc::protocol::acs3::Key;
use ekyc::protocol::{read_initialize, sign_acs3, sign_initialize};
use ekyc::{
    AssumeRole, AttemptEvent, CallEvent, CallOptions, Client, ClientConfig, ClientParts, CredentialPromise,
    CredentialProvider, Credentials, CredentialsUri, DocType, InitializeRequest, Observer, ProductCode,
    ProviderRefused, Proxy, QuotaSettings, Region, RetrySettings, SharedQuotaSettings, SourceHttp,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

const PLANTED: [&str; 15] = [
    "KEYSECRET",
    "SECURITYTOKEN",
    "METAINFO",
    "MERCHANTUSER",
    "CALLBACKTOKEN",
    "EXTRAVALUE",
    "TRANSACTIONURL",
    "PICTURE",
    "UElDVFVSRQ", // the picture in Base64
    "PROXYPASSWORD",
    "PROVIDERTEXT",
    "CALLBACKPASSWORD",
    "CALLBACKQUERY",
    "RETURNQUERY",
    "COOKIESECRET",
];

/// A planted word as it is, and as somebody who prints bytes or tokens would give it away.
fn forms(planted: &str) -> Vec<String> {
    let bytes = planted.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let decimals = format!("{bytes:?}");
    // Where a word begins within three bytes decides on its Base64; the digits at either end depend on its neighbours.
    let base64 = (0..3).map(|shift| {
        let text = STANDARD.encode([&b"..."[..shift], bytes].concat());
        text[4..text.len() - 4].to_owned()
    });
    let plain = [planted.to_owned(), planted.to_lowercase(), hex.to_uppercase(), hex];
    plain.into_iter().chain([decimals[1..decimals.len() - 1].to_owned()]).chain(base64).collect()
}

fn look(what: &str, shown: &[String]) {
    for planted in PLANTED {
        for form in forms(planted) {
            let found = shown.iter().find(|text| text.contains(&form));
            assert_eq!(found, None, "{what} shows {planted} as {form}");
        }
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
    request.callback_url =
        Some("https://user:CALLBACKPASSWORD@bank.example/cb/CALLBACKTOKEN?session=CALLBACKQUERY".into());
    request.return_url = Some("https://bank.example/back?RETURNQUERY#CALLBACKQUERY".into());
    look("request", &all(&request));
    for open in ["biz1", "https://bank.example/***"] {
        assert!(request.to_string().contains(open), "what may be seen is still there: {request}");
    }
    request.callback_url = Some("no url with a CALLBACKPASSWORD".into());
    look("request", &all(&request));

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
        headers: vec![Header::new("Cookie", "COOKIESECRET"), Header::new("X-Api-Key", "COOKIESECRET")],
        form: vec![Parameter { name: "FacePictureBase64".into(), value: "UElDVFVSRQ".into() }],
        body: vec![],
    };
    look("parameter", &all(&any.query[0]));
    any.headers.iter().for_each(|header| look("header", &all(header)));
    assert_eq!(Header::new("Content-Type", "text/plain").to_string(), "Content-Type: text/plain");
    look("ACS3 request", &all(&any));
    look("ACS3 signature", &all(&sign_acs3(&any, &key).unwrap()));

    let body = r#"{"Code":"Success","Result":{"TransactionId":"hks1","TransactionUrl":"https://x/TRANSACTIONURL"}}"#;
    let answer = HttpAnswer { status: 200, headers: vec![], body: body.into() };
    look("answer", &all(&answer));
    look("response", &all(&read_initialize(&answer).unwrap()));

    settings();

    request.merchant_biz_id = "METAINFO CALLBACKTOKEN".into();
    request.callback_url = Some("ftp://MERCHANTUSER".into());
    request.scene_code = Some("KEYSECRET!!!".into());
    look("violations", &all(&request.validate().unwrap_err()));
}

/// Settings, and the errors that come from them.
fn settings() {
    let credentials = || Credentials::access_key("ID".into(), "KEYSECRET".into()).unwrap();
    for url in [
        "http://user:PROXYPASSWORD@host:1",
        "socks5://user:PROXYPASSWORD@host",
        "http://user:PROXYPASSWORD@/",
        "user:PROXYPASSWORD@host",
    ] {
        let proxy = Proxy::Through { url: url.into(), bypass: vec!["10.0.0.0/8".into()] };
        look("proxy", &all(&proxy));
        let http = with!(SourceHttp::default(), proxy = Some(proxy.clone()));
        look("a source's settings", &debug(&http));
        let config = with!(ClientConfig::for_region(Region::HongKong), proxy = Some(proxy));
        look("configuration", &all(&config));
        if let Err(error) = Client::new(config, credentials()) {
            look("error of the proxy", &all(&error));
        }
        let role = with!(AssumeRole::default(), role_arn = "acs:ram::1:role/r".into(), http = Some(http));
        if let Err(error) = Credentials::assume_role(credentials(), role) {
            look("error of a source's proxy", &all(&error));
        }
    }
    let config = ClientConfig::for_endpoint("https://user:KEYSECRET@host");
    look("endpoint", &all(&config));
    look("error of the endpoint", &all(&Client::new(config, credentials()).unwrap_err()));
    for server in ["redis://user:KEYSECRET@host", "KEYSECRET@host", "redis://:KEYSECRET@", "redis://a@b:KEYSECRET@host"]
    {
        let mut shared = SharedQuotaSettings::new(server);
        look("address of a shared quota", &[format!("{shared:?} {shared:#?}")]);
        shared.server = "redis://host".into();
        shared.password = Some("KEYSECRET".into());
        shared.extra_root_certificates_pem = Some("KEYSECRET".into());
        look("settings of a shared quota", &[format!("{shared:?} {shared:#?}")]);
        let quota = with!(QuotaSettings::default(), shared = Some(shared));
        let config = with!(ClientConfig::for_endpoint("https://host"), quota = Some(quota));
        look("error of a shared quota", &all(&Client::new(config, credentials()).unwrap_err()));
    }
    let uri = with!(CredentialsUri::default(), uri = Some("https://host/keys?SECURITYTOKEN".into()), http = None);
    look("credentials from a URI", &all(&*Credentials::uri(uri).unwrap()));
}

struct Failing(fn() -> Result<(), ProviderRefused>);

impl CredentialProvider for Failing {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        look("promise", &all(&*promise));
        (self.0)()
    }
}

/// What happens over time: providers, the service's own words, and events. Everything planted is on the way here, and nothing of it arrives.
#[tokio::test]
async fn nothing_that_happens_shows_it_either() {
    let sandbox = Sandbox::start(Options::new("ID", "KEYSECRET").security_token("SECURITYTOKEN")).unwrap();
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), max_attempts = 1))
    );
    let mut request = InitializeRequest::new(ProductCode::EKyc, "biz1", r#"{"k":"METAINFO"}"#, "MERCHANTUSER");
    request.doc_type = Some(DocType::GlobalPassport);
    request.callback_token = Some("CALLBACKTOKEN".into());
    request.face_picture = Some(b"PICTURE".to_vec());
    request.callback_url = Some("https://user:CALLBACKPASSWORD@bank.example/cb?session=CALLBACKQUERY".into());
    request.return_url = Some("https://bank.example/back?RETURNQUERY".into());
    request.extra_parameters = HashMap::from([("DocNo".to_owned(), "EXTRAVALUE".to_owned())]);

    let observer = Arc::new(Collector::default());
    let temporary = |secret: &str| Credentials::temporary("ID".into(), secret.into(), "SECURITYTOKEN".into()).unwrap();
    let throwing = Credentials::provider(Arc::new(Failing(|| panic!("PROVIDERTEXT"))), 30_000).unwrap();
    for credentials in [temporary("KEYSECRET"), temporary("wrong"), throwing] {
        let parts = ClientParts { observer: Some(observer.clone()), quota: None };
        let client = Client::with(config.clone(), credentials.clone(), parts).unwrap();
        for fault in [FaultKind::Echo, FaultKind::Reset, FaultKind::NotJson, FaultKind::Hang] {
            sandbox.faults([fault]);
            let options = with!(CallOptions::default(), attempt_timeout_ms = Some(500));
            look("error", &all(&client.initialize_with(&request, &options).await.unwrap_err()));
            look("credentials", &all(&*credentials));
        }
    }
    assert!(sandbox.seen().requests >= 8);
    let events = observer.0.lock().unwrap().clone();
    assert!(!events.is_empty());
    look("events", &events);
}

#[derive(Default)]
struct Collector(Mutex<Vec<String>>);

impl Observer for Collector {
    fn attempt(&self, event: AttemptEvent) {
        self.0.lock().unwrap().extend(debug(&event));
    }

    fn call(&self, event: CallEvent) {
        self.0.lock().unwrap().extend(debug(&event));
    }

    fn lost(&self, events: i64) {
        panic!("{events} lost");
    }
}
