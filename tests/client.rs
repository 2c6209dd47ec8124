//! The client against the sandbox: real sockets, real TLS, a service that checks every signature.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use ekyc::{
    Attempts, CallOptions, Client, ClientConfig, Credentials, Deadline, DocType, EkycError, InitializeRequest,
    NetworkPhase, ProductCode, RetrySettings,
};
use ekyc_sandbox::{FaultKind, Options, Outcome, Sandbox};

const ID: &str = "LTAI5tSandbox";
const SECRET: &str = "sandbox-secret";

/// Nothing reached the service, however often it was tried.
const ONE: Attempts = Attempts::new(1, false);
const THREE: Attempts = Attempts::new(3, false);

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new(ID, SECRET)).unwrap()
}

fn config(sandbox: &Sandbox) -> ClientConfig {
    ClientConfig {
        extra_root_certificates_pem: Some(sandbox.ca_pem().to_owned()),
        ..ClientConfig::for_endpoint(sandbox.endpoint())
    }
}

fn key() -> Arc<Credentials> {
    Credentials::access_key(ID.into(), SECRET.into()).unwrap()
}

fn client(sandbox: &Sandbox) -> Client {
    Client::new(config(sandbox), key()).unwrap()
}

/// One that repeats nothing.
fn client_that_repeats_nothing(sandbox: &Sandbox) -> Client {
    let retry = Some(RetrySettings { max_attempts: 1, ..RetrySettings::default() });
    Client::new(ClientConfig { retry, ..config(sandbox) }, key()).unwrap()
}

fn request() -> InitializeRequest {
    let meta_info = r#"{"deviceType":"h5","ua":"Mozilla/5.0 (é*~+ %20)"}"#;
    let mut request =
        InitializeRequest::new(ProductCode::EKyc, "e0c34a77f5ac40a5aa5e6ed20c35aaaa", meta_info, "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

#[tokio::test]
async fn a_verified_request_gets_a_transaction() {
    let sandbox = sandbox();
    let config = ClientConfig { application_name: Some("bank/1.0".into()), ..config(&sandbox) };
    let response = Client::new(config, key()).unwrap().initialize(&request()).await.unwrap();
    assert!(response.transaction_id.starts_with("hks"));
    assert!(!response.request_id.is_empty());
    let seen = sandbox.seen();
    let event = &seen.events[0];
    assert_eq!(
        (event.action.as_str(), event.method.as_str(), event.outcome),
        ("Initialize", "POST", Outcome::Answered)
    );
    assert_eq!(event.query["MetaInfo"], request().meta_info);
    assert_eq!(event.headers["accept"], "application/json");
    assert_eq!(event.headers["content-length"], "0");
    let agent = &event.headers["user-agent"];
    assert!(agent.starts_with(concat!("ekyc/", env!("CARGO_PKG_VERSION"), " (")), "{agent}");
    assert!(agent.ends_with(") rust app/bank/1.0"), "{agent}");
}

#[tokio::test]
async fn temporary_credentials_carry_their_token() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("tok+en/==")).unwrap();
    let temporary = Credentials::temporary(ID.into(), SECRET.into(), "tok+en/==".into()).unwrap();
    Client::new(config(&sandbox), temporary).unwrap().initialize(&request()).await.unwrap();
    for (credentials, code) in [
        (key(), "MissingSecurityToken"),
        (Credentials::temporary(ID.into(), SECRET.into(), "other".into()).unwrap(), "InvalidSecurityToken"),
    ] {
        let error = Client::new(config(&sandbox), credentials).unwrap().initialize(&request()).await.unwrap_err();
        assert_eq!(error.kind(), "credentials");
        assert!(error.fault().unwrap().code.starts_with(code), "{error}");
    }
}

#[tokio::test]
async fn the_picture_is_verified_with_the_body() {
    let sandbox = sandbox();
    let mut with_picture = request();
    with_picture.product_code = ProductCode::FaceVerify;
    with_picture.face_picture = Some((0..=255).collect());
    client(&sandbox).initialize(&with_picture).await.unwrap();
    let seen = sandbox.seen();
    assert!(seen.events[0].form["FacePictureBase64"].starts_with("AAECAw"));
    assert!(!seen.events[0].query.contains_key("FacePictureBase64"));
}

