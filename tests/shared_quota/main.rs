//! Servers that share a quota by way of a real Redis.

#[macro_use]
#[path = "../with/mod.rs"]
mod with;

mod access;
mod away;
mod redis;
mod script;

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use ekyc::{
    Client, ClientConfig, Credentials, DocType, EkycError, InitializeRequest, InitializeResponse, OperationRequest,
    ProductCode, QuotaSettings, RetrySettings, SharedQuotaSettings,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};
use redis::Redis;

/// Long enough for the slowest machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

/// One server of many: a client with a quota that it shares.
fn server(sandbox: &Sandbox, calls_per_second: i32, max_wait_ms: i64, shared: SharedQuotaSettings) -> Client {
    let mut config = ClientConfig::for_endpoint(sandbox.endpoint());
    config.extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned());
    config.retry = Some(with!(RetrySettings::default(), max_attempts = 1));
    config.quota = Some(with!(
        QuotaSettings::default(),
        calls_per_second = Some(calls_per_second),
        max_wait_ms = max_wait_ms,
        shared = Some(shared)
    ));
    Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap()).unwrap()
}

fn at(redis: &Redis) -> SharedQuotaSettings {
    let mut settings = SharedQuotaSettings::new(redis.address());
    settings.timeout_ms = 30_000; // the tests share the machine with others
    settings
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

async fn call(server: &Client) -> Result<InitializeResponse, EkycError> {
    in_time(server.initialize(&request())).await
}

async fn in_time<F: Future>(work: F) -> F::Output {
    tokio::time::timeout(PATIENCE, work).await.expect("it hangs")
}

/// Begins so many calls of a server, each in a task of its own.
fn begin(server: &Client, calls: usize) -> tokio::task::JoinSet<Result<InitializeResponse, EkycError>> {
    let mut tasks = tokio::task::JoinSet::new();
    (0..calls).for_each(|_| {
        let server = server.clone();
        tasks.spawn(async move { call(&server).await });
    });
    tasks
}

/// When calls began, by Redis' clock in microseconds.
fn begun(commands: &[String]) -> Vec<u64> {
    let pushed = commands.iter().filter(|line| line.contains("\"RPUSH\"") && line.contains("begun"));
    pushed.map(|line| line.trim().rsplit('"').nth(1).unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_servers_together_keep_what_one_may() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let watch = redis.watch();
    let servers: Vec<_> = (0..10).map(|_| server(&sandbox, 10, 60_000, at(&redis))).collect();
    let calls: Vec<_> = servers.iter().map(|server| begin(server, 4)).collect();
    for calls in calls {
        for result in calls.join_all().await {
            result.unwrap();
        }
    }
    let times = begun(&watch.end(&redis));
    assert_eq!(times.len(), 40);
    for (first, eleventh) in times.iter().zip(times.iter().skip(10)) {
        assert!(eleventh - first >= 1_000_000, "eleven within {} microseconds", eleventh - first);
    }
    assert_eq!(sandbox.seen().requests, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_many_calls_leaves_room_for_one_with_few() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let (many, few) = (server(&sandbox, 4, 60_000, at(&redis)), server(&sandbox, 4, 60_000, at(&redis)));
    let mut waiting = begin(&many, 20);
    for _ in 0..4 {
        waiting.join_next().await.unwrap().unwrap().unwrap();
    }
    call(&few).await.unwrap();
    let mut ended = 0;
    while waiting.try_join_next().is_some() {
        ended += 1;
    }
    assert!(ended <= 8, "the one call had to wait for {ended} of the 16 that the other server had left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_wait_is_told_at_once_and_as_many_go_as_there_is_room_for() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let servers = [server(&sandbox, 5, 0, at(&redis)), server(&sandbox, 5, 0, at(&redis))];
    let calls: Vec<_> = servers.iter().map(|server| begin(server, 6)).collect();
    let mut refused = Vec::new();
    for calls in calls {
        refused.extend(calls.join_all().await.into_iter().filter_map(Result::err));
    }
    // On a slow machine the calls may take longer than a second to come.
    assert!(!refused.is_empty() && refused.len() <= 7, "{refused:?}");
    assert_eq!(sandbox.seen().requests, 12 - refused.len() as u64);
    for error in refused {
        let EkycError::QuotaExhausted { operation, calls_per_second, wait_ms, .. } = error else { panic!("{error}") };
        assert_eq!((&*operation, calls_per_second), ("Initialize", 5));
        assert!((0..=1_000).contains(&wait_ms), "{wait_ms}");
    }
}

#[tokio::test]
async fn operations_products_and_accounts_are_counted_apart_and_every_key_expires() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let mut other_account = at(&redis);
    other_account.account = Some("another.one".to_owned());
    let servers = [server(&sandbox, 1, 0, at(&redis)), server(&sandbox, 1, 0, other_account)];
    let operation = OperationRequest::new("CheckVerifyLog");
    for server in &servers {
        call(server).await.unwrap();
        let other = in_time(server.call(&operation)).await;
        assert!(!matches!(other, Err(EkycError::QuotaExhausted { .. })), "{other:?}");
        let again = call(server).await;
        // The second may have passed meanwhile.
        assert!(matches!(again, Ok(_) | Err(EkycError::QuotaExhausted { .. })), "{again:?}");
    }
    let listed = redis.cli(&["--scan"]);
    for key in listed.lines() {
        let left: i64 = redis.cli(&["PTTL", key]).parse().unwrap();
        assert!(left != -1, "{key} stays for ever");
    }
    let names: BTreeSet<_> = listed.lines().collect();
    assert!(names.iter().all(|name| name.starts_with("ekyc:{default/") || name.starts_with("ekyc:{another.one/")));
    assert!(names.len() >= 2, "{names:?}"); // those of the last calls at least
}

#[tokio::test]
async fn when_the_service_throttles_one_server_all_hold_back() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let (one, other) = (server(&sandbox, 100, 0, at(&redis)), server(&sandbox, 100, 0, at(&redis)));
    call(&other).await.unwrap();
    sandbox.faults([FaultKind::Throttle { retry_after: Some(Duration::from_secs(50)) }.times(1)]);
    assert_eq!(call(&one).await.unwrap_err().kind(), "throttled");
    let told = async {
        while redis.cli(&["--scan", "--pattern", "*pace*"]).is_empty() {
            tokio::task::yield_now().await; // the store is told beside the call
        }
    };
    in_time(told).await;
    let EkycError::QuotaExhausted { calls_per_second, wait_ms, .. } = call(&other).await.unwrap_err() else {
        panic!("it goes on as if nothing had happened");
    };
    assert_eq!(calls_per_second, 70);
    assert!((1..=50_000).contains(&wait_ms), "{wait_ms}");
}

#[tokio::test]
async fn scripts_that_were_flushed_and_connections_that_were_closed_are_nobody_s_concern() {
    let (redis, sandbox) = (Redis::start(&[]), sandbox());
    let server = server(&sandbox, 100, 0, at(&redis));
    for harm in [&["SCRIPT", "FLUSH"][..], &["CLIENT", "KILL", "TYPE", "normal"], &["FLUSHALL"]] {
        call(&server).await.unwrap();
        redis.cli(harm);
        call(&server).await.unwrap();
    }
}
