//! STS, and the keys that the sandbox knows.

use std::net::SocketAddr;
use std::time::Duration;

use ekyc_sandbox::{Action, FaultKind, IdentitySettings, Key, Options, Outcome, Sandbox};

use super::client::{Connection, ID, Reply, SECRET, sandbox};
use super::control::{ask as control, start};
use super::message::{Draft, Message, date};

/// The test's process ends soon enough.
fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// A request signed with the key in an answer of an identity service.
pub fn with_key_of(reply: &Reply, at: &str) -> Draft {
    let member = |name: &str| leaked(reply.member(&format!("{at}/{name}")));
    let token = Some(member("SecurityToken"));
    Draft { id: member("AccessKeyId"), secret: member("AccessKeySecret"), token, ..Draft::new() }
}

fn send(sandbox: &Sandbox, draft: &Draft) -> Reply {
    Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes())
}

/// AssumeRoleWithOIDC as the official credentials library writes it: everything in query and form, nothing signed.
fn with_oidc(address: SocketAddr, form: &str) -> Message {
    Message {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: "Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON".to_owned(),
        headers: vec![
            ("host".to_owned(), address.to_string()),
            ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ],
        body: form.as_bytes().to_vec(),
        canonical_request: String::new(),
    }
}

const OIDC_FORM: &str = "OIDCProviderArn=acs%3Aram%3A%3A1234%3Aoidc-provider%2Fk8s&OIDCToken=the-token\
                         &RoleArn=acs%3Aram%3A%3A1234%3Arole%2Ftester&RoleSessionName=session";

#[test]
fn an_assumed_role_may_initialize() {
    let sandbox = sandbox();
    let reply = send(&sandbox, &Draft::assume_role());
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert_eq!(reply.member("/AssumedRoleUser/Arn"), "acs:ram::1234:role/tester/a.session@test-1");
    assert!(reply.member("/AssumedRoleUser/AssumedRoleId").ends_with(":a.session@test-1"));
    assert!(!reply.member("/RequestId").is_empty());
    assert!(reply.member("/Credentials/AccessKeyId").starts_with("STS."));
    let expiration = reply.member("/Credentials/Expiration");
    assert!((date(3500)..=date(3600)).contains(&expiration), "{expiration}");
    let draft = with_key_of(&reply, "/Credentials");
    assert_eq!(send(&sandbox, &draft).code(), "Success");
}

#[test]
fn sts_is_reached_by_get_and_by_form_too() {
    let sandbox = sandbox();
    assert_eq!(send(&sandbox, &Draft { method: "GET", ..Draft::assume_role() }).status, 200);
    let mut in_form = Draft::assume_role();
    in_form.form = std::mem::take(&mut in_form.query);
    assert_eq!(send(&sandbox, &in_form.with_form("DurationSeconds", "900")).status, 200);
}

#[test]
fn assume_role_is_judged_by_the_same_gateway() {
    let sandbox = sandbox();
    let draft = Draft::assume_role;
    for (name, draft, status, code) in [
        ("another secret", Draft { secret: "wrong", ..draft() }, 400, "SignatureDoesNotMatch"),
        ("another key", Draft { id: "somebody", ..draft() }, 404, "InvalidAccessKeyId.NotFound"),
        ("an old date", Draft { date: date(-960), ..draft() }, 400, "InvalidTimeStamp.Expired"),
        ("the version of Initialize", Draft { version: "2022-08-09", ..draft() }, 400, "NoSuchVersion"),
        ("another action", Draft { action: "GetCallerIdentity", ..draft() }, 404, "InvalidAction.NotFound"),
        ("another path", Draft { path: "/x", ..draft() }, 404, "InvalidAction.NotFound"),
        ("PUT", Draft { method: "PUT", ..draft() }, 400, "UnsupportedHTTPMethod"),
        ("Initialize at STS", Draft { action: "Initialize", ..draft() }, 404, "InvalidAction.NotFound"),
    ] {
        let reply = send(&sandbox, &draft);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}");
        assert!(reply.member("/Recommend").contains("product=Sts"), "{name}");
    }
    let bytes = draft().sign(sandbox.address()).bytes();
    let mut connection = Connection::plain(sandbox.address());
    assert_eq!((connection.ask(&bytes).status, connection.ask(&bytes).code()), (200, "SignatureNonceUsed".to_owned()));
}

