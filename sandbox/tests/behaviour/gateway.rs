//! What the gateway refuses, and in which order.

use ekyc_sandbox::{Options, Outcome, Sandbox};

use super::client::{Connection, ID, Reply, SECRET, sandbox};
use super::message::{Draft, Message, date};

/// A valid request, what is changed before it is signed, what afterwards, and how it is refused.
type Case = (&'static str, fn(Draft) -> Draft, fn(&mut Message), u16, &'static str);

fn same(draft: Draft) -> Draft {
    draft
}

fn as_signed(_: &mut Message) {}

const CASES: &[Case] = &[
    ("another path", |d| Draft { path: "/x", ..d }, as_signed, 404, "InvalidAction.NotFound"),
    ("GET", |d| Draft { method: "GET", ..d }, as_signed, 400, "UnsupportedHTTPMethod"),
    ("PUT", |d| Draft { method: "PUT", ..d }, as_signed, 400, "UnsupportedHTTPMethod"),
    ("no version", same, |m| m.remove("x-acs-version"), 400, "MissingVersion"),
    ("another version", |d| Draft { version: "2019-03-07", ..d }, as_signed, 400, "NoSuchVersion"),
    ("no action", same, |m| m.remove("x-acs-action"), 400, "MissingAction"),
    ("another operation", |d| Draft { action: "CheckResults", ..d }, as_signed, 404, "InvalidAction.NotFound"),
    ("the action in another case", |d| Draft { action: "initialize", ..d }, as_signed, 404, "InvalidAction.NotFound"),
    ("no authorization", same, |m| m.remove("authorization"), 400, "IncompleteSignature"),
    ("an empty authorization", same, |m| m.set("authorization", ""), 400, "InvalidSignatureMethod"),
    ("another scheme", same, |m| m.set("authorization", "Bearer x"), 400, "InvalidSignatureMethod"),
    ("another algorithm", same, |m| m.authorization(|a| a.replace("SHA256 ", "SM3 ")), 400, "InvalidSignatureMethod"),
    ("blanks behind the commas", same, |m| m.authorization(|a| a.replace(',', ", ")), 400, "IncompleteSignature"),
    (
        "no credential",
        same,
        |m| m.authorization(|a| a.replace("Credential=test-key-id,", "")),
        400,
        "IncompleteSignature",
    ),
    ("an empty credential", same, |m| m.authorization(|a| a.replace(ID, "")), 400, "IncompleteSignature"),
    (
        "no signature",
        same,
        |m| m.authorization(|a| a.split(",Signature").next().unwrap().into()),
        400,
        "IncompleteSignature",
    ),
    ("one member more", same, |m| m.authorization(|a| format!("{a},X=1")), 400, "IncompleteSignature"),
    ("two authorizations", same, |m| m.add("authorization", "x"), 400, "IncompleteSignature"),
    ("two dates", same, |m| m.add("x-acs-date", "x"), 400, "IncompleteSignature"),
    ("no date", same, |m| m.remove("x-acs-date"), 400, "MissingTimestamp"),
    ("no nonce", same, |m| m.remove("x-acs-signature-nonce"), 400, "MissingSignatureNonce"),
    ("an empty nonce", |d| Draft { nonce: String::new(), ..d }, as_signed, 400, "MissingSignatureNonce"),
    ("no body hash", same, |m| m.remove("x-acs-content-sha256"), 400, "IncompleteSignature"),
    ("host not signed", same, |m| unsign(m, "host;"), 400, "IncompleteSignature"),
    ("date not signed", same, |m| unsign(m, "x-acs-date;"), 400, "IncompleteSignature"),
    ("nonce not signed", same, |m| unsign(m, "x-acs-signature-nonce;"), 400, "IncompleteSignature"),
    ("body hash not signed", same, |m| unsign(m, "x-acs-content-sha256;"), 400, "IncompleteSignature"),
    ("content-type not signed", with_picture, |m| unsign(m, "content-type;"), 400, "IncompleteSignature"),
    ("a further x-acs header not signed", same, |m| m.add("x-acs-retry-attempts", "1"), 400, "IncompleteSignature"),
    ("a signed header that is not there", same, |m| sign_name(m, "y-header"), 400, "IncompleteSignature"),
    (
        "signed headers in upper case",
        same,
        |m| m.authorization(|a| a.replace("host", "Host")),
        400,
        "IncompleteSignature",
    ),
    (
        "a signed header twice",
        same,
        |m| m.authorization(|a| a.replace("host;", "host;host;")),
        400,
        "IncompleteSignature",
    ),
    (
        "an empty name among the signed",
        same,
        |m| m.authorization(|a| a.replace("host;", "host;;")),
        400,
        "IncompleteSignature",
    ),
    ("signed headers not sorted", same, |m| m.authorization(unsorted), 400, "IncompleteSignature"),
    ("an unknown key", |d| Draft { id: "somebody", ..d }, as_signed, 404, "InvalidAccessKeyId.NotFound"),
    (
        "a token with a permanent key",
        |d| Draft { token: Some("t"), ..d },
        as_signed,
        400,
        "InvalidSecurityToken.MismatchWithAccessKey",
    ),
    ("a wrong secret", |d| Draft { secret: "wrong", ..d }, as_signed, 400, "SignatureDoesNotMatch"),
    ("a signature in upper case", same, |m| m.authorization(upper_signature), 400, "SignatureDoesNotMatch"),
    ("a short signature", same, |m| m.authorization(|a| a[..a.len() - 1].to_owned()), 400, "SignatureDoesNotMatch"),
    ("another query", same, |m| m.query.push_str("&More=1"), 400, "SignatureDoesNotMatch"),
    ("another host", same, |m| m.set("host", "example.com"), 400, "SignatureDoesNotMatch"),
    ("another body", with_picture, |m| m.body[20] ^= 1, 400, "SignatureDoesNotMatch"),
    ("a body hash that lies", same, |m| m.set("x-acs-content-sha256", "00"), 400, "SignatureDoesNotMatch"),
    (
        "a body hash that lies and is signed",
        |d| Draft { headers: vec![("x-acs-content-sha256", "00")], ..d },
        as_signed,
        400,
        "SignatureDoesNotMatch",
    ),
    (
        "another signed header",
        |d| Draft { headers: vec![("accept", "a")], ..d },
        |m| m.set("accept", "b"),
        400,
        "SignatureDoesNotMatch",
    ),
    ("16 minutes ago", |d| Draft { date: date(-960), ..d }, as_signed, 400, "InvalidTimeStamp.Expired"),
    ("16 minutes ahead", |d| Draft { date: date(960), ..d }, as_signed, 400, "InvalidTimeStamp.Expired"),
    ("no date at all", |d| Draft { date: "yesterday".into(), ..d }, as_signed, 400, "InvalidTimeStamp.Format"),
    (
        "a local date",
        |d| Draft { date: date(0).replace('Z', "+08:00"), ..d },
        as_signed,
        400,
        "InvalidTimeStamp.Format",
    ),
    ("an operation that is not simulated", |d| Draft { action: "DocOcr", ..d }, as_signed, 400, "Sandbox.NotSimulated"),
    (
        "an operation that is not simulated and a wrong secret",
        |d| Draft { action: "DocOcr", secret: "wrong", ..d },
        as_signed,
        400,
        "SignatureDoesNotMatch",
    ),
    // Order: who, then when, then what.
    (
        "wrong secret and old date",
        |d| Draft { secret: "wrong", date: date(-960), ..d },
        as_signed,
        400,
        "SignatureDoesNotMatch",
    ),
    (
        "unknown key and other operation",
        |d| Draft { id: "x", action: "CheckResults", ..d },
        as_signed,
        404,
        "InvalidAction.NotFound",
    ),
    (
        "wrong secret and no product",
        |d| Draft { secret: "wrong", ..d.without("ProductCode") },
        as_signed,
        400,
        "SignatureDoesNotMatch",
    ),
    (
        "old date and no product",
        |d| Draft { date: date(-960), ..d.without("ProductCode") },
        as_signed,
        400,
        "InvalidTimeStamp.Expired",
    ),
];

