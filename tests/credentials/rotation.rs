//! Rotated keys are picked up without a restart.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use ekyc::{CallOptions, ChainSettings, CredentialPromise, Credentials, EkycError, IniProfile};
use ekyc_sandbox::{Action, Key};
use tokio::task::spawn_blocking;

use super::provider::{give, promises};
use super::support::{
    PATIENCE, StoppedClock, Written, assert_contains, assert_keys, call, client, request, role, sandbox, silent,
    yield_until,
};

fn ini(id: &str) -> String {
    format!("[default]\ntype=access_key\naccess_key_id={id}\naccess_key_secret=PLANTED-{id}\n")
}

fn key(id: &str) -> Key {
    Key::permanent(id, format!("PLANTED-{id}"))
}

#[tokio::test]
async fn a_base_whose_keys_were_rotated_is_read_anew_when_they_are_refused() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    sandbox.set_keys([key("old")]);
    let file = Written::new(ini("old"));
    let base = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    let client = client(&sandbox, &Credentials::assume_role(base, role(&sandbox)).unwrap());
    let first = call(&client, &sandbox).await;
    sandbox.set_keys([key("new")]);
    std::fs::write(&file.path, ini("new")).unwrap();
    clock.later(Duration::from_secs(61 * 60)).await;
    assert_ne!(call(&client, &sandbox).await, first);
    let seen = sandbox.seen();
    let signed_by: Vec<_> = seen
        .events
        .iter()
        .filter(|event| event.action == "AssumeRole")
        .map(|event| (event.headers["authorization"].contains("Credential=new,"), event.verdict.as_str()))
        .collect();
    assert_eq!(signed_by.first(), Some(&(false, "Success")));
    assert_eq!(signed_by.last(), Some(&(true, "Success")));
}

/// Whoever it is: with others that would give keys beside it, and though they may be used if it fails from the start.
#[tokio::test]
async fn the_source_of_a_chain_that_gave_keys_stays_the_one() {
    let sandbox = sandbox();
    sandbox.set_keys([key("first"), key("second")]);
    let cli = r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"first","access_key_secret":"PLANTED-first"}]}"#;
    let (first, second) = (Written::new(cli), Written::new(ini("second")));
    let chain = Credentials::default_chain(with!(
        ChainSettings::default(),
        cli_profile_file = Some(first.text()),
        ini_profile_file = Some(second.text()),
        pass_over_failures = Some(true)
    ));
    let client = client(&sandbox, &chain.unwrap());
    client.initialize(&request()).await.unwrap();
    sandbox.set_keys([key("second")]);
    std::fs::write(&first.path, "broken").unwrap();
    let reason = silent(client.initialize(&request()).await.unwrap_err());
    assert_contains(&reason, &["the AccessKey id is unknown"]);
    let signed =
        sandbox.seen().events.iter().filter(|event| event.headers["authorization"].contains("=second,")).count();
    assert_eq!(signed, 0, "it became somebody else");
    // And when it is whole again it goes on.
    std::fs::write(&first.path, cli).unwrap();
    sandbox.set_keys([key("first")]);
    client.initialize(&request()).await.unwrap();
}

#[tokio::test]
async fn a_source_that_has_no_other_keys_is_asked_once_in_a_while() {
    let _clock = StoppedClock::new();
    let sandbox = sandbox();
    let file = Written::new(ini("old"));
    let base = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    let client = client(&sandbox, &Credentials::assume_role(base, role(&sandbox)).unwrap());
    for _ in 0..3 {
        let reason = silent(client.initialize(&request()).await.unwrap_err());
        assert_contains(&reason, &["AssumeRole: InvalidAccessKeyId.NotFound"]);
    }
    assert_eq!(
        sandbox.seen().count(Action::AssumeRole),
        1,
        "the keys are the same, so nothing is asked with them again"
    );
}

#[tokio::test]
async fn keys_without_an_expiry_are_read_again_now_and_then() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    sandbox.set_keys([key("old"), key("new")]);
    let file = Written::new(ini("old"));
    let credentials = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    let client = client(&sandbox, &credentials);
    assert_eq!(call(&client, &sandbox).await, "old");
    std::fs::write(&file.path, ini("new")).unwrap();
    assert_eq!(call(&client, &sandbox).await, "old");
    clock.later(Duration::from_secs(16 * 60)).await;
    assert_eq!(call(&client, &sandbox).await, "old", "nobody waits for it");
    let begin = std::time::Instant::now();
    while call(&client, &sandbox).await != "new" {
        yield_until(begin).await;
    }
    std::fs::remove_file(&file.path).unwrap();
    clock.later(Duration::from_secs(16 * 60)).await;
    for _ in 0..3 {
        assert_eq!(call(&client, &sandbox).await, "new", "a file that is gone takes nothing away");
    }
    let other = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    assert_contains(&super::support::reason(&other), &["cannot be read: No such file"]);
    std::fs::write(&file.path, ini("back")).unwrap();
    let back = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    assert_keys(&back, "back", "PLANTED-back", None);
}

