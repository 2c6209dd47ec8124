//! Waiting for the end of a verification.

#[macro_use]
mod with;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ekyc::model::CallbackHint;
use ekyc::{
    AwaitResultRequest, CallOptions, CheckResultRequest, CheckResultResponse, Client, ClientConfig, Credentials,
    EkycError, QuotaSettings, RetrySettings, VerificationState, parse_callback,
};
use ekyc_sandbox::{Action, Fault, FaultKind, Options, Sandbox};
use tokio::task::JoinHandle;

/// Nothing here takes so long, but a wait that is not woken.
const FOR_EVER_MS: i64 = 600_000;

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

fn client(sandbox: &Sandbox, quota: Option<QuotaSettings>) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), base_delay_ms = 1, max_attempts = 1)),
        quota = quota
    );
    Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap()).unwrap()
}

fn request(pause_ms: i64) -> AwaitResultRequest {
    with!(
        AwaitResultRequest::new(CheckResultRequest::new("a1", "hks1")),
        first_pause_ms = pause_ms,
        max_pause_ms = pause_ms
    )
}

fn says(status: u16, body: &str) -> FaultKind {
    FaultKind::Answer { status, headers: std::collections::BTreeMap::new(), body: body.to_owned() }
}

/// The next answers to CheckResult.
fn aim(sandbox: &Sandbox, faults: impl IntoIterator<Item: Into<Fault>>) {
    sandbox.faults(faults.into_iter().map(|fault| fault.into().on(Action::CheckResult)));
}

fn in_progress() -> FaultKind {
    says(404, r#"{"RequestId":"R","Code":"ProcessNotCompleted"}"#)
}

fn passed() -> FaultKind {
    says(200, r#"{"RequestId":"R","Code":"Success","Result":{"Passed":"Y"}}"#)
}

type Waiting = JoinHandle<Result<CheckResultResponse, EkycError>>;

fn waiting(client: &Client, request: AwaitResultRequest) -> Waiting {
    let client = client.clone();
    tokio::spawn(async move { client.await_result(&request, None).await })
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), work).await.expect("it hangs")
}

fn callback(transaction_id: &str) -> CallbackHint {
    parse_callback(&format!("transactionId={transaction_id}&passed=Y"), None, None).unwrap()
}