fn with_picture(draft: Draft) -> Draft {
    draft.with_form("FacePictureBase64", "AAAA")
}

fn unsign(message: &mut Message, name: &str) {
    message.authorization(|text| text.replace(name, ""));
}

fn sign_name(message: &mut Message, name: &str) {
    message.authorization(|text| text.replace(",Signature", &format!(";{name},Signature")));
}

fn unsorted(text: &str) -> String {
    text.replace("SignedHeaders=host;x-acs-action;", "SignedHeaders=x-acs-action;host;")
}

fn upper_signature(text: &str) -> String {
    let (rest, signature) = text.split_once(",Signature=").unwrap();
    format!("{rest},Signature={}", signature.to_uppercase())
}

fn ask(sandbox: &Sandbox, draft: Draft, change: impl FnOnce(&mut Message)) -> Reply {
    let mut message = draft.sign(sandbox.address());
    change(&mut message);
    Connection::plain(sandbox.address()).ask(&message.bytes())
}

#[test]
fn refuses_what_the_gateway_refuses() {
    let sandbox = sandbox();
    for &(name, before, after, status, code) in CASES {
        let reply = ask(&sandbox, before(Draft::new()), after);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}: {}", reply.member("/Message"));
        for member in ["/RequestId", "/HostId", "/Message", "/Recommend"] {
            assert!(!reply.member(member).is_empty(), "{name}: {member}");
        }
        assert!(!reply.member("/Message").contains(SECRET), "{name}");
        let event = sandbox.seen().events.back().unwrap().clone();
        assert_eq!((event.outcome, event.status, event.code.as_deref()), (Outcome::Refused, Some(status), Some(code)));
    }
    assert_eq!(sandbox.seen().requests, CASES.len() as u64);
}