#[test]
fn the_parameters_of_a_role_are_judged() {
    let sandbox = sandbox();
    let long = "x".repeat(2049);
    let policy = format!("{{\"a\":\"{long}\"}}");
    for (name, value, code) in [
        ("RoleArn", "", "MissingRoleArn"),
        ("RoleSessionName", "", "MissingRoleSessionName"),
        ("RoleArn", "acs:ram::1234:user/tester", "InvalidParameter.RoleArn"),
        ("RoleArn", "acs:ram::me:role/tester", "InvalidParameter.RoleArn"),
        ("RoleArn", "acs:ram::1234:role/", "InvalidParameter.RoleArn"),
        ("RoleSessionName", "x", "InvalidParameter.RoleSessionName"),
        ("RoleSessionName", "a b", "InvalidParameter.RoleSessionName"),
        ("RoleSessionName", &long[..65], "InvalidParameter.RoleSessionName"),
        ("DurationSeconds", "899", "InvalidParameter.DurationSeconds"),
        ("DurationSeconds", "43201", "InvalidParameter.DurationSeconds"),
        ("DurationSeconds", "-1", "InvalidParameter.DurationSeconds"),
        ("DurationSeconds", "1h", "InvalidParameter.DurationSeconds"),
        ("Policy", "[]", "InvalidParameter.PolicyGrammar"),
        ("Policy", &policy, "InvalidParameter.PolicySize"),
        ("ExternalId", "x", "InvalidParameter.ExternalId"),
        ("ExternalId", "a b", "InvalidParameter.ExternalId"),
        ("DurationSeconds", "43200", ""),
        ("Policy", r#"{"Version":"1","Statement":[]}"#, ""),
        ("ExternalId", "a=b,c.d@e:f/g-h_1", ""),
    ] {
        let reply = send(&sandbox, &Draft::assume_role().with(name, value));
        let status = if code.is_empty() { 200 } else { 400 };
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}");
        let event = sandbox.seen().events.back().unwrap().clone();
        assert_eq!(event.verdict, if code.is_empty() { "Success" } else { code });
    }
}

#[test]
fn a_token_of_an_identity_provider_needs_no_signature() {
    let sandbox = sandbox();
    let send_form = |form: &str| Connection::plain(sandbox.address()).ask(&with_oidc(sandbox.address(), form).bytes());
    let reply = send_form(OIDC_FORM);
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert_eq!(send(&sandbox, &with_key_of(&reply, "/Credentials")).code(), "Success");
    for (from, to, code) in [
        ("OIDCToken=the-token", "", "MissingOIDCToken"),
        ("OIDCToken=the-token", "OIDCToken=abc", "InvalidParameter.OIDCToken"),
        ("OIDCProviderArn=acs", "Other=acs", "MissingOIDCProviderArn"),
        ("oidc-provider", "provider", "InvalidParameter.OIDCProviderArn"),
        ("RoleArn=acs", "Other=acs", "MissingRoleArn"),
        ("RoleSessionName=", "Other=", "MissingRoleSessionName"),
    ] {
        assert_eq!(send_form(&OIDC_FORM.replace(from, to)).code(), code, "{from} {to}");
    }
    let mut settings = IdentitySettings::default();
    settings.oidc_token = Some("another-token".to_owned());
    sandbox.set_identity(settings);
    assert_eq!(send_form(OIDC_FORM).code(), "AuthenticationFail.OIDCToken.Invalid");
    assert_eq!(send_form(&OIDC_FORM.replace("the-token", "another-token")).status, 200);
    assert_eq!(sandbox.seen().count(Action::AssumeRoleWithOidc), 9);
}

#[test]
fn an_issued_key_expires() {
    let sandbox = sandbox();
    let mut settings = IdentitySettings::default();
    settings.lifetime = Some(Duration::ZERO);
    sandbox.set_identity(settings);
    let reply = send(&sandbox, &Draft::assume_role().with("DurationSeconds", "900"));
    assert!(reply.member("/Credentials/Expiration") <= date(0));
    let reply = send(&sandbox, &with_key_of(&reply, "/Credentials"));
    assert_eq!((reply.status, reply.code().as_str()), (400, "InvalidSecurityToken.Expired"));
}

