//! The metadata of an instance, and the credentials URI.

use std::net::SocketAddr;

use ekyc_sandbox::{Action, FaultKind, IdentitySettings, MetadataVersion, Options, Sandbox};

use super::client::{Connection, ID, Reply, SECRET};
use super::control::{ask as control, start_with};
use super::identity::with_key_of;
use super::message::date;

const ROLES: &str = "/latest/meta-data/ram/security-credentials/";

fn start() -> (Sandbox, SocketAddr, SocketAddr) {
    let (sandbox, plane) = start_with(Options::new(ID, SECRET).plain_http().with_metadata());
    let metadata = sandbox.metadata_endpoint().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
    (sandbox, plane, metadata)
}

fn request(method: &str, path: &str, header: Option<(&str, &str)>) -> Vec<u8> {
    let header = header.map(|(name, value)| format!("{name}: {value}\r\n")).unwrap_or_default();
    format!("{method} {path} HTTP/1.1\r\nhost: metadata\r\n{header}content-length: 0\r\n\r\n").into_bytes()
}

fn ask(metadata: SocketAddr, method: &str, path: &str, header: Option<(&str, &str)>) -> Reply {
    Connection::plain(metadata).ask(&request(method, path, header))
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

fn token(metadata: SocketAddr, ttl: &str) -> Reply {
    ask(metadata, "PUT", "/latest/api/token", Some(("X-aliyun-ecs-metadata-token-ttl-seconds", ttl)))
}

fn initialize(sandbox: &Sandbox, reply: &Reply) -> String {
    let message = with_key_of(reply, "").sign(sandbox.address());
    Connection::plain(sandbox.address()).ask(&message.bytes()).code()
}

fn version(sandbox: &Sandbox, version: MetadataVersion) {
    let mut settings = IdentitySettings::default();
    settings.metadata_version = version;
    sandbox.set_identity(settings);
}

#[test]
fn a_token_a_role_and_its_key() {
    let (sandbox, _, metadata) = start();
    version(&sandbox, MetadataVersion::V2);
    let token = text(&token(metadata, "21600"));
    let header = Some(("X-aliyun-ecs-metadata-token", token.as_str()));
    let role = text(&ask(metadata, "GET", ROLES, header));
    assert_eq!(role, "ekyc-sandbox-role");
    let reply = ask(metadata, "GET", &format!("{ROLES}{role}"), header);
    assert_eq!((reply.status, reply.code().as_str()), (200, "Success"));
    assert!((date(21_500)..=date(21_600)).contains(&reply.member("/Expiration")));
    assert!(reply.member("/LastUpdated") <= date(0));
    assert_eq!(initialize(&sandbox, &reply), "Success");
    let seen = sandbox.seen();
    let actions: Vec<_> = seen.events.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["MetadataToken", "MetadataRole", "MetadataCredentials", "Initialize"]);
    assert_eq!((seen.requests, seen.connections, seen.count(Action::MetadataToken)), (1, 1, 1));
    assert!(seen.events.iter().all(|event| event.verdict == "Success"));
    assert_eq!(seen.events[1].headers["x-aliyun-ecs-metadata-token"], token);
    assert!(!format!("{seen:?}").contains(&token));
}

#[test]
fn without_a_token_only_where_version_1_is_on() {
    let (sandbox, _, metadata) = start();
    let path = format!("{ROLES}ekyc-sandbox-role");
    let wrong = Some(("x-aliyun-ecs-metadata-token", "wrong"));
    for (mode, without, with_a_wrong_one, asking) in [
        (MetadataVersion::Both, 200, 403, 200),
        (MetadataVersion::V1, 200, 200, 404),
        (MetadataVersion::V2, 403, 403, 200),
    ] {
        version(&sandbox, mode);
        for path in [path.as_str(), ROLES, ROLES.trim_end_matches('/')] {
            assert_eq!(ask(metadata, "GET", path, None).status, without, "{mode:?} {path}");
            assert_eq!(ask(metadata, "GET", path, wrong).status, with_a_wrong_one, "{mode:?} {path}");
        }
        assert_eq!(token(metadata, "60").status, asking, "{mode:?}");
    }
    let event = sandbox.seen().events.iter().rev().find(|event| event.status == Some(403)).unwrap().clone();
    assert_eq!((event.verdict.as_str(), event.code), ("403", None));
}

#[test]
fn what_is_not_there_is_not_found() {
    let (sandbox, _, metadata) = start();
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/latest/meta-data/instance-id", 404),
        ("GET", "/latest/meta-data/ram/security-credentials/another-role", 404),
        ("GET", "/latest/meta-data/ram/security-credentialsx", 404),
        ("GET", "/latest/api/token", 405),
        ("POST", "/credentials", 405),
        ("PUT", ROLES, 405),
    ] {
        assert_eq!(ask(metadata, method, path, None).status, status, "{method} {path}");
    }
    for ttl in ["0", "21601", "x", ""] {
        assert_eq!(token(metadata, ttl).status, 400, "{ttl}");
    }
    let mut settings = IdentitySettings::default();
    settings.role_name = String::new();
    sandbox.set_identity(settings);
    assert_eq!(ask(metadata, "GET", ROLES, None).status, 404, "no role is attached");
}

#[test]
fn the_credentials_uri_answers_with_a_key() {
    let (sandbox, plane, metadata) = start();
    let reply = ask(metadata, "GET", "/credentials", None);
    assert_eq!((reply.status, reply.code().as_str()), (200, "Success"));
    assert_eq!(initialize(&sandbox, &reply), "Success");
    assert_eq!(
        control(plane, "PUT", "/identity", r#"{"lifetime_s":0,"role_name":"other","metadata":"v1"}"#).status,
        200
    );
    let reply = ask(metadata, "GET", "/credentials", None);
    assert_eq!(initialize(&sandbox, &reply), "InvalidSecurityToken.Expired");
    assert_eq!(text(&ask(metadata, "GET", ROLES, None)), "other");
    assert_eq!(token(metadata, "60").status, 404);
}

#[test]
fn it_can_misbehave_too() {
    let (sandbox, plane, metadata) = start();
    sandbox.faults([FaultKind::Hang.on(Action::MetadataCredentials), FaultKind::NotJson.on(Action::CredentialsUri)]);
    assert!(text(&ask(metadata, "GET", "/credentials", None)).starts_with("<!DOCTYPE html>"));
    let mut hanging = Connection::plain(metadata);
    hanging.write(&request("GET", &format!("{ROLES}ekyc-sandbox-role"), None)).unwrap();
    assert_eq!(control(plane, "GET", "/wait?MetadataCredentials=1", "").status, 200);
    drop(hanging);
    let seen = control(plane, "GET", "/wait?aborted.MetadataCredentials=1", "").json();
    assert_eq!((&seen["aborted"], &seen["requests"]), (&0.into(), &0.into()), "these count the service");
}

#[test]
fn everything_is_found_from_the_control_plane() {
    let (sandbox, plane, _) = start();
    let info = control(plane, "GET", "/info", "").json();
    assert_eq!(info["endpoint"], sandbox.endpoint());
    assert_eq!(info["ca_pem"], sandbox.ca_pem());
    assert_eq!(info["metadata_endpoint"], sandbox.metadata_endpoint().unwrap());
    assert_eq!(info["control_endpoint"], sandbox.control_endpoint().unwrap());
}
