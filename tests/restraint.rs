//! A client that holds itself back: the budget for repetitions, and a quota that somebody else keeps.

#[macro_use]
mod with;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ekyc::{
    Admission, Client, ClientConfig, ClientParts, Credentials, DocType, EkycError, InitializeRequest, NoRoom,
    ProductCode, Quota, QuotaKey, Refusal, RetrySettings,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

fn client(sandbox: &Sandbox, quota: Option<Arc<dyn Quota>>) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), base_delay_ms = 1))
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    Client::with(config, credentials, ClientParts { observer: None, quota }).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

#[tokio::test]
async fn a_service_that_is_down_is_not_stormed() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let client = client(&sandbox, None);
    sandbox.faults([FaultKind::Unavailable.times(1000)]);
    for _ in 0..100 {
        client.initialize(&request()).await.unwrap_err();
    }
    assert_eq!(sandbox.seen().requests, 100 + 500 / 14, "the budget is spent once, not for each call");
    let last = client.initialize(&request()).await.unwrap_err();
    assert_eq!(last.attempts().count, 1);
    // Successes fill it again: 14 of them pay for one repetition.
    sandbox.faults(std::iter::empty::<FaultKind>());
    for _ in 0..14 {
        client.initialize(&request()).await.unwrap();
    }
    sandbox.faults([FaultKind::Unavailable]);
    client.initialize(&request()).await.unwrap();
}

/// Stands for a store that several machines share: it knows how many calls are left.
struct Shared {
    left: AtomicU32,
    throttled: AtomicU32,
}

impl Quota for Shared {
    fn admit(&self, key: QuotaKey, max_wait: Duration) -> Admission<'_> {
        assert_eq!((key.operation, key.product, key.calls_per_second), ("Initialize", "eKYC", 10));
        assert_eq!(max_wait, Duration::ZERO);
        Box::pin(async move {
            tokio::task::yield_now().await; // as if it asked somebody
            let taken = self.left.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            let no_room = NoRoom::new(2, Duration::from_millis(700));
            taken.map(|_| ()).map_err(|_| Refusal::NoRoom(no_room))
        })
    }

    fn throttled(&self, _: QuotaKey, _: Instant, retry_after: Option<Duration>) {
        assert_eq!(retry_after, Some(Duration::from_millis(10)));
        self.throttled.fetch_add(1, Ordering::SeqCst);
    }

    fn answered(&self, _: QuotaKey, _: Instant) {}
}

#[tokio::test]
async fn a_quota_of_somebody_else_is_asked_for_every_attempt_and_told_of_throttling() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let quota = Arc::new(Shared { left: AtomicU32::new(3), throttled: AtomicU32::new(0) });
    let client = client(&sandbox, Some(quota.clone()));
    sandbox.faults([FaultKind::Throttle { retry_after: Some(Duration::from_millis(10)) }]);
    client.initialize(&request()).await.unwrap(); // two attempts
    assert_eq!(quota.throttled.load(Ordering::SeqCst), 1);
    client.initialize(&request()).await.unwrap();
    match client.initialize(&request()).await.unwrap_err() {
        EkycError::QuotaExhausted { operation, calls_per_second: 2, wait_ms: 700, attempts } => {
            assert_eq!((operation.as_str(), attempts.count), ("Initialize", 0));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(sandbox.seen().requests, 3);
}
