//! Keys are kept, refreshed by one for all, and survive a refresh that fails. The runtime's clock is moved, not waited for.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use ekyc::{Client, CredentialPromise, Credentials};
use ekyc_sandbox::{Action, FaultKind, IdentitySettings, Key, Sandbox};

use super::provider::{give, promises};
use super::support::{
    ID, PATIENCE, SECRET, StoppedClock, answer, assert_contains, assumed, base, call, client, http, request, role,
    runtime, sandbox, silent, yield_until,
};

const MINUTE: Duration = Duration::from_secs(60);

fn asked(sandbox: &Sandbox) -> u64 {
    sandbox.seen().count(Action::AssumeRole)
}

async fn asked_for(sandbox: &Sandbox, times: u64) {
    sandbox.wait_for(|seen| seen.count(Action::AssumeRole) == times).await.unwrap();
}

/// Calls until the keys are others. A refresh that was seen to arrive is recorded a moment later.
async fn until_other(client: &Client, sandbox: &Sandbox, old: &str) -> String {
    let begin = Instant::now();
    loop {
        let id = call(client, sandbox).await;
        if id != old {
            return id;
        }
        yield_until(begin).await;
    }
}

/// Waits until a refresh is seen to have failed.
async fn failed(credentials: &Credentials, reason: &str) {
    let begin = Instant::now();
    while !credentials.to_string().contains(reason) {
        yield_until(begin).await;
    }
}

async fn next(
    promises: Receiver<Arc<CredentialPromise>>,
) -> (Arc<CredentialPromise>, Receiver<Arc<CredentialPromise>>) {
    tokio::task::spawn_blocking(move || (promises.recv_timeout(PATIENCE).unwrap(), promises)).await.unwrap()
}

#[tokio::test]
async fn sixty_four_callers_at_once_ask_once() {
    let sandbox = sandbox();
    let client = client(&sandbox, &assumed(&sandbox));
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.initialize(&request()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let first = call(&client, &sandbox).await;
    assert_eq!(asked(&sandbox), 1);
    assert_eq!(call(&client, &sandbox).await, first);
}

#[tokio::test]
async fn keys_are_refreshed_ahead_of_expiry_while_the_callers_go_on() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    let credentials = assumed(&sandbox);
    let client = client(&sandbox, &credentials);
    let first = call(&client, &sandbox).await;
    clock.later(41 * MINUTE).await; // they live 60, and nobody refreshes before 42
    assert_eq!((call(&client, &sandbox).await, asked(&sandbox)), (first.clone(), 1));
    clock.later(5 * MINUTE).await;
    sandbox.faults([FaultKind::Hang.on(Action::AssumeRole)]);
    for _ in 0..5 {
        assert_eq!(call(&client, &sandbox).await, first, "nobody waits for the refresh");
        asked_for(&sandbox, 2).await;
    }
    clock.later(Duration::from_secs(11)).await; // the refresh that hangs has a limit of 10 s
    failed(&credentials, "no answer within 10000 ms").await;
    clock.later(Duration::from_secs(2)).await;
    let second = until_other(&client, &sandbox, &first).await;
    assert_eq!(asked(&sandbox), 3);
    assert!(second.starts_with("STS."));
}

#[tokio::test]
async fn stale_keys_survive_refreshes_that_fail_and_the_source_is_not_asked_by_every_call() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    let once = with!(http(&sandbox).unwrap(), max_attempts = Some(1));
    let credentials = Credentials::assume_role(base(), with!(role(&sandbox), http = Some(once))).unwrap();
    let client = client(&sandbox, &credentials);
    let first = call(&client, &sandbox).await;
    for (number, status) in [(2, 500), (3, 503)] {
        // The first failure falls into the last quarter, the next after the pause that follows it.
        clock.later(if number == 2 { 46 * MINUTE } else { Duration::from_secs(1) }).await;
        answer(&sandbox, Action::AssumeRole, status, r#"{"Code":"Down"}"#);
        assert_eq!(call(&client, &sandbox).await, first);
        failed(&credentials, &format!("HTTP {status}")).await;
        for _ in 0..20 {
            assert_eq!(call(&client, &sandbox).await, first);
        }
        assert_eq!(asked(&sandbox), number, "twenty calls asked nobody");
    }
    sandbox.faults(std::iter::empty::<FaultKind>());
    clock.later(MINUTE).await;
    until_other(&client, &sandbox, &first).await;
    assert_eq!(asked(&sandbox), 4);
    assert!(!credentials.to_string().contains("last_failure"), "{credentials}");
}