#[tokio::test]
async fn plain_http_works_on_loopback() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).plain_http()).unwrap();
    let client = Client::new(ClientConfig::for_endpoint(sandbox.endpoint()), key()).unwrap();
    client.initialize(&request()).await.unwrap();
}

#[tokio::test]
async fn an_invalid_request_is_never_sent() {
    let sandbox = sandbox();
    let mut invalid = request();
    invalid.merchant_biz_id = "not valid".into();
    let error = client(&sandbox).initialize(&invalid).await.unwrap_err();
    assert_eq!(error.kind(), "invalid_request");
    assert_eq!((sandbox.seen().requests, sandbox.seen().connections), (0, 0));
}

#[tokio::test]
async fn a_wrong_key_is_a_matter_of_credentials() {
    let sandbox = sandbox();
    for (id, secret, code) in
        [(ID, "wrong", "SignatureDoesNotMatch"), ("unknown", SECRET, "InvalidAccessKeyId.NotFound")]
    {
        let credentials = Credentials::access_key(id.into(), secret.into()).unwrap();
        let error = Client::new(config(&sandbox), credentials).unwrap().initialize(&request()).await.unwrap_err();
        assert_eq!((error.kind(), error.fault().unwrap().code.as_str()), ("credentials", code));
        assert!(error.fault().unwrap().request_id.is_some());
    }
}

#[tokio::test]
async fn values_of_the_request_and_the_token_are_masked_in_the_service_s_own_words() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("TOK/EN==")).unwrap();
    let mut sensitive = request();
    sensitive.callback_token = Some("CALLBACK TOKEN".into());
    sensitive.merchant_user_id = "7".into();
    sensitive.extra_parameters.insert("DocNo".into(), "X123 456".into());
    let client = |secret: &str| {
        let temporary = Credentials::temporary(ID.into(), secret.into(), "TOK/EN==".into()).unwrap();
        Client::new(config(&sandbox), temporary).unwrap()
    };
    // The gateway shows the canonical request when a signature is wrong: every value, percent-encoded, and the token.
    let signature = client("wrong").initialize(&sensitive).await.unwrap_err();
    assert!(signature.to_string().contains("x-acs-security-token:***"), "{signature}");
    let body = serde_json::json!({
        "Code": "InvalidParameter",
        "Message": format!("MetaInfo {} of user 7 (17 tries, CALLBACK TOKEN, X123+456, CALLBACK%2520TOKEN)", sensitive.meta_info),
    });
    sandbox.faults([FaultKind::Answer { status: 400, headers: Default::default(), body: body.to_string() }]);
    let echoed = client(SECRET).initialize(&sensitive).await.unwrap_err();
    assert_eq!(echoed.fault().unwrap().text, "MetaInfo *** of user *** (17 tries, ***, ***, ***)");
    for error in [signature, echoed] {
        let shown = format!("{error} {error:?}");
        for secret in ["CALLBACK", "Mozilla", "X123", "deviceType", "TOK"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

/// A fault, and the kind and a part of the text that the caller must see.
type Row = (FaultKind, &'static str, &'static str);

#[tokio::test]
async fn each_misbehaviour_has_its_kind_and_leaves_the_client_healthy() {
    let sandbox = sandbox();
    let client = client_that_repeats_nothing(&sandbox);
    let rows: Vec<Row> = vec![
        (FaultKind::Throttle { retry_after: Some(Duration::from_millis(1500)) }, "throttled", "retry after 1500 ms"),
        (FaultKind::Throttle { retry_after: None }, "throttled", "Throttling.Api (HTTP 403"),
        (FaultKind::InternalError, "service_failure", "InternalError (HTTP 500"),
        (FaultKind::Unavailable, "service_failure", "ServiceUnavailable (HTTP 503"),
        (FaultKind::Reset, "network", "the request may have reached the service"),
        (FaultKind::Cut, "network", "the request may have reached the service"),
        (FaultKind::NotJson, "unexpected_answer", "not JSON"),
        (FaultKind::Huge { chunked: false }, "unexpected_answer", "larger than 1048576 bytes"),
        (FaultKind::Huge { chunked: true }, "unexpected_answer", "larger than 1048576 bytes"),
        (FaultKind::Redirect { location: "https://127.0.0.1:1/".into() }, "unexpected_answer", "redirect"),
    ];
    for (fault, kind, hint) in rows {
        sandbox.faults([fault.clone()]);
        let error = client.initialize(&request()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert!(error.to_string().contains(hint), "{fault:?}: {error}");
        client.initialize(&request()).await.unwrap();
    }
}

#[tokio::test]
async fn a_slow_answer_within_the_deadline_is_an_answer() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Slow { delay: Duration::from_millis(50) }]);
    client(&sandbox).initialize(&request()).await.unwrap();
}

