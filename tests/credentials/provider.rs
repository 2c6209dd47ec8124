//! A source written by the user.

use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use ekyc::{CredentialPromise, CredentialProvider, Credentials, EkycError, ProviderRefused};

use super::support::{
    ID, PATIENCE, SECRET, StoppedClock, any_request, assert_contains, assert_keys, call, client, reason, sandbox,
    works, yield_until,
};

/// Hands its promises to the test.
pub struct Promises(Mutex<Sender<Arc<CredentialPromise>>>);

impl CredentialProvider for Promises {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        let _ = self.0.lock().unwrap().send(promise);
        Ok(())
    }
}

pub fn promises(timeout_ms: i64) -> (Arc<Credentials>, Receiver<Arc<CredentialPromise>>) {
    let (send, promises) = mpsc::channel();
    (Credentials::provider(Arc::new(Promises(Mutex::new(send))), timeout_ms).unwrap(), promises)
}

/// Does what it is given.
struct With<F>(F);

impl<F: Fn(Arc<CredentialPromise>) -> Result<(), ProviderRefused> + Send + Sync> CredentialProvider for With<F> {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        (self.0)(promise)
    }
}

fn with(
    fetch: impl Fn(Arc<CredentialPromise>) -> Result<(), ProviderRefused> + Send + Sync + 'static,
) -> Arc<Credentials> {
    Credentials::provider(Arc::new(With(fetch)), 30_000).unwrap()
}

pub fn give(promise: &CredentialPromise, id: &str, secret: &str) -> Result<(), EkycError> {
    promise.complete(id.into(), secret.into(), None, None)
}

fn refused(reason: &str) -> Result<(), ProviderRefused> {
    Err(ProviderRefused::Refused { reason: reason.into() })
}

#[test]
fn a_provider_that_answers_at_once_signs_the_call() {
    let sandbox = sandbox();
    let credentials = with(|promise| {
        assert_eq!(std::thread::current().name(), Some("ekyc-provider"), "not on a thread that carries calls");
        assert_eq!(format!("{promise} {promise:?}"), "CredentialPromise CredentialPromise");
        give(&promise, ID, SECRET).unwrap();
        Ok(())
    });
    assert_eq!(works(&sandbox, &credentials), ID);
    assert_contains(&credentials.to_string(), &["source: custom provider", ID, "***"]);
}

#[test]
fn a_token_and_an_expiry_are_taken() {
    let credentials = with(|promise| {
        let later = 4_000_000_000_000; // 2096
        promise.complete("id".into(), "PLANTED-s".into(), Some("PLANTED-t".into()), Some(later)).unwrap();
        Ok(())
    });
    assert_keys(&credentials, "id", "PLANTED-s", Some("PLANTED-t"));
}

#[tokio::test]
async fn an_answer_may_come_later_and_from_another_thread() {
    let sandbox = sandbox();
    let (credentials, promises) = promises(30_000);
    let caller = tokio::spawn({
        let (client, seen) = (client(&sandbox, &credentials), sandbox.endpoint());
        async move { (client.initialize(&super::support::request()).await, seen).0 }
    });
    let promise = tokio::task::spawn_blocking(move || promises.recv_timeout(PATIENCE).unwrap()).await.unwrap();
    std::thread::spawn(move || give(&promise, ID, SECRET).unwrap()).join().unwrap();
    caller.await.unwrap().unwrap();
}

#[test]
fn a_provider_that_fails_says_why() {
    let fails = with(|promise| {
        promise.fail("the vault is sealed".into()).unwrap();
        Ok(())
    });
    assert_eq!(reason(&fails), "custom provider: the vault is sealed");
    assert_eq!(reason(&with(|_| refused("not today"))), "custom provider: not today");
    let dropped = with(|_| Ok(()));
    assert_eq!(reason(&dropped), "custom provider: it dropped its promise without an answer");
    let panics = with(|_| panic!("PLANTED, and expected in this test's output"));
    assert_eq!(reason(&panics), "custom provider: it dropped its promise without an answer");
    let unexpected = ProviderRefused::from(uniffi::UnexpectedUniFFICallbackError::new("PLANTED"));
    assert!(!format!("{unexpected:?} {unexpected}").contains("PLANTED"));
}

