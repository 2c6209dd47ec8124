//! The store is not there, goes, and comes back.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use ekyc::{EkycError, SharedQuotaSettings};

use crate::redis::Redis;
use crate::{at, begin, call, in_time, sandbox, server};

fn unavailable(error: EkycError) -> String {
    let EkycError::QuotaUnavailable { reason, .. } = error else { panic!("{error}") };
    reason
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_store_calls_fail_until_it_is_back() {
    let (mut redis, sandbox) = (Redis::start(&[]), sandbox());
    let server = server(&sandbox, 100, 0, at(&redis));
    call(&server).await.unwrap();
    redis.kill();
    for _ in 0..3 {
        let reason = unavailable(call(&server).await.unwrap_err());
        assert!(reason.contains(&redis.port.to_string()), "{reason}");
    }
    assert_eq!(sandbox.seen().requests, 1, "nothing is sent meanwhile");
    redis.start_again();
    let back = async {
        while let Err(error) = call(&server).await {
            unavailable(error);
            tokio::task::yield_now().await;
        }
    };
    in_time(back).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_goes_on_with_its_share_if_the_settings_say_so() {
    let (mut redis, sandbox) = (Redis::start(&[]), sandbox());
    let mut settings = at(&redis);
    settings.servers_when_away = Some(5);
    let server = server(&sandbox, 10, 0, settings);
    call(&server).await.unwrap();
    redis.kill();
    let results = begin(&server, 6).join_all().await;
    let refused: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    assert!(refused.len() >= 2, "the share is two calls a second: {refused:?}");
    for error in refused {
        assert!(matches!(error, EkycError::QuotaExhausted { calls_per_second: 2, .. }), "{error}");
    }
    redis.start_again();
    let back = async {
        // It has forgotten everything: what is there now was counted since.
        while redis.cli(&["--scan"]).is_empty() {
            let _ = call(&server).await;
        }
    };
    in_time(back).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_wait_while_the_store_goes_are_told() {
    let (mut redis, sandbox) = (Redis::start(&[]), sandbox());
    let server = server(&sandbox, 1, 60_000, at(&redis));
    let mut waiting = begin(&server, 5);
    waiting.join_next().await.unwrap().unwrap().unwrap();
    redis.kill();
    let mut told = 0;
    while let Some(result) = in_time(waiting.join_next()).await {
        if let Err(error) = result.unwrap() {
            unavailable(error);
            told += 1;
        }
    }
    assert!(told >= 2, "{told}"); // some may have gone before
}

/// Takes connections and answers each with this, once something has come; nothing at all is never answered.
fn stranger(says: &'static [u8]) -> SharedQuotaSettings {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut held = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(says);
            held.push(stream);
        }
    });
    SharedQuotaSettings::new(format!("redis://127.0.0.1:{port}"))
}

#[tokio::test]
async fn who_is_no_redis_is_found_out() {
    let sandbox = sandbox();
    let too_long: &'static [u8] = vec![b'+'; 100_000].leak();
    for (says, expected) in [
        (&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], "is not that of a Redis or Valkey server"),
        (b":1\r\n", "is not that of a Redis or Valkey server"),
        (b"-ERR unknown command \x1b[31m'SCRIPT'\r\n", "unknown command \u{FFFD}[31m'SCRIPT'"),
        (too_long, "too long"),
        (b"", "no answer from 127.0.0.1"),
        (b"*1\r\n", "no answer from 127.0.0.1"),
    ] {
        let mut settings = stranger(says);
        settings.timeout_ms = if expected.starts_with("no answer") { 100 } else { 30_000 };
        let server = server(&sandbox, 100, 0, settings);
        let reason = unavailable(call(&server).await.unwrap_err());
        assert!(reason.contains(expected), "{reason}");
    }
    assert_eq!(sandbox.seen().requests, 0);
}
