//! What the client makes of answers, and of what comes in their place.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use ekyc::{CallOptions, Credentials};

use super::*;

#[tokio::test]
async fn values_of_the_request_and_the_token_are_masked_in_the_service_s_own_words() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("TOK/EN==")).unwrap();
    let mut sensitive = request();
    sensitive.callback_token = Some("CALLBACK TOKEN".into());
    sensitive.merchant_user_id = "7".into();
    sensitive.extra_parameters.insert("DocNo".into(), "X123 456".into());
    let client = |secret: &str| {
        let temporary = Credentials::temporary(ID.into(), secret.into(), "TOK/EN==".into()).unwrap();
        Client::new(config(&sandbox), temporary).unwrap()
    };
    // The gateway shows the canonical request when a signature is wrong: every value, percent-encoded, and the token.
    let signature = client("wrong").initialize(&sensitive).await.unwrap_err();
    assert!(signature.to_string().contains("x-acs-security-token:***"), "{signature}");
    let body = serde_json::json!({
        "Code": "InvalidParameter",
        "Message": format!("MetaInfo {} of user 7 (17 tries, CALLBACK TOKEN, X123+456, CALLBACK%2520TOKEN)", sensitive.meta_info),
    });
    sandbox.faults([FaultKind::Answer { status: 400, headers: Default::default(), body: body.to_string() }]);
    let echoed = client(SECRET).initialize(&sensitive).await.unwrap_err();
    assert_eq!(echoed.fault().unwrap().text, "MetaInfo *** of user *** (17 tries, ***, ***, ***)");
    for error in [signature, echoed] {
        let shown = format!("{error} {error:?}");
        for secret in ["CALLBACK", "Mozilla", "X123", "deviceType", "TOK"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

/// Whatever a service calls it.
#[tokio::test]
async fn a_refused_date_is_corrected_once() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    // An answer that tells a wrong time is believed once, and then the service refuses the date that follows from it.
    let headers = || [("date".to_owned(), "Thu, 01 Jan 2032 00:00:00 GMT".to_owned())].into();
    for code in ["InvalidTimeStamp.Expired", "IllegalTimestamp", "InvalidTimestamp.Format"] {
        sandbox.reset();
        let body = serde_json::json!({ "Code": code }).to_string();
        sandbox.faults([FaultKind::Answer { status: 400, headers: headers(), body }.times(2)]);
        let error = client.initialize(&request()).await.unwrap_err();
        assert_eq!((error.kind(), sandbox.seen().requests), ("rejected", 2), "{code}: {error}");
        // The true time is learned from the service itself.
        client.initialize(&request()).await.unwrap();
    }
}

/// The rule of `Code`: a word of letters and dots is the service's own and stays, or a device could hide the code by sending the same word
/// in its MetaInfo. A key's secret is nobody's word.
#[tokio::test]
async fn a_code_of_letters_is_shown_unless_it_holds_a_secret() {
    const LETTERS: &str = "OnlyLettersInThisSecret";
    let sandbox = Sandbox::start(Options::new(ID, LETTERS)).unwrap();
    let client = Client::new(config(&sandbox), Credentials::access_key(ID.into(), LETTERS.into()).unwrap()).unwrap();
    let mut told = request();
    told.meta_info = r#"{"ua":"Transaction.Id.Invalid"}"#.into();
    for (code, shown) in [
        ("Transaction.Id.Invalid", "Transaction.Id.Invalid"),
        ("Transaction.Id.Invalid.7", "***"),
        (LETTERS, "***"),
        ("No.OnlyLettersInThisSecret.Known", "***"),
    ] {
        sandbox.faults([says(400, &serde_json::json!({"Code": code}).to_string())]);
        let error = client.initialize(&told).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains(LETTERS), "{text}");
        assert!(error.fault().unwrap().code.starts_with(shown), "{text}");
    }
}

/// A fault, and the kind and a part of the text that the caller must see.
type Row = (FaultKind, &'static str, &'static str);

