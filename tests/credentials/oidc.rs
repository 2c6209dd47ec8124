//! A role for the bearer of an identity token.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ekyc::{Credentials, OidcRole};
use ekyc_sandbox::{Action, FaultKind, IdentitySettings, Sandbox};

use super::support::{MALFORMED_KEYS, ROLE, Written, answer, assert_contains, http, reason, sandbox, works};

fn settings(sandbox: &Sandbox, token: &str) -> OidcRole {
    with!(
        OidcRole::default(),
        role_arn = Some(ROLE.into()),
        provider_arn = Some("acs:ram::1234:oidc-provider/k8s".into()),
        token_file = Some(token.to_owned()),
        duration_seconds = Some(900),
        policy = Some(r#"{"Version":"1"}"#.into()),
        sts_endpoint = Some(sandbox.endpoint()),
        http = http(sandbox)
    )
}

fn oidc(sandbox: &Sandbox, token: &str) -> Arc<Credentials> {
    Credentials::oidc_role(settings(sandbox, token)).unwrap()
}

#[test]
fn the_token_in_the_file_buys_keys_and_travels_in_the_body() {
    let sandbox = sandbox();
    let file = Written::new("PLANTED.to+ken/=\n");
    assert!(works(&sandbox, &oidc(&sandbox, &file.text())).starts_with("STS."));
    let seen = sandbox.seen();
    let event = &seen.events[0];
    assert_eq!((event.action.as_str(), event.method.as_str()), ("AssumeRoleWithOIDC", "POST"));
    assert_eq!(event.query["Action"], "AssumeRoleWithOIDC");
    assert_eq!(event.query["Version"], "2015-04-01");
    assert_eq!(event.form["OIDCToken"], "PLANTED.to+ken/=");
    assert_eq!(event.form["RoleArn"], ROLE);
    assert_eq!(event.form["RoleSessionName"], "ekyc");
    assert_eq!(event.form["DurationSeconds"], "900");
    assert_eq!(event.form["Policy"], r#"{"Version":"1"}"#);
    assert!(!event.headers.contains_key("authorization"), "nothing is signed");
}

#[test]
fn a_refusal_is_told_without_the_token() {
    let sandbox = sandbox();
    let mut identity = IdentitySettings::default();
    identity.oidc_token = Some("another".into());
    sandbox.set_identity(identity);
    let file = Written::new("PLANTED-token");
    let credentials = oidc(&sandbox, &file.text());
    assert_contains(
        &reason(&credentials),
        &["OIDC role: AssumeRoleWithOIDC: AuthenticationFail.OIDCToken.Invalid (HTTP 400, request id "],
    );
    let echo = r#"{"Code":"X","Message":"token PLANTED-token of {\"Version\":\"1\"} is bad","RequestId":"R-1"}"#;
    answer(&sandbox, Action::AssumeRoleWithOidc, 400, echo);
    assert_contains(&reason(&oidc(&sandbox, &file.text())), &["X (HTTP 400, request id R-1): token *** of *** is bad"]);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let text = |content: &[u8]| {
        let file = Written::new(content);
        reason(&oidc(&sandbox, &file.text()))
    };
    assert_contains(
        &reason(&oidc(&sandbox, "/nowhere/token")),
        &["the file /nowhere/token cannot be read: No such file"],
    );
    assert_contains(&reason(&oidc(&sandbox, folder)), &["is not a regular file"]);
    assert_contains(&text(b""), &["the identity token is empty"]);
    assert_contains(&text(b"PLANTED PLANTED"), &["the identity token has a blank"]);
    assert_contains(&text(b"PLANTED\xFF"), &["is not UTF-8 text"]);
    assert_contains(&text(&vec![b'x'; 1024 * 1024 + 1]), &["is over 1048576 bytes"]);
    #[cfg(unix)]
    assert_contains(&reason(&oidc(&sandbox, "/dev/zero")), &["/dev/zero is not a regular file"]);
}

#[test]
fn malformed_answers_are_named_and_not_repeated() {
    let file = Written::new("PLANTED-token");
    for (body, expected) in MALFORMED_KEYS {
        let sandbox = sandbox();
        let wrapped = if body.len() > 20 { format!(r#"{{"Credentials":{body}}}"#) } else { body.to_owned() };
        answer(&sandbox, Action::AssumeRoleWithOidc, 200, &wrapped);
        assert_contains(&reason(&oidc(&sandbox, &file.text())), &["OIDC role: AssumeRoleWithOIDC: ", expected]);
    }
}

#[test]
fn a_refused_date_is_corrected_here_too() {
    let sandbox = sandbox();
    let file = Written::new("PLANTED-token");
    let ahead = SystemTime::now() + Duration::from_secs(2 * 3600);
    let refused = FaultKind::Answer {
        status: 400,
        headers: [("date".to_owned(), httpdate::fmt_http_date(ahead))].into(),
        body: r#"{"Code":"InvalidTimeStamp.Expired","Message":"no"}"#.into(),
    };
    sandbox.faults([refused.on(Action::AssumeRoleWithOidc)]);
    assert!(works(&sandbox, &oidc(&sandbox, &file.text())).starts_with("STS."));
    let seen = sandbox.seen();
    let dates: Vec<_> = seen.events.iter().filter_map(|event| event.query.get("Timestamp")).collect();
    let hours = |date: &str| ekyc::protocol::parse_date(date).unwrap() / 3600;
    assert_eq!(dates.len(), 2);
    assert_eq!(hours(dates[1]) - hours(dates[0]), 2, "{dates:?}");
}

#[test]
fn a_call_that_fails_for_the_moment_is_repeated_with_a_nonce_of_its_own() {
    let sandbox = sandbox();
    let file = Written::new("PLANTED-token");
    let throttled = FaultKind::Answer { status: 400, headers: [].into(), body: r#"{"Code":"Throttling.User"}"#.into() };
    for fault in [FaultKind::Unavailable, FaultKind::Reset, FaultKind::Cut, throttled] {
        sandbox.reset();
        sandbox.faults([fault.times(2).on(Action::AssumeRoleWithOidc)]);
        assert!(works(&sandbox, &oidc(&sandbox, &file.text())).starts_with("STS."));
        let seen = sandbox.seen();
        let nonces: HashSet<_> = seen.events.iter().filter_map(|event| event.query.get("SignatureNonce")).collect();
        assert_eq!((seen.count(Action::AssumeRoleWithOidc), nonces.len()), (3, 3), "{seen:?}");
    }
    sandbox.reset();
    let once = with!(http(&sandbox).unwrap(), max_attempts = Some(1));
    sandbox.faults([FaultKind::Unavailable.on(Action::AssumeRoleWithOidc)]);
    let credentials = Credentials::oidc_role(with!(settings(&sandbox, &file.text()), http = Some(once))).unwrap();
    assert_contains(&reason(&credentials), &["HTTP 503"]);
    assert_eq!(sandbox.seen().count(Action::AssumeRoleWithOidc), 1);
}
