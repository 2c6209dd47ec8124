//! The role of the machine.

use std::sync::Arc;

use ekyc::{Credentials, EcsRole};
use ekyc_sandbox::{Action, FaultKind, IdentitySettings, MetadataVersion, Sandbox};

use super::support::{MALFORMED_KEYS, MANY, answer, assert_contains, reason, sandbox, works};

fn ecs(sandbox: &Sandbox, settings: EcsRole) -> Arc<Credentials> {
    Credentials::ecs_role(with!(settings, endpoint = sandbox.metadata_endpoint())).unwrap()
}

fn usual(sandbox: &Sandbox) -> Arc<Credentials> {
    ecs(sandbox, EcsRole::default())
}

fn version(sandbox: &Sandbox, version: MetadataVersion) {
    let mut settings = IdentitySettings::default();
    settings.metadata_version = version;
    sandbox.set_identity(settings);
}

const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";

#[test]
fn version_2_is_used_where_it_is_there() {
    for offered in [MetadataVersion::Both, MetadataVersion::V2] {
        let sandbox = sandbox();
        version(&sandbox, offered);
        assert!(works(&sandbox, &usual(&sandbox)).starts_with("STS."));
        let seen = sandbox.seen();
        assert_eq!(seen.events[0].headers["x-aliyun-ecs-metadata-token-ttl-seconds"], "21600");
        let keys = seen.events.iter().find(|event| event.action == "MetadataCredentials").unwrap();
        assert!(keys.headers.contains_key(TOKEN_HEADER));
        assert!(keys.path.ends_with("/ekyc-sandbox-role"), "the role was asked for: {}", keys.path);
    }
}

#[test]
fn version_1_is_used_where_there_is_no_other() {
    let sandbox = sandbox();
    version(&sandbox, MetadataVersion::V1);
    assert!(works(&sandbox, &usual(&sandbox)).starts_with("STS."));
    let seen = sandbox.seen();
    assert_eq!(seen.count(Action::MetadataToken), 1);
    let keys = seen.events.iter().find(|event| event.action == "MetadataCredentials").unwrap();
    assert!(!keys.headers.contains_key(TOKEN_HEADER));
}

#[test]
fn version_1_is_not_tried_once_version_2_has_given_a_session() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::InternalError.times(MANY).on(Action::MetadataCredentials)]);
    assert_contains(&reason(&usual(&sandbox)), &["ECS metadata: HTTP 500 (http://", "version 2"]);
    assert_eq!(sandbox.seen().count(Action::MetadataCredentials), 3, "repeated, but with the session");
    assert!(
        sandbox
            .seen()
            .events
            .iter()
            .all(|event| event.action != "MetadataCredentials" || event.headers.contains_key(TOKEN_HEADER))
    );
}

#[test]
fn a_metadata_server_that_fails_for_a_moment_is_asked_again_and_version_2_is_not_given_up() {
    for action in [Action::MetadataToken, Action::MetadataRole, Action::MetadataCredentials] {
        let sandbox = sandbox();
        sandbox.faults([FaultKind::Unavailable.times(2).on(action)]);
        assert!(works(&sandbox, &usual(&sandbox)).starts_with("STS."));
        assert_eq!(sandbox.seen().count(action), 3);
        sandbox.faults([FaultKind::Unavailable.times(MANY).on(action)]);
        assert_contains(&reason(&usual(&sandbox)), &["HTTP 503"]);
        let seen = sandbox.seen();
        let mut keys = seen.events.iter().filter(|event| event.action == "MetadataCredentials");
        assert!(keys.all(|event| event.headers.contains_key(TOKEN_HEADER)), "never in the old way");
    }
}

#[test]
fn version_1_that_is_switched_off_is_not_tried() {
    let sandbox = sandbox();
    version(&sandbox, MetadataVersion::V1);
    let insisting = ecs(&sandbox, with!(EcsRole::default(), version_1_disabled = Some(true)));
    assert_contains(
        &reason(&insisting),
        &["ECS metadata: session token: HTTP 404 (http://", "version 1 is switched off"],
    );
    assert_eq!(sandbox.seen().count(Action::MetadataCredentials), 0);
}

