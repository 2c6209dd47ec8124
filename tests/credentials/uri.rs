//! Keys from a URL.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ekyc::{Credentials, CredentialsUri, Proxy, SourceHttp};
use ekyc_sandbox::{Action, FaultKind, Options, Sandbox};

use super::support::{
    ID, MALFORMED_KEYS, SECRET, answer, assert_contains, assert_keys, base, http, reason, role, sandbox, works,
};

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

#[test]
fn an_expiration_may_be_written_in_any_usual_form() {
    for date in
        ["2999-01-01T00:00:00.123Z", "2999-01-01T00:00:00+08:00", "2999-01-01T00:00:00-0330", "2999-01-01t00:00:00z"]
    {
        let sandbox = sandbox();
        let body = format!(
            r#"{{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"PLANTED-s","SecurityToken":"PLANTED-t","Expiration":"{date}"}}"#
        );
        answer(&sandbox, Action::CredentialsUri, 200, &body);
        assert_keys(&uri(&sandbox), "id", "PLANTED-s", Some("PLANTED-t"));
    }
}

#[test]
fn a_sidecar_that_is_not_ready_yet_is_asked_again() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Unavailable.times(2).on(Action::CredentialsUri)]);
    assert!(works(&sandbox, &uri(&sandbox)).starts_with("STS."));
    assert_eq!(sandbox.seen().count(Action::CredentialsUri), 3);
}

/// Not even one that the settings name: what it would carry is a secret, and on this machine nobody needs one.
#[test]
fn a_source_on_this_machine_is_never_asked_through_a_proxy() {
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let sandbox = Sandbox::start(Options { proxy: free, ..Options::new(ID, SECRET).with_metadata() }).unwrap();
    let through = Proxy::Through { url: sandbox.proxy_endpoint().unwrap(), bypass: vec![] };
    let http = with!(http(&sandbox).unwrap(), proxy = Some(through));
    let address = format!("{}/credentials", sandbox.metadata_endpoint().unwrap());
    let settings = with!(CredentialsUri::default(), uri = Some(address), http = Some(http.clone()));
    works(&sandbox, &Credentials::uri(settings).unwrap());
    works(&sandbox, &Credentials::assume_role(base(), with!(role(&sandbox), http = Some(http))).unwrap());
    let seen = sandbox.seen();
    assert_eq!((seen.count(Action::CredentialsUri), seen.count(Action::AssumeRole)), (1, 1));
    assert!(seen.proxied.is_empty(), "{:?}", seen.proxied);
}
