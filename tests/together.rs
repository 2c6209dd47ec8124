//! What only shows when many calls are under way at once.

#[macro_use]
mod with;

use ekyc::{
    Client, ClientConfig, Credentials, DocType, EkycError, InitializeRequest, InitializeResponse, ProductCode,
    QuotaSettings, RetrySettings,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

const HOUR_MS: i64 = 3_600_000;

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

fn client(sandbox: &Sandbox, change: impl FnOnce(&mut ClientConfig)) -> Client {
    let mut config = ClientConfig::for_endpoint(sandbox.endpoint());
    config.extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned());
    change(&mut config);
    Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap()).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// Begins so many calls, each in a task of its own, and waits for all.
async fn at_once(client: &Client, calls: usize) -> Vec<Result<InitializeResponse, EkycError>> {
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.initialize(&request()).await })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// Each attempt is judged by the time that it was signed with: whoever learns the right time first leaves nothing new to learn for the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_calls_on_a_machine_whose_clock_is_wrong_succeed() {
    let sandbox = sandbox();
    for hours in [2, -3] {
        let client = client(&sandbox, |_| ());
        sandbox.set_clock_offset_ms(hours * HOUR_MS).unwrap();
        for result in at_once(&client, 40).await {
            result.unwrap();
        }
        // A clock that is set while the client lives is the same again.
        sandbox.set_clock_offset_ms(0).unwrap();
        for result in at_once(&client, 40).await {
            result.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_are_throttled_together_slow_the_client_down_once() {
    let sandbox = sandbox();
    let client = client(&sandbox, |config| {
        config.quota = Some(with!(QuotaSettings::default(), calls_per_second = Some(20), max_wait_ms = 0));
        config.retry = Some(with!(RetrySettings::default(), max_attempts = 1));
    });
    // All of them are sent before the first is answered.
    sandbox.faults([FaultKind::Hold.times(10)]);
    let held = tokio::spawn({
        let client = client.clone();
        async move { at_once(&client, 10).await }
    });
    sandbox.wait_for(|seen| seen.requests == 10).await.unwrap();
    sandbox.faults([FaultKind::Throttle { retry_after: None }.times(5)]);
    for result in at_once(&client, 5).await {
        assert_eq!(result.unwrap_err().kind(), "throttled");
    }
    sandbox.release();
    for result in held.await.unwrap() {
        result.unwrap();
    }
    // 20 less what one throttling takes away, and more again by a little for each that went through since.
    let results = at_once(&client, 100).await;
    let refused = results.iter().find_map(|result| match result {
        Err(EkycError::QuotaExhausted { calls_per_second, .. }) => Some(*calls_per_second),
        _ => None,
    });
    assert!(refused.is_some_and(|limit| (14..20).contains(&limit)), "{refused:?}");
}

/// What is refused here costs the others nothing: neither their repetitions nor their turns.
#[tokio::test]
async fn requests_that_are_too_long_cost_the_others_nothing() {
    let sandbox = sandbox();
    let client = client(&sandbox, |config| {
        config.quota = Some(with!(QuotaSettings::default(), calls_per_second = Some(2), max_wait_ms = 0));
        config.retry = Some(with!(RetrySettings::default(), base_delay_ms = 1));
    });
    let mut plain = request();
    plain.meta_info = "a".repeat(66_000);
    let mut quotes = request();
    quotes.meta_info = "\"".repeat(22_000);
    let mut extra = request();
    extra.extra_parameters.insert("TargetFacePicture".into(), "b".repeat(70_000));
    let mut sum = request();
    sum.meta_info = "a".repeat(40_000);
    sum.style_config = Some("b".repeat(30_000));
    let rows = [
        (&plain, "MetaInfo takes 66010 bytes"),
        (&quotes, "MetaInfo takes 66010 bytes"),
        (&extra, "TargetFacePicture, which takes 70019 bytes"),
        (&sum, "MetaInfo takes 40010 bytes"),
    ];
    for (request, words) in rows {
        for _ in 0..20 {
            let error = client.initialize(request).await.unwrap_err();
            let text = error.to_string();
            assert_eq!((error.kind(), error.attempts().count), ("invalid_request", 0));
            assert!(text.contains(words) && text.contains("room for 65000") && text.len() < 300, "{text}");
        }
    }
    assert_eq!((sandbox.seen().requests, sandbox.seen().connections), (0, 0));
    sandbox.faults([FaultKind::Unavailable]);
    client.initialize(&request()).await.unwrap(); // one repetition from the budget, and both turns of this second
}

/// The longest that is accepted goes through the whole HTTP stack.
#[tokio::test]
async fn the_longest_request_that_is_accepted_is_sent() {
    let sandbox = sandbox();
    let client = client(&sandbox, |_| ());
    let mut longest = request();
    let others = "&DocType=01000000&MerchantBizId=a1&MerchantUserId=user-1&MetaInfo=&ProductCode=eKYC";
    longest.meta_info = "a".repeat(65_000 - others.len());
    client.initialize(&longest).await.unwrap();
    longest.meta_info.push('a');
    assert_eq!(client.initialize(&longest).await.unwrap_err().kind(), "invalid_request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_budget_for_repetitions_is_one_for_all_calls_at_once() {
    let sandbox = sandbox();
    let client = client(&sandbox, |config| {
        config.retry = Some(with!(RetrySettings::default(), base_delay_ms = 1, max_delay_ms = 1));
    });
    sandbox.faults([FaultKind::Unavailable.times(1_000)]);
    for result in at_once(&client, 100).await {
        assert_eq!(result.unwrap_err().kind(), "service_failure");
    }
    assert_eq!(sandbox.seen().requests, 100 + 500 / 14);
}