#[test]
fn keys_are_rotated() {
    let (sandbox, plane) = start();
    let issued = with_key_of(&send(&sandbox, &Draft::assume_role()), "/Credentials");
    let keys = r#"[{"access_key_id":"new","access_key_secret":"new-secret"},
        {"access_key_id":"temporary","access_key_secret":"s","security_token":"t","lifetime_s":60},
        {"access_key_id":"expired","access_key_secret":"s","security_token":"t","lifetime_s":0}]"#;
    assert_eq!(control(plane, "PUT", "/keys", keys).json()["keys"], 3);
    assert_eq!(send(&sandbox, &Draft::new()).code(), "InvalidAccessKeyId.NotFound");
    assert_eq!(send(&sandbox, &issued).code(), "InvalidAccessKeyId.NotFound");
    let key = |id, secret, token| Draft { id, secret, token, ..Draft::new() };
    assert_eq!(send(&sandbox, &key("new", "new-secret", None)).code(), "Success");
    assert_eq!(send(&sandbox, &key("temporary", "s", Some("t"))).code(), "Success");
    assert_eq!(send(&sandbox, &key("expired", "s", Some("t"))).code(), "InvalidSecurityToken.Expired");
    sandbox.set_keys([Key::permanent("newer", "s")]);
    assert_eq!(send(&sandbox, &key("new", "new-secret", None)).code(), "InvalidAccessKeyId.NotFound");
    assert_eq!(send(&sandbox, &key("newer", "s", None)).code(), "Success");
    sandbox.reset();
    assert_eq!(send(&sandbox, &Draft::new()).code(), "Success", "a reset goes back to the first key");
    assert_eq!(send(&sandbox, &key("newer", "s", None)).code(), "InvalidAccessKeyId.NotFound");
}

#[test]
fn several_keys_are_known_from_the_start() {
    let mut options = Options::new(ID, SECRET).plain_http();
    options.more_keys = vec![Key::temporary("second", "s", "t").expires_in(Duration::from_secs(900))];
    let text = format!("{options:?} {:?}", options.more_keys);
    assert!(text.contains("second") && !text.contains("\"s\"") && !text.contains("\"t\""), "{text}");
    let sandbox = Sandbox::start(options).unwrap();
    assert_eq!(send(&sandbox, &Draft::new()).code(), "Success");
    assert_eq!(
        send(&sandbox, &Draft { id: "second", secret: "s", token: Some("t"), ..Draft::new() }).code(),
        "Success"
    );
}

#[test]
fn faults_are_aimed_and_each_action_has_its_queue() {
    let (sandbox, plane) = start();
    sandbox.faults([FaultKind::InternalError.on(Action::AssumeRole), FaultKind::Unavailable.times(1)]);
    assert_eq!(send(&sandbox, &Draft::new()).status, 503);
    assert_eq!(send(&sandbox, &Draft::new()).status, 200);
    assert_eq!(send(&sandbox, &Draft::assume_role()).status, 500);
    assert_eq!(send(&sandbox, &Draft::assume_role()).status, 200);
    let faults = r#"[{"fault":"hang","on":"AssumeRoleWithOIDC"},{"fault":"unavailable"}]"#;
    assert_eq!(control(plane, "PUT", "/faults", faults).status, 200);
    assert_eq!(send(&sandbox, &Draft { action: "CheckResults", ..Draft::new() }).status, 503, "stands with Initialize");
    let mut hanging = Connection::plain(sandbox.address());
    hanging.write(&with_oidc(sandbox.address(), OIDC_FORM).bytes()).unwrap();
    let seen = control(plane, "GET", "/wait?AssumeRoleWithOIDC=1&AssumeRole=2&Initialize=2", "").json();
    assert_eq!(seen["actions"].to_string(), r#"{"AssumeRole":2,"AssumeRoleWithOIDC":1,"Initialize":2}"#);
    drop(hanging);
    let seen = control(plane, "GET", "/wait?aborted.AssumeRoleWithOIDC=1", "").json();
    assert_eq!((&seen["aborted"], &seen["aborted_actions"]["AssumeRoleWithOIDC"]), (&1.into(), &1.into()));
    let last = sandbox.seen().events.back().unwrap().clone();
    assert_eq!((last.action.as_str(), last.outcome), ("AssumeRoleWithOIDC", Outcome::Aborted));
    assert_eq!(last.form["OIDCToken"], "the-token");
    assert!(!format!("{last:?}").contains("the-token"));
}