#[tokio::test]
async fn a_thousand_sequential_calls_open_one_connection() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for _ in 0..1000 {
        client.initialize(&request()).await.unwrap();
    }
    assert_eq!((sandbox.seen().requests, sandbox.seen().connections), (1000, 1));
}

#[tokio::test]
async fn a_refusal_keeps_the_connection_too() {
    let sandbox = sandbox();
    let client = client_that_repeats_nothing(&sandbox);
    for _ in 0..10 {
        sandbox.faults([FaultKind::InternalError]);
        client.initialize(&request()).await.unwrap_err();
    }
    assert_eq!(sandbox.seen().connections, 1);
}

#[tokio::test]
async fn an_untrusted_certificate_ends_before_anything_is_sent() {
    let sandbox = sandbox();
    let client = Client::new(ClientConfig::for_endpoint(sandbox.endpoint()), key()).unwrap();
    match client.initialize(&request()).await.unwrap_err() {
        EkycError::Network { phase: NetworkPhase::Tls, attempts, reason } => {
            assert_eq!(attempts, ONE);
            assert!(reason.contains("certificate"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(sandbox.seen().requests, 0);
}

#[tokio::test]
async fn a_closed_port_is_a_network_error_of_the_connect_phase() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::new(ClientConfig::for_endpoint(format!("https://127.0.0.1:{port}")), key()).unwrap();
    let error = client.initialize(&request()).await.unwrap_err();
    assert!(matches!(error, EkycError::Network { phase: NetworkPhase::Connect, attempts: THREE, .. }), "{error:?}");
    assert!(!error.to_string().contains("MetaInfo"), "the URL shows: {error}");
}

#[tokio::test]
async fn each_deadline_is_named_by_the_error() {
    let sandbox = sandbox();
    let rows = [(50, 30_000, Deadline::Attempt), (30_000, 50, Deadline::Overall)];
    for (attempt, overall, expected) in rows {
        sandbox.reset();
        sandbox.faults([FaultKind::Hang]);
        let config = ClientConfig { attempt_timeout_ms: attempt, overall_timeout_ms: overall, ..config(&sandbox) };
        match Client::new(config, key()).unwrap().initialize(&request()).await.unwrap_err() {
            EkycError::Timeout {
                deadline,
                limit_ms: 50,
                attempts: Attempts { count: 1, outcome_unknown: true, .. },
            } => {
                assert_eq!(deadline, expected)
            }
            other => panic!("{other:?}"),
        }
        sandbox.wait_for(|seen| seen.aborted == seen.requests).await.unwrap();
    }
}

#[tokio::test]
async fn the_connect_deadline_covers_the_handshake() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap(); // accepts, and never speaks TLS
    let endpoint = format!("https://{}", silent.local_addr().unwrap());
    let config = ClientConfig { connect_timeout_ms: 50, ..ClientConfig::for_endpoint(endpoint) };
    let error = Client::new(config, key()).unwrap().initialize(&request()).await.unwrap_err();
    assert_eq!(error, EkycError::Timeout { deadline: Deadline::Connect, limit_ms: 50, attempts: THREE });
}

#[tokio::test]
async fn dropping_the_call_closes_the_connection() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hang]);
    let client = client(&sandbox);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    call.abort();
    sandbox.wait_for(|seen| seen.aborted == 1).await.unwrap();
    client.initialize(&request()).await.unwrap();
}

/// Runs `work` up to the moment at which the sandbox has its request, and keeps it without polling it any further.
async fn begun<F: Future + Unpin>(sandbox: &Sandbox, mut work: F) -> F {
    tokio::select! {
        biased;
        _ = &mut work => panic!("it must not end"),
        seen = sandbox.wait_for(|seen| seen.requests == 1) => drop(seen.unwrap()),
    }
    work
}

#[tokio::test]
async fn shutdown_ends_though_somebody_keeps_a_call_without_polling_it() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hang]);
    let request = request();
    let kept = begun(&sandbox, Box::pin(client.initialize(&request))).await;
    let shutdown = tokio::time::timeout(Duration::from_secs(30), client.shutdown(Duration::from_millis(1))).await;
    assert_eq!(shutdown, Ok(false));
    assert_eq!(kept.await.unwrap_err().kind(), "cancelled");
}