#[test]
fn a_role_that_is_named_is_not_asked_for() {
    let sandbox = sandbox();
    let named = ecs(&sandbox, with!(EcsRole::default(), role_name = Some("ekyc-sandbox-role".into())));
    works(&sandbox, &named);
    assert_eq!(sandbox.seen().count(Action::MetadataRole), 0);
    let other = ecs(&sandbox, with!(EcsRole::default(), role_name = Some("other/../role?".into())));
    assert_contains(&reason(&other), &["HTTP 404"]);
    let seen = sandbox.seen();
    assert!(seen.events.iter().any(|event| event.path.ends_with("/other%2F..%2Frole%3F")), "{seen:?}");
}

#[test]
fn malformed_answers_are_named_and_not_repeated() {
    for (body, expected) in MALFORMED_KEYS {
        let sandbox = sandbox();
        version(&sandbox, MetadataVersion::V2);
        answer(&sandbox, Action::MetadataCredentials, 200, body);
        assert_contains(&reason(&usual(&sandbox)), &["ECS metadata: ", expected]);
    }
    for (body, expected) in [
        (r#"{"AccessKeyId":"PLANTED"}"#, "the answer has no Code"),
        (r#"{"Code":"Failed"}"#, "the answer's Code is Failed"),
        (r#"{"Code":"the key is PLANTED"}"#, "the answer's Code is (not shown"),
    ] {
        let sandbox = sandbox();
        version(&sandbox, MetadataVersion::V2);
        answer(&sandbox, Action::MetadataCredentials, 200, body);
        assert_contains(&reason(&usual(&sandbox)), &[expected]);
    }
    for (action, body, expected) in [
        (Action::MetadataToken, "", "session token: the answer is empty"),
        (Action::MetadataToken, "PLANTED\nPLANTED", "session token: the answer has a blank"),
        (Action::MetadataToken, "PLANTED-é", "session token: the answer is not ASCII"),
        (Action::MetadataRole, "<html> PLANTED", "role name: the answer has a blank"),
        (
            Action::MetadataRole,
            "PLANTED-1\nPLANTED-2",
            "role name: the answer has more than one line; give the role's name",
        ),
    ] {
        let sandbox = sandbox();
        version(&sandbox, MetadataVersion::V2);
        answer(&sandbox, action, 200, body);
        assert_contains(&reason(&usual(&sandbox)), &[expected]);
    }
}

#[test]
fn an_answer_that_is_too_long_or_goes_elsewhere_is_refused() {
    for (fault, expected) in [
        (FaultKind::Huge { chunked: false }, "the answer is over 65536 bytes"),
        (FaultKind::Huge { chunked: true }, "the answer is over 65536 bytes"),
        (FaultKind::Redirect { location: "http://127.0.0.1:1/PLANTED".into() }, "HTTP 302"),
        (FaultKind::Reset, "the connection broke"),
        (FaultKind::Cut, "the connection broke"),
    ] {
        let sandbox = sandbox();
        version(&sandbox, MetadataVersion::V2);
        sandbox.faults([fault.times(MANY).on(Action::MetadataCredentials)]);
        assert_contains(&reason(&usual(&sandbox)), &[expected]);
    }
}

#[test]
fn a_server_that_does_not_answer_or_is_not_there_is_named() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hang.times(9).on(Action::MetadataToken)]);
    let hasty = with!(EcsRole::default(), timeout_ms = Some(20), version_1_disabled = Some(true));
    assert_contains(&reason(&ecs(&sandbox, hasty)), &["session token: no answer within"]);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = with!(EcsRole::default(), endpoint = Some(format!("http://{nobody}")));
    assert_contains(&reason(&Credentials::ecs_role(nobody).unwrap()), &["session token: no connection: "]);
}
