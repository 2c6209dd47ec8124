//! AssumeRole with the older signature, everything in the query.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ekyc_sandbox::{Key, Sandbox};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::client::{Connection, ID, Reply, SECRET, sandbox};
use super::message::{date, encoded, joined, nonce};

/// A request's parameters, as changed by a case before they are signed.
type Parameters = Vec<(&'static str, String)>;

fn parameters() -> Parameters {
    let text = |text: &str| text.to_owned();
    vec![
        ("Action", text("AssumeRole")),
        ("Version", text("2015-04-01")),
        ("Format", text("JSON")),
        ("AccessKeyId", text(ID)),
        ("SignatureMethod", text("HMAC-SHA1")),
        ("SignatureVersion", text("1.0")),
        ("SignatureNonce", nonce()),
        ("Timestamp", date(0)),
        ("RoleArn", text("acs:ram::1234:role/tester")),
        ("RoleSessionName", text("a.session@test")),
        ("Policy", text(r#"{"a b":"*~é+"}"#)),
    ]
}

fn with(name: &'static str, value: &str) -> Parameters {
    let mut all = parameters();
    all.retain(|(other, _)| *other != name);
    all.push((name, value.to_owned()));
    all
}

fn target(parameters: &Parameters, secret: &str) -> String {
    target_of("GET", parameters, secret)
}

fn target_of(method: &str, parameters: &Parameters, secret: &str) -> String {
    let mut sorted = parameters.clone();
    sorted.sort();
    let query = joined(sorted.iter().map(|(name, value)| (*name, value.as_str())));
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
    mac.update(format!("{method}&%2F&{}", encoded(&query)).as_bytes());
    format!("/?{query}&Signature={}", encoded(&STANDARD.encode(mac.finalize().into_bytes())))
}

fn ask(sandbox: &Sandbox, parameters: &Parameters, secret: &str) -> Reply {
    let request = format!("GET {} HTTP/1.1\r\nhost: sts\r\n\r\n", target(parameters, secret));
    Connection::plain(sandbox.address()).ask(request.as_bytes())
}

#[test]
fn is_accepted_once() {
    let sandbox = sandbox();
    let once = parameters();
    let reply = ask(&sandbox, &once, SECRET);
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert!(reply.member("/Credentials/AccessKeyId").starts_with("STS."));
    assert_eq!(ask(&sandbox, &once, SECRET).code(), "SignatureNonceUsed");
    assert_eq!(sandbox.seen().events[0].action, "AssumeRole");
}

#[test]
fn is_judged_by_the_same_gateway() {
    let sandbox = sandbox();
    for (name, value, status, code) in [
        ("AccessKeyId", "", 400, "MissingAccessKeyId"),
        ("AccessKeyId", "somebody", 404, "InvalidAccessKeyId.NotFound"),
        ("SignatureMethod", "HMAC-MD5", 400, "InvalidSignatureMethod"),
        ("SignatureVersion", "2.0", 400, "InvalidSignatureMethod"),
        ("SignatureNonce", "", 400, "MissingSignatureNonce"),
        ("Timestamp", "", 400, "MissingTimestamp"),
        ("Timestamp", "yesterday", 400, "InvalidTimeStamp.Format"),
        ("SecurityToken", "t", 400, "InvalidSecurityToken.MismatchWithAccessKey"),
        ("RoleArn", "", 400, "MissingRoleArn"),
    ] {
        let reply = ask(&sandbox, &with(name, value), SECRET);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}={value}");
    }
    let old = date(-960);
    assert_eq!(ask(&sandbox, &with("Timestamp", &old), SECRET).code(), "InvalidTimeStamp.Expired");
    let reply = ask(&sandbox, &parameters(), "wrong");
    assert_eq!(reply.code(), "SignatureDoesNotMatch");
    assert!(
        reply.member("/Message").contains("GET&%2F&AccessKeyId%3Dtest-key-id")
            && !reply.member("/Message").contains(SECRET)
    );
    let unsigned = "GET /?Action=AssumeRole&Version=2015-04-01 HTTP/1.1\r\nhost: sts\r\n\r\n";
    assert_eq!(Connection::plain(sandbox.address()).ask(unsigned.as_bytes()).code(), "IncompleteSignature");
}

#[test]
fn a_temporary_key_brings_its_token() {
    let sandbox = sandbox();
    sandbox.set_keys([Key::temporary(ID, SECRET, "the-token")]);
    assert_eq!(ask(&sandbox, &parameters(), SECRET).code(), "MissingSecurityToken");
    assert_eq!(ask(&sandbox, &with("SecurityToken", "the-token"), SECRET).status, 200);
}

#[test]
fn initialize_may_be_signed_this_way_too() {
    let sandbox = sandbox();
    let mut all = parameters();
    all.retain(|(name, _)| !["Action", "Version", "RoleArn", "RoleSessionName", "Policy"].contains(name));
    all.extend(
        [("Action", "Initialize"), ("Version", "2022-08-09"), ("ProductCode", "FACE_LIVENESS"), ("MerchantBizId", "a")]
            .map(|(name, value)| (name, value.to_owned())),
    );
    all.extend([("MetaInfo", "{}"), ("MerchantUserId", "a")].map(|(name, value)| (name, value.to_owned())));
    let post = |secret| {
        let target = target_of("POST", &all, secret);
        let request = format!("POST {target} HTTP/1.1\r\nhost: s\r\ncontent-length: 0\r\n\r\n");
        Connection::plain(sandbox.address()).ask(request.as_bytes())
    };
    assert_eq!(post("wrong").code(), "SignatureDoesNotMatch");
    assert_eq!(post(SECRET).code(), "Success");
    assert_eq!(post(SECRET).code(), "SignatureNonceUsed");
}
