//! Keys from a URL.

use std::sync::Arc;

use ekyc::{Credentials, CredentialsUri, SourceHttp};
use ekyc_sandbox::{Action, FaultKind, Sandbox};

use super::support::{MALFORMED_KEYS, answer, assert_contains, reason, sandbox, works};

fn uri(sandbox: &Sandbox) -> Arc<Credentials> {
    let uri = format!("{}/credentials?token=PLANTED", sandbox.metadata_endpoint().unwrap());
    let http = with!(SourceHttp::default(), timeout_ms = Some(5_000));
    Credentials::uri(with!(CredentialsUri::default(), uri = Some(uri), http = Some(http))).unwrap()
}

#[test]
fn the_url_gives_keys_that_the_service_accepts() {
    let sandbox = sandbox();
    let credentials = uri(&sandbox);
    assert!(works(&sandbox, &credentials).starts_with("STS."));
    assert_eq!(sandbox.seen().events[0].query["token"], "PLANTED", "the query is sent");
    let shown = credentials.to_string();
    assert_contains(&shown, &["source: credentials URI", "STS.", "***"]);
    assert!(!shown.contains("CAIS"), "the token is shown: {shown}");
}

#[test]
fn malformed_answers_are_named_and_neither_they_nor_the_url_are_repeated() {
    for (body, expected) in MALFORMED_KEYS {
        let sandbox = sandbox();
        answer(&sandbox, Action::CredentialsUri, 200, body);
        assert_contains(&reason(&uri(&sandbox)), &["credentials URI: ", expected, "(http://127.0.0.1:"]);
    }
    let sandbox = sandbox();
    answer(&sandbox, Action::CredentialsUri, 403, "PLANTED");
    assert_contains(&reason(&uri(&sandbox)), &["HTTP 403"]);
    sandbox.faults([FaultKind::Hang.on(Action::CredentialsUri)]);
    let address = format!("{}/credentials", sandbox.metadata_endpoint().unwrap());
    let hasty = with!(SourceHttp::default(), timeout_ms = Some(20));
    let hasty = Credentials::uri(with!(CredentialsUri::default(), uri = Some(address), http = Some(hasty))).unwrap();
    assert_contains(&reason(&hasty), &["no answer within 20 ms"]);
}