#[tokio::test]
async fn it_asks_until_the_verification_has_ended_whatever_passes_by_itself() {
    let sandbox = sandbox();
    let pending = says(200, r#"{"Code":"Success","Result":{"Passed":"P"}}"#);
    let throttle = FaultKind::Throttle { retry_after: None };
    let faults = [in_progress(), FaultKind::Reset, pending, FaultKind::Unavailable, throttle, in_progress(), passed()];
    aim(&sandbox, faults);
    let response = in_time(client(&sandbox, None).await_result(&request(100), None)).await.unwrap();
    assert_eq!((response.state, sandbox.seen().requests), (VerificationState::Ended, 7));
}

#[tokio::test]
async fn what_does_not_pass_by_itself_ends_the_wait() {
    let sandbox = sandbox();
    aim(&sandbox, [in_progress(), says(400, r#"{"Code":"TransactionIdInvalid"}"#)]);
    let error = in_time(client(&sandbox, None).await_result(&request(100), None)).await.unwrap_err();
    assert!(matches!(error, EkycError::Rejected { .. }), "{error}");
    let invalid = with!(request(100), limit_ms = 0, first_pause_ms = 99, max_pause_ms = 98);
    let error = client(&sandbox, None).await_result(&invalid, None).await.unwrap_err().to_string();
    for violation in [
        "limit_ms 0 is not between 1 and 1800000 milliseconds",
        "first_pause_ms 99 is not between 100 and 600000 milliseconds",
        "max_pause_ms 98 is not between",
        "max_pause_ms is less than first_pause_ms",
    ] {
        assert!(error.contains(violation), "{error}");
    }
    assert_eq!(sandbox.seen().requests, 2);
}

#[tokio::test]
async fn a_callback_wakes_those_who_wait_for_its_transaction() {
    let sandbox = sandbox();
    let client = client(&sandbox, None);
    aim(&sandbox, [in_progress().times(3)]);
    let [one, other] = [0, 1].map(|_| waiting(&client, request(FOR_EVER_MS)));
    let mut foreign = request(FOR_EVER_MS);
    foreign.check_result.transaction_id = "hks2".into();
    let foreign = waiting(&client, foreign);
    sandbox.wait_for(|seen| seen.requests == 3).await.unwrap();
    assert!(!client.callback_arrived(&callback("hks3")), "nobody waits for it");
    aim(&sandbox, [passed().times(2)]);
    assert!(client.callback_arrived(&callback("hks1")));
    for wait in [one, other] {
        assert_eq!(in_time(wait).await.unwrap().unwrap().state, VerificationState::Ended);
    }
    assert_eq!(sandbox.seen().requests, 5);
    assert!(!foreign.is_finished());
    assert!(!client.callback_arrived(&callback("hks1")), "nobody waits any more");
    foreign.abort();
}

#[tokio::test]
async fn a_callback_that_comes_while_it_asks_is_not_lost() {
    let sandbox = sandbox();
    let client = client(&sandbox, None);
    aim(&sandbox, [FaultKind::Hang, passed()]);
    let wait = tokio::spawn({
        let client = client.clone();
        let options = with!(CallOptions::default(), attempt_timeout_ms = Some(500));
        async move { client.await_result(&request(FOR_EVER_MS), Some(&options)).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    assert!(client.callback_arrived(&callback("hks1")));
    assert_eq!(in_time(wait).await.unwrap().unwrap().state, VerificationState::Ended);
    assert_eq!(sandbox.seen().requests, 2);
}

#[tokio::test]
async fn it_ends_with_the_limit_and_with_the_life_of_the_transaction() {
    let sandbox = sandbox();
    let client = client(&sandbox, None);
    aim(&sandbox, [in_progress().times(100)]);
    let short = with!(request(FOR_EVER_MS), limit_ms = 300);
    let response = in_time(client.await_result(&short, None)).await.unwrap();
    assert_eq!((response.state, sandbox.seen().requests), (VerificationState::InProgress, 2));
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    for started in [now - 31 * 60 * 1000, i64::MIN, 0] {
        let old = with!(request(FOR_EVER_MS), started_at_unix_ms = Some(started));
        assert_eq!(in_time(client.await_result(&old, None)).await.unwrap().state, VerificationState::InProgress);
    }
    assert_eq!(sandbox.seen().requests, 5, "a transaction that has ended is asked about once");
    aim(&sandbox, [FaultKind::Reset.times(100)]);
    let error = in_time(client.await_result(&short, None)).await.unwrap_err();
    assert!(matches!(error, EkycError::Network { .. }), "{error}");
}

#[tokio::test]
async fn closing_the_client_and_going_away_end_it() {
    let sandbox = sandbox();
    let client = client(&sandbox, None);
    aim(&sandbox, [in_progress().times(100)]);
    let leaving = waiting(&client, request(FOR_EVER_MS));
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    assert!(!client.callback_arrived(&callback("hks1")), "a wait that is gone is forgotten");
    let wait = waiting(&client, request(FOR_EVER_MS));
    sandbox.wait_for(|seen| seen.requests == 2).await.unwrap();
    assert!(in_time(client.shutdown(Duration::from_secs(600))).await, "a wait holds up no shutdown");
    assert!(matches!(in_time(wait).await.unwrap(), Err(EkycError::Cancelled { .. })));
    let error = in_time(client.await_result(&request(100), None)).await.unwrap_err();
    assert!(matches!(error, EkycError::InvalidConfiguration { .. }), "{error}");
}

#[tokio::test]
async fn waits_keep_to_the_quota() {
    let sandbox = sandbox();
    let quota = with!(QuotaSettings::default(), calls_per_second = Some(2), max_wait_ms = 0);
    let client = client(&sandbox, Some(quota));
    aim(&sandbox, [in_progress().times(6), passed().times(100)]);
    let waits: Vec<_> = (0..6).map(|_| waiting(&client, request(100))).collect();
    for wait in waits {
        assert_eq!(in_time(wait).await.unwrap().unwrap().state, VerificationState::Ended);
    }
    let at: Vec<_> = sandbox.seen().events.iter().map(|event| event.at_ms).collect();
    // A little less than a second, for the way from the client to the sandbox is not always as long.
    assert!(at.iter().zip(at.iter().skip(2)).all(|(first, third)| third - first >= 900), "{at:?}");
}
