//! Deadlines.

use std::net::TcpListener;

use ekyc::{CallOptions, Deadline, EkycError};

use super::*;

/// How long a machine needs to send a request depends on what else it does, so a deadline that passes before is tried again, longer.
#[tokio::test]
async fn each_deadline_is_named_by_the_error() {
    const LONG: i64 = 600_000;
    let sandbox = sandbox();
    let client = client_that_repeats_nothing(&sandbox);
    for expected in [Deadline::Attempt, Deadline::Overall] {
        let mut limit = 50;
        loop {
            sandbox.reset();
            sandbox.faults([FaultKind::Hang]);
            let (attempt, overall) = if expected == Deadline::Attempt { (limit, LONG) } else { (LONG, limit) };
            let options =
                with!(CallOptions::default(), attempt_timeout_ms = Some(attempt), overall_timeout_ms = Some(overall));
            let error = client.initialize_with(&request(), &options).await.unwrap_err();
            let EkycError::Timeout { deadline, limit_ms, attempts } = error else { panic!("{error:?}") };
            assert_eq!((deadline, limit_ms), (expected, limit));
            sandbox.wait_for(|seen| seen.aborted == seen.requests).await.unwrap();
            if attempts == Attempts::new(1, true) {
                break;
            }
            assert_eq!(sandbox.seen().requests, 0, "it was sent: {attempts:?}");
            limit *= 10;
        }
    }
}

#[tokio::test]
async fn the_connect_deadline_covers_the_handshake() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap(); // accepts, and never speaks TLS
    let endpoint = format!("https://{}", silent.local_addr().unwrap());
    let config = with!(ClientConfig::for_endpoint(endpoint), connect_timeout_ms = 50);
    let error = Client::new(config, key()).unwrap().initialize(&request()).await.unwrap_err();
    assert_eq!(error, EkycError::Timeout { deadline: Deadline::Connect, limit_ms: 50, attempts: THREE });
}
