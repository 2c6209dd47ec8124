//! What an observer is told, and that a bad one harms nobody.

#[macro_use]
#[path = "../with/mod.rs"]
mod with;

mod bad;
mod renewal;

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ekyc::{
    AttemptEvent, CallEvent, CallOptions, Client, ClientConfig, ClientParts, CredentialPromise, CredentialProvider,
    Credentials, DocType, InitializeRequest, Observer, ProductCode, ProviderRefused, RetrySettings,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

#[derive(Debug)]
enum Told {
    Attempt(AttemptEvent),
    Call(CallEvent),
    Lost(i64),
}

/// Passes everything on.
struct Teller(Mutex<Sender<Told>>);

impl Observer for Teller {
    fn attempt(&self, event: AttemptEvent) {
        let _ = self.0.lock().unwrap().send(Told::Attempt(event));
    }

    fn call(&self, event: CallEvent) {
        let _ = self.0.lock().unwrap().send(Told::Call(event));
    }

    fn lost(&self, events: i64) {
        let _ = self.0.lock().unwrap().send(Told::Lost(events));
    }
}

fn client(sandbox: &Sandbox, observer: Arc<dyn Observer>) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), base_delay_ms = 1))
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    Client::with(config, credentials, ClientParts { observer: Some(observer), quota: None }).unwrap()
}

fn observed(sandbox: &Sandbox) -> (Client, Receiver<Told>) {
    let (teller, told) = channel();
    (client(sandbox, Arc::new(Teller(Mutex::new(teller)))), told)
}

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// The attempts of the next call, and the call.
fn next_call(told: &Receiver<Told>) -> (Vec<AttemptEvent>, CallEvent) {
    let mut attempts = Vec::new();
    loop {
        match told.recv_timeout(Duration::from_secs(30)).unwrap() {
            Told::Attempt(event) => attempts.push(event),
            Told::Call(event) => return (attempts, event),
            Told::Lost(events) => panic!("{events} lost"),
        }
    }
}

#[tokio::test]
async fn one_event_for_each_attempt_and_one_for_the_call() {
    let sandbox = sandbox();
    let (client, told) = observed(&sandbox);
    sandbox.faults([FaultKind::Unavailable]);
    let response = client.initialize(&request()).await.unwrap();
    let (attempts, call) = next_call(&told);
    let [failed, good] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!((failed.attempt, failed.outcome.as_str(), failed.http_status), (1, "service_failure", Some(503)));
    assert_eq!(failed.code.as_deref(), Some("ServiceUnavailable"));
    assert!(failed.retry_delay_ms.is_some() && failed.connect_us.is_some());
    assert_eq!((good.attempt, good.outcome.as_str(), good.http_status), (2, "success", Some(200)));
    assert_eq!((good.connect_us, good.retry_delay_ms), (None, None), "the connection was used again");
    assert_eq!(good.request_id.as_ref(), Some(&response.request_id));
    assert!(good.request_bytes > 200 && good.response_bytes > 50 && good.duration_us > 0, "{good:?}");
    assert!(good.response_us.is_some() && good.read_us.is_some());
    assert_eq!((call.attempts, call.outcome.as_str(), call.outcome_unknown), (2, "success", false));
    assert_eq!(call.request_bytes, failed.request_bytes + good.request_bytes);
    assert_eq!((call.call, failed.call, good.call), (1, 1, 1));
    assert!(call.backoff_us > 0 && call.duration_us >= failed.duration_us + good.duration_us);
    assert_eq!((call.http_status, &call.request_id), (Some(200), &good.request_id));
    client.initialize(&request()).await.unwrap();
    assert_eq!(next_call(&told).1.call, 2);
}

#[tokio::test]
async fn a_tag_comes_back_in_every_event_of_its_call_and_is_not_sent() {
    let sandbox = sandbox();
    let (client, told) = observed(&sandbox);
    let tagged = |tag: &str| with!(CallOptions::default(), tag = Some(tag.to_owned()));
    let longest = "ü".repeat(128);
    for tag in ["order 7/é", &longest] {
        sandbox.faults([FaultKind::Unavailable]);
        client.initialize_with(&request(), &tagged(tag)).await.unwrap();
        let (attempts, call) = next_call(&told);
        let tags: Vec<_> = attempts.iter().map(|attempt| &attempt.tag).chain([&call.tag]).collect();
        assert_eq!(tags, [&Some(tag.to_owned()); 3]);
    }
    client.initialize(&request()).await.unwrap();
    assert_eq!(next_call(&told).1.tag, None);
    let seen = format!("{:?}", sandbox.seen().events);
    assert!(!seen.contains("order") && !seen.contains("üü"), "{seen}");
    for (wrong, reason) in [("", "0 characters"), (&*"x".repeat(129), "129 characters"), ("a\nb", "line break")] {
        let error = client.initialize_with(&request(), &tagged(wrong)).await.unwrap_err().to_string();
        assert!(error.starts_with("invalid configuration: tag") && error.contains(reason), "{error}");
        assert_eq!(next_call(&told).1.tag, None, "what is refused is not passed on either");
    }
}

#[tokio::test]
async fn a_call_whose_caller_goes_away_is_told_too() {
    let sandbox = sandbox();
    let (client, told) = observed(&sandbox);
    sandbox.faults([FaultKind::Hang]);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let (attempts, call) = next_call(&told);
    let [attempt] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!((attempt.outcome.as_str(), attempt.outcome_unknown), ("cancelled", true));
    assert_eq!((attempt.response_us, attempt.http_status), (None, None));
    assert_eq!((call.outcome.as_str(), call.outcome_unknown, call.attempts), ("cancelled", true, 1));
}

#[tokio::test]
async fn a_call_that_is_refused_here_is_told_without_attempts() {
    let sandbox = sandbox();
    let (client, told) = observed(&sandbox);
    let mut invalid = request();
    invalid.merchant_biz_id = String::new();
    client.initialize(&invalid).await.unwrap_err();
    let (attempts, call) = next_call(&told);
    assert_eq!((attempts.len(), call.attempts, call.outcome.as_str()), (0, 0, "invalid_request"));
    let options = with!(CallOptions::default(), max_attempts = Some(0));
    client.initialize_with(&request(), &options).await.unwrap_err();
    assert_eq!(next_call(&told).1.outcome, "invalid_configuration");
    client.close();
    client.initialize(&request()).await.unwrap_err();
    assert_eq!(next_call(&told).1.outcome, "invalid_configuration");
}

#[tokio::test]
async fn a_connection_that_did_not_come_about_took_no_time() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (teller, told) = channel();
    let config = ClientConfig::for_endpoint(format!("https://127.0.0.1:{port}"));
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    let observer: Arc<dyn Observer> = Arc::new(Teller(Mutex::new(teller)));
    let client = Client::with(config, credentials, ClientParts { observer: Some(observer), quota: None }).unwrap();
    let options = with!(CallOptions::default(), max_attempts = Some(1));
    client.initialize_with(&request(), &options).await.unwrap_err();
    let (attempts, _) = next_call(&told);
    let [attempt] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!((attempt.outcome.as_str(), attempt.connect_us), ("network", None));
}