#[tokio::test]
async fn each_misbehaviour_has_its_kind_and_leaves_the_client_healthy() {
    let sandbox = sandbox();
    let client = client_that_repeats_nothing(&sandbox);
    let rows: Vec<Row> = vec![
        (FaultKind::Throttle { retry_after: Some(Duration::from_millis(1500)) }, "throttled", "retry after 1500 ms"),
        (FaultKind::Throttle { retry_after: None }, "throttled", "Throttling.Api (HTTP 403"),
        (FaultKind::InternalError, "service_failure", "InternalError (HTTP 500"),
        (FaultKind::Unavailable, "service_failure", "ServiceUnavailable (HTTP 503"),
        (FaultKind::Reset, "network", "the request may have reached the service"),
        (FaultKind::Cut, "network", "the request may have reached the service"),
        (FaultKind::NotJson, "unexpected_answer", "not JSON"),
        (FaultKind::Huge { chunked: false }, "unexpected_answer", "larger than 1048576 bytes"),
        (FaultKind::Huge { chunked: true }, "unexpected_answer", "larger than 1048576 bytes"),
        (FaultKind::Redirect { location: "https://127.0.0.1:1/".into() }, "unexpected_answer", "redirect"),
    ];
    for (fault, kind, hint) in rows {
        sandbox.faults([fault.clone()]);
        let error = client.initialize(&request()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert!(error.to_string().contains(hint), "{fault:?}: {error}");
        client.initialize(&request()).await.unwrap();
    }
}

#[tokio::test]
async fn a_slow_answer_within_the_deadline_is_an_answer() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Slow { delay: Duration::from_millis(50) }]);
    client(&sandbox).initialize(&request()).await.unwrap();
}

#[tokio::test]
async fn a_thousand_sequential_calls_open_one_connection() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for _ in 0..1000 {
        client.initialize(&request()).await.unwrap();
    }
    assert_eq!((sandbox.seen().requests, sandbox.seen().connections), (1000, 1));
}

#[tokio::test]
async fn a_refusal_keeps_the_connection_too() {
    let sandbox = sandbox();
    let client = client_that_repeats_nothing(&sandbox);
    for _ in 0..10 {
        sandbox.faults([FaultKind::InternalError]);
        client.initialize(&request()).await.unwrap_err();
    }
    assert_eq!(sandbox.seen().connections, 1);
}

#[tokio::test]
async fn a_gateway_that_got_no_answer_does_not_know_the_outcome_whatever_its_format() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let allowed = with!(CallOptions::default(), retry_unknown_outcome = Some(true));
    for status in [502, 504] {
        for body in
            [r#"{"Code":"ServiceTimeout","Message":"no answer"}"#, r#"{"Code":"InvalidTimeStamp.Expired"}"#, "<html>"]
        {
            sandbox.reset();
            sandbox.faults([says(status, body)]);
            let error = client.initialize(&request()).await.unwrap_err();
            assert_eq!(error.attempts(), Attempts::new(1, true), "{status} {body}: {error}");
            assert_eq!(sandbox.seen().requests, 1, "it is not sent again");
            sandbox.faults([says(status, body)]);
            client.initialize_with(&request(), &allowed).await.unwrap();
            assert_eq!(sandbox.seen().requests, 3, "{status} {body}: it is sent again if that is allowed");
        }
    }
}

#[tokio::test]
async fn what_was_too_long_for_a_gateway_was_not_processed() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for (status, what) in [(413, "body"), (414, "URL"), (431, "headers")] {
        for body in ["<html>", "", "{}"] {
            sandbox.faults([says(status, body)]);
            let error = client.initialize(&request()).await.unwrap_err();
            assert_eq!(error.attempts(), Attempts::new(1, false), "{error}");
            let text = error.to_string();
            assert!(
                text.contains(&format!("{what} is too long")) || text.contains(&format!("{what} are too long")),
                "{text}"
            );
            assert!(text.contains("its URL has ") && text.contains("its body 0"), "{text}");
        }
    }
}

/// An endless answer is cut off and does not hold the call to its deadline.
#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut head = [0; 64 * 1024];
        let _ = connection.read(&mut head).unwrap();
        connection.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
        let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x1_0000], b"\r\n"].concat();
        while connection.write_all(&chunk).is_ok() {} // until the client has gone
    });
    let config = with!(
        ClientConfig::for_endpoint(endpoint),
        attempt_timeout_ms = 600_000,
        overall_timeout_ms = 600_000,
        retry = Some(with!(RetrySettings::default(), max_attempts = 1))
    );
    let client = Client::new(config, key()).unwrap();
    let error =
        tokio::time::timeout(Duration::from_secs(60), client.initialize(&request())).await.unwrap().unwrap_err();
    assert!(error.to_string().contains("larger than 1048576 bytes"), "{error}");
    tokio::task::spawn_blocking(|| server.join().unwrap()).await.unwrap(); // the runtime must go on, to close the connection
}
