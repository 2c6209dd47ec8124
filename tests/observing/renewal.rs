//! What is told while keys are renewed.

use super::*;

/// Gives a key that the service does not know, and then nothing any more.
#[derive(Default)]
struct Stuck {
    asked_before: AtomicBool,
    hangs: tokio::sync::Notify,
}

impl CredentialProvider for Stuck {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        if self.asked_before.swap(true, Ordering::SeqCst) {
            std::mem::forget(promise); // a dropped one says that there will be no keys
            self.hangs.notify_one();
        } else {
            promise.complete("unknown".into(), "secret".into(), None, None).unwrap();
        }
        Ok(())
    }
}

/// A client whose source does not answer when the service has refused its key.
fn stuck(sandbox: &Sandbox) -> (Client, Arc<Stuck>, Receiver<Told>) {
    let (teller, told) = channel();
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    let source = Arc::new(Stuck::default());
    let credentials = Credentials::provider(source.clone(), 30_000).unwrap();
    let observer: Arc<dyn Observer> = Arc::new(Teller(Mutex::new(teller)));
    let client = Client::with(config, credentials, ClientParts { observer: Some(observer), quota: None }).unwrap();
    (client, source, told)
}

#[tokio::test]
async fn a_source_that_hangs_does_not_hide_why_the_service_refused() {
    let sandbox = sandbox();
    let (client, _, told) = stuck(&sandbox);
    let options = with!(CallOptions::default(), overall_timeout_ms = Some(6_000));
    let error = client.initialize_with(&request(), &options).await.unwrap_err();
    let fault = error.fault().unwrap_or_else(|| panic!("{error}"));
    assert_eq!((error.kind(), fault.code.as_str()), ("credentials", "InvalidAccessKeyId.NotFound"));
    assert!(!error.attempts().outcome_unknown);
    let (attempts, call) = next_call(&told);
    let [attempt] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!((attempt.outcome.as_str(), attempt.code.as_ref()), ("credentials", Some(&fault.code)));
    assert_eq!((attempt.http_status, attempt.outcome_unknown, attempt.retry_delay_ms), (Some(404), false, None));
    assert_eq!(
        (call.outcome.as_str(), call.outcome_unknown, call.code.as_ref()),
        ("credentials", false, Some(&fault.code))
    );
    // The renewal has half of the time that is left, so the call ends long before its deadline.
    assert!(call.duration_us < 6_000_000, "{call:?}");
}

#[tokio::test]
async fn an_attempt_has_ended_though_its_caller_goes_away_while_keys_are_renewed() {
    let sandbox = sandbox();
    let (client, source, told) = stuck(&sandbox);
    let call = tokio::spawn(async move { client.initialize(&request()).await });
    source.hangs.notified().await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let (attempts, call) = next_call(&told);
    let [attempt] = &attempts[..] else { panic!("{attempts:?}") };
    assert_eq!(
        (attempt.outcome.as_str(), attempt.http_status, attempt.outcome_unknown),
        ("credentials", Some(404), false)
    );
    assert_eq!((call.outcome.as_str(), call.outcome_unknown), ("cancelled", false));
}
