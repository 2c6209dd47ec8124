//! The control plane over HTTP.

use std::net::SocketAddr;

use ekyc_sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use super::client::{Connection, ID, Reply, SECRET};
use super::message::Draft;

pub fn start() -> (Sandbox, SocketAddr) {
    start_with(Options::new(ID, SECRET).plain_http())
}

pub fn start_with(options: Options) -> (Sandbox, SocketAddr) {
    let sandbox = Sandbox::start(options.with_control()).unwrap();
    let control = sandbox.control_endpoint().unwrap();
    (sandbox, control.strip_prefix("http://").unwrap().parse().unwrap())
}

pub fn request(method: &str, target: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("{method} {target} HTTP/1.1\r\nhost: control\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

pub fn ask(control: SocketAddr, method: &str, target: &str, body: &str) -> Reply {
    Connection::plain(control).ask(&request(method, target, body))
}

fn initialize(sandbox: &Sandbox) -> Reply {
    Connection::plain(sandbox.address()).ask(&Draft::new().sign(sandbox.address()).bytes())
}

#[test]
fn sets_faults_and_shows_what_was_seen() {
    let (sandbox, control) = start();
    let reply = ask(control, "PUT", "/faults", r#"[{"fault":"throttle","times":2,"retry_after_ms":7}]"#);
    assert_eq!((reply.status, reply.json()), (200, json!({ "faults": 1 })));
    assert_eq!(initialize(&sandbox).header("x-acs-retry-after"), Some("7"));
    assert_eq!(ask(control, "PUT", "/faults", "[]").status, 200);
    assert_eq!(initialize(&sandbox).code(), "Success");

    let seen = ask(control, "GET", "/seen", "").json();
    assert_eq!((&seen["connections"], &seen["requests"], &seen["aborted"]), (&json!(2), &json!(2), &json!(0)));
    let first = &seen["events"][0];
    let members =
        ["n", "action", "method", "host", "query", "form", "headers", "body_length", "outcome", "status", "code"];
    assert!(members.iter().all(|member| first.get(member).is_some()), "{first}");
    assert_eq!(
        (&first["outcome"], &first["code"], &first["status"]),
        (&json!("answered"), &json!("Throttling.Api"), &json!(403))
    );
    assert_eq!(first["query"]["ProductCode"], json!("eKYC"));

    assert_eq!(ask(control, "POST", "/reset", "").status, 200);
    let seen = ask(control, "GET", "/seen", "").json();
    for counter in ["connections", "requests", "aborted", "ended"] {
        assert_eq!(seen[counter], json!(0), "{counter}");
    }
    assert_eq!((&seen["actions"], &seen["events"]), (&json!({}), &json!([])));
}

#[test]
fn waits_until_it_happened() {
    let (sandbox, control) = start();
    ask(control, "PUT", "/faults", r#"[{"fault":"hang"}]"#);
    let mut requested = Connection::plain(control);
    requested.write(&request("GET", "/wait?requests=1&connections=1", "")).unwrap();
    let mut aborted = Connection::plain(control);
    aborted.write(&request("GET", "/wait?aborted=1", "")).unwrap();

    let mut client = Connection::plain(sandbox.address());
    client.write(&Draft::new().sign(sandbox.address()).bytes()).unwrap();
    let reply = requested.read().unwrap();
    assert_eq!((reply.status, &reply.json()["events"][0]["outcome"]), (200, &json!("open")));
    drop(client);
    let reply = aborted.read().unwrap();
    assert_eq!((reply.status, &reply.json()["events"][0]["outcome"]), (200, &json!("aborted")));
}

#[test]
fn waits_no_longer_than_told() {
    let (_sandbox, control) = start();
    let reply = ask(control, "GET", "/wait?requests=1&timeout_ms=1", "");
    assert_eq!((reply.status, &reply.json()["requests"]), (408, &json!(0)));
}

#[test]
fn a_mistake_is_a_sentence() {
    let (_sandbox, control) = start();
    for (method, target, body, status, words) in [
        ("PUT", "/faults", "[", 400, "not a JSON array"),
        ("PUT", "/faults", r#"[{"fault":"x"}]"#, 400, "there is no fault"),
        ("GET", "/wait?aborted=x", "", 400, "wait takes"),
        ("GET", "/wait?abort=1", "", 400, "wait takes"),
        ("GET", "/wait?initialize=1", "", 400, "wait takes"),
        ("PUT", "/keys", "{}", 400, "not a JSON array of keys"),
        ("PUT", "/keys", r#"[{"access_key_id":"a"}]"#, 400, "missing field `access_key_secret`"),
        ("PUT", "/keys", r#"[{"access_key_id":"","access_key_secret":"b"}]"#, 400, "not empty"),
        (
            "PUT",
            "/keys",
            r#"[{"access_key_id":"a","access_key_secret":"b","lifetime_s":1}]"#,
            400,
            "needs security_token",
        ),
        ("PUT", "/identity", r#"{"metadata":"v3"}"#, 400, "there are both, v1 and v2"),
        ("PUT", "/identity", r#"{"role":"x"}"#, 400, "unknown field `role`"),
        ("PUT", "/clock", "{}", 400, "missing field `offset_ms`"),
        ("PUT", "/clock", r#"{"offset_ms":9223372036854775807}"#, 400, "a century"),
        ("PUT", "/connections", r#"{"mode":"mute"}"#, 400, "there are normal, silent and refuse"),
        ("PUT", "/quota", r#"{"calls_per_second":-1}"#, 400, "not a JSON object with calls_per_second"),
        ("PUT", "/proxy", r#"{"mode":"x"}"#, 400, "there are tunnel, refuse, garbage and silent"),
        ("PUT", "/proxy", r#"{"username":"x"}"#, 400, "go together"),
        ("PUT", "/proxy", r#"{"username":"x:y","password":"z"}"#, 400, "no colon"),
        ("POST", "/release?count=x", "", 400, "release takes"),
        ("GET", "/faults", "", 404, "PUT /faults"),
        ("DELETE", "/seen", "", 404, "GET /seen"),
    ] {
        let reply = ask(control, method, target, body);
        let error = reply.json().get("error").and_then(Value::as_str).unwrap().to_owned();
        assert!(reply.status == status && error.contains(words), "{method} {target}: {} {error}", reply.status);
    }
}

#[test]
fn a_person_sees_what_arrived_and_sets_the_next_fault() {
    let (sandbox, control) = start();
    let draft = Draft::new().with("MerchantUserId", "the-user").with("CallbackUrl", "https://localhost/?the-secret");
    let id = Connection::plain(sandbox.address())
        .ask(&draft.sign(sandbox.address()).bytes())
        .member("/Result/TransactionId");
    let strange = Draft { action: "<script>alert(1)</script>", ..Draft::new() };
    Connection::plain(sandbox.address()).ask(&strange.sign(sandbox.address()).bytes());
    let page = ask(control, "GET", "/", "");
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for shown in
        [&sandbox.endpoint(), id.as_str(), "Initialize", "Success", "InvalidAction.NotFound", "answered", "/verify/"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    for hidden in ["the-user", "the-secret", "123456789", SECRET, ID, "<script"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    for (form, status, code) in [
        ("fault=refuse%3ANoFaceDetected&on=CheckResult&times=1", 401, "NoFaceDetected"),
        ("fault=unavailable&on=CheckResult&times=1", 503, "ServiceUnavailable"),
    ] {
        let reply = ask(control, "POST", "/", form);
        assert_eq!((reply.status, reply.header("location")), (303, Some("/")), "{form}");
        assert!(
            String::from_utf8(ask(control, "GET", "/", "").body).unwrap().contains("<td>CheckResult</td><td>1</td>")
        );
        assert_eq!(initialize(&sandbox).code(), "Success", "aimed at another operation");
        let draft = Draft { action: "CheckResult", ..Draft::new() };
        let reply = Connection::plain(sandbox.address()).ask(&draft.sign(sandbox.address()).bytes());
        assert_eq!((reply.status, reply.code().as_str()), (status, code));
    }
    let reply = ask(control, "POST", "/", "fault=nonsense&on=CheckResult&times=1");
    assert!(reply.status == 400 && reply.member("/error").contains("there is no fault"), "{}", reply.member("/error"));
}

#[test]
fn pages_from_elsewhere_may_not_steer_it() {
    let (sandbox, control) = start();
    let with = |host: &str, headers: &str| {
        let body = r#"[{"fault":"hang"}]"#;
        let length = body.len();
        let request =
            format!("POST /faults HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {length}\r\n\r\n{body}");
        Connection::plain(control).ask(request.as_bytes()).status
    };
    let own = control.to_string();
    assert_eq!(with(&own, "origin: https://elsewhere.example\r\n"), 403);
    assert_eq!(with(&own, "origin: null\r\n"), 403);
    assert_eq!(with("elsewhere.example:80", ""), 403, "a name that leads here");
    assert_eq!(initialize(&sandbox).code(), "Success", "nothing was set");
    let page = ask(control, "GET", "/", "");
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    for (host, headers) in [(own.as_str(), ""), ("localhost:1", ""), ("[::1]:1", ""), ("sandbox", "")] {
        assert_eq!(with(host, headers), 200, "{host}");
    }
    assert_eq!(with(&own, &format!("origin: http://{own}\r\n")), 200);
}