#[test]
fn a_nonce_counts_once_for_those_who_can_sign() {
    let sandbox = sandbox();
    let draft = Draft::new();
    let stranger = Draft { secret: "wrong", ..draft.clone() };
    let late = Draft { date: date(-960), ..draft.clone() };
    assert_eq!(ask(&sandbox, stranger, as_signed).code(), "SignatureDoesNotMatch");
    assert_eq!(ask(&sandbox, late, as_signed).code(), "InvalidTimeStamp.Expired");
    assert_eq!(ask(&sandbox, draft.clone(), as_signed).code(), "Success");
    assert_eq!(ask(&sandbox, draft.clone(), as_signed).code(), "SignatureNonceUsed");
    let again = Draft { nonce: draft.nonce.clone(), ..Draft::new().without("DocType") };
    assert_eq!(ask(&sandbox, again, as_signed).code(), "SignatureNonceUsed");
    sandbox.reset();
    assert_eq!(ask(&sandbox, draft, as_signed).code(), "Success");
}

#[test]
fn a_refused_operation_has_used_its_nonce() {
    let sandbox = sandbox();
    let draft = Draft::new().without("DocType");
    assert_eq!(ask(&sandbox, draft.clone(), as_signed).code(), "MissingParameter");
    assert_eq!(ask(&sandbox, draft, as_signed).code(), "SignatureNonceUsed");
}

#[test]
fn a_temporary_key_needs_its_token() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("the-token").plain_http()).unwrap();
    let with = |token| Draft { token, ..Draft::new() };
    for (name, token, change, code) in [
        ("the token", Some("the-token"), as_signed as fn(&mut Message), "Success"),
        ("no token", None, as_signed, "MissingSecurityToken"),
        ("another token", Some("another"), as_signed, "InvalidSecurityToken.MismatchWithAccessKey"),
        ("no token at all", Some("a b"), as_signed, "InvalidSecurityToken.Malformed"),
        (
            "another id beside it",
            Some("the-token"),
            |m| m.set("x-acs-accesskey-id", "x"),
            "InvalidSecurityToken.MismatchWithAccessKey",
        ),
        ("not signed", Some("the-token"), |m| unsign(m, "x-acs-security-token;"), "IncompleteSignature"),
    ] {
        assert_eq!(ask(&sandbox, with(token), change).code(), code, "{name}");
    }
    // The token's header without the id's, as a signer of one's own may write it.
    let draft = Draft { headers: vec![("x-acs-security-token", "the-token")], ..with(None) };
    assert_eq!(ask(&sandbox, draft, as_signed).code(), "Success");
}

#[test]
fn a_wrong_signature_is_answered_with_what_the_server_signed() {
    let sandbox = sandbox();
    let draft = Draft { secret: "wrong", ..Draft::new() };
    let message = draft.sign(sandbox.address());
    let text = Connection::plain(sandbox.address()).ask(&message.bytes()).member("/Message");
    assert!(
        text.starts_with(
            "Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\n"
        )
    );
    assert!(text.ends_with(&format!("server CanonicalRequest is [{}]", message.canonical_request)), "{text}");
}
