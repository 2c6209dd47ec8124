//! What the tests share.

use std::path::PathBuf;
use std::sync::Arc;

use ekyc::ffi::core_sign_acs3;
use ekyc::model::Acs3Request;
use ekyc::{
    AssumeRole, Client, ClientConfig, Credentials, DocType, EkycError, InitializeRequest, ProductCode, SourceHttp,
};
use ekyc_sandbox::{Action, FaultKind, Options, Sandbox};
use tempfile::TempDir;

pub const ID: &str = "LTAI5tBase";
/// Every secret of these tests holds this word, so that one look finds any of them where it must not be.
pub const PLANTED: &str = "PLANTED";
pub const SECRET: &str = "PLANTED-base-secret";
pub const ROLE: &str = "acs:ram::1234:role/tester";

pub fn sandbox() -> Sandbox {
    Sandbox::start(Options::new(ID, SECRET).with_metadata()).unwrap()
}

pub fn http(sandbox: &Sandbox) -> Option<SourceHttp> {
    Some(with!(SourceHttp::default(), extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())))
}

pub fn base() -> Arc<Credentials> {
    Credentials::access_key(ID.into(), SECRET.into()).unwrap()
}

pub fn role(sandbox: &Sandbox) -> AssumeRole {
    with!(AssumeRole::default(), role_arn = ROLE.into(), sts_endpoint = Some(sandbox.endpoint()), http = http(sandbox))
}

pub fn assumed(sandbox: &Sandbox) -> Arc<Credentials> {
    Credentials::assume_role(base(), role(sandbox)).unwrap()
}

pub fn client(sandbox: &Sandbox, credentials: &Arc<Credentials>) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    Client::new(config, Arc::clone(credentials)).unwrap()
}

pub fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// Calls the service, which checks the signature, and returns the AccessKey id of the call.
pub async fn call(client: &Client, sandbox: &Sandbox) -> String {
    client.initialize(&request()).await.unwrap();
    let seen = sandbox.seen();
    let event = seen.events.iter().rfind(|event| event.action == "Initialize").unwrap();
    let (_, rest) = event.headers["authorization"].split_once("Credential=").unwrap();
    rest.split_once(',').unwrap().0.to_owned()
}

/// The same without a runtime of the caller's.
pub fn works(sandbox: &Sandbox, credentials: &Arc<Credentials>) -> String {
    runtime().block_on(call(&client(sandbox, credentials), sandbox))
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

pub fn any_request() -> Acs3Request {
    Acs3Request {
        method: "POST".into(),
        host: "host".into(),
        path: "/".into(),
        action: "A".into(),
        version: "1".into(),
        date: "2025-01-02T03:04:05Z".into(),
        nonce: "n".into(),
        query: vec![],
        headers: vec![],
        form: vec![],
        body: vec![],
    }
}

/// Whether exactly these keys come out of the credentials: id, secret and token all change a signature.
pub fn assert_keys(credentials: &Arc<Credentials>, id: &str, secret: &str, token: Option<&str>) {
    let expected = match token {
        Some(token) => Credentials::temporary(id.into(), secret.into(), token.into()),
        None => Credentials::access_key(id.into(), secret.into()),
    };
    let expected = core_sign_acs3(any_request(), expected.unwrap()).unwrap();
    assert!(core_sign_acs3(any_request(), Arc::clone(credentials)).unwrap() == expected);
}

/// Why the credentials give no keys. Nothing that a source knows as a secret may be in it.
pub fn reason(credentials: &Arc<Credentials>) -> String {
    silent(core_sign_acs3(any_request(), Arc::clone(credentials)).unwrap_err())
}

pub fn silent(error: EkycError) -> String {
    let EkycError::Credentials { reason, .. } = &error else { panic!("another kind: {error}") };
    for text in [format!("{error:?}"), error.to_string()] {
        assert!(!text.contains(PLANTED), "a secret is shown: {text}");
    }
    reason.clone()
}

pub fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

/// Stops the clock of the test's runtime, so that only the test moves it.
///
/// A paused clock by itself jumps ahead whenever the runtime waits for the network; it does not while a blocking task runs.
pub struct StoppedClock {
    _held: std::sync::mpsc::Sender<()>,
}

impl StoppedClock {
    pub fn new() -> Self {
        let (held, released) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || released.recv_timeout(PATIENCE)); // then it runs on, and a test that waits for it fails
        tokio::time::pause();
        Self { _held: held }
    }

    pub async fn later(&self, time: std::time::Duration) {
        tokio::time::advance(time).await;
    }
}

/// How long a test waits for what must happen: far more than it takes, so that only what never happens fails.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// Lets the runtime's other tasks work, and fails a test in which it has come to this too long after its beginning.
pub async fn yield_until(begin: std::time::Instant) {
    assert!(begin.elapsed() < PATIENCE, "what must happen did not");
    tokio::task::yield_now().await;
}

/// A file that goes with its folder.
pub struct Written {
    _folder: TempDir,
    pub path: PathBuf,
}

impl Written {
    pub fn new(content: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, content).unwrap();
        Self { _folder: folder, path }
    }

    pub fn text(&self) -> String {
        self.path.to_str().unwrap().to_owned()
    }
}

/// The next answers to this action, whatever was asked, and as often as it is repeated.
pub fn answer(sandbox: &Sandbox, action: Action, status: u16, body: &str) {
    sandbox.faults([FaultKind::Answer { status, headers: [].into(), body: body.into() }.times(MANY).on(action)]);
}

/// More often than anything is repeated.
pub const MANY: u32 = 99;

/// Bodies that are no keys, and what must be said about them.
pub const MALFORMED_KEYS: [(&str, &str); 8] = [
    (r#"{"#, "is not valid JSON (line 1"),
    (r#""PLANTED""#, "has a member of an unexpected kind"),
    (
        r#"{"Code":"Success","AccessKeySecret":"PLANTED","SecurityToken":"PLANTED","Expiration":"2999-01-01T00:00:00Z"}"#,
        "has no AccessKeyId",
    ),
    (r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":["PLANTED"]}"#, "has a member of an unexpected kind"),
    (
        r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"PLANTED","SecurityToken":"PLANTED","Expiration":"tomorrow PLANTED"}"#,
        "Expiration is not a date",
    ),
    (
        r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"PLANTED","SecurityToken":"PLANTED"}"#,
        "has no Expiration",
    ),
    (
        r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"PLANTED","SecurityToken":"PLANTED","Expiration":"2020-01-01T00:00:00Z"}"#,
        "have expired already",
    ),
    (
        r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"PLANTED x","SecurityToken":"PLANTED","Expiration":"2999-01-01T00:00:00Z"}"#,
        "the AccessKey secret has a blank",
    ),
];