#[test]
fn keys_that_are_none_are_refused_on_both_sides() {
    for (id, secret, token, expires, expected) in [
        ("", "PLANTED", None, None, "the AccessKey id is empty"),
        (
            &*"PLANTED".repeat(37).leak(),
            "PLANTED",
            None,
            None,
            "the AccessKey id has 259 bytes; no key has more than 256",
        ),
        ("id", &*"PLANTED".repeat(147).leak(), None, None, "the AccessKey secret has 1029 bytes"),
        ("id", "PLANTED", Some(&*"PLANTED".repeat(2341).leak()), None, "the security token has 16387 bytes"),
        ("\"id\"", "PLANTED", None, None, "the AccessKey id has a quotation mark or an angle bracket"),
        ("id", "<PLANTED>", None, None, "the AccessKey secret has a quotation mark or an angle bracket"),
        ("id", "PLANTED\n", None, None, "the AccessKey secret has a blank"),
        ("id", "PLANTED", Some("PLANTED é"), None, "the security token has a blank"),
        ("id", "PLANTED", None, Some(0), "have expired already (1970-01-01T00:00:00Z)"),
        ("id", "PLANTED", None, Some(i64::MIN), "have expired already"),
    ] {
        let (send, told) = mpsc::channel();
        let send = Mutex::new(send);
        let credentials = with(move |promise| {
            let told = promise.complete(id.into(), secret.into(), token.map(str::to_owned), expires).unwrap_err();
            send.lock().unwrap().send(told.to_string()).unwrap();
            Ok(())
        });
        assert_contains(&reason(&credentials), &["custom provider: ", expected]);
        let told = told.recv().unwrap();
        assert!(told.contains(expected) && !told.contains("PLANTED"), "{told}");
    }
    let far = with(|promise| {
        promise.complete("id".into(), "s".into(), None, Some(i64::MAX)).unwrap();
        Ok(())
    });
    assert_keys(&far, "id", "s", None);
}

/// A machine whose clock is two hours ahead sees keys that live an hour as expired. The service knows better.
#[test]
fn keys_that_seem_to_have_expired_today_are_used_because_the_clock_may_be_wrong() {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let hours_ago = |hours: i64| now - hours * 3_600_000;
    let giving = |expires: i64| {
        with(move |promise| {
            let _ = promise.complete(ID.into(), SECRET.into(), None, Some(expires));
            Ok(())
        })
    };
    let sandbox = sandbox();
    assert_eq!(works(&sandbox, &giving(hours_ago(1))), ID);
    assert_contains(&reason(&giving(hours_ago(25))), &["custom provider: the keys it gave have expired already"]);
}

#[test]
fn a_reason_is_cut_before_it_goes_into_errors() {
    let told = reason(&with(|promise| promise.fail("x".repeat(900_000)).map_err(|_| unreachable!())));
    assert!(told.len() < 1_100 && told.ends_with("..."), "{}", told.len());
}

#[test]
fn only_the_first_answer_counts_and_a_late_one_harms_nobody() {
    let over = "the promise was answered before, or its time is over";
    let credentials = with(move |promise| {
        give(&promise, "first", "s").unwrap();
        for late in [give(&promise, "second", "s"), promise.fail("no".into())] {
            assert!(late.unwrap_err().to_string().contains(over));
        }
        refused("after all")
    });
    assert_keys(&credentials, "first", "s", None);
    let (slow, promises) = promises(20);
    assert_eq!(reason(&slow), "custom provider: it did not answer within 20 ms");
    let promise = promises.recv_timeout(PATIENCE).unwrap();
    assert!(give(&promise, "late", "s").unwrap_err().to_string().contains(over));
}

#[tokio::test]
async fn a_provider_that_does_not_return_is_not_called_on_yet_another_thread() {
    let sandbox = sandbox();
    let (release, gate): (SyncSender<()>, Receiver<()>) = mpsc::sync_channel(0);
    let gate = Mutex::new(gate);
    let blocking = With(move |promise: Arc<CredentialPromise>| {
        let _ = gate.lock().unwrap().recv();
        give(&promise, ID, SECRET).map_or(Ok(()), |()| Ok(()))
    });
    let credentials = Credentials::provider(Arc::new(blocking), 20).unwrap();
    let client = client(&sandbox, &credentials);
    let fails = async || client.initialize(&super::support::request()).await.unwrap_err().to_string();
    assert_contains(&fails().await, &["it did not answer within 20 ms"]);
    let clock = StoppedClock::new();
    clock.later(std::time::Duration::from_secs(2)).await;
    let begin = std::time::Instant::now();
    let mut second = std::pin::pin!(fails());
    let told = loop {
        tokio::select! {
            biased;
            told = &mut second => break told,
            () = yield_until(begin) => clock.later(std::time::Duration::from_secs(1)).await,
        }
    };
    assert_contains(&told, &["its fetch before has not returned yet"]);
    release.send(()).unwrap();
    drop(release); // from here on `fetch` returns at once
    let begin = std::time::Instant::now();
    loop {
        yield_until(begin).await;
        clock.later(std::time::Duration::from_secs(61)).await;
        if client.initialize(&super::support::request()).await.is_ok() {
            break;
        }
    }
    assert_eq!(call(&client, &sandbox).await, ID);
}

#[test]
fn signing_by_hand_asks_the_provider_too() {
    let credentials = with(|promise| {
        give(&promise, ID, SECRET).unwrap();
        Ok(())
    });
    let signature = ekyc::ffi::core_sign_acs3(any_request(), credentials).unwrap();
    assert!(signature.authorization.contains("Credential=LTAI5tBase,"));
}
