//! The cases that every core goes through.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use ekyc_sandbox::{Key, Options, Sandbox};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::peer::{Call, Peer, Told};
use super::source;

/// One case. What it does not say is as in the call that always succeeds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    action: Option<String>,
    version: Option<String>,
    /// `rpc` for the older signature.
    signature: Option<String>,
    /// Which of [`KEYS`].
    key: Option<String>,
    /// Parameters to set; null removes one.
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    form: Map<String, Value>,
    /// The call is for a verification that this user began.
    user: Option<String>,
    /// Where MerchantBizId and TransactionId of that verification travel: `form`, or else the query.
    r#in: Option<String>,
    /// A fault, as the control plane writes it.
    fault: Option<Value>,
    clock_offset_ms: Option<i64>,
    /// How it is refused.
    status: Option<u16>,
    code: Option<String>,
    /// How it succeeds: members of the body, and their texts, in which `*` stands for anything.
    expect: Option<BTreeMap<String, String>>,
}

/// Name, id, secret, token.
const KEYS: [(&str, &str, &str, Option<&str>); 6] = [
    ("own", "peer-id", "peer-secret", None),
    ("wrong_secret", "peer-id", "another-secret", None),
    ("unknown", "somebody", "peer-secret", None),
    ("temporary", "temporary-id", "temporary-secret", Some("CAIS+token/with==signs")),
    ("wrong_token", "temporary-id", "temporary-secret", Some("another-token")),
    ("expired", "expired-id", "expired-secret", Some("an-old-token")),
];

const BIZ_ID: &str = "e0c34a77f5ac40a5aa5e6ed20c35aaaa";

/// Fewer would not be worth the name.
const AT_LEAST: usize = 20;

/// Lets a peer go through all cases.
pub fn run(name: &str, program: Command) {
    let text = fs::read_to_string(source("cases.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= AT_LEAST);
    let mut options = Options::new("peer-id", "peer-secret").with_control();
    let temporary = |name| {
        let (_, id, secret, token) = KEYS.into_iter().find(|(other, ..)| *other == name).unwrap();
        Key::temporary(id, secret, token.unwrap())
    };
    options.more_keys = vec![temporary("temporary"), temporary("expired").expires_in(Duration::ZERO)];
    let sandbox = Sandbox::start(options).unwrap();
    let ca_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("peers/{name}/core-ca.pem"));
    fs::write(&ca_file, sandbox.ca_pem()).unwrap();
    let mut peer = Peer::start(program);
    for case in &cases {
        let told = one(case, &sandbox, &mut peer, ca_file.to_str().unwrap());
        check(case, &told, &sandbox);
    }
    peer.end();
}

fn one(case: &Case, sandbox: &Sandbox, peer: &mut Peer, ca_file: &str) -> Told {
    let key = case.key.as_deref().unwrap_or("own");
    let (_, id, secret, token) = KEYS.into_iter().find(|(name, ..)| *name == key).unwrap();
    let first = Call {
        endpoint: sandbox.address().to_string(),
        ca_pem: sandbox.ca_pem(),
        ca_file,
        access_key_id: id,
        access_key_secret: secret,
        security_token: token,
        signature: "acs3",
        action: "Initialize",
        version: "2022-08-09",
        query: members(json!({
            "ProductCode": "eKYC", "MerchantBizId": BIZ_ID, "MerchantUserId": case.user.as_deref().unwrap_or("123456789"),
            "MetaInfo": "{\"deviceType\":\"ios\"}", "DocType": "01000000",
        })),
        form: Map::new(),
    };
    let mut call = first.clone();
    call.signature = case.signature.as_deref().unwrap_or("acs3");
    call.action = case.action.as_deref().unwrap_or(call.action);
    call.version = case.version.as_deref().unwrap_or(call.version);
    if case.user.is_some() {
        let begun = peer.call(&first);
        let transaction = begun.body.pointer("/Result/TransactionId").cloned().unwrap_or_default();
        let parameters = members(json!({ "MerchantBizId": BIZ_ID, "TransactionId": transaction }));
        if case.r#in.as_deref() == Some("form") {
            (call.query, call.form) = (Map::new(), parameters);
        } else {
            call.query = parameters;
        }
    }
    for (name, value) in &case.query {
        call.query.insert(name.clone(), value.clone());
    }
    call.query.retain(|_, value| !value.is_null());
    call.form.extend(case.form.clone());
    if let Some(fault) = &case.fault {
        set_fault(sandbox, fault);
    }
    sandbox.set_clock_offset_ms(case.clock_offset_ms.unwrap_or(0)).unwrap();
    let told = peer.call(&call);
    sandbox.set_clock_offset_ms(0).unwrap();
    told
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => unreachable!("it is an object"),
    }
}

/// Over the control plane, as everybody else sets them.
fn set_fault(sandbox: &Sandbox, fault: &Value) {
    use std::io::{Read as _, Write as _};
    let control = sandbox.control_endpoint().unwrap();
    let address = control.strip_prefix("http://").unwrap();
    let body = json!([fault]).to_string();
    let length = body.len();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let head =
        format!("PUT /faults HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all((head + &body).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

fn check(case: &Case, told: &Told, sandbox: &Sandbox) {
    let Case { name, .. } = case;
    let event = sandbox.seen().events.back().cloned().unwrap_or_else(|| panic!("{name}: nothing arrived: {told:?}"));
    let deserved = match (&case.fault, &case.code) {
        (None, Some(code)) => code,
        _ => "Success",
    };
    assert_eq!(event.verdict, deserved, "{name}: {told:?}");
    match (&case.expect, case.status, &case.code) {
        (Some(members), None, None) => {
            assert!(told.ok && told.status == 200.0, "{name}: {told:?}");
            assert_eq!(told.body["Code"], "Success", "{name}");
            for (path, pattern) in members {
                let value = told.body.pointer(&format!("/{path}")).and_then(Value::as_str).unwrap_or_default();
                assert!(fits(value, pattern), "{name}: {path} is {value:?}");
            }
        }
        (None, Some(status), Some(code)) => {
            assert!(!told.ok, "{name}: {told:?}");
            assert_eq!(
                (told.status, told.code.as_deref()),
                (f64::from(status), Some(code.as_str())),
                "{name}: {told:?}"
            );
            let request_id = told.request_id.as_deref().unwrap_or_default();
            assert_eq!(request_id.len(), 36, "{name}: {told:?}");
            let message = told.message.as_deref().unwrap_or_default();
            assert!(!message.is_empty() && !message.contains("-secret"), "{name}: {told:?}");
        }
        _ => panic!("{name}: a case has expect, or status and code"),
    }
}

/// Whether a text is as a pattern has it.
fn fits(text: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut ends_open = false;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
        ends_open = piece.is_empty();
    }
    ends_open || rest.is_empty()
}