#[tokio::test]
async fn expired_keys_are_not_used_and_the_failure_is_told_without_asking_again() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    let client = client(&sandbox, &assumed(&sandbox));
    let first = call(&client, &sandbox).await;
    clock.later(61 * MINUTE).await;
    let fault = FaultKind::Answer { status: 403, headers: [].into(), body: r#"{"Code":"NoPermission"}"#.into() };
    sandbox.faults([fault.on(Action::AssumeRole)]);
    let fails = async || silent(client.initialize(&request()).await.unwrap_err());
    assert_contains(&fails().await, &["assumed role: AssumeRole: NoPermission (HTTP 403)"]);
    assert_contains(&fails().await, &["assumed role: AssumeRole: NoPermission (HTTP 403)"]);
    assert_eq!(asked(&sandbox), 2, "the second failure came from memory");
    clock.later(2 * MINUTE).await;
    assert_ne!(call(&client, &sandbox).await, first);
    assert_eq!(asked(&sandbox), 3);
}

#[tokio::test]
async fn short_lived_keys_are_refreshed_in_their_last_quarter() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    let mut identity = IdentitySettings::default();
    identity.lifetime = Some(Duration::from_secs(400));
    sandbox.set_identity(identity);
    let client = client(&sandbox, &assumed(&sandbox));
    let first = call(&client, &sandbox).await;
    clock.later(Duration::from_secs(270)).await;
    assert_eq!((call(&client, &sandbox).await, asked(&sandbox)), (first.clone(), 1));
    clock.later(Duration::from_secs(40)).await;
    assert_eq!(call(&client, &sandbox).await, first);
    until_other(&client, &sandbox, &first).await;
    assert_eq!(asked(&sandbox), 2);
}

#[tokio::test]
async fn a_caller_who_goes_away_takes_nothing_from_the_others() {
    let sandbox = sandbox();
    let (credentials, promises) = promises(30_000);
    let client = client(&sandbox, &credentials);
    let start = || {
        let client = client.clone();
        tokio::spawn(async move { client.initialize(&request()).await })
    };
    let first = start();
    let (promise, promises) = next(promises).await;
    let second = start();
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    give(&promise, ID, SECRET).unwrap();
    second.await.unwrap().unwrap();
    assert!(promises.try_recv().is_err(), "the provider was asked once");
}

#[test]
fn a_refresh_that_vanishes_with_its_runtime_is_done_anew() {
    let sandbox = sandbox();
    let (credentials, promises) = promises(30_000);
    let client = client(&sandbox, &credentials);
    let first = runtime();
    let abandoned = first.spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    let (_never_answered, promises) = first.block_on(next(promises));
    drop(first);
    drop(abandoned);
    let answering = std::thread::spawn(move || give(&promises.recv_timeout(PATIENCE).unwrap(), ID, SECRET).unwrap());
    let other = super::support::client(&sandbox, &credentials); // its connections belong to the other runtime
    assert_eq!(runtime().block_on(call(&other, &sandbox)), ID);
    answering.join().unwrap();
}

#[tokio::test]
async fn keys_that_claim_to_live_for_centuries_are_asked_for_again_after_half_a_day() {
    let clock = StoppedClock::new();
    for expires in [4_000_000_000_000, i64::MAX] {
        let sandbox = sandbox();
        sandbox.set_keys(["old", "new"].map(|id| Key::permanent(id, "PLANTED")));
        let (credentials, promises) = promises(30_000);
        let client = client(&sandbox, &credentials);
        let first = tokio::spawn({
            let client = client.clone();
            async move { client.initialize(&request()).await }
        });
        let (promise, promises) = next(promises).await;
        promise.complete("old".into(), "PLANTED".into(), None, Some(expires)).unwrap();
        first.await.unwrap().unwrap();
        clock.later(11 * 60 * MINUTE).await;
        assert_eq!(call(&client, &sandbox).await, "old");
        assert!(promises.try_recv().is_err(), "after eleven hours nobody is asked");
        clock.later(2 * 60 * MINUTE).await;
        assert_eq!(call(&client, &sandbox).await, "old");
        let (promise, _promises) = next(promises).await;
        promise.complete("new".into(), "PLANTED".into(), None, Some(i64::MAX)).unwrap();
        until_other(&client, &sandbox, "old").await;
    }
}