#[tokio::test]
async fn shutdown_waits_until_the_calls_that_it_cancels_have_ended() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hang]);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    assert!(!client.shutdown(Duration::from_millis(1)).await);
    assert!(call.is_finished());
    assert_eq!(call.await.unwrap().unwrap_err().kind(), "cancelled");
}

/// Counts how often it is polled.
struct Counted<F>(Pin<Box<F>>, Arc<AtomicUsize>);

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.as_mut().poll(context)
    }
}

#[tokio::test]
async fn a_call_does_not_wake_those_that_wait() {
    const WAITING: u64 = 50;
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hold.times(WAITING as u32)]);
    let polls = Arc::new(AtomicUsize::new(0));
    let waiting: Vec<_> = (0..WAITING)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(Counted(Box::pin(async move { client.initialize(&request()).await }), Arc::clone(&polls)))
        })
        .collect();
    sandbox.wait_for(|seen| seen.requests == WAITING).await.unwrap();
    client.initialize(&request()).await.unwrap(); // whatever the waiting ones still had to do is done
    let before = polls.load(Ordering::Relaxed);
    for _ in 0..20 {
        client.initialize(&request()).await.unwrap();
    }
    assert_eq!(polls.load(Ordering::Relaxed) - before, 0);
    sandbox.release();
    for call in waiting {
        call.await.unwrap().unwrap();
    }
}

/// The service's answer, made up.
fn says(status: u16, body: &str) -> FaultKind {
    FaultKind::Answer { status, headers: Default::default(), body: body.to_owned() }
}

#[tokio::test]
async fn a_gateway_that_got_no_answer_does_not_know_the_outcome_whatever_its_format() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let allowed = CallOptions { retry_unknown_outcome: Some(true), ..CallOptions::default() };
    for status in [502, 504] {
        for body in
            [r#"{"Code":"ServiceTimeout","Message":"no answer"}"#, r#"{"Code":"InvalidTimeStamp.Expired"}"#, "<html>"]
        {
            sandbox.reset();
            sandbox.faults([says(status, body)]);
            let error = client.initialize(&request()).await.unwrap_err();
            assert_eq!(error.attempts(), Attempts::new(1, true), "{status} {body}: {error}");
            assert_eq!(sandbox.seen().requests, 1, "it is not sent again");
            sandbox.faults([says(status, body)]);
            client.initialize_with(&request(), &allowed).await.unwrap();
            assert_eq!(sandbox.seen().requests, 3, "{status} {body}: it is sent again if that is allowed");
        }
    }
}

#[tokio::test]
async fn what_was_too_long_for_a_gateway_was_not_processed() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for (status, what) in [(413, "body"), (414, "URL"), (431, "headers")] {
        for body in ["<html>", "", "{}"] {
            sandbox.faults([says(status, body)]);
            let error = client.initialize(&request()).await.unwrap_err();
            assert_eq!(error.attempts(), Attempts::new(1, false), "{error}");
            let text = error.to_string();
            assert!(
                text.contains(&format!("{what} is too long")) || text.contains(&format!("{what} are too long")),
                "{text}"
            );
            assert!(text.contains("its URL has ") && text.contains("its body 0"), "{text}");
        }
    }
}

/// An endless answer is cut off and does not hold the call to its deadline.
#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut head = [0; 64 * 1024];
        let _ = connection.read(&mut head).unwrap();
        connection.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
        let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x1_0000], b"\r\n"].concat();
        while connection.write_all(&chunk).is_ok() {} // until the client has gone
    });
    let config = ClientConfig {
        attempt_timeout_ms: 600_000,
        overall_timeout_ms: 600_000,
        retry: Some(RetrySettings { max_attempts: 1, ..RetrySettings::default() }),
        ..ClientConfig::for_endpoint(endpoint)
    };
    let client = Client::new(config, key()).unwrap();
    let error =
        tokio::time::timeout(Duration::from_secs(60), client.initialize(&request())).await.unwrap().unwrap_err();
    assert!(error.to_string().contains("larger than 1048576 bytes"), "{error}");
    tokio::task::spawn_blocking(|| server.join().unwrap()).await.unwrap(); // the runtime must go on, to close the connection
}