#[tokio::test]
async fn the_service_s_refusal_makes_the_client_read_the_file_again_within_the_call() {
    let sandbox = sandbox();
    sandbox.set_keys([key("old")]);
    let file = Written::new(ini("old"));
    let credentials = Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap();
    let client = client(&sandbox, &credentials);
    assert_eq!(call(&client, &sandbox).await, "old");
    sandbox.set_keys([key("new")]);
    std::fs::write(&file.path, ini("new")).unwrap();
    assert_eq!(call(&client, &sandbox).await, "new");
    let seen = sandbox.seen();
    let verdicts: Vec<_> = seen.events.iter().map(|event| event.verdict.as_str()).collect();
    assert_eq!(verdicts, ["Success", "InvalidAccessKeyId.NotFound", "Success"]);
}

#[tokio::test]
async fn callers_who_are_all_refused_ask_the_source_once() {
    let sandbox = sandbox();
    let (credentials, promises) = promises(30_000);
    let client = client(&sandbox, &credentials);
    let answering = std::thread::spawn(move || {
        let mut asked = 0;
        while let Ok(promise) = promises.recv() {
            asked += 1;
            let id = if asked == 1 { "old" } else { "new" };
            give(&promise, id, &format!("PLANTED-{id}")).unwrap();
        }
        asked
    });
    sandbox.set_keys([key("old")]);
    assert_eq!(call(&client, &sandbox).await, "old");
    sandbox.set_keys([key("new")]);
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.initialize(&request()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    sandbox.set_keys([]); // nobody has keys that are good now
    for _ in 0..5 {
        let error = client.initialize(&request()).await.unwrap_err();
        assert_eq!(error.fault().unwrap().code, "InvalidAccessKeyId.NotFound");
    }
    drop((client, credentials));
    assert_eq!(
        answering.join().unwrap(),
        2,
        "for the first call and for the rotated key; then not before a pause is over"
    );
}

#[tokio::test]
async fn a_refresh_that_was_begun_before_the_refusal_is_not_the_last_word() {
    let clock = StoppedClock::new();
    let sandbox = sandbox();
    sandbox.set_keys([key("old")]);
    let (credentials, promises) = promises(30_000);
    let client = client(&sandbox, &credentials);
    let next = async |promises: Receiver<Arc<CredentialPromise>>| {
        spawn_blocking(move || (promises.recv_timeout(PATIENCE).unwrap(), promises)).await.unwrap()
    };
    let start = || {
        let client = client.clone();
        tokio::spawn(async move { client.initialize(&request()).await })
    };
    let first = start();
    let (promise, promises) = next(promises).await;
    give(&promise, "old", "PLANTED-old").unwrap();
    first.await.unwrap().unwrap();
    // The keys are stale, so this call begins a refresh; before it ends the service has other keys, and refuses these.
    clock.later(Duration::from_secs(16 * 60)).await;
    sandbox.set_keys([key("new")]);
    let refused = start();
    let (promise, promises) = next(promises).await;
    sandbox
        .wait_for(|seen| seen.events.iter().any(|event| event.verdict.starts_with("InvalidAccessKeyId")))
        .await
        .unwrap();
    // The refusal is on its way to the caller, who then waits for the refresh. Nothing shows that he does; if this were too short, the test would
    // show less, but not fail.
    let arriving = Instant::now();
    while arriving.elapsed() < Duration::from_millis(300) {
        tokio::task::yield_now().await;
    }
    give(&promise, "old", "PLANTED-old").unwrap();
    let (promise, _promises) = next(promises).await;
    give(&promise, "new", "PLANTED-new").unwrap();
    refused.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_provider_that_hangs_does_not_hide_the_service_s_refusal() {
    let sandbox = sandbox();
    sandbox.set_keys([key("old")]);
    let (credentials, promises) = promises(30_000);
    let client = client(&sandbox, &credentials);
    let answering = std::thread::spawn(move || {
        give(&promises.recv_timeout(PATIENCE).unwrap(), "old", "PLANTED-old").unwrap();
        promises
    });
    assert_eq!(call(&client, &sandbox).await, "old");
    let promises = answering.join().unwrap();
    sandbox.set_keys([key("new")]);
    let options = with!(CallOptions::default(), overall_timeout_ms = Some(2_000));
    let error = client.initialize_with(&request(), &options).await.unwrap_err();
    assert!(matches!(error, EkycError::Credentials { .. }), "{error}");
    assert_eq!(error.fault().unwrap().code, "InvalidAccessKeyId.NotFound");
    // The question goes on, for the next call.
    give(&promises.recv_timeout(PATIENCE).unwrap(), "new", "PLANTED-new").unwrap();
    assert_eq!(call(&client, &sandbox).await, "new");
}
